#pragma once

#include "models/doctor/health_monitor.h"
#include "models/live/gateway_status.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"
#include "ui/widgets/badge_delegate.h"

namespace tw::ui {

// The sign of each state. Every one has its own shape.
Badge stateBadge(api::ConnectionState state);
Badge stateBadge(const QString &stateName); // models::StateRole
Badge healthBadge(models::Health health);
Badge gatewayBadge(const models::GatewayStatus &status);

using models::StateGroup;
using models::stateGroup;

} // namespace tw::ui
