#include "engine/edge/icmp_socket.h"

#include "engine/edge/socket_address.h"
#include "engine/wire/ip_header.h"

#include <cerrno>

namespace tw::edge {

namespace {

constexpr std::size_t kLongest = 65535;

bool set(int fd, int level, int option, int value) { return setsockopt(fd, level, option, &value, sizeof value) == 0; }

bool setOptions(int fd, IpFamily family, bool dontFragment, int hopLimit)
{
    if (family == IpFamily::V4) {
        return set(fd, IPPROTO_IP, IP_MTU_DISCOVER, dontFragment ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT)
            && set(fd, IPPROTO_IP, IP_TTL, hopLimit);
    }
    return set(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, dontFragment ? IPV6_PMTUDISC_PROBE : IPV6_PMTUDISC_DONT)
        && set(fd, IPPROTO_IPV6, IPV6_DONTFRAG, dontFragment ? 1 : 0)
        && set(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hopLimit);
}

} // namespace

Attempt<IcmpSocket> IcmpSocket::open(const IpAddress &local, bool dontFragment, std::uint8_t hopLimit)
{
    const int protocol = local.isV4() ? int{IPPROTO_ICMP} : int{IPPROTO_ICMPV6};
    FileDescriptor fd(socket(domainOf(local.family()), SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
    const SocketAddress address(Endpoint{local, 0});
    if (!fd.isOpen() || !setOptions(fd.get(), local.family(), dontFragment, hopLimit)
        || bind(fd.get(), address.data(), address.size) != 0)
        return systemFailure(local.toString(), errno);
    return IcmpSocket(std::move(fd));
}

int IcmpSocket::send(const IpAddress &destination, ByteView icmp) const
{
    const SocketAddress to(Endpoint{destination, 0});
    return sendto(m_fd.get(), icmp.data(), icmp.size(), MSG_NOSIGNAL, to.data(), to.size) < 0 ? errno : 0;
}

std::optional<IcmpSocket::Received> IcmpSocket::receive() const
{
    Bytes buffer(kLongest);
    SocketAddress from;
    const ssize_t size = recvfrom(m_fd.get(), buffer.data(), buffer.size(), 0, from.data(), &from.size);
    if (size < 0)
        return std::nullopt;
    buffer.resize(static_cast<std::size_t>(size));
    const IpAddress sender = endpointOf(from.storage).address;
    if (!sender.isV4())
        return Received{sender, std::move(buffer)};
    // IPv4's raw sockets show the header.
    const auto header = wire::decodeIpHeader(buffer);
    if (!header)
        return Received{sender, {}};
    return Received{sender, toBytes(ByteView(buffer).first(header->totalLength).subspan(header->headerLength))};
}

} // namespace tw::edge
