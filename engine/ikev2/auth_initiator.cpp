#include "engine/ikev2/auth_certificates.h"
#include "engine/ikev2/auth_exchange.h"
#include "engine/ikev2/auth_proof.h"
#include "engine/ikev2/child.h"
#include "engine/ikev2/established.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/sa_init.h"
#include "engine/ikev2/split.h"

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

std::expected<wire::Payloads, AuthRefusal> buildAuthRequest(const Handshake &handshake, crypto::EspSpi inboundSpi,
                                                            Turn &turn)
{
    const ike::LoadedConnectionPtr &connection = turn.frame().connection;
    const api::ConnectionConfig &config = turn.frame().config();
    const wire::Identification idi{config.ike.localId, {}};
    auto proof = proveOurselves(*connection, handshake.proposal.prf,
                                {handshake.ownFirstMessage, handshake.responderNonce, handshake.keys.pi, idi},
                                handshake.peerSignatureHashes);
    if (!proof)
        return std::unexpected(std::move(proof.error()));

    wire::Payloads payloads;
    payloads.push_back({wire::PayloadType::IdInitiator, false, idi});
    std::ranges::move(proof->certificates, std::back_inserter(payloads));
    if (!turn.env().connections.hasIkeSaBetween(config.ike.localId, config.ike.remoteId))
        payloads.push_back(notifyPayload(wire::NotifyType::InitialContact));
    if (auto request = certificateRequest({&connection, 1}))
        payloads.push_back(std::move(*request));
    payloads.push_back({wire::PayloadType::IdResponder, false, wire::Identification{config.ike.remoteId, {}}});
    payloads.push_back(std::move(proof->authentication));
    std::ranges::move(buildChildOffer(wholeOf(turn.frame().connection), inboundSpi, kFirstChild, turn),
                      std::back_inserter(payloads));
    if (offersMobike(config))
        payloads.push_back(notifyPayload(wire::NotifyType::MobikeSupported));
    return payloads;
}

State drop(AwaitAuthReply state, const wire::IkeHeader &header, const Error &error, Turn &turn)
{
    turn.reportDropped(header, error);
    return state;
}

EventDraft withIdentities(EventDraft &&event, const SessionFrame &frame)
{
    return std::move(event)
        .message(api::Exchange::IkeAuth, kAuthMessageId.value())
        .direction(Direction::In)
        .with(DetailKey::LocalId, frame.config().ike.localId.toString())
        .with(DetailKey::RemoteId, frame.config().ike.remoteId.toString());
}

EventDraft authEvent(EventCode code, const SessionFrame &frame)
{
    return withIdentities(EventDraft(code, Level::Error, Phase::Phase1), frame);
}

// The peer gave no proof of itself, but a reason why not. The reason is as authentic as the key exchange: whoever could
// forge it could have kept the answer from us, too.
State onRefused(std::span<const wire::Payload> payloads, Turn &turn)
{
    if (wire::findNotify(payloads, wire::NotifyType::AuthenticationFailed)) {
        turn.report(authEvent(EventCode::AuthenticationRefused, turn.frame())
                        .with(DetailKey::Certificate, ownCertificate(turn.frame().config())));
        return endAttempt(FailureCode::AuthenticationRefused, turn);
    }
    for (const wire::Payload &payload : payloads) {
        const auto *notify = std::get_if<wire::Notify>(&payload.body);
        if (notify && wire::isErrorNotify(notify->type))
            turn.report(EventDraft(EventCode::NotifyReceived, Level::Error, Phase::Phase1)
                            .message(api::Exchange::IkeAuth, kAuthMessageId.value())
                            .direction(Direction::In)
                            .with(DetailKey::Notify, wire::notifyName(notify->type)));
    }
    return endAttempt(FailureCode::Phase1NegotiationTimeout, turn);
}

// Whether the responder is who it must be; reports why not.
std::expected<VerifiedPeer, FailureCode> authenticateResponder(const Handshake &handshake,
                                                               const wire::Identification &idr,
                                                               const wire::Authentication &auth,
                                                               std::span<const wire::Payload> payloads, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    if (idr.identity != frame.config().ike.remoteId) {
        turn.report(authEvent(EventCode::AuthenticationFailed, frame)
                        .with(DetailKey::ReceivedId, idr.identity.toString())
                        .with(FailureCode::PeerIdMismatch));
        return std::unexpected(FailureCode::PeerIdMismatch);
    }
    auto peer = authenticatePeer(*frame.connection, handshake.proposal.prf,
                                 {handshake.peerFirstMessage, handshake.initiatorNonce, handshake.keys.pr, idr},
                                 {auth, payloads, handshake.peerSignatureHashes}, turn.env().utcNow());
    if (peer)
        return *peer;
    turn.report(withIdentities(refusalEvent(peer.error()), frame).with(DetailKey::ReceivedId, idr.identity.toString()));
    return std::unexpected(peer.error().failure);
}

