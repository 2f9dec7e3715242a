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

} // namespace

State startMainMode(Turn &turn)
{
    const auto offer = buildOffer(false, wire::ExchangeType::IdentityProtection, turn);
    if (!offer)
        return endAttempt(FailureCode::NotSupported, turn);
    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::IdentityProtection);
    wire::IsakmpPayloads payloads{{wire::PayloadType::SaV1, *offer}};
    std::ranges::copy(vendorIds(turn.frame().config().natTraversal != api::NatTraversal::Off),
                      std::back_inserter(payloads));
    Bytes datagram = encodeReported(header, payloads, turn);
    return AwaitSaAnswer{wire::encodeSaPayloadV1(*offer), sendAndWait(header, std::move(datagram), turn), {}};
}

State onMessage(AwaitSaAnswer state, const Incoming &in, Turn &turn)
{
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (!isMainMode(in) || !in.message.payloads())
        return drop(std::move(state), in, kUnexpected, turn);
    reportOpened(in, *in.message.payloads(), turn);
    auto agreement = readSaAnswer(in, state.initiatorSa, turn);
    if (!agreement) {
        if (agreement.error().fault == Fault::NoProposalChosen)
            takeHint(state, FailureCode::ProposalMismatch, turn);
        return drop(std::move(state), in, agreement.error(), turn);
    }
    auto half = makeHalf(agreement->proposal.group, turn);
    if (!half)
        return endAttempt(FailureCode::InternalError, turn);
    SessionFrame &frame = turn.frame();
    frame.remoteSpi = in.header().responderSpi;

    const wire::IkeHeader header = headerOf(frame, wire::ExchangeType::IdentityProtection);
    wire::IsakmpPayloads payloads = keyPayloads(*half);
    std::ranges::copy(
        natPayloads(agreement->nat, agreement->proposal.prf, frame, frame.local, frame.remote, turn.env().random),
        std::back_inserter(payloads));
    Bytes datagram = encodeReported(header, payloads, turn);
    return AwaitKeyAnswer{std::move(*agreement), std::move(*half), sendAndWait(header, std::move(datagram), turn), {}};
}

State onMessage(AwaitKeyAnswer state, const Incoming &in, Turn &turn)
{
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (!isMainMode(in) || !in.message.payloads())
        return drop(std::move(state), in, kUnexpected, turn);
    const wire::IsakmpPayloads &payloads = *in.message.payloads();
    reportOpened(in, payloads, turn);
    if (wire::findPayload<wire::SaPayloadV1>(payloads, wire::PayloadType::SaV1))
        return state; // message 2 once more: our answer to it is on its way
    auto handshake = makeHandshake(state.agreement, state.half, payloads, turn);
    if (!handshake)
        return drop(std::move(state), in, handshake.error(), turn);
    reportNat(*handshake, turn);
    floatPorts(*handshake, turn);

    const wire::IkeHeader header = headerOf(turn.frame(), wire::ExchangeType::IdentityProtection);
    wire::IsakmpPayloads proof{ownId(turn), ownHash(*handshake, turn)};
    std::ranges::copy(contactPayloads(turn.env().connections, turn), std::back_inserter(proof));
    Bytes datagram = sealReported(handshake->cipher, handshake->chain, header, proof, turn);
    return AwaitProofAnswer{std::move(*handshake), sendAndWait(header, std::move(datagram), turn), {}, {}};
}

State onMessage(AwaitProofAnswer state, const Incoming &in, Turn &turn)
{
    if (in.is(wire::ExchangeType::InformationalV1))
        return onInformational(std::move(state), in, turn);
    if (isMainMode(in) && in.message.payloads())
        return state; // message 4 once more: our answer to it is on its way
    if (!isMainMode(in))
        return drop(std::move(state), in, kUnexpected, turn);
    auto opened = openClosed(state.handshake.cipher, state.handshake.chain, in);
    if (!opened) {
        if (!state.hint)
            reportRefused(FailureCode::PskMismatch, {}, in, turn);
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
        sendSealedDeletion(state.handshake, turn);
        return endAttempt(peer.error().failure, turn);
    }
    turn.learnPath();
    const bool isClosing = state.closingUntil.has_value();
    Established established = establish(std::move(state.handshake), std::move(*peer), {}, turn);
    if (isClosing) {
        sendFarewell(established, turn);
        return endSilently(std::move(established), {ike::EndCause::DeletedByUs}, turn);
    }
    return begin(std::move(established), turn);
}

State onTick(AwaitSaAnswer state, Turn &turn) { return waitOn(std::move(state), turn); }
State onTick(AwaitKeyAnswer state, Turn &turn) { return waitOn(std::move(state), turn); }

State onTick(AwaitProofAnswer state, Turn &turn)
{
    if (state.closingUntil && *state.closingUntil <= turn.now()) {
        turn.tell(ike::SessionEnded{ike::EndCause::DeletedByUs});
        return Closed{};
    }
    return waitOn(std::move(state), turn);
}

} // namespace tw::ikev1
