#pragma once

#include "engine/api/connection_config.h"
#include "engine/ike/proposal_choice.h"
#include "engine/ikev1/offer.h"

#include <expected>

// A peer's offer against what is configured: a choice, or exactly what kept the two apart. Our order of preference
// decides, as in IKEv2.
namespace tw::ikev1 {

template <typename Suite>
struct Choice
{
    Suite suite;
    Lifetimes lifetimes; // as the peer offers them
    const wire::ProposalV1 *proposal; // of the offer, as is the transform
    const wire::TransformV1 *transform;
};

// With a pre-shared key.
std::expected<Choice<api::IkeProposal>, ike::ProposalRefusal> chooseIke(std::span<const api::IkeProposal> configured,
                                                                        const wire::SaPayloadV1 &offer);
// A tunnel. Where nothing but the group differs, it is PfsMismatch.
std::expected<Choice<api::EspProposal>, ike::ProposalRefusal> chooseEsp(std::span<const api::EspProposal> configured,
                                                                        const wire::SaPayloadV1 &offer);

// What a connection can offer: what both the crypto library and IKEv1's registries have.
std::vector<api::IkeProposal> usableIke(const api::ConnectionConfig &config);
std::vector<api::EspProposal> usableEsp(const api::ConnectionConfig &config);

} // namespace tw::ikev1
