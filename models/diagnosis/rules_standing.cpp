#include "models/diagnosis/rules.h"

#include <algorithm>
#include <cstdlib>

namespace tw::models {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;

namespace {

using State = ComparedField::State;

// Deleted so soon after it came up that nobody can have wanted it.
constexpr std::chrono::seconds kStillborn{5};
// Fewer packets may all be lost, or ask for nothing.
constexpr std::uint64_t kTellingPackets = 3;

QString joined(const std::string &selectors)
{
    return QString::fromStdString(selectors).replace(QStringLiteral(", "), QStringLiteral(","));
}

State stateOf(const QString &ours, const QString &theirs)
{
    if (theirs.isEmpty())
        return State::Unknown;
    const auto sorted = [](const QString &list) {
        QStringList parts = list.split(QLatin1Char(','), Qt::SkipEmptyParts);
        parts.sort();
        return parts;
    };
    return sorted(ours) == sorted(theirs) ? State::Equal : State::Differs;
}

// "10.1.0.0/24 === 10.2.0.0/24": those of who began stand first.
QList<ComparedField> subnetRows(const Record &record, Role role, const Evidence &evidence)
{
    const QString offered = detailText(record, DetailKey::Offered);
    const int their = role == Role::Initiator ? 1 : 0;
    const QString theirs = joined(offered.section(QStringLiteral(" === "), their, their).toStdString());
    const QString ours = joined(offered.section(QStringLiteral(" === "), 1 - their, 1 - their).toStdString());
    return {
        {Field::RemoteSubnet, evidence.draft().remoteSubnet, theirs, stateOf(evidence.draft().remoteSubnet, theirs)},
        {Field::LocalSubnet, evidence.draft().localSubnet, ours, stateOf(evidence.draft().localSubnet, ours)}};
}

void differingFirst(QList<ComparedField> &rows)
{
    std::ranges::stable_sort(rows, [](const ComparedField &a, const ComparedField &b) {
        return a.state == State::Differs && b.state != State::Differs;
    });
}

qint64 secondsBetween(const Record &from, const Record &to)
{
    return std::chrono::duration_cast<std::chrono::seconds>(to.at - from.at).count();
}

// Where the SA that `record` ends came up.
const Record *birthOf(const Record &record, const Evidence &evidence)
{
    const bool isIkeSa = is(record, EventCode::IkeSaDeleted);
    const DetailKey key = isIkeSa ? DetailKey::InitiatorSpi : DetailKey::InboundSpi;
    const EventCode code = isIkeSa ? EventCode::IkeSaEstablished : EventCode::ChildSaEstablished;
    return evidence.last([&](const Record &one) { return is(one, code) && detail(one, key) == detail(record, key); },
                         &record);
}

Field lifetimeField(api::Phase phase)
{
    return phase == api::Phase::Phase1 ? Field::IkeLifetime : Field::IpsecLifetime;
}

Diagnosis otherLifetime(const Record &record, const Record &shortened, const Evidence &evidence)
{
    const Field field = lifetimeField(shortened.event.phase);
    const QString theirs = detailText(shortened, DetailKey::Seconds);
    Diagnosis diagnosis = found(DiagnosisCode::LifetimeMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.sightings = {seen(shortened), seen(record)};
    diagnosis.values = {theirs, draftText(evidence.draft(), field)};
    diagnosis.comparison = {{field, draftText(evidence.draft(), field), theirs, State::Differs}};
    setFixes(diagnosis,
             {openField(FixKind::UseTheirLifetime, field, theirs), advice(FixKind::TestPfs, FixAction::TestRekey)});
    return diagnosis;
}

// A peer that deletes what we would keep, at the same age again: its lifetime is shorter. IKEv2 never says so. Nothing: this
// is the first time, or the ages differ.
std::optional<qint64> usualAge(const Record &record, const Evidence &evidence)
{
    const Record *before =
        evidence.last([&](const Record &one) { return one.event.code == record.event.code && isIn(one); }, &record);
    const Record *birth = birthOf(record, evidence);
    const Record *birthBefore = before ? birthOf(*before, evidence) : nullptr;
    if (!birth || !birthBefore)
        return std::nullopt;
    // What took its place before it went was its renewal: nothing broke.
    const auto wasReplaced = [&](const Record &born, const Record &died) {
        const Record *newer = evidence.last(born.event.code, &died);
        return newer && newer->sequence > born.sequence;
    };
    if (wasReplaced(*birth, record) || wasReplaced(*birthBefore, *before))
        return std::nullopt;
    constexpr qint64 kShortest = 60;
    const qint64 age = secondsBetween(*birth, record);
    const qint64 ageBefore = secondsBetween(*birthBefore, *before);
    const bool isSame = std::abs(age - ageBefore) * 10 <= age;
    return age >= kShortest && isSame ? std::optional(age) : std::nullopt;
}

Diagnosis sameAgeAgain(const Record &record, qint64 age, const Evidence &evidence)
{
    const Field field = lifetimeField(is(record, EventCode::IkeSaDeleted) ? api::Phase::Phase1 : api::Phase::Phase2);
    const QString ours = draftText(evidence.draft(), field);
    Diagnosis diagnosis = found(DiagnosisCode::LifetimeMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.values = {QString::number(age), ours};
    diagnosis.comparison = {{field, ours, QString::number(age), State::Differs}};
    setFixes(diagnosis,
             {openField(FixKind::UseTheirLifetime, field, QString::number(age)),
              advice(FixKind::AskPeerWhyDeleted, FixAction::PeerReport),
              advice(FixKind::TestPfs, FixAction::TestRekey)});
    return diagnosis;
}

// In the same exchange: IKEv2 says so, IKEv1 tells its original addresses (RFC 3947, 5.2), which no tunnel needs.
const Record *askedForTransport(const Record &refusal, const Evidence &evidence)
{
    const Record *asked = evidence.last(
        [](const Record &one) {
            const bool isNotify =
                is(one, EventCode::NotifyReceived) && detail(one, DetailKey::Notify) == "USE_TRANSPORT_MODE";
            return isNotify
                || (is(one, EventCode::MessageReceived)
                    && detail(one, DetailKey::Payloads).find("NAT-OA") != std::string::npos);
        },
        &refusal);
    const bool isSame = asked && asked->event.exchange == refusal.event.exchange
        && asked->event.messageId == refusal.event.messageId && refusal.at - asked->at < kStillborn;
    return isSame ? asked : nullptr;
}

// In transport mode the selectors are the gateways themselves: of course they do not fit.
Diagnosis transportMode(const Record &refusal, const Record &asked, const Evidence &evidence)
{
    const Certainty certainty = is(asked, EventCode::NotifyReceived) ? Certainty::Certain : Certainty::Likely;
    Diagnosis diagnosis = found(DiagnosisCode::EncapsulationModeMismatch, certainty, Side::Theirs, refusal, evidence);
    diagnosis.phase = api::Phase::Phase2;
    diagnosis.role = Role::Responder;
    diagnosis.sightings.prepend(seen(asked));
    setFixes(diagnosis, {advice(FixKind::TellPeerTunnelMode, FixAction::PeerReport)});
    return diagnosis;
}

Diagnosis stillborn(const Record &record, const Record &birth, const Evidence &evidence)
{
    const Record *transport = evidence.last(
        [&](const Record &one) {
            return is(one, EventCode::NotifyReceived) && detail(one, DetailKey::Notify) == "USE_TRANSPORT_MODE"
                && birth.at - one.at < kStillborn;
        },
        &birth);
    const DiagnosisCode code = transport ? DiagnosisCode::EncapsulationModeMismatch : DiagnosisCode::PeerInstallFailed;
    Diagnosis diagnosis = found(code, Certainty::Likely, Side::Theirs, record, evidence);
    diagnosis.phase = api::Phase::Phase2;
    diagnosis.role = evidence.roleAt(birth);
    diagnosis.sightings = {seen(birth), seen(record)};
    if (transport) {
        diagnosis.sightings.prepend(seen(*transport));
        setFixes(diagnosis, {advice(FixKind::TellPeerTunnelMode, FixAction::PeerReport)});
    } else {
        setFixes(diagnosis,
                 {advice(FixKind::TellPeerInstall, FixAction::PeerReport),
                  advice(FixKind::AskPeerLog, FixAction::PeerReport)});
    }
    return diagnosis;
}

// The IKE SA stood, and the peer took it back before a child was made: it is about who we are.
Diagnosis nameNotBelieved(const Record &record, const Record &birth, const Evidence &evidence)
{
    Diagnosis diagnosis = found(DiagnosisCode::PeerIdMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.phase = api::Phase::Phase1;
    diagnosis.role = Role::Responder;
    diagnosis.sightings = {seen(birth), seen(record)};
    const QString id = detailText(birth, DetailKey::LocalId);
    diagnosis.comparison = {{Field::LocalId, id, {}, State::MostLikely}};
    setFixes(diagnosis,
             {openField(FixKind::UseOtherLocalId, Field::LocalId),
              advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

} // namespace

Verdict selectorsRefused(const Evidence &evidence)
{
    const Record *record = evidence.last([&](const Record &one) {
        return is(one, EventCode::SelectorsUnacceptable) && one.event.level == api::Level::Error
            && !evidence.isSettled(one);
    });
    if (!record)
        return std::nullopt;
    // Who refuses has seen both sides' subnets.
    const Record *telling = evidence.last([&](const Record &one) {
        return is(one, EventCode::SelectorsUnacceptable) && !detail(one, DetailKey::Offered).empty()
            && !evidence.isSettled(one);
    });
    if (telling)
        record = telling;
    if (const Record *asked = telling ? askedForTransport(*telling, evidence) : nullptr)
        return transportMode(*telling, *asked, evidence);
    // To an initiator a peer that wants transport mode says the same; one with which a tunnel stands does not want it.
    const Certainty certainty = telling || evidence.isEstablished() ? Certainty::Certain : Certainty::Likely;
    Diagnosis diagnosis = found(DiagnosisCode::TrafficSelectorMismatch, certainty, Side::Unknown, *record, evidence);
    // What we refuse is what the peer asks for, or the answer to what we asked for.
    const bool isOurs = isIn(*record) || evidence.roleAt(*record) == Role::Initiator;
    diagnosis.role = isOurs ? Role::Initiator : Role::Responder;
    diagnosis.values = {evidence.draft().localSubnet, evidence.draft().remoteSubnet,
                        detailText(*record, DetailKey::Offered)};
    QList<Fix> fixes;
    if (telling) {
        diagnosis.comparison = subnetRows(*record, diagnosis.role, evidence);
        differingFirst(diagnosis.comparison);
        for (const ComparedField &row : diagnosis.comparison) {
            if (row.state == State::Differs)
                fixes << openField(FixKind::UseTheirSubnets, row.field, row.theirs);
        }
    } else {
        diagnosis.comparison = {{Field::RemoteSubnet, evidence.draft().remoteSubnet, {}, State::MostLikely},
                                {Field::LocalSubnet, evidence.draft().localSubnet, {}, State::Unknown}};
    }
    fixes << Fix{FixKind::AgreeOnSubnets, FixAction::PeerReport, std::nullopt, {}};
    if (!telling)
        fixes << openField(FixKind::UseTheirSubnets, Field::RemoteSubnet);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

Verdict subnetsMissing(const Evidence &evidence)
{
    if (!evidence.isEstablished())
        return std::nullopt;
    const Record *missing = evidence.last(EventCode::PairsMissing);
    const Record *narrowed = evidence.last([](const Record &one) { return is(one, EventCode::SelectorsNarrowed); });
    const Record *record = missing && (!narrowed || missing->sequence > narrowed->sequence) ? missing : narrowed;
    if (!record)
        return std::nullopt;
    // Several children may make up for what one of them lacks.
    if (!missing && evidence.facts().status.childSas.size() > 1)
        return std::nullopt;
    Diagnosis diagnosis =
        found(DiagnosisCode::TrafficSelectorMismatch, Certainty::Certain, Side::Unknown, *record, evidence);
    if (is(*record, EventCode::SelectorsNarrowed)) {
        const QString local = joined(detail(*record, DetailKey::LocalSelectors));
        const QString remote = joined(detail(*record, DetailKey::RemoteSelectors));
        diagnosis.comparison = {
            {Field::LocalSubnet, evidence.draft().localSubnet, local, stateOf(evidence.draft().localSubnet, local)},
            {Field::RemoteSubnet, evidence.draft().remoteSubnet, remote,
             stateOf(evidence.draft().remoteSubnet, remote)}};
        differingFirst(diagnosis.comparison);
        if (diagnosis.comparison.first().state != State::Differs)
            return std::nullopt; // the peer asked for more than there is here, and all that is here it has
    } else {
        diagnosis.comparison = {{Field::RemoteSubnet, evidence.draft().remoteSubnet, {}, State::MostLikely},
                                {Field::LocalSubnet, evidence.draft().localSubnet, {}, State::Unknown}};
    }
    diagnosis.values = {evidence.draft().localSubnet, evidence.draft().remoteSubnet,
                        detailText(*record, DetailKey::Selector)};
    QList<Fix> fixes{{FixKind::AgreeOnSubnets, FixAction::PeerReport, std::nullopt, {}}};
    for (const ComparedField &row : diagnosis.comparison) {
        if (row.state == State::Differs)
            fixes.prepend(openField(FixKind::UseTheirSubnets, row.field, row.theirs));
    }
    fixes << openField(FixKind::SplitSubnets, Field::RemoteSubnet);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

Verdict deletedByPeer(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const Record *record = evidence.last([&](const Record &one) {
        return (is(one, EventCode::IkeSaDeleted) || is(one, EventCode::ChildSaDeleted)) && isIn(one)
            && !evidence.isSettled(one);
    });
    if (!record)
        return std::nullopt;
    // The children go with their IKE SA: they say more of how it was.
    const Record *child = evidence.last(EventCode::ChildSaDeleted);
    if (is(*record, EventCode::IkeSaDeleted) && child && secondsBetween(*child, *record) < 2)
        record = child;
    const Record *birth = birthOf(*record, evidence);
    if (birth && is(*record, EventCode::IkeSaDeleted) && !evidence.isAfter(EventCode::ChildSaEstablished, *birth)
        && record->at - birth->at < kStillborn && evidence.roleAt(*birth) == Role::Responder)
        return nameNotBelieved(*record, *birth, evidence);
    const bool wasUsed = number(*record, DetailKey::PacketsIn).value_or(0) > 0;
    if (birth && is(*record, EventCode::ChildSaDeleted) && !wasUsed && record->at - birth->at < kStillborn)
        return stillborn(*record, *birth, evidence);
    if (const Record *shortened = evidence.last(EventCode::LifetimeShortened)) {
        const auto limit = number(*shortened, DetailKey::Seconds);
        if (birth && limit && secondsBetween(*birth, *record) * 10 >= *limit * 8)
            return otherLifetime(*record, *shortened, evidence);
    }
    if (const auto lived = usualAge(*record, evidence))
        return sameAgeAgain(*record, *lived, evidence);
    Diagnosis diagnosis =
        found(DiagnosisCode::ReceiveDeleteNotify, Certainty::Certain, Side::Theirs, *record, evidence);
    if (birth) {
        diagnosis.sightings.prepend(seen(*birth));
        diagnosis.values = {QString::number(secondsBetween(*birth, *record))};
    }
    setFixes(diagnosis,
             {advice(FixKind::AskPeerWhyDeleted, FixAction::PeerReport),
              openField(FixKind::UseTheirLifetime, Field::IpsecLifetime),
              advice(FixKind::TryAgain, FixAction::Renegotiate)});
    return diagnosis;
}

// IKEv1: the peer asked for a child, had our answer, and then took it back. It cannot be about the settings, which were its own.
Verdict answerTakenBack(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const Record *record = evidence.last([&](const Record &one) {
        return is(one, EventCode::NotifyReceived) && isIn(one) && detail(one, DetailKey::Notify) == "NO_PROPOSAL_CHOSEN"
            && !evidence.isSettled(one);
    });
    const Record *answer = record
        ? evidence.last(
              [](const Record &one) {
                  return is(one, EventCode::MessageSent) && one.event.exchange == api::Exchange::QuickMode;
              },
              record)
        : nullptr;
    if (!answer || evidence.roleAt(*answer) != Role::Responder || record->at - answer->at > kStillborn)
        return std::nullopt;
    Diagnosis diagnosis = found(DiagnosisCode::PeerInstallFailed, Certainty::Likely, Side::Theirs, *record, evidence);
    diagnosis.phase = api::Phase::Phase2;
    diagnosis.role = Role::Responder;
    diagnosis.sightings.prepend(seen(*answer));
    setFixes(
        diagnosis,
        {advice(FixKind::TellPeerInstall, FixAction::PeerReport), advice(FixKind::AskPeerLog, FixAction::PeerReport)});
    return diagnosis;
}

Verdict peerDied(const Evidence &evidence)
{
    const Record *record = evidence.last(EventCode::PeerDead);
    if (!record || evidence.isSettled(*record) || evidence.isEstablished())
        return std::nullopt;
    Diagnosis diagnosis = found(DiagnosisCode::DpdTimeout, Certainty::Certain, Side::Path, *record, evidence);
    if (const Record *heard = evidence.last(EventCode::MessageReceived, record))
        diagnosis.sightings.prepend(seen(*heard));
    setFixes(diagnosis,
             {advice(FixKind::CheckPath, FixAction::PathCheck), advice(FixKind::AskPeerLog, FixAction::PeerReport),
              advice(FixKind::TryAgain, FixAction::Renegotiate)});
    return diagnosis;
}

Verdict lifetimeOver(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const Record *deleted = evidence.last([&](const Record &one) {
        return is(one, EventCode::ChildSaDeleted) && one.event.direction == api::Direction::Out;
    });
    const Record *birth = deleted ? birthOf(*deleted, evidence) : nullptr;
    if (!birth || evidence.isSettled(*deleted))
        return std::nullopt;
    const qint64 lived = secondsBetween(*birth, *deleted);
    const qint64 limit = evidence.draft().ipsecLifetime.toLongLong();
    if (limit <= 0 || lived * 100 < limit * 99) // ended by somebody before its time
        return std::nullopt;
    Diagnosis diagnosis = found(DiagnosisCode::LifetimeExpired, Certainty::Certain, Side::Unknown, *deleted, evidence);
    diagnosis.phase = api::Phase::Phase2;
    diagnosis.sightings = {seen(*birth), seen(*deleted)};
    diagnosis.values = {QString::number(lived)};
    diagnosis.comparison = {{Field::IpsecLifetime, evidence.draft().ipsecLifetime, {}, State::Unknown},
                            {Field::IpsecPfs, evidence.draft().ipsecPfs, {}, State::MostLikely}};
    setFixes(diagnosis,
             {advice(FixKind::TryAgain, FixAction::Renegotiate), advice(FixKind::TestPfs, FixAction::TestRekey),
              openField(FixKind::UseTheirLifetime, Field::IpsecLifetime)});
    return diagnosis;
}

Verdict endsAtTheSameAge(const Evidence &evidence)
{
    if (!evidence.isEstablished())
        return std::nullopt;
    const Record *record =
        evidence.last([](const Record &one) { return is(one, EventCode::ChildSaDeleted) && isIn(one); });
    const auto age = record ? usualAge(*record, evidence) : std::nullopt;
    // What stands longer than the others did was not ended by that.
    const Record *up = evidence.lastUp();
    if (!age || !up || up->sequence < record->sequence
        || evidence.facts().now - up->at > std::chrono::seconds(*age + *age / 10))
        return std::nullopt;
    return sameAgeAgain(*record, *age, evidence);
}

Verdict nothingPasses(const Evidence &evidence)
{
    if (!evidence.isEstablished())
        return std::nullopt;
    CounterSighting counters;
    for (const api::ChildSaStatus &child : evidence.facts().status.childSas) {
        counters.traffic.packetsIn += child.traffic.packetsIn;
        counters.traffic.packetsOut += child.traffic.packetsOut;
        counters.traffic.bytesIn += child.traffic.bytesIn;
        counters.traffic.bytesOut += child.traffic.bytesOut;
    }
    const bool isSendingOnly = counters.traffic.packetsOut >= kTellingPackets && counters.traffic.packetsIn == 0;
    const bool isReceivingOnly = counters.traffic.packetsIn >= kTellingPackets && counters.traffic.packetsOut == 0;
    if (!isSendingOnly && !isReceivingOnly)
        return std::nullopt;
    Diagnosis diagnosis;
    diagnosis.code = DiagnosisCode::NoTraffic;
    diagnosis.certainty = Certainty::Certain;
    diagnosis.side = isSendingOnly ? Side::Theirs : Side::Ours;
    diagnosis.phase = api::Phase::Data;
    diagnosis.values = {QString::number(counters.traffic.packetsOut), QString::number(counters.traffic.packetsIn)};
    if (const Record *up = evidence.lastUp())
        diagnosis.sightings << seen(*up);
    diagnosis.sightings << Sighting{evidence.facts().now, counters};
    if (isSendingOnly) {
        diagnosis.certainty = Certainty::Likely; // the path may as well lose all of it
        const bool isBare =
            std::ranges::none_of(evidence.facts().status.childSas, &api::ChildSaStatus::udpEncapsulated);
        QList<Fix> fixes{advice(FixKind::CheckTraffic, FixAction::TrafficCheck)};
        if (isBare)
            fixes << openField(FixKind::ForceEncapsulation, Field::EnableNatTraversal, QStringLiteral("forced"));
        fixes << advice(FixKind::TellPeerFirewall, FixAction::PeerReport)
              << advice(FixKind::TellPeerInstall, FixAction::PeerReport);
        setFixes(diagnosis, fixes);
    } else {
        setFixes(diagnosis,
                 {advice(FixKind::CheckTraffic, FixAction::TrafficCheck),
                  openField(FixKind::UseTheirSubnets, Field::LocalSubnet)});
    }
    return diagnosis;
}

} // namespace tw::models
