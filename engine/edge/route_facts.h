#pragma once

#include "engine/api/probe.h"

namespace tw::edge {

// What the kernel says of a destination, as of now. `device`: name of the tunnel's; empty: there is none.
api::RouteOutcome routeFacts(const api::RouteProbe &probe, const std::string &device);

} // namespace tw::edge
