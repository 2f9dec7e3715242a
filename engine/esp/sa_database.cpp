#include "engine/esp/sa_database.h"

#include "engine/esp/path_mtu.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tw::esp {

namespace {

Result<void> checkSa(const crypto::ChildSa &sa)
{
    if (sa.inboundSpi.value() == 0 || sa.outboundSpi.value() == 0)
        return fail(Fault::InvalidArgument, "SPI");
    if (sa.local.empty() || sa.remote.empty() || sa.local.size() > kMaxSelectorPairs / sa.remote.size())
        return fail(Fault::InvalidArgument, "traffic selectors");
    if (sa.localEndpoint.address.family() != sa.remoteEndpoint.address.family())
        return fail(Fault::InvalidArgument, "SA endpoints");
    return {};
}

constexpr std::size_t kFewestRecent = 16;

SaReading readingOf(EspSpi spi, const SaEntry &sa)
{
    SaReading reading;
    reading.inboundSpi = spi;
    reading.traffic = {sa.inbound->packets.value(), sa.inbound->bytes.value(), sa.outbound->packets(),
                       sa.outbound->bytes()};
    sa.inbound->drops.addTo(reading.drops);
    sa.outbound->addDropsTo(reading.drops);
    reading.lastInbound = sa.inbound->lastSeen.value();
    return reading;
}

} // namespace

SaDatabase::SaDatabase(std::size_t deviceMtu, std::size_t lanes) : m_deviceMtu(deviceMtu), m_lanes(lanes) { }
SaDatabase::~SaDatabase() = default;

Result<void> SaDatabase::add(crypto::ChildSa sa, bool sends)
{
    if (auto checked = checkSa(sa); !checked)
        return checked;
    if (m_sas.contains(sa.inboundSpi))
        return fail(Fault::InvalidArgument, "inbound SPI");
    auto inbound = InboundSa::make(sa.proposal, sa.inbound, sa.replayWindow);
    if (!inbound)
        return std::unexpected(inbound.error());
    auto outbound = OutboundSa::make(sa.outboundSpi, sa.proposal, sa.outbound, m_lanes);
    if (!outbound)
        return std::unexpected(outbound.error());

    auto entry = std::make_shared<SaEntry>();
    entry->connection = std::move(sa.connection);
    entry->inboundSpi = sa.inboundSpi;
    entry->serial = ++m_lastSerial;
    entry->sends = sends;
    entry->local = std::move(sa.local);
    entry->remote = std::move(sa.remote);
    entry->localEndpoint = sa.localEndpoint;
    entry->remoteEndpoint = sa.remoteEndpoint;
    entry->udpEncapsulated = sa.udpEncapsulated;
    entry->proposal = sa.proposal;
    entry->mtu = sa.mtu;
    fitToPath(*entry);
    entry->mss = sa.mss;
    entry->inbound = *std::move(inbound);
    entry->outbound = *std::move(outbound);
    m_sas.emplace(sa.inboundSpi, std::move(entry));
    changed(sa.inboundSpi);
    return {};
}

void SaDatabase::remove(EspSpi inboundSpi)
{
    if (m_sas.erase(inboundSpi) == 0)
        return;
    m_told.erase(inboundSpi);
    m_holdsRemoved = m_holdsRemoved || m_base->has(inboundSpi);
    changed(inboundSpi);
}

bool SaDatabase::switchOutbound(EspSpi inboundSpi, bool sends)
{
    const auto found = m_sas.find(inboundSpi);
    if (found == m_sas.end())
        return false;
    if (found->second->sends == sends)
        return true;
    auto switched = std::make_shared<SaEntry>(*found->second);
    switched->sends = sends;
    if (sends)
        switched->serial = ++m_lastSerial;
    found->second = std::move(switched);
    changed(inboundSpi);
    return true;
}

bool SaDatabase::resize(EspSpi inboundSpi, std::uint16_t mtu, std::uint16_t mss)
{
    const auto found = m_sas.find(inboundSpi);
    if (found == m_sas.end())
        return false;
    auto resized = std::make_shared<SaEntry>(*found->second);
    resized->mtu = mtu;
    resized->mss = mss;
    fitToPath(*resized);
    found->second = std::move(resized);
    m_snapshot.reset();
    return true;
}

bool SaDatabase::move(EspSpi inboundSpi, const Endpoint &local, const Endpoint &remote, bool udpEncapsulated)
{
    const auto found = m_sas.find(inboundSpi);
    if (found == m_sas.end() || local.address.family() != remote.address.family())
        return false;
    auto moved = std::make_shared<SaEntry>(*found->second);
    moved->localEndpoint = local;
    moved->remoteEndpoint = remote;
    moved->udpEncapsulated = udpEncapsulated;
    fitToPath(*moved);
    found->second = std::move(moved);
    changed(inboundSpi);
    return true;
}

void SaDatabase::addPolicy(const api::ConnectionId &connection, std::vector<api::TrafficSelector> local,
                           std::vector<api::TrafficSelector> remote, const IpAddress &peerHint)
{
    m_policies[connection] =
        std::make_shared<Policy>(Policy{connection, std::move(local), std::move(remote), peerHint});
    changed(connection);
}

