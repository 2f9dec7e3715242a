#include "engine/ikev2/first_child.h"

#include "engine/crypto/algorithms.h"
#include "engine/ike/proposal_choice.h"
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

// The message ID of IKE_AUTH with a pre-shared key: there is one exchange of it.
constexpr std::uint32_t kAuthMessageId = 1;

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

std::vector<api::EspProposal> usableProposals(const api::ConnectionConfig &config)
{
    std::vector<api::EspProposal> usable;
    std::ranges::copy_if(config.child.proposals, std::back_inserter(usable), [](const api::EspProposal &proposal) {
        api::EspProposal withoutGroup = proposal; // the first child has none
        withoutGroup.pfs = api::DhGroup::None;
        return crypto::isAvailable(withoutGroup);
    });
    return usable;
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

EventDraft authEvent(EventCode code, Level level, Direction direction)
{
    return EventDraft(code, level, Phase::Phase2).message(api::Exchange::IkeAuth, kAuthMessageId).direction(direction);
}

void reportSelectors(EventDraft &&event, const std::vector<api::TrafficSelector> &local,
                     const std::vector<api::TrafficSelector> &remote, Turn &turn)
{
    turn.report(std::move(event)
                    .with(DetailKey::LocalSelectors, api::toString(local))
                    .with(DetailKey::RemoteSelectors, api::toString(remote)));
}

wire::Payload selectorPayload(wire::PayloadType type, std::vector<api::TrafficSelector> selectors)
{
    return {type, false, wire::TrafficSelectors{std::move(selectors), 0}};
}

} // namespace

crypto::EspSpi freshEspSpi(const ike::Env &env)
{
    for (;;) {
        const crypto::EspSpi spi(static_cast<std::uint32_t>(env.random.next64()));
        if (spi.value() >= kFirstFreeSpi && !env.connections.isInUse(spi))
            return spi;
    }
}

wire::Payloads buildChildOffer(const api::ConnectionConfig &config, crypto::EspSpi inboundSpi, Turn &turn)
{
    wire::SaPayload offer;
    for (const auto &proposal : usableProposals(config)) {
        const auto number = static_cast<std::uint8_t>(offer.proposals.size() + 1);
        offer.proposals.push_back(ike::toWire(proposal, number, spiBytes(inboundSpi), false));
    }
    turn.report(authEvent(EventCode::ProposalsOffered, Level::Info, Direction::Out)
                    .with(DetailKey::Offered, ike::toString(offer)));
    return {{wire::PayloadType::Sa, false, std::move(offer)},
            selectorPayload(wire::PayloadType::TsInitiator, config.child.local),
            selectorPayload(wire::PayloadType::TsResponder, config.child.remote)};
}

bool canCarry(const api::ConnectionConfig &config, std::span<const wire::Payload> request)
{
    const auto *offer = wire::findPayload<wire::SaPayload>(request, wire::PayloadType::Sa);
    const auto selectors = selectorsOf(request);
    return offer && selectors && ike::chooseFirstChild(usableProposals(config), *offer, {})
        && !api::narrow(config.child.remote, selectors->initiator->selectors).empty()
        && !api::narrow(config.child.local, selectors->responder->selectors).empty();
}

