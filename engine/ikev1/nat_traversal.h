#pragma once

#include "engine/ike/nat_detection.h"
#include "engine/ike/turn.h"
#include "engine/ikev1/attribute_ids.h"
#include "engine/ikev1/vendor_traits.h"

// NAT traversal: who is behind a NAT is found out as in IKEv2, by payloads of its own and with the negotiated hash.
// RFC 3947; its drafts 02 and 03 differ in numbers only.
namespace tw::ikev1 {

// What a peer that speaks `peer` and we have in common.
NatDialect dialectWith(api::NatTraversal mode, NatDialect peer);

// Both NAT-D payloads for the other end of the frame: first its address, then ours. Forced: a hash of nothing for ours,
// so that the peer sees a NAT before us. Nothing without a dialect.
wire::IsakmpPayloads natPayloads(NatDialect dialect, api::Prf prf, const ike::SessionFrame &frame,
                                 const Endpoint &local, const Endpoint &remote, RandomSource &random);

// What the peer's say about a message between these endpoints.
ike::NatFindings findNat(NatDialect dialect, api::Prf prf, std::span<const wire::IsakmpPayload> payloads,
                         const ike::SessionFrame &frame, const Endpoint &local, const Endpoint &remote);

// How a child of this ISAKMP SA is encapsulated.
Encapsulation encapsulationFor(NatDialect dialect, const ike::NatFindings &nat);

} // namespace tw::ikev1
