#include "engine/ikev1/established.h"

#include "engine/ikev1/draining.h"
#include "engine/ikev1/informational.h"
#include "engine/ikev1/orphaned.h"
#include "engine/ikev1/quick_mode.h"
#include "engine/ikev1/quick_parts.h"
#include "engine/ikev1/succession.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::Child;
using ike::Deleter;
using ike::EventDraft;

namespace {

// The peer makes one in its place right now.
bool isBeingReplaced(const Established &state, const Child &child)
{
    return std::ranges::any_of(state.peers, [&](const PeerQuick &one) {
        return one.child.connection->config->id == child.connection->config->id;
    });
}

// What is to be done next, and from when on: in the order in which it is done when several are due.
struct Task
{
    enum class Kind : std::uint8_t { DeleteChildren, MakeChild, RenewChild, RenewIkeSa, Probe };
    Kind kind;
    TimePoint at;
    std::size_t index = 0; // of the wish or the child
};

std::vector<Task> tasksOf(const Established &state)
{
    std::vector<Task> tasks;
    if (state.departure)
        return tasks;
    if (state.children.hasUnsentDeletion())
        tasks.push_back({Task::Kind::DeleteChildren, TimePoint{}});
    if (!state.own) {
        for (std::size_t i = 0; i < state.children.wishes.size(); ++i)
            tasks.push_back({Task::Kind::MakeChild, state.children.wishes[i].notBefore, i});
        for (std::size_t i = 0; i < state.children.list.size(); ++i) {
            const Child &child = state.children.list[i];
            if (const auto renewAt = child.renewAt(); renewAt && !isBeingReplaced(state, child))
                tasks.push_back({Task::Kind::RenewChild, *renewAt, i});
        }
    }
    // Without a child, and nothing wanted, it may end.
    if (!state.renewalTold && (state.children.hasStanding() || !state.children.wishes.empty()))
        tasks.push_back({Task::Kind::RenewIkeSa, state.usedIds.isNearlyFull() ? TimePoint{} : state.life.renewAt});
    // A peer whose quick mode waits for its last message is being asked already. To ask it otherwise costs it that message:
    // charon repeats whatever it sent last, and by then that is the answer to the probe.
    const bool isAsked = state.probe || !state.peers.empty();
    if (const auto probeAt = state.liveness.probeAt(); probeAt && state.peerKnowsDpd && !isAsked)
        tasks.push_back({Task::Kind::Probe, *probeAt});
    return tasks;
}

void deleteChildren(Established &state, Turn &turn)
{
    const auto spis = takeDeletions(state.children);
    sendDeletion(state, spis, turn);
    onDeletionAnswered(state.children, spis, turn); // nobody will
}

void makeChild(Established &state, std::size_t index, Turn &turn)
{
    ike::ChildWish wish = std::move(state.children.wishes[index]);
    state.children.wishes.erase(state.children.wishes.begin() + static_cast<std::ptrdiff_t>(index));
    if (!wish.replaces && state.children.carries(wish.connection->config->id))
        return; // the peer was faster
    startQuick(state, std::move(wish), turn);
}

// The peer may have renewed it already.
void renewIkeSa(Established &state, Turn &turn)
{
    if (const auto heir = heirOf(state, turn))
        departFor(*heir, state, kFarewell, Deleter::Us, turn);
    else
        tellRenewalDue(state, "lifetime", turn);
}

void perform(const Task &task, Established &state, Turn &turn)
{
    switch (task.kind) {
    case Task::Kind::DeleteChildren: deleteChildren(state, turn); break;
    case Task::Kind::MakeChild: makeChild(state, task.index, turn); break;
    case Task::Kind::RenewChild: startQuick(state, renewalOf(state.children.list[task.index]), turn); break;
    case Task::Kind::RenewIkeSa: renewIkeSa(state, turn); break;
    case Task::Kind::Probe: sendProbe(state, turn); break;
    }
}

State declareDead(Established state, Turn &turn)
{
    // The peer may have deleted it by a message that was lost: the newer one will tell whether it is there.
    if (const auto heir = heirOf(state, turn))
        return leaveTo(*heir, std::move(state), Direction::Out, turn);
    turn.report(EventDraft(EventCode::PeerDead, Level::Error)
                    .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString())
                    .with(FailureCode::DpdTimeout));
    return endSilently(std::move(state), {ike::EndCause::PeerDead, FailureCode::DpdTimeout}, turn);
}

