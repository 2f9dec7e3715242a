#include "models/store/database.h"

#include "models/store/reading_alone.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QVariant>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tw::models {

namespace {

// SQLite's result codes, https://www.sqlite.org/rescode.html: Qt hands them on as text. The low byte is the primary one.
enum Sqlite {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADb = 26
};

constexpr quint64 kRoomOfLog = 64 << 10;
constexpr int kBusyTimeoutMs = 5000; // a reader waits that long for the end of a commit, not forever

QString words(const char *text) { return QCoreApplication::translate("Store", text); }

QString newConnectionName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("database_%1").arg(++counter);
}

StoreError storeError(StoreError::Kind kind, const QString &file, const QString &text) { return {kind, file, text}; }

// A file and what SQLite keeps beside it.
void removeWithCompanions(const QString &file)
{
    for (const char *suffix : {"", "-wal", "-shm", "-journal"})
        QFile::remove(file + QLatin1String(suffix));
}

// Less than what SQLite wants for a write-ahead log and its index.
bool hasNoRoom(const QString &file)
{
    struct statvfs disk = {};
    if (::statvfs(QFile::encodeName(QFileInfo(file).path()).constData(), &disk) != 0)
        return false;
    const bool hasNoFiles = disk.f_files > 0 && disk.f_favail == 0;
    return hasNoFiles || disk.f_bavail * disk.f_frsize < kRoomOfLog;
}

void syncDirectoryOf(const QString &file)
{
    const int directory =
        ::open(QFile::encodeName(QFileInfo(file).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return;
    ::fsync(directory);
    ::close(directory);
}

} // namespace

Database::Database(QString file, Access access)
    : m_file(std::move(file)), m_access(access), m_connectionName(newConnectionName())
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
    m_database.setDatabaseName(m_file);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyTimeoutMs));
}

Database::~Database()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connectionName);
}

StoreResult<std::unique_ptr<Database>> Database::open(const QString &file, const QList<Migration> &schema,
                                                      Access access)
{
    const QFileInfo info(file);
    if (!info.exists()) {
        if (access == Access::Read)
            return std::unexpected(
                storeError(StoreError::Kind::CannotCreate, file,
                           words(QT_TRANSLATE_NOOP("Store", "There is no database %1 yet.")).arg(file)));
        if (const auto created = create(file, schema); !created)
            return std::unexpected(created.error());
    } else if (info.size() == 0) {
        // create() never leaves an empty file, so this one lost its contents. SQLite would take it for a new one.
        return std::unexpected(
            storeError(StoreError::Kind::Damaged, file,
                       words(QT_TRANSLATE_NOOP("Store",
                                               "The database %1 is empty: its contents were lost. Put a backup "
                                               "in its place, or remove it to begin with a new one."))
                           .arg(file)));
    }
    auto database = openExisting(file, schema, access);
    if (!database && access == Access::Read && canBeReadAlone(file, database.error().code))
        return openExisting(file, schema, access, Beside::Nothing);
    return database;
}

StoreResult<std::unique_ptr<Database>> Database::empty(const QList<Migration> &schema)
{
    auto database = openExisting(QStringLiteral(":memory:"), schema, Access::Write);
    if (database)
        (*database)->m_access = Access::Read;
    return database;
}

// A new database takes its name when it is whole, so a file of that name is always one.
StoreResult<void> Database::create(const QString &file, const QList<Migration> &schema)
{
    const QString unfinished = file + QStringLiteral(".new");
    removeWithCompanions(unfinished);
    const auto make = [&]() -> StoreResult<void> {
        const auto made = openExisting(unfinished, schema, Access::Write);
        return made ? (*made)->foldLog() : std::unexpected(made.error());
    };
    if (const auto made = make(); !made) {
        StoreError error = made.error();
        error.text.replace(unfinished, file);
        error.file = file;
        removeWithCompanions(unfinished);
        return std::unexpected(error);
    }
    if (std::rename(QFile::encodeName(unfinished).constData(), QFile::encodeName(file).constData()) != 0)
        return std::unexpected(storeError(StoreError::Kind::CannotCreate, file,
                                          words(QT_TRANSLATE_NOOP("Store", "%1 cannot be created: %2."))
                                              .arg(file, QString::fromLocal8Bit(std::strerror(errno)))));
    syncDirectoryOf(file);
    return {};
}

