#pragma once

#include "engine/base/ip_address.h"
#include "engine/wire/delete_payload.h"
#include "engine/wire/ike_header.h"

#include <optional>

// The small payloads of IKEv1, whose layouts differ from IKEv2's. Decoders take the body without the generic header;
// every encoder gives exactly the octets that its decoder was given, since a HASH may cover them.
namespace tw::wire {

// A public value. Its size is checked by whoever knows the group, which the SA names. RFC 2408, 3.7.
struct IsakmpKeyExchange
{
    Bytes data;

    friend bool operator==(const IsakmpKeyExchange &, const IsakmpKeyExchange &) = default;
};
Result<IsakmpKeyExchange> decodeIsakmpKeyExchange(ByteView body); // Malformed where it is empty
Bytes encodeIsakmpKeyExchange(const IsakmpKeyExchange &keyExchange);

// RFC 2409, 5: any other size is Malformed.
inline constexpr std::size_t kMinIsakmpNonceSize = 8;
inline constexpr std::size_t kMaxIsakmpNonceSize = 256;
struct IsakmpNonce
{
    Bytes data;

    friend bool operator==(const IsakmpNonce &, const IsakmpNonce &) = default;
};
Result<IsakmpNonce> decodeIsakmpNonce(ByteView body);
Bytes encodeIsakmpNonce(const IsakmpNonce &nonce);

// HASH_I, HASH_R, HASH(1), ...: as long as the negotiated hash. RFC 2408, 3.11.
struct HashPayload
{
    Bytes data;

    friend bool operator==(const HashPayload &, const HashPayload &) = default;
};
Result<HashPayload> decodeHashPayload(ByteView body); // Malformed where it is empty
Bytes encodeHashPayload(const HashPayload &hash);

// SAs that the sender has deleted: those that the peer sends into, by the sender's SPIs; or the ISAKMP SA by both its
// cookies. RFC 2408, 3.15; RFC 2407 says nothing more.
struct IsakmpDelete
{
    std::uint32_t doi = kDoiIpsec;
    DeletePayload sas;

    static IsakmpDelete ofIsakmpSa(IkeSpi initiator, IkeSpi responder);
    static IsakmpDelete ofChildren(ProtocolId protocol, std::span<const std::uint32_t> spis);

    // True where it names this ISAKMP SA.
    bool names(IkeSpi initiator, IkeSpi responder) const;

    friend bool operator==(const IsakmpDelete &, const IsakmpDelete &) = default;
};
Result<IsakmpDelete> decodeIsakmpDelete(ByteView body); // fails as decodeDeletePayload() does
Bytes encodeIsakmpDelete(const IsakmpDelete &payload);

// NAT-D: the hash of cookies, address and port, with the negotiated hash. RFC 3947, 3.2.
struct NatDetectionHash
{
    Bytes hash;

    friend bool operator==(const NatDetectionHash &, const NatDetectionHash &) = default;
};
Result<NatDetectionHash> decodeNatDetectionHash(ByteView body); // Malformed where it is empty
Bytes encodeNatDetectionHash(const NatDetectionHash &natDetection);

// NAT-OA: an address as it is before the NAT; transport mode needs it. RFC 3947, 5.2.
struct NatOriginalAddress
{
    IpAddress address;

    friend bool operator==(const NatOriginalAddress &, const NatOriginalAddress &) = default;
};
// Malformed for another type than an address, one of another size, and for reserved octets that are not zero.
Result<NatOriginalAddress> decodeNatOriginalAddress(ByteView body);
Bytes encodeNatOriginalAddress(const NatOriginalAddress &original);

// A piece of a whole message, header included, that is too long for one packet. It stands alone in a message that is
// not encrypted itself, with the cookies of the whole. No RFC has it; Cisco, Microsoft, strongSwan and libreswan do,
// and say so by a vendor id.
struct IsakmpFragment
{
    static constexpr std::uint8_t kLastFlag = 1;

    std::uint16_t id = 0; // of the whole message
    std::uint8_t number = 1; // counts from 1
    std::uint8_t flags = 0;
    Bytes data;

    bool isLast() const { return (flags & kLastFlag) != 0; }

    friend bool operator==(const IsakmpFragment &, const IsakmpFragment &) = default;
};
Result<IsakmpFragment> decodeIsakmpFragment(ByteView body); // Malformed for number 0 and where there is no data
Bytes encodeIsakmpFragment(const IsakmpFragment &fragment);

// Both cookies in a row, as SPIs of 16 octets name an ISAKMP SA. RFC 2407, 4.6.3.
inline constexpr std::size_t kIsakmpSpiSize = 16;
Bytes isakmpSpi(IkeSpi initiator, IkeSpi responder);

} // namespace tw::wire
