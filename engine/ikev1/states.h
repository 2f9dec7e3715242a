#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ike/children.h"
#include "engine/ike/lifetime.h"
#include "engine/ike/liveness.h"
#include "engine/ike/session.h"
#include "engine/ikev1/exchange.h"
#include "engine/ikev1/nat_traversal.h"

#include <deque>
#include <optional>
#include <variant>

// The states of an IKEv1 session. Each holds what it may use, and nothing else. Handlers take a state by value and
// return the next.
//
//      main mode, initiator                          main mode, responder
//          |  sends 1: SA                                |  1 came and was answered by 2
//          v                                             v
//   AwaitSaAnswer                                    AwaitKeys
//          |  2 came; sends 3: KE, nonce                 |  3 came and was answered by 4
//          v                                             v
//   AwaitKeyAnswer                                   AwaitProof
//          |  4 came; sends 5: ID, HASH                  |  5 verified, answered by 6
//          v                                             v
//   AwaitProofAnswer --- 6 verified -------------->  Established ---- deleted by us, dead ----> Closed
//                                                        ^   |                                     ^
//                                                        |   +-- deleted by the peer, expired --+  | no child is left
//                                                        |                                      v  |
//                                                        |                                    Orphaned
//      aggressive mode, initiator                        |      aggressive mode, responder
//          |  sends 1: SA, KE, nonce, ID                 |          |  1 came, sends 2: SA, KE, nonce, ID, HASH
//          v                                             |          v
//   AwaitAggressiveAnswer -- 2 verified; sends 3 --------+--- AwaitAggressiveProof
//
// Nobody answers a Delete, so there is no state in which one is waited for; on the way to Closed a session is Draining,
// where children may still be sent to. Children outlive the ISAKMP SA that made them. Quick modes run within Established,
// each by its message id.
namespace tw::ikev1 {

// A refusal that anybody could have sent does not end an attempt: it is believed only when nothing better has come by
// then. A message that does not decrypt is such a one, too.
struct RefusalHint
{
    api::FailureCode failure;
    TimePoint believedAt;
};

// What the first two messages came to.
struct Agreement
{
    api::IkeProposal proposal;
    std::chrono::seconds lifetime; // the shorter one of both sides'
    Bytes initiatorSa; // the whole offer as it was sent, which both HASHes cover
    VendorTraits peer;
    NatDialect nat = NatDialect::None;
};

// Of our key exchange, until the peer's half has come.
struct OwnHalf
{
    crypto::KeyExchange ours;
    Bytes nonce;
};

// Keys with a peer of whom nothing is known yet.
struct Handshake
{
    Agreement agreement;
    IsakmpKeys keys;
    IsakmpCipher cipher;
    IvChain chain;
    Bytes initiatorPublic;
    Bytes responderPublic;
    ike::NatFindings nat;
};

struct AwaitSaAnswer
{
    Bytes initiatorSa;
    PendingMessage pending;
    std::optional<RefusalHint> hint;
};

struct AwaitKeyAnswer
{
    Agreement agreement;
    OwnHalf half;
    PendingMessage pending;
    std::optional<RefusalHint> hint;
};

struct AwaitProofAnswer
{
    Handshake handshake;
    PendingMessage pending;
    std::optional<RefusalHint> hint;
    // The operator stopped us while the peer may have an SA already: wait for it, to be able to delete it.
    std::optional<TimePoint> closingUntil;
};

struct AwaitAggressiveAnswer
{
    Bytes initiatorSa;
    OwnHalf half;
    PendingMessage pending;
    std::optional<RefusalHint> hint;
};

struct AwaitKeys
{
    Agreement agreement;
    AnsweredMessage last;
    TimePoint givenUpAt;
};

struct AwaitProof
{
    Handshake handshake;
    AnsweredMessage last;
    TimePoint givenUpAt;
    std::optional<RefusalHint> hint;
};

struct AwaitAggressiveProof
{
    Handshake handshake;
    wire::IsakmpId peerId; // that it claims to be
    AnsweredMessage last;
    PendingMessage pending; // the same answer: the peer's next message is its last
    std::optional<RefusalHint> hint;
};

// Only a verified HASH_I or HASH_R makes one.
class VerifiedPeer
{
public:
    const api::Identity &identity() const { return m_identity; }
    bool isInitialContact() const { return m_isInitialContact; }

private:
    VerifiedPeer(api::Identity identity, bool isInitialContact)
        : m_identity(std::move(identity)), m_isInitialContact(isInitialContact)
    { }
    friend class ProofReader;

