#include "engine/ikev2/protected_message.h"

#include "engine/crypto/aead.h"
#include "engine/crypto/algorithms.h"
#include "engine/crypto/cipher.h"
#include "engine/crypto/mac.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/payload_chain.h"

#include <algorithm>
#include <limits>

namespace tw::ikev2 {

namespace {

// CBC with a MAC behind it: encrypt, then MAC everything from the header to the end of the ciphertext.
class CbcSealing : public SealingCipher
{
public:
    CbcSealing(crypto::CbcEncryptor cipher, crypto::Mac mac, CipherSizes sizes)
        : m_cipher(std::move(cipher)), m_mac(std::move(mac)), m_sizes(sizes)
    { }

    CipherSizes sizes() const override { return m_sizes; }

    Result<void> seal(MutableByteView message, const wire::EncryptedLayout &layout, RandomSource &random) override
    {
        random.fill(layout.mutableIv(message)); // CBC wants an unpredictable one (RFC 7296, 3.14)
        if (auto done = m_cipher.encrypt(layout.iv(message), layout.mutableCiphertext(message)); !done)
            return done;
        return m_mac.compute({layout.authenticated(message)}, layout.mutableIcv(message));
    }

private:
    crypto::CbcEncryptor m_cipher;
    crypto::Mac m_mac;
    CipherSizes m_sizes;
};

class CbcOpening : public OpeningCipher
{
public:
    CbcOpening(crypto::CbcDecryptor cipher, crypto::Mac mac, CipherSizes sizes)
        : m_cipher(std::move(cipher)), m_mac(std::move(mac)), m_sizes(sizes)
    { }

    CipherSizes sizes() const override { return m_sizes; }

    Result<void> open(MutableByteView message, const wire::EncryptedLayout &layout) override
    {
        if (!m_mac.verify({layout.authenticated(message)}, layout.icv(message)))
            return fail(Fault::NotAuthentic, "SK");
        return m_cipher.decrypt(layout.iv(message), layout.mutableCiphertext(message));
    }

private:
    crypto::CbcDecryptor m_cipher;
    crypto::Mac m_mac;
    CipherSizes m_sizes;
};

constexpr CipherSizes kAeadSizes{crypto::kAeadIvSize, 1, crypto::kAeadTagSize};

// RFC 5282. The IV is a counter: random ones of eight octets would repeat too soon.
class AeadSealing : public SealingCipher
{
public:
    explicit AeadSealing(crypto::AeadSealer aead) : m_aead(std::move(aead)) { }

    CipherSizes sizes() const override { return kAeadSizes; }

    Result<void> seal(MutableByteView message, const wire::EncryptedLayout &layout, RandomSource &) override
    {
        wire::storeBig(layout.mutableIv(message).data(), ++m_counter);
        return m_aead.seal(layout.iv(message), layout.associatedData(message), layout.mutableCiphertext(message),
                           layout.mutableIcv(message));
    }

private:
    crypto::AeadSealer m_aead;
    std::uint64_t m_counter = 0;
};

class AeadOpening : public OpeningCipher
{
public:
    explicit AeadOpening(crypto::AeadOpener aead) : m_aead(std::move(aead)) { }

    CipherSizes sizes() const override { return kAeadSizes; }

