#include "engine/sim/sim_tun.h"

#include <algorithm>
#include <utility>

namespace tw::sim {

void SimTun::send(Bytes packet)
{
    if (m_fromHost.size() >= kQueueLength) {
        ++m_lost;
        return;
    }
    m_fromHost.push_back(std::move(packet));
}

std::vector<Bytes> SimTun::receive() { return std::exchange(m_toHost, {}); }

std::span<esp::InnerPacket> SimTun::readBurst()
{
    m_burst.clear();
    for (std::size_t i = 0; i < std::min(kBurst, m_fromHost.size()); ++i)
        m_burst.push_back({m_fromHost[i], {}});
    return m_burst;
}

void SimTun::taken(std::size_t count)
{
    m_burst.clear();
    m_fromHost.erase(m_fromHost.begin(), m_fromHost.begin() + static_cast<std::ptrdiff_t>(count));
}

void SimTun::write(std::span<const ByteView> slices)
{
    Bytes packet;
    for (const ByteView slice : slices)
        append(packet, slice);
    write(std::move(packet));
}

void SimTun::write(Bytes packet)
{
    if (m_toHost.size() >= kQueueLength) {
        ++m_lost;
        return;
    }
    m_toHost.push_back(std::move(packet));
}

} // namespace tw::sim
