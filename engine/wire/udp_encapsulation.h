#pragma once

#include "engine/base/bytes.h"

#include <array>

// What shares UDP port 4500. RFC 3948, 2.
namespace tw::wire {

inline constexpr std::size_t kNonEspMarkerSize = 4;
inline constexpr std::array<std::uint8_t, kNonEspMarkerSize> kNonEspMarker{}; // where ESP has its SPI, never 0
inline constexpr std::array<std::uint8_t, 1> kNatKeepalive{0xff};

enum class NatPortKind : std::uint8_t {
    Ike, // behind the marker
    Esp, // at least an ESP header; the SPI is not 0
    Keepalive,
    Runt, // too short for any of them
};

struct NatPortDatagram
{
    NatPortKind kind = NatPortKind::Runt;
    ByteView content; // Ike: without the marker; else the whole datagram
};

// Never fails. Reads the first octets only, so that it can be asked for each segment of a receive burst.
NatPortDatagram classifyNatPort(ByteView datagram);

// The message behind a marker.
Bytes withNonEspMarker(ByteView ikeMessage);

} // namespace tw::wire
