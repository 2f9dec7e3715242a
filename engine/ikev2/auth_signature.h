#pragma once

#include "engine/crypto/signature.h"
#include "engine/wire/message.h"

#include <expected>
#include <optional>

// Signatures in AUTH payloads: "Digital Signature", which names its algorithm (RFC 7427), and the older methods, each of
// which is one algorithm (RFC 7296, 3.8; RFC 4754).
namespace tw::ikev2 {

// What a side can verify, as its SIGNATURE_HASH_ALGORITHMS of IKE_SA_INIT says. Empty: it does not know RFC 7427.
using SignatureHashes = std::vector<crypto::HashAlgorithm>;

// Ours: SHA-2. SHA-1 is not for new signatures (RFC 8247, 3.2).
wire::Payload signatureHashesNotify();
// The peer's, without those that we do not know.
SignatureHashes signatureHashesOf(std::span<const wire::Payload> payloads);

struct AuthSignature
{
    wire::AuthMethod method{};
    crypto::SignatureAlgorithm algorithm;
};
// How a key signs for a peer that verifies `hashes`. Nothing: there is no way that both know.
std::optional<AuthSignature> chooseSignature(crypto::KeyKind key, const SignatureHashes &hashes);

// Whether a peer that announced SHA-2, and was told that we know it, signed with SHA-1 all the same: the one method
// before RFC 7427 that has no better hash. A peer without the notify has no choice; for any other it is a downgrade.
bool isWeakerThanAnnounced(wire::AuthMethod method, const SignatureHashes &peerHashes);

wire::Authentication sign(const crypto::SigningKey &key, const AuthSignature &how, crypto::Parts octets);

// Whether the certificate's key signed the octets: UnsupportedKey, UnsupportedSignature or ProofInvalid where not.
std::expected<void, api::CertificateFault> verifySignature(const crypto::Certificate &certificate,
                                                           const wire::Authentication &received, crypto::Parts octets);

} // namespace tw::ikev2
