#include "engine/edge/wake_event.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

namespace tw::edge {

WakeEvent::WakeEvent() : m_fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (!m_fd.isOpen())
        throw std::system_error(errno, std::generic_category(), "eventfd");
}

void WakeEvent::wake() const
{
    const std::uint64_t one = 1;
    // It can only fail because the counter is full, and then the other thread is about to wake anyway.
    [[maybe_unused]] const auto written = ::write(m_fd.get(), &one, sizeof one);
}

void WakeEvent::clear() const
{
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = ::read(m_fd.get(), &count, sizeof count);
}

} // namespace tw::edge
