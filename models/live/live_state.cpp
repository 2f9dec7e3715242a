#include "models/live/live_state.h"

namespace tw::models {

namespace {

QString toQString(const api::ConnectionId &id) { return QString::fromStdString(id.value()); }

} // namespace

LiveState::LiveState(QObject *parent) : QObject(parent)
{
    m_silence.setSingleShot(true);
    m_silence.setInterval(RateMeter::kSilence);
    connect(&m_silence, &QTimer::timeout, this, &LiveState::settleRates);
}

void LiveState::expectEngine()
{
    forgetEngine();
    m_engine = Engine::Starting;
    Q_EMIT engineChanged();
}

void LiveState::forgetEngine()
{
    const auto ids = m_statuses.keys();
    for (const QString &id : ids)
        remove(id);
    m_engineStatus = {};
    m_sinceReport.invalidate();
    if (m_engine == Engine::None)
        return;
    m_engine = Engine::None;
    Q_EMIT engineChanged();
}

void LiveState::setMissingPrivileges(const QStringList &sentences)
{
    if (sentences == m_missingPrivileges)
        return;
    m_missingPrivileges = sentences;
    Q_EMIT engineChanged();
}

void LiveState::apply(const api::EngineReport &report)
{
    m_clock = report.clock;
    m_sinceReport.start();
    for (const api::ConnectionStatus &status : report.statuses)
        applyStatus(status);
    for (const api::ConnectionId &id : report.unloaded)
        remove(toQString(id));
    settleRates();
    if (!report.engine)
        return;
    m_engineStatus = *report.engine;
    if (m_engineStatus.failure != api::FailureCode::None)
        m_engine = Engine::Failed;
    else
        m_engine = m_engineStatus.running ? Engine::Running : Engine::None;
    Q_EMIT engineChanged();
}

std::optional<std::chrono::milliseconds> LiveState::reportAge() const
{
    if (!m_sinceReport.isValid())
        return std::nullopt;
    return std::chrono::milliseconds(m_sinceReport.elapsed());
}

const api::ConnectionStatus *LiveState::find(const QString &connectionId) const
{
    const auto found = m_statuses.constFind(connectionId);
    return found == m_statuses.constEnd() ? nullptr : &*found;
}

api::ConnectionState LiveState::state(const QString &connectionId) const
{
    const api::ConnectionStatus *known = find(connectionId);
    return known ? known->state : api::ConnectionState::Stopped;
}

QList<QString> LiveState::loadedConnections() const { return m_statuses.keys(); }

QDateTime LiveState::toUtc(TimePoint at) const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.toUtc(at).time_since_epoch().count(), Qt::UTC);
}

api::TrafficCounters LiveState::traffic(const QString &connectionId) const
{
    api::TrafficCounters sum;
    const api::ConnectionStatus *known = find(connectionId);
    if (!known)
        return sum;
    for (const api::ChildSaStatus &child : known->childSas) {
        sum.packetsIn += child.traffic.packetsIn;
        sum.bytesIn += child.traffic.bytesIn;
        sum.packetsOut += child.traffic.packetsOut;
        sum.bytesOut += child.traffic.bytesOut;
    }
    return sum;
}

void LiveState::applyStatus(const api::ConnectionStatus &newest)
{
    const QString id = toQString(newest.connection);
    const api::ConnectionState before = state(id);
    api::ConnectionStatus &kept = m_statuses[id];
    if (kept == newest)
        return;
    kept = newest;
    m_rates.note(id, newest, m_clock.engine);
    Q_EMIT connectionChanged(id);
    if (before != newest.state)
        Q_EMIT stateChanged(id, before, newest.state);
}

void LiveState::remove(const QString &connectionId)
{
    const api::ConnectionState before = state(connectionId);
    if (m_statuses.remove(connectionId) == 0)
        return;
    m_rates.forget(connectionId);
    Q_EMIT connectionChanged(connectionId);
    if (before != api::ConnectionState::Stopped)
        Q_EMIT stateChanged(connectionId, before, api::ConnectionState::Stopped);
}

void LiveState::settleRates()
{
    const auto sinceReport = std::chrono::milliseconds(m_sinceReport.isValid() ? m_sinceReport.elapsed() : 0);
    const QStringList settled = m_rates.settle(m_clock.engine + sinceReport);
    for (const QString &id : settled)
        Q_EMIT connectionChanged(id);
    if (m_rates.anyFlows() && !m_silence.isActive())
        m_silence.start();
}

} // namespace tw::models
