#pragma once

#include "models/catalog/catalog_plan.h"
#include "models/store/database.h"

// The catalogue's tables: their steps, and rows from and to values.
namespace tw::models {

const QList<Migration> &catalogSchema();

StoreResult<CatalogState> readCatalog(const Database &database);

// Writes the rows that the plan touches. To be called within a transaction.
StoreResult<void> writeCatalog(const Database &database, const CatalogPlan &plan);

} // namespace tw::models
