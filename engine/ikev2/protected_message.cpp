#include "engine/ikev2/protected_message.h"

#include "engine/crypto/aead.h"
#include "engine/crypto/algorithms.h"
#include "engine/crypto/cipher.h"
#include "engine/crypto/mac.h"
#include "engine/wire/byte_order.h"

#include <algorithm>

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
    const auto chain = wire::encodePayloads(payloads);
    if (!chain)
        return std::unexpected(chain.error());
    const CipherSizes sizes = m_cipher->sizes();
    const std::size_t padded = (chain->size() + kPadLengthSize + sizes.block - 1) / sizes.block * sizes.block;

    const wire::PayloadType first = payloads.empty() ? wire::PayloadType::None : payloads.front().type;
    auto laidOut = wire::layOutEncrypted(header, first, std::nullopt, sizes.iv, padded, sizes.icv);
    if (!laidOut)
        return std::unexpected(laidOut.error());
    const MutableByteView plain = laidOut->layout.mutableCiphertext(laidOut->message);
    std::ranges::copy(*chain, plain.begin());
    plain.back() = static_cast<std::uint8_t>(padded - chain->size() - kPadLengthSize);

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
    if (layout->fragment)
        return std::unexpected(OpenFailure{{Fault::UnexpectedMessage, "SKF"}});

    Bytes copy = toBytes(message);
    if (auto done = m_cipher->open(copy, *layout); !done)
        return std::unexpected(OpenFailure{done.error()});
    // The padding is covered by the ICV, so nothing can be learnt from how it is checked.
    const ByteView plain = layout->ciphertext(copy);
    if (plain.empty() || plain.size() < plain.back() + kPadLengthSize)
        return std::unexpected(OpenFailure{{Fault::Malformed, "SK padding"}, true});
    return PlainText{layout->firstInner, toBytes(plain.first(plain.size() - plain.back() - kPadLengthSize))};
}

} // namespace tw::ikev2
