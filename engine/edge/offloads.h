#pragma once

#include <array>
#include <string_view>

namespace tw::edge {

// What is done for many packets at once where the kernel, or the processor, can. A test, or somebody with a driver that
// spoils packets, does without.
struct Offloads
{
    bool udpSegment = true; // UDP_SEGMENT: a whole train leaves by one call
    bool udpGro = true; // UDP_GRO: what arrives of one peer comes by one call
    bool tunTcp = true; // TCP crosses the TUN device in superpackets, both ways (IFF_VNET_HDR, TUN_F_TSO4 and 6)
    bool tunUdp = true; // and so does UDP (TUN_F_USO4 and 6, Linux 6.2)
    bool tunQueues = true; // several threads read the TUN device, where there are so many (IFF_MULTI_QUEUE)
    bool multiBuffer = true; // the crypto of many packets at once (esp::BurstCrypto)

    friend bool operator==(const Offloads &, const Offloads &) = default;
};

// Each by a name, for those who switch one off.
struct OffloadSwitch
{
    std::string_view name;
    bool Offloads::*member;
};
inline constexpr std::array kOffloadSwitches{
    OffloadSwitch{"udp-segment", &Offloads::udpSegment}, OffloadSwitch{"udp-gro", &Offloads::udpGro},
    OffloadSwitch{"tun-tcp", &Offloads::tunTcp},         OffloadSwitch{"tun-udp", &Offloads::tunUdp},
    OffloadSwitch{"tun-queues", &Offloads::tunQueues},   OffloadSwitch{"multi-buffer", &Offloads::multiBuffer},
};

} // namespace tw::edge
