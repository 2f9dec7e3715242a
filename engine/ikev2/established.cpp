#include "engine/ikev2/established.h"

#include "engine/ikev2/child_exchange.h"
#include "engine/ikev2/ike_rekey.h"
#include "engine/ikev2/informational.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/split.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

// Brings a request of the peer as far as its payloads: only the expected message ID, only with a right ICV. Repeated
// requests are answered here; nothing else is told to anyone.
std::optional<std::expected<wire::Payloads, Error>> openRequest(const PeerRequests &requests, Channel &channel,
                                                                const wire::IkeHeader &header, ByteView datagram,
                                                                Turn &turn)
{
    if (requests.answerRepeated(header, datagram, channel, turn))
        return std::nullopt;
    if (header.messageId != requests.expected()) {
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "message ID"});
        return std::nullopt;
    }
    auto payloads = openReported(channel, header, datagram, turn);
    if (payloads)
        return std::move(*payloads);
    if (!payloads.error().isAuthentic)
        return std::nullopt;
    return std::unexpected(payloads.error().error);
}

// What a response to a request of ours holds; nullopt within: it is authentic, but makes no sense.
std::optional<std::optional<wire::Payloads>> openResponse(OwnRequests &requests, Channel &channel,
                                                          const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (!requests.matches(header)) {
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "response to no request"});
        return std::nullopt;
    }
    auto payloads = openReported(channel, header, datagram, turn);
    if (!payloads && !payloads.error().isAuthentic)
        return std::nullopt;
    requests.complete();
    std::optional<wire::Payloads> readable;
    if (payloads && wire::unknownCriticalPayload(*payloads))
        turn.reportDropped(header, Error{Fault::UnknownCriticalPayload, "response"});
    else if (payloads)
        readable = std::move(*payloads);
    return readable;
}

template <typename Live>
void answerRequest(Live &state, const wire::IkeHeader &request, ByteView datagram,
                   std::span<const wire::Payload> payloads, Turn &turn)
{
    answerPeer(state.peerRequests, state.channel, request, datagram, payloads, turn);
}

State linger(Established state, ike::SessionEnded ending, Turn &turn)
{
    const bool isByPeer = ending.cause == ike::EndCause::DeletedByPeer;
    removeAll(state.children, isByPeer ? Deleter::Peer : Deleter::Us, turn);
    if (!state.provisionalUntil) // else nobody heard of it yet
        reportIkeSaDeleted(isByPeer ? Direction::In : Direction::Out, turn);
    turn.tell(ending);
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
}

State onInformational(Established state, const wire::IkeHeader &header, ByteView datagram,
                      std::span<const wire::Payload> payloads, Turn &turn)
{
    const Informational meaning = readInformational(payloads, turn);
    if (meaning.ended) {
        answerRequest(state, header, datagram, {}, turn);
        if (meaning.ended->failure == FailureCode::ReceiveDeleteNotify && bequeathToRival(state, turn)) {
            reportIkeSaDeleted(Direction::In, turn);
            return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
        }
        return linger(std::move(state), *meaning.ended, turn);
    }
    // What takes the place of a deleted child sends by the time that the peer has our answer.
    noteForeignDeletions(state, meaning.deletedChildren);
    const PeerDeletion deletion = onPeerDeletes(state.children, meaning.deletedChildren, turn);
    wire::Payloads answer = answerMobility(state, payloads, turn);
    if (!deletion.answered.empty())
        answer.push_back(deletePayload(deletion.answered));
    answerRequest(state, header, datagram, answer, turn);
    tellLost(state, deletion.bereft, FailureCode::ReceiveDeleteNotify, turn);
    if (!deletion.answered.empty())
        mendSplits(state, turn);
    return goOn(std::move(state), turn);
}

