#pragma once

#include "engine/api/connection_config.h"
#include "engine/base/random_source.h"
#include "engine/wire/message.h"

#include <span>

// Whether a NAT lies between the peers: each says under a hash which address and port it believes to use and to talk
// to, and the other compares with what it sees. RFC 7296, 2.23.
namespace tw::ike {

// SHA-1(SPIi | SPIr | address | port), SPIs as they stand in the header of the same message.
Bytes natHash(wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &endpoint);

// The two notifies of an IKE_SA_INIT message that we send. Off: none, which is how detection is declined. Forced: a
// source hash of random bytes, so that the peer sees a NAT before us and both encapsulate.
std::vector<wire::Payload> natNotifies(api::NatTraversal mode, wire::IkeSpi initiator, wire::IkeSpi responder,
                                       const Endpoint &local, const Endpoint &remote, RandomSource &random);

// Why a peer gets no NAT traversal, for the log.
inline constexpr std::string_view kNoNatDetection = "no NAT detection";
inline constexpr std::string_view kStaysOnIkePort = "stays on port 500";

struct NatFindings
{
    bool supported = false; // both sides take part
    bool local = false; // we are behind a NAT, or pretend to
    bool remote = false; // the peer is, or pretends to

    // Both sides see the same NAT, so both float to the NAT port and put ESP in UDP.
    bool isEncapsulated() const { return supported && (local || remote); }

    friend bool operator==(const NatFindings &, const NatFindings &) = default;
};

// What the notifies of a received IKE_SA_INIT message say. `local` and `remote` are the endpoints of its datagram.
NatFindings findNat(api::NatTraversal mode, std::span<const wire::Payload> payloads, wire::IkeSpi initiator,
                    wire::IkeSpi responder, const Endpoint &local, const Endpoint &remote);

} // namespace tw::ike
