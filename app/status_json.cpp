#include "app/status_json.h"

#include "app/workspace.h"
#include "models/catalog/catalog.h"
#include "models/doctor/health_monitor.h"
#include "models/live/clock_watch.h"
#include "models/live/gateway_status.h"
#include "models/live/live_state.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace tw::app {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

QString hex(quint64 value, int digits) { return QStringLiteral("%1").arg(value, digits, 16, QLatin1Char('0')); }

QJsonValue timeJson(const models::LiveState &live, std::optional<TimePoint> at)
{
    return at ? QJsonValue(live.toUtc(*at).toString(Qt::ISODateWithMs)) : QJsonValue();
}

QJsonObject endpointJson(const Endpoint &endpoint)
{
    return {{QStringLiteral("Address"), text(endpoint.address.toString())}, {QStringLiteral("Port"), endpoint.port}};
}

QJsonArray selectorsJson(const std::vector<api::TrafficSelector> &selectors)
{
    QJsonArray list;
    for (const api::TrafficSelector &selector : selectors)
        list.append(text(selector.toString()));
    return list;
}

// Only reasons that occurred.
QJsonObject dropsJson(const api::DropCounters &drops)
{
    QJsonObject counts;
    for (std::size_t i = 0; i < drops.size(); ++i) {
        if (drops[i] != 0)
            counts.insert(text(api::dropReasonName(static_cast<api::DropReason>(i))), static_cast<qint64>(drops[i]));
    }
    return counts;
}

QJsonObject ikeSaJson(const models::LiveState &live, const api::IkeSaStatus &sa)
{
    return {
        {QStringLiteral("InitiatorSpi"), hex(sa.initiatorSpi, 16)},
        {QStringLiteral("ResponderSpi"), hex(sa.responderSpi, 16)},
        {QStringLiteral("Initiator"), sa.weInitiated},
        {QStringLiteral("IkeVersion"),
         sa.version == api::IkeVersion::V1 ? QStringLiteral("ikev1") : QStringLiteral("ikev2")},
        {QStringLiteral("Proposal"), text(api::toString(sa.proposal))},
        {QStringLiteral("LocalId"), text(sa.localId.toString())},
        {QStringLiteral("RemoteId"), text(sa.remoteId.toString())},
        {QStringLiteral("Local"), endpointJson(sa.local)},
        {QStringLiteral("Remote"), endpointJson(sa.remote)},
        {QStringLiteral("NatLocal"), sa.natLocal},
        {QStringLiteral("NatRemote"), sa.natRemote},
        {QStringLiteral("EstablishedAt"), timeJson(live, sa.establishedAt)},
        {QStringLiteral("NextRekey"), timeJson(live, sa.rekeyAt)},
    };
}

QJsonObject childSaJson(const models::LiveState &live, const api::ChildSaStatus &sa)
{
    return {
        {QStringLiteral("InboundSpi"), hex(sa.inboundSpi, 8)},
        {QStringLiteral("OutboundSpi"), hex(sa.outboundSpi, 8)},
        {QStringLiteral("Proposal"), text(api::toString(sa.proposal))},
        {QStringLiteral("LocalSelectors"), selectorsJson(sa.local)},
        {QStringLiteral("RemoteSelectors"), selectorsJson(sa.remote)},
        {QStringLiteral("Encapsulation"), sa.udpEncapsulated ? QStringLiteral("UDP") : QStringLiteral("ESP")},
        {QStringLiteral("BytesIn"), static_cast<qint64>(sa.traffic.bytesIn)},
        {QStringLiteral("BytesOut"), static_cast<qint64>(sa.traffic.bytesOut)},
        {QStringLiteral("PacketsIn"), static_cast<qint64>(sa.traffic.packetsIn)},
        {QStringLiteral("PacketsOut"), static_cast<qint64>(sa.traffic.packetsOut)},
        {QStringLiteral("Drops"), dropsJson(sa.drops)},
        {QStringLiteral("EstablishedAt"), timeJson(live, sa.establishedAt)},
        {QStringLiteral("NextRekey"), timeJson(live, sa.rekeyAt)},
        {QStringLiteral("ExpiresAt"), timeJson(live, sa.expiresAt)},
    };
}

// The first of all its SAs to be renewed.
std::optional<TimePoint> nextRekey(const api::ConnectionStatus &status)
{
    std::optional<TimePoint> next = status.ikeSa ? status.ikeSa->rekeyAt : std::nullopt;
    for (const api::ChildSaStatus &child : status.childSas) {
        if (child.rekeyAt && (!next || *child.rekeyAt < *next))
            next = child.rekeyAt;
    }
    return next;
}

QJsonObject healthJson(const models::HealthMonitor::State &state)
{
    return {{QStringLiteral("State"), text(models::healthName(state.health))},
            {QStringLiteral("Failures"), state.failures}};
}

