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
#include <vector>

namespace tw::edge {

// A TUN interface: up, with its MTU, without addresses. It vanishes with this object, and the routes into it too.
// Immutable, so that threads may share it.
//
// It may have several queues, each for a thread to read. The kernel gives a flow to the queue by which a packet of the other
// direction was written last, or to any where there was none. So whatever is written goes to a queue that follows from the
// flow alone: what one thread reads of a flow, no other one does, and it keeps its order.
class TunDevice
{
public:
    // What one read may give: a header and the longest packet.
    static constexpr std::size_t kReadSize = 66 * 1024;
    static constexpr std::size_t kMaxSlices = 64; // of one write

    // `pattern`: the name, with %d for the first free number. `offloads`: of them those of the device, as far as the
    // kernel has them, and `queues` of them likewise. LocalPermission, DeviceFailed; the detail is "/dev/net/tun: ..." or
    // "tw0: ...".
    static Attempt<std::shared_ptr<const TunDevice>> open(const std::string &pattern, int mtu,
                                                          const Offloads &offloads = {}, std::size_t queues = 1);

    std::size_t queueCount() const { return m_queues.size(); }
    int fd(std::size_t queue = 0) const { return m_queues[queue].get(); } // does not block
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
    ReadResult read(MutableByteView buffer, esp::InnerPacket &packet, std::size_t queue = 0) const;

    enum class WriteResult : std::uint8_t {
        Taken,
        Refused, // this kernel does not take such a superpacket: its packets may still go one by one
        Lost, // the device is down or gone, its queue is full, or it is no IP packet
    };
    // One packet, or a superpacket, in at most kMaxSlices slices, of which the first has all its headers.
    WriteResult write(std::span<const ByteView> slices, const esp::Offload &offload = {}) const;

private:
    TunDevice() = default;

    Attempt<void> attach(const std::string &pattern, const Offloads &offloads, std::size_t queues);
    void askForOffloads(const Offloads &wanted);

    std::vector<FileDescriptor> m_queues; // one at least
    std::string m_name;
    int m_index = 0;
    bool m_hasHeader = false; // of virtio-net, in front of every packet
    bool m_tcp = false;
    bool m_udp = false;
};

} // namespace tw::edge
