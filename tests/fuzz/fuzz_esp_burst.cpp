#include "engine/crypto/algorithms.h"
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"
#include "engine/esp/sa_database.h"
#include "engine/esp/segmenter.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"
#include "fuzz_check.h"

#include <algorithm>
#include <set>

// Datagram runs from the network, authentic packets with any content from a peer, bursts from the inside, and
// superpackets of the device in both directions. The first octet says which, and which suite; the keys are those of the vectors in tests/vectors/esp_scapy.txt (see the corpus).
namespace {

using namespace tw;
using namespace tw::esp;
using fuzz::require;

const Endpoint kOurs{IpAddress::v4(198, 51, 100, 2), 4500};
const Endpoint kTheirs{IpAddress::v4(192, 0, 2, 2), 4500};
constexpr EspSpi kInbound{0xc0000001}; // of the vector "aes sha1 no esn, IPv4 echo request"
constexpr EspSpi kOutbound{0xd0000001};
constexpr std::size_t kMaxSegments = 64;

crypto::EspKeys keys(const api::EspProposal &proposal)
{
    if (proposal.encryption == api::Encryption::Aes128Cbc)
        return {SecretBytes(fromHex("2bc3232b16b157638847aa2074d4b681")),
                SecretBytes(fromHex("29877fe8532d7ce5f9fae423ea5ce002cf667b8d"))};
    return {SecretBytes(Bytes(crypto::sizesOf(proposal.encryption).keyMaterial(), 7)), SecretBytes()};
}

struct Tunnel
{
    explicit Tunnel(api::EspProposal suite, std::uint32_t window) : proposal(suite)
    {
        crypto::ChildSa sa;
        sa.connection = api::ConnectionId{"vco-1"};
        sa.inboundSpi = kInbound;
        sa.outboundSpi = kOutbound;
        sa.proposal = suite;
        sa.inbound = keys(suite);
        sa.outbound = keys(suite);
        sa.local = {api::TrafficSelector::fromPrefix(IpPrefix(IpAddress::v4(10, 2, 0, 0), 16))};
        sa.remote = {api::TrafficSelector::fromPrefix(IpPrefix(IpAddress::v4(10, 1, 0, 0), 16))};
        sa.localEndpoint = kOurs;
        sa.remoteEndpoint = kTheirs;
        sa.udpEncapsulated = true;
        sa.replayWindow = window;
        require(database.add(std::move(sa)).has_value(), "the SA is right");
    }

    api::EspProposal proposal;
    SaDatabase database;
    Inbound inbound;
    Outbound outbound;
};

std::uint64_t allDrops(const Tunnel &tunnel)
{
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < api::kDropReasonCount; ++i) {
        count += tunnel.inbound.drops().value()[i] + tunnel.outbound.drops().value()[i];
        for (const SaReading &reading : tunnel.database.readings())
            count += reading.drops[i];
    }
    return count;
}

// Whatever came in: what goes out is IP, whole, in the selectors, and inside the buffer.
std::vector<Bytes> receive(Tunnel &tunnel, MutableByteView bytes, std::uint16_t segmentSize, std::uint8_t tos)
{
    InboundBatch batch;
    const DatagramRun run{bytes, segmentSize, kOurs, kTheirs, tos, true};
    tunnel.inbound.unprotect(std::span(&run, 1), *tunnel.database.snapshot(), batch, {});
    std::vector<Bytes> packets;
    for (const InnerRun &inner : batch.runs) {
        for (const ByteView slice : batch.slicesOf(inner)) {
            require(slice.data() >= bytes.data() && slice.data() + slice.size() <= bytes.data() + bytes.size(),
                    "a slice lies in the receive buffer");
            packets.push_back(toBytes(slice));
            const auto header = wire::decodeIpHeader(slice);
            require(header.has_value() && header->totalLength == slice.size(), "an inner packet is whole");
            require(IpPrefix(IpAddress::v4(10, 1, 0, 0), 16).contains(header->source)
                        && IpPrefix(IpAddress::v4(10, 2, 0, 0), 16).contains(header->destination),
                    "an inner packet is within the selectors");
        }
    }
    for (const IkeDatagram &ike : batch.ike)
        require(ike.message.size() < bytes.size(), "an IKE message has lost its marker");
    return packets;
}