// It has reached its hard lifetime; the peer drops it as we do.
State expire(Established state, Turn &turn)
{
    const ike::SessionEnded ending{ike::EndCause::Expired};
    if (!state.children.hasStanding()) {
        sendFarewell(state, turn);
        return endGently(std::move(state), ending, turn);
    }
    sendIsakmpDeletion(state, turn);
    if (const auto heir = heirOf(state, turn))
        return leaveTo(*heir, std::move(state), Direction::Out, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    api::IkeSaStatus parent = statusOf(state, turn.frame());
    return orphan(std::move(state), std::move(parent), ending, turn);
}

// False: the peer is dead.
bool keepProbing(Established &state, Turn &turn)
{
    if (!state.probe)
        return true;
    const auto verdict = state.probe->resend.check(turn.now(), turn.env().random);
    // A repeated message would not be looked at, so each is a message of its own, with the same number in it.
    if (verdict == ike::Retransmit::Verdict::SendAgain)
        sendProbe(state, turn);
    return verdict != ike::Retransmit::Verdict::GiveUp;
}

} // namespace

void reportIkeSaDeleted(Direction direction, Turn &turn)
{
    turn.report(EventDraft(EventCode::IkeSaDeleted, Level::Info, Phase::Phase1)
                    .direction(direction)
                    .with(DetailKey::InitiatorSpi, ike::ikeSpiText(turn.frame().initiatorSpi().value()))
                    .with(DetailKey::ResponderSpi, ike::ikeSpiText(turn.frame().responderSpi().value())));
}

bool UsedIds::use(wire::MessageId id)
{
    if (std::ranges::find(m_ids, id) != m_ids.end())
        return false;
    if (m_ids.size() == kMost)
        m_ids.pop_front();
    m_ids.push_back(id);
    return true;
}

State begin(Established state, Turn &turn)
{
    state.children.wishes.push_back(wholeOf(turn.frame().connection));
    return goOn(std::move(state), turn);
}

State onMessage(Established state, const Incoming &in, Turn &turn)
{
    if (state.lastOfPhase1.answerRepeated(in, turn))
        return state;
    const bool goesOn = in.is(wire::ExchangeType::InformationalV1) || isOfKnownQuick(state, in);
    if (state.departure && !goesOn) {
        turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "on an ISAKMP SA that is deleted"});
        return state;
    }
    switch (in.header().exchange) {
    case wire::ExchangeType::QuickMode: onQuickMessage(state, in, turn); return goOn(std::move(state), turn);
    case wire::ExchangeType::InformationalV1: return onInformational(std::move(state), in, turn);
    default:
        turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "on an ISAKMP SA that stands"});
        return state;
    }
}

State goOn(Established state, Turn &turn)
{
    if (state.departure)
        return goOnLeaving(std::move(state), turn);
    for (;;) {
        const auto tasks = tasksOf(state);
        const auto due = std::ranges::find_if(tasks, [&](const Task &task) { return task.at <= turn.now(); });
        if (due == tasks.end())
            return state;
        perform(*due, state, turn);
    }
}

State onTick(Established state, Turn &turn)
{
    if (state.departure && state.departure->at <= turn.now())
        return depart(std::move(state), turn);
    if (state.departure) {
        tickQuicks(state, turn);
        return state;
    }
    if (!keepProbing(state, turn))
        return declareDead(std::move(state), turn);
    if (state.life.expiresAt <= turn.now())
        return expire(std::move(state), turn);
    tickQuicks(state, turn);
    const auto renewing = state.own ? state.own->wish.replaces : std::nullopt;
    tellLost(state, onTick(state.children, renewing, turn), FailureCode::None, turn);
    keepMappingAlive(state.nat, state.lastSent, turn);
    return goOn(std::move(state), turn);
}

