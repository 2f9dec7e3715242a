#pragma once

#include "engine/base/random_source.h"
#include "engine/base/time.h"

namespace tw::ike {

// An SA's life: renewed at the soft limit, gone at the hard one. The soft limit lies at 80 to 90 % of the lifetime, at
// random, so that two sides with the same lifetime seldom renew at the same moment.
struct Lifetime
{
    TimePoint renewAt{};
    TimePoint expiresAt{};

    static constexpr std::int64_t kEarliestPercent = 80;
    static constexpr std::uint64_t kSpreadPercent = 10;

    static Lifetime from(TimePoint now, Duration lifetime, RandomSource &random)
    {
        const Duration spread(static_cast<Duration::rep>(
            random.below(static_cast<std::uint64_t>(lifetime.count()) * kSpreadPercent / 100 + 1)));
        return {now + lifetime * kEarliestPercent / 100 + spread, now + lifetime};
    }
};

} // namespace tw::ike
