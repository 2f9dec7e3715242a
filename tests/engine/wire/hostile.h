#pragma once

#include "engine/base/bytes.h"

#include <array>

// Hostile variants of good bytes for a decoder to survive. Each is handed over in a buffer of exactly its size, so that
// AddressSanitizer sees a read past the end.
namespace tw::test {

// Calls `decode(ByteView)` with every prefix that is shorter than `bytes`.
template <typename Decode>
void forEveryPrefix(ByteView bytes, Decode decode)
{
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const Bytes prefix = toBytes(bytes.first(size));
        decode(ByteView(prefix));
    }
}

// Calls `decode(ByteView)` with every octet replaced by each of a few values that lengths and counts trip over.
template <typename Decode>
void forEveryOctet(ByteView bytes, Decode decode)
{
    constexpr std::array<std::uint8_t, 7> kValues = {0, 1, 2, 3, 0x7f, 0x80, 0xff};
    Bytes changed = toBytes(bytes);
    for (std::size_t i = 0; i < changed.size(); ++i) {
        for (const std::uint8_t value : kValues) {
            changed[i] = value;
            decode(ByteView(changed));
        }
        changed[i] = bytes[i];
    }
}

} // namespace tw::test
