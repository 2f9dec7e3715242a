#pragma once

#include "models/catalog/catalog.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "tests/support/draft_samples.h"

#include <QTemporaryDir>

#include <memory>

namespace tw::test {

// A catalogue on real files in a directory that goes with it. reopen() is what a new start of the program does.
class TemporaryWorkspace
{
public:
    TemporaryWorkspace() { reopen(); }

    void reopen(models::Database::Access access = models::Database::Access::Write)
    {
        m_catalog.reset();
        m_database.reset();
        m_secrets = std::make_unique<models::FileSecretStore>(secretFile());
        auto database = models::Database::open(databaseFile(), models::Catalog::schema(), access);
        if (!database)
            qFatal("%s", qPrintable(database.error().text));
        m_database = std::move(*database);
        auto catalog = models::Catalog::load(*m_database, *m_secrets);
        if (!catalog)
            qFatal("%s", qPrintable(catalog.error().text));
        m_catalog = std::move(*catalog);
    }

    // The two gateways of sampleDraft().
    void addSampleGateways()
    {
        models::CatalogChange change;
        change.vpnGateways = {sampleVpnGateway()};
        change.customerGateways = {sampleCustomerGateway()};
        if (!m_catalog->applyAll(std::move(change)))
            qFatal("the samples are wrong");
    }

    QString databaseFile() const { return m_directory.filePath(QStringLiteral("catalog.sqlite")); }
    QString secretFile() const { return m_directory.filePath(QStringLiteral("private/secrets")); }
    models::Catalog &catalog() { return *m_catalog; }
    models::Database &database() { return *m_database; }
    models::SecretStore &secrets() { return *m_secrets; }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<models::FileSecretStore> m_secrets;
    std::unique_ptr<models::Database> m_database;
    std::unique_ptr<models::Catalog> m_catalog;
};

} // namespace tw::test
