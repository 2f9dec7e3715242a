#pragma once

#include "engine/crypto/algorithms.h"
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"
#include "engine/esp/sa_database.h"
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
