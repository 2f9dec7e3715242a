#pragma once

#include "models/live/notification_queue.h"

#include "engine/api/engine_port.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace tw::models {

class Catalog;
class LiveState;

// What happens to connections by itself, as somebody is told of it who does not look at their states: what comes up, goes
// down or fails, gathered as NotificationQueue does.
class ConnectionNews final : public QObject
{
    Q_OBJECT

public:
    using News = NotificationQueue::News;
    using Clock = std::function<std::chrono::milliseconds()>; // any that does not go back

    // `now` empty: a clock of its own. The others must outlive it.
    ConnectionNews(const Catalog &catalog, const LiveState &live, Clock now = {}, QObject *parent = nullptr);

    // "3 tunnels came up", in the user's language.
    static QString title(News news, int count);
    // The first of them, and that there are more.
    static QString listOf(QStringList names);

Q_SIGNALS:
    // `names` are those of the connections; there is at least one.
    void told(tw::models::NotificationQueue::News news, const QStringList &connectionIds, const QStringList &names);

private:
    void onStateChanged(const QString &id, api::ConnectionState before, api::ConnectionState now);
    void arm();
    void tell();

    const Catalog &m_catalog;
    NotificationQueue m_queue;
    Clock m_now;
    QTimer m_due;
};

} // namespace tw::models
