#pragma once

#include "engine/api/status.h"
#include "engine/ike/transform_ids.h"

#include <expected>
#include <string>
#include <vector>

// A peer's offer against what is configured: a choice, or exactly what kept the two apart.
namespace tw::ike {

template <typename Suite>
struct ProposalChoice
{
    Suite suite;
    wire::Proposal answer; // the chosen proposal as it goes back: the offer's number, one transform of each type
    Bytes peerSpi; // of the offered proposal; empty in IKE_SA_INIT
};

// Everything that an admin needs to see to mend it.
struct ProposalRefusal
{
    std::string offered;
    std::string configured;
    std::string differs; // "encryption", "integrity", "prf", "group", "esn"; comma list; of the closest pair
    api::FailureCode failure = api::FailureCode::ProposalMismatch;
};

template <typename Suite>
using ProposalVerdict = std::expected<ProposalChoice<Suite>, ProposalRefusal>;

// As responder: our order of preference decides, as charon's does. A proposal with a transform of a type that we do
// not know cannot be chosen (RFC 7296, 3.3.6). `answerSpi` is our SPI for the answer.
ProposalVerdict<api::IkeProposal> choose(const std::vector<api::IkeProposal> &configured, const wire::SaPayload &offer);
// The same for a rekeyed IKE SA, whose proposals carry SPIs (RFC 7296, 1.3.2).
ProposalVerdict<api::IkeProposal> chooseRekeyed(const std::vector<api::IkeProposal> &configured,
                                                const wire::SaPayload &offer, ByteView answerSpi);
// The child of IKE_AUTH has no key exchange of its own: groups are neither asked for nor counted as a difference.
ProposalVerdict<api::EspProposal> chooseFirstChild(const std::vector<api::EspProposal> &configured,
                                                   const wire::SaPayload &offer, ByteView answerSpi);
// The child of a CREATE_CHILD_SA exchange: where nothing but the group differs, it is PfsMismatch.
ProposalVerdict<api::EspProposal> chooseChild(const std::vector<api::EspProposal> &configured,
                                              const wire::SaPayload &offer, ByteView answerSpi);

// As initiator: the answer must be one proposal that we really offered, with one transform of each type
// (RFC 7296, 2.7). Nothing for anything else.
std::optional<ProposalChoice<api::IkeProposal>> verifyAnswer(const std::vector<api::IkeProposal> &offered,
                                                             const wire::SaPayload &answer);
std::optional<ProposalChoice<api::IkeProposal>> verifyRekeyedAnswer(const std::vector<api::IkeProposal> &offered,
                                                                    const wire::SaPayload &answer);
std::optional<ProposalChoice<api::EspProposal>> verifyFirstChildAnswer(const std::vector<api::EspProposal> &offered,
                                                                       const wire::SaPayload &answer);
std::optional<ProposalChoice<api::EspProposal>> verifyChildAnswer(const std::vector<api::EspProposal> &offered,
                                                                  const wire::SaPayload &answer);

std::string toString(const std::vector<api::IkeProposal> &proposals); // separated by ", "
std::string toString(const std::vector<api::EspProposal> &proposals);

} // namespace tw::ike
