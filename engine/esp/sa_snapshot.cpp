#include "engine/esp/sa_snapshot.h"

#include <algorithm>
#include <functional>

namespace tw::esp {

SaLayer::SaLayer(Sas sas, Policies policies)
{
    std::vector<const SaEntry *> newestFirst;
    newestFirst.reserve(sas.size());
    m_sas.reserve(sas.size());
    for (auto &[spi, sa] : sas) {
        if (sa && sa->sends)
            newestFirst.push_back(sa.get());
        m_sas.emplace(spi, std::move(sa));
    }
    std::ranges::sort(newestFirst, std::ranges::greater(), &SaEntry::serial);
    for (const SaEntry *sa : newestFirst) {
        for (const auto &local : sa->local) {
            for (const auto &remote : sa->remote)
                m_outbound.insert(sa, local, remote);
        }
    }
    for (auto &[connection, policy] : policies) {
        if (policy) {
            for (const auto &local : policy->local) {
                for (const auto &remote : policy->remote)
                    m_policyIndex.insert(policy.get(), local, remote);
            }
        }
        m_policies.emplace(std::move(connection), std::move(policy));
    }
}

const SaEntry *SaLayer::find(EspSpi spi) const
{
    const auto found = m_sas.find(spi);
    return found == m_sas.end() ? nullptr : found->second.get();
}

const SaEntry *SaSnapshot::findInbound(EspSpi spi) const
{
    return m_recent->has(spi) ? m_recent->find(spi) : m_base->find(spi);
}

const SaEntry *SaSnapshot::findOutbound(const FlowKey &flow) const
{
    const auto goesToPeer = [&](const SaEntry &sa) { return sa.remoteEndpoint.address == flow.destination; };
    if (m_recent->isEmpty()) // nearly always
        return m_base->outbound().find(flow, [&](const SaEntry &sa) { return !goesToPeer(sa); }).value;
    const auto recent = m_recent->outbound().find(flow, [&](const SaEntry &sa) { return !goesToPeer(sa); });
    const auto base = m_base->outbound().find(
        flow, [&](const SaEntry &sa) { return !goesToPeer(sa) && !m_recent->has(sa.inboundSpi); });
    if (!recent.value || !base.value)
        return recent.value ? recent.value : base.value;
    const auto rank = [](const auto &match) { return std::pair(specificity(match), match.value->serial); };
    return rank(recent) > rank(base) ? recent.value : base.value;
}

const Policy *SaSnapshot::findPolicy(const FlowKey &flow) const
{
    const auto isMeant = [&](const Policy &policy) {
        return policy.peerHint.isUnspecified() || policy.peerHint != flow.destination;
    };
    if (m_recent->isEmpty())
        return m_base->policies().find(flow, isMeant).value;
    const auto recent = m_recent->policies().find(flow, isMeant);
    const auto base = m_base->policies().find(
        flow, [&](const Policy &policy) { return isMeant(policy) && !m_recent->has(policy.connection); });
    return specificity(recent) >= specificity(base) ? recent.value : base.value;
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

const ProbeWatch *SaSnapshot::findWatch(ByteView packet, const wire::IpHeader &header) const
{
    const auto token = wire::echoTokenOf(packet, header);
    if (!token)
        return nullptr;
    const auto found = std::ranges::find(*m_watches, *token, &ProbeWatch::token);
    return found == m_watches->end() ? nullptr : &*found;
}

} // namespace tw::esp
