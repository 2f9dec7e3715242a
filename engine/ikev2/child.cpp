#include "engine/ikev2/child.h"

#include "engine/crypto/algorithms.h"
#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/exchange_parts.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

constexpr std::size_t kSpiSize = 4;
constexpr std::uint32_t kFirstFreeSpi = 256; // RFC 4303, 2.1

Bytes spiBytes(crypto::EspSpi spi)
{
    wire::ByteWriter out;
    out.u32(spi.value());
    return std::move(out).finish();
}

// Of a chosen proposal, whose SPI has four octets; nothing for the reserved ones.
std::optional<crypto::EspSpi> spiOf(ByteView bytes)
{
    if (bytes.size() != kSpiSize)
        return std::nullopt;
    const auto value = wire::loadBig<std::uint32_t>(bytes.data());
    return value < kFirstFreeSpi ? std::nullopt : std::optional(crypto::EspSpi(value));
}

struct OfferedSelectors
{
    const wire::TrafficSelectors *initiator;
    const wire::TrafficSelectors *responder;
};

std::optional<OfferedSelectors> selectorsOf(std::span<const wire::Payload> payloads)
{
    const auto *initiator = wire::findPayload<wire::TrafficSelectors>(payloads, wire::PayloadType::TsInitiator);
    const auto *responder = wire::findPayload<wire::TrafficSelectors>(payloads, wire::PayloadType::TsResponder);
    return initiator && responder ? std::optional(OfferedSelectors{initiator, responder}) : std::nullopt;
}

std::string selectorsText(const OfferedSelectors &selectors)
{
    return api::toString(selectors.initiator->selectors) + " === " + api::toString(selectors.responder->selectors);
}

void reportSelectors(const api::ConnectionConfig &config, EventDraft &&event,
                     const std::vector<api::TrafficSelector> &local, const std::vector<api::TrafficSelector> &remote,
                     Turn &turn)
{
    turn.report(config.id,
                std::move(event)
                    .with(DetailKey::LocalSelectors, api::toString(local))
                    .with(DetailKey::RemoteSelectors, api::toString(remote)));
}

wire::Payload selectorPayload(wire::PayloadType type, std::vector<api::TrafficSelector> selectors)
{
    return {type, false, wire::TrafficSelectors{std::move(selectors), 0}};
}

using EspVerdict = ike::ProposalVerdict<api::EspProposal>;

EspVerdict choose(const std::vector<api::EspProposal> &usable, const wire::SaPayload &offer, ByteView spi,
                  const ChildExchange &exchange)
{
    return exchange.hasGroups() ? ike::chooseChild(usable, offer, spi) : ike::chooseFirstChild(usable, offer, spi);
}

// A suite in the group of the key exchange that came saves a round trip, even where we would prefer another.
EspVerdict chooseInGroup(const std::vector<api::EspProposal> &usable, const wire::SaPayload &offer, ByteView spi,
                         const ChildExchange &exchange, const wire::KeyExchange *ke)
{
    if (exchange.hasGroups() && ke) {
        std::vector<api::EspProposal> inGroup;
        std::ranges::copy_if(usable, std::back_inserter(inGroup), [&](const api::EspProposal &proposal) {
            return static_cast<std::uint16_t>(proposal.pfs) == ke->group;
        });
        if (auto verdict = choose(inGroup, offer, spi, exchange))
            return verdict;
    }
    return choose(usable, offer, spi, exchange);
}

// The peer's key exchange must be in the group of the suite that was chosen (RFC 7296, 1.3).
std::optional<ChildRefusal> checkGroup(const api::ConnectionConfig &config, api::DhGroup chosen,
                                       const wire::KeyExchange *ke, const ChildExchange &exchange, Turn &turn)
{
    if (!exchange.hasGroups() || chosen == api::DhGroup::None
        || (ke && ke->group == static_cast<std::uint16_t>(chosen)))
        return std::nullopt;
    turn.report(config.id,
                childEvent(EventCode::InvalidKeyExchange, Level::Info, Direction::Out, exchange)
                    .with(DetailKey::Group, api::logName(chosen)));
    return ChildRefusal{wantedGroupPayload(chosen), FailureCode::PfsMismatch};
}

ChildRefusal refusal(wire::NotifyType notify, FailureCode failure) { return {notifyPayload(notify), failure}; }

} // namespace

EventDraft childEvent(EventCode code, Level level, Direction direction, const ChildExchange &exchange)
{
    return EventDraft(code, level, Phase::Phase2)
        .message(exchangeOf(exchange.type), exchange.id.value())
        .direction(direction);
}

std::vector<api::EspProposal> usableProposals(const api::ConnectionConfig &config, const ChildExchange &exchange)
{
    std::vector<api::EspProposal> usable;
    std::ranges::copy_if(config.child.proposals, std::back_inserter(usable), [&](api::EspProposal proposal) {
        if (!exchange.hasGroups())
            proposal.pfs = api::DhGroup::None;
        return crypto::isAvailable(proposal);
    });
    return usable;
}