    api::Identity m_identity;
    bool m_isInitialContact;
};

// Inbound SPIs of the connection's children that stood when a quick mode began, and were no rivals of it.
using Elders = std::vector<crypto::EspSpi>;

// A quick mode that we began.
struct OwnQuick
{
    ike::ChildWish wish;
    crypto::EspSpi inboundSpi;
    Bytes nonce;
    std::optional<crypto::KeyExchange> ours; // with PFS
    IvChain chain;
    PendingMessage pending;
    Elders elders;
};

// A quick mode that the peer began; its child receives already.
struct PeerQuick
{
    wire::MessageId id;
    ike::Child child;
    Bytes initiatorNonce;
    Bytes responderNonce;
    IvChain chain;
    AnsweredMessage last;
    PendingMessage pending; // the same answer: the peer's next message is its last
    Elders elders;
};

// One that is over: our last message goes out again where the one before it is repeated.
struct DoneQuick
{
    AnsweredMessage last;
    TimePoint forgottenAt;
};

// R-U-THERE, unanswered.
struct Probe
{
    std::uint32_t sequence;
    ike::Retransmit resend;
    TimePoint lastSent;
};

// Message ids of the peer that were used: an authentic message may be replayed, and means nothing any more.
class UsedIds
{
public:
    // False: it was used before.
    bool use(wire::MessageId id);
    // Soon it has to forget the oldest. A probe every 10 s makes so many in more than a day.
    bool isNearlyFull() const { return m_ids.size() >= kMost - kMost / 8; }

private:
    static constexpr std::size_t kMost = 16'384;
    std::deque<wire::MessageId> m_ids;
};

// It stands for a moment more, and only what is under way goes on. By us: the peer has time to do with its children as
// we did with ours. By the peer: of their Deletes, which nobody answers and nothing keeps in order, some may come behind
// its own.
struct Departure
{
    TimePoint at;
    ike::Deleter by;
    std::optional<std::uint64_t> heir; // has its children already; nothing: they are still here
};

struct Established
{
    VerifiedPeer peer;
    api::IkeProposal proposal;
    SecretBytes keyD; // SKEYID_d: the children's keys grow from it
    SecretBytes keyA; // SKEYID_a: authenticates what follows
    IsakmpCipher cipher;
    IvChain phase1;
    NatDialect dialect = NatDialect::None;
    ike::NatFindings nat;
    bool peerKnowsDpd = false;
    AnsweredMessage lastOfPhase1;

    std::optional<OwnQuick> own;
    std::vector<PeerQuick> peers;
    std::vector<DoneQuick> done;
    std::vector<crypto::EspSpi> inherited{}; // inbound SPIs of children that another ISAKMP SA made
    UsedIds usedIds;
    bool initialContactHeard = false;

    ike::Liveness liveness;
    std::optional<Probe> probe;
    std::uint32_t nextProbe; // sequence number
    std::optional<std::uint32_t> lastPeerProbe;

    ike::Lifetime life;
    TimePoint establishedAt;
    ike::Children children;
    bool renewalTold = false;
    std::optional<Departure> departure{};
    TimePoint lastSent; // any packet through the NAT, which forgets us without
};

// The ISAKMP SA is gone, by the peer's Delete or by its age, and its children carry on: phase 2 has lifetimes of its
// own. Nothing can be said about them to the peer until there is another ISAKMP SA, which is negotiated when one of them
// is to be renewed, or when the peer is not heard.
struct Orphaned
{
    api::IkeSaStatus parent; // as it was
    ike::SessionEnded ending; // for when no child is left
    ike::NatFindings nat;
    ike::Liveness liveness;
    ike::Children children;
    bool renewalTold = false;
    std::optional<TimePoint> deadAt; // unless it is heard until then
    TimePoint lastSent;
};

// All is deleted, and the children wait for late packets.
struct Draining
{
    ike::Children children;
};

struct Closed
{ };

// What an ISAKMP SA leaves to the one in its place.
struct ChildEstate final : ike::Estate
{
    ChildEstate(ike::Children left, Endpoint ours, Endpoint theirs)
        : children(std::move(left)), local(ours), remote(theirs)
    { }

    ike::Children children;
    Endpoint local; // between which they run
    Endpoint remote;
};

using State = std::variant<AwaitSaAnswer, AwaitKeyAnswer, AwaitProofAnswer, AwaitAggressiveAnswer, AwaitKeys,
                           AwaitProof, AwaitAggressiveProof, Established, Orphaned, Draining, Closed>;

inline constexpr Duration kRefusalPatience{3'000};
// A half-open responder waits as long as an initiator retransmits with the usual schedules.
inline constexpr Duration kHalfOpenLifetime{30'000};
inline constexpr Duration kDeletePatience{6'000};
inline constexpr Duration kLateDeletes{1'000};
inline constexpr Duration kFarewell{2'000};
inline constexpr Duration kPeersTurn{1'000};
// Longer than a negotiation takes that nobody answers.
inline constexpr Duration kOrphanPatience{90'000};
// Longer than all retransmits of a peer that misses our last message.
inline constexpr Duration kRemembered{120'000};
inline constexpr std::size_t kMaxPeerQuicks = 16; // under way at once
inline constexpr std::size_t kMaxDoneQuicks = 64;
inline constexpr Duration kNatKeepaliveInterval{20'000}; // RFC 3948, 4
// The peer may still send by a child that ours has replaced: what is under way arrives.
inline constexpr Duration kReplacedGrace{2'000};
// Quick modes of both sides are taken to have crossed where one began so soon after the other was done: a request may come late,
// and both sides must see the same.
inline constexpr Duration kCrossing{2'000};
// A renewal that was refused, or not answered, is asked for again while the old child carries on.
inline constexpr Duration kRenewalRetry{30'000};

} // namespace tw::ikev1
