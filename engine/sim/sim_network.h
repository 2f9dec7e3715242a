#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"
#include "engine/base/time.h"
#include "engine/sim/seeded_random.h"
#include "engine/sim/sim_nat.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tw::sim {

// A datagram on the wire: of UDP, or of protocol 50 (whose ports are 0). `local` is the side whose view it is: the
// sender's own endpoint in send(), the receiver's own in what arrives.
struct SimDatagram
{
    Endpoint local;
    Endpoint remote;
    Bytes bytes;
    std::uint8_t tos = 0;
    bool udp = true;

    friend bool operator==(const SimDatagram &, const SimDatagram &) = default;
};

// What the network does to datagrams, each by itself.
struct NetworkConditions
{
    unsigned lossPerMille = 0;
    unsigned duplicatePerMille = 0; // the copy has a delay of its own
    unsigned reorderPerMille = 0; // held back by reorderDelay
    unsigned truncatePerMille = 0; // cut at a random length: a broken middlebox
    unsigned corruptPerMille = 0; // one bit flipped that the checksum did not catch
    Duration minDelay{10};
    Duration maxDelay{30}; // where it differs from minDelay, datagrams overtake one another
    Duration reorderDelay{200};
    std::size_t mtu = 65535; // octets of a datagram; larger ones are lost

    friend bool operator==(const NetworkConditions &, const NetworkConditions &) = default;
};

// The network between simulated hosts. Datagrams to addresses outside of any NAT arrive there; NATs rewrite what passes
// them. Everything that happens follows from the seed and the order of the calls.
class SimNetwork
{
public:
    explicit SimNetwork(std::uint64_t seed, NetworkConditions conditions = {});

    void setConditions(const NetworkConditions &conditions) { m_conditions = conditions; }
    const NetworkConditions &conditions() const { return m_conditions; }

    // The reference stays good for the network's life.
    SimNat &addNat(const NatOptions &options);

    // Sees every datagram as its sender sent it; for captures and for tests that forge or withhold. False: it is lost.
    using Tap = std::function<bool(const SimDatagram &, TimePoint)>;
    void setTap(Tap tap) { m_tap = std::move(tap); }

    void send(const SimDatagram &datagram, TimePoint now);

    // When the next datagram arrives; nothing: none is on its way.
    std::optional<TimePoint> nextArrival() const;
    // Everything that has arrived by `now`, in the order of arrival.
    std::vector<SimDatagram> receive(TimePoint now);

    struct Counters
    {
        std::size_t sent = 0;
        std::size_t lost = 0;
        std::size_t duplicated = 0;
        std::size_t reordered = 0;
        std::size_t damaged = 0;
        std::size_t filtered = 0; // by a NAT without a mapping
        std::size_t tooBig = 0;
        std::size_t delivered = 0;
    };
    const Counters &counters() const { return m_counters; }

private:
    void enqueue(SimDatagram datagram, TimePoint now);
    void damage(SimDatagram &datagram);
    SimNat *natOf(const IpAddress &inside);
    SimNat *natWithOutside(const IpAddress &outside);

    SeededRandom m_random;
    NetworkConditions m_conditions;
    std::vector<std::unique_ptr<SimNat>> m_nats;
    Tap m_tap;
    std::multimap<TimePoint, SimDatagram> m_onTheWay; // equal times keep the order of sending
    Counters m_counters;
};

} // namespace tw::sim
