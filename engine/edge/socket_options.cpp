#include "engine/edge/socket_options.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

namespace tw::edge {

namespace {

bool set(int fd, int level, int option, int value) { return setsockopt(fd, level, option, &value, sizeof value) == 0; }

} // namespace

int setPeerSocketOptions(int fd, IpFamily family)
{
    const bool done = family == IpFamily::V4
        ? set(fd, IPPROTO_IP, IP_RECVTOS, 1) && set(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT)
        : set(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1) && set(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DONT);
    return done ? 0 : errno;
}

int enlargeBuffers(int fd, int octets)
{
    // The forcing variants need CAP_NET_ADMIN; the others stop at the system's limit.
    if (!set(fd, SOL_SOCKET, SO_RCVBUFFORCE, octets))
        set(fd, SOL_SOCKET, SO_RCVBUF, octets);
    if (!set(fd, SOL_SOCKET, SO_SNDBUFFORCE, octets))
        set(fd, SOL_SOCKET, SO_SNDBUF, octets);
    int given = 0;
    socklen_t size = sizeof given;
    getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &given, &size);
    return given / 2; // the kernel doubles what it is asked for, to account for its own overhead
}

} // namespace tw::edge
