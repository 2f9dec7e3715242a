#include "engine/ikev2/established.h"

#include "engine/ikev2/first_child.h"
#include "engine/ikev2/informational.h"

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
    if (requests.isRepeated(header, datagram)) {
        requests.answerAgain(header, turn);
        return std::nullopt;
    }
    if (header.messageId != requests.expected()) {
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "message ID"});
        return std::nullopt;
    }
    auto payloads = openReported(channel, header, datagram, turn);
    if (payloads)
        return std::move(*payloads);
    turn.reportDropped(header, payloads.error().error);
    if (!payloads.error().isAuthentic)
        return std::nullopt;
    return std::unexpected(payloads.error().error);
}

// The kind of our request that an authentic response answers.
std::optional<RequestKind> openResponse(const OwnRequests &requests, Channel &channel, const wire::IkeHeader &header,
                                        ByteView datagram, Turn &turn)
{
    const auto kind = requests.matches(header);
    if (!kind) {
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "response to no request"});
        return std::nullopt;
    }
    // What a response to a probe or a delete holds does not matter, so neither does it if it cannot be parsed.
    const auto payloads = openReported(channel, header, datagram, turn);
    if (!payloads && !payloads.error().isAuthentic) {
        turn.reportDropped(header, payloads.error().error);
        return std::nullopt;
    }
    return kind;
}

template <typename Live>
void answerRequest(Live &state, const wire::IkeHeader &request, ByteView datagram,
                   std::span<const wire::Payload> payloads, Turn &turn)
{
    const wire::IkeHeader header = turn.frame().header(request.exchange, request.messageId, true);
    state.peerRequests.answer(datagram, sealReported(state.channel, header, payloads, turn), turn);
}

State linger(Established state, ike::SessionEnded ending, Turn &turn)
{
    if (state.child)
        removeChild(*state.child, ending.cause == ike::EndCause::DeletedByPeer ? Deleter::Peer : Deleter::Us, turn);
    reportIkeSaDeleted(ending.cause == ike::EndCause::DeletedByPeer ? Direction::In : Direction::Out, turn);
    turn.tell(ending);
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
}

// The peer itself sent what makes no sense: fatal for both (RFC 7296, 2.21.3).
State breakOff(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    answerRequest(state, header, datagram, wire::Payloads{notifyPayload(wire::NotifyType::InvalidSyntax)}, turn);
    return linger(std::move(state), {ike::EndCause::ProtocolBroken, FailureCode::InternalError}, turn);
}

State onRequest(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto payloads = openRequest(state.peerRequests, state.channel, header, datagram, turn);
    if (!payloads)
        return state;
    state.liveness.heard(turn.now());
    if (state.nat.remote)
        turn.learnPath(); // its NAT may have given it another port (RFC 7296, 2.23)
    if (!*payloads)
        return breakOff(std::move(state), header, datagram, turn);

    RequestVerdict verdict;
    const Child *child = state.child ? &*state.child : nullptr;
    if (const auto type = wire::unknownCriticalPayload(**payloads))
        verdict.answer.push_back(unsupportedCritical(*type));
    else if (header.exchange == wire::ExchangeType::Informational)
        verdict = judgeInformational(**payloads, child, turn);
    else if (header.exchange == wire::ExchangeType::CreateChildSa)
        verdict = judgeCreateChild(**payloads);
    else
        return breakOff(std::move(state), header, datagram, turn);

    answerRequest(state, header, datagram, verdict.answer, turn);
    if (verdict.ended)
        return linger(std::move(state), *verdict.ended, turn);
    if (verdict.childDeleted) {
        removeChild(*state.child, Deleter::Peer, turn);
        state.child.reset();
        turn.tell(ike::ChildLost{});
    }
    if (verdict.renewalWanted)
        state.life.renewAt = std::min(state.life.renewAt, turn.now() + kPeerRenewalPatience);
    return state;
}

State onResponse(Established state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto kind = openResponse(state.ownRequests, state.channel, header, datagram, turn);
    if (!kind)
        return state;
    state.liveness.heard(turn.now());
    if (*kind == RequestKind::Probe)
        turn.report(EventDraft(EventCode::DpdAnswered, Level::Debug).direction(Direction::In));
    state.ownRequests.complete(state.channel, turn);
    return state;
}

