#include "engine/crypto/cipher.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/keyed_cipher.h"

#include <limits>
#include <utility>

namespace tw::crypto {

void CipherRelease::operator()(evp_cipher_ctx_st *context) const { EVP_CIPHER_CTX_free(context); }

Result<CipherContext> keyedCipher(api::Encryption encryption, ByteView key, CipherDirection direction,
                                  std::string_view where)
{
    const EVP_CIPHER *cipher = fetched(encryption);
    if (!cipher)
        return fail(Fault::Unsupported, where);
    if (key.size() != sizesOf(encryption).key)
        return fail(Fault::InvalidArgument, where);
    CipherContext context(EVP_CIPHER_CTX_new());
    const bool ready = context
        && EVP_CipherInit_ex2(context.get(), cipher, key.data(), nullptr, std::to_underlying(direction), nullptr)
        && EVP_CIPHER_CTX_set_padding(context.get(), 0);
    if (!ready) {
        dropLibraryErrors();
        return fail(Fault::CryptoFailed, where);
    }
    return context;
}

bool startMessage(EVP_CIPHER_CTX *context, ByteView iv)
{
    constexpr int kSameDirection = -1;
    return EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), kSameDirection, nullptr) == 1;
}

bool transformInPlace(EVP_CIPHER_CTX *context, MutableByteView data)
{
    if (data.empty())
        return true; // a null output would turn the input into associated data
    if (data.size() > std::numeric_limits<int>::max())
        return false;
    const int size = static_cast<int>(data.size());
    int written = 0;
    return EVP_CipherUpdate(context, data.data(), &written, data.data(), size) == 1 && written == size;
}

namespace {

Result<CipherContext> keyedCbc(api::Encryption encryption, ByteView key, CipherDirection direction,
                               std::string_view where)
{
    if (api::isAead(encryption))
        return fail(Fault::Unsupported, where);
    return keyedCipher(encryption, key, direction, where);
}

Result<void> transform(EVP_CIPHER_CTX *context, ByteView iv, MutableByteView data, std::string_view where)
{
    if (startMessage(context, iv) && transformInPlace(context, data))
        return {};
    dropLibraryErrors();
    return fail(Fault::CryptoFailed, where);
}

} // namespace

CbcEncryptor::CbcEncryptor(CipherContext context, std::size_t blockSize)
    : m_context(std::move(context)), m_blockSize(blockSize)
{ }

Result<CbcEncryptor> CbcEncryptor::create(api::Encryption encryption, ByteView key)
{
    auto context = keyedCbc(encryption, key, CipherDirection::Encrypt, "CbcEncryptor");
    if (!context)
        return std::unexpected(context.error());
    return CbcEncryptor(std::move(*context), sizesOf(encryption).block);
}

Result<void> CbcEncryptor::encrypt(ByteView iv, MutableByteView data)
{
    if (iv.size() != m_blockSize || data.size() % m_blockSize != 0)
        return fail(Fault::InvalidArgument, "CbcEncryptor");
    return transform(m_context.get(), iv, data, "CbcEncryptor");
}

CbcDecryptor::CbcDecryptor(CipherContext context, std::size_t blockSize)
    : m_context(std::move(context)), m_blockSize(blockSize)
{ }

Result<CbcDecryptor> CbcDecryptor::create(api::Encryption encryption, ByteView key)
{
    auto context = keyedCbc(encryption, key, CipherDirection::Decrypt, "CbcDecryptor");
    if (!context)
        return std::unexpected(context.error());
    return CbcDecryptor(std::move(*context), sizesOf(encryption).block);
}

Result<void> CbcDecryptor::decrypt(ByteView iv, MutableByteView data)
{
    if (iv.size() != m_blockSize)
        return fail(Fault::InvalidArgument, "CbcDecryptor");
    if (data.size() % m_blockSize != 0)
        return fail(Fault::Malformed, "CbcDecryptor");
    return transform(m_context.get(), iv, data, "CbcDecryptor");
}

} // namespace tw::crypto
