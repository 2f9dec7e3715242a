#include "engine/crypto/hash.h"

#include "engine/crypto/library.h"

#include <utility>

namespace tw::crypto {

namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;

void digest(HashAlgorithm algorithm, Parts parts, std::uint8_t *out)
{
    const auto context = required(DigestContext(EVP_MD_CTX_new()), "digest");
    require(EVP_DigestInit_ex2(context.get(), fetched(algorithm), nullptr), "digest");
    for (const ByteView part : parts)
        require(EVP_DigestUpdate(context.get(), part.data(), part.size()), "digest");
    require(EVP_DigestFinal_ex(context.get(), out, nullptr), "digest");
}

std::size_t digestSize(HashAlgorithm algorithm)
{
    switch (algorithm) {
    case HashAlgorithm::Md5: return 16;
    case HashAlgorithm::Sha1: return 20;
    case HashAlgorithm::Sha256: return 32;
    case HashAlgorithm::Sha384: return 48;
    case HashAlgorithm::Sha512: return 64;
    }
    std::unreachable();
}

} // namespace

Bytes hash(HashAlgorithm algorithm, Parts parts)
{
    Bytes out(digestSize(algorithm));
    digest(algorithm, parts, out.data());
    return out;
}

Sha1Digest sha1(Parts parts)
{
    Sha1Digest out;
    digest(HashAlgorithm::Sha1, parts, out.data());
    return out;
}

HashAlgorithm hashOf(api::Prf prf)
{
    switch (prf) {
    case api::Prf::HmacMd5: return HashAlgorithm::Md5;
    case api::Prf::HmacSha1: return HashAlgorithm::Sha1;
    case api::Prf::HmacSha256: return HashAlgorithm::Sha256;
    case api::Prf::HmacSha384: return HashAlgorithm::Sha384;
    case api::Prf::HmacSha512: return HashAlgorithm::Sha512;
    }
    std::unreachable();
}

} // namespace tw::crypto
