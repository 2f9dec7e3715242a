#pragma once

#include "engine/base/bytes.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/offloads.h"
#include "engine/edge/system_failure.h"
#include "engine/esp/burst.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace tw::edge {

// A TUN interface: up, with its MTU, without addresses. It vanishes with this object, and the routes into it too.
// Immutable, so that threads may share it.
class TunDevice
{
public:
    // What one read may give: a header and the longest packet.
    static constexpr std::size_t kReadSize = 66 * 1024;
    static constexpr std::size_t kMaxSlices = 64; // of one write

    // `pattern`: the name, with %d for the first free number. `offloads`: of them those of the device, as far as the
    // kernel has them. LocalPermission, DeviceFailed; the detail is "/dev/net/tun: ..." or "tw0: ...".
    static Attempt<std::shared_ptr<const TunDevice>> open(const std::string &pattern, int mtu,
                                                          const Offloads &offloads = {});

    int fd() const { return m_fd.get(); } // does not block
    const std::string &name() const { return m_name; }
    int index() const { return m_index; } // of the interface
    // What it got: whether packets of TCP and of UDP cross it joined, in both directions.
    bool carriesTcpJoined() const { return m_tcp; }
    bool carriesUdpJoined() const { return m_udp; }

    enum class ReadResult : std::uint8_t {
        Packet,
        Nothing, // there is none, or the device is down
        Gone, // somebody deleted the device
    };
    // One packet into `buffer`, which has kReadSize octets; `packet` points there.
    ReadResult read(MutableByteView buffer, esp::InnerPacket &packet) const;

    enum class WriteResult : std::uint8_t {
        Taken,
        Refused, // this kernel does not take such a superpacket: its packets may still go one by one
        Lost, // the device is down or gone, its queue is full, or it is no IP packet
    };
    // One packet, or a superpacket, in at most kMaxSlices slices.
    WriteResult write(std::span<const ByteView> slices, const esp::Offload &offload = {}) const;

private:
    TunDevice() = default;

    void askForOffloads(const Offloads &wanted);

    FileDescriptor m_fd;
    std::string m_name;
    int m_index = 0;
    bool m_hasHeader = false; // of virtio-net, in front of every packet
    bool m_tcp = false;
    bool m_udp = false;
};

} // namespace tw::edge
