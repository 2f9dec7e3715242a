#include "engine/edge/tun_device.h"

#include "engine/edge/netlink.h"
#include "engine/edge/virtio_header.h"
#include "engine/esp/flow_queue.h"
#include "engine/wire/transport_header.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tw::edge {

namespace {

constexpr const char *kTunPath = "/dev/net/tun";
constexpr int kOpenFlags = O_RDWR | O_NONBLOCK | O_CLOEXEC;

// Of Linux 6.2; Debian 12's headers are older than its kernel may be.
constexpr unsigned kUdpSegmentation4 = 0x20;
constexpr unsigned kUdpSegmentation6 = 0x40;

unsigned featuresOf(int fd)
{
    unsigned features = 0;
    return ioctl(fd, TUNGETFEATURES, &features) == 0 ? features : 0;
}

// Octets of IP and transport headers of a superpacket that the engine has made.
std::size_t headerSizeOf(const esp::Offload &offload, ByteView first)
{
    if (offload.gsoType == esp::Offload::Segmentation::Udp)
        return offload.csumStart + wire::kUdpHeaderSize;
    const std::size_t dataOffset = offload.csumStart + wire::kTcpDataOffset;
    return dataOffset < first.size() ? offload.csumStart + std::size_t{first[dataOffset]} / 16 * 4 : 0;
}

} // namespace

Attempt<std::shared_ptr<const TunDevice>> TunDevice::open(const std::string &pattern, int mtu, const Offloads &offloads,
                                                          std::size_t queues)
{
    const std::shared_ptr<TunDevice> device(new TunDevice);
    if (auto attached = device->attach(pattern, offloads, queues); !attached)
        return std::unexpected(std::move(attached.error()));
    if (device->m_hasHeader)
        device->askForOffloads(offloads);
    device->m_index = static_cast<int>(if_nametoindex(device->m_name.c_str()));
    auto netlink = Netlink::open();
    if (!netlink)
        return std::unexpected(netlink.error());
    if (const int error = netlink->setUp(device->m_index, mtu); error != 0)
        return systemFailure(device->m_name, error);
    return device;
}

// The first queue makes the interface; the others, as far as the kernel gives them, are added to it by its name.
Attempt<void> TunDevice::attach(const std::string &pattern, const Offloads &offloads, std::size_t queues)
{
    FileDescriptor first(::open(kTunPath, kOpenFlags));
    if (!first.isOpen())
        return systemFailure(kTunPath, errno);
    ifreq request{};
    if (pattern.size() >= sizeof request.ifr_name)
        return systemFailure(pattern, ENAMETOOLONG);
    std::ranges::copy(pattern, request.ifr_name);
    const unsigned features = featuresOf(first.get());
    m_hasHeader = (offloads.tunTcp || offloads.tunUdp) && (features & IFF_VNET_HDR) != 0;
    const int flags = IFF_TUN | IFF_NO_PI | (m_hasHeader ? IFF_VNET_HDR : 0);
    const auto join = [&request](const FileDescriptor &queue, int itsFlags) {
        request.ifr_flags = static_cast<short>(itsFlags);
        return ioctl(queue.get(), TUNSETIFF, &request) == 0;
    };

    // An interface that somebody else has made may be for one queue only.
    const bool isSeveral =
        queues > 1 && offloads.tunQueues && (features & IFF_MULTI_QUEUE) != 0 && join(first, flags | IFF_MULTI_QUEUE);
    if (!isSeveral && !join(first, flags))
        return systemFailure(kTunPath, errno);
    m_name = request.ifr_name;
    m_queues.push_back(std::move(first));
    while (isSeveral && m_queues.size() < queues) {
        FileDescriptor next(::open(kTunPath, kOpenFlags));
        if (!next.isOpen() || !join(next, flags | IFF_MULTI_QUEUE))
            break;
        m_queues.push_back(std::move(next));
    }
    return {};
}

// Asks for less where the kernel refuses more.
void TunDevice::askForOffloads(const Offloads &wanted)
{
    const int headerSize = kVirtioHeaderSize;
    ioctl(fd(), TUNSETVNETHDRSZ, &headerSize); // which it is from the start
    const unsigned tcp = wanted.tunTcp ? TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN : 0;
    const unsigned udp = wanted.tunUdp ? kUdpSegmentation4 | kUdpSegmentation6 : 0;
    for (const unsigned features : {tcp | udp, tcp}) {
        if (features != 0 && ioctl(fd(), TUNSETOFFLOAD, TUN_F_CSUM | features) == 0) {
            m_tcp = (features & TUN_F_TSO4) != 0;
            m_udp = (features & kUdpSegmentation4) != 0;
            return;
        }
    }
}

TunDevice::ReadResult TunDevice::read(MutableByteView buffer, esp::InnerPacket &packet, std::size_t queue) const
{
    for (;;) {
        const ssize_t size = ::read(fd(queue), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return errno == EBADFD ? ReadResult::Gone : ReadResult::Nothing;
        const MutableByteView bytes = buffer.first(static_cast<std::size_t>(size));
        if (!m_hasHeader) {
            packet = {bytes, {}};
            return bytes.empty() ? ReadResult::Nothing : ReadResult::Packet;
        }
        if (bytes.size() < kVirtioHeaderSize)
            return ReadResult::Nothing;
        VirtioHeader header;
        std::copy_n(bytes.begin(), kVirtioHeaderSize, header.begin());
        packet = {bytes.subspan(kVirtioHeaderSize), offloadOf(header)};
        return ReadResult::Packet;
    }
}

TunDevice::WriteResult TunDevice::write(std::span<const ByteView> slices, const esp::Offload &offload) const
{
    if (slices.empty() || slices.size() > kMaxSlices)
        return WriteResult::Lost;
    if (!m_hasHeader && !offload.isFinished())
        return WriteResult::Refused; // there is nothing to say in that it is unfinished
    VirtioHeader header{};
    std::array<iovec, kMaxSlices + 1> parts;
    std::size_t count = 0;
    if (m_hasHeader) {
        if (!offload.isFinished())
            header = virtioHeaderOf(offload, headerSizeOf(offload, slices.front()));
        parts[count++] = {header.data(), header.size()};
    }
    for (const ByteView slice : slices)
        parts[count++] = {const_cast<std::uint8_t *>(slice.data()), slice.size()};
    const int queue = fd(esp::queueOf(slices.front(), queueCount()));
    for (;;) {
        if (writev(queue, parts.data(), static_cast<int>(count)) >= 0)
            return WriteResult::Taken;
        if (errno != EINTR)
            return errno == EINVAL && !offload.isFinished() ? WriteResult::Refused : WriteResult::Lost;
    }
}

} // namespace tw::edge
