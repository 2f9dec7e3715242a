#include "engine/edge/socket_address.h"

#include <arpa/inet.h>

#include <cstring>

namespace tw::edge {

SocketAddress::SocketAddress(const Endpoint &endpoint)
{
    const ByteView bytes = endpoint.address.bytes();
    if (endpoint.address.isV4()) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(endpoint.port);
        std::memcpy(&address.sin_addr, bytes.data(), bytes.size());
        std::memcpy(&storage, &address, sizeof address);
        size = sizeof address;
    } else {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(endpoint.port);
        std::memcpy(&address.sin6_addr, bytes.data(), bytes.size());
        std::memcpy(&storage, &address, sizeof address);
        size = sizeof address;
    }
}

Endpoint endpointOf(const sockaddr_storage &storage)
{
    if (storage.ss_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, &storage, sizeof address);
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(&address.sin_addr);
        return {*IpAddress::fromBytes({bytes, 4}), ntohs(address.sin_port)};
    }
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, &storage, sizeof address);
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(&address.sin6_addr);
        return {*IpAddress::fromBytes({bytes, 16}), ntohs(address.sin6_port)};
    }
    return {};
}

} // namespace tw::edge
