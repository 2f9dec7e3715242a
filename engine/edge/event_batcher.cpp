#include "engine/edge/event_batcher.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tw::edge {

void EventBatcher::add(api::Event event)
{
    if (m_events.size() < kMaxEvents)
        m_events.push_back(std::move(event));
    else
        ++m_lost;
}

void EventBatcher::add(api::ConnectionStatus status)
{
    std::erase(m_unloaded, status.connection); // it was loaded again
    m_statuses.insert_or_assign(status.connection, std::move(status));
}

void EventBatcher::add(api::EngineStatus status) { m_engine = std::move(status); }

void EventBatcher::addUnloaded(api::ConnectionId connection)
{
    std::erase(m_unloaded, connection);
    m_unloaded.push_back(std::move(connection));
}

void EventBatcher::add(api::ProbeAnswer answer) { m_probes.push_back(std::move(answer)); }

bool EventBatcher::isEmpty() const
{
    return m_events.empty() && m_statuses.empty() && m_unloaded.empty() && !m_engine && m_probes.empty();
}

std::optional<TimePoint> EventBatcher::due() const
{
    if (isEmpty())
        return std::nullopt;
    return m_takenAt ? *m_takenAt + kInterval : TimePoint::min();
}

api::EngineReport EventBatcher::take(const ClockAnchor &clock)
{
    m_takenAt = clock.engine;
    if (const std::uint64_t lost = std::exchange(m_lost, 0); lost > 0) {
        api::Event event;
        event.at = clock.engine;
        event.code = api::EventCode::EventsLost;
        event.level = api::Level::Warning;
        event.details = {{api::DetailKey::Count, std::to_string(lost)}};
        m_events.push_back(std::move(event));
    }
    api::EngineReport report;
    report.clock = clock;
    report.events = std::exchange(m_events, {});
    report.statuses.reserve(m_statuses.size());
    for (auto &[connection, status] : std::exchange(m_statuses, {}))
        report.statuses.push_back(std::move(status));
    report.unloaded = std::exchange(m_unloaded, {});
    report.engine = std::exchange(m_engine, {});
    report.probes = std::exchange(m_probes, {});
    return report;
}

} // namespace tw::edge
