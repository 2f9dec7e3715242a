#include "engine/esp/inbound_sa.h"

#include "engine/wire/esp_header.h"
#include "engine/wire/ip_header.h"

namespace tw::esp {

namespace {

// Takes the trailer off what was decrypted. The ICV stands in front of it, so nobody without the key can probe the
// padding; still, all of it is looked at before anything is decided, so that the time tells only its length.
std::optional<OpenedPacket> takeTrailer(MutableByteView plain)
{
    const std::size_t padSize = plain[plain.size() - 2];
    const std::uint8_t nextHeader = plain[plain.size() - 1];
    if (padSize + 2 > plain.size())
        return std::nullopt;
    const std::size_t innerSize = plain.size() - 2 - padSize;
    unsigned difference = 0;
    for (std::size_t i = 0; i < padSize; ++i)
        difference |= static_cast<unsigned>(plain[innerSize + i]) ^ static_cast<unsigned>(i + 1);
    if (difference != 0)
        return std::nullopt;
    return OpenedPacket{plain.first(innerSize), nextHeader, false};
}

} // namespace

Result<std::shared_ptr<InboundSa>> InboundSa::make(const api::EspProposal &proposal, const crypto::EspKeys &keys,
                                                   std::uint32_t replayWindow)
{
    auto opener = EspOpener::make(proposal, keys.encryption.view(), keys.integrity.view());
    if (!opener)
        return std::unexpected(opener.error());
    return std::shared_ptr<InboundSa>(
        new InboundSa(*std::move(opener), ReplayWindow(replayWindow, proposal.extendedSequenceNumbers)));
}

std::optional<std::uint64_t> InboundSa::admit(ByteView espPacket) const
{
    const auto header = wire::decodeEspHeader(espPacket);
    if (!header)
        return std::nullopt;
    const auto sequence = m_window.infer(header->sequence);
    if (!sequence || !m_window.check(*sequence))
        return std::nullopt;
    return sequence;
}

std::expected<OpenedPacket, api::DropReason> InboundSa::finish(std::uint64_t sequence, MutableByteView plain)
{
    const bool isNewest = sequence > m_window.highest();
    if (!m_window.accept(sequence))
        return std::unexpected(api::DropReason::Replayed);

    auto opened = takeTrailer(plain);
    if (!opened)
        return std::unexpected(api::DropReason::BadPadding);
    opened->isNewest = isNewest;
    switch (opened->nextHeader) {
    case wire::kProtocolIpv4:
    case wire::kProtocolIpv6: return *opened;
    case wire::kProtocolNone: opened->inner = {}; return *opened; // RFC 4303, 2.6: drop without a word
    default: return std::unexpected(api::DropReason::PolicyViolation); // transport mode was not negotiated
    }
}

} // namespace tw::esp
