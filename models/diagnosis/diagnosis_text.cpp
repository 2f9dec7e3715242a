#include "models/diagnosis/diagnosis_text.h"

#include "models/catalog/connection_draft.h"
#include "models/live/status_text.h"
#include "models/log/event_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

using enum DiagnosisCode;

QString word(const char *text) { return QCoreApplication::translate("tw::models::DiagnosisText", text); }

// Those that only the diagnosis has; the others have the engine's words.
const char *titleSource(DiagnosisCode code)
{
    switch (code) {
    case NoExceptionFound: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "nothing wrong found");
    case NatTMismatch: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "NAT traversal mismatch");
    case NatPathBlocked: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "UDP 4500 seems blocked");
    case FragmentsLost: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "large messages are lost");
    case LifetimeMismatch: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "SA lifetime mismatch");
    case LifetimeExpired: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "SA expired without a successor");
    case NoTraffic: return QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "established, but no traffic");
    default: return "";
    }
}

// Of what it may be instead of the first finding: why the same facts look like it.
const char *insteadSentence(DiagnosisCode code)
{
    switch (code) {
    case PskMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::DiagnosisText",
            "The pre-shared keys may differ: a gateway that cannot read our proof is silent, too.");
    case PeerIdMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The other gateway may know this one by another name than our LocalId: then it "
                                 "refuses in the same words.");
    case NegotiationModeMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The other gateway may be set up for the other negotiation mode, main or aggressive: "
                                 "then it refuses in the same words.");
    case EncapsulationModeMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The other gateway may be set up for transport mode, which carries nothing but its "
                                 "own packets: then it refuses in the same words.");
    case FragmentsLost:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "A large message of the other gateway, with its certificate, may be lost on the way: "
                                 "to us that is the same silence.");
    default: return "";
    }
}

const char *ownSentence(const Diagnosis &diagnosis)
{
    if (diagnosis.relation == Relation::Instead)
        return insteadSentence(diagnosis.code);
    const bool isPhase1 = diagnosis.phase == api::Phase::Phase1;
    const bool isLikely = diagnosis.certainty == Certainty::Likely;
    switch (diagnosis.code) {
    case NoExceptionFound:
        return diagnosis.fixes.isEmpty()
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Nothing failed in what was recorded lately.")
            : QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "Nothing failed: the negotiation has not been started, or waits for traffic.");
    case ProposalMismatch:
        if (diagnosis.role == Role::Responder)
            return QT_TRANSLATE_NOOP(
                "tw::models::DiagnosisText",
                "What the other gateway offers does not fit: it offers %1, and %2 is configured here.");
        return isPhase1
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The other gateway refused our phase 1 settings (NO_PROPOSAL_CHOSEN). It did not say "
                                "which one. You offer %1.")
            : QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "Phase 1 stands, and the other gateway refused our phase 2 settings "
                                "(NO_PROPOSAL_CHOSEN). It did not say which one. You offer %1.");
    case DhGroupMismatch:
        return isLikely ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                            "The other gateway did not take our public value "
                                            "(INVALID_KEY_INFORMATION): most likely it uses another DH group in "
                                            "phase 1. It did not name its own.")
                        : "";
    case PfsMismatch:
        return diagnosis.role == Role::Initiator && !diagnosis.values.isEmpty()
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The tunnel came up, and the rekey was refused although the algorithms are the same: "
                                "the two sides use different DH groups in phase 2 (PFS). Here it is %1; the other side "
                                "did not name its own.")
            : "";
    case AuthenticationRefused:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The other gateway refused our authentication (AUTHENTICATION_FAILED): the key or an "
                                 "identity differs, and it did not say which. We call ourselves %1 and expect %2.");
    case PskMismatch:
        return isLikely
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The two sides could not read each other's encrypted messages, which is what "
                                "different pre-shared keys look like.")
            : "";
    case PeerIdMismatch:
        if (!diagnosis.values.isEmpty())
            return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                     "The name does not fit: the other side says %1, and %2 is configured here.");
        return diagnosis.compares(Field::IkeMode)
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The key is right, and yet the other gateway refused us (AUTHENTICATION_FAILED): most "
                                "likely it expects another name of us than our LocalId, or else it wants aggressive "
                                "mode and not main mode.")
            : QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The other gateway refused who we say we are: most likely it expects another name of "
                                "us than our LocalId.");
    case TrafficSelectorMismatch:
        return isLikely
            ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "Phase 1 stands, and the other gateway refused our subnets (TS_UNACCEPTABLE or "
                                "INVALID_ID_INFORMATION). It did not name its own; most likely they differ.")
            : "";
    case NegotiationModeMismatch:
        return isLikely
            ? QT_TRANSLATE_NOOP(
                  "tw::models::DiagnosisText",
                  "The other gateway refused the very first message (AUTHENTICATION_FAILED): most likely it "
                  "wants main mode and not aggressive mode, or knows us by another name.")
            : "";
    case IkeVersionMismatch:
        return isLikely ? QT_TRANSLATE_NOOP(
                              "tw::models::DiagnosisText",
                              "The other gateway refused every algorithm that there is: most likely it speaks another "
                              "version of IKE, or has no connection for this address.")
                        : "";
    case PeerInstallFailed:
        return isLikely ? QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                            "The settings agree, but the other gateway did not put the SA to use: most "
                                            "likely its system could not install it.")
                        : "";
    case PeerMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "Messages come from %1, and %2 is configured as the customer gateway.");
    case ReceiveDeleteNotify:
        return diagnosis.values.isEmpty()
            ? ""
            : QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The other gateway deleted the connection after it had stood for %1 s. It did not say "
                                "why.");
    case NatTMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "There is a NAT on the way, and the other gateway takes no part in NAT traversal.");
    case NatPathBlocked:
        return QT_TRANSLATE_NOOP(
            "tw::models::DiagnosisText",
            "The first messages went through on UDP 500, and after the move to UDP 4500 nothing came "
            "any more.");
    case FragmentsLost:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "A message of %2 bytes is sent again and again and gets no answer, while smaller ones "
                                 "did: it looks as if fragments are dropped on the way.");
    case LifetimeMismatch:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The other gateway lets the SA live for %1 s, and %2 s are configured here.");
    case LifetimeExpired:
        return QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                 "The SA reached the end of its lifetime after %1 s, and nothing had taken its place.");
    case NoTraffic:
        return diagnosis.side == Side::Ours
            ? QT_TRANSLATE_NOOP(
                  "tw::models::DiagnosisText",
                  "The tunnel stands and %2 packets came through it, but none was sent into it from here.")
            : QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                                "The tunnel stands and %1 packets were sent into it, but none came back.");
    default: return "";
    }
}

} // namespace

