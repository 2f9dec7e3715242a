#pragma once

#include "engine/api/authentication.h"
#include "engine/ike/session.h"
#include "engine/ikev2/auth.h"

// CERT and CERTREQ payloads (RFC 7296, 3.6 and 3.7). Only X.509 certificates in the message itself: no URLs, which would
// have us fetch things for strangers.
namespace tw::ikev2 {

// More than a chain can need (crypto::kMaxIntermediates) and a few strangers.
inline constexpr std::size_t kMaxPeerCertificates = 12;
inline constexpr std::size_t kMaxRequestedAuthorities = 100;

// Ours, as CERT payloads, with nobody asked whether they want them: a peer that has them already loses nothing.
wire::Payloads certificatePayloads(const api::CertificateAuthentication &own);

// The peer's. Missing where it sent none, Unreadable or TooMany.
std::expected<PeerCertificates, api::CertificateProblem> readCertificates(std::span<const wire::Payload> payloads);

// Whom the connection believes. What is no certificate is left out: the importer let nothing such in.
std::vector<crypto::Certificate> authoritiesOf(const api::CertificateAuthentication &authentication);

// One CERTREQ that names the authorities of all the connections that may be meant; nothing: none wants a certificate.
// Some peers show none unless they are asked.
std::optional<wire::Payload> certificateRequest(std::span<const ike::LoadedConnectionPtr> connections);

} // namespace tw::ikev2
