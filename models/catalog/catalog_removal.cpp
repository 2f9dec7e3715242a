#include "models/catalog/catalog_plan.h"

#include <QCoreApplication>

#include <algorithm>

// What a plan takes away, and why that is refused.
namespace tw::models {

namespace {

template <typename Object>
auto findById(QList<Object> &objects, const QString &id)
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
            {},
            StoreError::Kind::Failed,
            id};
}

CatalogError inUse(ObjectKind kind, const QString &id, const QString &name, const QStringList &users)
{
    const QString text = QCoreApplication::translate("Catalog",
                                                     "%1 “%2” cannot be deleted while connections use it: %3. Delete "
                                                     "those first.")
                             .arg(objectKindText(kind), name, users.join(QStringLiteral(", ")));
    return {CatalogError::Kind::InUse, kind, name, text, {}, StoreError::Kind::Failed, id, users};
}

} // namespace

CatalogResult<void> removeRegion(CatalogPlan &plan, const QString &id)
{
    CatalogState &state = plan.next;
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
    state.regions.erase(region);
    plan.regions.removed.append(id);
    return {};
}

CatalogResult<void> removeVpnGateway(CatalogPlan &plan, const QString &id)
{
    CatalogState &state = plan.next;
    const auto gateway = findById(state.vpnGateways, id);
    if (gateway == state.vpnGateways.end())
        return std::unexpected(notFound(ObjectKind::VpnGateway, id));
    const QStringList users = connectionsWith(state, &ConnectionDraft::vpnGatewayId, id);
    if (!users.isEmpty())
        return std::unexpected(inUse(ObjectKind::VpnGateway, id, gateway->name, users));
    state.vpnGateways.erase(gateway);
    plan.vpnGateways.removed.append(id);
    return {};
}

CatalogResult<void> removeCustomerGateway(CatalogPlan &plan, const QString &id)
{
    CatalogState &state = plan.next;
    const auto gateway = findById(state.customerGateways, id);
    if (gateway == state.customerGateways.end())
        return std::unexpected(notFound(ObjectKind::CustomerGateway, id));
    const QStringList users = connectionsWith(state, &ConnectionDraft::customerGatewayId, id);
    if (!users.isEmpty())
        return std::unexpected(inUse(ObjectKind::CustomerGateway, id, gateway->name, users));
    state.customerGateways.erase(gateway);
    plan.customerGateways.removed.append(id);
    return {};
}

CatalogResult<void> removeCertificate(CatalogPlan &plan, const QString &id)
{
    CatalogState &state = plan.next;
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
            {},
            StoreError::Kind::Failed,
            id,
            users});
    if (certificate->hasKey())
        plan.oldSecrets.insert(certificate->secretReference);
    state.certificates.erase(certificate);
    plan.certificates.removed.append(id);
    return {};
}

CatalogResult<void> removePrivateKey(CatalogPlan &plan, const QString &id)
{
    const auto certificate = findById(plan.next.certificates, id);
    if (certificate == plan.next.certificates.end())
        return std::unexpected(notFound(ObjectKind::Certificate, id));
    const QString title = certificateTitle(*certificate);
    const QStringList users = connectionsWith(plan.next, &ConnectionDraft::localCertificate, id);
    if (!users.isEmpty())
        return std::unexpected(CatalogError{
            CatalogError::Kind::InUse,
            ObjectKind::Certificate,
            title,
            QCoreApplication::translate("Catalog",
                                        "The private key of “%1” cannot be removed while connections use it: %2. Give "
                                        "those another certificate first.")
                .arg(title, users.join(QStringLiteral(", "))),
            {}});
    if (certificate->hasKey())
        plan.oldSecrets.insert(certificate->secretReference);
    certificate->secretReference.clear();
    return {};
}

CatalogResult<void> removeConnection(CatalogPlan &plan, const QString &id)
{
    CatalogState &state = plan.next;
    const auto connection = std::ranges::find_if(state.connections, [&](const auto &c) { return c.draft.id == id; });
    if (connection == state.connections.end())
        return std::unexpected(notFound(ObjectKind::Connection, id));
    plan.oldSecrets.insert(connection->secretReference);
    state.connections.erase(connection);
    plan.connections.removed.append(id);
    return {};
}

} // namespace tw::models
