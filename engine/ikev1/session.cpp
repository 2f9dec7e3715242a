#include "engine/ikev1/session.h"

#include "engine/ikev1/aggressive_mode.h"
#include "engine/ikev1/draining.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/main_mode.h"
#include "engine/ikev1/orphaned.h"
#include "engine/ikev1/phase1.h"
#include "engine/ikev1/quick_mode.h"
#include "engine/ikev1/succession.h"

#include <algorithm>

namespace tw::ikev1 {

namespace {

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

State onMessage(Closed state, const Incoming &, Turn &) { return state; }
State onTick(Closed state, Turn &) { return state; }

State onClose(AwaitProofAnswer state, ike::CloseMode mode, Turn &turn)
{
    if (mode == ike::CloseMode::Forget) {
        turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
        return Closed{};
    }
    // The peer may have an SA by now that only this exchange's answer lets us delete.
    if (!state.closingUntil)
        state.closingUntil = turn.now() + kDeletePatience;
    return state;
}

State onClose(Established state, ike::CloseMode mode, Turn &turn)
{
    const ike::SessionEnded ending{ike::EndCause::DeletedByUs};
    if (mode != ike::CloseMode::Forget)
        sendFarewell(state, turn);
    return mode == ike::CloseMode::Replaced ? endGently(std::move(state), ending, turn)
                                            : endSilently(std::move(state), ending, turn);
}

State onClose(Orphaned state, ike::CloseMode mode, Turn &turn)
{
    const ike::SessionEnded ending{ike::EndCause::DeletedByUs};
    return mode == ike::CloseMode::Replaced ? drainAll(std::move(state.children), ike::Deleter::Us, ending, turn)
                                            : endSilently(std::move(state), ending, turn);
}

// It has told its end.
State onClose(Draining state, ike::CloseMode, Turn &turn)
{
    removeAll(state.children, ike::Deleter::Us, turn);
    return Closed{};
}

State onClose(Closed state, ike::CloseMode, Turn &) { return state; }

template <typename Negotiating>
State onClose(Negotiating, ike::CloseMode, Turn &turn)
{
    turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
    return Closed{};
}

std::optional<TimePoint> deadlineOf(const AwaitProofAnswer &state)
{
    return state.closingUntil ? std::min(waitsUntil(state), *state.closingUntil) : waitsUntil(state);
}
std::optional<TimePoint> deadlineOf(const AwaitKeys &state) { return state.givenUpAt; }
std::optional<TimePoint> deadlineOf(const AwaitProof &state)
{
    return state.hint ? std::min(state.hint->believedAt, state.givenUpAt) : state.givenUpAt;
}
std::optional<TimePoint> deadlineOf(const Established &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Orphaned &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Draining &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Closed &) { return std::nullopt; }
template <typename Negotiating>
std::optional<TimePoint> deadlineOf(const Negotiating &state)
{
    return waitsUntil(state);
}

ike::SessionStage stageOf(const State &state)
{
    return std::visit(Overloaded{[](const Established &one) {
                                     return one.children.hasStanding() ? ike::SessionStage::Established
                                                                       : ike::SessionStage::IkeSaOnly;
                                 },
                                 [](const Orphaned &) { return ike::SessionStage::Established; },
                                 [](const AwaitProofAnswer &one) {
                                     return one.closingUntil ? ike::SessionStage::Deleting
                                                             : ike::SessionStage::Negotiating;
                                 },
                                 [](const Draining &) { return ike::SessionStage::Lingering; },
                                 [](const Closed &) { return ike::SessionStage::Closed; },
                                 [](const auto &) { return ike::SessionStage::Negotiating; }},
                      state);
}

bool awaitsFirstAnswer(const State &state)
{
    return std::holds_alternative<AwaitSaAnswer>(state) || std::holds_alternative<AwaitAggressiveAnswer>(state);
}

const wire::IsakmpFragment *fragmentIn(const wire::IsakmpMessage &message)
{
    const auto *payloads = message.payloads();
    return payloads ? wire::findPayload<wire::IsakmpFragment>(*payloads, wire::PayloadType::FragmentV1) : nullptr;
}

void adoptOwn(Established &state, const api::ConnectionConfig &before, const api::ConnectionConfig &after, Turn &turn)
{
    state.liveness.configure(after.dpd);
    if (before.ike.lifetime != after.ike.lifetime)
        state.life = ike::Lifetime::rearmed(state.establishedAt, after.ike.lifetime, turn.now(), turn.env().random);
}

} // namespace

ike::Step Session::receive(const ike::Datagram &datagram, const ike::Env &env)
{
    Turn turn(m_frame, env, &datagram);
    const auto message = wire::decodeIsakmpMessage(datagram.message);
    const auto header = wire::decodeIkeHeader(datagram.message).value_or(wire::IkeHeader{});
    // Before the first answer nothing shows who sent this but its address, so that must be right. Later the HASH counts.
    if (awaitsFirstAnswer(m_state) && datagram.remote.address != m_frame.remote.address) {
        m_frame.heardElsewhere = true;
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "from another address than the peer's"});
        return finish(std::move(turn));
    }
    m_frame.heardPeer = true;
    if (!message)
        turn.reportDropped(header, message.error());
    else if (const auto *fragment = fragmentIn(*message))
        assemble(header, *fragment, turn);
    else
        process(*message, datagram.message, turn);
    return finish(std::move(turn));
}

