#include "engine/crypto/certificate_file.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/certificate_content.h"
#include "engine/crypto/pkcs12_archive.h"
#include "engine/crypto/signature.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <openssl/pem.h>

namespace tw::crypto {

using api::Credentials;
using api::CredentialsFault;

namespace {

using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;
using SealedKey = std::unique_ptr<X509_SIG, Releaser<X509_SIG_free>>;
using Archive = std::unique_ptr<PKCS12, Releaser<PKCS12_free>>;

template <typename T>
using Read = std::expected<T, CredentialsFault>;

std::unexpected<CredentialsFault> refuse(CredentialsFault fault) { return std::unexpected(fault); }

const char *passphraseText(const SecretBytes &terminated)
{
    return reinterpret_cast<const char *>(terminated.view().data());
}

// For the functions that want a C string; a passphrase with a zero octet in it opens nothing then.
SecretBytes terminated(const SecretBytes &passphrase)
{
    SecretBytes text(passphrase.size() + 1);
    std::ranges::copy(passphrase.view(), text.bytes().begin());
    return text;
}

// Collects what the parts of a file hold.
class Collector
{
public:
    explicit Collector(const SecretBytes &passphrase) : m_passphrase(passphrase) { }

    Read<void> addCertificate(ByteView der);
    Read<void> addKey(PublicKey key);
    Read<void> addKey(ByteView der, int type); // of EVP_PKEY_*; EVP_PKEY_NONE: PKCS#8
    Read<void> addSealedKey(ByteView der); // PKCS#8's EncryptedPrivateKeyInfo
    Read<void> addArchive(const PKCS12 *archive);

    bool isEmpty() const { return m_certificates.empty() && !m_key; }
    Read<Credentials> finish();

    const SecretBytes &passphrase() const { return m_passphrase; }

private:
    const SecretBytes &m_passphrase;
    PassphraseBudget m_budget;
    std::vector<Certificate> m_certificates;
    std::optional<SigningKey> m_key;
    SecretBytes m_keyBytes;
};

Read<void> Collector::addCertificate(ByteView der)
{
    if (der.size() > kMaxCertificateSize || m_certificates.size() == api::kMaxCertificatesInFile)
        return refuse(CredentialsFault::TooLarge);
    auto certificate = Certificate::fromDer(der);
    if (!certificate)
        return refuse(CredentialsFault::Malformed);
    const bool isKnown =
        std::ranges::any_of(m_certificates, [&](const Certificate &one) { return std::ranges::equal(one.der(), der); });
    if (!isKnown)
        m_certificates.push_back(std::move(*certificate));
    return {};
}

Read<void> Collector::addKey(PublicKey key)
{
    if (!key)
        return refuse(CredentialsFault::Malformed);
    if (m_key)
        return refuse(CredentialsFault::SeveralKeys);
    if (!kindOfKey(key.get()))
        return refuse(CredentialsFault::UnsupportedKey);
    // The library reads keys that it cannot write: an EC key without a point, or with a number beyond its curve's order.
    const Pkcs8 info(EVP_PKEY2PKCS8(key.get()));
    std::uint8_t *encoded = nullptr;
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &encoded) : 0;
    if (size <= 0)
        return refuse(CredentialsFault::Malformed);
    m_keyBytes = SecretBytes(ByteView(encoded, static_cast<std::size_t>(size)));
    OPENSSL_clear_free(encoded, static_cast<std::size_t>(size));
    auto signing = SigningKey::fromPkcs8(m_keyBytes.view());
    if (!signing || !signing->works())
        return refuse(CredentialsFault::Malformed);
    m_key = std::move(*signing);
    return {};
}

Read<void> Collector::addKey(ByteView der, int type)
{
    const std::uint8_t *at = der.data();
    const auto size = static_cast<long>(der.size());
    if (type != EVP_PKEY_NONE)
        return addKey(PublicKey(d2i_PrivateKey(type, nullptr, &at, size)));
    const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, size));
    return addKey(PublicKey(info ? EVP_PKCS82PKEY(info.get()) : nullptr));
}

