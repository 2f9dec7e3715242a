#include "engine/ikev1/choice.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/informational.h"
#include "engine/ikev1/quick_parts.h"
#include "engine/wire/data_attribute.h"

#include <algorithm>

// Quick mode as we begin it: messages 1 and 3 go, 2 comes.
namespace tw::ikev1 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using ike::AgreedChild;
using ike::Child;
using ike::ChildWish;
using ike::EventDraft;

namespace {

// RESPONDER-LIFETIME: the responder keeps it for less long than was offered (RFC 2407, 4.6.3.1).
Lifetimes responderLifetime(std::span<const wire::IsakmpPayload> payloads, Lifetimes offered)
{
    const auto *notification = wire::findNotification(payloads, wire::NotificationType::ResponderLifetime);
    const auto attributes =
        notification ? wire::decodeAttributes(notification->data) : Result<std::vector<wire::DataAttribute>>{};
    const auto lifetimes = attributes ? readLifetimes(*attributes, kEspLife) : std::nullopt;
    const auto shorten = [](std::optional<std::uint64_t> &limit, std::optional<std::uint64_t> responder) {
        if (responder)
            limit = std::min(limit.value_or(*responder), *responder);
    };
    if (lifetimes) {
        shorten(offered.seconds, lifetimes->seconds);
        shorten(offered.kilobytes, lifetimes->kilobytes);
    }
    return offered;
}

// What message 2 came to: a child, or why there is none.
std::expected<Child, FailureCode> readAnswer(const Established &state, const OwnQuick &own,
                                             std::span<const wire::IsakmpPayload> payloads, Turn &turn)
{
    const wire::MessageId id = own.pending.header.messageId;
    const ChildWish &wish = own.wish;
    const api::ConnectionConfig &config = *wish.connection->config;
    const auto *sa = wire::findPayload<wire::SaPayloadV1>(payloads, wire::PayloadType::SaV1);
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, wire::PayloadType::NonceV1);
    const auto *ke = wire::findPayload<wire::IsakmpKeyExchange>(payloads, wire::PayloadType::KeyExchangeV1);
    const auto usable = usableEsp(config);
    const bool isSingle = sa && onlyTransform(*sa, wire::ProtocolId::Esp);
    const auto choice = isSingle
        ? chooseEsp(usable, *sa)
        : std::expected<Choice<api::EspProposal>, ike::ProposalRefusal>(std::unexpected(ike::ProposalRefusal{}));
    const auto outboundSpi = choice ? espSpiOf(*choice->proposal) : std::nullopt;
    const api::DhGroup group = own.ours ? own.ours->group() : api::DhGroup::None;
    if (!outboundSpi || !nonce || choice->suite.pfs != group) {
        turn.report(config.id,
                    quickEvent(EventCode::ProposalRefused, Level::Error, Direction::In, id)
                        .with(DetailKey::Offered, sa ? espOfferText(*sa) : std::string())
                        .with(DetailKey::Configured, ike::toString(usable)));
        return std::unexpected(FailureCode::ProposalMismatch);
    }
    SecretBytes shared;
    if (own.ours) {
        auto secret = ke ? own.ours->sharedSecret(ke->data)
                         : Result<SecretBytes>(fail(Fault::InvalidKeyExchange, "KE of quick mode"));
        if (!secret)
            return std::unexpected(FailureCode::PfsMismatch);
        shared = std::move(*secret);
    }
    const auto ids = wire::findPayloads<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1);
    const auto answered = selectorsOf(payloads, turn.frame().local.address, turn.frame().remote.address);
    const Selectors selectors = ids.empty() ? Selectors{wish.local, wish.remote} : answered.value_or(Selectors{});
    if (selectors.initiator.empty() || !api::isWithin(selectors.initiator, wish.local)
        || !api::isWithin(selectors.responder, wish.remote)) {
        turn.report(
            config.id,
            withSelectors(quickEvent(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out, id)
                              .with(DetailKey::Offered,
                                    api::toString(selectors.initiator) + " === " + api::toString(selectors.responder)),
                          wish.local, wish.remote));
        return std::unexpected(FailureCode::TrafficSelectorMismatch);
    }
    turn.report(config.id,
                quickEvent(EventCode::ProposalChosen, Level::Info, Direction::In, id)
                    .with(DetailKey::Chosen, api::toString(choice->suite)));
    const ChildLife life = agreedLife(config, responderLifetime(payloads, choice->lifetimes));
    turn.reportShortened(config.id, api::Phase::Phase2, life.seconds, config.child.lifetime);
    AgreedChild agreed{wish.connection, own.inboundSpi,      *outboundSpi,
                       choice->suite,   selectors.initiator, selectors.responder};
    return install(state, std::move(agreed), {own.nonce, nonce->data, shared.view()}, false, life, turn);
}

// There is no child for the wish. Where it was a renewal, the old one carries on and asks again later; one that was made
// before an edit does not.
void giveUp(Established &state, const ChildWish &wish, FailureCode failure, Turn &turn)
{
    const api::ConnectionId &id = wish.connection->config->id;
    Child *old = wish.replaces ? state.children.findInbound(*wish.replaces) : nullptr;
    if (old && old->stage == Child::Stage::Standing && !old->isOutdated) {
        old->life.renewAt = turn.now() + kRenewalRetry;
        return;
    }
    if (old && old->isOutdated && old->isLive())
        closeNow(*old, ike::Deleter::Us, turn);
    if (!state.children.carries(id))
        turn.tell(ike::ChildRefused{id, failure});
}

} // namespace

