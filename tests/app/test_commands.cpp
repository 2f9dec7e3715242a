#include "app/control_server.h"
#include "models/log/log_store.h"
#include "tests/app/scripted_workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace tw;
using test::ScriptedWorkspace;

namespace {

constexpr auto kDocument = R"({
    "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
    "CustomerGateways": [{"Name": "peer", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
    "VpnConnections": [{"Name": "site-a", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                        "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24", "EffectImmediately": true,
                        "IkeConfig": {"Psk": "not-to-be-seen"}}]})";

struct Result
{
    int code = -1;
    QString output;
    QStringList errors; // a line each

    QJsonObject json() const { return QJsonDocument::fromJson(output.toUtf8()).object(); }
};

} // namespace

// The program from the outside: what scripts rely on.
class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void usageErrors_data();
    void usageErrors();
    void readingMakesNothing();
    void aDirectoryOfSomeoneElseIsNotAnEmptyOne();
    void everyErrorIsOneLine();
    void outputThatIsLostIsNoSuccess();
    void aClosedStreamHarmsNoFile();
    void helpAndVersion();
    void applyListShowDelete();
    void certificatesAreImportedUsedAndDeleted();
    void aTerminalIsAskedAndShowsNothing();
    void applyTwiceChangesNothing();
    void aDryRunChangesNothing();
    void badDocumentsNameObjectAndField();
    void aDocumentIsAllOrNothing();
    void aMissingFileIsNoUsageError();
    void aLongDocumentComesThroughAPipe();
    void keysAreNeverPrinted();
    void deletingWhatIsInUse();
    void withoutAnEngine_data();
    void withoutAnEngine();
    void aDiagnosisNeedsNoEngine();
    void askingARunningEngine();
    void gatewaysHaveAStatusBesideAnEngine();
    void applyWhileAnEngineRuns();
    void logOfAConnection();
    void aDamagedLogStopsOnlyTheLog();
    void keysThatOthersCouldReadAreClosed();
    void anEngineThatCanLoadNothingEnds();
    void badTimesOfALog_data();
    void badTimesOfALog();
    void runWithoutPrivileges();
    void runWithoutATunDevice();
    void runRefusesUnknownNames();
    void runAndItsOrderlyEnd();

private:
    QProcessEnvironment environment() const;
    QString data() const { return m_directory->filePath(QStringLiteral("data")); }
    Result run(const QStringList &arguments, const QByteArray &input = {});
    Result runOn(const QString &dataDirectory, const QStringList &arguments, const QByteArray &input = {});
    Result apply(const char *document, const QStringList &options = {})
    {
        return run(QStringList{QStringLiteral("apply"), QStringLiteral("-")} + options, QByteArray(document));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestCommands::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", m_directory->path().toUtf8());
}

QProcessEnvironment TestCommands::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("HOME"), m_directory->path());
    environment.remove(QStringLiteral("DISPLAY")); // no display is needed
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    return environment;
}

Result TestCommands::run(const QStringList &arguments, const QByteArray &input)
{
    return runOn(data(), arguments, input);
}

Result TestCommands::runOn(const QString &dataDirectory, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TW_CTL), QStringList{QStringLiteral("--data-dir"), dataDirectory} + arguments);
    process.write(input);
    process.closeWriteChannel();
    // Not waitForFinished(): a control server in this process must be able to answer.
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)};
}

void TestCommands::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *line) {
        QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("");
    row("nonsense");
    row("--nonsense list regions");
    row("list");
    row("list nonsense");
    row("list regions connections");
    row("show");
    row("delete connection");
    row("delete region cn-hangzhou");
    row("apply");
    row("apply --nonsense -");
    row("start");
    row("stop a b");
    row("status a b");
    row("log");
    row("log a --from");
    row("capture --output x");
    row("capture a");
    row("capture a --output x --seconds 0");
    row("capture a --output x --max-size 0");
    row("capture a --output x --max-size 3Q");
    row("capture a --output x --live-keys");
    row("run --for x");
    row("run --for 0");
    row("run --without tea");
    row("run --data-threads 0");
    row("run --data-threads 9");
    row("--data-dir= list regions");
    row("list regions --data-dir=");
}

void TestCommands::usageErrors()
{
    QFETCH(QStringList, arguments);
    const Result result = run(arguments);
    QCOMPARE(result.code, 2);
    QVERIFY(!result.errors.isEmpty());
    QVERIFY(result.output.isEmpty());
}

// A mistyped --data-dir leaves nothing behind.
void TestCommands::readingMakesNothing()
{
    const Result listed = run({QStringLiteral("list"), QStringLiteral("regions")});
    QCOMPARE(listed.code, 0);
    QVERIFY(listed.output.contains(QLatin1String("cn-hangzhou")));
    QCOMPARE(run({QStringLiteral("show"), QStringLiteral("site-a")}).code, 3);
    QCOMPARE(run({QStringLiteral("log"), QStringLiteral("site-a")}).code, 3);
    QCOMPARE(run({QStringLiteral("status")}).code, 5);
    QVERIFY(!QFile::exists(data()));
}

