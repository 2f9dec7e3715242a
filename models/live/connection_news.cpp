#include "models/live/connection_news.h"

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"

#include <QElapsedTimer>

#include <algorithm>
#include <optional>
#include <utility>

namespace tw::models {

namespace {

constexpr qsizetype kMostNamed = 5;

std::optional<NotificationQueue::News> newsOf(api::ConnectionState before, api::ConnectionState now)
{
    using News = NotificationQueue::News;
    if (now == api::ConnectionState::Established)
        return News::Up;
    if (stateGroup(now) == StateGroup::Failed)
        return News::Failed;
    if (before == api::ConnectionState::Established && now != api::ConnectionState::Deleting)
        return News::Down;
    return std::nullopt;
}

ConnectionNews::Clock ownClock()
{
    QElapsedTimer since;
    since.start();
    return [since] { return std::chrono::milliseconds(since.elapsed()); };
}

} // namespace

ConnectionNews::ConnectionNews(const Catalog &catalog, const LiveState &live, Clock now, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_now(now ? std::move(now) : ownClock())
{
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &ConnectionNews::tell);
    connect(&live, &LiveState::stateChanged, this, &ConnectionNews::onStateChanged);
    connect(&catalog, &Catalog::connectionRemoved, this, [this](const QString &id) { m_queue.remove(id); });
}

QString ConnectionNews::title(News news, int count)
{
    switch (news) {
    case News::Up: return tr("%n tunnel(s) came up", nullptr, count);
    case News::Down: return tr("%n tunnel(s) went down", nullptr, count);
    case News::Failed: return tr("%n connection(s) failed", nullptr, count);
    }
    return {};
}

QString ConnectionNews::listOf(QStringList names)
{
    if (names.size() > kMostNamed)
        names = names.mid(0, kMostNamed) + QStringList{QStringLiteral("…")};
    return names.join(QStringLiteral(", "));
}

void ConnectionNews::onStateChanged(const QString &id, api::ConnectionState before, api::ConnectionState now)
{
    const auto news = newsOf(before, now);
    if (!news) {
        if (now == api::ConnectionState::Stopped)
            m_queue.remove(id); // whatever comes after its next start is news again
        return;
    }
    m_queue.add(id, *news, m_now());
    arm();
}

void ConnectionNews::arm()
{
    const auto next = m_queue.nextAt();
    if (!next) {
        m_due.stop();
        return;
    }
    m_due.start(std::max(*next - m_now(), std::chrono::milliseconds(0)));
}

void ConnectionNews::tell()
{
    for (const NotificationQueue::Group &group : m_queue.take(m_now())) {
        QStringList names;
        for (const QString &id : group.connectionIds) {
            if (const Connection *connection = m_catalog.connection(id))
                names.append(connection->draft.name);
        }
        if (!names.isEmpty())
            Q_EMIT told(group.news, group.connectionIds, names);
    }
    arm();
}

} // namespace tw::models
