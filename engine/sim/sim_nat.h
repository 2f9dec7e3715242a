#pragma once

#include "engine/base/ip_address.h"
#include "engine/base/time.h"
#include "engine/sim/seeded_random.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace tw::sim {

struct NatOptions
{
    IpAddress outside;
    std::vector<IpAddress> inside; // the hosts behind it
    Duration mappingLifetime{60'000}; // without outbound traffic
    bool preservePorts = false; // keep the inside port where it is free
};

// A network address and port translator: endpoint-independent mapping, address- and port-dependent filtering
// (RFC 4787's words), which is what most home routers do. Protocol 50 has no ports: it counts as port 0, so that one
// inside host at a time can use it.
class SimNat
{
public:
    SimNat(NatOptions options, std::uint64_t seed) : m_options(std::move(options)), m_random(seed) { }

    bool isInside(const IpAddress &address) const;
    const IpAddress &outside() const { return m_options.outside; }

    // A datagram leaves: its source as the outside sees it.
    Endpoint translateOut(const Endpoint &source, const Endpoint &destination, bool udp, TimePoint now);
    // A datagram arrives at `destination` (an outside endpoint): whom it is for. Nothing: no mapping, or one that never
    // sent to `source`.
    std::optional<Endpoint> translateIn(const Endpoint &source, const Endpoint &destination, bool udp, TimePoint now);

    // The router restarted: every mapping is forgotten, and the next datagram of a host gets another port.
    void rebind();

private:
    struct Mapping
    {
        std::uint16_t outsidePort = 0;
        TimePoint lastUsed{};
        std::set<Endpoint> contacted;
    };
    using Key = std::pair<Endpoint, bool>; // inside endpoint, UDP

    bool isPortTaken(std::uint16_t port, bool udp) const;
    std::uint16_t freePort(std::uint16_t wanted, bool udp);

    NatOptions m_options;
    SeededRandom m_random;
    std::map<Key, Mapping> m_mappings;
};

} // namespace tw::sim
