#pragma once

#include "engine/ike/nat_detection.h"
#include "engine/wire/isakmp_message.h"

#include <span>

// The same as in IKEv2 with other payloads: the first NAT-D of a message hashes the address that it is sent to, each
// further one an address that it may come from. RFC 3947, 3.2.
namespace tw::ikev1 {

// HASH(CKY-I | CKY-R | address | port) with the negotiated hash.
Bytes natDetectionHash(api::Prf prf, wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &endpoint);

// The two payloads of a message that we send, of type NatD, or NatDDraft where the peer knows only a draft. Off: none.
// Forced: a source hash of random bytes, so that the peer sees a NAT before us and both encapsulate.
wire::IsakmpPayloads natDetectionPayloads(api::NatTraversal mode, wire::PayloadType type, api::Prf prf,
                                          wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &local,
                                          const Endpoint &remote, RandomSource &random);

// What the payloads of `type` in a received message say; supported where there are two at least. `local` and `remote`
// are the endpoints of its datagram.
ike::NatFindings findNat(api::NatTraversal mode, wire::PayloadType type, std::span<const wire::IsakmpPayload> payloads,
                         api::Prf prf, wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &local,
                         const Endpoint &remote);

} // namespace tw::ikev1
