#include "engine/esp/early_packets.h"

#include <utility>

namespace tw::esp {

bool EarlyPackets::add(EspSpi spi, ByteView packet, const DatagramRun &run, TimePoint now)
{
    if (m_packets.size() >= kTotal || m_bytes + packet.size() > kTotalBytes)
        return false;
    const auto count = m_perSpi.find(spi);
    if (count != m_perSpi.end() && count->second >= kPerSpi)
        return false;
    ++m_perSpi[spi];
    m_bytes += packet.size();
    DatagramRun arrived = run;
    arrived.bytes = {};
    arrived.segmentSize = 0;
    m_packets.push_back({spi, toBytes(packet), arrived, now});
    return true;
}

std::vector<EarlyPackets::Early> EarlyPackets::take(const std::function<bool(EspSpi)> &isKnown)
{
    std::vector<Early> taken;
    std::deque<Early> kept;
    for (Early &early : m_packets) {
        if (!isKnown(early.spi)) {
            kept.push_back(std::move(early));
            continue;
        }
        forget(early);
        taken.push_back(std::move(early));
    }
    m_packets = std::move(kept);
    return taken;
}

std::size_t EarlyPackets::expire(TimePoint now)
{
    std::size_t expired = 0;
    for (; !m_packets.empty() && now - m_packets.front().since >= kMaxAge; ++expired) {
        forget(m_packets.front());
        m_packets.pop_front();
    }
    return expired;
}

void EarlyPackets::forget(const Early &early)
{
    m_bytes -= early.packet.size();
    const auto count = m_perSpi.find(early.spi);
    if (--count->second == 0)
        m_perSpi.erase(count);
}

} // namespace tw::esp