State onCreateChild(Established state, const wire::IkeHeader &header, ByteView datagram,
                    std::span<const wire::Payload> payloads, Turn &turn)
{
    const auto *offer = wire::findPayload<wire::SaPayload>(payloads, wire::PayloadType::Sa);
    if (!offer || !wire::findPayload<wire::Nonce>(payloads, wire::PayloadType::Nonce))
        return breakOff(std::move(state), header, datagram, turn);
    const bool isIkeSa = std::ranges::any_of(
        offer->proposals, [](const wire::Proposal &one) { return one.protocol == wire::ProtocolId::Ike; });
    if (isIkeSa)
        return onIkeRekeyRequest(std::move(state), header, datagram, payloads, turn);
    // Nothing may change beneath a rekey of the IKE SA (RFC 7296, 2.25.2).
    if (state.provisionalUntil || std::holds_alternative<IkeRequest>(state.underWay)) {
        answerRequest(state, header, datagram, wire::Payloads{notifyPayload(wire::NotifyType::TemporaryFailure)}, turn);
        return goOn(std::move(state), turn);
    }
    const wire::Payloads answer = answerChildRequest(state, header, payloads, turn);
    if (wire::findNotify(answer, wire::NotifyType::InvalidSyntax))
        return breakOff(std::move(state), header, datagram, turn);
    answerRequest(state, header, datagram, answer, turn);
    return goOn(std::move(state), turn);
}

State onRequest(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto payloads = openRequest(state.peerRequests, state.channel, header, datagram, turn);
    if (!payloads)
        return state;
    state.liveness.heard(turn.now());
    followRequest(state, turn);
    state.ownRequests.peerHeard(turn.now(), turn);
    if (!*payloads)
        return breakOff(std::move(state), header, datagram, turn);
    if (const auto type = wire::unknownCriticalPayload(**payloads)) {
        answerRequest(state, header, datagram, wire::Payloads{unsupportedCritical(*type)}, turn);
        return goOn(std::move(state), turn);
    }
    switch (header.exchange) {
    case wire::ExchangeType::Informational:
        return onInformational(std::move(state), header, datagram, **payloads, turn);
    case wire::ExchangeType::CreateChildSa: return onCreateChild(std::move(state), header, datagram, **payloads, turn);
    default: return breakOff(std::move(state), header, datagram, turn);
    }
}

State onResponse(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto opened = openResponse(state.ownRequests, state.channel, header, datagram, turn);
    if (!opened)
        return state;
    const wire::Payloads *response = *opened ? &**opened : nullptr;
    state.liveness.heard(turn.now());
    OwnRequest request = std::exchange(state.underWay, {});
    // Our request made no sense to the peer, and it has ended the SA (RFC 7296, 2.21.3).
    if (response && wire::findNotify(*response, wire::NotifyType::InvalidSyntax))
        return linger(std::move(state), {ike::EndCause::ProtocolBroken, FailureCode::InternalError}, turn);
    if (std::holds_alternative<Probe>(request)) {
        turn.report(EventDraft(EventCode::DpdAnswered, Level::Debug).direction(Direction::In));
        if (response)
            onProbeAnswered(state, *response);
    } else if (const auto *deletion = std::get_if<ChildDeletion>(&request))
        onDeletionAnswered(state.children, deletion->inboundSpis, turn);
    else if (auto *child = std::get_if<ChildRequest>(&request))
        onChildResponse(state, std::move(*child), response, turn);
    else if (auto *rekey = std::get_if<IkeRequest>(&request))
        return onIkeRekeyResponse(std::move(state), std::move(*rekey), response, turn);
    else if (const auto *update = std::get_if<AddressUpdate>(&request);
             update && !onAddressUpdateAnswered(state, *update, response, turn))
        return beginDeletion(std::move(state), {ike::EndCause::ProtocolBroken, FailureCode::InternalError}, turn);
    return goOn(std::move(state), turn);
}

// The child whose rekey is under way.
std::optional<crypto::EspSpi> renewing(const Established &state)
{
    const auto *own = std::get_if<ChildRequest>(&state.underWay);
    return own ? own->wish.replaces : std::nullopt;
}

// What we would ask the peer for, and from when on: in the order in which it is done when several are due.
struct Task
{
    enum class Kind : std::uint8_t { UpdateAddresses, DeleteChildren, MakeChild, RenewChild, RenewIkeSa, Probe };
    Kind kind;
    TimePoint at;
    std::size_t index = 0; // of the wish or the child
};

