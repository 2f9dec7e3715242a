#include "engine/esp/sa_snapshot.h"

namespace tw::esp {

SaSnapshot::SaSnapshot(const std::vector<SaEntryPtr> &sas, const std::vector<PolicyPtr> &policies)
    : m_policyOwners(policies)
{
    std::vector<SaEntryPtr> newestFirst = sas;
    std::ranges::sort(newestFirst, [](const SaEntryPtr &a, const SaEntryPtr &b) { return a->serial > b->serial; });
    m_inbound.reserve(sas.size());
    for (const SaEntryPtr &sa : newestFirst) {
        m_inbound.emplace(sa->inboundSpi, sa);
        if (!sa->sends)
            continue;
        for (const auto &local : sa->local) {
            for (const auto &remote : sa->remote)
                m_outbound.insert(sa.get(), local, remote);
        }
    }
    for (const PolicyPtr &policy : policies) {
        for (const auto &local : policy->local) {
            for (const auto &remote : policy->remote)
                m_policies.insert(policy.get(), local, remote);
        }
    }
}

const SaEntry *SaSnapshot::findInbound(EspSpi spi) const
{
    const auto found = m_inbound.find(spi);
    return found == m_inbound.end() ? nullptr : found->second.get();
}

const SaEntry *SaSnapshot::findOutbound(const FlowKey &flow) const
{
    return m_outbound.find(flow, [&](const SaEntry &sa) { return sa.remoteEndpoint.address != flow.destination; });
}

const Policy *SaSnapshot::findPolicy(const FlowKey &flow) const
{
    return m_policies.find(flow, [&](const Policy &policy) {
        return policy.peerHint.isUnspecified() || policy.peerHint != flow.destination;
    });
}

void SnapshotSlot::publish(SnapshotPtr snapshot)
{
    const std::scoped_lock lock(m_mutex);
    m_newest = std::move(snapshot);
    m_version.fetch_add(1, std::memory_order_release);
}

bool SnapshotSlot::refresh(SnapshotPtr &current, std::uint64_t &seen) const
{
    if (m_version.load(std::memory_order_acquire) == seen)
        return false;
    // The old snapshot, and with it keys that no one else has, is released after the lock.
    SnapshotPtr old = std::move(current);
    const std::scoped_lock lock(m_mutex);
    current = m_newest;
    seen = m_version.load(std::memory_order_relaxed);
    return true;
}

} // namespace tw::esp
