#include "engine/crypto/certificate_content.h"
#include "engine/crypto/signature.h"

#include <array>

#include <openssl/asn1t.h>
#include <openssl/rsa.h>

// AlgorithmIdentifiers of signatures, as they stand in AUTH payloads of the method "Digital Signature". RFC 7427, 3.
namespace tw::crypto {

namespace {

using Identifier = std::unique_ptr<X509_ALGOR, Releaser<X509_ALGOR_free>>;
using PssParameters = std::unique_ptr<RSA_PSS_PARAMS, Releaser<RSA_PSS_PARAMS_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, Releaser<ASN1_INTEGER_free>>;
using Text = std::unique_ptr<ASN1_STRING, Releaser<ASN1_STRING_free>>;

struct Row
{
    SignatureScheme scheme;
    HashAlgorithm hash;
    int nid;
};
constexpr std::array kRows = {
    Row{SignatureScheme::RsaPkcs1, HashAlgorithm::Sha256, NID_sha256WithRSAEncryption},
    Row{SignatureScheme::RsaPkcs1, HashAlgorithm::Sha384, NID_sha384WithRSAEncryption},
    Row{SignatureScheme::RsaPkcs1, HashAlgorithm::Sha512, NID_sha512WithRSAEncryption},
    Row{SignatureScheme::Ecdsa, HashAlgorithm::Sha256, NID_ecdsa_with_SHA256},
    Row{SignatureScheme::Ecdsa, HashAlgorithm::Sha384, NID_ecdsa_with_SHA384},
    Row{SignatureScheme::Ecdsa, HashAlgorithm::Sha512, NID_ecdsa_with_SHA512},
};

struct HashRow
{
    HashAlgorithm hash;
    int nid;
};
constexpr std::array kHashes = {
    HashRow{HashAlgorithm::Sha256, NID_sha256},
    HashRow{HashAlgorithm::Sha384, NID_sha384},
    HashRow{HashAlgorithm::Sha512, NID_sha512},
};

template <typename Value, typename Encode>
Bytes encoded(const Value *value, Encode encode)
{
    std::uint8_t *der = nullptr;
    const int size = encode(value, &der);
    require(size > 0, "AlgorithmIdentifier");
    Bytes out(der, der + size);
    OPENSSL_free(der);
    return out;
}

Bytes pssIdentifier(const SignatureAlgorithm &algorithm, int hashNid)
{
    const auto hashOf = [&](int nid) {
        auto identifier = required(Identifier(X509_ALGOR_new()), "AlgorithmIdentifier");
        require(X509_ALGOR_set0(identifier.get(), OBJ_nid2obj(nid), V_ASN1_NULL, nullptr), "AlgorithmIdentifier");
        return identifier;
    };
    const auto sequence = [](Bytes der) {
        auto text = required(Text(ASN1_STRING_new()), "AlgorithmIdentifier");
        require(ASN1_STRING_set(text.get(), der.data(), static_cast<int>(der.size())), "AlgorithmIdentifier");
        return text;
    };
    const auto parameters = required(PssParameters(RSA_PSS_PARAMS_new()), "AlgorithmIdentifier");
    parameters->hashAlgorithm = hashOf(hashNid).release();
    auto mask = required(Identifier(X509_ALGOR_new()), "AlgorithmIdentifier");
    auto inner = sequence(encoded(parameters->hashAlgorithm, i2d_X509_ALGOR));
    require(X509_ALGOR_set0(mask.get(), OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE, inner.get()), "AlgorithmIdentifier");
    static_cast<void>(inner.release()); // the identifier's now
    parameters->maskGenAlgorithm = mask.release();
    auto salt = required(Integer(ASN1_INTEGER_new()), "AlgorithmIdentifier");
    require(ASN1_INTEGER_set_uint64(salt.get(), algorithm.saltSize), "AlgorithmIdentifier");
    parameters->saltLength = salt.release();

    const auto whole = required(Identifier(X509_ALGOR_new()), "AlgorithmIdentifier");
    auto outer = sequence(encoded(parameters.get(), i2d_RSA_PSS_PARAMS));
    require(X509_ALGOR_set0(whole.get(), OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE, outer.get()),
            "AlgorithmIdentifier");
    static_cast<void>(outer.release());
    return encoded(whole.get(), i2d_X509_ALGOR);
}

std::optional<HashAlgorithm> hashOf(const X509_ALGOR *identifier)
{
    const ASN1_OBJECT *object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, identifier);
    for (const HashRow &row : kHashes) {
        if (row.nid == OBJ_obj2nid(object))
            return row.hash;
    }
    return std::nullopt;
}

// RFC 4055, 3.1. Defaults mean SHA-1, and so nothing that we take.
Result<SignatureAlgorithm> parsePss(int type, const void *value)
{
    constexpr std::uint64_t kMaxSaltSize = 64;
    if (type != V_ASN1_SEQUENCE)
        return fail(Fault::Malformed, "RSASSA-PSS parameters");
    const auto *der = static_cast<const ASN1_STRING *>(value);
    const PssParameters parameters(
        static_cast<RSA_PSS_PARAMS *>(ASN1_item_unpack(der, ASN1_ITEM_rptr(RSA_PSS_PARAMS))));
    if (!parameters)
        return fail(Fault::Malformed, "RSASSA-PSS parameters");
    if (!parameters->hashAlgorithm || !parameters->maskGenAlgorithm || !parameters->saltLength)
        return fail(Fault::Unsupported, "RSASSA-PSS parameters");

    const ASN1_OBJECT *mask = nullptr;
    int maskType = 0;
    const void *maskValue = nullptr;
    X509_ALGOR_get0(&mask, &maskType, &maskValue, parameters->maskGenAlgorithm);
    if (OBJ_obj2nid(mask) != NID_mgf1 || maskType != V_ASN1_SEQUENCE)
        return fail(Fault::Unsupported, "RSASSA-PSS parameters");
    const Identifier maskHash(static_cast<X509_ALGOR *>(
        ASN1_item_unpack(static_cast<const ASN1_STRING *>(maskValue), ASN1_ITEM_rptr(X509_ALGOR))));
    const auto hash = hashOf(parameters->hashAlgorithm);
    std::uint64_t salt = 0;
    std::uint64_t trailer = 1;
    const bool isReadable = maskHash && ASN1_INTEGER_get_uint64(&salt, parameters->saltLength)
        && (!parameters->trailerField || ASN1_INTEGER_get_uint64(&trailer, parameters->trailerField));
    if (!isReadable)
        return fail(Fault::Malformed, "RSASSA-PSS parameters");
    if (!hash || hashOf(maskHash.get()) != hash || salt > kMaxSaltSize || trailer != 1)
        return fail(Fault::Unsupported, "RSASSA-PSS parameters");
    return SignatureAlgorithm{SignatureScheme::RsaPss, *hash, static_cast<std::size_t>(salt)};
}

Result<SignatureAlgorithm> parse(const X509_ALGOR *identifier)
{
    const ASN1_OBJECT *object = nullptr;
    int type = 0;
    const void *value = nullptr;
    X509_ALGOR_get0(&object, &type, &value, identifier);
    const int nid = OBJ_obj2nid(object);
    if (nid == NID_rsassaPss)
        return parsePss(type, value);
    for (const Row &row : kRows) {
        if (row.nid != nid)
            continue;
        // RFC 4055, 5 wants NULL for RSA and tells readers to do without; RFC 5758, 3.2 wants nothing for ECDSA.
        const bool mayBeNull = row.scheme == SignatureScheme::RsaPkcs1;
        if (type != V_ASN1_UNDEF && !(mayBeNull && type == V_ASN1_NULL))
            return fail(Fault::Malformed, "AlgorithmIdentifier");
        return SignatureAlgorithm{row.scheme, row.hash};
    }
    return fail(Fault::Unsupported, "AlgorithmIdentifier");
}

} // namespace

