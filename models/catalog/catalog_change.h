#pragma once

#include "models/catalog/catalog_error.h"
#include "models/catalog/certificate.h"
#include "models/catalog/connection_draft.h"
#include "models/catalog/gateway.h"
#include "models/catalog/preshared_key.h"
#include "models/catalog/region.h"

#include <QHash>
#include <QStringList>

#include <optional>
#include <vector>

namespace tw::models {

// Everything that the catalogue holds, as a value.
struct CatalogState
{
    QList<Region> regions; // built-in ones first, then own ones by name
    QList<VpnGateway> vpnGateways; // in the order in which they were created
    QList<CustomerGateway> customerGateways;
    QList<Connection> connections;
    QList<Certificate> certificates; // in the order in which they were imported
};

// One change of several objects. Objects are created or replaced by id; every id must be set (generateId).
struct ConnectionChange
{
    ConnectionDraft draft;
    // Nothing: the stored key stays. A new connection then takes the key of those whose IKE SA it shares, or a random one.
    std::optional<PresharedKey> key;
    // Of a connection that comes back as it was: the name that its key had before it was retired, in the place of `key`.
    QString retiredKey = {};
    QDateTime created = {}; // invalid: now
};
struct CatalogChange
{
    QList<Region> regions; // own ones
    QList<VpnGateway> vpnGateways;
    QList<CustomerGateway> customerGateways;
    std::vector<ConnectionChange> connections;
    QStringList removedVpnGateways; // refused while a connection that stays uses them
    QStringList removedCustomerGateways;
    QStringList removedConnections;
    QStringList removedRegions; // refused while a gateway that stays is in them
    // Of ones that come back as they were: each names the key that it had before that retired. New ones are imported.
    QList<Certificate> certificates;
    QStringList removedCertificates; // refused while a connection that stays uses them
};

// What a change did, or would do, by the ids of its objects.
struct ChangeReport
{
    enum class Outcome { Unchanged, Created, Changed };

    QHash<QString, Outcome> outcomes; // an object that is not in it is unchanged
    QHash<QString, EditEffect> effects; // of connections that stood before
    QHash<QString, ValidationIssues> warnings; // of connections
};

// One object before and after a change: created where there is no before, deleted where there is no after.
template <typename Object>
struct ObjectDelta
{
    std::optional<Object> before;
    std::optional<Object> after;
};

// What a change did, as values: enough to take it back. Keys are in it by their names in the secret store.
struct CatalogDelta
{
    QList<ObjectDelta<Region>> regions;
    QList<ObjectDelta<VpnGateway>> vpnGateways;
    QList<ObjectDelta<CustomerGateway>> customerGateways;
    QList<ObjectDelta<Certificate>> certificates;
    QList<ObjectDelta<Connection>> connections;

    qsizetype size() const
    {
        return regions.size() + vpnGateways.size() + customerGateways.size() + certificates.size() + connections.size();
    }
};

} // namespace tw::models
