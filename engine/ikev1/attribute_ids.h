#pragma once

#include "engine/api/proposal.h"
#include "engine/ikev1/life_attributes.h"
#include "engine/wire/sa_payload_v1.h"

#include <string>

// The console's algorithms and the numbers that IKEv1 gives them: a transform is a whole suite, and its attributes may
// stand in any order. Phase 1: RFC 2409, appendix A, and IANA "Internet Key Exchange (IKE) Attributes". Phase 2:
// RFC 2407, 4.4.4 and 4.5, and IANA "ISAKMP identifiers for IPsec".
//
// A transform with an attribute that we do not know, or one that contradicts itself, is not malformed: it is one that
// must not be chosen (RFC 2408, 4.2), and another one of the same offer may be.
namespace tw::ikev1 {

// An open enum.
enum class AuthMethod : std::uint16_t {
    PreSharedKey = 1,
    DssSignature = 2,
    RsaSignature = 3,
    EcdsaSha256 = 9,
    EcdsaSha384 = 10,
    EcdsaSha512 = 11,
    XauthInitPreSharedKey = 65001, // draft-beaulieu-ike-xauth
};

// An open enum. RFC 2407, 4.5; RFC 3947, 5.1; the last two are what its drafts had.
enum class Encapsulation : std::uint16_t {
    Tunnel = 1,
    Transport = 2,
    UdpTunnel = 3,
    UdpTransport = 4,
    UdpTunnelDraft = 61443,
    UdpTransportDraft = 61444,
};
bool isTunnel(Encapsulation encapsulation); // in UDP or not
bool isUdp(Encapsulation encapsulation);

// What a transform of phase 1 says. What is missing was not there, or is nothing that the console has.
struct IkeTransform
{
    std::optional<api::Encryption> encryption;
    std::optional<api::Prf> hash; // the HMAC of the hash
    std::optional<api::DhGroup> group;
    std::optional<AuthMethod> method;
    Lifetimes lifetimes;
    bool isUnderstood = true; // false: it has attributes that we do not know, or contradicts itself

    // The suite; nothing where it must not be chosen, whatever the method is.
    std::optional<api::IkeProposal> suite() const;
};
IkeTransform readIkeTransform(const wire::TransformV1 &transform);

// What a transform of ESP says.
struct EspTransform
{
    std::optional<api::Encryption> encryption;
    std::optional<api::Integrity> integrity; // None where there is no such attribute; nothing: not one that we have
    std::optional<api::DhGroup> group; // None where there is no such attribute; nothing: not one that we have
    std::optional<Encapsulation> encapsulation; // nothing: not said, which RFC 2407 leaves to the receiver
    Lifetimes lifetimes;
    bool isUnderstood = true;

    // The suite, without extended sequence numbers, whose attribute (RFC 4304) we do not know; nothing where it must
    // not be chosen, whatever the encapsulation is. Encryption without integrity must not.
    std::optional<api::EspProposal> suite() const;
};
EspTransform readEspTransform(const wire::TransformV1 &transform);

// Whether IKEv1 has numbers for all of it. Not for AEAD suites in phase 1, ChaCha20 and Curve25519 at all, extended
// sequence numbers, and a PRF that is not of the integrity algorithm's hash.
bool canBeSaid(const api::IkeProposal &proposal);
bool canBeSaid(const api::EspProposal &proposal);

// The transform as a peer is offered it. The proposal can be said.
wire::TransformV1 toTransform(const api::IkeProposal &proposal, std::uint8_t number, std::chrono::seconds lifetime);
wire::TransformV1 toTransform(const api::EspProposal &proposal, std::uint8_t number, std::chrono::seconds lifetime,
                              Encapsulation encapsulation);

// For the log, in the form of api::toString(): "AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"; what the console
// lacks is a number: "ENCR_3_128/HASH_3/DH_9", and another method than a pre-shared key is one too: ".../AUTH_3".
std::string ikeTransformText(const wire::TransformV1 &transform);
// "AES_CBC_128/HMAC_SHA1_96/MODP_1024/NO_EXT_SEQ", "ENCR_11/INTEG_9/NO_EXT_SEQ"
std::string espTransformText(const wire::TransformV1 &transform);

} // namespace tw::ikev1
