#pragma once

#include "engine/api/password_envelope.h"

#include <memory>

namespace tw::crypto {

// CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) and one password recipient (RFC 5652, 6.2.4; RFC 3211),
// whose key comes of PBKDF2. "openssl cms -decrypt -inform PEM -pwri_password ..." reads it. Lives as long as the program.
const api::PasswordEnvelope &passwordEnvelope();
// One that takes less time to seal and to open, for tests that do it often.
std::unique_ptr<const api::PasswordEnvelope> passwordEnvelopeOf(int rounds);

// PBKDF2 with HMAC-SHA-1, which is what a password recipient of OpenSSL 3.0 has: 1,300,000 are asked for (OWASP, 2023).
inline constexpr int kEnvelopeRounds = 1'500'000;
inline constexpr std::int64_t kMaxEnvelopeRounds = 5'000'000;

} // namespace tw::crypto
