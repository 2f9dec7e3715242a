#pragma once

#include "engine/ike/lifetime.h"
#include "engine/ike/turn.h"

#include <optional>
#include <vector>

// The child SAs of one IKE SA, from the moment that both sides know them until the last late packet was taken. One is
// made before the other is broken: a new one receives before anyone can send by it, and an old one receives until
// nobody does any more. RFC 7296, 1.4.1 and 2.8; IKEv1 has no word on it, and gains by the same.
namespace tw::ike {

struct Child
{
    enum class Stage : std::uint8_t {
        Standing,
        Replaced, // a newer one stands; whoever began that one deletes this
        Closing, // our Delete is due, or under way
        Draining, // deleted on both sides
    };

    LoadedConnectionPtr connection;
    Stage stage = Stage::Standing;
    crypto::EspSpi inboundSpi;
    crypto::EspSpi outboundSpi;
    api::EspProposal proposal;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    bool udpEncapsulated = false;
    bool isInstalled = true; // the data path has it
    bool sends = true; // outbound packets use it
    bool isDeleteSent = false; // while Closing
    bool isRenewalRefused = false;
    bool isPart = false; // of what the connection carries, others beside it: its renewal asks for the same part
    bool isOutdated = false; // made before an edit: if the peer refuses its renewal, it goes
    // Made by a rekey of the peer's, or with IKEv1 of ours: it sends once that one goes, or the peer is seen using it.
    std::optional<crypto::EspSpi> replaces;
    // Of the two that made it, in IKEv2 if we asked for it and it replaced none: by it a rival that comes late is told.
    Bytes lowestNonce;
    bool weBegan = false; // IKEv1: by a quick mode of ours
    std::optional<TimePoint> stageEndsAt; // Replaced: the peer did not delete it; Draining: no packet comes any more
    TimePoint establishedAt{};
    Lifetime life;
    std::optional<std::uint64_t> octetLimit; // of either direction: the peer deletes it then; nothing: of no volume
    bool isVolumeTold = false; // its renewal is due for that, or was
    api::TrafficCounters traffic;
    api::DropCounters drops{};

    bool isLive() const { return stage == Stage::Standing || stage == Stage::Replaced; }
    std::optional<TimePoint> renewAt() const // nothing: not by us, or not any more
    {
        return stage == Stage::Standing && !isRenewalRefused ? std::optional(life.renewAt) : std::nullopt;
    }
};

// A child that both sides agree on, before it has keys.
struct AgreedChild
{
    LoadedConnectionPtr connection;
    crypto::EspSpi inboundSpi;
    crypto::EspSpi outboundSpi;
    api::EspProposal proposal;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
};

// An SPI for a child's inbound side: not reserved, and no other child's.
crypto::EspSpi freshEspSpi(const Env &env);

// Hands it to the data path.
struct ChildTraffic
{
    crypto::EspKeys inbound;
    crypto::EspKeys outbound;
    bool udpEncapsulated = false;
    bool sends = true;
};
Child installChild(AgreedChild agreed, ChildTraffic traffic, Turn &turn);
void reportEstablished(const Child &child, Turn &turn);
api::ChildSaStatus statusOf(const Child &child);

// A child that we want of the peer: a new one, or one in the place of another.
struct ChildWish
{
    LoadedConnectionPtr connection;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    bool isPart = false;
    std::optional<crypto::EspSpi> replaces; // our inbound SPI of the one to be rekeyed
    api::DhGroup group = api::DhGroup::None; // that the peer asked for; None: our own first choice
    unsigned restarts = 0; // after INVALID_KE_PAYLOAD
    TimePoint notBefore{};
};

struct SelectorPair
{
    api::TrafficSelector local;
    api::TrafficSelector remote;

