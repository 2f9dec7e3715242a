#include "engine/ikev2/auth_exchange.h"
#include "engine/ikev2/child.h"
#include "engine/ikev2/established.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/sa_init.h"

#include <algorithm>
#include <ranges>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

using Candidates = std::vector<ike::LoadedConnectionPtr>;

// What the initiator says of itself, and of whom it wants to talk to.
struct Claim
{
    const wire::Identification &initiator;
    const wire::Identification *responder; // it need not say
    const wire::Authentication &proof;
};

// The answer to a request that leads to no SA. It stays for a while: its loss must not look like silence.
State refuse(AwaitAuthRequest state, const wire::IkeHeader &request, ByteView datagram, wire::Payload notify,
             FailureCode failure, Turn &turn)
{
    const wire::Payloads payloads{std::move(notify)};
    const wire::IkeHeader header = turn.frame().header(wire::ExchangeType::IkeAuth, request.messageId, true);
    Channel &channel = state.handshake.channel;
    state.peerRequests.answer(recognitionOf(channel, datagram), sealReported(channel, header, payloads, turn), turn);
    turn.tell(ike::SessionEnded{ike::EndCause::AttemptFailed, failure});
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
}

EventDraft authEvent(EventCode code, const Claim &claim)
{
    return EventDraft(code, Level::Error, Phase::Phase1)
        .message(api::Exchange::IkeAuth, kAuthMessageId.value())
        .direction(Direction::In)
        .with(DetailKey::ReceivedId, claim.initiator.identity.toString());
}

// Of the connections of the address pair those that may speak in this suite: IKE_SA_INIT chose it for one of them.
Candidates speaking(const api::IkeProposal &proposal, Candidates all)
{
    std::erase_if(all, [&](const auto &candidate) {
        const auto usable = usableProposals(*candidate->config);
        return std::ranges::find(usable, proposal) == usable.end();
    });
    return all;
}

bool isMeant(const api::ConnectionConfig &config, const Claim &claim)
{
    return config.ike.remoteId == claim.initiator.identity
        && (!claim.responder || config.ike.localId == claim.responder->identity);
}

// Of a log line: who may have been meant, not of thousands.
constexpr std::ptrdiff_t kMaxListedIds = 16;

std::string idList(const Candidates &candidates, api::Identity api::IkeSettings::*id)
{
    std::string text;
    for (const auto &candidate : candidates | std::views::take(kMaxListedIds))
        text += (text.empty() ? "" : ", ") + (candidate->config->ike.*id).toString();
    return text;
}

void reportRefused(const Candidates &candidates, const Claim &claim, FailureCode failure, std::string_view reason,
                   Turn &turn)
{
    // The log line belongs to the connection where there is only one that it can be about.
    turn.frame().connection = candidates.size() == 1 ? candidates.front() : nullptr;
    turn.report(authEvent(EventCode::AuthenticationFailed, claim)
                    .with(DetailKey::LocalId, idList(candidates, &api::IkeSettings::localId))
                    .with(DetailKey::RemoteId, idList(candidates, &api::IkeSettings::remoteId))
                    .with(DetailKey::Reason, reason)
                    .with(failure));
}

struct Authenticated
{
    ike::LoadedConnectionPtr connection;
    VerifiedPeer peer;
};