std::vector<Task> tasksOf(const Established &state)
{
    std::vector<Task> tasks;
    if (state.provisionalUntil)
        return tasks;
    if (state.mobility.isUpdateDue)
        tasks.push_back({Task::Kind::UpdateAddresses, TimePoint{}});
    if (state.children.hasUnsentDeletion())
        tasks.push_back({Task::Kind::DeleteChildren, TimePoint{}});
    for (std::size_t i = 0; i < state.children.wishes.size(); ++i)
        tasks.push_back({Task::Kind::MakeChild, state.children.wishes[i].notBefore, i});
    for (std::size_t i = 0; i < state.children.list.size(); ++i) {
        if (const auto renewAt = state.children.list[i].renewAt())
            tasks.push_back({Task::Kind::RenewChild, *renewAt, i});
    }
    // Without a child, and nothing wanted, it may end.
    if (!state.renewalTold && (state.children.hasStanding() || !state.children.wishes.empty()))
        tasks.push_back({Task::Kind::RenewIkeSa, state.life.renewAt});
    if (const auto probeAt = state.liveness.probeAt())
        tasks.push_back({Task::Kind::Probe, *probeAt});
    return tasks;
}

void deleteChildren(Established &state, Turn &turn)
{
    ChildDeletion deletion{takeDeletions(state.children)};
    state.ownRequests.send(wire::ExchangeType::Informational, wire::Payloads{deletePayload(deletion.inboundSpis)},
                           state.channel, turn);
    state.underWay = std::move(deletion);
}

void makeChild(Established &state, std::size_t index, Turn &turn)
{
    ChildWish wish = std::move(state.children.wishes[index]);
    state.children.wishes.erase(state.children.wishes.begin() + static_cast<std::ptrdiff_t>(index));
    const Child *old = wish.replaces ? state.children.findInbound(*wish.replaces) : nullptr;
    if (!wish.replaces || (old && old->stage == Child::Stage::Standing))
        requestChild(state, std::move(wish), turn);
    else if (const api::ConnectionId id = wish.connection->config->id; !state.children.carries(id))
        tellLost(state, {&id, 1}, FailureCode::ReceiveDeleteNotify, turn);
}

void probe(Established &state, Turn &turn)
{
    turn.report(EventDraft(EventCode::DpdProbeSent, Level::Debug).direction(Direction::Out));
    state.ownRequests.send(wire::ExchangeType::Informational, probePayloads(state, turn), state.channel, turn);
    state.underWay = Probe{};
}

void perform(const Task &task, Established &state, Turn &turn)
{
    switch (task.kind) {
    case Task::Kind::UpdateAddresses: requestAddressUpdate(state, turn); break;
    case Task::Kind::DeleteChildren: deleteChildren(state, turn); break;
    case Task::Kind::MakeChild: makeChild(state, task.index, turn); break;
    case Task::Kind::RenewChild: requestChild(state, renewalOf(state.children.list[task.index]), turn); break;
    case Task::Kind::RenewIkeSa: requestIkeRekey(state, turn); break;
    case Task::Kind::Probe: probe(state, turn); break;
    }
}

void sendKeepalive(Established &state, Turn &turn)
{
    state.lastSent = turn.now();
    turn.act(ike::Send{turn.frame().local, turn.frame().remote, {}});
}

State declareDead(Established state, Turn &turn)
{
    turn.report(EventDraft(EventCode::PeerDead, Level::Error)
                    .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString())
                    .with(FailureCode::DpdTimeout));
    removeAll(state.children, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    turn.tell(ike::SessionEnded{ike::EndCause::PeerDead, FailureCode::DpdTimeout});
    return Closed{};
}

