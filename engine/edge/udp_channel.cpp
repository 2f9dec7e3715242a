#include "engine/edge/udp_channel.h"

#include "engine/edge/socket_address.h"
#include "engine/edge/socket_options.h"
#include "engine/wire/udp_encapsulation.h"

#include <netinet/udp.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace tw::edge {

namespace {

FileDescriptor udpSocket(IpFamily family)
{
    FileDescriptor fd(socket(domainOf(family), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP));
    // An IPv6 socket keeps to IPv6, or it would take the port of the other family, too.
    const int on = 1;
    if (family == IpFamily::V6 && fd.isOpen())
        setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return fd;
}

Attempt<FileDescriptor> openPort(const Endpoint &local)
{
    FileDescriptor fd = udpSocket(local.address.family());
    if (!fd.isOpen())
        return systemFailure(local.toString(), errno);
    if (const int error = setPeerSocketOptions(fd.get(), local.address.family()); error != 0)
        return systemFailure(local.toString(), error);
    const SocketAddress address(local);
    if (bind(fd.get(), address.data(), address.size) != 0)
        return systemFailure(local.toString(), errno);
    return fd;
}

} // namespace

Attempt<std::shared_ptr<const UdpChannel>> UdpChannel::open(const IpAddress &local, std::uint16_t ikePort,
                                                            std::uint16_t natPort, const Offloads &offloads)
{
    auto ike = openPort({local, ikePort});
    if (!ike)
        return std::unexpected(ike.error());
    auto nat = openPort({local, natPort});
    if (!nat)
        return std::unexpected(nat.error());

    const std::shared_ptr<UdpChannel> channel(new UdpChannel);
    channel->m_local = local;
    channel->m_ikePort = ikePort;
    channel->m_natPort = natPort;
    channel->m_ike = std::move(*ike);
    channel->m_nat = std::move(*nat);
    const int on = 1; // without it datagrams come one by one
    channel->m_hasGro = offloads.udpGro && setsockopt(channel->m_nat.get(), IPPROTO_UDP, UDP_GRO, &on, sizeof on) == 0;
    channel->m_receiveBuffer = enlargeBuffers(channel->m_nat.get(), kSocketBuffer);
    return channel;
}

int UdpChannel::send(std::uint16_t localPort, const Endpoint &remote, ByteView message) const
{
    const bool onNatPort = localPort == m_natPort;
    const ByteView front = message.empty() ? ByteView(wire::kNatKeepalive)
        : onNatPort                        ? ByteView(wire::kNonEspMarker)
                                           : ByteView();
    SocketAddress to(remote);
    std::array<iovec, 2> parts{{{const_cast<std::uint8_t *>(front.data()), front.size()},
                                {const_cast<std::uint8_t *>(message.data()), message.size()}}};
    msghdr header{};
    header.msg_name = to.data();
    header.msg_namelen = to.size;
    header.msg_iov = parts.data();
    header.msg_iovlen = parts.size();

    // An ICMP error of an earlier datagram may be reported here instead, once; it says nothing of this one.
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (sendmsg(onNatPort ? m_nat.get() : m_ike.get(), &header, MSG_NOSIGNAL) >= 0)
            return 0;
        if (errno != EINTR && errno != ECONNREFUSED)
            break;
    }
    return errno;
}

Attempt<void> checkLocal(const IpAddress &address)
{
    const FileDescriptor fd = udpSocket(address.family());
    const SocketAddress any({address, 0});
    if (!fd.isOpen() || bind(fd.get(), any.data(), any.size) != 0)
        return systemFailure(address.toString(), errno);
    return {};
}

Attempt<IpAddress> sourceAddressTo(const IpAddress &remote)
{
    // Connecting a UDP socket sends nothing: it only asks the routing table. The port does not matter to it.
    constexpr std::uint16_t kAnyPort = 500;
    const FileDescriptor fd = udpSocket(remote.family());
    const SocketAddress to({remote, kAnyPort});
    if (!fd.isOpen() || connect(fd.get(), to.data(), to.size) != 0)
        return systemFailure(remote.toString(), errno, api::FailureCode::RouteMissing);
    SocketAddress local;
    if (getsockname(fd.get(), local.data(), &local.size) != 0)
        return systemFailure(remote.toString(), errno, api::FailureCode::RouteMissing);
    return endpointOf(local.storage).address;
}

} // namespace tw::edge
