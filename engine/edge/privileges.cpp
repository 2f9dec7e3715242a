#include "engine/edge/privileges.h"

#include "engine/edge/esp_channel.h"
#include "engine/edge/socket_address.h"
#include "engine/edge/system_failure.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <optional>

namespace tw::edge {

namespace {

bool hasNetAdmin()
{
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
    return syscall(SYS_capget, &header, data.data()) == 0 && (data[0].effective & (1U << CAP_NET_ADMIN)) != 0;
}

// 0, or why the port cannot be bound for want of privilege. Loopback: whatever address a connection will use.
int lowPortError(std::uint16_t port)
{
    const FileDescriptor fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP));
    const SocketAddress address({IpAddress::v4(127, 0, 0, 1), port});
    if (fd.isOpen() && (bind(fd.get(), address.data(), address.size) == 0 || (errno != EACCES && errno != EPERM)))
        return 0;
    return errno;
}

} // namespace

std::vector<MissingPrivilege> missingPrivileges(const EngineOptions &options)
{
    std::vector<MissingPrivilege> missing;
    if (!FileDescriptor(open("/dev/net/tun", O_RDWR | O_CLOEXEC)).isOpen())
        missing.push_back({Privilege::TunDevice, true, "/dev/net/tun", systemWord(errno)});
    if (!hasNetAdmin())
        missing.push_back({Privilege::NetAdmin, true, "CAP_NET_ADMIN", systemWord(EPERM)});
    if (const int error = lowPortError(options.ikePort); error != 0)
        missing.push_back({Privilege::LowPorts, true, "UDP " + std::to_string(options.ikePort), systemWord(error)});
    if (const auto raw = EspChannel::probe(); !raw) {
        const std::string &detail = raw.error().detail;
        missing.push_back({Privilege::RawSockets, false, "protocol 50", detail.substr(detail.find(": ") + 2)});
    }
    return missing;
}

} // namespace tw::edge
