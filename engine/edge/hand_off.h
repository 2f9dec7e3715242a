#pragma once

#include "engine/edge/wake_event.h"

#include <cstddef>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

namespace tw::edge {

// Values on their way to another thread, in order, taken in batches. Bounded: what is put into a full one is dropped,
// and put() says so.
template <typename T>
class HandOff
{
public:
    // `wake` is that of the taking thread, and outlives this.
    explicit HandOff(const WakeEvent &wake, std::size_t capacity = std::numeric_limits<std::size_t>::max())
        : m_wake(wake), m_capacity(capacity)
    { }

    bool put(T value)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_values.size() >= m_capacity)
                return false;
            m_values.push_back(std::move(value));
        }
        m_wake.wake();
        return true;
    }

    std::vector<T> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_values, {});
    }

private:
    const WakeEvent &m_wake;
    const std::size_t m_capacity;
    std::mutex m_mutex; // held for the time of moving values
    std::vector<T> m_values;
};

} // namespace tw::edge
