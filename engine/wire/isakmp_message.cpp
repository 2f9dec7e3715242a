#include "engine/wire/isakmp_message.h"

#include "engine/wire/payload_chain.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint8_t kMajorVersion = 1;
constexpr std::size_t kWordSize = 4;

template <typename T>
Result<IsakmpBody> asBody(Result<T> decoded)
{
    if (!decoded)
        return std::unexpected(decoded.error());
    return IsakmpBody(std::move(*decoded));
}

Result<IsakmpBody> decodeBody(const PayloadView &payload)
{
    const ByteView body = payload.body;
    switch (payload.type) {
    case PayloadType::SaV1: return asBody(decodeSaPayloadV1(body));
    case PayloadType::KeyExchangeV1: return asBody(decodeIsakmpKeyExchange(body));
    case PayloadType::IdentificationV1: return asBody(decodeIsakmpId(body));
    case PayloadType::HashV1: return asBody(decodeHashPayload(body));
    case PayloadType::NonceV1: return asBody(decodeIsakmpNonce(body));
    case PayloadType::NotificationV1: return asBody(decodeNotification(body));
    case PayloadType::DeleteV1: return asBody(decodeIsakmpDelete(body));
    case PayloadType::VendorIdV1: return asBody(decodeVendorId(body));
    case PayloadType::NatD:
    case PayloadType::NatDDraft: return asBody(decodeNatDetectionHash(body));
    case PayloadType::NatOa:
    case PayloadType::NatOaDraft: return asBody(decodeNatOriginalAddress(body));
    case PayloadType::FragmentV1: return asBody(decodeIsakmpFragment(body));
    default: break;
    }
    return IsakmpBody(RawPayload{toBytes(body)});
}

bool isOneOf(PayloadType type, std::initializer_list<PayloadType> types)
{
    return std::ranges::find(types, type) != types.end();
}

// Each kind of body with the types it may have, so that a message cannot say one thing and hold another.
struct BodyEncoder
{
    PayloadType type;

    Result<Bytes> operator()(const RawPayload &raw) const { return raw.data; }
    Result<Bytes> operator()(const SaPayloadV1 &sa) const { return filled({PayloadType::SaV1}, encodeSaPayloadV1(sa)); }
    Result<Bytes> operator()(const IsakmpKeyExchange &keyExchange) const
    {
        return filled({PayloadType::KeyExchangeV1}, encodeIsakmpKeyExchange(keyExchange));
    }
    Result<Bytes> operator()(const IsakmpId &id) const
    {
        return filled({PayloadType::IdentificationV1}, encodeIsakmpId(id));
    }
    Result<Bytes> operator()(const HashPayload &hash) const
    {
        return filled({PayloadType::HashV1}, encodeHashPayload(hash));
    }
    Result<Bytes> operator()(const IsakmpNonce &nonce) const
    {
        return filled({PayloadType::NonceV1}, encodeIsakmpNonce(nonce));
    }
    Result<Bytes> operator()(const Notification &notification) const
    {
        return filled({PayloadType::NotificationV1}, encodeNotification(notification));
    }
    Result<Bytes> operator()(const IsakmpDelete &payload) const
    {
        return filled({PayloadType::DeleteV1}, encodeIsakmpDelete(payload));
    }
    Result<Bytes> operator()(const VendorId &vendorId) const
    {
        if (type != PayloadType::VendorIdV1)
            return fail(Fault::InvalidArgument, "payload body");
        return encodeVendorId(vendorId); // the only one that may be empty
    }
    Result<Bytes> operator()(const NatDetectionHash &natDetection) const
    {
        return filled({PayloadType::NatD, PayloadType::NatDDraft}, encodeNatDetectionHash(natDetection));
    }
    Result<Bytes> operator()(const NatOriginalAddress &original) const
    {
        return filled({PayloadType::NatOa, PayloadType::NatOaDraft}, encodeNatOriginalAddress(original));
    }
    Result<Bytes> operator()(const IsakmpFragment &fragment) const
    {
        return filled({PayloadType::FragmentV1}, encodeIsakmpFragment(fragment));
    }

    // The codecs give an empty body where a value does not fit its field.
    Result<Bytes> filled(std::initializer_list<PayloadType> types, Bytes body) const
    {
        if (!isOneOf(type, types) || body.empty())
            return fail(Fault::InvalidArgument, "payload body");
        return body;
    }
};

// A chain whose octets behind the last payload are the caller's to judge.
struct DecodedChain
{
    IsakmpPayloads payloads;
    std::size_t firstSize = 0;
    std::size_t padding = 0;
};

Result<DecodedChain> decodeChain(PayloadType first, ByteView chain)
{
    const auto views = decodePayloadChain(first, chain);
    if (!views)
        return std::unexpected(views.error());
    if (views->payloads.empty())
        return fail(Fault::Malformed, "no payload");
    DecodedChain decoded;
    decoded.firstSize = kPayloadHeaderSize + views->payloads.front().body.size();
    decoded.padding = views->trailing.size();
    decoded.payloads.reserve(views->payloads.size());
    for (const PayloadView &view : views->payloads) {
        if (view.critical || view.reserved != 0)
            return fail(Fault::Malformed, "reserved octet");
        // These would end the chain, and have no meaning here.
        if (isOneOf(view.type, {PayloadType::Encrypted, PayloadType::EncryptedFragment}))
            return fail(Fault::Malformed, "payload type");
        auto body = decodeBody(view);
        if (!body)
            return std::unexpected(body.error());
        decoded.payloads.push_back({view.type, std::move(*body)});
    }
    return decoded;
}

