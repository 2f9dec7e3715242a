#include "models/catalog/preshared_key.h"
#include "models/store/secret_store.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

SecretMap secrets(std::initializer_list<std::pair<const char *, const char *>> list)
{
    SecretMap map;
    for (const auto &[reference, secret] : list)
        map.emplace(text(reference), presharedKeyFromText(text(secret)));
    return map;
}

QString read(SecretStore &store, const char *reference)
{
    const auto secret = store.read(text(reference));
    if (!secret)
        return secret.error().text;
    return *secret ? presharedKeyText(**secret) : text("(none)");
}

StoreResult<void> failureOf(const StoreResult<std::optional<SecretBytes>> &result)
{
    return result ? StoreResult<void>() : std::unexpected(result.error());
}

mode_t modeOf(const QString &path)
{
    struct stat status{};
    ::stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 0777;
}

} // namespace

class TestSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void storesKeepAndForget_data();
    void storesKeepAndForget();
    void fileSurvivesARestart();
    void onlyTheUserCanReadIt();
    void openFileIsClosed();
    void fileOfAnotherUserIsRefused();
    void linkIsRefused();
    void unreadableFileIsSaid();
    void damagedFilesAreRefusedAndKept_data();
    void damagedFilesAreRefusedAndKept();
    void failedWriteKeepsTheOldFile();

private:
    QString file() const { return m_directory->filePath(text("private/secrets")); }
    void writeFile(const QByteArray &contents)
    {
        QVERIFY(QDir(m_directory->path()).mkpath(text("private")));
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(contents);
        out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSecretStore::storesKeepAndForget_data()
{
    QTest::addColumn<bool>("isFile");
    QTest::newRow("in memory") << false;
    QTest::newRow("file") << true;
}

void TestSecretStore::storesKeepAndForget()
{
    QFETCH(bool, isFile);
    std::unique_ptr<SecretStore> store;
    if (isFile)
        store = std::make_unique<FileSecretStore>(file());
    else
        store = std::make_unique<MemorySecretStore>();
    QVERIFY(store->references()->isEmpty());
    QCOMPARE(read(*store, "sec-a"), text("(none)"));
    QVERIFY(store->change(secrets({{"sec-a", "one"}, {"sec-b", "tw~!`o"}}), {}));
    QCOMPARE(read(*store, "sec-a"), text("one"));
    QCOMPARE(read(*store, "sec-b"), text("tw~!`o"));
    QVERIFY(store->change(secrets({{"sec-c", "three"}}), {text("sec-a")}));
    QCOMPARE(*store->references(), (QSet{text("sec-b"), text("sec-c")}));
    QCOMPARE(read(*store, "sec-a"), text("(none)"));
}

void TestSecretStore::fileSurvivesARestart()
{
    QVERIFY(FileSecretStore(file()).change(secrets({{"sec-a", "one"}, {"sec-empty", ""}}), {}));
    FileSecretStore again(file());
    QCOMPARE(read(again, "sec-a"), text("one"));
    QCOMPARE(read(again, "sec-empty"), QString());
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QCOMPARE(raw.readAll(), QByteArray("tunnelwright-secrets 1\nsec-a 6f6e65\nsec-empty \n"));
}

void TestSecretStore::onlyTheUserCanReadIt()
{
    const mode_t before = ::umask(0);
    QVERIFY(FileSecretStore(file()).change(secrets({{"sec-a", "one"}}), {}));
    QVERIFY(FileSecretStore(file()).change(secrets({{"sec-b", "two"}}), {}));
    ::umask(before);
    QCOMPARE(modeOf(file()), 0600U);
    QCOMPARE(modeOf(m_directory->filePath(text("private"))), 0700U);
}

void TestSecretStore::openFileIsClosed()
{
    QVERIFY(FileSecretStore(file()).change(secrets({{"sec-a", "one"}}), {}));
    QCOMPARE(::chmod(QFile::encodeName(file()).constData(), 0644), 0);
    FileSecretStore store(file());
    QCOMPARE(read(store, "sec-a"), text("one"));
    QCOMPARE(modeOf(file()), 0600U);
    QVERIFY2(store.notice().contains(file()) && store.notice().contains(text("was open to other users")),
             qPrintable(store.notice()));
    FileSecretStore again(file());
    QCOMPARE(read(again, "sec-a"), text("one"));
    QVERIFY(again.notice().isEmpty());
}

void TestSecretStore::fileOfAnotherUserIsRefused()
{
    if (::geteuid() != 0)
        QSKIP("only root can give a file away");
    QVERIFY(FileSecretStore(file()).change(secrets({{"sec-a", "one"}}), {}));
    QCOMPARE(::chown(QFile::encodeName(file()).constData(), 65534, 65534), 0);
    FileSecretStore store(file());
    const auto refused = store.read(text("sec-a"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StoreError::Kind::BadPermissions);
    QVERIFY2(refused.error().text.contains(file()) && refused.error().text.contains(text("belongs to another user")),
             qPrintable(refused.error().text));
}

void TestSecretStore::linkIsRefused()
{
    writeFile("tunnelwright-secrets 1\n");
    const QString real = m_directory->filePath(text("elsewhere"));
    QVERIFY(QFile::rename(file(), real));
    QVERIFY(QFile::link(real, file()));
    const auto refused = FileSecretStore(file()).read(text("sec-a"));
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(text("is not a plain file")), qPrintable(refused.error().text));
}

void TestSecretStore::unreadableFileIsSaid()
{
    writeFile("tunnelwright-secrets 1\n");
    QCOMPARE(::chmod(QFile::encodeName(file()).constData(), 0), 0);
    // Root reads everything, so act as somebody else who owns the file.
    const bool isRoot = ::geteuid() == 0;
    if (isRoot) {
        QCOMPARE(::chmod(QFile::encodeName(m_directory->path()).constData(), 0755), 0);
        QCOMPARE(::chown(QFile::encodeName(file()).constData(), 65534, 65534), 0);
        QCOMPARE(::seteuid(65534), 0);
    }
    const auto refused = FileSecretStore(file()).read(text("sec-a"));
    if (isRoot)
        QCOMPARE(::seteuid(0), 0);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StoreError::Kind::Unreadable);
    QVERIFY2(refused.error().text.contains(file()) && refused.error().text.contains(text("Permission denied")),
             qPrintable(refused.error().text));
}

