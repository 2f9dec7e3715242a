#pragma once

#include "engine/base/bytes.h"
#include "engine/base/time.h"
#include "engine/esp/burst.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

namespace tw::esp {

// ESP packets that came before their SA. Whoever answers the message that makes an SA may send on it at once, and a
// packet has a shorter way through most machines than an IKE message: the first packets of a new SA can be here before
// the answer was read (RFC 7296, 1.2, speaks of messages only, but the wire keeps no order between the two). They wait
// a moment instead of being lost. Bounded in every direction, since anybody can send an unknown SPI; a newcomer to a
// full room is refused.
class EarlyPackets
{
public:
    // Several milliseconds at full rate, which the answer takes on a busy machine; and few enough for the packets of an
    // SA long gone to leave room for others.
    static constexpr std::size_t kPerSpi = 1024;
    static constexpr std::size_t kTotal = 4096;
    static constexpr std::size_t kTotalBytes = 6 * 1024 * 1024;
    static constexpr Duration kMaxAge{2'000}; // an answer that was lost is sent again within this

    struct Early
    {
        EspSpi spi;
        Bytes packet; // from the ESP header on
        DatagramRun run; // as it arrived, but for `bytes`
        TimePoint since;
    };

    // Copies the packet. False: the room is full.
    bool add(EspSpi spi, ByteView packet, const DatagramRun &run, TimePoint now);
    // Those of the SPIs that are known by now, in the order of their arrival.
    std::vector<Early> take(const std::function<bool(EspSpi)> &isKnown);
    // Lets go of what has waited too long, and says how many that were.
    std::size_t expire(TimePoint now);

    std::size_t count() const { return m_packets.size(); }

private:
    void forget(const Early &early);

    std::deque<Early> m_packets; // oldest first
    std::unordered_map<EspSpi, std::size_t> m_perSpi;
    std::size_t m_bytes = 0;
};

} // namespace tw::esp
