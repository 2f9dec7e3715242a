#include "engine/ike/event_draft.h"

namespace tw::ike {

namespace {

std::string hexText(std::uint64_t value, int digits)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 4)
        *at = kDigits[value & 0xf];
    return text;
}

} // namespace

std::string ikeSpiText(std::uint64_t spi) { return hexText(spi, 16); }
std::string espSpiText(crypto::EspSpi spi) { return hexText(spi.value(), 8); }

} // namespace tw::ike
