#include "models/rehearsal/rehearsal_text.h"

#include "models/catalog/field.h"
#include "models/live/status_text.h"
#include "models/log/joined_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace tw::models {

namespace {

using api::RehearsalStep;
using api::RehearsalVerdict;

QString words(const char *text) { return QCoreApplication::translate("tw::models::Rehearsal", text); }

QString secondsText(Duration duration)
{
    const int decimals = duration < std::chrono::seconds(1) ? 2 : duration < std::chrono::seconds(10) ? 1 : 0;
    return QString::number(std::chrono::duration<double>(duration).count(), 'f', decimals);
}

QString counted(const api::RehearsedStep &step, const char *text)
{
    return words(text).arg(QString::number(step.pingsAnswered), QString::number(step.pingsSent));
}

QString passedText(const api::RehearsedStep &step)
{
    switch (step.step) {
    case RehearsalStep::Negotiation:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Both phases stand after %1 s."))
            .arg(secondsText(step.took));
    case RehearsalStep::Traffic:
        return counted(step,
                       QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                                         "%1 of %2 pings were answered, each pair of "
                                         "subnets in both directions."));
    case RehearsalStep::RekeyChildren: {
        const QString traffic =
            counted(step, QT_TRANSLATE_NOOP("tw::models::Rehearsal", "%1 of %2 pings passed while they were renewed."));
        if (step.group == api::DhGroup::None)
            return joinedSentences(
                {traffic,
                 words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "No key exchange of their own: PFS is off."))});
        return joinedSentences(
            {traffic,
             words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "A key exchange of their own in %1: PFS works."))
                 .arg(QString::fromStdString(std::string(api::shortName(step.group))))});
    }
    case RehearsalStep::RekeyIkeSa:
        return counted(step, QT_TRANSLATE_NOOP("tw::models::Rehearsal", "%1 of %2 pings passed while it was renewed."));
    case RehearsalStep::PeerRestart:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                                       "The peer forgot everything; %1 s later packets passed again."))
            .arg(secondsText(step.took));
    case RehearsalStep::OtherBegins:
        return words(
                   QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Begun by the other side, both phases stand after %1 s."))
            .arg(secondsText(step.took));
    }
    return {};
}

QString pairsText(const api::Rehearsal &rehearsal)
{
    QStringList missing;
    for (const api::RehearsedPair &pair : rehearsal.pairs) {
        if (!pair.isAnswered || !pair.isPeerAnswered)
            missing.append(QStringLiteral("%1 === %2")
                               .arg(QString::fromStdString(pair.local.toString()),
                                    QString::fromStdString(pair.remote.toString())));
    }
    return missing.join(QStringLiteral(", "));
}

QString failedText(const api::Rehearsal &rehearsal, const api::RehearsedStep &step)
{
    QStringList sentences;
    switch (step.step) {
    case RehearsalStep::Traffic:
        sentences.append(
            words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "No ping passes between %1.")).arg(pairsText(rehearsal)));
        break;
    case RehearsalStep::PeerRestart:
        sentences.append(words(QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                                                 "The peer forgot everything, and %1 s later no packet passed yet. "
                                                 "Without DPD nobody notices."))
                             .arg(secondsText(step.took)));
        break;
    case RehearsalStep::RekeyChildren:
    case RehearsalStep::RekeyIkeSa:
        if (step.ourFailure == api::FailureCode::None)
            sentences.append(counted(
                step, QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Only %1 of %2 pings passed during the renewal.")));
        else
            sentences.append(words(
                QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The renewal was refused, although the tunnel came up.")));
        break;
    case RehearsalStep::Negotiation:
    case RehearsalStep::OtherBegins: break;
    }
    if (step.ourFailure != api::FailureCode::None)
        sentences.append(words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "We see: %1 [%2]."))
                             .arg(failureText(step.ourFailure),
                                  QString::fromStdString(std::string(api::failureName(step.ourFailure)))));
    if (step.theirFailure != api::FailureCode::None)
        sentences.append(words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The peer sees: %1 [%2]."))
                             .arg(failureText(step.theirFailure),
                                  QString::fromStdString(std::string(api::failureName(step.theirFailure)))));
    if (sentences.isEmpty())
        sentences.append(words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "No tunnel came of it within %1 s."))
                             .arg(secondsText(step.took)));
    return joinedSentences(sentences);
}

} // namespace

