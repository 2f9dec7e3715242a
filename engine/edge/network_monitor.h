#pragma once

#include "engine/edge/file_descriptor.h"

#include <optional>

namespace tw::edge {

// Tells when this machine's addresses or routes change, others than our own routes (rtnetlink(7)). Of one thread.
class NetworkMonitor
{
public:
    static std::optional<NetworkMonitor> open(); // nothing: the system does not tell

    int fd() const { return m_fd.get(); } // readable: something is there to be taken
    // Takes everything that is there; whether anything of it counts. Never waits.
    bool takeChanges();

private:
    explicit NetworkMonitor(FileDescriptor fd) : m_fd(std::move(fd)) { }

    FileDescriptor m_fd;
};

} // namespace tw::edge
