#include "engine/esp/esp_cipher.h"

#include "engine/crypto/algorithms.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"

#include <algorithm>
#include <array>

namespace tw::esp {

namespace {

using wire::kEspHeaderSize;
using wire::storeBig;

constexpr std::size_t kTrailerSize = 2; // pad length and next header
constexpr std::size_t kMaxIvSize = 16;

// What the ICV covers behind the packet (HMAC) or between its SPI and sequence number (AEAD): the high half, which is
// not sent.
std::array<std::uint8_t, 4> highHalf(std::uint64_t sequence)
{
    std::array<std::uint8_t, 4> octets{};
    storeBig(octets.data(), static_cast<std::uint32_t>(sequence >> 32));
    return octets;
}

// Additional authenticated data of AEAD suites: SPI and sequence number, the latter whole with ESN.
struct AssociatedData
{
    AssociatedData(ByteView packet, bool extended, std::uint64_t sequence) : size(extended ? 12 : 8)
    {
        std::copy_n(packet.begin(), 4, octets.begin());
        if (extended)
            storeBig(octets.data() + 4, sequence);
        else
            storeBig(octets.data() + 4, static_cast<std::uint32_t>(sequence));
    }
    ByteView view() const { return {octets.data(), size}; }

    std::array<std::uint8_t, 12> octets{};
    std::size_t size;
};

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

EspSealer::EspSealer(PacketLayout layout, bool extended, Suite suite)
    : m_layout(layout), m_extended(extended), m_suite(std::move(suite))
{ }

Result<EspSealer> EspSealer::make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey)
{
    const PacketLayout layout = PacketLayout::of(proposal);
    if (api::isAead(proposal.encryption)) {
        auto sealer = crypto::AeadSealer::create(proposal.encryption, encryptionKey);
        if (!sealer)
            return std::unexpected(sealer.error());
        return EspSealer(layout, proposal.extendedSequenceNumbers, *std::move(sealer));
    }
    auto cipher = crypto::CbcEncryptor::create(proposal.encryption, encryptionKey);
    if (!cipher)
        return std::unexpected(cipher.error());
    auto mac = crypto::Mac::create(proposal.integrity, integrityKey);
    if (!mac)
        return std::unexpected(mac.error());
    return EspSealer(layout, proposal.extendedSequenceNumbers, CbcWithMac{*std::move(cipher), *std::move(mac)});
}

Result<void> EspSealer::seal(MutableByteView packet, std::uint64_t sequence)
{
    const MutableByteView covered = packet.first(packet.size() - m_layout.icvSize);
    const MutableByteView icv = packet.last(m_layout.icvSize);
    const MutableByteView iv = packet.subspan(kEspHeaderSize, m_layout.ivSize);
    const MutableByteView encrypted = covered.subspan(kEspHeaderSize + m_layout.ivSize);

    if (auto *aead = std::get_if<crypto::AeadSealer>(&m_suite)) {
        // The sequence number never repeats under one key, which is all that a counter mode asks of its IV
        // (RFC 4106, 3.1).
        storeBig(iv.data(), sequence);
        return aead->seal(iv, AssociatedData(packet, m_extended, sequence).view(), encrypted, icv);
    }

    // CBC needs an IV that no one can foretell. Encrypting a number that is used once, under the same key, makes one
    // (SP 800-38A, appendix C, first method), and CBC itself does that: with an IV of zeros, the first block becomes
    // E(number), from where the packet goes on exactly as with that block as its IV. No random octets per packet.
    auto &suite = std::get<CbcWithMac>(m_suite);
    static constexpr std::array<std::uint8_t, kMaxIvSize> kZeros{};
    std::ranges::fill(iv, std::uint8_t{0});
    storeBig(iv.data() + iv.size() - sizeof sequence, sequence);
    const MutableByteView ivAndEncrypted = covered.subspan(kEspHeaderSize);
    if (auto done = suite.cipher.encrypt(ByteView(kZeros).first(iv.size()), ivAndEncrypted); !done)
        return done;
    return m_extended ? suite.mac.compute({covered, highHalf(sequence)}, icv) : suite.mac.compute({covered}, icv);
}

EspOpener::EspOpener(PacketLayout layout, bool extended, Suite suite)
    : m_layout(layout), m_extended(extended), m_suite(std::move(suite))
{ }

Result<EspOpener> EspOpener::make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey)
{
    const PacketLayout layout = PacketLayout::of(proposal);
    if (api::isAead(proposal.encryption)) {
        auto opener = crypto::AeadOpener::create(proposal.encryption, encryptionKey);
        if (!opener)
            return std::unexpected(opener.error());
        return EspOpener(layout, proposal.extendedSequenceNumbers, *std::move(opener));
    }
    auto cipher = crypto::CbcDecryptor::create(proposal.encryption, encryptionKey);
    if (!cipher)
        return std::unexpected(cipher.error());
    auto mac = crypto::Mac::create(proposal.integrity, integrityKey);
    if (!mac)
        return std::unexpected(mac.error());
    return EspOpener(layout, proposal.extendedSequenceNumbers, CbcWithMac{*std::move(cipher), *std::move(mac)});
}

Result<MutableByteView> EspOpener::open(MutableByteView packet, std::uint64_t sequence)
{
    const std::size_t around = kEspHeaderSize + m_layout.ivSize + m_layout.icvSize;
    if (packet.size() < around + m_layout.alignment)
        return fail(Fault::Malformed, "ESP packet");
    const MutableByteView covered = packet.first(packet.size() - m_layout.icvSize);
    const MutableByteView icv = packet.last(m_layout.icvSize);
    const MutableByteView iv = packet.subspan(kEspHeaderSize, m_layout.ivSize);
    const MutableByteView encrypted = covered.subspan(kEspHeaderSize + m_layout.ivSize);
    if (encrypted.size() % m_layout.alignment != 0)
        return fail(Fault::Malformed, "ESP packet");

    if (auto *aead = std::get_if<crypto::AeadOpener>(&m_suite)) {
        auto opened = aead->open(iv, AssociatedData(packet, m_extended, sequence).view(), encrypted, icv);
        if (!opened)
            return std::unexpected(opened.error());
        return encrypted;
    }
    auto &suite = std::get<CbcWithMac>(m_suite);
    const bool authentic =
        m_extended ? suite.mac.verify({covered, highHalf(sequence)}, icv) : suite.mac.verify({covered}, icv);
    if (!authentic)
        return fail(Fault::NotAuthentic, "ESP packet");
    if (auto done = suite.cipher.decrypt(iv, encrypted); !done)
        return std::unexpected(done.error());
    return encrypted;
}

} // namespace tw::esp
