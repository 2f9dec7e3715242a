#include "engine/sim/simulation.h"

#include <algorithm>

namespace tw::sim {

namespace {

// More steps than that at one moment: an engine that wants to be called again and again without any time passing.
// Better a failed run than one that never ends.
constexpr int kMostStepsAtOnce = 100'000;

} // namespace

Simulation::Simulation(std::uint64_t seed, NetworkConditions conditions)
    : m_random(seed), m_network(m_random.fork(), conditions)
{ }

SimNode &Simulation::addNode(SimNodeOptions options)
{
    m_nodes.push_back(std::make_unique<SimNode>(m_network, m_random.fork(), std::move(options)));
    return *m_nodes.back();
}

void Simulation::removeNode(const SimNode &node)
{
    std::erase_if(m_nodes, [&](const auto &one) { return one.get() == &node; });
}

bool Simulation::runUntil(const std::function<bool()> &done, Duration atMost)
{
    const TimePoint end = now() + atMost;
    for (const auto &node : m_nodes)
        node->carry(now());
    int stepsAtOnce = 0;
    while (!done()) {
        const auto next = nextStep();
        if (!next || *next > end) {
            m_clock.advanceTo(end);
            return done();
        }
        stepsAtOnce = *next > now() ? 0 : stepsAtOnce + 1;
        if (stepsAtOnce > kMostStepsAtOnce)
            return false;
        m_clock.advanceTo(*next);
        step();
    }
    return true;
}

void Simulation::runFor(Duration time)
{
    runUntil([] { return false; }, time);
}

std::optional<TimePoint> Simulation::nextStep() const
{
    auto next = m_network.nextArrival();
    for (const auto &node : m_nodes) {
        const auto deadline = node->nextDeadline();
        if (deadline && (!next || *deadline < *next))
            next = deadline;
    }
    return next;
}

void Simulation::step()
{
    for (const SimDatagram &datagram : m_network.receive(now())) {
        for (const auto &node : m_nodes) {
            if (node->owns(datagram.local.address))
                node->receive(datagram, now());
        }
    }
    for (const auto &node : m_nodes) {
        node->tick(now());
        node->carry(now());
    }
}

} // namespace tw::sim
