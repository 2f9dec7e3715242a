#pragma once

#include "engine/api/engine_port.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tw::edge {

// Many facts, few deliveries: the first after a quiet time is due at once, so that a state shows when it changes; more
// follow ten times a second. Statuses replace each other. Events are kept in order up to a bound, which only a listener
// that stands still can reach; those beyond it are counted, and the count is reported in their place.
class EventBatcher
{
public:
    static constexpr Duration kInterval{100};
    static constexpr std::size_t kMaxEvents = 20000;

    void add(api::Event event);
    void add(api::ConnectionStatus status);
    void add(api::EngineStatus status);
    void addUnloaded(api::ConnectionId connection);
    void add(api::ProbeAnswer answer);

    // When to take() next; nothing: there is nothing to report. In the past: at once.
    std::optional<TimePoint> due() const;
    // Everything so far, as one report.
    api::EngineReport take(const ClockAnchor &clock);

private:
    bool isEmpty() const;

    std::vector<api::Event> m_events;
    std::uint64_t m_lost = 0;
    std::map<api::ConnectionId, api::ConnectionStatus> m_statuses;
    std::vector<api::ConnectionId> m_unloaded;
    std::optional<api::EngineStatus> m_engine;
    std::vector<api::ProbeAnswer> m_probes;
    std::optional<TimePoint> m_takenAt;
};

} // namespace tw::edge