void Session::process(const wire::IsakmpMessage &message, ByteView octets, Turn &turn)
{
    if (const auto *payloads = message.payloads())
        m_peerTakesFragments = m_peerTakesFragments || vendorTraits(*payloads).takesFragments;
    const Incoming in{message, octets};
    m_state = std::visit([&](auto &&state) { return onMessage(std::move(state), in, turn); }, std::move(m_state));
}

void Session::assemble(const wire::IkeHeader &header, const wire::IsakmpFragment &fragment, Turn &turn)
{
    turn.reportReceived(header, wire::payloadNames(wire::IsakmpPayloads{{wire::PayloadType::FragmentV1, fragment}}),
                        api::Level::Debug, turn.arrived()->message.size());
    const auto whole = m_fragments.add(fragment);
    if (!whole)
        return;
    const auto message = wire::decodeIsakmpMessage(*whole);
    if (!message)
        turn.reportDropped(header, message.error());
    else if (fragmentIn(*message) || message->header.initiatorSpi != header.initiatorSpi
             || message->header.responderSpi != header.responderSpi)
        turn.reportDropped(header, Error{Fault::Malformed, "fragments"});
    else
        process(*message, *whole, turn);
}

ike::Step Session::finish(Turn &&turn)
{
    const std::uint16_t natPort = turn.env().natPort;
    ike::Step step = std::move(turn).finish();
    if (m_peerTakesFragments)
        cutLongMessages(step.actions, natPort, m_lastFragmentId);
    return step;
}

ike::Step Session::close(ike::CloseMode mode, const ike::Env &env)
{
    Turn turn(m_frame, env);
    m_state = std::visit([&](auto &&state) { return onClose(std::move(state), mode, turn); }, std::move(m_state));
    return finish(std::move(turn));
}

template <typename Change>
ike::Step Session::change(Change change, const ike::Env &env)
{
    Turn turn(m_frame, env);
    const auto apply = [&](auto *state) {
        if (!state)
            return false;
        change(*state, turn);
        m_state = goOn(std::move(*state), turn);
        return true;
    };
    apply(std::get_if<Established>(&m_state)) || apply(std::get_if<Orphaned>(&m_state));
    return finish(std::move(turn));
}

ike::Step Session::adopt(ike::LoadedConnectionPtr connection, api::EditScope scope, const ike::Env &env)
{
    // One of those that share the ISAKMP SA speaks for all: their IKE settings are the same.
    const auto before = m_frame.connection;
    const bool isSpeaker = before && before->config->id == connection->config->id;
    if (isSpeaker)
        m_frame.connection = connection;
    return change(Overloaded{[&](Established &state, Turn &turn) {
                                 if (isSpeaker)
                                     adoptOwn(state, *before->config, *connection->config, turn);
                                 if (scope == api::EditScope::Phase2)
                                     abandonQuicks(state, connection->config->id, turn);
                                 ike::adopt(state.children, connection, scope, turn);
                                 if (state.own && state.own->wish.connection->config->id == connection->config->id)
                                     state.own->wish.connection = connection;
                             },
                             [&](Orphaned &state, Turn &turn) {
                                 if (isSpeaker)
                                     state.liveness.configure(connection->config->dpd);
                                 ike::adopt(state.children, connection, scope, turn);
                             }},
                  env);
}

ike::Step Session::release(const api::ConnectionId &connection, ike::LoadedConnectionPtr rest,
                           std::optional<TimePoint> until, const ike::Env &env)
{
    if (rest && m_frame.connection && m_frame.connection->config->id == connection)
        m_frame.connection = std::move(rest);
    return change(
        [&](auto &state, Turn &turn) {
            if constexpr (std::is_same_v<decltype(state), Established &>)
                abandonQuicks(state, connection, turn);
            withdraw(state.children, connection, until, turn);
        },
        env);
}

ike::Step Session::createChild(ike::LoadedConnectionPtr connection, const ike::Env &env)
{
    const api::ConnectionId id = connection->config->id;
    return change(Overloaded{[&](Established &state, Turn &) {
                                 if (!awaits(state, id) && !state.children.carries(id))
                                     state.children.wishes.push_back(wholeOf(std::move(connection)));
                             },
                             [&](Orphaned &state, Turn &turn) {
                                 if (!state.children.carries(id))
                                     turn.tell(ike::ChildRefused{id, state.ending.failure});
                             }},
                  env);
}

