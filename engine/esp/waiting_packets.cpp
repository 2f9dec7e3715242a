#include "engine/esp/waiting_packets.h"

namespace tw::esp {

bool WaitingPackets::add(const api::ConnectionId &connection, const InnerPacket &packet, TimePoint now)
{
    if (m_packets.size() >= m_maxCount || m_bytes + packet.bytes.size() > m_maxBytes)
        return false;
    std::size_t &count = m_perConnection[connection];
    if (count >= kPerConnection)
        return false;
    ++count;
    m_bytes += packet.bytes.size();
    m_packets.push_back({connection, toBytes(packet.bytes), packet.offload, now});
    return true;
}

bool WaitingPackets::visit(const std::function<Verdict(Waiting &)> &visitor)
{
    for (auto at = m_packets.begin(); at != m_packets.end();) {
        switch (visitor(*at)) {
        case Verdict::Stop: return false;
        case Verdict::Keep: ++at; break;
        case Verdict::Remove: {
            m_bytes -= at->packet.size();
            const auto count = m_perConnection.find(at->connection);
            if (--count->second == 0)
                m_perConnection.erase(count);
            at = m_packets.erase(at);
            break;
        }
        }
    }
    return true;
}

} // namespace tw::esp
