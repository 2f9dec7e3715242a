#pragma once

#include "engine/ikev2/states.h"

// The IKE SA that stands: the peer's requests, ours one after the other, lifetimes, and the way out. RFC 7296, 1.3, 1.4
// and 2.4.
namespace tw::ikev2 {

State onMessage(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(Established state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Established &state);
// Sends the next of our requests that is due, if none is outstanding.
State goOn(Established state, Turn &turn);

State onMessage(Deleting state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(Deleting state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Deleting &state);

// Takes the children away and sends the Delete. `ending` is told when the peer has answered or was given up.
State beginDeletion(Established state, ike::SessionEnded ending, Turn &turn);
// The peer did not prove who it is, but has an SA with us by now: tells it so (RFC 7296, 2.21.2). `ending` is told.
State rejectPeer(Handshake handshake, ike::SessionEnded ending, Turn &turn);
// Without a word to the peer.
State forget(Established state, Turn &turn);

// The peer itself sent what makes no sense: fatal for both (RFC 7296, 2.21.3). Answers so.
State breakOff(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
// Sends the Delete of an IKE SA without children, as soon as nothing else is outstanding.
State beginFarewell(Channel channel, PeerRequests peerRequests, OwnRequests ownRequests,
                    std::optional<ike::SessionEnded> ending, Turn &turn);

void reportIkeSaEstablished(const api::IkeProposal &proposal, const VerifiedPeer &peer, Turn &turn);
void reportIkeSaDeleted(api::Direction direction, Turn &turn);

} // namespace tw::ikev2
