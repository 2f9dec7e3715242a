#include "engine/edge/path_finder.h"

#include "engine/edge/udp_channel.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tw::edge {

namespace {

Attempt<ike::ResolvedPath> pathTo(const IpAddress &remote, const std::optional<IpAddress> &configured)
{
    if (configured)
        return ike::ResolvedPath{*configured, remote};
    const auto local = sourceAddressTo(remote);
    if (!local)
        return std::unexpected(local.error());
    return ike::ResolvedPath{*local, remote};
}

// The first address that the system prefers and that our side can talk to.
Attempt<ike::ResolvedPath> pathToAny(const NameResolver::Addresses &addresses, const ike::ResolvePath &wanted)
{
    const std::string name = std::get<api::HostName>(wanted.peer).value();
    if (!addresses)
        return std::unexpected(SystemFailure{api::FailureCode::NameNotResolved, name + ": " + addresses.error()});
    Attempt<ike::ResolvedPath> path =
        std::unexpected(SystemFailure{api::FailureCode::NameNotResolved, name + ": no address of the right family"});
    for (const IpAddress &remote : *addresses) {
        if (wanted.localAddress && wanted.localAddress->family() != remote.family())
            continue;
        path = pathTo(remote, wanted.localAddress);
        if (path)
            break;
    }
    return path;
}

} // namespace

void PathFinder::find(const ike::ResolvePath &wanted)
{
    forget(wanted.connection);
    if (const auto *remote = std::get_if<IpAddress>(&wanted.peer))
        m_found.push_back({wanted.connection, pathTo(*remote, wanted.localAddress)});
    else
        m_pending[wanted.connection] = {m_resolver.ask(std::get<api::HostName>(wanted.peer)), wanted};
}

void PathFinder::forget(const api::ConnectionId &connection)
{
    m_pending.erase(connection);
    std::erase_if(m_found, [&](const Found &found) { return found.connection == connection; });
}

std::vector<PathFinder::Found> PathFinder::take()
{
    for (const NameResolver::Answer &answer : m_resolver.take()) {
        const auto asked = std::ranges::find_if(
            m_pending, [&](const auto &pending) { return pending.second.ticket == answer.ticket; });
        if (asked == m_pending.end())
            continue; // the connection went, or asked again
        m_found.push_back({asked->first, pathToAny(answer.addresses, asked->second.wanted)});
        m_pending.erase(asked);
    }
    return std::exchange(m_found, {});
}

} // namespace tw::edge
