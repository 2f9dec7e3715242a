#include "engine/ikev1/exchange.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Level;
using ike::EventDraft;

namespace {

constexpr std::size_t kNonceSize = 32;

// A probe every half minute would bury what happens once.
Level levelOf(std::span<const wire::IsakmpPayload> payloads)
{
    const bool isProbe = std::ranges::any_of(payloads, [](const wire::IsakmpPayload &payload) {
        const auto *notification = std::get_if<wire::Notification>(&payload.body);
        return notification && notification->livenessSequence();
    });
    return isProbe ? Level::Debug : Level::Info;
}

} // namespace

PendingMessage sendAndWait(const wire::IkeHeader &header, Bytes datagram, Turn &turn)
{
    turn.send(datagram);
    return {header, std::move(datagram), ike::Retransmit(turn.now(), turn.env().random)};
}

bool keepTrying(PendingMessage &pending, Turn &turn)
{
    const auto event = [&](EventCode code, Level level) {
        return EventDraft(code, level)
            .message(ike::exchangeOf(pending.header.exchange), pending.header.messageId.value())
            .direction(Direction::Out)
            .with(DetailKey::Count, pending.resend.count())
            .with(DetailKey::Size, pending.datagram.size());
    };
    switch (pending.resend.check(turn.now(), turn.env().random)) {
    case ike::Retransmit::Verdict::NotYet: return true;
    case ike::Retransmit::Verdict::SendAgain:
        turn.report(event(EventCode::Retransmitted, Level::Info));
        turn.send(pending.datagram);
        return true;
    case ike::Retransmit::Verdict::GiveUp:
        turn.report(event(EventCode::RetransmitsExhausted, Level::Warning));
        return false;
    }
    std::unreachable();
}

bool AnsweredMessage::isRepeated(ByteView datagram) const
{
    return !received.empty() && std::ranges::equal(datagram, received);
}

bool AnsweredMessage::answerRepeated(const Incoming &in, Turn &turn) const
{
    if (!isRepeated(in.datagram))
        return false;
    if (answer.empty())
        return true;
    turn.report(EventDraft(EventCode::DuplicateAnswered, Level::Info)
                    .message(ike::exchangeOf(in.header().exchange), in.header().messageId.value())
                    .direction(Direction::In));
    if (onNewPath)
        turn.send(answer);
    else
        turn.reply(answer);
    return true;
}

wire::IkeHeader headerOf(const SessionFrame &frame, wire::ExchangeType exchange, wire::MessageId id)
{
    wire::IkeHeader header;
    header.initiatorSpi = frame.initiatorSpi();
    header.responderSpi = frame.responderSpi();
    header.majorVersion = 1;
    header.exchange = exchange;
    header.messageId = id;
    return header;
}

Bytes encodeReported(const wire::IkeHeader &header, const wire::IsakmpPayloads &payloads, Turn &turn)
{
    auto datagram = wire::encodeIsakmpMessage({header, payloads});
    if (!datagram)
        return {};
    turn.reportSent(header, wire::payloadNames(payloads), levelOf(payloads), datagram->size());
    return std::move(*datagram);
}

Bytes sealReported(IsakmpCipher &cipher, IvChain &chain, const wire::IkeHeader &header,
                   const wire::IsakmpPayloads &payloads, Turn &turn)
{
    auto datagram = cipher.seal(chain, header, payloads);
    if (!datagram)
        return {};
    turn.reportSent(header, wire::payloadNames(payloads), levelOf(payloads), datagram->size());
    return std::move(*datagram);
}

wire::IsakmpPayload hashPayload(Bytes hash) { return {wire::PayloadType::HashV1, wire::HashPayload{std::move(hash)}}; }

Bytes encodedForHash(const wire::IsakmpPayloads &payloads)
{
    return wire::encodeIsakmpPayloads(payloads).value_or(Bytes{});
}

ByteView Opened::hash() const
{
    const auto *first = std::get_if<wire::HashPayload>(&message.body.payloads.front().body);
    return first ? ByteView(first->data) : ByteView();
}

Result<Opened> openClosed(IsakmpCipher &cipher, const IvChain &chain, const Incoming &in)
{
    if (!in.message.closed())
        return fail(Fault::UnexpectedMessage, "message in clear");
    auto opened = cipher.open(chain, in.message);
    if (!opened)
        return fail(Fault::NotAuthentic, "encrypted body");
    return Opened{std::move(*opened)};
}

void reportOpened(const Incoming &in, std::span<const wire::IsakmpPayload> payloads, Turn &turn)
{
    turn.reportReceived(in.header(), wire::payloadNames(payloads), levelOf(payloads), in.datagram.size());
}

Bytes freshNonce(Turn &turn)
{
    Bytes nonce(kNonceSize);
    turn.env().random.fill(nonce);
    return nonce;
}

} // namespace tw::ikev1
