#include "engine/crypto/certificate.h"

#include "engine/api/distinguished_name.h"
#include "engine/crypto/certificate_content.h"

#include <algorithm>
#include <ctime>

#include <openssl/asn1.h>

namespace tw::crypto {

using api::Identity;

namespace {

using Name = std::unique_ptr<X509_NAME, Releaser<X509_NAME_free>>;
using AlternativeNames = std::unique_ptr<GENERAL_NAMES, Releaser<GENERAL_NAMES_free>>;

ByteView bytesOf(const ASN1_STRING *text)
{
    return {ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))};
}

bool isEmpty(const X509_NAME *name) { return X509_NAME_entry_count(name) == 0; }

std::optional<Identity> identityOf(const GENERAL_NAME &name)
{
    switch (name.type) {
    case GEN_DNS: return Identity{Identity::Type::Fqdn, toBytes(bytesOf(name.d.dNSName))};
    case GEN_EMAIL: return Identity{Identity::Type::UserFqdn, toBytes(bytesOf(name.d.rfc822Name))};
    case GEN_IPADD:
        if (const auto address = IpAddress::fromBytes(bytesOf(name.d.iPAddress)))
            return Identity::fromAddress(*address);
        return std::nullopt;
    case GEN_DIRNAME: return Identity{Identity::Type::DerDn, derOf(name.d.directoryName)};
    default: return std::nullopt;
    }
}

std::vector<Identity> alternativeNames(const X509 *certificate)
{
    std::vector<Identity> identities;
    const AlternativeNames names(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        if (auto identity = identityOf(*sk_GENERAL_NAME_value(names.get(), i)))
            identities.push_back(std::move(*identity));
    }
    dropLibraryErrors();
    return identities;
}

std::string keyText(const EVP_PKEY *key)
{
    const auto kind = kindOfKey(key);
    if (!kind)
        return {};
    switch (*kind) {
    case KeyKind::Rsa: return "RSA " + std::to_string(EVP_PKEY_get_bits(key));
    case KeyKind::RsaPss: return "RSA-PSS " + std::to_string(EVP_PKEY_get_bits(key));
    case KeyKind::EcdsaP256: return "ECDSA P-256";
    case KeyKind::EcdsaP384: return "ECDSA P-384";
    case KeyKind::EcdsaP521: return "ECDSA P-521";
    }
    return {};
}

// Every curve that we take is strong enough.
bool isShort(const EVP_PKEY *key)
{
    constexpr int kEnoughRsaBits = 2048;
    const auto kind = kindOfKey(key);
    const bool isRsa = kind == KeyKind::Rsa || kind == KeyKind::RsaPss;
    return isRsa && EVP_PKEY_get_bits(key) < kEnoughRsaBits;
}

std::string serialOf(const X509 *certificate)
{
    const ASN1_INTEGER *number = X509_get0_serialNumber(certificate);
    return toHex(bytesOf(number));
}

Name nameOf(ByteView der)
{
    const std::uint8_t *at = der.data();
    Name name(d2i_X509_NAME(nullptr, &at, static_cast<long>(der.size())));
    dropLibraryErrors();
    return at == der.data() + der.size() ? std::move(name) : Name();
}

} // namespace

Bytes derOf(const X509_NAME *name)
{
    std::uint8_t *encoded = nullptr;
    const int size = i2d_X509_NAME(name, &encoded);
    require(size >= 0, "name");
    Bytes der(encoded, encoded + size);
    OPENSSL_free(encoded);
    return der;
}

std::optional<UtcTime> utcOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!ASN1_TIME_to_tm(time, &parts)) {
        dropLibraryErrors();
        return std::nullopt;
    }
    using namespace std::chrono;
    const sys_days day{year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday};
    return UtcTime(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

std::optional<KeyKind> kindOfKey(const EVP_PKEY *key)
{
    if (!key)
        return std::nullopt;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS: {
        const int bits = EVP_PKEY_get_bits(key);
        if (bits < kMinRsaBits || bits > kMaxRsaBits)
            return std::nullopt;
        return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? KeyKind::Rsa : KeyKind::RsaPss;
    }
    case EVP_PKEY_EC: {
        char group[64] = {};
        const bool isNamed = EVP_PKEY_get_group_name(key, group, sizeof group, nullptr);
        dropLibraryErrors();
        switch (isNamed ? OBJ_txt2nid(group) : NID_undef) {
        case NID_X9_62_prime256v1: return KeyKind::EcdsaP256;
        case NID_secp384r1: return KeyKind::EcdsaP384;
        case NID_secp521r1: return KeyKind::EcdsaP521;
        default: return std::nullopt;
        }
    }
    default: return std::nullopt;
    }
}