void TestCommands::aDirectoryOfSomeoneElseIsNotAnEmptyOne()
{
    const QStringList drop{QStringLiteral("setpriv"), QStringLiteral("--reuid=65534"), QStringLiteral("--regid=65534"),
                           QStringLiteral("--clear-groups")};
    if (geteuid() != 0 || QProcess::execute(drop.first(), drop.mid(1) + QStringList{QStringLiteral("true")}) != 0)
        QSKIP("needs root and setpriv");
    QCOMPARE(apply(kDocument).code, 0);
    QVERIFY(QFile::setPermissions(m_directory->path(), QFile::Permissions(0x7755))); // the way to it is open
    const QStringList reads[] = {{QStringLiteral("list"), QStringLiteral("connections")},
                                 {QStringLiteral("show"), QStringLiteral("site-a")},
                                 {QStringLiteral("log"), QStringLiteral("site-a")},
                                 {QStringLiteral("status")},
                                 {QStringLiteral("run")}};
    for (const QStringList &arguments : reads) {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(drop.first(),
                      drop.mid(1) + QStringList{QStringLiteral(TW_CTL), QStringLiteral("--data-dir"), data()}
                          + arguments);
        QVERIFY(process.waitForFinished());
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 1 && errors.count('\n') == 1 && errors.contains("/data cannot be used"),
                 errors.constData());
    }
}

void TestCommands::everyErrorIsOneLine()
{
    const QString name = QStringLiteral("a\nb\x1b[31m");
    const QStringList all[] = {{QStringLiteral("show"), name},
                               {QStringLiteral("log"), name},
                               {QStringLiteral("delete"), QStringLiteral("connection"), name},
                               {QStringLiteral("list"), name},
                               {name}};
    for (const QStringList &arguments : all) {
        const Result result = run(arguments);
        QVERIFY(result.code == 2 || result.code == 3);
        QCOMPARE(result.errors.size(), 1);
        QVERIFY2(result.errors.first().contains(QLatin1String("a\\x0ab\\x1b[31m")), qPrintable(result.errors.first()));
    }
    const Result refused = apply(R"({"VpnConnections": [{"Name": "site-a", "VpnGateway": "a\nb"}]})");
    QCOMPARE(refused.code, 3);
    for (const QString &line : refused.errors)
        QVERIFY2(line.startsWith(QLatin1String("VpnConnections[0].")), qPrintable(line));
}

void TestCommands::outputThatIsLostIsNoSuccess()
{
    QCOMPARE(apply(kDocument).code, 0);
    for (const char *command : {"list regions", "export site-a --format swanctl"}) {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(TW_CTL),
                      QStringList{QStringLiteral("--data-dir"), data()} + QString::fromLatin1(command).split(u' '));
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QCOMPARE(process.readAllStandardError(),
                 QByteArray("stdout: the output cannot be written: No space left on device\n"));
    }
}

// The number of a closed stream goes to the next file that is opened: here the lock.
void TestCommands::aClosedStreamHarmsNoFile()
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral("/bin/sh"),
                  {QStringLiteral("-c"), QStringLiteral("exec \"$0\" --data-dir \"$1\" apply - >&-"),
                   QStringLiteral(TW_CTL), data()});
    process.write(kDocument);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const QStringList files = QDir(data()).entryList(QDir::Files);
    QVERIFY(files.contains(QStringLiteral("lock")));
    for (const QString &name : files) {
        QFile file(data() + QLatin1Char('/') + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("vpn-gateway gw"), qPrintable(name));
    }
}

void TestCommands::helpAndVersion()
{
    QCOMPARE(run({QStringLiteral("--version")}).output, QStringLiteral("tunnelwrightctl 0.1.0\n"));
    const Result help = run({QStringLiteral("--help")});
    QCOMPARE(help.code, 0);
    for (const char *command :
         {"apply", "list", "show", "delete", "run", "status", "start", "stop", "renegotiate", "log"}) {
        QVERIFY2(help.output.contains(QStringLiteral("\n  %1 ").arg(QLatin1String(command))), command);
        QCOMPARE(run({QLatin1String(command), QStringLiteral("--help")}).code, 0);
    }
}

