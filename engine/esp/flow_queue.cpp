#include "engine/esp/flow_queue.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_header.h"
#include "engine/wire/ip_layout.h"

namespace tw::esp {

namespace {

using wire::loadBig;

constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15; // odd, its bits without a pattern: 2^64 by the golden ratio

std::uint64_t mixed(std::uint64_t value)
{
    value *= kFactor;
    return (value ^ (value >> 32)) * kFactor;
}

std::uint64_t addressHash(ByteView address)
{
    return address.size() == 4
        ? mixed(loadBig<std::uint32_t>(address.data()))
        : mixed(mixed(loadBig<std::uint64_t>(address.data())) ^ loadBig<std::uint64_t>(address.data() + 8));
}

struct Flow
{
    ByteView source;
    ByteView destination;
    std::uint8_t protocol = 0;
    ByteView transport; // empty: there are no ports to be seen
};

// Not decodeIpHeader(): of a superpacket, only the beginning is here.
Flow flowOf(ByteView packet)
{
    if (packet.size() >= wire::kIpv4HeaderSize && packet[0] >> 4 == 4) {
        const std::size_t headerSize = std::size_t{packet[0]} % 16 * 4;
        const auto fragment = loadBig<std::uint16_t>(packet.data() + wire::kIpv4FlagsOffset);
        const bool isWhole = (fragment & 0x3fff) == 0; // neither more to come nor an offset
        return {packet.subspan(wire::kIpv4AddressOffset, 4), packet.subspan(wire::kIpv4AddressOffset + 4, 4),
                packet[wire::kIpv4ProtocolOffset],
                isWhole && packet.size() > headerSize ? packet.subspan(headerSize) : ByteView()};
    }
    if (packet.size() >= wire::kIpv6HeaderSize && packet[0] >> 4 == 6)
        return {packet.subspan(wire::kIpv6AddressOffset, 16), packet.subspan(wire::kIpv6AddressOffset + 16, 16),
                packet[wire::kIpv6NextHeaderOffset], packet.subspan(wire::kIpv6HeaderSize)};
    return {};
}

bool hasPorts(std::uint8_t protocol)
{
    return protocol == wire::kProtocolTcp || protocol == wire::kProtocolUdp || protocol == wire::kProtocolSctp;
}

} // namespace

std::size_t queueOf(ByteView packet, std::size_t queues)
{
    if (queues < 2)
        return 0;
    const Flow flow = flowOf(packet);
    if (flow.source.empty())
        return 0;
    std::uint64_t source = addressHash(flow.source);
    std::uint64_t destination = addressHash(flow.destination);
    if (hasPorts(flow.protocol) && flow.transport.size() >= 4) {
        source = mixed(source ^ loadBig<std::uint16_t>(flow.transport.data()));
        destination = mixed(destination ^ loadBig<std::uint16_t>(flow.transport.data() + 2));
    }
    // The sum does not know which one was first.
    const std::uint64_t hash = mixed((source + destination) ^ flow.protocol);
    return static_cast<std::size_t>((hash >> 32) * queues >> 32);
}

} // namespace tw::esp
