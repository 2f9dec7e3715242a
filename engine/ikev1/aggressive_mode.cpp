#include "engine/ikev1/aggressive_mode.h"

#include "engine/ikev1/established.h"
#include "engine/ikev1/phase1.h"

#include <algorithm>

namespace tw::ikev1 {

using api::FailureCode;

namespace {

bool isAggressive(const Incoming &in)
{
    return in.is(wire::ExchangeType::Aggressive) && in.header().messageId == wire::MessageId(0);
}

const Error kUnexpected{Fault::UnexpectedMessage, "in aggressive mode"};

void add(wire::IsakmpPayloads &to, wire::IsakmpPayloads more) { std::ranges::move(more, std::back_inserter(to)); }

// HASH_R goes in clear to whoever asks, and it depends on nothing secret but the key. Said for each SA that comes of it,
// not for each attempt.
void reportKeyExposed(Turn &turn)
{
    turn.report(ike::EventDraft(api::EventCode::KeyExposed, api::Level::Warning, api::Phase::Phase1)
                    .direction(turn.frame().weInitiated ? api::Direction::In : api::Direction::Out));
}

// Everything that message 2 must bring before we say more. It takes nothing from the state, which a bad answer must
// leave as it was.
struct Verified
{
    Handshake handshake;
    VerifiedPeer peer;
};
std::expected<Verified, std::optional<FailureCode>> readAnswer(const AwaitAggressiveAnswer &state, const Incoming &in,
                                                               Turn &turn)
{
    const auto refuse = [&](const Error &error) {
        turn.reportDropped(in.header(), error);
        return std::unexpected(error.fault == Fault::NoProposalChosen ? std::optional(FailureCode::ProposalMismatch)
                                                                      : std::nullopt);
    };
    auto agreement = readSaAnswer(in, state.initiatorSa, turn);
    if (!agreement)
        return refuse(agreement.error());
    if (agreement->proposal.group != state.half.ours.group())
        return refuse(Error{Fault::NoProposalChosen, "another group than that of our KE"});
    auto handshake = makeHandshake(std::move(*agreement), state.half, *in.message.payloads(), turn);
    if (!handshake)
        return refuse(handshake.error());
    auto peer = readProof(*handshake, in, *in.message.payloads(), turn);
    if (!peer)
        return std::unexpected(std::optional(peer.error().failure));
    return Verified{std::move(*handshake), std::move(*peer)};
}

} // namespace

State startAggressiveMode(Turn &turn)
{
    const auto offer = buildOffer(true, wire::ExchangeType::Aggressive, turn);
    if (!offer)
        return endAttempt(FailureCode::NotSupported, turn);
    auto half = makeHalf(usableIke(turn.frame().config()).front().group, turn);
    if (!half)
        return endAttempt(FailureCode::InternalError, turn);
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::Aggressive);
    wire::IsakmpPayloads payloads{{wire::PayloadType::SaV1, *offer}};
    add(payloads, keyPayloads(*half));
    payloads.push_back(ownId(turn));
    add(payloads, vendorIds(turn.frame().config().natTraversal != api::NatTraversal::Off));
    Bytes datagram = encodeReported(header, payloads, turn);
    return AwaitAggressiveAnswer{
        wire::encodeSaPayloadV1(*offer), std::move(*half), sendAndWait(header, std::move(datagram), turn), {}};
}

State onMessage(AwaitAggressiveAnswer state, const Incoming &in, Turn &turn)
{
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (!isAggressive(in) || !in.message.payloads())
        return drop(std::move(state), in, kUnexpected, turn);
    reportOpened(in, *in.message.payloads(), turn);
    SessionFrame &frame = turn.frame();
    frame.remoteSpi = in.header().responderSpi; // the keys depend on it
    auto verified = readAnswer(state, in, turn);
    if (!verified) {
        // Whoever sent it is told once; else it would wait for our message 3 until it gives up.
        const auto failure = verified.error();
        if (!state.hint && failure == FailureCode::PskMismatch)
            sendRefusal(wire::NotificationType::InvalidHashInformation, turn);
        else if (!state.hint && failure == FailureCode::PeerIdMismatch)
            sendRefusal(wire::NotificationType::InvalidIdInformation, turn);
        frame.remoteSpi = {};
        if (failure)
            takeHint(state, *failure, turn);
        return state;
    }
    Handshake &handshake = verified->handshake;
    reportNat(handshake, turn);
    floatPorts(handshake, turn);

    wire::IsakmpPayloads proof{ownHash(handshake, turn)};
    add(proof,
        natPayloads(handshake.agreement.nat, handshake.agreement.proposal.prf, frame, frame.local, frame.remote,
                    turn.env().random));
    add(proof, contactPayloads(turn.env().connections, turn));
    Bytes datagram =
        sealReported(handshake.cipher, handshake.chain, headerOf(frame, wire::ExchangeType::Aggressive), proof, turn);
    turn.send(datagram);
    reportKeyExposed(turn);
    return begin(establish(std::move(handshake), std::move(verified->peer),
                           {toBytes(in.datagram), std::move(datagram), true}, turn),
                 turn);
}

