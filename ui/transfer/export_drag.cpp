#include "ui/transfer/export_drag.h"

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "models/transfer/export/connection_export.h"
#include "ui/transfer/download_places.h"

#include <QCoreApplication>
#include <QDir>
#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>

namespace tw::ui {

namespace {

const auto kFiles = QStringLiteral("text/uri-list");

// Lives and goes with the application: whoever took a file may read it long after the drop.
class DragFolder final : public QObject
{
public:
    static DragFolder *ofApplication()
    {
        auto *folder = qApp->findChild<QObject *>(kName, Qt::FindDirectChildrenOnly);
        return folder ? static_cast<DragFolder *>(folder) : new DragFolder(qApp);
    }

    // An empty folder of its own for each drag, so that files keep their names. Empty where the disk refuses.
    QString next()
    {
        const QString path = m_directory.filePath(QString::number(++m_count));
        return m_directory.isValid() && QDir().mkdir(path) ? path : QString();
    }

private:
    inline static const QString kName = QStringLiteral("DragFolder");

    explicit DragFolder(QObject *parent)
        : QObject(parent), m_directory(QDir::tempPath() + QStringLiteral("/tunnelwright-XXXXXX"))
    {
        setObjectName(kName);
    }

    QTemporaryDir m_directory;
    int m_count = 0;
};

class ExportMimeData final : public QMimeData
{
public:
    explicit ExportMimeData(std::vector<models::ConnectionExport> exports) : m_exports(std::move(exports)) { }

    QStringList formats() const override { return {kFiles}; }
    bool hasFormat(const QString &mimeType) const override { return mimeType == kFiles; }

protected:
    QVariant retrieveData(const QString &mimeType, QMetaType preferred) const override
    {
        if (mimeType != kFiles)
            return {};
        write();
        if (preferred.id() == QMetaType::QByteArray) {
            QByteArray lines;
            for (const QUrl &url : m_urls)
                lines += url.toEncoded() + "\r\n";
            return lines;
        }
        QVariantList urls;
        for (const QUrl &url : m_urls)
            urls.append(url);
        return urls;
    }

private:
    // Once, however often it is asked for.
    void write() const
    {
        if (m_isWritten)
            return;
        m_isWritten = true;
        const QString folder = DragFolder::ofApplication()->next();
        if (folder.isEmpty())
            return;
        if (const auto paths = models::saveExports(m_exports, folder, false)) {
            for (const QString &path : *paths)
                m_urls.append(QUrl::fromLocalFile(path));
        }
    }

    std::vector<models::ConnectionExport> m_exports; // no key in them
    mutable bool m_isWritten = false;
    mutable QList<QUrl> m_urls;
};

} // namespace

QMimeData *makeExportDrag(const Services &services, const QStringList &connectionIds, QString &reason)
{
    std::vector<models::ExportWish> wishes;
    for (const QString &id : connectionIds) {
        if (services.catalog.connection(id))
            wishes.push_back({id, proposedDevice(services.settings, services.catalog, id)});
    }
    auto exports = models::exportConnections(services.catalog, wishes, models::KeyUse::Placeholder);
    for (const models::ConnectionExport &made : exports) {
        if (!made.refusal.isEmpty())
            reason = made.name + QStringLiteral(": ") + made.refusal;
        else if (!made.result.blockers.isEmpty())
            reason = made.name + QStringLiteral(": ") + made.result.blockers.first().reason.translated();
    }
    std::erase_if(exports, [](const models::ConnectionExport &made) { return !made.isPossible(); });
    return exports.empty() ? nullptr : new ExportMimeData(std::move(exports));
}

} // namespace tw::ui