std::expected<ChildAnswer, ChildRefusal> answerChildOffer(std::span<const wire::Payload> request, Turn &turn)
{
    const api::ChildSettings &ours = turn.frame().config().child;
    const auto *offer = wire::findPayload<wire::SaPayload>(request, wire::PayloadType::Sa);
    const auto selectors = selectorsOf(request);
    if (!offer || !selectors)
        return std::unexpected(ChildRefusal{wire::NotifyType::InvalidSyntax, FailureCode::ProposalMismatch});

    turn.report(authEvent(EventCode::ProposalsReceived, Level::Info, Direction::In)
                    .with(DetailKey::Offered, ike::toString(*offer)));
    const crypto::EspSpi inboundSpi = freshEspSpi(turn.env());
    const auto choice = ike::chooseFirstChild(usableProposals(turn.frame().config()), *offer, spiBytes(inboundSpi));
    const auto outboundSpi = choice ? spiOf(choice->peerSpi) : std::nullopt;
    if (!choice) {
        turn.report(authEvent(EventCode::ProposalRefused, Level::Error, Direction::In)
                        .with(DetailKey::Offered, choice.error().offered)
                        .with(DetailKey::Configured, choice.error().configured)
                        .with(DetailKey::Differs, choice.error().differs)
                        .with(choice.error().failure));
        return std::unexpected(ChildRefusal{wire::NotifyType::NoProposalChosen, choice.error().failure});
    }
    if (!outboundSpi)
        return std::unexpected(ChildRefusal{wire::NotifyType::InvalidSyntax, FailureCode::ProposalMismatch});

    // From our side: what the initiator calls its own is our remote.
    reportSelectors(authEvent(EventCode::SelectorsReceived, Level::Info, Direction::In),
                    selectors->responder->selectors, selectors->initiator->selectors, turn);
    auto remote = api::narrow(ours.remote, selectors->initiator->selectors);
    auto local = api::narrow(ours.local, selectors->responder->selectors);
    if (remote.empty() || local.empty()) {
        reportSelectors(authEvent(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out)
                            .with(DetailKey::Offered, selectorsText(*selectors)),
                        ours.local, ours.remote, turn);
        return std::unexpected(ChildRefusal{wire::NotifyType::TsUnacceptable, FailureCode::TrafficSelectorMismatch});
    }
    if (!api::isWithin(selectors->initiator->selectors, remote)
        || !api::isWithin(selectors->responder->selectors, local))
        reportSelectors(authEvent(EventCode::SelectorsNarrowed, Level::Info, Direction::Out), local, remote, turn);

    ChildAnswer answer;
    answer.payloads.push_back({wire::PayloadType::Sa, false, wire::SaPayload{{choice->answer}}});
    answer.payloads.push_back(selectorPayload(wire::PayloadType::TsInitiator, remote));
    answer.payloads.push_back(selectorPayload(wire::PayloadType::TsResponder, local));
    answer.child = AgreedChild{inboundSpi, *outboundSpi, choice->suite, std::move(local), std::move(remote)};
    return answer;
}

std::expected<AgreedChild, AnswerRefusal> readChildAnswer(crypto::EspSpi inboundSpi,
                                                          std::span<const wire::Payload> answer, Turn &turn)
{
    const api::ConnectionConfig &config = turn.frame().config();
    const auto proposals = usableProposals(config);
    const auto *sa = wire::findPayload<wire::SaPayload>(answer, wire::PayloadType::Sa);
    if (!sa) {
        if (wire::findNotify(answer, wire::NotifyType::TsUnacceptable)) {
            reportSelectors(authEvent(EventCode::SelectorsUnacceptable, Level::Error, Direction::In),
                            config.child.local, config.child.remote, turn);
            return std::unexpected(AnswerRefusal{FailureCode::TrafficSelectorMismatch});
        }
        turn.report(authEvent(EventCode::NoProposalChosen, Level::Error, Direction::In)
                        .with(DetailKey::Offered, ike::toString(proposals)));
        return std::unexpected(AnswerRefusal{FailureCode::ProposalMismatch});
    }

    const auto choice = ike::verifyFirstChildAnswer(proposals, *sa);
    const auto outboundSpi = choice ? spiOf(choice->peerSpi) : std::nullopt;
    if (!outboundSpi) {
        turn.report(authEvent(EventCode::ProposalRefused, Level::Error, Direction::In)
                        .with(DetailKey::Offered, ike::toString(*sa))
                        .with(DetailKey::Configured, ike::toString(proposals)));
        return std::unexpected(AnswerRefusal{FailureCode::ProposalMismatch, true});
    }
    const auto selectors = selectorsOf(answer);
    if (!selectors || selectors->initiator->selectors.empty() || selectors->responder->selectors.empty()
        || !api::isWithin(selectors->initiator->selectors, config.child.local)
        || !api::isWithin(selectors->responder->selectors, config.child.remote)) {
        reportSelectors(authEvent(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out)
                            .with(DetailKey::Offered, selectors ? selectorsText(*selectors) : std::string()),
                        config.child.local, config.child.remote, turn);
        return std::unexpected(AnswerRefusal{FailureCode::TrafficSelectorMismatch, true});
    }
    if (!api::isWithin(config.child.local, selectors->initiator->selectors)
        || !api::isWithin(config.child.remote, selectors->responder->selectors))
        reportSelectors(authEvent(EventCode::SelectorsNarrowed, Level::Info, Direction::In),
                        selectors->initiator->selectors, selectors->responder->selectors, turn);
    return AgreedChild{inboundSpi, *outboundSpi, choice->suite, selectors->initiator->selectors,
                       selectors->responder->selectors};
}

