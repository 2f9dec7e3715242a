#include "engine/edge/train_sender.h"

#include "engine/edge/socket_address.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tw::edge {

std::size_t TrainSender::send(int fd, const esp::Train &train)
{
    Endpoint remote = train.remote;
    if (!train.udpEncapsulated)
        remote.port = 0; // raw sockets know no ports; an IPv6 one insists
    SocketAddress to(remote);

    // The control message costs a route look-up for each datagram, so it is spared where there is nothing to mark.
    std::size_t controlSize = 0;
    if (train.tos != 0) {
        const bool isV4 = remote.address.isV4();
        const int tos = train.tos;
        cmsghdr control{};
        control.cmsg_len = CMSG_LEN(sizeof tos);
        control.cmsg_level = isV4 ? IPPROTO_IP : IPPROTO_IPV6;
        control.cmsg_type = isV4 ? IP_TOS : IPV6_TCLASS;
        std::memcpy(m_control.data(), &control, sizeof control);
        std::memcpy(m_control.data() + CMSG_LEN(0), &tos, sizeof tos);
        controlSize = m_control.size();
    }

    const std::size_t count = std::min(train.segmentCount(), m_headers.size());
    for (std::size_t i = 0; i < count; ++i) {
        const ByteView rest = train.block.subspan(i * train.segmentSize);
        m_parts[i] = {const_cast<std::uint8_t *>(rest.data()), std::min<std::size_t>(rest.size(), train.segmentSize)};
        msghdr &header = m_headers[i].msg_hdr;
        header = {};
        header.msg_name = to.data();
        header.msg_namelen = to.size;
        header.msg_iov = &m_parts[i];
        header.msg_iovlen = 1;
        header.msg_control = controlSize > 0 ? m_control.data() : nullptr;
        header.msg_controllen = controlSize;
    }

    std::size_t sent = 0;
    bool retried = false;
    while (sent < count) {
        const int taken =
            sendmmsg(fd, m_headers.data() + sent, static_cast<unsigned>(count - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken > 0) {
            sent += static_cast<std::size_t>(taken);
            retried = false;
            continue;
        }
        // An ICMP error of an earlier datagram is reported here, once; it says nothing of this one.
        if (retried || (errno != EINTR && errno != ECONNREFUSED))
            break;
        retried = true;
    }
    return sent;
}

} // namespace tw::edge
