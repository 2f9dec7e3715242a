#pragma once

#include "engine/base/ip_address.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/system_failure.h"

#include <memory>

namespace tw::edge {

// A raw socket for ESP without UDP (protocol 50) on one local address. Does not block; immutable.
class EspChannel
{
public:
    static Attempt<std::shared_ptr<const EspChannel>> open(const IpAddress &local); // LocalPermission, AddressNotLocal

    // Whether this program may open one at all.
    static Attempt<void> probe();

    const IpAddress &local() const { return m_local; }
    int fd() const { return m_fd.get(); }

private:
    EspChannel(const IpAddress &local, FileDescriptor fd) : m_local(local), m_fd(std::move(fd)) { }

    IpAddress m_local;
    FileDescriptor m_fd;
};

} // namespace tw::edge
