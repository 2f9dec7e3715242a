#pragma once

#include "engine/api/event.h"

#include <QList>
#include <QString>

namespace tw::models {

// A line of the table behind a fact: what we have, what the peer has.
struct FactDetail
{
    QString name;
    QString ours; // of what belongs to neither side: the value
    QString theirs;
    bool hasSides = false;
    bool differs = false; // the two do not fit, and that matters

    friend bool operator==(const FactDetail &, const FactDetail &) = default;
};

// The details of a fact as a table: proposals by their parts, addresses, identities and subnets of both sides beside
// each other. Names are in the user's language, values as the protocol writes them.
QList<FactDetail> factDetails(const api::Event &event);

} // namespace tw::models
