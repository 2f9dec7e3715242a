#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"

// The checksum of IP, TCP, UDP and ICMP: RFC 1071. Sums are of 16-bit words in network order, as numbers of the host.
namespace tw::wire {

// Ready to be stored big-endian: over data that includes a right checksum it gives 0. `sum` is a partial sum of
// whatever stands before at even length.
std::uint16_t internetChecksum(ByteView bytes, std::uint32_t sum = 0);
// The partial sum of the pseudo-header of TCP, UDP and ICMPv6 (RFC 9293, 3.1; RFC 8200, 8.1), for `sum` above.
std::uint32_t pseudoHeaderSum(const IpAddress &source, const IpAddress &destination, std::uint8_t protocol,
                              std::size_t transportLength);

// A partial sum, at most 0xffff. Of an odd last octet as if a zero followed.
std::uint32_t partialSum(ByteView bytes);
// A partial sum folded into 16 bits: what a checksum field holds that the network card is to finish.
std::uint16_t foldSum(std::uint64_t sum);

} // namespace tw::wire
