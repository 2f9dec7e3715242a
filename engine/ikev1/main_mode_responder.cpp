#include "engine/ikev1/established.h"
#include "engine/ikev1/main_mode.h"
#include "engine/ikev1/phase1.h"

#include <algorithm>

namespace tw::ikev1 {

using api::FailureCode;

namespace {

bool isMainMode(const Incoming &in)
{
    return in.is(wire::ExchangeType::IdentityProtection) && in.header().messageId == wire::MessageId(0);
}

const Error kUnexpected{Fault::UnexpectedMessage, "in main mode"};

AnsweredMessage answer(const Incoming &in, Bytes datagram, Turn &turn)
{
    turn.reply(datagram);
    return {toBytes(in.datagram), std::move(datagram)};
}

} // namespace

std::optional<State> acceptMainMode(const Incoming &in, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const auto connections =
        candidates(turn.env().connections.between(frame.local.address, frame.remote.address, api::IkeVersion::V1),
                   api::IkeV1Mode::Main);
    reportOpened(in, *in.message.payloads(), turn);
    auto accepted = acceptOffer(in, connections, turn);
    if (!accepted)
        return std::nullopt;
    Bytes datagram = encodeReported(headerOf(frame, wire::ExchangeType::IdentityProtection), accepted->answer, turn);
    return AwaitKeys{std::move(accepted->agreement), answer(in, std::move(datagram), turn),
                     turn.now() + kHalfOpenLifetime};
}

State onMessage(AwaitKeys state, const Incoming &in, Turn &turn)
{
    if (state.last.answerRepeated(in, turn))
        return state;
    if (!isMainMode(in) || !in.message.payloads())
        return drop(std::move(state), in, kUnexpected, turn);
    const wire::IsakmpPayloads &payloads = *in.message.payloads();
    reportOpened(in, payloads, turn);
    auto half = makeHalf(state.agreement.proposal.group, turn);
    if (!half)
        return endAttempt(FailureCode::InternalError, turn);
    auto handshake = makeHandshake(state.agreement, *half, payloads, turn);
    if (!handshake)
        return drop(std::move(state), in, handshake.error(), turn);
    reportNat(*handshake, turn);

    const SessionFrame &frame = turn.frame();
    wire::IsakmpPayloads ours = keyPayloads(*half);
    std::ranges::copy(natPayloads(state.agreement.nat, state.agreement.proposal.prf, frame, turn.arrived()->local,
                                  turn.arrived()->remote, turn.env().random),
                      std::back_inserter(ours));
    Bytes datagram = encodeReported(headerOf(frame, wire::ExchangeType::IdentityProtection), ours, turn);
    return AwaitProof{std::move(*handshake), answer(in, std::move(datagram), turn), state.givenUpAt, {}};
}

State onMessage(AwaitProof state, const Incoming &in, Turn &turn)
{
    if (state.last.answerRepeated(in, turn))
        return state;
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (!isMainMode(in) || !in.message.closed())
        return drop(std::move(state), in, kUnexpected, turn);
    auto opened = openClosed(state.handshake.cipher, state.handshake.chain, in);
    if (!opened) {
        // Another key, or a forgery. Whoever sent it is told once.
        if (!state.hint) {
            reportRefused(FailureCode::PskMismatch, {}, in, turn);
            sendRefusal(wire::NotificationType::PayloadMalformed, turn);
        }
        takeHint(state, FailureCode::PskMismatch, turn);
        return drop(std::move(state), in, opened.error(), turn);
    }
    reportOpened(in, opened->payloads(), turn);
    auto peer = readProof(state.handshake, in, opened->payloads(), turn);
    if (!peer && !peer.error().isAuthentic) {
        takeHint(state, peer.error().failure, turn);
        return state;
    }
    state.handshake.chain.advance(in.message.closed()->ciphertext);
    if (!peer) {
        sendSealedRefusal(state.handshake, wire::NotificationType::InvalidIdInformation, turn);
        return endAttempt(peer.error().failure, turn);
    }
    if (state.handshake.nat.isEncapsulated() && turn.arrived()->local.port == turn.env().ikePort)
        turn.reportNatIgnored(ike::kStaysOnIkePort);
    turn.learnPath();
    wire::IsakmpPayloads proof{ownId(turn), ownHash(state.handshake, turn)};
    std::ranges::copy(contactPayloads(turn.env().connections, turn), std::back_inserter(proof));
    Bytes datagram = sealReported(state.handshake.cipher, state.handshake.chain,
                                  headerOf(turn.frame(), wire::ExchangeType::IdentityProtection), proof, turn);
    AnsweredMessage last = answer(in, std::move(datagram), turn);
    return establish(std::move(state.handshake), std::move(*peer), std::move(last), turn);
}

State onTick(AwaitKeys state, Turn &turn)
{
    return state.givenUpAt <= turn.now() ? endAttempt(FailureCode::Phase1NegotiationTimeout, turn)
                                         : State(std::move(state));
}

State onTick(AwaitProof state, Turn &turn)
{
    if (state.hint && state.hint->believedAt <= turn.now())
        return endAttempt(state.hint->failure, turn);
    return state.givenUpAt <= turn.now() ? endAttempt(FailureCode::Phase1NegotiationTimeout, turn)
                                         : State(std::move(state));
}

} // namespace tw::ikev1
