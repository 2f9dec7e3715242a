#include "engine/edge/port_table.h"

namespace tw::edge {

Attempt<std::shared_ptr<const UdpChannel>> PortTable::hold(const api::ConnectionId &connection, const IpAddress &local,
                                                           NativeEsp nativeEsp)
{
    if (auto isLocal = checkLocal(local); !isLocal)
        return std::unexpected(std::move(isLocal.error()));
    dropLost(connection, local);

    Ports ports;
    std::shared_ptr<const UdpChannel> opened;
    if (const auto known = m_ports.find(local); known != m_ports.end()) {
        ports = known->second;
    } else {
        auto channel = UdpChannel::open(local, m_ikePort, m_natPort, m_offloads);
        if (!channel)
            return std::unexpected(std::move(channel.error()));
        ports.udp = opened = std::move(*channel);
    }
    if (!ports.esp) {
        auto channel = EspChannel::open(local);
        if (channel)
            ports.esp = std::move(*channel);
        else if (nativeEsp == NativeEsp::Needed)
            return std::unexpected(std::move(channel.error()));
    }
    ports.holders.insert(connection);
    m_ports.insert_or_assign(local, std::move(ports));
    return opened;
}

// A connection keeps the sockets of an address that it used before, since old SAs are deleted from there; but when the
// address itself has gone, nothing can leave from it any more.
void PortTable::dropLost(const api::ConnectionId &connection, const IpAddress &current)
{
    for (auto entry = m_ports.begin(); entry != m_ports.end();) {
        auto &[local, ports] = *entry;
        if (local != current && ports.holders.contains(connection) && !checkLocal(local))
            ports.holders.erase(connection);
        entry = ports.holders.empty() ? m_ports.erase(entry) : std::next(entry);
    }
}

void PortTable::release(const api::ConnectionId &connection)
{
    for (auto entry = m_ports.begin(); entry != m_ports.end();) {
        auto &holders = entry->second.holders;
        holders.erase(connection);
        entry = holders.empty() ? m_ports.erase(entry) : std::next(entry);
    }
}

const UdpChannel *PortTable::find(const IpAddress &local) const
{
    const auto found = m_ports.find(local);
    return found == m_ports.end() ? nullptr : found->second.udp.get();
}

std::vector<std::shared_ptr<const UdpChannel>> PortTable::udp() const
{
    std::vector<std::shared_ptr<const UdpChannel>> channels;
    for (const auto &[local, ports] : m_ports)
        channels.push_back(ports.udp);
    return channels;
}

std::vector<std::shared_ptr<const EspChannel>> PortTable::esp() const
{
    std::vector<std::shared_ptr<const EspChannel>> channels;
    for (const auto &[local, ports] : m_ports) {
        if (ports.esp)
            channels.push_back(ports.esp);
    }
    return channels;
}

} // namespace tw::edge
