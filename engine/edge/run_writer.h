#pragma once

#include "engine/edge/tun_device.h"

namespace tw::edge {

// Writes what came out of the tunnels into the TUN device. Some kernels promise to take superpackets and then refuse
// them (Linux 6.6.44 and its siblings): such packets go one by one.
class RunWriter
{
public:
    // How many packets were lost: the device is down or gone, or they are no IP packets.
    std::size_t write(const TunDevice &device, std::span<const ByteView> slices, const esp::Offload &offload);

    // After so many refusals in a row, joining is labour lost.
    bool isRefused() const { return m_refusals >= kMaxRefusals; }
    void reset() { m_refusals = 0; } // for another device

private:
    static constexpr int kMaxRefusals = 8;

    std::size_t writeSingly(const TunDevice &device, std::span<const ByteView> slices, const esp::Offload &offload);

    int m_refusals = 0;
    Bytes m_joined;
    Bytes m_single;
};

} // namespace tw::edge