// Moves what stands in the write-ahead log into the file itself, which a renaming would leave behind. Closing does the
// same, but says nothing where the disk has no room for it.
StoreResult<void> Database::foldLog()
{
    auto mode = run(QStringLiteral("PRAGMA journal_mode = DELETE"));
    if (!mode)
        return std::unexpected(mode.error());
    if (mode->next() && mode->value(0).toString() == QLatin1String("delete"))
        return {};
    return std::unexpected(errorOf(mode->lastError()));
}

StoreResult<std::unique_ptr<Database>> Database::openExisting(const QString &file, const QList<Migration> &schema,
                                                              Access access, Beside beside)
{
    std::unique_ptr<Database> database(new Database(file, access));
    if (beside == Beside::Nothing)
        readAlone(database->m_database, file);
    if (!database->m_database.open())
        return std::unexpected(database->errorOf(database->m_database.lastError()));
    for (const auto &step : {&Database::check, &Database::configure}) {
        if (const auto done = (database.get()->*step)(); !done)
            return std::unexpected(done.error());
    }
    if (const auto done = database->migrate(schema); !done)
        return std::unexpected(done.error());
    database->m_isOpen = true;
    return database;
}

// Reads every page once. A file that was cut short is found here, not months later at the one row that is missing.
StoreResult<void> Database::check()
{
    auto answer = run(QStringLiteral("PRAGMA quick_check(1)"));
    if (!answer)
        return std::unexpected(answer.error());
    if (answer->next() && answer->value(0).toString() == QLatin1String("ok"))
        return {};
    return std::unexpected(
        storeError(StoreError::Kind::Damaged, m_file,
                   words(QT_TRANSLATE_NOOP("Store",
                                           "The database %1 is damaged (%2). Put a backup in its place, or move "
                                           "it away to begin with an empty one."))
                       .arg(m_file, answer->value(0).toString())));
}

StoreResult<void> Database::configure()
{
    QStringList statements{QStringLiteral("PRAGMA synchronous = FULL"), QStringLiteral("PRAGMA foreign_keys = ON")};
    if (isReadOnly()) {
        statements.append(QStringLiteral("PRAGMA query_only = ON"));
    } else {
        QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner);
        statements.append(QStringLiteral("PRAGMA journal_mode = WAL"));
    }
    for (const QString &statement : statements) {
        if (const auto done = run(statement); !done)
            return std::unexpected(done.error());
    }
    return {};
}

StoreResult<int> Database::readVersion() const
{
    auto answer = run(QStringLiteral("PRAGMA user_version"));
    if (!answer)
        return std::unexpected(answer.error());
    answer->next();
    return answer->value(0).toInt();
}

StoreResult<void> Database::migrate(const QList<Migration> &schema)
{
    const auto version = readVersion();
    if (!version)
        return std::unexpected(version.error());
    m_version = *version;
    const int known = static_cast<int>(schema.size());
    if (m_version > known)
        return std::unexpected(
            storeError(StoreError::Kind::TooNew, m_file,
                       words(QT_TRANSLATE_NOOP("Store",
                                               "The database %1 was written by a newer version of this program "
                                               "(its version is %2, the newest that this one knows is %3). "
                                               "Use the newer program."))
                           .arg(m_file, QString::number(m_version), QString::number(known))));
    if (m_version < known && isReadOnly())
        return std::unexpected(
            storeError(StoreError::Kind::TooOld, m_file,
                       words(QT_TRANSLATE_NOOP("Store",
                                               "The database %1 is of an older version of this program. Start "
                                               "the console once to bring it up to date."))
                           .arg(m_file)));
    for (; m_version < known; ++m_version) {
        const auto done = transaction([&]() -> StoreResult<void> {
            for (const QString &statement : schema[m_version].statements) {
                if (const auto ran = run(statement); !ran)
                    return std::unexpected(ran.error());
            }
            // A pragma takes no bound value; the number is ours.
            const auto marked = run(QStringLiteral("PRAGMA user_version = %1").arg(m_version + 1));
            return marked ? StoreResult<void>() : std::unexpected(marked.error());
        });
        if (!done)
            return std::unexpected(done.error());
    }
    return {};
}

