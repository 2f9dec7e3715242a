#include "models/diagnosis/rules.h"
#include "models/diagnosis/suite_words.h"

#include <algorithm>

namespace tw::models {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;

namespace {

using State = ComparedField::State;

bool isProposalFailure(FailureCode failure)
{
    switch (failure) {
    case FailureCode::ProposalMismatch:
    case FailureCode::EncryptionAlgorithmMismatch:
    case FailureCode::AuthenticationAlgorithmMismatch:
    case FailureCode::DhGroupMismatch:
    case FailureCode::AlgorithmMismatch:
    case FailureCode::PfsMismatch:
    case FailureCode::SecurityProtocolMismatch:
    case FailureCode::EncapsulationModeMismatch: return true;
    default: return false;
    }
}

SuitePhase suitePhase(const Record &record, const Evidence &evidence)
{
    if (record.event.phase == api::Phase::Phase1)
        return SuitePhase::Ike;
    const bool isFirstChild = !evidence.isV1() && record.event.exchange == api::Exchange::IkeAuth;
    return isFirstChild ? SuitePhase::EspWithoutGroup : SuitePhase::Esp;
}

// The field that differs gets the other side's value; of several, each its own.
QList<Fix> theirValues(const QList<ComparedField> &rows)
{
    QList<Fix> fixes;
    for (const ComparedField &row : rows) {
        const QString value = row.theirs.section(QStringLiteral(", "), 0, 0);
        if (row.state == State::Differs && !value.isEmpty())
            fixes << openField(FixKind::UseTheirValue, row.field, value);
    }
    return fixes;
}

// As responder both sides are in the record.
Diagnosis weRefused(const Record &record, const Evidence &evidence)
{
    const SuitePhase phase = suitePhase(record, evidence);
    Diagnosis diagnosis = found(diagnosisOf(failureOf(record)), Certainty::Certain, Side::Unknown, record, evidence);
    diagnosis.role = Role::Responder;
    diagnosis.values = {detailText(record, DetailKey::Offered), detailText(record, DetailKey::Configured)};
    switch (diagnosis.code) {
    case DiagnosisCode::SecurityProtocolMismatch:
        diagnosis.side = Side::Theirs;
        setFixes(diagnosis, {advice(FixKind::TellPeerEspOnly, FixAction::PeerReport)});
        return diagnosis;
    case DiagnosisCode::EncapsulationModeMismatch:
        diagnosis.side = Side::Theirs;
        setFixes(diagnosis, {advice(FixKind::TellPeerTunnelMode, FixAction::PeerReport)});
        return diagnosis;
    default: break;
    }
    diagnosis.comparison = compareSuites(evidence.draft(), phase, readSuites(detail(record, DetailKey::Offered)));
    QList<Fix> fixes = theirValues(diagnosis.comparison);
    fixes << advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

// What the newest probe brought to light, unless the peer has taken what it is offered since then, and now refuses again.
const Record *probeOf(const Record &record, const Evidence &evidence, EventCode code)
{
    const Record *probe =
        evidence.last([&](const Record &one) { return is(one, code) && one.event.phase == record.event.phase; });
    const Record *begun = evidence.last(EventCode::SuiteProbeStarted);
    if (!probe || !begun || probe->sequence < begun->sequence)
        return nullptr;
    const Record *up = evidence.last(EventCode::ChildSaEstablished, &record);
    return up && up->sequence > probe->sequence ? nullptr : probe;
}

Diagnosis fromProbe(Diagnosis diagnosis, const Record &probe, const Evidence &evidence)
{
    const bool isPhase1 = probe.event.phase == api::Phase::Phase1;
    const QList<SuiteWords> taken = readSuites(detail(probe, DetailKey::Chosen));
    // A child of IKE_AUTH has no group, and says nothing of it.
    const bool hasGroup = isPhase1 || (!taken.isEmpty() && !taken.first().groups.isEmpty()) || evidence.isV1();
    const SuitePhase phase = isPhase1 ? SuitePhase::Ike : hasGroup ? SuitePhase::Esp : SuitePhase::EspWithoutGroup;
    diagnosis.comparison = compareSuites(evidence.draft(), phase, taken);
    const DiagnosisCode code = codeOfRows(diagnosis.comparison, phase);
    diagnosis.sightings << seen(probe);
    if (code == DiagnosisCode::ProposalMismatch) { // it takes ours now
        setFixes(diagnosis, {advice(FixKind::TryAgain, FixAction::Renegotiate), advice(FixKind::ReadLog)});
        return diagnosis;
    }
    diagnosis.values.clear();
    diagnosis.code = code;
    diagnosis.certainty = code == DiagnosisCode::AlgorithmMismatch ? Certainty::Likely : Certainty::Certain;
    QList<Fix> fixes = theirValues(diagnosis.comparison);
    fixes << advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

// Not even the wide list was taken: it is not about algorithms.
Diagnosis nothingTaken(Diagnosis diagnosis, const Record &probe, const Evidence &evidence)
{
    diagnosis.certainty = Certainty::Likely;
    diagnosis.values.clear();
    diagnosis.sightings << seen(probe);
    if (probe.event.phase == api::Phase::Phase1) {
        diagnosis.code = DiagnosisCode::IkeVersionMismatch;
        diagnosis.comparison = {{Field::IkeVersion, evidence.draft().ikeVersion, {}, State::MostLikely}};
        setFixes(diagnosis,
                 {openField(FixKind::TryOtherVersion, Field::IkeVersion, otherVersion(evidence)),
                  advice(FixKind::AskPeerLog, FixAction::PeerReport)});
    } else {
        diagnosis.code = DiagnosisCode::PeerInstallFailed;
        diagnosis.side = Side::Theirs;
        setFixes(diagnosis,
                 {advice(FixKind::TellPeerInstall, FixAction::PeerReport),
                  advice(FixKind::AskPeerLog, FixAction::PeerReport)});
    }
    return diagnosis;
}

// As initiator the group is all that a peer may name.
const Record *wantedGroup(const Record &record, const Evidence &evidence)
{
    const Record *wanted = evidence.last([&](const Record &one) {
        return is(one, EventCode::InvalidKeyExchange) && isIn(one) && one.event.phase == record.event.phase;
    });
    const Record *begin = evidence.beginOf(record);
    return wanted && (!begin || wanted->sequence > begin->sequence) ? wanted : nullptr;
}

Diagnosis wrongGroup(const Record &record, const Record &wanted, const Evidence &evidence)
{
    const bool isPhase1 = record.event.phase == api::Phase::Phase1;
    const Field field = isPhase1 ? Field::IkePfs : Field::IpsecPfs;
    const QString theirs = groupWord(detail(wanted, DetailKey::Group));
    Diagnosis diagnosis = found(isPhase1 ? DiagnosisCode::DhGroupMismatch : DiagnosisCode::PfsMismatch,
                                Certainty::Certain, Side::Unknown, record, evidence);
    diagnosis.role = Role::Initiator;
    diagnosis.sightings = {seen(wanted), seen(record)};
    diagnosis.comparison = {{field, draftText(evidence.draft(), field),
                             theirs.isEmpty() ? detailText(wanted, DetailKey::Group) : theirs, State::Differs}};
    setFixes(
        diagnosis,
        {openField(FixKind::UseTheirValue, field, theirs), advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport)});
    return diagnosis;
}

// A peer of IKEv1 that wants another group does not say which.
Diagnosis groupNotTaken(const Record &record, const Evidence &evidence)
{
    Diagnosis diagnosis = found(DiagnosisCode::DhGroupMismatch, Certainty::Likely, Side::Unknown, record, evidence);
    diagnosis.role = Role::Initiator;
    diagnosis.comparison = {{Field::IkePfs, draftText(evidence.draft(), Field::IkePfs), {}, State::MostLikely}};
    setFixes(
        diagnosis,
        {advice(FixKind::ProbePhase1, FixAction::Probe), advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport)});
    return diagnosis;
}

Diagnosis pfsAsInitiator(const Record &record, const Evidence &evidence)
{
    if (const Record *wanted = wantedGroup(record, evidence))
        return wrongGroup(record, *wanted, evidence);
    Diagnosis diagnosis = found(DiagnosisCode::PfsMismatch, Certainty::Certain, Side::Unknown, record, evidence);
    diagnosis.role = Role::Initiator;
    const QString ours = evidence.draft().ipsecPfs;
    diagnosis.comparison = {{Field::IpsecPfs, ours, {}, State::MostLikely}};
    diagnosis.values = {ours};
    QList<Fix> fixes{advice(FixKind::ProbePhase2, FixAction::Probe)};
    if (ours != QLatin1String("disabled"))
        fixes << openField(FixKind::DisablePfs, Field::IpsecPfs, QStringLiteral("disabled"));
    fixes << advice(FixKind::TellPeerAlgorithms, FixAction::PeerReport);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

Diagnosis theyRefused(const Record &record, const Evidence &evidence)
{
    const bool isPhase1 = record.event.phase == api::Phase::Phase1;
    if (!probeOf(record, evidence, EventCode::SuiteProbeAnswered)) {
        if (failureOf(record) == FailureCode::PfsMismatch)
            return pfsAsInitiator(record, evidence);
        if (failureOf(record) == FailureCode::DhGroupMismatch)
            return groupNotTaken(record, evidence);
    }
    Diagnosis diagnosis = found(DiagnosisCode::ProposalMismatch, Certainty::Certain, Side::Unknown, record, evidence);
    diagnosis.role = Role::Initiator;
    diagnosis.values = {detailText(record, DetailKey::Offered)};
    if (const Record *answered = probeOf(record, evidence, EventCode::SuiteProbeAnswered))
        return fromProbe(std::move(diagnosis), *answered, evidence);
    if (const Record *ended = probeOf(record, evidence, EventCode::SuiteProbeEnded);
        ended && detail(*ended, DetailKey::Reason) == "refused")
        return nothingTaken(std::move(diagnosis), *ended, evidence);
    diagnosis.comparison = unknownSuites(evidence.draft(), suitePhase(record, evidence));
    if (isPhase1)
        diagnosis.comparison << ComparedField{Field::IkeVersion, evidence.draft().ikeVersion, {}, State::Unknown};
    QList<Fix> fixes{advice(isPhase1 ? FixKind::ProbePhase1 : FixKind::ProbePhase2, FixAction::Probe),
                     advice(FixKind::CompareProposals, FixAction::PeerReport)};
    if (isPhase1)
        fixes << openField(FixKind::TryOtherVersion, Field::IkeVersion, otherVersion(evidence));
    else
        fixes << advice(FixKind::TellPeerInstall, FixAction::PeerReport);
    setFixes(diagnosis, fixes);
    return diagnosis;
}

// The rekey that was refused counts until one with a group of its own succeeds: the tunnel carries on meanwhile.
const Record *refusedRekey(const Evidence &evidence)
{
    const Record *refused = evidence.last([](const Record &record) {
        const bool isRefusal = is(record, EventCode::NoProposalChosen) || is(record, EventCode::ProposalRefused);
        return isRefusal && record.event.exchange == api::Exchange::CreateChildSa
            && failureOf(record) == FailureCode::PfsMismatch;
    });
    if (!refused)
        return nullptr;
    const Record *renewed = evidence.last([&](const Record &record) {
        if (!is(record, EventCode::ChildSaEstablished) || record.sequence < refused->sequence)
            return false;
        const QList<SuiteWords> chosen = readSuites(detail(record, DetailKey::Chosen));
        return !chosen.isEmpty() && !chosen.first().groups.isEmpty();
    });
    return renewed ? nullptr : refused;
}

} // namespace

Verdict proposalRefused(const Evidence &evidence)
{
    const auto isOpen = [&](const Record &record) {
        // While the tunnel stands, what strangers and second attempts are refused does not matter.
        return !evidence.isSettled(record) && !(evidence.isEstablished() && record.event.phase == api::Phase::Phase1);
    };
    const Record *record = evidence.last([&](const Record &one) {
        const bool isRefusal = (is(one, EventCode::NoProposalChosen) && isIn(one))
            || (is(one, EventCode::ProposalRefused) && isProposalFailure(failureOf(one)));
        return isRefusal && isOpen(one);
    });
    // With IKEv2 the peer names the group that it wants, with IKEv1 it says only that it does not take ours.
    const Record *group = evidence.last([&](const Record &one) {
        return is(one, EventCode::AttemptFailed) && failureOf(one) == FailureCode::DhGroupMismatch && isOpen(one);
    });
    if (!record) {
        if (!group)
            return std::nullopt;
        const Record *wanted = wantedGroup(*group, evidence);
        return wanted ? wrongGroup(*group, *wanted, evidence) : theyRefused(*group, evidence);
    }
    if (is(*record, EventCode::ProposalRefused))
        return weRefused(*record, evidence);
    // As responder we may have seen what the other side does not say.
    const Record *telling = evidence.last([&](const Record &one) {
        return is(one, EventCode::ProposalRefused) && isProposalFailure(failureOf(one))
            && one.event.phase == record->event.phase && isOpen(one);
    });
    return telling ? weRefused(*telling, evidence) : theyRefused(*record, evidence);
}

Verdict pfsRefusedLater(const Evidence &evidence)
{
    const Record *refused = refusedRekey(evidence);
    if (!refused)
        return std::nullopt;
    return is(*refused, EventCode::ProposalRefused) ? weRefused(*refused, evidence) : theyRefused(*refused, evidence);
}

} // namespace tw::models
