#pragma once

#include "engine/edge/tun_device.h"

#include <array>
#include <memory>
#include <span>

namespace tw::edge {

// One burst of packets from the TUN device, in buffers of its own. What is there is taken up to a limit, and then sent
// on: waiting for more would cost latency, and taking more would let the other direction wait.
class InnerBurst
{
public:
    InnerBurst() : m_memory(std::make_unique_for_overwrite<std::uint8_t[]>(kMaxPackets * kSlotSize)) { }

    // False: the device is gone.
    bool read(const TunDevice &device, std::size_t queue = 0);
    std::span<esp::InnerPacket> packets() { return std::span(m_packets).first(m_count); } // until the next read

private:
    static constexpr std::size_t kMaxPackets = 64;
    static constexpr std::size_t kEnoughBytes = 128 * 1024;
    // Virtual memory, used as far as packets are long. Not all at the same place of the cache.
    static constexpr std::size_t kSlotSize = TunDevice::kReadSize + 64;

    std::unique_ptr<std::uint8_t[]> m_memory;
    std::array<esp::InnerPacket, kMaxPackets> m_packets;
    std::size_t m_count = 0;
};

} // namespace tw::edge