StoreResult<void> Database::transaction(const std::function<StoreResult<void>()> &work)
{
    // IMMEDIATE takes the write lock now: a reader's lock that has to grow in the middle could be refused.
    if (const auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return std::unexpected(begun.error());
    StoreResult<void> done = work();
    if (done) {
        if (const auto committed = run(QStringLiteral("COMMIT")); !committed)
            done = std::unexpected(committed.error());
    }
    if (!done) {
        // SQLite may have rolled back by itself (a full disk does that); then this fails, and that is fine.
        [[maybe_unused]] const auto rolledBack = run(QStringLiteral("ROLLBACK"));
    }
    return done;
}

StoreResult<QSqlQuery> Database::prepare(const QString &statement) const
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        return std::unexpected(errorOf(query.lastError()));
    return query;
}

StoreResult<void> Database::run(QSqlQuery &query) const
{
    if (!query.exec())
        return std::unexpected(errorOf(query.lastError()));
    return {};
}

StoreResult<QSqlQuery> Database::run(const QString &statement, const QVariantList &values) const
{
    auto query = prepare(statement);
    if (!query)
        return query;
    for (const QVariant &value : values)
        query->addBindValue(value);
    if (const auto done = run(*query); !done)
        return std::unexpected(done.error());
    return query;
}

StoreError Database::errorOf(const QSqlError &error) const
{
    using Kind = StoreError::Kind;
    const QString reason = error.databaseText();
    const auto with = [&](Kind kind, const char *text) {
        return StoreError{kind, m_file, words(text).arg(m_file, reason), error.nativeErrorCode()};
    };
    int code = error.nativeErrorCode().toInt() & 0xff;
    // A write-ahead log that cannot grow, or its index, reports something else than a full disk.
    if ((code == Sqlite::IoError || code == Sqlite::CannotOpen) && hasNoRoom(m_file))
        code = Sqlite::Full;
    // A reader has nothing to write, and is told nothing of it.
    const bool isRefused = code == Sqlite::ReadOnly || code == Sqlite::Perm || code == Sqlite::CannotOpen;
    if (isReadOnly() && !m_isOpen && isRefused)
        return with(Kind::CannotCreate,
                    QT_TRANSLATE_NOOP("Store",
                                      "%1 cannot be read (%2). Check the owner and permissions of it and of its "
                                      "directory."));
    switch (code) {
    case Sqlite::NotADb:
        return with(Kind::NotADatabase,
                    QT_TRANSLATE_NOOP("Store",
                                      "%1 is not a database of this program, or its "
                                      "beginning is damaged (%2). Put a backup in its "
                                      "place, or move it away to begin with an empty one."));
    case Sqlite::Corrupt:
        return with(Kind::Damaged,
                    QT_TRANSLATE_NOOP("Store",
                                      "The database %1 is damaged (%2). Put a backup in its "
                                      "place, or move it away to begin with an empty one."));
    case Sqlite::Full:
        return with(Kind::DiskFull,
                    QT_TRANSLATE_NOOP("Store",
                                      "The disk of %1 is full (%2), and nothing was changed. "
                                      "Make room and try again."));
    case Sqlite::IoError:
        return with(Kind::Failed,
                    QT_TRANSLATE_NOOP("Store",
                                      "%1 cannot be read or written (%2), and nothing was "
                                      "changed. Check the disk."));
    case Sqlite::ReadOnly:
    case Sqlite::Perm:
        return with(Kind::ReadOnly,
                    QT_TRANSLATE_NOOP("Store",
                                      "%1 cannot be written (%2), and nothing was changed. "
                                      "Check its owner and permissions."));
    case Sqlite::Busy:
    case Sqlite::Locked:
        return with(Kind::Locked,
                    QT_TRANSLATE_NOOP("Store",
                                      "Another process keeps %1 busy (%2), and nothing was "
                                      "changed. Try again."));
    case Sqlite::CannotOpen:
        return with(Kind::CannotCreate,
                    QT_TRANSLATE_NOOP("Store",
                                      "%1 cannot be opened (%2). Check that its directory "
                                      "exists and is yours."));
    default:
        return with(Kind::Failed,
                    QT_TRANSLATE_NOOP("Store", "%1: the database reports “%2”, and nothing was changed."));
    }
}

} // namespace tw::models
