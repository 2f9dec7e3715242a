#include "ui/live/state_look.h"

namespace tw::ui {

Badge stateBadge(api::ConnectionState state)
{
    using enum api::ConnectionState;
    switch (state) {
    case Established: return {QStringLiteral("state-up"), Tone::Good, true};
    case Phase1Failed:
    case Phase2Failed: return {QStringLiteral("state-failed"), Tone::Bad, true};
    case PeerDead: return {QStringLiteral("state-dead"), Tone::Bad, true};
    case Resolving:
    case Phase1Negotiating:
    case Phase2Negotiating: return {QStringLiteral("state-negotiating"), Tone::Busy, true};
    case Phase1Established: return {QStringLiteral("state-half"), Tone::Busy, true};
    case Waiting: return {QStringLiteral("state-waiting"), Tone::Neutral, false};
    case Deleting: return {QStringLiteral("state-deleting"), Tone::Muted, false};
    case Stopped: break;
    }
    return {QStringLiteral("state-stopped"), Tone::Muted, false};
}

Badge stateBadge(const QString &stateName)
{
    for (auto value = 0; value <= static_cast<int>(api::ConnectionState::Deleting); ++value) {
        const auto state = static_cast<api::ConnectionState>(value);
        const std::string_view name = api::stateName(state);
        if (stateName == QLatin1StringView(name.data(), static_cast<qsizetype>(name.size())))
            return stateBadge(state);
    }
    return stateBadge(api::ConnectionState::Stopped);
}

Badge healthBadge(models::Health health)
{
    using enum models::Health;
    switch (health) {
    case Good: return {QStringLiteral("state-up"), Tone::Good, false};
    case Failing: return {QStringLiteral("warning"), Tone::Bad, true};
    case Impossible: return {QStringLiteral("info"), Tone::Warning, false};
    case Waiting: return {QStringLiteral("state-waiting"), Tone::Muted, false};
    case Off: break;
    }
    return {};
}

Badge gatewayBadge(const models::GatewayStatus &status)
{
    using enum models::GatewayState;
    switch (status.state) {
    case Active: return {QStringLiteral("state-up"), Tone::Good, true};
    case Updating: return {QStringLiteral("state-negotiating"), Tone::Busy, true};
    case Deleting: return {QStringLiteral("state-deleting"), Tone::Muted, false};
    case Init: break;
    }
    // An engine that was not started is no fault.
    if (status.reason == models::GatewayReason::EngineStopped)
        return {QStringLiteral("state-stopped"), Tone::Muted, false};
    return {QStringLiteral("state-failed"), Tone::Bad, true};
}

} // namespace tw::ui
