#include "engine/wire/byte_order.h"
#include "engine/wire/message.h"
#include "engine/wire/udp_encapsulation.h"
#include "fuzz_check.h"

#include <utility>

// Everything that a datagram of port 500 or 4500, or the plain text of an encrypted payload, goes through before anyone
// looks at its meaning. The input is read as a whole message, as a chain of payloads behind an octet that names the
// first one, and as the body of each payload.
namespace {

using namespace tw;
using namespace tw::wire;
using fuzz::require;

// Selectors of unknown types are dropped, and so is their number.
Payloads comparable(Payloads payloads)
{
    for (Payload &payload : payloads) {
        if (auto *selectors = std::get_if<TrafficSelectors>(&payload.body))
            selectors->skipped = 0;
    }
    return payloads;
}

void tryPayloads(PayloadType first, ByteView chain)
{
    const auto decoded = decodePayloads(first, chain);
    if (!decoded)
        return;
    const auto encoded = encodePayloads(*decoded);
    require(encoded.has_value(), "what was decoded can be encoded");
    require(encoded->size() <= chain.size(), "encoding adds nothing");
    const auto again = decodePayloads(decoded->empty() ? PayloadType::None : decoded->front().type, *encoded);
    require(again.has_value(), "what was encoded can be decoded");
    require(comparable(*again) == comparable(*decoded), "payloads survive a round trip");
    require(payloadNames(*again) == payloadNames(*decoded), "names survive a round trip");
    require(unknownCriticalPayload(*again) == unknownCriticalPayload(*decoded), "the critical bit survives");
}

void tryEncrypted(ByteView message, std::size_t ivSize, std::size_t icvSize)
{
    const auto layout = locateEncrypted(message, ivSize, icvSize);
    if (!layout)
        return;
    require(layout->messageSize() == message.size(), "an encrypted payload reaches to the end");
    require(layout->iv(message).size() == ivSize && layout->icv(message).size() == icvSize, "the parts fit");
    if (layout->payloadOffset != kIkeHeaderSize)
        return; // other payloads stand before it, which we never send
    const auto laidOut = layOutEncrypted(decodeIkeHeader(message).value(), layout->firstInner, layout->fragment, ivSize,
                                         layout->ciphertextSize, icvSize);
    require(laidOut && laidOut->layout == *layout, "a located payload can be laid out again");
}

void tryMessage(ByteView message)
{
    const auto decoded = decodeMessage(message);
    if (decoded) {
        const auto encoded = encodeMessage(*decoded);
        require(encoded.has_value(), "a decoded message can be encoded");
        const auto again = decodeMessage(*encoded);
        require(again.has_value(), "an encoded message can be decoded");
        require(comparable(again->payloads) == comparable(decoded->payloads), "messages survive a round trip");
        IkeHeader header = again->header;
        header.length = decoded->header.length; // shorter where selectors were skipped
        require(header == decoded->header, "headers survive a round trip");
    }
    for (const auto &[ivSize, icvSize] : {std::pair{16, 12}, std::pair{8, 16}, std::pair{16, 16}, std::pair{0, 0}})
        tryEncrypted(message, static_cast<std::size_t>(ivSize), static_cast<std::size_t>(icvSize));
}

// Most changed lengths would fail at the header's; the fuzzer need not find out about it.
void tryMessageWithRightLength(ByteView message)
{
    if (message.size() < kIkeHeaderSize)
        return;
    Bytes mended = toBytes(message);
    storeBig(mended.data() + kIkeHeaderSize - 4, static_cast<std::uint32_t>(mended.size()));
    tryMessage(mended);
}

template <typename T>
void tryCodec(ByteView body, Result<T> (*decode)(ByteView), Bytes (*encode)(const T &))
{
    const auto decoded = decode(body);
    if (!decoded)
        return;
    const Bytes encoded = encode(*decoded);
    const auto again = decode(encoded);
    require(again.has_value(), "an encoded body can be decoded");
    if constexpr (std::is_same_v<T, TrafficSelectors>)
        require(again->selectors == decoded->selectors, "selectors survive a round trip");
    else
        require(*again == *decoded, "bodies survive a round trip");
}

void tryBodies(ByteView body)
{
    tryCodec(body, decodeSaPayload, encodeSaPayload);
    tryCodec(body, decodeKeyExchange, encodeKeyExchange);
    tryCodec(body, decodeNonce, encodeNonce);
    tryCodec(body, decodeIdentification, encodeIdentification);
    tryCodec(body, decodeAuthentication, encodeAuthentication);
    tryCodec(body, decodeCertificate, encodeCertificate);
    tryCodec(body, decodeCertificateRequest, encodeCertificateRequest);
    tryCodec(body, decodeVendorId, encodeVendorId);
    tryCodec(body, decodeConfiguration, encodeConfiguration);
    tryCodec(body, decodeNotify, encodeNotify);
    tryCodec(body, decodeDeletePayload, encodeDeletePayload);
    tryCodec(body, decodeTrafficSelectors, encodeTrafficSelectors);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteView input(data, size);
    if (size > kMaxIkeMessageSize)
        return 0; // no datagram is longer
    const NatPortDatagram classified = classifyNatPort(input);
    if (classified.kind == NatPortKind::Ike)
        tryMessage(classified.content);
    tryMessage(input);
    tryMessageWithRightLength(input);
    tryBodies(input);
    if (size > 0)
        tryPayloads(PayloadType{input.front()}, input.subspan(1));
    return 0;
}
