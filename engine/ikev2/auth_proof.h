#pragma once

#include "engine/ikev2/auth.h"
#include "engine/ikev2/auth_signature.h"
#include "engine/ikev2/turn.h"

// Both proofs of IKE_AUTH in the way of one connection, ours and the peer's, whatever its method is.
namespace tw::ikev2 {

// Why a proof could not be made, or does not convince.
struct AuthRefusal
{
    api::FailureCode failure;
    std::string_view reason; // for the log; empty: the certificate's problem says it
    std::optional<api::CertificateProblem> certificate;
};

// The payloads that prove who we are: CERT where there are any, and AUTH. `octets` are ours, `hashes` are what the peer
// verifies.
struct OwnProof
{
    wire::Payloads certificates;
    wire::Payload authentication;
};
std::expected<OwnProof, AuthRefusal> proveOurselves(const ike::LoadedConnection &connection, api::Prf prf,
                                                    const SignedOctets &octets, const SignatureHashes &hashes);

// What the peer brings: its AUTH payload, the message in which that stands, and the hashes that it announced.
struct PeerProof
{
    const wire::Authentication &authentication;
    std::span<const wire::Payload> payloads;
    const SignatureHashes &hashes;
};
// `octets` are the peer's, whose identity was found to be the connection's.
std::expected<VerifiedPeer, AuthRefusal> authenticatePeer(const ike::LoadedConnection &connection, api::Prf prf,
                                                          const SignedOctets &octets, const PeerProof &proof,
                                                          UtcTime now);

// The event that tells of it, without whatever else the caller knows.
ike::EventDraft refusalEvent(const AuthRefusal &refusal);

// What is wrong with our own certificate: reported when it is used, since the peer will not say. An expired one is sent
// all the same: perhaps it is our clock that is wrong.
void reportOwnCertificate(Turn &turn);
void reportOwnRefusal(const AuthRefusal &refusal, Turn &turn);
// Its subject; empty with a pre-shared key.
std::string ownCertificate(const api::ConnectionConfig &config);

} // namespace tw::ikev2
