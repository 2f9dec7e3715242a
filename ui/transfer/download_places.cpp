#include "ui/transfer/download_places.h"

#include "models/store/settings.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace tw::ui {

namespace {

const auto kFolder = QStringLiteral("download_folder");
const auto kLastDevice = QStringLiteral("download_device");
constexpr int kVersion = 1;

QString deviceKey(const QString &customerGatewayId) { return kLastDevice + u'_' + customerGatewayId; }

} // namespace

QDir downloadFolder(const models::Settings &settings)
{
    const QString last = QString::fromUtf8(settings.windowState(kFolder, kVersion));
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return QDir(last);
    return QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
}

void setDownloadFolder(models::Settings &settings, const QString &chosenFile)
{
    settings.setWindowState(kFolder, kVersion, QFileInfo(chosenFile).absolutePath().toUtf8());
}

std::optional<models::PeerFormat> rememberedDevice(const models::Settings &settings, const QString &customerGatewayId)
{
    QByteArray id = settings.windowState(deviceKey(customerGatewayId), kVersion);
    if (id.isEmpty())
        id = settings.windowState(kLastDevice, kVersion);
    return models::peerFormatOf(QString::fromUtf8(id));
}

models::PeerFormat proposedDevice(const models::Settings &settings, const QString &customerGatewayId)
{
    return rememberedDevice(settings, customerGatewayId).value_or(models::PeerFormat::Alibaba);
}

void rememberDevice(models::Settings &settings, const QString &customerGatewayId, models::PeerFormat device)
{
    const QByteArray id = models::peerFormatInfo(device).id;
    settings.setWindowState(deviceKey(customerGatewayId), kVersion, id);
    settings.setWindowState(kLastDevice, kVersion, id);
}

QString besidePath(const models::ConnectionExport &made, const QString &firstPath)
{
    if (made.result.files.size() < 2)
        return {};
    const models::PeerFormatInfo &info = models::peerFormatInfo(made.format);
    const QLatin1String suffix(info.suffix);
    const QLatin1String beside(info.secretsSuffix);
    return firstPath.endsWith(suffix) ? firstPath.chopped(suffix.size()) + beside : firstPath + beside;
}

} // namespace tw::ui
