#pragma once

#include "engine/api/edit_scope.h"
#include "engine/base/random_source.h"
#include "engine/ike/actions.h"
#include "engine/ike/cookie_jar.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The contract between the supervisor, which knows connections and no protocol, and the protocol machines, which know
// one negotiation and no connection's life. The supervisor is handed its protocols, so that ike need not know ikev2.
namespace tw::ike {

// A connection and its key as the supervisor and its sessions share them. Never changed: an edit makes a new one, and
// the key is wiped with the last session that used it.
struct LoadedConnection
{
    api::ConnectionConfigPtr config;
    SecretBytes secret; // pre-shared or private key, as the configuration says
};
using LoadedConnectionPtr = std::shared_ptr<const LoadedConnection>;

// What a session may ask about the connections. Answers are as of now: a connection that was stopped in the middle of
// a negotiation is no longer found by it.
class ConnectionDirectory
{
public:
    virtual ~ConnectionDirectory() = default;

    // The connections that a peer at `remote`, talking to `local`, may mean. Addresses say little behind a NAT, so the
    // order is: exact addresses first, then those whose peer is known by name only.
    virtual std::vector<LoadedConnectionPtr> between(const IpAddress &local, const IpAddress &remote,
                                                     api::IkeVersion version) const = 0;
    // Of those one for each way to answer a first message: what IKE_SA_INIT depends on is the same for all that it
    // stands for. A gateway may have thousands of connections with one peer, and hardly two ways.
    struct Offers
    {
        std::vector<LoadedConnectionPtr> examples;
        bool isOneConnection = false; // there is just one that the peer can mean
    };
    virtual Offers offersBetween(const IpAddress &local, const IpAddress &remote, api::IkeVersion version) const = 0;
    // Of those the ones whose peer has this identity.
    virtual std::vector<LoadedConnectionPtr> claimedBetween(const IpAddress &local, const IpAddress &remote,
                                                            api::IkeVersion version,
                                                            const api::Identity &remoteId) const = 0;
    // Those that may have children on an IKE SA of `connection`, itself among them as long as it is loaded.
    virtual std::vector<LoadedConnectionPtr> sharing(const LoadedConnection &connection) const = 0;
    // Whether an established IKE SA joins the two identities: INITIAL_CONTACT would be a lie then (RFC 7296, 2.4).
    virtual bool hasIkeSaBetween(const api::Identity &local, const api::Identity &remote) const = 0;
    // IKEv1's children outlive the IKE SA that made them: where those of the connection go when theirs is deleted. The
    // newest other one that stands, is to stay, and has no child of it; or one of a connection that may share with it.
    // `asking`: the local SPI of who asks.
    virtual std::optional<std::uint64_t> heirOf(const api::ConnectionId &connection, std::uint64_t asking) const = 0;
    // Whether a session has this SPI of ours.
    virtual bool hasSession(std::uint64_t localSpi) const = 0;
    // Whether a child SA of any connection receives under this SPI.
    virtual bool isInUse(crypto::EspSpi inboundSpi) const = 0;
};

// What every step is handed. Core code reads no clock and makes no randomness of its own.
struct Env
{
    // What the wall clock says, as far as we were told: only certificates care.
    UtcTime utcNow() const { return clock.toUtc(now); }

