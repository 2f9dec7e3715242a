#pragma once

#include "engine/crypto/algorithms.h"
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"
#include "engine/esp/sa_database.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/ip_header.h"

#include <chrono>

// Material for the tests of the data path: two gateways with one SA between them, and packets for it.
namespace tw::esp::samples {

using namespace std::chrono_literals;

inline const Endpoint kLeftGateway{IpAddress::v4(192, 0, 2, 2), 4500};
inline const Endpoint kRightGateway{IpAddress::v4(198, 51, 100, 2), 4500};
inline const IpAddress kLeftHost = IpAddress::v4(10, 1, 0, 10);
inline const IpAddress kRightHost = IpAddress::v4(10, 2, 0, 10);
inline const api::ConnectionId kConnection{"vco-1"};
inline const EspSpi kLeftSpi{0xc1000001}; // what the left side receives by
inline const EspSpi kRightSpi{0xc2000001};

inline api::TrafficSelector subnet(const char *text)
{
    return api::TrafficSelector::fromPrefix(*IpPrefix::parse(text));
}

inline api::EspProposal suite(api::Encryption encryption = api::Encryption::Aes128Cbc,
                              api::Integrity integrity = api::Integrity::HmacSha1_96, bool extended = false)
{
    return {encryption, integrity, api::DhGroup::None, extended};
}

inline Bytes patternBytes(std::size_t size, std::uint8_t first)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(first + 7 * i);
    return bytes;
}

inline crypto::EspKeys keysFor(const api::EspProposal &proposal, std::uint8_t first)
{
    return {SecretBytes(patternBytes(crypto::sizesOf(proposal.encryption).keyMaterial(), first)),
            SecretBytes(patternBytes(crypto::sizesOf(proposal.integrity).key, static_cast<std::uint8_t>(first + 1)))};
}

// The SA as the left gateway has it; mirrored() gives the right one's.
inline crypto::ChildSa leftSa(const api::EspProposal &proposal = suite())
{
    crypto::ChildSa sa;
    sa.connection = kConnection;
    sa.inboundSpi = kLeftSpi;
    sa.outboundSpi = kRightSpi;
    sa.proposal = proposal;
    sa.inbound = keysFor(proposal, 3);
    sa.outbound = keysFor(proposal, 90);
    sa.local = {subnet("10.1.0.0/24")};
    sa.remote = {subnet("10.2.0.0/24")};
    sa.localEndpoint = kLeftGateway;
    sa.remoteEndpoint = kRightGateway;
    sa.udpEncapsulated = true;
    return sa;
}

inline crypto::ChildSa mirrored(crypto::ChildSa sa)
{
    std::swap(sa.inboundSpi, sa.outboundSpi);
    std::swap(sa.inbound, sa.outbound);
    std::swap(sa.local, sa.remote);
    std::swap(sa.localEndpoint, sa.remoteEndpoint);
    return sa;
}

// A UDP datagram of `size` octets with its IP header. The mark is in its payload, where there is one.
inline Bytes udpPacket(std::size_t size, std::uint8_t mark = 0, const IpAddress &from = kLeftHost,
                       const IpAddress &to = kRightHost, std::uint8_t tos = 0, bool dontFragment = false)
{
    const std::size_t headerSize = wire::ipHeaderSize(from.family());
    Bytes payload(size - headerSize, mark);
    const Bytes udpHeader{0x03,
                          0xe8,
                          0x07,
                          0xd0,
                          static_cast<std::uint8_t>(payload.size() >> 8),
                          static_cast<std::uint8_t>(payload.size()),
                          0,
                          0}; // port 1000 to port 2000
    std::copy_n(udpHeader.begin(), std::min(udpHeader.size(), payload.size()), payload.begin());
    return wire::buildIpPacket({.source = from,
                                .destination = to,
                                .protocol = wire::kProtocolUdp,
                                .trafficClass = tos,
                                .dontFragment = dontFragment},
                               payload);
}

