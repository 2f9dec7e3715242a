#pragma once

#include "engine/api/connection_config.h"
#include "engine/edge/esp_channel.h"
#include "engine/edge/udp_channel.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace tw::edge {

// The sockets of every local address that some connection uses, opened when the first one comes, closed after the last.
class PortTable
{
public:
    PortTable(std::uint16_t ikePort, std::uint16_t natPort, const Offloads &offloads = {})
        : m_ikePort(ikePort), m_natPort(natPort), m_offloads(offloads)
    { }

    enum class NativeEsp : std::uint8_t {
        Needed, // the connection may not use UDP
        Useful, // without it everything goes in UDP
    };

    // Has the sockets of `local` there for the connection. Gives those that had to be opened; null: they were there
    // already, and the address is still this machine's.
    Attempt<std::shared_ptr<const UdpChannel>> hold(const api::ConnectionId &connection, const IpAddress &local,
                                                    NativeEsp nativeEsp);
    void release(const api::ConnectionId &connection);
    void clear() { m_ports.clear(); }

    const UdpChannel *find(const IpAddress &local) const; // null: not held
    std::vector<std::shared_ptr<const UdpChannel>> udp() const;
    std::vector<std::shared_ptr<const EspChannel>> esp() const;

private:
    struct Ports
    {
        std::shared_ptr<const UdpChannel> udp;
        std::shared_ptr<const EspChannel> esp; // null: not allowed, and not needed
        std::set<api::ConnectionId> holders;
    };

    void dropLost(const api::ConnectionId &connection, const IpAddress &current);

    std::uint16_t m_ikePort;
    std::uint16_t m_natPort;
    Offloads m_offloads;
    std::map<IpAddress, Ports> m_ports;
};

} // namespace tw::edge