void TestCommands::applyListShowDelete()
{
    const Result applied = apply(kDocument, {QStringLiteral("--json")});
    QVERIFY2(applied.code == 0, qPrintable(applied.errors.join(QLatin1Char('\n'))));
    const QJsonArray objects = applied.json().value(QStringLiteral("Objects")).toArray();
    QCOMPARE(objects.size(), 3);
    QCOMPARE(objects.at(2).toObject().value(QStringLiteral("Kind")).toString(), QStringLiteral("connection"));
    QCOMPARE(objects.at(2).toObject().value(QStringLiteral("Action")).toString(), QStringLiteral("created"));

    const Result listed = run({QStringLiteral("list"), QStringLiteral("connections"), QStringLiteral("--json")});
    const QJsonArray connections = listed.json().value(QStringLiteral("VpnConnections")).toArray();
    QCOMPARE(connections.size(), 1);
    QCOMPARE(connections.first().toObject().value(QStringLiteral("RemoteSubnet")).toString(),
             QStringLiteral("10.2.0.0/24"));
    QVERIFY(run({QStringLiteral("list"), QStringLiteral("vpn-gateways")}).output.contains(QLatin1String("192.0.2.1")));
    QVERIFY(
        run({QStringLiteral("list"), QStringLiteral("customer-gateways")}).output.contains(QLatin1String("192.0.2.2")));
    QVERIFY(run({QStringLiteral("list"), QStringLiteral("regions")}).output.contains(QLatin1String("cn-hangzhou")));

    const Result shown = run({QStringLiteral("show"), QStringLiteral("site-a")});
    QVERIFY(shown.output.contains(QLatin1String("IkeConfig.IkeVersion: ikev2")));
    QCOMPARE(run({QStringLiteral("show"), QStringLiteral("nobody")}).code, 3);

    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("connection"), QStringLiteral("site-a")}).code, 0);
    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("connection"), QStringLiteral("site-a")}).code, 3);
    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("vpn-gateway"), QStringLiteral("gw")}).code, 0);
    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("customer-gateway"), QStringLiteral("peer")}).code, 0);
    QVERIFY(run({QStringLiteral("list"), QStringLiteral("connections"), QStringLiteral("--json")})
                .json()
                .value(QStringLiteral("VpnConnections"))
                .toArray()
                .isEmpty());
}

void TestCommands::certificatesAreImportedUsedAndDeleted()
{
    const auto file = [](const char *name) -> QString {
        return QStringLiteral(TW_CERTIFICATE_DIR "/") + QLatin1String(name);
    };
    // What is sealed wants its passphrase, and says so where nobody can be asked.
    Result result = run({QStringLiteral("import"), file("sealed.p12")});
    QCOMPARE(result.code, 3);
    QCOMPARE(result.errors.size(), 2);
    QVERIFY(result.errors.first().contains(QStringLiteral("It is protected by a passphrase.")));
    QVERIFY(result.errors.last().contains(QStringLiteral("Give it with --passphrase-file.")));
    QFile passphrase(m_directory->filePath(QStringLiteral("passphrase")));
    QVERIFY(passphrase.open(QIODevice::WriteOnly));
    passphrase.write("open sesame"); // the last line of a file need not end
    passphrase.close();
    result = run({QStringLiteral("--json"), QStringLiteral("import"), file("sealed.p12"),
                  QStringLiteral("--passphrase-file"), passphrase.fileName()});
    QCOMPARE(result.errors, QStringList());
    const QJsonArray imported = result.json().value(QStringLiteral("Certificates")).toArray();
    QCOMPARE(imported.size(), 2);
    const QString own = result.json().value(QStringLiteral("KeyOf")).toString();
    const QString root = imported.at(1)[QStringLiteral("Id")].toString();
    QCOMPARE(imported.at(0)[QStringLiteral("Id")].toString(), own);

    // What is for configurations means nothing to it.
    result = run({QStringLiteral("import"), file("sealed.p12"), QStringLiteral("--store")});
    QCOMPARE(result.code, 3);
    QVERIFY(result.errors.first().contains(QStringLiteral("holds certificates or keys")));

    result = run({QStringLiteral("--json"), QStringLiteral("show"), own.left(16)});
    QCOMPARE(result.json().value(QStringLiteral("Subject")), QJsonValue(QStringLiteral("C=CN, O=lab, CN=left")));
    QCOMPARE(result.json().value(QStringLiteral("HasPrivateKey")), QJsonValue(true));
    QCOMPARE(result.json().value(QStringLiteral("State")), QJsonValue(QStringLiteral("valid")));

    QByteArray document = kDocument;
    const QByteArray certificates =
        R"("LocalId": "left.example.org", "RemoteId": "right.example.org", "LocalCertificate": "%1", "RemoteCa": "%2")";
    document.replace(R"("Psk": "not-to-be-seen")", certificates);
    document.replace("%1", own.toLatin1()).replace("%2", root.toLatin1());
    result = run({QStringLiteral("apply"), QStringLiteral("-")}, document);
    QCOMPARE(result.errors, QStringList());
    result = run({QStringLiteral("--json"), QStringLiteral("list"), QStringLiteral("certificates")});
    QCOMPARE(result.json()
                 .value(QStringLiteral("Certificates"))
                 .toArray()
                 .at(0)[QStringLiteral("UsedBy")]
                 .toArray()
                 .at(0)
                 .toString(),
             QStringLiteral("site-a"));
    QVERIFY(!result.output.contains(QStringLiteral("PRIVATE")));

    result = run({QStringLiteral("delete"), QStringLiteral("certificate"), root});
    QCOMPARE(result.code, 1);
    QVERIFY(result.errors.first().contains(QStringLiteral("site-a")));
    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("connection"), QStringLiteral("site-a")}).code, 0);
    QCOMPARE(run({QStringLiteral("delete"), QStringLiteral("certificate"), root}).code, 0);
}

