#include "models/transfer/export/connection_export.h"

#include "models/catalog/catalog.h"
#include "models/log/zip_writer.h"
#include "models/transfer/export/capabilities.h"
#include "models/transfer/export/secret_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QHash>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("Peer", text); }

// What is written here may hold keys, and is wiped.
class SecretDevice final : public QIODevice
{
public:
    SecretDevice() { open(QIODevice::WriteOnly | QIODevice::Unbuffered); }
    SecretBytes take() { return m_text.take(); }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *bytes, qint64 size) override
    {
        m_text.append(QByteArrayView(bytes, size));
        return size;
    }

private:
    SecretText m_text;
};

template <typename Do>
void forEachFile(std::span<const ConnectionExport> exports, Do act)
{
    for (const ConnectionExport &one : exports) {
        for (const ExportedFile &file : one.result.files)
            act(file);
    }
}

} // namespace

std::expected<PeerView, QString> exportView(const Catalog &catalog, const QString &connectionId)
{
    const Connection *connection = catalog.connection(connectionId);
    if (!connection)
        return std::unexpected(words(QT_TRANSLATE_NOOP("Peer", "The connection is no longer there.")));
    const ConnectionDraft &draft = connection->draft;
    const VpnGateway *ours = catalog.vpnGateway(draft.vpnGatewayId);
    const CustomerGateway *theirs = catalog.customerGateway(draft.customerGatewayId);
    auto view = ours && theirs ? peerViewOf(draft, *ours, *theirs) : std::nullopt;
    if (!view)
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("Peer", "Only connections with a pre-shared key can be exported.")));
    return std::move(*view);
}

ConnectionExport exportConnection(const Catalog &catalog, const QString &connectionId, PeerFormat format, KeyUse use,
                                  const QString &slug)
{
    const Connection *connection = catalog.connection(connectionId);
    ConnectionExport made{connectionId, connection ? connection->draft.name : connectionId, format, {}, {}};
    auto view = exportView(catalog, connectionId);
    if (!view) {
        made.refusal = view.error();
        return made;
    }
    PresharedKey key;
    if (use != KeyUse::Placeholder) {
        auto stored = catalog.presharedKey(connectionId);
        if (!stored) {
            made.refusal = stored.error().text;
            return made;
        }
        key = std::move(*stored);
    }
    ExportRequest request;
    request.view = std::move(*view);
    request.key = use == KeyUse::Placeholder ? nullptr : &key;
    request.concealsKey = use == KeyUse::Concealed;
    request.slug = slug;
    request.product = QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion();
    request.time = QDateTime::currentDateTimeUtc();
    made.result = exportPeer(format, request);
    return made;
}

std::vector<ConnectionExport> exportConnections(const Catalog &catalog, std::span<const ExportWish> wishes, KeyUse use)
{
    std::vector<ConnectionExport> all;
    QHash<PeerFormat, QSet<QString>> taken; // other formats have other file names
    for (const ExportWish &wish : wishes) {
        const Connection *connection = catalog.connection(wish.connectionId);
        const QString slug = connection
            ? slugOf(connection->draft.name, capabilitiesOf(wish.format).longestName, &taken[wish.format])
            : QString();
        all.push_back(exportConnection(catalog, wish.connectionId, wish.format, use, slug));
    }
    return all;
}

std::expected<QStringList, SaveFailure> saveExports(std::span<const ConnectionExport> exports, const QString &folder,
                                                    bool overwrites)
{
    const QDir dir(folder);
    const bool isNew = !dir.exists();
    if (isNew && !QDir().mkdir(folder))
        return std::unexpected(SaveFailure{
            folder, words(QT_TRANSLATE_NOOP("Peer", "the folder cannot be made: is the one above it there?"))});
    std::vector<FileToSave> files;
    QStringList paths;
    forEachFile(exports, [&](const ExportedFile &file) {
        paths << dir.filePath(file.name);
        files.push_back({paths.last(), file.text.view(), file.holdsKey});
    });
    if (auto saved = saveFiles(files, overwrites); !saved) {
        if (isNew)
            QDir().rmdir(folder);
        return std::unexpected(std::move(saved.error()));
    }
    return paths;
}

std::expected<void, SaveFailure> zipExports(std::span<const ConnectionExport> exports, const QString &file,
                                            bool overwrites)
{
    SecretDevice device;
    ZipWriter zip(device);
    bool holdsKey = false;
    forEachFile(exports, [&](const ExportedFile &one) {
        holdsKey = holdsKey || one.holdsKey;
        if (QIODevice *entry = zip.begin(one.name))
            entry->write(reinterpret_cast<const char *>(one.text.view().data()), static_cast<qint64>(one.text.size()));
    });
    if (!zip.finish())
        return std::unexpected(SaveFailure{file, zip.errorString()});
    const SecretBytes content = device.take();
    const FileToSave whole{file, content.view(), holdsKey};
    return saveFiles({&whole, 1}, overwrites);
}

} // namespace tw::models
