#pragma once

#include "models/diagnosis/diagnose.h"

// What came of the things that are tried on request: a rekey before its time, a probe with a wide list.
namespace tw::models {

enum class TrialState : std::uint8_t {
    None, // none was asked for, as far as the log goes back
    Running,
    Succeeded, // of a probe: the peer took a suite
    Refused,
    Silent, // no answer
};
std::string_view trialStateName(TrialState state); // "none", "running", "succeeded", "refused", "silent"

struct Trial
{
    TrialState state = TrialState::None;
    qint64 sequence = 0; // of the fact that it began with
    api::Phase phase = api::Phase::None;
    QString chosen = {}; // what both sides, or the peer, took
    DiagnosisCode code = DiagnosisCode::NoExceptionFound; // why it was refused
};

Trial rekeyTrial(const DiagnosisFacts &facts);
Trial probeTrial(const DiagnosisFacts &facts);

QString rekeyTrialText(const Trial &trial); // one sentence; empty for None
QString probeTrialText(const Trial &trial);

} // namespace tw::models
