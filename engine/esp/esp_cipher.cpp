#include "engine/esp/esp_cipher.h"

#include "engine/crypto/algorithms.h"
#include "engine/esp/packet_parts.h"

#include <algorithm>
#include <array>

namespace tw::esp {

namespace {

using wire::kEspHeaderSize;
using wire::storeBig;

constexpr std::size_t kTrailerSize = 2; // pad length and next header

using HighHalf = std::array<std::uint8_t, kHighHalfSize>;

HighHalf highHalf(std::uint64_t sequence)
{
    HighHalf octets{};
    writeHighHalf(octets.data(), sequence);
    return octets;
}

} // namespace

PacketLayout PacketLayout::of(const api::EspProposal &proposal)
{
    const auto sizes = crypto::sizesOf(proposal.encryption);
    return {sizes.iv, std::max<std::size_t>(sizes.block, 4), crypto::icvSize(proposal.encryption, proposal.integrity)};
}

std::size_t PacketLayout::encryptedSize(std::size_t innerSize) const
{
    return (innerSize + kTrailerSize + alignment - 1) / alignment * alignment;
}

std::size_t PacketLayout::sealedSize(std::size_t innerSize) const
{
    return kEspHeaderSize + ivSize + encryptedSize(innerSize) + icvSize;
}

EspSealer::EspSealer(const api::EspProposal &proposal, Suite suite, crypto::MultiBufferKeys burstKeys)
    : m_layout(PacketLayout::of(proposal)),
      m_extended(proposal.extendedSequenceNumbers),
      m_suite(std::move(suite)),
      m_burstKeys(std::move(burstKeys))
{ }

Result<EspSealer> EspSealer::make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey)
{
    auto burstKeys = crypto::MultiBufferKeys::expand(crypto::MultiBufferKeys::Use::Encrypt, proposal.encryption,
                                                     proposal.integrity, encryptionKey, integrityKey);
    if (api::isAead(proposal.encryption)) {
        auto sealer = crypto::AeadSealer::create(proposal.encryption, encryptionKey);
        if (!sealer)
            return std::unexpected(sealer.error());
        return EspSealer(proposal, *std::move(sealer), std::move(burstKeys));
    }
    auto cipher = crypto::CbcEncryptor::create(proposal.encryption, encryptionKey);
    if (!cipher)
        return std::unexpected(cipher.error());
    auto mac = crypto::Mac::create(proposal.integrity, integrityKey);
    if (!mac)
        return std::unexpected(mac.error());
    return EspSealer(proposal, CbcWithMac{*std::move(cipher), *std::move(mac)}, std::move(burstKeys));
}

Result<void> EspSealer::seal(MutableByteView packet, std::uint64_t sequence)
{
    const PacketParts parts(packet, m_layout);
    if (auto *aead = std::get_if<crypto::AeadSealer>(&m_suite)) {
        // The sequence number never repeats under one key, which is all that a counter mode asks of its IV
        // (RFC 4106, 3.1).
        storeBig(parts.iv.data(), sequence);
        return aead->seal(parts.iv, AssociatedData(packet, m_extended, sequence).view(), parts.encrypted, parts.icv);
    }
    if (auto encrypted = encryptCbc(packet, sequence); !encrypted)
        return encrypted;
    return writeIcv(packet, sequence);
}

Result<void> EspSealer::encryptCbc(MutableByteView packet, std::uint64_t sequence)
{
    const PacketParts parts(packet, m_layout);
    writeCbcCounter(parts.iv, sequence);
    return std::get<CbcWithMac>(m_suite).cipher.encrypt(ByteView(kZeroIv).first(m_layout.ivSize), parts.ivAndEncrypted);
}

Result<void> EspSealer::writeIcv(MutableByteView packet, std::uint64_t sequence)
{
    const PacketParts parts(packet, m_layout);
    auto &mac = std::get<CbcWithMac>(m_suite).mac;
    return m_extended ? mac.compute({parts.covered, highHalf(sequence)}, parts.icv)
                      : mac.compute({parts.covered}, parts.icv);
}

EspOpener::EspOpener(const api::EspProposal &proposal, Suite suite, crypto::MultiBufferKeys burstKeys)
    : m_layout(PacketLayout::of(proposal)),
      m_extended(proposal.extendedSequenceNumbers),
      m_suite(std::move(suite)),
      m_burstKeys(std::move(burstKeys))
{ }

Result<EspOpener> EspOpener::make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey)
{
    auto burstKeys = crypto::MultiBufferKeys::expand(crypto::MultiBufferKeys::Use::Decrypt, proposal.encryption,
                                                     proposal.integrity, encryptionKey, integrityKey);
    if (api::isAead(proposal.encryption)) {
        auto opener = crypto::AeadOpener::create(proposal.encryption, encryptionKey);
        if (!opener)
            return std::unexpected(opener.error());
        return EspOpener(proposal, *std::move(opener), std::move(burstKeys));
    }
    auto cipher = crypto::CbcDecryptor::create(proposal.encryption, encryptionKey);
    if (!cipher)
        return std::unexpected(cipher.error());
    auto mac = crypto::Mac::create(proposal.integrity, integrityKey);
    if (!mac)
        return std::unexpected(mac.error());
    return EspOpener(proposal, CbcWithMac{*std::move(cipher), *std::move(mac)}, std::move(burstKeys));
}

Result<MutableByteView> EspOpener::open(MutableByteView packet, std::uint64_t sequence)
{
    if (!PacketParts::fit(packet, m_layout))
        return fail(Fault::Malformed, "ESP packet");
    const PacketParts parts(packet, m_layout);
    if (auto *aead = std::get_if<crypto::AeadOpener>(&m_suite)) {
        const AssociatedData associated(packet, m_extended, sequence);
        auto opened = aead->open(parts.iv, associated.view(), parts.encrypted, parts.icv);
        if (!opened)
            return std::unexpected(opened.error());
        return parts.encrypted;
    }
    if (!isAuthentic(packet, sequence))
        return fail(Fault::NotAuthentic, "ESP packet");
    return decryptCbc(packet);
}

bool EspOpener::isAuthentic(MutableByteView packet, std::uint64_t sequence)
{
    const PacketParts parts(packet, m_layout);
    auto &mac = std::get<CbcWithMac>(m_suite).mac;
    return m_extended ? mac.verify({parts.covered, highHalf(sequence)}, parts.icv)
                      : mac.verify({parts.covered}, parts.icv);
}

Result<MutableByteView> EspOpener::decryptCbc(MutableByteView packet)
{
    const PacketParts parts(packet, m_layout);
    if (auto done = std::get<CbcWithMac>(m_suite).cipher.decrypt(parts.iv, parts.encrypted); !done)
        return std::unexpected(done.error());
    return parts.encrypted;
}

} // namespace tw::esp
