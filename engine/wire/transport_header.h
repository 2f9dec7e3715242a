#pragma once

#include <cstddef>
#include <cstdint>

// Where things stand in the headers of TCP (RFC 9293, 3.1) and UDP (RFC 768), in octets, for code that has checked the
// bounds already.
namespace tw::wire {

inline constexpr std::size_t kTcpHeaderSize = 20; // without options
inline constexpr std::size_t kTcpSequenceOffset = 4;
inline constexpr std::size_t kTcpAckOffset = 8;
inline constexpr std::size_t kTcpDataOffset = 12; // the upper four bits count words of four octets
inline constexpr std::size_t kTcpFlagsOffset = 13;
inline constexpr std::size_t kTcpWindowOffset = 14;
inline constexpr std::size_t kTcpChecksumOffset = 16;

inline constexpr std::uint8_t kTcpFin = 0x01;
inline constexpr std::uint8_t kTcpSyn = 0x02;
inline constexpr std::uint8_t kTcpPsh = 0x08;
inline constexpr std::uint8_t kTcpAck = 0x10;
inline constexpr std::uint8_t kTcpCwr = 0x80;

inline constexpr std::size_t kUdpHeaderSize = 8;
inline constexpr std::size_t kUdpLengthOffset = 4;
inline constexpr std::size_t kUdpChecksumOffset = 6;

} // namespace tw::wire
