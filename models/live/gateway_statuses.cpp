#include "models/live/gateway_statuses.h"

#include "models/catalog/catalog.h"

namespace tw::models {

GatewayStatuses::GatewayStatuses(const Catalog &catalog, const LiveState *live, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_live(live)
{
    for (const Connection &connection : catalog.connections())
        onLiveChanged(connection.draft.id);
    refreshAll();
    connect(&catalog, &Catalog::vpnGatewayAdded, this, &GatewayStatuses::refresh);
    connect(&catalog, &Catalog::vpnGatewayChanged, this, &GatewayStatuses::refresh);
    connect(&catalog, &Catalog::vpnGatewayRemoved, this, [this](const QString &id) { m_statuses.remove(id); });
    connect(&catalog, &Catalog::connectionChanged, this,
            [this](const QString &id) { refresh(m_catalog.connection(id)->draft.vpnGatewayId); });
    connect(&catalog, &Catalog::connectionRemoved, this, &GatewayStatuses::onConnectionRemoved);
    connect(&catalog, &Catalog::machineFactsChanged, this, &GatewayStatuses::refreshAll);
    if (!live)
        return;
    connect(live, &LiveState::connectionChanged, this, &GatewayStatuses::onLiveChanged);
    connect(live, &LiveState::engineChanged, this, &GatewayStatuses::refreshAll);
}

void GatewayStatuses::onLiveChanged(const QString &connectionId)
{
    const api::ConnectionStatus *status = m_live ? m_live->find(connectionId) : nullptr;
    if (!status) {
        onConnectionRemoved(connectionId);
        return;
    }
    auto seen = m_seen.find(connectionId);
    if (seen == m_seen.end()) {
        // It may be deleted here before the engine has let go of it.
        const Connection *connection = m_catalog.connection(connectionId);
        if (!connection)
            return;
        seen = m_seen.insert(connectionId, {connection->draft.vpnGatewayId, {}, {}});
    } else if (seen->state == status->state && seen->lastFailure == status->lastFailure) {
        return;
    }
    seen->state = status->state;
    seen->lastFailure = status->lastFailure;
    refresh(seen->gatewayId);
}

void GatewayStatuses::onConnectionRemoved(const QString &connectionId)
{
    if (const auto seen = m_seen.constFind(connectionId); seen != m_seen.cend()) {
        const QString gatewayId = seen->gatewayId;
        m_seen.erase(seen);
        refresh(gatewayId);
    }
}

void GatewayStatuses::refresh(const QString &gatewayId)
{
    const VpnGateway *gateway = m_catalog.vpnGateway(gatewayId);
    if (!gateway)
        return;
    const GatewayStatus now = gatewayStatus(*gateway, gatewayFacts(gatewayId, m_catalog, m_live));
    const auto known = m_statuses.find(gatewayId);
    if (known == m_statuses.end()) {
        m_statuses.insert(gatewayId, now);
    } else if (*known != now) {
        *known = now;
        Q_EMIT changed(gatewayId);
    }
}

void GatewayStatuses::refreshAll()
{
    for (const VpnGateway &gateway : m_catalog.vpnGateways())
        refresh(gateway.id);
}

} // namespace tw::models
