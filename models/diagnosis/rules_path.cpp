#include "models/diagnosis/rules.h"

namespace tw::models {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;

namespace {

// What IPv6 carries unfragmented everywhere (RFC 8200, 5): above it a message may have needed fragments.
constexpr qint64 kUsualMtu = 1280;
// A first repetition may be one lost packet.
constexpr qint64 kTellingRetransmits = 2;
// A peer that has our answer goes on within a round trip; it would have asked again by then.
constexpr std::chrono::seconds kPatience{8};
// What strangers do, and what was never finished, means nothing any more after that.
constexpr std::chrono::minutes kFresh{10};

// "198.51.100.2[500]", as Endpoint::toString() writes it.
QString hostOf(const QString &endpoint) { return endpoint.section(QLatin1Char('['), 0, 0); }

bool isLocalFailure(FailureCode failure)
{
    return failure == FailureCode::NameNotResolved || failure == FailureCode::RouteMissing
        || failure == FailureCode::AddressNotLocal || failure == FailureCode::PortTaken
        || failure == FailureCode::LocalPermission || failure == FailureCode::DeviceFailed;
}

QList<Fix> fixesForPath(FailureCode failure, const Evidence &evidence)
{
    switch (failure) {
    case FailureCode::NameNotResolved:
        return {{FixKind::CheckName, FixAction::OpenGateway, Field::IpAddress, evidence.facts().peerAddress},
                advice(FixKind::TryAgain, FixAction::Renegotiate)};
    case FailureCode::RouteMissing:
        return {advice(FixKind::CheckPath, FixAction::PathCheck),
                {FixKind::CheckName, FixAction::OpenGateway, Field::IpAddress, evidence.facts().peerAddress}};
    case FailureCode::AddressNotLocal:
        return {{FixKind::ChooseLocalAddress, FixAction::OpenLocalGateway, Field::LocalAddress, QString()}};
    case FailureCode::PortTaken:
        return {advice(FixKind::StopOtherProgram), advice(FixKind::TryAgain, FixAction::Renegotiate)};
    case FailureCode::LocalPermission: return {advice(FixKind::GrantPrivileges)};
    case FailureCode::DeviceFailed: return {advice(FixKind::GrantPrivileges), advice(FixKind::ReadLog)};
    default: return {};
    }
}

// What is asked again and gets no answer: of the newest negotiation, and nothing came since it was first sent.
struct Silence
{
    const Record *sent = nullptr;
    const Record *newest = nullptr; // the newest repetition, or that it was given up
    qint64 size = 0;
    bool isGivenUp = false;
};

std::optional<Silence> silentExchange(const Evidence &evidence)
{
    const Record *again = evidence.last([](const Record &one) {
        return (is(one, EventCode::Retransmitted) && one.event.level != api::Level::Debug)
            || is(one, EventCode::RetransmitsExhausted);
    });
    if (!again || evidence.isSettled(*again))
        return std::nullopt;
    Silence silence;
    silence.newest = again;
    silence.isGivenUp = is(*again, EventCode::RetransmitsExhausted);
    silence.size = number(*again, DetailKey::Size).value_or(0);
    silence.sent = evidence.last(
        [&](const Record &one) {
            return is(one, EventCode::MessageSent) && one.event.exchange == again->event.exchange
                && one.event.messageId == again->event.messageId;
        },
        again);
    const Record *heard = evidence.last([&](const Record &one) {
        return is(one, EventCode::MessageReceived) && silence.sent && one.sequence > silence.sent->sequence;
    });
    const bool isEnough = silence.isGivenUp || number(*again, DetailKey::Count).value_or(0) >= kTellingRetransmits;
    return silence.sent && !heard && isEnough ? std::optional(silence) : std::nullopt;
}

Diagnosis unanswered(const Silence &silence, const Evidence &evidence)
{
    const Record &sent = *silence.sent;
    const Record *begin = evidence.last(EventCode::NegotiationTriggered, &sent);
    const Record *heard = evidence.last(
        [&](const Record &one) {
            return is(one, EventCode::MessageReceived) && (!begin || one.sequence > begin->sequence);
        },
        &sent);
    const Certainty certainty = silence.isGivenUp ? Certainty::Certain : Certainty::Likely;
    const bool isPhase2 = sent.event.phase == api::Phase::Phase2;
    const auto make = [&](DiagnosisCode code, Certainty how) {
        Diagnosis diagnosis = found(code, how, Side::Path, sent, evidence);
        diagnosis.role = Role::Initiator;
        diagnosis.sightings = heard ? QList<Sighting>{seen(*heard), seen(sent), seen(*silence.newest)}
                                    : QList<Sighting>{seen(sent), seen(*silence.newest)};
        diagnosis.values = {evidence.facts().peerAddress, QString::number(silence.size)};
        return diagnosis;
    };
    if (!heard && !isPhase2) {
        Diagnosis diagnosis = make(DiagnosisCode::NoResponse, certainty);
        setFixes(diagnosis,
                 {advice(FixKind::CheckPath, FixAction::PathCheck),
                  {FixKind::CheckName, FixAction::OpenGateway, Field::IpAddress, evidence.facts().peerAddress},
                  advice(FixKind::TellPeerPorts, FixAction::PeerReport)});
        return diagnosis;
    }
    if (silence.size > kUsualMtu) {
        Diagnosis diagnosis = make(DiagnosisCode::FragmentsLost, Certainty::Likely);
        setFixes(diagnosis,
                 {advice(FixKind::TellPeerFragmentation, FixAction::PeerReport),
                  advice(FixKind::CheckPath, FixAction::PathCheck)});
        return diagnosis;
    }
    const Record *moved = evidence.last(EventCode::NatPortChanged, &sent);
    if (!isPhase2 && moved && heard && moved->sequence > heard->sequence) {
        Diagnosis diagnosis = make(DiagnosisCode::NatPathBlocked, Certainty::Likely);
        diagnosis.sightings.insert(1, seen(*moved));
        setFixes(diagnosis,
                 {advice(FixKind::CheckPath, FixAction::PathCheck),
                  advice(FixKind::TellPeerPorts, FixAction::PeerReport), openField(FixKind::RetypeKey, Field::Psk)});
        // Of IKEv1, silence at this point is also what a peer does that cannot read our proof.
        if (!evidence.isV1())
            diagnosis.fixes.removeLast();
        return diagnosis;
    }
    Diagnosis diagnosis =
        make(isPhase2 ? DiagnosisCode::Phase2NegotiationTimeout : DiagnosisCode::Phase1NegotiationTimeout, certainty);
    setFixes(diagnosis,
             {advice(FixKind::CheckPath, FixAction::PathCheck), advice(FixKind::AskPeerLog, FixAction::PeerReport),
              advice(FixKind::TryAgain, FixAction::Renegotiate)});
    return diagnosis;
}

// As responder: we answered the first exchange, and the peer never came with the next one.
Verdict neverCameBack(const Evidence &evidence)
{
    const Record *answered = evidence.last([](const Record &one) {
        return is(one, EventCode::ProposalChosen) && one.event.phase == api::Phase::Phase1
            && one.event.direction == api::Direction::Out;
    });
    if (!answered || evidence.isSettled(*answered) || evidence.facts().now < answered->at + kPatience
        || evidence.facts().now > answered->at + kFresh)
        return std::nullopt;
    const Record *newer = evidence.last([&](const Record &one) {
        if (one.sequence <= answered->sequence)
            return false;
        const bool isProof = is(one, EventCode::MessageReceived)
            && (one.event.exchange == api::Exchange::IkeAuth || one.event.exchange == api::Exchange::QuickMode);
        return isProof || is(one, EventCode::IkeSaEstablished) || is(one, EventCode::AuthenticationFailed)
            || is(one, EventCode::ProposalRefused) || is(one, EventCode::AuthenticationRefused);
    });
    if (newer)
        return std::nullopt;
    Diagnosis diagnosis = found(DiagnosisCode::NatPathBlocked, Certainty::Likely, Side::Path, *answered, evidence);
    diagnosis.role = Role::Responder;
    if (const Record *repeated = evidence.last(EventCode::DuplicateAnswered);
        repeated && repeated->sequence > answered->sequence) {
        // It asks the same again: what does not arrive is our answer.
        diagnosis.code = DiagnosisCode::Phase1NegotiationTimeout;
        diagnosis.sightings << seen(*repeated);
    }
    diagnosis.values = {evidence.facts().peerAddress, QString()};
    setFixes(diagnosis,
             {advice(FixKind::CheckPath, FixAction::PathCheck), advice(FixKind::TellPeerPorts, FixAction::PeerReport),
              advice(FixKind::TellPeerFragmentation, FixAction::PeerReport)});
    return diagnosis;
}

// A NAT is there and the peer will not put ESP in UDP.
Verdict natNotTraversed(const Evidence &evidence)
{
    const Record *ignored = evidence.last(EventCode::NatIgnored);
    const Record *detected = evidence.last([](const Record &one) {
        return is(one, EventCode::NatDetected)
            && (detail(one, DetailKey::NatLocal) == "yes" || detail(one, DetailKey::NatRemote) == "yes");
    });
    const QString local = evidence.facts().ourLocalAddress;
    const bool isBehindNat = !local.isEmpty() && local != evidence.facts().ourAddress;
    if (!ignored || !(isBehindNat || detected) || evidence.isSettled(*ignored))
        return std::nullopt;
    Diagnosis diagnosis = found(DiagnosisCode::NatTMismatch, Certainty::Likely, Side::Theirs, *ignored, evidence);
    diagnosis.comparison = {{Field::EnableNatTraversal, evidence.draft().natTraversal, QStringLiteral("off"),
                             ComparedField::State::Differs}};
    setFixes(diagnosis,
             {openField(FixKind::ForceEncapsulation, Field::EnableNatTraversal, QStringLiteral("forced")),
              advice(FixKind::TellPeerNatTraversal, FixAction::PeerReport)});
    return diagnosis;
}

} // namespace

Verdict noPath(const Evidence &evidence)
{
    const Record *record = evidence.last([&](const Record &one) {
        return is(one, EventCode::PathFailed) && isLocalFailure(failureOf(one)) && !evidence.isSettled(one);
    });
    // A later attempt that got as far as a message has found its path.
    if (record && evidence.isAfter(EventCode::MessageSent, *record))
        record = nullptr;
    const Record *ofEngine = nullptr; // the newest
    for (const Record &one : evidence.engineRecords()) {
        const bool isOurs = (is(one, EventCode::SocketFailed) || is(one, EventCode::DeviceFailed))
            && isLocalFailure(failureOf(one)) && failureOf(one) == evidence.facts().status.lastFailure;
        if (isOurs)
            ofEngine = &one;
    }
    if (!record)
        record = ofEngine;
    if (!record)
        return std::nullopt;
    Diagnosis diagnosis = found(diagnosisOf(failureOf(*record)), Certainty::Certain, Side::Ours, *record, evidence);
    if (failureOf(*record) == FailureCode::RouteMissing)
        diagnosis.side = Side::Path;
    diagnosis.role = Role::Initiator;
    diagnosis.values = {evidence.facts().peerAddress, detailText(*record, DetailKey::SystemError)};
    setFixes(diagnosis, fixesForPath(failureOf(*record), evidence));
    return diagnosis;
}

Verdict otherAddress(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const Record *record = evidence.last([&](const Record &one) {
        return is(one, EventCode::AttemptFailed) && failureOf(one) == FailureCode::PeerMismatch
            && !evidence.isSettled(one);
    });
    const Record *stranger = nullptr;
    if (record) {
        stranger = evidence.last(EventCode::MessageDropped, record);
    } else if (!evidence.lastUp()) {
        // Somebody negotiates with us, and no connection has a peer there. Of those who ask for nothing of ours there are
        // many on the open network: only while nobody else has come.
        const Record *heard = evidence.last(EventCode::MessageReceived);
        for (const Record &one : evidence.engineRecords()) {
            const bool isFirstMessage = is(one, EventCode::MessageUnmatched) && one.event.level == api::Level::Warning
                && one.event.exchange != api::Exchange::None && one.event.exchange != api::Exchange::Informational;
            if (isFirstMessage && !heard && evidence.facts().now <= one.at + kFresh
                && hostOf(detailText(one, DetailKey::RemoteEndpoint)) != evidence.facts().peerAddress)
                stranger = &one;
        }
    }
    if (!record && !stranger)
        return std::nullopt;
    const Record &shown = stranger ? *stranger : *record;
    Diagnosis diagnosis = found(DiagnosisCode::PeerMismatch, record ? Certainty::Certain : Certainty::Likely,
                                Side::Unknown, shown, evidence);
    diagnosis.role = record ? Role::Initiator : Role::Responder;
    const QString address = stranger ? hostOf(detailText(*stranger, DetailKey::RemoteEndpoint)) : QString();
    diagnosis.values = {address, evidence.facts().peerAddress};
    diagnosis.comparison = {{Field::IpAddress, evidence.facts().peerAddress, address,
                             address.isEmpty() ? ComparedField::State::Unknown : ComparedField::State::Differs}};
    setFixes(diagnosis,
             {{FixKind::UseTheirAddress, FixAction::OpenGateway, Field::IpAddress, address},
              advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

Verdict silence(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    if (Verdict nat = natNotTraversed(evidence); nat && evidence.facts().status.lastFailure != FailureCode::None)
        return nat;
    if (const auto exchange = silentExchange(evidence))
        return unanswered(*exchange, evidence);
    return neverCameBack(evidence);
}

} // namespace tw::models
