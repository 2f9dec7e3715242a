#pragma once

namespace tw::edge {

// What the kernel may be asked to do for many packets at once. Each is used where the kernel has it; a test, or somebody
// with a driver that spoils packets, does without.
struct Offloads
{
    bool udpSegment = true; // UDP_SEGMENT: a whole train leaves by one call
    bool udpGro = true; // UDP_GRO: what arrives of one peer comes by one call
};

} // namespace tw::edge
