#pragma once

#include "engine/base/random_source.h"
#include "engine/ike/actions.h"
#include "engine/ike/session.h"

#include <expected>
#include <memory>
#include <span>
#include <vector>

namespace tw::ike {

struct SupervisorOptions
{
    std::uint16_t ikePort = 500;
    std::uint16_t natPort = 4500;
};

// The argument that Supervisor wants: protocolsOf(ikev1::makeProtocol(), ikev2::makeProtocol()).
template <typename... Machines>
std::vector<std::unique_ptr<Protocol>> protocolsOf(Machines... machines)
{
    std::vector<std::unique_ptr<Protocol>> all;
    (all.push_back(std::move(machines)), ...);
    return all;
}

// The IKE side of an engine as one pure object: every connection's life (load, negotiate, retry with backoff, wait,
// stop) above the sessions of the SPI table. Bytes, commands and time in; actions out. Not thread-safe: its owner
// calls it from one thread, with `now` never going back.
class Supervisor
{
public:
    // `random` must outlive the supervisor. `protocols`: one machine for each IKE version that the engine speaks, as
    // protocolsOf() collects them (session.h); connections of another version fail with NotSupported.
    Supervisor(RandomSource &random, std::vector<std::unique_ptr<Protocol>> protocols, SupervisorOptions options = {});
    ~Supervisor();

    Actions command(api::Command command, TimePoint now);
    // Beside the answers to ResolvePath: whoever runs the engine may say unasked that the sockets of a connection that
    // only waits cannot be had, or that they can again. Its status then says why its peer finds nobody.
    Actions pathResolved(const api::ConnectionId &connection, const std::expected<ResolvedPath, PathFailure> &path,
                         TimePoint now);
    Actions receive(const Datagram &datagram, TimePoint now);
    Actions notice(const DataPathNotice &notice, TimePoint now);
    // Counters, and with them the liveness of the peers. Publishes the statuses that changed.
    Actions traffic(std::span<const SaTraffic> readings, TimePoint now);
    // Addresses or routes of this machine have changed: standing IKE SAs may have to move, and what waits for another
    // attempt may work by now.
    Actions networkChanged(TimePoint now);
    // Does what is due at `now`; calling it early is harmless.
    Actions tick(TimePoint now);
    // The newest reading of both clocks, by which certificates are checked; every later one replaces it. Without any it
    // is 1970 here, and no certificate is valid.
    void setClock(const ClockAnchor &clock);
    // When tick() wants to be called next; nothing: never, until something else happens.
    std::optional<TimePoint> nextDeadline() const;

    // True after Shutdown, once every peer was told or given up on.
    bool isShutDown() const;

    // For captures: whose a message between these endpoints is that has these SPIs, as far as is known by now.
    enum class Claim : std::uint8_t {
        Ours, // of a session of the connection, or nobody else can be meant
        Others,
        Open, // a peer that may mean the connection, or others, has not said which one yet
    };
    Claim claimOf(const api::ConnectionId &connection, const wire::IkeHeader &header, const IpAddress &local,
                  const IpAddress &remote) const;
    // Whether there is still an IKE SA with these SPIs, or an attempt at one.
    bool isStanding(std::uint64_t initiatorSpi, std::uint64_t responderSpi) const;

    // Things that must end up at zero after everything stopped; for tests and the leak checks of the simulation.
    struct Census
    {
        std::size_t connections = 0;
        std::size_t sessions = 0;
        std::size_t children = 0;
    };
    Census census() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace tw::ike
