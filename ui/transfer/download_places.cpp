#include "ui/transfer/download_places.h"

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "ui/transfer/device_list.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace tw::ui {

namespace {

const auto kFolder = QStringLiteral("download_folder");
const auto kLastDevice = QStringLiteral("download_device");
constexpr int kVersion = 1;

QString deviceKey(const QString &customerGatewayId) { return kLastDevice + u'_' + customerGatewayId; }

std::optional<models::PeerFormat> deviceIn(const models::Settings &settings, const QString &place)
{
    return models::peerFormatOf(QString::fromUtf8(settings.windowState(place, kVersion)));
}

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
    const auto device = deviceIn(settings, deviceKey(customerGatewayId));
    return device ? device : deviceIn(settings, kLastDevice);
}

models::PeerFormat proposedDevice(const models::Settings &settings, const models::Catalog &catalog,
                                  const QString &connectionId)
{
    const models::Connection *connection = catalog.connection(connectionId);
    const QString gateway = connection ? connection->draft.customerGatewayId : QString();
    if (const auto device = deviceIn(settings, deviceKey(gateway)))
        return *device;
    QList<models::PeerFormat> devices;
    if (const auto last = deviceIn(settings, kLastDevice))
        devices.append(*last);
    for (const DeviceGroup &group : deviceGroups())
        devices.append(group.devices);
    const auto view = models::exportView(catalog, connectionId);
    const auto fits = std::ranges::find_if(devices, [&view](models::PeerFormat device) {
        return view && models::exportBlockers(device, *view, nullptr).isEmpty();
    });
    return fits == devices.end() ? devices.first() : *fits;
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
