#include "engine/edge/tun_device.h"

#include "engine/edge/netlink.h"

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
constexpr std::size_t kMaxSlices = 64; // of one write

} // namespace

Attempt<std::shared_ptr<const TunDevice>> TunDevice::open(const std::string &pattern, int mtu)
{
    FileDescriptor fd(::open(kTunPath, O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!fd.isOpen())
        return systemFailure(kTunPath, errno);

    ifreq request{};
    if (pattern.size() >= sizeof request.ifr_name)
        return systemFailure(pattern, ENAMETOOLONG);
    std::ranges::copy(pattern, request.ifr_name);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (ioctl(fd.get(), TUNSETIFF, &request) != 0)
        return systemFailure(kTunPath, errno);

    const std::shared_ptr<TunDevice> device(new TunDevice);
    device->m_fd = std::move(fd);
    device->m_name = request.ifr_name;
    device->m_index = static_cast<int>(if_nametoindex(request.ifr_name));
    auto netlink = Netlink::open();
    if (!netlink)
        return std::unexpected(netlink.error());
    if (const int error = netlink->setUp(device->m_index, mtu); error != 0)
        return systemFailure(device->m_name, error);
    return device;
}

ssize_t TunDevice::read(MutableByteView buffer) const
{
    for (;;) {
        const ssize_t size = ::read(m_fd.get(), buffer.data(), buffer.size());
        if (size >= 0)
            return size;
        if (errno != EINTR)
            return errno == EBADFD ? -1 : 0;
    }
}

bool TunDevice::write(std::span<const ByteView> slices) const
{
    std::array<iovec, kMaxSlices> parts;
    if (slices.size() > parts.size())
        return false;
    std::size_t size = 0;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        parts[i] = {const_cast<std::uint8_t *>(slices[i].data()), slices[i].size()};
        size += slices[i].size();
    }
    for (;;) {
        const ssize_t written = writev(m_fd.get(), parts.data(), static_cast<int>(slices.size()));
        if (written >= 0)
            return static_cast<std::size_t>(written) == size;
        if (errno != EINTR)
            return false;
    }
}

} // namespace tw::edge