// An IKE SA that is about to go: nothing new begins on it (RFC 7296, 2.25.2). True: the peer has deleted it, too.
template <typename Live>
bool answerWhileClosing(Live &state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto payloads = openRequest(state.peerRequests, state.channel, header, datagram, turn);
    if (!payloads)
        return false;
    Informational meaning;
    wire::Payloads answer;
    if (*payloads && header.exchange == wire::ExchangeType::Informational)
        meaning = readInformational(**payloads, turn);
    else if (header.exchange == wire::ExchangeType::CreateChildSa)
        answer.push_back(notifyPayload(wire::NotifyType::TemporaryFailure));
    answerRequest(state, header, datagram, answer, turn);
    return meaning.ended.has_value();
}

void sendDelete(Deleting &state, Turn &turn)
{
    state.ownRequests.send(wire::ExchangeType::Informational,
                           wire::Payloads{{wire::PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()}},
                           state.channel, turn);
    state.isTold = true;
}

State finish(const Deleting &state, Turn &turn)
{
    if (state.ending)
        turn.tell(*state.ending);
    return Closed{};
}

} // namespace

// The peer itself sent what makes no sense: fatal for both (RFC 7296, 2.21.3).
State breakOff(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    answerRequest(state, header, datagram, wire::Payloads{notifyPayload(wire::NotifyType::InvalidSyntax)}, turn);
    return linger(std::move(state), {ike::EndCause::ProtocolBroken, FailureCode::InternalError}, turn);
}

void reportIkeSaEstablished(const api::IkeProposal &proposal, const VerifiedPeer &peer, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    turn.report(EventDraft(EventCode::IkeSaEstablished, Level::Info, Phase::Phase1)
                    .with(DetailKey::InitiatorSpi, ike::ikeSpiText(frame.initiatorSpi().value()))
                    .with(DetailKey::ResponderSpi, ike::ikeSpiText(frame.responderSpi().value()))
                    .with(DetailKey::Chosen, api::toString(proposal))
                    .with(DetailKey::LocalId, frame.config().ike.localId.toString())
                    .with(DetailKey::RemoteId, peer.identity().toString())
                    .with(DetailKey::Certificate, peer.certificate())
                    .with(DetailKey::LocalEndpoint, frame.local.toString())
                    .with(DetailKey::RemoteEndpoint, frame.remote.toString()));
}

void reportIkeSaDeleted(Direction direction, Turn &turn)
{
    turn.report(EventDraft(EventCode::IkeSaDeleted, Level::Info, Phase::Phase1)
                    .direction(direction)
                    .with(DetailKey::InitiatorSpi, ike::ikeSpiText(turn.frame().initiatorSpi().value()))
                    .with(DetailKey::ResponderSpi, ike::ikeSpiText(turn.frame().responderSpi().value())));
}

State onMessage(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    return header.isResponse() ? onResponse(std::move(state), header, datagram, turn)
                               : onRequest(std::move(state), header, datagram, turn);
}

State goOn(Established state, Turn &turn)
{
    // A task that sends nothing is done, and does not come back.
    while (state.ownRequests.isIdle()) {
        const auto tasks = tasksOf(state);
        const auto due = std::ranges::find_if(tasks, [&](const Task &task) { return task.at <= turn.now(); });
        if (due == tasks.end())
            break;
        perform(*due, state, turn);
    }
    return state;
}

State onTick(Established state, Turn &turn)
{
    if (!state.ownRequests.tick(turn))
        return declareDead(std::move(state), turn);
    const TimePoint now = turn.now();
    if (state.life.expiresAt <= now || (state.provisionalUntil && *state.provisionalUntil <= now))
        return beginDeletion(std::move(state), {ike::EndCause::Expired}, turn);
    const auto bereft = onTick(state.children, renewing(state), turn);
    tellLost(state, bereft, FailureCode::None, turn);
    if (state.nat.local && state.lastSent + kNatKeepaliveInterval <= now)
        sendKeepalive(state, turn);
    return goOn(std::move(state), turn);
}

std::optional<TimePoint> nextDeadline(const Established &state)
{
    TimePoint next = std::min(state.life.expiresAt, state.provisionalUntil.value_or(state.life.expiresAt));
    if (const auto children = nextDeadline(state.children, renewing(state)))
        next = std::min(next, *children);
    if (const auto resend = state.ownRequests.nextDeadline())
        next = std::min(next, *resend);
    else
        for (const Task &task : tasksOf(state))
            next = std::min(next, task.at);
    if (state.nat.local)
        next = std::min(next, state.lastSent + kNatKeepaliveInterval);
    return next;
}

