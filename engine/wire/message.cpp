#include "engine/wire/message.h"

#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

template <typename T>
Result<PayloadBody> asBody(Result<T> decoded)
{
    if (!decoded)
        return std::unexpected(decoded.error());
    return PayloadBody(std::move(*decoded));
}

Result<PayloadBody> decodeBody(const PayloadView &payload)
{
    const ByteView body = payload.body;
    switch (payload.type) {
    case PayloadType::Sa: return asBody(decodeSaPayload(body));
    case PayloadType::KeyExchange: return asBody(decodeKeyExchange(body));
    case PayloadType::IdInitiator:
    case PayloadType::IdResponder: return asBody(decodeIdentification(body));
    case PayloadType::Certificate: return asBody(decodeCertificate(body));
    case PayloadType::CertificateRequest: return asBody(decodeCertificateRequest(body));
    case PayloadType::Authentication: return asBody(decodeAuthentication(body));
    case PayloadType::Nonce: return asBody(decodeNonce(body));
    case PayloadType::Notify: return asBody(decodeNotify(body));
    case PayloadType::Delete: return asBody(decodeDeletePayload(body));
    case PayloadType::VendorId: return asBody(decodeVendorId(body));
    case PayloadType::TsInitiator:
    case PayloadType::TsResponder: return asBody(decodeTrafficSelectors(body));
    case PayloadType::Configuration: return asBody(decodeConfiguration(body));
    case PayloadType::Encrypted:
    case PayloadType::EncryptedFragment: return asBody(decodeEncryptedPayload(payload.type, payload.next, body));
    default: break; // EAP, and what nobody knows
    }
    return PayloadBody(RawPayload{toBytes(body)});
}

// Each kind of body with the types it may have, so that a message cannot say one thing and hold another.
struct BodyEncoder
{
    PayloadType type;

    Result<Bytes> operator()(const RawPayload &raw) const { return raw.data; }
    Result<Bytes> operator()(const SaPayload &sa) const { return filled(type == PayloadType::Sa, encodeSaPayload(sa)); }
    Result<Bytes> operator()(const KeyExchange &keyExchange) const
    {
        return filled(type == PayloadType::KeyExchange, encodeKeyExchange(keyExchange));
    }
    Result<Bytes> operator()(const Identification &identification) const
    {
        return filled(type == PayloadType::IdInitiator || type == PayloadType::IdResponder,
                      encodeIdentification(identification));
    }
    Result<Bytes> operator()(const Certificate &certificate) const
    {
        return filled(type == PayloadType::Certificate, encodeCertificate(certificate));
    }
    Result<Bytes> operator()(const CertificateRequest &request) const
    {
        return filled(type == PayloadType::CertificateRequest, encodeCertificateRequest(request));
    }
    Result<Bytes> operator()(const Authentication &authentication) const
    {
        return filled(type == PayloadType::Authentication, encodeAuthentication(authentication));
    }
    Result<Bytes> operator()(const Nonce &nonce) const
    {
        return filled(type == PayloadType::Nonce, encodeNonce(nonce));
    }
    Result<Bytes> operator()(const Notify &notify) const
    {
        return filled(type == PayloadType::Notify, encodeNotify(notify));
    }
    Result<Bytes> operator()(const DeletePayload &payload) const
    {
        return filled(type == PayloadType::Delete, encodeDeletePayload(payload));
    }
    Result<Bytes> operator()(const VendorId &vendorId) const
    {
        if (type != PayloadType::VendorId)
            return fail(Fault::InvalidArgument, "payload body");
        return encodeVendorId(vendorId); // the only one that may be empty
    }
    Result<Bytes> operator()(const TrafficSelectors &selectors) const
    {
        return filled(type == PayloadType::TsInitiator || type == PayloadType::TsResponder,
                      encodeTrafficSelectors(selectors));
    }
    Result<Bytes> operator()(const EncryptedPayload &payload) const
    {
        const PayloadType expected = payload.fragment ? PayloadType::EncryptedFragment : PayloadType::Encrypted;
        if (type != expected || (payload.fragment && !payload.fragment->isPossible()))
            return fail(Fault::InvalidArgument, "payload body");
        return encodeEncryptedPayload(payload);
    }
    Result<Bytes> operator()(const Configuration &configuration) const
    {
        return filled(type == PayloadType::Configuration, encodeConfiguration(configuration));
    }

