#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ikev2/turn.h"

// Payloads that IKE_SA_INIT and CREATE_CHILD_SA have in common.
namespace tw::ikev2 {

Bytes freshNonce(Turn &turn);
wire::Payload noncePayload(ByteView nonce);
wire::Payload keyExchangePayload(const crypto::KeyExchange &ours);
// INVALID_KE_PAYLOAD: the group that the other side shall use (RFC 7296, 1.3).
wire::Payload wantedGroupPayload(api::DhGroup group);
// Why the other side refuses; null: it does not say.
const wire::Notify *firstError(std::span<const wire::Payload> payloads);

} // namespace tw::ikev2
