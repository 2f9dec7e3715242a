#pragma once

#include "engine/base/random_source.h"
#include "engine/base/time.h"

namespace tw::ike {

// When to send a request again: a schedule as data. Delays grow by 1.8 as charon's do, 2 s, 3.6 s, 6.5 s, ..., so that
// a request is given up 76 to 83 s after it was first sent. Each delay is lengthened by a random tenth at most, or all
// the requests that one outage stopped would come back in the same instant.
class Retransmit
{
public:
    static constexpr Duration kFirstDelay{2000};
    static constexpr double kGrowth = 1.8;
    static constexpr unsigned kTries = 5; // after the first sending
    static constexpr std::uint64_t kJitterPercent = 10;

    // Armed: the request has just been sent for the first time.
    Retransmit(TimePoint now, RandomSource &random);

    TimePoint due() const { return m_due; }
    unsigned count() const { return m_count; } // of retransmits so far

    enum class Verdict { NotYet, SendAgain, GiveUp };
    // After SendAgain the schedule is armed for the next time.
    Verdict check(TimePoint now, RandomSource &random);

private:
    void arm(TimePoint now, RandomSource &random);

    Duration m_delay = kFirstDelay;
    TimePoint m_due{};
    unsigned m_count = 0;
};

// When to start a negotiation again after one that failed: 5 s, doubled each time up to 5 minutes, lengthened by a
// random quarter at most. Two peers that both negotiate at once get out of step by it.
class Backoff
{
public:
    static constexpr Duration kFirst{5'000};
    static constexpr Duration kLongest{300'000};
    static constexpr std::uint64_t kJitterPercent = 25;

    Duration next(RandomSource &random);
    void reset() { m_delay = kFirst; }

private:
    Duration m_delay = kFirst;
};

} // namespace tw::ike
