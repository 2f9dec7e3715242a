#include "engine/sim/sim_network.h"

#include <utility>

namespace tw::sim {

SimNetwork::SimNetwork(std::uint64_t seed, NetworkConditions conditions) : m_random(seed), m_conditions(conditions) { }

SimNat &SimNetwork::addNat(const NatOptions &options)
{
    m_nats.push_back(std::make_unique<SimNat>(options, m_random.fork()));
    return *m_nats.back();
}

void SimNetwork::send(const SimDatagram &datagram, TimePoint now)
{
    ++m_counters.sent;
    if (m_tap && !m_tap(datagram, now)) {
        ++m_counters.lost;
        return;
    }
    if (datagram.bytes.size() > m_conditions.mtu) {
        ++m_counters.tooBig;
        return;
    }
    SimDatagram passing = datagram;
    // A NAT learns of a datagram before the wide world can lose it.
    SimNat *nat = natOf(datagram.local.address);
    if (nat != nullptr && natOf(datagram.remote.address) != nat)
        passing.local = nat->translateOut(datagram.local, datagram.remote, datagram.udp, now);

    if (m_random.chance(m_conditions.lossPerMille)) {
        ++m_counters.lost;
        return;
    }
    if (m_random.chance(m_conditions.duplicatePerMille)) {
        ++m_counters.duplicated;
        enqueue(passing, now);
    }
    enqueue(std::move(passing), now);
}

void SimNetwork::enqueue(SimDatagram datagram, TimePoint now)
{
    const auto spread = static_cast<std::uint64_t>((m_conditions.maxDelay - m_conditions.minDelay).count()) + 1;
    TimePoint arrival = now + m_conditions.minDelay + Duration(static_cast<Duration::rep>(m_random.below(spread)));
    if (m_random.chance(m_conditions.reorderPerMille)) {
        ++m_counters.reordered;
        arrival += m_conditions.reorderDelay;
    }
    damage(datagram);
    m_onTheWay.emplace(arrival, std::move(datagram));
}

void SimNetwork::damage(SimDatagram &datagram)
{
    if (datagram.bytes.empty())
        return;
    if (m_random.chance(m_conditions.truncatePerMille)) {
        ++m_counters.damaged;
        datagram.bytes.resize(m_random.below(datagram.bytes.size()));
    } else if (m_random.chance(m_conditions.corruptPerMille)) {
        ++m_counters.damaged;
        auto &octet = datagram.bytes[m_random.below(datagram.bytes.size())];
        octet = static_cast<std::uint8_t>(octet ^ (1u << m_random.below(8)));
    }
}

std::optional<TimePoint> SimNetwork::nextArrival() const
{
    if (m_onTheWay.empty())
        return std::nullopt;
    return m_onTheWay.begin()->first;
}

std::vector<SimDatagram> SimNetwork::receive(TimePoint now)
{
    std::vector<SimDatagram> arrived;
    while (!m_onTheWay.empty() && m_onTheWay.begin()->first <= now) {
        auto node = m_onTheWay.extract(m_onTheWay.begin());
        SimDatagram &datagram = node.mapped();
        Endpoint destination = datagram.remote;
        if (SimNat *nat = natWithOutside(destination.address)) {
            const auto inside = nat->translateIn(datagram.local, destination, datagram.udp, node.key());
            if (!inside) {
                ++m_counters.filtered;
                continue;
            }
            destination = *inside;
        }
        // From the sender's view to the receiver's.
        datagram.remote = std::exchange(datagram.local, destination);
        ++m_counters.delivered;
        arrived.push_back(std::move(datagram));
    }
    return arrived;
}

SimNat *SimNetwork::natOf(const IpAddress &inside)
{
    for (const auto &nat : m_nats) {
        if (nat->isInside(inside))
            return nat.get();
    }
    return nullptr;
}

SimNat *SimNetwork::natWithOutside(const IpAddress &outside)
{
    for (const auto &nat : m_nats) {
        if (nat->outside() == outside)
            return nat.get();
    }
    return nullptr;
}

} // namespace tw::sim
