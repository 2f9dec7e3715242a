#include "engine/wire/delete_payload.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::size_t kChildSpiSize = 4;

} // namespace

DeletePayload DeletePayload::ofIkeSa() { return {ProtocolId::Ike, 0, {}}; }

DeletePayload DeletePayload::ofChildren(ProtocolId protocol, std::span<const std::uint32_t> spis)
{
    DeletePayload payload{protocol, kChildSpiSize, {}};
    for (const std::uint32_t spi : spis) {
        Bytes bytes(kChildSpiSize);
        storeBig(bytes.data(), spi);
        payload.spis.push_back(std::move(bytes));
    }
    return payload;
}

std::vector<std::uint32_t> DeletePayload::childSpis() const
{
    std::vector<std::uint32_t> numbers;
    for (const Bytes &spi : spis) {
        if (spi.size() == kChildSpiSize)
            numbers.push_back(loadBig<std::uint32_t>(spi.data()));
    }
    return numbers;
}

Result<DeletePayload> decodeDeletePayload(ByteView body)
{
    ByteReader in(body);
    DeletePayload payload;
    payload.protocol = ProtocolId{in.u8()};
    payload.spiSize = in.u8();
    const std::size_t count = in.u16();
    if (!in.ok() || in.remaining() < count * payload.spiSize)
        return fail(Fault::Truncated, "Delete");
    // SPIs of no octets would let four octets ask for 65535 of them.
    if (in.remaining() > count * payload.spiSize || (payload.spiSize == 0 && count != 0))
        return fail(Fault::Malformed, "Delete");
    for (std::size_t i = 0; i < count; ++i)
        payload.spis.push_back(toBytes(in.take(payload.spiSize)));
    return payload;
}

Bytes encodeDeletePayload(const DeletePayload &payload)
{
    ByteWriter out;
    out.u8(std::to_underlying(payload.protocol));
    out.u8(payload.spiSize);
    out.count16(payload.spis.size());
    for (const Bytes &spi : payload.spis) {
        if (spi.empty() || spi.size() != payload.spiSize)
            out.fail();
        out.bytes(spi);
    }
    return std::move(out).finish();
}

} // namespace tw::wire
