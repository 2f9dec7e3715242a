#include "models/live/machine_clock.h"

#include <sys/timex.h>

#include <ctime>

namespace tw::models {

namespace {

std::chrono::milliseconds millisecondsOf(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec)
                                                                 + std::chrono::nanoseconds(time.tv_nsec));
}

// Reading needs no privilege, but containers may forbid the call altogether.
ClockSync syncOfKernel()
{
    timex state{};
    if (::adjtimex(&state) < 0)
        return ClockSync::Unknown;
    return (state.status & STA_UNSYNC) != 0 ? ClockSync::No : ClockSync::Yes;
}

} // namespace

// CLOCK_BOOTTIME and not CLOCK_MONOTONIC: a machine that slept did not jump.
ClockReading MachineClock::read()
{
    return {std::chrono::sys_time<std::chrono::milliseconds>(millisecondsOf(CLOCK_REALTIME)),
            millisecondsOf(CLOCK_BOOTTIME), syncOfKernel()};
}

} // namespace tw::models
