#include "engine/crypto/library.h"

#include "engine/crypto/algorithms.h"

#include <array>
#include <utility>

#include <openssl/provider.h>

namespace tw::crypto {

namespace {

using Cipher = std::unique_ptr<EVP_CIPHER, Releaser<EVP_CIPHER_free>>;
using Digest = std::unique_ptr<EVP_MD, Releaser<EVP_MD_free>>;
using Provider = std::unique_ptr<OSSL_PROVIDER, Releaser<OSSL_PROVIDER_unload>>;
using MacAlgorithm = std::unique_ptr<EVP_MAC, Releaser<EVP_MAC_free>>;

// OpenSSL looks an algorithm up by name through all its providers; doing that for each packet would cost more than
// the packet.
struct Algorithms
{
    Provider legacy; // first, so that it goes after what it gave
    std::string legacyError;
    std::array<Cipher, std::to_underlying(api::Encryption::ChaCha20Poly1305) + 1> ciphers;
    std::array<Digest, std::to_underlying(HashAlgorithm::Sha512) + 1> digests;
    MacAlgorithm hmac;

    Algorithms();
    void fetch(api::Encryption encryption, const char *name)
    {
        ciphers[std::to_underlying(encryption)].reset(EVP_CIPHER_fetch(nullptr, name, nullptr));
    }
    void fetch(HashAlgorithm algorithm, const char *name)
    {
        digests[std::to_underlying(algorithm)].reset(EVP_MD_fetch(nullptr, name, nullptr));
    }
};

Algorithms::Algorithms()
{
    // The last argument keeps the default provider: loading any other one by hand would switch it off.
    legacy.reset(OSSL_PROVIDER_try_load(nullptr, "legacy", 1));
    if (!legacy)
        legacyError = takeLibraryError();

    fetch(api::Encryption::Aes128Cbc, "AES-128-CBC");
    fetch(api::Encryption::Aes192Cbc, "AES-192-CBC");
    fetch(api::Encryption::Aes256Cbc, "AES-256-CBC");
    fetch(api::Encryption::DesCbc, "DES-CBC");
    fetch(api::Encryption::TripleDesCbc, "DES-EDE3-CBC");
    fetch(api::Encryption::Aes128Gcm16, "AES-128-GCM");
    fetch(api::Encryption::Aes192Gcm16, "AES-192-GCM");
    fetch(api::Encryption::Aes256Gcm16, "AES-256-GCM");
    fetch(api::Encryption::ChaCha20Poly1305, "ChaCha20-Poly1305");

    fetch(HashAlgorithm::Md5, "MD5");
    fetch(HashAlgorithm::Sha1, "SHA1");
    fetch(HashAlgorithm::Sha256, "SHA2-256");
    fetch(HashAlgorithm::Sha384, "SHA2-384");
    fetch(HashAlgorithm::Sha512, "SHA2-512");

    hmac.reset(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    dropLibraryErrors(); // what is missing is asked for by isAvailable()
}

const Algorithms &algorithms()
{
    static const Algorithms fetchedOnce;
    return fetchedOnce;
}

} // namespace

const EVP_CIPHER *fetched(api::Encryption encryption)
{
    return algorithms().ciphers[std::to_underlying(encryption)].get();
}

const EVP_MD *fetched(HashAlgorithm algorithm) { return algorithms().digests[std::to_underlying(algorithm)].get(); }

EVP_MAC *fetchedHmac() { return algorithms().hmac.get(); }

std::string_view legacyProviderError() { return algorithms().legacyError; }

std::string takeLibraryError()
{
    OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);
    // Oldest first: the root of the matter, then what followed from it.
    std::string text;
    const char *data = nullptr;
    int flags = 0;
    while (const unsigned long code = ERR_get_error_all(nullptr, nullptr, nullptr, &data, &flags)) {
        const char *reason = ERR_reason_error_string(code);
        text.append(text.empty() ? "" : "; ").append(reason ? reason : "error");
        if (data && *data && (flags & ERR_TXT_STRING))
            text.append(" (").append(data).append(")");
    }
    return text.empty() ? "no reason given" : text;
}

void dropLibraryErrors() { ERR_clear_error(); }

void throwFailure(const char *operation) { throw CryptoFailure(std::string(operation) + ": " + takeLibraryError()); }

} // namespace tw::crypto
