#include "engine/esp/sa_database.h"

#include "engine/esp/path_mtu.h"

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

void fitToPath(SaEntry &entry)
{
    entry.largestInner = entry.mtu != 0
        ? entry.mtu
        : largestInnerPacket(entry.proposal, entry.udpEncapsulated, entry.localEndpoint.address.family());
}

} // namespace

SaDatabase::SaDatabase() = default;
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
    auto outbound = OutboundSa::make(sa.outboundSpi, sa.proposal, sa.outbound);
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
    m_snapshot.reset();
    return {};
}

void SaDatabase::remove(EspSpi inboundSpi)
{
    if (m_sas.erase(inboundSpi) != 0)
        m_snapshot.reset();
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
    m_snapshot.reset();
    return true;
}

void SaDatabase::addPolicy(const api::ConnectionId &connection, std::vector<api::TrafficSelector> local,
                           std::vector<api::TrafficSelector> remote, const IpAddress &peerHint)
{
    m_policies[connection] =
        std::make_shared<Policy>(Policy{connection, std::move(local), std::move(remote), peerHint});
    m_snapshot.reset();
}

void SaDatabase::removePolicy(const api::ConnectionId &connection)
{
    if (m_policies.erase(connection) != 0)
        m_snapshot.reset();
}

SnapshotPtr SaDatabase::snapshot()
{
    if (!m_snapshot) {
        std::vector<SaEntryPtr> sas;
        sas.reserve(m_sas.size());
        for (const auto &[spi, sa] : m_sas)
            sas.push_back(sa);
        std::vector<PolicyPtr> policies;
        policies.reserve(m_policies.size());
        for (const auto &[connection, policy] : m_policies)
            policies.push_back(policy);
        m_snapshot = std::make_shared<SaSnapshot>(sas, policies);
    }
    return m_snapshot;
}

std::vector<SaReading> SaDatabase::readings() const
{
    std::vector<SaReading> readings;
    readings.reserve(m_sas.size());
    for (const auto &[spi, sa] : m_sas) {
        SaReading reading;
        reading.inboundSpi = spi;
        reading.traffic = {sa->inbound->packets.value(), sa->inbound->bytes.value(), sa->outbound->packets.value(),
                           sa->outbound->bytes.value()};
        const auto inbound = sa->inbound->drops.value();
        const auto outbound = sa->outbound->drops.value();
        for (std::size_t i = 0; i < reading.drops.size(); ++i)
            reading.drops[i] = inbound[i] + outbound[i];
        reading.lastInbound = sa->inbound->lastSeen.value();
        readings.push_back(reading);
    }
    return readings;
}

} // namespace tw::esp
