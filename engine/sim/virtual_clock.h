#pragma once

#include "engine/base/time.h"

namespace tw::sim {

// Time by hand: it stands still until someone moves it. Hours of rekeying pass in milliseconds.
class VirtualClock
{
public:
    // A simulation begins at a round date, so that its log lines read well and are the same in every run.
    static constexpr UtcTime kBeginning{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};

    TimePoint now() const { return m_now; }
    ClockAnchor anchor() const { return {TimePoint{}, kBeginning}; }

    void advance(Duration by) { m_now += by; }
    // Never backwards: an earlier time is ignored.
    void advanceTo(TimePoint to) { m_now = to > m_now ? to : m_now; }

private:
    TimePoint m_now{};
};

} // namespace tw::sim
