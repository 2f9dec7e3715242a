#include "models/diagnosis/diagnose.h"

#include "models/catalog/catalog.h"
#include "models/diagnosis/rules.h"
#include "models/live/live_state.h"
#include "models/log/log_store.h"

#include <algorithm>
#include <array>

namespace tw::models {

using api::EventCode;
using api::FailureCode;

namespace {

constexpr int kMaxSightings = 6;

// What the engine names and no rule knows more of.
Verdict whatTheEngineSays(const Evidence &evidence)
{
    const Record *record = evidence.last([&](const Record &one) {
        return is(one, EventCode::AttemptFailed) && failureOf(one) != FailureCode::None && !evidence.isSettled(one);
    });
    FailureCode failure = record ? failureOf(*record) : FailureCode::None;
    if (failure == FailureCode::None && evidence.facts().hasEngine && !evidence.isEstablished())
        failure = evidence.facts().status.lastFailure;
    if (failure == FailureCode::None)
        return std::nullopt;
    Diagnosis diagnosis;
    if (record) {
        diagnosis = found(diagnosisOf(failure), Certainty::Certain, Side::Unknown, *record, evidence);
    } else {
        diagnosis.code = diagnosisOf(failure);
    }
    setFixes(diagnosis,
             {advice(FixKind::TryAgain, FixAction::Renegotiate), advice(FixKind::ReadLog),
              advice(FixKind::AskPeerLog, FixAction::PeerReport)});
    return diagnosis;
}

Diagnosis nothingWrong(const Evidence &evidence)
{
    Diagnosis diagnosis;
    const api::ConnectionState state = evidence.facts().status.state;
    if (const Record *up = evidence.lastUp(); up && evidence.isEstablished())
        diagnosis.sightings << seen(*up);
    if (!evidence.facts().hasEngine || state == api::ConnectionState::Stopped || state == api::ConnectionState::Waiting)
        setFixes(diagnosis, {advice(FixKind::StartIt, FixAction::Start)});
    return diagnosis;
}

// In the order in which one fault hides another: without a path nothing is negotiated, without an identity no child.
constexpr std::array kRules = {pfsRefusedLater, noPath,           wrongVersionOrMode, otherAddress,  notAuthenticated,
                               proposalRefused, selectorsRefused, answerTakenBack,    peerDied,      deletedByPeer,
                               silence,         lifetimeOver,     subnetsMissing,     nothingPasses, whatTheEngineSays};

// Two verdicts on what happened within this time are on the same thing, and the order of the rules decides.
constexpr std::chrono::seconds kSameStory{3};

UtcTime newestOf(const Diagnosis &diagnosis)
{
    UtcTime newest{};
    for (const Sighting &sighting : diagnosis.sightings) {
        if (sighting.sequence() != 0)
            newest = std::max(newest, sighting.at);
    }
    return newest;
}

} // namespace

Diagnosis found(DiagnosisCode code, Certainty certainty, Side side, const Record &record, const Evidence &evidence)
{
    Diagnosis diagnosis;
    diagnosis.code = code;
    diagnosis.certainty = certainty;
    diagnosis.side = side;
    diagnosis.phase = record.event.phase;
    diagnosis.role = evidence.roleAt(record);
    diagnosis.sightings << seen(record);
    return diagnosis;
}

Fix openField(FixKind kind, Field field, const QString &value) { return {kind, FixAction::OpenField, field, value}; }
Fix advice(FixKind kind, FixAction action) { return {kind, action, std::nullopt, {}}; }

void setFixes(Diagnosis &diagnosis, const QList<Fix> &fixes)
{
    diagnosis.fixes = fixes.first(std::min<qsizetype>(fixes.size(), kMaxFixes));
}

Diagnosis diagnose(const DiagnosisFacts &facts)
{
    const Evidence evidence(facts);
    // Of several faults the newest is what the user sees: an older one that was mended would not be followed by another.
    std::optional<Diagnosis> best;
    for (const auto rule : kRules) {
        Verdict verdict = rule(evidence);
        if (!verdict)
            continue;
        const bool isNewer = best && rule != whatTheEngineSays && newestOf(*verdict) > newestOf(*best) + kSameStory;
        if (!best || isNewer)
            best = std::move(*verdict);
    }
    Diagnosis diagnosis = best ? std::move(*best) : nothingWrong(evidence);
    if (diagnosis.sightings.size() > kMaxSightings)
        diagnosis.sightings.remove(0, diagnosis.sightings.size() - kMaxSightings);
    return diagnosis;
}

DiagnosisFacts collectFacts(const Catalog &catalog, LogStore &log, const LiveState *live, const QString &connectionId)
{
    const UtcTime now = log.now();
    const LogWindow window{now - kDiagnosedTime, now + std::chrono::seconds(1)};
    QList<LogRecord> records =
        log.window({}, window, kDiagnosedRecords) + log.window(connectionId, window, kDiagnosedRecords);
    std::ranges::sort(records, {}, &LogRecord::sequence);
    return collectFacts(catalog, records, now, live, connectionId);
}

DiagnosisFacts collectFacts(const Catalog &catalog, const QList<LogRecord> &records, UtcTime now, const LiveState *live,
                            const QString &connectionId)
{
    DiagnosisFacts facts;
    facts.now = now;
    const Connection *connection = catalog.connection(connectionId);
    if (!connection)
        return facts;
    facts.records = records;
    facts.draft = connection->draft;
    if (const VpnGateway *gateway = catalog.vpnGateway(facts.draft.vpnGatewayId)) {
        facts.ourAddress = gateway->internetIp;
        facts.ourLocalAddress = gateway->localAddress;
    }
    if (const CustomerGateway *gateway = catalog.customerGateway(facts.draft.customerGatewayId))
        facts.peerAddress = gateway->ipAddress;
    for (const Connection &other : catalog.connections()) {
        if (other.draft.id != connectionId)
            facts.others << other;
    }
    facts.hasEngine = live && live->engine() == LiveState::Engine::Running;
    if (const api::ConnectionStatus *status = facts.hasEngine ? live->find(connectionId) : nullptr)
        facts.status = *status;
    return facts;
}

std::string_view certaintyName(Certainty certainty) { return certainty == Certainty::Certain ? "certain" : "likely"; }

std::string_view sideName(Side side)
{
    switch (side) {
    case Side::Ours: return "ours";
    case Side::Theirs: return "theirs";
    case Side::Path: return "path";
    case Side::Unknown: break;
    }
    return "unknown";
}

std::string_view roleName(Role role)
{
    return role == Role::Initiator ? "initiator" : role == Role::Responder ? "responder" : "unknown";
}

std::string_view comparedStateName(ComparedField::State state)
{
    switch (state) {
    case ComparedField::State::Equal: return "equal";
    case ComparedField::State::Differs: return "differs";
    case ComparedField::State::MostLikely: return "most-likely";
    case ComparedField::State::Unknown: break;
    }
    return "unknown";
}

qint64 Sighting::sequence() const
{
    const auto *record = std::get_if<LogRecord>(&what);
    return record ? record->sequence : 0;
}

QList<qint64> Diagnosis::sequences() const
{
    QList<qint64> all;
    for (const Sighting &sighting : sightings) {
        if (sighting.sequence() != 0)
            all << sighting.sequence();
    }
    return all;
}

} // namespace tw::models
