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

api::DropReason dropReasonOf(Fault fault)
{
    switch (fault) {
    case Fault::Malformed: return api::DropReason::Malformed;
    case Fault::NotAuthentic: return api::DropReason::NotAuthentic;
    default: return api::DropReason::CryptoFailed;
    }
}

struct Accepted
{
    MutableByteView packet;
    wire::IpHeader header;
};

// The inner packet without what stands behind it (traffic flow confidentiality padding, RFC 4303, 2.7), or why not.
std::expected<Accepted, api::DropReason> acceptInner(const SaEntry &sa, const OpenedPacket &opened,
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
    return Accepted{inner, *header};
}

void noticeAnswer(const OpenedPacket &opened, bool isAccepted, const SaSnapshot &snapshot, std::vector<Notice> &notices)
{
    const auto header = wire::decodeIpHeader(opened.inner);
    const ProbeWatch *watch = header ? snapshot.watchOf(opened.inner, *header) : nullptr;
    if (watch == nullptr)
        return;
    const auto step = isAccepted ? ProbeSeen::Step::AnswerDelivered : ProbeSeen::Step::AnswerRefused;
    notices.emplace_back(ProbeSeen{watch->probe, step, header->source, header->destination});
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
    const Target target{snapshot, batch, now};
    forgetPending();
    for (const DatagramRun &run : runs) {
        MutableByteView rest = run.bytes;
        const std::size_t segment = run.segmentSize != 0 ? run.segmentSize : rest.size();
        do {
            const std::size_t size = std::min(segment, rest.size());
            takeDatagram(rest.first(size), run, target);
            rest = rest.subspan(size);
        } while (!rest.empty());
    }
    openAll(target);
}

void Inbound::takeDatagram(MutableByteView datagram, const DatagramRun &run, const Target &target)
{
    if (!run.udp) {
        takeEsp(datagram, run, target);
        return;
    }
    const auto classified = wire::classifyNatPort(datagram);
    switch (classified.kind) {
    case wire::NatPortKind::Ike:
        target.batch.ike.push_back({run.local, run.remote, classified.content, run.tos});
        break;
    case wire::NatPortKind::Esp: takeEsp(datagram, run, target); break;
    case wire::NatPortKind::Keepalive: break;
    case wire::NatPortKind::Runt: m_drops.add(api::DropReason::Malformed); break;
    }
}

void Inbound::takeEsp(MutableByteView packet, const DatagramRun &run, const Target &target)
{
    const auto espHeader = wire::decodeEspHeader(packet);
    if (!espHeader) {
        m_drops.add(api::DropReason::Malformed);
        return;
    }
    const EspSpi spi{espHeader->spi};
    // With or without encapsulation, whichever was negotiated: RFC 7296, 2.23 asks for both.
    if (const SaEntry *sa = target.snapshot.findInbound(spi)) {
        admit(*sa, packet, run);
        return;
    }
    m_drops.add(api::DropReason::UnknownSpi, m_early.expire(target.now));
    if (!m_early.add(spi, packet, run, target.now))
        m_drops.add(api::DropReason::UnknownSpi);
}

void Inbound::takeEarly(const SaSnapshot &snapshot, InboundBatch &batch, TimePoint now)
{
    if (m_early.count() == 0)
        return;
    const Target target{snapshot, batch, now};
    forgetPending();
    m_taken = m_early.take([&](EspSpi spi) { return snapshot.findInbound(spi) != nullptr; });
    for (EarlyPackets::Early &early : m_taken)
        admit(*snapshot.findInbound(early.spi), early.packet, early.run);
    openAll(target);
    m_drops.add(api::DropReason::UnknownSpi, m_early.expire(now));
}

void Inbound::admit(const SaEntry &sa, MutableByteView packet, const DatagramRun &run)
{
    InboundSa &inbound = *sa.inbound;
    const auto sequence = inbound.admit(packet);
    if (!sequence) {
        inbound.drops.add(api::DropReason::Replayed);
        return;
    }
    m_jobs.push_back({&inbound.opener(), packet, *sequence, std::nullopt});
    m_pending.push_back({&sa, &run});
}

void Inbound::openAll(const Target &target)
{
    m_crypto.open(m_jobs);
    for (std::size_t i = 0; i < m_jobs.size(); ++i)
        deliver(m_jobs[i], m_pending[i], target);
    m_coalescer.flush(target.batch.runs, target.batch.slices);
    forgetPending();
}

void Inbound::deliver(const OpenJob &job, const Pending &pending, const Target &target)
{
    const SaEntry &sa = *pending.sa;
    InboundSa &inbound = *sa.inbound;
    if (!job.plain) {
        inbound.drops.add(dropReasonOf(job.fault));
        return;
    }
    const auto opened = inbound.finish(job.sequence, *job.plain);
    // Whatever is wrong with it, only the peer could have sent it now: a sign of life (RFC 7296, 2.4).
    if (opened || opened.error() != api::DropReason::Replayed)
        inbound.lastSeen.set(target.now);
    if (!opened) {
        inbound.drops.add(opened.error());
        return;
    }
    noticeIfMoved(sa, *opened, *pending.run, target.batch.notices, target.now);
    if (opened->nextHeader == wire::kProtocolNone)
        return;
    const auto accepted = acceptInner(sa, *opened, pending.run->tos);
    if (target.snapshot.isWatching())
        noticeAnswer(*opened, accepted.has_value(), target.snapshot, target.batch.notices);
    if (!accepted) {
        inbound.drops.add(accepted.error());
        return;
    }
    inbound.packets.add(1);
    inbound.bytes.add(accepted->packet.size());
    m_coalescer.add(accepted->packet, accepted->header);
}

void Inbound::forgetPending()
{
    m_jobs.clear();
    m_pending.clear();
    m_coalescer.forget();
}

} // namespace tw::esp