void TestCommands::aTerminalIsAskedAndShowsNothing()
{
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
    QFile master;
    QVERIFY(master.open(terminal, QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::AutoCloseHandle));
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setStandardInputFile(QString::fromLocal8Bit(::ptsname(terminal)));
    process.start(QStringLiteral(TW_CTL),
                  {QStringLiteral("--data-dir"), data(), QStringLiteral("import"),
                   QStringLiteral(TW_CERTIFICATE_DIR "/sealed.p12")});
    QByteArray asked;
    QVERIFY(QTest::qWaitFor(
        [&] {
            asked += process.readAllStandardError();
            return asked.contains("Passphrase of ");
        },
        60'000));
    QVERIFY(master.write("open sesame\n") > 0);
    QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("with its private key"));
    // What a terminal echoes it gives to who holds its other end.
    QCOMPARE(::fcntl(terminal, F_SETFL, O_NONBLOCK), 0);
    QVERIFY(!master.readAll().contains("sesame"));
}

void TestCommands::applyTwiceChangesNothing()
{
    QCOMPARE(apply(kDocument).code, 0);
    const Result again = apply(kDocument, {QStringLiteral("--json")});
    QCOMPARE(again.code, 0);
    for (const QJsonValue &object : again.json().value(QStringLiteral("Objects")).toArray())
        QCOMPARE(object.toObject().value(QStringLiteral("Action")).toString(), QStringLiteral("unchanged"));
}

void TestCommands::aDryRunChangesNothing()
{
    const Result dry = apply(kDocument, {QStringLiteral("--dry-run")});
    QCOMPARE(dry.code, 0);
    QVERIFY2(dry.output.contains(QLatin1String("connection site-a: created\n")), qPrintable(dry.output));
    QVERIFY(!QFile::exists(data()));
    QVERIFY(!run({QStringLiteral("list"), QStringLiteral("connections")}).output.contains(QLatin1String("site-a")));
    QCOMPARE(apply("{\"VpnGateways\": [{\"Name\": \"1\"}]}", {QStringLiteral("--dry-run")}).code, 3);
}

void TestCommands::badDocumentsNameObjectAndField()
{
    QCOMPARE(apply("this is no JSON").code, 3);
    QCOMPARE(apply("[]").code, 3);
    QByteArray document(kDocument);
    document.replace("10.1.0.0/24", "10.1.0.1/24").replace("\"Psk\"", "\"IkeLifetime\": 90000, \"Psk\"");
    const Result result = apply(document.constData());
    QCOMPARE(result.code, 3);
    QCOMPARE(result.errors.filter(QStringLiteral("VpnConnections[0].LocalSubnet")).size(), 1);
    QCOMPARE(result.errors.filter(QStringLiteral("VpnConnections[0].IkeConfig.IkeLifetime")).size(), 1);
}

void TestCommands::aDocumentIsAllOrNothing()
{
    QByteArray document(kDocument);
    document.replace("\"RemoteSubnet\": \"10.2.0.0/24\"",
                     "\"RemoteSubnet\": \"10.1.0.0/24\""); // overlaps the local one
    QCOMPARE(apply(document.constData()).code, 3);
    QVERIFY(!run({QStringLiteral("list"), QStringLiteral("vpn-gateways")}).output.contains(QLatin1String("192.0.2.1")));
}

void TestCommands::aMissingFileIsNoUsageError()
{
    const Result result = run({QStringLiteral("apply"), QStringLiteral("/nowhere/document.json")});
    QCOMPARE(result.code, 1);
    QCOMPARE(result.errors.size(), 1);
    QVERIFY(result.errors.first().contains(QLatin1String("/nowhere/document.json")));
}

// More than a pipe holds at once, and its second part late.
void TestCommands::aLongDocumentComesThroughAPipe()
{
    const QByteArray document = QByteArray(300'000, ' ') + kDocument;
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TW_CTL),
                  {QStringLiteral("--data-dir"), data(), QStringLiteral("apply"), QStringLiteral("-")});
    QVERIFY(process.waitForStarted());
    process.write(document.first(document.size() - 200));
    QVERIFY(QTest::qWaitFor([&] { return process.bytesToWrite() == 0; }));
    process.write(document.last(200));
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    QVERIFY(process.readAllStandardOutput().contains("connection site-a"));

    const Result empty = apply("");
    QCOMPARE(empty.code, 3);
    QCOMPARE(empty.errors, QStringList{QStringLiteral("The document is empty.")});
}

