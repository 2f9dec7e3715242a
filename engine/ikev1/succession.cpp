#include "engine/ikev1/succession.h"

#include "engine/ikev1/established.h"
#include "engine/ikev1/informational.h"
#include "engine/ikev1/orphaned.h"
#include "engine/ikev1/quick_mode.h"
#include "engine/ikev1/quick_parts.h"

#include <algorithm>

namespace tw::ikev1 {

using api::Direction;
using api::FailureCode;
using ike::Child;
using ike::Deleter;

namespace {

constexpr ike::SessionEnded kDeletedByPeer{ike::EndCause::DeletedByPeer, FailureCode::ReceiveDeleteNotify};

Child *standing(ike::Children &children, const api::ConnectionId &connection)
{
    const auto found = std::ranges::find_if(children.list, [&](const Child &child) {
        return child.stage == Child::Stage::Standing && child.connection->config->id == connection;
    });
    return found == children.list.end() ? nullptr : &*found;
}

} // namespace

// Whoever speaks for those that share it need not have a child on it.
std::optional<std::uint64_t> heirOf(const Established &state, const Turn &turn)
{
    const auto child = std::ranges::find(state.children.list, Child::Stage::Standing, &Child::stage);
    const api::ConnectionId &id =
        child == state.children.list.end() ? turn.frame().config().id : child->connection->config->id;
    return turn.env().connections.heirOf(id, turn.frame().localSpi.value());
}

State leaveTo(std::uint64_t heir, Established state, Direction deletion, Turn &turn)
{
    reportIkeSaDeleted(deletion, turn);
    abandonQuicks(state, turn);
    return bequeath(std::move(state.children), heir, turn);
}

void departFor(std::uint64_t heir, Established &state, Duration after, Deleter by, Turn &turn)
{
    state.departure = Departure{turn.now() + after, by, heir};
    bequeath(std::exchange(state.children, {}), heir, turn);
}

State depart(Established state, Turn &turn)
{
    const bool isByUs = state.departure->by == Deleter::Us;
    const Direction direction = isByUs ? Direction::Out : Direction::In;
    const auto heir = state.departure->heir ? state.departure->heir : heirOf(state, turn);
    if (isByUs)
        sendIsakmpDeletion(state, turn);
    if (heir)
        return leaveTo(*heir, std::move(state), direction, turn);
    reportIkeSaDeleted(direction, turn);
    api::IkeSaStatus parent = statusOf(state, turn.frame());
    return orphan(std::move(state), std::move(parent), kDeletedByPeer, turn);
}

State endByPeer(Established state, Turn &turn)
{
    if (state.departure) {
        state.departure->by = Deleter::Peer;
        return state;
    }
    if (!state.children.hasStanding())
        return endGently(std::move(state), kDeletedByPeer, turn);
    if (const auto heir = heirOf(state, turn))
        departFor(*heir, state, kLateDeletes, Deleter::Peer, turn);
    else
        state.departure = Departure{turn.now() + kLateDeletes, Deleter::Peer, std::nullopt};
    return state;
}

void yield(Established &state, std::uint64_t heir, Turn &turn)
{
    if (state.departure)
        return;
    // It would make a child beside those of the heir, which is asked for it instead.
    if (const auto own = std::exchange(state.own, std::nullopt); own && !own->wish.replaces)
        state.children.wishes.push_back(own->wish);
    departFor(heir, state, kFarewell, Deleter::Us, turn);
}

State bequeath(ike::Children children, std::uint64_t heir, Turn &turn)
{
    ike::Bequest bequest{heir, {}, nullptr, false};
    for (const Child &child : children.list)
        bequest.children.push_back(child.inboundSpi);
    bequest.estate = std::make_unique<ChildEstate>(std::move(children), turn.frame().local, turn.frame().remote);
    turn.leave(std::move(bequest));
    return Closed{};
}

State inherit(Established state, ChildEstate estate, Turn &turn)
{
    ike::Children &children = estate.children;
    const SessionFrame &frame = turn.frame();
    const bool haveMoved = frame.local != estate.local || frame.remote != estate.remote;
    for (Child &child : children.list) {
        // By UDP only where the new one does so, too.
        if (haveMoved && child.isInstalled && (!child.udpEncapsulated || state.nat.isEncapsulated()))
            turn.act(ike::MoveChild{child.inboundSpi, frame.local, frame.remote, child.udpEncapsulated});
        const api::ConnectionId id = child.connection->config->id;
        const bool isFirst = child.stage == Child::Stage::Standing && !state.children.carries(id);
        if (state.own && state.own->wish.connection->config->id == id)
            state.own->elders.push_back(child.inboundSpi);
        for (PeerQuick &quick : state.peers) {
            if (quick.child.connection->config->id == id)
                quick.elders.push_back(child.inboundSpi);
        }
        Child *twin = child.stage == Child::Stage::Standing ? standing(state.children, id) : nullptr;
        if (twin)
            settleTwins(*twin, std::ranges::find(state.inherited, twin->inboundSpi) == state.inherited.end(), child,
                        turn);
        state.inherited.push_back(child.inboundSpi);
        state.children.list.push_back(std::move(child));
        if (isFirst)
            turn.tell(ike::ChildUp{id});
    }
    std::erase_if(state.inherited, [&](crypto::EspSpi spi) { return state.children.findInbound(spi) == nullptr; });
    for (ike::ChildWish &wish : children.wishes) {
        if (!frame.weInitiated) // then the peer is about to begin one
            wish.notBefore = std::max(wish.notBefore, turn.now() + kPeersTurn);
        state.children.wishes.push_back(std::move(wish));
    }
    return goOn(std::move(state), turn);
}

State goOnLeaving(Established state, Turn &turn)
{
    const Departure &departure = *state.departure;
    // From a quick mode that was under way.
    if (departure.heir && !state.children.list.empty())
        bequeath(std::exchange(state.children, {}), *departure.heir, turn);
    if (departure.by == Deleter::Peer && !departure.heir && !state.children.hasStanding())
        return endGently(std::move(state), kDeletedByPeer, turn);
    return state;
}

} // namespace tw::ikev1
