#pragma once

#include <Qt>

namespace tw::models {

// Roles that the tables of gateways and connections share, beside Qt::DisplayRole.
enum TableRole {
    IdRole = Qt::UserRole + 1, // QString, of the row's object
    NameRole, // QString
    RegionRole, // QString, the region's id
    SortRole, // what a column sorts by: see RegionFilterModel
    FactsRole, // RowFacts: what a filter may ask of the row
    // Connections only
    StateRole, // QString: api::stateName(), "Established"; stable, for icons and delegates
    CloudStatusRole, // QString: "ipsec_sa_established"
    VpnGatewayIdRole, // QString
    CustomerGatewayIdRole, // QString
    FailureRole, // QString: api::failureName() of the last failed attempt, "None"
    NextAttemptRole, // QDateTime (UTC), invalid where none is planned
    SinceRole, // QDateTime (UTC) of the state
    MonospaceRole, // bool: addresses and ids
};

} // namespace tw::models
