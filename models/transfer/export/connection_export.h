#pragma once

#include "models/store/private_file.h"
#include "models/transfer/export/exporter.h"

// Connections of the catalogue as configurations of the devices at their other ends: one, or several at once.
namespace tw::models {

class Catalog;

// The connection as its device sees it; else a sentence that says why it cannot be exported.
std::expected<PeerView, QString> exportView(const Catalog &catalog, const QString &connectionId);

enum class KeyUse {
    Placeholder,
    Concealed, // dots where the key stands: a preview of Included
    Included,
};

// One connection for one device. Whatever stood in the way, it says what; then there are no files.
struct ConnectionExport
{
    QString connectionId;
    QString name;
    PeerFormat format{};
    QString refusal; // a sentence: not a matter of the device
    ExportResult result;

    bool isPossible() const { return refusal.isEmpty() && result.blockers.isEmpty(); }
};

ConnectionExport exportConnection(const Catalog &catalog, const QString &connectionId, PeerFormat format, KeyUse use,
                                  const QString &slug = {});

struct ExportWish
{
    QString connectionId;
    PeerFormat format{};
};

// Each in the order given; connections of one name get files of different names.
std::vector<ConnectionExport> exportConnections(const Catalog &catalog, std::span<const ExportWish> wishes, KeyUse use);

// Their files into a folder, which is made where it is not there: all of them or none. The paths come back.
std::expected<QStringList, SaveFailure> saveExports(std::span<const ConnectionExport> exports, const QString &folder,
                                                    bool overwrites);
// Into a zip file; for its owner alone where a key is in it.
std::expected<void, SaveFailure> zipExports(std::span<const ConnectionExport> exports, const QString &file,
                                            bool overwrites);

} // namespace tw::models