State addChild(Established state, const Handshake &handshake, crypto::EspSpi inboundSpi,
               std::span<const wire::Payload> payloads, Turn &turn)
{
    const api::ConnectionId id = turn.frame().config().id;
    const ChildWish wish = wholeOf(turn.frame().connection);
    auto agreed = readChildAnswer(wish, inboundSpi, payloads, kFirstChild, turn);
    if (!agreed && wire::findNotify(payloads, wire::NotifyType::SinglePairRequired) && splitUp(state, wish, turn))
        return goOn(std::move(state), turn);
    if (!agreed) {
        if (agreed.error().peerHasChild)
            state.children.strays.push_back(inboundSpi);
        turn.tell(ike::ChildRefused{id, agreed.error().failure});
        return goOn(std::move(state), turn);
    }
    auto child =
        installChild(std::move(*agreed),
                     {handshake.proposal.prf, state.skD, {}, handshake.initiatorNonce, handshake.responderNonce, true},
                     handshake.nat.isEncapsulated(), true, turn);
    if (!child) {
        turn.tell(ike::ChildRefused{id, FailureCode::InternalError});
        return state;
    }
    state.children.list.push_back(std::move(*child));
    turn.tell(ike::ChildUp{id});
    continueSplit(state, wish, inboundSpi, payloads, turn);
    return goOn(std::move(state), turn);
}

} // namespace

State startAuth(Handshake handshake, Turn &turn)
{
    const crypto::EspSpi inboundSpi = freshEspSpi(turn.env());
    reportOwnCertificate(turn);
    const auto payloads = buildAuthRequest(handshake, inboundSpi, turn);
    if (!payloads) {
        reportOwnRefusal(payloads.error(), turn);
        return endAttempt(payloads.error().failure, turn);
    }
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::IkeAuth, kAuthMessageId, false);
    PendingRequest request{header.messageId, header.exchange, sealReported(handshake.channel, header, *payloads, turn),
                           ike::Retransmit(turn.now(), turn.env().random)};
    turn.send(request.datagrams);
    return AwaitAuthReply{std::move(handshake), inboundSpi, std::move(request), std::nullopt};
}

State onAuthReply(AwaitAuthReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (!header.isResponse() || header.exchange != wire::ExchangeType::IkeAuth || header.messageId != kAuthMessageId)
        return drop(std::move(state), header, Error{Fault::UnexpectedMessage, "before IKE_AUTH"}, turn);
    const auto payloads = openReported(state.handshake.channel, header, datagram, turn);
    if (!payloads && !payloads.error().isAuthentic)
        return state;
    if (!payloads || wire::unknownCriticalPayload(*payloads)) {
        if (payloads)
            turn.reportDropped(header, Error{Fault::UnknownCriticalPayload, "IKE_AUTH"});
        return endAttempt(FailureCode::Phase1NegotiationTimeout, turn);
    }

    const auto *idr = wire::findPayload<wire::Identification>(*payloads, wire::PayloadType::IdResponder);
    const auto *auth = wire::findPayload<wire::Authentication>(*payloads, wire::PayloadType::Authentication);
    if (!idr || !auth)
        return onRefused(*payloads, turn);
    auto peer = authenticateResponder(state.handshake, *idr, *auth, *payloads, turn);
    if (!peer)
        return rejectPeer(std::move(state.handshake), {ike::EndCause::AttemptFailed, peer.error()}, turn);

    Handshake handshake = std::move(state.handshake);
    Established established = establish(handshake, std::move(*peer), PeerRequests(wire::MessageId(0)), turn);
    established.mobility.isAgreed = agreesOnMobike(turn.frame().config(), *payloads);
    if (state.closingUntil)
        return beginDeletion(std::move(established), {ike::EndCause::DeletedByUs}, turn);
    turn.tell(ike::IkeSaUp{});
    return addChild(std::move(established), handshake, state.inboundSpi, *payloads, turn);
}

State onTick(AwaitAuthReply state, Turn &turn)
{
    if (state.closingUntil && *state.closingUntil <= turn.now()) {
        turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
        return Closed{};
    }
    if (!keepTrying(state.request, turn))
        return endAttempt(FailureCode::Phase1NegotiationTimeout, turn);
    return state;
}

} // namespace tw::ikev2
