#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/wire/payload_type.h"

#include <span>
#include <vector>

// The chain of payloads behind the header, or inside an encrypted payload: each begins with a generic header of next
// payload, critical bit and length. The same in both versions but for the bit. RFC 7296, 3.2; RFC 2408, 3.2.
namespace tw::wire {

inline constexpr std::size_t kPayloadHeaderSize = 4;

// No honest message comes near: IKE_AUTH with every extension has some 20, and main mode lists some 20 vendor ids.
inline constexpr std::size_t kMaxPayloads = 64;

// One payload where it lies: the body is a view into the bytes that were decoded.
struct PayloadView
{
    PayloadType type = PayloadType::None;
    bool critical = false;
    std::uint8_t reserved = 0; // the octet's other seven bits: IKEv2 ignores them, in IKEv1 all eight are zero
    PayloadType next = PayloadType::None; // in SK and SKF: the first payload inside
    std::size_t offset = 0; // of the generic header from the start of the chain
    ByteView body; // behind the generic header
};

struct PayloadChain
{
    std::vector<PayloadView> payloads;
    ByteView trailing; // behind the last payload: IKEv1's padding, and in IKEv2 a malformed message
};

// Walks `chain`, whose first payload has the type `first`. SK and SKF end a chain, since their next-payload field
// belongs to what they hold (RFC 7296, 3.14). Truncated where a length points outside, Malformed below 4 octets and
// beyond kMaxPayloads.
Result<PayloadChain> decodePayloadChain(PayloadType first, ByteView chain);

// One payload to write: the body without its generic header.
struct PayloadBytes
{
    PayloadType type = PayloadType::None;
    bool critical = false;
    Bytes body;
    PayloadType firstInner = PayloadType::None; // SK and SKF only, which must come last

    friend bool operator==(const PayloadBytes &, const PayloadBytes &) = default;
};

// The chain that starts with payloads[0]. InvalidArgument for a body that does not fit a payload (65531 octets), for
// more than kMaxPayloads, for a type of None, and for an SK or SKF that is not the last.
Result<Bytes> encodePayloadChain(std::span<const PayloadBytes> payloads);

} // namespace tw::wire
