#pragma once

#include "engine/api/status.h"

#include <QStringList>

// What there is to say about the engine beside its state: for the status bar's tooltip.
namespace tw::models {

// A line each: why it failed, what carries packets many at once, which library works on them, and what was dropped
// that belonged to no SA. Empty where the engine does not run and has nothing to tell.
QStringList engineFacts(const api::EngineStatus &engine);

} // namespace tw::models