void onQuickAnswer(Established &state, const Incoming &in, Turn &turn)
{
    OwnQuick &own = *state.own;
    const wire::MessageId id = in.header().messageId;
    const auto opened = openClosed(state.cipher, own.chain, in);
    if (!opened
        || !equalInConstantTime(opened->hash(),
                                hash2(state.proposal.prf, state.keyA, id, own.nonce, opened->behindHash()))) {
        turn.reportDropped(in.header(), Error{Fault::NotAuthentic, "HASH(2)"});
        return;
    }
    reportOpened(in, opened->payloads(), turn);
    heard(state, turn.now());
    own.chain.advance(in.message.closed()->ciphertext);
    auto child = readAnswer(state, own, opened->payloads(), turn);
    if (!child) {
        sendChildRefusal(state,
                         child.error() == FailureCode::TrafficSelectorMismatch
                             ? wire::NotificationType::InvalidIdInformation
                             : wire::NotificationType::NoProposalChosen,
                         own.inboundSpi, turn);
        remember(state, {toBytes(in.datagram), {}}, turn);
        onQuickRefused(state, child.error(), turn);
        return;
    }
    // We offer no limit by volume. A peer that had one for what this renews has it for this too, and need not tell.
    if (const Child *old = own.wish.replaces ? state.children.findInbound(*own.wish.replaces) : nullptr;
        old && !child->octetLimit)
        child->octetLimit = old->octetLimit;
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(opened->payloads(), wire::PayloadType::NonceV1);
    const wire::IsakmpPayloads confirmation{
        hashPayload(hash3(state.proposal.prf, state.keyA, id, own.nonce, nonce->data))};
    Bytes datagram = sealReported(state.cipher, own.chain, own.pending.header, confirmation, turn);
    turn.send(datagram);
    state.lastSent = turn.now();
    remember(state, {toBytes(in.datagram), std::move(datagram)}, turn);
    const Elders elders = std::move(own.elders);
    state.own.reset();
    complete(state, std::move(*child), elders, true, turn);
}

ChildWish wholeOf(ike::LoadedConnectionPtr connection)
{
    const api::ChildSettings &settings = connection->config->child;
    ChildWish wish;
    wish.local = settings.local;
    wish.remote = settings.remote;
    wish.connection = std::move(connection);
    return wish;
}

ChildWish renewalOf(const Child &child)
{
    ChildWish wish;
    wish.connection = child.connection;
    wish.local = child.local;
    wish.remote = child.remote;
    wish.replaces = child.inboundSpi;
    return wish;
}

void startQuick(Established &state, ChildWish wish, Turn &turn)
{
    const api::ConnectionConfig &config = *wish.connection->config;
    const wire::MessageId id = freshMessageId(turn);
    auto proposals = usableEsp(config);
    const auto localId = wish.local.size() == 1 ? wire::toIsakmpId(wish.local.front()) : std::nullopt;
    const auto remoteId = wish.remote.size() == 1 ? wire::toIsakmpId(wish.remote.front()) : std::nullopt;
    std::optional<crypto::KeyExchange> ours;
    if (!proposals.empty()) {
        const api::DhGroup group = proposals.front().pfs;
        std::erase_if(proposals, [&](const auto &one) { return one.pfs != group; }); // one KE for all (RFC 2409, 5.5)
        if (group != api::DhGroup::None) {
            if (auto made = crypto::KeyExchange::create(group, turn.env().random))
                ours = std::move(*made);
            else
                proposals.clear();
        }
    }
    const crypto::EspSpi inboundSpi = ike::freshEspSpi(turn.env());
    auto offer =
        buildEspOffer(proposals, config.child.lifetime, encapsulationFor(state.dialect, state.nat), inboundSpi);
    if (!offer || !localId || !remoteId) {
        giveUp(state, wish, FailureCode::NotSupported, turn);
        return;
    }
    turn.report(config.id,
                quickEvent(EventCode::ProposalsOffered, Level::Info, Direction::Out, id)
                    .with(DetailKey::Offered, ike::toString(proposals)));
    Bytes nonce = freshNonce(turn);
    wire::IsakmpPayloads payloads{{wire::PayloadType::SaV1, std::move(*offer)}, noncePayload(nonce)};
    if (ours)
        payloads.push_back(keyPayload(*ours));
    payloads.push_back(idPayload(*localId));
    payloads.push_back(idPayload(*remoteId));
    payloads.insert(payloads.begin(), hashPayload(hash1(state.proposal.prf, state.keyA, id, encodedForHash(payloads))));
    IvChain chain = IvChain::ofPhase2(state.proposal, state.phase1, id);
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::QuickMode, id);
    Bytes datagram = sealReported(state.cipher, chain, header, payloads, turn);
    state.lastSent = turn.now();
    Elders elders = eldersOf(state, config.id, true, turn.now());
    state.own = OwnQuick{std::move(wish),  inboundSpi,       std::move(nonce),
                         std::move(ours),  std::move(chain), sendAndWait(header, std::move(datagram), turn),
                         std::move(elders)};
}

void onQuickRefused(Established &state, FailureCode failure, Turn &turn)
{
    const ChildWish wish = std::move(state.own->wish);
    state.own.reset();
    giveUp(state, wish, failure, turn);
}

} // namespace tw::ikev1