State onMessage(Deleting state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (!header.isResponse()) {
        if (!answerWhileClosing(state, header, datagram, turn))
            return state;
        finish(state, turn);
        return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
    }
    const auto opened = openResponse(state.ownRequests, state.channel, header, datagram, turn);
    if (!opened)
        return state;
    if (state.isTold)
        return finish(state, turn);
    if (const auto rekey = std::exchange(state.rekey, std::nullopt))
        onUnwantedSuccessor(*rekey, *opened ? &**opened : nullptr, turn);
    sendDelete(state, turn);
    return state;
}

State onTick(Deleting state, Turn &turn)
{
    if (state.givenUpAt <= turn.now() || !state.ownRequests.tick(turn))
        return finish(state, turn);
    return state;
}

std::optional<TimePoint> nextDeadline(const Deleting &state)
{
    const auto resend = state.ownRequests.nextDeadline();
    return resend ? std::min(*resend, state.givenUpAt) : state.givenUpAt;
}

State onMessage(Superseded state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (header.isResponse()) {
        openResponse(state.ownRequests, state.channel, header, datagram, turn);
        return state;
    }
    if (!answerWhileClosing(state, header, datagram, turn))
        return state;
    reportIkeSaDeleted(Direction::In, turn);
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
}

State onTick(Superseded state, Turn &turn)
{
    if (!state.ownRequests.tick(turn))
        return Closed{}; // nobody is there; the successor finds out by itself
    if (turn.now() < state.deletedByUsAt)
        return state;
    reportIkeSaDeleted(Direction::Out, turn);
    return beginFarewell(std::move(state.channel), std::move(state.peerRequests), std::move(state.ownRequests),
                         std::nullopt, turn);
}

std::optional<TimePoint> nextDeadline(const Superseded &state)
{
    const auto resend = state.ownRequests.nextDeadline();
    return resend ? std::min(*resend, state.deletedByUsAt) : state.deletedByUsAt;
}

State beginDeletion(Established state, ike::SessionEnded ending, Turn &turn)
{
    removeAll(state.children, Deleter::Us, turn);
    if (!state.provisionalUntil)
        reportIkeSaDeleted(Direction::Out, turn);
    State next = beginFarewell(std::move(state.channel), std::move(state.peerRequests), std::move(state.ownRequests),
                               ending, turn);
    if (auto *rekey = std::get_if<IkeRequest>(&state.underWay))
        std::get<Deleting>(next).rekey = OpenRekey{std::move(*rekey), state.proposal.prf, std::move(state.skD)};
    return next;
}

State beginFarewell(Channel channel, PeerRequests peerRequests, OwnRequests ownRequests,
                    std::optional<ike::SessionEnded> ending, Turn &turn)
{
    Deleting next{std::move(channel),
                  std::move(peerRequests),
                  std::move(ownRequests),
                  false,
                  turn.now() + kDeletePatience,
                  ending,
                  std::nullopt};
    // One request at a time: what is outstanding must be answered first (RFC 7296, 2.3).
    if (next.ownRequests.isIdle())
        sendDelete(next, turn);
    return next;
}

State rejectPeer(Handshake handshake, ike::SessionEnded ending, Turn &turn)
{
    turn.tell(ending);
    Deleting next{std::move(handshake.channel),
                  PeerRequests(wire::MessageId(0)),
                  OwnRequests(wire::MessageId(2)),
                  true,
                  turn.now() + kDeletePatience,
                  std::nullopt,
                  std::nullopt};
    next.ownRequests.send(wire::ExchangeType::Informational,
                          wire::Payloads{notifyPayload(wire::NotifyType::AuthenticationFailed)}, next.channel, turn);
    return next;
}

State forget(Established state, Turn &turn)
{
    removeAll(state.children, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
    return Closed{};
}

} // namespace tw::ikev2
