#include "engine/ikev1/phase1.h"

#include "engine/wire/byte_writer.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

// What no lifetime in the transform means (RFC 2407, 4.5).
constexpr std::chrono::seconds kDefaultLifetime{28'800};
// Shorter ones would renew all the time.
constexpr std::chrono::seconds kShortestLifetime{60};

std::chrono::seconds agreedLifetime(const api::ConnectionConfig &config, const Lifetimes &peer)
{
    const auto ours = static_cast<std::uint64_t>(config.ike.lifetime.count());
    const auto theirs = peer.seconds.value_or(static_cast<std::uint64_t>(kDefaultLifetime.count()));
    const auto shortest = static_cast<std::uint64_t>(kShortestLifetime.count());
    return std::chrono::seconds(std::clamp(theirs, std::min(shortest, ours), ours));
}

Phase1Exchange exchangeOf(const Handshake &handshake, const SessionFrame &frame)
{
    return {handshake.initiatorPublic, handshake.responderPublic, frame.initiatorSpi(), frame.responderSpi(),
            handshake.agreement.initiatorSa};
}

Bytes hashOf(bool ofInitiator, const Handshake &handshake, const SessionFrame &frame, const wire::IsakmpId &id)
{
    const auto make = ofInitiator ? hashOfInitiator : hashOfResponder;
    return make(handshake.agreement.proposal.prf, handshake.keys.skeyid, exchangeOf(handshake, frame),
                wire::encodeIsakmpId(id));
}

// The connection was chosen by addresses and by the suite, and may have been stopped or edited since. The one that is
// meant is loaded now, has a peer of that name, speaks the suite, and has the key that the peer has shown to have.
// False: there is none.
bool chooseByIdentity(const Handshake &handshake, const api::Identity &identity, Turn &turn)
{
    SessionFrame &frame = turn.frame();
    if (frame.weInitiated)
        return identity == frame.config().ike.remoteId;
    const auto claimed =
        turn.env().connections.claimedBetween(frame.local.address, frame.remote.address, api::IkeVersion::V1, identity);
    if (std::ranges::find(claimed, frame.connection) != claimed.end())
        return true;
    for (const auto &other : candidates(claimed, frame.config().ike.mode)) {
        const auto usable = usableIke(*other->config);
        const bool speaks = std::ranges::find(usable, handshake.agreement.proposal) != usable.end();
        if (speaks && equalInConstantTime(other->secret.view(), frame.connection->secret.view())) {
            frame.connection = other;
            return true;
        }
    }
    return false;
}

} // namespace

class ProofReader
{
public:
    static std::expected<VerifiedPeer, ProofRefusal> read(const Handshake &handshake, const wire::IsakmpId &id,
                                                          const Incoming &in,
                                                          std::span<const wire::IsakmpPayload> payloads, Turn &turn)
    {
        const auto identity = wire::identityOf(id);
        const std::string name = identity ? identity->toString() : std::string();
        const auto refuse = [&](FailureCode failure, bool isAuthentic) {
            reportRefused(failure, name, in, turn);
            return std::unexpected(ProofRefusal{failure, isAuthentic});
        };
        const auto *hash = wire::findPayload<wire::HashPayload>(payloads, wire::PayloadType::HashV1);
        const Bytes expected = hashOf(!turn.frame().weInitiated, handshake, turn.frame(), id);
        if (!hash || !equalInConstantTime(hash->data, expected))
            return refuse(FailureCode::PskMismatch, false);
        if (!identity || !chooseByIdentity(handshake, *identity, turn))
            return refuse(FailureCode::PeerIdMismatch, true);
        const bool isFirst = wire::findNotification(payloads, wire::NotificationType::InitialContact) != nullptr;
        return VerifiedPeer(*identity, isFirst);
    }
};

EventDraft phase1Event(EventCode code, Level level, Direction direction, const Incoming &in)
{
    return EventDraft(code, level, Phase::Phase1)
        .message(ike::exchangeOf(in.header().exchange), in.header().messageId.value())
        .direction(direction);
}

void reportRefused(FailureCode failure, const std::string &receivedId, const Incoming &in, Turn &turn)
{
    EventDraft event = phase1Event(EventCode::AuthenticationFailed, Level::Error, Direction::In, in);
    if (turn.frame().connection)
        std::move(event)
            .with(DetailKey::LocalId, turn.frame().config().ike.localId.toString())
            .with(DetailKey::RemoteId, turn.frame().config().ike.remoteId.toString());
    turn.report(std::move(event).with(DetailKey::ReceivedId, receivedId).with(failure));
}