    TimePoint now;
    RandomSource &random;
    const ConnectionDirectory &connections;
    std::uint16_t ikePort = 500; // ours, and the one where we look for peers
    std::uint16_t natPort = 4500;
    ClockAnchor clock{};
    // Set where a first message must show a cookie before anything is kept of it.
    CookieJar *cookies = nullptr;
    // A capture wants the keys of IKE SAs: see ExposeIkeKeys.
    bool exposesKeys = false;
};

// How a session ended; the supervisor decides by it what the connection does next.
enum class EndCause : std::uint8_t {
    AttemptFailed, // it never got as far as an established IKE SA
    DeletedByUs,
    DeletedByPeer,
    PeerDead, // requests on the established SA stayed unanswered
    Expired, // it reached its hard lifetime
    ProtocolBroken, // an authentic message of the peer made no sense (RFC 7296, 2.21.3)
};

// What a step means to the connection, beside the actions.
struct IkeSaUp
{
    bool initialContact = false; // the peer says that this is its only IKE SA with us
};
struct ChildUp // the connection has a child on this IKE SA, and had none
{
    api::ConnectionId connection;
};
struct ChildRefused // the IKE SA stands without a child of the connection
{
    api::ConnectionId connection;
    api::FailureCode failure;
};
struct ChildLost // the connection's last child on it is gone, the IKE SA stands
{
    api::ConnectionId connection;
    api::FailureCode failure; // ReceiveDeleteNotify; None: it reached its hard lifetime
};
struct RenewalDue // negotiate anew beside the old SAs, for which the peer can do no more
{
    std::string_view reason; // for NegotiationTriggered
};
struct
    SessionEnded // the connection has nothing to do with it any more; keep it until its stage is Closed, all the same
{
    EndCause cause;
    api::FailureCode failure = api::FailureCode::None;
};
struct SuccessorOutrivalled // of two that were to follow this IKE SA, the peer deletes that one
{
    std::uint64_t localSpi;
};
struct ForeignDeletion // the peer deletes children that are not this session's
{
    std::vector<std::uint32_t> peerSpis; // that it receives by
};
using SessionNews = std::variant<IkeSaUp, ChildUp, ChildRefused, ChildLost, RenewalDue, SessionEnded,
                                 SuccessorOutrivalled, ForeignDeletion>;

// What an IKE SA leaves to the one in its place; opaque to all but its own protocol machine.
class Estate
{
public:
    virtual ~Estate() = default;

protected:
    Estate() = default;
    Estate(Estate &&) = default;
    Estate &operator=(Estate &&) = default;
};

class Session;

// A new session that a session made: the IKE SA was rekeyed.
struct Successor
{
    std::unique_ptr<Session> session;
    bool mayInherit = true; // false: it only tells the peer that nobody wants it
};

// The session hands all that it has to another one, and the connections go on with that.
struct Bequest
{
    std::uint64_t heir; // its local SPI
    std::vector<crypto::EspSpi> children;
    std::unique_ptr<Estate> estate;
    bool isRekey = false; // the heir was made for it, and goes when this session was to go
};

// Done in this order: a successor is in the table before anything is sent.
struct Step
{
    std::vector<Successor> successors;
    Actions actions;
    std::optional<Bequest> bequest;
    std::vector<SessionNews> news;
};

enum class SessionStage : std::uint8_t {
    Negotiating, // nothing is authenticated yet
    IkeSaOnly, // the IKE SA stands, no child
    Established,
    Deleting,
    Lingering, // ended, but the peer may repeat its last request, or send to a child yet
    Closed, // to be destroyed
};

struct ViewedChild
{
    api::ConnectionId connection;
    api::ChildSaStatus status;
};

struct SessionView
{
    SessionStage stage = SessionStage::Negotiating;
    TimePoint createdAt{};
    bool isRenewalDue = false; // RenewalDue was told, and holds
    bool takesChildren = true; // false: its IKE SA is gone, only children are left, and there will be no more
    bool peerMayBeUp = false; // we proved who we are: the peer may have the SA before we know
    std::optional<api::IkeSaStatus> ikeSa; // once established
    std::vector<ViewedChild> children; // that stand, of all connections
    std::vector<api::ConnectionId> awaited; // connections whose child is being asked for
};

enum class CloseMode : std::uint8_t {
    Delete, // tell the peer, and wait a little for its answer
    Replaced, // the same, and let its children take what is under way to them: others are in their place
    Forget, // the peer no longer has the SA: drop it without a word
};

// One negotiation and the IKE SA that came of it, with its children. Pure: bytes, commands and time in, steps out.
class Session
{
public:
    virtual ~Session() = default;
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // The SPI (IKEv1: cookie) that we chose, by which the table finds the session; and the peer's, 0 while unknown.
    virtual std::uint64_t localSpi() const = 0;
    virtual std::uint64_t remoteSpi() const = 0;
    virtual bool weInitiated() const = 0;
    // The one that speaks for all that share the IKE SA. Empty as long as a responder does not know which connection the
    // peer means; while it negotiates, no more than a guess for the log.
    virtual LoadedConnectionPtr connection() const = 0;

