#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ike/lifetime.h"
#include "engine/ike/liveness.h"
#include "engine/ike/nat_detection.h"
#include "engine/ikev2/auth.h"
#include "engine/ikev2/auth_signature.h"
#include "engine/ikev2/children.h"
#include "engine/ikev2/exchange.h"

#include <optional>
#include <variant>

// The states of an IKEv2 session. Each holds what it may use, and nothing else: a key that does not exist yet, or not
// any more, cannot be named. Handlers take a state by value and return the next.
//
//      initiator                                     responder
//          |  sends IKE_SA_INIT                          |  IKE_SA_INIT came and was answered
//          v                                             v
//   AwaitSaInitReply --+ COOKIE, INVALID_KE       AwaitAuthRequest -----------------------+
//          |    ^------+ again, a few times              |                                |
//          |  the good reply; sends IKE_AUTH             |  IKE_AUTH verified, answered   |  refused, answered
//          v                                             v                                v
//   AwaitAuthReply ---- reply verified -----------> Established -- peer deletes --> Lingering
//          |                                         |   | the peer's rekey            ^  |
//          |                                         |   v                             |  |
//          |                                         | Superseded ---- peer deletes ---+  |
//          |                                         |   | it does not                 |  |
//          |  does not verify: tell the peer         v   v  we delete, rekeyed, expired|  |
//          +------------------> Deleting <-----------+---+                             |  |
//                                 | |   peer deletes, too                              |  |  answers repeated
//                                 | +--------------------------------------------------+  |  requests for a while
//                                 | answered, or given up                                 |
//                                 v                                                       v
//                               Closed <----- any state: time is up, dead, forgotten -----+
//
// A rekey of the IKE SA makes a new session, which begins as Established and inherits the children.
namespace tw::ikev2 {

// An unauthenticated refusal. Anyone could have sent it, so it does not end the attempt (RFC 7296, 2.21.1): it is
// believed only when no good reply has come by then.
struct RefusalHint
{
    api::FailureCode failure;
    TimePoint believedAt;
};

struct AwaitSaInitReply
{
    crypto::KeyExchange ours; // spent by the good reply
    Bytes nonce;
    Bytes cookie;
    unsigned restarts = 0; // after COOKIE and INVALID_KE_PAYLOAD, together
    PendingRequest request;
    std::optional<RefusalHint> hint;
};

// What IKE_SA_INIT gave both roles: keys with a peer of whom nothing is known yet.
struct Handshake
{
    api::IkeProposal proposal;
    IkeKeys keys;
    Channel channel;
    Bytes initiatorNonce;
    Bytes responderNonce;
    Bytes ownFirstMessage; // AUTH covers both
    Bytes peerFirstMessage;
    ike::NatFindings nat;
    SignatureHashes peerSignatureHashes; // what it can verify
};

struct AwaitAuthReply
{
    Handshake handshake;
    crypto::EspSpi inboundSpi; // offered for the child
    PendingRequest request;
    // The operator stopped us while the peer may have an SA already: wait for it, to be able to delete it.
    std::optional<TimePoint> closingUntil;
};

struct AwaitAuthRequest
{
    Handshake handshake;
    PeerRequests peerRequests; // its last one is the IKE_SA_INIT
    TimePoint givenUpAt;
};

// What our outstanding request on an established SA is for, with all that its response needs.
struct Probe
{ };

struct ChildDeletion
{
    std::vector<crypto::EspSpi> inboundSpis;
};

// The peer's answer to a CREATE_CHILD_SA of its own that means the same as ours: which of the two stays is known when
// both are done (RFC 7296, 2.8.1).
struct RivalChild
{
    crypto::EspSpi inboundSpi;
    Bytes lowestNonce;
};

struct ChildRequest
{
    ChildWish wish;
    crypto::EspSpi inboundSpi;
    Bytes nonce;
    std::optional<crypto::KeyExchange> ours; // with PFS
    std::optional<RivalChild> rival;
    // The peer's SPIs that it deleted meanwhile and that we do not know: the child that we wait for may be among them.
    std::vector<std::uint32_t> deletedByPeer;
    bool isOutdated = false; // the connection was edited meanwhile: nobody wants what comes of it
};

// The IKE SA that the peer has made meanwhile, in the place of this one (RFC 7296, 2.8.2).
struct RivalIkeSa
{
    std::uint64_t localSpi;
    Bytes lowestNonce;
};

struct IkeRequest
{
    wire::IkeSpi localSpi; // of the next IKE SA
    Bytes nonce;
    crypto::KeyExchange ours;
    unsigned restarts = 0; // after INVALID_KE_PAYLOAD
    std::optional<RivalIkeSa> rival;
};

// Told to the peer: from here to there (RFC 4555, 3.5).
struct AddressUpdate
{
    Endpoint local;
    Endpoint remote;
    Bytes cookie2; // comes back from who got the request (RFC 4555, 3.7)
};

using OwnRequest = std::variant<std::monostate, Probe, ChildDeletion, ChildRequest, IkeRequest, AddressUpdate>;

// What the two know about moving (RFC 4555).
struct Mobility
{
    bool isAgreed = false; // both speak MOBIKE
    // We initiated the first of the IKE SAs that rekeys made one of the other: who initiated a rekey does not count
    // (RFC 4555, 1.3).
    bool weDecide = false;
    bool isStranded = false; // our address is another one, and this IKE SA cannot move: it is not to be renewed
    bool isUpdateDue = false; // we decide, and the peer must be told where we are
    Bytes seenByPeer; // from where, hashed; empty: it has not said so yet
};

struct Established
{
    VerifiedPeer peer;
    api::IkeProposal proposal;
    SecretBytes skD; // what the keys of the children grow from
    ike::NatFindings nat;
    Mobility mobility;
    Channel channel;
    PeerRequests peerRequests;
    OwnRequests ownRequests;
    OwnRequest underWay; // what the outstanding one of them is for
    ike::Liveness liveness;
    ike::Lifetime life;
    TimePoint establishedAt;
    Children children;
    bool renewalTold = false; // the connection knows that these SAs cannot be renewed
    std::optional<TimePoint> peerBusySince; // TEMPORARY_FAILURE, and nothing else since
    // Made by a rekey of the peer's while ours was under way: whether it takes over is known by then at the latest.
    std::optional<TimePoint> provisionalUntil;
    TimePoint lastSent; // any packet through the NAT, which forgets us without
};

// Another IKE SA has taken the children over; the peer, which began that one, deletes this.
struct Superseded
{
    Channel channel;
    PeerRequests peerRequests;
    OwnRequests ownRequests;
    TimePoint deletedByUsAt; // if the peer does not
};

// A rekey of the IKE SA that was under way when the end came: the peer may have the next one already.
struct OpenRekey
{
    IkeRequest request;
    api::Prf prf;
    SecretBytes skD;
};

struct Deleting
{
    Channel channel;
    PeerRequests peerRequests;
    OwnRequests ownRequests;
    bool isTold; // our last request, which tells the peer, has been sent
    TimePoint givenUpAt;
    std::optional<ike::SessionEnded> ending; // still to be told; nothing: the connection knows already
    std::optional<OpenRekey> rekey;
};

struct Lingering
{
    PeerRequests peerRequests;
    TimePoint until;
};

struct Closed
{ };

using State = std::variant<AwaitSaInitReply, AwaitAuthReply, AwaitAuthRequest, Established, Superseded, Deleting,
                           Lingering, Closed>;

// How long we believe in a better reply after an unauthenticated refusal.
inline constexpr Duration kRefusalPatience{3'000};
inline constexpr unsigned kMaxSaInitRestarts = 4;
// A half-open responder waits as long as an initiator retransmits with the usual schedules.
inline constexpr Duration kHalfOpenLifetime{30'000};
// A peer that does not answer a Delete is left alone: it will find out by its own probes.
inline constexpr Duration kDeletePatience{6'000};
inline constexpr Duration kLingering{30'000};
// A peer that began a rekey of the IKE SA deletes the old one as soon as it has our answer, for which it may have to
// ask again and again: longer than all of its retransmits.
inline constexpr Duration kSupersededPatience{120'000};
inline constexpr Duration kProvisionalLifetime{120'000};
inline constexpr std::size_t kMaxForeignDeletions = 16;
inline constexpr Duration kNatKeepaliveInterval{20'000}; // RFC 3948, 4

} // namespace tw::ikev2
