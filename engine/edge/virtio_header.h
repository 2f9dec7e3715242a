#pragma once

#include "engine/esp/burst.h"

#include <array>

// The header that stands in front of every packet of a TUN device with IFF_VNET_HDR (OASIS virtio 1.2, 5.1.6), in the
// byte order of the machine. Our own: linux/virtio_net.h is no valid C++, and Debian 12's knows no UDP segmentation.
namespace tw::edge {

inline constexpr std::size_t kVirtioHeaderSize = 10;
using VirtioHeader = std::array<std::uint8_t, kVirtioHeaderSize>;

// Segmentation of a kind that nobody asked for comes out as one that no packet can be of.
esp::Offload offloadOf(const VirtioHeader &header);

// `headerSize`: octets of IP and transport headers of a superpacket.
VirtioHeader virtioHeaderOf(const esp::Offload &offload, std::size_t headerSize);

} // namespace tw::edge