ChildWish wholeOf(ike::LoadedConnectionPtr connection)
{
    const api::ChildSettings &settings = connection->config->child;
    ChildWish wish{
        .connection = nullptr, .local = settings.local, .remote = settings.remote, .isPart = false, .replaces = {}};
    wish.connection = std::move(connection);
    return wish;
}

wire::Payloads buildChildOffer(const ChildWish &wish, crypto::EspSpi inboundSpi, const ChildExchange &exchange,
                               Turn &turn)
{
    wire::SaPayload offer;
    for (const auto &proposal : usableProposals(*wish.connection->config, exchange)) {
        const auto number = static_cast<std::uint8_t>(offer.proposals.size() + 1);
        offer.proposals.push_back(ike::toWire(proposal, number, spiBytes(inboundSpi), exchange.hasGroups()));
    }
    turn.report(wish.connection->config->id,
                childEvent(EventCode::ProposalsOffered, Level::Info, Direction::Out, exchange)
                    .with(DetailKey::Offered, ike::toString(offer)));
    return {{wire::PayloadType::Sa, false, std::move(offer)},
            selectorPayload(wire::PayloadType::TsInitiator, wish.local),
            selectorPayload(wire::PayloadType::TsResponder, wish.remote)};
}

bool canCarry(const api::ConnectionConfig &config, std::span<const wire::Payload> request,
              const ChildExchange &exchange)
{
    const auto *offer = wire::findPayload<wire::SaPayload>(request, wire::PayloadType::Sa);
    const auto selectors = selectorsOf(request);
    return offer && selectors && choose(usableProposals(config, exchange), *offer, {}, exchange)
        && !api::narrow(config.child.remote, selectors->initiator->selectors).empty()
        && !api::narrow(config.child.local, selectors->responder->selectors).empty();
}

std::expected<ChildAnswer, ChildRefusal> answerChildOffer(const ike::LoadedConnectionPtr &connection,
                                                          std::span<const wire::Payload> request,
                                                          const ChildExchange &exchange, Turn &turn)
{
    const api::ConnectionConfig &config = *connection->config;
    const api::ChildSettings &ours = config.child;
    const auto *offer = wire::findPayload<wire::SaPayload>(request, wire::PayloadType::Sa);
    const auto *ke = wire::findPayload<wire::KeyExchange>(request, wire::PayloadType::KeyExchange);
    const auto selectors = selectorsOf(request);
    if (!offer || !selectors)
        return std::unexpected(refusal(wire::NotifyType::InvalidSyntax, FailureCode::ProposalMismatch));
    const auto event = [&](EventCode code, Level level, Direction direction) {
        return childEvent(code, level, direction, exchange);
    };

    // We answer for a tunnel by saying nothing of it (RFC 7296, 1.3.1); whether that will do is the peer's to say.
    if (wire::findNotify(request, wire::NotifyType::UseTransportMode))
        turn.report(config.id,
                    event(EventCode::NotifyReceived, Level::Warning, Direction::In)
                        .with(DetailKey::Notify, wire::notifyName(wire::NotifyType::UseTransportMode)));
    turn.report(config.id,
                event(EventCode::ProposalsReceived, Level::Info, Direction::In)
                    .with(DetailKey::Offered, ike::toString(*offer)));
    const crypto::EspSpi inboundSpi = freshEspSpi(turn.env());
    const auto choice = chooseInGroup(usableProposals(config, exchange), *offer, spiBytes(inboundSpi), exchange, ke);
    if (!choice) {
        turn.report(config.id,
                    event(EventCode::ProposalRefused, Level::Error, Direction::In)
                        .with(DetailKey::Offered, choice.error().offered)
                        .with(DetailKey::Configured, choice.error().configured)
                        .with(DetailKey::Differs, choice.error().differs)
                        .with(choice.error().failure));
        return std::unexpected(refusal(wire::NotifyType::NoProposalChosen, choice.error().failure));
    }
    const auto outboundSpi = spiOf(choice->peerSpi);
    if (!outboundSpi)
        return std::unexpected(refusal(wire::NotifyType::InvalidSyntax, FailureCode::ProposalMismatch));
    if (auto wrongGroup = checkGroup(config, choice->suite.pfs, ke, exchange, turn))
        return std::unexpected(std::move(*wrongGroup));

    // From our side: what the initiator calls its own is our remote.
    reportSelectors(config, event(EventCode::SelectorsReceived, Level::Info, Direction::In),
                    selectors->responder->selectors, selectors->initiator->selectors, turn);
    auto remote = api::narrow(ours.remote, selectors->initiator->selectors);
    auto local = api::narrow(ours.local, selectors->responder->selectors);
    if (remote.empty() || local.empty()) {
        reportSelectors(config,
                        event(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out)
                            .with(DetailKey::Offered, selectorsText(*selectors)),
                        ours.local, ours.remote, turn);
        return std::unexpected(refusal(wire::NotifyType::TsUnacceptable, FailureCode::TrafficSelectorMismatch));
    }
    if (!api::isWithin(selectors->initiator->selectors, remote)
        || !api::isWithin(selectors->responder->selectors, local))
        reportSelectors(config, event(EventCode::SelectorsNarrowed, Level::Info, Direction::Out), local, remote, turn);

    ChildAnswer answer;
    answer.payloads.push_back({wire::PayloadType::Sa, false, wire::SaPayload{{choice->answer}}});
    answer.payloads.push_back(selectorPayload(wire::PayloadType::TsInitiator, remote));
    answer.payloads.push_back(selectorPayload(wire::PayloadType::TsResponder, local));
    answer.child =
        AgreedChild{connection, inboundSpi, *outboundSpi, choice->suite, std::move(local), std::move(remote)};
    return answer;
}

