#pragma once

#include "engine/ikev2/states.h"

// IKE_AUTH, the second exchange: who the two are, that they know the key, and the first child. RFC 7296, 1.2.
namespace tw::ikev2 {

// Initiator.
State startAuth(Handshake handshake, Turn &turn);
State onAuthReply(AwaitAuthReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(AwaitAuthReply state, Turn &turn);

// Responder. Repeated IKE_SA_INIT requests are answered before this is asked.
State onAuthRequest(AwaitAuthRequest state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(AwaitAuthRequest state, Turn &turn);

// Both roles: the one door to Established, and only a verified peer opens it. Takes the channel and SK_d out of
// the handshake, whose other keys are wiped with it.
Established establish(Handshake &handshake, VerifiedPeer peer, PeerRequests peerRequests, Turn &turn);

inline constexpr wire::MessageId kAuthMessageId{1};

} // namespace tw::ikev2
