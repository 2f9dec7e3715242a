#include "engine/edge/routes.h"

#include <algorithm>
#include <cerrno>

namespace tw::edge {

namespace {

int bitsOf(const IpAddress &address) { return static_cast<int>(address.size()) * 8; }

// The two halves of "everything", which are more specific than a default route and leave it alone.
std::vector<IpPrefix> withoutDefault(const IpPrefix &prefix)
{
    if (prefix.length() > 0)
        return {prefix};
    Bytes upper(prefix.address().size());
    upper.front() = 0x80;
    return {IpPrefix(IpAddress::any(prefix.address().family()), 1), IpPrefix(*IpAddress::fromBytes(upper), 1)};
}

// Our address on the inside, so that the gateway's own packets fit the selectors, too.
std::optional<IpAddress> insideAddress(const std::vector<IpAddress> &addresses,
                                       const std::vector<api::TrafficSelector> &local, IpFamily family)
{
    const auto isInside = [&](const IpAddress &address) {
        return address.family() == family
            && std::ranges::any_of(local, [&](const auto &selector) { return selector.containsAddress(address); });
    };
    const auto found = std::ranges::find_if(addresses, isInside);
    return found == addresses.end() ? std::nullopt : std::optional(*found);
}

} // namespace

Routes::~Routes()
{
    m_policies.clear();
    reconcile();
}

void Routes::setDevice(int interface)
{
    if (interface == m_interface)
        return;
    m_interface = interface;
    m_installed.clear(); // they went with the old device
    m_failed.clear();
}

void Routes::set(const api::ConnectionId &connection, std::vector<api::TrafficSelector> local,
                 std::vector<api::TrafficSelector> remote, const IpAddress &peer)
{
    Policy &policy = m_policies[connection];
    policy.local = std::move(local);
    policy.remote = std::move(remote);
    if (!peer.isUnspecified())
        policy.peer = peer;
}

void Routes::setPeer(const api::ConnectionId &connection, const IpAddress &peer)
{
    if (const auto policy = m_policies.find(connection); policy != m_policies.end())
        policy->second.peer = peer;
}

void Routes::remove(const api::ConnectionId &connection) { m_policies.erase(connection); }

std::vector<RouteChange> Routes::reconcile()
{
    std::vector<RouteChange> changes;
    const WantedRoutes wanted = wantedRoutes();
    const std::set<IpAddress> peers = capturedPeers(wanted);
    removeRoutes(wanted, changes);
    addHosts(peers);
    addRoutes(wanted, peers, changes);
    removeHosts(peers);
    return changes;
}

Routes::WantedRoutes Routes::wantedRoutes() const
{
    WantedRoutes wanted;
    if (m_interface == 0)
        return wanted;
    for (const auto &[connection, policy] : m_policies) {
        if (policy.peer.isUnspecified())
            continue;
        for (const auto &selector : policy.remote) {
            for (const IpPrefix &covering : api::coveringPrefixes(selector)) {
                for (const IpPrefix &prefix : withoutDefault(covering))
                    wanted.try_emplace(prefix, Wanted{connection, &policy});
            }
        }
    }
    return wanted;
}

std::set<IpAddress> Routes::capturedPeers(const WantedRoutes &wanted) const
{
    std::set<IpAddress> peers;
    for (const auto &[connection, policy] : m_policies) {
        if (policy.peer.isUnspecified())
            continue;
        for (int length = 1; length <= bitsOf(policy.peer); ++length) {
            if (wanted.contains(IpPrefix(IpPrefix(policy.peer, length).network(), length))) {
                peers.insert(policy.peer);
                break;
            }
        }
    }
    return peers;
}

void Routes::removeRoutes(const WantedRoutes &wanted, std::vector<RouteChange> &changes)
{
    std::erase_if(m_failed, [&](const auto &failed) { return !wanted.contains(failed.first); });
    std::erase_if(m_installed, [&](const auto &entry) {
        const auto &[prefix, installed] = entry;
        if (wanted.contains(prefix))
            return false;
        m_netlink.removeRoute(installed.route); // gone already is as good
        changes.push_back({RouteChange::Kind::Removed, installed.connection, prefix, {}});
        return true;
    });
}

void Routes::addHosts(const std::set<IpAddress> &peers)
{
    m_failedHosts.clear();
    for (const IpAddress &peer : peers) {
        if (m_hosts.contains(peer))
            continue;
        if (const int error = addHost(peer); error != 0)
            m_failedHosts[peer] = error;
    }
}

int Routes::addHost(const IpAddress &peer)
{
    const auto hop = m_netlink.nextHop(peer);
    if (!hop)
        return hop.error();
    if (hop->interface == m_interface)
        return ELOOP;
    const Route route{IpPrefix(peer, bitsOf(peer)), hop->interface, hop->gateway, hop->source};
    // One that a killed process left behind is ours as well.
    m_netlink.removeRoute(route);
    const int error = m_netlink.addRoute(route);
    if (error != 0 && error != EEXIST)
        return error;
    m_hosts[peer] = {{}, route, error == 0};
    return 0;
}

int Routes::errorOf(const IpPrefix &prefix, const std::set<IpAddress> &peers) const
{
    for (const auto &[peer, error] : m_failedHosts) {
        if (peers.contains(peer) && prefix.contains(peer))
            return error;
    }
    return 0;
}

void Routes::addRoutes(const WantedRoutes &wanted, const std::set<IpAddress> &peers, std::vector<RouteChange> &changes)
{
    std::optional<std::vector<IpAddress>> addresses;
    for (const auto &[prefix, want] : wanted) {
        if (m_installed.contains(prefix))
            continue;
        if (!addresses)
            addresses = m_netlink.addresses();
        const Route route{prefix, m_interface, std::nullopt,
                          insideAddress(*addresses, want.policy->local, prefix.address().family())};
        int error = errorOf(prefix, peers);
        if (error == 0)
            error = m_netlink.addRoute(route);
        if (error == 0) {
            m_failed.erase(prefix);
            m_installed[prefix] = {want.connection, route};
            changes.push_back({RouteChange::Kind::Installed, want.connection, prefix, {}});
        } else if (const auto known = m_failed.find(prefix); known == m_failed.end() || known->second != error) {
            m_failed[prefix] = error;
            changes.push_back({RouteChange::Kind::Failed, want.connection, prefix, systemWord(error)});
        }
    }
}

void Routes::removeHosts(const std::set<IpAddress> &peers)
{
    std::erase_if(m_hosts, [&](const auto &entry) {
        const auto &[peer, host] = entry;
        if (peers.contains(peer))
            return false;
        if (host.isOurs)
            m_netlink.removeRoute(host.route);
        return true;
    });
}

} // namespace tw::edge
