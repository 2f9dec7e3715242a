#pragma once

#include "engine/api/proposal.h"
#include "engine/crypto/parts.h"

#include <array>

namespace tw::crypto {

enum class HashAlgorithm : std::uint8_t { Md5, Sha1, Sha256, Sha384, Sha512 };

// Plain digests of public data. All throw CryptoFailure only where the library fails.
Bytes hash(HashAlgorithm algorithm, Parts parts);

using Sha1Digest = std::array<std::uint8_t, 20>;
Sha1Digest sha1(Parts parts); // NAT detection (RFC 7296, 2.23)

// The hash under an HMAC: what IKEv1 calls the negotiated hash.
HashAlgorithm hashOf(api::Prf prf);

} // namespace tw::crypto