void tryNetwork(Tunnel &tunnel, ByteView input)
{
    if (input.size() < 3)
        return;
    const auto segmentSize = wire::loadBig<std::uint16_t>(input.data());
    Bytes bytes = toBytes(input.subspan(3));
    if (segmentSize != 0 && bytes.size() / segmentSize > kMaxSegments)
        return;
    const auto once = receive(tunnel, bytes, segmentSize, input[2]);
    if (tunnel.database.readings().at(0).traffic.packetsIn == 0)
        return;
    bytes = toBytes(input.subspan(3));
    require(receive(tunnel, bytes, segmentSize, input[2]).empty(), "nothing is delivered twice");
}

// The peer has the keys and means ill: everything between IV and ICV is its own choice.
void tryPeer(Tunnel &tunnel, ByteView plain)
{
    const auto peerKeys = keys(tunnel.proposal);
    auto sealer = EspSealer::make(tunnel.proposal, peerKeys.encryption.view(), peerKeys.integrity.view());
    require(sealer.has_value(), "the keys are right");
    const PacketLayout &layout = sealer->layout();
    const std::size_t usable = plain.size() / layout.alignment * layout.alignment;
    Bytes packet(wire::kEspHeaderSize + layout.ivSize + usable + layout.icvSize);
    wire::storeBig(packet.data(), kInbound.value());
    wire::storeBig(packet.data() + 4, std::uint32_t{1});
    std::ranges::copy(plain.first(usable), packet.begin() + static_cast<std::ptrdiff_t>(8 + layout.ivSize));
    require(sealer->seal(packet, 1).has_value(), "the packet is sealed");
    const std::size_t delivered = receive(tunnel, packet, 0, 0).size();
    require(delivered + allDrops(tunnel) <= 1, "a packet has one fate");
}

void tryInside(Tunnel &tunnel, ByteView input)
{
    if (input.size() < 2)
        return;
    const std::size_t each = std::max<std::size_t>(wire::loadBig<std::uint16_t>(input.data()) % 2048, 1);
    std::vector<Bytes> memory;
    for (ByteView rest = input.subspan(2); !rest.empty() && memory.size() < kMaxSegments;
         rest = rest.subspan(std::min(each, rest.size())))
        memory.push_back(toBytes(rest.first(std::min(each, rest.size()))));
    std::vector<InnerPacket> burst;
    for (Bytes &packet : memory)
        burst.push_back({packet, {}});
    SendArena arena;
    OutboundBatch batch;
    require(tunnel.outbound.protect(burst, *tunnel.database.snapshot(), arena, batch, {}) == burst.size(),
            "the arena holds them all");
    std::size_t segments = 0;
    for (const Train &train : batch.trains) {
        segments += train.segmentCount();
        require(train.segmentCount() <= kMaxTrainSegments && train.block.size() <= kMaxTrainBytes,
                "a train is one send");
    }
    require(segments + allDrops(tunnel) + tunnel.outbound.waitingCount() == burst.size(), "every packet has one fate");
}

// What makes two packets the same to whoever gets them: the identification of a packet that is never fragmented means
// nothing (RFC 6864).
Bytes withoutId(Bytes packet)
{
    if (packet.size() >= wire::kIpv4HeaderSize && packet[0] >> 4 == 4 && (packet[6] & 0x40) != 0) {
        wire::storeBig(packet.data() + 4, std::uint16_t{0});
        wire::updateIpv4Checksum(packet);
    }
    return packet;
}

std::vector<Bytes> finished(const Segmenter &segments)
{
    std::vector<Bytes> packets;
    for (std::size_t i = 0; i < segments.count(); ++i) {
        packets.emplace_back(segments.sizeOf(i));
        segments.write(i, packets.back());
    }
    return packets;
}

