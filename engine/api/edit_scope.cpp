#include "engine/api/edit_scope.h"

namespace tw::api {

namespace {

// `config` with everything as it was that SAs take over as they are.
ConnectionConfig withoutInPlaceEdits(ConnectionConfig config, const ConnectionConfig &before)
{
    config.name = before.name;
    config.effectImmediately = before.effectImmediately;
    config.dpd = before.dpd;
    config.ike.lifetime = before.ike.lifetime;
    config.child.lifetime = before.child.lifetime;
    config.child.mtu = before.child.mtu;
    config.child.mss = before.child.mss;
    return config;
}

} // namespace

// What is not named here was negotiated, or the negotiation depends on it: a new setting is on the safe side.
EditScope editScope(const ConnectionConfig &before, const ConnectionConfig &after, bool keyChanged)
{
    if (keyChanged)
        return EditScope::BothPhases;
    if (after == before)
        return EditScope::Nothing;
    ConnectionConfig rest = withoutInPlaceEdits(after, before);
    if (rest == before)
        return EditScope::InPlace;
    rest.child = before.child;
    return rest == before ? EditScope::Phase2 : EditScope::BothPhases;
}

bool hasSameSelectors(const ConnectionConfig &before, const ConnectionConfig &after)
{
    return before.child.local == after.child.local && before.child.remote == after.child.remote;
}

} // namespace tw::api
