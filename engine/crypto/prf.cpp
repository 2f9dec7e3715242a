#include "engine/crypto/prf.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/hmac.h"
#include "engine/crypto/library.h"

#include <algorithm>
#include <stdexcept>

namespace tw::crypto {

SecretBytes prf(api::Prf prf, ByteView key, Parts parts)
{
    const MacContext context = required(newHmac(hashOf(prf), key), "prf");
    SecretBytes output(outputSize(prf));
    for (const ByteView part : parts)
        require(addToHmac(context.get(), part), "prf");
    require(finishHmac(context.get(), output.bytes()), "prf");
    return output;
}

// T1 = prf(K, S | 0x01), Tn = prf(K, Tn-1 | S | n); prf+ = T1 | T2 | ...
SecretBytes prfPlus(api::Prf prf, ByteView key, Parts seed, std::size_t length)
{
    constexpr std::size_t kLastCounter = 255; // the counter is one octet
    const std::size_t blockSize = outputSize(prf);
    if (length > kLastCounter * blockSize)
        throw std::length_error("prf+ beyond its 255 blocks");

    const MacContext context = required(newHmac(hashOf(prf), key), "prf+");
    SecretBytes output(length);
    SecretBytes block;
    std::uint8_t counter = 0;
    for (std::size_t done = 0; done < length; done += blockSize) {
        ++counter;
        require(beginHmac(context.get()) && addToHmac(context.get(), block.view()), "prf+");
        for (const ByteView part : seed)
            require(addToHmac(context.get(), part), "prf+");
        require(addToHmac(context.get(), {&counter, 1}), "prf+");
        SecretBytes next(blockSize);
        require(finishHmac(context.get(), next.bytes()), "prf+");
        block = std::move(next);
        const std::size_t wanted = std::min(blockSize, length - done);
        std::ranges::copy(block.view().first(wanted), output.bytes().subspan(done).begin());
    }
    return output;
}

} // namespace tw::crypto
