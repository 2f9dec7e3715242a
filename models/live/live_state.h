#pragma once

#include "engine/api/engine_port.h"
#include "models/live/rate_meter.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace tw::models {

// What the engine last said about each connection and about itself. Everything that shows live state reads it here, and
// nothing here is guessed: a connection of which the engine said nothing is Stopped.
//
// Ids are the catalog's ("vco-..."). Thread: the one of the listener, the window's or the command's.
class LiveState : public QObject
{
    Q_OBJECT

public:
    // What is known about the engine, so that a page can say that it shows the past.
    enum class Engine {
        None, // no engine was asked to run, or it is gone
        Starting, // asked, no word yet
        Running,
        Failed, // it said why: engineStatus().failure
    };

    explicit LiveState(QObject *parent = nullptr);

    // The engine was asked to run: nothing is known yet.
    void expectEngine();
    // The engine is gone (ended, or its process does not answer): every connection is Stopped again.
    void forgetEngine();
    // What this process may not do and no tunnel can do without, a sentence each. Known before any engine fails of it.
    void setMissingPrivileges(const QStringList &sentences);
    // Takes a report in. The signals follow before it returns, at most one per connection.
    void apply(const api::EngineReport &report);

    Engine engine() const { return m_engine; }
    const api::EngineStatus &engineStatus() const { return m_engineStatus; }
    const QStringList &missingPrivileges() const { return m_missingPrivileges; }
    // Since the newest report; nothing where none ever came. The engine reports at least every second while an SA
    // stands (its counters move), so a greater age there says that it stalls.
    std::optional<std::chrono::milliseconds> reportAge() const;

    // The wall clock as of the newest report, which its counters belong to; the epoch where none ever came.
    UtcTime reportedAt() const { return m_clock.utc; }

    // The newest status; nullptr where the engine has none (not loaded, or no engine). Stands until the next apply().
    const api::ConnectionStatus *find(const QString &connectionId) const;
    api::ConnectionState state(const QString &connectionId) const; // Stopped where unknown
    QList<QString> loadedConnections() const;

    // Engine time as the user's, by the newest reading of both clocks. In UTC.
    QDateTime toUtc(TimePoint at) const;

    // Sums over the connection's child SAs.
    api::TrafficCounters traffic(const QString &connectionId) const;
    TrafficRate rate(const QString &connectionId) const { return m_rates.of(connectionId); }

Q_SIGNALS:
    // State, SAs, counters or rate of the connection changed; read them with find().
    void connectionChanged(const QString &connectionId);
    // The state word itself changed; `before` is what it was.
    void stateChanged(const QString &connectionId, tw::api::ConnectionState before, tw::api::ConnectionState now);
    void engineChanged(); // also what it may not do

private:
    void applyStatus(const api::ConnectionStatus &newest);
    void remove(const QString &connectionId);
    void settleRates();

    Engine m_engine = Engine::None;
    api::EngineStatus m_engineStatus;
    QStringList m_missingPrivileges;
    ClockAnchor m_clock;
    QElapsedTimer m_sinceReport;
    RateMeter m_rates;
    QTimer m_silence; // an idle engine reports nothing, and a rate must end all the same
    QHash<QString, api::ConnectionStatus> m_statuses;
};

} // namespace tw::models
