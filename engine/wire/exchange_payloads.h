#pragma once

#include "engine/api/identity.h"
#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <array>

// The payloads of the key exchange and of authentication: a fixed beginning and opaque data. Decoders take the body
// without the generic header; reserved fields are ignored where nothing signs them (RFC 7296, 2.5).
namespace tw::wire {

// RFC 7296, 3.4. The public value's size is checked by whoever knows the group.
struct KeyExchange
{
    std::uint16_t group = 0; // IANA "IKEv2 Transform Type 4 Values"; the numbers of api::DhGroup
    Bytes data;

    friend bool operator==(const KeyExchange &, const KeyExchange &) = default;
};
Result<KeyExchange> decodeKeyExchange(ByteView body);
Bytes encodeKeyExchange(const KeyExchange &keyExchange);

// RFC 7296, 3.9: any other size is Malformed.
inline constexpr std::size_t kMinNonceSize = 16;
inline constexpr std::size_t kMaxNonceSize = 256;
struct Nonce
{
    Bytes data;

    friend bool operator==(const Nonce &, const Nonce &) = default;
};
Result<Nonce> decodeNonce(ByteView body);
Bytes encodeNonce(const Nonce &nonce);

// IDi and IDr. RFC 7296, 3.5. The reserved octets are kept, since AUTH covers the whole body (RFC 7296, 2.15):
// encodeIdentification() gives exactly the octets that were received. Unknown types are kept; an address type with a
// wrong size is Malformed.
struct Identification
{
    api::Identity identity;
    std::array<std::uint8_t, 3> reserved{};

    friend bool operator==(const Identification &, const Identification &) = default;
};
Result<Identification> decodeIdentification(ByteView body);
Bytes encodeIdentification(const Identification &identification);

// An open enum. RFC 7296, 3.8; RFC 4754; RFC 7427; RFC 7619.
enum class AuthMethod : std::uint8_t {
    RsaSignature = 1,
    SharedKey = 2,
    DssSignature = 3,
    EcdsaSha256 = 9,
    EcdsaSha384 = 10,
    EcdsaSha512 = 11,
    Null = 13,
    DigitalSignature = 14,
};
struct Authentication
{
    AuthMethod method{};
    Bytes data;

    friend bool operator==(const Authentication &, const Authentication &) = default;
};
Result<Authentication> decodeAuthentication(ByteView body);
Bytes encodeAuthentication(const Authentication &authentication);

// An open enum. RFC 7296, 3.6.
enum class CertificateEncoding : std::uint8_t { X509Signature = 4, Crl = 7, HashAndUrl = 12 };
struct Certificate
{
    CertificateEncoding encoding{};
    Bytes data; // X509Signature: DER

    friend bool operator==(const Certificate &, const Certificate &) = default;
};
Result<Certificate> decodeCertificate(ByteView body);
Bytes encodeCertificate(const Certificate &certificate);

// RFC 7296, 3.7.
struct CertificateRequest
{
    CertificateEncoding encoding{};
    Bytes authorities; // X509Signature: SHA-1 hashes of CA public keys, 20 octets each

    friend bool operator==(const CertificateRequest &, const CertificateRequest &) = default;
};
Result<CertificateRequest> decodeCertificateRequest(ByteView body);
Bytes encodeCertificateRequest(const CertificateRequest &request);

// RFC 7296, 3.12.
struct VendorId
{
    Bytes data;

    friend bool operator==(const VendorId &, const VendorId &) = default;
};
Result<VendorId> decodeVendorId(ByteView body);
Bytes encodeVendorId(const VendorId &vendorId);

// RFC 7296, 3.15: carried through unread, for a peer that wants an address of us.
enum class ConfigurationType : std::uint8_t { Request = 1, Reply = 2, Set = 3, Ack = 4 };
struct Configuration
{
    ConfigurationType type{};
    Bytes attributes;

    friend bool operator==(const Configuration &, const Configuration &) = default;
};
Result<Configuration> decodeConfiguration(ByteView body);
Bytes encodeConfiguration(const Configuration &configuration);

} // namespace tw::wire
