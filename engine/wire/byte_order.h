#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>

// Big-endian loads and stores at any alignment, for code that has checked the bounds already (the data path).
// Everything that parses hostile lengths uses ByteReader.
namespace tw::wire {

template <std::unsigned_integral T>
T loadBig(const std::uint8_t *from)
{
    T value;
    std::memcpy(&value, from, sizeof value);
    if constexpr (std::endian::native == std::endian::little && sizeof(T) > 1)
        value = std::byteswap(value);
    return value;
}

template <std::unsigned_integral T>
void storeBig(std::uint8_t *to, T value)
{
    if constexpr (std::endian::native == std::endian::little && sizeof(T) > 1)
        value = std::byteswap(value);
    std::memcpy(to, &value, sizeof value);
}

} // namespace tw::wire
