#pragma once

#include "engine/base/bytes.h"

#include <cstdint>

namespace tw {

// Randomness as an argument: the edge passes the system's generator, a simulation a seeded one, so that a whole
// negotiation can be replayed. Not shared between threads.
class RandomSource
{
public:
    virtual ~RandomSource() = default;
    RandomSource(const RandomSource &) = delete;
    RandomSource &operator=(const RandomSource &) = delete;

    virtual void fill(MutableByteView out) = 0;

    std::uint64_t next64()
    {
        std::uint64_t value = 0;
        fill({reinterpret_cast<std::uint8_t *>(&value), sizeof value});
        return value;
    }

    // Evenly spread over [0, bound); bound is not 0. The bias of the remainder is below 2^-32 for bounds below 2^32,
    // which is enough for jitter; keys and nonces use fill().
    std::uint64_t below(std::uint64_t bound) { return next64() % bound; }

protected:
    RandomSource() = default;
};

} // namespace tw
