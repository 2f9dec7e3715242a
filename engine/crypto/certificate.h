#pragma once

#include "engine/api/certificate.h"
#include "engine/base/result.h"

#include <memory>
#include <optional>
#include <string>

namespace tw::crypto {

// Nobody needs a larger one, and whoever sends one is not made rich by it.
inline constexpr std::size_t kMaxCertificateSize = 16 * 1024;

// What a key can do here. The curves are those of RFC 4754, which RFC 7427 made independent of the hash.
enum class KeyKind : std::uint8_t { Rsa, RsaPss, EcdsaP256, EcdsaP384, EcdsaP521 };
// RSA keys that we compute with. Smaller ones prove nothing; larger ones only cost time, the peer's to choose.
inline constexpr int kMinRsaBits = 1024;
inline constexpr int kMaxRsaBits = 8192;

// One X.509 certificate that was read. Immutable and cheap to copy. Reading says nothing about whether it is any good:
// verifyChain() does (certificate_chain.h).
class Certificate
{
public:
    // Malformed for anything but the DER of exactly one certificate of at most kMaxCertificateSize.
    static Result<Certificate> fromDer(ByteView der);

    ByteView der() const;
    api::CertificateFacts facts() const;
    std::string subjectText() const; // its fingerprint where the subject is empty
    Bytes subjectName() const; // DER, as ID_DER_ASN1_DN carries it
    std::optional<KeyKind> keyKind() const; // nothing: a key that we cannot use
    // SHA-1 of its SubjectPublicKeyInfo, by which CERTREQ calls a CA (RFC 7296, 3.7).
    Bytes publicKeyHash() const;

    // RFC 4945, 3.1: an address, a host or a user must stand among the alternative names, whatever the subject says; a
    // distinguished name must be the subject. Nothing in it is a wildcard.
    bool isFor(const api::Identity &identity) const;

    // For the rest of this folder.
    struct Content;
    const Content &content() const { return *m_content; }

private:
    explicit Certificate(std::shared_ptr<const Content> content) : m_content(std::move(content)) { }

    std::shared_ptr<const Content> m_content;
};

// Whether two distinguished names, in DER, are the same to RFC 5280, 7.1: letter case, the number of blanks and the
// kind of string do not count. False where one of them is no name, and for empty ones, which name nobody.
bool isSameName(ByteView a, ByteView b);

} // namespace tw::crypto
