#include "engine/ikev1/quick_mode.h"

#include "engine/ikev1/quick_parts.h"

#include <algorithm>

namespace tw::ikev1 {

using api::FailureCode;

void onQuickMessage(Established &state, const Incoming &in, Turn &turn)
{
    const wire::MessageId id = in.header().messageId;
    const bool isRepeated =
        std::ranges::any_of(state.done, [&](const DoneQuick &quick) { return quick.last.answerRepeated(in, turn); });
    if (isRepeated)
        return;
    if (state.own && state.own->pending.header.messageId == id) {
        onQuickAnswer(state, in, turn);
        return;
    }
    const auto peer = std::ranges::find(state.peers, id, &PeerQuick::id);
    if (peer != state.peers.end())
        onQuickConfirmation(state, static_cast<std::size_t>(peer - state.peers.begin()), in, turn);
    else
        onQuickRequest(state, in, turn);
}

bool isOfKnownQuick(const Established &state, const Incoming &in)
{
    const wire::MessageId id = in.header().messageId;
    return (state.own && state.own->pending.header.messageId == id)
        || std::ranges::find(state.peers, id, &PeerQuick::id) != state.peers.end()
        || std::ranges::any_of(state.done, [&](const DoneQuick &quick) { return quick.last.isRepeated(in.datagram); });
}

void tickQuicks(Established &state, Turn &turn)
{
    if (state.own && !keepTrying(state.own->pending, turn))
        onQuickRefused(state, FailureCode::Phase2NegotiationTimeout, turn);
    std::erase_if(state.peers, [&](PeerQuick &quick) {
        if (keepTrying(quick.pending, turn))
            return false;
        // Message 3 never came, but the peer may well have sent it, and have the child.
        turn.act(ike::RemoveChild{quick.child.inboundSpi});
        state.children.strays.push_back(quick.child.inboundSpi);
        return true;
    });
    std::erase_if(state.done, [&](const DoneQuick &quick) { return quick.forgottenAt <= turn.now(); });
}

std::optional<TimePoint> nextQuickDeadline(const Established &state)
{
    std::optional<TimePoint> next;
    const auto take = [&](TimePoint at) { next = next ? std::min(*next, at) : at; };
    if (state.own)
        take(state.own->pending.resend.due());
    for (const PeerQuick &quick : state.peers)
        take(quick.pending.resend.due());
    if (!state.done.empty())
        take(state.done.front().forgottenAt);
    return next;
}

void abandonQuicks(Established &state, Turn &turn)
{
    for (const PeerQuick &quick : state.peers)
        turn.act(ike::RemoveChild{quick.child.inboundSpi});
    state.peers.clear();
    state.own.reset();
}

void abandonQuicks(Established &state, const api::ConnectionId &connection, Turn &turn)
{
    if (state.own && state.own->wish.connection->config->id == connection)
        state.own.reset();
    for (const PeerQuick &quick : state.peers) {
        if (quick.child.connection->config->id == connection)
            turn.act(ike::RemoveChild{quick.child.inboundSpi});
    }
    std::erase_if(state.peers, [&](const PeerQuick &one) { return one.child.connection->config->id == connection; });
}

} // namespace tw::ikev1