// Whatever the kernel says of a packet: it is refused, or becomes whole packets with right checksums.
void tryDevice(ByteView input)
{
    constexpr std::size_t kHeaderSize = 10;
    if (input.size() < kHeaderSize)
        return;
    Offload offload;
    offload.gsoType = Offload::Segmentation{static_cast<std::uint8_t>(input[0] % 4)};
    offload.needsChecksum = (input[0] & 0x80) != 0;
    offload.gsoSize = wire::loadBig<std::uint16_t>(input.data() + 2);
    offload.csumStart = wire::loadBig<std::uint16_t>(input.data() + 4);
    offload.csumOffset = wire::loadBig<std::uint16_t>(input.data() + 6);
    const std::size_t largest = wire::loadBig<std::uint16_t>(input.data() + 8);
    const Bytes packet = toBytes(input.subspan(kHeaderSize));
    const auto header = wire::decodeIpHeader(packet);
    if (!header)
        return;
    const ByteView inner = ByteView(packet).first(header->totalLength);
    const auto segments = Segmenter::make(inner, *header, offload, largest);
    if (!segments)
        return;
    const auto packets = finished(*segments);
    if (offload.gsoType == Offload::Segmentation::None) {
        require(packets.size() == 1 && packets[0].size() == inner.size(), "what is not to be cut is not cut");
        return;
    }
    std::size_t payload = 0;
    for (const Bytes &one : packets) {
        const auto its = wire::decodeIpHeader(one);
        require(its.has_value() && its->totalLength == one.size() && its->headerLength == header->headerLength,
                "a segment is a whole packet");
        require(!its->isV4() || wire::ipv4ChecksumIsRight(one), "a segment has a right header");
        const ByteView transport = ByteView(one).subspan(its->headerLength);
        require(wire::internetChecksum(
                    transport, wire::pseudoHeaderSum(its->source, its->destination, its->protocol, transport.size()))
                    == 0,
                "a segment has a right checksum");
        payload += one.size();
    }
    const std::size_t headers = (payload - inner.size()) / std::max<std::size_t>(packets.size() - 1, 1);
    require(packets.size() == 1 ? payload == inner.size() : payload == inner.size() + (packets.size() - 1) * headers,
            "nothing is lost and nothing added");
}

// Whatever comes out of tunnels: what is joined comes apart as the same packets.
void tryJoining(ByteView input)
{
    if (input.empty())
        return;
    std::vector<Bytes> memory;
    for (ByteView rest = input.subspan(1); !rest.empty();) {
        const auto header = wire::decodeIpHeader(rest);
        if (!header)
            break;
        memory.push_back(toBytes(rest.first(header->totalLength)));
        rest = rest.subspan(header->totalLength);
    }
    std::multiset<Bytes> before;
    for (const Bytes &packet : memory)
        before.insert(withoutId(packet));
    Coalescer coalescer;
    coalescer.setLimits({(input[0] & 1) != 0, (input[0] & 2) != 0});
    for (Bytes &packet : memory)
        coalescer.add(packet, *wire::decodeIpHeader(packet));
    std::vector<InnerRun> runs;
    std::vector<ByteView> slices;
    coalescer.flush(runs, slices);
    std::multiset<Bytes> after;
    for (const InnerRun &run : runs) {
        require(run.sliceCount >= 1 && run.sliceCount <= kMaxSegments, "a run is one write");
        require((run.sliceCount == 1) == run.offload.isFinished(), "only what is joined is unfinished");
        Bytes whole;
        for (std::size_t i = 0; i < run.sliceCount; ++i)
            append(whole, slices[run.firstSlice + i]);
        const auto header = wire::decodeIpHeader(whole);
        require(header.has_value() && header->totalLength == whole.size(), "a run is a whole packet");
        const auto segments = Segmenter::make(whole, *header, run.offload, whole.size());
        require(segments.has_value() && segments->count() == run.sliceCount, "a run can be cut again");
        for (const Bytes &packet : finished(*segments))
            after.insert(withoutId(packet));
    }
    require(before == after, "what is joined comes apart as it was");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const ByteView rest(data + 1, size - 1);
    const bool extended = (data[0] & 0x20) != 0;
    const api::EspProposal proposal = (data[0] & 0x10) == 0
        ? api::EspProposal{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, extended}
        : api::EspProposal{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::None, extended};
    Tunnel tunnel(proposal, 64);
    switch (data[0] & 0x0f) {
    case 0: tryNetwork(tunnel, rest); break;
    case 1: tryPeer(tunnel, rest); break;
    case 2: tryInside(tunnel, rest); break;
    case 3: tryDevice(rest); break;
    case 4: tryJoining(rest); break;
    default: break;
    }
    return 0;
}
