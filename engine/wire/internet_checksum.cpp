#include "engine/wire/internet_checksum.h"

#include "engine/wire/byte_order.h"

#include <algorithm>
#include <bit>
#include <cstring>

// Every octet of TCP inside the tunnel is summed here twice: where the kernel left it to us, and where we vouch for it.
// The widest instructions that the processor has are chosen when the program starts; sanitizers run before that choice
// could be made, and clang has its own idea of it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)                  \
    && !defined(__SANITIZE_THREAD__)
#define TW_WIDEST __attribute__((target_clones("arch=x86-64-v4", "avx2", "default"), optimize("O3")))
#else
#define TW_WIDEST
#endif

namespace tw::wire {

namespace {

// So many octets that 32 bits hold the sum of their words.
constexpr std::size_t kBlock = 65536;

// In the byte order of the machine, which a sum of this kind can be swapped from at the end (RFC 1071, 2 B).
TW_WIDEST std::uint32_t sumWords(const std::uint8_t *at, std::size_t pairs)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        std::uint32_t pair;
        std::memcpy(&pair, at + i * sizeof pair, sizeof pair);
        sum += (pair & 0xffff) + (pair >> 16);
    }
    return sum;
}

} // namespace

std::uint16_t foldSum(std::uint64_t sum)
{
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

std::uint32_t partialSum(ByteView bytes)
{
    std::uint64_t sum = 0;
    while (bytes.size() >= sizeof(std::uint32_t)) {
        const std::size_t pairs = std::min(bytes.size(), kBlock) / sizeof(std::uint32_t);
        sum += sumWords(bytes.data(), pairs);
        bytes = bytes.subspan(pairs * sizeof(std::uint32_t));
    }
    std::uint16_t whole = foldSum(sum);
    if constexpr (std::endian::native == std::endian::little)
        whole = std::byteswap(whole);
    std::uint32_t rest = whole;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        rest += i % 2 == 0 ? std::uint32_t{bytes[i]} << 8 : std::uint32_t{bytes[i]};
    return foldSum(rest);
}

std::uint16_t internetChecksum(ByteView bytes, std::uint32_t sum)
{
    return static_cast<std::uint16_t>(~foldSum(std::uint64_t{sum} + partialSum(bytes)));
}

std::uint32_t pseudoHeaderSum(const IpAddress &source, const IpAddress &destination, std::uint8_t protocol,
                              std::size_t transportLength)
{
    std::uint32_t sum = protocol;
    sum += static_cast<std::uint32_t>(transportLength >> 16) + static_cast<std::uint32_t>(transportLength & 0xffff);
    return sum + partialSum(source.bytes()) + partialSum(destination.bytes());
}

} // namespace tw::wire
