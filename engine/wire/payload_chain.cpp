#include "engine/wire/payload_chain.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint8_t kCriticalBit = 0x80;

bool endsChain(PayloadType type) { return type == PayloadType::Encrypted || type == PayloadType::EncryptedFragment; }

} // namespace

Result<PayloadChain> decodePayloadChain(PayloadType first, ByteView chain)
{
    PayloadChain result;
    ByteReader in(chain);
    PayloadType type = first;
    while (type != PayloadType::None) {
        if (result.payloads.size() == kMaxPayloads)
            return fail(Fault::Malformed, "payload count");
        PayloadView payload;
        payload.type = type;
        payload.offset = chain.size() - in.remaining();
        payload.next = PayloadType{in.u8()};
        const std::uint8_t flags = in.u8();
        payload.critical = (flags & kCriticalBit) != 0;
        payload.reserved = flags & ~kCriticalBit;
        const std::size_t length = in.u16();
        if (in.ok() && length < kPayloadHeaderSize)
            return fail(Fault::Malformed, "payload length");
        payload.body = in.take(length - kPayloadHeaderSize);
        if (!in.ok())
            return fail(Fault::Truncated, "payload chain");
        type = endsChain(type) ? PayloadType::None : payload.next;
        result.payloads.push_back(payload);
    }
    result.trailing = in.rest();
    return result;
}

Result<Bytes> encodePayloadChain(std::span<const PayloadBytes> payloads)
{
    if (payloads.size() > kMaxPayloads)
        return fail(Fault::InvalidArgument, "payload count");
    ByteWriter out;
    for (std::size_t i = 0; i < payloads.size(); ++i) {
        const PayloadBytes &payload = payloads[i];
        const bool isLast = i + 1 == payloads.size();
        if (payload.type == PayloadType::None || (endsChain(payload.type) && !isLast))
            return fail(Fault::InvalidArgument, "payload order");
        const PayloadType next = !isLast ? payloads[i + 1].type
            : endsChain(payload.type)    ? payload.firstInner
                                         : PayloadType::None;
        out.u8(std::to_underlying(next));
        out.u8(payload.critical ? kCriticalBit : 0);
        out.count16(kPayloadHeaderSize + payload.body.size());
        out.bytes(payload.body);
    }
    if (!out.ok())
        return fail(Fault::InvalidArgument, "payload length");
    return std::move(out).finish();
}

} // namespace tw::wire
