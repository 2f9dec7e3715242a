#pragma once

#include "engine/ikev1/states.h"

// Children without an ISAKMP SA.
namespace tw::ikev1 {

// The ISAKMP SA ends and nobody is told any more; a child stands.
State orphan(Established state, api::IkeSaStatus parent, ike::SessionEnded ending, Turn &turn);

State onMessage(Orphaned state, const Incoming &in, Turn &turn);
State onTick(Orphaned state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Orphaned &state);
// Does what is due.
State goOn(Orphaned state, Turn &turn);

// Without a word to the peer: there is no way to tell it.
State endSilently(Orphaned state, ike::SessionEnded ending, Turn &turn);
void heard(Orphaned &state, TimePoint at);
void peerDeletes(Orphaned &state, std::span<const std::uint32_t> peerSpis, Turn &turn);
void tellRenewalDue(Orphaned &state, std::string_view reason, Turn &turn);

} // namespace tw::ikev1
