#pragma once

#include <cstdint>
#include <string>

namespace tw::wire {

// The next-payload numbers of both versions. They do not overlap (IKEv1 ends at 20, and its NAT traversal drafts used
// 130 and 131), so one open enum serves both: values without a name survive a round trip. IANA "IKEv2 Payload Types".
enum class PayloadType : std::uint8_t {
    None = 0,
    Sa = 33,
    KeyExchange = 34,
    IdInitiator = 35,
    IdResponder = 36,
    Certificate = 37,
    CertificateRequest = 38,
    Authentication = 39,
    Nonce = 40,
    Notify = 41,
    Delete = 42,
    VendorId = 43,
    TsInitiator = 44,
    TsResponder = 45,
    Encrypted = 46, // SK
    Configuration = 47,
    Eap = 48,
    EncryptedFragment = 53, // SKF, RFC 7383
};

// True for what RFC 7296, 3.2 calls a supported payload: the types 33 to 48 and SKF. Any other with the critical bit
// set must be refused with UNSUPPORTED_CRITICAL_PAYLOAD, and skipped without it (RFC 7296, 2.5).
bool isKnownPayload(PayloadType type);

// As charon writes it: "SA", "KE", "No", "IDi", "TSr"; "(99)" for a type without a name.
std::string payloadName(PayloadType type);

} // namespace tw::wire