Read<void> Collector::addSealedKey(ByteView der)
{
    const std::uint8_t *at = der.data();
    const SealedKey sealed(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!sealed)
        return refuse(CredentialsFault::Malformed);
    if (m_passphrase.isEmpty())
        return refuse(CredentialsFault::PassphraseNeeded);
    const X509_ALGOR *sealing = nullptr;
    X509_SIG_get0(sealed.get(), &sealing, nullptr);
    if (!m_budget.spend(sealing))
        return refuse(CredentialsFault::TooSlow);
    const SecretBytes text = terminated(m_passphrase);
    const Pkcs8 info(PKCS8_decrypt(sealed.get(), passphraseText(text), static_cast<int>(m_passphrase.size())));
    if (!info)
        return refuse(CredentialsFault::WrongPassphrase);
    return addKey(PublicKey(EVP_PKCS82PKEY(info.get())));
}

Read<void> Collector::addArchive(const PKCS12 *archive)
{
    auto content = openArchive(archive, m_passphrase, m_budget);
    if (!content)
        return refuse(content.error());
    for (const Bytes &der : content->certificates) {
        if (auto added = addCertificate(der); !added)
            return added;
    }
    for (PublicKey &key : content->keys) {
        if (auto added = addKey(std::move(key)); !added)
            return added;
    }
    return {};
}

Read<Credentials> Collector::finish()
{
    if (isEmpty())
        return refuse(CredentialsFault::NothingFound);
    if (m_key) {
        const auto own = std::ranges::find_if(m_certificates, [&](const Certificate &one) { return m_key->isOf(one); });
        if (own != m_certificates.end())
            std::ranges::rotate(m_certificates.begin(), own, own + 1);
    }
    Credentials credentials;
    for (const Certificate &one : m_certificates)
        credentials.certificates.push_back(one.facts());
    credentials.privateKey = std::move(m_keyBytes);
    return credentials;
}

int givePassphrase(char *out, int size, int, void *from)
{
    const ByteView passphrase = static_cast<const SecretBytes *>(from)->view();
    if (passphrase.empty() || passphrase.size() > static_cast<std::size_t>(size))
        return -1;
    std::ranges::copy(passphrase, out);
    return static_cast<int>(passphrase.size());
}

// One "-----BEGIN NAME-----" of a PEM file (RFC 7468, and RFC 1421 for the header of old encrypted keys).
class PemPart
{
public:
    static std::optional<PemPart> next(BIO *in)
    {
        PemPart part;
        const bool isThere = PEM_read_bio(in, &part.m_name, &part.m_header, &part.m_data, &part.m_size) == 1;
        return isThere ? std::optional(std::move(part)) : std::nullopt;
    }
    PemPart(PemPart &&other) noexcept
        : m_name(std::exchange(other.m_name, nullptr)),
          m_header(std::exchange(other.m_header, nullptr)),
          m_data(std::exchange(other.m_data, nullptr)),
          m_size(std::exchange(other.m_size, 0))
    { }
    PemPart &operator=(PemPart &&) = delete;
    ~PemPart()
    {
        OPENSSL_free(m_name);
        OPENSSL_free(m_header);
        OPENSSL_clear_free(m_data, static_cast<std::size_t>(m_size));
    }

    std::string_view name() const { return m_name; }
    ByteView data() const { return {m_data, static_cast<std::size_t>(m_size)}; }

    Read<void> decrypt(const SecretBytes &passphrase)
    {
        EVP_CIPHER_INFO cipher{};
        if (PEM_get_EVP_CIPHER_INFO(m_header, &cipher) != 1)
            return refuse(CredentialsFault::Malformed);
        if (!cipher.cipher)
            return {};
        if (passphrase.isEmpty())
            return refuse(CredentialsFault::PassphraseNeeded);
        // The library takes it as a pointer to anything.
        void *from = const_cast<SecretBytes *>(&passphrase);
        if (PEM_do_header(&cipher, m_data, &m_size, givePassphrase, from) != 1)
            return refuse(CredentialsFault::WrongPassphrase);
        m_wasSealed = true;
        return {};
    }
    bool wasSealed() const { return m_wasSealed; }

private:
    PemPart() = default;

