#include "engine/ikev2/edit.h"

#include "engine/ikev2/child.h"

namespace tw::ikev2 {

namespace {

void takeOver(Child &child, const ike::LoadedConnectionPtr &after, Turn &turn)
{
    const api::ChildSettings before = child.connection->config->child;
    const api::ChildSettings &now = after->config->child;
    child.connection = after;
    if (before.lifetime != now.lifetime)
        child.life = ike::Lifetime::rearmed(child.establishedAt, now.lifetime, turn.now(), turn.env().random);
    if (child.isInstalled && (before.mtu != now.mtu || before.mss != now.mss))
        turn.act(ike::ResizeChild{child.inboundSpi, now.mtu, now.mss});
}

// Without an interruption where the new child is for the same traffic and wanted at once.
void makeAnew(Child &child, bool carriesOn, Turn &turn)
{
    child.isOutdated = true;
    if (!child.isLive())
        return;
    if (!carriesOn) {
        closeNow(child, Deleter::Us, turn);
        return;
    }
    child.isRenewalRefused = false;
    child.life.renewAt = turn.now();
}

} // namespace

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
    for (Child &child : state.children.list) {
        if (child.connection->config->id != config.id)
            continue;
        const bool carriesOn = config.effectImmediately && api::hasSameSelectors(*child.connection->config, config);
        takeOver(child, after, turn);
        if (isAnew)
            makeAnew(child, carriesOn, turn);
    }
    if (isAnew) {
        std::erase_if(state.children.wishes,
                      [&](const ChildWish &wish) { return wish.connection->config->id == config.id; });
        state.children.forgetRefusals(config.id);
        state.renewalTold = false; // what the peer refused was another child
    } else {
        for (ChildWish &wish : state.children.wishes) {
            if (wish.connection->config->id == config.id)
                wish.connection = after;
        }
    }
    if (auto *own = std::get_if<ChildRequest>(&state.underWay); own && own->wish.connection->config->id == config.id) {
        own->isOutdated = own->isOutdated || isAnew;
        own->wish.connection = after;
    }
}

} // namespace tw::ikev2