std::optional<wire::SaPayloadV1> buildOffer(bool isOneGroup, wire::ExchangeType exchange, Turn &turn)
{
    const api::ConnectionConfig &config = turn.frame().config();
    auto proposals = usableIke(config);
    if (isOneGroup)
        std::erase_if(proposals, [group = proposals.front().group](const auto &one) { return one.group != group; });
    auto offer = buildIkeOffer(proposals, config.ike.lifetime);
    if (!offer)
        return std::nullopt;
    turn.report(EventDraft(EventCode::ProposalsOffered, Level::Info, Phase::Phase1)
                    .message(ike::exchangeOf(exchange), 0)
                    .with(DetailKey::Offered, ike::toString(proposals)));
    return std::move(*offer);
}

Result<Agreement> readSaAnswer(const Incoming &in, Bytes initiatorSa, Turn &turn)
{
    const wire::IsakmpPayloads *payloads = in.message.payloads();
    const auto *sa = payloads ? wire::findPayload<wire::SaPayloadV1>(*payloads, wire::PayloadType::SaV1) : nullptr;
    const wire::TransformV1 *transform = sa ? onlyTransform(*sa, wire::ProtocolId::Ike) : nullptr;
    if (!transform || in.header().responderSpi == wire::IkeSpi(0))
        return fail(Fault::Malformed, "SA of the answer");
    const api::ConnectionConfig &config = turn.frame().config();
    const auto choice = chooseIke(usableIke(config), *sa);
    if (!choice)
        return fail(Fault::NoProposalChosen, "SA of the answer is none that was offered");
    turn.report(phase1Event(EventCode::ProposalChosen, Level::Info, Direction::In, in)
                    .with(DetailKey::Chosen, api::toString(choice->suite)));
    turn.reportShortened(config.id, Phase::Phase1, agreedLifetime(config, choice->lifetimes), config.ike.lifetime);
    const VendorTraits peer = vendorTraits(*payloads);
    return Agreement{choice->suite, agreedLifetime(config, choice->lifetimes), std::move(initiatorSa), peer,
                     dialectWith(config.natTraversal, peer.nat)};
}

std::vector<ike::LoadedConnectionPtr> candidates(std::vector<ike::LoadedConnectionPtr> all, api::IkeV1Mode mode)
{
    std::erase_if(all, [&](const ike::LoadedConnectionPtr &one) {
        const api::IkeSettings &ike = one->config->ike;
        return ike.mode != mode || !std::holds_alternative<api::PresharedKeyAuthentication>(ike.authentication);
    });
    return all;
}

std::optional<Accepted> acceptOffer(const Incoming &in, std::span<const ike::LoadedConnectionPtr> connections,
                                    Turn &turn)
{
    const wire::IsakmpPayloads *payloads = in.message.payloads();
    const auto *offer = payloads ? wire::findPayload<wire::SaPayloadV1>(*payloads, wire::PayloadType::SaV1) : nullptr;
    if (!offer) {
        turn.reportDropped(in.header(), Error{Fault::Malformed, "first message without an SA"});
        return std::nullopt;
    }
    if (connections.size() == 1) // only a guess, for the log
        turn.frame().connection = connections.front();
    turn.report(phase1Event(EventCode::ProposalsReceived, Level::Info, Direction::In, in)
                    .with(DetailKey::Offered, ikeOfferText(*offer)));
    std::optional<ike::ProposalRefusal> refusal;
    for (const ike::LoadedConnectionPtr &connection : connections) {
        const api::ConnectionConfig &config = *connection->config;
        auto choice = chooseIke(usableIke(config), *offer);
        if (!choice) {
            if (!refusal)
                refusal = std::move(choice.error());
            continue;
        }
        turn.frame().connection = connection;
        turn.report(phase1Event(EventCode::ProposalChosen, Level::Info, Direction::Out, in)
                        .with(DetailKey::Chosen, api::toString(choice->suite)));
        turn.reportShortened(config.id, Phase::Phase1, agreedLifetime(config, choice->lifetimes), config.ike.lifetime);
        const VendorTraits peer = vendorTraits(*payloads);
        Accepted accepted{connection,
                          {choice->suite, agreedLifetime(config, choice->lifetimes), wire::encodeSaPayloadV1(*offer),
                           peer, dialectWith(config.natTraversal, peer.nat)},
                          {{wire::PayloadType::SaV1, buildAnswer(*choice->proposal, *choice->transform, {})}}};
        std::ranges::copy(vendorIdsFor(accepted.agreement.nat), std::back_inserter(accepted.answer));
        return accepted;
    }
    if (refusal)
        turn.report(phase1Event(EventCode::ProposalRefused, Level::Error, Direction::In, in)
                        .with(DetailKey::Offered, refusal->offered)
                        .with(DetailKey::Configured, refusal->configured)
                        .with(DetailKey::Differs, refusal->differs)
                        .with(refusal->failure));
    sendRefusal(wire::NotificationType::NoProposalChosen, turn);
    return std::nullopt;
}

