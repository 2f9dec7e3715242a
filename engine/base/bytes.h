#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

inline Bytes toBytes(ByteView view) { return Bytes(view.begin(), view.end()); }

inline ByteView asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

inline std::string_view asText(ByteView view) { return {reinterpret_cast<const char *>(view.data()), view.size()}; }

inline void append(Bytes &to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }

// Lower-case hexadecimal without separators.
std::string toHex(ByteView view);

// Digits of either case; white space between them is skipped. An odd number of digits or any other
// character gives an empty result.
Bytes fromHex(std::string_view text);

} // namespace tw
