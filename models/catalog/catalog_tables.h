#pragma once

#include "engine/api/certificate_reader.h"
#include "models/catalog/catalog_plan.h"
#include "models/store/database.h"

// The catalogue's tables: their steps, and rows from and to values.
namespace tw::models {

const QList<Migration> &catalogSchema();

// Without a reader, or where it cannot read one, a certificate has its DER and nothing that it says.
StoreResult<CatalogState> readCatalog(const Database &database, const api::CertificateReader *reader);

// Writes the rows that the plan touches. To be called within a transaction.
StoreResult<void> writeCatalog(const Database &database, const CatalogPlan &plan);

} // namespace tw::models