    Result<void> open(MutableByteView message, const wire::EncryptedLayout &layout) override
    {
        return m_aead.open(layout.iv(message), layout.associatedData(message), layout.mutableCiphertext(message),
                           layout.icv(message));
    }

private:
    crypto::AeadOpener m_aead;
};

// `Cbc`, `Aead` are the direction's halves of crypto, `Wrapped...` the class above that holds one.
template <typename Interface, typename Cbc, typename WrappedCbc, typename Aead, typename WrappedAead>
Result<std::unique_ptr<Interface>> makeCipher(const api::IkeProposal &proposal, const SecretBytes &encryptionKey,
                                              const SecretBytes &integrityKey)
{
    if (api::isAead(proposal.encryption)) {
        auto aead = Aead::create(proposal.encryption, encryptionKey.view());
        if (!aead)
            return std::unexpected(aead.error());
        return std::make_unique<WrappedAead>(std::move(*aead));
    }
    auto cipher = Cbc::create(proposal.encryption, encryptionKey.view());
    if (!cipher)
        return std::unexpected(cipher.error());
    auto mac = crypto::Mac::create(proposal.integrity, integrityKey.view());
    if (!mac)
        return std::unexpected(mac.error());
    const crypto::EncryptionSizes encryption = crypto::sizesOf(proposal.encryption);
    const CipherSizes sizes{encryption.iv, encryption.block, crypto::sizesOf(proposal.integrity).icv};
    return std::make_unique<WrappedCbc>(std::move(*cipher), std::move(*mac), sizes);
}

constexpr std::size_t kPadLengthSize = 1;
constexpr std::size_t kFragmentFieldsSize = 4; // number and total

std::size_t paddedSize(std::size_t chainSize, const CipherSizes &sizes)
{
    return (chainSize + kPadLengthSize + sizes.block - 1) / sizes.block * sizes.block;
}

std::size_t wholeSize(std::size_t chainSize, const CipherSizes &sizes)
{
    return wire::kIkeHeaderSize + wire::kPayloadHeaderSize + sizes.iv + paddedSize(chainSize, sizes) + sizes.icv;
}

// How much of a chain fits into one fragment; 0: nothing.
std::size_t roomInFragment(std::size_t limit, const CipherSizes &sizes)
{
    const std::size_t around =
        wire::kIkeHeaderSize + wire::kPayloadHeaderSize + kFragmentFieldsSize + sizes.iv + sizes.icv;
    if (limit < around + sizes.block)
        return 0;
    return (limit - around) / sizes.block * sizes.block - kPadLengthSize;
}

} // namespace

Result<std::unique_ptr<SealingCipher>>
makeSealingCipher(const api::IkeProposal &proposal, const SecretBytes &encryptionKey, const SecretBytes &integrityKey)
{
    return makeCipher<SealingCipher, crypto::CbcEncryptor, CbcSealing, crypto::AeadSealer, AeadSealing>(
        proposal, encryptionKey, integrityKey);
}

Result<std::unique_ptr<OpeningCipher>>
makeOpeningCipher(const api::IkeProposal &proposal, const SecretBytes &encryptionKey, const SecretBytes &integrityKey)
{
    return makeCipher<OpeningCipher, crypto::CbcDecryptor, CbcOpening, crypto::AeadOpener, AeadOpening>(
        proposal, encryptionKey, integrityKey);
}

Result<Bytes> MessageSealer::seal(const wire::IkeHeader &header, std::span<const wire::Payload> payloads,
                                  RandomSource &random)
{
    auto sealed = sealWithin(wire::kMaxIkeMessageSize, header, payloads, random);
    if (!sealed)
        return std::unexpected(sealed.error());
    return std::move(sealed->front());
}

Result<std::vector<Bytes>> MessageSealer::sealWithin(std::size_t limit, const wire::IkeHeader &header,
                                                     std::span<const wire::Payload> payloads, RandomSource &random)
{
    const auto chain = wire::encodePayloads(payloads);
    if (!chain)
        return std::unexpected(chain.error());
    const wire::PayloadType first = payloads.empty() ? wire::PayloadType::None : payloads.front().type;
    std::vector<Bytes> sealed;
    if (wholeSize(chain->size(), m_cipher->sizes()) <= limit) {
        auto message = sealChain(header, first, std::nullopt, *chain, random);
        if (!message)
            return std::unexpected(message.error());
        sealed.push_back(std::move(*message));
        return sealed;
    }

    const std::size_t room = roomInFragment(limit, m_cipher->sizes());
    const std::size_t total = room == 0 ? 0 : (chain->size() + room - 1) / room;
    if (total == 0 || total > std::numeric_limits<std::uint16_t>::max())
        return fail(Fault::InvalidArgument, "SKF");
    for (std::size_t at = 0; at < chain->size(); at += room) {
        const wire::Fragment fragment{static_cast<std::uint16_t>(sealed.size() + 1), static_cast<std::uint16_t>(total)};
        const ByteView piece = ByteView(*chain).subspan(at, std::min(room, chain->size() - at));
        // Only the first one says what the chain begins with (RFC 7383, 2.5).
        auto message = sealChain(header, at == 0 ? first : wire::PayloadType::None, fragment, piece, random);
        if (!message)
            return std::unexpected(message.error());
        sealed.push_back(std::move(*message));
    }
    return sealed;
}

Result<Bytes> MessageSealer::sealChain(const wire::IkeHeader &header, wire::PayloadType first,
                                       std::optional<wire::Fragment> fragment, ByteView chain, RandomSource &random)
{
    const CipherSizes sizes = m_cipher->sizes();
    const std::size_t padded = paddedSize(chain.size(), sizes);
    auto laidOut = wire::layOutEncrypted(header, first, fragment, sizes.iv, padded, sizes.icv);
    if (!laidOut)
        return std::unexpected(laidOut.error());
    const MutableByteView plain = laidOut->layout.mutableCiphertext(laidOut->message);
    std::ranges::copy(chain, plain.begin());
    plain.back() = static_cast<std::uint8_t>(padded - chain.size() - kPadLengthSize);

    if (auto done = m_cipher->seal(laidOut->message, laidOut->layout, random); !done)
        return std::unexpected(done.error());
    return std::move(laidOut->message);
}

std::expected<PlainText, OpenFailure> MessageOpener::open(ByteView message)
{
    const CipherSizes sizes = m_cipher->sizes();
    const auto layout = wire::locateEncrypted(message, sizes.iv, sizes.icv);
    if (!layout)
        return std::unexpected(OpenFailure{layout.error()});

    Bytes copy = toBytes(message);
    if (auto done = m_cipher->open(copy, *layout); !done)
        return std::unexpected(OpenFailure{done.error()});
    // The padding is covered by the ICV, so nothing can be learnt from how it is checked.
    const ByteView plain = layout->ciphertext(copy);
    if (plain.empty() || plain.size() < plain.back() + kPadLengthSize)
        return std::unexpected(OpenFailure{{Fault::Malformed, "SK padding"}, true});
    return PlainText{layout->firstInner, toBytes(plain.first(plain.size() - plain.back() - kPadLengthSize)),
                     layout->fragment};
}

} // namespace tw::ikev2
