#include "engine/ikev1/quick_mode.h"

#include "engine/ikev1/choice.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/informational.h"
#include "engine/wire/byte_writer.h"
#include "engine/wire/data_attribute.h"

#include <algorithm>

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

EventDraft quickEvent(EventCode code, Level level, Direction direction, wire::MessageId id)
{
    return EventDraft(code, level, api::Phase::Phase2)
        .message(api::Exchange::QuickMode, id.value())
        .direction(direction);
}

EventDraft withSelectors(EventDraft &&event, const std::vector<api::TrafficSelector> &local,
                         const std::vector<api::TrafficSelector> &remote)
{
    return std::move(event)
        .with(DetailKey::LocalSelectors, api::toString(local))
        .with(DetailKey::RemoteSelectors, api::toString(remote));
}

Bytes spiBytes(crypto::EspSpi spi)
{
    wire::ByteWriter out;
    out.u32(spi.value());
    return std::move(out).finish();
}

wire::IsakmpPayload idPayload(const wire::IsakmpId &id) { return {wire::PayloadType::IdentificationV1, id}; }

wire::IsakmpPayload noncePayload(ByteView nonce)
{
    return {wire::PayloadType::NonceV1, wire::IsakmpNonce{toBytes(nonce)}};
}

wire::IsakmpPayload keyPayload(const crypto::KeyExchange &ours)
{
    return {wire::PayloadType::KeyExchangeV1, wire::IsakmpKeyExchange{toBytes(ours.publicValue())}};
}

// What the IDs of a message say, from the initiator's side.
struct Selectors
{
    std::vector<api::TrafficSelector> initiator;
    std::vector<api::TrafficSelector> responder;
};

// Without IDs the two gateways themselves are meant (RFC 2409, 5.5). Nothing where they are no selectors.
std::optional<Selectors> selectorsOf(std::span<const wire::IsakmpPayload> payloads, const IpAddress &initiator,
                                     const IpAddress &responder)
{
    const auto ids = wire::findPayloads<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1);
    const auto whole = [](const IpAddress &address) {
        return std::vector{api::TrafficSelector::fromPrefix(IpPrefix(address, static_cast<int>(address.size() * 8)))};
    };
    if (ids.empty())
        return Selectors{whole(initiator), whole(responder)};
    if (ids.size() != 2)
        return std::nullopt;
    const auto first = wire::selectorOf(*ids[0]);
    const auto second = wire::selectorOf(*ids[1]);
    return first && second ? std::optional(Selectors{{*first}, {*second}}) : std::nullopt;
}

std::chrono::seconds agreedLifetime(const api::ConnectionConfig &config, const Lifetimes &peer)
{
    const auto ours = static_cast<std::uint64_t>(config.child.lifetime.count());
    constexpr std::uint64_t kShortest = 60; // shorter ones would renew all the time
    return std::chrono::seconds(std::clamp(peer.seconds.value_or(ours), std::min(kShortest, ours), ours));
}

// RESPONDER-LIFETIME: the responder keeps it for less long than was offered (RFC 2407, 4.6.3.1).
Lifetimes responderLifetime(std::span<const wire::IsakmpPayload> payloads, Lifetimes offered)
{
    const auto *notification = wire::findNotification(payloads, wire::NotificationType::ResponderLifetime);
    const auto attributes =
        notification ? wire::decodeAttributes(notification->data) : Result<std::vector<wire::DataAttribute>>{};
    const auto lifetimes = attributes ? readLifetimes(*attributes, kEspLife) : std::nullopt;
    if (lifetimes && lifetimes->seconds)
        offered.seconds = std::min(offered.seconds.value_or(*lifetimes->seconds), *lifetimes->seconds);
    return offered;
}

// What the keys of a child come from.
struct ChildSecrets
{
    ByteView initiatorNonce;
    ByteView responderNonce;
    ByteView sharedSecret; // empty without PFS
};

