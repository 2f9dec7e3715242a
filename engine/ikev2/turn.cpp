#include "engine/ikev2/turn.h"

namespace tw::ikev2 {

using api::Level;

namespace {

// An empty message is a probe or its answer: one every half minute would bury what happens once. A fragment is a part
// of a message that has a line of its own.
Level levelOf(std::span<const wire::Payload> payloads)
{
    const bool isMinor = payloads.empty() || payloads.front().type == wire::PayloadType::EncryptedFragment;
    return isMinor ? Level::Debug : Level::Info;
}

} // namespace

wire::Payload notifyPayload(wire::NotifyType type, Bytes data)
{
    return {wire::PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, std::move(data)}};
}

wire::Payload unsupportedCritical(wire::PayloadType type)
{
    return notifyPayload(wire::NotifyType::UnsupportedCriticalPayload, {static_cast<std::uint8_t>(type)});
}

wire::IkeHeader headerOf(const SessionFrame &frame, wire::ExchangeType exchange, wire::MessageId id, bool isResponse)
{
    wire::IkeHeader header;
    header.initiatorSpi = frame.initiatorSpi();
    header.responderSpi = frame.responderSpi();
    header.exchange = exchange;
    header.messageId = id;
    if (frame.weInitiated)
        header.flags |= wire::kFlagInitiator;
    if (isResponse)
        header.flags |= wire::kFlagResponse;
    return header;
}

void reportSent(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size, Turn &turn)
{
    turn.reportSent(header, wire::payloadNames(payloads), levelOf(payloads), size);
}

void reportReceived(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size,
                    Turn &turn)
{
    turn.reportReceived(header, wire::payloadNames(payloads), levelOf(payloads), size);
}

} // namespace tw::ikev2
