#include "engine/crypto/signature.h"

#include "engine/crypto/certificate_content.h"

#include <array>
#include <utility>

#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

namespace tw::crypto {

namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Releaser<ECDSA_SIG_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;

bool isEcdsa(KeyKind kind) { return kind != KeyKind::Rsa && kind != KeyKind::RsaPss; }

// Of one coordinate, which is as long as the order of the curve.
std::size_t ecdsaHalf(KeyKind kind)
{
    switch (kind) {
    case KeyKind::EcdsaP256: return 32;
    case KeyKind::EcdsaP384: return 48;
    case KeyKind::EcdsaP521: return 66;
    default: return 0;
    }
}

// What EVP is told of the padding. False where the key does not allow it: a key of RSASSA-PSS may name its hash.
bool configure(EVP_PKEY_CTX *context, const SignatureAlgorithm &algorithm)
{
    switch (algorithm.scheme) {
    case SignatureScheme::RsaPkcs1: return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0;
    case SignatureScheme::RsaPss:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, fetched(algorithm.hash)) > 0
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, static_cast<int>(algorithm.saltSize)) > 0;
    case SignatureScheme::Ecdsa:
    case SignatureScheme::EcdsaConcatenated: return true;
    }
    std::unreachable();
}

Bytes derFromConcatenated(ByteView signature)
{
    const int half = static_cast<int>(signature.size() / 2);
    const EcdsaSignature parts = required(EcdsaSignature(ECDSA_SIG_new()), "ECDSA");
    auto r = required(BigNumber(BN_bin2bn(signature.data(), half, nullptr)), "ECDSA");
    auto s = required(BigNumber(BN_bin2bn(signature.data() + half, half, nullptr)), "ECDSA");
    require(ECDSA_SIG_set0(parts.get(), r.release(), s.release()), "ECDSA");
    std::uint8_t *encoded = nullptr;
    const int size = i2d_ECDSA_SIG(parts.get(), &encoded);
    require(size > 0, "ECDSA");
    Bytes der(encoded, encoded + size);
    OPENSSL_free(encoded);
    return der;
}

Bytes concatenatedFromDer(ByteView der, std::size_t half)
{
    const std::uint8_t *at = der.data();
    const auto parts = required(EcdsaSignature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))), "ECDSA");
    Bytes signature(2 * half);
    const int size = static_cast<int>(half);
    require(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), signature.data(), size) == size
                && BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), signature.data() + half, size) == size,
            "ECDSA");
    return signature;
}

const char *digestName(HashAlgorithm algorithm) { return EVP_MD_get0_name(fetched(algorithm)); }

} // namespace

SignatureAlgorithm rsaPss(HashAlgorithm hash)
{
    return {SignatureScheme::RsaPss, hash, static_cast<std::size_t>(EVP_MD_get_size(fetched(hash)))};
}

bool canSign(KeyKind key, const SignatureAlgorithm &algorithm)
{
    switch (algorithm.scheme) {
    case SignatureScheme::RsaPkcs1: return key == KeyKind::Rsa;
    case SignatureScheme::RsaPss: return !isEcdsa(key);
    case SignatureScheme::Ecdsa:
    case SignatureScheme::EcdsaConcatenated: return isEcdsa(key);
    }
    std::unreachable();
}

