#include "engine/ikev1/session.h"

#include "engine/ikev1/aggressive_mode.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/main_mode.h"
#include "engine/ikev1/phase1.h"
#include "engine/ikev1/quick_mode.h"

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
    return mode == ike::CloseMode::Forget ? endSilently(std::move(state), ending, turn)
                                          : endByUs(std::move(state), ending, turn);
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
                                 [](const AwaitProofAnswer &one) {
                                     return one.closingUntil ? ike::SessionStage::Deleting
                                                             : ike::SessionStage::Negotiating;
                                 },
                                 [](const Closed &) { return ike::SessionStage::Closed; },
                                 [](const auto &) { return ike::SessionStage::Negotiating; }},
                      state);
}

api::IkeSaStatus ikeStatus(const SessionFrame &frame, const Established &state)
{
    api::IkeSaStatus status;
    status.initiatorSpi = frame.initiatorSpi().value();
    status.responderSpi = frame.responderSpi().value();
    status.weInitiated = frame.weInitiated;
    status.version = api::IkeVersion::V1;
    status.proposal = state.proposal;
    status.localId = frame.config().ike.localId;
    status.remoteId = state.peer.identity();
    status.local = frame.local;
    status.remote = frame.remote;
    status.natLocal = state.nat.local;
    status.natRemote = state.nat.remote;
    status.establishedAt = state.establishedAt;
    status.rekeyAt = state.life.renewAt;
    return status;
}

bool awaitsFirstAnswer(const State &state)
{
    return std::holds_alternative<AwaitSaAnswer>(state) || std::holds_alternative<AwaitAggressiveAnswer>(state);
}

} // namespace

ike::Step Session::receive(const ike::Datagram &datagram, const ike::Env &env)
{
    Turn turn(m_frame, env, &datagram);
    const auto message = wire::decodeIsakmpMessage(datagram.message);
    // Before the first answer nothing shows who sent this but its address, so that must be right. Later the HASH counts.
    if (awaitsFirstAnswer(m_state) && datagram.remote.address != m_frame.remote.address) {
        m_frame.heardElsewhere = true;
        turn.reportDropped(wire::decodeIkeHeader(datagram.message).value_or(wire::IkeHeader{}),
                           Error{Fault::UnexpectedMessage, "from another address than the peer's"});
        return std::move(turn).finish();
    }
    m_frame.heardPeer = true;
    if (!message) {
        turn.reportDropped(wire::decodeIkeHeader(datagram.message).value_or(wire::IkeHeader{}), message.error());
        return std::move(turn).finish();
    }
    const Incoming in{*message, datagram.message};
    m_state = std::visit([&](auto &&state) { return onMessage(std::move(state), in, turn); }, std::move(m_state));
    return std::move(turn).finish();
}

ike::Step Session::close(ike::CloseMode mode, const ike::Env &env)
{
    Turn turn(m_frame, env);
    m_state = std::visit([&](auto &&state) { return onClose(std::move(state), mode, turn); }, std::move(m_state));
    return std::move(turn).finish();
}

template <typename Change>
ike::Step Session::change(Change change, const ike::Env &env)
{
    Turn turn(m_frame, env);
    if (auto *established = std::get_if<Established>(&m_state)) {
        change(*established, turn);
        m_state = goOn(std::move(*established), turn);
    }
    return std::move(turn).finish();
}

ike::Step Session::adopt(ike::LoadedConnectionPtr connection, api::EditScope scope, const ike::Env &env)
{
    // One of those that share the ISAKMP SA speaks for all: their IKE settings are the same.
    const auto before = m_frame.connection;
    const bool isSpeaker = before && before->config->id == connection->config->id;
    if (isSpeaker)
        m_frame.connection = connection;
    return change(
        [&](Established &state, Turn &turn) {
            if (isSpeaker) {
                state.liveness.configure(connection->config->dpd);
                if (before->config->ike.lifetime != connection->config->ike.lifetime)
                    state.life = ike::Lifetime::rearmed(state.establishedAt, connection->config->ike.lifetime,
                                                        turn.now(), turn.env().random);
            }
            if (scope == api::EditScope::Phase2)
                abandonQuicks(state, connection->config->id, turn);
            ike::adopt(state.children, connection, scope, turn);
            if (state.own && state.own->wish.connection->config->id == connection->config->id)
                state.own->wish.connection = connection;
        },
        env);
}

ike::Step Session::release(const api::ConnectionId &connection, ike::LoadedConnectionPtr rest,
                           std::optional<TimePoint> until, const ike::Env &env)
{
    if (rest && m_frame.connection && m_frame.connection->config->id == connection)
        m_frame.connection = std::move(rest);
    return change(
        [&](Established &state, Turn &turn) {
            abandonQuicks(state, connection, turn);
            withdraw(state.children, connection, until, turn);
        },
        env);
}

ike::Step Session::createChild(ike::LoadedConnectionPtr connection, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &) {
            const api::ConnectionId &id = connection->config->id;
            if (!awaits(state, id) && !state.children.carries(id))
                state.children.wishes.push_back(wholeOf(std::move(connection)));
        },
        env);
}

ike::Step Session::renewChild(crypto::EspSpi inboundSpi, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &turn) {
            ike::Child *child = state.children.findInbound(inboundSpi);
            if (child && child->renewAt())
                child->life.renewAt = std::min(child->life.renewAt, turn.now());
        },
        env);
}

ike::Step Session::renewIkeSa(const ike::Env &env)
{
    return change([](Established &state, Turn &turn) { state.life.renewAt = std::min(state.life.renewAt, turn.now()); },
                  env);
}

ike::Step Session::traffic(std::span<const ike::SaTraffic> readings, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &turn) {
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
    return change([&](Established &state, Turn &turn) { follow(state, turn.frame().local, remote, turn); }, env);
}

// IKEv1 cannot move what stands: what is negotiated anew from the new address takes its place.
ike::Step Session::pathChanged(const ike::ResolvedPath &path, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &turn) {
            if (path.local != turn.frame().local.address)
                tellRenewalDue(state, "network", turn);
        },
        env);
}

ike::Step Session::inherit(std::unique_ptr<ike::Estate> estate, const ike::Env &env)
{
    Turn turn(m_frame, env);
    ike::Children children = std::move(dynamic_cast<ChildEstate &>(*estate).children);
    if (auto *established = std::get_if<Established>(&m_state))
        m_state = ikev1::inherit(std::move(*established), std::move(children), turn);
    else
        removeAll(children, ike::Deleter::Us, turn);
    return std::move(turn).finish();
}

ike::Step Session::tick(const ike::Env &env)
{
    Turn turn(m_frame, env);
    m_state = std::visit([&](auto &&state) { return onTick(std::move(state), turn); }, std::move(m_state));
    return std::move(turn).finish();
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
    if (const auto *established = std::get_if<Established>(&m_state)) {
        view.isRenewalDue = established->renewalTold;
        view.ikeSa = ikeStatus(m_frame, *established);
        if (established->own && !established->own->wish.replaces)
            view.awaited.push_back(established->own->wish.connection->config->id);
        for (const ike::ChildWish &wish : established->children.wishes) {
            if (!wish.replaces)
                view.awaited.push_back(wish.connection->config->id);
        }
        for (const ike::Child &child : established->children.list) {
            if (child.stage == ike::Child::Stage::Standing)
                view.children.push_back({child.connection->config->id, ike::statusOf(child)});
        }
    }
    return view;
}

} // namespace tw::ikev1
