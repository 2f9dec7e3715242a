#include "models/log/log_file.h"

#include "models/log/log_row.h"
#include "models/store/reading_alone.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <algorithm>

namespace tw::models {

namespace {

constexpr int kVersion = 1;
constexpr int kBusyTimeoutMs = 5000; // of a reader while a writer moves the WAL into the file, and the other way round

// SQLite's result codes, as the driver passes them on; the low byte is the primary one.
constexpr int kCorrupt = 11;
constexpr int kNotADatabase = 26;

LogFile::Failure failureOf(const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    const int primary = code.toInt() & 0xff;
    const bool isDamaged = primary == kCorrupt || primary == kNotADatabase;
    return {isDamaged ? LogFile::Failure::Kind::Damaged : LogFile::Failure::Kind::Failed, error.databaseText(), code};
}

std::expected<void, LogFile::Failure> run(QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement))
        return std::unexpected(failureOf(query.lastError()));
    return {};
}

std::expected<QList<LogRecord>, LogFile::Failure> readAll(QSqlQuery &query)
{
    query.setForwardOnly(true);
    if (!query.exec())
        return std::unexpected(failureOf(query.lastError()));
    QList<LogRecord> records;
    while (query.next()) {
        if (auto record = fromRow(query))
            records.append(std::move(*record));
    }
    return records;
}

} // namespace

std::expected<std::unique_ptr<LogFile>, LogFile::Failure> LogFile::open(const QString &path, Access access,
                                                                        qint64 maxBytes)
{
    if (access == Access::Write && !QFile::exists(path)) {
        // SQLite would make it with the umask's mode; WAL and shared memory inherit the mode of the file.
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return std::unexpected(Failure{Failure::Kind::Failed, file.errorString()});
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    const QString name = QStringLiteral("log-") + QUuid::createUuid().toString(QUuid::Id128);
    std::unique_ptr<LogFile> file(new LogFile(name));
    file->m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    file->m_database.setDatabaseName(path);
    file->m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyTimeoutMs));
    const auto openAndCheck = [&]() -> std::expected<int, Failure> {
        if (!file->m_database.open())
            return std::unexpected(failureOf(file->m_database.lastError()));
        return file->checkVersion();
    };
    auto version = openAndCheck();
    if (!version && access == Access::Read && canBeReadAlone(path, version.error().code)) {
        file->m_database.close();
        readAlone(file->m_database, path);
        version = openAndCheck();
    }
    if (!version)
        return std::unexpected(version.error());
    if (access == Access::Write) {
        if (auto prepared = file->prepareTables(maxBytes); !prepared)
            return std::unexpected(prepared.error());
    }
    return file;
}

LogFile::~LogFile()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

std::expected<int, LogFile::Failure> LogFile::checkVersion() const
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return std::unexpected(failureOf(query.lastError()));
    const int version = query.value(0).toInt();
    if (version > kVersion)
        return std::unexpected(Failure{Failure::Kind::TooNew, QString::number(version)});
    return version;
}