std::expected<AgreedChild, AnswerRefusal> readChildAnswer(const ChildWish &wish, crypto::EspSpi inboundSpi,
                                                          std::span<const wire::Payload> answer,
                                                          const ChildExchange &exchange, Turn &turn)
{
    const api::ConnectionConfig &config = *wish.connection->config;
    const auto proposals = usableProposals(config, exchange);
    const auto event = [&](EventCode code, Level level, Direction direction) {
        return childEvent(code, level, direction, exchange);
    };
    const auto *sa = wire::findPayload<wire::SaPayload>(answer, wire::PayloadType::Sa);
    if (!sa) {
        if (wire::findNotify(answer, wire::NotifyType::TsUnacceptable)) {
            reportSelectors(config, event(EventCode::SelectorsUnacceptable, Level::Error, Direction::In), wish.local,
                            wish.remote, turn);
            return std::unexpected(AnswerRefusal{FailureCode::TrafficSelectorMismatch});
        }
        turn.report(config.id,
                    event(EventCode::NoProposalChosen, Level::Error, Direction::In)
                        .with(DetailKey::Offered, ike::toString(proposals)));
        return std::unexpected(AnswerRefusal{FailureCode::ProposalMismatch});
    }

    const auto choice =
        exchange.hasGroups() ? ike::verifyChildAnswer(proposals, *sa) : ike::verifyFirstChildAnswer(proposals, *sa);
    const auto outboundSpi = choice ? spiOf(choice->peerSpi) : std::nullopt;
    if (!outboundSpi) {
        turn.report(config.id,
                    event(EventCode::ProposalRefused, Level::Error, Direction::In)
                        .with(DetailKey::Offered, ike::toString(*sa))
                        .with(DetailKey::Configured, ike::toString(proposals)));
        return std::unexpected(AnswerRefusal{FailureCode::ProposalMismatch, true});
    }
    const auto selectors = selectorsOf(answer);
    if (!selectors || selectors->initiator->selectors.empty() || selectors->responder->selectors.empty()
        || !api::isWithin(selectors->initiator->selectors, wish.local)
        || !api::isWithin(selectors->responder->selectors, wish.remote)) {
        reportSelectors(config,
                        event(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out)
                            .with(DetailKey::Offered, selectors ? selectorsText(*selectors) : std::string()),
                        wish.local, wish.remote, turn);
        return std::unexpected(AnswerRefusal{FailureCode::TrafficSelectorMismatch, true});
    }
    if (!api::isWithin(wish.local, selectors->initiator->selectors)
        || !api::isWithin(wish.remote, selectors->responder->selectors))
        reportSelectors(config, event(EventCode::SelectorsNarrowed, Level::Info, Direction::In),
                        selectors->initiator->selectors, selectors->responder->selectors, turn);
    return AgreedChild{wish.connection,
                       inboundSpi,
                       *outboundSpi,
                       choice->suite,
                       selectors->initiator->selectors,
                       selectors->responder->selectors};
}

Result<Child> installChild(AgreedChild agreed, const ChildSecrets &secrets, bool udpEncapsulated, bool sends,
                           Turn &turn)
{
    auto keys = deriveChildKeys(secrets.prf, secrets.skD, secrets.initiatorNonce, secrets.responderNonce,
                                agreed.proposal, secrets.sharedSecret);
    if (!keys)
        return std::unexpected(keys.error());
    if (secrets.sharedSecret.empty())
        agreed.proposal.pfs = api::DhGroup::None; // what this SA has, not what its successors shall have
    crypto::EspKeys inbound = std::move(secrets.weInitiated ? keys->responderToInitiator : keys->initiatorToResponder);
    crypto::EspKeys outbound = std::move(secrets.weInitiated ? keys->initiatorToResponder : keys->responderToInitiator);
    Child child =
        ike::installChild(std::move(agreed), {std::move(inbound), std::move(outbound), udpEncapsulated, sends}, turn);
    reportEstablished(child, turn);
    return child;
}

} // namespace tw::ikev2
