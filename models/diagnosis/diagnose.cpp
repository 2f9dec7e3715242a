#include "models/diagnosis/diagnose.h"

#include "models/catalog/catalog.h"
#include "models/diagnosis/rules.h"
#include "models/live/live_state.h"
#include "models/log/log_store.h"

#include <algorithm>
#include <array>
#include <set>

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

// How far a connection had got when the fault showed.
enum class Stage : std::uint8_t {
    Path,
    Proposals, // of phase 1
    Authentication,
    Phase2,
    Stood, // the tunnel was up, and is not any more
    Stands,
    Engine, // only its word
};

struct Rule
{
    Verdict (*judge)(const Evidence &);
    Stage stage;
};

// In the order in which one fault hides another: without a path nothing is negotiated, without an identity no child.
constexpr std::array kRules = {
    Rule{pfsRefusedLater, Stage::Stands},
    Rule{noPath, Stage::Path},
    Rule{wrongVersionOrMode, Stage::Proposals},
    Rule{otherAddress, Stage::Proposals},
    Rule{notAuthenticated, Stage::Authentication},
    Rule{proposalRefused, Stage::Proposals},
    Rule{selectorsRefused, Stage::Phase2},
    Rule{answerTakenBack, Stage::Phase2},
    Rule{peerDied, Stage::Stood},
    Rule{deletedByPeer, Stage::Stood},
    Rule{silence, Stage::Path},
    Rule{lifetimeOver, Stage::Stood},
    Rule{subnetsMissing, Stage::Stands},
    Rule{endsAtTheSameAge, Stage::Stands},
    Rule{nothingPasses, Stage::Stands},
    Rule{whatTheEngineSays, Stage::Engine},
};

// What one rule found.
struct Found
{
    Diagnosis diagnosis;
    Stage stage;
};

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

bool shareProof(const Diagnosis &one, const Diagnosis &other)
{
    const QList<qint64> lines = other.sequences();
    return std::ranges::any_of(one.sequences(), [&](qint64 line) { return lines.contains(line); });
}

// Whether `other` is still to be said beside `best`, which is of other facts.
bool isSaidAlso(const Found &other, const Found &best)
{
    if (other.stage == Stage::Engine || other.diagnosis.code == best.diagnosis.code
        || shareProof(other.diagnosis, best.diagnosis))
        return false;
    // What stood has ended, whatever came of later attempts; and what hinders it now is no word on what stands.
    if (other.stage >= Stage::Stood)
        return true;
    // An attempt that got as far again, or farther, has left the older fault behind it. One that did not has not.
    return newestOf(other.diagnosis) + kSameStory < newestOf(best.diagnosis) && other.stage > best.stage;
}

QList<Found> allFound(const Evidence &evidence)
{
    QList<Found> all;
    for (const Rule &rule : kRules) {
        Verdict verdict = rule.judge(evidence);
        if (!verdict)
            continue;
        const bool isPhase2 = rule.stage < Stage::Phase2 && verdict->phase == api::Phase::Phase2;
        all.append(Found{std::move(*verdict), isPhase2 ? Stage::Phase2 : rule.stage});
    }
    return all;
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

QString otherVersion(const Evidence &evidence)
{
    return evidence.isV1() ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
}

void setFixes(Diagnosis &diagnosis, const QList<Fix> &fixes)
{
    diagnosis.fixes = fixes.first(std::min<qsizetype>(fixes.size(), kMaxFixes));
}

Diagnosis diagnose(const DiagnosisFacts &facts) { return diagnoseAll(facts).first(); }

QList<Diagnosis> diagnoseAll(const DiagnosisFacts &facts)
{
    const Evidence evidence(facts);
    QList<Found> all = allFound(evidence);
    // Of several faults the newest is what the user sees: an older one that was mended would not be followed by another.
    qsizetype best = 0;
    for (qsizetype i = 1; i < all.size(); ++i) {
        const bool isNewer = newestOf(all.at(i).diagnosis) > newestOf(all.at(best).diagnosis) + kSameStory;
        if (all.at(i).stage != Stage::Engine && isNewer)
            best = i;
    }
    if (all.isEmpty())
        return {nothingWrong(evidence)};
    const Found first = all.takeAt(best);
    QList<Diagnosis> diagnoses{first.diagnosis};
    for (Diagnosis &other : whatElseItMayBe(first.diagnosis, evidence)) {
        other.relation = Relation::Instead;
        diagnoses << std::move(other);
    }
    for (Found &other : all) {
        if (!isSaidAlso(other, first))
            continue;
        other.diagnosis.relation = Relation::Also;
        diagnoses << std::move(other.diagnosis);
    }
    for (Diagnosis &diagnosis : diagnoses) {
        if (diagnosis.sightings.size() > kMaxSightings)
            diagnosis.sightings.remove(0, diagnosis.sightings.size() - kMaxSightings);
    }
    return diagnoses;
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

DiagnosisFacts collectFactsOf(UtcTime then, const Catalog &catalog, const QList<LogRecord> &records,
                              const QString &connectionId)
{
    QList<LogRecord> known = records;
    known.removeIf([then](const LogRecord &record) { return record.at > then; });
    DiagnosisFacts facts = collectFacts(catalog, known, then, nullptr, connectionId);
    const std::string id = connectionId.toStdString();
    std::set<std::string> standing; // children, by their SPI
    for (const LogRecord &record : std::as_const(known)) {
        if (is(record, EventCode::EngineStarted))
            standing.clear(); // it was killed before
        if (record.event.connection.value() != id)
            continue;
        switch (record.event.code) {
        case EventCode::ChildSaEstablished: standing.insert(detail(record, api::DetailKey::InboundSpi)); break;
        case EventCode::ChildSaDeleted: standing.erase(detail(record, api::DetailKey::InboundSpi)); break;
        case EventCode::PeerDead:
        case EventCode::ConnectionStopped: standing.clear(); break;
        default: break;
        }
    }
    if (!standing.empty())
        facts.status.state = api::ConnectionState::Established;
    return facts;
}

std::string_view relationName(Relation relation)
{
    switch (relation) {
    case Relation::First: return "first";
    case Relation::Instead: return "instead";
    case Relation::Also: return "also";
    }
    return {};
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

bool Diagnosis::compares(Field field) const
{
    return std::ranges::any_of(comparison, [field](const ComparedField &row) { return row.field == field; });
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
