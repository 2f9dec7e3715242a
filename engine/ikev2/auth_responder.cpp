#include "engine/ikev2/auth_exchange.h"
#include "engine/ikev2/auth_proof.h"
#include "engine/ikev2/child.h"
#include "engine/ikev2/established.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/sa_init.h"
#include "engine/ikev2/selector_fit.h"

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
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::IkeAuth, request.messageId, true);
    Channel &channel = state.handshake.channel;
    state.peerRequests.answer(recognitionOf(channel, datagram), sealReported(channel, header, payloads, turn), turn);
    turn.tell(ike::SessionEnded{ike::EndCause::AttemptFailed, failure});
    return Lingering{std::move(state.peerRequests), turn.now() + kLingering};
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

void reportRefused(const Candidates &candidates, const Claim &claim, const AuthRefusal &refusal, Turn &turn)
{
    // The log line belongs to the connection where there is only one that it can be about.
    turn.frame().connection = candidates.size() == 1 ? candidates.front() : nullptr;
    turn.report(
        refusalEvent(refusal)
            .message(api::Exchange::IkeAuth, kAuthMessageId.value())
            .direction(Direction::In)
            .with(DetailKey::ReceivedId, claim.initiator.identity.toString())
            .with(DetailKey::RequestedId, claim.responder ? claim.responder->identity.toString() : std::string())
            .with(DetailKey::LocalId, idList(candidates, &api::IkeSettings::localId))
            .with(DetailKey::RemoteId, idList(candidates, &api::IkeSettings::remoteId)));
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
        const std::string reason =
            claim.responder ? "asked for " + claim.responder->identity.toString() : std::string();
        reportRefused(candidates, claim, {FailureCode::PeerIdMismatch, reason, {}}, turn);
        return std::unexpected(FailureCode::PeerIdMismatch);
    }

    std::optional<Authenticated> best;
    std::optional<AuthRefusal> refusal;
    for (const auto &candidate : meant) {
        auto peer =
            authenticatePeer(*candidate, handshake.proposal.prf,
                             {handshake.peerFirstMessage, handshake.responderNonce, handshake.keys.pi, claim.initiator},
                             {claim.proof, request, handshake.peerSignatureHashes}, turn.env().utcNow());
        if (!peer) {
            refusal = std::move(peer.error());
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
    reportRefused(meant, claim, *refusal, turn);
    return std::unexpected(refusal->failure);
}

std::expected<wire::Payloads, AuthRefusal> buildAuthAnswer(const Handshake &handshake, Turn &turn)
{
    const wire::Identification idr{turn.frame().config().ike.localId, {}};
    auto proof = proveOurselves(*turn.frame().connection, handshake.proposal.prf,
                                {handshake.ownFirstMessage, handshake.initiatorNonce, handshake.keys.pr, idr},
                                handshake.peerSignatureHashes);
    if (!proof)
        return std::unexpected(std::move(proof.error()));
    wire::Payloads payloads{{wire::PayloadType::IdResponder, false, idr}};
    std::ranges::move(proof->certificates, std::back_inserter(payloads));
    payloads.push_back(std::move(proof->authentication));
    return payloads;
}

void reportNat(const ike::NatFindings &nat, Turn &turn)
{
    if (nat.supported)
        turn.report(EventDraft(EventCode::NatDetected, Level::Info, Phase::Phase1)
                        .with(DetailKey::NatLocal, nat.local ? "yes" : "no")
                        .with(DetailKey::NatRemote, nat.remote ? "yes" : "no"));
    else
        turn.reportNatIgnored(ike::kNoNatDetection);
    if (nat.isEncapsulated() && turn.frame().local.port == turn.env().ikePort)
        turn.reportNatIgnored(ike::kStaysOnIkePort);
}

// Answers with the child or with why there is none, and has the child installed before the peer can use it.
State accept(AwaitAuthRequest state, Authenticated authenticated, const wire::IkeHeader &request, ByteView datagram,
             std::span<const wire::Payload> payloads, Turn &turn)
{
    // Of all with these identities and this key.
    const auto isNew = [](const api::ConnectionId &) { return false; };
    turn.frame().connection = bestFor(authenticated.connection, payloads, kFirstChild, turn.env(), isNew);
    reportNat(state.handshake.nat, turn);
    reportOwnCertificate(turn);
    auto proof = buildAuthAnswer(state.handshake, turn);
    if (!proof) {
        reportOwnRefusal(proof.error(), turn);
        return refuse(std::move(state), request, datagram, notifyPayload(wire::NotifyType::AuthenticationFailed),
                      proof.error().failure, turn);
    }

    Handshake handshake = std::move(state.handshake);
    wire::Payloads answer = std::move(*proof);
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
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::IkeAuth, request.messageId, true);
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
    if (!idi || !auth) { // without AUTH it asks for EAP, which no connection of ours has
        turn.reportDropped(header, Error{Fault::Malformed, "IKE_AUTH without IDi and AUTH"});
        return refuse(std::move(state), header, datagram, notifyPayload(wire::NotifyType::AuthenticationFailed),
                      FailureCode::AuthenticationMethodMismatch, turn);
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
    reportIkeSaEstablished(handshake.proposal, peer, turn);
    const wire::MessageId firstOwn(turn.frame().weInitiated ? kAuthMessageId.value() + 1 : 0);
    return Established{.peer = std::move(peer),
                       .proposal = handshake.proposal,
                       .skD = std::move(handshake.keys.d),
                       .nat = handshake.nat,
                       .mobility = {.isAgreed = false,
                                    .weDecide = turn.frame().weInitiated,
                                    .isStranded = false,
                                    .isUpdateDue = false,
                                    .seenByPeer = {}},
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