// Zeros up to a multiple of four octets, as Libreswan adds them to its messages in clear (its ikepad=).
bool isFilling(ByteView chain, std::size_t padding)
{
    return padding == 0
        || (padding < kWordSize && chain.size() % kWordSize == 0
            && std::ranges::all_of(chain.last(padding), [](std::uint8_t octet) { return octet == 0; }));
}

std::string nameOf(const IsakmpPayload &payload)
{
    if (const auto *notification = std::get_if<Notification>(&payload.body))
        return "N(" + notificationShortName(notification->type) + ")";
    if (const auto *fragment = std::get_if<IsakmpFragment>(&payload.body)) {
        const std::string number = std::to_string(fragment->number);
        return fragment->isLast() ? "FRAG(" + number + "/" + number + ")" : "FRAG(" + number + ")";
    }
    return isakmpPayloadName(payload.type);
}

Result<Bytes> withHeader(IkeHeader header, PayloadType first, ByteView body)
{
    const std::size_t size = kIkeHeaderSize + body.size();
    if (size > kMaxIkeMessageSize)
        return fail(Fault::InvalidArgument, "message size");
    header.majorVersion = kMajorVersion;
    header.minorVersion = 0;
    header.nextPayload = first;
    header.length = static_cast<std::uint32_t>(size);
    Bytes bytes = encodeIkeHeader(header);
    append(bytes, body);
    return bytes;
}

} // namespace

Result<IsakmpMessage> decodeIsakmpMessage(ByteView message)
{
    const auto header = decodeIkeHeader(message);
    if (!header)
        return std::unexpected(header.error());
    if (header->majorVersion != kMajorVersion || header->minorVersion != 0)
        return fail(Fault::Malformed, "IKE version");
    const ByteView body = message.subspan(kIkeHeaderSize);
    if ((header->flags & kFlagEncryption) != 0) {
        if (body.empty())
            return fail(Fault::Truncated, "encrypted body");
        return IsakmpMessage{*header, ClosedBody{toBytes(body)}};
    }
    auto payloads = decodeIsakmpPayloads(header->nextPayload, body);
    if (!payloads)
        return std::unexpected(payloads.error());
    return IsakmpMessage{*header, std::move(*payloads)};
}

Result<Bytes> encodeIsakmpMessage(const IsakmpMessage &message)
{
    const ClosedBody *closed = message.closed();
    if (((message.header.flags & kFlagEncryption) != 0) != (closed != nullptr))
        return fail(Fault::InvalidArgument, "encryption flag");
    if (closed) {
        if (closed->ciphertext.empty())
            return fail(Fault::InvalidArgument, "encrypted body");
        return withHeader(message.header, message.header.nextPayload, closed->ciphertext);
    }
    const IsakmpPayloads &payloads = *message.payloads();
    const auto chain = encodeIsakmpPayloads(payloads);
    if (!chain)
        return std::unexpected(chain.error());
    return withHeader(message.header, payloads.front().type, *chain);
}

Result<IsakmpPayloads> decodeIsakmpPayloads(PayloadType first, ByteView chain)
{
    auto decoded = decodeChain(first, chain);
    if (!decoded)
        return std::unexpected(decoded.error());
    if (!isFilling(chain, decoded->padding))
        return fail(Fault::Malformed, "octets behind the last payload");
    return std::move(decoded->payloads);
}

Result<Bytes> encodeIsakmpPayloads(std::span<const IsakmpPayload> payloads)
{
    if (payloads.empty())
        return fail(Fault::InvalidArgument, "no payload");
    std::vector<PayloadBytes> chain;
    chain.reserve(payloads.size());
    for (const IsakmpPayload &payload : payloads) {
        if (isOneOf(payload.type, {PayloadType::Encrypted, PayloadType::EncryptedFragment}))
            return fail(Fault::InvalidArgument, "payload type");
        auto body = std::visit(BodyEncoder{payload.type}, payload.body);
        if (!body)
            return std::unexpected(body.error());
        chain.push_back({payload.type, false, std::move(*body)});
    }
    return encodePayloadChain(chain);
}

Result<OpenedBody> decodeOpenedBody(PayloadType first, ByteView plainText)
{
    auto decoded = decodeChain(first, plainText);
    if (!decoded)
        return std::unexpected(decoded.error());
    if (decoded->padding >= kMaxPadding)
        return fail(Fault::Malformed, "padding");
    return OpenedBody{std::move(decoded->payloads), decoded->firstSize, plainText.size() - decoded->padding};
}

const Notification *findNotification(std::span<const IsakmpPayload> payloads, NotificationType type)
{
    for (const IsakmpPayload &payload : payloads) {
        if (const auto *notification = std::get_if<Notification>(&payload.body);
            notification && notification->type == type)
            return notification;
    }
    return nullptr;
}

std::string payloadNames(std::span<const IsakmpPayload> payloads)
{
    std::string names;
    for (const IsakmpPayload &payload : payloads) {
        if (!names.empty())
            names += ' ';
        names += nameOf(payload);
    }
    return names;
}

} // namespace tw::wire
