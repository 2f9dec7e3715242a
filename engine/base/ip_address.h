#pragma once

#include "engine/base/bytes.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw {

enum class IpFamily : std::uint8_t { V4 = 4, V6 = 6 };

// An IPv4 or IPv6 address, in network byte order. A default-constructed one is 0.0.0.0.
class IpAddress
{
public:
    IpAddress() = default;
    static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
    static IpAddress v6(const std::array<std::uint8_t, 16> &bytes);
    static std::optional<IpAddress> fromBytes(ByteView bytes); // 4 or 16 bytes
    // Strict: four decimal parts without leading zeros, or RFC 4291 text; no zone, no blanks.
    static std::optional<IpAddress> parse(std::string_view text);
    static IpAddress any(IpFamily family);

    IpFamily family() const { return m_family; }
    bool isV4() const { return m_family == IpFamily::V4; }
    std::size_t size() const { return isV4() ? 4 : 16; }
    ByteView bytes() const { return {m_bytes.data(), size()}; }
    std::string toString() const; // RFC 5952 form

    bool isUnspecified() const;
    bool isLoopback() const;
    bool isLinkLocal() const;
    bool isMulticast() const;
    // RFC 1918, RFC 4193 and 100.64.0.0/10: addresses that a peer across the Internet cannot reach.
    bool isPrivate() const;

    friend bool operator==(const IpAddress &, const IpAddress &) = default;
    friend std::strong_ordering operator<=>(const IpAddress &, const IpAddress &) = default;

private:
    IpFamily m_family = IpFamily::V4;
    std::array<std::uint8_t, 16> m_bytes{}; // IPv4 uses the first four, the rest stay 0
};

// An address with a prefix length. Host bits may be set; network() clears them.
class IpPrefix
{
public:
    IpPrefix() = default; // 0.0.0.0/0
    IpPrefix(const IpAddress &address, int length) : m_address(address), m_length(length) { }
    // "10.0.0.0/24"; the length is required and in range, host bits are kept.
    static std::optional<IpPrefix> parse(std::string_view text);

    const IpAddress &address() const { return m_address; }
    int length() const { return m_length; }
    IpAddress network() const; // first address
    IpAddress last() const;
    bool isNetwork() const { return network() == m_address; }
    bool contains(const IpAddress &address) const;
    bool overlaps(const IpPrefix &other) const;
    std::string toString() const;

    friend bool operator==(const IpPrefix &, const IpPrefix &) = default;
    friend auto operator<=>(const IpPrefix &, const IpPrefix &) = default;

private:
    IpAddress m_address;
    int m_length = 0;
};

struct Endpoint
{
    IpAddress address;
    std::uint16_t port = 0; // host byte order

    std::string toString() const; // "192.0.2.1[500]", as IKE logs write it

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
    friend auto operator<=>(const Endpoint &, const Endpoint &) = default;
};

} // namespace tw
