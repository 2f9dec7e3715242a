#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ike/lifetime.h"
#include "engine/ike/liveness.h"
#include "engine/ike/nat_detection.h"
#include "engine/ikev2/auth.h"
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
//          |                                             |                             ^  |
//          |  does not verify: tell the peer             |  we delete, or expired      |  |
//          +------------------> Deleting <---------------+                             |  |
//                                 | |   peer deletes, too                              |  |  answers repeated
//                                 | +--------------------------------------------------+  |  requests for a while
//                                 | answered, or given up                                 |
//                                 v                                                       v
//                               Closed <----- any state: time is up, dead, forgotten -----+
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

struct Child
{
    crypto::EspSpi inboundSpi;
    crypto::EspSpi outboundSpi;
    api::EspProposal proposal;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    bool udpEncapsulated = false;
    TimePoint establishedAt{};
    ike::Lifetime life;
    api::TrafficCounters traffic;
    api::DropCounters drops{};
};

struct Established
{
    VerifiedPeer peer;
    api::IkeProposal proposal;
    ike::NatFindings nat;
    Channel channel;
    PeerRequests peerRequests;
    OwnRequests ownRequests;
    ike::Liveness liveness;
    ike::Lifetime life;
    TimePoint establishedAt;
    std::optional<Child> child;
    bool renewalTold = false;
    TimePoint lastSent; // any packet through the NAT, which forgets us without
};

struct Deleting
{
    Channel channel;
    PeerRequests peerRequests;
    OwnRequests ownRequests;
    TimePoint givenUpAt;
    std::optional<ike::SessionEnded> ending; // still to be told; nothing: the connection knows already
};

struct Lingering
{
    PeerRequests peerRequests;
    TimePoint until;
};

struct Closed
{ };

using State =
    std::variant<AwaitSaInitReply, AwaitAuthReply, AwaitAuthRequest, Established, Deleting, Lingering, Closed>;

// How long we believe in a better reply after an unauthenticated refusal.
inline constexpr Duration kRefusalPatience{3'000};
inline constexpr unsigned kMaxSaInitRestarts = 4;
// A half-open responder waits as long as an initiator retransmits with the usual schedules.
inline constexpr Duration kHalfOpenLifetime{30'000};
// A peer that does not answer a Delete is left alone: it will find out by its own probes.
inline constexpr Duration kDeletePatience{6'000};
inline constexpr Duration kLingering{30'000};
// A peer whose wish to rekey was refused mostly negotiates anew by itself, at once (RFC 7296, 4). If not, we do.
inline constexpr Duration kPeerRenewalPatience{5'000};
inline constexpr Duration kNatKeepaliveInterval{20'000}; // RFC 3948, 4

} // namespace tw::ikev2
