#pragma once

#include "models/catalog/connection_draft.h"
#include "models/diagnosis/diagnosis.h"

#include <span>

// The rules: facts in, a diagnosis out. Pure: no clock, no store, no engine; never a word of a message's text.
namespace tw::models {

class Catalog;
class LiveState;
class LogStore;

// How far back the log is read: the usual lifetime of a day, and what came before it.
inline constexpr std::chrono::hours kDiagnosedTime{26};
inline constexpr int kDiagnosedRecords = 5'000;

struct DiagnosisFacts
{
    ConnectionDraft draft; // as saved
    QString ourAddress; // the VPN gateway's public IP
    QString ourLocalAddress; // to bind; may be empty
    QString peerAddress; // the customer gateway's
    QList<Connection> others; // of all regions, without this one
    QList<LogRecord> records; // of this connection and of the engine itself (no connection), oldest first
    api::ConnectionStatus status; // Stopped where no engine runs
    bool hasEngine = false; // whether `status` is somebody's word
    UtcTime now{};

    // What the two call themselves: their addresses, where the form is left empty.
    QString localId() const { return draft.localId.isEmpty() ? ourAddress : draft.localId; }
    QString remoteId() const { return draft.remoteId.isEmpty() ? peerAddress : draft.remoteId; }
};

// From what the console has. `live` nullptr: no engine runs here.
DiagnosisFacts collectFacts(const Catalog &catalog, LogStore &log, const LiveState *live, const QString &connectionId);
// The same with records that were read already: nothing of it waits for the disk.
DiagnosisFacts collectFacts(const Catalog &catalog, const QList<LogRecord> &records, UtcTime now, const LiveState *live,
                            const QString &connectionId);

// As it was at `then`, by the log alone: what came later is not known, and the settings are those of today.
DiagnosisFacts collectFactsOf(UtcTime then, const Catalog &catalog, const QList<LogRecord> &records,
                              const QString &connectionId);

// What hinders the connection now.
Diagnosis diagnose(const DiagnosisFacts &facts);
// The same, and behind it what else it may be and what else the facts show, best first; never empty.
QList<Diagnosis> diagnoseAll(const DiagnosisFacts &facts);

} // namespace tw::models
