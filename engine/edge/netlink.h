#pragma once

#include "engine/base/ip_address.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/system_failure.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace tw::edge {

// The mark of our routes. Any number that no routing daemon claims in iproute2's rt_protos.
inline constexpr std::uint8_t kRouteProtocol = 0x54;

struct Route
{
    IpPrefix destination; // without host bits
    int interface = 0;
    std::optional<IpAddress> gateway;
    std::optional<IpAddress> preferredSource;

    friend bool operator==(const Route &, const Route &) = default;
};

struct NextHop
{
    int interface = 0;
    std::optional<IpAddress> gateway; // nothing: on the link
    std::optional<IpAddress> source;
};

// One of the main table.
struct TableRoute
{
    IpPrefix destination;
    int interface = 0;
    std::optional<IpAddress> gateway;
    bool isLinkScope = false; // a subnet that the interface itself is in
};

// The kernel's routing table and links (rtnetlink(7)), as far as a tunnel needs them. Our routes are in the main table
// and carry a protocol number of our own, so that nobody else's are ever removed. Errors are errno values, 0 for none.
class Netlink
{
public:
    static Attempt<Netlink> open();

    int setUp(int interface, int mtu);
    // EEXIST: the main table has a route for exactly this prefix, whatever its metric.
    int addRoute(const Route &route);
    int removeRoute(const Route &route); // only one of ours; ESRCH: there is none
    // For packets from `source`, which must be this machine's, where one is given.
    std::expected<NextHop, int> nextHop(const IpAddress &destination, const std::optional<IpAddress> &source = {});
    std::vector<TableRoute> routes(); // unicast ones of the main table
    std::vector<IpAddress> addresses(); // of this machine, loopback and link-local ones left out

private:
    explicit Netlink(FileDescriptor fd) : m_fd(std::move(fd)) { }

    class Message;
    int request(Message &message); // waits for the acknowledgement
    // Shows every answer to a dump or a question to `visit` (type, bytes behind the netlink header).
    template <typename Visitor>
    int ask(Message &message, Visitor visit);
    bool hasRoute(const IpPrefix &prefix);

    FileDescriptor m_fd;
    std::uint32_t m_sequence = 0;
};

} // namespace tw::edge
