#include "engine/wire/isakmp_identification.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint16_t kLastPort = 65535;

// 0: any size.
std::size_t sizeOf(IsakmpIdType type)
{
    switch (type) {
    case IsakmpIdType::Ipv4Address: return 4;
    case IsakmpIdType::Ipv4Subnet:
    case IsakmpIdType::Ipv4Range: return 8;
    case IsakmpIdType::Ipv6Address: return 16;
    case IsakmpIdType::Ipv6Subnet:
    case IsakmpIdType::Ipv6Range: return 32;
    default: return 0;
    }
}

// How many ones the mask begins with; nothing where another one follows the first zero.
std::optional<int> prefixLength(ByteView mask)
{
    int length = 0;
    bool ended = false;
    for (const std::uint8_t octet : mask) {
        for (int bit = 7; bit >= 0; --bit) {
            const bool isOne = ((octet >> bit) & 1) != 0;
            if (isOne && ended)
                return std::nullopt;
            ended = !isOne;
            length += isOne ? 1 : 0;
        }
    }
    return length;
}

Bytes maskOf(const IpPrefix &prefix)
{
    Bytes mask(prefix.address().size());
    for (int bit = 0; bit < prefix.length(); ++bit)
        mask[static_cast<std::size_t>(bit) / 8] |= static_cast<std::uint8_t>(0x80 >> (bit % 8));
    return mask;
}

struct AddressRange
{
    IpAddress first;
    IpAddress last;
};

std::optional<AddressRange> rangeOf(const IsakmpId &id)
{
    const ByteView data = id.data;
    if (data.size() != sizeOf(id.type))
        return std::nullopt;
    switch (id.type) {
    case IsakmpIdType::Ipv4Address:
    case IsakmpIdType::Ipv6Address: {
        const auto address = IpAddress::fromBytes(data);
        return AddressRange{*address, *address};
    }
    case IsakmpIdType::Ipv4Subnet:
    case IsakmpIdType::Ipv6Subnet: {
        const auto length = prefixLength(data.subspan(data.size() / 2));
        if (!length)
            return std::nullopt;
        const IpPrefix prefix(*IpAddress::fromBytes(data.first(data.size() / 2)), *length);
        return AddressRange{prefix.network(), prefix.last()};
    }
    case IsakmpIdType::Ipv4Range:
    case IsakmpIdType::Ipv6Range: {
        const auto first = IpAddress::fromBytes(data.first(data.size() / 2));
        const auto last = IpAddress::fromBytes(data.subspan(data.size() / 2));
        return *last < *first ? std::nullopt : std::optional(AddressRange{*first, *last});
    }
    default: return std::nullopt;
    }
}

} // namespace

Result<IsakmpId> decodeIsakmpId(ByteView body)
{
    ByteReader in(body);
    IsakmpId id;
    id.type = IsakmpIdType{in.u8()};
    id.protocol = in.u8();
    id.port = in.u16();
    id.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "ID");
    if (sizeOf(id.type) != 0 && id.data.size() != sizeOf(id.type))
        return fail(Fault::Malformed, "ID");
    return id;
}

Bytes encodeIsakmpId(const IsakmpId &id)
{
    ByteWriter out;
    if (sizeOf(id.type) != 0 && id.data.size() != sizeOf(id.type))
        out.fail();
    out.u8(std::to_underlying(id.type));
    out.u8(id.protocol);
    out.u16(id.port);
    out.bytes(id.data);
    return std::move(out).finish();
}

IsakmpId toIsakmpId(const api::Identity &identity)
{
    return {IsakmpIdType{std::to_underlying(identity.type)}, 0, 0, identity.data};
}

std::optional<api::Identity> identityOf(const IsakmpId &id)
{
    switch (id.type) {
    case IsakmpIdType::Ipv4Address:
    case IsakmpIdType::Fqdn:
    case IsakmpIdType::UserFqdn:
    case IsakmpIdType::Ipv6Address:
    case IsakmpIdType::DerDn:
    case IsakmpIdType::KeyId: return api::Identity{api::Identity::Type{std::to_underlying(id.type)}, id.data};
    default: return std::nullopt;
    }
}

std::optional<IsakmpId> toIsakmpId(const api::TrafficSelector &selector)
{
    const bool allPorts = selector.startPort == 0 && selector.endPort == kLastPort;
    const bool onePort = selector.startPort == selector.endPort && selector.startPort != 0 && selector.protocol != 0;
    if ((!allPorts && !onePort) || selector.start.family() != selector.end.family() || selector.end < selector.start)
        return std::nullopt;
    IsakmpId id;
    id.protocol = selector.protocol;
    id.port = onePort ? selector.startPort : std::uint16_t{0};
    id.data = toBytes(selector.start.bytes());
    const bool isV4 = selector.start.isV4();
    if (selector.start == selector.end) {
        id.type = isV4 ? IsakmpIdType::Ipv4Address : IsakmpIdType::Ipv6Address;
    } else if (const auto prefix = selector.prefix()) {
        id.type = isV4 ? IsakmpIdType::Ipv4Subnet : IsakmpIdType::Ipv6Subnet;
        append(id.data, maskOf(*prefix));
    } else {
        id.type = isV4 ? IsakmpIdType::Ipv4Range : IsakmpIdType::Ipv6Range;
        append(id.data, selector.end.bytes());
    }
    return id;
}

std::optional<api::TrafficSelector> selectorOf(const IsakmpId &id)
{
    const auto range = rangeOf(id);
    if (!range || (id.port != 0 && id.protocol == 0))
        return std::nullopt;
    api::TrafficSelector selector;
    selector.protocol = id.protocol;
    if (id.port != 0)
        selector.startPort = selector.endPort = id.port;
    selector.start = range->first;
    selector.end = range->last;
    return selector;
}

} // namespace tw::wire
