#include "engine/edge/train_sender.h"

#include "engine/edge/socket_address.h"

#include <netinet/udp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tw::edge {

namespace {

iovec partOf(ByteView bytes) { return {const_cast<std::uint8_t *>(bytes.data()), bytes.size()}; }

// Behind what `header` has of control messages; there is room.
template <typename Value>
void addControl(msghdr &header, int level, int type, Value value)
{
    auto *place = static_cast<std::uint8_t *>(header.msg_control) + header.msg_controllen;
    cmsghdr control{};
    control.cmsg_len = CMSG_LEN(sizeof value);
    control.cmsg_level = level;
    control.cmsg_type = type;
    std::memcpy(place, &control, sizeof control);
    std::memcpy(place + CMSG_LEN(0), &value, sizeof value);
    header.msg_controllen += CMSG_SPACE(sizeof value);
}

// Of sendmsg() or sendmmsg(). An ICMP error of an earlier datagram is reported once where this one's success is due, and
// says nothing of this one.
template <typename Call>
int again(Call call)
{
    const int result = call();
    return result < 0 && (errno == EINTR || errno == ECONNREFUSED) ? call() : result;
}

} // namespace

std::size_t TrainSender::send(int fd, const esp::Train &train, TimePoint now)
{
    Endpoint remote = train.remote;
    if (!train.udpEncapsulated)
        remote.port = 0; // raw sockets know no ports; an IPv6 one insists
    SocketAddress to(remote);
    msghdr header{};
    header.msg_name = to.data();
    header.msg_namelen = to.size;
    header.msg_control = m_control.data();
    // The control message costs a route look-up for each datagram, so it is spared where there is nothing to mark.
    const bool isV4 = remote.address.isV4();
    if (train.tos != 0)
        addControl(header, isV4 ? IPPROTO_IP : IPPROTO_IPV6, isV4 ? IP_TOS : IPV6_TCLASS, static_cast<int>(train.tos));
    if (train.udpEncapsulated && train.segmentCount() > 1 && isSegmenting(now)) {
        if (const auto sent = sendWhole(fd, header, train, now))
            return *sent;
    }
    return sendSegments(fd, header, train);
}

// Nothing: not in this way.
std::optional<std::size_t> TrainSender::sendWhole(int fd, msghdr header, const esp::Train &train, TimePoint now)
{
    addControl(header, IPPROTO_UDP, UDP_SEGMENT, train.segmentSize);
    iovec part = partOf(train.block);
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (again([&] { return static_cast<int>(sendmsg(fd, &header, MSG_DONTWAIT | MSG_NOSIGNAL)); }) >= 0)
        return train.segmentCount();
    switch (errno) {
    case EMSGSIZE: return std::nullopt; // the path bears less than a segment: datagrams may be fragmented
    case EIO:
    case EINVAL:
    case EOPNOTSUPP: m_segmentationOffUntil = now + kSegmentationRetry; return std::nullopt;
    default: return 0;
    }
}

std::size_t TrainSender::sendSegments(int fd, const msghdr &common, const esp::Train &train)
{
    const std::size_t count = std::min(train.segmentCount(), m_headers.size());
    for (std::size_t i = 0; i < count; ++i) {
        const ByteView rest = train.block.subspan(i * train.segmentSize);
        m_parts[i] = partOf(rest.first(std::min<std::size_t>(rest.size(), train.segmentSize)));
        msghdr &header = m_headers[i].msg_hdr;
        header = common;
        header.msg_iov = &m_parts[i];
        header.msg_iovlen = 1;
    }
    std::size_t sent = 0;
    while (sent < count) {
        const int taken = again([&] {
            return sendmmsg(fd, m_headers.data() + sent, static_cast<unsigned>(count - sent),
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        });
        if (taken <= 0)
            break;
        sent += static_cast<std::size_t>(taken);
    }
    return sent;
}

} // namespace tw::edge
