#include "models/catalog/connection_facts.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/catalog/subnet_rules.h"
#include "models/catalog/weakness.h"

namespace tw::models {

namespace {

void addGateway(RowFacts &facts, const QString &name, const QString &id, const QStringList &addresses)
{
    for (const QString &text : QStringList{name, id} + addresses) {
        if (!text.isEmpty())
            facts.gateways.append(text.toCaseFolded());
    }
    for (const QString &text : addresses) {
        if (const auto address = parseAddress(text))
            facts.gatewayAddresses.append(*address);
    }
    addTexts(facts, {name, id});
    addTexts(facts, addresses);
}

} // namespace

RowFacts connectionFacts(const Connection &connection, const Catalog &catalog)
{
    const ConnectionDraft &draft = connection.draft;
    RowFacts facts;
    addTexts(facts,
             {draft.name, draft.id, draft.description, draft.localId, draft.remoteId, draft.localSubnet,
              draft.remoteSubnet});
    if (const VpnGateway *gateway = catalog.vpnGateway(draft.vpnGatewayId))
        addGateway(facts, gateway->name, gateway->id, {gateway->internetIp, gateway->localAddress});
    if (const CustomerGateway *gateway = catalog.customerGateway(draft.customerGatewayId))
        addGateway(facts, gateway->name, gateway->id, {gateway->ipAddress});
    facts.regions = regionTexts(catalog.region(draft.regionId));
    for (const QString &subnet : splitSubnets(draft.localSubnet) + splitSubnets(draft.remoteSubnet)) {
        if (const auto prefix = parsePrefix(subnet))
            facts.nets.append(*prefix);
    }
    facts.isWeak = !weaknesses(draft, catalog.certificates()).isEmpty();
    return facts;
}

void addTexts(RowFacts &facts, const QStringList &texts)
{
    for (const QString &text : texts) {
        if (!text.isEmpty())
            facts.text += text.toCaseFolded() + u'\n';
    }
}

QStringList regionTexts(const Region *region)
{
    if (!region)
        return {};
    QStringList texts{region->id.toCaseFolded(), region->name.toCaseFolded()};
    if (!region->chineseName.isEmpty())
        texts.append(region->chineseName.toCaseFolded());
    return texts;
}

} // namespace tw::models
