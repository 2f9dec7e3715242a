#pragma once

#include "engine/api/status.h"
#include "engine/base/time.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>

// Counters that one data thread writes and the IKE thread reads. One writer makes a plain load and store enough: no
// locked instruction on the path.
namespace tw::esp {

// What different threads write is to stand so far apart: a cache line, on every machine that this may run on.
inline constexpr std::size_t kCacheLine = 64;

class Counter
{
public:
    void add(std::uint64_t n) { m_value.store(value() + n, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value = 0;
};

class DropCount
{
public:
    void add(api::DropReason reason, std::uint64_t n = 1) { m_counters[static_cast<std::size_t>(reason)].add(n); }

    api::DropCounters value() const
    {
        api::DropCounters counters{};
        addTo(counters);
        return counters;
    }
    void addTo(api::DropCounters &sum) const
    {
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += m_counters[i].value();
    }

private:
    std::array<Counter, api::kDropReasonCount> m_counters;
};

class LastSeen
{
public:
    void set(TimePoint at) { m_at.store(at.time_since_epoch().count(), std::memory_order_relaxed); }

    std::optional<TimePoint> value() const
    {
        const auto at = m_at.load(std::memory_order_relaxed);
        return at == kNever ? std::nullopt : std::optional(TimePoint(Duration(at)));
    }

    // Sets it where it is so long ago, or never was, and says so: to one of all the threads that ask.
    bool renew(TimePoint now, Duration interval)
    {
        auto at = m_at.load(std::memory_order_relaxed);
        const bool isDue = at == kNever || now - TimePoint(Duration(at)) >= interval;
        return isDue && m_at.compare_exchange_strong(at, now.time_since_epoch().count(), std::memory_order_relaxed);
    }

private:
    static constexpr Duration::rep kNever = std::numeric_limits<Duration::rep>::min();
    std::atomic<Duration::rep> m_at = kNever;
};

} // namespace tw::esp
