#pragma once

#include "engine/base/ip_address.h"

#include <optional>
#include <string>
#include <vector>

namespace tw::api {

// A range of addresses, a protocol and a range of ports. RFC 7296, 3.13.1; RFC 4301, 4.4.1.1.
struct TrafficSelector
{
    std::uint8_t protocol = 0; // 0: any
    std::uint16_t startPort = 0;
    std::uint16_t endPort = 65535;
    IpAddress start;
    IpAddress end; // of the same family, inclusive

    static TrafficSelector fromPrefix(const IpPrefix &prefix);

    bool contains(const TrafficSelector &other) const;
    bool containsAddress(const IpAddress &address) const;
    // `port` counts only where the selector names ports.
    bool matches(const IpAddress &address, std::uint8_t packetProtocol, std::uint16_t port) const;
    // The range as a prefix, where it is one.
    std::optional<IpPrefix> prefix() const;
    std::string toString() const; // "10.1.0.0/24", "10.1.0.1..10.1.0.9[tcp/1001]"

    friend bool operator==(const TrafficSelector &, const TrafficSelector &) = default;
};

// The common part, or nothing.
std::optional<TrafficSelector> intersect(const TrafficSelector &a, const TrafficSelector &b);

// Narrowing by a responder (RFC 7296, 2.9): every non-empty intersection, in the order of `configured`, each once.
std::vector<TrafficSelector> narrow(const std::vector<TrafficSelector> &configured,
                                    const std::vector<TrafficSelector> &offered);

// True where every selector of `inner` lies within some selector of `outer`.
bool isWithin(const std::vector<TrafficSelector> &inner, const std::vector<TrafficSelector> &outer);

std::string toString(const std::vector<TrafficSelector> &selectors); // "10.1.0.0/24 10.1.1.0/24"

// Prefixes that together cover exactly the range: for routes.
std::vector<IpPrefix> coveringPrefixes(const TrafficSelector &selector);

} // namespace tw::api
