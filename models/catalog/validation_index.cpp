#include "models/catalog/validation_index.h"

#include <algorithm>

namespace tw::models {

ValidationIndex::ValidationIndex(const QList<VpnGateway> &vpn, const QList<CustomerGateway> &customer,
                                 const QList<Connection> &list)
    : vpnGateways(vpn), customerGateways(customer), connections(list), m_claimed(claimedSelectors(list))
{
    for (qsizetype at = 0; at < list.size(); ++at) {
        const ConnectionDraft &draft = list.at(at).draft;
        const VpnGateway *gateway = draft.regionId.isEmpty() ? vpnGateways.find(vpn, draft.vpnGatewayId) : nullptr;
        note(m_names, nameKey(gateway ? gateway->regionId : draft.regionId, draft.name), at);
        note(m_sharing, sharingKey(draft), at);
        for (const AddressRange &range : m_claimed.at(static_cast<std::size_t>(at)).remote)
            m_claims.push_back({range, at, range.last});
    }
    std::ranges::sort(m_claims, {}, [](const Claim &claim) { return claim.remote.first; });
    for (std::size_t at = 1; at < m_claims.size(); ++at)
        m_claims[at].reach = std::max(m_claims[at].reach, m_claims[at - 1].reach);
}

// What sharesIkeSa() compares.
ValidationIndex::Key ValidationIndex::sharingKey(const ConnectionDraft &draft)
{
    return {draft.vpnGatewayId, {draft.customerGatewayId, draft.ikeVersion}};
}

void ValidationIndex::note(FirstTwo &places, const Key &key, qsizetype position)
{
    const auto place = places.find(key);
    if (place == places.end())
        places.insert(key, {position, -1});
    else if (place->second < 0)
        place->second = position;
}

qsizetype ValidationIndex::firstBeside(const QString &ownId, const FirstTwo &places, const Key &key) const
{
    const auto found = places.constFind(key);
    if (found == places.cend())
        return -1;
    const auto own = static_cast<std::size_t>(found->first);
    return m_claimed.at(own).id == ownId ? found->second : found->first;
}

bool ValidationIndex::isNameTaken(const ConnectionDraft &draft) const
{
    return firstBeside(draft.id, m_names, nameKey(draft.regionId, draft.name)) >= 0;
}

qsizetype ValidationIndex::sharing(const ConnectionDraft &draft) const
{
    return firstBeside(draft.id, m_sharing, sharingKey(draft));
}

std::vector<const ClaimedSelectors *> ValidationIndex::reaching(const std::vector<IpPrefix> &remote,
                                                                const QString &ownId) const
{
    std::vector<qsizetype> positions;
    for (const IpPrefix &prefix : remote) {
        const AddressRange range(prefix);
        auto claim = std::ranges::upper_bound(m_claims, range.last, {}, [](const Claim &c) { return c.remote.first; });
        while (claim != m_claims.begin() && std::prev(claim)->reach >= range.first) {
            --claim;
            if (claim->remote.overlaps(range))
                positions.push_back(claim->position);
        }
    }
    std::ranges::sort(positions);
    const auto doubles = std::ranges::unique(positions);
    positions.erase(doubles.begin(), doubles.end());
    std::vector<const ClaimedSelectors *> found;
    for (const qsizetype position : positions) {
        const ClaimedSelectors &other = m_claimed.at(static_cast<std::size_t>(position));
        if (other.id != ownId)
            found.push_back(&other);
    }
    return found;
}

} // namespace tw::models
