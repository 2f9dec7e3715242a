#pragma once

#include "engine/base/ip_address.h"

#include <cstddef>
#include <cstdint>

namespace tw::ike {

// Longer messages go in fragments of this size, IP and UDP headers included: what IPv6 carries everywhere, and IPv4
// nearly so (RFC 7383, 2.5.1). A path that is narrower yet fragments them.
inline constexpr std::size_t kFragmentDatagramSize = 1280;

// Octets of a message from this endpoint that fit. On the NAT port there is a marker before it (RFC 3948, 2.2).
inline std::size_t largestMessage(const Endpoint &local, std::uint16_t natPort)
{
    constexpr std::size_t kIpv4HeaderSize = 20;
    constexpr std::size_t kIpv6HeaderSize = 40;
    constexpr std::size_t kUdpHeaderSize = 8;
    constexpr std::size_t kNonEspMarkerSize = 4;
    return kFragmentDatagramSize - (local.address.isV4() ? kIpv4HeaderSize : kIpv6HeaderSize) - kUdpHeaderSize
        - (local.port == natPort ? kNonEspMarkerSize : 0);
}

} // namespace tw::ike
