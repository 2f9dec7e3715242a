#include "engine/wire/exchange_payloads.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <utility>

namespace tw::wire {

namespace {

// Certificates and requests for them are one octet that says of what kind the rest is.
template <typename T>
Bytes withLeadingOctet(T kind, ByteView rest)
{
    ByteWriter out;
    out.u8(std::to_underlying(kind));
    out.bytes(rest);
    return std::move(out).finish();
}

bool hasSizeOfType(const api::Identity &identity)
{
    switch (identity.type) {
    case api::Identity::Type::Ipv4Address: return identity.data.size() == 4;
    case api::Identity::Type::Ipv6Address: return identity.data.size() == 16;
    default: return true;
    }
}

} // namespace

Result<KeyExchange> decodeKeyExchange(ByteView body)
{
    ByteReader in(body);
    KeyExchange keyExchange;
    keyExchange.group = in.u16();
    in.skip(2);
    keyExchange.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "KE");
    return keyExchange;
}

Bytes encodeKeyExchange(const KeyExchange &keyExchange)
{
    ByteWriter out;
    out.u16(keyExchange.group);
    out.u16(0);
    out.bytes(keyExchange.data);
    return std::move(out).finish();
}

Result<Nonce> decodeNonce(ByteView body)
{
    if (body.size() < kMinNonceSize || body.size() > kMaxNonceSize)
        return fail(Fault::Malformed, "Nonce");
    return Nonce{toBytes(body)};
}

Bytes encodeNonce(const Nonce &nonce) { return nonce.data; }

Result<Identification> decodeIdentification(ByteView body)
{
    ByteReader in(body);
    Identification identification;
    identification.identity.type = api::Identity::Type{in.u8()};
    const ByteView reserved = in.take(identification.reserved.size());
    identification.identity.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "ID");
    if (!hasSizeOfType(identification.identity))
        return fail(Fault::Malformed, "ID");
    std::ranges::copy(reserved, identification.reserved.begin());
    return identification;
}

Bytes encodeIdentification(const Identification &identification)
{
    ByteWriter out;
    out.u8(std::to_underlying(identification.identity.type));
    out.bytes(identification.reserved);
    out.bytes(identification.identity.data);
    return std::move(out).finish();
}

Result<Authentication> decodeAuthentication(ByteView body)
{
    ByteReader in(body);
    Authentication authentication;
    authentication.method = AuthMethod{in.u8()};
    in.skip(3);
    authentication.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "AUTH");
    return authentication;
}

Bytes encodeAuthentication(const Authentication &authentication)
{
    ByteWriter out;
    out.u8(std::to_underlying(authentication.method));
    out.zeros(3);
    out.bytes(authentication.data);
    return std::move(out).finish();
}

Result<Certificate> decodeCertificate(ByteView body)
{
    if (body.empty())
        return fail(Fault::Truncated, "CERT");
    return Certificate{CertificateEncoding{body.front()}, toBytes(body.subspan(1))};
}

Bytes encodeCertificate(const Certificate &certificate)
{
    return withLeadingOctet(certificate.encoding, certificate.data);
}

Result<CertificateRequest> decodeCertificateRequest(ByteView body)
{
    if (body.empty())
        return fail(Fault::Truncated, "CERTREQ");
    return CertificateRequest{CertificateEncoding{body.front()}, toBytes(body.subspan(1))};
}

Bytes encodeCertificateRequest(const CertificateRequest &request)
{
    return withLeadingOctet(request.encoding, request.authorities);
}

Result<VendorId> decodeVendorId(ByteView body) { return VendorId{toBytes(body)}; }

Bytes encodeVendorId(const VendorId &vendorId) { return vendorId.data; }

Result<Configuration> decodeConfiguration(ByteView body)
{
    ByteReader in(body);
    Configuration configuration;
    configuration.type = ConfigurationType{in.u8()};
    in.skip(3);
    configuration.attributes = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "CP");
    return configuration;
}

Bytes encodeConfiguration(const Configuration &configuration)
{
    ByteWriter out;
    out.u8(std::to_underlying(configuration.type));
    out.zeros(3);
    out.bytes(configuration.attributes);
    return std::move(out).finish();
}

} // namespace tw::wire
