#pragma once

#include "engine/api/capture.h"
#include "engine/base/time.h"

namespace tw::edge {

// The engine's clock: it never goes back, and it counts the time that the machine slept, in which the peers' lifetimes
// went on. The same for every thread.
TimePoint engineNow();

ClockAnchor clockAnchor();

api::CaptureTime captureNow();

} // namespace tw::edge
