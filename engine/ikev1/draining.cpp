#include "engine/ikev1/draining.h"

namespace tw::ikev1 {

State drainAll(ike::Children children, ike::Deleter deleter, ike::SessionEnded ending, Turn &turn)
{
    drainAll(children, deleter, turn);
    turn.tell(ending);
    return children.list.empty() ? State(Closed{}) : State(Draining{std::move(children)});
}

State onMessage(Draining state, const Incoming &in, Turn &turn)
{
    turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "on an ISAKMP SA that is gone"});
    return state;
}

State onTick(Draining state, Turn &turn)
{
    ike::onTick(state.children, std::nullopt, turn);
    return state.children.list.empty() ? State(Closed{}) : State(std::move(state));
}

std::optional<TimePoint> nextDeadline(const Draining &state) { return ike::nextDeadline(state.children, std::nullopt); }

} // namespace tw::ikev1
