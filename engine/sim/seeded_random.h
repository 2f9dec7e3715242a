#pragma once

#include "engine/base/random_source.h"

namespace tw::sim {

// The same bytes for the same seed, on every machine: SplitMix64 (Steele, Lea, Flood 2014). Good statistics, no
// secrecy: for simulations only, never for a real negotiation.
class SeededRandom final : public RandomSource
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) { }

    void fill(MutableByteView out) override
    {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % 8 == 0)
                word = nextWord();
            out[i] = static_cast<std::uint8_t>(word >> (i % 8 * 8));
        }
    }

    // A generator of its own for one part of a simulation, so that what one part draws does not shift another's.
    std::uint64_t fork() { return nextWord(); }

    // True in `perMille` of 1000 cases.
    bool chance(unsigned perMille) { return perMille != 0 && below(1000) < perMille; }

private:
    std::uint64_t nextWord()
    {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

} // namespace tw::sim
