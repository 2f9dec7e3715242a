#pragma once

#include "models/catalog/catalog_change.h"
#include "models/catalog/catalog_error.h"

#include <algorithm>
#include <vector>

namespace tw::models {

// What a backup brings back, as one change: objects with the ids that they had.
struct CatalogRestore
{
    struct CertificateWithKey
    {
        api::CertificateFacts facts;
        SecretBytes privateKey; // as the catalogue keeps it; empty: none
        QDateTime created;
    };

    CatalogChange change;
    std::vector<CertificateWithKey> certificates;
};

// What a restore did, or would do.
struct RestoreReport
{
    enum class Outcome { Created, Changed, Removed };
    struct Item
    {
        ObjectKind kind;
        QString name;
        Outcome outcome;
    };
    QList<Item> items; // what stays as it is is not among them

    qsizetype count(Outcome outcome) const { return std::ranges::count(items, outcome, &Item::outcome); }
};

enum class RestoreMode {
    Merge, // what is only here stays
    Replace, // what is not in the backup goes
};

} // namespace tw::models
