#include "models/catalog/catalog.h"
#include "models/store/data_directory.h"
#include "models/store/database.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// A schema that grew: each version adds to the one before.
QList<Migration> schemaOfVersion(int version)
{
    const QList<Migration> steps{
        {{text("CREATE TABLE things (name TEXT NOT NULL) STRICT"), text("INSERT INTO things VALUES ('of version 1')")}},
        {{text("ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7")}},
        {{text("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT"), text("INSERT INTO more VALUES (3)")}},
    };
    return steps.first(version);
}

QVariant single(const Database &database, const char *query)
{
    auto answer = database.run(text(query));
    return answer && answer->next() ? answer->value(0) : QVariant();
}

// While it lives, no file may grow beyond `bytes`: the kernel then refuses a write as a full disk would.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_signal = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }

private:
    rlimit m_before{};
    void (*m_signal)(int) = nullptr;
};

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void newOneIsMade();
    void migratesFromEachOlderVersion_data();
    void migratesFromEachOlderVersion();
    void failedMigrationLeavesTheOldVersion();
    void newerVersionIsRefused();
    void readerRefusesAnOlderVersion();
    void otherFilesAreRefused();
    void truncatedFilesAreRefused();
    void emptiedFileIsRefused();
    void readerNeedsAFile();
    void missingDirectoryIsSaid();
    void failedWorkIsRolledBack();
    void readerCannotWrite();
    void readerReadsBesideAWriter();
    void diskThatRefusesWritesChangesNothing();
    void fileIsForItsUserOnly();
    void emptyOneHasTheTablesAndNoFile();
    void dataDirectory();
    void lookingForADirectoryMakesNone();
    void serviceHasTheHomeOfItsUser();

private:
    QString file() const { return m_directory->filePath(text("test.sqlite")); }
    std::unique_ptr<Database> open(int version, Database::Access access = Database::Access::Write)
    {
        auto database = Database::open(file(), schemaOfVersion(version), access);
        m_error = database ? StoreError() : database.error();
        return database ? std::move(*database) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    StoreError m_error;
};

void TestDatabase::newOneIsMade()
{
    const auto database = open(3);
    QVERIFY2(database, qPrintable(m_error.text));
    QCOMPARE(database->version(), 3);
    QCOMPARE(single(*database, "PRAGMA journal_mode").toString(), text("wal"));
    QCOMPARE(single(*database, "PRAGMA synchronous").toInt(), 2); // FULL
    QVERIFY(!QFile::exists(file() + text(".new")));
}

void TestDatabase::migratesFromEachOlderVersion_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("1") << 1;
    QTest::newRow("2") << 2;
    QTest::newRow("3") << 3;
}

void TestDatabase::migratesFromEachOlderVersion()
{
    QFETCH(int, version);
    QVERIFY(open(version));
    const auto database = open(3);
    QVERIFY2(database, qPrintable(m_error.text));
    QCOMPARE(database->version(), 3);
    QCOMPARE(single(*database, "PRAGMA user_version").toInt(), 3);
    QCOMPARE(single(*database, "SELECT name FROM things").toString(), text("of version 1"));
    QCOMPARE(single(*database, "SELECT size FROM things").toInt(), 7);
    QCOMPARE(single(*database, "SELECT count(*) FROM more").toInt(), 1); // not twice
}

void TestDatabase::failedMigrationLeavesTheOldVersion()
{
    QVERIFY(open(1));
    QList<Migration> broken = schemaOfVersion(2);
    broken[1].statements.append(text("INSERT INTO nowhere VALUES (1)"));
    const auto refused = Database::open(file(), broken, Database::Access::Write);
    QVERIFY(!refused);
    const auto database = open(1);
    QVERIFY2(database, qPrintable(m_error.text));
    QCOMPARE(database->version(), 1);
    QVERIFY(!database->run(text("SELECT size FROM things"))); // the first statement of the step was undone too
}

void TestDatabase::newerVersionIsRefused()
{
    QVERIFY(open(3));
    QVERIFY(!open(2));
    QCOMPARE(m_error.kind, StoreError::Kind::TooNew);
    QVERIFY2(m_error.text.contains(file()) && m_error.text.contains(text("newer version")), qPrintable(m_error.text));
    QVERIFY(open(3)); // and was left alone
}

