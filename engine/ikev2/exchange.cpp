#include "engine/ikev2/exchange.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::EventCode;
using api::Level;
using ike::EventDraft;

namespace {

std::size_t largestOf(const Datagrams &datagrams)
{
    std::size_t largest = 0;
    for (const Bytes &datagram : datagrams)
        largest = std::max(largest, datagram.size());
    return largest;
}

} // namespace

bool keepTrying(PendingRequest &request, Turn &turn)
{
    switch (request.resend.check(turn.now(), turn.env().random)) {
    case ike::Retransmit::Verdict::NotYet: return true;
    case ike::Retransmit::Verdict::SendAgain:
        turn.report(EventDraft(EventCode::Retransmitted, Level::Info)
                        .message(exchangeOf(request.exchange), request.id.value())
                        .direction(api::Direction::Out)
                        .with(DetailKey::Count, request.resend.count())
                        .with(DetailKey::Size, largestOf(request.datagrams)));
        request.lastSent = turn.now();
        turn.send(request.datagrams);
        return true;
    case ike::Retransmit::Verdict::GiveUp:
        turn.report(EventDraft(EventCode::RetransmitsExhausted, Level::Warning)
                        .message(exchangeOf(request.exchange), request.id.value())
                        .direction(api::Direction::Out)
                        .with(DetailKey::Count, request.resend.count())
                        .with(DetailKey::Size, largestOf(request.datagrams)));
        return false;
    }
    std::unreachable();
}

bool PeerRequests::answerRepeated(const wire::IkeHeader &header, ByteView datagram, Turn &turn) const
{
    if (!isPrevious(header) || !std::ranges::equal(datagram, m_lastRequest))
        return false;
    answerAgain(header, turn);
    return true;
}

bool PeerRequests::answerRepeated(const wire::IkeHeader &header, ByteView datagram, Channel &channel, Turn &turn) const
{
    if (answerRepeated(header, datagram, turn))
        return true;
    const auto fragment = wire::fragmentOf(datagram);
    if (!isPrevious(header) || !fragment)
        return false;
    if (*fragment && (*fragment)->number != 1)
        return true;
    if (!channel.opener.open(datagram))
        return false;
    answerAgain(header, turn);
    return true;
}

bool PeerRequests::isPrevious(const wire::IkeHeader &header) const
{
    return !header.isResponse() && !m_lastRequest.empty() && header.messageId.value() + 1 == m_expected.value();
}

void PeerRequests::answerAgain(const wire::IkeHeader &header, Turn &turn) const
{
    turn.report(EventDraft(EventCode::DuplicateAnswered, Level::Info)
                    .message(exchangeOf(header.exchange), header.messageId.value())
                    .direction(api::Direction::In));
    turn.reply(m_lastAnswer);
}

void PeerRequests::answer(Bytes request, Datagrams answer, Turn &turn)
{
    m_lastRequest = std::move(request);
    m_lastAnswer = std::move(answer);
    m_expected = wire::MessageId(m_expected.value() + 1);
    turn.reply(m_lastAnswer);
}

void answerPeer(PeerRequests &requests, Channel &channel, const wire::IkeHeader &request, ByteView datagram,
                std::span<const wire::Payload> payloads, Turn &turn)
{
    const wire::IkeHeader header = headerOf(turn.frame(), request.exchange, request.messageId, true);
    requests.answer(recognitionOf(channel, datagram), sealReported(channel, header, payloads, turn), turn);
}

void OwnRequests::send(wire::ExchangeType exchange, std::span<const wire::Payload> payloads, Channel &channel,
                       Turn &turn)
{
    const wire::IkeHeader header = headerOf(turn.frame(), exchange, m_next, false);
    m_next = wire::MessageId(m_next.value() + 1);
    m_outstanding = PendingRequest{header.messageId, header.exchange, sealReported(channel, header, payloads, turn),
                                   ike::Retransmit(turn.now(), turn.env().random), turn.now()};
    turn.send(m_outstanding->datagrams);
}

void OwnRequests::sendAgain(Turn &turn)
{
    if (!m_outstanding)
        return;
    turn.send(m_outstanding->datagrams);
    m_outstanding->resend = ike::Retransmit(turn.now(), turn.env().random);
    m_outstanding->lastSent = turn.now();
}

void OwnRequests::peerHeard(TimePoint at, Turn &turn)
{
    if (!m_outstanding || at <= m_outstanding->lastSent || turn.now() < m_outstanding->lastSent + kAlivePeerPatience)
        return;
    turn.report(EventDraft(EventCode::Retransmitted, Level::Debug)
                    .message(exchangeOf(m_outstanding->exchange), m_outstanding->id.value())
                    .direction(api::Direction::Out)
                    .with(DetailKey::Count, m_outstanding->resend.count()));
    m_outstanding->lastSent = turn.now();
    turn.send(m_outstanding->datagrams);
}

bool OwnRequests::matches(const wire::IkeHeader &header) const
{
    return m_outstanding && header.messageId == m_outstanding->id && header.exchange == m_outstanding->exchange;
}

std::optional<TimePoint> OwnRequests::nextDeadline() const
{
    return m_outstanding ? std::optional(m_outstanding->resend.due()) : std::nullopt;
}

bool OwnRequests::tick(Turn &turn) { return !m_outstanding || keepTrying(*m_outstanding, turn); }

} // namespace tw::ikev2
