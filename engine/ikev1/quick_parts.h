#pragma once

#include "engine/ikev1/life_attributes.h"
#include "engine/ikev1/quick_mode.h"

// What both roles of a quick mode need, and what each of them does with a message.
namespace tw::ikev1 {

ike::EventDraft quickEvent(api::EventCode code, api::Level level, api::Direction direction, wire::MessageId id);
ike::EventDraft withSelectors(ike::EventDraft &&event, const std::vector<api::TrafficSelector> &local,
                              const std::vector<api::TrafficSelector> &remote);

wire::IsakmpPayload idPayload(const wire::IsakmpId &id);
wire::IsakmpPayload noncePayload(ByteView nonce);
wire::IsakmpPayload keyPayload(const crypto::KeyExchange &ours);

// What the IDs of a message say, from the initiator's side.
struct Selectors
{
    std::vector<api::TrafficSelector> initiator;
    std::vector<api::TrafficSelector> responder;
};

// Without IDs the two gateways themselves are meant (RFC 2409, 5.5). Nothing where they are no selectors.
std::optional<Selectors> selectorsOf(std::span<const wire::IsakmpPayload> payloads, const IpAddress &initiator,
                                     const IpAddress &responder);

// What a child gets of both sides' limits: the shorter time, within reason, and the peer's volume, where it has one.
struct ChildLife
{
    std::chrono::seconds seconds;
    std::optional<std::uint64_t> octetLimit;
};
ChildLife agreedLife(const api::ConnectionConfig &config, const Lifetimes &peer);

// What the keys of a child come from.
struct ChildSecrets
{
    ByteView initiatorNonce;
    ByteView responderNonce;
    ByteView sharedSecret; // empty without PFS
};

ike::Child install(const Established &state, ike::AgreedChild agreed, const ChildSecrets &secrets, bool sends,
                   const ChildLife &life, Turn &turn);

Elders eldersOf(const Established &state, const api::ConnectionId &connection, bool weBegin, TimePoint now);

// Both sides have it now. All that stood before its exchange began have served their time: whoever began it deletes
// them. Of two that were begun at the same time one goes, and whoever began that deletes it.
void complete(Established &state, ike::Child child, const Elders &elders, bool weBegan, Turn &turn);

// Both stand, and one comes from another ISAKMP SA: the one that was made here stays. Where neither was, the newer one
// does, and of two that were begun at the same time the one that was not made with the lowest nonce.
void settleTwins(ike::Child &standing, bool isMadeHere, ike::Child &other, Turn &turn);

// The peer has deleted these. Where one that was taken for replaced is all that a connection has left, the two sides saw
// it differently, and it stands again. Gives the connections that have none.
std::vector<api::ConnectionId> deleteByPeer(ike::Children &children, std::span<const std::uint32_t> peerSpis,
                                            Turn &turn);

// The exchange is over; its last message may be repeated.
void remember(Established &state, AnsweredMessage last, const Turn &turn);

// Message 1, from the peer.
void onQuickRequest(Established &state, const Incoming &in, Turn &turn);
// Message 3 to state.peers[index].
void onQuickConfirmation(Established &state, std::size_t index, const Incoming &in, Turn &turn);
// Message 2 to state.own.
void onQuickAnswer(Established &state, const Incoming &in, Turn &turn);

} // namespace tw::ikev1
