#pragma once

#include "engine/crypto/crypto_failure.h"
#include "engine/ike/connection_book.h"
#include "engine/ike/event_draft.h"
#include "engine/ike/report_limiter.h"
#include "engine/ike/supervisor.h"

#include <deque>
#include <functional>
#include <map>

namespace tw::ike {

// After a peer's Delete or a restart that follows a good while of peace: soon, but not in step with the peer.
inline constexpr Duration kRestartDelay{1'000};
// An SA that stood this long was no failure: the next attempt after its end does not count as a retry.
inline constexpr Duration kStableAfter{60'000};
// The peer that initiated the newer SA deletes the older one (RFC 7296, 2.8); if it does not, we do.
inline constexpr Duration kReplacedGrace{10'000};
// ... and we leave the peer the time to use the newer one first: what is under way on the older one still arrives.
inline constexpr Duration kFarewellDelay{2'000};

// Six files: supervisor.cpp has what comes in from outside, supervisor_connections.cpp what becomes of connections,
// supervisor_paths.cpp where their peers are, supervisor_news.cpp what sessions have to say, supervisor_sharing.cpp how
// several connections have one session, supervisor_probe.cpp what sessions do that no connection has.
class Supervisor::Impl
{
public:
    Impl(RandomSource &random, std::vector<std::unique_ptr<Protocol>> protocols, SupervisorOptions options);

    void on(api::Start &&command);
    void on(api::Update &&command);
    void on(const api::Stop &command);
    void on(const api::Renegotiate &command);
    void on(const api::Rekey &command);
    void on(const api::StartCapture &command) { m_exposesKeys = command.order.keys; }
    void on(const api::StopCapture &) { m_exposesKeys = false; }
    void on(const api::SuiteProbe &command);
    void on(const api::Shutdown &command);
    void on(const api::Probe &) { } // whoever runs the engine answers it
    void on(const api::CancelProbe &) { }
    void on(const NeedChild &notice);
    void on(const SequenceLow &notice);
    void on(const PeerMoved &notice);
    void pathResolved(const api::ConnectionId &id, const std::expected<ResolvedPath, PathFailure> &path);
    void receive(const Datagram &datagram);
    void traffic(std::span<const SaTraffic> readings);
    void networkChanged();
    void tick();
    void setClock(const ClockAnchor &clock) { m_clock = clock; }

    std::optional<TimePoint> nextDeadline() const;
    bool isShutDown() const;
    Census census() const;
    Claim claimOf(const api::ConnectionId &id, const wire::IkeHeader &header, const IpAddress &local,
                  const IpAddress &remote) const;
    bool isStanding(std::uint64_t initiatorSpi, std::uint64_t responderSpi) const;

    // Every entry begins with one and ends with the other.
    void begin(TimePoint now) { m_now = now; }
    Actions finish();

private:
    // Sessions
    template <typename Call>
    void run(std::uint64_t spi, Call call);
    // The crypto library failed in the middle of a step: the session's state is lost with it.
    void abandon(std::uint64_t spi);
    void absorb(std::uint64_t spi, Step step, bool isLimited = false);
    void close(std::uint64_t spi, CloseMode mode);
    void adoptSuccessor(std::uint64_t spi, Successor successor);
    void bequeath(std::uint64_t spi, Bequest bequest);
    // Replaced by a newer session: deleted soon where that is our business, else in a while.
    void retire(std::uint64_t spi, bool byUs);
    void accept(const Datagram &datagram, const wire::IkeHeader &header);
    // Empty: a message that no session knows may begin one.
    std::string_view reasonToIgnore(const Datagram &datagram, const wire::IkeHeader &header) const;
    void reportUnknownVersion(const Datagram &datagram);
    Protocol *protocolFor(api::IkeVersion version) const;
    Env env() const;

    // News; what names no connection concerns all that own the session
    void onNews(std::uint64_t spi, const IkeSaUp &news);
    void onNews(std::uint64_t spi, const ChildUp &news);
    void onNews(std::uint64_t spi, const ChildRefused &news);
    void onNews(std::uint64_t spi, const ChildLost &news);
    void onNews(std::uint64_t spi, const RenewalDue &news);
    void onNews(std::uint64_t spi, const SessionEnded &news);
    void onNews(std::uint64_t spi, const SuccessorOutrivalled &news);
    void onNews(std::uint64_t spi, const ForeignDeletion &news);
    std::set<std::uint64_t> sessionsBeside(const Connection &connection, std::uint64_t spi);
    void gatherChildren(const api::ConnectionId &id, std::uint64_t spi);
    void forgetOlder(std::uint64_t spi);
    void settleRivals(Connection &connection, std::uint64_t newest);
    void onEnded(Connection &connection, std::uint64_t spi, const SessionEnded &news, Duration lived);
    void sessionLost(Connection &connection, const SessionEnded &news, Duration lived);
    void restartAfter(Connection &connection, Duration lived, std::string_view reason);

    // One IKE SA for several connections
    bool owns(const Connection &connection, std::uint64_t spi) const;
    std::vector<Connection *> ownersOf(std::uint64_t spi);
    // Another one that may have the same IKE SA.
    Connection *findSibling(const Connection &connection, const std::function<bool(const Connection &)> &isWanted);
    // This one has an IKE SA now: those that may join it, and whose own cannot be renewed, need not wait for their next
    // attempt.
    void callSiblings(const Connection &connection);
    bool isShared(std::uint64_t spi) const;
    void join(Connection &connection, std::uint64_t spi);
    std::optional<std::uint64_t> sessionToJoin(const Connection &connection, const Connection &other) const;
    // False: no other connection has, or is about to have, an IKE SA for it.
    bool leaveToSibling(Connection &connection);
    void settleWaiting();
    // Its children receive until then, or are deleted at once. The others stay.
    void leave(Connection &connection, std::uint64_t spi, std::optional<TimePoint> until);
    // Leaves it to the others; as the last one deletes it.
    void part(Connection &connection, std::uint64_t spi);
    void partFromAll(Connection &connection);
    void sweep(Connection &connection);
    // Deletes its IKE SAs, for the others too; gives those.
    std::vector<api::ConnectionId> closeForAll(Connection &connection);
    void retireFor(Connection &connection, std::uint64_t spi, bool byUs);

    // Probes
    struct ProbeRun
    {
        api::SuiteProbe::Scope scope{};
        std::deque<api::ConnectionConfigPtr> rounds; // that are still to come
        std::optional<ResolvedPath> path; // nothing: it is being looked for
        std::uint64_t spi = 0; // of the session under way
        TimePoint givenUpAt{};
        bool asksForGroups = false;
    };
    void probePath(const api::ConnectionId &id, const std::expected<ResolvedPath, PathFailure> &path);
    LoadedConnectionPtr probing(const api::ConnectionId &id, api::ConnectionConfigPtr config);
    void nextProbeRound(const api::ConnectionId &id);
    void probeGroups(const api::ConnectionId &id, std::uint64_t spi);
    void probeAnswered(const api::ConnectionId &id, const std::string &chosen);
    void absorbProbe(std::uint64_t spi, const api::ConnectionId &id, Step step);
    void dropProbeSession(ProbeRun &probe);
    void endProbe(const api::ConnectionId &id, std::string_view reason);
    void tickProbes();
    void stopProbes();

    // Connections
    void load(LoadedConnectionPtr loaded, bool negotiate);
    void change(Connection &connection, LoadedConnectionPtr content);
    void adoptEdit(Connection &connection, const api::ConnectionConfig &before);
    void renegotiatePhase2(Connection &connection, const api::ConnectionConfig &before);
    void renegotiateAll(Connection &connection, bool isSupported);
    void forgetTroubles(Connection &connection);
    // Anew: a whole new IKE SA even where one stands.
    enum class Way : std::uint8_t { Shortest, Anew };
    void startAttempt(Connection &connection, std::string_view reason, Way way = Way::Shortest);
    void pursue(Connection &connection, Way way);
    void askForChild(Connection &connection, std::uint64_t spi);
    void cancelAttempt(Connection &connection);
    void pathOfWaiting(Connection &connection, const std::expected<ResolvedPath, PathFailure> &path);
    void reportPathFailure(const Connection &connection, const PathFailure &failure);
    void movePath(Connection &connection, const ResolvedPath &path);
    void negotiate(Connection &connection, ResolvedPath path);
    std::optional<std::uint16_t> mappedPort(const Connection &connection, const ResolvedPath &path) const;
    void attemptFailed(Connection &connection, api::FailureCode failure, Connection::Trouble trouble);
    void retryAfter(Connection &connection, Duration delay, std::string_view reason);
    void waitForTraffic(Connection &connection);
    void stop(Connection &connection);
    void finishStop(Connection &connection);
    // Its SAs stand and can be renewed: whatever an attempt was for has come about without it.
    bool isCarriedOn(const Connection &connection) const;
    bool hasLive(const Connection &connection) const; // a child, of an IKE SA that is not on its way out
    void installPolicy(const Connection &connection);

    void act(Action action) { m_out.push_back(std::move(action)); }
    void report(const api::ConnectionId &connection, EventDraft &&event);
    void touch(const api::ConnectionId &id) { m_touched.insert(id); }

    RandomSource &m_random;
    SupervisorOptions m_options;
    std::vector<std::unique_ptr<Protocol>> m_protocols;
    SessionTable m_sessions;
    ConnectionBook m_book;
    DeadlineQueue<api::ConnectionId> m_attempts; // when each connection wants to try again
    CookieJar m_cookies;
    ReportLimiter m_hostileReports;
    ClockAnchor m_clock;
    bool m_isShuttingDown = false;
    bool m_exposesKeys = false;
    std::map<api::ConnectionId, ProbeRun> m_probes;
    std::set<api::ConnectionId> m_waiting; // AwaitingIkeSa, or lately so

    TimePoint m_now{}; // of the entry that is being served
    Actions m_out;
    std::vector<ResolvePath> m_lookups;
    std::set<api::ConnectionId> m_touched; // whose status may have changed
};

template <typename Call>
void Supervisor::Impl::run(std::uint64_t spi, Call call)
{
    SessionTable::Entry *entry = m_sessions.find(spi);
    if (!entry)
        return;
    Step step;
    try {
        step = call(*entry->session);
    } catch (const crypto::CryptoFailure &) {
        abandon(spi);
        return;
    }
    absorb(spi, std::move(step));
}

} // namespace tw::ike