// Identity first, then the key, then, among connections that share both, the one that can carry what is asked for.
std::expected<Authenticated, FailureCode> authenticateInitiator(const Handshake &handshake, const Claim &claim,
                                                                std::span<const wire::Payload> request, Turn &turn)
{
    const IpAddress &local = turn.frame().local.address;
    const IpAddress &remote = turn.frame().remote.address;
    const ike::ConnectionDirectory &connections = turn.env().connections;
    Candidates meant = connections.claimedBetween(local, remote, api::IkeVersion::V2, claim.initiator.identity);
    std::erase_if(meant, [&](const auto &candidate) { return !isMeant(*candidate->config, claim); });
    meant = speaking(handshake.proposal, std::move(meant));
    if (meant.empty()) {
        const Candidates candidates =
            speaking(handshake.proposal, connections.between(local, remote, api::IkeVersion::V2));
        reportRefused(candidates, claim, FailureCode::PeerIdMismatch,
                      claim.responder ? "asked for " + claim.responder->identity.toString() : std::string(), turn);
        return std::unexpected(FailureCode::PeerIdMismatch);
    }

    std::optional<Authenticated> best;
    Error error{Fault::AuthenticationFailed, "AUTH"};
    for (const auto &candidate : meant) {
        auto peer = verifyPeer(
            handshake.proposal.prf, candidate->secret,
            {handshake.peerFirstMessage, handshake.responderNonce, handshake.keys.pi, claim.initiator}, claim.proof);
        if (!peer) {
            error = peer.error();
            continue;
        }
        const bool fits = canCarry(*candidate->config, request, kFirstChild);
        if (!best || fits)
            best = Authenticated{candidate, std::move(*peer)};
        if (fits)
            break;
    }
    if (best)
        return std::move(*best);
    reportRefused(meant, claim, FailureCode::PskMismatch, error.where, turn);
    return std::unexpected(FailureCode::PskMismatch);
}

wire::Payloads buildAuthAnswer(const Handshake &handshake, Turn &turn)
{
    const wire::Identification idr{turn.frame().config().ike.localId, {}};
    const SecretBytes auth =
        pskAuthentication(handshake.proposal.prf, turn.frame().connection->secret,
                          {handshake.ownFirstMessage, handshake.initiatorNonce, handshake.keys.pr, idr});
    return {{wire::PayloadType::IdResponder, false, idr},
            {wire::PayloadType::Authentication, false,
             wire::Authentication{wire::AuthMethod::SharedKey, toBytes(auth.view())}}};
}

void reportNat(const ike::NatFindings &nat, Turn &turn)
{
    if (nat.supported)
        turn.report(EventDraft(EventCode::NatDetected, Level::Info, Phase::Phase1)
                        .with(DetailKey::NatLocal, nat.local ? "yes" : "no")
                        .with(DetailKey::NatRemote, nat.remote ? "yes" : "no"));
}

// Answers with the child or with why there is none, and has the child installed before the peer can use it.
State accept(AwaitAuthRequest state, Authenticated authenticated, const wire::IkeHeader &request, ByteView datagram,
             std::span<const wire::Payload> payloads, Turn &turn)
{
    Handshake handshake = std::move(state.handshake);
    turn.frame().connection = std::move(authenticated.connection);
    reportNat(handshake.nat, turn);

    wire::Payloads answer = buildAuthAnswer(handshake, turn);
    auto offered = answerChildOffer(turn.frame().connection, payloads, kFirstChild, turn);
    if (offered)
        std::ranges::copy(offered->payloads, std::back_inserter(answer));
    else
        answer.push_back(offered.error().notify);

    Established established = establish(handshake, std::move(authenticated.peer), std::move(state.peerRequests), turn);
    established.mobility.isAgreed = agreesOnMobike(turn.frame().config(), payloads);
    if (established.mobility.isAgreed)
        answer.push_back(notifyPayload(wire::NotifyType::MobikeSupported));
    turn.tell(ike::IkeSaUp{wire::findNotify(payloads, wire::NotifyType::InitialContact) != nullptr});
    if (offered) {
        if (auto child = installChild(std::move(offered->child),
                                      {handshake.proposal.prf,
                                       established.skD,
                                       {},
                                       handshake.initiatorNonce,
                                       handshake.responderNonce,
                                       false},
                                      handshake.nat.isEncapsulated(), true, turn)) {
            established.children.list.push_back(std::move(*child));
            turn.tell(ike::ChildUp{turn.frame().config().id});
        }
    } else {
        turn.tell(ike::ChildRefused{turn.frame().config().id, offered.error().failure});
    }
    const wire::IkeHeader header = turn.frame().header(wire::ExchangeType::IkeAuth, request.messageId, true);
    Channel &channel = established.channel;
    established.peerRequests.answer(recognitionOf(channel, datagram), sealReported(channel, header, answer, turn),
                                    turn);
    return established;
}

} // namespace