std::optional<TimePoint> nextDeadline(const Established &state)
{
    if (state.departure)
        return std::min(state.departure->at, nextQuickDeadline(state).value_or(state.departure->at));
    TimePoint next = state.life.expiresAt;
    const auto renewing = state.own ? state.own->wish.replaces : std::nullopt;
    for (const auto &at : {nextDeadline(state.children, renewing), nextQuickDeadline(state),
                           state.probe ? std::optional(state.probe->resend.due()) : std::nullopt}) {
        if (at)
            next = std::min(next, *at);
    }
    for (const Task &task : tasksOf(state))
        next = std::min(next, task.at);
    if (const auto at = mappingDueAt(state.nat, state.lastSent))
        next = std::min(next, *at);
    return next;
}

void sendFarewell(Established &state, Turn &turn)
{
    std::vector<crypto::EspSpi> spis = std::exchange(state.children.strays, {});
    for (const Child &child : state.children.list) {
        if (child.stage != Child::Stage::Draining && !child.isDeleteSent)
            spis.push_back(child.inboundSpi);
    }
    if (!spis.empty())
        sendDeletion(state, spis, turn);
    sendIsakmpDeletion(state, turn);
}

State endGently(Established state, ike::SessionEnded ending, Turn &turn)
{
    const bool isByPeer = ending.cause == ike::EndCause::DeletedByPeer;
    abandonQuicks(state, turn);
    reportIkeSaDeleted(isByPeer ? Direction::In : Direction::Out, turn);
    return drainAll(std::move(state.children), isByPeer ? Deleter::Peer : Deleter::Us, ending, turn);
}

State endSilently(Established state, ike::SessionEnded ending, Turn &turn)
{
    abandonQuicks(state, turn);
    removeAll(state.children, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    turn.tell(ending);
    return Closed{};
}

api::IkeSaStatus statusOf(const Established &state, const SessionFrame &frame)
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

void heard(Established &state, TimePoint at)
{
    state.liveness.heard(at);
    if (state.probe && at > state.probe->lastSent)
        state.probe.reset();
}

void follow(const ike::NatFindings &nat, const ike::Children &children, const Endpoint &local, const Endpoint &remote,
            Turn &turn)
{
    SessionFrame &frame = turn.frame();
    // Once both have changed ports, IKE and ESP have theirs in common (RFC 3947, 4): nothing else is the peer's new one.
    if (!nat.remote || local.port != frame.local.port || (frame.remote == remote && frame.local == local))
        return;
    frame.local = local;
    frame.remote = remote;
    turn.report(EventDraft(EventCode::EndpointsChanged, Level::Info)
                    .direction(Direction::In)
                    .with(DetailKey::LocalEndpoint, local.toString())
                    .with(DetailKey::RemoteEndpoint, remote.toString())
                    .with(DetailKey::Encapsulation, "UDP"));
    for (const Child &child : children.list) {
        if (child.isInstalled)
            turn.act(ike::MoveChild{child.inboundSpi, local, remote, child.udpEncapsulated});
    }
}

void keepMappingAlive(const ike::NatFindings &nat, TimePoint &lastSent, Turn &turn)
{
    if (const auto at = mappingDueAt(nat, lastSent); at && *at <= turn.now()) {
        lastSent = turn.now();
        turn.act(ike::Send{turn.frame().local, turn.frame().remote, {}});
    }
}

std::optional<TimePoint> mappingDueAt(const ike::NatFindings &nat, TimePoint lastSent)
{
    return nat.local ? std::optional(lastSent + kNatKeepaliveInterval) : std::nullopt;
}

bool awaits(const Established &state, const api::ConnectionId &connection)
{
    return state.children.awaits(connection) || (state.own && state.own->wish.connection->config->id == connection);
}

void tellLost(const Established &state, std::span<const api::ConnectionId> bereft, FailureCode failure, Turn &turn)
{
    for (const api::ConnectionId &id : bereft) {
        if (!awaits(state, id))
            turn.tell(ike::ChildLost{id, failure});
    }
}

void peerDeletes(Established &state, std::span<const std::uint32_t> peerSpis, Turn &turn)
{
    tellLost(state, deleteByPeer(state.children, peerSpis, turn), FailureCode::ReceiveDeleteNotify, turn);
}

void tellRenewalDue(Established &state, std::string_view reason, Turn &turn)
{
    if (!std::exchange(state.renewalTold, true))
        turn.tell(ike::RenewalDue{reason});
}

} // namespace tw::ikev1
