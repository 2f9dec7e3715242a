#pragma once

#include "engine/wire/exchange_payloads.h"
#include "engine/wire/ike_header.h"
#include "engine/wire/isakmp_identification.h"
#include "engine/wire/isakmp_payloads.h"
#include "engine/wire/notification.h"
#include "engine/wire/raw_payload.h"
#include "engine/wire/sa_payload_v1.h"

#include <span>
#include <variant>
#include <vector>

// A whole IKEv1 message, or what was under its encryption, as structs. Only bytes and structs: which payloads an
// exchange needs is the session's to say. RFC 2408, 3.
namespace tw::wire {

// RawPayload is what certificates, requests for them and signatures are, and what nobody knew when this was written.
using IsakmpBody =
    std::variant<RawPayload, SaPayloadV1, IsakmpKeyExchange, IsakmpId, HashPayload, IsakmpNonce, Notification,
                 IsakmpDelete, VendorId, NatDetectionHash, NatOriginalAddress, IsakmpFragment>;

struct IsakmpPayload
{
    PayloadType type = PayloadType::None; // the codec follows it
    IsakmpBody body;

    friend bool operator==(const IsakmpPayload &, const IsakmpPayload &) = default;
};
using IsakmpPayloads = std::vector<IsakmpPayload>;

// Everything behind the header of an encrypted message, still closed: whole blocks, where the peer is honest.
struct ClosedBody
{
    Bytes ciphertext;

    friend bool operator==(const ClosedBody &, const ClosedBody &) = default;
};

struct IsakmpMessage
{
    IkeHeader header; // encodeIsakmpMessage() computes the version, the length and, in clear, nextPayload
    std::variant<IsakmpPayloads, ClosedBody> content; // closed where the header has kFlagEncryption

    const IsakmpPayloads *payloads() const { return std::get_if<IsakmpPayloads>(&content); } // nullptr: it is closed
    const ClosedBody *closed() const { return std::get_if<ClosedBody>(&content); } // nullptr: it is in clear

    friend bool operator==(const IsakmpMessage &, const IsakmpMessage &) = default;
};

// A whole message as it came in a datagram (without the non-ESP marker). The version must be 1.0. In clear, there is a
// payload, every one with a codec decodes, and at most zeros follow the last one; a closed body is not empty.
Result<IsakmpMessage> decodeIsakmpMessage(ByteView message);
// InvalidArgument where the flag contradicts the content, and like encodeIsakmpPayloads().
Result<Bytes> encodeIsakmpMessage(const IsakmpMessage &message);

// The payloads behind a header. Malformed where there is none, for a reserved octet that is not zero, and for octets
// behind the last payload, unless they are zeros up to a multiple of four octets.
Result<IsakmpPayloads> decodeIsakmpPayloads(PayloadType first, ByteView chain);
// InvalidArgument where a body is of another kind than its type, or does not fit, and where there is no payload. The
// type of the first one is payloads.front().type. The encoding of the payloads behind a HASH is what HASH(1) and HASH(2)
// cover.
Result<Bytes> encodeIsakmpPayloads(std::span<const IsakmpPayload> payloads);

// What was under the encryption.
struct OpenedBody
{
    IsakmpPayloads payloads;
    std::size_t firstSize = 0; // octets of the first payload with its header
    std::size_t size = 0; // octets of all of them; the rest is padding

    // What a HASH that comes first covers: the payloads behind it as they came, without the padding (RFC 2409, 5.5).
    ByteView behindFirst(ByteView plainText) const { return plainText.subspan(firstSize, size - firstSize); }
};

// Like decodeIsakmpPayloads(), but the last payload may be followed by less than kMaxPadding octets. RFC 2409 asks for
// zeros (appendix B), racoon sends random octets there, and nothing authenticates them: they are not looked at. With
// another key than the sender's almost every plain text fails here, and the rest at the HASH.
inline constexpr std::size_t kMaxPadding = 256;
Result<OpenedBody> decodeOpenedBody(PayloadType first, ByteView plainText);

// The body of the first payload of `type`, where it is a T; else nullptr. Valid as long as the list is unchanged.
template <typename T>
const T *findPayload(std::span<const IsakmpPayload> payloads, PayloadType type)
{
    for (const IsakmpPayload &payload : payloads) {
        if (payload.type == type)
            return std::get_if<T>(&payload.body);
    }
    return nullptr;
}

// The same for every payload of `type`, in their order: both IDs of quick mode, NAT-D, vendor ids.
template <typename T>
std::vector<const T *> findPayloads(std::span<const IsakmpPayload> payloads, PayloadType type)
{
    std::vector<const T *> found;
    for (const IsakmpPayload &payload : payloads) {
        const T *body = payload.type == type ? std::get_if<T>(&payload.body) : nullptr;
        if (body)
            found.push_back(body);
    }
    return found;
}

// The first notification of `type`, or nullptr.
const Notification *findNotification(std::span<const IsakmpPayload> payloads, NotificationType type);

// "HASH SA No KE ID ID", "HASH N(DPD)", "FRAG(1)", "FRAG(2/2)", as charon lists them.
std::string payloadNames(std::span<const IsakmpPayload> payloads);

} // namespace tw::wire