TimePoint earlierOf(TimePoint ike, const std::optional<Child> &child, TimePoint ike::Lifetime::*limit)
{
    return child ? std::min(ike, child->life.*limit) : ike;
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
    if (state.child)
        removeChild(*state.child, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    turn.tell(ike::SessionEnded{ike::EndCause::PeerDead, FailureCode::DpdTimeout});
    return Closed{};
}

State finish(const Deleting &state, Turn &turn)
{
    if (state.ending)
        turn.tell(*state.ending);
    return Closed{};
}

} // namespace

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

State onTick(Established state, Turn &turn)
{
    if (!state.ownRequests.tick(turn))
        return declareDead(std::move(state), turn);
    const TimePoint now = turn.now();
    if (earlierOf(state.life.expiresAt, state.child, &ike::Lifetime::expiresAt) <= now)
        return beginDeletion(std::move(state), {ike::EndCause::Expired}, turn);
    if (!state.renewalTold && earlierOf(state.life.renewAt, state.child, &ike::Lifetime::renewAt) <= now) {
        state.renewalTold = true;
        turn.tell(ike::RenewalDue{});
    }
    if (const auto probeAt = state.liveness.probeAt(); probeAt && *probeAt <= now && state.ownRequests.isIdle()) {
        turn.report(EventDraft(EventCode::DpdProbeSent, Level::Debug).direction(Direction::Out));
        state.ownRequests.plan(RequestKind::Probe, {}, state.channel, turn);
    }
    if (state.nat.local && state.lastSent + kNatKeepaliveInterval <= now)
        sendKeepalive(state, turn);
    return state;
}

std::optional<TimePoint> nextDeadline(const Established &state)
{
    TimePoint next = earlierOf(state.life.expiresAt, state.child, &ike::Lifetime::expiresAt);
    if (!state.renewalTold)
        next = std::min(next, earlierOf(state.life.renewAt, state.child, &ike::Lifetime::renewAt));
    if (const auto resend = state.ownRequests.nextDeadline())
        next = std::min(next, *resend);
    else if (const auto probe = state.liveness.probeAt())
        next = std::min(next, *probe);
    if (state.nat.local)
        next = std::min(next, state.lastSent + kNatKeepaliveInterval);
    return next;
}

State onMessage(Deleting state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (header.isResponse()) {
        const auto kind = openResponse(state.ownRequests, state.channel, header, datagram, turn);
        if (!kind)
            return state;
        state.ownRequests.complete(state.channel, turn);
        return state.ownRequests.isIdle() ? finish(state, turn) : State(std::move(state));
    }
    const auto payloads = openRequest(state.peerRequests, state.channel, header, datagram, turn);
    if (!payloads)
        return state;
    // Both delete at once, or the peer was in the middle of something (RFC 7296, 2.25.2).
    RequestVerdict verdict;
    if (*payloads && header.exchange == wire::ExchangeType::Informational)
        verdict = judgeInformational(**payloads, nullptr, turn);
    else if (header.exchange == wire::ExchangeType::CreateChildSa)
        verdict.answer.push_back(notifyPayload(wire::NotifyType::TemporaryFailure));
    answerRequest(state, header, datagram, verdict.answer, turn);
    if (!verdict.ended)
        return state;
    finish(state, turn);
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
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

State beginDeletion(Established state, ike::SessionEnded ending, Turn &turn)
{
    if (state.child)
        removeChild(*state.child, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    Deleting next{std::move(state.channel), std::move(state.peerRequests), std::move(state.ownRequests),
                  turn.now() + kDeletePatience, ending};
    next.ownRequests.plan(RequestKind::DeleteIkeSa,
                          {{wire::PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()}}, next.channel, turn);
    return next;
}

State rejectPeer(Handshake handshake, ike::SessionEnded ending, Turn &turn)
{
    turn.tell(ending);
    Deleting next{std::move(handshake.channel), PeerRequests(wire::MessageId(0)), OwnRequests(wire::MessageId(2)),
                  turn.now() + kDeletePatience, std::nullopt};
    next.ownRequests.plan(RequestKind::AuthenticationFailed, {notifyPayload(wire::NotifyType::AuthenticationFailed)},
                          next.channel, turn);
    return next;
}

State forget(Established state, Turn &turn)
{
    if (state.child)
        removeChild(*state.child, Deleter::Us, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
    return Closed{};
}

} // namespace tw::ikev2
