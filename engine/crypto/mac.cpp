#include "engine/crypto/mac.h"

#include "engine/base/secret_bytes.h"
#include "engine/crypto/algorithms.h"
#include "engine/crypto/hmac.h"
#include "engine/crypto/library.h"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace tw::crypto {

void MacRelease::operator()(evp_mac_ctx_st *context) const { EVP_MAC_CTX_free(context); }

MacContext newHmac(HashAlgorithm algorithm, ByteView key)
{
    if (!fetchedHmac() || !fetched(algorithm))
        return nullptr;
    MacContext context(EVP_MAC_CTX_new(fetchedHmac()));
    // OSSL_PARAM wants a pointer to a mutable string, and only reads it.
    auto *digestName = const_cast<char *>(EVP_MD_get0_name(fetched(algorithm)));
    const std::array parameters = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digestName, 0),
                                   OSSL_PARAM_construct_end()};
    // A null key would mean "the one you have"; an empty PRF key is a key.
    static constexpr std::uint8_t kNoKey = 0;
    const std::uint8_t *keyBytes = key.empty() ? &kNoKey : key.data();
    if (!context || !EVP_MAC_init(context.get(), keyBytes, key.size(), parameters.data()))
        return nullptr;
    return context;
}

bool beginHmac(evp_mac_ctx_st *context) { return EVP_MAC_init(context, nullptr, 0, nullptr) == 1; }

bool addToHmac(evp_mac_ctx_st *context, ByteView part)
{
    return part.empty() || EVP_MAC_update(context, part.data(), part.size()) == 1;
}

bool finishHmac(evp_mac_ctx_st *context, MutableByteView digest)
{
    std::size_t written = 0;
    return EVP_MAC_final(context, digest.data(), &written, digest.size()) == 1;
}

namespace {

constexpr std::size_t kLargestDigest = 64;

HashAlgorithm hashOf(api::Integrity integrity)
{
    switch (integrity) {
    case api::Integrity::HmacMd5_96: return HashAlgorithm::Md5;
    case api::Integrity::HmacSha1_96: return HashAlgorithm::Sha1;
    case api::Integrity::HmacSha256_128: return HashAlgorithm::Sha256;
    case api::Integrity::HmacSha384_192: return HashAlgorithm::Sha384;
    case api::Integrity::HmacSha512_256: return HashAlgorithm::Sha512;
    case api::Integrity::None: break; // refused by create()
    }
    std::unreachable();
}

bool runHmac(evp_mac_ctx_st *context, Parts parts, std::array<std::uint8_t, kLargestDigest> &digest)
{
    bool succeeded = beginHmac(context);
    for (const ByteView part : parts)
        succeeded = succeeded && addToHmac(context, part);
    return succeeded && finishHmac(context, digest);
}

} // namespace

Mac::Mac(MacContext context, std::size_t size) : m_context(std::move(context)), m_size(size) { }

Result<Mac> Mac::create(api::Integrity integrity, ByteView key)
{
    if (integrity == api::Integrity::None || !isAvailable(integrity))
        return fail(Fault::Unsupported, "Mac");
    const IntegritySizes sizes = sizesOf(integrity);
    if (key.size() != sizes.key)
        return fail(Fault::InvalidArgument, "Mac key");
    MacContext context = newHmac(hashOf(integrity), key);
    if (!context) {
        dropLibraryErrors();
        return fail(Fault::CryptoFailed, "Mac");
    }
    return Mac(std::move(context), sizes.icv);
}

Result<void> Mac::compute(Parts parts, MutableByteView icv)
{
    if (icv.size() != m_size)
        return fail(Fault::InvalidArgument, "Mac");
    std::array<std::uint8_t, kLargestDigest> digest;
    if (!runHmac(m_context.get(), parts, digest)) {
        dropLibraryErrors();
        return fail(Fault::CryptoFailed, "Mac");
    }
    std::copy_n(digest.begin(), m_size, icv.begin());
    return {};
}

bool Mac::verify(Parts parts, ByteView icv)
{
    std::array<std::uint8_t, kLargestDigest> expected;
    if (!compute(parts, MutableByteView(expected).first(m_size)))
        return false;
    return equalInConstantTime(ByteView(expected).first(m_size), icv);
}

} // namespace tw::crypto
