#pragma once

#include "models/live/gateway_status.h"
#include "models/live/live_state.h"
#include "ui/widgets/badge_delegate.h"

namespace tw::ui {

// The sign of each state. Every one has its own shape.
Badge stateBadge(api::ConnectionState state);
Badge stateBadge(const QString &stateName); // models::StateRole
Badge gatewayBadge(const models::GatewayStatus &status);

// What the status bar counts.
enum class StateGroup { Up, Negotiating, Failed, Waiting, Down };
StateGroup stateGroup(api::ConnectionState state);

} // namespace tw::ui
