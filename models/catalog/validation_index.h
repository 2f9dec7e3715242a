#pragma once

#include "models/catalog/gateway.h"
#include "models/catalog/positions.h"
#include "models/catalog/subnet_rules.h"

#include <utility>
#include <vector>

namespace tw::models {

// What the rules look up among all objects. Positions are those of the lists that it was made of.
class ValidationIndex
{
public:
    ValidationIndex(const QList<VpnGateway> &vpnGateways, const QList<CustomerGateway> &customerGateways,
                    const QList<Connection> &connections);

    const Positions vpnGateways;
    const Positions customerGateways;
    const Positions connections;

    bool isNameTaken(const ConnectionDraft &draft) const; // by another one in its region
    qsizetype sharing(const ConnectionDraft &draft) const; // the first other one on its IKE SA; -1: there is none
    // Others that claim a remote subnet which overlaps one of these, in the order of the list.
    std::vector<const ClaimedSelectors *> reaching(const std::vector<IpPrefix> &remote, const QString &ownId) const;

private:
    using Key = std::pair<QString, std::pair<QString, QString>>;
    using FirstTwo = QHash<Key, std::pair<qsizetype, qsizetype>>; // since one of them may be the asking one itself
    static Key nameKey(const QString &regionId, const QString &name) { return {regionId, {name, {}}}; }
    static Key sharingKey(const ConnectionDraft &draft);
    static void note(FirstTwo &places, const Key &key, qsizetype position);
    qsizetype firstBeside(const QString &ownId, const FirstTwo &places, const Key &key) const;

    struct Claim
    {
        AddressRange remote;
        qsizetype position;
        IpAddress reach; // the last address of this range and of all before it
    };

    std::vector<ClaimedSelectors> m_claimed; // of each connection
    std::vector<Claim> m_claims; // by their first address
    FirstTwo m_names;
    FirstTwo m_sharing;
};

} // namespace tw::models
