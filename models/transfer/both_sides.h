#pragma once

#include "models/catalog/field.h"

#include <QList>

// One connection's values as either side has to have them: what must be equal stands twice, what must be swapped stands
// swapped.
namespace tw::models {

class Catalog;

struct BothSidesRow
{
    QString label; // in the user's language
    QString ours; // as it is shown; never empty, as it counts
    QString theirs;
    bool isAddress = false;
};

struct BothSides
{
    QString ourName; // of the VPN gateway
    QString theirName; // of the customer gateway
    QList<BothSidesRow> ends; // addresses, subnets, identities
    QList<BothSidesRow> ike;
    QList<BothSidesRow> ipsec;
};

// Empty lists where the connection is not there.
BothSides bothSides(const Catalog &catalog, const QString &connectionId);

} // namespace tw::models
