#pragma once

#include "engine/esp/burst.h"

#include <cstddef>
#include <deque>
#include <vector>

namespace tw::sim {

// The twin of the TUN device: the host's packets queue up to be read by the engine in bursts, and what the engine writes
// queues up for the host. Bounded like a real queue, and as silent about it.
class SimTun
{
public:
    static constexpr std::size_t kQueueLength = 4096;
    static constexpr std::size_t kBurst = 64;

    // The host's side.
    void send(Bytes packet);
    std::vector<Bytes> receive(); // everything that has arrived, in order
    std::size_t lost() const { return m_lost; }

    // The engine's side. The burst stays good until the next read.
    std::span<esp::InnerPacket> readBurst();
    // The first `count` packets of the burst were taken; the rest will be read again.
    void taken(std::size_t count);
    void write(std::span<const ByteView> slices); // one packet
    void write(Bytes packet);

private:
    std::deque<Bytes> m_fromHost;
    std::vector<esp::InnerPacket> m_burst; // of the front of m_fromHost
    std::vector<Bytes> m_toHost;
    std::size_t m_lost = 0;
};

} // namespace tw::sim
