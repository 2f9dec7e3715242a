#pragma once

#include "engine/base/secret_bytes.h"
#include "engine/crypto/certificate.h"
#include "engine/crypto/hash.h"

#include <memory>

// Signatures with the keys of certificates. Which of them may stand in which AUTH payload is IKE's to say.
namespace tw::crypto {

enum class SignatureScheme : std::uint8_t {
    RsaPkcs1, // RSASSA-PKCS1-v1_5, RFC 8017, 8.2
    RsaPss, // RSASSA-PSS with MGF1 of the same hash, RFC 8017, 8.1
    Ecdsa, // ECDSA-Sig-Value in DER, as X.509 has it
    EcdsaConcatenated, // r | s, each as long as the curve's order, RFC 4754, 7
};

struct SignatureAlgorithm
{
    SignatureScheme scheme{};
    HashAlgorithm hash{};
    std::size_t saltSize = 0; // of RsaPss

    friend bool operator==(const SignatureAlgorithm &, const SignatureAlgorithm &) = default;
};

// With a salt as long as the hash, as everyone makes it.
SignatureAlgorithm rsaPss(HashAlgorithm hash);

// The ASN.1 AlgorithmIdentifier of RFC 7427, appendix A, in DER. Empty for what has none: EcdsaConcatenated, MD5.
Bytes algorithmIdentifier(const SignatureAlgorithm &algorithm);
// Unsupported for an algorithm that is none of ours; SHA-1 is not, in any form (RFC 8247, 3.2). Malformed for others.
Result<SignatureAlgorithm> parseAlgorithmIdentifier(ByteView der);

// Whether such a key makes such signatures.
bool canSign(KeyKind key, const SignatureAlgorithm &algorithm);

// Unsupported where the certificate's key makes no such signatures, AuthenticationFailed where it did not make this one.
Result<void> verifySignature(const Certificate &certificate, const SignatureAlgorithm &algorithm, Parts data,
                             ByteView signature);

// A private key, ready to sign. The salt of RSASSA-PSS and the secret number of ECDSA come from the library and not
// from a RandomSource: whoever could repeat one, a simulation with its seed, could compute the key.
class SigningKey
{
public:
    // From an unencrypted PKCS#8 PrivateKeyInfo in DER. Malformed where it is none, Unsupported for a kind that
    // certificates here cannot have.
    static Result<SigningKey> fromPkcs8(ByteView der);

    SigningKey(SigningKey &&) noexcept;
    SigningKey &operator=(SigningKey &&) noexcept;
    ~SigningKey();

    KeyKind kind() const { return m_kind; }
    // Whether it is the certificate's.
    bool isOf(const Certificate &certificate) const;
    // Whether its two halves belong together, and it signs at all: what reads as a key may be none. Takes a signature's
    // time.
    bool works() const;
    // CryptoFailure where canSign() is false.
    Bytes sign(const SignatureAlgorithm &algorithm, Parts data) const;

    struct Content;

private:
    SigningKey(std::unique_ptr<Content> content, KeyKind kind);

    std::unique_ptr<Content> m_content;
    KeyKind m_kind;
};

} // namespace tw::crypto
