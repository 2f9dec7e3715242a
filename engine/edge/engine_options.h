#pragma once

#include "engine/base/time.h"
#include "engine/edge/offloads.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace tw::edge {

inline constexpr int kMaxDataThreads = 8;

// How many data threads there are where so many were asked for. With three cores or fewer a second one takes from the
// kernel, and from the programs whose packets these are, what it gives. More than one thread that sends must be asked
// for, whatever cores there are: see docs/decisions.md, "Several threads may send by one SA".
constexpr int dataThreadsFor(int wanted, unsigned cores)
{
    if (wanted > 0)
        return std::min(wanted, kMaxDataThreads);
    return cores > 3 ? 2 : 1;
}

// One thread receives: what a peer sends comes by one socket. All others send; a single one does both.
constexpr std::size_t outboundThreadsOf(int dataThreads)
{
    return static_cast<std::size_t>(std::max(dataThreads - 1, 1));
}

// What a program, or a test, may choose about an engine. The defaults are those of a gateway.
struct EngineOptions
{
    // Name of the TUN device; the kernel puts the first free number in place of %d.
    std::string deviceName = "tw%d";
    // Of the inner packets. 1400 fits every suite in UDP over IPv4 and IPv6 (1406 octets are left of 1500 in the worst
    // case), and leaves room for the 8 octets of PPPoE in all but that one.
    int deviceMtu = 1400;
    std::uint16_t ikePort = 500;
    std::uint16_t natPort = 4500;
    // How often it tries to have the sockets of a connection that waits for its peer, while something is in their way.
    Duration listenInterval{15'000};
    Offloads offloads{};
    // That carry packets: 1, or one that receives and up to 7 that send. 0: as the machine has cores for, see
    // dataThreadsFor().
    int dataThreads = 0;
    // How long an orderly end waits for the peers' answers to our deletes.
    Duration shutdownWait{3000};
};

} // namespace tw::edge
