#pragma once

#include "engine/ike/retransmit.h"
#include "engine/ike/session_table.h"

#include <set>

namespace tw::ike {

// One loaded connection as the supervisor keeps it: what it wants, what stands for it, and when to try again.
struct Connection
{
    enum class Attempt : std::uint8_t {
        None,
        Resolving,
        Negotiating, // a whole new IKE SA
        AwaitingIkeSa, // which another connection negotiates for both
        AskingForChild, // on an IKE SA that stands
    };
    // What went wrong last and is not mended yet; it decides the state's name where nothing stands.
    enum class Trouble : std::uint8_t { None, Phase1, Phase2, PeerDead };

    explicit Connection(LoadedConnectionPtr connection) : loaded(std::move(connection)) { }

    const api::ConnectionConfig &config() const { return *loaded->config; }
    const api::ConnectionId &id() const { return loaded->config->id; }

    LoadedConnectionPtr loaded;
    bool isStopping = false;

    Attempt attempt = Attempt::None;
    std::uint64_t attemptSpi = 0; // of the session, while Negotiating or AskingForChild
    std::optional<api::ConnectionId> leader; // who negotiates, while AwaitingIkeSa
    std::set<std::uint64_t> leftBehind; // IKE SAs of others on which its children may receive for a moment longer
    std::optional<std::uint64_t> refusedBy; // the shared IKE SA on which the peer gave it no child
    std::set<std::uint64_t> sessions; // established, negotiating or being deleted; not those that ended
    std::optional<IpAddress> resolvedPeer; // of the newest attempt

    std::optional<TimePoint> nextAttempt;
    std::string nextReason; // for NegotiationTriggered
    TimePoint notBefore{}; // traffic does not start an attempt before; the peer always may
    Backoff backoff;

    Trouble trouble = Trouble::None;
    bool isPathReviewed = false; // its path is looked up for the sessions that stand
    bool isPathBroken = false; // the newest look-up of its path failed
    api::FailureCode lastFailure = api::FailureCode::None;
    std::optional<api::ConnectionStatus> published;
};

// Whether the IKE SA stands; whether it has a child of the connection besides.
bool stands(const SessionView &view);
bool carries(const SessionView &view, const api::ConnectionId &connection);

// The session that carries the traffic: the newest with a child; nothing: none has one.
std::optional<std::uint64_t> carryingSession(const Connection &connection, const SessionTable &sessions);
// The newest IKE SA that stands without a child of the connection, and is not on its way out.
std::optional<std::uint64_t> childlessSession(const Connection &connection, const SessionTable &sessions,
                                              std::uint64_t except = 0);
// The newest that may take a child of it, whether it has one or not, and is not to be renewed.
std::optional<std::uint64_t> standingSession(const Connection &connection, const SessionTable &sessions,
                                             std::uint64_t except);

// Each session as it is now, looked at once for all the connections that share it. No session may change meanwhile.
class SessionViews
{
public:
    explicit SessionViews(const SessionTable &sessions) : m_sessions(sessions) { }

    const SessionTable &sessions() const { return m_sessions; }
    const SessionView &of(std::uint64_t spi); // which is in the table

private:
    const SessionTable &m_sessions;
    std::map<std::uint64_t, SessionView> m_views;
};

// What the console shows of it.
api::ConnectionStatus statusOf(const Connection &connection, SessionViews &views, TimePoint now);

} // namespace tw::ike
