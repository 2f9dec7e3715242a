#include "engine/crypto/random.h"

#include "engine/crypto/library.h"

#include <algorithm>

#include <openssl/rand.h>

namespace tw::crypto {

void SystemRandom::fill(MutableByteView out)
{
    constexpr std::size_t kLargestRequest = 1 << 20; // the library counts in int
    while (!out.empty()) {
        const MutableByteView piece = out.first(std::min(out.size(), kLargestRequest));
        require(RAND_bytes(piece.data(), static_cast<int>(piece.size())) == 1, "random generator");
        out = out.subspan(piece.size());
    }
}

} // namespace tw::crypto
