#pragma once

#include "engine/base/ip_address.h"
#include "engine/esp/inbound_sa.h"
#include "engine/esp/outbound_sa.h"
#include "engine/esp/path_mtu.h"
#include "engine/esp/probe_watch.h"
#include "engine/esp/selector_index.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tw::esp {

// An SA pair as one snapshot sees it. Immutable but for what the two SAs keep to themselves: their mutable part belongs
// to the data threads of their direction.
struct SaEntry
{
    api::ConnectionId connection;
    EspSpi inboundSpi;
    std::uint64_t serial =
        0; // grows with every SA that begins to send: of two with the same selectors, the newer sends
    bool sends = true; // false: it only receives
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    Endpoint localEndpoint;
    Endpoint remoteEndpoint;
    bool udpEncapsulated = false;
    api::EspProposal proposal;
    std::uint16_t mtu = 0; // as configured; 0: what fits the path
    std::size_t largestInner = 0; // octets of an inner packet that still fits the path
    std::uint16_t mss = 0; // that TCP inside is held to; 0: what fits largestInner
    std::shared_ptr<InboundSa> inbound;
    std::shared_ptr<OutboundSa> outbound;

    // Holds a TCP connection that begins to segments that fit the tunnel, in place. Done in both directions, since the
    // ICMP messages that would tell the far end are often lost on the way.
    void clampMss(MutableByteView inner, const wire::IpHeader &header,
                  TcpChecksum checksumIs = TcpChecksum::Finished) const
    {
        if (header.protocol == wire::kProtocolTcp)
            esp::clampMss(inner, header, mss != 0 ? mss : mssFor(largestInner, header.source.family()), checksumIs);
    }
};
using SaEntryPtr = std::shared_ptr<const SaEntry>;

// A connection's selectors: which outbound traffic without an SA asks for one.
struct Policy
{
    api::ConnectionId connection;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    IpAddress peerHint; // packets to it never enter the tunnel; unspecified: not known
};
using PolicyPtr = std::shared_ptr<const Policy>;

// SAs and policies by what they are looked up by. Immutable. A null value says: there is none any more.
class SaLayer
{
public:
    using Sas = std::vector<std::pair<EspSpi, SaEntryPtr>>;
    using Policies = std::vector<std::pair<api::ConnectionId, PolicyPtr>>;

    SaLayer() = default; // knows nothing
    SaLayer(Sas sas, Policies policies);

    bool isEmpty() const { return m_sas.empty() && m_policies.empty(); }
    bool has(EspSpi spi) const { return m_sas.contains(spi); }
    bool has(const api::ConnectionId &policy) const { return m_policies.contains(policy); }
    const SaEntry *find(EspSpi spi) const; // nullptr: unknown, or none any more

    const SelectorIndex<SaEntry> &outbound() const { return m_outbound; }
    const SelectorIndex<Policy> &policies() const { return m_policyIndex; }

private:
    std::unordered_map<EspSpi, SaEntryPtr> m_sas;
    std::unordered_map<api::ConnectionId, PolicyPtr> m_policies;
    SelectorIndex<SaEntry> m_outbound;
    SelectorIndex<Policy> m_policyIndex;
};
using SaLayerPtr = std::shared_ptr<const SaLayer>;

// Everything a data thread needs to know, at one moment. Immutable, made by SaDatabase. In two layers, since there may
// be ten thousand SAs of which one has just changed: what changed lately counts before the rest, and is the only thing
// that is made anew.
class SaSnapshot
{
public:
    SaSnapshot() : SaSnapshot(std::make_shared<const SaLayer>(), std::make_shared<const SaLayer>()) { }
    SaSnapshot(SaLayerPtr base, SaLayerPtr recent, std::shared_ptr<const ProbeWatches> watches = {})
        : m_base(std::move(base)), m_recent(std::move(recent)), m_watches(std::move(watches))
    { }

    const SaEntry *findInbound(EspSpi spi) const; // nullptr: unknown
    // The SA that this packet leaves by: of those whose selectors it fits the most specific, of equals the newest.
    // nullptr: none, or the packet goes to the SA's own peer.
    const SaEntry *findOutbound(const FlowKey &flow) const;
    const Policy *findPolicy(const FlowKey &flow) const; // in the same manner

    bool isWatching() const { return m_watches != nullptr; }
    // Who watches this packet; nullptr: nobody.
    const ProbeWatch *watchOf(ByteView packet, const wire::IpHeader &header) const
    {
        return isWatching() ? findWatch(packet, header) : nullptr;
    }

private:
    const ProbeWatch *findWatch(ByteView packet, const wire::IpHeader &header) const;

    SaLayerPtr m_base; // never null
    SaLayerPtr m_recent; // never null
    std::shared_ptr<const ProbeWatches> m_watches; // null: none
};
using SnapshotPtr = std::shared_ptr<const SaSnapshot>;

// Where the IKE thread leaves the newest snapshot for a data thread. refresh() costs one atomic load when nothing
// changed, so a data thread calls it before every burst.
class SnapshotSlot
{
public:
    void publish(SnapshotPtr snapshot);

    // The reader's side: replaces `current` where a newer snapshot was published, and says so. `seen` is the reader's
    // own, 0 at first.
    bool refresh(SnapshotPtr &current, std::uint64_t &seen) const;

private:
    mutable std::mutex m_mutex; // held for the time of copying a pointer
    SnapshotPtr m_newest;
    std::atomic<std::uint64_t> m_version = 0;
};

} // namespace tw::esp