QString rehearsalStepTitle(RehearsalStep step)
{
    switch (step) {
    case RehearsalStep::Negotiation:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Both phases are negotiated"));
    case RehearsalStep::Traffic:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Packets pass between the subnets"));
    case RehearsalStep::RekeyChildren: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Phase 2 is renewed"));
    case RehearsalStep::RekeyIkeSa: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Phase 1 is renewed"));
    case RehearsalStep::PeerRestart: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The peer restarts"));
    case RehearsalStep::OtherBegins: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The other side begins"));
    }
    return {};
}

QString rehearsalVerdictText(RehearsalVerdict verdict)
{
    switch (verdict) {
    case RehearsalVerdict::Passed: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "passed"));
    case RehearsalVerdict::Failed: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "failed"));
    case RehearsalVerdict::Skipped: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "left out"));
    }
    return {};
}

QString rehearsalFaultText(api::RehearsalFault fault)
{
    using api::RehearsalFault;
    switch (fault) {
    case RehearsalFault::Loss:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "a fifth of all packets is lost"));
    case RehearsalFault::WeBehindNat: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "we are behind a NAT"));
    case RehearsalFault::PeerBehindNat:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "the peer is behind a NAT"));
    case RehearsalFault::EspBlocked:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "ESP (protocol 50) is blocked"));
    case RehearsalFault::NatPortBlocked:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "UDP 4500 is blocked"));
    case RehearsalFault::LargeLost:
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "large datagrams are lost"));
    case RehearsalFault::PeerSilent: return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "nobody answers"));
    }
    return {};
}

QString rehearsalStepText(const api::Rehearsal &rehearsal, const api::RehearsedStep &step)
{
    switch (step.verdict) {
    case RehearsalVerdict::Passed: return passedText(step);
    case RehearsalVerdict::Failed: return failedText(rehearsal, step);
    case RehearsalVerdict::Skipped: break;
    }
    // Behind a NAT the other side cannot begin, which is all that keeps it; everything else is left out after a failure.
    return step.step != RehearsalStep::OtherBegins
        ? words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Not tried, since a step before it failed."))
        : words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Not tried: nobody can begin towards a NAT."));
}

QString rehearsalSummary(const api::Rehearsal &rehearsal)
{
    if (rehearsal.hasPassed())
        return joinedSentences(
            {words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Both sides agree, in everything that was tried.")),
             rehearsalLimits()});
    const auto failed = std::ranges::find(rehearsal.steps, RehearsalVerdict::Failed, &api::RehearsedStep::verdict);
    if (failed == rehearsal.steps.end())
        return {};
    return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "It fails at this step: %1."))
        .arg(rehearsalStepTitle(failed->step));
}

QString rehearsalBasisText(const RehearsalBasis &basis)
{
    const QString title = basis.format ? QString::fromUtf8(peerFormatInfo(*basis.format).title) : QString();
    switch (basis.kind) {
    case RehearsalBasis::Kind::ExportedText:
        return words(
                   QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                                     "Played against the configuration that is written for the peer, read again: %1."))
            .arg(title);
    case RehearsalBasis::Kind::GivenText:
        if (basis.fileName.isEmpty())
            return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                                           "Played against the peer's pasted configuration: %1."))
                .arg(title);
        return words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "Played against the peer's configuration in %1: %2."))
            .arg(basis.fileName, title);
    case RehearsalBasis::Kind::Mirror: break;
    }
    const QString mirror = words(
        QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                          "Played against our own settings with both sides exchanged, which fit by their nature."));
    if (basis.blockers.isEmpty())
        return mirror;
    QStringList sentences{
        words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "No configuration can be written for %1.")).arg(title)};
    for (const ExportBlocker &blocker : basis.blockers)
        sentences.append(words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "%1: %2"))
                             .arg(fieldLabel(blocker.field), blocker.reason.translated()));
    sentences.append(mirror);
    return joinedSentences(sentences);
}

QStringList rehearsalNotes(const RehearsalBasis &basis)
{
    QStringList sentences;
    if (basis.hasThrowAwayCertificates)
        sentences.append(words(QT_TRANSLATE_NOOP(
            "tw::models::Rehearsal",
            "The peer proves itself by a certificate that was made for this rehearsal, by an authority of its own. So "
            "it is "
            "shown that our certificate is valid now, names us and has its key, and that all else fits. Whether the "
            "peer's "
            "certificate is from the authority that we believe, and whether the peer believes ours, is not shown.")));
    for (const Remark &note : basis.notes)
        sentences.append(note.translated());
    return sentences;
}

QString rehearsalLimits()
{
    return words(
        QT_TRANSLATE_NOOP("tw::models::Rehearsal",
                          "Whether they reach each other, and what the real device makes of its configuration, a "
                          "rehearsal cannot show."));
}

} // namespace tw::models
