#include "engine/esp/outbound.h"

#include "engine/esp/tunnel_header.h"
#include "engine/wire/icmp_too_big.h"

namespace tw::esp {

namespace {

// RFC 4443, 2.4 (f): errors are limited. A host needs one to learn the MTU.
constexpr int kTooBigPerSecond = 32;
constexpr Duration kSecond{1000};

// Whether a packet of `size` octets, laid right behind `train`, may become its next segment.
bool continues(const Train &train, const SaEntry &sa, std::uint8_t tos, std::size_t size)
{
    const bool lastIsFull = train.block.size() % train.segmentSize == 0;
    // A packet that does not fit the path leaves alone: the kernel fragments a plain datagram, never a train.
    const bool fitsPath = train.segmentSize <= sa.outbound->sealedSize(sa.largestInner);
    return train.sa == sa.inboundSpi && train.remote == sa.remoteEndpoint && train.tos == tos && lastIsFull && fitsPath
        && size <= train.segmentSize && train.segmentCount() < kMaxTrainSegments
        && train.block.size() + size <= kMaxTrainBytes;
}

void addToTrains(std::vector<Train> &trains, ByteView espPacket, const SaEntry &sa, std::uint8_t tos)
{
    if (!trains.empty() && continues(trains.back(), sa, tos, espPacket.size())
        && trains.back().block.data() + trains.back().block.size() == espPacket.data()) {
        Train &train = trains.back();
        train.block = ByteView(train.block.data(), train.block.size() + espPacket.size());
        return;
    }
    trains.push_back({.block = espPacket,
                      .segmentSize = static_cast<std::uint16_t>(espPacket.size()),
                      .local = sa.localEndpoint,
                      .remote = sa.remoteEndpoint,
                      .tos = tos,
                      .udpEncapsulated = sa.udpEncapsulated,
                      .sa = sa.inboundSpi});
}

void noticeIfLow(const SaEntry &sa, std::vector<Notice> &notices, TimePoint now)
{
    OutboundSa &outbound = *sa.outbound;
    if (!outbound.isSequenceLow() || (outbound.lastLowNotice && now - *outbound.lastLowNotice < kNoticeInterval))
        return;
    outbound.lastLowNotice = now;
    notices.emplace_back(SequenceLow{sa.inboundSpi});
}

} // namespace

void OutboundBatch::clear()
{
    trains.clear();
    toInside.clear();
    notices.clear();
}

std::size_t Outbound::protect(std::span<InnerPacket> burst, const SaSnapshot &snapshot, SendArena &arena,
                              OutboundBatch &batch, TimePoint now)
{
    const Target target{snapshot, arena, batch, now};
    std::size_t taken = 0;
    for (; taken < burst.size(); ++taken) {
        const InnerPacket &packet = burst[taken];
        const auto header = wire::decodeIpHeader(packet.bytes);
        if (!header || !packet.offload.isFinished()) {
            m_drops.add(api::DropReason::Malformed);
            continue;
        }
        const MutableByteView inner = packet.bytes.first(header->totalLength);
        switch (protectOne(inner, *header, target)) {
        case Taken::Done: break;
        case Taken::NoSa: awaitSa(inner, FlowKey::of(*header), target); break;
        case Taken::ArenaFull: return taken;
        }
    }
    return taken;
}

Outbound::Taken Outbound::protectOne(MutableByteView inner, const wire::IpHeader &header, const Target &target)
{
    const SaEntry *sa = target.snapshot.findOutbound(FlowKey::of(header));
    if (sa == nullptr)
        return Taken::NoSa;
    OutboundSa &outbound = *sa->outbound;
    const std::size_t size = outbound.sealedSize(inner.size());
    if ((header.dontFragment && inner.size() > sa->largestInner) || size > kMaxTrainBytes) {
        outbound.drops.add(api::DropReason::TooBig);
        // As if the packet's destination answered: an address that the inside accepts from this interface even with
        // strict reverse path filtering, and the only one that is known to belong there.
        answerTooBig(inner, header.destination, sa->largestInner, target);
        return Taken::Done;
    }
    if (target.arena.free().size() < size)
        return Taken::ArenaFull;

    sa->clampMss(inner, header);
    const auto nextHeader = header.isV4() ? wire::kProtocolIpv4 : wire::kProtocolIpv6;
    const auto sealed = outbound.seal(inner, nextHeader, target.arena.free());
    noticeIfLow(*sa, target.batch.notices, target.now);
    if (!sealed) {
        outbound.drops.add(sealed.error());
        return Taken::Done;
    }
    addToTrains(target.batch.trains, target.arena.take(*sealed), *sa, outerTos(header.trafficClass));
    outbound.packets.add(1);
    outbound.bytes.add(inner.size());
    return Taken::Done;
}

void Outbound::awaitSa(ByteView inner, const FlowKey &flow, const Target &target)
{
    const Policy *policy = target.snapshot.findPolicy(flow);
    if (policy == nullptr) {
        m_drops.add(api::DropReason::NoPolicy);
        return;
    }
    if (!m_waiting.add(policy->connection, inner, target.now))
        m_drops.add(api::DropReason::NoSa);

    std::erase_if(m_needChildSaid, [&](const auto &said) { return target.now - said.second >= kNoticeInterval; });
    if (m_needChildSaid.try_emplace(policy->connection, target.now).second)
        target.batch.notices.emplace_back(NeedChild{policy->connection, flow.source, flow.destination});
}

bool Outbound::flushWaiting(const SaSnapshot &snapshot, SendArena &arena, OutboundBatch &batch, TimePoint now)
{
    using Verdict = WaitingPackets::Verdict;
    const Target target{snapshot, arena, batch, now};
    return m_waiting.visit([&](WaitingPackets::Waiting &waiting) {
        if (now - waiting.since > WaitingPackets::kMaxAge) {
            m_drops.add(api::DropReason::WaitedTooLong);
            return Verdict::Remove;
        }
        const auto header = wire::decodeIpHeader(waiting.packet); // it was whole when it came in
        if (!header)
            return Verdict::Remove;
        switch (protectOne(waiting.packet, *header, target)) {
        case Taken::Done: return Verdict::Remove;
        case Taken::ArenaFull: return Verdict::Stop;
        case Taken::NoSa: break;
        }
        if (snapshot.findPolicy(FlowKey::of(*header)) != nullptr)
            return Verdict::Keep;
        m_drops.add(api::DropReason::NoPolicy);
        return Verdict::Remove;
    });
}

void Outbound::answerTooBig(ByteView inner, const IpAddress &replyFrom, std::size_t mtu, const Target &target)
{
    if (!m_tooBigSecond || target.now - *m_tooBigSecond >= kSecond) {
        m_tooBigSecond = target.now;
        m_tooBigCount = 0;
    }
    if (m_tooBigCount >= kTooBigPerSecond)
        return;
    ++m_tooBigCount;
    if (auto answer = wire::buildTooBig(inner, mtu, replyFrom))
        target.batch.toInside.push_back(*std::move(answer));
}

void Outbound::countSendFailed(const Train &train, const SaSnapshot &snapshot, std::size_t segments)
{
    const SaEntry *sa = snapshot.findInbound(train.sa);
    (sa != nullptr ? sa->outbound->drops : m_drops).add(api::DropReason::SendFailed, segments);
}

} // namespace tw::esp
