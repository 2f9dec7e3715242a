#include "engine/ikev1/choice.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/informational.h"
#include "engine/ikev1/quick_parts.h"
#include "engine/wire/byte_writer.h"

// Quick mode as the peer begins it: messages 1 and 3 come, 2 goes.
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

Bytes spiBytes(crypto::EspSpi spi)
{
    wire::ByteWriter out;
    out.u32(spi.value());
    return std::move(out).finish();
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

// RESPONDER-LIFETIME: the child lives shorter than the peer has offered, which its offer cannot be told otherwise (RFC
// 2407, 4.6.3.1).
std::optional<wire::Notification> responderLifetime(const api::ConnectionConfig &config, const Lifetimes &offered,
                                                    crypto::EspSpi inboundSpi)
{
    const auto ours = static_cast<std::uint64_t>(config.child.lifetime.count());
    if (offered.seconds && *offered.seconds <= ours)
        return std::nullopt;
    std::vector<wire::DataAttribute> attributes;
    appendLifetime(attributes, kEspLife, config.child.lifetime);
    wire::Notification notification;
    notification.protocol = wire::ProtocolId::Esp;
    notification.type = wire::NotificationType::ResponderLifetime;
    notification.spi = spiBytes(inboundSpi);
    wire::ByteWriter data;
    wire::encodeAttributes(data, attributes);
    notification.data = std::move(data).finish();
    return notification;
}

// A request of the peer, judged: what to refuse it with, or the answer.
struct Refused
{
    wire::NotificationType type;
    FailureCode failure = FailureCode::None; // where the connection is to show why it has no child
    api::ConnectionId connection = {};
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
        return Refused{wire::NotificationType::InvalidIdInformation, FailureCode::TrafficSelectorMismatch, config.id};
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
        return Refused{wire::NotificationType::NoProposalChosen, choice.error().failure, config.id};
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
    if (auto shorter = responderLifetime(config, choice->lifetimes, inboundSpi))
        answer.push_back({wire::PayloadType::NotificationV1, std::move(*shorter)});
    answer.insert(answer.begin(),
                  hashPayload(hash2(state.proposal.prf, state.keyA, id, nonce->data, encodedForHash(answer))));
    IvChain chain = IvChain::ofPhase2(state.proposal, state.phase1, id);
    chain.advance(in.message.closed()->ciphertext);
    const wire::IkeHeader header = headerOf(frame, wire::ExchangeType::QuickMode, id);
    Bytes datagram = sealReported(state.cipher, chain, header, answer, turn);

    const ChildLife life = agreedLife(config, choice->lifetimes);
    turn.reportShortened(config.id, api::Phase::Phase2, life.seconds, config.child.lifetime);
    // It receives from now on: the peer may use it as soon as it has our answer.
    AgreedChild agreed{connection, inboundSpi, *outboundSpi, choice->suite, selectors->responder, selectors->initiator};
    Child child = install(state, std::move(agreed), {nonce->data, ownNonce, shared.view()}, false,
                          life, turn);
    AnsweredMessage last{toBytes(in.datagram), datagram};
    state.peers.push_back(PeerQuick{id, std::move(child), nonce->data, std::move(ownNonce), std::move(chain),
                                    std::move(last), sendAndWait(header, std::move(datagram), turn),
                                    eldersOf(state, config.id, false, now)});
    state.lastSent = now;
    return std::nullopt;
}

} // namespace

void onQuickRequest(Established &state, const Incoming &in, Turn &turn)
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
    // What stands, or is asked for by us, is not touched by what the peer asks for beside it.
    const bool isWithout = !state.children.carries(refused->connection) && !awaits(state, refused->connection);
    if (refused->failure != FailureCode::None && isWithout)
        turn.tell(ike::ChildRefused{refused->connection, refused->failure});
}

// Message 3.
void onQuickConfirmation(Established &state, std::size_t index, const Incoming &in, Turn &turn)
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
    complete(state, std::move(done.child), done.elders, false, turn);
}

} // namespace tw::ikev1
