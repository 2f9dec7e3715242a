#include "engine/edge/network_monitor.h"

#include "engine/base/bytes.h"
#include "engine/edge/netlink.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tw::edge {

namespace {

constexpr std::uint32_t kGroups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;

bool counts(const nlmsghdr &header, ByteView body)
{
    if (header.nlmsg_type == RTM_NEWADDR || header.nlmsg_type == RTM_DELADDR)
        return true;
    if (header.nlmsg_type != RTM_NEWROUTE && header.nlmsg_type != RTM_DELROUTE)
        return false;
    rtmsg route{};
    if (body.size() < sizeof route)
        return false;
    std::memcpy(&route, body.data(), sizeof route);
    return route.rtm_protocol != kRouteProtocol;
}

bool anyCounts(ByteView rest)
{
    nlmsghdr header{};
    while (rest.size() >= sizeof header) {
        std::memcpy(&header, rest.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > rest.size())
            return false;
        if (counts(header, rest.subspan(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN)))
            return true;
        rest = rest.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), rest.size()));
    }
    return false;
}

} // namespace

std::optional<NetworkMonitor> NetworkMonitor::open()
{
    FileDescriptor fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = kGroups;
    if (!fd.isOpen() || bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::nullopt;
    return NetworkMonitor(std::move(fd));
}

bool NetworkMonitor::takeChanges()
{
    bool changed = false;
    std::array<std::uint8_t, 16 * 1024> buffer{};
    for (;;) {
        const ssize_t size = recv(m_fd.get(), buffer.data(), buffer.size(), 0);
        if (size > 0) {
            changed = anyCounts({buffer.data(), static_cast<std::size_t>(size)}) || changed;
        } else if (size < 0 && errno == ENOBUFS) {
            changed = true; // more happened than the kernel could keep for us
        } else if (size == 0 || errno != EINTR) {
            return changed;
        }
    }
}

} // namespace tw::edge
