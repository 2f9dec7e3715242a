#include "models/catalog/catalog_plan.h"

#include <QCoreApplication>

#include <algorithm>

// The plans that take an object away, and why they are refused.
namespace tw::models {

namespace {

template <typename Object>
auto findById(QList<Object> &objects, const QString &id)
{
    return std::ranges::find(objects, id, &Object::id);
}

template <typename Object>
auto findById(const QList<Object> &objects, const QString &id)
{
    return std::ranges::find(objects, id, &Object::id);
}

QStringList connectionsWith(const CatalogState &state, QString ConnectionDraft::*end, const QString &id)
{
    QStringList names;
    for (const Connection &connection : state.connections) {
        if (connection.draft.*end == id)
            names.append(connection.draft.name);
    }
    return names;
}

template <typename Gateway>
QStringList gatewaysIn(const QList<Gateway> &gateways, const QString &regionId)
{
    QStringList names;
    for (const Gateway &gateway : gateways) {
        if (gateway.regionId == regionId)
            names.append(gateway.name);
    }
    return names;
}

CatalogError notFound(ObjectKind kind, const QString &id)
{
    return {CatalogError::Kind::NotFound,
            kind,
            id,
            QCoreApplication::translate("Catalog", "%1: there is no “%2”.").arg(objectKindText(kind), id),
            {}};
}

CatalogError inUse(ObjectKind kind, const QString &name, const QStringList &users)
{
    const QString text = QCoreApplication::translate("Catalog",
                                                     "%1 “%2” cannot be deleted while connections use it: %3. Delete "
                                                     "those first.")
                             .arg(objectKindText(kind), name, users.join(QStringLiteral(", ")));
    return {CatalogError::Kind::InUse, kind, name, text, {}};
}

} // namespace

CatalogResult<CatalogPlan> planRegionRemoval(const CatalogState &state, const QString &id)
{
    const auto region = findById(state.regions, id);
    if (region == state.regions.end())
        return std::unexpected(notFound(ObjectKind::Region, id));
    if (!region->isOwn)
        return std::unexpected(CatalogError{
            CatalogError::Kind::Fixed,
            ObjectKind::Region,
            region->name,
            QCoreApplication::translate("Catalog", "The region “%1” belongs to the program and cannot be removed.")
                .arg(region->name),
            {}});
    const QStringList users = gatewaysIn(state.vpnGateways, id) + gatewaysIn(state.customerGateways, id);
    if (!users.isEmpty())
        return std::unexpected(
            CatalogError{CatalogError::Kind::InUse,
                         ObjectKind::Region,
                         region->name,
                         QCoreApplication::translate("Catalog",
                                                     "The region “%1” cannot be removed while it holds gateways: %2. "
                                                     "Delete those first.")
                             .arg(region->name, users.join(QStringLiteral(", "))),
                         {}});
    CatalogPlan plan;
    plan.next = state;
    plan.next.regions.erase(findById(plan.next.regions, id));
    plan.regions.removed = {id};
    return plan;
}

CatalogResult<CatalogPlan> planVpnGatewayRemoval(const CatalogState &state, const QString &id)
{
    const auto gateway = findById(state.vpnGateways, id);
    if (gateway == state.vpnGateways.end())
        return std::unexpected(notFound(ObjectKind::VpnGateway, id));
    const QStringList users = connectionsWith(state, &ConnectionDraft::vpnGatewayId, id);
    if (!users.isEmpty())
        return std::unexpected(inUse(ObjectKind::VpnGateway, gateway->name, users));
    CatalogPlan plan;
    plan.next = state;
    plan.next.vpnGateways.erase(findById(plan.next.vpnGateways, id));
    plan.vpnGateways.removed = {id};
    return plan;
}

CatalogResult<CatalogPlan> planCustomerGatewayRemoval(const CatalogState &state, const QString &id)
{
    const auto gateway = findById(state.customerGateways, id);
    if (gateway == state.customerGateways.end())
        return std::unexpected(notFound(ObjectKind::CustomerGateway, id));
    const QStringList users = connectionsWith(state, &ConnectionDraft::customerGatewayId, id);
    if (!users.isEmpty())
        return std::unexpected(inUse(ObjectKind::CustomerGateway, gateway->name, users));
    CatalogPlan plan;
    plan.next = state;
    plan.next.customerGateways.erase(findById(plan.next.customerGateways, id));
    plan.customerGateways.removed = {id};
    return plan;
}

CatalogResult<CatalogPlan> planCertificateRemoval(const CatalogState &state, const QString &id)
{
    const auto certificate = findById(state.certificates, id);
    if (certificate == state.certificates.end())
        return std::unexpected(notFound(ObjectKind::Certificate, id));
    QStringList users = connectionsWith(state, &ConnectionDraft::localCertificate, id)
        + connectionsWith(state, &ConnectionDraft::remoteCa, id);
    users.removeDuplicates(); // as both at once
    if (!users.isEmpty())
        return std::unexpected(CatalogError{
            CatalogError::Kind::InUse,
            ObjectKind::Certificate,
            certificateTitle(*certificate),
            QCoreApplication::translate("Catalog",
                                        "The certificate “%1” cannot be removed while connections use it: %2. Give "
                                        "those another one first.")
                .arg(certificateTitle(*certificate), users.join(QStringLiteral(", "))),
            {}});
    CatalogPlan plan;
    plan.next = state;
    if (certificate->hasKey())
        plan.oldSecrets = {certificate->secretReference};
    plan.next.certificates.erase(findById(plan.next.certificates, id));
    plan.certificates.removed = {id};
    return plan;
}

CatalogResult<CatalogPlan> planConnectionRemoval(const CatalogState &state, const QString &id)
{
    const auto connection = std::ranges::find_if(state.connections, [&](const auto &c) { return c.draft.id == id; });
    if (connection == state.connections.end())
        return std::unexpected(notFound(ObjectKind::Connection, id));
    CatalogPlan plan;
    plan.next = state;
    plan.oldSecrets = {connection->secretReference};
    plan.next.connections.removeIf([&](const Connection &c) { return c.draft.id == id; });
    plan.connections.removed = {id};
    return plan;
}

} // namespace tw::models
