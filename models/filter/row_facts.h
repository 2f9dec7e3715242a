#pragma once

#include "engine/base/ip_address.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tw::models {

// What a filter may ask of a row, whichever table it stands in. Texts are in folded case (QString::toCaseFolded()).
struct RowFacts
{
    QString text; // all that free text is looked for in, a line each
    QStringList states; // stable words of FilterVocabulary: "up", "established"
    QStringList regions; // what the row's region is called: id and names
    QStringList gateways; // names, ids and addresses of its gateways
    QList<IpAddress> gatewayAddresses;
    QList<IpPrefix> nets; // subnets of both sides; of a gateway its addresses
    bool isWeak = false;
};

} // namespace tw::models
