#include "models/diagnosis/rules.h"

namespace tw::models {

namespace {

// Of the same facts.
Diagnosis instead(const Diagnosis &first, DiagnosisCode code, const QList<Fix> &fixes)
{
    Diagnosis other;
    other.code = code;
    other.certainty = Certainty::Likely;
    other.side = first.side;
    other.phase = first.phase;
    other.role = first.role;
    other.sightings = first.sightings;
    setFixes(other, fixes);
    return other;
}

} // namespace

QList<Diagnosis> whatElseItMayBe(const Diagnosis &first, const Evidence &evidence)
{
    if (first.certainty == Certainty::Certain)
        return {};
    const ConnectionDraft &draft = evidence.draft();
    switch (first.code) {
    case DiagnosisCode::PeerIdMismatch: // an IKEv1 peer that wants the other mode refuses alike
        if (!first.compares(Field::IkeMode))
            return {};
        return {instead(first, DiagnosisCode::NegotiationModeMismatch,
                        {openField(FixKind::TryOtherMode, Field::IkeMode, QStringLiteral("aggressive"))})};
    case DiagnosisCode::NegotiationModeMismatch:
        return {instead(first, DiagnosisCode::PeerIdMismatch,
                        {openField(FixKind::UseOtherLocalId, Field::LocalId),
                         advice(FixKind::TellPeerIdentity, FixAction::PeerReport)})};
    case DiagnosisCode::TrafficSelectorMismatch: { // in transport mode the peer's selectors are the gateways themselves
        Diagnosis other = instead(first, DiagnosisCode::EncapsulationModeMismatch,
                                  {advice(FixKind::TellPeerTunnelMode, FixAction::PeerReport)});
        other.side = Side::Theirs;
        return {other};
    }
    case DiagnosisCode::NatPathBlocked:
        // A peer that cannot read our proof is silent as well, and so is a path that loses a large one.
        if (first.role == Role::Responder) {
            return draft.authMethod == QLatin1String("certificate")
                ? QList<Diagnosis>{instead(first, DiagnosisCode::FragmentsLost,
                                           {advice(FixKind::TellPeerFragmentation, FixAction::PeerReport)})}
                : QList<Diagnosis>();
        }
        return evidence.isV1()
            ? QList<Diagnosis>{instead(first, DiagnosisCode::PskMismatch, {openField(FixKind::RetypeKey, Field::Psk)})}
            : QList<Diagnosis>();
    default: return {};
    }
}

} // namespace tw::models
