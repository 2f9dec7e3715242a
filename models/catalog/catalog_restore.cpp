// A backup's objects take their places, in one step with everything that they need.

#include "models/catalog/catalog_restore.h"

#include "models/catalog/catalog.h"
#include "models/catalog/catalog_plan.h"
#include "models/catalog/certificate_import.h"

#include <algorithm>

namespace tw::models {

namespace {

template <typename Object, typename Id>
QStringList missing(const QList<Object> &here, const auto &there, Id idOf)
{
    QStringList gone;
    for (const Object &object : here) {
        const QString id = idOf(object);
        if (std::ranges::none_of(there, [&](const auto &other) { return idOf(other) == id; }))
            gone << id;
    }
    return gone;
}

CatalogResult<void> placeCertificates(CatalogPlan &plan, const std::vector<CatalogRestore::CertificateWithKey> &all,
                                      const api::CertificateReader &reader)
{
    for (const CatalogRestore::CertificateWithKey &one : all) {
        api::Credentials credentials;
        credentials.certificates.push_back(one.facts);
        credentials.privateKey = one.privateKey.clone();
        auto planned = planCertificateImport(plan.next, std::move(credentials), reader);
        if (!planned)
            return std::unexpected(planned.error());
        const QStringList added = planned->result.added;
        plan.next = std::move(planned->plan.next);
        for (Certificate &certificate : plan.next.certificates) {
            if (added.contains(certificate.id) && one.created.isValid())
                certificate.created = one.created;
        }
        plan.certificates.added += planned->plan.certificates.added;
        plan.certificates.changed += planned->plan.certificates.changed;
        plan.newSecrets.merge(planned->plan.newSecrets);
    }
    return {};
}

} // namespace

std::expected<CatalogPlan, CatalogErrors> Catalog::planRestore(const CatalogRestore &restore, RestoreMode mode) const
{
    const auto refused = [](const CatalogError &error) { return std::unexpected(CatalogErrors{error}); };
    CatalogPlan certificates;
    certificates.next = newest();
    if (m_reader) {
        if (const auto placed = placeCertificates(certificates, restore.certificates, *m_reader); !placed)
            return refused(placed.error());
    }
    CatalogChange change;
    change.regions = restore.change.regions;
    change.vpnGateways = restore.change.vpnGateways;
    change.customerGateways = restore.change.customerGateways;
    for (const ConnectionChange &connection : restore.change.connections)
        change.connections.push_back({connection.draft,
                                      connection.key ? std::optional(connection.key->clone()) : std::nullopt,
                                      {},
                                      connection.created});
    const bool replaces = mode == RestoreMode::Replace;
    if (replaces) {
        change.removedConnections = missing(newest().connections, change.connections,
                                            [](const auto &connection) { return connection.draft.id; });
        const auto idOf = [](const auto &object) { return object.id; };
        change.removedVpnGateways = missing(newest().vpnGateways, change.vpnGateways, idOf);
        change.removedCustomerGateways = missing(newest().customerGateways, change.customerGateways, idOf);
        QList<Region> own = newest().regions;
        own.removeIf([](const Region &region) { return !region.isOwn; });
        change.removedRegions = missing(own, change.regions, idOf);
    }
    auto plan = planChange(certificates.next, change, m_secrets, m_machine);
    if (!plan)
        return plan;
    plan->certificates.added += certificates.certificates.added;
    plan->certificates.changed += certificates.certificates.changed;
    plan->newSecrets.merge(certificates.newSecrets);
    if (!replaces)
        return plan;
    const auto certificateId = [](const auto &one) { return models::certificateId(one.facts); };
    for (const QString &id : missing(newest().certificates, restore.certificates, certificateId)) {
        if (const auto done = models::removeCertificate(*plan, id); !done)
            return refused(done.error());
    }
    return plan;
}

std::expected<RestoreReport, CatalogErrors> Catalog::checkRestore(const CatalogRestore &restore, RestoreMode mode) const
{
    const auto plan = planRestore(restore, mode);
    if (!plan)
        return std::unexpected(plan.error());
    return reportOf(*plan);
}

std::expected<RestoreReport, CatalogErrors> Catalog::restoreAll(const CatalogRestore &restore, RestoreMode mode)
{
    if (const auto may = writable({}, {}); !may)
        return std::unexpected(CatalogErrors{may.error()});
    auto plan = planRestore(restore, mode);
    if (!plan)
        return std::unexpected(plan.error());
    const RestoreReport report = reportOf(*plan);
    if (const auto done = commit(std::move(*plan)); !done)
        return std::unexpected(CatalogErrors{done.error()});
    return report;
}

RestoreReport Catalog::reportOf(const CatalogPlan &plan) const
{
    RestoreReport report;
    const auto name = [](const auto &objects, const QString &id, auto idOf, auto nameOf) {
        const auto found = std::ranges::find_if(objects, [&](const auto &object) { return idOf(object) == id; });
        return found == objects.end() ? id : nameOf(*found);
    };
    const auto note = [&](ObjectKind kind, const CatalogPlan::Touched &touched, const auto &before, const auto &after,
                          auto idOf, auto nameOf) {
        for (const QString &id : touched.added)
            report.items.append({kind, name(after, id, idOf, nameOf), RestoreReport::Outcome::Created});
        for (const QString &id : touched.changed)
            report.items.append({kind, name(after, id, idOf, nameOf), RestoreReport::Outcome::Changed});
        for (const QString &id : touched.removed)
            report.items.append({kind, name(before, id, idOf, nameOf), RestoreReport::Outcome::Removed});
    };
    const auto idOf = [](const auto &object) { return object.id; };
    const auto nameOf = [](const auto &object) { return object.name; };
    const CatalogState &before = newest();
    note(ObjectKind::Region, plan.regions, before.regions, plan.next.regions, idOf, nameOf);
    note(ObjectKind::VpnGateway, plan.vpnGateways, before.vpnGateways, plan.next.vpnGateways, idOf, nameOf);
    note(ObjectKind::CustomerGateway, plan.customerGateways, before.customerGateways, plan.next.customerGateways, idOf,
         nameOf);
    note(ObjectKind::Certificate, plan.certificates, before.certificates, plan.next.certificates, idOf,
         [](const Certificate &certificate) { return certificateTitle(certificate); });
    note(
        ObjectKind::Connection, plan.connections, before.connections, plan.next.connections,
        [](const Connection &connection) { return connection.draft.id; },
        [](const Connection &connection) { return connection.draft.name; });
    return report;
}

} // namespace tw::models
