#include "engine/edge/pcapng.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace tw::edge::pcapng {

namespace {

constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kInterfaceStatistics = 5;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint16_t kLinkTypeRaw = 101; // IPv4 or IPv6, as the first four bits say

constexpr std::uint16_t kComment = 1; // in every block
constexpr std::size_t kUdpHeaderSize = 8;
constexpr std::size_t kLongestFrame = 65535; // of IPv4; more than any datagram has
constexpr std::uint8_t kNanoseconds = 9; // a power of ten

template <typename Number>
void put(Bytes &out, Number number)
{
    std::array<std::uint8_t, sizeof number> bytes;
    std::memcpy(bytes.data(), &number, sizeof number);
    append(out, bytes);
}

void pad(Bytes &out) { out.resize((out.size() + 3) & ~std::size_t{3}); }

void putOption(Bytes &out, std::uint16_t code, ByteView value)
{
    // Longer ones cannot be said, and a name may be cut.
    const ByteView said = value.first(std::min<std::size_t>(value.size(), 0xffff));
    put(out, code);
    put(out, static_cast<std::uint16_t>(said.size()));
    append(out, said);
    pad(out);
}

void putOption(Bytes &out, std::uint16_t code, std::string_view text)
{
    if (!text.empty())
        putOption(out, code, asBytes(text));
}

// The high half first, whatever the byte order.
void putTime(Bytes &out, api::CaptureTime at)
{
    const auto nanoseconds = static_cast<std::uint64_t>(at.time_since_epoch().count());
    put(out, static_cast<std::uint32_t>(nanoseconds >> 32));
    put(out, static_cast<std::uint32_t>(nanoseconds));
}

void putTimeOption(Bytes &out, std::uint16_t code, api::CaptureTime at)
{
    put(out, code);
    put(out, std::uint16_t{8});
    putTime(out, at);
}

// Type and length in front, whatever is appended meanwhile, and the length again behind.
class Block
{
public:
    Block(Bytes &out, std::uint32_t type) : m_out(out), m_begin(out.size())
    {
        put(out, type);
        put(out, std::uint32_t{0});
    }
    ~Block()
    {
        const auto length = static_cast<std::uint32_t>(m_out.size() - m_begin + 4);
        std::memcpy(m_out.data() + m_begin + 4, &length, sizeof length);
        put(m_out, length);
    }
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;

private:
    Bytes &m_out;
    std::size_t m_begin;
};

void endOptions(Bytes &out) { put(out, std::uint32_t{0}); }

std::size_t frameSize(const api::CapturedDatagram &datagram)
{
    return wire::ipHeaderSize(datagram.local.address.family()) + (datagram.udp ? kUdpHeaderSize : 0)
        + datagram.payload.size();
}

// `out` has exactly frameSize() octets.
void writeFrame(MutableByteView out, const api::CapturedDatagram &datagram)
{
    const bool isOut = datagram.direction == api::Direction::Out;
    const Endpoint &source = isOut ? datagram.local : datagram.remote;
    const Endpoint &destination = isOut ? datagram.remote : datagram.local;
    wire::IpHeaderFields fields;
    fields.source = source.address;
    fields.destination = destination.address;
    fields.protocol = datagram.udp ? wire::kProtocolUdp : wire::kProtocolEsp;
    fields.trafficClass = datagram.tos;
    fields.payloadLength = out.size() - wire::ipHeaderSize(source.address.family());
    const std::size_t written = wire::writeIpHeader(out, fields);
    MutableByteView transport = out.subspan(written);
    const std::size_t front = datagram.udp ? kUdpHeaderSize : 0;
    std::memcpy(transport.data() + front, datagram.payload.data(), datagram.payload.size());
    if (!datagram.udp)
        return;
    wire::storeBig(transport.data(), source.port);
    wire::storeBig(transport.data() + 2, destination.port);
    wire::storeBig(transport.data() + 4, static_cast<std::uint16_t>(transport.size()));
    wire::storeBig(transport.data() + 6, std::uint16_t{0});
    const std::uint16_t checksum = wire::internetChecksum(
        transport, wire::pseudoHeaderSum(source.address, destination.address, wire::kProtocolUdp, transport.size()));
    wire::storeBig(transport.data() + 6, checksum == 0 ? std::uint16_t{0xffff} : checksum); // 0 means: none
}

} // namespace

void addSection(Bytes &out, std::string_view comment, std::string_view program)
{
    constexpr std::uint32_t kByteOrder = 0x1a2b3c4d;
    constexpr std::uint64_t kLengthUnknown = ~std::uint64_t{0};
    constexpr std::uint16_t kOs = 3;
    constexpr std::uint16_t kProgram = 4;
    const Block block(out, kSectionHeader);
    put(out, kByteOrder);
    put(out, std::uint16_t{1}); // version 1.0
    put(out, std::uint16_t{0});
    put(out, kLengthUnknown);
    putOption(out, kComment, comment);
    putOption(out, kOs, "Linux");
    putOption(out, kProgram, program);
    endOptions(out);
}

void addInterface(Bytes &out, std::string_view name)
{
    constexpr std::uint16_t kName = 2;
    constexpr std::uint16_t kTimeResolution = 9;
    const Block block(out, kInterfaceDescription);
    put(out, kLinkTypeRaw);
    put(out, std::uint16_t{0});
    put(out, std::uint32_t{0}); // packets are whole
    putOption(out, kName, name);
    putOption(out, kTimeResolution, ByteView(&kNanoseconds, 1));
    endOptions(out);
}

bool addPacket(Bytes &out, const api::CapturedDatagram &datagram)
{
    constexpr std::uint16_t kFlags = 2;
    constexpr std::uint32_t kInbound = 1;
    constexpr std::uint32_t kOutbound = 2;
    const std::size_t size = frameSize(datagram);
    if (size > kLongestFrame || datagram.local.address.family() != datagram.remote.address.family())
        return false;
    const Block block(out, kEnhancedPacket);
    put(out, std::uint32_t{0}); // interface
    putTime(out, datagram.at);
    put(out, static_cast<std::uint32_t>(size));
    put(out, static_cast<std::uint32_t>(size));
    const std::size_t frame = out.size();
    out.resize(frame + size);
    writeFrame(MutableByteView(out).subspan(frame), datagram);
    pad(out);
    const std::uint32_t flags = datagram.direction == api::Direction::Out ? kOutbound : kInbound;
    put(out, kFlags);
    put(out, static_cast<std::uint16_t>(sizeof flags));
    put(out, flags);
    endOptions(out);
    return true;
}

void addStatistics(Bytes &out, const Statistics &statistics)
{
    constexpr std::uint16_t kStart = 2;
    constexpr std::uint16_t kEnd = 3;
    constexpr std::uint16_t kReceived = 4;
    constexpr std::uint16_t kDropped = 5;
    const Block block(out, kInterfaceStatistics);
    put(out, std::uint32_t{0}); // interface
    putTime(out, statistics.ended);
    putOption(out, kComment, statistics.comment);
    putTimeOption(out, kStart, statistics.begun);
    putTimeOption(out, kEnd, statistics.ended);
    for (const auto &[code, count] : {std::pair(kReceived, statistics.received), {kDropped, statistics.dropped}}) {
        put(out, code);
        put(out, static_cast<std::uint16_t>(sizeof count));
        put(out, count);
    }
    endOptions(out);
}

} // namespace tw::edge::pcapng
