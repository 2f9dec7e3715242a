#pragma once

#include "engine/wire/data_attribute.h"
#include "engine/wire/protocol_id.h"

// What IKEv1 offers and chooses: proposals, each a list of transforms of which one may be chosen, in order of
// preference. Unlike in IKEv2 a transform is a whole suite, whose parts are its attributes. RFC 2408, 3.4 to 3.6; the
// domain of interpretation is IPsec's and the situation SIT_IDENTITY_ONLY, RFC 2407, 4.6.1.
namespace tw::wire {

struct TransformV1
{
    std::uint8_t number = 1; // the answer repeats the chosen one's
    std::uint8_t id = 0; // KEY_IKE in phase 1, the cipher in phase 2
    std::vector<DataAttribute> attributes; // in their order: a life duration belongs to the type before it

    friend bool operator==(const TransformV1 &, const TransformV1 &) = default;
};

// Proposals with the same number belong together: AH and ESP, say.
struct ProposalV1
{
    std::uint8_t number = 1; // the answer repeats the chosen one's
    ProtocolId protocol = ProtocolId::None;
    Bytes spi; // empty or anything up to 16 octets in phase 1, where it means nothing; 4 for ESP. Any size is kept.
    std::vector<TransformV1> transforms;

    friend bool operator==(const ProposalV1 &, const ProposalV1 &) = default;
};

struct SaPayloadV1
{
    std::vector<ProposalV1> proposals;

    friend bool operator==(const SaPayloadV1 &, const SaPayloadV1 &) = default;
};

// Strict about what describes itself twice, and about reserved octets: encodeSaPayloadV1() gives exactly the octets
// that were received, which HASH_I and HASH_R cover (SAi_b in RFC 2409, 5). Malformed for another domain or situation,
// and for a proposal without transforms; an SA without proposals is Truncated.
Result<SaPayloadV1> decodeSaPayloadV1(ByteView body);

// Empty where something does not fit (an SPI above 255 octets, more than 255 transforms), and where there is no
// proposal, or one without transforms.
Bytes encodeSaPayloadV1(const SaPayloadV1 &sa);

} // namespace tw::wire