Child install(const Established &state, AgreedChild agreed, const ChildSecrets &secrets, bool sends,
              std::chrono::seconds lifetime, Turn &turn)
{
    const auto keysFor = [&](crypto::EspSpi spi) {
        return deriveEspKeys(state.proposal.prf, state.keyD, agreed.proposal, spi, secrets.initiatorNonce,
                             secrets.responderNonce, secrets.sharedSecret);
    };
    crypto::EspKeys inbound = keysFor(agreed.inboundSpi);
    crypto::EspKeys outbound = keysFor(agreed.outboundSpi);
    Child child = ike::installChild(std::move(agreed),
                                    {std::move(inbound), std::move(outbound), state.nat.isEncapsulated(), sends}, turn);
    child.life = ike::Lifetime::from(turn.now(), lifetime, turn.env().random);
    return child;
}

// Both sides have it now. All that stood before its exchange began have served their time: whoever began it deletes
// them.
void complete(Established &state, Child child, TimePoint begunAt, bool weBegan, Turn &turn)
{
    const api::ConnectionId id = child.connection->config->id;
    const bool isFirst = !state.children.carries(id);
    reportEstablished(child, turn);
    startSending(child, turn);
    for (Child &old : state.children.list) {
        if (!old.isLive() || old.connection->config->id != id || old.establishedAt > begunAt)
            continue;
        stopSending(old, turn);
        if (old.stage == Child::Stage::Standing)
            markReplaced(old, turn);
        if (weBegan)
            old.stageEndsAt = std::min(*old.stageEndsAt, turn.now() + kReplacedGrace);
    }
    state.children.list.push_back(std::move(child));
    if (isFirst)
        turn.tell(ike::ChildUp{id});
}

void remember(Established &state, AnsweredMessage last, const Turn &turn)
{
    if (state.done.size() == kMaxDoneQuicks)
        state.done.erase(state.done.begin());
    state.done.push_back({std::move(last), turn.now() + kRemembered});
}

// The connection that the peer means by its selectors: exactly those, or else some within.
ike::LoadedConnectionPtr meantBy(const Selectors &selectors, const Turn &turn)
{
    ike::LoadedConnectionPtr wider;
    for (const auto &one : turn.env().connections.sharing(*turn.frame().connection)) {
        const api::ChildSettings &ours = one->config->child;
        if (!api::isWithin(selectors.initiator, ours.remote) || !api::isWithin(selectors.responder, ours.local))
            continue;
        if (api::isWithin(ours.remote, selectors.initiator) && api::isWithin(ours.local, selectors.responder))
            return one;
        wider = wider ? wider : one;
    }
    return wider;
}

// A request of the peer, judged: what to refuse it with, or the answer.
struct Refused
{
    wire::NotificationType type;
};

