#include "engine/crypto/aead.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/keyed_cipher.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tw::crypto {

namespace {

Result<CipherContext> keyedAead(api::Encryption encryption, ByteView keyAndSalt, CipherDirection direction,
                                std::string_view where)
{
    if (!api::isAead(encryption))
        return fail(Fault::Unsupported, where);
    if (keyAndSalt.size() != sizesOf(encryption).keyMaterial())
        return fail(Fault::InvalidArgument, where);
    return keyedCipher(encryption, keyAndSalt.first(sizesOf(encryption).key), direction, where);
}

bool addAssociated(EVP_CIPHER_CTX *context, ByteView associated)
{
    if (associated.size() > std::numeric_limits<int>::max())
        return false;
    int written = 0;
    return associated.empty()
        || EVP_CipherUpdate(context, nullptr, &written, associated.data(), static_cast<int>(associated.size())) == 1;
}

bool finish(EVP_CIPHER_CTX *context)
{
    std::array<std::uint8_t, EVP_MAX_BLOCK_LENGTH> none; // both suites are stream ciphers: nothing is left to write
    int written = 0;
    return EVP_CipherFinal_ex(context, none.data(), &written) == 1;
}

bool readTag(EVP_CIPHER_CTX *context, MutableByteView tag)
{
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kAeadTagSize, tag.data()) == 1;
}

bool expectTag(EVP_CIPHER_CTX *context, ByteView tag)
{
    // The library takes a pointer to mutable bytes, and only reads them.
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kAeadTagSize, const_cast<std::uint8_t *>(tag.data()))
        == 1;
}

} // namespace

AeadSealer::AeadSealer(CipherContext context, ByteView salt) : m_context(std::move(context)), m_nonce{}
{
    std::ranges::copy(salt, m_nonce.begin());
}

Result<AeadSealer> AeadSealer::create(api::Encryption encryption, ByteView keyAndSalt)
{
    auto context = keyedAead(encryption, keyAndSalt, CipherDirection::Encrypt, "AeadSealer");
    if (!context)
        return std::unexpected(context.error());
    return AeadSealer(std::move(*context), keyAndSalt.last(kAeadSaltSize));
}

Result<void> AeadSealer::seal(ByteView iv, ByteView associated, MutableByteView data, MutableByteView tag)
{
    if (iv.size() != kAeadIvSize || tag.size() != kAeadTagSize)
        return fail(Fault::InvalidArgument, "AeadSealer");
    std::ranges::copy(iv, m_nonce.begin() + kAeadSaltSize);
    EVP_CIPHER_CTX *context = m_context.get();
    if (startMessage(context, m_nonce) && addAssociated(context, associated) && transformInPlace(context, data)
        && finish(context) && readTag(context, tag))
        return {};
    dropLibraryErrors();
    return fail(Fault::CryptoFailed, "AeadSealer");
}

AeadOpener::AeadOpener(CipherContext context, ByteView salt) : m_context(std::move(context)), m_nonce{}
{
    std::ranges::copy(salt, m_nonce.begin());
}

Result<AeadOpener> AeadOpener::create(api::Encryption encryption, ByteView keyAndSalt)
{
    auto context = keyedAead(encryption, keyAndSalt, CipherDirection::Decrypt, "AeadOpener");
    if (!context)
        return std::unexpected(context.error());
    return AeadOpener(std::move(*context), keyAndSalt.last(kAeadSaltSize));
}

Result<void> AeadOpener::open(ByteView iv, ByteView associated, MutableByteView data, ByteView tag)
{
    if (iv.size() != kAeadIvSize || tag.size() != kAeadTagSize)
        return fail(Fault::InvalidArgument, "AeadOpener");
    std::ranges::copy(iv, m_nonce.begin() + kAeadSaltSize);
    EVP_CIPHER_CTX *context = m_context.get();
    const bool decrypted = startMessage(context, m_nonce) && expectTag(context, tag)
        && addAssociated(context, associated) && transformInPlace(context, data);
    // The library compares the tag, in constant time, only here: what it wrote so far is not to be trusted.
    if (decrypted && finish(context))
        return {};
    std::ranges::fill(data, std::uint8_t{0});
    dropLibraryErrors();
    return fail(decrypted ? Fault::NotAuthentic : Fault::CryptoFailed, "AeadOpener");
}

} // namespace tw::crypto
