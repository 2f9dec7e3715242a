#pragma once

#include "tests/engine/sim/pair_samples.h"

// Two whole engines, a network between them, and a host behind each.
namespace tw::sim::samples {

struct Layout
{
    NetworkConditions conditions;
    bool natInFrontOfLeft = false;
    bool preservePorts = false;
    bool rightNegotiates = false; // both begin: two negotiations cross
};

struct Pair
{
    explicit Pair(std::uint64_t seed, const Layout &layout = {})
        : simulation(seed, layout.conditions),
          left(simulation.addNode(
              {.addresses = {layout.natInFrontOfLeft ? kPrivateLeft : kPublicLeft}, .names = {}, .ports = {}})),
          right(simulation.addNode({.addresses = {kRightAddress}, .names = {}, .ports = {}})),
          leftHost(left.tun(), kLeftHost),
          rightHost(right.tun(), kRightHost),
          hasNat(layout.natInFrontOfLeft),
          rightNegotiates(layout.rightNegotiates)
    {
        if (hasNat)
            nat = &simulation.network().addNat(
                {.outside = kPublicLeft, .inside = {kPrivateLeft}, .preservePorts = layout.preservePorts});
    }

    // The left side tries for ever, the right one waits to be asked (or begins, too).
    void startBoth()
    {
        auto config = leftConfig();
        config.effectImmediately = rightNegotiates;
        right.command(start(mirrored(config, kPublicLeft), rightNegotiates), simulation.now());
        config.effectImmediately = true;
        left.command(start(config, true), simulation.now());
    }

    bool areEstablished() const { return left.isEstablished(kLeftConnection) && right.isEstablished(kRightConnection); }

    // One round of pings in both directions every second, until each host has an answer. The network may lose some.
    bool pingBothWays(Duration atMost)
    {
        const std::size_t leftBefore = leftHost.replies().size();
        const std::size_t rightBefore = rightHost.replies().size();
        const auto answered = [&] {
            leftHost.poll();
            rightHost.poll();
            left.carry(simulation.now());
            right.carry(simulation.now());
            return leftHost.replies().size() > leftBefore && rightHost.replies().size() > rightBefore;
        };
        for (Duration waited{}; waited < atMost; waited += 1s) {
            ++sequence;
            leftHost.ping(kRightHost, sequence);
            rightHost.ping(kLeftHost, sequence);
            if (simulation.runUntil(answered, 1s))
                return true;
        }
        return false;
    }

    bool stop(bool leftFirst)
    {
        SimNode &first = leftFirst ? left : right;
        SimNode &second = leftFirst ? right : left;
        first.command(api::Stop{leftFirst ? kLeftConnection : kRightConnection}, simulation.now());
        const bool firstDone = simulation.runUntil([&] { return first.census().isEmpty(); }, 10min);
        second.command(api::Stop{leftFirst ? kRightConnection : kLeftConnection}, simulation.now());
        return simulation.runUntil([&] { return second.census().isEmpty(); }, 10min) && firstDone;
    }

    Simulation simulation;
    SimNode &left;
    SimNode &right;
    PingHost leftHost;
    PingHost rightHost;
    SimNat *nat = nullptr;
    bool hasNat;
    bool rightNegotiates;
    std::uint16_t sequence = 0;
};

inline std::string story(const Pair &pair)
{
    std::string text;
    for (const SimNode *node : {&pair.left, &pair.right}) {
        text += node == &pair.left ? "\n left: " : "\n right: ";
        text += node->census().toString();
        for (const api::Event &event : node->events()) {
            text += "\n  " + std::to_string(event.at.time_since_epoch().count()) + " ms "
                + std::string(api::directionName(event.direction)) + " " + std::string(api::eventName(event.code));
            for (const api::Detail &detail : event.details)
                text += " " + std::string(api::detailName(detail.key)) + "=" + detail.value;
        }
    }
    return text;
}

} // namespace tw::sim::samples