void TestCommands::keysAreNeverPrinted()
{
    const Result applied = apply(kDocument, {QStringLiteral("--json")});
    const Result shown = run({QStringLiteral("show"), QStringLiteral("site-a"), QStringLiteral("--json")});
    const Result listed = run({QStringLiteral("list"), QStringLiteral("connections"), QStringLiteral("--json")});
    for (const Result &result : {applied, shown, listed}) {
        QCOMPARE(result.code, 0);
        QVERIFY(!result.output.contains(QLatin1String("not-to-be-seen")));
    }
    QByteArray bad(kDocument);
    bad.replace("not-to-be-seen", "not to-be-seen"); // a blank is not allowed
    const Result refused = apply(bad.constData());
    QCOMPARE(refused.code, 3);
    QVERIFY(!refused.errors.join(QLatin1Char(' ')).contains(QLatin1String("to-be-seen")));
    // Nor does it stand in the database.
    QFile database(data() + QStringLiteral("/catalog.sqlite"));
    QVERIFY(database.open(QIODevice::ReadOnly));
    QVERIFY(!database.readAll().contains("not-to-be-seen"));
}

void TestCommands::deletingWhatIsInUse()
{
    QCOMPARE(apply(kDocument).code, 0);
    const Result result = run({QStringLiteral("delete"), QStringLiteral("customer-gateway"), QStringLiteral("peer")});
    QCOMPARE(result.code, 1);
    QCOMPARE(result.errors.size(), 1);
    QVERIFY2(result.errors.first().contains(QLatin1String("site-a")), qPrintable(result.errors.first()));
}

void TestCommands::withoutAnEngine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("status") << QStringList{QStringLiteral("status")};
    QTest::newRow("start") << QStringList{QStringLiteral("start"), QStringLiteral("site-a")};
    QTest::newRow("stop") << QStringList{QStringLiteral("stop"), QStringLiteral("site-a")};
    QTest::newRow("renegotiate") << QStringList{QStringLiteral("renegotiate"), QStringLiteral("site-a")};
    QTest::newRow("capture") << QStringList{QStringLiteral("capture"), QStringLiteral("site-a"),
                                            QStringLiteral("--output"), QStringLiteral("x")};
    for (const char *trial : {"--probe", "--test-rekey"})
        QTest::newRow(trial) << QStringList{QStringLiteral("diagnose"), QStringLiteral("site-a"),
                                            QString::fromLatin1(trial)};
}

void TestCommands::withoutAnEngine()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(apply(kDocument).code, 0);
    const Result result = run(arguments);
    QCOMPARE(result.code, 5);
    QCOMPARE(result.errors.size(), 1);
    QVERIFY2(result.errors.first().startsWith(QStringLiteral("No engine is running on %1. Start one").arg(data())),
             qPrintable(result.errors.first()));
}

void TestCommands::aDiagnosisNeedsNoEngine()
{
    QCOMPARE(apply(kDocument).code, 0);
    const Result result = run({QStringLiteral("--json"), QStringLiteral("diagnose"), QStringLiteral("site-a")});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.json().value(QStringLiteral("Code")).toString(), QStringLiteral("NoExceptionFound"));
    QCOMPARE(result.json().value(QStringLiteral("Checks")).toArray().size(), 5);
    QCOMPARE(run({QStringLiteral("diagnose"), QStringLiteral("nobody")}).code, 3);
    QCOMPARE(run({QStringLiteral("diagnose")}).code, 2);
}

void TestCommands::askingARunningEngine()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    scripted.workspace().startEngine();
    app::ControlServer server(&scripted.workspace());
    QVERIFY(server.listen());

    QCOMPARE(runOn(scripted.directory(), {QStringLiteral("start"), QStringLiteral("site-a")}).code, 0);
    QVERIFY(scripted.engine().last<api::Start>());
    QCOMPARE(runOn(scripted.directory(), {QStringLiteral("renegotiate"), QStringLiteral("site-a")}).code, 0);
    QVERIFY(scripted.engine().last<api::Renegotiate>());

    api::ConnectionStatus status;
    status.connection = api::ConnectionId(scripted.idOf("site-a").toStdString());
    status.state = api::ConnectionState::Phase1Failed;
    status.lastFailure = api::FailureCode::PskMismatch;
    scripted.engine().report(status);
    const Result shown = runOn(scripted.directory(), {QStringLiteral("status"), QStringLiteral("site-a")});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.output.startsWith(QLatin1String("site-a: Phase 1 failed, pre-shared key mismatch [PskMismatch]")),
             qPrintable(shown.output));
    const Result json = runOn(scripted.directory(), {QStringLiteral("--json"), QStringLiteral("status")});
    const QJsonArray all = json.json().value(QStringLiteral("VpnConnections")).toArray();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first().toObject().value(QStringLiteral("LastErrorCode")).toString(), QStringLiteral("PskMismatch"));

    QCOMPARE(runOn(scripted.directory(), {QStringLiteral("stop"), QStringLiteral("site-a")}).code, 0);
    QVERIFY(scripted.engine().last<api::Stop>());
    QCOMPARE(runOn(scripted.directory(), {QStringLiteral("stop"), QStringLiteral("nobody")}).code, 3);
}

