#pragma once

#include "engine/base/random_source.h"

namespace tw::crypto {

// The system's generator, through the crypto library's DRBG. Only edge and tools make one: everything below takes a
// RandomSource. Throws CryptoFailure when the generator fails: a key made without entropy is worse than none.
class SystemRandom : public RandomSource
{
public:
    void fill(MutableByteView out) override;
};

} // namespace tw::crypto
