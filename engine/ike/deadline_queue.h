#pragma once

#include "engine/base/time.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tw::ike {

// The next deadline of each of many things, so that asking for the earliest costs the same for ten of them as for ten
// thousand.
template <typename Key>
class DeadlineQueue
{
public:
    // Nothing: no deadline any more.
    void set(const Key &key, std::optional<TimePoint> deadline)
    {
        if (const auto known = m_deadlines.find(key); known != m_deadlines.end()) {
            if (deadline == known->second)
                return;
            m_order.erase({known->second, key});
            m_deadlines.erase(known);
        }
        if (deadline) {
            m_deadlines.emplace(key, *deadline);
            m_order.emplace(*deadline, key);
        }
    }

    std::optional<TimePoint> next() const
    {
        return m_order.empty() ? std::nullopt : std::optional<TimePoint>(m_order.begin()->first);
    }

    // Earliest first. They stay in the queue until set() moves them.
    std::vector<Key> due(TimePoint now) const
    {
        std::vector<Key> keys;
        for (auto at = m_order.begin(); at != m_order.end() && at->first <= now; ++at)
            keys.push_back(at->second);
        return keys;
    }

private:
    std::map<Key, TimePoint> m_deadlines;
    std::set<std::pair<TimePoint, Key>> m_order;
};

} // namespace tw::ike