Result<Certificate> Certificate::fromDer(ByteView der)
{
    if (der.empty() || der.size() > kMaxCertificateSize)
        return fail(Fault::Malformed, "certificate");
    const std::uint8_t *at = der.data();
    X509Certificate x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    // Reads the extensions, too, once and for all; a key that cannot be read is no reason to refuse the rest.
    const bool isWhole = x509 && at == der.data() + der.size() && X509_check_purpose(x509.get(), -1, 0) == 1;
    dropLibraryErrors();
    if (!isWhole)
        return fail(Fault::Malformed, "certificate");
    return Certificate(std::make_shared<const Content>(toBytes(der), std::move(x509)));
}

ByteView Certificate::der() const { return m_content->der; }

api::CertificateFacts Certificate::facts() const
{
    X509 *x509 = m_content->get();
    api::CertificateFacts facts;
    facts.der = m_content->der;
    facts.fingerprint = hash(HashAlgorithm::Sha256, {m_content->der});
    facts.subject = api::readableName(subjectName());
    facts.issuer = api::readableName(derOf(X509_get_issuer_name(x509)));
    facts.serial = serialOf(x509);
    facts.notBefore = utcOf(X509_get0_notBefore(x509)).value_or(UtcTime{});
    facts.notAfter = utcOf(X509_get0_notAfter(x509)).value_or(UtcTime{});
    facts.keyAlgorithm = keyText(X509_get0_pubkey(x509));
    facts.hasShortKey = isShort(X509_get0_pubkey(x509));
    facts.isCa = X509_check_ca(x509) == 1;
    facts.isSelfSigned = X509_self_signed(x509, 0) == 1;
    if (!isEmpty(X509_get_subject_name(x509)))
        facts.names.push_back({Identity::Type::DerDn, subjectName()});
    std::ranges::move(alternativeNames(x509), std::back_inserter(facts.names));
    dropLibraryErrors();
    return facts;
}

std::string Certificate::subjectText() const
{
    if (isEmpty(X509_get_subject_name(m_content->get())))
        return toHex(hash(HashAlgorithm::Sha256, {m_content->der}));
    return api::readableName(subjectName());
}

Bytes Certificate::subjectName() const { return derOf(X509_get_subject_name(m_content->get())); }

std::optional<KeyKind> Certificate::keyKind() const
{
    const auto kind = kindOfKey(X509_get0_pubkey(m_content->get()));
    dropLibraryErrors();
    return kind;
}

Bytes Certificate::publicKeyHash() const
{
    std::uint8_t *encoded = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(m_content->get()), &encoded);
    require(size > 0, "public key");
    const Sha1Digest digest = sha1({ByteView(encoded, static_cast<std::size_t>(size))});
    OPENSSL_free(encoded);
    return toBytes(digest);
}

bool Certificate::isFor(const Identity &identity) const
{
    if (identity.data.empty())
        return false;
    auto names = alternativeNames(m_content->get());
    if (identity.type != Identity::Type::DerDn)
        return std::ranges::find(names, identity) != names.end();
    names.push_back({Identity::Type::DerDn, subjectName()});
    return std::ranges::any_of(names, [&](const Identity &name) {
        return name.type == Identity::Type::DerDn && isSameName(name.data, identity.data);
    });
}

bool isSameName(ByteView a, ByteView b)
{
    const Name first = nameOf(a);
    const Name second = nameOf(b);
    const bool isSame = first && second && !isEmpty(first.get()) && X509_NAME_cmp(first.get(), second.get()) == 0;
    dropLibraryErrors();
    return isSame;
}

} // namespace tw::crypto
