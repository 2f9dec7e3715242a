#include "models/log/log_store.h"
#include "tests/support/temporary_workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// A file system of one megabyte that only this process sees, and that ends with it.
bool mountSmallDisk(const QString &at)
{
    const int flags = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    return ::unshare(flags) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("tmpfs", QFile::encodeName(at).constData(), "tmpfs", 0, "size=1m") == 0;
}

} // namespace

class TestFullDisk : public QObject
{
    Q_OBJECT

public:
    TestFullDisk(QString directory, bool isMounted) : m_directory(std::move(directory)), m_isMounted(isMounted) { }

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_isMounted)
            QSKIP("a file system of our own needs root or user namespaces");
    }
    void saveIsRefusedAsAWhole_data();
    void saveIsRefusedAsAWhole();
    void newDatabaseIsRefused();
    void newDatabaseIsWholeOrNotThere();
    void fullDiskCanBeRead();
    void readOnlyDiskCanBeRead();

private:
    QString path(const char *name) const { return m_directory + QLatin1Char('/') + text(name); }
    // Takes all the room that is left.
    void fillUp() const
    {
        QFile ballast(path("ballast"));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(512, 'x')) == 512) { }
    }

    QString m_directory;
    bool m_isMounted;
};

void TestFullDisk::saveIsRefusedAsAWhole_data()
{
    QTest::addColumn<bool>("behind");
    QTest::newRow("in the call") << false;
    QTest::newRow("behind it") << true;
}

void TestFullDisk::saveIsRefusedAsAWhole()
{
    QFETCH(bool, behind);
    const QString base = behind ? path("behind/") : path("");
    QVERIFY(QDir().mkpath(base));
    const auto open = [&] {
        return Database::open(base + text("catalog.sqlite"), Catalog::schema(), Database::Access::Write);
    };
    FileSecretStore secrets(base + text("private/secrets"));
    const auto database = open();
    const auto catalog = Catalog::load(**database, secrets);
    CatalogChange gateways;
    gateways.vpnGateways = {test::sampleVpnGateway()};
    gateways.customerGateways = {test::sampleCustomerGateway()};
    QVERIFY((*catalog)->applyAll(std::move(gateways)));
    const auto id = (*catalog)->save(test::sampleDraft(), presharedKeyFromText(text("before")));
    QVERIFY(id.has_value());
    if (behind)
        (*catalog)->saveBehind();

    fillUp();
    // With a new key, the key file is the first to find no room; without one, it is the database.
    for (const bool hasNewKey : {true, false}) {
        ConnectionDraft edited = (*catalog)->connection(*id)->draft;
        edited.description = QString(256, u'd');
        std::optional<PresharedKey> key;
        if (hasNewKey)
            key = presharedKeyFromText(QString(100, u'k'));
        CatalogError error;
        // The write-ahead log may have room for a few more saves of its own.
        for (int i = 0; i < 1000 && error.text.isEmpty(); ++i) {
            edited.description[0] = QChar(u'a' + i % 26);
            const auto saved = (*catalog)->save(edited, key ? std::optional(key->clone()) : std::nullopt);
            if (!saved)
                error = saved.error();
            (*catalog)->whenSaved(this, [&error](const CatalogResult<void> &done) {
                if (!done)
                    error = done.error();
            });
            QTRY_VERIFY(!(*catalog)->isSaving());
        }
        QCOMPARE(error.kind, CatalogError::Kind::Store);
        QCOMPARE(error.store, StoreError::Kind::DiskFull);
        const QString file = base + (hasNewKey ? text("private/secrets") : text("catalog.sqlite"));
        QVERIFY2(error.text.contains(file) && error.text.contains(text("nothing was changed")), qPrintable(error.text));
        QCOMPARE(presharedKeyText(*(*catalog)->presharedKey(*id)), text("before"));
    }
    const Connection before = *(*catalog)->connection(*id);

    QVERIFY(QFile::remove(path("ballast")));
    FileSecretStore secretsAgain(base + text("private/secrets"));
    const auto again = open();
    QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().text));
    const auto catalogAgain = Catalog::load(**again, secretsAgain);
    QCOMPARE(*(*catalogAgain)->connection(*id), before);
    QCOMPARE(presharedKeyText(*(*catalogAgain)->presharedKey(*id)), text("before"));
    if (behind)
        QVERIFY(QDir(base).removeRecursively()); // the disk is small
}