void TestDatabase::readerRefusesAnOlderVersion()
{
    QVERIFY(open(1));
    QVERIFY(!open(2, Database::Access::Read));
    QCOMPARE(m_error.kind, StoreError::Kind::TooOld);
    QVERIFY(open(1, Database::Access::Read));
}

void TestDatabase::otherFilesAreRefused()
{
    QFile other(file());
    QVERIFY(other.open(QIODevice::WriteOnly));
    const QByteArray contents(5000, 'x');
    other.write(contents);
    other.close();
    QVERIFY(!open(1));
    QCOMPARE(m_error.kind, StoreError::Kind::NotADatabase);
    QVERIFY2(m_error.text.contains(file()), qPrintable(m_error.text));
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), contents); // refused, not overwritten
}

void TestDatabase::truncatedFilesAreRefused()
{
    {
        const auto database = open(1);
        const auto filled = database->transaction([&]() -> StoreResult<void> {
            for (int i = 0; i < 2000; ++i) {
                if (auto done = database->run(text("INSERT INTO things VALUES (?)"), {QString(100, u'x')}); !done)
                    return std::unexpected(done.error());
            }
            return {};
        });
        QVERIFY(filled.has_value());
    }
    const qint64 whole = QFile(file()).size();
    QVERIFY(whole > 100'000);
    // In the middle of a page, at the border of one, and within the header.
    for (const qint64 size : {whole - 1000, whole - 4096, whole / 2, qint64{4096}, qint64{50}}) {
        QVERIFY(QFile::resize(file(), size));
        QVERIFY(!open(1));
        QVERIFY2(m_error.kind == StoreError::Kind::Damaged || m_error.kind == StoreError::Kind::NotADatabase,
                 qPrintable(m_error.text));
        QVERIFY2(m_error.text.contains(file()) && m_error.text.contains(text("backup")), qPrintable(m_error.text));
        QCOMPARE(QFile(file()).size(), size);
    }
}

void TestDatabase::emptiedFileIsRefused()
{
    QVERIFY(open(1));
    QVERIFY(QFile::resize(file(), 0));
    QVERIFY(!open(1));
    QCOMPARE(m_error.kind, StoreError::Kind::Damaged);
    QVERIFY2(m_error.text.contains(text("is empty: its contents were lost")), qPrintable(m_error.text));
}

void TestDatabase::readerNeedsAFile()
{
    QVERIFY(!open(1, Database::Access::Read));
    QCOMPARE(m_error.kind, StoreError::Kind::CannotCreate);
    QVERIFY(!QFile::exists(file()));
}

void TestDatabase::missingDirectoryIsSaid()
{
    const QString nowhere = m_directory->filePath(text("missing/test.sqlite"));
    const auto refused = Database::open(nowhere, schemaOfVersion(1), Database::Access::Write);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StoreError::Kind::CannotCreate);
    QVERIFY2(refused.error().text.contains(nowhere), qPrintable(refused.error().text));
}

void TestDatabase::failedWorkIsRolledBack()
{
    const auto database = open(1);
    const auto failed = database->transaction([&]() -> StoreResult<void> {
        if (auto done = database->run(text("DELETE FROM things")); !done)
            return std::unexpected(done.error());
        return std::unexpected(StoreError{StoreError::Kind::Failed, file(), text("stop")});
    });
    QCOMPARE(failed.error().text, text("stop"));
    QCOMPARE(single(*database, "SELECT count(*) FROM things").toInt(), 1);
    QVERIFY(database->transaction([] { return StoreResult<void>(); })); // and the next one begins
}

