#include "engine/sim/sim_nat.h"

#include <algorithm>

namespace tw::sim {

namespace {

constexpr std::uint16_t kFirstPort = 1024;

} // namespace

bool SimNat::isInside(const IpAddress &address) const
{
    return std::ranges::find(m_options.inside, address) != m_options.inside.end();
}

Endpoint SimNat::translateOut(const Endpoint &source, const Endpoint &destination, bool udp, TimePoint now)
{
    std::erase_if(m_mappings,
                  [&](const auto &entry) { return now - entry.second.lastUsed > m_options.mappingLifetime; });
    const auto [mapping, isNew] = m_mappings.try_emplace(Key{source, udp});
    if (isNew && udp)
        mapping->second.outsidePort = freePort(source.port, udp);
    mapping->second.lastUsed = now;
    mapping->second.contacted.insert(destination);
    return {m_options.outside, mapping->second.outsidePort};
}

std::optional<Endpoint> SimNat::translateIn(const Endpoint &source, const Endpoint &destination, bool udp,
                                            TimePoint now)
{
    for (const auto &[key, mapping] : m_mappings) {
        if (key.second == udp && mapping.outsidePort == destination.port
            && now - mapping.lastUsed <= m_options.mappingLifetime && mapping.contacted.contains(source))
            return key.first;
    }
    return std::nullopt;
}

void SimNat::rebind() { m_mappings.clear(); }

bool SimNat::isPortTaken(std::uint16_t port, bool udp) const
{
    return std::ranges::any_of(
        m_mappings, [&](const auto &entry) { return entry.first.second == udp && entry.second.outsidePort == port; });
}

std::uint16_t SimNat::freePort(std::uint16_t wanted, bool udp)
{
    if (m_options.preservePorts && !isPortTaken(wanted, udp))
        return wanted;
    for (;;) {
        const auto port = static_cast<std::uint16_t>(kFirstPort + m_random.below(65536 - kFirstPort));
        if (!isPortTaken(port, udp))
            return port;
    }
}

} // namespace tw::sim