void SaDatabase::removePolicy(const api::ConnectionId &connection)
{
    if (m_policies.erase(connection) != 0)
        changed(connection);
}

void SaDatabase::fitToPath(SaEntry &entry) const
{
    const std::size_t path = entry.mtu != 0
        ? entry.mtu
        : largestInnerPacket(entry.proposal, entry.udpEncapsulated, entry.localEndpoint.address.family());
    entry.largestInner = std::min(path, m_deviceMtu);
}

void SaDatabase::changed(EspSpi spi)
{
    m_recentSas.insert(spi);
    m_snapshot.reset();
}

void SaDatabase::changed(const api::ConnectionId &policy)
{
    m_recentPolicies.insert(policy);
    m_snapshot.reset();
}

void SaDatabase::renewBase()
{
    m_base = std::make_shared<const SaLayer>(SaLayer::Sas(m_sas.begin(), m_sas.end()),
                                             SaLayer::Policies(m_policies.begin(), m_policies.end()));
    m_recentSas.clear();
    m_recentPolicies.clear();
    m_holdsRemoved = false;
    m_snapshot.reset();
}

void SaDatabase::compact()
{
    if (m_holdsRemoved)
        renewBase();
}

SaLayerPtr SaDatabase::makeRecent() const
{
    SaLayer::Sas sas;
    for (const EspSpi spi : m_recentSas) {
        const auto found = m_sas.find(spi);
        sas.emplace_back(spi, found == m_sas.end() ? nullptr : found->second);
    }
    SaLayer::Policies policies;
    for (const api::ConnectionId &id : m_recentPolicies) {
        const auto found = m_policies.find(id);
        policies.emplace_back(id, found == m_policies.end() ? nullptr : found->second);
    }
    return std::make_shared<const SaLayer>(std::move(sas), std::move(policies));
}

SnapshotPtr SaDatabase::snapshot()
{
    if (m_snapshot)
        return m_snapshot;
    // A new base costs as much as there are SAs, a recent layer as much as was changed since: with the root of their
    // number as the limit, a change costs about that much.
    const auto standing = static_cast<double>(m_sas.size() + m_policies.size());
    const std::size_t limit = kFewestRecent + static_cast<std::size_t>(std::sqrt(standing));
    if (m_recentSas.size() + m_recentPolicies.size() > limit || (m_holdsRemoved && m_sas.empty()))
        renewBase();
    m_snapshot = std::make_shared<const SaSnapshot>(m_base, makeRecent(), m_watches);
    return m_snapshot;
}

void SaDatabase::watch(ProbeWatches watches)
{
    m_watches = watches.empty() ? nullptr : std::make_shared<const ProbeWatches>(std::move(watches));
    m_snapshot.reset();
}

SaReading SaDatabase::sumOf(const api::ConnectionId &connection) const
{
    SaReading sum;
    for (const auto &[spi, sa] : m_sas) {
        if (sa->connection != connection)
            continue;
        const SaReading one = readingOf(spi, *sa);
        sum.traffic.packetsIn += one.traffic.packetsIn;
        sum.traffic.bytesIn += one.traffic.bytesIn;
        sum.traffic.packetsOut += one.traffic.packetsOut;
        sum.traffic.bytesOut += one.traffic.bytesOut;
        for (std::size_t i = 0; i < sum.drops.size(); ++i)
            sum.drops[i] += one.drops[i];
        sum.lastInbound = std::max(sum.lastInbound, one.lastInbound);
    }
    return sum;
}

std::optional<api::TunnelFit> SaDatabase::fitOf(const FlowKey &flow)
{
    const SaEntry *sa = snapshot()->findOutbound(flow);
    if (sa == nullptr)
        return std::nullopt;
    api::TunnelFit fit = tunnelFit(sa->proposal, sa->udpEncapsulated, sa->localEndpoint.address.family());
    fit.device = static_cast<std::uint16_t>(std::min<std::size_t>(m_deviceMtu, kAnySize));
    fit.configured = sa->mtu;
    fit.largestInner = static_cast<std::uint16_t>(sa->largestInner);
    return fit;
}

std::vector<SaReading> SaDatabase::readings() const
{
    std::vector<SaReading> readings;
    readings.reserve(m_sas.size());
    for (const auto &[spi, sa] : m_sas)
        readings.push_back(readingOf(spi, *sa));
    return readings;
}

std::vector<SaReading> SaDatabase::newReadings()
{
    std::vector<SaReading> readings;
    for (const auto &[spi, sa] : m_sas) {
        const SaReading reading = readingOf(spi, *sa);
        // Counters only grow, so their sum is the same where they are.
        const std::uint64_t sum = std::accumulate(reading.drops.begin(), reading.drops.end(),
                                                  reading.traffic.packetsIn + reading.traffic.packetsOut);
        if (sum == 0)
            continue;
        if (std::exchange(m_told[spi], sum) != sum)
            readings.push_back(reading);
    }
    return readings;
}

} // namespace tw::esp
