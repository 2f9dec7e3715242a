#pragma once

#include "models/doctor/doctor_facts.h"

// The path doctor's judgement: an answer proves that a way works; silence proves nothing, unless the same peer answers by
// another port at the same time.
namespace tw::models {

void judgePath(DoctorReport &report, const DoctorFacts &facts);

} // namespace tw::models
