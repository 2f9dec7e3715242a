#pragma once

#include "engine/ikev1/states.h"

// The ISAKMP SA that stands: quick modes of both sides, informational messages, lifetimes, and the way out.
namespace tw::ikev1 {

// The initiator's phase 1 is done, and its child is wanted.
State begin(Established state, Turn &turn);

State onMessage(Established state, const Incoming &in, Turn &turn);
State onTick(Established state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Established &state);
// Does what is due.
State goOn(Established state, Turn &turn);

// The Deletes of all that is left; nobody answers them.
void sendFarewell(Established &state, Turn &turn);
// Both without a word to the peer. Gently: what is under way to the children still arrives.
State endGently(Established state, ike::SessionEnded ending, Turn &turn);
State endSilently(Established state, ike::SessionEnded ending, Turn &turn);

void reportIkeSaDeleted(api::Direction direction, Turn &turn);
api::IkeSaStatus statusOf(const Established &state, const SessionFrame &frame);

// Authentic, whatever it was.
void heard(Established &state, TimePoint at);
// A NAT has given the peer another port, or another address.
void follow(const ike::NatFindings &nat, const ike::Children &children, const Endpoint &local, const Endpoint &remote,
            Turn &turn);
// RFC 3948, 4: a NAT in front of us forgets us unless something goes through it.
void keepMappingAlive(const ike::NatFindings &nat, TimePoint &lastSent, Turn &turn);
std::optional<TimePoint> mappingDueAt(const ike::NatFindings &nat, TimePoint lastSent);
// These connections have no child any more, and none is on its way.
void tellLost(const Established &state, std::span<const api::ConnectionId> bereft, api::FailureCode failure,
              Turn &turn);
// It has deleted these children, by whichever ISAKMP SA. They are named by the SPIs that we send with.
void peerDeletes(Established &state, std::span<const std::uint32_t> peerSpis, Turn &turn);
void tellRenewalDue(Established &state, std::string_view reason, Turn &turn);
bool awaits(const Established &state, const api::ConnectionId &connection);

} // namespace tw::ikev1