Bytes algorithmIdentifier(const SignatureAlgorithm &algorithm)
{
    if (algorithm.scheme == SignatureScheme::RsaPss) {
        for (const HashRow &row : kHashes) {
            if (row.hash == algorithm.hash)
                return pssIdentifier(algorithm, row.nid);
        }
        return {};
    }
    for (const Row &row : kRows) {
        if (row.scheme != algorithm.scheme || row.hash != algorithm.hash)
            continue;
        const auto identifier = required(Identifier(X509_ALGOR_new()), "AlgorithmIdentifier");
        const int parameters = row.scheme == SignatureScheme::RsaPkcs1 ? V_ASN1_NULL : V_ASN1_UNDEF;
        require(X509_ALGOR_set0(identifier.get(), OBJ_nid2obj(row.nid), parameters, nullptr), "AlgorithmIdentifier");
        return encoded(identifier.get(), i2d_X509_ALGOR);
    }
    return {};
}

Result<SignatureAlgorithm> parseAlgorithmIdentifier(ByteView der)
{
    const std::uint8_t *at = der.data();
    const Identifier identifier(d2i_X509_ALGOR(nullptr, &at, static_cast<long>(der.size())));
    const bool isWhole = identifier && at == der.data() + der.size();
    auto algorithm = isWhole ? parse(identifier.get()) : fail(Fault::Malformed, "AlgorithmIdentifier");
    dropLibraryErrors();
    return algorithm;
}

} // namespace tw::crypto
