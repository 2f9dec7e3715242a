#pragma once

#include "engine/base/ip_address.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace tw::edge {

// An endpoint as the socket calls want it.
struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    SocketAddress() = default; // to be filled by the system
    explicit SocketAddress(const Endpoint &endpoint);

    sockaddr *data() { return reinterpret_cast<sockaddr *>(&storage); }
    const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&storage); }
};

// 0.0.0.0[0] for anything but IPv4 and IPv6.
Endpoint endpointOf(const sockaddr_storage &address);

inline int domainOf(IpFamily family) { return family == IpFamily::V4 ? AF_INET : AF_INET6; }

} // namespace tw::edge