void TestCommands::gatewaysHaveAStatusBesideAnEngine()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    const QStringList list{QStringLiteral("--json"), QStringLiteral("list"), QStringLiteral("vpn-gateways")};
    const auto listed = [&] {
        const Result result = runOn(scripted.directory(), list);
        return result.json().value(QStringLiteral("VpnGateways")).toArray().first().toObject();
    };
    QVERIFY(!listed().contains(QStringLiteral("Status"))); // nobody knows it

    scripted.workspace().startEngine();
    app::ControlServer server(&scripted.workspace());
    QVERIFY(server.listen());
    QCOMPARE(listed().value(QStringLiteral("Status")).toString(), QStringLiteral("updating"));
    QCOMPARE(listed().value(QStringLiteral("StatusReason")).toString(), QStringLiteral("EngineStarting"));
    api::EngineReport running;
    running.engine.emplace().running = true;
    scripted.engine().report(running);
    QCOMPARE(listed().value(QStringLiteral("Status")).toString(), QStringLiteral("active"));

    api::ConnectionStatus status;
    status.connection = api::ConnectionId(scripted.idOf("site-a").toStdString());
    status.state = api::ConnectionState::Phase1Failed;
    status.lastFailure = api::FailureCode::PortTaken;
    scripted.engine().report(status);
    QCOMPARE(listed().value(QStringLiteral("Status")).toString(), QStringLiteral("init"));
    QCOMPARE(listed().value(QStringLiteral("StatusReason")).toString(), QStringLiteral("PortTaken"));
    const Result shown = runOn(scripted.directory(), {QStringLiteral("show"), QStringLiteral("gw")});
    QVERIFY2(shown.output.contains(QLatin1String("Status: init"))
                 && shown.output.contains(QLatin1String("StatusReason: PortTaken")),
             qPrintable(shown.output));
    // What is listed can be applied as it is.
    const Result again =
        runOn(scripted.directory(), {QStringLiteral("--json"), QStringLiteral("apply"), QStringLiteral("-")},
              runOn(scripted.directory(), list).output.toUtf8());
    QVERIFY2(again.code == 0, qPrintable(again.errors.join(QLatin1Char('\n'))));
    QCOMPARE(again.json().value(QStringLiteral("Objects")).toArray().first()[QStringLiteral("Action")].toString(),
             QStringLiteral("unchanged"));

    // An address that no machine has: RFC 5737's examples are nobody's.
    QVERIFY(models::applyDocument(scripted.workspace().catalog(), R"({"VpnGateways": [{"Name": "gw",
        "RegionId": "cn-hangzhou", "LocalAddress": "203.0.113.77"}]})",
                                  models::ApplyMode::Apply));
    QCOMPARE(listed().value(QStringLiteral("StatusReason")).toString(), QStringLiteral("AddressNotLocal"));
}

void TestCommands::applyWhileAnEngineRuns()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    const QStringList arguments{QStringLiteral("apply"), QStringLiteral("-")};
    const QByteArray edit =
        R"({"VpnConnections": [{"Name": "site-a", "RegionId": "cn-hangzhou", "IpsecConfig": {"IpsecLifetime": 1200}}]})";
    // A writer that listens to nobody: refused, and the holder is named.
    const Result refused = runOn(scripted.directory(), arguments, edit);
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.errors.value(0).contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(refused.errors.value(0)));
    // An engine picks it up at once.
    scripted.workspace().startEngine();
    app::ControlServer server(&scripted.workspace());
    QVERIFY(server.listen());
    QCOMPARE(runOn(scripted.directory(), {QStringLiteral("start"), QStringLiteral("site-a")}).code, 0);
    const Result applied = runOn(scripted.directory(), arguments, edit);
    QVERIFY2(applied.code == 0, qPrintable(applied.errors.value(0)));
    QVERIFY(applied.output.contains(QLatin1String("changed")));
    const auto *update = scripted.engine().last<api::Update>();
    QVERIFY(update && update->config->child.lifetime == std::chrono::seconds(1200));
    QCOMPARE(runOn(scripted.directory(), arguments, "{\"VpnGateways\": 1}").code, 3);
    QCOMPARE(
        runOn(scripted.directory(), {QStringLiteral("delete"), QStringLiteral("connection"), QStringLiteral("site-a")})
            .code,
        0);
    QVERIFY(scripted.engine().last<api::Stop>());
}

