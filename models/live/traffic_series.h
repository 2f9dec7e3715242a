#pragma once

#include "engine/base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tw::models {

// What flowed per second, of inner packets. Single precision is seven digits, and half the memory.
struct TrafficRates
{
    float bitsIn = 0;
    float bitsOut = 0;
    float packetsIn = 0;
    float packetsOut = 0;

    friend bool operator==(const TrafficRates &, const TrafficRates &) = default;
};

// What flowed in a span of time.
struct TrafficAmounts
{
    double bytesIn = 0;
    double bytesOut = 0;
    double packetsIn = 0;
    double packetsOut = 0;
};

// The traffic of one connection in steps of one length, of which it keeps the newest. A step is known where an amount
// was said for any part of it; the others are gaps. Steps begin at whole multiples of their length since 1970, so that
// the steps of all connections lie side by side and can be summed.
class TrafficSeries
{
public:
    TrafficSeries(Duration step, std::size_t capacity) : m_step(step), m_capacity(capacity) { }

    // Where a step begins that holds the time, as a number of steps.
    std::int64_t indexOf(UtcTime time) const;
    UtcTime begin(std::int64_t index) const { return UtcTime(index * m_step); }

    // The amounts flowed evenly from `from` until `to`. Each call begins where the one before ended, or later.
    void add(UtcTime from, UtcTime to, const TrafficAmounts &amounts);
    // Closes the step that ended by then.
    void closeUntil(UtcTime now);
    // Forgets every step that ends after this time.
    void cut(UtcTime time);

    // Nothing: a gap, too old, or not over yet.
    std::optional<TrafficRates> at(std::int64_t index) const;

private:
    void close();

    Duration m_step;
    std::size_t m_capacity;
    std::vector<TrafficRates> m_ring; // by index modulo capacity; empty until the first step is closed
    std::int64_t m_newest = 0; // the newest closed step
    std::optional<std::int64_t> m_open; // the step that m_sum belongs to
    TrafficAmounts m_sum;
};

} // namespace tw::models
