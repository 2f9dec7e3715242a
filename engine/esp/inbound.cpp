#include "engine/esp/inbound.h"

#include "engine/esp/tunnel_header.h"
#include "engine/wire/esp_header.h"
#include "engine/wire/udp_encapsulation.h"

namespace tw::esp {

namespace {

// What the SA was negotiated for, seen from this side: the packet's source is the peer's (RFC 4301, 5.2, step 4).
bool isWithinSelectors(const SaEntry &sa, const FlowKey &flow)
{
    const auto fits = [&](const std::vector<api::TrafficSelector> &selectors, const IpAddress &address,
                          std::uint16_t port) {
        return std::ranges::any_of(selectors, [&](const api::TrafficSelector &selector) {
            return sideMatches(selector, address, flow, port);
        });
    };
    return fits(sa.remote, flow.source, flow.sourcePort) && fits(sa.local, flow.destination, flow.destinationPort);
}

// Only from a packet that nobody could have delayed until after the peer moved on: the newest one. Otherwise an old
// packet that took the long way would move the tunnel back.
void noticeIfMoved(const SaEntry &sa, const OpenedPacket &opened, const DatagramRun &run, std::vector<Notice> &notices,
                   TimePoint now)
{
    if (!opened.isNewest || !run.udp || !sa.udpEncapsulated || run.remote == sa.remoteEndpoint)
        return;
    InboundSa &inbound = *sa.inbound;
    if (inbound.lastMoveNotice && now - *inbound.lastMoveNotice < kNoticeInterval)
        return;
    inbound.lastMoveNotice = now;
    notices.emplace_back(PeerMoved{sa.inboundSpi, run.remote});
}

// The inner packet without what stands behind it (traffic flow confidentiality padding, RFC 4303, 2.7), or why not.
std::expected<MutableByteView, api::DropReason> acceptInner(const SaEntry &sa, const OpenedPacket &opened,
                                                            std::uint8_t outerTos)
{
    const auto header = wire::decodeIpHeader(opened.inner);
    if (!header || header->isV4() != (opened.nextHeader == wire::kProtocolIpv4))
        return std::unexpected(api::DropReason::Malformed);
    if (!isWithinSelectors(sa, FlowKey::of(*header)))
        return std::unexpected(api::DropReason::PolicyViolation);
    if (!decapsulateEcn(opened.inner, outerTos))
        return std::unexpected(api::DropReason::CongestionInvalid);
    const MutableByteView inner = opened.inner.first(header->totalLength);
    sa.clampMss(inner, *header);
    return inner;
}

} // namespace

void InboundBatch::clear()
{
    runs.clear();
    slices.clear();
    ike.clear();
    notices.clear();
}

void Inbound::unprotect(std::span<const DatagramRun> runs, const SaSnapshot &snapshot, InboundBatch &batch,
                        TimePoint now)
{
    for (const DatagramRun &run : runs) {
        MutableByteView rest = run.bytes;
        const std::size_t segment = run.segmentSize != 0 ? run.segmentSize : rest.size();
        do {
            const std::size_t size = std::min(segment, rest.size());
            takeDatagram(rest.first(size), run, snapshot, batch, now);
            rest = rest.subspan(size);
        } while (!rest.empty());
    }
}

void Inbound::takeDatagram(MutableByteView datagram, const DatagramRun &run, const SaSnapshot &snapshot,
                           InboundBatch &batch, TimePoint now)
{
    if (!run.udp) {
        takeEsp(datagram, run, snapshot, batch, now);
        return;
    }
    const auto classified = wire::classifyNatPort(datagram);
    switch (classified.kind) {
    case wire::NatPortKind::Ike: batch.ike.push_back({run.local, run.remote, classified.content}); break;
    case wire::NatPortKind::Esp: takeEsp(datagram, run, snapshot, batch, now); break;
    case wire::NatPortKind::Keepalive: break;
    case wire::NatPortKind::Runt: m_drops.add(api::DropReason::Malformed); break;
    }
}

void Inbound::takeEsp(MutableByteView packet, const DatagramRun &run, const SaSnapshot &snapshot, InboundBatch &batch,
                      TimePoint now)
{
    const auto espHeader = wire::decodeEspHeader(packet);
    if (!espHeader) {
        m_drops.add(api::DropReason::Malformed);
        return;
    }
    const SaEntry *sa = snapshot.findInbound(EspSpi{espHeader->spi});
    if (sa != nullptr) {
        openEsp(*sa, packet, run, batch, now);
        return;
    }
    m_drops.add(api::DropReason::UnknownSpi, m_early.expire(now));
    if (!m_early.add(EspSpi{espHeader->spi}, packet, run, now))
        m_drops.add(api::DropReason::UnknownSpi);
}

void Inbound::takeEarly(const SaSnapshot &snapshot, InboundBatch &batch, TimePoint now)
{
    if (m_early.count() == 0)
        return;
    m_taken = m_early.take([&](EspSpi spi) { return snapshot.findInbound(spi) != nullptr; });
    for (EarlyPackets::Early &early : m_taken)
        openEsp(*snapshot.findInbound(early.spi), early.packet, early.run, batch, now);
    m_drops.add(api::DropReason::UnknownSpi, m_early.expire(now));
}

void Inbound::openEsp(const SaEntry &sa, MutableByteView packet, const DatagramRun &run, InboundBatch &batch,
                      TimePoint now)
{
    // With or without encapsulation, whichever was negotiated: RFC 7296, 2.23 asks for both.
    InboundSa &inbound = *sa.inbound;
    const auto opened = inbound.open(packet);
    if (!opened) {
        inbound.drops.add(opened.error());
        return;
    }
    inbound.lastSeen.set(now);
    noticeIfMoved(sa, *opened, run, batch.notices, now);
    if (opened->nextHeader == wire::kProtocolNone)
        return;
    const auto inner = acceptInner(sa, *opened, run.tos);
    if (!inner) {
        inbound.drops.add(inner.error());
        return;
    }
    inbound.packets.add(1);
    inbound.bytes.add(inner->size());
    batch.runs.push_back({batch.slices.size(), 1, {}});
    batch.slices.push_back(*inner);
}

} // namespace tw::esp
