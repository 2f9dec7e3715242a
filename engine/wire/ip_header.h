#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"
#include "engine/base/result.h"
#include "engine/wire/internet_checksum.h"

#include <optional>

// What the data path must know of an IP packet: RFC 791, RFC 8200, and the ports of the transport behind. Nothing here
// allocates but buildIpPacket().
namespace tw::wire {

inline constexpr std::size_t kIpv4HeaderSize = 20; // without options
inline constexpr std::size_t kIpv6HeaderSize = 40;

// Longer chains of extension headers are dropped: no host sends them, and each step costs time.
inline constexpr int kMaxIpv6Extensions = 8;

// IANA "Protocol Numbers", as far as the engine looks at them.
inline constexpr std::uint8_t kProtocolIcmp = 1;
inline constexpr std::uint8_t kProtocolIpv4 = 4; // IPv4 in a tunnel: the next header of ESP in tunnel mode
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;
inline constexpr std::uint8_t kProtocolIpv6 = 41;
inline constexpr std::uint8_t kProtocolEsp = 50;
inline constexpr std::uint8_t kProtocolIcmpV6 = 58;
inline constexpr std::uint8_t kProtocolNone = 59; // RFC 4303, 2.6: a dummy packet
inline constexpr std::uint8_t kProtocolSctp = 132;

struct IpHeader
{
    IpAddress source;
    IpAddress destination;
    std::uint8_t protocol = 0; // the transport: behind the extension headers of IPv6
    std::uint8_t trafficClass = 0; // DSCP and ECN: IPv4's type of service, IPv6's traffic class
    std::uint8_t hopLimit = 0; // IPv4's time to live
    bool dontFragment = false; // IPv4's DF; true for every IPv6 packet, since no router may cut it
    bool moreFragments = false;
    std::uint16_t fragmentOffset = 0; // in octets
    std::uint32_t identification = 0; // 0 for IPv6 without a fragment header
    std::size_t totalLength = 0; // of the packet as it says; at most that of the buffer, whose rest is padding
    std::size_t headerLength = 0; // where the transport begins, from the start of the packet
    // TCP, UDP and SCTP: the ports. ICMP and ICMPv6: type * 256 + code in both, as selectors count them (RFC 4301,
    // 4.4.1.1). Meaningless unless hasPorts: a later fragment, another protocol, or a packet cut short does not show
    // them.
    bool hasPorts = false;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;

    bool isV4() const { return source.isV4(); }
    std::uint8_t dscp() const { return static_cast<std::uint8_t>(trafficClass >> 2); }
    std::uint8_t ecn() const { return trafficClass & 3; } // RFC 3168: 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE
    bool isFragment() const { return moreFragments || fragmentOffset != 0; }

    friend bool operator==(const IpHeader &, const IpHeader &) = default;
};

// Truncated where the buffer holds less than the packet says, Malformed for an unknown version, impossible lengths and
// too many extension headers. IPv4's checksum is not verified: a packet from the kernel may have none yet, and one out
// of a tunnel is covered by its ICV; see ipv4ChecksumIsRight().
Result<IpHeader> decodeIpHeader(ByteView packet);

bool ipv4ChecksumIsRight(ByteView packet); // false for anything but an IPv4 packet
// Computes and stores it; does nothing to anything but an IPv4 packet.
void updateIpv4Checksum(MutableByteView packet);

struct IpHeaderFields
{
    IpAddress source;
    IpAddress destination; // of the same family
    std::uint8_t protocol = 0;
    std::uint8_t trafficClass = 0;
    std::uint8_t hopLimit = 64;
    bool dontFragment = false; // IPv4 only
    std::uint16_t identification = 0; // IPv4 only
    std::size_t payloadLength = 0; // behind the header
};

// 20 or 40.
std::size_t ipHeaderSize(IpFamily family);

// Writes a header without options, checksum included, to the front of `out`, and gives its size. 0, and nothing
// written, where `out` is too small, the payload too long, or the families differ.
std::size_t writeIpHeader(MutableByteView out, const IpHeaderFields &fields);

// Header and payload in one; `fields.payloadLength` is taken from `payload`. Empty where writeIpHeader() gives 0.
Bytes buildIpPacket(IpHeaderFields fields, ByteView payload);

} // namespace tw::wire