std::optional<Refused> answerRequest(Established &state, const Incoming &in, Opened &opened, Turn &turn)
{
    const wire::MessageId id = in.header().messageId;
    const auto payloads = opened.payloads();
    const auto *offer = wire::findPayload<wire::SaPayloadV1>(payloads, wire::PayloadType::SaV1);
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, wire::PayloadType::NonceV1);
    const auto *ke = wire::findPayload<wire::IsakmpKeyExchange>(payloads, wire::PayloadType::KeyExchangeV1);
    if (!offer || !nonce) {
        turn.reportDropped(in.header(), Error{Fault::Malformed, "quick mode"});
        return Refused{wire::NotificationType::PayloadMalformed};
    }
    const SessionFrame &frame = turn.frame();
    const auto selectors = selectorsOf(payloads, frame.remote.address, frame.local.address);
    const ike::LoadedConnectionPtr connection = selectors ? meantBy(*selectors, turn) : nullptr;
    const api::ConnectionConfig &config = connection ? *connection->config : frame.config();
    turn.report(config.id,
                quickEvent(EventCode::ProposalsReceived, Level::Info, Direction::In, id)
                    .with(DetailKey::Offered, espOfferText(*offer)));
    if (selectors)
        turn.report(config.id,
                    withSelectors(quickEvent(EventCode::SelectorsReceived, Level::Info, Direction::In, id),
                                  selectors->responder, selectors->initiator));
    if (!connection) {
        const std::string offered = selectors
            ? api::toString(selectors->initiator) + " === " + api::toString(selectors->responder)
            : std::string();
        turn.report(config.id,
                    withSelectors(quickEvent(EventCode::SelectorsUnacceptable, Level::Error, Direction::Out, id)
                                      .with(DetailKey::Offered, offered),
                                  config.child.local, config.child.remote));
        return Refused{wire::NotificationType::InvalidIdInformation};
    }
    const auto usable = usableEsp(config);
    const auto choice = chooseEsp(usable, *offer);
    const auto outboundSpi = choice ? espSpiOf(*choice->proposal) : std::nullopt;
    if (!choice) {
        turn.report(config.id,
                    quickEvent(EventCode::ProposalRefused, Level::Error, Direction::In, id)
                        .with(DetailKey::Offered, choice.error().offered)
                        .with(DetailKey::Configured, choice.error().configured)
                        .with(DetailKey::Differs, choice.error().differs)
                        .with(choice.error().failure));
        return Refused{wire::NotificationType::NoProposalChosen};
    }
    if (!outboundSpi)
        return Refused{wire::NotificationType::InvalidSpi};
    std::optional<crypto::KeyExchange> ours;
    SecretBytes shared;
    if (choice->suite.pfs != api::DhGroup::None) {
        auto made = crypto::KeyExchange::create(choice->suite.pfs, turn.env().random);
        auto secret = made && ke ? made->sharedSecret(ke->data)
                                 : Result<SecretBytes>(fail(Fault::InvalidKeyExchange, "KE of quick mode"));
        if (!secret) {
            turn.reportDropped(in.header(), secret.error());
            return Refused{wire::NotificationType::InvalidKeyInformation};
        }
        ours = std::move(*made);
        shared = std::move(*secret);
    }

    const TimePoint now = turn.now();
    Bytes ownNonce = freshNonce(turn);
    const crypto::EspSpi inboundSpi = ike::freshEspSpi(turn.env());
    wire::IsakmpPayloads answer{
        {wire::PayloadType::SaV1, buildAnswer(*choice->proposal, *choice->transform, spiBytes(inboundSpi))},
        noncePayload(ownNonce)};
    if (ours)
        answer.push_back(keyPayload(*ours));
    for (const auto *peerId : wire::findPayloads<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1))
        answer.push_back(idPayload(*peerId));
    answer.insert(answer.begin(),
                  hashPayload(hash2(state.proposal.prf, state.keyA, id, nonce->data, encodedForHash(answer))));
    IvChain chain = IvChain::ofPhase2(state.proposal, state.phase1, id);
    chain.advance(in.message.closed()->ciphertext);
    const wire::IkeHeader header = headerOf(frame, wire::ExchangeType::QuickMode, id);
    Bytes datagram = sealReported(state.cipher, chain, header, answer, turn);

    // It receives from now on: the peer may use it as soon as it has our answer.
    AgreedChild agreed{connection, inboundSpi, *outboundSpi, choice->suite, selectors->responder, selectors->initiator};
    Child child = install(state, std::move(agreed), {nonce->data, ownNonce, shared.view()}, false,
                          agreedLifetime(config, choice->lifetimes), turn);
    AnsweredMessage last{toBytes(in.datagram), datagram};
    state.peers.push_back(PeerQuick{id, std::move(child), nonce->data, std::move(ownNonce), std::move(chain),
                                    std::move(last), sendAndWait(header, std::move(datagram), turn), now});
    state.lastSent = now;
    return std::nullopt;
}

void onRequest(Established &state, const Incoming &in, Turn &turn)
{
    if (state.peers.size() == kMaxPeerQuicks || state.children.list.size() >= ike::kMaxChildren) {
        turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "too many quick modes"});
        return;
    }
    auto opened = openFirst(state, in, turn);
    if (!opened)
        return;
    heard(state, turn.now());
    const auto refused = answerRequest(state, in, *opened, turn);
    if (!refused)
        return;
    const auto *offer = wire::findPayload<wire::SaPayloadV1>(opened->payloads(), wire::PayloadType::SaV1);
    const auto spi = offer ? espSpiOf(offer->proposals.front()) : std::nullopt;
    sendChildRefusal(state, refused->type, spi.value_or(crypto::EspSpi{}), turn);
}

