#include "engine/base/ip_address.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace tw {

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
{
    IpAddress address;
    address.m_bytes = {a, b, c, d};
    return address;
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16> &bytes)
{
    IpAddress address;
    address.m_family = IpFamily::V6;
    address.m_bytes = bytes;
    return address;
}

std::optional<IpAddress> IpAddress::fromBytes(ByteView bytes)
{
    if (bytes.size() != 4 && bytes.size() != 16)
        return std::nullopt;
    IpAddress address;
    address.m_family = bytes.size() == 4 ? IpFamily::V4 : IpFamily::V6;
    std::ranges::copy(bytes, address.m_bytes.begin());
    return address;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    // inet_pton would stop at a zero byte and not see what follows it.
    if (text.find('\0') != std::string_view::npos)
        return std::nullopt;
    const std::string terminated(text);
    IpAddress address;
    if (inet_pton(AF_INET, terminated.c_str(), address.m_bytes.data()) == 1)
        return address;
    address.m_family = IpFamily::V6;
    if (inet_pton(AF_INET6, terminated.c_str(), address.m_bytes.data()) == 1)
        return address;
    return std::nullopt;
}

IpAddress IpAddress::any(IpFamily family) { return family == IpFamily::V4 ? IpAddress() : v6({}); }

std::string IpAddress::toString() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(isV4() ? AF_INET : AF_INET6, m_bytes.data(), text.data(), text.size());
    return text.data();
}

bool IpAddress::isUnspecified() const
{
    return std::ranges::all_of(m_bytes, [](std::uint8_t byte) { return byte == 0; });
}

bool IpAddress::isLoopback() const
{
    if (isV4())
        return m_bytes[0] == 127;
    return std::ranges::all_of(bytes().first(15), [](std::uint8_t byte) { return byte == 0; }) && m_bytes[15] == 1;
}

bool IpAddress::isLinkLocal() const
{
    return isV4() ? m_bytes[0] == 169 && m_bytes[1] == 254 : m_bytes[0] == 0xfe && (m_bytes[1] & 0xc0) == 0x80;
}

bool IpAddress::isMulticast() const { return isV4() ? (m_bytes[0] & 0xf0) == 224 : m_bytes[0] == 0xff; }

bool IpAddress::isPrivate() const
{
    if (!isV4())
        return (m_bytes[0] & 0xfe) == 0xfc;
    return m_bytes[0] == 10 || (m_bytes[0] == 172 && (m_bytes[1] & 0xf0) == 16)
        || (m_bytes[0] == 192 && m_bytes[1] == 168) || (m_bytes[0] == 100 && (m_bytes[1] & 0xc0) == 64);
}

std::optional<IpPrefix> IpPrefix::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto address = IpAddress::parse(text.substr(0, slash));
    const std::string_view digits = text.substr(slash + 1);
    int length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (!address || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    // from_chars takes a sign and leading zeros, which no one means in a prefix length.
    if (digits.front() == '-' || (digits.size() > 1 && digits.front() == '0')
        || length > static_cast<int>(address->size()) * 8)
        return std::nullopt;
    return IpPrefix(*address, length);
}

namespace {

// The address with all bits behind the prefix set to `bit`.
IpAddress fillHostBits(const IpAddress &address, int length, bool bit)
{
    Bytes bytes = toBytes(address.bytes());
    for (int i = 0; i < static_cast<int>(bytes.size()); ++i) {
        const int networkBits = std::clamp(length - i * 8, 0, 8);
        const auto hostMask = static_cast<std::uint8_t>(0xff >> networkBits);
        auto &byte = bytes[static_cast<std::size_t>(i)];
        byte = static_cast<std::uint8_t>(bit ? byte | hostMask : byte & ~hostMask);
    }
    return *IpAddress::fromBytes(bytes);
}

} // namespace

IpAddress IpPrefix::network() const { return fillHostBits(m_address, m_length, false); }

IpAddress IpPrefix::last() const { return fillHostBits(m_address, m_length, true); }

bool IpPrefix::contains(const IpAddress &address) const
{
    return address.family() == m_address.family() && network() <= address && address <= last();
}

bool IpPrefix::overlaps(const IpPrefix &other) const { return contains(other.network()) || other.contains(network()); }

std::string IpPrefix::toString() const { return m_address.toString() + '/' + std::to_string(m_length); }

std::string Endpoint::toString() const { return address.toString() + '[' + std::to_string(port) + ']'; }

} // namespace tw