State onAuthRequest(AwaitAuthRequest state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (header.isResponse() || header.exchange != wire::ExchangeType::IkeAuth || header.messageId != kAuthMessageId) {
        turn.reportDropped(header, Error{Fault::UnexpectedMessage, "before IKE_AUTH"});
        return state;
    }
    const auto payloads = openReported(state.handshake.channel, header, datagram, turn);
    if (!payloads && !payloads.error().isAuthentic)
        return state;
    turn.learnPath(); // after a float to the NAT port, and through whatever port a NAT chose
    if (!payloads)
        return refuse(std::move(state), header, datagram, notifyPayload(wire::NotifyType::InvalidSyntax),
                      FailureCode::Phase1NegotiationTimeout, turn);
    if (const auto type = wire::unknownCriticalPayload(*payloads)) {
        turn.reportDropped(header, Error{Fault::UnknownCriticalPayload, "IKE_AUTH"});
        return refuse(std::move(state), header, datagram, unsupportedCritical(*type),
                      FailureCode::Phase1NegotiationTimeout, turn);
    }
    const auto *idi = wire::findPayload<wire::Identification>(*payloads, wire::PayloadType::IdInitiator);
    const auto *idr = wire::findPayload<wire::Identification>(*payloads, wire::PayloadType::IdResponder);
    const auto *auth = wire::findPayload<wire::Authentication>(*payloads, wire::PayloadType::Authentication);
    if (!idi || !auth) { // without AUTH it asks for EAP, which needs more than a pre-shared key
        turn.reportDropped(header, Error{Fault::Malformed, "IKE_AUTH without IDi and AUTH"});
        return refuse(std::move(state), header, datagram, notifyPayload(wire::NotifyType::AuthenticationFailed),
                      FailureCode::PskMismatch, turn);
    }
    auto authenticated = authenticateInitiator(state.handshake, Claim{*idi, idr, *auth}, *payloads, turn);
    if (!authenticated)
        return refuse(std::move(state), header, datagram, notifyPayload(wire::NotifyType::AuthenticationFailed),
                      authenticated.error(), turn);
    return accept(std::move(state), std::move(*authenticated), header, datagram, *payloads, turn);
}

State onTick(AwaitAuthRequest state, Turn &turn)
{
    if (turn.now() < state.givenUpAt)
        return state;
    return endAttempt(FailureCode::Phase1NegotiationTimeout, turn);
}

Established establish(Handshake &handshake, VerifiedPeer peer, PeerRequests peerRequests, Turn &turn)
{
    const api::ConnectionConfig &config = turn.frame().config();
    reportIkeSaEstablished(handshake.proposal, peer.identity(), turn);
    const wire::MessageId firstOwn(turn.frame().weInitiated ? kAuthMessageId.value() + 1 : 0);
    return Established{
        .peer = std::move(peer),
        .proposal = handshake.proposal,
        .skD = std::move(handshake.keys.d),
        .nat = handshake.nat,
        .mobility = {.isAgreed = false, .weDecide = turn.frame().weInitiated, .isUpdateDue = false, .seenByPeer = {}},
        .channel = std::move(handshake.channel),
        .peerRequests = std::move(peerRequests),
        .ownRequests = OwnRequests(firstOwn),
        .underWay = {},
        .liveness = ike::Liveness(config.dpd, turn.now()),
        .life = ike::Lifetime::from(turn.now(), config.ike.lifetime, turn.env().random),
        .establishedAt = turn.now(),
        .children = {},
        .renewalTold = false,
        .peerBusySince = std::nullopt,
        .provisionalUntil = std::nullopt,
        .lastSent = turn.now()};
}

} // namespace tw::ikev2
