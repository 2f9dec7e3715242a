#include "models/log/log_file.h"

#include "models/log/log_failure.h"
#include "models/log/log_row.h"
#include "models/log/log_schema.h"
#include "models/store/reading_alone.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>

namespace tw::models {

namespace {

constexpr int kBusyTimeoutMs = 5000; // of a reader while a writer moves the WAL into the file, and the other way round

LogFile::Result<void> said(const log_schema::Done &done)
{
    if (!done)
        return std::unexpected(logFailure(done.error()));
    return {};
}

} // namespace

LogFile::Result<std::unique_ptr<LogFile>> LogFile::open(const QString &path, Access access, qint64 maxBytes)
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
    const auto openAndCheck = [&]() -> Result<int> {
        if (!file->m_database.open())
            return std::unexpected(logFailure(file->m_database.lastError()));
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
    } else if (*version < log_schema::kVersion) {
        return std::unexpected(Failure{Failure::Kind::TooOld, QString::number(*version)});
    }
    return file;
}

QString LogFile::putAside(const QString &path)
{
    const QString aside = path + QStringLiteral(".damaged");
    for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        QFile::remove(aside + suffix);
        QFile::rename(path + suffix, aside + suffix);
    }
    return aside;
}

LogFile::~LogFile()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

LogFile::Result<int> LogFile::checkVersion() const
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return std::unexpected(logFailure(query.lastError()));
    const int version = query.value(0).toInt();
    if (version > log_schema::kVersion)
        return std::unexpected(Failure{Failure::Kind::TooNew, QString::number(version)});
    return version;
}

LogFile::Result<void> LogFile::prepareTables(qint64 maxBytes)
{
    if (auto prepared = log_schema::prepare(m_database); !prepared)
        return said(prepared);
    m_hasOldFacts = log_schema::hasOldFacts(m_database);
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA page_size")) || !query.next())
        return std::unexpected(logFailure(query.lastError()));
    const qint64 pages = std::max<qint64>(1, maxBytes / query.value(0).toLongLong());
    return said(log_schema::run(m_database, QStringLiteral("PRAGMA max_page_count = %1").arg(pages)));
}

LogFile::Result<void> LogFile::insert(const QList<LogRecord> &records, const QList<LogMark> &marks)
{
    if (records.isEmpty())
        return {};
    if (!m_database.transaction())
        return std::unexpected(logFailure(m_database.lastError()));
    const auto written = [&]() -> Result<void> {
        QSqlQuery query(m_database);
        if (!query.prepare(QStringLiteral("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")))
            return std::unexpected(logFailure(query.lastError()));
        for (qsizetype i = 0; i < records.size(); ++i) {
            if (auto bound = bindRow(query, records.at(i), marks.at(i), m_words, m_database); !bound)
                return std::unexpected(logFailure(bound.error()));
            if (!query.exec())
                return std::unexpected(logFailure(query.lastError()));
        }
        query.finish();
        return said(log_schema::countLines(
            m_database, m_words,
            QStringLiteral("sequence BETWEEN %1 AND %2").arg(records.first().sequence).arg(records.last().sequence),
            1));
    }();
    if (written && m_database.commit())
        return {};
    const Failure failure = written ? logFailure(m_database.lastError()) : written.error();
    m_database.rollback();
    m_words.forget();
    return std::unexpected(failure);
}

LogFile::Result<int> LogFile::remove(const QString &condition)
{
    if (!m_database.transaction())
        return std::unexpected(logFailure(m_database.lastError()));
    Result<int> removed = 0;
    if (auto taken = log_schema::countLines(m_database, m_words, condition, -1); !taken) {
        removed = std::unexpected(logFailure(taken.error()));
    } else {
        QSqlQuery query(m_database);
        if (query.exec(QStringLiteral("DELETE FROM lines WHERE ") + condition))
            removed = query.numRowsAffected();
        else
            removed = std::unexpected(logFailure(query.lastError()));
    }
    if (removed && m_database.commit())
        return removed;
    if (removed)
        removed = std::unexpected(logFailure(m_database.lastError()));
    m_database.rollback();
    m_words.forget();
    return removed;
}

LogFile::Result<int> LogFile::removeBefore(UtcTime time, int limit)
{
    const qint64 before = time.time_since_epoch().count();
    if (auto done = said(log_schema::run(m_database, QStringLiteral("DELETE FROM spans WHERE ended < %1").arg(before)));
        !done)
        return std::unexpected(done.error());
    return remove(
        QStringLiteral("sequence IN (SELECT sequence FROM lines WHERE at < %1 ORDER BY at, sequence LIMIT %2)")
            .arg(before)
            .arg(limit));
}

LogFile::Result<int> LogFile::removeOldest(int limit)
{
    if (m_hasOldFacts) {
        QSqlQuery query(m_database);
        if (!query.exec(QStringLiteral("DELETE FROM facts WHERE sequence IN "
                                       "(SELECT sequence FROM facts ORDER BY sequence LIMIT %1)")
                            .arg(limit)))
            return std::unexpected(logFailure(query.lastError()));
        if (query.numRowsAffected() > 0)
            return query.numRowsAffected();
    }
    return remove(QStringLiteral("sequence IN (SELECT sequence FROM lines ORDER BY sequence LIMIT %1)").arg(limit));
}

LogFile::Result<int> LogFile::moveOldFacts(int limit)
{
    if (!m_hasOldFacts)
        return 0;
    const auto moved = log_schema::moveOldFacts(m_database, m_words, limit);
    if (!moved) {
        m_words.forget();
        return std::unexpected(logFailure(moved.error()));
    }
    m_hasOldFacts = *moved > 0;
    return *moved;
}

LogFile::Result<qint64> LogFile::beginSpan(UtcTime at)
{
    QSqlQuery query(m_database);
    if (!query.exec(
            QStringLiteral("INSERT INTO spans (began, ended) VALUES (%1, %1)").arg(at.time_since_epoch().count())))
        return std::unexpected(logFailure(query.lastError()));
    return query.lastInsertId().toLongLong();
}

LogFile::Result<void> LogFile::extendSpan(qint64 span, UtcTime to)
{
    return said(log_schema::run(
        m_database,
        QStringLiteral("UPDATE spans SET ended = %1 WHERE id = %2").arg(to.time_since_epoch().count()).arg(span)));
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
