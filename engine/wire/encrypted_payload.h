#pragma once

#include "engine/wire/ike_header.h"

#include <optional>

// Where the parts of an encrypted message lie; no keys here. RFC 7296, 3.14 (SK); RFC 7383, 2.5 (SKF).
//
//   | IKE header | ... | generic header | [fragment number, total] | IV | ciphertext | ICV |
//   |<------------- associated data of an AEAD ------------------->|
//   |<------------------------ input of a MAC -------------------------------->|
namespace tw::wire {

struct Fragment
{
    std::uint16_t number = 1; // 1 to total
    std::uint16_t total = 1;

    bool isPossible() const { return number != 0 && number <= total; } // RFC 7383, 2.6

    friend bool operator==(const Fragment &, const Fragment &) = default;
};

// The body of an SK or SKF payload, still closed.
struct EncryptedPayload
{
    PayloadType firstInner = PayloadType::None; // in SKF it counts in the first fragment only
    std::optional<Fragment> fragment; // present in SKF
    Bytes content; // IV, ciphertext, ICV

    friend bool operator==(const EncryptedPayload &, const EncryptedPayload &) = default;
};

// Offsets from the start of the message.
struct EncryptedLayout
{
    PayloadType firstInner = PayloadType::None;
    std::optional<Fragment> fragment; // present in SKF
    std::size_t payloadOffset = kIkeHeaderSize; // of the generic header
    std::size_t ivOffset = 0;
    std::size_t ivSize = 0;
    std::size_t ciphertextSize = 0;
    std::size_t icvSize = 0;

    std::size_t associatedDataSize() const { return ivOffset; }
    std::size_t ciphertextOffset() const { return ivOffset + ivSize; }
    std::size_t icvOffset() const { return ciphertextOffset() + ciphertextSize; }
    std::size_t messageSize() const { return icvOffset() + icvSize; }

    ByteView associatedData(ByteView message) const { return message.first(associatedDataSize()); }
    ByteView authenticated(ByteView message) const { return message.first(icvOffset()); }
    ByteView iv(ByteView message) const { return message.subspan(ivOffset, ivSize); }
    ByteView ciphertext(ByteView message) const { return message.subspan(ciphertextOffset(), ciphertextSize); }
    ByteView icv(ByteView message) const { return message.subspan(icvOffset(), icvSize); }
    MutableByteView mutableIv(MutableByteView message) const { return message.subspan(ivOffset, ivSize); }
    MutableByteView mutableCiphertext(MutableByteView message) const
    {
        return message.subspan(ciphertextOffset(), ciphertextSize);
    }
    MutableByteView mutableIcv(MutableByteView message) const { return message.subspan(icvOffset(), icvSize); }

    friend bool operator==(const EncryptedLayout &, const EncryptedLayout &) = default;
};

// Finds the SK or SKF payload of a whole message, which must be its last. Malformed where there is none, where octets
// follow it, and for fragment 0, of 0, or beyond its total; Truncated where IV and ICV do not fit. The views of the
// layout are valid for this very message.
Result<EncryptedLayout> locateEncrypted(ByteView message, std::size_t ivSize, std::size_t icvSize);

// Which fragment a message is, without its keys; nothing: it holds an SK payload, thus it is whole. Fails like
// locateEncrypted().
Result<std::optional<Fragment>> fragmentOf(ByteView message);

// A message whose header, generic header and fragment fields are written, and whose IV, ciphertext and ICV are zeros
// for the caller to fill in. `header.nextPayload` and `header.length` are computed. InvalidArgument where it would be
// longer than a message can be, and for an impossible fragment.
struct EncryptedMessage
{
    Bytes message;
    EncryptedLayout layout;
};
Result<EncryptedMessage> layOutEncrypted(const IkeHeader &header, PayloadType firstInner,
                                         std::optional<Fragment> fragment, std::size_t ivSize,
                                         std::size_t ciphertextSize, std::size_t icvSize);

// The payload body alone, for whoever looks at a message without the keys.
Result<EncryptedPayload> decodeEncryptedPayload(PayloadType type, PayloadType next, ByteView body);
Bytes encodeEncryptedPayload(const EncryptedPayload &payload);

} // namespace tw::wire
