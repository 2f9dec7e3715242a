#pragma once

#include "engine/api/probe.h"
#include "engine/base/random_source.h"
#include "engine/edge/data_plane.h"
#include "engine/edge/icmp_socket.h"
#include "engine/esp/echo_run.h"
#include "engine/wire/ike_header.h"

#include <poll.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tw::edge {

// The probes that are under way, on the engine's thread: their sockets, their schedule, and what comes of them.
class Probes
{
public:
    using Log = std::function<void(api::Event)>;

    // More at once are refused: each has a socket.
    static constexpr std::size_t kMost = 16;
    // A peer is not asked at its IKE ports more often than that.
    static constexpr Duration kPathInterval{2000};

    // All must outlive it.
    Probes(DataPlane &data, RandomSource &random, std::uint16_t ikePort, std::uint16_t natPort, Log log)
        : m_data(data), m_random(random), m_ikePort(ikePort), m_natPort(natPort), m_log(std::move(log))
    { }

    // `path`: where the connection's peer is, and from where it is reached; nothing: not known.
    void begin(const api::Probe &probe, const std::optional<ike::ResolvedPath> &path, TimePoint now);
    void refuse(std::uint64_t id, api::FailureCode failure);
    void cancel(std::uint64_t id);

    bool isIdle() const { return m_echoes.empty() && m_paths.empty(); }
    void addPolled(std::vector<pollfd> &polled) const;
    std::optional<TimePoint> nextDeadline() const;
    // Sends what is due, hears what has come, ends what is over. To be called behind a commit() of the data plane.
    void serve(TimePoint now);
    // Whether it was the answer to one of ours.
    bool takeMessage(const ike::Datagram &message, TimePoint now);
    void seen(const esp::ProbeSeen &seen);

    std::vector<api::ProbeAnswer> take() { return std::exchange(m_answers, {}); }

private:
    struct Echo
    {
        api::ConnectionId connection;
        wire::EchoToken token{};
        IcmpSocket socket;
        esp::EchoRun run;
    };
    struct Path
    {
        api::ConnectionId connection;
        TimePoint begun;
        Duration patience;
        std::optional<IcmpSocket> icmp; // absent where this program may not have one
        struct Port
        {
            wire::IkeSpi spi;
            Bytes message;
            TimePoint nextAt;
            int sent = 0;
            bool isOver = false; // answered, told off, or could not be sent
        };
        Port ikePort;
        Port natPort;
        api::PathOutcome outcome;
    };

    void begin(std::uint64_t id, const api::ConnectionId &connection, const api::EchoProbe &probe, TimePoint now);
    void begin(std::uint64_t id, const api::ConnectionId &connection, const api::PathProbe &probe,
               const std::optional<ike::ResolvedPath> &path, TimePoint now);
    void serveEcho(Echo &echo, TimePoint now);
    void servePath(Path &path, TimePoint now);
    void servePort(Path &path, Path::Port &port, api::PortOutcome &outcome, TimePoint now);
    void hearIcmp(Path &path, const IcmpSocket::Received &received);
    static bool isDone(const Path &path, TimePoint now);
    static TimePoint deadlineOf(const Path &path);
    void finish(Echo &echo, std::uint64_t id, TimePoint now);
    void watchAll();
    api::PathCounters countersOf(const api::ConnectionId &connection) const;

    DataPlane &m_data;
    RandomSource &m_random;
    std::uint16_t m_ikePort; // ours, and those of peers
    std::uint16_t m_natPort;
    Log m_log;
    std::map<std::uint64_t, Echo> m_echoes;
    std::map<std::uint64_t, Path> m_paths;
    std::map<IpAddress, TimePoint> m_pathAskedAt; // by peer; those of long ago are forgotten
    std::vector<api::ProbeAnswer> m_answers;
};

} // namespace tw::edge
