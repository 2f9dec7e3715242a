#include "engine/edge/route_facts.h"

#include "engine/edge/netlink.h"

#include <net/if.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace tw::edge {

namespace {

std::optional<int> numberIn(const std::string &path)
{
    std::ifstream file(path);
    int number = 0;
    return file >> number ? std::optional(number) : std::nullopt;
}

std::string interfaceName(int index)
{
    std::array<char, IF_NAMESIZE> name{};
    return if_indextoname(static_cast<unsigned>(index), name.data()) != nullptr ? name.data() : std::string();
}

// ip-sysctl of the kernel: the greater of the two counts.
api::ReversePath reversePathOf(const std::string &device)
{
    const std::string root = "/proc/sys/net/ipv4/conf/";
    const auto all = numberIn(root + "all/rp_filter");
    const auto own = numberIn(root + device + "/rp_filter");
    if (!all || !own)
        return api::ReversePath::NotKnown;
    switch (std::max(*all, *own)) {
    case 0: return api::ReversePath::Off;
    case 1: return api::ReversePath::Strict;
    default: return api::ReversePath::Loose;
    }
}

std::optional<bool> forwardingOf(IpFamily family)
{
    const auto number =
        numberIn(family == IpFamily::V4 ? "/proc/sys/net/ipv4/ip_forward" : "/proc/sys/net/ipv6/conf/all/forwarding");
    return number ? std::optional(*number != 0) : std::nullopt;
}

bool isWithin(const IpAddress &address, const std::vector<IpPrefix> &prefixes)
{
    return std::ranges::any_of(prefixes, [&](const IpPrefix &prefix) { return prefix.contains(address); });
}

void findSource(api::RouteOutcome &outcome, const api::RouteProbe &probe, const std::vector<IpAddress> &addresses)
{
    const auto isPresent = [&](const IpAddress &address) {
        return std::ranges::find(addresses, address) != addresses.end();
    };
    if (probe.source) {
        outcome.source = probe.source;
        outcome.isSourcePresent = isPresent(*probe.source);
        return;
    }
    const auto inside = std::ranges::find_if(addresses, [&](const IpAddress &address) {
        return address.family() == probe.destination.family() && isWithin(address, probe.local);
    });
    if (inside != addresses.end()) {
        outcome.source = *inside;
        outcome.isSourcePresent = true;
    }
}

} // namespace

api::RouteOutcome routeFacts(const api::RouteProbe &probe, const std::string &device)
{
    api::RouteOutcome outcome;
    outcome.device = device;
    outcome.isForwarding = forwardingOf(probe.destination.family());
    if (!device.empty() && probe.destination.isV4())
        outcome.reversePath = reversePathOf(device);
    auto netlink = Netlink::open();
    if (!netlink) {
        outcome.systemError = netlink.error().detail;
        return outcome;
    }
    findSource(outcome, probe, netlink->addresses());
    const auto hop =
        netlink->nextHop(probe.destination, outcome.isSourcePresent ? outcome.source : std::optional<IpAddress>());
    if (hop) {
        outcome.interface = interfaceName(hop->interface);
        outcome.gateway = hop->gateway;
        outcome.preferredSource = hop->source;
    } else {
        outcome.systemError = systemWord(hop.error());
    }
    for (const TableRoute &route : netlink->routes()) {
        if (route.destination.length() == 0)
            continue;
        const bool overlaps = std::ranges::any_of(
            probe.remote, [&](const IpPrefix &remote) { return remote.overlaps(route.destination); });
        if (overlaps) {
            outcome.overlaps.push_back({.destination = route.destination,
                                        .interface = interfaceName(route.interface),
                                        .gateway = route.gateway,
                                        .isAddress = route.isLinkScope,
                                        .isOurs = interfaceName(route.interface) == device});
        }
    }
    return outcome;
}

} // namespace tw::edge
