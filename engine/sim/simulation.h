#pragma once

#include "engine/sim/sim_node.h"
#include "engine/sim/virtual_clock.h"

#include <functional>
#include <memory>

namespace tw::sim {

// Whole engines on one virtual network and one virtual clock: the loop that hands out datagrams and time. Nothing waits:
// the clock jumps to whatever happens next.
class Simulation
{
public:
    // All that happens follows from `seed` and from what the caller does.
    explicit Simulation(std::uint64_t seed, NetworkConditions conditions = {});

    // The reference stays good until the node is removed.
    SimNode &addNode(SimNodeOptions options);
    // Its process is killed: nothing is told to anyone, and what arrives for its addresses is lost until another node
    // has them.
    void removeNode(const SimNode &node);

    SimNetwork &network() { return m_network; }
    TimePoint now() const { return m_clock.now(); }
    ClockAnchor anchor() const { return m_clock.anchor(); }

    // Runs until `done` says so, which is asked after each step, or until the time is over, or until nothing more can
    // happen. True: done.
    bool runUntil(const std::function<bool()> &done, Duration atMost);
    void runFor(Duration time);

private:
    std::optional<TimePoint> nextStep() const;
    void step();

    SeededRandom m_random;
    VirtualClock m_clock;
    SimNetwork m_network;
    std::vector<std::unique_ptr<SimNode>> m_nodes;
};

} // namespace tw::sim
