#include "engine/edge/inner_burst.h"

namespace tw::edge {

bool InnerBurst::read(const TunDevice &device, std::size_t queue)
{
    m_count = 0;
    std::size_t octets = 0;
    while (m_count < kMaxPackets && octets < kEnoughBytes) {
        const MutableByteView slot{m_memory.get() + m_count * kSlotSize, TunDevice::kReadSize};
        switch (device.read(slot, m_packets[m_count], queue)) {
        case TunDevice::ReadResult::Packet: break;
        case TunDevice::ReadResult::Nothing: return true;
        case TunDevice::ReadResult::Gone: return false;
        }
        octets += m_packets[m_count++].bytes.size();
    }
    return true;
}

} // namespace tw::edge
