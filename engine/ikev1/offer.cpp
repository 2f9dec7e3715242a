#include "engine/ikev1/offer.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <utility>

namespace tw::ikev1 {

namespace {

constexpr std::size_t kMaxTransforms = 255; // they are numbered by one octet
constexpr std::uint32_t kLastReservedSpi = 255;

std::uint8_t nextNumber(const wire::ProposalV1 &proposal)
{
    return static_cast<std::uint8_t>(proposal.transforms.size() + 1);
}

Result<wire::SaPayloadV1> asOffer(wire::ProposalV1 proposal)
{
    if (proposal.transforms.empty() || proposal.transforms.size() > kMaxTransforms)
        return fail(Fault::InvalidArgument, "SA offer");
    return wire::SaPayloadV1{{std::move(proposal)}};
}

std::string offerText(const wire::SaPayloadV1 &offer, std::string (*textOf)(const wire::TransformV1 &))
{
    std::string text;
    for (const wire::ProposalV1 &proposal : offer.proposals) {
        for (const wire::TransformV1 &transform : proposal.transforms) {
            if (!text.empty())
                text += ", ";
            text += textOf(transform);
        }
    }
    return text;
}

} // namespace

Result<wire::SaPayloadV1> buildIkeOffer(std::span<const api::IkeProposal> proposals, std::chrono::seconds lifetime)
{
    wire::ProposalV1 offer{1, wire::ProtocolId::Ike, {}, {}};
    for (const api::IkeProposal &proposal : proposals) {
        if (canBeSaid(proposal))
            offer.transforms.push_back(toTransform(proposal, nextNumber(offer), lifetime));
    }
    return asOffer(std::move(offer));
}

Result<wire::SaPayloadV1> buildEspOffer(std::span<const api::EspProposal> proposals, std::chrono::seconds lifetime,
                                        Encapsulation encapsulation, crypto::EspSpi spi)
{
    wire::ByteWriter spiBytes;
    spiBytes.u32(spi.value());
    wire::ProposalV1 offer{1, wire::ProtocolId::Esp, std::move(spiBytes).finish(), {}};
    std::optional<api::DhGroup> group;
    for (const api::EspProposal &proposal : proposals) {
        if (!canBeSaid(proposal) || proposal.pfs != group.value_or(proposal.pfs))
            continue;
        group = proposal.pfs;
        offer.transforms.push_back(toTransform(proposal, nextNumber(offer), lifetime, encapsulation));
    }
    return asOffer(std::move(offer));
}

std::vector<const wire::ProposalV1 *> separateProposals(const wire::SaPayloadV1 &offer, wire::ProtocolId protocol)
{
    std::vector<const wire::ProposalV1 *> separate;
    for (const wire::ProposalV1 &proposal : offer.proposals) {
        const bool isAlone = std::ranges::count(offer.proposals, proposal.number, &wire::ProposalV1::number) == 1;
        if (isAlone && proposal.protocol == protocol)
            separate.push_back(&proposal);
    }
    return separate;
}

wire::SaPayloadV1 buildAnswer(const wire::ProposalV1 &proposal, const wire::TransformV1 &transform, ByteView spi)
{
    return {{{proposal.number, proposal.protocol, toBytes(spi), {transform}}}};
}

const wire::TransformV1 *onlyTransform(const wire::SaPayloadV1 &answer, wire::ProtocolId protocol)
{
    if (answer.proposals.size() != 1)
        return nullptr;
    const wire::ProposalV1 &proposal = answer.proposals.front();
    return proposal.protocol == protocol && proposal.transforms.size() == 1 ? &proposal.transforms.front() : nullptr;
}

std::optional<crypto::EspSpi> espSpiOf(const wire::ProposalV1 &proposal)
{
    if (proposal.spi.size() != sizeof(std::uint32_t))
        return std::nullopt;
    const auto spi = wire::loadBig<std::uint32_t>(proposal.spi.data());
    return spi > kLastReservedSpi ? std::optional(crypto::EspSpi{spi}) : std::nullopt;
}

std::string ikeOfferText(const wire::SaPayloadV1 &offer) { return offerText(offer, ikeTransformText); }
std::string espOfferText(const wire::SaPayloadV1 &offer) { return offerText(offer, espTransformText); }

} // namespace tw::ikev1
