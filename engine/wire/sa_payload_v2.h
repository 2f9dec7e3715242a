#pragma once

#include "engine/wire/data_attribute.h"
#include "engine/wire/protocol_id.h"

#include <optional>

// What IKEv2 offers and chooses: proposals, each a set of transforms. RFC 7296, 3.3.
namespace tw::wire {

inline constexpr std::uint16_t kAttributeKeyLength = 14; // in bits

// An open enum: values without a name survive a round trip.
enum class TransformType : std::uint8_t { Encryption = 1, Prf = 2, Integrity = 3, DhGroup = 4, Esn = 5 };

struct Transform
{
    TransformType type{};
    std::uint16_t id = 0; // IANA "IKEv2 Transform Type N Values"
    std::vector<DataAttribute> attributes;

    // In bits; nothing where the attribute is absent. The first one counts.
    std::optional<std::uint16_t> keyLength() const;
    // True for an attribute other than the key length: such a transform must not be chosen (RFC 7296, 3.3.6).
    bool hasUnknownAttribute() const;

    friend bool operator==(const Transform &, const Transform &) = default;
};

// A transform with a key length where `keyBits` is given.
Transform makeTransform(TransformType type, std::uint16_t id, std::optional<std::uint16_t> keyBits = std::nullopt);

struct Proposal
{
    std::uint8_t number = 1; // an offer counts from 1, the answer repeats the chosen one's
    ProtocolId protocol = ProtocolId::None;
    Bytes spi; // empty in IKE_SA_INIT, 8 octets when an IKE SA is rekeyed, 4 for ESP and AH; any size is kept
    std::vector<Transform> transforms;

    friend bool operator==(const Proposal &, const Proposal &) = default;
};

struct SaPayload
{
    std::vector<Proposal> proposals;

    friend bool operator==(const SaPayload &, const SaPayload &) = default;
};

// Strict about what describes itself twice: the last-substructure octets, the number of transforms and every length
// must agree with what is there. An empty body is Truncated: an SA has at least one proposal.
Result<SaPayload> decodeSaPayload(ByteView body);

// Empty where something does not fit (an SPI above 255 octets, more than 255 transforms), or no proposal is there.
Bytes encodeSaPayload(const SaPayload &sa);

} // namespace tw::wire
