#pragma once

#include "engine/crypto/certificate.h"

#include <expected>
#include <span>

namespace tw::crypto {

// Certificates between the one in question and the authority that is believed: more than anyone has in the field.
inline constexpr int kMaxIntermediates = 5;

// Whether `certificate` leads to one of `authorities`, over `others` where need be, and may sign in IKE: signatures,
// times at `now`, basic constraints, path lengths, name constraints, critical extensions (RFC 5280, 6), key usage
// (RFC 4945, 5.1.3.2). An authority is believed because it was imported: it may be an intermediate one, or the
// certificate itself. Signatures below it must be of SHA-2; its own is not looked at. Revocation is not looked up.
std::expected<void, api::CertificateProblem> verifyChain(const Certificate &certificate,
                                                         std::span<const Certificate> others,
                                                         std::span<const Certificate> authorities, UtcTime now);

// Only its own times.
std::expected<void, api::CertificateProblem> verifyTimes(const Certificate &certificate, UtcTime now);

} // namespace tw::crypto
