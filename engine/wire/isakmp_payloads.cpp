#include "engine/wire/isakmp_payloads.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint8_t kIpv4AddressType = 1; // RFC 2407, 4.6.2.1
constexpr std::uint8_t kIpv6AddressType = 5;

} // namespace

Result<IsakmpKeyExchange> decodeIsakmpKeyExchange(ByteView body)
{
    if (body.empty())
        return fail(Fault::Malformed, "KE");
    return IsakmpKeyExchange{toBytes(body)};
}

Bytes encodeIsakmpKeyExchange(const IsakmpKeyExchange &keyExchange) { return keyExchange.data; }

Result<IsakmpNonce> decodeIsakmpNonce(ByteView body)
{
    if (body.size() < kMinIsakmpNonceSize || body.size() > kMaxIsakmpNonceSize)
        return fail(Fault::Malformed, "Nonce");
    return IsakmpNonce{toBytes(body)};
}

Bytes encodeIsakmpNonce(const IsakmpNonce &nonce) { return nonce.data; }

Result<HashPayload> decodeHashPayload(ByteView body)
{
    if (body.empty())
        return fail(Fault::Malformed, "HASH");
    return HashPayload{toBytes(body)};
}

Bytes encodeHashPayload(const HashPayload &hash) { return hash.data; }

IsakmpDelete IsakmpDelete::ofIsakmpSa(IkeSpi initiator, IkeSpi responder)
{
    return {kDoiIpsec, {ProtocolId::Ike, kIsakmpSpiSize, {isakmpSpi(initiator, responder)}}};
}

IsakmpDelete IsakmpDelete::ofChildren(ProtocolId protocol, std::span<const std::uint32_t> spis)
{
    return {kDoiIpsec, DeletePayload::ofChildren(protocol, spis)};
}

bool IsakmpDelete::names(IkeSpi initiator, IkeSpi responder) const
{
    if (sas.protocol != ProtocolId::Ike)
        return false;
    const Bytes wanted = isakmpSpi(initiator, responder);
    for (const Bytes &spi : sas.spis) {
        if (spi == wanted)
            return true;
    }
    return false;
}

Result<IsakmpDelete> decodeIsakmpDelete(ByteView body)
{
    ByteReader in(body);
    IsakmpDelete payload;
    payload.doi = in.u32();
    auto sas = decodeDeletePayload(in.rest()); // from here on IKEv2 has the same layout
    if (!sas)
        return std::unexpected(sas.error());
    payload.sas = std::move(*sas);
    return payload;
}

Bytes encodeIsakmpDelete(const IsakmpDelete &payload)
{
    const Bytes sas = encodeDeletePayload(payload.sas);
    ByteWriter out;
    if (sas.empty())
        out.fail();
    out.u32(payload.doi);
    out.bytes(sas);
    return std::move(out).finish();
}

Result<NatDetectionHash> decodeNatDetectionHash(ByteView body)
{
    if (body.empty())
        return fail(Fault::Malformed, "NAT-D");
    return NatDetectionHash{toBytes(body)};
}

Bytes encodeNatDetectionHash(const NatDetectionHash &natDetection) { return natDetection.hash; }

Result<NatOriginalAddress> decodeNatOriginalAddress(ByteView body)
{
    ByteReader in(body);
    const std::uint8_t type = in.u8();
    const std::uint8_t reserved = in.u8();
    const std::uint16_t moreReserved = in.u16();
    const ByteView bytes = in.rest();
    if (!in.ok())
        return fail(Fault::Truncated, "NAT-OA");
    const auto address = IpAddress::fromBytes(bytes);
    if (!address || type != (address->isV4() ? kIpv4AddressType : kIpv6AddressType) || reserved != 0
        || moreReserved != 0)
        return fail(Fault::Malformed, "NAT-OA");
    return NatOriginalAddress{*address};
}

Bytes encodeNatOriginalAddress(const NatOriginalAddress &original)
{
    ByteWriter out;
    out.u8(original.address.isV4() ? kIpv4AddressType : kIpv6AddressType);
    out.zeros(3);
    out.bytes(original.address.bytes());
    return std::move(out).finish();
}

Result<IsakmpFragment> decodeIsakmpFragment(ByteView body)
{
    ByteReader in(body);
    IsakmpFragment fragment;
    fragment.id = in.u16();
    fragment.number = in.u8();
    fragment.flags = in.u8();
    fragment.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "fragment");
    if (fragment.number == 0 || fragment.data.empty())
        return fail(Fault::Malformed, "fragment");
    return fragment;
}

Bytes encodeIsakmpFragment(const IsakmpFragment &fragment)
{
    ByteWriter out;
    if (fragment.number == 0 || fragment.data.empty())
        out.fail();
    out.u16(fragment.id);
    out.u8(fragment.number);
    out.u8(fragment.flags);
    out.bytes(fragment.data);
    return std::move(out).finish();
}

Bytes isakmpSpi(IkeSpi initiator, IkeSpi responder)
{
    ByteWriter out;
    out.u64(initiator.value());
    out.u64(responder.value());
    return std::move(out).finish();
}

} // namespace tw::wire
