#pragma once

#include "engine/api/identity.h"
#include "engine/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Certificates as plain values: what one says, and what can be wrong with one.
namespace tw::api {

// What a certificate says, for those who show it.
struct CertificateFacts
{
    Bytes der;
    Bytes fingerprint; // SHA-256 of the DER
    std::string subject; // as readableName() writes it
    std::string issuer;
    std::string serial; // lower-case hex
    UtcTime notBefore{};
    UtcTime notAfter{};
    std::string keyAlgorithm; // "RSA 2048", "ECDSA P-256"; empty for a key that we cannot use
    bool hasShortKey = false; // of fewer than 112 bits of strength: RSA below 2048 (NIST SP 800-57, part 1, 5.6.1)
    bool isCa = false; // may issue others
    bool isSelfSigned = false;
    std::vector<Identity> names; // of whom it may speak: its subject (where there is one), then its alternative names

    friend bool operator==(const CertificateFacts &, const CertificateFacts &) = default;
};

// Why a certificate is of no use. Stable names; stored, and worded on display.
enum class CertificateFault : std::uint8_t {
    Missing, // none was shown
    Unreadable, // no X.509 certificate, or larger than any that we read
    TooMany, // more than we look at
    Expired,
    NotYetValid,
    UnknownIssuer, // signed by nobody whom we trust
    BadSignature, // its issuer's key did not sign it
    NotACa, // issued others without the right to
    PathTooLong, // more certificates in a row than it, or we, allow
    NameForbidden, // an issuer may not speak for its name
    WeakAlgorithm, // signed with MD5 or SHA-1, or a key too small to mean anything
    UnknownExtension, // a critical one
    MayNotSign, // key usage
    UnsupportedKey, // neither RSA nor ECDSA on a NIST curve, or of an absurd size
    WrongName, // good, but not for the identity that was claimed
    ProofInvalid, // the AUTH payload was not signed with its key
    UnsupportedSignature, // the AUTH payload was signed with an algorithm that we do not accept
    KeyMismatch, // ours: the private key belongs to another certificate
    KeyUnreadable, // ours: there is no private key, or none that we can read
    Other,
};
std::string_view certificateFaultName(CertificateFault fault);
std::optional<CertificateFault> parseCertificateFault(std::string_view name);

// Which part of the certificate it is about, as RFC 5280 calls it: "notAfter", "subjectAltName"; empty: the whole.
std::string_view certificateField(CertificateFault fault);

struct CertificateProblem
{
    CertificateFault fault = CertificateFault::Other;
    std::string certificate; // its subject, or its fingerprint where that is empty
    std::string value; // what stands in that field: a time in ISO 8601, a name

    friend bool operator==(const CertificateProblem &, const CertificateProblem &) = default;
};

std::string isoTime(UtcTime time); // "2025-01-01T00:00:00Z"

} // namespace tw::api
