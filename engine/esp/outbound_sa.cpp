#include "engine/esp/outbound_sa.h"

#include "engine/wire/esp_header.h"

#include <algorithm>
#include <iterator>

namespace tw::esp {

OutboundSa::OutboundSa(EspSpi spi, const api::EspProposal &proposal, std::span<EspSealer> sealers)
    : m_layout(PacketLayout::of(proposal)),
      m_otherLanes(std::move_iterator(sealers.begin() + 1), std::move_iterator(sealers.end())),
      m_spi(spi),
      m_extended(proposal.extendedSequenceNumbers),
      m_firstLane(std::move(sealers.front()))
{ }

Result<std::shared_ptr<OutboundSa>> OutboundSa::make(EspSpi spi, const api::EspProposal &proposal,
                                                     const crypto::EspKeys &keys, std::size_t lanes)
{
    std::vector<EspSealer> sealers;
    while (sealers.size() < lanes) {
        auto sealer = EspSealer::make(proposal, keys.encryption.view(), keys.integrity.view());
        if (!sealer)
            return std::unexpected(sealer.error());
        sealers.push_back(*std::move(sealer));
    }
    return std::shared_ptr<OutboundSa>(new OutboundSa(spi, proposal, sealers));
}

OutboundSa::Laid OutboundSa::lay(std::size_t innerSize, std::uint8_t nextHeader, MutableByteView out) const
{
    const MutableByteView packet = out.first(m_layout.sealedSize(innerSize));
    const std::size_t encryptedSize = m_layout.encryptedSize(innerSize);
    const MutableByteView plain = packet.subspan(wire::kEspHeaderSize + m_layout.ivSize, encryptedSize);
    // RFC 4303, 2.4: the padding counts 1, 2, 3, ...
    const std::size_t padSize = encryptedSize - innerSize - 2;
    for (std::size_t i = 0; i < padSize; ++i)
        plain[innerSize + i] = static_cast<std::uint8_t>(i + 1);
    plain[encryptedSize - 2] = static_cast<std::uint8_t>(padSize);
    plain[encryptedSize - 1] = nextHeader;
    return {packet, plain.first(innerSize)};
}

void OutboundSa::number(MutableByteView packet, std::uint64_t sequence) const
{
    wire::writeEspHeader({m_spi.value(), static_cast<std::uint32_t>(sequence)}, packet.first<wire::kEspHeaderSize>());
}

// Not by addition alone: who asks in vain, however often, must not bring the counter round.
SequenceRange OutboundSa::reserve(std::size_t count)
{
    const bool isAlone = m_otherLanes.empty();
    std::uint64_t last = lastSequence();
    std::uint64_t given = 0;
    do {
        given = std::min<std::uint64_t>(count, limit() - last);
        // A locked instruction waits for the SA to come from memory, which is most of what a packet for one of thousands
        // costs; nobody waits for a store.
        if (isAlone)
            m_last.store(last + given, std::memory_order_relaxed);
    } while (!isAlone && !m_last.compare_exchange_weak(last, last + given, std::memory_order_relaxed));
    return {last + 1, static_cast<std::size_t>(given)};
}

void OutboundSa::skipTo(std::uint64_t sequence)
{
    const std::uint64_t wanted = std::min(sequence, limit());
    std::uint64_t last = lastSequence();
    while (last < wanted && !m_last.compare_exchange_weak(last, wanted, std::memory_order_relaxed)) { }
}

bool OutboundSa::isLowNoticeDue(TimePoint now) { return isSequenceLow() && m_lowNotice.renew(now, kNoticeInterval); }

std::uint64_t OutboundSa::packets() const
{
    std::uint64_t sum = m_firstLane.packets.value();
    for (const OutboundLane &lane : m_otherLanes)
        sum += lane.packets.value();
    return sum;
}

std::uint64_t OutboundSa::bytes() const
{
    std::uint64_t sum = m_firstLane.bytes.value();
    for (const OutboundLane &lane : m_otherLanes)
        sum += lane.bytes.value();
    return sum;
}

void OutboundSa::addDropsTo(api::DropCounters &sum) const
{
    m_firstLane.drops.addTo(sum);
    for (const OutboundLane &lane : m_otherLanes)
        lane.drops.addTo(sum);
}

} // namespace tw::esp
