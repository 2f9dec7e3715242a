#pragma once

#include "models/doctor/health_monitor.h"

#include <QString>

namespace tw::models {

// What stands with a health check, in a few words for a table or a fact: "answered". Empty where it is off.
QString healthText(const HealthMonitor::State &state);
// The same as a sentence or two, with what follows from it. `draft` has the addresses.
QString healthSentence(const HealthMonitor::State &state, const ConnectionDraft &draft);

} // namespace tw::models
