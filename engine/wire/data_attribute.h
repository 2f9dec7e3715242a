#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/wire/byte_writer.h"

#include <variant>
#include <vector>

// Attributes in the type/value and type/length/value formats that the transforms of both versions share.
// RFC 7296, 3.3.5; RFC 2408, 3.3.
namespace tw::wire {

inline constexpr std::size_t kMaxAttributes = 64; // of one transform; IKEv1's largest have about a dozen

struct DataAttribute
{
    std::uint16_t type = 0; // 15 bits
    // Two octets in the short format, or any number in the long one; the format survives a round trip.
    std::variant<std::uint16_t, Bytes> value = std::uint16_t{0};

    friend bool operator==(const DataAttribute &, const DataAttribute &) = default;
};

// All of `bytes`. Unknown types are kept.
Result<std::vector<DataAttribute>> decodeAttributes(ByteView bytes);
void encodeAttributes(ByteWriter &out, const std::vector<DataAttribute> &attributes);

} // namespace tw::wire
