#include "models/live/notification_queue.h"

#include <algorithm>

namespace tw::models {

void NotificationQueue::add(const QString &connectionId, News news, Time now)
{
    const auto told = m_told.constFind(connectionId);
    const auto waiting = std::ranges::find(m_waiting, connectionId, &Waiting::connectionId);
    // Back to what the user knows, or still there.
    if (told != m_told.cend() && told->news == news) {
        if (waiting != m_waiting.end())
            m_waiting.erase(waiting);
        return;
    }
    if (waiting != m_waiting.end()) {
        waiting->news = news;
        return;
    }
    const Time earliest = told == m_told.cend() ? now : told->at + kQuiet;
    m_waiting.append({connectionId, news, std::max(now + kGather, earliest)});
}

void NotificationQueue::remove(const QString &connectionId)
{
    m_told.remove(connectionId);
    m_waiting.removeIf([&](const Waiting &one) { return one.connectionId == connectionId; });
}

QList<NotificationQueue::Group> NotificationQueue::take(Time now)
{
    QList<Group> groups;
    for (const News news : {News::Failed, News::Down, News::Up}) {
        Group group{news, {}};
        for (const Waiting &one : std::as_const(m_waiting)) {
            if (one.news == news && one.due <= now)
                group.connectionIds.append(one.connectionId);
        }
        for (const QString &id : std::as_const(group.connectionIds))
            m_told.insert(id, {news, now});
        if (!group.connectionIds.isEmpty())
            groups.append(group);
    }
    m_waiting.removeIf([now](const Waiting &one) { return one.due <= now; });
    return groups;
}

std::optional<NotificationQueue::Time> NotificationQueue::nextAt() const
{
    const auto first = std::ranges::min_element(m_waiting, {}, &Waiting::due);
    return first == m_waiting.end() ? std::nullopt : std::optional(first->due);
}

} // namespace tw::models
