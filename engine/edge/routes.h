#pragma once

#include "engine/api/connection_config.h"
#include "engine/edge/netlink.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tw::edge {

struct RouteChange
{
    enum class Kind : std::uint8_t { Installed, Removed, Failed };

    Kind kind{};
    api::ConnectionId connection; // one that wants the route, or the last one that did
    IpPrefix prefix;
    std::string systemError; // of a failure
};

// The routes that lead the connections' remote subnets into the TUN device, as a wish that reconcile() makes true:
// it compares what should be with what it installed and changes only the difference.
//
// A peer's own outer address must never be routed into a tunnel, or our ESP packets would run in circles. Where some
// remote subnet contains a peer (0.0.0.0/0 does), a host route to the peer by its present next hop comes first. A
// default route is never replaced: 0.0.0.0/0 is installed as its two halves. A route that exists already stays as it
// is, and ours fails.
class Routes
{
public:
    explicit Routes(Netlink netlink) : m_netlink(std::move(netlink)) { }
    ~Routes(); // takes everything back

    // 0: there is no device, and so no route into it. A new device begins without routes.
    void setDevice(int interface);
    // `peer`: unspecified as long as it is not known; the routes wait for it.
    void set(const api::ConnectionId &connection, std::vector<api::TrafficSelector> local,
             std::vector<api::TrafficSelector> remote, const IpAddress &peer);
    void setPeer(const api::ConnectionId &connection, const IpAddress &peer);
    void remove(const api::ConnectionId &connection);

    // What changed, and what newly failed. A route that failed is tried again each time, and reported once.
    std::vector<RouteChange> reconcile();

private:
    struct Policy
    {
        std::vector<api::TrafficSelector> local;
        std::vector<api::TrafficSelector> remote;
        IpAddress peer;
    };
    struct Wanted
    {
        api::ConnectionId connection;
        const Policy *policy = nullptr;
    };
    struct Installed
    {
        api::ConnectionId connection;
        Route route;
        bool isOurs = true; // else: somebody else's serves as well, and stays
    };
    using WantedRoutes = std::map<IpPrefix, Wanted>;

    WantedRoutes wantedRoutes() const;
    std::set<IpAddress> capturedPeers(const WantedRoutes &wanted) const;
    void addHosts(const std::set<IpAddress> &peers);
    void addRoutes(const WantedRoutes &wanted, const std::set<IpAddress> &peers, std::vector<RouteChange> &changes);
    void removeRoutes(const WantedRoutes &wanted, std::vector<RouteChange> &changes);
    void removeHosts(const std::set<IpAddress> &peers);
    int addHost(const IpAddress &peer);
    int errorOf(const IpPrefix &prefix, const std::set<IpAddress> &peers) const;

    Netlink m_netlink;
    int m_interface = 0;
    std::map<api::ConnectionId, Policy> m_policies;
    std::map<IpPrefix, Installed> m_installed;
    std::map<IpAddress, Installed> m_hosts;
    std::map<IpPrefix, int> m_failed;
    std::map<IpAddress, int> m_failedHosts;
};

} // namespace tw::edge
