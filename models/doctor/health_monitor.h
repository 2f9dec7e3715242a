#pragma once

#include "engine/api/event.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <optional>
#include <string_view>

namespace tw::models {

class Catalog;
class ConnectionController;
class LiveState;
class Prober;
struct ConnectionDraft;

enum class Health : std::uint8_t {
    Off, // the form does not ask for it
    Waiting, // for the connection to be established, or for the first answer
    Good,
    Failing, // the newest pings were not answered
    Impossible, // this machine cannot send such a ping: the source address is not its own, or it may not
};
std::string_view healthName(Health health); // "good": stable, for --json
std::optional<Health> parseHealth(std::string_view name); // nothing: no such name

// The form's health check: pings from one inside address to another through each connection that asks for it, as long as
// it is established. So many in a row without an answer renegotiate it. Where a ping cannot be sent at all nothing is
// renegotiated: that says nothing of the tunnel.
class HealthMonitor : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kTick{1};

    struct State
    {
        Health health = Health::Off;
        int failures = 0; // in a row
    };

    // All must outlive the monitor.
    HealthMonitor(const Catalog *catalog, const LiveState *live, Prober *prober, ConnectionController *controller,
                  QObject *parent = nullptr);

    State state(const QString &connectionId) const;
    // What is due at `now`, in milliseconds of any clock that only goes on. Called by a timer of its own every second.
    void tick(qint64 now);

Q_SIGNALS:
    void changed(const QString &connectionId);
    // A fact for the log: pings began to fail, or are answered again. Its time is for whoever logs it.
    void happened(const tw::api::Event &event);

private:
    struct Watched
    {
        State state;
        qint64 dueAt = 0;
        bool isAsking = false;
    };

    void ask(const ConnectionDraft &draft, Watched &watched);
    void answered(const QString &connectionId, bool isAnswered);
    void settle(const QString &connectionId, State state);
    void report(const ConnectionDraft &draft, bool isAnswered);

    const Catalog *m_catalog;
    const LiveState *m_live;
    Prober *m_prober;
    ConnectionController *m_controller;
    QTimer m_timer;
    QHash<QString, Watched> m_watched;
};

} // namespace tw::models
