#pragma once

#include "engine/base/time.h"

namespace tw::ike {

// How many lines anyone on the network may write into our log: what comes from nobody we know is reported up to a
// number in each window of time, and silently dropped beyond it.
class ReportLimiter
{
public:
    static constexpr unsigned kReportsPerWindow = 50;
    static constexpr Duration kWindow{10'000};

    bool allows(TimePoint now)
    {
        if (m_windowStart + kWindow <= now || m_windowStart > now) {
            m_windowStart = now;
            m_count = 0;
        }
        return m_count++ < kReportsPerWindow;
    }

private:
    TimePoint m_windowStart{};
    unsigned m_count = 0;
};

} // namespace tw::ike
