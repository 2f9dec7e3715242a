#pragma once

#include "engine/ikev1/choice.h"
#include "engine/ikev1/states.h"

#include <expected>

// What main and aggressive mode have in common. RFC 2409, 5.
namespace tw::ikev1 {

ike::EventDraft phase1Event(api::EventCode code, api::Level level, api::Direction direction, const Incoming &in);

// The peer is not who it must be, as far as can be told.
void reportRefused(api::FailureCode failure, const std::string &receivedId, const Incoming &in, Turn &turn);

// Initiator: the SA of the first message. Nothing where the connection has no suite for it; `isOneGroup`:
// only those in the group of the first one (RFC 2409, 5.4).
std::optional<wire::SaPayloadV1> buildOffer(bool isOneGroup, wire::ExchangeType exchange, Turn &turn);
// ... and what the responder took of it.
Result<Agreement> readSaAnswer(const Incoming &in, Bytes initiatorSa, Turn &turn);

// Responder: the first of the connections that can take the offer, and its answer. Reports a refusal.
struct Accepted
{
    ike::LoadedConnectionPtr connection;
    Agreement agreement;
    wire::IsakmpPayloads answer; // SA, vendor ids
};
std::optional<Accepted> acceptOffer(const Incoming &in, std::span<const ike::LoadedConnectionPtr> connections,
                                    Turn &turn);
// With a pre-shared key and this mode.
std::vector<ike::LoadedConnectionPtr> candidates(std::vector<ike::LoadedConnectionPtr> all, api::IkeV1Mode mode);

wire::IsakmpPayloads keyPayloads(const OwnHalf &half); // KE, nonce
Result<OwnHalf> makeHalf(api::DhGroup group, Turn &turn);

// The keys of both halves; Malformed where the message does not have the peer's. The frame's connection has the key.
Result<Handshake> makeHandshake(Agreement agreement, const OwnHalf &half, std::span<const wire::IsakmpPayload> payloads,
                                Turn &turn);
void reportNat(const Handshake &handshake, Turn &turn);
// The initiator goes on between the NAT ports (RFC 3947, 4).
void floatPorts(const Handshake &handshake, Turn &turn);

// Our ID and HASH.
wire::IsakmpPayload ownId(Turn &turn);
wire::IsakmpPayload ownHash(const Handshake &handshake, Turn &turn);
// INITIAL-CONTACT, where that is true.
wire::IsakmpPayloads contactPayloads(const ike::ConnectionDirectory &connections, Turn &turn);

// Why a peer is not who it must be.
struct ProofRefusal
{
    api::FailureCode failure;
    bool isAuthentic; // the HASH is right, so it is the peer that made it
};
// Verifies the HASH, then the identity. Reports a refusal.
std::expected<VerifiedPeer, ProofRefusal> readProof(const Handshake &handshake, const Incoming &in,
                                                    std::span<const wire::IsakmpPayload> payloads, Turn &turn);
// The same, where the ID came in an earlier message.
std::expected<VerifiedPeer, ProofRefusal> readProof(const Handshake &handshake, const Incoming &in,
                                                    std::span<const wire::IsakmpPayload> payloads,
                                                    const wire::IsakmpId &claimed, Turn &turn);

// The one door to Established; tells that the IKE SA is up.
Established establish(Handshake handshake, VerifiedPeer peer, AnsweredMessage lastOfPhase1, Turn &turn);

State endAttempt(api::FailureCode failure, Turn &turn);

// An error notification in clear, about phase 1.
void sendRefusal(wire::NotificationType type, Turn &turn);
// Under the keys that stand, for a peer that proved to be the wrong one.
void sendSealedRefusal(Handshake &handshake, wire::NotificationType type, Turn &turn);
// ... and has the ISAKMP SA already.
void sendSealedDeletion(Handshake &handshake, Turn &turn);

// What an informational message during phase 1 says; nothing where it is no refusal. `isAuthentic` tells whether its
// HASH(1) was right; one that cannot be read is a hint that the keys differ. `handshake`: null while there are no keys.
struct Refusal
{
    api::FailureCode failure;
    bool isAuthentic;
};
std::optional<Refusal> readRefusal(const Incoming &in, Handshake *handshake, Turn &turn);

// Only the first hint counts: later ones, forged perhaps, can neither hasten nor delay the end.
template <typename Waiting>
void takeHint(Waiting &state, api::FailureCode failure, const Turn &turn)
{
    if (!state.hint)
        state.hint = RefusalHint{failure, turn.now() + kRefusalPatience};
}

template <typename Waiting>
State drop(Waiting state, const Incoming &in, const Error &error, Turn &turn)
{
    turn.reportDropped(in.header(), error);
    return state;
}

// An informational message for a state that waits in phase 1, with keys or without.
template <typename Waiting>
State onInformational(Waiting state, const Incoming &in, Turn &turn)
{
    Handshake *handshake = nullptr;
    if constexpr (requires { state.handshake; })
        handshake = &state.handshake;
    const auto refusal = readRefusal(in, handshake, turn);
    if (refusal && refusal->isAuthentic)
        return endAttempt(refusal->failure, turn);
    if (refusal) {
        // The end of a responder's attempt is no event, so this is.
        if (!state.hint && refusal->failure == api::FailureCode::PskMismatch && !turn.frame().weInitiated)
            reportRefused(refusal->failure, {}, in, turn);
        takeHint(state, refusal->failure, turn);
    }
    return state;
}

// Of an initiator: retransmits, or gives up.
template <typename Waiting>
State waitOn(Waiting state, Turn &turn)
{
    if (state.hint && state.hint->believedAt <= turn.now())
        return endAttempt(state.hint->failure, turn);
    if (keepTrying(state.pending, turn))
        return state;
    if (state.hint)
        return endAttempt(state.hint->failure, turn);
    if (turn.frame().heardElsewhere && !turn.frame().heardPeer)
        return endAttempt(api::FailureCode::PeerMismatch, turn);
    return endAttempt(
        turn.frame().heardPeer ? api::FailureCode::Phase1NegotiationTimeout : api::FailureCode::NoResponse, turn);
}

template <typename Waiting>
TimePoint waitsUntil(const Waiting &state)
{
    const TimePoint resend = state.pending.resend.due();
    return state.hint ? std::min(resend, state.hint->believedAt) : resend;
}

} // namespace tw::ikev1
