#include "tests/app/ctl.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using Result = test::CtlResult;

namespace {

const QByteArray kDocument = test::siteDocument(R"({"Psk": "not-to-be-seen"})");

} // namespace

// "backup" and "restore", as scripts use them.
class TestBackupCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void thereAndBack();
    void aDryRunChangesNothing();
    void mergeKeepsTheRest();
    void errors_data();
    void errors();
    void passphrasesAreNoArguments();

private:
    QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    Result run(const char *arguments, const QByteArray &input = {}) const;
    void save(const char *name, const QByteArray &text) const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestBackupCommand::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    save("pass", "correct horse battery\n");
    save("wrong", "another horse battery\n");
    save("short", "abc\n");
    QCOMPARE(run("--data-dir data apply -", kDocument).code, 0);
    QCOMPARE(run("--data-dir data backup out --passphrase-file pass").code, 0);
}

Result TestBackupCommand::run(const char *arguments, const QByteArray &input) const
{
    return test::runCtl(m_directory->path(), QString::fromLatin1(arguments).split(u' '), input);
}

void TestBackupCommand::save(const char *name, const QByteArray &text) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestBackupCommand::thereAndBack()
{
    QCOMPARE(QFileInfo(path("out")).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    // An existing file stays unless it is asked for.
    QCOMPARE(run("--data-dir data backup out --passphrase-file pass").code, 1);
    const Result forced = run("--json --data-dir data backup out --force --passphrase-file pass");
    QCOMPARE(forced.code, 0);
    QCOMPARE(forced.json()[QStringLiteral("VpnConnections")].toInt(), 1);

    const Result restored = run("--data-dir other restore out --passphrase-file pass");
    QVERIFY2(restored.code == 0, restored.errors.constData());
    QVERIFY(restored.output.contains("connection site-a: created"));
    const Result exported = run("--data-dir other export site-a --format alibaba --with-key");
    QVERIFY(exported.output.contains("not-to-be-seen"));
    QCOMPARE(run("--data-dir other show site-a").output, run("--data-dir data show site-a").output);
    // Nothing stood there, and nothing is kept.
    QVERIFY(QDir(path("other")).entryList({QStringLiteral("before-restore-*")}).isEmpty());
    QCOMPARE(run("--data-dir data delete connection site-a").code, 0);
    const Result again = run("--json --data-dir data restore out --passphrase-file pass");
    QCOMPARE(again.code, 0);
    QVERIFY(QFile::exists(again.json()[QStringLiteral("Copy")].toString()));
    QCOMPARE(run("--data-dir data show site-a").code, 0);
}

void TestBackupCommand::aDryRunChangesNothing()
{
    QCOMPARE(run("--data-dir data delete connection site-a").code, 0);
    const Result dry = run("--json --data-dir data restore out --dry-run --passphrase-file pass");
    QCOMPARE(dry.code, 0);
    const QJsonArray objects = dry.json()[QStringLiteral("Objects")].toArray();
    QCOMPARE(objects.size(), 1);
    QCOMPARE(objects[0][QStringLiteral("Name")].toString(), QStringLiteral("site-a"));
    QCOMPARE(objects[0][QStringLiteral("Action")].toString(), QStringLiteral("created"));
    QCOMPARE(run("--data-dir data show site-a").code, 3);
    // It makes no directory either.
    QCOMPARE(run("--data-dir new restore out --dry-run --passphrase-file pass").code, 0);
    QVERIFY(!QFileInfo::exists(path("new")));
}

void TestBackupCommand::mergeKeepsTheRest()
{
    QCOMPARE(run("--data-dir data apply -",
                 R"({"CustomerGateways": [{"Name": "later", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.9"}]})")
                 .code,
             0);
    QCOMPARE(run("--data-dir data restore out --merge --passphrase-file pass").code, 0);
    QVERIFY(run("--data-dir data list customer-gateways").output.contains("later"));
    QCOMPARE(run("--data-dir data restore out --passphrase-file pass").code, 0);
    QVERIFY(!run("--data-dir data list customer-gateways").output.contains("later"));
}

void TestBackupCommand::errors_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const char *arguments, int code, const char *said) {
        QTest::newRow(name) << QByteArray(arguments) << code << QByteArray(said);
    };
    row("no file", "backup", 2, "Usage:");
    row("a short passphrase", "--data-dir data backup new --passphrase-file short", 3, "too short");
    row("no passphrase", "--data-dir data backup new", 1, "--passphrase-file");
    row("no passphrase file", "--data-dir data backup new --passphrase-file nothing", 1, "nothing: ");
    row("no such folder", "--data-dir data backup no/new --passphrase-file pass", 1, "no/new: ");
    row("no such backup", "--data-dir data restore nothing --passphrase-file pass", 1, "nothing");
    row("a wrong passphrase", "--data-dir data restore out --passphrase-file wrong", 3, "passphrase does not open");
    row("no backup", "--data-dir data restore pass --passphrase-file pass", 3, "It is not a backup");
}

void TestBackupCommand::errors()
{
    QFETCH(QByteArray, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, said);
    const QByteArray before = run("--json --data-dir data show site-a").output;
    const Result result = run(arguments.constData());
    QCOMPARE(result.code, code);
    QVERIFY2(result.errors.contains(said), result.errors.constData());
    QCOMPARE(run("--json --data-dir data show site-a").output, before);
    QVERIFY(!QFileInfo::exists(path("new")));
}

void TestBackupCommand::passphrasesAreNoArguments()
{
    for (const char *command : {"backup --help", "restore --help"}) {
        const Result help = run(command);
        QVERIFY(help.output.contains("--passphrase-file"));
        QVERIFY(!help.output.contains("--passphrase "));
    }
    // From standard input too.
    QCOMPARE(run("--data-dir data restore out --passphrase-file -", "correct horse battery\n").code, 0);
}

QTEST_GUILESS_MAIN(TestBackupCommand)
#include "test_backup_command.moc"
