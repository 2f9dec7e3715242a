#include "models/live/traffic_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tw::models {

namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
constexpr double kBitsPerByte = 8;

std::size_t slot(std::int64_t index, std::size_t capacity) { return static_cast<std::size_t>(index) % capacity; }

} // namespace

std::int64_t TrafficSeries::indexOf(UtcTime time) const { return time.time_since_epoch() / m_step; }

void TrafficSeries::add(UtcTime from, UtcTime to, const TrafficAmounts &amounts)
{
    const auto whole = static_cast<double>((to - from).count());
    while (from < to) {
        const std::int64_t index = indexOf(from);
        closeUntil(from);
        const UtcTime end = std::min(to, begin(index + 1));
        const double share = static_cast<double>((end - from).count()) / whole;
        m_open = index;
        m_sum.bytesIn += amounts.bytesIn * share;
        m_sum.bytesOut += amounts.bytesOut * share;
        m_sum.packetsIn += amounts.packetsIn * share;
        m_sum.packetsOut += amounts.packetsOut * share;
        from = end;
    }
    closeUntil(to);
}

void TrafficSeries::closeUntil(UtcTime now)
{
    if (m_open && begin(*m_open + 1) <= now)
        close();
}

// A step of which only a part is known counts as if nothing flowed in the rest: so that sums over steps stay right, and
// no short part becomes a peak.
void TrafficSeries::close()
{
    if (m_ring.empty()) {
        m_ring.assign(m_capacity, {kUnknown, kUnknown, kUnknown, kUnknown});
        m_newest = *m_open - 1;
    }
    const std::int64_t oldestSkipped = std::max(m_newest + 1, *m_open - static_cast<std::int64_t>(m_capacity));
    for (std::int64_t skipped = oldestSkipped; skipped < *m_open; ++skipped)
        m_ring[slot(skipped, m_capacity)].bitsIn = kUnknown;
    const double seconds = std::chrono::duration<double>(m_step).count();
    m_ring[slot(*m_open, m_capacity)] = {static_cast<float>(m_sum.bytesIn * kBitsPerByte / seconds),
                                         static_cast<float>(m_sum.bytesOut * kBitsPerByte / seconds),
                                         static_cast<float>(m_sum.packetsIn / seconds),
                                         static_cast<float>(m_sum.packetsOut / seconds)};
    m_newest = *m_open;
    m_open.reset();
    m_sum = {};
}

void TrafficSeries::cut(UtcTime time)
{
    if (m_open && *m_open >= indexOf(time)) {
        m_open.reset();
        m_sum = {};
    }
    if (m_ring.empty() || m_newest < indexOf(time))
        return;
    const std::int64_t kept = m_newest - static_cast<std::int64_t>(m_capacity);
    for (std::int64_t index = std::max(indexOf(time), kept + 1); index <= m_newest; ++index)
        m_ring[slot(index, m_capacity)].bitsIn = kUnknown;
    m_newest = indexOf(time) - 1;
    if (m_newest <= kept)
        m_ring.clear();
}

std::optional<TrafficRates> TrafficSeries::at(std::int64_t index) const
{
    if (m_ring.empty() || index > m_newest || index <= m_newest - static_cast<std::int64_t>(m_capacity))
        return std::nullopt;
    const TrafficRates &rates = m_ring[slot(index, m_capacity)];
    return std::isnan(rates.bitsIn) ? std::nullopt : std::optional(rates);
}

} // namespace tw::models
