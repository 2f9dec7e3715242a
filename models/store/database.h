#pragma once

#include "models/store/store_error.h"

#include <QList>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>

#include <functional>
#include <memory>

// One SQLite file: opened, checked, and brought step by step to the version that this program knows. WAL with
// synchronous=FULL: a commit that returned survives a kill and a power cut, a commit that did not leaves nothing.
// Thread: the one that opened it.
namespace tw::models {

// The statements that lead from version n-1 to version n; the first of a schema's steps leads from nothing to 1.
// Steps that were released never change: a new version is a new step at the end.
struct Migration
{
    QStringList statements;
};

class Database
{
public:
    enum class Access {
        Write, // creates and migrates; the caller holds the WriterLock
        Read, // changes nothing; another process may be writing
    };

    // Creates a missing file (Write only). Checks that the file is a database and whole (PRAGMA quick_check) before anything is changed. `schema` is the
    // list of all steps; its size is the version that the program knows. Each step runs in its own transaction.
    static StoreResult<std::unique_ptr<Database>> open(const QString &file, const QList<Migration> &schema,
                                                       Access access);
    // A database without rows, in memory and for reading: what a directory without a file holds.
    static StoreResult<std::unique_ptr<Database>> empty(const QList<Migration> &schema);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    const QString &file() const { return m_file; }
    Access access() const { return m_access; }
    bool isReadOnly() const { return m_access == Access::Read; }
    int version() const { return m_version; }

    // Runs `work` in one transaction: all of it is committed, or nothing where it or the commit fails.
    StoreResult<void> transaction(const std::function<StoreResult<void>()> &work);

    // A query on this database, prepared; the caller binds and passes it to run().
    StoreResult<QSqlQuery> prepare(const QString &statement) const;
    StoreResult<void> run(QSqlQuery &query) const;
    // Prepare, bind in order, run.
    StoreResult<QSqlQuery> run(const QString &statement, const QVariantList &values = {}) const;

    // The sentence for a failed query of this file.
    StoreError errorOf(const QSqlError &error) const;

private:
    Database(QString file, Access access);

    static StoreResult<void> create(const QString &file, const QList<Migration> &schema);
    enum class Beside { Allowed, Nothing }; // whether files beside the database can be made
    static StoreResult<std::unique_ptr<Database>> openExisting(const QString &file, const QList<Migration> &schema,
                                                               Access access, Beside beside = Beside::Allowed);
    StoreResult<void> configure();
    StoreResult<void> foldLog();
    StoreResult<void> check();
    StoreResult<void> migrate(const QList<Migration> &schema);
    StoreResult<int> readVersion() const;

    QString m_file;
    Access m_access;
    QString m_connectionName;
    QSqlDatabase m_database;
    int m_version = 0;
    bool m_isOpen = false;
};

} // namespace tw::models
