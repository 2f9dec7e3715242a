#pragma once

#include <chrono>
#include <cstdint>

namespace tw {

// A clock without now(): core code can compare times and add to them, never read one. Only engine/edge (the
// monotonic clock) and engine/sim (a virtual one) make time points.
struct EngineClock
{
    using rep = std::int64_t;
    using period = std::milli;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<EngineClock, duration>;
    static constexpr bool is_steady = true;
};

using Duration = EngineClock::duration;
using TimePoint = EngineClock::time_point;
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

// One reading of both clocks. Engine values carry TimePoints; whoever shows them to a user turns them into UTC with
// the newest anchor, so that a corrected wall clock corrects what is shown and never a timer.
struct ClockAnchor
{
    TimePoint engine{};
    UtcTime utc{};

    UtcTime toUtc(TimePoint at) const { return utc + (at - engine); }
};

} // namespace tw