State onTick(AwaitAggressiveAnswer state, Turn &turn) { return waitOn(std::move(state), turn); }

std::optional<State> acceptAggressiveMode(const Incoming &in, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const wire::IsakmpPayloads &payloads = *in.message.payloads();
    reportOpened(in, payloads, turn);
    const auto *id = wire::findPayload<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1);
    const auto identity = id ? wire::identityOf(*id) : std::nullopt;
    const auto claimed = identity
        ? candidates(turn.env().connections.claimedBetween(frame.local.address, frame.remote.address,
                                                           api::IkeVersion::V1, *identity),
                     api::IkeV1Mode::Aggressive)
        : std::vector<ike::LoadedConnectionPtr>();
    if (claimed.empty()) {
        const auto meant =
            candidates(turn.env().connections.between(frame.local.address, frame.remote.address, api::IkeVersion::V1),
                       api::IkeV1Mode::Aggressive);
        if (meant.size() == 1) // only a guess, for the log
            turn.frame().connection = meant.front();
        reportRefused(FailureCode::PeerIdMismatch, identity ? identity->toString() : std::string(), in, turn);
        sendRefusal(wire::NotificationType::InvalidIdInformation, turn);
        return std::nullopt;
    }
    auto accepted = acceptOffer(in, claimed, turn);
    if (!accepted)
        return std::nullopt;
    auto half = makeHalf(accepted->agreement.proposal.group, turn);
    if (!half)
        return std::nullopt;
    auto handshake = makeHandshake(std::move(accepted->agreement), *half, payloads, turn);
    if (!handshake) {
        turn.reportDropped(in.header(), handshake.error());
        return std::nullopt;
    }
    const wire::IkeHeader header = headerOf(frame, wire::ExchangeType::Aggressive);
    wire::IsakmpPayloads answer{std::move(accepted->answer.front())};
    accepted->answer.erase(accepted->answer.begin());
    add(answer, keyPayloads(*half));
    answer.push_back(ownId(turn));
    answer.push_back(ownHash(*handshake, turn));
    add(answer, std::move(accepted->answer));
    add(answer,
        natPayloads(handshake->agreement.nat, handshake->agreement.proposal.prf, frame, frame.local, frame.remote,
                    turn.env().random));
    Bytes datagram = encodeReported(header, answer, turn);
    return AwaitAggressiveProof{std::move(*handshake),
                                *id,
                                AnsweredMessage{toBytes(in.datagram), datagram},
                                sendAndWait(header, std::move(datagram), turn),
                                {}};
}

State onMessage(AwaitAggressiveProof state, const Incoming &in, Turn &turn)
{
    if (state.last.answerRepeated(in, turn))
        return state;
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (!isAggressive(in))
        return drop(std::move(state), in, kUnexpected, turn);
    // It need not be encrypted (RFC 2409, 5.4).
    std::optional<Opened> opened;
    if (in.message.closed()) {
        auto result = openClosed(state.handshake.cipher, state.handshake.chain, in);
        if (!result) {
            takeHint(state, FailureCode::PskMismatch, turn);
            return drop(std::move(state), in, result.error(), turn);
        }
        opened = std::move(*result);
    }
    const wire::IsakmpPayloads &payloads = opened ? opened->message.body.payloads : *in.message.payloads();
    reportOpened(in, payloads, turn);
    auto peer = readProof(state.handshake, in, payloads, state.peerId, turn);
    if (!peer) {
        takeHint(state, peer.error().failure, turn);
        return state;
    }
    if (const auto *closed = in.message.closed())
        state.handshake.chain.advance(closed->ciphertext);
    state.handshake.nat = findNat(state.handshake.agreement.nat, state.handshake.agreement.proposal.prf, payloads,
                                  turn.frame(), turn.arrived()->local, turn.arrived()->remote);
    reportNat(state.handshake, turn);
    turn.learnPath();
    reportKeyExposed(turn);
    return establish(std::move(state.handshake), std::move(*peer), {toBytes(in.datagram), {}}, turn);
}

State onTick(AwaitAggressiveProof state, Turn &turn) { return waitOn(std::move(state), turn); }

} // namespace tw::ikev1
