#pragma once

#include "engine/base/bytes.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/system_failure.h"

#include <memory>
#include <span>
#include <string>

namespace tw::edge {

// A TUN interface: up, with its MTU, without addresses. It vanishes with this object, and the routes into it too.
class TunDevice
{
public:
    // `pattern`: the name, with %d for the first free number. LocalPermission, DeviceFailed; the detail is
    // "/dev/net/tun: ..." or "tw0: ...".
    static Attempt<std::shared_ptr<const TunDevice>> open(const std::string &pattern, int mtu);

    int fd() const { return m_fd.get(); } // does not block
    const std::string &name() const { return m_name; }
    int index() const { return m_index; } // of the interface

    // One packet into `buffer`. Its size; 0: nothing there, or the device is down. Negative: the device is gone.
    ssize_t read(MutableByteView buffer) const;
    // One packet in slices. False: the kernel did not take it (the device is down or gone, or it is no IP packet).
    bool write(std::span<const ByteView> slices) const;

private:
    TunDevice() = default;

    FileDescriptor m_fd;
    std::string m_name;
    int m_index = 0;
};

} // namespace tw::edge
