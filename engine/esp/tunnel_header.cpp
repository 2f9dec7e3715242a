#include "engine/esp/tunnel_header.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_header.h"
#include "engine/wire/ip_layout.h"

namespace tw::esp {

namespace {

constexpr unsigned kNotEct = 0;
constexpr unsigned kEct1 = 1;
constexpr unsigned kEct0 = 2;
constexpr unsigned kCe = 3;

void setIpv4Ecn(MutableByteView inner, unsigned ecn)
{
    const auto before = wire::loadBig<std::uint16_t>(inner.data());
    inner[1] = static_cast<std::uint8_t>((inner[1] & ~3u) | ecn);
    const auto after = wire::loadBig<std::uint16_t>(inner.data());
    // RFC 1624, equation 3: HC' = ~(~HC + ~m + m').
    const auto checksum = wire::loadBig<std::uint16_t>(inner.data() + wire::kIpv4ChecksumOffset);
    std::uint32_t sum =
        std::uint32_t{static_cast<std::uint16_t>(~checksum)} + static_cast<std::uint16_t>(~before) + after;
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    wire::storeBig(inner.data() + wire::kIpv4ChecksumOffset, static_cast<std::uint16_t>(~sum));
}

} // namespace

bool decapsulateEcn(MutableByteView inner, std::uint8_t outerTos)
{
    const bool isV4 = inner[0] >> 4 == 4;
    const unsigned innerEcn = isV4 ? inner[1] & 3u : (inner[1] >> 4) & 3u;
    const unsigned outerEcn = outerTos & 3u;
    unsigned ecn = innerEcn;
    if (outerEcn == kCe) {
        if (innerEcn == kNotEct)
            return false;
        ecn = kCe;
    } else if (innerEcn == kEct0 && outerEcn == kEct1) {
        ecn = kEct1;
    }
    if (ecn == innerEcn)
        return true;
    if (isV4)
        setIpv4Ecn(inner, ecn);
    else
        inner[1] = static_cast<std::uint8_t>((inner[1] & ~0x30u) | (ecn << 4));
    return true;
}

} // namespace tw::esp
