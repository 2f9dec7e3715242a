#include "engine/esp/outbound.h"

#include "engine/esp/segmenter.h"
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
    if (sa.outbound->isLowNoticeDue(now))
        notices.emplace_back(SequenceLow{sa.inboundSpi});
}

void noticeSeen(const ProbeWatch *watch, ProbeSeen::Step step, std::vector<Notice> &notices, const FlowKey &flow = {})
{
    if (watch != nullptr)
        notices.emplace_back(ProbeSeen{watch->probe, step, flow.source, flow.destination});
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
    forgetLaid();
    std::size_t taken = 0;
    bool isFull = false;
    for (; taken < burst.size() && !isFull; ++taken) {
        const InnerPacket &packet = burst[taken];
        const auto header = wire::decodeIpHeader(packet.bytes);
        if (!header) {
            m_drops.add(api::DropReason::Malformed);
            continue;
        }
        const InnerPacket inner{packet.bytes.first(header->totalLength), packet.offload};
        const auto noticesBefore = batch.notices.size();
        noticeSeen(snapshot.watchOf(inner.bytes, *header), ProbeSeen::Step::ReachedDevice, batch.notices,
                   FlowKey::of(*header));
        switch (protectOne(inner, *header, target)) {
        case Taken::Done: break;
        case Taken::NoSa: awaitSa(inner, FlowKey::of(*header), target); break;
        case Taken::ArenaFull:
            batch.notices.erase(batch.notices.begin() + static_cast<std::ptrdiff_t>(noticesBefore),
                                batch.notices.end()); // it will come again
            isFull = true;
            break;
        }
    }
    sealAll(target);
    return isFull ? taken - 1 : taken;
}

Outbound::Taken Outbound::protectOne(const InnerPacket &packet, const wire::IpHeader &header, const Target &target)
{
    const SaEntry *sa = target.snapshot.findOutbound(FlowKey::of(header));
    if (sa == nullptr)
        return Taken::NoSa;
    const ProbeWatch *watch = target.snapshot.watchOf(packet.bytes, header);
    if (watch != nullptr && watch->connection != sa->connection)
        noticeSeen(watch, ProbeSeen::Step::OtherConnection, target.batch.notices);
    OutboundSa &outbound = *sa->outbound;
    OutboundLane &lane = outbound.lane(m_lane);
    lane.prefetch();
    sa->clampMss(packet.bytes, header, packet.offload.needsChecksum ? TcpChecksum::Unfinished : TcpChecksum::Finished);
    const auto segments = Segmenter::make(packet.bytes, header, packet.offload, sa->largestInner);
    if (!segments) {
        lane.drops.add(api::DropReason::Malformed);
        return Taken::Done;
    }
    const std::size_t largest = segments->sizeOf(0);
    const std::size_t sealedSize = outbound.sealedSize(largest);
    const std::size_t room = segments->count() * sealedSize;
    if ((header.dontFragment && largest > sa->largestInner) || sealedSize > kMaxTrainBytes || room > SendArena::kSize) {
        lane.drops.add(api::DropReason::TooBig, segments->count());
        noticeSeen(watch, ProbeSeen::Step::TooBig, target.batch.notices);
        // As if the packet's destination answered: an address that the inside accepts from this interface even with
        // strict reverse path filtering, and the only one that is known to belong there.
        answerTooBig(packet.bytes, header.destination, sa->largestInner, target);
        return Taken::Done;
    }
    if (target.arena.free().size() < room)
        return Taken::ArenaFull;

    const auto nextHeader = header.isV4() ? wire::kProtocolIpv4 : wire::kProtocolIpv6;
    for (std::size_t i = 0; i < segments->count(); ++i) {
        const std::size_t size = segments->sizeOf(i);
        const auto laid = outbound.lay(size, nextHeader, target.arena.free());
        segments->write(i, laid.inner);
        target.arena.take(laid.packet.size());
        m_jobs.push_back({&lane.sealer, laid.packet});
        m_laid.push_back({sa, &lane, outerTos(header.trafficClass), size, watch});
    }
    return Taken::Done;
}

