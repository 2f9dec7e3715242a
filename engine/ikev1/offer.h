#pragma once

#include "engine/base/result.h"
#include "engine/crypto/child_sa.h"
#include "engine/ikev1/attribute_ids.h"

#include <span>

// Whole SA payloads of either phase: what we offer, and how to walk and answer what a peer offers.
namespace tw::ikev1 {

// One proposal with a transform for each of `proposals` that can be said, in their order. InvalidArgument where none
// can, or more than 255.
Result<wire::SaPayloadV1> buildIkeOffer(std::span<const api::IkeProposal> proposals, std::chrono::seconds lifetime);

// The same for ESP, with our SPI. A message has one KE payload, so all transforms have the same group (RFC 2409, 5.5):
// those with another than the first one that can be said are left out.
Result<wire::SaPayloadV1> buildEspOffer(std::span<const api::EspProposal> proposals, std::chrono::seconds lifetime,
                                        Encapsulation encapsulation, crypto::EspSpi spi);

// The proposals of `protocol` that stand for themselves: proposals of the same number must be taken together (RFC 2408,
// 4.2), and we never take two, so they are left out. Valid as long as the payload is unchanged.
std::vector<const wire::ProposalV1 *> separateProposals(const wire::SaPayloadV1 &offer, wire::ProtocolId protocol);

// The answer that takes one transform of one proposal, as the peer wrote them (RFC 2408, 4.2). `spi` is ours; in phase 1
// it is empty.
wire::SaPayloadV1 buildAnswer(const wire::ProposalV1 &proposal, const wire::TransformV1 &transform, ByteView spi);

// The only transform of the only proposal, as an answer must have it; else nullptr. Valid as long as the payload is
// unchanged.
const wire::TransformV1 *onlyTransform(const wire::SaPayloadV1 &answer, wire::ProtocolId protocol);

// The SPI of an ESP proposal; nothing for another size than four octets, and for those up to 255, which are reserved
// (RFC 4303, 2.1).
std::optional<crypto::EspSpi> espSpiOf(const wire::ProposalV1 &proposal);

// For the log, separated by ", ".
std::string ikeOfferText(const wire::SaPayloadV1 &offer);
std::string espOfferText(const wire::SaPayloadV1 &offer);

} // namespace tw::ikev1