wire::IsakmpPayloads keyPayloads(const OwnHalf &half)
{
    return {{wire::PayloadType::KeyExchangeV1, wire::IsakmpKeyExchange{toBytes(half.ours.publicValue())}},
            {wire::PayloadType::NonceV1, wire::IsakmpNonce{half.nonce}}};
}

Result<OwnHalf> makeHalf(api::DhGroup group, Turn &turn)
{
    auto ours = crypto::KeyExchange::create(group, turn.env().random);
    if (!ours)
        return std::unexpected(ours.error());
    return OwnHalf{std::move(*ours), freshNonce(turn)};
}

Result<Handshake> makeHandshake(Agreement agreement, const OwnHalf &half, std::span<const wire::IsakmpPayload> payloads,
                                Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const auto *ke = wire::findPayload<wire::IsakmpKeyExchange>(payloads, wire::PayloadType::KeyExchangeV1);
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, wire::PayloadType::NonceV1);
    if (!ke || !nonce)
        return fail(Fault::Malformed, "no KE or no nonce");
    auto shared = half.ours.sharedSecret(ke->data);
    if (!shared)
        return std::unexpected(shared.error());
    const bool weBegan = frame.weInitiated;
    const ByteView ours = half.ours.publicValue();
    IsakmpKeys keys = deriveIsakmpKeys(agreement.proposal, frame.connection->secret, std::move(*shared),
                                       weBegan ? half.nonce : nonce->data, weBegan ? nonce->data : half.nonce,
                                       frame.initiatorSpi(), frame.responderSpi());
    auto cipher = IsakmpCipher::create(agreement.proposal.encryption, keys.encryption);
    if (!cipher)
        return std::unexpected(cipher.error());
    if (turn.env().exposesKeys) {
        turn.exposeKeys(
            api::Ikev1Key{frame.initiatorSpi().value(), agreement.proposal.encryption, keys.encryption.clone()}, frame);
    }
    Bytes initiatorPublic = toBytes(weBegan ? ours : ByteView(ke->data));
    Bytes responderPublic = toBytes(weBegan ? ByteView(ke->data) : ours);
    IvChain chain = IvChain::ofPhase1(agreement.proposal, initiatorPublic, responderPublic);
    const ike::Datagram *arrived = turn.arrived();
    const ike::NatFindings nat =
        findNat(agreement.nat, agreement.proposal.prf, payloads, frame, arrived ? arrived->local : frame.local,
                arrived ? arrived->remote : frame.remote);
    return Handshake{std::move(agreement),
                     std::move(keys),
                     std::move(*cipher),
                     std::move(chain),
                     std::move(initiatorPublic),
                     std::move(responderPublic),
                     nat};
}

void reportNat(const Handshake &handshake, Turn &turn)
{
    if (handshake.nat.supported)
        turn.report(EventDraft(EventCode::NatDetected, Level::Info, Phase::Phase1)
                        .with(DetailKey::NatLocal, handshake.nat.local ? "yes" : "no")
                        .with(DetailKey::NatRemote, handshake.nat.remote ? "yes" : "no"));
    else
        turn.reportNatIgnored(ike::kNoNatDetection);
}

void floatPorts(const Handshake &handshake, Turn &turn)
{
    if (!handshake.nat.isEncapsulated() || turn.frame().local.port == turn.env().natPort)
        return;
    turn.frame().local.port = turn.env().natPort;
    turn.frame().remote.port = turn.env().natPort;
    turn.report(EventDraft(EventCode::NatPortChanged, Level::Info, Phase::Phase1)
                    .with(DetailKey::LocalEndpoint, turn.frame().local.toString())
                    .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString()));
}

wire::IsakmpPayload ownId(Turn &turn)
{
    return {wire::PayloadType::IdentificationV1, wire::toIsakmpId(turn.frame().config().ike.localId)};
}