void TestSecretStore::damagedFilesAreRefusedAndKept_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("another file") << QByteArray("#!/bin/sh\n");
    QTest::newRow("newer format") << QByteArray("tunnelwright-secrets 2\nsec-a 6f\n");
    QTest::newRow("cut in a line") << QByteArray("tunnelwright-secrets 1\nsec-a 6f6e");
    QTest::newRow("no secret") << QByteArray("tunnelwright-secrets 1\nsec-a\n");
    QTest::newRow("no reference") << QByteArray("tunnelwright-secrets 1\n 6f6e\n");
    QTest::newRow("half a byte") << QByteArray("tunnelwright-secrets 1\nsec-a 6f6\n");
    QTest::newRow("no digit") << QByteArray("tunnelwright-secrets 1\nsec-a zz\n");
}

void TestSecretStore::damagedFilesAreRefusedAndKept()
{
    QFETCH(QByteArray, contents);
    writeFile(contents);
    FileSecretStore store(file());
    for (const StoreResult<void> &refused :
         {store.change(secrets({{"sec-b", "two"}}), {}), failureOf(store.read(text("sec-a")))}) {
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, StoreError::Kind::Unreadable);
        QVERIFY2(refused.error().text.contains(file()) && refused.error().text.contains(text("is damaged")),
                 qPrintable(refused.error().text));
    }
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QCOMPARE(raw.readAll(), contents);
}

void TestSecretStore::failedWriteKeepsTheOldFile()
{
    FileSecretStore store(file());
    QVERIFY(store.change(secrets({{"sec-a", "one"}}), {}));
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto signal = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{10, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const auto refused = store.change(secrets({{"sec-b", "two"}}), {text("sec-a")});
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal);
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(file()) && refused.error().text.contains(text("nothing was changed")),
             qPrintable(refused.error().text));
    QCOMPARE(read(store, "sec-a"), text("one"));
    FileSecretStore again(file());
    QCOMPARE(read(again, "sec-a"), text("one"));
    QCOMPARE(read(again, "sec-b"), text("(none)"));
}

QTEST_GUILESS_MAIN(TestSecretStore)
#include "test_secret_store.moc"
