#include "engine/wire/traffic_selectors.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint8_t kTsIpv4Range = 7;
constexpr std::uint8_t kTsIpv6Range = 8;
constexpr std::size_t kSelectorHeaderSize = 8; // type, protocol, length, two ports

// RFC 4301, 4.4.1.1: the ports cannot be seen (in fragments), and are written as an impossible range.
bool isOpaque(const api::TrafficSelector &selector) { return selector.startPort == 65535 && selector.endPort == 0; }

// One selector, counted as skipped where its type is unknown.
Result<void> decodeSelector(ByteReader &in, TrafficSelectors &result)
{
    const std::uint8_t type = in.u8();
    api::TrafficSelector selector;
    selector.protocol = in.u8();
    const std::size_t length = in.u16();
    if (in.ok() && length < kSelectorHeaderSize)
        return fail(Fault::Malformed, "TS length");
    selector.startPort = in.u16();
    selector.endPort = in.u16();
    ByteReader addresses(in.take(length - kSelectorHeaderSize));
    if (!in.ok())
        return fail(Fault::Truncated, "TS");

    if (type != kTsIpv4Range && type != kTsIpv6Range) {
        ++result.skipped;
        return {};
    }
    const std::size_t addressSize = type == kTsIpv4Range ? 4 : 16;
    const auto start = IpAddress::fromBytes(addresses.take(addressSize));
    const auto end = IpAddress::fromBytes(addresses.take(addressSize));
    if (!start || !end || !addresses.atEnd())
        return fail(Fault::Malformed, "TS length");
    if (*end < *start || (selector.endPort < selector.startPort && !isOpaque(selector)))
        return fail(Fault::Malformed, "TS range");
    selector.start = *start;
    selector.end = *end;
    result.selectors.push_back(selector);
    return {};
}

} // namespace

Result<TrafficSelectors> decodeTrafficSelectors(ByteView body)
{
    ByteReader in(body);
    const std::size_t count = in.u8();
    in.skip(3);
    if (!in.ok())
        return fail(Fault::Truncated, "TS");
    TrafficSelectors result;
    for (std::size_t i = 0; i < count; ++i) {
        if (const auto decoded = decodeSelector(in, result); !decoded)
            return std::unexpected(decoded.error());
    }
    if (!in.atEnd())
        return fail(Fault::Malformed, "TS count");
    return result;
}

Bytes encodeTrafficSelectors(const TrafficSelectors &selectors)
{
    ByteWriter out;
    out.count8(selectors.selectors.size());
    out.zeros(3);
    for (const api::TrafficSelector &selector : selectors.selectors) {
        if (selector.start.family() != selector.end.family())
            out.fail();
        out.u8(selector.start.isV4() ? kTsIpv4Range : kTsIpv6Range);
        out.u8(selector.protocol);
        out.count16(kSelectorHeaderSize + 2 * selector.start.size());
        out.u16(selector.startPort);
        out.u16(selector.endPort);
        out.bytes(selector.start.bytes());
        out.bytes(selector.end.bytes());
    }
    return std::move(out).finish();
}

} // namespace tw::wire
