#include "engine/wire/ip_header.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_layout.h"

#include <algorithm>

namespace tw::wire {

namespace {

// Extension headers that are walked over. AH, ESP, mobility and the rest are transports to a selector (RFC 4301,
// 4.4.1.1).
constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragment = 44;
constexpr std::uint8_t kDestinationOptions = 60;
constexpr std::size_t kExtensionUnit = 8;

constexpr std::uint16_t kDontFragmentFlag = 0x4000;
constexpr std::uint16_t kMoreFragmentsFlag = 0x2000;
constexpr std::uint16_t kOffsetMask = 0x1fff;
constexpr std::size_t kMaxLengthField = 65535;

std::uint16_t load16(ByteView bytes, std::size_t offset) { return loadBig<std::uint16_t>(bytes.data() + offset); }

// `packet` ends where the packet says.
void readPorts(ByteView packet, IpHeader &header)
{
    if (header.fragmentOffset != 0)
        return;
    const ByteView transport = packet.subspan(header.headerLength);
    switch (header.protocol) {
    case kProtocolTcp:
    case kProtocolUdp:
    case kProtocolSctp:
        if (transport.size() < 4)
            return;
        header.sourcePort = load16(transport, 0);
        header.destinationPort = load16(transport, 2);
        header.hasPorts = true;
        return;
    case kProtocolIcmp:
    case kProtocolIcmpV6:
        if (transport.size() < 2)
            return;
        header.sourcePort = load16(transport, 0); // type and code stand where the ports would
        header.destinationPort = header.sourcePort;
        header.hasPorts = true;
        return;
    default: return;
    }
}

Result<IpHeader> decodeIpv4(ByteView packet)
{
    if (packet.size() < kIpv4HeaderSize)
        return fail(Fault::Truncated, "IPv4 header");
    IpHeader header;
    header.headerLength = std::size_t{packet[0] & 0x0fU} * 4;
    header.totalLength = load16(packet, 2);
    if (header.headerLength < kIpv4HeaderSize || header.totalLength < header.headerLength)
        return fail(Fault::Malformed, "IPv4 header");
    if (header.totalLength > packet.size())
        return fail(Fault::Truncated, "IPv4 packet");
    header.trafficClass = packet[1];
    header.identification = load16(packet, 4);
    const std::uint16_t fragment = load16(packet, 6);
    header.dontFragment = (fragment & kDontFragmentFlag) != 0;
    header.moreFragments = (fragment & kMoreFragmentsFlag) != 0;
    header.fragmentOffset = static_cast<std::uint16_t>((fragment & kOffsetMask) * 8);
    header.hopLimit = packet[8];
    header.protocol = packet[9];
    header.source = IpAddress::v4(packet[12], packet[13], packet[14], packet[15]);
    header.destination = IpAddress::v4(packet[16], packet[17], packet[18], packet[19]);
    readPorts(packet.first(header.totalLength), header);
    return header;
}

// Walks to the transport. RFC 8200, 4. A later fragment shows the protocol of its fragment header and no more.
Result<void> walkExtensions(ByteView packet, std::uint8_t next, IpHeader &header)
{
    std::size_t offset = kIpv6HeaderSize;
    for (int i = 0; next == kHopByHop || next == kRouting || next == kFragment || next == kDestinationOptions; ++i) {
        if (i == kMaxIpv6Extensions)
            return fail(Fault::Malformed, "IPv6 extension headers");
        if (packet.size() - offset < kExtensionUnit)
            return fail(Fault::Truncated, "IPv6 extension header");
        const std::uint8_t type = next;
        next = packet[offset];
        std::size_t length = kExtensionUnit;
        if (type == kFragment) {
            const std::uint16_t fragment = load16(packet, offset + 2);
            header.fragmentOffset = fragment & 0xfff8;
            header.moreFragments = (fragment & 1) != 0;
            header.identification = loadBig<std::uint32_t>(packet.data() + offset + 4);
        } else {
            length += std::size_t{packet[offset + 1]} * kExtensionUnit;
        }
        if (packet.size() - offset < length)
            return fail(Fault::Truncated, "IPv6 extension header");
        offset += length;
        if (header.fragmentOffset != 0)
            break;
    }
    header.protocol = next;
    header.headerLength = offset;
    return {};
}

Result<IpHeader> decodeIpv6(ByteView packet)
{
    if (packet.size() < kIpv6HeaderSize)
        return fail(Fault::Truncated, "IPv6 header");
    IpHeader header;
    header.totalLength = kIpv6HeaderSize + load16(packet, 4);
    if (header.totalLength > packet.size())
        return fail(Fault::Truncated, "IPv6 packet");
    packet = packet.first(header.totalLength);
    header.trafficClass = static_cast<std::uint8_t>((packet[0] << 4) | (packet[1] >> 4));
    header.hopLimit = packet[7];
    header.dontFragment = true;
    header.source = IpAddress::fromBytes(packet.subspan(8, 16)).value_or(IpAddress{});
    header.destination = IpAddress::fromBytes(packet.subspan(24, 16)).value_or(IpAddress{});
    if (const auto walked = walkExtensions(packet, packet[6], header); !walked)
        return std::unexpected(walked.error());
    readPorts(packet, header);
    return header;
}

bool isIpv4Header(ByteView packet)
{
    if (packet.size() < kIpv4HeaderSize || packet[0] >> 4 != 4)
        return false;
    const std::size_t headerLength = std::size_t{packet[0] & 0x0fU} * 4;
    return headerLength >= kIpv4HeaderSize && headerLength <= packet.size();
}

ByteView ipv4HeaderOf(ByteView packet) { return packet.first(std::size_t{packet[0] & 0x0fU} * 4); }

void writeIpv4(std::uint8_t *out, const IpHeaderFields &fields)
{
    out[0] = 0x45;
    out[1] = fields.trafficClass;
    storeBig(out + 2, static_cast<std::uint16_t>(kIpv4HeaderSize + fields.payloadLength));
    storeBig(out + 4, fields.identification);
    storeBig(out + 6, fields.dontFragment ? kDontFragmentFlag : std::uint16_t{0});
    out[8] = fields.hopLimit;
    out[9] = fields.protocol;
    storeBig(out + kIpv4ChecksumOffset, std::uint16_t{0});
    std::ranges::copy(fields.source.bytes(), out + 12);
    std::ranges::copy(fields.destination.bytes(), out + 16);
    updateIpv4Checksum({out, kIpv4HeaderSize});
}

void writeIpv6(std::uint8_t *out, const IpHeaderFields &fields)
{
    storeBig(out, (std::uint32_t{6} << 28) | (std::uint32_t{fields.trafficClass} << 20));
    storeBig(out + 4, static_cast<std::uint16_t>(fields.payloadLength));
    out[6] = fields.protocol;
    out[7] = fields.hopLimit;
    std::ranges::copy(fields.source.bytes(), out + 8);
    std::ranges::copy(fields.destination.bytes(), out + 24);
}

} // namespace

Result<IpHeader> decodeIpHeader(ByteView packet)
{
    if (packet.empty())
        return fail(Fault::Truncated, "IP packet");
    switch (packet.front() >> 4) {
    case 4: return decodeIpv4(packet);
    case 6: return decodeIpv6(packet);
    default: return fail(Fault::Malformed, "IP version");
    }
}

bool ipv4ChecksumIsRight(ByteView packet)
{
    return isIpv4Header(packet) && internetChecksum(ipv4HeaderOf(packet)) == 0;
}

void updateIpv4Checksum(MutableByteView packet)
{
    if (!isIpv4Header(packet))
        return;
    storeBig(packet.data() + kIpv4ChecksumOffset, std::uint16_t{0});
    storeBig(packet.data() + kIpv4ChecksumOffset, internetChecksum(ipv4HeaderOf(packet)));
}

std::size_t ipHeaderSize(IpFamily family) { return family == IpFamily::V4 ? kIpv4HeaderSize : kIpv6HeaderSize; }

std::size_t writeIpHeader(MutableByteView out, const IpHeaderFields &fields)
{
    const IpFamily family = fields.source.family();
    const std::size_t size = ipHeaderSize(family);
    // IPv4 counts its header in the length, IPv6 does not.
    const std::size_t room = family == IpFamily::V4 ? kMaxLengthField - kIpv4HeaderSize : kMaxLengthField;
    if (family != fields.destination.family() || out.size() < size || fields.payloadLength > room)
        return 0;
    if (family == IpFamily::V4)
        writeIpv4(out.data(), fields);
    else
        writeIpv6(out.data(), fields);
    return size;
}

Bytes buildIpPacket(IpHeaderFields fields, ByteView payload)
{
    fields.payloadLength = payload.size();
    Bytes packet(ipHeaderSize(fields.source.family()));
    if (writeIpHeader(packet, fields) == 0)
        return {};
    append(packet, payload);
    return packet;
}

} // namespace tw::wire
