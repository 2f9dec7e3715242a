#include "engine/wire/icmp_echo.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_layout.h"

#include <algorithm>

namespace tw::wire {

namespace {

constexpr std::uint8_t kEchoReplyV4 = 0;
constexpr std::uint8_t kUnreachableV4 = 3;
constexpr std::uint8_t kFragmentationNeeded = 4; // a code of it
constexpr std::uint8_t kEchoRequestV4 = 8;
constexpr std::uint8_t kTimeExceededV4 = 11;
constexpr std::uint8_t kParameterProblemV4 = 12;
constexpr std::uint8_t kTooBigV6 = 2;
constexpr std::uint8_t kLastErrorV6 = 127;
constexpr std::uint8_t kEchoRequestV6 = 128;
constexpr std::uint8_t kEchoReplyV6 = 129;

bool isErrorV4(std::uint8_t type)
{
    return type == kUnreachableV4 || type == kTimeExceededV4 || type == kParameterProblemV4;
}

std::uint8_t protocolOf(IpFamily family) { return family == IpFamily::V4 ? kProtocolIcmp : kProtocolIcmpV6; }

std::optional<EchoToken> tokenAt(ByteView icmp)
{
    EchoToken token;
    if (icmp.size() < kIcmpHeaderSize + token.size())
        return std::nullopt;
    std::ranges::copy(icmp.subspan(kIcmpHeaderSize, token.size()), token.begin());
    return token;
}

} // namespace

Bytes buildEchoRequest(const EchoRequest &request)
{
    const IpFamily family = request.source.family();
    const std::size_t least = kIcmpHeaderSize + request.token.size();
    const std::size_t around = ipHeaderSize(family);
    Bytes message(std::max(request.packetSize, around + least) - around, 0);
    message[0] = family == IpFamily::V4 ? kEchoRequestV4 : kEchoRequestV6;
    storeBig(message.data() + 4, request.identifier);
    storeBig(message.data() + 6, request.sequence);
    std::ranges::copy(request.token, message.begin() + kIcmpHeaderSize);
    for (std::size_t i = least; i < message.size(); ++i)
        message[i] = static_cast<std::uint8_t>(i);
    const std::uint32_t seed = family == IpFamily::V4
        ? 0
        : pseudoHeaderSum(request.source, request.destination, kProtocolIcmpV6, message.size());
    storeBig(message.data() + 2, internetChecksum(message, seed));
    return message;
}

std::optional<EchoToken> echoTokenOf(ByteView packet, const IpHeader &header)
{
    const IpFamily family = header.source.family();
    if (header.protocol != protocolOf(family) || header.fragmentOffset != 0 || header.totalLength < header.headerLength
        || packet.size() < header.totalLength)
        return std::nullopt;
    const ByteView icmp = packet.subspan(header.headerLength, header.totalLength - header.headerLength);
    const auto message = decodeIcmp(family, icmp);
    if (!message)
        return std::nullopt;
    if (message->isEchoRequest || message->isEchoReply)
        return tokenAt(icmp);
    const auto quoted = message->isError ? decodeQuote(family, message->data) : std::nullopt;
    return quoted && quoted->protocol == protocolOf(family) ? tokenAt(quoted->transport) : std::nullopt;
}

std::optional<IcmpMessage> decodeIcmp(IpFamily family, ByteView message)
{
    if (message.size() < kIcmpHeaderSize)
        return std::nullopt;
    IcmpMessage icmp;
    icmp.type = message[0];
    icmp.code = message[1];
    icmp.identifier = loadBig<std::uint16_t>(message.data() + 4);
    icmp.sequence = loadBig<std::uint16_t>(message.data() + 6);
    icmp.data = message.subspan(kIcmpHeaderSize);
    if (family == IpFamily::V4) {
        icmp.isEchoRequest = icmp.type == kEchoRequestV4;
        icmp.isEchoReply = icmp.type == kEchoReplyV4;
        icmp.isError = isErrorV4(icmp.type);
        if (icmp.type == kUnreachableV4 && icmp.code == kFragmentationNeeded)
            icmp.mtu = icmp.sequence;
    } else {
        icmp.isEchoRequest = icmp.type == kEchoRequestV6;
        icmp.isEchoReply = icmp.type == kEchoReplyV6;
        icmp.isError = icmp.type <= kLastErrorV6;
        if (icmp.type == kTooBigV6)
            icmp.mtu = loadBig<std::uint32_t>(message.data() + 4);
    }
    return icmp;
}

std::optional<QuotedPacket> decodeQuote(IpFamily family, ByteView quote)
{
    const bool isV4 = family == IpFamily::V4;
    if (quote.empty() || quote[0] >> 4 != (isV4 ? 4 : 6))
        return std::nullopt;
    const std::size_t headerSize = isV4 ? std::size_t{quote[0] & 0x0fU} * 4 : kIpv6HeaderSize;
    if (headerSize < ipHeaderSize(family) || quote.size() < headerSize)
        return std::nullopt;
    const std::size_t addressSize = isV4 ? 4 : 16;
    const std::size_t addresses = isV4 ? kIpv4AddressOffset : kIpv6AddressOffset;
    const auto source = IpAddress::fromBytes(quote.subspan(addresses, addressSize));
    const auto destination = IpAddress::fromBytes(quote.subspan(addresses + addressSize, addressSize));
    if (!source || !destination)
        return std::nullopt;
    return QuotedPacket{*source, *destination, quote[isV4 ? kIpv4ProtocolOffset : kIpv6NextHeaderOffset],
                        quote.subspan(headerSize)};
}

} // namespace tw::wire
