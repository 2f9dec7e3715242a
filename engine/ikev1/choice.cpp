#include "engine/ikev1/choice.h"

#include "engine/crypto/algorithms.h"

#include <algorithm>

namespace tw::ikev1 {

namespace {

struct Differences
{
    bool encryption = false;
    bool hash = false;
    bool group = false;
    bool other = false; // what the console has no word for: the method, unknown attributes
    bool transport = false; // transport mode

    int count() const { return encryption + hash + group + other + transport; }

    std::string text(bool isPhase1) const
    {
        std::string text;
        const auto add = [&](bool differs, std::string_view name) {
            if (differs)
                text += (text.empty() ? "" : ", ") + std::string(name);
        };
        add(encryption, "encryption");
        add(hash, isPhase1 ? "integrity, prf" : "integrity"); // phase 1 has one hash for both
        add(group, "group");
        return text;
    }

    api::FailureCode failure(bool isPhase1) const
    {
        if (transport && count() == 1)
            return api::FailureCode::EncapsulationModeMismatch;
        if (encryption + hash + group == 0)
            return api::FailureCode::ProposalMismatch;
        if (encryption + hash + group > 1)
            return api::FailureCode::AlgorithmMismatch;
        if (hash)
            return api::FailureCode::AuthenticationAlgorithmMismatch;
        if (encryption)
            return api::FailureCode::EncryptionAlgorithmMismatch;
        return isPhase1 ? api::FailureCode::DhGroupMismatch : api::FailureCode::PfsMismatch;
    }
};

// One side of the two phases each: how to read a transform, and how it differs from what is wanted.
struct Phase1Rules
{
    static constexpr bool kIsPhase1 = true;
    static constexpr wire::ProtocolId kProtocol = wire::ProtocolId::Ike;

    static IkeTransform read(const wire::TransformV1 &transform) { return readIkeTransform(transform); }
    static Differences compare(const api::IkeProposal &wanted, const IkeTransform &offered)
    {
        return {offered.encryption != wanted.encryption, offered.hash != wanted.prf, offered.group != wanted.group,
                offered.method != AuthMethod::PreSharedKey || !offered.isUnderstood, false};
    }
    static std::string offerText(const wire::SaPayloadV1 &offer) { return ikeOfferText(offer); }
};

struct Phase2Rules
{
    static constexpr bool kIsPhase1 = false;
    static constexpr wire::ProtocolId kProtocol = wire::ProtocolId::Esp;

    static EspTransform read(const wire::TransformV1 &transform) { return readEspTransform(transform); }
    static Differences compare(const api::EspProposal &wanted, const EspTransform &offered)
    {
        const bool isTransport = offered.encapsulation && !isTunnel(*offered.encapsulation);
        return {offered.encryption != wanted.encryption, offered.integrity != wanted.integrity,
                offered.group != wanted.pfs, !offered.isUnderstood, isTransport};
    }
    static std::string offerText(const wire::SaPayloadV1 &offer) { return espOfferText(offer); }
};

template <typename Rules, typename Suite>
std::expected<Choice<Suite>, ike::ProposalRefusal> choose(std::span<const Suite> configured,
                                                          const wire::SaPayloadV1 &offer)
{
    std::optional<Differences> closest;
    for (const Suite &suite : configured) {
        for (const wire::ProposalV1 *proposal : separateProposals(offer, Rules::kProtocol)) {
            for (const wire::TransformV1 &transform : proposal->transforms) {
                const auto read = Rules::read(transform);
                const Differences differences = Rules::compare(suite, read);
                if (differences.count() == 0)
                    return Choice<Suite>{suite, read.lifetimes, proposal, &transform};
                if (!closest || differences.count() < closest->count())
                    closest = differences;
            }
        }
    }
    ike::ProposalRefusal refusal{Rules::offerText(offer),
                                 ike::toString(std::vector<Suite>(configured.begin(), configured.end())),
                                 {},
                                 api::FailureCode::ProposalMismatch};
    if (closest) {
        refusal.differs = closest->text(Rules::kIsPhase1);
        refusal.failure = closest->failure(Rules::kIsPhase1);
    } else if (std::ranges::find(offer.proposals, wire::ProtocolId::Ah, &wire::ProposalV1::protocol)
               != offer.proposals.end()) {
        refusal.failure = api::FailureCode::SecurityProtocolMismatch;
    }
    return std::unexpected(std::move(refusal));
}

template <typename Suite>
std::vector<Suite> usable(const std::vector<Suite> &configured)
{
    std::vector<Suite> usable;
    std::ranges::copy_if(configured, std::back_inserter(usable),
                         [](const Suite &suite) { return canBeSaid(suite) && crypto::isAvailable(suite); });
    return usable;
}

} // namespace

std::expected<Choice<api::IkeProposal>, ike::ProposalRefusal> chooseIke(std::span<const api::IkeProposal> configured,
                                                                        const wire::SaPayloadV1 &offer)
{
    return choose<Phase1Rules>(configured, offer);
}

std::expected<Choice<api::EspProposal>, ike::ProposalRefusal> chooseEsp(std::span<const api::EspProposal> configured,
                                                                        const wire::SaPayloadV1 &offer)
{
    return choose<Phase2Rules>(configured, offer);
}

std::vector<api::IkeProposal> usableIke(const api::ConnectionConfig &config) { return usable(config.ike.proposals); }
std::vector<api::EspProposal> usableEsp(const api::ConnectionConfig &config) { return usable(config.child.proposals); }

} // namespace tw::ikev1
