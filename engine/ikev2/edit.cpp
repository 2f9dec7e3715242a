#include "engine/ikev2/edit.h"

#include "engine/ikev2/child.h"

namespace tw::ikev2 {

void adoptForIkeSa(Established &state, const api::ConnectionConfig &before, const api::ConnectionConfig &after,
                   Turn &turn)
{
    state.liveness.configure(after.dpd);
    if (before.ike.lifetime != after.ike.lifetime)
        state.life = ike::Lifetime::rearmed(state.establishedAt, after.ike.lifetime, turn.now(), turn.env().random);
}

void adoptForChildren(Established &state, const ike::LoadedConnectionPtr &after, api::EditScope scope, Turn &turn)
{
    const api::ConnectionConfig &config = *after->config;
    const bool isAnew = scope == api::EditScope::Phase2;
    adopt(state.children, after, scope, turn);
    if (isAnew)
        state.renewalTold = false; // what the peer refused was another child
    if (auto *own = std::get_if<ChildRequest>(&state.underWay); own && own->wish.connection->config->id == config.id) {
        own->isOutdated = own->isOutdated || isAnew;
        own->wish.connection = after;
    }
}

} // namespace tw::ikev2
