#pragma once

#include "engine/api/certificate.h"
#include "engine/base/secret_bytes.h"

#include <expected>
#include <optional>

// The face of the engine that reads certificates for those who only keep and show them. The real one is
// crypto::certificateReader(). Thread: any; it holds nothing.
namespace tw::api {

inline constexpr std::size_t kMaxCertificateFileSize = 1024 * 1024;
inline constexpr std::size_t kMaxCertificatesInFile = 64;

// What one file held.
struct Credentials
{
    std::vector<CertificateFacts> certificates; // where there is a key, its own certificate first, if that is there
    SecretBytes privateKey; // an unencrypted PKCS#8 PrivateKeyInfo in DER; empty: none
};

// Why nothing came out of a file. Stable names.
enum class CredentialsFault : std::uint8_t {
    NothingFound, // neither certificate nor private key
    TooLarge, // file, certificate, or their number
    Malformed, // what says that it is a certificate or a key is none
    PassphraseNeeded,
    WrongPassphrase,
    UnsupportedKey, // a kind of key that cannot sign in IKE here
    SeveralKeys,
    TooSlow, // it asks for more work on its passphrase than anyone waits for
};
std::string_view credentialsFaultName(CredentialsFault fault);

class CertificateReader
{
public:
    virtual ~CertificateReader() = default;
    CertificateReader(const CertificateReader &) = delete;
    CertificateReader &operator=(const CertificateReader &) = delete;

    // PEM with any number of certificates and one key, or DER: a certificate, a key, a PKCS#12. An empty passphrase
    // means that there is none.
    virtual std::expected<Credentials, CredentialsFault> read(ByteView file, const SecretBytes &passphrase) const = 0;
    virtual std::optional<CertificateFacts> facts(ByteView der) const = 0; // nothing: no certificate
    // Whether the private key, as read() gives it, is the certificate's.
    virtual bool isKeyOf(const SecretBytes &privateKey, ByteView certificate) const = 0;

protected:
    CertificateReader() = default;
};

} // namespace tw::api
