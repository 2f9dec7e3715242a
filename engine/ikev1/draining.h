#pragma once

#include "engine/ikev1/states.h"

// The end of a session whose children may still be sent to.
namespace tw::ikev1 {

// Tells that it ended. Children receive for a while yet what the peer has sent before it knew.
State drainAll(ike::Children children, ike::Deleter deleter, ike::SessionEnded ending, Turn &turn);

State onMessage(Draining state, const Incoming &in, Turn &turn);
State onTick(Draining state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Draining &state);

} // namespace tw::ikev1
