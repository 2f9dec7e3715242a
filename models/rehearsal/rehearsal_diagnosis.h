#pragma once

#include "engine/api/rehearsal.h"
#include "models/diagnosis/diagnosis.h"

namespace tw::models {

class Catalog;

// What the diagnosis makes of the step, from our facts alone, as it would from the log of the real connection.
Diagnosis rehearsalDiagnosis(const Catalog &catalog, const QString &connectionId, const api::Rehearsal &rehearsal,
                             api::RehearsalStep step);

} // namespace tw::models
