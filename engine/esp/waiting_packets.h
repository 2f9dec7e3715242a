#pragma once

#include "engine/api/connection_config.h"
#include "engine/base/time.h"
#include "engine/esp/burst.h"

#include <deque>
#include <functional>
#include <map>

namespace tw::esp {

// The few packets that wait for an SA to be negotiated, so that the first ping is not lost. Bounded in every direction:
// a flood towards a peer that does not answer must cost nothing. A newcomer to a full room is refused, since the oldest
// are the ones that began the connection (a SYN, the first echo request).
class WaitingPackets
{
public:
    static constexpr std::size_t kPerConnection = 16;
    static constexpr std::size_t kTotal = 512;
    static constexpr std::size_t kTotalBytes = 1024 * 1024;
    static constexpr Duration kMaxAge{10'000};

    // `shares`: among how many rooms the totals are divided. A flow is in one of them, so a connection's part stays whole.
    explicit WaitingPackets(std::size_t shares = 1) : m_maxCount(kTotal / shares), m_maxBytes(kTotalBytes / shares) { }

    struct Waiting
    {
        api::ConnectionId connection;
        Bytes packet;
        Offload offload;
        TimePoint since;
    };

    // False: the room is full.
    bool add(const api::ConnectionId &connection, const InnerPacket &packet, TimePoint now);

    enum class Verdict : std::uint8_t { Keep, Remove, Stop }; // Stop: keep this one and all behind it
    // Shows every packet, oldest first. False: it was stopped.
    bool visit(const std::function<Verdict(Waiting &)> &visitor);

    std::size_t count() const { return m_packets.size(); }

private:
    std::size_t m_maxCount;
    std::size_t m_maxBytes;
    std::deque<Waiting> m_packets; // oldest first
    std::map<api::ConnectionId, std::size_t> m_perConnection;
    std::size_t m_bytes = 0;
};

} // namespace tw::esp