wire::IsakmpPayload ownHash(const Handshake &handshake, Turn &turn)
{
    return hashPayload(
        hashOf(turn.frame().weInitiated, handshake, turn.frame(), wire::toIsakmpId(turn.frame().config().ike.localId)));
}

wire::IsakmpPayloads contactPayloads(const ike::ConnectionDirectory &connections, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const api::IkeSettings &ike = frame.config().ike;
    if (connections.hasIkeSaBetween(ike.localId, ike.remoteId))
        return {};
    return {{wire::PayloadType::NotificationV1,
             wire::Notification::ofIsakmpSa(wire::NotificationType::InitialContact, frame.initiatorSpi(),
                                            frame.responderSpi())}};
}

std::expected<VerifiedPeer, ProofRefusal> readProof(const Handshake &handshake, const Incoming &in,
                                                    std::span<const wire::IsakmpPayload> payloads, Turn &turn)
{
    const auto *id = wire::findPayload<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1);
    return ProofReader::read(handshake, id ? *id : wire::IsakmpId{}, in, payloads, turn);
}

std::expected<VerifiedPeer, ProofRefusal> readProof(const Handshake &handshake, const Incoming &in,
                                                    std::span<const wire::IsakmpPayload> payloads,
                                                    const wire::IsakmpId &claimed, Turn &turn)
{
    return ProofReader::read(handshake, claimed, in, payloads, turn);
}

Established establish(Handshake handshake, VerifiedPeer peer, AnsweredMessage lastOfPhase1, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const api::ConnectionConfig &config = frame.config();
    turn.report(EventDraft(EventCode::IkeSaEstablished, Level::Info, Phase::Phase1)
                    .with(DetailKey::InitiatorSpi, ike::ikeSpiText(frame.initiatorSpi().value()))
                    .with(DetailKey::ResponderSpi, ike::ikeSpiText(frame.responderSpi().value()))
                    .with(DetailKey::Chosen, api::toString(handshake.agreement.proposal))
                    .with(DetailKey::LocalId, config.ike.localId.toString())
                    .with(DetailKey::RemoteId, peer.identity().toString())
                    .with(DetailKey::LocalEndpoint, frame.local.toString())
                    .with(DetailKey::RemoteEndpoint, frame.remote.toString()));
    turn.tell(ike::IkeSaUp{peer.isInitialContact()});
    // The high bit is clear, so that the number does not wrap for a long time (RFC 3706, 6.2).
    const auto firstProbe = static_cast<std::uint32_t>(turn.env().random.next64()) & 0x7fffffffU;
    return Established{
        .peer = std::move(peer),
        .proposal = handshake.agreement.proposal,
        .keyD = std::move(handshake.keys.d),
        .keyA = std::move(handshake.keys.a),
        .cipher = std::move(handshake.cipher),
        .phase1 = std::move(handshake.chain),
        .dialect = handshake.agreement.nat,
        .nat = handshake.nat,
        .peerKnowsDpd = handshake.agreement.peer.knowsDpd,
        .lastOfPhase1 = std::move(lastOfPhase1),
        .own = {},
        .peers = {},
        .done = {},
        .usedIds = {},
        .liveness = ike::Liveness(config.dpd, turn.now()),
        .probe = {},
        .nextProbe = firstProbe,
        .lastPeerProbe = {},
        .life = ike::Lifetime::from(turn.now(), handshake.agreement.lifetime, turn.env().random),
        .establishedAt = turn.now(),
        .children = {},
        .renewalTold = false,
        .lastSent = turn.now(),
    };
}

State endAttempt(FailureCode failure, Turn &turn)
{
    turn.tell(ike::SessionEnded{ike::EndCause::AttemptFailed, failure});
    return Closed{};
}

void sendRefusal(wire::NotificationType type, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    wire::Notification notification = wire::Notification::ofIsakmpSa(type, frame.initiatorSpi(), frame.responderSpi());
    const wire::MessageId id(static_cast<std::uint32_t>(turn.env().random.next64()) | 1U);
    turn.reply(encodeReported(headerOf(frame, wire::ExchangeType::InformationalV1, id),
                              {{wire::PayloadType::NotificationV1, std::move(notification)}}, turn));
}

namespace {

void sendSealed(Handshake &handshake, wire::IsakmpPayload payload, Turn &turn)
{
    const wire::MessageId id(static_cast<std::uint32_t>(turn.env().random.next64()) | 1U);
    const api::IkeProposal &proposal = handshake.agreement.proposal;
    IvChain chain = IvChain::ofPhase2(proposal, handshake.chain, id);
    wire::IsakmpPayloads payloads{std::move(payload)};
    payloads.insert(payloads.begin(), hashPayload(hash1(proposal.prf, handshake.keys.a, id, encodedForHash(payloads))));
    turn.reply(sealReported(handshake.cipher, chain, headerOf(turn.frame(), wire::ExchangeType::InformationalV1, id),
                            payloads, turn));
}

} // namespace

