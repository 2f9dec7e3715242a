#pragma once

#include "engine/base/time.h"
#include "engine/esp/burst.h"

#include <sys/socket.h>

#include <array>
#include <optional>

namespace tw::edge {

// Sends trains: as one packet that the kernel, or the network card, cuts into datagrams (UDP_SEGMENT), or else one
// datagram for each segment, many in one system call. Cutting later is worth five times the rate.
class TrainSender
{
public:
    explicit TrainSender(bool mayUseSegmentation = true) : m_mayUseSegmentation(mayUseSegmentation) { }

    // How many segments the kernel took. It refuses the rest when its buffers are full, when a segment is longer than
    // the path bears, or when address or route are gone: such packets are lost, as on any wire.
    // A kernel, or a device, that cannot cut gets the same train in datagrams, and is not asked again for ten minutes.
    std::size_t send(int fd, const esp::Train &train, TimePoint now);

    bool isSegmenting(TimePoint now) const
    {
        return m_mayUseSegmentation && (!m_segmentationOffUntil || *m_segmentationOffUntil <= now);
    }

private:
    static constexpr Duration kSegmentationRetry{600'000};

    std::optional<std::size_t> sendWhole(int fd, msghdr header, const esp::Train &train, TimePoint now);
    std::size_t sendSegments(int fd, const msghdr &common, const esp::Train &train);

    bool m_mayUseSegmentation;
    std::optional<TimePoint> m_segmentationOffUntil;
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(std::uint16_t))> m_control{};
    std::array<iovec, esp::kMaxTrainSegments> m_parts{};
    std::array<mmsghdr, esp::kMaxTrainSegments> m_headers{};
};

} // namespace tw::edge
