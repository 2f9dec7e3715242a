#pragma once

#include <cstddef>
#include <cstdint>

// Where things stand in the headers of IPv4 (RFC 791, 3.1) and IPv6 (RFC 8200, 3), in octets, for code that has checked
// the bounds already.
namespace tw::wire {

inline constexpr std::size_t kIpv4LengthOffset = 2; // of header and payload
inline constexpr std::size_t kIpv4IdOffset = 4;
inline constexpr std::size_t kIpv4FlagsOffset = 6; // with the fragment offset; time to live and protocol behind
inline constexpr std::size_t kIpv4ProtocolOffset = 9;
inline constexpr std::size_t kIpv4ChecksumOffset = 10;
inline constexpr std::size_t kIpv4AddressOffset = 12; // both
inline constexpr std::uint8_t kIpv4DontFragment = 0x40; // in the first octet of the flags

inline constexpr std::size_t kIpv6LengthOffset = 4; // of the payload
inline constexpr std::size_t kIpv6NextHeaderOffset = 6; // with the hop limit behind
inline constexpr std::size_t kIpv6AddressOffset = 8; // both

} // namespace tw::wire
