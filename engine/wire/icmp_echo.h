#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"
#include "engine/wire/ip_header.h"

#include <array>
#include <optional>

// ICMP and ICMPv6 as far as a probe needs them: echo requests that are recognised by what they carry, whatever a NAT makes
// of their addresses, and what comes back. RFC 792; RFC 4443.
namespace tw::wire {

inline constexpr std::size_t kIcmpHeaderSize = 8;

// The beginning of an echo's data: the answer brings it back, and an error quotes it.
using EchoToken = std::array<std::uint8_t, 16>;

struct EchoRequest
{
    IpAddress source;
    IpAddress destination; // of the same family
    std::uint16_t identifier = 0;
    std::uint16_t sequence = 0;
    EchoToken token{};
    std::size_t packetSize = 0; // of the IP packet that it will be in; no less than there must be
};
// From the ICMP header on, checksum included.
Bytes buildEchoRequest(const EchoRequest &request);

// The echo that a packet carries, asks or answers, or that an ICMP error in it quotes. Nothing for any other packet.
std::optional<EchoToken> echoTokenOf(ByteView packet, const IpHeader &header);

// An ICMP message, from its own header on.
struct IcmpMessage
{
    std::uint8_t type = 0;
    std::uint8_t code = 0;
    bool isEchoRequest = false;
    bool isEchoReply = false;
    bool isError = false; // its data is a quote
    std::uint16_t identifier = 0; // of an echo
    std::uint16_t sequence = 0;
    std::uint32_t mtu = 0; // of "too big"; 0: of no other, or not told
    ByteView data; // behind the eight octets
};
std::optional<IcmpMessage> decodeIcmp(IpFamily family, ByteView message);

// What an ICMP error quotes, as far as it goes. Extension headers of IPv6 are not walked.
struct QuotedPacket
{
    IpAddress source;
    IpAddress destination;
    std::uint8_t protocol = 0;
    ByteView transport;
};
std::optional<QuotedPacket> decodeQuote(IpFamily family, ByteView quote);

} // namespace tw::wire
