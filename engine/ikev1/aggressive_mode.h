#pragma once

#include "engine/ikev1/states.h"

// Aggressive mode: the same in three messages. Who the two are is said in clear, and whoever listens may guess the key
// at leisure. RFC 2409, 5.4.
namespace tw::ikev1 {

// Initiator.
State startAggressiveMode(Turn &turn);
State onMessage(AwaitAggressiveAnswer state, const Incoming &in, Turn &turn);
State onTick(AwaitAggressiveAnswer state, Turn &turn);

// Responder.
std::optional<State> acceptAggressiveMode(const Incoming &in, Turn &turn);
State onMessage(AwaitAggressiveProof state, const Incoming &in, Turn &turn);
State onTick(AwaitAggressiveProof state, Turn &turn);

} // namespace tw::ikev1