void sendSealedRefusal(Handshake &handshake, wire::NotificationType type, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    sendSealed(handshake,
               {wire::PayloadType::NotificationV1,
                wire::Notification::ofIsakmpSa(type, frame.initiatorSpi(), frame.responderSpi())},
               turn);
}

void sendSealedDeletion(Handshake &handshake, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    sendSealed(
        handshake,
        {wire::PayloadType::DeleteV1, wire::IsakmpDelete::ofIsakmpSa(frame.initiatorSpi(), frame.responderSpi())},
        turn);
}

namespace {

FailureCode failureOf(wire::NotificationType type)
{
    switch (type) {
    case wire::NotificationType::NoProposalChosen:
    case wire::NotificationType::BadProposalSyntax:
    case wire::NotificationType::AttributesNotSupported: return FailureCode::ProposalMismatch;
    // Our public value is none of the group that the peer uses.
    case wire::NotificationType::InvalidKeyInformation: return FailureCode::DhGroupMismatch;
    // What a peer says to a message that it cannot decrypt: it has another key.
    case wire::NotificationType::PayloadMalformed:
    case wire::NotificationType::InvalidPayloadType:
    case wire::NotificationType::InvalidHashInformation: return FailureCode::PskMismatch;
    case wire::NotificationType::AuthenticationFailed:
    case wire::NotificationType::InvalidIdInformation: return FailureCode::AuthenticationRefused;
    case wire::NotificationType::InvalidMajorVersion: return FailureCode::IkeVersionMismatch;
    case wire::NotificationType::UnsupportedExchangeType: return FailureCode::NegotiationModeMismatch;
    default: return FailureCode::Phase1NegotiationTimeout;
    }
}

} // namespace

std::optional<Refusal> readRefusal(const Incoming &in, Handshake *handshake, Turn &turn)
{
    std::optional<Opened> opened;
    const wire::IsakmpPayloads *payloads = in.message.payloads();
    if (!payloads && handshake) {
        const api::IkeProposal &proposal = handshake->agreement.proposal;
        const wire::MessageId id = in.header().messageId;
        auto result = openClosed(handshake->cipher, IvChain::ofPhase2(proposal, handshake->chain, id), in);
        if (result
            && equalInConstantTime(result->hash(), hash1(proposal.prf, handshake->keys.a, id, result->behindHash()))) {
            opened = std::move(*result);
            payloads = &opened->message.body.payloads;
        }
    }
    if (!payloads) {
        turn.reportDropped(in.header(), Error{Fault::NotAuthentic, "informational message"});
        // charon says under its own keys that it could not read our proof: with another key than ours that is nonsense.
        return handshake ? std::optional(Refusal{FailureCode::PskMismatch, false}) : std::nullopt;
    }
    reportOpened(in, *payloads, turn);
    for (const auto *notification :
         wire::findPayloads<wire::Notification>(*payloads, wire::PayloadType::NotificationV1)) {
        if (!wire::isErrorNotification(notification->type))
            continue;
        const bool isNoProposal = notification->type == wire::NotificationType::NoProposalChosen;
        const FailureCode failure = failureOf(notification->type);
        const bool isAboutUs = failure == FailureCode::AuthenticationRefused;
        const EventCode code = isNoProposal ? EventCode::NoProposalChosen
            : isAboutUs                     ? EventCode::AuthenticationRefused
                                            : EventCode::NotifyReceived;
        EventDraft event = phase1Event(code, Level::Warning, Direction::In, in);
        if (isNoProposal && turn.frame().connection)
            std::move(event).with(DetailKey::Offered, ike::toString(usableIke(turn.frame().config())));
        else if (isAboutUs && turn.frame().connection)
            std::move(event)
                .with(DetailKey::LocalId, turn.frame().config().ike.localId.toString())
                .with(DetailKey::RemoteId, turn.frame().config().ike.remoteId.toString());
        if (!isNoProposal)
            std::move(event).with(DetailKey::Notify, wire::notificationName(notification->type));
        turn.report(std::move(event));
        return Refusal{failure, opened.has_value()};
    }
    return std::nullopt;
}

} // namespace tw::ikev1