QJsonObject connectionJson(Workspace &workspace, const models::ConnectionDraft &draft)
{
    const models::LiveState &live = workspace.live();
    const api::ConnectionStatus *known = live.find(draft.id);
    const api::ConnectionStatus status = known ? *known : api::ConnectionStatus{};
    QJsonArray children;
    for (const api::ChildSaStatus &child : status.childSas)
        children.append(childSaJson(live, child));
    return {
        {QStringLiteral("Name"), draft.name},
        {QStringLiteral("VpnConnectionId"), draft.id},
        {QStringLiteral("RegionId"), draft.regionId},
        {QStringLiteral("Status"), text(api::cloudStatus(status.state))},
        {QStringLiteral("State"), text(api::stateName(status.state))},
        {QStringLiteral("Since"), known ? timeJson(live, status.since) : QJsonValue()},
        {QStringLiteral("LastErrorCode"), text(api::failureName(status.lastFailure))},
        {QStringLiteral("NextAttempt"), timeJson(live, status.nextAttempt)},
        {QStringLiteral("NextRekey"), timeJson(live, nextRekey(status))},
        {QStringLiteral("HealthCheck"), healthJson(workspace.health().state(draft.id))},
        {QStringLiteral("IkeSa"), status.ikeSa ? QJsonValue(ikeSaJson(live, *status.ikeSa)) : QJsonValue()},
        {QStringLiteral("ChildSas"), children},
    };
}

QJsonObject gatewayJson(const models::VpnGateway &gateway, const models::GatewayStatus &status)
{
    return {
        {QStringLiteral("Name"), gateway.name},
        {QStringLiteral("VpnGatewayId"), gateway.id},
        {QStringLiteral("RegionId"), gateway.regionId},
        {QStringLiteral("Status"), text(models::gatewayStateName(status.state))},
        {QStringLiteral("StatusReason"), text(models::gatewayReasonName(status.reason))},
    };
}

QJsonObject dataPathJson(const api::DataPathStatus &path)
{
    return {
        {QStringLiteral("UdpSegment"), path.udpSegment},   {QStringLiteral("UdpGro"), path.udpGro},
        {QStringLiteral("TunTcp"), path.tunTcp},           {QStringLiteral("TunUdp"), path.tunUdp},
        {QStringLiteral("DataThreads"), path.dataThreads}, {QStringLiteral("TunQueues"), path.tunQueues},
        {QStringLiteral("Crypto"), text(path.crypto)},
    };
}

QJsonObject engineJson(const models::LiveState &live)
{
    const api::EngineStatus &engine = live.engineStatus();
    return {
        {QStringLiteral("Running"), engine.running},
        {QStringLiteral("Device"), text(engine.deviceName)},
        {QStringLiteral("Capturing"), text(engine.capturing.value())},
        {QStringLiteral("LastErrorCode"), text(api::failureName(engine.failure))},
        {QStringLiteral("LastError"), text(engine.failureDetail)},
        {QStringLiteral("Drops"), dropsJson(engine.drops)},
        {QStringLiteral("DataPath"), dataPathJson(engine.dataPath)},
    };
}

QJsonObject clockJson(const models::ClockWatch &clock)
{
    QJsonArray jumps;
    for (const models::ClockJump &jump : clock.jumps()) {
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(jump.at.time_since_epoch().count(), Qt::UTC);
        jumps.append(QJsonObject{{QStringLiteral("At"), at.toString(Qt::ISODateWithMs)},
                                 {QStringLiteral("Seconds"), static_cast<double>(jump.by.count()) / 1000}});
    }
    return {
        {QStringLiteral("State"), text(models::clockStateName(clock.state()))},
        {QStringLiteral("Synchronised"),
         clock.sync() == models::ClockSync::Unknown ? QJsonValue() : clock.sync() == models::ClockSync::Yes},
        {QStringLiteral("Jumps"), jumps},
    };
}

} // namespace

QJsonObject statusJson(Workspace &workspace, const QStringList &ids)
{
    const models::Catalog &catalog = workspace.catalog();
    QJsonArray connections;
    QSet<QString> used;
    for (const models::Connection &connection : catalog.connections()) {
        if (!ids.isEmpty() && !ids.contains(connection.draft.id))
            continue;
        connections.append(connectionJson(workspace, connection.draft));
        used.insert(connection.draft.vpnGatewayId);
    }
    QJsonArray gateways;
    for (const models::VpnGateway &gateway : catalog.vpnGateways()) {
        if (!ids.isEmpty() && !used.contains(gateway.id))
            continue;
        const auto facts = models::gatewayFacts(gateway.id, catalog, &workspace.live());
        gateways.append(gatewayJson(gateway, models::gatewayStatus(gateway, facts)));
    }
    return {
        {QStringLiteral("Engine"), engineJson(workspace.live())},
        {QStringLiteral("Clock"), clockJson(workspace.clock())},
        {QStringLiteral("VpnGateways"), gateways},
        {QStringLiteral("VpnConnections"), connections},
    };
}

} // namespace tw::app