    friend bool operator==(const SelectorPair &, const SelectorPair &) = default;
};

// The peer gave no child for it.
struct RefusedPair
{
    api::ConnectionId connection;
    SelectorPair pair;
};

// More than all the connections of two gateways have pairs of subnets; the peer gets NO_ADDITIONAL_SAS beyond.
inline constexpr std::size_t kMaxChildren = 1024;
// The peer that began the newer child deletes the older one (RFC 7296, 2.8); if it does not, we do.
// It may have to ask for our answer again and again before: longer than all of its retransmits.
inline constexpr Duration kReplacedPatience{120'000};
// Packets that were under way when both sides had deleted their SA.
inline constexpr Duration kDrainTime{5'000};

enum class Deleter : std::uint8_t { Us, Peer };

struct Children
{
    std::vector<Child> list;
    std::vector<ChildWish> wishes;
    // Inbound SPIs of children that the peer has by an answer of its, and we never took: to be deleted there.
    std::vector<crypto::EspSpi> strays;
    std::vector<RefusedPair> refused;

    Child *findInbound(crypto::EspSpi spi);
    Child *findOutbound(crypto::EspSpi spi); // not a draining one: both sides have forgotten that
    bool hasStanding() const;
    bool carries(const api::ConnectionId &connection) const; // a standing child of it
    bool awaits(const api::ConnectionId &connection) const; // a wish for a child of it
    void forgetRefusals(const api::ConnectionId &connection);

    // Whether we are about to delete children (RFC 7296, 2.25.1).
    bool isDeleting() const;
    bool hasUnsentDeletion() const;
};

void startSending(Child &child, Turn &turn);
void stopSending(Child &child, Turn &turn);

// The peer rekeyed `old`, and will delete it.
void markReplaced(Child &old, Turn &turn);
// `old` is gone, or about to: what took its place begins to send.
void activateSuccessors(Children &children, const Child &old, Turn &turn);
// We delete a replaced one: it receives until the peer has answered.
void closeReplaced(Child &child, Turn &turn);
// We delete it, and nobody takes its place.
void closeNow(Child &child, Deleter deleter, Turn &turn);
// Both sides have deleted it; or the peer alone, without asking. `child` is invalid afterwards.
void drain(Children &children, Child &child, Deleter deleter, Turn &turn);
// All of them, and what is wished for or owed to the peer is forgotten: there is no IKE SA any more.
void drainAll(Children &children, Deleter deleter, Turn &turn);
// Takes it from the data path without any word to the peer.
void dropSilently(Children &children, crypto::EspSpi inboundSpi, Turn &turn);
// The connection has no business with them any more: those that stand receive until then, or go at once.
void withdraw(Children &children, const api::ConnectionId &connection, std::optional<TimePoint> until, Turn &turn);
// The connection was edited. They take over what can be taken over in place; where the edit touches phase 2, they are
// renewed at once, or deleted where nothing of theirs can carry on.
void adopt(Children &children, const LoadedConnectionPtr &after, api::EditScope scope, Turn &turn);
// The IKE SA goes, and they go with it.
void removeAll(Children &children, Deleter deleter, Turn &turn);

// The Delete for all that we want gone; sets isDeleteSent and takes the strays.
std::vector<crypto::EspSpi> takeDeletions(Children &children);
void onDeletionAnswered(Children &children, std::span<const crypto::EspSpi> inboundSpis, Turn &turn);

// A Delete of the peer, which names its inbound SPIs. Gives ours for the answer (RFC 7296, 1.4.1), and the connections
// whose last child went.
struct PeerDeletion
{
    std::vector<crypto::EspSpi> answered;
    std::vector<api::ConnectionId> bereft;
};
PeerDeletion onPeerDeletes(Children &children, std::span<const std::uint32_t> peerSpis, Turn &turn);

// What the data path saw: a packet by a new child shows that the peer has it.
void onTraffic(Children &children, const SaTraffic &reading, Turn &turn);

// Does what is due, and gives the connections whose last child reached the end of its life. `renewing`: whose rekey is
// under way, which must not be deleted meanwhile.
std::vector<api::ConnectionId> onTick(Children &children, std::optional<crypto::EspSpi> renewing, Turn &turn);
std::optional<TimePoint> nextDeadline(const Children &children, std::optional<crypto::EspSpi> renewing);

} // namespace tw::ike
