#pragma once

#include "engine/api/probe.h"
#include "models/diagnosis/checks.h"

#include <QObject>

#include <optional>
#include <set>

namespace tw::models {

class Catalog;
class LiveState;
class Prober;

// What the one-click diagnosis has to measure: pings to the peer's public address, and through the tunnel to its network.
// The engine sends them; what could not be measured is absent.
class PeerMeasure final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::uint8_t kPings = 4;

    // All must outlive it. `prober` nullptr: nothing can be measured.
    PeerMeasure(const Catalog &catalog, const LiveState &live, Prober *prober, QObject *parent = nullptr);
    ~PeerMeasure() override; // whoever would have answered is not heard any more

    bool isPossible() const;
    bool isRunning() const { return !m_asked.empty(); }
    // finished() follows, later; forgets what was measured before.
    void start(const QString &connectionId);
    void cancel(); // also forgets
    const Measurements &measured() const { return m_measured; }

Q_SIGNALS:
    void finished();

private:
    void onRoute(const api::ProbeAnswer &answer);
    void ping(const std::optional<IpAddress> &from, const std::optional<IpAddress> &to,
              std::optional<PingResult> Measurements::*kept);
    template <typename Then>
    void ask(decltype(api::Probe::what) what, Then then);

    const Catalog &m_catalog;
    const LiveState &m_live;
    Prober *m_prober;
    QString m_connection;
    std::optional<IpAddress> m_peer;
    std::optional<IpAddress> m_inside; // a host of the peer's network
    std::set<quint64> m_asked;
    Measurements m_measured;
};

} // namespace tw::models