void TestCommands::logOfAConnection()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    scripted.workspace().startEngine();
    const auto happens = [&](int count) {
        api::EngineReport report;
        report.clock.utc = scripted.workspace().log().now();
        api::Event event;
        event.connection = api::ConnectionId(scripted.idOf("site-a").toStdString());
        event.code = api::EventCode::Retransmitted;
        event.messageId = 0;
        event.details = {{api::DetailKey::Count, std::to_string(count)}};
        report.events = {event};
        scripted.engine().report(report);
        scripted.workspace().log().flush();
    };
    happens(1);
    happens(2);
    const Result log = runOn(scripted.directory(), {QStringLiteral("log"), QStringLiteral("site-a")});
    QCOMPARE(log.code, 0);
    const QStringList lines = log.output.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.first().endsWith(QLatin1String("info site-a: sending retransmit 1 of request message ID 0")));
    QVERIFY(runOn(scripted.directory(), {QStringLiteral("log"), QStringLiteral("site-b")}).output.isEmpty());
    QVERIFY(runOn(scripted.directory(),
                  {QStringLiteral("log"), QStringLiteral("site-a"), QStringLiteral("--to"),
                   QStringLiteral("2026-11-24T00:00:00Z")})
                .output.isEmpty());

    // --follow prints what was, and goes on until it is ended.
    QProcess follower;
    follower.setProcessEnvironment(environment());
    follower.start(QStringLiteral(TW_CTL),
                   {QStringLiteral("--data-dir"), scripted.directory(), QStringLiteral("--json"), QStringLiteral("log"),
                    QStringLiteral("site-a"), QStringLiteral("--follow")});
    QByteArray seen;
    const auto sees = [&](int lineCount) {
        return QTest::qWaitFor(
            [&] {
                seen += follower.readAllStandardOutput();
                return seen.count('\n') == lineCount;
            },
            30'000);
    };
    QVERIFY(sees(2));
    happens(3);
    QVERIFY(sees(3));
    const QJsonObject last = QJsonDocument::fromJson(seen.trimmed().split('\n').last()).object();
    QCOMPARE(last.value(QStringLiteral("Code")).toString(), QStringLiteral("Retransmitted"));
    QCOMPARE(last.value(QStringLiteral("Details")).toObject().value(QStringLiteral("Count")).toString(),
             QStringLiteral("3"));
    follower.terminate();
    QVERIFY(follower.waitForFinished());
}

