#pragma once

#include <QHash>
#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tw::models {

// Which changes of connections the user is told of, and when: what happens together is told together, a connection
// speaks at most once a minute, and what was undone before it was told is not told at all. A connection that fails again
// and again is one piece of news. Time is the caller's, from any clock that does not go back.
class NotificationQueue
{
public:
    enum class News { Up, Down, Failed };
    using Time = std::chrono::milliseconds;

    static constexpr Time kGather{1'500}; // what comes within it is told together
    static constexpr Time kQuiet{60'000}; // between two words about one connection

    struct Group
    {
        News news = News::Up;
        QStringList connectionIds; // in the order in which they changed
    };

    void add(const QString &connectionId, News news, Time now);
    // The connection is no more: there is nothing to tell.
    void remove(const QString &connectionId);
    // What is to be told now, at most one group for each kind of news; failures first.
    QList<Group> take(Time now);
    // When take() has something next.
    std::optional<Time> nextAt() const;

private:
    struct Told
    {
        News news;
        Time at;
    };
    struct Waiting
    {
        QString connectionId;
        News news;
        Time due;
    };

    QHash<QString, Told> m_told;
    QList<Waiting> m_waiting; // one for each connection
};

} // namespace tw::models
