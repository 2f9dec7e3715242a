#pragma once

#include <chrono>
#include <cstdint>

// What the machine says of its clock. Behind an interface, so that whoever judges it can be handed any clock.
namespace tw::models {

enum class ClockSync : std::uint8_t {
    Unknown, // the system does not tell
    Yes,
    No, // no time service has it in hand; it may be right all the same
};

struct ClockReading
{
    std::chrono::sys_time<std::chrono::milliseconds> wall; // what certificates and the log go by
    std::chrono::milliseconds running{}; // since the machine was started, asleep or not: nobody sets it
    ClockSync sync = ClockSync::Unknown;
};

class ClockSource
{
public:
    virtual ~ClockSource() = default;
    virtual ClockReading read() = 0; // without waiting
};

// The kernel's clocks, and its word on whether a time service (systemd-timesyncd, chrony, ntpd, ptp4l) sets them.
class MachineClock final : public ClockSource
{
public:
    ClockReading read() override;
};

} // namespace tw::models