void TestCommands::aDamagedLogStopsOnlyTheLog()
{
    QCOMPARE(apply(kDocument).code, 0);
    QFile file(data() + QStringLiteral("/log.sqlite"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    QVERIFY(run({QStringLiteral("list"), QStringLiteral("connections")}).output.contains(QLatin1String("site-a")));
    QCOMPARE(run({QStringLiteral("show"), QStringLiteral("site-a")}).code, 0);
    const Result log = run({QStringLiteral("log"), QStringLiteral("site-a")});
    QCOMPARE(log.code, 1);
    QCOMPARE(log.errors.size(), 1);
    QVERIFY2(log.errors.first().contains(QLatin1String("log.sqlite: the log is damaged")),
             qPrintable(log.errors.first()));
    // Whoever writes puts it aside, and says so.
    const Result applied = apply(kDocument);
    QCOMPARE(applied.code, 0);
    QCOMPARE(applied.errors.size(), 1);
    QVERIFY2(applied.errors.first().startsWith(QLatin1String("Warning: The log was damaged and was put aside as ")),
             qPrintable(applied.errors.first()));
    QCOMPARE(run({QStringLiteral("log"), QStringLiteral("site-a")}).code, 0);
}

void TestCommands::keysThatOthersCouldReadAreClosed()
{
    QCOMPARE(apply(kDocument).code, 0);
    const QString secrets = data() + QStringLiteral("/private/secrets");
    const QFile::Permissions open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QVERIFY(QFile::setPermissions(secrets, open));
    const Result applied = apply(kDocument);
    QCOMPARE(applied.code, 0);
    QCOMPARE(applied.errors,
             QStringList{QStringLiteral("Warning: %1 was open to other users; its mode is 0600 now. Keys "
                                        "that they may have read should be changed.")
                             .arg(secrets)});
    QCOMPARE(QFile::permissions(secrets) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

// One sentence for one key file, and no idle engine that a service manager would take for a good one.
void TestCommands::anEngineThatCanLoadNothingEnds()
{
    if (geteuid() != 0
        || QProcess::execute(QStringLiteral("unshare"), {QStringLiteral("--net"), QStringLiteral("true")}) != 0)
        QSKIP("needs root and network namespaces");
    if (!QFile::exists(QStringLiteral("/dev/net/tun")))
        QSKIP("needs /dev/net/tun");
    QByteArray document(kDocument);
    document.insert(document.lastIndexOf(']'),
                    R"(, {"Name": "site-b", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                        "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.3.0.0/24",
                        "IkeConfig": {"Psk": "not-to-be-seen"}})");
    QCOMPARE(apply(document.constData()).code, 0);
    QVERIFY(QFile::resize(data() + QStringLiteral("/private/secrets"), 50));
    QProcess engine;
    engine.setProcessEnvironment(environment());
    engine.start(
        QStringLiteral("unshare"),
        {QStringLiteral("--net"), QStringLiteral(TW_CTL), QStringLiteral("--data-dir"), data(), QStringLiteral("run")});
    QVERIFY(engine.waitForFinished());
    QCOMPARE(engine.exitCode(), 1);
    const QByteArray errors = engine.readAllStandardError();
    QVERIFY2(errors.count('\n') == 1 && errors.contains("private/secrets is damaged. Put a backup in its place"),
             errors.constData());
}

void TestCommands::badTimesOfALog_data()
{
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *line) { QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')); };
    row("--minutes 11");
    row("--minutes 0");
    row("--minutes x");
    row("--from yesterday");
    row("--from 1000000000"); // 2001
    row("--from 99999999999"); // far in the future
    row("--from 9223372036854775807");
    row("--to -9223372036854775807");
}

void TestCommands::badTimesOfALog()
{
    QFETCH(QStringList, options);
    QCOMPARE(apply(kDocument).code, 0);
    const Result result = run(QStringList{QStringLiteral("log"), QStringLiteral("site-a")} + options);
    QCOMPARE(result.code, 3);
    QCOMPARE(result.errors.size(), 1);
}

void TestCommands::runWithoutPrivileges()
{
    QCOMPARE(apply(kDocument).code, 0);
    QStringList command{QStringLiteral(TW_CTL), QStringLiteral("--data-dir"), data(), QStringLiteral("run")};
    if (geteuid() == 0) {
        const QStringList drop{QStringLiteral("setpriv"), QStringLiteral("--bounding-set=-all"),
                               QStringLiteral("--inh-caps=-all")};
        if (QProcess::execute(drop.first(), drop.mid(1) + QStringList{QStringLiteral("true")}) != 0)
            QSKIP("this machine cannot take root's capabilities away (setpriv)");
        command = drop + command;
    }
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(command.first(), command.mid(1));
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 4);
    const QString errors = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(errors.contains(QLatin1String("CAP_NET_ADMIN")), qPrintable(errors));
    QVERIFY2(errors.contains(QLatin1String("setcap cap_net_admin,cap_net_bind_service,cap_net_raw+ep ")
                             + QLatin1String(TW_CTL)),
             qPrintable(errors));
}

// No capability helps there.
void TestCommands::runWithoutATunDevice()
{
    if (geteuid() != 0
        || QProcess::execute(QStringLiteral("unshare"),
                             {QStringLiteral("--mount"), QStringLiteral("mount"), QStringLiteral("-t"),
                              QStringLiteral("tmpfs"), QStringLiteral("none"), QStringLiteral("/dev")})
            != 0)
        QSKIP("needs root and mount namespaces");
    for (const char *device : {"true", "mkdir /dev/net && echo > /dev/net/tun"}) {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral("unshare"),
                      {QStringLiteral("--mount"), QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                       QStringLiteral("mount -t tmpfs none /dev && %1 && exec \"$0\" --data-dir \"$1\" run")
                           .arg(QLatin1String(device)),
                       QStringLiteral(TW_CTL), data()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 4);
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(errors.startsWith("/dev/net/tun: there is no tunnel device ("), errors.constData());
        QVERIFY2(errors.contains("Grant it once with: sudo modprobe tun\n"), errors.constData());
    }
}

void TestCommands::runRefusesUnknownNames()
{
    QCOMPARE(apply(kDocument).code, 0);
    const Result result = run({QStringLiteral("run"), QStringLiteral("site-a"), QStringLiteral("nobody")});
    QCOMPARE(result.code, 3);
    QVERIFY2(result.errors.value(0).contains(QLatin1String("nobody")), qPrintable(result.errors.value(0)));
}

// The real engine in a network of its own: a line as soon as something happens, requests from outside, and exit code 0
// after SIGTERM.
void TestCommands::runAndItsOrderlyEnd()
{
    if (geteuid() != 0
        || QProcess::execute(QStringLiteral("unshare"), {QStringLiteral("--net"), QStringLiteral("true")}) != 0)
        QSKIP("needs root and network namespaces");
    if (!QFile::exists(QStringLiteral("/dev/net/tun")))
        QSKIP("needs /dev/net/tun");
    QCOMPARE(apply(kDocument).code, 0);
    QProcess engine;
    engine.setProcessEnvironment(environment());
    engine.start(
        QStringLiteral("unshare"),
        {QStringLiteral("--net"), QStringLiteral(TW_CTL), QStringLiteral("--data-dir"), data(), QStringLiteral("run")});
    QByteArray output;
    QVERIFY(QTest::qWaitFor(
        [&] {
            output += engine.readAllStandardOutput();
            return output.contains("site-a: connection started");
        },
        30'000));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return run({QStringLiteral("status"), QStringLiteral("--json")})
                .output.contains(QLatin1String("\"State\""));
        },
        30'000));
    // A second engine is refused, and the one that runs is named.
    const Result second = run({QStringLiteral("run")});
    QCOMPARE(second.code, 1);
    QVERIFY2(second.errors.value(0).contains(QString::number(engine.processId())), qPrintable(second.errors.value(0)));

    QCOMPARE(::kill(static_cast<pid_t>(engine.processId()), SIGTERM), 0);
    QVERIFY(engine.waitForFinished(30'000));
    QCOMPARE(engine.exitStatus(), QProcess::NormalExit);
    QCOMPARE(engine.exitCode(), 0);
    output += engine.readAllStandardOutput();
    QVERIFY2(output.contains("engine stopped"), output.constData());
    QCOMPARE(run({QStringLiteral("status")}).code, 5);
    // No line of the end was lost.
    const Result log = run({QStringLiteral("log"), QStringLiteral("site-a")});
    QVERIFY2(log.output.contains(QLatin1String("connection stopped")), qPrintable(log.output));
}

QTEST_GUILESS_MAIN(TestCommands)
#include "test_commands.moc"