std::expected<void, LogFile::Failure> LogFile::prepareTables(qint64 maxBytes)
{
    // The facts are looked up by connection and time, and leave by time alone.
    const QStringList statements = {
        QStringLiteral("PRAGMA journal_mode = WAL"),
        QStringLiteral("PRAGMA synchronous = NORMAL"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS facts (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                       "connection TEXT NOT NULL, code TEXT NOT NULL, level TEXT NOT NULL, phase TEXT NOT NULL, "
                       "exchange TEXT NOT NULL, message_id INTEGER, direction TEXT NOT NULL, details TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX IF NOT EXISTS facts_by_connection ON facts (connection, at, sequence)"),
        QStringLiteral("CREATE INDEX IF NOT EXISTS facts_by_time ON facts (at)"),
        QStringLiteral("PRAGMA user_version = %1").arg(kVersion),
    };
    for (const QString &statement : statements) {
        if (auto done = run(m_database, statement); !done)
            return done;
    }
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA page_size")) || !query.next())
        return std::unexpected(failureOf(query.lastError()));
    const qint64 pages = std::max<qint64>(1, maxBytes / query.value(0).toLongLong());
    return run(m_database, QStringLiteral("PRAGMA max_page_count = %1").arg(pages));
}

std::expected<void, LogFile::Failure> LogFile::insert(const QList<LogRecord> &records)
{
    if (!m_database.transaction())
        return std::unexpected(failureOf(m_database.lastError()));
    QSqlQuery query(m_database);
    bool isFine = query.prepare(QStringLiteral("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const LogRecord &record : records) {
        if (!isFine)
            break;
        bindRow(query, record);
        isFine = query.exec();
    }
    if (!isFine) {
        const Failure failure = failureOf(query.lastError());
        query.finish();
        m_database.rollback();
        return std::unexpected(failure);
    }
    if (m_database.commit())
        return {};
    const Failure failure = failureOf(m_database.lastError());
    m_database.rollback();
    return std::unexpected(failure);
}

std::expected<QList<LogRecord>, LogFile::Failure> LogFile::window(const QString &connectionId, const LogWindow &window,
                                                                  int limit) const
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("SELECT * FROM facts WHERE connection = ? AND at >= ? AND at < ? "
                                 "ORDER BY at DESC, sequence DESC LIMIT ?"));
    // A null text would be SQL's NULL, which equals nothing.
    query.addBindValue(connectionId.isNull() ? QStringLiteral("") : connectionId);
    query.addBindValue(qlonglong{window.from.time_since_epoch().count()});
    query.addBindValue(qlonglong{window.to.time_since_epoch().count()});
    query.addBindValue(limit);
    auto records = readAll(query);
    if (records)
        std::ranges::reverse(*records);
    return records;
}

std::expected<QList<LogRecord>, LogFile::Failure> LogFile::after(qint64 sequence, int limit) const
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("SELECT * FROM facts WHERE sequence > ? ORDER BY sequence LIMIT ?"));
    query.addBindValue(sequence);
    query.addBindValue(limit);
    return readAll(query);
}

std::expected<qint64, LogFile::Failure> LogFile::lastSequence() const
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("SELECT max(sequence) FROM facts")) || !query.next())
        return std::unexpected(failureOf(query.lastError()));
    return query.value(0).toLongLong();
}

std::expected<int, LogFile::Failure> LogFile::removeBefore(UtcTime time, int limit)
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("DELETE FROM facts WHERE sequence IN "
                                 "(SELECT sequence FROM facts WHERE at < ? ORDER BY at LIMIT ?)"));
    query.addBindValue(qlonglong{time.time_since_epoch().count()});
    query.addBindValue(limit);
    if (!query.exec())
        return std::unexpected(failureOf(query.lastError()));
    return query.numRowsAffected();
}

std::expected<int, LogFile::Failure> LogFile::removeOldest(int limit)
{
    QSqlQuery query(m_database);
    query.prepare(
        QStringLiteral("DELETE FROM facts WHERE sequence IN (SELECT sequence FROM facts ORDER BY sequence LIMIT ?)"));
    query.addBindValue(limit);
    if (!query.exec())
        return std::unexpected(failureOf(query.lastError()));
    return query.numRowsAffected();
}

bool LogFile::isNearlyFull() const
{
    const auto number = [this](const QString &pragma) {
        QSqlQuery query(m_database);
        return query.exec(QStringLiteral("PRAGMA ") + pragma) && query.next() ? query.value(0).toLongLong() : 0;
    };
    const qint64 used = number(QStringLiteral("page_count")) - number(QStringLiteral("freelist_count"));
    const qint64 limit = number(QStringLiteral("max_page_count"));
    return used > limit - limit / 8;
}

} // namespace tw::models
