#pragma once

#include "engine/base/bytes.h"

#include <initializer_list>

namespace tw::crypto {

// Input in pieces, hashed as if they stood in a row: {nonceI, nonceR, spiI, spiR}.
using Parts = std::initializer_list<ByteView>;

} // namespace tw::crypto