void Outbound::sealAll(const Target &target)
{
    numberAll(target);
    m_crypto.seal(m_jobs);
    for (std::size_t i = 0; i < m_jobs.size(); ++i) {
        const Laid &laid = m_laid[i];
        if (!m_jobs[i].isSealed) {
            laid.lane->drops.add(api::DropReason::CryptoFailed);
            continue;
        }
        addToTrains(target.batch.trains, m_jobs[i].packet, *laid.sa, laid.tos);
        laid.lane->packets.add(1);
        laid.lane->bytes.add(laid.innerSize);
        noticeSeen(laid.watch, ProbeSeen::Step::Encrypted, target.batch.notices);
    }
    forgetLaid();
}

// As late as can be, and for neighbours of one SA at once: what other threads send by it meanwhile overtakes these
// packets, and the peer's replay window must bear that. Packets for which there is no number are dropped.
void Outbound::numberAll(const Target &target)
{
    std::size_t kept = 0;
    for (std::size_t first = 0; first < m_jobs.size();) {
        const SaEntry &sa = *m_laid[first].sa;
        std::size_t end = first + 1;
        while (end < m_jobs.size() && m_laid[end].sa == &sa)
            ++end;
        const SequenceRange numbers = sa.outbound->reserve(end - first);
        for (std::size_t i = 0; i < numbers.count; ++i, ++kept) {
            m_jobs[kept] = m_jobs[first + i];
            m_laid[kept] = m_laid[first + i];
            m_jobs[kept].sequence = numbers.first + i;
            sa.outbound->number(m_jobs[kept].packet, numbers.first + i);
        }
        if (const std::size_t missing = end - first - numbers.count; missing != 0)
            m_laid[first].lane->drops.add(api::DropReason::SequenceExhausted, missing);
        noticeIfLow(sa, target.batch.notices, target.now);
        first = end;
    }
    m_jobs.resize(kept);
    m_laid.resize(kept);
}

void Outbound::forgetLaid()
{
    m_jobs.clear();
    m_laid.clear();
}

void Outbound::awaitSa(const InnerPacket &packet, const FlowKey &flow, const Target &target)
{
    const Policy *policy = target.snapshot.findPolicy(flow);
    if (target.snapshot.isWatching())
        noticeWithoutSa(packet, policy, target);
    if (policy == nullptr) {
        m_drops.add(api::DropReason::NoPolicy);
        return;
    }
    if (!m_waiting.add(policy->connection, packet, target.now))
        m_drops.add(api::DropReason::NoSa);

    std::erase_if(m_needChildSaid, [&](const auto &said) { return target.now - said.second >= kNoticeInterval; });
    if (m_needChildSaid.try_emplace(policy->connection, target.now).second)
        target.batch.notices.emplace_back(NeedChild{policy->connection, flow.source, flow.destination});
}

void Outbound::noticeWithoutSa(const InnerPacket &packet, const Policy *policy, const Target &target)
{
    using Step = ProbeSeen::Step;
    const auto header = wire::decodeIpHeader(packet.bytes);
    const ProbeWatch *watch = header ? target.snapshot.watchOf(packet.bytes, *header) : nullptr;
    if (watch == nullptr)
        return;
    const Step step = policy == nullptr           ? Step::WithoutPolicy
        : policy->connection != watch->connection ? Step::OtherConnection
                                                  : Step::Waited;
    noticeSeen(watch, step, target.batch.notices, FlowKey::of(*header));
}

bool Outbound::flushWaiting(const SaSnapshot &snapshot, SendArena &arena, OutboundBatch &batch, TimePoint now)
{
    using Verdict = WaitingPackets::Verdict;
    const Target target{snapshot, arena, batch, now};
    forgetLaid();
    const bool isDone = m_waiting.visit([&](WaitingPackets::Waiting &waiting) {
        if (now - waiting.since > WaitingPackets::kMaxAge) {
            m_drops.add(api::DropReason::WaitedTooLong);
            return Verdict::Remove;
        }
        const auto header = wire::decodeIpHeader(waiting.packet); // it was whole when it came in
        if (!header)
            return Verdict::Remove;
        switch (protectOne({waiting.packet, waiting.offload}, *header, target)) {
        case Taken::Done: return Verdict::Remove;
        case Taken::ArenaFull: return Verdict::Stop;
        case Taken::NoSa: break;
        }
        if (snapshot.findPolicy(FlowKey::of(*header)) != nullptr)
            return Verdict::Keep;
        m_drops.add(api::DropReason::NoPolicy);
        return Verdict::Remove;
    });
    sealAll(target);
    return isDone;
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
    (sa != nullptr ? sa->outbound->lane(m_lane).drops : m_drops).add(api::DropReason::SendFailed, segments);
}

} // namespace tw::esp
