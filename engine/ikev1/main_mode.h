#pragma once

#include "engine/ikev1/states.h"

// Main mode: the suite, then the keys, then who the two are, which nobody else sees. RFC 2409, 5.4.
namespace tw::ikev1 {

// Initiator.
State startMainMode(Turn &turn);
State onMessage(AwaitSaAnswer state, const Incoming &in, Turn &turn);
State onMessage(AwaitKeyAnswer state, const Incoming &in, Turn &turn);
State onMessage(AwaitProofAnswer state, const Incoming &in, Turn &turn);
State onTick(AwaitSaAnswer state, Turn &turn);
State onTick(AwaitKeyAnswer state, Turn &turn);
State onTick(AwaitProofAnswer state, Turn &turn);

// Responder. Nothing of an offer that is refused is kept; `turn` carries the answer then, and there is no state.
std::optional<State> acceptMainMode(const Incoming &in, Turn &turn);
State onMessage(AwaitKeys state, const Incoming &in, Turn &turn);
State onMessage(AwaitProof state, const Incoming &in, Turn &turn);
State onTick(AwaitKeys state, Turn &turn);
State onTick(AwaitProof state, Turn &turn);

} // namespace tw::ikev1
