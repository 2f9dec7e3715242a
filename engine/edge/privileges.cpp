#include "engine/edge/privileges.h"

#include "engine/edge/esp_channel.h"
#include "engine/edge/socket_address.h"
#include "engine/edge/system_failure.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
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

// No privilege helps where there is no device.
std::optional<MissingPrivilege> missingTun()
{
    constexpr auto path = "/dev/net/tun";
    const FileDescriptor fd(open(path, O_RDWR | O_CLOEXEC));
    if (!fd.isOpen()) {
        const bool isAbsent = errno == ENOENT || errno == ENODEV || errno == ENXIO;
        return MissingPrivilege{isAbsent ? Privilege::TunDriver : Privilege::TunDevice, true, path, systemWord(errno)};
    }
    struct stat status{};
    if (fstat(fd.get(), &status) != 0 || !S_ISCHR(status.st_mode))
        return MissingPrivilege{Privilege::TunDriver, true, path, systemWord(ENODEV)};
    return std::nullopt;
}

} // namespace

std::vector<MissingPrivilege> missingPrivileges(const EngineOptions &options)
{
    std::vector<MissingPrivilege> missing;
    if (auto tun = missingTun())
        missing.push_back(std::move(*tun));
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
