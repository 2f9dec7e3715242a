#include "engine/esp/outbound_sa.h"

#include "engine/wire/esp_header.h"

#include <algorithm>
#include <limits>

namespace tw::esp {

OutboundSa::OutboundSa(EspSpi spi, EspSealer sealer, bool extended)
    : m_spi(spi),
      m_sealer(std::move(sealer)),
      m_last(extended ? std::numeric_limits<std::uint64_t>::max() : kLastSequence),
      m_low(extended ? m_last : kSequenceLow)
{ }

Result<std::shared_ptr<OutboundSa>> OutboundSa::make(EspSpi spi, const api::EspProposal &proposal,
                                                     const crypto::EspKeys &keys)
{
    auto sealer = EspSealer::make(proposal, keys.encryption.view(), keys.integrity.view());
    if (!sealer)
        return std::unexpected(sealer.error());
    return std::shared_ptr<OutboundSa>(new OutboundSa(spi, *std::move(sealer), proposal.extendedSequenceNumbers));
}

std::optional<OutboundSa::Laid> OutboundSa::lay(std::size_t innerSize, std::uint8_t nextHeader, MutableByteView out)
{
    if (m_sequence == m_last)
        return std::nullopt;
    const std::uint64_t sequence = ++m_sequence;

    const PacketLayout &layout = m_sealer.layout();
    const MutableByteView packet = out.first(layout.sealedSize(innerSize));
    wire::writeEspHeader({m_spi.value(), static_cast<std::uint32_t>(sequence)}, packet.first<wire::kEspHeaderSize>());
    const std::size_t encryptedSize = layout.encryptedSize(innerSize);
    const MutableByteView plain = packet.subspan(wire::kEspHeaderSize + layout.ivSize, encryptedSize);
    // RFC 4303, 2.4: the padding counts 1, 2, 3, ...
    const std::size_t padSize = encryptedSize - innerSize - 2;
    for (std::size_t i = 0; i < padSize; ++i)
        plain[innerSize + i] = static_cast<std::uint8_t>(i + 1);
    plain[encryptedSize - 2] = static_cast<std::uint8_t>(padSize);
    plain[encryptedSize - 1] = nextHeader;
    return Laid{packet, plain.first(innerSize), sequence};
}

void OutboundSa::skipTo(std::uint64_t sequence) { m_sequence = std::max(m_sequence, std::min(sequence, m_last)); }

} // namespace tw::esp
