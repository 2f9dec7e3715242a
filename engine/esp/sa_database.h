#pragma once

#include "engine/api/probe.h"
#include "engine/api/status.h"
#include "engine/base/result.h"
#include "engine/base/time.h"
#include "engine/esp/sa_snapshot.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace tw::esp {

// What the data path saw of one SA pair since it was added.
struct SaReading
{
    EspSpi inboundSpi;
    api::TrafficCounters traffic;
    api::DropCounters drops{};
    std::optional<TimePoint> lastInbound; // the newest authentic packet
};

// A peer may offer many selectors and narrow them to odd ranges; an SA with more pairs of them is refused.
inline constexpr std::size_t kMaxSelectorPairs = 4096;

// The SAs and policies that stand, owned by the IKE thread. The data threads see them as immutable snapshots; what a
// snapshot points to (the SAs) is shared between snapshots, so that a new one costs no sequence number and no replay
// window. Of each SA, only its data threads write the mutable part.
class SaDatabase
{
public:
    static constexpr std::size_t kAnySize = 65535;

    // `deviceMtu`: what the inside carries in one packet. Longer ones never come, and TCP is not told of them, whatever
    // the path between the gateways bears. `lanes`: by how many data threads each SA may send at once.
    explicit SaDatabase(std::size_t deviceMtu = kAnySize, std::size_t lanes = 1);
    ~SaDatabase();

    // InvalidArgument: the SPI is in use (or 0), no or too many selectors, endpoints of two families; Unsupported or
    // CryptoFailed: the suite cannot be had. Nothing changes then.
    // Where `sends` is false the SA only receives until switchOutbound().
    Result<void> add(crypto::ChildSa sa, bool sends = true);
    // Begins or ends its outbound side; whoever began last is the newest. False: unknown SA.
    bool switchOutbound(EspSpi inboundSpi, bool sends);
    // What ChildSa::mtu and ::mss say, anew. False: unknown SA.
    bool resize(EspSpi inboundSpi, std::uint16_t mtu, std::uint16_t mss);
    void remove(EspSpi inboundSpi); // an unknown one is ignored
    // The peer's packets now come from, and ours go to, other endpoints (NAT rebinding, MOBIKE). False: unknown SA, or
    // endpoints of two families.
    bool move(EspSpi inboundSpi, const Endpoint &local, const Endpoint &remote, bool udpEncapsulated);

    // Replaces an earlier policy of the same connection.
    void addPolicy(const api::ConnectionId &connection, std::vector<api::TrafficSelector> local,
                   std::vector<api::TrafficSelector> remote, const IpAddress &peerHint);
    void removePolicy(const api::ConnectionId &connection); // an unknown one is ignored

    // Which packets are followed; see ProbeWatch. Replaces those before.
    void watch(ProbeWatches watches);
    // What a connection's SAs saw together, and how such a packet's SA computes what fits it.
    SaReading sumOf(const api::ConnectionId &connection) const;
    std::optional<api::TunnelFit> fitOf(const FlowKey &flow);

    // All as of now; the same pointer as before where nothing changed. Made on demand: several changes in a row (the
    // actions of one step) cost one snapshot, and its cost grows with the changes, hardly with the SAs that stand. Never
    // null.
    SnapshotPtr snapshot();

    // Lets go of the SAs that were removed, whose keys the snapshots of some time hold otherwise. Costs as much as there
    // are SAs, so it is for once in a while; without an SA left it needs no call.
    void compact();

    std::vector<SaReading> readings() const; // of all
    // Of those that something has happened to since this was asked last: of 10,000 tunnels most are idle.
    std::vector<SaReading> newReadings();
    std::size_t saCount() const { return m_sas.size(); }
    std::size_t policyCount() const { return m_policies.size(); }

private:
    void fitToPath(SaEntry &entry) const;
    void changed(EspSpi spi);
    void changed(const api::ConnectionId &policy);
    void renewBase();
    SaLayerPtr makeRecent() const;

    std::size_t m_deviceMtu;
    std::size_t m_lanes;
    std::unordered_map<EspSpi, SaEntryPtr> m_sas;
    std::unordered_map<EspSpi, std::uint64_t> m_told; // what newReadings() gave last, as a sum; none: nothing yet
    std::map<api::ConnectionId, PolicyPtr> m_policies;
    std::uint64_t m_lastSerial = 0;
    std::shared_ptr<const ProbeWatches> m_watches; // null: none
    SnapshotPtr m_snapshot; // null: something changed since
    SaLayerPtr m_base = std::make_shared<const SaLayer>(); // as it was some changes ago
    std::set<EspSpi> m_recentSas; // what changed since then
    std::set<api::ConnectionId> m_recentPolicies;
    bool m_holdsRemoved = false; // m_base has SAs that were removed
};

} // namespace tw::esp
