#pragma once

#include "engine/api/connection_config.h"
#include "engine/base/time.h"

#include <algorithm>
#include <optional>

namespace tw::ike {

// Whether the peer still lives (RFC 7296, 2.4; RFC 3706). Any authentic packet from it, IKE or ESP, is a sign of life;
// after an interval without one it is asked. Only the probe's unanswered retransmits declare it dead: silence alone
// means nothing, and neither does anything that is not authentic.
class Liveness
{
public:
    Liveness(const api::DpdSettings &settings, TimePoint now) : m_settings(settings), m_heardAt(now) { }

    void configure(const api::DpdSettings &settings) { m_settings = settings; }
    void heard(TimePoint at) { m_heardAt = std::max(m_heardAt, at); }

    // Nothing: never, probing is off.
    std::optional<TimePoint> probeAt() const
    {
        return m_settings.enabled ? std::optional<TimePoint>(m_heardAt + m_settings.interval) : std::nullopt;
    }

private:
    api::DpdSettings m_settings;
    TimePoint m_heardAt;
};

} // namespace tw::ike
