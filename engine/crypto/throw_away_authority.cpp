#include "engine/crypto/throw_away_authority.h"

#include "engine/crypto/certificate_content.h"

#include <string>

#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace tw::crypto {

namespace {

using Name = std::unique_ptr<X509_NAME, Releaser<X509_NAME_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;
using AlternativeNames = std::unique_ptr<GENERAL_NAMES, Releaser<GENERAL_NAMES_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;

constexpr std::chrono::hours kValidity{24}; // before and after

PublicKey makeKey() { return required(PublicKey(EVP_EC_gen("P-256")), "EC key"); }

Name commonName(const char *text)
{
    Name name = required(Name(X509_NAME_new()), "X509_NAME");
    require(X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(text),
                                       -1, -1, 0),
            "X509_NAME");
    return name;
}

void add(X509 *certificate, int nid, const char *value)
{
    const Extension extension =
        required(Extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value)), "X509_EXTENSION");
    require(X509_add_ext(certificate, extension.get(), -1), "X509_EXTENSION");
}

// Takes the octets as they are: nothing of an identity is read as a configuration's syntax.
void addAlternativeName(X509 *certificate, const api::Identity &identity)
{
    const int kind = identity.isAddress()                ? GEN_IPADD
        : identity.type == api::Identity::Type::UserFqdn ? GEN_EMAIL
                                                         : GEN_DNS;
    const int stringKind = kind == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING;
    ASN1_STRING *text = ASN1_STRING_type_new(stringKind);
    GENERAL_NAME *name = GENERAL_NAME_new();
    AlternativeNames names(sk_GENERAL_NAME_new_null());
    const bool isMade = text && name && names
        && ASN1_STRING_set(text, identity.data.data(), static_cast<int>(identity.data.size())) == 1;
    if (!isMade) {
        ASN1_STRING_free(text);
        GENERAL_NAME_free(name);
        throwFailure("subjectAltName");
    }
    GENERAL_NAME_set0_value(name, kind, text);
    if (sk_GENERAL_NAME_push(names.get(), name) == 0) {
        GENERAL_NAME_free(name);
        throwFailure("subjectAltName");
    }
    require(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_APPEND) == 1,
            "subjectAltName");
}

X509Certificate makeCertificate(EVP_PKEY *key, UtcTime now)
{
    X509Certificate certificate = required(X509Certificate(X509_new()), "X509");
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof(serial)) == 1, "serial");
    const auto at = [](UtcTime time) {
        return static_cast<std::time_t>(
            std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
    };
    require(X509_set_version(certificate.get(), X509_VERSION_3) == 1
                && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1 | 1) == 1
                && ASN1_TIME_set(X509_getm_notBefore(certificate.get()), at(now - kValidity)) != nullptr
                && ASN1_TIME_set(X509_getm_notAfter(certificate.get()), at(now + kValidity)) != nullptr
                && X509_set_pubkey(certificate.get(), key) == 1,
            "X509");
    return certificate;
}

Bytes derOf(X509 *certificate)
{
    std::uint8_t *encoded = nullptr;
    const int size = i2d_X509(certificate, &encoded);
    require(size > 0, "X509");
    Bytes der(encoded, encoded + size);
    OPENSSL_free(encoded);
    return der;
}

SecretBytes pkcs8Of(EVP_PKEY *key)
{
    const Pkcs8 info = required(Pkcs8(EVP_PKEY2PKCS8(key)), "PKCS8");
    std::uint8_t *encoded = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &encoded);
    require(size > 0, "PKCS8");
    SecretBytes der(ByteView(encoded, static_cast<std::size_t>(size)));
    OPENSSL_clear_free(encoded, static_cast<std::size_t>(size));
    return der;
}

} // namespace

struct ThrowAwayAuthority::Content
{
    UtcTime now;
    PublicKey key = makeKey();
    X509Certificate certificate;
};

ThrowAwayAuthority::ThrowAwayAuthority(UtcTime now) : m_content(new Content{.now = now, .certificate = {}})
{
    X509Certificate certificate = makeCertificate(m_content->key.get(), now);
    const Name name = commonName("Rehearsal");
    require(X509_set_subject_name(certificate.get(), name.get()) == 1
                && X509_set_issuer_name(certificate.get(), name.get()) == 1,
            "X509");
    add(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add(certificate.get(), NID_key_usage, "critical,keyCertSign");
    require(X509_sign(certificate.get(), m_content->key.get(), fetched(HashAlgorithm::Sha256)) > 0, "X509");
    m_content->certificate = std::move(certificate);
}

ThrowAwayAuthority::ThrowAwayAuthority(ThrowAwayAuthority &&) noexcept = default;
ThrowAwayAuthority::~ThrowAwayAuthority() = default;

Bytes ThrowAwayAuthority::certificate() const { return derOf(m_content->certificate.get()); }

ThrowAwayAuthority::Issued ThrowAwayAuthority::issue(const api::Identity &identity) const
{
    const PublicKey key = makeKey();
    const X509Certificate certificate = makeCertificate(key.get(), m_content->now);
    Name subject = commonName("Rehearsed peer");
    if (identity.type == api::Identity::Type::DerDn) {
        const std::uint8_t *at = identity.data.data();
        subject =
            required(Name(d2i_X509_NAME(nullptr, &at, static_cast<long>(identity.data.size()))), "distinguished name");
    } else if (identity.type != api::Identity::Type::KeyId) {
        addAlternativeName(certificate.get(), identity);
    }
    require(X509_set_subject_name(certificate.get(), subject.get()) == 1
                && X509_set_issuer_name(certificate.get(), X509_get_subject_name(m_content->certificate.get())) == 1,
            "X509");
    add(certificate.get(), NID_key_usage, "critical,digitalSignature");
    require(X509_sign(certificate.get(), m_content->key.get(), fetched(HashAlgorithm::Sha256)) > 0, "X509");
    return {derOf(certificate.get()), pkcs8Of(key.get())};
}

} // namespace tw::crypto
