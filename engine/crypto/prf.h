#pragma once

#include "engine/api/proposal.h"
#include "engine/base/secret_bytes.h"
#include "engine/crypto/parts.h"

// Pseudo-random functions, which IKE uses to derive keys and to authenticate. The PRF must be isAvailable(); a
// failure of the library throws CryptoFailure.
namespace tw::crypto {

// prf(key, part | part | ...): outputSize(prf) bytes. Any key length, also none.
SecretBytes prf(api::Prf prf, ByteView key, Parts parts);

// prf+(key, part | part | ...), RFC 7296, 2.13: exactly `length` bytes, at most 255 times outputSize(prf), beyond
// which prf+ is not defined (std::length_error: no suite needs as much).
SecretBytes prfPlus(api::Prf prf, ByteView key, Parts seed, std::size_t length);

} // namespace tw::crypto
