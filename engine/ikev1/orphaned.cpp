#include "engine/ikev1/orphaned.h"

#include "engine/ikev1/draining.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/quick_mode.h"
#include "engine/ikev1/quick_parts.h"

#include <algorithm>
#include <set>

namespace tw::ikev1 {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using api::Level;
using ike::Child;
using ike::EventDraft;

namespace {

std::optional<TimePoint> renewalAt(const Orphaned &state)
{
    std::optional<TimePoint> first;
    if (state.renewalTold)
        return first;
    const auto take = [&](std::optional<TimePoint> at) {
        if (at)
            first = first ? std::min(*first, *at) : *at;
    };
    for (const Child &child : state.children.list)
        take(child.renewAt());
    take(state.liveness.probeAt());
    return first;
}

// Connections that wait for a child get none here.
void refuseWishes(Established &state, FailureCode failure, Turn &turn)
{
    std::set<api::ConnectionId> waiting;
    for (const ike::ChildWish &wish : std::exchange(state.children.wishes, {}))
        waiting.insert(wish.connection->config->id);
    if (state.own)
        waiting.insert(state.own->wish.connection->config->id);
    for (const api::ConnectionId &id : waiting) {
        if (!state.children.carries(id))
            turn.tell(ike::ChildRefused{id, failure});
    }
}

ike::Deleter deleterBy(const ike::SessionEnded &ending)
{
    return ending.cause == ike::EndCause::DeletedByPeer ? ike::Deleter::Peer : ike::Deleter::Us;
}

// Once no child is left it ends, and tells that.
void tellLost(const Orphaned &state, std::span<const api::ConnectionId> bereft, FailureCode failure, Turn &turn)
{
    for (const api::ConnectionId &id : bereft) {
        if (state.children.hasStanding())
            turn.tell(ike::ChildLost{id, failure});
    }
}

} // namespace

State orphan(Established state, api::IkeSaStatus parent, ike::SessionEnded ending, Turn &turn)
{
    refuseWishes(state, ending.failure, turn);
    abandonQuicks(state, turn);
    Orphaned orphaned{.parent = std::move(parent),
                      .ending = ending,
                      .nat = state.nat,
                      .liveness = state.liveness,
                      .children = std::move(state.children),
                      .renewalTold = state.renewalTold,
                      .deadAt = std::nullopt,
                      .lastSent = state.lastSent};
    return goOn(std::move(orphaned), turn);
}

State onMessage(Orphaned state, const Incoming &in, Turn &turn)
{
    turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "on an ISAKMP SA that is gone"});
    return state;
}

State goOn(Orphaned state, Turn &turn)
{
    const TimePoint now = turn.now();
    // What was to be deleted is deleted here alone.
    if (state.children.hasUnsentDeletion() || !state.children.strays.empty())
        onDeletionAnswered(state.children, takeDeletions(state.children), turn);
    if (!state.children.hasStanding())
        return drainAll(std::move(state.children), deleterBy(state.ending), state.ending, turn);
    if (const auto probeAt = state.liveness.probeAt(); probeAt && *probeAt <= now && !state.deadAt)
        state.deadAt = now + kOrphanPatience;
    if (const auto at = renewalAt(state); at && *at <= now)
        tellRenewalDue(state, state.deadAt ? "dpd" : "lifetime", turn);
    return state;
}

State onTick(Orphaned state, Turn &turn)
{
    const TimePoint now = turn.now();
    if (state.deadAt && *state.deadAt <= now) {
        turn.report(EventDraft(EventCode::PeerDead, Level::Error)
                        .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString())
                        .with(FailureCode::DpdTimeout));
        return endSilently(std::move(state), {ike::EndCause::PeerDead, FailureCode::DpdTimeout}, turn);
    }
    tellLost(state, ike::onTick(state.children, std::nullopt, turn), FailureCode::None, turn);
    keepMappingAlive(state.nat, state.lastSent, turn);
    return goOn(std::move(state), turn);
}

std::optional<TimePoint> nextDeadline(const Orphaned &state)
{
    std::optional<TimePoint> next = mappingDueAt(state.nat, state.lastSent);
    const auto probeAt = state.deadAt ? state.deadAt : state.liveness.probeAt();
    for (const auto &at : {ike::nextDeadline(state.children, std::nullopt), renewalAt(state), probeAt}) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    }
    return next;
}

State endSilently(Orphaned state, ike::SessionEnded ending, Turn &turn)
{
    removeAll(state.children, deleterBy(ending), turn);
    turn.tell(ending);
    return Closed{};
}

void heard(Orphaned &state, TimePoint at)
{
    state.liveness.heard(at);
    if (const auto probeAt = state.liveness.probeAt(); !probeAt || *probeAt > at)
        state.deadAt.reset();
}

void peerDeletes(Orphaned &state, std::span<const std::uint32_t> peerSpis, Turn &turn)
{
    const auto bereft = deleteByPeer(state.children, peerSpis, turn);
    if (!bereft.empty())
        state.ending = {ike::EndCause::DeletedByPeer, FailureCode::ReceiveDeleteNotify};
    tellLost(state, bereft, FailureCode::ReceiveDeleteNotify, turn);
}

void tellRenewalDue(Orphaned &state, std::string_view reason, Turn &turn)
{
    if (!std::exchange(state.renewalTold, true))
        turn.tell(ike::RenewalDue{reason});
}

} // namespace tw::ikev1
