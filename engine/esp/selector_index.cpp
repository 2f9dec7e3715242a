#include "engine/esp/selector_index.h"

#include "engine/wire/byte_order.h"

#include <bit>

namespace tw::esp {

namespace {

// The first `length` bits of an address, left-aligned in two words.
void putNetwork(const IpAddress &address, int length, std::uint64_t &high, std::uint64_t &low)
{
    if (address.isV4()) {
        high = std::uint64_t{wire::loadBig<std::uint32_t>(address.bytes().data())} << 32;
        low = 0;
    } else {
        high = wire::loadBig<std::uint64_t>(address.bytes().data());
        low = wire::loadBig<std::uint64_t>(address.bytes().data() + 8);
    }
    const auto mask = [](int bits) {
        return bits <= 0 ? std::uint64_t{0} : bits >= 64 ? ~std::uint64_t{0} : ~std::uint64_t{0} << (64 - bits);
    };
    high &= mask(length);
    low &= mask(length - 64);
}

} // namespace

IpPrefix enclosingPrefix(const api::TrafficSelector &selector)
{
    const ByteView start = selector.start.bytes();
    const ByteView end = selector.end.bytes();
    int length = 0;
    for (std::size_t i = 0; i < std::min(start.size(), end.size()); ++i) {
        const auto difference = static_cast<std::uint8_t>(start[i] ^ end[i]);
        length += std::countl_zero(difference);
        if (difference != 0)
            break;
    }
    return {selector.start, length};
}

PrefixPairKey PrefixPairKey::of(const IpAddress &local, int localLength, const IpAddress &remote, int remoteLength)
{
    PrefixPairKey key;
    putNetwork(local, localLength, key.words[0], key.words[1]);
    putNetwork(remote, remoteLength, key.words[2], key.words[3]);
    return key;
}

std::size_t PrefixPairHash::operator()(const PrefixPairKey &key) const noexcept
{
    std::uint64_t hash = 0;
    for (const std::uint64_t word : key.words) {
        hash = (hash ^ word) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 32;
    }
    return static_cast<std::size_t>(hash);
}

} // namespace tw::esp
