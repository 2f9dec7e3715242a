#pragma once

// Private values for groups of known order. Private to engine/crypto.

#include "engine/base/random_source.h"
#include "engine/crypto/library.h"

namespace tw::crypto {

// The library then takes the paths whose timing does not depend on the number.
BigNumber privateNumber(ByteView bigEndian);

// Evenly spread over [1, order). Draws as many bytes as `order` has, drops the bits above its highest, and tries again
// where the number is out of range: reducing it instead would prefer small numbers (FIPS 186-5, A.2.2).
BigNumber privateBelow(const BIGNUM *order, RandomSource &random);

} // namespace tw::crypto
