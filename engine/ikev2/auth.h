#pragma once

#include "engine/api/certificate.h"
#include "engine/api/identity.h"
#include "engine/base/secret_bytes.h"
#include "engine/crypto/certificate.h"
#include "engine/ikev2/key_material.h"
#include "engine/wire/message.h"

#include <expected>

// Authentication: with a pre-shared key, or with a signature and the certificates that say whose it is. RFC 7296, 2.15.
namespace tw::ikev2 {

// What one side signs: its first message as it was sent, the other's nonce, and prf(SK_p, its ID payload's body).
struct SignedOctets
{
    ByteView firstMessage;
    ByteView otherNonce;
    const SecretBytes &skP; // SK_pi for the initiator, SK_pr for the responder
    const wire::Identification &id;
};

// prf(SK_p, the ID payload's body): binds the identity to the keys of this IKE SA.
SecretBytes maskedId(api::Prf prf, const SignedOctets &octets);

// prf(prf(psk, "Key Pad for IKEv2"), <SignedOctets>)
SecretBytes pskAuthentication(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets);

// What a peer shows: its own certificate first, the others may lead from it to an authority.
using PeerCertificates = std::vector<crypto::Certificate>;

// Proof that the peer is who the connection wants: it knows the pre-shared key, or the private key of a certificate
// that was issued to its identity by an authority of ours. Only verifyPeer() makes one, and only with one is there an
// established SA.
class VerifiedPeer
{
public:
    const api::Identity &identity() const { return m_identity; }
    const std::string &certificate() const { return m_certificate; } // its subject; empty: it has a pre-shared key

private:
    explicit VerifiedPeer(api::Identity identity, std::string certificate = {})
        : m_identity(std::move(identity)), m_certificate(std::move(certificate))
    { }
    friend Result<VerifiedPeer> verifyPeer(api::Prf, const SecretBytes &, const SignedOctets &,
                                           const wire::Authentication &);
    friend std::expected<VerifiedPeer, api::CertificateProblem> verifyPeer(api::Prf, const PeerCertificates &,
                                                                           const std::vector<crypto::Certificate> &,
                                                                           const SignedOctets &,
                                                                           const wire::Authentication &, UtcTime);

    api::Identity m_identity;
    std::string m_certificate;
};

// `octets` are the peer's. AuthenticationFailed for a wrong key, Unsupported for another method than a shared key.
Result<VerifiedPeer> verifyPeer(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets,
                                const wire::Authentication &received);

// The same with certificates: those that the peer showed, and the authorities that we believe, at `now`.
std::expected<VerifiedPeer, api::CertificateProblem> verifyPeer(api::Prf prf, const PeerCertificates &shown,
                                                                const std::vector<crypto::Certificate> &authorities,
                                                                const SignedOctets &octets,
                                                                const wire::Authentication &received, UtcTime now);

} // namespace tw::ikev2