QString diagnosisTitle(DiagnosisCode code)
{
    const char *own = titleSource(code);
    return *own == '\0' ? failureText(failureOf(code)) : word(own);
}

QString diagnosisSentence(const Diagnosis &diagnosis)
{
    const char *source = ownSentence(diagnosis);
    if (*source == '\0')
        return failureSentence(failureOf(diagnosis.code));
    QString sentence = word(source);
    const QString unknown = word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "(not known)"));
    for (qsizetype i = 0; i < 2; ++i) {
        const QString value = diagnosis.values.value(i);
        sentence.replace(QStringLiteral("%%1").arg(i + 1), value.isEmpty() ? unknown : choiceText(value));
    }
    return sentence;
}

QString codeSentence(DiagnosisCode code)
{
    Diagnosis diagnosis;
    diagnosis.code = code;
    const QString sentence = diagnosisSentence(diagnosis);
    const QString unknown = word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "(not known)"));
    return sentence.contains(unknown) ? QString() : sentence;
}

QString relationText(Relation relation)
{
    switch (relation) {
    case Relation::First: return {};
    case Relation::Instead:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Or it is this: the same facts look like it"));
    case Relation::Also: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Also found"));
    }
    return {};
}

QString certaintyText(Certainty certainty)
{
    return certainty == Certainty::Certain ? word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "certain"))
                                           : word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "likely"));
}

QString sideText(Side side)
{
    switch (side) {
    case Side::Ours: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "most likely on this side"));
    case Side::Theirs: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "most likely on the other side"));
    case Side::Path: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "most likely on the way between"));
    case Side::Unknown: break;
    }
    return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "on either side: the two differ"));
}

QString sightingText(const Sighting &sighting)
{
    if (const auto *record = std::get_if<LogRecord>(&sighting.what))
        return eventText(record->event);
    const auto &counters = std::get<CounterSighting>(sighting.what);
    return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "the SAs that stand carried %1 packets out and %2 in"))
        .arg(counters.traffic.packetsOut)
        .arg(counters.traffic.packetsIn);
}

QString comparedStateText(ComparedField::State state)
{
    switch (state) {
    case ComparedField::State::Equal: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "equal"));
    case ComparedField::State::Differs: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "differs"));
    case ComparedField::State::MostLikely:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "unknown, most likely"));
    case ComparedField::State::Unknown: break;
    }
    return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "unknown"));
}

QString comparedValueText(const ComparedField &row, const QString &value)
{
    switch (row.field) {
    case Field::IkeVersion:
    case Field::IkeMode:
    case Field::IkeEncAlg:
    case Field::IkeAuthAlg:
    case Field::IkePfs:
    case Field::IpsecEncAlg:
    case Field::IpsecAuthAlg:
    case Field::IpsecPfs:
    case Field::AuthMethod:
    case Field::EnableNatTraversal: {
        QStringList texts;
        for (const QString &one : value.split(QStringLiteral(", "), Qt::SkipEmptyParts))
            texts << choiceText(one);
        return texts.join(QStringLiteral(", "));
    }
    default: return value;
    }
}

} // namespace tw::models
