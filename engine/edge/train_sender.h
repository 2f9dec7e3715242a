#pragma once

#include "engine/esp/burst.h"

#include <sys/socket.h>

#include <array>

namespace tw::edge {

// Sends trains: for now one datagram for each segment, many in one system call.
class TrainSender
{
public:
    // How many segments the kernel took. It refuses the rest when its buffers are full, when a segment is longer than
    // the path bears, or when address or route are gone: such packets are lost, as on any wire.
    std::size_t send(int fd, const esp::Train &train);

private:
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(int))> m_control{};
    std::array<iovec, esp::kMaxTrainSegments> m_parts{};
    std::array<mmsghdr, esp::kMaxTrainSegments> m_headers{};
};

} // namespace tw::edge
