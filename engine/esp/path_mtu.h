#pragma once

#include "engine/api/probe.h"
#include "engine/base/ip_address.h"
#include "engine/wire/ip_header.h"

#include <cstddef>
#include <cstdint>

namespace tw::esp {

inline constexpr std::size_t kDefaultPathMtu = 1500;

// The largest inner packet whose ESP packet fits into an outer packet of `pathMtu` octets; 0 where none does.
std::size_t largestInnerPacket(const api::EspProposal &proposal, bool udpEncapsulated, IpFamily outer,
                               std::size_t pathMtu = kDefaultPathMtu);

// The same as a sum that can be shown; what is of the SA or the device is left at 0.
api::TunnelFit tunnelFit(const api::EspProposal &proposal, bool udpEncapsulated, IpFamily outer);

enum class TcpChecksum : std::uint8_t {
    Finished,
    Unfinished, // holds the sum of the pseudo-header only, in which the MSS has no part (Offload::needsChecksum)
};

// Lowers the MSS option of a TCP SYN (or SYN-ACK) to `mss` where it is larger, with the checksum (RFC 1624). Any other
// packet is left alone. `packet` is a whole IP packet, `header` what it says.
void clampMss(MutableByteView packet, const wire::IpHeader &header, std::uint16_t mss,
              TcpChecksum checksumIs = TcpChecksum::Finished);

// The MSS that fits an inner packet of `mtu` octets (RFC 9293, 3.7.1: without options).
std::uint16_t mssFor(std::size_t mtu, IpFamily inner);

} // namespace tw::esp
