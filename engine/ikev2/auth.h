#pragma once

#include "engine/api/identity.h"
#include "engine/base/secret_bytes.h"
#include "engine/ikev2/key_material.h"
#include "engine/wire/message.h"

// Authentication with a pre-shared key. RFC 7296, 2.15.
namespace tw::ikev2 {

// What one side signs: its first message as it was sent, the other's nonce, and prf(SK_p, its ID payload's body).
struct SignedOctets
{
    ByteView firstMessage;
    ByteView otherNonce;
    const SecretBytes &skP; // SK_pi for the initiator, SK_pr for the responder
    const wire::Identification &id;
};

// prf(prf(psk, "Key Pad for IKEv2"), <SignedOctets>)
SecretBytes pskAuthentication(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets);

// Proof that the peer knows the key of the connection. Only verifyPeer() makes one, and only with one is there an
// established SA.
class VerifiedPeer
{
public:
    const api::Identity &identity() const { return m_identity; }

private:
    explicit VerifiedPeer(api::Identity identity) : m_identity(std::move(identity)) { }
    friend Result<VerifiedPeer> verifyPeer(api::Prf, const SecretBytes &, const SignedOctets &,
                                           const wire::Authentication &);

    api::Identity m_identity;
};

// `octets` are the peer's. AuthenticationFailed for a wrong key, Unsupported for another method than a shared key.
Result<VerifiedPeer> verifyPeer(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets,
                                const wire::Authentication &received);

} // namespace tw::ikev2
