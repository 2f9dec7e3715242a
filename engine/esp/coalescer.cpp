#include "engine/esp/coalescer.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_layout.h"
#include "engine/wire/transport_header.h"

#include <algorithm>
#include <cstring>

namespace tw::esp {

namespace {

using wire::loadBig;
using wire::storeBig;

constexpr std::size_t kPortsSize = 4;

bool isEqual(ByteView a, ByteView b, std::size_t offset, std::size_t size)
{
    return std::memcmp(a.data() + offset, b.data() + offset, size) == 0;
}

ByteView addressesOf(ByteView packet, bool isV4)
{
    return isV4 ? packet.subspan(wire::kIpv4AddressOffset, 8) : packet.subspan(wire::kIpv6AddressOffset, 32);
}

std::uint32_t pseudoSum(ByteView packet, bool isV4, bool isTcp, std::size_t transportLength)
{
    return wire::partialSum(addressesOf(packet, isV4)) + (isTcp ? wire::kProtocolTcp : wire::kProtocolUdp)
        + static_cast<std::uint32_t>(transportLength);
}

} // namespace

// Of TCP and UDP with whole headers; what else there is keeps its place and is not looked at.
std::optional<Coalescer::Candidate> Coalescer::candidateOf(MutableByteView packet, const wire::IpHeader &header) const
{
    Candidate candidate;
    candidate.isV4 = header.isV4();
    candidate.isTcp = header.protocol == wire::kProtocolTcp;
    if (header.isFragment() || (!candidate.isTcp && header.protocol != wire::kProtocolUdp)
        || header.headerLength != wire::ipHeaderSize(header.source.family()))
        return std::nullopt;
    candidate.packet = packet;
    candidate.transport = header.headerLength;
    const ByteView transport = packet.subspan(candidate.transport);
    const std::size_t least = candidate.isTcp ? wire::kTcpHeaderSize : wire::kUdpHeaderSize;
    if (transport.size() < least)
        return std::nullopt;
    const std::size_t size = candidate.isTcp ? std::size_t{transport[wire::kTcpDataOffset]} / 16 * 4 : least;
    if (size < least || size > transport.size())
        return std::nullopt;
    candidate.headers = candidate.transport + size;
    candidate.payload = transport.size() - size;
    if (candidate.isTcp) {
        const std::uint8_t flags = transport[wire::kTcpFlagsOffset];
        candidate.isLast = (flags & wire::kTcpPsh) != 0;
        candidate.isJoinable =
            m_limits.tcp && candidate.payload > 0 && (flags & ~wire::kTcpPsh & 0xff) == wire::kTcpAck;
    } else {
        candidate.isJoinable = m_limits.udp && candidate.payload > 0
            && loadBig<std::uint16_t>(transport.data() + wire::kUdpChecksumOffset) != 0
            && loadBig<std::uint16_t>(transport.data() + wire::kUdpLengthOffset) == transport.size();
    }
    return candidate;
}

bool Coalescer::isSameFlow(const Candidate &a, const Candidate &b)
{
    return a.isV4 == b.isV4 && a.isTcp == b.isTcp
        && std::ranges::equal(addressesOf(a.packet, a.isV4), addressesOf(b.packet, b.isV4))
        && isEqual(a.packet, b.packet, a.transport, kPortsSize);
}

// Whether its own checksums are right.
bool Coalescer::verify(Candidate &candidate)
{
    if (candidate.isVerified)
        return true;
    const ByteView transport = ByteView(candidate.packet).subspan(candidate.transport);
    const std::uint32_t pseudo = pseudoSum(candidate.packet, candidate.isV4, candidate.isTcp, transport.size());
    candidate.isVerified = (!candidate.isV4 || wire::ipv4ChecksumIsRight(candidate.packet))
        && wire::internetChecksum(transport, pseudo) == 0;
    return candidate.isVerified;
}

// Whether segmentation of the joined packet would give `next` again. Flows and checksums are compared elsewhere.
bool Coalescer::isContinuedBy(const Run &run, const Candidate &next)
{
    const Candidate &first = run.first;
    const ByteView a = first.packet;
    const ByteView b = next.packet;
    if (next.headers != first.headers || next.payload > first.payload || run.packets >= kMaxPackets
        || run.size + next.payload > kMaxRun)
        return false;
    if (first.isV4) {
        const bool isWhole =
            (a[wire::kIpv4FlagsOffset] & wire::kIpv4DontFragment) != 0; // and its identification has no meaning
        const auto id =
            static_cast<std::uint16_t>(loadBig<std::uint16_t>(a.data() + wire::kIpv4IdOffset) + run.packets);
        if (!isEqual(a, b, 0, wire::kIpv4LengthOffset) || !isEqual(a, b, wire::kIpv4FlagsOffset, 4)
            || (!isWhole && loadBig<std::uint16_t>(b.data() + wire::kIpv4IdOffset) != id))
            return false;
    } else if (!isEqual(a, b, 0, wire::kIpv6LengthOffset) || !isEqual(a, b, wire::kIpv6NextHeaderOffset, 2)) {
        return false;
    }
    if (!first.isTcp)
        return true;
    const std::uint8_t *begun = a.data() + first.transport;
    const std::uint8_t *added = b.data() + first.transport;
    const auto due =
        loadBig<std::uint32_t>(begun + wire::kTcpSequenceOffset) + static_cast<std::uint32_t>(run.size - first.headers);
    const auto isSame = [&](std::size_t from, std::size_t to) {
        return std::equal(begun + from, begun + to, added + from);
    };
    return loadBig<std::uint32_t>(added + wire::kTcpSequenceOffset) == due
        && isSame(wire::kTcpAckOffset, wire::kTcpFlagsOffset)
        && isSame(wire::kTcpWindowOffset, wire::kTcpChecksumOffset)
        && isSame(wire::kTcpChecksumOffset + 2, first.headers - first.transport);
}

void Coalescer::add(MutableByteView packet, const wire::IpHeader &header)
{
    std::optional<Candidate> candidate;
    if (m_limits.tcp || m_limits.udp)
        candidate = candidateOf(packet, header);
    if (!candidate) {
        m_runs.push_back({.first = {.packet = packet}, .size = packet.size()});
        return;
    }
    std::size_t *place = nullptr;
    for (std::size_t i = 0; i < m_openCount && place == nullptr; ++i) {
        if (isSameFlow(m_runs[m_open[i]].first, *candidate))
            place = &m_open[i];
    }
    if (place != nullptr) {
        Run &run = m_runs[*place];
        // Datagrams have no numbers: whatever came between would change places with them.
        const bool isNeighbour = candidate->isTcp || *place + 1 == m_runs.size();
        if (run.isOpen && candidate->isJoinable && isNeighbour && isContinuedBy(run, *candidate) && verify(run.first)
            && verify(*candidate)) {
            join(run, *candidate);
            return;
        }
    }
    // The newest run of a flow is the only one that may grow.
    if (place == nullptr) {
        place = &m_open[m_openNext];
        m_openCount = std::max(m_openCount, m_openNext + 1);
        m_openNext = (m_openNext + 1) % kOpenFlows;
    }
    *place = m_runs.size();
    m_runs.push_back(
        {.first = *candidate, .size = packet.size(), .isOpen = candidate->isJoinable && !candidate->isLast});
}

void Coalescer::join(Run &run, const Candidate &next)
{
    const std::size_t piece = m_pieces.size();
    m_pieces.push_back({ByteView(next.packet).subspan(next.headers), 0});
    if (run.packets == 1)
        run.firstPiece = piece;
    else
        m_pieces[run.lastPiece].next = piece;
    run.lastPiece = piece;
    ++run.packets;
    run.size += next.payload;
    run.isLast = next.isLast;
    run.isOpen = next.payload == run.first.payload && !next.isLast;
}

// What the first packet's headers say is said of all of it.
Offload Coalescer::finishHeaders(const Run &run)
{
    using Segmentation = Offload::Segmentation;
    const Candidate &first = run.first;
    std::uint8_t *ip = first.packet.data();
    if (first.isV4) {
        storeBig(ip + wire::kIpv4LengthOffset, static_cast<std::uint16_t>(run.size));
        wire::updateIpv4Checksum(first.packet);
    } else {
        storeBig(ip + wire::kIpv6LengthOffset, static_cast<std::uint16_t>(run.size - wire::kIpv6HeaderSize));
    }
    const std::size_t transportLength = run.size - first.transport;
    std::uint8_t *transport = ip + first.transport;
    Offload offload;
    offload.needsChecksum = true;
    offload.gsoSize = static_cast<std::uint16_t>(first.payload);
    offload.csumStart = static_cast<std::uint16_t>(first.transport);
    if (first.isTcp) {
        offload.gsoType = first.isV4 ? Segmentation::TcpV4 : Segmentation::TcpV6;
        offload.csumOffset = wire::kTcpChecksumOffset;
        if (run.isLast)
            transport[wire::kTcpFlagsOffset] |= wire::kTcpPsh;
    } else {
        offload.gsoType = Segmentation::Udp;
        offload.csumOffset = wire::kUdpChecksumOffset;
        storeBig(transport + wire::kUdpLengthOffset, static_cast<std::uint16_t>(transportLength));
    }
    const std::uint32_t pseudo = pseudoSum(first.packet, first.isV4, first.isTcp, transportLength);
    storeBig(transport + offload.csumOffset, wire::foldSum(pseudo));
    return offload;
}

void Coalescer::flush(std::vector<InnerRun> &runs, std::vector<ByteView> &slices)
{
    for (const Run &run : m_runs) {
        runs.push_back({slices.size(), run.packets, run.packets > 1 ? finishHeaders(run) : Offload{}});
        slices.push_back(run.first.packet);
        std::size_t piece = run.firstPiece;
        for (std::size_t i = 1; i < run.packets; ++i, piece = m_pieces[piece].next)
            slices.push_back(m_pieces[piece].slice);
    }
    forget();
}

void Coalescer::forget()
{
    m_runs.clear();
    m_pieces.clear();
    m_openCount = 0;
    m_openNext = 0;
}

} // namespace tw::esp
