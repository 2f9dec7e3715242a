#include "engine/crypto/certificate_chain.h"

#include "engine/api/distinguished_name.h"
#include "engine/crypto/certificate_content.h"

#include <openssl/x509_vfy.h>

namespace tw::crypto {

using api::CertificateFault;
using api::CertificateProblem;

namespace {

using Store = std::unique_ptr<X509_STORE, Releaser<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Releaser<X509_STORE_CTX_free>>;

struct StackReleaser
{
    void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); } // the certificates are somebody else's
};
using Stack = std::unique_ptr<STACK_OF(X509), StackReleaser>;

// The library's level 1 stands for 80 bits: no MD5, no SHA-1, no RSA key below 1024 bits.
constexpr int kSecurityLevel = 1;

CertificateFault faultOf(int error)
{
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return CertificateFault::Expired;
    case X509_V_ERR_CERT_NOT_YET_VALID: return CertificateFault::NotYetValid;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED: return CertificateFault::UnknownIssuer;
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH:
    case X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY: return CertificateFault::BadSignature;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN: return CertificateFault::NotACa;
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED: return CertificateFault::PathTooLong;
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX: return CertificateFault::NameForbidden;
    case X509_V_ERR_CA_MD_TOO_WEAK:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_EE_KEY_TOO_SMALL: return CertificateFault::WeakAlgorithm;
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: return CertificateFault::UnknownExtension;
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: return CertificateFault::UnsupportedKey;
    default: return CertificateFault::Other;
    }
}

std::string nameOf(const X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    if (X509_NAME_entry_count(subject) != 0)
        return api::readableName(derOf(subject));
    std::uint8_t *encoded = nullptr;
    const int size = i2d_X509(certificate, &encoded);
    require(size > 0, "certificate");
    std::string name = toHex(hash(HashAlgorithm::Sha256, {ByteView(encoded, static_cast<std::size_t>(size))}));
    OPENSSL_free(encoded);
    return name;
}

std::string isoText(const ASN1_TIME *time)
{
    const auto utc = utcOf(time);
    return utc ? api::isoTime(*utc) : std::string();
}

std::string valueOf(CertificateFault fault, const X509 *certificate, int error)
{
    switch (fault) {
    case CertificateFault::Expired: return isoText(X509_get0_notAfter(certificate));
    case CertificateFault::NotYetValid: return isoText(X509_get0_notBefore(certificate));
    case CertificateFault::UnknownIssuer: return api::readableName(derOf(X509_get_issuer_name(certificate)));
    case CertificateFault::WeakAlgorithm: {
        const char *name = OBJ_nid2sn(X509_get_signature_nid(certificate));
        return name ? name : std::string();
    }
    case CertificateFault::Other: return X509_verify_cert_error_string(error);
    default: return {};
    }
}

CertificateProblem problemWith(X509 *certificate, CertificateFault fault, int error = X509_V_OK)
{
    return {fault, nameOf(certificate), valueOf(fault, certificate, error)};
}

Stack stackOf(std::span<const Certificate> certificates)
{
    Stack stack = required(Stack(sk_X509_new_null()), "certificates");
    for (const Certificate &one : certificates)
        require(sk_X509_push(stack.get(), one.content().get()) > 0, "certificates");
    return stack;
}

// The library lets a first version pass that signed itself, and one with the key usage alone.
std::expected<void, CertificateProblem> verifyIssuers(STACK_OF(X509) * chain)
{
    for (int i = 1; i < sk_X509_num(chain); ++i) {
        if (X509 *issuer = sk_X509_value(chain, i); X509_check_ca(issuer) != 1)
            return std::unexpected(problemWith(issuer, CertificateFault::NotACa));
    }
    return {};
}

std::expected<void, CertificateProblem> verifyUse(const Certificate &certificate)
{
    X509 *x509 = certificate.content().get();
    constexpr std::uint32_t kMaySign = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
    if ((X509_get_key_usage(x509) & kMaySign) == 0)
        return std::unexpected(problemWith(x509, CertificateFault::MayNotSign));
    if (!certificate.keyKind())
        return std::unexpected(problemWith(x509, CertificateFault::UnsupportedKey));
    return {};
}

} // namespace

std::expected<void, CertificateProblem> verifyChain(const Certificate &certificate, std::span<const Certificate> others,
                                                    std::span<const Certificate> authorities, UtcTime now)
{
    // First: the library says of an unusable key only that a signature is wrong, and takes its time for a huge one.
    if (auto usable = verifyUse(certificate); !usable)
        return usable;
    const Store store = required(Store(X509_STORE_new()), "trusted certificates");
    for (const Certificate &one : authorities)
        require(X509_STORE_add_cert(store.get(), one.content().get()), "trusted certificates");
    const Stack between = stackOf(others);
    const StoreContext context = required(StoreContext(X509_STORE_CTX_new()), "chain");
    require(X509_STORE_CTX_init(context.get(), store.get(), certificate.content().get(), between.get()), "chain");
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(parameters, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    X509_VERIFY_PARAM_set_depth(parameters, kMaxIntermediates);
    X509_VERIFY_PARAM_set_auth_level(parameters, kSecurityLevel);
    // Whatever was imported is believed, whether it signed itself or not.
    require(X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN), "chain");

    const bool isGood = X509_verify_cert(context.get()) == 1;
    dropLibraryErrors();
    if (!isGood) {
        const int error = X509_STORE_CTX_get_error(context.get());
        X509 *at = X509_STORE_CTX_get_current_cert(context.get());
        return std::unexpected(problemWith(at ? at : certificate.content().get(), faultOf(error), error));
    }
    auto issuers = verifyIssuers(X509_STORE_CTX_get0_chain(context.get()));
    dropLibraryErrors();
    return issuers;
}

std::expected<void, CertificateProblem> verifyTimes(const Certificate &certificate, UtcTime now)
{
    X509 *x509 = certificate.content().get();
    const auto notBefore = utcOf(X509_get0_notBefore(x509));
    const auto notAfter = utcOf(X509_get0_notAfter(x509));
    if (!notBefore || !notAfter)
        return std::unexpected(problemWith(x509, CertificateFault::Unreadable));
    if (now < *notBefore)
        return std::unexpected(problemWith(x509, CertificateFault::NotYetValid));
    if (now > *notAfter)
        return std::unexpected(problemWith(x509, CertificateFault::Expired));
    return {};
}

} // namespace tw::crypto