// TCP as a kernel hands it to a device that cuts for it, and what it must become. The two are made apart from each other:
// the packets by the words of RFC 791 and RFC 9293, one octet after another.
struct TcpSuperpacket
{
    IpAddress from = kLeftHost;
    IpAddress to = kRightHost;
    std::uint16_t fromPort = 4000;
    std::uint16_t toPort = 5201;
    Bytes options{};
    std::uint8_t flags = 0x18; // ACK, PSH
    std::uint32_t sequence = 0xfffff000; // comes round on the way
    std::uint32_t ack = 0x01020304;
    std::uint16_t identification = 0xfffd; // and so does this
    std::uint8_t tos = 0;
    std::uint8_t hopLimit = 64;
    bool dontFragment = true;
    std::uint16_t window = 501;
    Bytes payload{};
    std::uint16_t segmentSize = 0; // 0: only the checksum is missing

    // One packet with this part of the payload and a right checksum.
    Bytes packet(ByteView part, std::uint32_t sequenceNumber, std::uint8_t itsFlags, std::uint16_t id) const
    {
        Bytes tcp;
        const auto put = [&tcp](std::uint32_t value, int octets) {
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8)
                tcp.push_back(static_cast<std::uint8_t>(value >> shift));
        };
        put(fromPort, 2);
        put(toPort, 2);
        put(sequenceNumber, 4);
        put(ack, 4);
        put(static_cast<std::uint32_t>((20 + options.size()) / 4 * 16), 1);
        put(itsFlags, 1);
        put(window, 2);
        put(0, 4); // checksum and urgent pointer
        append(tcp, options);
        append(tcp, part);
        const std::uint16_t sum =
            wire::internetChecksum(tcp, wire::pseudoHeaderSum(from, to, wire::kProtocolTcp, tcp.size()));
        tcp[16] = static_cast<std::uint8_t>(sum >> 8);
        tcp[17] = static_cast<std::uint8_t>(sum);
        return wire::buildIpPacket({.source = from,
                                    .destination = to,
                                    .protocol = wire::kProtocolTcp,
                                    .trafficClass = tos,
                                    .hopLimit = hopLimit,
                                    .dontFragment = dontFragment,
                                    .identification = id},
                                   tcp);
    }

    // What leaves.
    std::vector<Bytes> segments() const
    {
        const std::size_t size = segmentSize == 0 ? std::max<std::size_t>(payload.size(), 1) : segmentSize;
        std::vector<Bytes> packets;
        std::size_t at = 0;
        do {
            const std::size_t left = payload.size() - at;
            const ByteView part = ByteView(payload).subspan(at, std::min(size, left));
            const bool isLast = part.size() == left;
            std::uint8_t its = flags;
            if (!isLast)
                its &= static_cast<std::uint8_t>(~0x09); // FIN and PSH belong to the end
            if (at != 0)
                its &= static_cast<std::uint8_t>(~0x80); // CWR to the beginning
            packets.push_back(packet(part, sequence + static_cast<std::uint32_t>(at), its,
                                     static_cast<std::uint16_t>(identification + packets.size())));
            at += part.size();
        } while (at < payload.size());
        return packets;
    }

    // What the kernel hands over.
    Bytes whole() const
    {
        Bytes bytes = packet(payload, sequence, flags, identification);
        const std::size_t headerSize = wire::ipHeaderSize(from.family());
        const auto sum = static_cast<std::uint16_t>(~wire::internetChecksum(
            {}, wire::pseudoHeaderSum(from, to, wire::kProtocolTcp, bytes.size() - headerSize)));
        bytes[headerSize + 16] = static_cast<std::uint8_t>(sum >> 8);
        bytes[headerSize + 17] = static_cast<std::uint8_t>(sum);
        return bytes;
    }
    Offload offload() const
    {
        using Segmentation = Offload::Segmentation;
        return {.gsoType = segmentSize == 0 ? Segmentation::None
                    : from.isV4()           ? Segmentation::TcpV4
                                            : Segmentation::TcpV6,
                .needsChecksum = true,
                .gsoSize = segmentSize,
                .csumStart = static_cast<std::uint16_t>(wire::ipHeaderSize(from.family())),
                .csumOffset = 16};
    }
};

