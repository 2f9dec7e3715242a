#include "engine/ike/supervisor_impl.h"

#include <utility>

// Where the peer of a connection is, and from which address it is reached: found out anew when the network changes.
namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using api::Level;

void Supervisor::Impl::networkChanged()
{
    for (const api::ConnectionId &id : m_book.all()) {
        Connection &connection = *m_book.find(id);
        if (connection.isStopping || connection.attempt != Connection::Attempt::None)
            continue;
        if (!connection.sessions.empty()) {
            connection.isPathReviewed = true;
            m_lookups.push_back({id, connection.config().localAddress, connection.config().peer});
        } else if (connection.nextAttempt) { // it may well succeed now
            startAttempt(connection, "network");
        }
    }
}

void Supervisor::Impl::movePath(Connection &connection, const ResolvedPath &path)
{
    const auto sessions = connection.sessions;
    for (const std::uint64_t spi : sessions)
        run(spi, [&](Session &session) { return session.pathChanged(path, env()); });
}

void Supervisor::Impl::pathResolved(const api::ConnectionId &id, const std::expected<ResolvedPath, PathFailure> &path)
{
    Connection *connection = m_book.find(id);
    if (!connection)
        return; // stopped meanwhile
    probePath(id, path);
    const bool isReviewed = std::exchange(connection->isPathReviewed, false);
    if (connection->attempt != Connection::Attempt::Resolving) {
        if (!isReviewed)
            pathOfWaiting(*connection, path);
        else if (path) // without one, the machine is between two networks
            movePath(*connection, *path);
        return;
    }
    touch(id);
    connection->isPathBroken = !path;
    if (!path) {
        connection->attempt = Connection::Attempt::None;
        reportPathFailure(*connection, path.error());
        attemptFailed(*connection, path.error().code, Connection::Trouble::Phase1);
        return;
    }
    const auto *name = std::get_if<api::HostName>(&connection->config().peer);
    report(id,
           EventDraft(EventCode::PeerResolved, Level::Debug)
               .with(DetailKey::Name, name ? name->value() : std::string())
               .with(DetailKey::RemoteAddress, path->remote.toString())
               .with(DetailKey::LocalAddress, path->local.toString()));
    if (name && connection->resolvedPeer != path->remote) {
        connection->resolvedPeer = path->remote;
        installPolicy(*connection); // the peer's own address must stay outside of its tunnel
    }
    negotiate(*connection, *path);
}

void Supervisor::Impl::pathOfWaiting(Connection &connection, const std::expected<ResolvedPath, PathFailure> &path)
{
    const bool onlyWaits = connection.attempt == Connection::Attempt::None && connection.sessions.empty()
        && !connection.nextAttempt && !connection.isStopping;
    if (!onlyWaits)
        return;
    if (path) {
        if (!std::exchange(connection.isPathBroken, false))
            return;
        connection.trouble = Connection::Trouble::None;
        connection.lastFailure = FailureCode::None;
        waitForTraffic(connection);
        return;
    }
    if (std::exchange(connection.isPathBroken, true) && connection.lastFailure == path.error().code)
        return; // said before
    connection.trouble = Connection::Trouble::Phase1;
    connection.lastFailure = path.error().code;
    reportPathFailure(connection, path.error());
    touch(connection.id());
}

void Supervisor::Impl::reportPathFailure(const Connection &connection, const PathFailure &failure)
{
    const auto *name = std::get_if<api::HostName>(&connection.config().peer);
    const auto *address = std::get_if<IpAddress>(&connection.config().peer);
    report(connection.id(),
           EventDraft(EventCode::PathFailed, Level::Error)
               .with(failure.code)
               .with(DetailKey::Name, name ? name->value() : std::string())
               .with(DetailKey::RemoteAddress, address ? address->toString() : std::string())
               .with(DetailKey::SystemError, failure.systemError));
}

std::optional<std::uint16_t> Supervisor::Impl::mappedPort(const Connection &connection, const ResolvedPath &path) const
{
    const auto carrying = carryingSession(connection, m_sessions);
    const auto ikeSa = carrying ? m_sessions.find(*carrying)->session->view().ikeSa : std::nullopt;
    const bool isBehindNat = ikeSa && ikeSa->natRemote && ikeSa->local == Endpoint{path.local, m_options.natPort}
        && ikeSa->remote.address == path.remote;
    return isBehindNat ? std::optional(ikeSa->remote.port) : std::nullopt;
}

} // namespace tw::ike
