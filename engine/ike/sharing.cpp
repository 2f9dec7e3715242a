#include "engine/ike/sharing.h"

namespace tw::ike {

api::EditScope scopeOf(const LoadedConnection &before, const LoadedConnection &after)
{
    return api::editScope(*before.config, *after.config,
                          !equalInConstantTime(before.secret.view(), after.secret.view()));
}

// Turning one into the other would leave the IKE SA alone. That holds for whatever a connection is made of some day.
bool mayShareIkeSa(const LoadedConnection &a, const LoadedConnection &b)
{
    if (a.config->peer != b.config->peer || !equalInConstantTime(a.secret.view(), b.secret.view()))
        return false; // soon said
    api::ConnectionConfig renamed = *b.config;
    renamed.id = a.config->id;
    return api::editScope(*a.config, renamed, false) != api::EditScope::BothPhases;
}

} // namespace tw::ike
