#pragma once

#include "models/doctor/doctor_facts.h"

// The traffic doctor's judgement: from what was seen to the seven checks. Pure; each gives whether there is anything
// left to find out, and otherwise has skipped what is behind the first failure.
namespace tw::models {

bool judgeRoute(DoctorReport &report, const DoctorFacts &facts); // true: send the echo
bool judgeEcho(DoctorReport &report, const DoctorFacts &facts); // true: ask the others and the path
void judgeSilence(DoctorReport &report, const DoctorFacts &facts);

} // namespace tw::models
