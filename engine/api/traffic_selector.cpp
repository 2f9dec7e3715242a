#include "engine/api/traffic_selector.h"

#include <algorithm>

namespace tw::api {

TrafficSelector TrafficSelector::fromPrefix(const IpPrefix &prefix)
{
    TrafficSelector selector;
    selector.start = prefix.network();
    selector.end = prefix.last();
    return selector;
}

bool TrafficSelector::contains(const TrafficSelector &other) const
{
    return start.family() == other.start.family() && (protocol == 0 || protocol == other.protocol)
        && startPort <= other.startPort && other.endPort <= endPort && start <= other.start && other.end <= end;
}

bool TrafficSelector::containsAddress(const IpAddress &address) const
{
    return address.family() == start.family() && start <= address && address <= end;
}

bool TrafficSelector::matches(const IpAddress &address, std::uint8_t packetProtocol, std::uint16_t port) const
{
    if (!containsAddress(address) || (protocol != 0 && protocol != packetProtocol))
        return false;
    return (startPort == 0 && endPort == 65535) || (startPort <= port && port <= endPort);
}

std::optional<IpPrefix> TrafficSelector::prefix() const
{
    for (int length = static_cast<int>(start.size()) * 8; length >= 0; --length) {
        const IpPrefix candidate(start, length);
        if (!candidate.isNetwork())
            return std::nullopt;
        if (candidate.last() == end)
            return candidate;
    }
    return std::nullopt;
}

std::string TrafficSelector::toString() const
{
    const auto asPrefix = prefix();
    std::string text = asPrefix ? asPrefix->toString() : start.toString() + ".." + end.toString();
    if (protocol == 0 && startPort == 0 && endPort == 65535)
        return text;
    text += '[';
    switch (protocol) {
    case 1: text += "icmp"; break;
    case 6: text += "tcp"; break;
    case 17: text += "udp"; break;
    case 58: text += "ipv6-icmp"; break;
    default: text += std::to_string(protocol); break;
    }
    if (startPort != 0 || endPort != 65535) {
        text += '/' + std::to_string(startPort);
        if (endPort != startPort)
            text += '-' + std::to_string(endPort);
    }
    return text + ']';
}

std::optional<TrafficSelector> intersect(const TrafficSelector &a, const TrafficSelector &b)
{
    if (a.start.family() != b.start.family() || (a.protocol != 0 && b.protocol != 0 && a.protocol != b.protocol))
        return std::nullopt;
    TrafficSelector common;
    common.protocol = std::max(a.protocol, b.protocol);
    common.startPort = std::max(a.startPort, b.startPort);
    common.endPort = std::min(a.endPort, b.endPort);
    common.start = std::max(a.start, b.start);
    common.end = std::min(a.end, b.end);
    if (common.startPort > common.endPort || common.end < common.start)
        return std::nullopt;
    return common;
}

std::vector<TrafficSelector> narrow(const std::vector<TrafficSelector> &configured,
                                    const std::vector<TrafficSelector> &offered)
{
    std::vector<TrafficSelector> narrowed;
    for (const auto &ours : configured) {
        for (const auto &theirs : offered) {
            const auto common = intersect(ours, theirs);
            if (common && !isWithin({*common}, narrowed))
                narrowed.push_back(*common);
        }
    }
    return narrowed;
}

bool isWithin(const std::vector<TrafficSelector> &inner, const std::vector<TrafficSelector> &outer)
{
    return std::ranges::all_of(inner, [&](const TrafficSelector &one) {
        return std::ranges::any_of(outer, [&](const TrafficSelector &whole) { return whole.contains(one); });
    });
}

std::string toString(const std::vector<TrafficSelector> &selectors)
{
    std::string text;
    for (const auto &selector : selectors) {
        if (!text.empty())
            text += ' ';
        text += selector.toString();
    }
    return text;
}

namespace {

// The address after this one; the last address of the family gives nothing.
std::optional<IpAddress> successor(const IpAddress &address)
{
    Bytes bytes = toBytes(address.bytes());
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
        if (++*byte != 0)
            return IpAddress::fromBytes(bytes);
    }
    return std::nullopt;
}

} // namespace

std::vector<IpPrefix> coveringPrefixes(const TrafficSelector &selector)
{
    std::vector<IpPrefix> prefixes;
    std::optional<IpAddress> at = selector.start;
    while (at && *at <= selector.end) {
        // The largest aligned block that starts here and does not reach past the end.
        int length = static_cast<int>(at->size()) * 8;
        while (length > 0) {
            const IpPrefix wider(*at, length - 1);
            if (!wider.isNetwork() || selector.end < wider.last())
                break;
            --length;
        }
        prefixes.emplace_back(*at, length);
        at = successor(prefixes.back().last());
    }
    return prefixes;
}

} // namespace tw::api
