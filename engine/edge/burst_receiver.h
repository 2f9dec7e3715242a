#pragma once

#include "engine/esp/burst.h"

#include <sys/socket.h>

#include <array>
#include <memory>
#include <span>

namespace tw::edge {

// Takes what is there from a socket, up to a burst, in one system call, into buffers of its own. Where the socket has
// UDP_GRO, each receive is a run of datagrams that the kernel has joined.
class BurstReceiver
{
public:
    static constexpr std::size_t kWidth = 64;

    BurstReceiver();

    // `local` is where the socket is bound. Takes at most kWidth receives, and not many more packets than one receive
    // after another brought lately would make a burst. Valid until the next call. Empty: nothing was there, or an error of the
    // moment (an ICMP message, a lost interface) took the place of a datagram. `udp` false: a raw socket of protocol
    // 50; IPv4 headers, which those show, are taken off.
    std::span<const esp::DatagramRun> receive(int fd, const Endpoint &local, bool udp);

private:
    // Room for the longest datagram. Virtual memory, used as far as datagrams are long.
    static constexpr std::size_t kBufferSize = 64 * 1024;
    static constexpr std::size_t kControlSize = 64;

    struct Slot
    {
        std::uint8_t *buffer = nullptr;
        iovec part{};
        sockaddr_storage from{};
        alignas(cmsghdr) std::array<std::uint8_t, kControlSize> control{};
    };

    void prepare();

    static constexpr std::size_t kEnoughPackets = 128;
    static constexpr std::size_t kLeastWidth = 4;

    std::size_t m_width = kWidth; // receives of the next call
    std::unique_ptr<std::uint8_t[]> m_memory;
    std::array<Slot, kWidth> m_slots;
    std::array<mmsghdr, kWidth> m_headers{};
    std::array<esp::DatagramRun, kWidth> m_runs;
};

} // namespace tw::edge
