#include "engine/ikev2/exchange_parts.h"

#include "engine/wire/byte_writer.h"

namespace tw::ikev2 {

namespace {

// 256 bits suit every PRF we have: at least half its key (RFC 7296, 2.10).
constexpr std::size_t kNonceSize = 32;

} // namespace

Bytes freshNonce(Turn &turn)
{
    Bytes nonce(kNonceSize);
    turn.env().random.fill(nonce);
    return nonce;
}

wire::Payload noncePayload(ByteView nonce) { return {wire::PayloadType::Nonce, false, wire::Nonce{toBytes(nonce)}}; }

wire::Payload keyExchangePayload(const crypto::KeyExchange &ours)
{
    return {wire::PayloadType::KeyExchange, false,
            wire::KeyExchange{static_cast<std::uint16_t>(ours.group()), toBytes(ours.publicValue())}};
}

wire::Payload wantedGroupPayload(api::DhGroup group)
{
    wire::ByteWriter number;
    number.u16(static_cast<std::uint16_t>(group));
    return notifyPayload(wire::NotifyType::InvalidKePayload, std::move(number).finish());
}

const wire::Notify *firstError(std::span<const wire::Payload> payloads)
{
    for (const wire::Payload &payload : payloads) {
        const auto *notify = std::get_if<wire::Notify>(&payload.body);
        if (notify && wire::isErrorNotify(notify->type))
            return notify;
    }
    return nullptr;
}

} // namespace tw::ikev2