    // A datagram that the table assigned by its SPIs. Nothing in it is to be trusted.
    virtual Step receive(const Datagram &datagram, const Env &env) = 0;
    virtual Step close(CloseMode mode, const Env &env) = 0;
    // The connection was edited. What stands takes the edit over in place; where it touches phase 2, the connection's
    // children are renewed as it says now, or deleted where nothing of theirs can carry on. ChildRefused is told where
    // that leaves none. Not for edits of the IKE SA itself.
    virtual Step adopt(LoadedConnectionPtr connection, api::EditScope scope, const Env &env) = 0;
    // The connection has no business here any more, but others have: its children receive until `until`, or are deleted
    // at once, and what is under way for it comes to nothing. `rest`: one of those that stay.
    virtual Step release(const api::ConnectionId &connection, LoadedConnectionPtr rest, std::optional<TimePoint> until,
                         const Env &env) = 0;
    // The connection wants a child on this IKE SA, which stands, or what is missing to its children; it need not be the one that negotiated it. Answered by ChildUp or ChildRefused.
    virtual Step createChild(LoadedConnectionPtr connection, const Env &env) = 0;
    // Before their time: sequence numbers run out, or the operator wants it.
    virtual Step renewChild(crypto::EspSpi inboundSpi, const Env &env) = 0;
    virtual Step renewIkeSa(const Env &env) = 0;
    // Counters of this session's own children; also the sign of life that spares the peer a probe.
    virtual Step traffic(std::span<const SaTraffic> readings, const Env &env) = 0;
    // The newest authentic packet of this child came from there, and not from where the peer was.
    virtual Step peerMoved(const Endpoint &remote, const Env &env) = 0;
    // From now on the peer is to be reached by this path; it may be the one in use.
    virtual Step pathChanged(const ResolvedPath &path, const Env &env) = 0;
    // Another IKE SA of its connection stands now, and is to have all children, if the version lets it take them.
    virtual Step yieldTo(std::uint64_t heir, const Env &env) = 0;
    // The peer has deleted these children by another IKE SA of the connection, which only IKEv1 lets it do. Those that
    // are not this session's do not matter.
    virtual Step peerDeletes(std::span<const std::uint32_t> peerSpis, const Env &env) = 0;
    // Takes the place of the session that left this.
    virtual Step inherit(std::unique_ptr<Estate> estate, const Env &env) = 0;
    // Does what is due; calling it early is harmless.
    virtual Step tick(const Env &env) = 0;
    virtual std::optional<TimePoint> nextDeadline() const = 0;

    virtual SessionView view() const = 0;

protected:
    Session() = default;
};

struct NewSession
{
    std::unique_ptr<Session> session; // null where no state is worth keeping: `step` may still carry an answer
    Step step;
};

// One IKE version: makes its sessions.
class Protocol
{
public:
    virtual ~Protocol() = default;
    Protocol(const Protocol &) = delete;
    Protocol &operator=(const Protocol &) = delete;

    virtual api::IkeVersion version() const = 0;
    // What this protocol machine cannot do of the connection, in neutral words for the log; nothing: all of it.
    virtual std::optional<std::string> unsupported(const api::ConnectionConfig &config) const = 0;

    // Starts a negotiation. `localSpi` is not 0 and not in use.
    virtual NewSession initiate(std::uint64_t localSpi, LoadedConnectionPtr connection, const ResolvedPath &path,
                                const Env &env) const = 0;
    // Answers a first message, one that no session knows.
    virtual NewSession accept(std::uint64_t localSpi, const Datagram &datagram, const Env &env) const = 0;

protected:
    Protocol() = default;
};

} // namespace tw::ike