Result<Child> installChild(AgreedChild agreed, const Handshake &handshake, Turn &turn)
{
    auto keys = deriveChildKeys(handshake.proposal.prf, handshake.keys.d, handshake.initiatorNonce,
                                handshake.responderNonce, agreed.proposal);
    if (!keys)
        return std::unexpected(keys.error());
    const SessionFrame &frame = turn.frame();
    const api::ChildSettings &settings = frame.config().child;

    Child child;
    child.inboundSpi = agreed.inboundSpi;
    child.outboundSpi = agreed.outboundSpi;
    child.proposal = agreed.proposal;
    child.proposal.pfs = api::DhGroup::None; // what this SA has, not what its successors shall have
    child.local = std::move(agreed.local);
    child.remote = std::move(agreed.remote);
    child.udpEncapsulated = handshake.nat.isEncapsulated();
    child.establishedAt = turn.now();
    child.life = ike::Lifetime::from(turn.now(), settings.lifetime, turn.env().random);

    crypto::ChildSa sa;
    sa.connection = frame.config().id;
    sa.inboundSpi = child.inboundSpi;
    sa.outboundSpi = child.outboundSpi;
    sa.proposal = child.proposal;
    sa.inbound = std::move(frame.weInitiated ? keys->responderToInitiator : keys->initiatorToResponder);
    sa.outbound = std::move(frame.weInitiated ? keys->initiatorToResponder : keys->responderToInitiator);
    sa.local = child.local;
    sa.remote = child.remote;
    sa.localEndpoint = frame.local;
    sa.remoteEndpoint = frame.remote;
    sa.udpEncapsulated = child.udpEncapsulated;
    sa.replayWindow = settings.replayWindow;
    sa.mtu = settings.mtu;
    sa.mss = settings.mss;
    turn.act(ike::InstallChild{std::move(sa)});

    reportSelectors(EventDraft(EventCode::ChildSaEstablished, Level::Info, Phase::Phase2)
                        .with(DetailKey::InboundSpi, ike::espSpiText(child.inboundSpi))
                        .with(DetailKey::OutboundSpi, ike::espSpiText(child.outboundSpi))
                        .with(DetailKey::Chosen, api::toString(child.proposal))
                        .with(DetailKey::Encapsulation, child.udpEncapsulated ? "UDP" : "ESP"),
                    child.local, child.remote, turn);
    return child;
}

void removeChild(const Child &child, Deleter deleter, Turn &turn)
{
    turn.act(ike::RemoveChild{child.inboundSpi});
    turn.report(EventDraft(EventCode::ChildSaDeleted, Level::Info, Phase::Phase2)
                    .direction(deleter == Deleter::Us ? Direction::Out : Direction::In)
                    .with(DetailKey::InboundSpi, ike::espSpiText(child.inboundSpi))
                    .with(DetailKey::OutboundSpi, ike::espSpiText(child.outboundSpi))
                    .with(DetailKey::BytesIn, child.traffic.bytesIn)
                    .with(DetailKey::BytesOut, child.traffic.bytesOut)
                    .with(DetailKey::PacketsIn, child.traffic.packetsIn)
                    .with(DetailKey::PacketsOut, child.traffic.packetsOut));
}

} // namespace tw::ikev2
