#include "ui/catalog/filter_names.h"

#include "models/catalog/catalog.h"
#include "ui/theme/language.h"

namespace tw::ui {

models::FilterNames filterNames(const models::Catalog &catalog, const QString &regionId)
{
    models::FilterNames names;
    for (const models::Region &region : catalog.regions())
        names.regions.append({region.id, region.title(currentLanguage())});
    const auto isHere = [&regionId](const QString &region) { return regionId.isEmpty() || region == regionId; };
    for (const models::VpnGateway &gateway : catalog.vpnGateways()) {
        if (isHere(gateway.regionId))
            names.gateways.append({gateway.name, gateway.internetIp});
    }
    for (const models::CustomerGateway &gateway : catalog.customerGateways()) {
        if (isHere(gateway.regionId))
            names.gateways.append({gateway.name, gateway.ipAddress});
    }
    return names;
}

} // namespace tw::ui
