#pragma once

#include "engine/base/secret_bytes.h"
#include "models/catalog/validation_issue.h"
#include "models/transfer/peer_format.h"
#include "models/transfer/peer_view.h"
#include "models/transfer/remark.h"

#include <QDateTime>
#include <QSet>

#include <expected>
#include <vector>

// A connection as the configuration of the device at its other end. What the device cannot express is refused, with the
// value that would do; nothing weaker or different is ever written in its place.
namespace tw::models {

inline constexpr char kKeyPlaceholder[] = "<PRE-SHARED-KEY>";
inline constexpr char kKeyDots[] = "●●●●●●●●";

struct ExportRequest
{
    PeerView view;
    const SecretBytes *key = nullptr; // nullptr: the placeholder stands in its place
    QString product; // "Tunnelwright 0.1.0"
    QDateTime time; // UTC
    bool concealsKey = false; // dots stand where the key would: to be looked at, not to be used
    QString slug = {}; // what files and objects are called; empty: after the connection
};

// Why there is no text, and what to change in the connection: the best mend first, and none where there is no other way
// than another format.
struct ExportBlocker
{
    Field field;
    Remark reason;
    QList<Mend> mends;
};

struct ExportedFile
{
    QString name; // without a folder
    SecretBytes text; // UTF-8
    bool holdsKey = false; // to be saved for the user alone
};

struct ExportResult
{
    std::vector<ExportedFile> files; // empty where there are blockers
    QList<Remark> warnings; // also in the text, at the top
    QList<ExportBlocker> blockers;
};

ExportResult exportPeer(PeerFormat format, const ExportRequest &request);
// The same blockers, for a menu that says beforehand what is possible. Without a key its rules are not asked.
QList<ExportBlocker> exportBlockers(PeerFormat format, const PeerView &view, const SecretBytes *key);

// An ASCII name that every device takes: letters, digits and hyphens, beginning with a letter. One that is in `taken` gets
// "-2" and on; what comes back is added there.
QString slugOf(const QString &name, int longest, QSet<QString> *taken = nullptr);

// Eight digits that are equal for equal settings; the key has no part in them, since short ones could be guessed.
QString settingsRevision(const PeerView &view);

} // namespace tw::models
