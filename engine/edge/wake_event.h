#pragma once

#include "engine/edge/file_descriptor.h"

#include <cstdint>

namespace tw::edge {

// Ends another thread's wait in poll(). Any thread may call wake(), any number of times; clear() takes them all.
class WakeEvent
{
public:
    WakeEvent(); // throws std::system_error where the process has no descriptor left

    int fd() const { return m_fd.get(); }
    void wake() const;
    void clear() const;

private:
    FileDescriptor m_fd;
};

} // namespace tw::edge
