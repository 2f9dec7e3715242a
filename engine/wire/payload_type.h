#pragma once

#include <cstdint>
#include <string>

namespace tw::wire {

// The next-payload numbers of both versions. They do not overlap (IKEv1 ends at 21, and what it got from drafts is above
// 127), so one open enum serves both: values without a name survive a round trip. IANA "IKEv2 Payload Types", "Next
// Payload Types" of ISAKMP.
enum class PayloadType : std::uint8_t {
    None = 0,

    // IKEv1. RFC 2408, 3.1; 2 and 3 are the proposals and transforms inside an SA.
    SaV1 = 1,
    KeyExchangeV1 = 4,
    IdentificationV1 = 5,
    CertificateV1 = 6,
    CertificateRequestV1 = 7,
    HashV1 = 8,
    SignatureV1 = 9,
    NonceV1 = 10,
    NotificationV1 = 11,
    DeleteV1 = 12,
    VendorIdV1 = 13,
    NatD = 20, // RFC 3947
    NatOa = 21, // RFC 3947
    NatDDraft = 130, // draft-ietf-ipsec-nat-t-ike-02 and -03: the same contents
    NatOaDraft = 131,
    FragmentV1 = 132, // of Cisco, strongSwan and libreswan

    // IKEv2.
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

// As charon writes the types of IKEv2: "SA", "KE", "No", "IDi", "TSr"; "(99)" for any other.
std::string payloadName(PayloadType type);
// The same for those of IKEv1: "SA", "HASH", "ID", "NAT-D".
std::string isakmpPayloadName(PayloadType type);

} // namespace tw::wire
