#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/wire/payload_type.h"

#include <string>

// The fixed header of 28 octets, which both versions share. RFC 7296, 3.1; RFC 2408, 3.1.
namespace tw::wire {

using IkeSpi = Strong<std::uint64_t, struct IkeSpiTag>; // IKEv1 calls it a cookie; host byte order, 0 for none
using MessageId = Strong<std::uint32_t, struct MessageIdTag>;

// An open enum: values without a name survive a round trip.
enum class ExchangeType : std::uint8_t {
    IdentityProtection = 2, // IKEv1 from here on: main mode
    Aggressive = 4,
    InformationalV1 = 5,
    QuickMode = 32,
    IkeSaInit = 34, // IKEv2 from here on
    IkeAuth = 35,
    CreateChildSa = 36,
    Informational = 37,
};

inline constexpr std::size_t kIkeHeaderSize = 28;

// An IKE message comes in one UDP datagram, so it cannot be longer (65535 - IP - UDP, without the options).
inline constexpr std::size_t kMaxIkeMessageSize = 65507;

// IKEv2 flags.
inline constexpr std::uint8_t kFlagInitiator = 0x08; // the sender is the original initiator of the IKE SA
inline constexpr std::uint8_t kFlagVersion = 0x10; // the sender speaks a higher major version, too
inline constexpr std::uint8_t kFlagResponse = 0x20;
// IKEv1 flags.
inline constexpr std::uint8_t kFlagEncryption = 0x01;
inline constexpr std::uint8_t kFlagCommit = 0x02;
inline constexpr std::uint8_t kFlagAuthOnly = 0x04;

struct IkeHeader
{
    IkeSpi initiatorSpi;
    IkeSpi responderSpi;
    PayloadType nextPayload = PayloadType::None;
    std::uint8_t majorVersion = 2; // four bits each
    std::uint8_t minorVersion = 0;
    ExchangeType exchange{};
    std::uint8_t flags = 0; // all eight bits are kept
    MessageId messageId;
    std::uint32_t length = kIkeHeaderSize; // of the whole message, header included

    bool fromInitiator() const { return (flags & kFlagInitiator) != 0; }
    bool isResponse() const { return (flags & kFlagResponse) != 0; }

    friend bool operator==(const IkeHeader &, const IkeHeader &) = default;
};

// The header of a whole message. Version, exchange and SPIs are left to the caller to judge; the length field must be
// exactly that of `message`: one that is shorter than it says is Truncated, one that is longer is Malformed.
Result<IkeHeader> decodeIkeHeader(ByteView message);

// The 28 octets as they are in `header`, its length and next payload included.
Bytes encodeIkeHeader(const IkeHeader &header);

// "IKE_SA_INIT", "QUICK_MODE"; "EXCHANGE_99" for a value without a name.
std::string exchangeTypeName(ExchangeType exchange);

} // namespace tw::wire
