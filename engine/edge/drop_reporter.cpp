#include "engine/edge/drop_reporter.h"

#include <string>

namespace tw::edge {

void DropReporter::note(const api::ConnectionId &connection, crypto::EspSpi sa, const api::DropCounters &totals)
{
    api::DropCounters &noted = m_noted[sa];
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const auto reason = static_cast<api::DropReason>(i);
        if (totals[i] > noted[i] && reason != api::DropReason::NoPolicy)
            m_new[{connection, reason}] += totals[i] - noted[i];
    }
    noted = totals;
}

void DropReporter::forget(crypto::EspSpi sa) { m_noted.erase(sa); }

std::vector<api::Event> DropReporter::take(TimePoint now)
{
    std::vector<api::Event> events;
    if (m_new.empty() || (m_saidAt && now - *m_saidAt < kInterval))
        return events;
    m_saidAt = now;
    for (const auto &[what, count] : m_new) {
        api::Event event;
        event.at = now;
        event.connection = what.first;
        event.code = api::EventCode::PacketsDropped;
        event.level = api::Level::Warning;
        event.phase = api::Phase::Data;
        event.details = {{api::DetailKey::Reason, std::string(api::dropReasonName(what.second))},
                         {api::DetailKey::Count, std::to_string(count)}};
        events.push_back(std::move(event));
    }
    m_new.clear();
    return events;
}

} // namespace tw::edge
