#include "engine/ike/proposal_choice.h"

#include <algorithm>
#include <optional>
#include <set>

namespace tw::ike {

namespace {

using wire::TransformType;

constexpr std::size_t kSpiSizeEsp = 4;
constexpr std::size_t kSpiSizeIke = 8;

// What an offer is measured by: which proposals to look at, and which transforms may be missing or are overlooked.
struct Rules
{
    wire::ProtocolId protocol;
    std::size_t spiSize;
    bool ignoreGroups;
};
constexpr Rules kIkeRules{wire::ProtocolId::Ike, 0, false};
constexpr Rules kRekeyedIkeRules{wire::ProtocolId::Ike, kSpiSizeIke, false};
constexpr Rules kFirstChildRules{wire::ProtocolId::Esp, kSpiSizeEsp, true};
constexpr Rules kChildRules{wire::ProtocolId::Esp, kSpiSizeEsp, false};

bool isKnownType(TransformType type) { return type >= TransformType::Encryption && type <= TransformType::Esn; }

// NONE means the same as leaving the type out (RFC 7296, 3.3.2), and so does "no ESN" for the peers that forget it.
bool isNothing(const wire::Transform &transform)
{
    const bool canBeNone = transform.type == TransformType::Integrity || transform.type == TransformType::DhGroup
        || transform.type == TransformType::Esn;
    return canBeNone && transform.id == 0;
}

const wire::Transform *findSame(const wire::Proposal &in, const wire::Transform &wanted)
{
    const auto found = std::ranges::find_if(in.transforms, [&](const auto &one) { return isSame(one, wanted); });
    return found == in.transforms.end() ? nullptr : &*found;
}

bool offersType(const wire::Proposal &in, TransformType type)
{
    return std::ranges::any_of(in.transforms, [&](const auto &one) { return one.type == type; });
}

struct Comparison
{
    std::vector<wire::Transform> common; // as the peer wrote them
    std::set<TransformType> differs;
    bool hasUnknownType = false;

