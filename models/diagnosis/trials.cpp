#include "models/diagnosis/trials.h"

#include "models/diagnosis/diagnosis_text.h"
#include "models/diagnosis/evidence.h"

#include <QCoreApplication>

namespace tw::models {

using api::DetailKey;
using api::EventCode;

namespace {

QString word(const char *text) { return QCoreApplication::translate("tw::models::DiagnosisTrials", text); }

// The first one behind `begin`: what comes later has another reason.
const Record *firstAfter(const Evidence &evidence, const Record &begin, const Evidence::Test &test)
{
    for (const Record &record : evidence.records()) {
        if (record.sequence > begin.sequence && test(record))
            return &record;
    }
    return nullptr;
}

bool isRefusal(const Record &record)
{
    switch (record.event.code) {
    case EventCode::NoProposalChosen:
    case EventCode::ProposalRefused:
    case EventCode::SelectorsUnacceptable: return true;
    case EventCode::NotifyReceived: return record.event.level == api::Level::Error;
    default: return false;
    }
}

} // namespace

std::string_view trialStateName(TrialState state)
{
    switch (state) {
    case TrialState::None: return "none";
    case TrialState::Running: return "running";
    case TrialState::Succeeded: return "succeeded";
    case TrialState::Refused: return "refused";
    case TrialState::Silent: return "silent";
    }
    return {};
}

Trial rekeyTrial(const DiagnosisFacts &facts)
{
    const Evidence evidence(facts);
    Trial trial;
    const Record *begin = evidence.last(EventCode::RekeyRequested);
    if (!begin)
        return trial;
    trial.state = TrialState::Running;
    trial.sequence = begin->sequence;
    trial.phase = begin->event.phase;
    const EventCode success =
        trial.phase == api::Phase::Phase1 ? EventCode::IkeSaEstablished : EventCode::ChildSaEstablished;
    const Record *end = firstAfter(evidence, *begin, [&](const Record &record) {
        return is(record, success) || isRefusal(record) || is(record, EventCode::RetransmitsExhausted)
            || is(record, EventCode::PeerDead) || is(record, EventCode::ConnectionStopped);
    });
    if (!end)
        return trial;
    if (is(*end, success)) {
        trial.state = TrialState::Succeeded;
        trial.chosen = detailText(*end, DetailKey::Chosen);
    } else if (isRefusal(*end)) {
        trial.state = TrialState::Refused;
        const api::FailureCode failure = failureOf(*end);
        trial.code = failure != api::FailureCode::None   ? diagnosisOf(failure)
            : is(*end, EventCode::SelectorsUnacceptable) ? DiagnosisCode::TrafficSelectorMismatch
                                                         : DiagnosisCode::ProposalMismatch;
    } else {
        trial.state = TrialState::Silent;
        trial.code = DiagnosisCode::Phase2NegotiationTimeout;
    }
    return trial;
}

Trial probeTrial(const DiagnosisFacts &facts)
{
    const Evidence evidence(facts);
    Trial trial;
    const Record *begin = evidence.last(EventCode::SuiteProbeStarted);
    if (!begin)
        return trial;
    trial.state = TrialState::Running;
    trial.sequence = begin->sequence;
    trial.phase = begin->event.phase;
    for (const Record &record : evidence.records()) {
        if (record.sequence < begin->sequence)
            continue;
        if (is(record, EventCode::SuiteProbeAnswered))
            trial.chosen = detailText(record, DetailKey::Chosen); // the last one says most
        if (is(record, EventCode::SuiteProbeEnded)) {
            trial.state = !trial.chosen.isEmpty()                ? TrialState::Succeeded
                : detail(record, DetailKey::Reason) == "refused" ? TrialState::Refused
                                                                 : TrialState::Silent;
            break;
        }
    }
    return trial;
}

QString rekeyTrialText(const Trial &trial)
{
    switch (trial.state) {
    case TrialState::None: return {};
    case TrialState::Running: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The rekey is under way."));
    case TrialState::Succeeded:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The rekey succeeded: both sides agree on %1."))
            .arg(trial.chosen);
    case TrialState::Refused:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials",
                                      "The rekey was refused: %1. The tunnel will not survive the end of its lifetime "
                                      "without an interruption."))
            .arg(diagnosisTitle(trial.code));
    case TrialState::Silent: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The rekey got no answer."));
    }
    return {};
}

QString probeTrialText(const Trial &trial)
{
    switch (trial.state) {
    case TrialState::None: return {};
    case TrialState::Running: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The probe is under way."));
    case TrialState::Succeeded:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The other gateway takes %1.")).arg(trial.chosen);
    case TrialState::Refused:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials",
                                      "The other gateway takes none of the suites: it is not about algorithms."));
    case TrialState::Silent: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisTrials", "The probe got no answer."));
    }
    return {};
}

} // namespace tw::models