// Message 3.
void onConfirmation(Established &state, std::size_t index, const Incoming &in, Turn &turn)
{
    PeerQuick &quick = state.peers[index];
    if (quick.last.answerRepeated(in, turn))
        return;
    const auto opened = openClosed(state.cipher, quick.chain, in);
    if (!opened
        || !equalInConstantTime(
            opened->hash(),
            hash3(state.proposal.prf, state.keyA, quick.id, quick.initiatorNonce, quick.responderNonce))) {
        turn.reportDropped(in.header(), Error{Fault::NotAuthentic, "HASH(3)"});
        return;
    }
    reportOpened(in, opened->payloads(), turn);
    heard(state, turn.now());
    PeerQuick done = std::move(quick);
    state.peers.erase(state.peers.begin() + static_cast<std::ptrdiff_t>(index));
    remember(state, {toBytes(in.datagram), {}}, turn);
    complete(state, std::move(done.child), done.begunAt, false, turn);
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
    AgreedChild agreed{wish.connection, own.inboundSpi,      *outboundSpi,
                       choice->suite,   selectors.initiator, selectors.responder};
    return install(state, std::move(agreed), {own.nonce, nonce->data, shared.view()}, true,
                   agreedLifetime(config, responderLifetime(payloads, choice->lifetimes)), turn);
}

void onAnswer(Established &state, const Incoming &in, Turn &turn)
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
        onQuickRefused(state, child.error(), turn);
        return;
    }
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(opened->payloads(), wire::PayloadType::NonceV1);
    const wire::IsakmpPayloads confirmation{
        hashPayload(hash3(state.proposal.prf, state.keyA, id, own.nonce, nonce->data))};
    Bytes datagram = sealReported(state.cipher, own.chain, own.pending.header, confirmation, turn);
    turn.send(datagram);
    state.lastSent = turn.now();
    remember(state, {toBytes(in.datagram), std::move(datagram)}, turn);
    const TimePoint begunAt = own.begunAt;
    state.own.reset();
    complete(state, std::move(*child), begunAt, true, turn);
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
    state.own = OwnQuick{std::move(wish), inboundSpi,       std::move(nonce),
                         std::move(ours), std::move(chain), sendAndWait(header, std::move(datagram), turn),
                         turn.now()};
}

void onQuickMessage(Established &state, const Incoming &in, Turn &turn)
{
    const wire::MessageId id = in.header().messageId;
    const bool isRepeated =
        std::ranges::any_of(state.done, [&](const DoneQuick &quick) { return quick.last.answerRepeated(in, turn); });
    if (isRepeated)
        return;
    if (state.own && state.own->pending.header.messageId == id) {
        onAnswer(state, in, turn);
        return;
    }
    const auto peer = std::ranges::find(state.peers, id, &PeerQuick::id);
    if (peer != state.peers.end())
        onConfirmation(state, static_cast<std::size_t>(peer - state.peers.begin()), in, turn);
    else
        onRequest(state, in, turn);
}

void onQuickRefused(Established &state, FailureCode failure, Turn &turn)
{
    const ChildWish wish = std::move(state.own->wish);
    state.own.reset();
    giveUp(state, wish, failure, turn);
}

void tickQuicks(Established &state, Turn &turn)
{
    if (state.own && !keepTrying(state.own->pending, turn))
        onQuickRefused(state, FailureCode::Phase2NegotiationTimeout, turn);
    std::erase_if(state.peers, [&](PeerQuick &quick) {
        if (keepTrying(quick.pending, turn))
            return false;
        turn.act(ike::RemoveChild{quick.child.inboundSpi}); // it never got as far as message 3
        return true;
    });
    std::erase_if(state.done, [&](const DoneQuick &quick) { return quick.forgottenAt <= turn.now(); });
}

std::optional<TimePoint> nextQuickDeadline(const Established &state)
{
    std::optional<TimePoint> next;
    const auto take = [&](TimePoint at) { next = next ? std::min(*next, at) : at; };
    if (state.own)
        take(state.own->pending.resend.due());
    for (const PeerQuick &quick : state.peers)
        take(quick.pending.resend.due());
    if (!state.done.empty())
        take(state.done.front().forgottenAt);
    return next;
}

void abandonQuicks(Established &state, const api::ConnectionId &connection, Turn &turn)
{
    if (state.own && state.own->wish.connection->config->id == connection)
        state.own.reset();
    for (const PeerQuick &quick : state.peers) {
        if (quick.child.connection->config->id == connection)
            turn.act(ike::RemoveChild{quick.child.inboundSpi});
    }
    std::erase_if(state.peers, [&](const PeerQuick &one) { return one.child.connection->config->id == connection; });
}

} // namespace tw::ikev1
