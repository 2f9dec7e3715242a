#pragma once

#include "engine/base/random_source.h"
#include "engine/base/time.h"

#include <algorithm>

namespace tw::ike {

// An SA's life: renewed at the soft limit, gone at the hard one. The soft limit lies at 80 to 90 % of the lifetime, at
// random, so that two sides with the same lifetime seldom renew at the same moment.
struct Lifetime
{
    TimePoint renewAt{};
    TimePoint expiresAt{};

    static constexpr std::int64_t kEarliestPercent = 80;
    static constexpr std::uint64_t kSpreadPercent = 10;

    // An SA whose lifetime was edited is renewed while its peer can still be asked: longer than all retransmits.
    static constexpr Duration kShortestRest{120'000};

    static Lifetime from(TimePoint now, Duration lifetime, RandomSource &random)
    {
        const Duration spread(static_cast<Duration::rep>(
            random.below(static_cast<std::uint64_t>(lifetime.count()) * kSpreadPercent / 100 + 1)));
        return {now + lifetime * kEarliestPercent / 100 + spread, now + lifetime};
    }

    // Of an SA that stands since `since`, where its lifetime is another one now.
    static Lifetime rearmed(TimePoint since, Duration lifetime, TimePoint now, RandomSource &random)
    {
        Lifetime life = from(since, lifetime, random);
        life.expiresAt = std::max(life.expiresAt, now + kShortestRest);
        return life;
    }
};

} // namespace tw::ike
