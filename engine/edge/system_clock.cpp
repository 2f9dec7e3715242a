#include "engine/edge/system_clock.h"

#include <time.h>

namespace tw::edge {

TimePoint engineNow()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return TimePoint(
        std::chrono::duration_cast<Duration>(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec)));
}

ClockAnchor clockAnchor()
{
    return {engineNow(), std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())};
}

api::CaptureTime captureNow()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return api::CaptureTime(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

} // namespace tw::edge