void TestDatabase::readerCannotWrite()
{
    QVERIFY(open(1));
    const auto reader = open(1, Database::Access::Read);
    QVERIFY(reader->isReadOnly());
    const auto refused = reader->run(text("DELETE FROM things"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StoreError::Kind::ReadOnly);
    QCOMPARE(single(*reader, "SELECT count(*) FROM things").toInt(), 1);
}

void TestDatabase::readerReadsBesideAWriter()
{
    const auto writer = open(1);
    const auto reader = open(1, Database::Access::Read);
    int seen = 0;
    const auto written = writer->transaction([&]() -> StoreResult<void> {
        auto done = writer->run(text("INSERT INTO things VALUES ('second')"));
        seen = single(*reader, "SELECT count(*) FROM things").toInt(); // at once, and without the half-done change
        return done ? StoreResult<void>() : std::unexpected(done.error());
    });
    QVERIFY(written.has_value());
    QCOMPARE(seen, 1);
    QCOMPARE(single(*reader, "SELECT count(*) FROM things").toInt(), 2);
}

void TestDatabase::diskThatRefusesWritesChangesNothing()
{
    const auto database = open(1);
    const auto fill = [&]() -> StoreResult<void> {
        for (int i = 0; i < 5000; ++i) {
            if (auto done = database->run(text("INSERT INTO things VALUES (?)"), {QString(200, u'x')}); !done)
                return std::unexpected(done.error());
        }
        return {};
    };
    {
        const FileSizeLimit limit(100'000);
        const auto refused = database->transaction(fill);
        QVERIFY(!refused);
        QVERIFY2(refused.error().text.contains(file()), qPrintable(refused.error().text));
        QVERIFY2(refused.error().text.contains(text("nothing was changed")), qPrintable(refused.error().text));
    }
    QCOMPARE(single(*database, "SELECT count(*) FROM things").toInt(), 1);
    QVERIFY(database->transaction(fill)); // with room again, as if nothing had been
    QCOMPARE(single(*database, "SELECT count(*) FROM things").toInt(), 5001);
}

void TestDatabase::fileIsForItsUserOnly()
{
    QVERIFY(open(1));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(file()) & others, QFile::Permissions());
}

void TestDatabase::dataDirectory()
{
    const QString path = m_directory->filePath(text("new/deep"));
    const auto directory = DataDirectory::open(path + text("/"));
    QVERIFY(directory.has_value());
    QCOMPARE(directory->path(), path);
    const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(path) & others, QFile::Permissions());
    QCOMPARE(directory->catalogFile(), path + text("/catalog.sqlite"));

    QFile plain(m_directory->filePath(text("plain")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const auto refused = DataDirectory::open(plain.fileName());
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(text("there is a file of that name")), qPrintable(refused.error().text));
    const auto below = DataDirectory::open(plain.fileName() + text("/below"));
    QVERIFY(!below);
    QVERIFY2(below.error().text.contains(text("plain/below cannot be made: Not a directory. Give another one")),
             qPrintable(below.error().text));
}

void TestDatabase::emptyOneHasTheTablesAndNoFile()
{
    const auto database = Database::empty(schemaOfVersion(3));
    QVERIFY(database.has_value());
    QVERIFY((*database)->isReadOnly());
    QCOMPARE(single(**database, "SELECT count(*) FROM more").toInt(), 1);
    QVERIFY(!QFile::exists(text(":memory:")));
}

void TestDatabase::lookingForADirectoryMakesNone()
{
    const QString path = m_directory->filePath(text("mistyped"));
    const auto missing = DataDirectory::find(path);
    QVERIFY(missing.has_value());
    QCOMPARE(missing->path(), path);
    QVERIFY(!QFile::exists(path));

    QFile plain(m_directory->filePath(text("plain")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const auto refused = DataDirectory::find(plain.fileName());
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(text("there is a file of that name")), qPrintable(refused.error().text));
}

void TestDatabase::serviceHasTheHomeOfItsUser()
{
    qunsetenv("HOME");
    qunsetenv("XDG_DATA_HOME");
    const QString home = QFile::decodeName(::getpwuid(::geteuid())->pw_dir);
    QCOMPARE(DataDirectory::defaultPath(), home + text("/.local/share/tunnelwright"));
    qputenv("HOME", "/home/ann");
    QCOMPARE(DataDirectory::defaultPath(), text("/home/ann/.local/share/tunnelwright"));
    qputenv("XDG_DATA_HOME", "/data");
    QCOMPARE(DataDirectory::defaultPath(), text("/data/tunnelwright"));
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
