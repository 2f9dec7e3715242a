#pragma once

#include "engine/ikev1/states.h"

// An ISAKMP SA in the place of another: how one goes, and what becomes of its children.
namespace tw::ikev1 {

// Where its children would go: the local SPI of another one, if there is any.
std::optional<std::uint64_t> heirOf(const Established &state, const Turn &turn);

// All that it has goes there, and it is over. `deletion`: whose.
State leaveTo(std::uint64_t heir, Established state, api::Direction deletion, Turn &turn);
// Its children go now, itself in a moment.
void departFor(std::uint64_t heir, Established &state, Duration after, ike::Deleter by, Turn &turn);
// The moment has passed.
State depart(Established state, Turn &turn);
// Does what is due meanwhile.
State goOnLeaving(Established state, Turn &turn);

// The peer has deleted it. Its children go to another one of the same connection, where the two have made one already:
// that is how a peer renews an ISAKMP SA. Else they carry on alone.
State endByPeer(Established state, Turn &turn);
// The children go to the one in its place, and it ends itself in a moment.
void yield(Established &state, std::uint64_t heir, Turn &turn);
State inherit(Established state, ChildEstate estate, Turn &turn);
// Leaves all children to the session with that local SPI.
State bequeath(ike::Children children, std::uint64_t heir, Turn &turn);

} // namespace tw::ikev1
