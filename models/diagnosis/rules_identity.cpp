#include "models/diagnosis/rules.h"

#include "engine/base/ip_address.h"

namespace tw::models {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;

namespace {

using State = ComparedField::State;

QString localId(const Evidence &evidence) { return evidence.facts().localId(); }
QString remoteId(const Evidence &evidence) { return evidence.facts().remoteId(); }
bool usesKey(const Evidence &evidence) { return evidence.draft().authMethod != QLatin1String("certificate"); }

Diagnosis wrongKey(const Record &record, Certainty certainty, const Evidence &evidence)
{
    Diagnosis diagnosis = found(DiagnosisCode::PskMismatch, certainty, Side::Unknown, record, evidence);
    diagnosis.comparison = {{Field::Psk, {}, {}, certainty == Certainty::Certain ? State::Differs : State::MostLikely}};
    setFixes(diagnosis,
             {openField(FixKind::RetypeKey, Field::Psk), advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

// The peer's own name, or the one that it has for us, which only IKEv2 lets it say.
Diagnosis wrongName(const Record &record, const Evidence &evidence)
{
    const QString received = detailText(record, DetailKey::ReceivedId);
    const QString requested = detailText(record, DetailKey::RequestedId);
    const QString expected = remoteId(evidence);
    Diagnosis diagnosis = found(DiagnosisCode::PeerIdMismatch, Certainty::Certain, Side::Unknown, record, evidence);
    const bool isOurs = received == expected && !requested.isEmpty() && requested != localId(evidence);
    if (isOurs) {
        diagnosis.values = {requested, localId(evidence)};
        diagnosis.comparison = {{Field::LocalId, localId(evidence), requested, State::Differs},
                                {Field::RemoteId, expected, received, State::Equal}};
        setFixes(diagnosis,
                 {openField(FixKind::AcceptReceivedId, Field::LocalId, requested),
                  advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
        return diagnosis;
    }
    diagnosis.values = {received, expected};
    diagnosis.comparison = {
        {Field::RemoteId, expected, received, received.isEmpty() ? State::Unknown : State::Differs}};
    setFixes(diagnosis,
             {openField(FixKind::AcceptReceivedId, Field::RemoteId, received),
              advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

// It is about our name, or the mode, where the other side looks at that together with the name.
Diagnosis nameRefused(const Record &record, bool isModeInDoubt, const Evidence &evidence)
{
    Diagnosis diagnosis = found(DiagnosisCode::PeerIdMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.comparison = {{Field::LocalId, localId(evidence), {}, State::MostLikely},
                            {Field::RemoteId, remoteId(evidence), {}, State::Unknown}};
    QList<Fix> fixes{openField(FixKind::UseOtherLocalId, Field::LocalId)};
    if (isModeInDoubt) {
        diagnosis.comparison << ComparedField{Field::IkeMode, evidence.draft().ikeMode, {}, State::Unknown};
        fixes << openField(FixKind::TryOtherMode, Field::IkeMode, QStringLiteral("aggressive"));
    }
    fixes << advice(FixKind::TellPeerIdentity, FixAction::PeerReport);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

Diagnosis modeRefused(const Record &record, const Evidence &evidence)
{
    Diagnosis diagnosis =
        found(DiagnosisCode::NegotiationModeMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.comparison = {{Field::IkeMode, QStringLiteral("aggressive"), {}, State::MostLikely},
                            {Field::LocalId, localId(evidence), {}, State::Unknown}};
    setFixes(diagnosis,
             {openField(FixKind::SwitchMode, Field::IkeMode, QStringLiteral("main")),
              openField(FixKind::UseOtherLocalId, Field::LocalId),
              advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

// A gateway behind a NAT that calls itself by its inner address, where the other side knows the outer one.
bool hasPrivateId(const Evidence &evidence)
{
    const auto address = IpAddress::parse(localId(evidence).toStdString());
    return address && address->isPrivate();
}

Diagnosis keyOrName(const Record &record, const Evidence &evidence)
{
    Diagnosis diagnosis =
        found(DiagnosisCode::AuthenticationRefused, Certainty::Certain, Side::Unknown, record, evidence);
    diagnosis.values = {localId(evidence), remoteId(evidence)};
    const bool isPrivate = hasPrivateId(evidence);
    const Field proof = usesKey(evidence) ? Field::Psk : Field::LocalCertificate;
    const QString certificate = detailText(record, DetailKey::Certificate);
    diagnosis.comparison = {
        {proof, certificate, {}, isPrivate ? State::Unknown : State::MostLikely},
        {Field::LocalId, localId(evidence), {}, isPrivate ? State::MostLikely : State::Unknown},
        {Field::RemoteId, remoteId(evidence), {}, State::Unknown},
    };
    const Fix first = usesKey(evidence) ? openField(FixKind::RetypeKey, Field::Psk)
                                        : advice(FixKind::RenewCertificate, FixAction::OpenCertificates);
    const Fix second = openField(FixKind::UseOtherLocalId, Field::LocalId);
    setFixes(diagnosis,
             {isPrivate ? second : first, isPrivate ? first : second,
              advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

// Whether the attempt that `refusal` ended got an answer in aggressive mode.
bool hasAggressiveAnswer(const Record &refusal, const Evidence &evidence)
{
    const Record *begin = evidence.beginOf(refusal);
    const Record *answer = evidence.last(
        [](const Record &one) {
            return is(one, EventCode::MessageReceived) && one.event.exchange == api::Exchange::AggressiveMode;
        },
        &refusal);
    return answer && (!begin || answer->sequence > begin->sequence);
}

Diagnosis refusedByPeer(const Record &record, const Evidence &evidence)
{
    if (!evidence.isV1())
        return keyOrName(record, evidence);
    // A peer that asked has the mode that it asked in; and one notify is about names only (RFC 2408, 3.14.1).
    if (evidence.roleAt(record) == Role::Responder || detail(record, DetailKey::Notify) == "INVALID_ID_INFORMATION")
        return nameRefused(record, false, evidence);
    if (evidence.draft().ikeMode != QLatin1String("aggressive"))
        return nameRefused(record, true, evidence);
    return hasAggressiveAnswer(record, evidence) ? nameRefused(record, false, evidence) : modeRefused(record, evidence);
}

Diagnosis certificateProblem(const Record &record, const Evidence &evidence)
{
    const bool isOwn = is(record, EventCode::OwnCertificateProblem);
    const FailureCode failure = failureOf(record);
    Diagnosis diagnosis = found(failure == FailureCode::None ? DiagnosisCode::CertificateProblem : diagnosisOf(failure),
                                Certainty::Certain, isOwn ? Side::Ours : Side::Theirs, record, evidence);
    diagnosis.values = {detailText(record, DetailKey::Certificate), detailText(record, DetailKey::CertificateFault),
                        detailText(record, DetailKey::CertificateField),
                        detailText(record, DetailKey::CertificateValue)};
    const QString what = detailText(record, DetailKey::CertificateValue);
    if (detail(record, DetailKey::CertificateFault) == "WrongName") {
        const QString received = detailText(record, DetailKey::ReceivedId);
        diagnosis.comparison = {{Field::RemoteId, remoteId(evidence), received, State::Differs}};
    } else {
        diagnosis.comparison = {{isOwn ? Field::LocalCertificate : Field::RemoteCa, isOwn ? what : QString(),
                                 isOwn ? QString() : what, State::Differs}};
    }
    const Fix renew = advice(FixKind::RenewCertificate, isOwn ? FixAction::OpenCertificates : FixAction::PeerReport);
    const Fix choose = openField(isOwn ? FixKind::UseCertificates : FixKind::ChooseAuthority,
                                 isOwn ? Field::LocalCertificate : Field::RemoteCa);
    // A certificate that is sound but for who stands behind it is not theirs to renew.
    const bool isStranger = !isOwn && detail(record, DetailKey::CertificateFault) == "UnknownIssuer";
    setFixes(diagnosis, isStranger ? QList<Fix>{choose, renew} : QList<Fix>{renew, choose});
    return diagnosis;
}

Diagnosis otherMethod(const Record &record, const Evidence &evidence)
{
    Diagnosis diagnosis =
        found(DiagnosisCode::AuthenticationMethodMismatch, Certainty::Certain, Side::Unknown, record, evidence);
    const QString theirs = usesKey(evidence) ? QStringLiteral("certificate") : QStringLiteral("psk");
    diagnosis.comparison = {{Field::AuthMethod, evidence.draft().authMethod, theirs, State::Differs}};
    setFixes(
        diagnosis,
        {openField(usesKey(evidence) ? FixKind::UseCertificates : FixKind::UsePresharedKey, Field::AuthMethod, theirs),
         advice(FixKind::TellPeerIdentity, FixAction::PeerReport)});
    return diagnosis;
}

bool isAuthentication(FailureCode failure)
{
    return failure == FailureCode::PskMismatch || failure == FailureCode::PeerIdMismatch
        || failure == FailureCode::AuthenticationRefused || failure == FailureCode::CertificateProblem
        || failure == FailureCode::AuthenticationMethodMismatch;
}

} // namespace

Verdict notAuthenticated(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const auto isTelling = [&](const Record &one) {
        return is(one, EventCode::AuthenticationFailed) || is(one, EventCode::PeerCertificateProblem)
            || (is(one, EventCode::OwnCertificateProblem) && failureOf(one) != FailureCode::None)
            || (is(one, EventCode::AuthenticationRefused) && isIn(one))
            || (is(one, EventCode::NotifyReceived) && detail(one, DetailKey::Notify) == "AUTHENTICATION_FAILED");
    };
    const Record *record = evidence.last([&](const Record &one) { return isTelling(one) && !evidence.isSettled(one); });
    if (!record)
        record = evidence.last([&](const Record &one) {
            return is(one, EventCode::AttemptFailed) && isAuthentication(failureOf(one)) && !evidence.isSettled(one);
        });
    if (!record)
        return std::nullopt;
    // What the other side only refuses, we may have seen as responder.
    if (is(*record, EventCode::AuthenticationRefused)) {
        const Record *certain = evidence.last(
            [&](const Record &one) { return is(one, EventCode::AuthenticationFailed) && !evidence.isSettled(one); });
        if (certain)
            record = certain;
    }
    if (is(*record, EventCode::PeerCertificateProblem) || is(*record, EventCode::OwnCertificateProblem)) {
        return failureOf(*record) == FailureCode::AuthenticationMethodMismatch ? otherMethod(*record, evidence)
                                                                               : certificateProblem(*record, evidence);
    }
    switch (failureOf(*record)) {
    case FailureCode::PskMismatch:
        // A message that does not decrypt is the key's doing; one that came damaged would look the same.
        return wrongKey(*record, is(*record, EventCode::AuthenticationFailed) ? Certainty::Certain : Certainty::Likely,
                        evidence);
    case FailureCode::PeerIdMismatch: return wrongName(*record, evidence);
    case FailureCode::AuthenticationMethodMismatch: return otherMethod(*record, evidence);
    case FailureCode::CertificateProblem: return certificateProblem(*record, evidence);
    default: break;
    }
    // What we saw ourselves of the certificate that we showed: hardly anything else is what they refused.
    const Record *begin = evidence.beginOf(*record);
    const Record *own = evidence.last(
        [&](const Record &one) {
            return is(one, EventCode::OwnCertificateProblem) && (!begin || one.sequence > begin->sequence);
        },
        record);
    if (!own)
        return refusedByPeer(*record, evidence);
    Diagnosis diagnosis = certificateProblem(*own, evidence);
    diagnosis.certainty = Certainty::Likely;
    diagnosis.sightings << seen(*record);
    return diagnosis;
}

Verdict wrongVersionOrMode(const Evidence &evidence)
{
    if (evidence.isEstablished())
        return std::nullopt;
    const Record *record = evidence.last([&](const Record &one) {
        const FailureCode failure = failureOf(one);
        return (failure == FailureCode::IkeVersionMismatch || failure == FailureCode::NegotiationModeMismatch)
            && !evidence.isSettled(one);
    });
    if (!record)
        return std::nullopt;
    const bool isVersion = failureOf(*record) == FailureCode::IkeVersionMismatch;
    Diagnosis diagnosis = found(diagnosisOf(failureOf(*record)), Certainty::Certain, Side::Unknown, *record, evidence);
    diagnosis.role = is(*record, EventCode::MessageUnmatched) ? Role::Responder : Role::Initiator;
    const Field field = isVersion ? Field::IkeVersion : Field::IkeMode;
    const QString ours = draftText(evidence.draft(), field);
    const QString theirs = isVersion    ? otherVersion(evidence)
        : ours == QLatin1String("main") ? QStringLiteral("aggressive")
                                        : QStringLiteral("main");
    diagnosis.values = {theirs, ours};
    diagnosis.comparison = {{field, ours, theirs, State::Differs}};
    setFixes(diagnosis,
             {openField(isVersion ? FixKind::SwitchVersion : FixKind::SwitchMode, field, theirs),
              advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport)});
    return diagnosis;
}

} // namespace tw::models