Result<void> verifySignature(const Certificate &certificate, const SignatureAlgorithm &algorithm, Parts data,
                             ByteView signature)
{
    const auto kind = certificate.keyKind();
    if (!kind || !canSign(*kind, algorithm))
        return fail(Fault::Unsupported, "signature");
    Bytes converted;
    if (algorithm.scheme == SignatureScheme::EcdsaConcatenated) {
        if (signature.size() != 2 * ecdsaHalf(*kind))
            return fail(Fault::AuthenticationFailed, "signature");
        converted = derFromConcatenated(signature);
        signature = converted;
    }
    const auto context = required(DigestContext(EVP_MD_CTX_new()), "verify");
    EVP_PKEY_CTX *parameters = nullptr;
    bool isGood = EVP_DigestVerifyInit_ex(context.get(), &parameters, digestName(algorithm.hash), nullptr, nullptr,
                                          X509_get0_pubkey(certificate.content().get()), nullptr)
            == 1
        && configure(parameters, algorithm);
    for (const ByteView part : data)
        isGood = isGood && EVP_DigestVerifyUpdate(context.get(), part.data(), part.size()) == 1;
    isGood = isGood && EVP_DigestVerifyFinal(context.get(), signature.data(), signature.size()) == 1;
    dropLibraryErrors();
    if (!isGood)
        return fail(Fault::AuthenticationFailed, "signature");
    return {};
}

struct SigningKey::Content
{
    PublicKey key; // the whole pair: the library has one name for both
};

SigningKey::SigningKey(std::unique_ptr<Content> content, KeyKind kind) : m_content(std::move(content)), m_kind(kind) { }
SigningKey::SigningKey(SigningKey &&) noexcept = default;
SigningKey &SigningKey::operator=(SigningKey &&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::fromPkcs8(ByteView der)
{
    const std::uint8_t *at = der.data();
    const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    PublicKey key(info && at == der.data() + der.size() ? EVP_PKCS82PKEY(info.get()) : nullptr);
    const auto kind = kindOfKey(key.get());
    dropLibraryErrors();
    if (!key)
        return fail(Fault::Malformed, "private key");
    if (!kind)
        return fail(Fault::Unsupported, "private key");
    return SigningKey(std::make_unique<Content>(std::move(key)), *kind);
}

bool SigningKey::isOf(const Certificate &certificate) const
{
    const EVP_PKEY *other = X509_get0_pubkey(certificate.content().get());
    const bool isSame = other && EVP_PKEY_eq(m_content->key.get(), other) == 1;
    dropLibraryErrors();
    return isSame;
}

bool SigningKey::works() const
{
    EVP_PKEY *key = m_content->key.get();
    constexpr std::array<std::uint8_t, 1> kData{};
    const auto context = required(DigestContext(EVP_MD_CTX_new()), "sign");
    // With the key's own hash: one of RSASSA-PSS may allow no other.
    std::size_t size = 0;
    bool isGood = EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1
        && EVP_DigestSign(context.get(), nullptr, &size, kData.data(), kData.size()) == 1;
    Bytes signature(isGood ? size : 0);
    isGood = isGood && EVP_DigestSign(context.get(), signature.data(), &size, kData.data(), kData.size()) == 1
        && EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1
        && EVP_DigestVerify(context.get(), signature.data(), size, kData.data(), kData.size()) == 1;
    dropLibraryErrors();
    return isGood;
}

Bytes SigningKey::sign(const SignatureAlgorithm &algorithm, Parts data) const
{
    require(canSign(m_kind, algorithm), "sign");
    const auto context = required(DigestContext(EVP_MD_CTX_new()), "sign");
    EVP_PKEY_CTX *parameters = nullptr;
    require(EVP_DigestSignInit_ex(context.get(), &parameters, digestName(algorithm.hash), nullptr, nullptr,
                                  m_content->key.get(), nullptr)
                    == 1
                && configure(parameters, algorithm),
            "sign");
    for (const ByteView part : data)
        require(EVP_DigestSignUpdate(context.get(), part.data(), part.size()) == 1, "sign");
    std::size_t size = 0;
    require(EVP_DigestSignFinal(context.get(), nullptr, &size) == 1, "sign");
    Bytes signature(size);
    require(EVP_DigestSignFinal(context.get(), signature.data(), &size) == 1, "sign");
    signature.resize(size);
    if (algorithm.scheme == SignatureScheme::EcdsaConcatenated)
        return concatenatedFromDer(signature, ecdsaHalf(m_kind));
    return signature;
}

} // namespace tw::crypto
