#include "models/doctor/health_monitor.h"

#include "engine/api/name_table.h"
#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/doctor/prober.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

constexpr qint64 kMsPerSecond = 1000;
constexpr Duration kMostPatience{2000};

constexpr std::array kHealthNames = {
    api::Named<Health>{Health::Off, "off"},
    api::Named<Health>{Health::Waiting, "waiting"},
    api::Named<Health>{Health::Good, "good"},
    api::Named<Health>{Health::Failing, "failing"},
    api::Named<Health>{Health::Impossible, "impossible"},
};

} // namespace

std::string_view healthName(Health health)
{
    return api::nameOf(std::span<const api::Named<Health>>(kHealthNames), health);
}

std::optional<Health> parseHealth(std::string_view name)
{
    return api::parseName(std::span<const api::Named<Health>>(kHealthNames), name);
}

HealthMonitor::HealthMonitor(const Catalog *catalog, const LiveState *live, Prober *prober,
                             ConnectionController *controller, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_live(live), m_prober(prober), m_controller(controller)
{
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(QDeadlineTimer::current(Qt::CoarseTimer).deadline()); });
    m_timer.start(kTick);
}

HealthMonitor::State HealthMonitor::state(const QString &connectionId) const
{
    const auto watched = m_watched.find(connectionId);
    return watched == m_watched.end() ? State{} : watched->state;
}

void HealthMonitor::tick(qint64 now)
{
    QStringList gone;
    for (auto watched = m_watched.begin(); watched != m_watched.end(); ++watched) {
        const Connection *connection = m_catalog->connection(watched.key());
        if (!connection || !connection->draft.healthCheck)
            gone << watched.key();
    }
    for (const QString &id : std::as_const(gone)) {
        m_watched.remove(id);
        Q_EMIT changed(id);
    }
    for (const Connection &connection : m_catalog->connections()) {
        const ConnectionDraft &draft = connection.draft;
        if (!draft.healthCheck)
            continue;
        Watched &watched = m_watched[draft.id];
        if (!m_prober->hasEngine() || m_live->state(draft.id) != api::ConnectionState::Established) {
            watched.dueAt = 0;
            settle(draft.id, {Health::Waiting, 0});
        } else if (!watched.isAsking && now >= watched.dueAt) {
            watched.dueAt = now + draft.healthCheckInterval.toInt() * kMsPerSecond;
            ask(draft, watched);
        }
    }
}

void HealthMonitor::ask(const ConnectionDraft &draft, Watched &watched)
{
    const auto source = parseAddress(draft.healthCheckSip);
    const auto destination = parseAddress(draft.healthCheckDip);
    if (!source || !destination || source->family() != destination->family())
        return settle(draft.id, {Health::Impossible, 0});
    api::EchoProbe echo;
    echo.source = *source;
    echo.destination = *destination;
    echo.count = 1;
    echo.patience = std::min<Duration>(std::chrono::seconds(draft.healthCheckInterval.toInt()), kMostPatience);
    watched.isAsking = true;
    m_prober->ask(draft.id, echo, [this, id = draft.id](const api::ProbeAnswer &answer) {
        const auto known = m_watched.find(id);
        if (known == m_watched.end())
            return;
        known->isAsking = false;
        const auto *outcome = std::get_if<api::EchoOutcome>(&answer.outcome);
        if (!outcome) // not loaded any more
            return settle(id, {Health::Waiting, 0});
        if (outcome->sent == 0)
            return settle(id, {Health::Impossible, 0});
        const bool isAnswered = std::ranges::any_of(
            outcome->answers, [](const api::IcmpAnswer &one) { return one.kind == api::IcmpAnswer::Kind::Echo; });
        answered(id, isAnswered);
    });
}

void HealthMonitor::answered(const QString &connectionId, bool isAnswered)
{
    const Connection *connection = m_catalog->connection(connectionId);
    // It may have gone down while the answer was under way.
    if (!connection || m_live->state(connectionId) != api::ConnectionState::Established)
        return;
    const State before = state(connectionId);
    if (isAnswered) {
        if (before.health == Health::Failing)
            report(connection->draft, true);
        return settle(connectionId, {Health::Good, 0});
    }
    if (before.failures == 0)
        report(connection->draft, false);
    const int failures = before.failures + 1;
    settle(connectionId, {Health::Failing, failures});
    if (failures >= connection->draft.healthCheckRetry.toInt()) {
        settle(connectionId, {Health::Waiting, 0});
        // Where it cannot be done the engine has gone, which shows by itself.
        [[maybe_unused]] const auto done = m_controller->renegotiate(connectionId);
    }
}

void HealthMonitor::settle(const QString &connectionId, State state)
{
    State &known = m_watched[connectionId].state;
    if (known.health == state.health && known.failures == state.failures)
        return;
    known = state;
    Q_EMIT changed(connectionId);
}

void HealthMonitor::report(const ConnectionDraft &draft, bool isAnswered)
{
    api::Event event;
    event.connection = api::ConnectionId(draft.id.toStdString());
    event.code = api::EventCode::ProbeAnswered;
    event.level = isAnswered ? api::Level::Info : api::Level::Warning;
    event.phase = api::Phase::Data;
    event.direction = api::Direction::In;
    event.details = {{api::DetailKey::Reason, "health"},
                     {api::DetailKey::Source, draft.healthCheckSip.toStdString()},
                     {api::DetailKey::Destination, draft.healthCheckDip.toStdString()},
                     {api::DetailKey::Count, isAnswered ? "1" : "0"}};
    Q_EMIT happened(event);
}

} // namespace tw::models