// A burst and the memory it points to.
struct Burst
{
    explicit Burst(std::vector<Bytes> packets) : memory(std::move(packets))
    {
        for (Bytes &packet : memory)
            views.push_back({packet, {}});
    }

    std::vector<Bytes> memory;
    std::vector<InnerPacket> views;
};

// How long each train is.
inline std::vector<std::size_t> segmentCounts(const std::vector<Train> &trains)
{
    std::vector<std::size_t> counts;
    for (const Train &train : trains)
        counts.push_back(train.segmentCount());
    return counts;
}

// Of the ESP header.
inline std::uint32_t sequenceOf(const Train &train, std::size_t segment)
{
    return wire::loadBig<std::uint32_t>(train.block.data() + segment * train.segmentSize + 4);
}

// What a train becomes on the other side, if the network keeps it together.
struct Arrival
{
    explicit Arrival(const Train &train)
        : memory(toBytes(train.block)),
          run{memory, train.segmentSize, train.remote, train.local, train.tos, train.udpEncapsulated}
    { }
    Arrival(const Arrival &) = delete;
    Arrival &operator=(const Arrival &) = delete;

    Bytes memory;
    DatagramRun run;
};

// One end of the tunnel with everything that a data thread has.
struct Gateway
{
    Gateway() = default;
    explicit Gateway(crypto::ChildSa sa) { install(std::move(sa)); }

    void install(crypto::ChildSa sa)
    {
        if (!database.add(std::move(sa)))
            std::abort();
    }

    // Sends a burst; the trains stand in `sent` until the next call.
    std::size_t protect(std::vector<Bytes> packets, TimePoint now = {})
    {
        arena.clear();
        sent.clear();
        Burst burst(std::move(packets));
        return outbound.protect(burst.views, *database.snapshot(), arena, sent, now);
    }

    std::size_t protectSuper(const TcpSuperpacket &super, TimePoint now = {})
    {
        arena.clear();
        sent.clear();
        Burst burst({super.whole()});
        burst.views[0].offload = super.offload();
        return outbound.protect(burst.views, *database.snapshot(), arena, sent, now);
    }

    // The inner packets that come out of one train.
    std::vector<Bytes> unprotect(const Train &train, TimePoint now = {})
    {
        Arrival arrival(train);
        return unprotect(arrival.run, now);
    }
    std::vector<Bytes> unprotect(const DatagramRun &run, TimePoint now = {})
    {
        received.clear();
        inbound.unprotect(std::span(&run, 1), *database.snapshot(), received, now);
        return receivedPackets();
    }
    // Those that came before their SA.
    std::vector<Bytes> takeEarly(TimePoint now = {})
    {
        received.clear();
        inbound.takeEarly(*database.snapshot(), received, now);
        return receivedPackets();
    }
    std::vector<Bytes> receivedPackets() const
    {
        std::vector<Bytes> packets;
        for (const InnerRun &inner : received.runs) {
            Bytes packet;
            for (const ByteView slice : received.slicesOf(inner))
                append(packet, slice);
            packets.push_back(std::move(packet));
        }
        return packets;
    }

    // What was dropped, of every SA and of the engine, for one reason.
    std::uint64_t drops(api::DropReason reason) const
    {
        const auto at = static_cast<std::size_t>(reason);
        std::uint64_t count = outbound.drops().value()[at] + inbound.drops().value()[at];
        for (const SaReading &reading : database.readings())
            count += reading.drops[at];
        return count;
    }

    SaDatabase database;
    SendArena arena;
    Outbound outbound;
    OutboundBatch sent;
    Inbound inbound;
    InboundBatch received;
};

} // namespace tw::esp::samples
