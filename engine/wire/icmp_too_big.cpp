#include "engine/wire/icmp_too_big.h"

#include "engine/wire/byte_writer.h"
#include "engine/wire/icmp_echo.h"
#include "engine/wire/ip_header.h"

#include <algorithm>

namespace tw::wire {

namespace {

constexpr std::size_t kMaxIpv4Reply = 576; // RFC 1812, 4.3.2.3
constexpr std::size_t kMinIpv6Mtu = 1280; // RFC 8200, 5; also the largest reply (RFC 4443, 2.4 c)
constexpr std::uint8_t kInternetworkControl = 0xc0; // RFC 1812, 4.3.2.5

bool isV4Error(std::uint8_t type) { return type == 3 || type == 4 || type == 5 || type == 11 || type == 12; }

bool isV6Error(std::uint8_t type)
{
    return type < 128 || type == 137; // a redirect must not be answered either
}

bool isIcmpError(const IpHeader &header)
{
    if (header.protocol != (header.isV4() ? kProtocolIcmp : kProtocolIcmpV6))
        return false;
    const auto type = static_cast<std::uint8_t>(header.sourcePort >> 8);
    return !header.hasPorts || (header.isV4() ? isV4Error(type) : isV6Error(type));
}

// RFC 1122, 3.2.2: class E holds the limited broadcast, too.
bool isClassE(const IpAddress &address) { return address.isV4() && address.bytes().front() >= 240; }

bool mayBeAnswered(const IpHeader &header)
{
    const IpAddress &source = header.source;
    if (source.isUnspecified() || source.isMulticast() || source.isLoopback() || isClassE(source))
        return false;
    // ICMPv6 answers multicasts: path MTU discovery works for them (RFC 4443, 2.4 e.3).
    if (header.isV4() && (header.destination.isMulticast() || isClassE(header.destination)))
        return false;
    return header.fragmentOffset == 0 && !isIcmpError(header);
}

Bytes buildBody(const IpHeader &offending, ByteView quote, std::size_t mtu)
{
    ByteWriter out;
    if (offending.isV4()) {
        out.u8(3); // destination unreachable
        out.u8(4); // fragmentation needed and DF set
        out.u16(0);
        out.u16(0);
        out.u16(static_cast<std::uint16_t>(std::min<std::size_t>(mtu, 65535)));
    } else {
        out.u8(2); // packet too big
        out.u8(0);
        out.u16(0);
        out.u32(static_cast<std::uint32_t>(std::clamp<std::size_t>(mtu, kMinIpv6Mtu, 0xffffffff)));
    }
    out.bytes(quote);
    return std::move(out).finish();
}

} // namespace

std::optional<Bytes> buildTooBig(ByteView packet, std::size_t mtu, const IpAddress &replyFrom)
{
    const auto header = decodeIpHeader(packet);
    if (!header || replyFrom.family() != header->source.family() || !mayBeAnswered(*header))
        return std::nullopt;

    const bool isV4 = header->isV4();
    const std::size_t room =
        isV4 ? kMaxIpv4Reply - kIpv4HeaderSize - kIcmpHeaderSize : kMinIpv6Mtu - kIpv6HeaderSize - kIcmpHeaderSize;
    Bytes body = buildBody(*header, packet.first(std::min(room, header->totalLength)), mtu);

    IpHeaderFields fields;
    fields.source = replyFrom;
    fields.destination = header->source;
    fields.protocol = isV4 ? kProtocolIcmp : kProtocolIcmpV6;
    fields.trafficClass = isV4 ? kInternetworkControl : 0;
    // Only ICMPv6 has a pseudo-header (RFC 4443, 2.3).
    const std::uint32_t seed =
        isV4 ? 0 : pseudoHeaderSum(fields.source, fields.destination, fields.protocol, body.size());
    storeBig(body.data() + 2, internetChecksum(body, seed));
    return buildIpPacket(fields, body);
}

} // namespace tw::wire
