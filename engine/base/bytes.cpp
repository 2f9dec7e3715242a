#include "engine/base/bytes.h"

namespace tw {

namespace {

int digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

} // namespace

std::string toHex(ByteView view)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(view.size() * 2);
    for (const std::uint8_t byte : view) {
        text.push_back(kDigits[byte >> 4]);
        text.push_back(kDigits[byte & 0x0f]);
    }
    return text;
}

Bytes fromHex(std::string_view text)
{
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    int high = -1;
    for (const char c : text) {
        if (isSpace(c))
            continue;
        const int value = digitValue(c);
        if (value < 0)
            return {};
        if (high < 0) {
            high = value;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | value));
            high = -1;
        }
    }
    return high < 0 ? bytes : Bytes{};
}

} // namespace tw
