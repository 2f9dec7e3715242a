#include "engine/edge/esp_channel.h"

#include "engine/edge/socket_address.h"
#include "engine/edge/socket_options.h"
#include "engine/edge/udp_channel.h"

#include <cerrno>

namespace tw::edge {

namespace {

constexpr std::string_view kObject = "protocol 50";

FileDescriptor espSocket(IpFamily family)
{
    return FileDescriptor(socket(domainOf(family), SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ESP));
}

} // namespace

Attempt<std::shared_ptr<const EspChannel>> EspChannel::open(const IpAddress &local)
{
    FileDescriptor fd = espSocket(local.family());
    if (!fd.isOpen())
        return systemFailure(kObject, errno);
    if (const int error = setPeerSocketOptions(fd.get(), local.family()); error != 0)
        return systemFailure(kObject, error);
    const SocketAddress address({local, 0});
    if (bind(fd.get(), address.data(), address.size) != 0)
        return systemFailure(local.toString(), errno);
    enlargeBuffers(fd.get(), kSocketBuffer);
    return std::shared_ptr<const EspChannel>(new EspChannel(local, std::move(fd)));
}

Attempt<void> EspChannel::probe()
{
    if (!espSocket(IpFamily::V4).isOpen())
        return systemFailure(kObject, errno);
    return {};
}

} // namespace tw::edge