void TestFullDisk::newDatabaseIsRefused()
{
    fillUp();
    const auto refused = Database::open(path("other.sqlite"), Catalog::schema(), Database::Access::Write);
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(path("other.sqlite")), qPrintable(refused.error().text));
    QVERIFY(!refused.error().text.contains(text(".new")));
    QVERIFY(!QFile::exists(path("other.sqlite")));
    QVERIFY(!QFile::exists(path("other.sqlite.new")));
    QVERIFY(QFile::remove(path("ballast")));
    QVERIFY(Database::open(path("other.sqlite"), Catalog::schema(), Database::Access::Write).has_value());
}

// However much room is left: a file of that name holds everything, also what SQLite would have kept beside it.
void TestFullDisk::newDatabaseIsWholeOrNotThere()
{
    int made = 0;
    int refused = 0;
    for (int kilobytes = 0; kilobytes <= 160; kilobytes += 4) {
        QFile reserve(path("reserve"));
        QVERIFY(reserve.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QVERIFY(reserve.write(QByteArray(kilobytes * 1024, 'x')) == kilobytes * 1024);
        fillUp();
        QVERIFY(reserve.remove());
        if (const auto database = Database::open(path("third.sqlite"), Catalog::schema(), Database::Access::Write);
            !database) {
            ++refused;
            QVERIFY2(database.error().kind == StoreError::Kind::DiskFull, qPrintable(database.error().text));
            QVERIFY2(database.error().text.contains(path("third.sqlite ")), qPrintable(database.error().text));
        } else {
            ++made;
        }
        QVERIFY(!QFile::exists(path("third.sqlite.new-wal")));
        QVERIFY(QFile::remove(path("ballast")));
        if (QFile::exists(path("third.sqlite"))) {
            const auto again = Database::open(path("third.sqlite"), Catalog::schema(), Database::Access::Read);
            QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().text));
            MemorySecretStore secrets;
            QVERIFY(Catalog::load(**again, secrets).has_value());
        }
        for (const char *suffix : {"", "-wal", "-shm"})
            QFile::remove(path("third.sqlite") + text(suffix));
    }
    QVERIFY2(made > 0 && refused > 3, "the disk was never nearly full");
}

// A reader has to make files beside the database, unless it is told that nobody writes.
void TestFullDisk::fullDiskCanBeRead()
{
    fillUp();
    const auto database = Database::open(path("catalog.sqlite"), Catalog::schema(), Database::Access::Read);
    QVERIFY2(database.has_value(), database ? "" : qPrintable(database.error().text));
    MemorySecretStore secrets;
    QCOMPARE((*Catalog::load(**database, secrets))->connections().size(), 1);
    QVERIFY(QFile::remove(path("ballast")));
}

void TestFullDisk::readOnlyDiskCanBeRead()
{
    const QString connection = text("vco-00000000000000000001");
    {
        const auto log = LogStore::open({.path = path("log.sqlite")});
        api::Event event;
        event.connection = api::ConnectionId(connection.toStdString());
        (*log)->append({event}, {.engine = {}, .utc = (*log)->now()});
    }
    const QByteArray at = QFile::encodeName(m_directory);
    QCOMPARE(::mount("none", at.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
    const auto database = Database::open(path("catalog.sqlite"), Catalog::schema(), Database::Access::Read);
    const auto log = LogStore::open({.path = path("log.sqlite"), .access = LogStore::Access::Read});
    const auto read = log ? (*log)->after(0) : QList<LogRecord>();
    const auto written = Database::open(path("new.sqlite"), Catalog::schema(), Database::Access::Write);
    QCOMPARE(::mount("none", at.constData(), nullptr, MS_REMOUNT, "size=1m"), 0);
    QVERIFY2(database.has_value(), database ? "" : qPrintable(database.error().text));
    MemorySecretStore secrets;
    QCOMPARE((*Catalog::load(**database, secrets))->connections().size(), 1);
    QVERIFY2(log && (*log)->notice().isEmpty(), log ? qPrintable((*log)->notice()) : qPrintable(log.error()));
    QCOMPARE(read.size(), 1);
    QVERIFY(!written);
}

int main(int argc, char **argv)
{
    const QTemporaryDir directory;
    // Before anything that might start a thread: a process with threads cannot change its user namespace.
    const bool isMounted = mountSmallDisk(directory.path());
    QCoreApplication application(argc, argv);
    TestFullDisk test(directory.path(), isMounted);
    const int failures = QTest::qExec(&test, argc, argv);
    if (isMounted)
        ::umount2(QFile::encodeName(directory.path()).constData(), MNT_DETACH);
    return failures;
}

#include "test_full_disk.moc"