ike::Step Session::renewChild(crypto::EspSpi inboundSpi, const ike::Env &env)
{
    return change(
        [&](auto &state, Turn &turn) {
            ike::Child *child = state.children.findInbound(inboundSpi);
            if (child && child->renewAt())
                child->life.renewAt = std::min(child->life.renewAt, turn.now());
        },
        env);
}

ike::Step Session::renewIkeSa(const ike::Env &env)
{
    return change(Overloaded{[](Established &state, Turn &turn) {
                                 state.life.renewAt = std::min(state.life.renewAt, turn.now());
                             },
                             [](Orphaned &state, Turn &turn) { tellRenewalDue(state, "operator", turn); }},
                  env);
}

ike::Step Session::traffic(std::span<const ike::SaTraffic> readings, const ike::Env &env)
{
    return change(
        [&](auto &state, Turn &turn) {
            for (const ike::SaTraffic &reading : readings) {
                const ike::Child *child = state.children.findInbound(reading.inboundSpi);
                if (!child)
                    continue;
                if (reading.lastInbound)
                    heard(state, *reading.lastInbound);
                if (reading.traffic.packetsOut != child->traffic.packetsOut)
                    state.lastSent = env.now; // keeps the NAT's mapping alive, too
                onTraffic(state.children, reading, turn);
            }
        },
        env);
}

ike::Step Session::peerMoved(const Endpoint &remote, const ike::Env &env)
{
    return change([&](auto &state, Turn &turn) { follow(state.nat, state.children, turn.frame().local, remote, turn); },
                  env);
}

// IKEv1 cannot move what stands: what is negotiated anew from the new address takes its place.
ike::Step Session::pathChanged(const ike::ResolvedPath &path, const ike::Env &env)
{
    return change(
        [&](auto &state, Turn &turn) {
            if (path.local != turn.frame().local.address)
                tellRenewalDue(state, "network", turn);
        },
        env);
}

ike::Step Session::yieldTo(std::uint64_t heir, const ike::Env &env)
{
    Turn turn(m_frame, env);
    if (auto *orphaned = std::get_if<Orphaned>(&m_state))
        m_state = bequeath(std::move(orphaned->children), heir, turn);
    else if (auto *established = std::get_if<Established>(&m_state))
        yield(*established, heir, turn);
    return finish(std::move(turn));
}

ike::Step Session::peerDeletes(std::span<const std::uint32_t> peerSpis, const ike::Env &env)
{
    return change([&](auto &state, Turn &turn) { ikev1::peerDeletes(state, peerSpis, turn); }, env);
}

ike::Step Session::inherit(std::unique_ptr<ike::Estate> estate, const ike::Env &env)
{
    Turn turn(m_frame, env);
    auto &left = dynamic_cast<ChildEstate &>(*estate);
    if (auto *established = std::get_if<Established>(&m_state))
        m_state = ikev1::inherit(std::move(*established), std::move(left), turn);
    else
        removeAll(left.children, ike::Deleter::Us, turn);
    return finish(std::move(turn));
}

ike::Step Session::tick(const ike::Env &env)
{
    Turn turn(m_frame, env);
    m_state = std::visit([&](auto &&state) { return onTick(std::move(state), turn); }, std::move(m_state));
    return finish(std::move(turn));
}

std::optional<TimePoint> Session::nextDeadline() const
{
    return std::visit([](const auto &state) { return deadlineOf(state); }, m_state);
}

ike::SessionView Session::view() const
{
    ike::SessionView view;
    view.stage = stageOf(m_state);
    view.createdAt = m_frame.createdAt;
    view.peerMayBeUp = std::holds_alternative<AwaitProofAnswer>(m_state);
    const auto viewChildren = [&](const ike::Children &children) {
        for (const ike::Child &child : children.list) {
            if (child.stage == ike::Child::Stage::Standing)
                view.children.push_back({child.connection->config->id, ike::statusOf(child)});
        }
    };
    if (const auto *established = std::get_if<Established>(&m_state)) {
        view.isRenewalDue = established->renewalTold;
        view.ikeSa = statusOf(*established, m_frame);
        if (established->own && !established->own->wish.replaces)
            view.awaited.push_back(established->own->wish.connection->config->id);
        for (const ike::ChildWish &wish : established->children.wishes) {
            if (!wish.replaces)
                view.awaited.push_back(wish.connection->config->id);
        }
        viewChildren(established->children);
    } else if (const auto *orphaned = std::get_if<Orphaned>(&m_state)) {
        view.isRenewalDue = true;
        view.takesChildren = false;
        view.ikeSa = orphaned->parent;
        view.ikeSa->local = m_frame.local;
        view.ikeSa->remote = m_frame.remote;
        viewChildren(orphaned->children);
    }
    return view;
}

} // namespace tw::ikev1