    // The codecs give an empty body where a value does not fit its field.
    static Result<Bytes> filled(bool typeFits, Bytes body)
    {
        if (!typeFits || body.empty())
            return fail(Fault::InvalidArgument, "payload body");
        return body;
    }
};

std::string nameOf(const Payload &payload)
{
    if (const auto *notify = std::get_if<Notify>(&payload.body))
        return "N(" + notifyShortName(notify->type) + ")";
    if (const auto *encrypted = std::get_if<EncryptedPayload>(&payload.body); encrypted && encrypted->fragment) {
        return "EF(" + std::to_string(encrypted->fragment->number) + "/" + std::to_string(encrypted->fragment->total)
            + ")";
    }
    if (const auto *configuration = std::get_if<Configuration>(&payload.body)) {
        switch (configuration->type) {
        case ConfigurationType::Request: return "CPRQ";
        case ConfigurationType::Reply: return "CPRP";
        case ConfigurationType::Set: return "CPS";
        case ConfigurationType::Ack: return "CPA";
        }
    }
    return payloadName(payload.type);
}

} // namespace

Result<Message> decodeMessage(ByteView message)
{
    const auto header = decodeIkeHeader(message);
    if (!header)
        return std::unexpected(header.error());
    if (header->majorVersion != 2)
        return fail(Fault::Malformed, "IKE version");
    auto payloads = decodePayloads(header->nextPayload, message.subspan(kIkeHeaderSize));
    if (!payloads)
        return std::unexpected(payloads.error());
    return Message{*header, std::move(*payloads)};
}

Result<Bytes> encodeMessage(const Message &message)
{
    const auto chain = encodePayloads(message.payloads);
    if (!chain)
        return std::unexpected(chain.error());
    const std::size_t size = kIkeHeaderSize + chain->size();
    if (size > kMaxIkeMessageSize)
        return fail(Fault::InvalidArgument, "message size");
    IkeHeader header = message.header;
    header.nextPayload = message.payloads.empty() ? PayloadType::None : message.payloads.front().type;
    header.length = static_cast<std::uint32_t>(size);
    Bytes bytes = encodeIkeHeader(header);
    append(bytes, *chain);
    return bytes;
}

Result<Payloads> decodePayloads(PayloadType first, ByteView chain)
{
    const auto views = decodePayloadChain(first, chain);
    if (!views)
        return std::unexpected(views.error());
    if (!views->trailing.empty())
        return fail(Fault::Malformed, "octets behind the last payload");
    Payloads payloads;
    payloads.reserve(views->payloads.size());
    for (const PayloadView &view : views->payloads) {
        auto body = decodeBody(view);
        if (!body)
            return std::unexpected(body.error());
        payloads.push_back({view.type, view.critical, std::move(*body)});
    }
    return payloads;
}

Result<Bytes> encodePayloads(std::span<const Payload> payloads)
{
    std::vector<PayloadBytes> chain;
    chain.reserve(payloads.size());
    for (const Payload &payload : payloads) {
        auto body = std::visit(BodyEncoder{payload.type}, payload.body);
        if (!body)
            return std::unexpected(body.error());
        const auto *encrypted = std::get_if<EncryptedPayload>(&payload.body);
        chain.push_back(
            {payload.type, payload.critical, std::move(*body), encrypted ? encrypted->firstInner : PayloadType::None});
    }
    return encodePayloadChain(chain);
}

std::optional<PayloadType> unknownCriticalPayload(std::span<const Payload> payloads)
{
    for (const Payload &payload : payloads) {
        if (payload.critical && !isKnownPayload(payload.type))
            return payload.type;
    }
    return std::nullopt;
}

const Notify *findNotify(std::span<const Payload> payloads, NotifyType type)
{
    for (const Payload &payload : payloads) {
        if (const auto *notify = std::get_if<Notify>(&payload.body); notify && notify->type == type)
            return notify;
    }
    return nullptr;
}

std::string payloadNames(std::span<const Payload> payloads)
{
    std::string names;
    for (const Payload &payload : payloads) {
        if (!names.empty())
            names += ' ';
        names += nameOf(payload);
    }
    return names;
}

} // namespace tw::wire
