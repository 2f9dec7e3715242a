#pragma once

#include "engine/api/connection_config.h"
#include "engine/base/secret_bytes.h"

// A negotiated child SA with its keys: what IKE hands to the data path. ikev1/ikev2 and esp do not know each other;
// they meet in this value, which lives here because both may know crypto and nothing above it.
namespace tw::crypto {

using EspSpi = Strong<std::uint32_t, struct EspSpiTag>; // host byte order; 0 is never used, 1-255 are reserved

// Keys of one direction. Sizes follow from the proposal (crypto/algorithms.h): `encryption` carries the salt of
// AEAD suites behind the key (RFC 4106, 8.1), `integrity` is empty with them.
struct EspKeys
{
    SecretBytes encryption;
    SecretBytes integrity;
};

struct ChildSa
{
    api::ConnectionId connection;
    EspSpi inboundSpi; // ours: what the peer writes into its packets
    EspSpi outboundSpi; // the peer's
    api::EspProposal proposal;
    EspKeys inbound;
    EspKeys outbound;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    Endpoint localEndpoint; // ports count only with UDP encapsulation
    Endpoint remoteEndpoint;
    bool udpEncapsulated = false;
    std::uint32_t replayWindow = 1024;
    std::uint16_t mtu = 0; // 0: computed from suite and encapsulation
    std::uint16_t mss = 0;
};

} // namespace tw::crypto
