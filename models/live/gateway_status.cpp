#include "models/live/gateway_status.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/log/joined_text.h"

#include <algorithm>
#include <optional>

namespace tw::models {

namespace {

using Fact = GatewayFacts::Connection;

// Of states in which the engine holds address and ports for the connection.
bool hasPath(const Fact &connection)
{
    using enum api::ConnectionState;
    switch (connection.state) {
    case Phase1Negotiating:
    case Phase1Established:
    case Phase2Negotiating:
    case Phase2Failed:
    case Established:
    case PeerDead: return true;
    case Stopped:
    case Waiting:
    case Resolving:
    case Phase1Failed:
    case Deleting: break;
    }
    return false;
}

// The failures that are this machine's own.
GatewayReason localReason(api::FailureCode code)
{
    switch (code) {
    case api::FailureCode::AddressNotLocal: return GatewayReason::AddressNotLocal;
    case api::FailureCode::PortTaken: return GatewayReason::PortTaken;
    case api::FailureCode::LocalPermission: return GatewayReason::LocalPermission;
    case api::FailureCode::DeviceFailed: return GatewayReason::DeviceFailed;
    default: return GatewayReason::None;
    }
}

// Loopback and link-local addresses are none of the facts, so nothing is said about them.
bool isAbsent(const QString &text, const MachineFacts &machine)
{
    const auto address = parseAddress(text);
    if (!address || !machine.knowsAddresses)
        return false;
    for (const char *const unlisted : {"127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"}) {
        if (IpPrefix::parse(unlisted)->contains(*address))
            return false;
    }
    return std::ranges::none_of(machine.addresses, [&](const QString &own) { return parseAddress(own) == address; });
}

GatewayStatus notUsable(GatewayReason reason) { return {GatewayState::Init, reason, {}, {}, {}}; }

// What stands in the way of every gateway.
std::optional<GatewayStatus> engineTrouble(const GatewayFacts &facts)
{
    GatewayStatus status = notUsable(GatewayReason::LocalPermission);
    if (!facts.missingPrivileges.isEmpty()) {
        status.detail = joinedSentences(facts.missingPrivileges);
        return status;
    }
    switch (facts.engine) {
    case LiveState::Engine::None: return notUsable(GatewayReason::EngineStopped);
    case LiveState::Engine::Failed:
        if (facts.engineFailure != api::FailureCode::LocalPermission)
            status.reason = GatewayReason::DeviceFailed;
        status.detail = facts.engineFailureDetail;
        return status;
    case LiveState::Engine::Starting:
    case LiveState::Engine::Running: break;
    }
    return std::nullopt;
}

} // namespace

std::string_view gatewayStateName(GatewayState state)
{
    switch (state) {
    case GatewayState::Init: return "init";
    case GatewayState::Active: return "active";
    case GatewayState::Updating: return "updating";
    case GatewayState::Deleting: return "deleting";
    }
    return {};
}

std::string_view gatewayReasonName(GatewayReason reason)
{
    switch (reason) {
    case GatewayReason::None: return "None";
    case GatewayReason::EngineStopped: return "EngineStopped";
    case GatewayReason::EngineStarting: return "EngineStarting";
    case GatewayReason::PathPending: return "PathPending";
    case GatewayReason::AddressNotLocal: return "AddressNotLocal";
    case GatewayReason::PortTaken: return "PortTaken";
    case GatewayReason::LocalPermission: return "LocalPermission";
    case GatewayReason::DeviceFailed: return "DeviceFailed";
    }
    return {};
}

GatewayStatus gatewayStatus(const VpnGateway &gateway, const GatewayFacts &facts)
{
    if (const auto trouble = engineTrouble(facts))
        return *trouble;
    if (isAbsent(gateway.localAddress, facts.machine)) {
        GatewayStatus status = notUsable(GatewayReason::AddressNotLocal);
        status.address = gateway.localAddress;
        return status;
    }
    if (facts.engine == LiveState::Engine::Starting)
        return {GatewayState::Updating, GatewayReason::EngineStarting, {}, {}, {}};

    const GatewayStatus usable{GatewayState::Active, GatewayReason::None, {}, {}, {}};
    const QList<Fact> &connections = facts.connections;
    // One that has its address and ports proves that the gateway can be used, whatever another one met before.
    if (connections.isEmpty() || std::ranges::any_of(connections, hasPath))
        return usable;
    // Stays until the engine succeeds, also while it tries again: a status that flickers says nothing.
    for (const Fact &connection : connections) {
        if (const GatewayReason reason = localReason(connection.lastFailure); reason != GatewayReason::None)
            return {GatewayState::Init, reason, gateway.localAddress, connection.name, {}};
    }
    if (std::ranges::all_of(connections, [](const Fact &one) { return one.state == api::ConnectionState::Deleting; }))
        return {GatewayState::Deleting, GatewayReason::None, {}, {}, {}};
    // After a failure of the peer's a new attempt applies nothing: the gateway is as it was.
    const auto pending = std::ranges::find_if(connections, [](const Fact &one) {
        return one.state == api::ConnectionState::Resolving && one.lastFailure == api::FailureCode::None;
    });
    if (pending != connections.end())
        return {GatewayState::Updating, GatewayReason::PathPending, {}, pending->name, {}};
    return usable;
}

GatewayFacts gatewayFacts(const QString &gatewayId, const Catalog &catalog, const LiveState *live)
{
    GatewayFacts facts;
    facts.machine = catalog.machineFacts();
    if (!live)
        return facts;
    facts.engine = live->engine();
    facts.engineFailure = live->engineStatus().failure;
    facts.engineFailureDetail = QString::fromStdString(live->engineStatus().failureDetail);
    facts.missingPrivileges = live->missingPrivileges();
    for (const Connection &connection : catalog.connections()) {
        if (connection.draft.vpnGatewayId != gatewayId)
            continue;
        if (const api::ConnectionStatus *status = live->find(connection.draft.id))
            facts.connections.append({connection.draft.name, status->state, status->lastFailure});
    }
    return facts;
}

} // namespace tw::models
