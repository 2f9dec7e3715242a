#pragma once

#include "engine/ike/turn.h"
#include "engine/wire/message.h"

// What IKEv2 adds to a session's turns: its headers, and what its messages hold.
namespace tw::ikev2 {

using ike::Datagrams;
using ike::exchangeOf;
using ike::SessionFrame;
using ike::Turn;

wire::IkeHeader headerOf(const SessionFrame &frame, wire::ExchangeType exchange, wire::MessageId id, bool isResponse);

void reportSent(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size, Turn &turn);
void reportReceived(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size,
                    Turn &turn);

wire::Payload notifyPayload(wire::NotifyType type, Bytes data = {});
wire::Payload unsupportedCritical(wire::PayloadType type); // RFC 7296, 2.5

} // namespace tw::ikev2
