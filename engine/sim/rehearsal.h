#pragma once

#include "engine/api/rehearsal.h"

namespace tw::sim {

// Plays it through, in a second or so of real time; nothing leaves the process. May be called in any thread.
//
// The configurations say where both are. Where the address that the peer sends to is not the one that a side binds, there
// is a NAT between, as in the real network. A peer that is configured by name is found under it.
api::Rehearsal rehearse(const api::RehearsalSetup &setup);

} // namespace tw::sim
