#include "engine/wire/ike_header.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

Result<IkeHeader> decodeIkeHeader(ByteView message)
{
    ByteReader in(message);
    IkeHeader header;
    header.initiatorSpi = IkeSpi{in.u64()};
    header.responderSpi = IkeSpi{in.u64()};
    header.nextPayload = PayloadType{in.u8()};
    const std::uint8_t version = in.u8();
    header.majorVersion = version >> 4;
    header.minorVersion = version & 0x0f;
    header.exchange = ExchangeType{in.u8()};
    header.flags = in.u8();
    header.messageId = MessageId{in.u32()};
    header.length = in.u32();
    if (!in.ok() || header.length > message.size())
        return fail(Fault::Truncated, "IKE header");
    // Octets that no length covers would be covered by no MAC either.
    if (header.length < message.size())
        return fail(Fault::Malformed, "IKE header");
    return header;
}

Bytes encodeIkeHeader(const IkeHeader &header)
{
    ByteWriter out;
    out.u64(header.initiatorSpi.value());
    out.u64(header.responderSpi.value());
    out.u8(std::to_underlying(header.nextPayload));
    out.u8(static_cast<std::uint8_t>((header.majorVersion << 4) | (header.minorVersion & 0x0f)));
    out.u8(std::to_underlying(header.exchange));
    out.u8(header.flags);
    out.u32(header.messageId.value());
    out.u32(header.length);
    return std::move(out).finish();
}

std::string exchangeTypeName(ExchangeType exchange)
{
    switch (exchange) {
    case ExchangeType::IdentityProtection: return "ID_PROT";
    case ExchangeType::Aggressive: return "AGGRESSIVE";
    case ExchangeType::InformationalV1: return "INFORMATIONAL_V1";
    case ExchangeType::QuickMode: return "QUICK_MODE";
    case ExchangeType::IkeSaInit: return "IKE_SA_INIT";
    case ExchangeType::IkeAuth: return "IKE_AUTH";
    case ExchangeType::CreateChildSa: return "CREATE_CHILD_SA";
    case ExchangeType::Informational: return "INFORMATIONAL";
    }
    return "EXCHANGE_" + std::to_string(std::to_underlying(exchange));
}

} // namespace tw::wire
