#include "engine/ikev2/ike_rekey.h"

#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/child_exchange.h"
#include "engine/ikev2/child_refusal.h"
#include "engine/ikev2/established.h"
#include "engine/ikev2/exchange_parts.h"
#include "engine/ikev2/sa_init.h"
#include "engine/ikev2/session.h"
#include "engine/wire/byte_order.h"
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
using wire::NotifyType;
using wire::PayloadType;

namespace {

constexpr std::size_t kSpiSize = 8;

Bytes spiBytes(wire::IkeSpi spi)
{
    wire::ByteWriter out;
    out.u64(spi.value());
    return std::move(out).finish();
}

std::optional<wire::IkeSpi> spiOf(ByteView bytes)
{
    if (bytes.size() != kSpiSize)
        return std::nullopt;
    const wire::IkeSpi spi(wire::loadBig<std::uint64_t>(bytes.data()));
    return spi == wire::IkeSpi(0) ? std::nullopt : std::optional(spi);
}

wire::IkeSpi freshIkeSpi(const ike::Env &env)
{
    for (;;) {
        const std::uint64_t spi = env.random.next64();
        if (spi != 0 && !env.connections.hasSession(spi))
            return wire::IkeSpi(spi);
    }
}

EventDraft rekeyEvent(EventCode code, Level level, Direction direction, wire::MessageId id)
{
    return EventDraft(code, level, Phase::Phase1)
        .message(api::Exchange::CreateChildSa, id.value())
        .direction(direction);
}

// RFC 7296, 2.18 takes the old PRF for SKEYSEED and the new one for the keys; strongSwan takes the old one for all. The
// two agree only as long as the PRF stays the same, so nothing else is asked for while there is a choice.
std::vector<api::IkeProposal> withPrf(std::vector<api::IkeProposal> proposals, api::Prf prf)
{
    std::vector<api::IkeProposal> same;
    std::ranges::copy_if(proposals, std::back_inserter(same),
                         [&](const api::IkeProposal &proposal) { return proposal.prf == prf; });
    return same.empty() ? std::move(proposals) : same;
}

std::vector<api::IkeProposal> offeredInRekey(const Turn &turn, api::Prf oldPrf)
{
    return withPrf(usableProposals(turn.frame().config()), oldPrf);
}

// The frame and the keys of the next IKE SA, on the path of this one.
struct NextIkeSa
{
    SessionFrame frame;
    api::IkeProposal proposal;
    SecretBytes skD;
    Channel channel;
};

struct NextSecrets
{
    api::Prf oldPrf;
    const SecretBytes &oldSkD;
    SecretBytes shared;
    ByteView initiatorNonce;
    ByteView responderNonce;
};

Result<NextIkeSa> makeNext(SessionFrame frame, const api::IkeProposal &proposal, NextSecrets secrets, Turn &turn)
{
    IkeKeys keys = deriveRekeyedIkeKeys(secrets.oldPrf, secrets.oldSkD, proposal, std::move(secrets.shared),
                                        secrets.initiatorNonce, secrets.responderNonce, frame.initiatorSpi(),
                                        frame.responderSpi());
    auto channel = makeChannel(frame.weInitiated, proposal, keys);
    if (!channel)
        return std::unexpected(channel.error());
    exposeKeys(frame, proposal, keys, turn);
    return NextIkeSa{std::move(frame), proposal, std::move(keys.d), std::move(*channel)};
}

SessionFrame nextFrame(const Turn &turn, wire::IkeSpi local, wire::IkeSpi remote, bool weInitiated)
{
    SessionFrame frame = turn.frame();
    frame.localSpi = local;
    frame.remoteSpi = remote;
    frame.weInitiated = weInitiated;
    frame.createdAt = turn.now();
    return frame;
}

// A session without children yet. `provisional`: whether it will have any is not decided.
std::unique_ptr<Session> establishNext(const Established &old, NextIkeSa next, bool provisional, Turn &turn)
{
    const auto lifetime = turn.frame().config().ike.lifetime;
    next.channel.isFragmenting = old.channel.isFragmenting; // agreed on in IKE_SA_INIT, once (RFC 7383, 2.3)
    Established state{.peer = old.peer,
                      .proposal = next.proposal,
                      .skD = std::move(next.skD),
                      .nat = old.nat,
                      .mobility = {.isAgreed = old.mobility.isAgreed,
                                   .weDecide = old.mobility.weDecide,
                                   .isStranded = false,
                                   .isUpdateDue = old.mobility.isUpdateDue
                                       || std::holds_alternative<AddressUpdate>(old.underWay), // said of the old one
                                   .seenByPeer = {}}, // which is hashed with the SPIs
                      .channel = std::move(next.channel),
                      .peerRequests = PeerRequests(wire::MessageId(0)), // they count anew (RFC 7296, 2.18)
                      .ownRequests = OwnRequests(wire::MessageId(0)),
                      .underWay = {},
                      .liveness = old.liveness,
                      .life = ike::Lifetime::from(turn.now(), lifetime, turn.env().random),
                      .establishedAt = turn.now(),
                      .children = {},
                      .renewalTold = false,
                      .peerBusySince = std::nullopt,
                      .provisionalUntil = std::nullopt,
                      .lastSent = old.lastSent};
    if (provisional)
        state.provisionalUntil = turn.now() + kProvisionalLifetime;
    return std::make_unique<Session>(std::move(next.frame), State(std::move(state)));
}

// One that both sides have, and that is deleted by us at once.
void sayGoodbye(NextIkeSa next, Turn &turn)
{
    Turn farewell(next.frame, turn.env());
    State state = beginFarewell(std::move(next.channel), PeerRequests(wire::MessageId(0)),
                                OwnRequests(wire::MessageId(0)), std::nullopt, farewell);
    turn.append(std::move(farewell).finish());
    turn.succeed({std::make_unique<Session>(std::move(next.frame), std::move(state)), false});
}

void bequeath(Established &state, std::uint64_t heir, Turn &turn)
{
    ike::Bequest bequest{heir, {}, nullptr, true};
    for (const Child &child : state.children.list) {
        if (child.isInstalled)
            bequest.children.push_back(child.inboundSpi);
    }
    bequest.estate = std::make_unique<ChildEstate>(std::exchange(state.children, {}));
    turn.leave(std::move(bequest));
}

// The peer deletes this one.
State supersede(Established state, Turn &turn)
{
    return Superseded{std::move(state.channel), std::move(state.peerRequests), std::move(state.ownRequests),
                      turn.now() + kSupersededPatience};
}

// What a good response holds.
struct Agreement
{
    api::IkeProposal proposal;
    wire::IkeSpi peerSpi;
    ByteView nonce;
    SecretBytes shared;
};

Result<Agreement> readResponse(const IkeRequest &request, const wire::Payloads &response, api::Prf oldPrf, Turn &turn)
{
    const auto *sa = wire::findPayload<wire::SaPayload>(response, PayloadType::Sa);
    const auto *nonce = wire::findPayload<wire::Nonce>(response, PayloadType::Nonce);
    const auto *ke = wire::findPayload<wire::KeyExchange>(response, PayloadType::KeyExchange);
    if (!sa || !nonce || !ke)
        return fail(Fault::Malformed, "response to the rekey of the IKE SA");
    const auto choice = ike::verifyRekeyedAnswer(offeredInRekey(turn, oldPrf), *sa);
    const auto peerSpi = choice ? spiOf(choice->peerSpi) : std::nullopt;
    if (!peerSpi)
        return fail(Fault::NoProposalChosen, "SA of the response is none that was offered");
    if (choice->suite.group != request.ours.group() || ke->group != static_cast<std::uint16_t>(request.ours.group()))
        return fail(Fault::InvalidKeyExchange, "KE of another group");
    auto shared = request.ours.sharedSecret(ke->data);
    if (!shared)
        return std::unexpected(shared.error());
    return Agreement{choice->suite, *peerSpi, nonce->data, std::move(*shared)};
}

Result<NextIkeSa> makeAgreed(const IkeRequest &request, Agreement agreed, api::Prf oldPrf, const SecretBytes &oldSkD,
                             Turn &turn)
{
    return makeNext(nextFrame(turn, request.localSpi, agreed.peerSpi, true), agreed.proposal,
                    {oldPrf, oldSkD, std::move(agreed.shared), request.nonce, agreed.nonce}, turn);
}

void sendIkeRekey(Established &state, api::DhGroup group, unsigned restarts, Turn &turn)
{
    const auto proposals = offeredInRekey(turn, state.proposal.prf);
    auto ours = crypto::KeyExchange::create(group, turn.env().random);
    if (!ours) {
        tellRenewalDue(state, turn);
        return;
    }
    Bytes nonce = freshNonce(turn);
    const wire::IkeSpi spi = freshIkeSpi(turn.env());
    wire::SaPayload offer;
    for (const auto &proposal : proposals) {
        offer.proposals.push_back(ike::toWire(proposal, static_cast<std::uint8_t>(offer.proposals.size() + 1)));
        offer.proposals.back().spi = spiBytes(spi);
    }
    turn.report(rekeyEvent(EventCode::ProposalsOffered, Level::Info, Direction::Out, state.ownRequests.next())
                    .with(DetailKey::Offered, ike::toString(offer)));
    const wire::Payloads payloads{
        {PayloadType::Sa, false, std::move(offer)}, noncePayload(nonce), keyExchangePayload(*ours)};
    state.ownRequests.send(wire::ExchangeType::CreateChildSa, payloads, state.channel, turn);
    state.underWay = IkeRequest{spi, std::move(nonce), std::move(*ours), restarts, std::nullopt};
}

// Of the request whose response came just now: our requests are idle again.
wire::MessageId answeredId(const Established &state) { return wire::MessageId(state.ownRequests.next().value() - 1); }

// What the peer's answer did not come to.
FailureCode failureOf(const Error &error)
{
    return error.fault == Fault::NoProposalChosen ? FailureCode::ProposalMismatch : FailureCode::InternalError;
}

State onRefused(Established state, const IkeRequest &request, std::span<const wire::Payload> response, Turn &turn)
{
    // The peer made one in the meantime: whatever it says of ours, that one counts (RFC 7296, 2.8.2).
    if (request.rival) {
        bequeath(state, request.rival->localSpi, turn);
        return supersede(std::move(state), turn);
    }
    const wire::MessageId id = answeredId(state);
    const wire::Notify *error = firstError(response);
    const NotifyType type = error ? error->type : NotifyType{};
    if (type != NotifyType::InvalidKePayload && type != NotifyType::NoProposalChosen) {
        const bool isBusy = type == NotifyType::TemporaryFailure;
        turn.report(rekeyEvent(EventCode::NotifyReceived, isBusy ? Level::Info : Level::Error, Direction::In, id)
                        .with(DetailKey::Notify, error ? wire::notifyName(type) : std::string("none")));
        if (isBusy && mayStillBeBusy(state, turn))
            state.life.renewAt = busyRetryAt(turn);
        else
            tellRenewalDue(state, turn);
        return goOn(std::move(state), turn);
    }
    const auto proposals = offeredInRekey(turn, state.proposal.prf);
    if (const auto number = wire::wantedGroup(*error)) {
        const api::DhGroup wanted{*number};
        turn.report(rekeyEvent(EventCode::InvalidKeyExchange, Level::Info, Direction::In, id)
                        .with(DetailKey::Group, api::logName(wanted)));
        const bool isOffered = std::ranges::find(proposals, wanted, &api::IkeProposal::group) != proposals.end();
        if (isOffered && wanted != request.ours.group() && request.restarts < kMaxGroupChanges) {
            sendIkeRekey(state, wanted, request.restarts + 1, turn);
            return state;
        }
    }
    turn.report(rekeyEvent(EventCode::NoProposalChosen, Level::Error, Direction::In, id)
                    .with(DetailKey::Offered, ike::toString(proposals)));
    tellRenewalDue(state, turn);
    return goOn(std::move(state), turn);
}

// A suite in the group of the key exchange that came saves a round trip.
ike::ProposalVerdict<api::IkeProposal> chooseInGroup(const std::vector<api::IkeProposal> &usable,
                                                     const wire::SaPayload &offer, ByteView spi, std::uint16_t group)
{
    std::vector<api::IkeProposal> inGroup;
    std::ranges::copy_if(usable, std::back_inserter(inGroup), [&](const api::IkeProposal &proposal) {
        return static_cast<std::uint16_t>(proposal.group) == group;
    });
    if (auto verdict = ike::chooseRekeyed(inGroup, offer, spi))
        return verdict;
    return ike::chooseRekeyed(usable, offer, spi);
}

ike::ProposalVerdict<api::IkeProposal> chooseForRekey(const std::vector<api::IkeProposal> &usable, api::Prf oldPrf,
                                                      const wire::SaPayload &offer, ByteView spi, std::uint16_t group)
{
    if (auto verdict = chooseInGroup(withPrf(usable, oldPrf), offer, spi, group))
        return verdict;
    return chooseInGroup(usable, offer, spi, group);
}

// The next IKE SA by the peer's wish, and our answer; or the notify that refuses it.
struct Accepted
{
    NextIkeSa next;
    wire::Payloads answer;
    Bytes lowestNonce;
};

std::expected<Accepted, wire::Payload> accept(const Established &state, wire::MessageId id,
                                              std::span<const wire::Payload> request, Turn &turn)
{
    const auto invalid = [] { return std::unexpected(notifyPayload(NotifyType::InvalidSyntax)); };
    const auto *offer = wire::findPayload<wire::SaPayload>(request, PayloadType::Sa);
    const auto *ke = wire::findPayload<wire::KeyExchange>(request, PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(request, PayloadType::Nonce);
    if (!ke)
        return invalid();
    turn.report(rekeyEvent(EventCode::ProposalsReceived, Level::Info, Direction::In, id)
                    .with(DetailKey::Offered, ike::toString(*offer)));
    const wire::IkeSpi spi = freshIkeSpi(turn.env());
    const auto choice =
        chooseForRekey(usableProposals(turn.frame().config()), state.proposal.prf, *offer, spiBytes(spi), ke->group);
    if (!choice) {
        turn.report(rekeyEvent(EventCode::ProposalRefused, Level::Error, Direction::In, id)
                        .with(DetailKey::Offered, choice.error().offered)
                        .with(DetailKey::Configured, choice.error().configured)
                        .with(DetailKey::Differs, choice.error().differs)
                        .with(choice.error().failure));
        return std::unexpected(notifyPayload(NotifyType::NoProposalChosen));
    }
    const api::DhGroup group = choice->suite.group;
    if (ke->group != static_cast<std::uint16_t>(group)) {
        turn.report(rekeyEvent(EventCode::InvalidKeyExchange, Level::Info, Direction::Out, id)
                        .with(DetailKey::Group, api::logName(group)));
        return std::unexpected(wantedGroupPayload(group));
    }
    const auto peerSpi = spiOf(choice->peerSpi);
    auto ours = crypto::KeyExchange::create(group, turn.env().random);
    auto shared = ours ? ours->sharedSecret(ke->data) : std::unexpected(ours.error());
    if (!peerSpi || !shared)
        return invalid();

    const Bytes ourNonce = freshNonce(turn);
    auto next = makeNext(nextFrame(turn, spi, *peerSpi, false), choice->suite,
                         {state.proposal.prf, state.skD, std::move(*shared), nonce->data, ourNonce}, turn);
    if (!next)
        return std::unexpected(notifyPayload(NotifyType::TemporaryFailure));
    wire::Payloads answer{
        {PayloadType::Sa, false, wire::SaPayload{{choice->answer}}}, noncePayload(ourNonce), keyExchangePayload(*ours)};
    return Accepted{std::move(*next), std::move(answer), lowerNonce(nonce->data, ourNonce)};
}

// Why the peer has to wait (RFC 7296, 2.25.1): something of ours is under way, or another rekey of its own is not
// decided yet.
bool isBusy(const Established &state)
{
    const auto *rekey = std::get_if<IkeRequest>(&state.underWay);
    return state.provisionalUntil || std::holds_alternative<ChildRequest>(state.underWay)
        || std::holds_alternative<ChildDeletion>(state.underWay) || state.children.isDeleting()
        || (rekey && rekey->rival);
}

} // namespace

void requestIkeRekey(Established &state, Turn &turn)
{
    const auto proposals = offeredInRekey(turn, state.proposal.prf);
    const api::DhGroup now = state.proposal.group;
    const bool isStillOffered = std::ranges::find(proposals, now, &api::IkeProposal::group) != proposals.end();
    if (proposals.empty())
        tellRenewalDue(state, turn);
    else
        sendIkeRekey(state, isStillOffered ? now : proposals.front().group, 0, turn);
}

State onIkeRekeyResponse(Established state, IkeRequest request, const wire::Payloads *response, Turn &turn)
{
    if (response && !wire::findPayload<wire::SaPayload>(*response, PayloadType::Sa))
        return onRefused(std::move(state), request, *response, turn);
    Result<NextIkeSa> next = fail(Fault::Malformed, "response to the rekey of the IKE SA");
    Bytes lowest = request.nonce;
    if (response) {
        if (auto agreed = readResponse(request, *response, state.proposal.prf, turn)) {
            lowest = lowerNonce(request.nonce, agreed->nonce);
            next = makeAgreed(request, std::move(*agreed), state.proposal.prf, state.skD, turn);
        } else {
            next = std::unexpected(agreed.error());
        }
    }
    if (!next) {
        // The peer has an IKE SA now that we have not, and our children are there.
        turn.reportDropped(headerOf(turn.frame(), wire::ExchangeType::CreateChildSa, answeredId(state), true),
                           next.error());
        if (!request.rival)
            return beginDeletion(std::move(state), {ike::EndCause::ProtocolBroken, failureOf(next.error())}, turn);
        bequeath(state, request.rival->localSpi, turn);
        return supersede(std::move(state), turn);
    }
    // Of two new IKE SAs, the one with the lowest of the four nonces goes (RFC 7296, 2.8.2).
    if (request.rival && isLower(lowest, request.rival->lowestNonce)) {
        sayGoodbye(std::move(*next), turn);
        bequeath(state, request.rival->localSpi, turn);
        return supersede(std::move(state), turn);
    }
    if (request.rival)
        turn.tell(ike::SuccessorOutrivalled{request.rival->localSpi});
    const std::uint64_t heir = next->frame.localSpi.value();
    turn.succeed({establishNext(state, std::move(*next), false, turn), true});
    bequeath(state, heir, turn);
    reportIkeSaDeleted(Direction::Out, turn);
    return beginFarewell(std::move(state.channel), std::move(state.peerRequests), std::move(state.ownRequests),
                         std::nullopt, turn);
}

void onUnwantedSuccessor(const OpenRekey &rekey, const wire::Payloads *response, Turn &turn)
{
    if (!response || !wire::findPayload<wire::SaPayload>(*response, PayloadType::Sa))
        return;
    auto agreed = readResponse(rekey.request, *response, rekey.prf, turn);
    if (!agreed)
        return;
    if (auto next = makeAgreed(rekey.request, std::move(*agreed), rekey.prf, rekey.skD, turn))
        sayGoodbye(std::move(*next), turn);
}

State onIkeRekeyRequest(Established state, const wire::IkeHeader &header, ByteView datagram,
                        std::span<const wire::Payload> request, Turn &turn)
{
    const auto answerWith = [&](const wire::Payloads &payloads) {
        answerPeer(state.peerRequests, state.channel, header, datagram, payloads, turn);
    };
    if (isBusy(state)) {
        answerWith({notifyPayload(NotifyType::TemporaryFailure)});
        return goOn(std::move(state), turn);
    }
    auto accepted = accept(state, header.messageId, request, turn);
    if (!accepted) {
        if (std::get<wire::Notify>(accepted.error().body).type == NotifyType::InvalidSyntax)
            return breakOff(std::move(state), header, datagram, turn);
        answerWith({accepted.error()});
        return goOn(std::move(state), turn);
    }
    answerWith(accepted->answer);
    auto *own = std::get_if<IkeRequest>(&state.underWay);
    const std::uint64_t successor = accepted->next.frame.localSpi.value();
    turn.succeed({establishNext(state, std::move(accepted->next), own != nullptr, turn), true});
    if (own) { // both rekey it at once: which of the two takes over is known when ours is answered
        own->rival = RivalIkeSa{successor, std::move(accepted->lowestNonce)};
        return state;
    }
    bequeath(state, successor, turn);
    return supersede(std::move(state), turn);
}

bool bequeathToRival(Established &state, Turn &turn)
{
    const auto *own = std::get_if<IkeRequest>(&state.underWay);
    if (!own || !own->rival)
        return false;
    bequeath(state, own->rival->localSpi, turn);
    return true;
}

State inherit(Established state, Children children, Turn &turn)
{
    state.provisionalUntil.reset();
    state.children = std::move(children);
    // A new IKE SA does not help a child that the peer refuses to renew.
    state.renewalTold = std::ranges::any_of(state.children.list, [](const Child &child) {
        return child.stage == Child::Stage::Standing && child.isRenewalRefused;
    });
    reportIkeSaEstablished(state.proposal, state.peer, turn);
    return goOn(std::move(state), turn);
}

} // namespace tw::ikev2
