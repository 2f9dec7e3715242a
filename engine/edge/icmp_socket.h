#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/system_failure.h"

#include <optional>

namespace tw::edge {

// A raw socket for ICMP of one local address: it sends what a probe asks, and hears what is told about anything that this
// address sent. Does not block.
class IcmpSocket
{
public:
    // With `dontFragment` the packet leaves whole or not at all, whatever the kernel believes of the path.
    static Attempt<IcmpSocket> open(const IpAddress &local, bool dontFragment = false, std::uint8_t hopLimit = 64);

    int fd() const { return m_fd.get(); }
    int send(const IpAddress &destination, ByteView icmp) const; // 0 or errno

    struct Received
    {
        IpAddress from;
        Bytes icmp; // from its own header on
    };
    std::optional<Received> receive() const; // nothing: nothing is there

private:
    explicit IcmpSocket(FileDescriptor fd) : m_fd(std::move(fd)) { }

    FileDescriptor m_fd;
};

} // namespace tw::edge
