#pragma once

#include "engine/api/certificate_reader.h"
#include "models/catalog/catalog_plan.h"

// From a file to certificates of the catalogue.
namespace tw::models {

// Why nothing came out of a file, and what to do: one or two sentences.
QString credentialsFaultText(api::CredentialsFault fault);

// What an import did, by the ids of certificates.
struct CertificateImport
{
    QStringList added;
    QStringList known; // were there already
    QString keyOf; // whose private key came with it; empty: none did
    QHash<QString, QString> titles; // of all of them
};

struct CertificateImportPlan
{
    CatalogPlan plan;
    CertificateImport result;
};

// Takes in every certificate of a file, and its private key for the one that it belongs to, there or here already.
CatalogResult<CertificateImportPlan> planCertificateImport(const CatalogState &state, api::Credentials credentials,
                                                           const api::CertificateReader &reader);

} // namespace tw::models