    bool isMatch() const { return differs.empty() && !hasUnknownType; }
    std::size_t distance() const { return differs.size() + (hasUnknownType ? 1 : 0); }
};

Comparison compare(const wire::Proposal &wanted, const wire::Proposal &offered, const Rules &rules)
{
    Comparison result;
    for (const wire::Transform &transform : wanted.transforms) {
        if (const wire::Transform *same = findSame(offered, transform))
            result.common.push_back(*same);
        else if (!isNothing(transform) || offersType(offered, transform.type))
            result.differs.insert(transform.type);
    }
    // What the peer insists on and we do not want: an integrity algorithm beside an AEAD cipher, say.
    for (const wire::Transform &transform : offered.transforms) {
        if (!isKnownType(transform.type)) {
            result.hasUnknownType = true;
            continue;
        }
        if (offersType(wanted, transform.type) || (rules.ignoreGroups && transform.type == TransformType::DhGroup))
            continue;
        const wire::Transform none{transform.type, 0, {}};
        if (const wire::Transform *same = findSame(offered, none); same && isNothing(*same)) {
            if (std::ranges::find(result.common, *same) == result.common.end())
                result.common.push_back(*same);
        } else {
            result.differs.insert(transform.type);
        }
    }
    return result;
}

bool isCandidate(const wire::Proposal &offered, const Rules &rules)
{
    return offered.protocol == rules.protocol && offered.spi.size() == rules.spiSize;
}

std::string differsText(const std::set<TransformType> &types)
{
    std::string text;
    const auto add = [&](TransformType type, std::string_view name) {
        if (!types.contains(type))
            return;
        if (!text.empty())
            text += ", ";
        text += name;
    };
    add(TransformType::Encryption, "encryption");
    add(TransformType::Integrity, "integrity");
    add(TransformType::Prf, "prf");
    add(TransformType::DhGroup, "group");
    add(TransformType::Esn, "esn");
    return text;
}

// The console has one choice of hash for integrity and PRF, so those two together are one difference to its user.
api::FailureCode failureOf(const std::set<TransformType> &types)
{
    const bool hash = types.contains(TransformType::Integrity) || types.contains(TransformType::Prf);
    const bool encryption = types.contains(TransformType::Encryption);
    const bool group = types.contains(TransformType::DhGroup);
    if (types.contains(TransformType::Esn) && !hash && !encryption && !group)
        return api::FailureCode::ProposalMismatch;
    if (hash + encryption + group != 1)
        return types.empty() ? api::FailureCode::ProposalMismatch : api::FailureCode::AlgorithmMismatch;
    if (hash)
        return api::FailureCode::AuthenticationAlgorithmMismatch;
    return encryption ? api::FailureCode::EncryptionAlgorithmMismatch : api::FailureCode::DhGroupMismatch;
}

wire::Proposal wanted(const api::IkeProposal &suite, const Rules &) { return toWire(suite, 1); }
wire::Proposal wanted(const api::EspProposal &suite, const Rules &rules)
{
    return toWire(suite, 1, {}, !rules.ignoreGroups);
}

template <typename Suite>
ProposalVerdict<Suite> chooseBy(const Rules &rules, const std::vector<Suite> &configured, const wire::SaPayload &offer,
                                ByteView answerSpi)
{
    std::optional<Comparison> closest;
    for (const Suite &suite : configured) {
        for (const wire::Proposal &offered : offer.proposals) {
            if (!isCandidate(offered, rules))
                continue;
            Comparison result = compare(wanted(suite, rules), offered, rules);
            if (result.isMatch()) {
                wire::Proposal answer{offered.number, offered.protocol, toBytes(answerSpi), std::move(result.common)};
                return ProposalChoice<Suite>{suite, std::move(answer), offered.spi};
            }
            if (!closest || result.distance() < closest->distance())
                closest = std::move(result);
        }
    }
    ProposalRefusal refusal{toString(offer), toString(configured), {}, api::FailureCode::ProposalMismatch};
    if (closest) {
        refusal.differs = differsText(closest->differs);
        refusal.failure = failureOf(closest->differs);
        if (rules.protocol == wire::ProtocolId::Esp && refusal.failure == api::FailureCode::DhGroupMismatch)
            refusal.failure = api::FailureCode::PfsMismatch;
    } else if (std::ranges::find(offer.proposals, wire::ProtocolId::Ah, &wire::Proposal::protocol)
               != offer.proposals.end()) {
        refusal.failure = api::FailureCode::SecurityProtocolMismatch;
    }
    return std::unexpected(std::move(refusal));
}

bool hasOneOfEachType(const wire::Proposal &proposal)
{
    std::set<TransformType> seen;
    return std::ranges::all_of(proposal.transforms, [&](const auto &one) { return seen.insert(one.type).second; });
}

template <typename Suite>
std::optional<ProposalChoice<Suite>> verifyBy(const Rules &rules, const std::vector<Suite> &offered,
                                              const wire::SaPayload &answer)
{
    if (answer.proposals.size() != 1 || !hasOneOfEachType(answer.proposals.front()))
        return std::nullopt;
    const wire::Proposal &chosen = answer.proposals.front();
    // The number says which of ours it is; a suite that another of our proposals holds would not be an answer to it.
    if (chosen.number == 0 || chosen.number > offered.size())
        return std::nullopt;
    const Suite &suite = offered[chosen.number - 1u];
    if (!isCandidate(chosen, rules)
        || !compare(wanted(suite, rules), chosen, Rules{rules.protocol, rules.spiSize, false}).isMatch())
        return std::nullopt;
    return ProposalChoice<Suite>{suite, chosen, chosen.spi};
}

template <typename Suite>
std::string listText(const std::vector<Suite> &suites)
{
    std::string text;
    for (const Suite &suite : suites) {
        if (!text.empty())
            text += ", ";
        text += api::toString(suite);
    }
    return text;
}

} // namespace

ProposalVerdict<api::IkeProposal> choose(const std::vector<api::IkeProposal> &configured, const wire::SaPayload &offer)
{
    return chooseBy(kIkeRules, configured, offer, {});
}

ProposalVerdict<api::IkeProposal> chooseRekeyed(const std::vector<api::IkeProposal> &configured,
                                                const wire::SaPayload &offer, ByteView answerSpi)
{
    return chooseBy(kRekeyedIkeRules, configured, offer, answerSpi);
}

ProposalVerdict<api::EspProposal> chooseChild(const std::vector<api::EspProposal> &configured,
                                              const wire::SaPayload &offer, ByteView answerSpi)
{
    return chooseBy(kChildRules, configured, offer, answerSpi);
}

ProposalVerdict<api::EspProposal> chooseFirstChild(const std::vector<api::EspProposal> &configured,
                                                   const wire::SaPayload &offer, ByteView answerSpi)
{
    return chooseBy(kFirstChildRules, configured, offer, answerSpi);
}

std::optional<ProposalChoice<api::IkeProposal>> verifyAnswer(const std::vector<api::IkeProposal> &offered,
                                                             const wire::SaPayload &answer)
{
    return verifyBy(kIkeRules, offered, answer);
}

std::optional<ProposalChoice<api::IkeProposal>> verifyRekeyedAnswer(const std::vector<api::IkeProposal> &offered,
                                                                    const wire::SaPayload &answer)
{
    return verifyBy(kRekeyedIkeRules, offered, answer);
}

std::optional<ProposalChoice<api::EspProposal>> verifyChildAnswer(const std::vector<api::EspProposal> &offered,
                                                                  const wire::SaPayload &answer)
{
    return verifyBy(kChildRules, offered, answer);
}

std::optional<ProposalChoice<api::EspProposal>> verifyFirstChildAnswer(const std::vector<api::EspProposal> &offered,
                                                                       const wire::SaPayload &answer)
{
    return verifyBy(kFirstChildRules, offered, answer);
}

std::string toString(const std::vector<api::IkeProposal> &proposals) { return listText(proposals); }
std::string toString(const std::vector<api::EspProposal> &proposals) { return listText(proposals); }

} // namespace tw::ike
