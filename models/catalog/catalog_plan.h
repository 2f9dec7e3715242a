#pragma once

#include "models/catalog/catalog_change.h"
#include "models/catalog/machine_facts.h"
#include "models/store/secret_store.h"

#include <QHash>
#include <QSet>

namespace tw::models {

// What a change would do, worked out and checked before anything is touched.
struct CatalogPlan
{
    struct Touched
    {
        QStringList added;
        QStringList changed;
        QStringList removed;

        bool isEmpty() const { return added.isEmpty() && changed.isEmpty() && removed.isEmpty(); }
    };

    CatalogState next;
    Touched regions;
    Touched vpnGateways;
    Touched customerGateways;
    Touched certificates;
    Touched connections; // `changed`: the saved row differs
    QHash<QString, EditEffect> effects; // by connection: of changed ones, and of those whose gateway changed
    QHash<QString, ValidationIssues> warnings; // by connection
    SecretMap newSecrets; // to be there before the rows that refer to them
    QSet<SecretReference> oldSecrets; // to go when no row refers to them any more
    QSet<SecretReference> spentSecrets; // retired ones that came back and stand under their old names in `newSecrets`

    bool isEmpty() const;
    ChangeReport report() const;
    CatalogDelta delta(const CatalogState &before) const;
};

// Checks the state that the change leads to: every object of the change, and every connection whose gateway it changes.
// All errors are found. Reads keys from `secrets`, and writes nothing.
std::expected<CatalogPlan, CatalogErrors> planChange(const CatalogState &state, const CatalogChange &change,
                                                     SecretStore &secrets, const MachineFacts &machine);

// These take an object out of what the plan leads to, or say why it has to stay.
CatalogResult<void> removeRegion(CatalogPlan &plan, const QString &id);
CatalogResult<void> removeVpnGateway(CatalogPlan &plan, const QString &id);
CatalogResult<void> removeCustomerGateway(CatalogPlan &plan, const QString &id);
CatalogResult<void> removeConnection(CatalogPlan &plan, const QString &id);
CatalogResult<void> removeCertificate(CatalogPlan &plan, const QString &id);
CatalogResult<void> removePrivateKey(CatalogPlan &plan, const QString &certificateId);

} // namespace tw::models