    char *m_name = nullptr;
    char *m_header = nullptr;
    std::uint8_t *m_data = nullptr;
    long m_size = 0;
    bool m_wasSealed = false;
};

Read<void> addOldKey(PemPart &part, int type, Collector &found)
{
    if (auto open = part.decrypt(found.passphrase()); !open)
        return open;
    auto added = found.addKey(part.data(), type);
    // Padding that is right by chance: a wrong passphrase opens every 256th key to nonsense.
    if (!added && added.error() == CredentialsFault::Malformed && part.wasSealed())
        return refuse(CredentialsFault::WrongPassphrase);
    return added;
}

Read<void> add(PemPart &part, Collector &found)
{
    if (part.name() == PEM_STRING_X509 || part.name() == PEM_STRING_X509_OLD)
        return found.addCertificate(part.data());
    if (part.name() == PEM_STRING_PKCS8INF)
        return found.addKey(part.data(), EVP_PKEY_NONE);
    if (part.name() == PEM_STRING_PKCS8)
        return found.addSealedKey(part.data());
    if (part.name() == PEM_STRING_RSA)
        return addOldKey(part, EVP_PKEY_RSA, found);
    if (part.name() == PEM_STRING_ECPRIVATEKEY)
        return addOldKey(part, EVP_PKEY_EC, found);
    return {}; // parameters, requests, revocation lists: not what is looked for
}

Read<void> addPem(ByteView file, Collector &found)
{
    const Bio in = required(Bio(BIO_new_mem_buf(file.data(), static_cast<int>(file.size()))), "file");
    while (auto part = PemPart::next(in.get())) {
        if (auto added = add(*part, found); !added)
            return added;
    }
    return {};
}

Read<void> addDer(ByteView file, Collector &found)
{
    const auto size = static_cast<long>(file.size());
    if (Certificate::fromDer(file))
        return found.addCertificate(file);
    const std::uint8_t *at = file.data();
    if (const Archive archive(d2i_PKCS12(nullptr, &at, size)); archive)
        return found.addArchive(archive.get());
    at = file.data();
    if (const SealedKey sealed(d2i_X509_SIG(nullptr, &at, size)); sealed)
        return found.addSealedKey(file);
    at = file.data();
    if (PublicKey key(d2i_AutoPrivateKey(nullptr, &at, size)); key)
        return found.addKey(std::move(key));
    return {};
}

class Reader final : public api::CertificateReader
{
public:
    Reader() = default;

    std::expected<Credentials, CredentialsFault> read(ByteView file, const SecretBytes &passphrase) const override
    {
        return readCredentials(file, passphrase);
    }
    std::optional<api::CertificateFacts> facts(ByteView der) const override
    {
        const auto certificate = Certificate::fromDer(der);
        return certificate ? std::optional(certificate->facts()) : std::nullopt;
    }
    bool isKeyOf(const SecretBytes &privateKey, ByteView certificate) const override
    {
        const auto key = SigningKey::fromPkcs8(privateKey.view());
        const auto read = Certificate::fromDer(certificate);
        return key && read && key->isOf(*read);
    }
};

} // namespace

std::expected<Credentials, CredentialsFault> readCredentials(ByteView file, const SecretBytes &passphrase)
{
    if (file.size() > api::kMaxCertificateFileSize)
        return refuse(CredentialsFault::TooLarge);
    // Older PKCS#12 files are sealed with RC2 and triple DES, which are in the library's legacy module.
    static_cast<void>(legacyProviderError());
    Collector found(passphrase);
    constexpr std::string_view kPemBegin = "-----BEGIN ";
    const bool isPem = asText(file).find(kPemBegin) != std::string_view::npos;
    auto added = isPem ? addPem(file, found) : addDer(file, found);
    dropLibraryErrors();
    if (!added)
        return std::unexpected(added.error());
    return found.finish();
}

const api::CertificateReader &certificateReader()
{
    static const Reader reader;
    return reader;
}

} // namespace tw::crypto
