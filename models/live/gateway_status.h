#pragma once

#include "models/catalog/gateway.h"
#include "models/catalog/machine_facts.h"
#include "models/live/live_state.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <string_view>

// Whether a VPN gateway can be used on this machine now, in the cloud's four words, and why not. Nothing is asked of the
// system here: the status follows from what is known already.
namespace tw::models {

class Catalog;

enum class GatewayState : std::uint8_t {
    Init, // not usable: see the reason
    Active,
    Updating, // the engine is taking it up
    Deleting, // the last SAs on it are being deleted
};

enum class GatewayReason : std::uint8_t {
    None,
    EngineStopped,
    EngineStarting,
    PathPending, // address, route and ports are being looked for
    AddressNotLocal,
    PortTaken,
    LocalPermission,
    DeviceFailed,
};

// Stable, for --json: "init", "active", "updating", "deleting"; "AddressNotLocal".
std::string_view gatewayStateName(GatewayState state);
std::string_view gatewayReasonName(GatewayReason reason);

struct GatewayStatus
{
    GatewayState state = GatewayState::Init;
    GatewayReason reason = GatewayReason::EngineStopped;
    QString address; // where the reason is one address: which
    QString connection; // where a connection showed it: its name
    QString detail; // what exactly is missing or failed, in words of the system or of the program

    friend bool operator==(const GatewayStatus &, const GatewayStatus &) = default;
};

// All that a gateway's status follows from.
struct GatewayFacts
{
    struct Connection
    {
        QString name;
        api::ConnectionState state{};
        api::FailureCode lastFailure{};
    };

    LiveState::Engine engine = LiveState::Engine::None;
    api::FailureCode engineFailure = api::FailureCode::None;
    QString engineFailureDetail;
    QStringList missingPrivileges; // a sentence each
    MachineFacts machine;
    QList<Connection> connections; // those of the gateway that the engine has
};

GatewayStatus gatewayStatus(const VpnGateway &gateway, const GatewayFacts &facts);

// The facts as catalogue and engine have them. Without `live` there is no engine.
GatewayFacts gatewayFacts(const QString &gatewayId, const Catalog &catalog, const LiveState *live);

// For the row: "Not usable: address not on this machine".
QString gatewayStatusText(const GatewayStatus &status);
// The whole story in a sentence or two.
QString gatewayStatusSentence(const GatewayStatus &status);

} // namespace tw::models
