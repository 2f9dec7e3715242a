#pragma once

#include "engine/wire/delete_payload.h"
#include "engine/wire/encrypted_payload.h"
#include "engine/wire/exchange_payloads.h"
#include "engine/wire/ike_header.h"
#include "engine/wire/notify.h"
#include "engine/wire/payload_chain.h"
#include "engine/wire/raw_payload.h"
#include "engine/wire/sa_payload_v2.h"
#include "engine/wire/traffic_selectors.h"

#include <span>
#include <variant>
#include <vector>

// A whole IKEv2 message, or what an SK payload held, as structs. Only bytes and structs: which payloads an exchange
// needs, and what an unknown critical one means, is the session's to say.
namespace tw::wire {

using PayloadBody =
    std::variant<RawPayload, SaPayload, KeyExchange, Identification, Certificate, CertificateRequest, Authentication,
                 Nonce, Notify, DeletePayload, VendorId, TrafficSelectors, EncryptedPayload, Configuration>;

struct Payload
{
    PayloadType type = PayloadType::None; // tells IDi from IDr and TSi from TSr; the codec follows it
    bool critical = false;
    PayloadBody body;

    friend bool operator==(const Payload &, const Payload &) = default;
};
using Payloads = std::vector<Payload>;

struct Message
{
    IkeHeader header; // encodeMessage() computes nextPayload and length
    Payloads payloads;

    friend bool operator==(const Message &, const Message &) = default;
};

// A whole message as it came in a datagram (without the non-ESP marker). The version must be 2; every payload with a
// codec must decode, and nothing may follow the last one. An SK or SKF payload stays closed; open it with
// locateEncrypted() and parse what it held with decodePayloads().
Result<Message> decodeMessage(ByteView message);
Result<Bytes> encodeMessage(const Message &message);

// The payloads behind a header, or the plain text of an SK payload without its padding.
Result<Payloads> decodePayloads(PayloadType first, ByteView chain);
// InvalidArgument where a body is of another kind than its type, or does not fit. The type of the first payload is
// payloads.front().type, or None for an empty list (whose encoding is empty: an empty INFORMATIONAL).
Result<Bytes> encodePayloads(std::span<const Payload> payloads);

// The first unknown payload with the critical bit: answer UNSUPPORTED_CRITICAL_PAYLOAD with its type (RFC 7296, 2.5).
std::optional<PayloadType> unknownCriticalPayload(std::span<const Payload> payloads);

// The body of the first payload of `type`, where it is a T; else nullptr. Valid as long as the list is unchanged.
template <typename T>
const T *findPayload(std::span<const Payload> payloads, PayloadType type)
{
    for (const Payload &payload : payloads) {
        if (payload.type == type)
            return std::get_if<T>(&payload.body);
    }
    return nullptr;
}

// The first Notify of `type`, or nullptr.
const Notify *findNotify(std::span<const Payload> payloads, NotifyType type);

// "SA KE No N(NATD_S_IP) N(NATD_D_IP) V", as charon lists them; "SK" and "EF(1/2)" for what is still closed.
std::string payloadNames(std::span<const Payload> payloads);

} // namespace tw::wire
