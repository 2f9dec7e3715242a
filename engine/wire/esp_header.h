#pragma once

#include "engine/base/bytes.h"
#include "engine/wire/byte_order.h"

#include <optional>

// RFC 4303, 2.1 and 2.2. Inline, since the data path reads and writes one per packet.
namespace tw::wire {

inline constexpr std::size_t kEspHeaderSize = 8;

struct EspHeader
{
    std::uint32_t spi = 0; // host byte order
    std::uint32_t sequence = 0; // the low half, where extended sequence numbers are used

    friend bool operator==(const EspHeader &, const EspHeader &) = default;
};

// Nothing where the packet is shorter than the header.
inline std::optional<EspHeader> decodeEspHeader(ByteView packet)
{
    if (packet.size() < kEspHeaderSize)
        return std::nullopt;
    return EspHeader{loadBig<std::uint32_t>(packet.data()), loadBig<std::uint32_t>(packet.data() + 4)};
}

// `out` has room for kEspHeaderSize octets.
inline void writeEspHeader(const EspHeader &header, std::span<std::uint8_t, kEspHeaderSize> out)
{
    storeBig(out.data(), header.spi);
    storeBig(out.data() + 4, header.sequence);
}

} // namespace tw::wire
