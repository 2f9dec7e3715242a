#include "engine/ikev2/session.h"

#include "engine/ikev2/auth_exchange.h"
#include "engine/ikev2/child.h"
#include "engine/ikev2/edit.h"
#include "engine/ikev2/established.h"
#include "engine/ikev2/ike_rekey.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/sa_init.h"
#include "engine/ikev2/split.h"

#include <algorithm>

namespace tw::ikev2 {

namespace {

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

// The datagram is a message of the other side of this very SA, as far as its header tells.
State onDatagram(AwaitSaInitReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return onSaInitReply(std::move(state), header, datagram, turn);
}

State onDatagram(AwaitAuthReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return onAuthReply(std::move(state), header, datagram, turn);
}

State onDatagram(AwaitAuthRequest state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (state.peerRequests.answerRepeated(header, datagram, turn))
        return state;
    return onAuthRequest(std::move(state), header, datagram, turn);
}

State onDatagram(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return onMessage(std::move(state), header, datagram, turn);
}

State onDatagram(Superseded state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return onMessage(std::move(state), header, datagram, turn);
}

State onDatagram(Deleting state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return onMessage(std::move(state), header, datagram, turn);
}

State onDatagram(Lingering state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    state.peerRequests.answerRepeated(header, datagram, turn);
    return state;
}

State onDatagram(Closed state, const wire::IkeHeader &, ByteView, Turn &) { return state; }

State closed(Turn &turn)
{
    turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
    return Closed{};
}

State onClose(AwaitSaInitReply, ike::CloseMode, Turn &turn) { return closed(turn); }

State onClose(AwaitAuthReply state, ike::CloseMode mode, Turn &turn)
{
    if (mode == ike::CloseMode::Forget)
        return closed(turn);
    // The peer may have an SA by now that only this exchange's answer lets us delete.
    if (!state.closingUntil)
        state.closingUntil = turn.now() + kDeletePatience;
    return state;
}

State onClose(AwaitAuthRequest, ike::CloseMode, Turn &turn) { return closed(turn); }

State onClose(Established state, ike::CloseMode mode, Turn &turn)
{
    return mode == ike::CloseMode::Forget ? forget(std::move(state), turn)
                                          : beginDeletion(std::move(state), {ike::EndCause::DeletedByUs}, turn);
}

State onClose(Superseded state, ike::CloseMode mode, Turn &)
{
    return mode != ike::CloseMode::Forget ? State(std::move(state)) : State(Closed{});
}

State onClose(Deleting state, ike::CloseMode mode, Turn &turn)
{
    if (mode != ike::CloseMode::Forget)
        return state;
    if (state.ending)
        turn.tell(*state.ending);
    return Closed{};
}

State onClose(Lingering state, ike::CloseMode mode, Turn &)
{
    return mode != ike::CloseMode::Forget ? State(std::move(state)) : State(Closed{});
}

State onClose(Closed state, ike::CloseMode, Turn &) { return state; }

State onTick(Lingering state, Turn &turn)
{
    return state.until <= turn.now() ? State(Closed{}) : State(std::move(state));
}
State onTick(Closed state, Turn &) { return state; }

std::optional<TimePoint> deadlineOf(const AwaitSaInitReply &state)
{
    const TimePoint resend = state.request.resend.due();
    return state.hint ? std::min(resend, state.hint->believedAt) : resend;
}

std::optional<TimePoint> deadlineOf(const AwaitAuthReply &state)
{
    const TimePoint resend = state.request.resend.due();
    return state.closingUntil ? std::min(resend, *state.closingUntil) : resend;
}

std::optional<TimePoint> deadlineOf(const AwaitAuthRequest &state) { return state.givenUpAt; }
std::optional<TimePoint> deadlineOf(const Established &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Superseded &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Deleting &state) { return nextDeadline(state); }
std::optional<TimePoint> deadlineOf(const Lingering &state) { return state.until; }
std::optional<TimePoint> deadlineOf(const Closed &) { return std::nullopt; }

ike::SessionStage stageOf(const State &state)
{
    return std::visit(
        Overloaded{
            [](const Established &one) {
                if (one.provisionalUntil)
                    return ike::SessionStage::Lingering;
                return one.children.hasStanding() ? ike::SessionStage::Established : ike::SessionStage::IkeSaOnly;
            },
            [](const Deleting &one) { return one.ending ? ike::SessionStage::Deleting : ike::SessionStage::Lingering; },
            [](const AwaitAuthReply &one) {
                return one.closingUntil ? ike::SessionStage::Deleting : ike::SessionStage::Negotiating;
            },
            [](const Superseded &) { return ike::SessionStage::Lingering; },
            [](const Lingering &) { return ike::SessionStage::Lingering; },
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
    status.version = api::IkeVersion::V2;
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

} // namespace

ike::Step Session::receive(const ike::Datagram &datagram, const ike::Env &env)
{
    Turn turn(m_frame, env, &datagram);
    const auto header = wire::decodeIkeHeader(datagram.message);
    if (!header) {
        turn.reportDropped({}, header.error());
        return std::move(turn).finish();
    }
    // Before IKE_SA_INIT is answered nothing shows who sent this but its address, so that must be right. Later the ICV
    // counts, and the address may change.
    if (std::holds_alternative<AwaitSaInitReply>(m_state) && datagram.remote.address != m_frame.remote.address) {
        m_frame.heardElsewhere = true;
        turn.reportDropped(*header, Error{Fault::UnexpectedMessage, "from another address than the peer's"});
        return std::move(turn).finish();
    }
    m_frame.heardPeer = true;
    const bool isAnswerOfOldVersion = header->majorVersion != 2 && std::holds_alternative<AwaitSaInitReply>(m_state);
    if (header->majorVersion != 2 && !isAnswerOfOldVersion) {
        turn.reportDropped(*header, Error{Fault::UnexpectedMessage, "version"});
    } else if (header->fromInitiator() == m_frame.weInitiated && !isAnswerOfOldVersion) {
        turn.reportDropped(*header, Error{Fault::UnexpectedMessage, "our own message came back"});
    } else {
        m_state =
            std::visit([&](auto &&state) { return onDatagram(std::move(state), *header, datagram.message, turn); },
                       std::move(m_state));
    }
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
    // One of those that share the IKE SA speaks for all: their IKE settings are the same.
    const auto before = m_frame.connection;
    const bool isSpeaker = before && before->config->id == connection->config->id;
    if (isSpeaker)
        m_frame.connection = connection;
    return change(
        [&](Established &state, Turn &turn) {
            if (isSpeaker)
                adoptForIkeSa(state, *before->config, *connection->config, turn);
            adoptForChildren(state, connection, scope, turn);
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
            withdraw(state.children, connection, until, turn);
            if (auto *own = std::get_if<ChildRequest>(&state.underWay))
                own->isOutdated = own->isOutdated || own->wish.connection->config->id == connection;
        },
        env);
}

ike::Step Session::createChild(ike::LoadedConnectionPtr connection, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &turn) {
            const api::ConnectionId &id = connection->config->id;
            const auto *own = std::get_if<ChildRequest>(&state.underWay);
            const bool isUnderWay = own && !own->isOutdated && own->wish.connection->config->id == id;
            if (isUnderWay || state.children.awaits(id))
                return;
            if (state.children.carries(id)) {
                askForMissing(state, connection, Duration{0}, turn);
                return;
            }
            state.children.forgetRefusals(id);
            state.children.wishes.push_back(wholeOf(std::move(connection)));
        },
        env);
}

ike::Step Session::renewChild(crypto::EspSpi inboundSpi, const ike::Env &env)
{
    return change(
        [&](Established &state, Turn &turn) {
            Child *child = state.children.findInbound(inboundSpi);
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
                const Child *child = state.children.findInbound(reading.inboundSpi);
                if (!child)
                    continue;
                if (reading.lastInbound) {
                    state.liveness.heard(*reading.lastInbound);
                    state.ownRequests.peerHeard(*reading.lastInbound, turn);
                }
                if (reading.traffic.packetsOut != child->traffic.packetsOut)
                    state.lastSent = env.now; // keeps the NAT's mapping alive, too
                onTraffic(state.children, reading, turn);
            }
        },
        env);
}

ike::Step Session::peerMoved(const Endpoint &remote, const ike::Env &env)
{
    return change([&](Established &state, Turn &turn) { followPackets(state, remote, turn); }, env);
}

ike::Step Session::pathChanged(const ike::ResolvedPath &path, const ike::Env &env)
{
    return change([&](Established &state, Turn &turn) { changePath(state, path, turn); }, env);
}

ike::Step Session::inherit(std::unique_ptr<ike::Estate> estate, const ike::Env &env)
{
    Turn turn(m_frame, env);
    Children children = std::move(dynamic_cast<ChildEstate &>(*estate).children);
    if (auto *established = std::get_if<Established>(&m_state))
        m_state = ikev2::inherit(std::move(*established), std::move(children), turn);
    else
        removeAll(children, Deleter::Us, turn);
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
    view.peerMayBeUp = std::holds_alternative<AwaitAuthReply>(m_state);
    if (const auto *established = std::get_if<Established>(&m_state)) {
        view.isRenewalDue = established->renewalTold;
        view.ikeSa = ikeStatus(m_frame, *established);
        if (const auto *own = std::get_if<ChildRequest>(&established->underWay);
            own && !own->isOutdated && !own->wish.replaces)
            view.awaited.push_back(own->wish.connection->config->id);
        for (const ChildWish &wish : established->children.wishes) {
            if (!wish.replaces)
                view.awaited.push_back(wish.connection->config->id);
        }
        for (const Child &child : established->children.list) {
            if (child.stage == Child::Stage::Standing)
                view.children.push_back({child.connection->config->id, ike::statusOf(child)});
        }
    }
    return view;
}

} // namespace tw::ikev2
