#pragma once

#include "engine/esp/esp_cipher.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"

#include <algorithm>
#include <array>

// The places in an ESP packet, for those who encrypt and decrypt it. Private to engine/esp.
namespace tw::esp {

// The view of a whole ESP packet, header to ICV, that is large enough for it.
struct PacketParts
{
    PacketParts(MutableByteView packet, const PacketLayout &layout)
        : covered(packet.first(packet.size() - layout.icvSize)),
          icv(packet.last(layout.icvSize)),
          ivAndEncrypted(covered.subspan(wire::kEspHeaderSize)),
          iv(ivAndEncrypted.first(layout.ivSize)),
          encrypted(ivAndEncrypted.subspan(layout.ivSize))
    { }

    // Of a packet that came from outside.
    static bool fit(ByteView packet, const PacketLayout &layout)
    {
        const std::size_t around = wire::kEspHeaderSize + layout.ivSize + layout.icvSize;
        return packet.size() >= around + layout.alignment && (packet.size() - around) % layout.alignment == 0;
    }

    MutableByteView covered; // by the ICV
    MutableByteView icv;
    MutableByteView ivAndEncrypted;
    MutableByteView iv;
    MutableByteView encrypted;
};

// CBC needs an IV that no one can foretell. Encrypting a number that is used once, under the same key, makes one
// (SP 800-38A, appendix C, first method), and CBC itself does that: with an IV of zeros, the first block becomes
// E(number), from where the packet goes on exactly as with that block as its IV. No random octets per packet.
inline constexpr std::array<std::uint8_t, 16> kZeroIv{};

inline void writeCbcCounter(MutableByteView iv, std::uint64_t sequence)
{
    std::ranges::fill(iv, std::uint8_t{0});
    wire::storeBig(iv.data() + iv.size() - sizeof sequence, sequence);
}

// What an HMAC covers behind the packet with extended sequence numbers: the half that is not sent.
inline constexpr std::size_t kHighHalfSize = 4;

inline void writeHighHalf(std::uint8_t *out, std::uint64_t sequence)
{
    wire::storeBig(out, static_cast<std::uint32_t>(sequence >> 32));
}

// Additional authenticated data of AEAD suites: SPI and sequence number, the latter whole with ESN.
struct AssociatedData
{
    AssociatedData(ByteView packet, bool extended, std::uint64_t sequence) : size(extended ? 12 : 8)
    {
        std::copy_n(packet.begin(), 4, octets.begin());
        if (extended)
            wire::storeBig(octets.data() + 4, sequence);
        else
            wire::storeBig(octets.data() + 4, static_cast<std::uint32_t>(sequence));
    }
    ByteView view() const { return {octets.data(), size}; }

    std::array<std::uint8_t, 12> octets{};
    std::size_t size;
};

} // namespace tw::esp
