#include "tests/app/ctl.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using Result = test::CtlResult;

namespace {

const QByteArray kDocument = test::siteDocument(R"({"Psk": "not-to-be-seen?", "IkeEncAlg": "des"})");

constexpr auto kMoreConnections = R"({
    "VpnConnections": [{"Name": "site-b", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                        "LocalSubnet": "10.3.0.0/24", "RemoteSubnet": "10.4.0.0/24",
                        "IkeConfig": {"IkeVersion": "ikev1", "Psk": "not-to-be-seen-b"}},
                       {"Name": "site-c", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                        "LocalSubnet": "10.5.0.0/24", "RemoteSubnet": "10.6.0.0/24",
                        "IkeConfig": {"IkeVersion": "ikev1", "Psk": "not-to-be-seen-b"}}]})";

} // namespace

// "export" and the configurations that "import" reads, as scripts use them.
class TestExportCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theList();
    void textWithoutAndWithTheKey();
    void filesAreTheOwnersAlone();
    void filesAreNotOverwrittenUnasked();
    void linksAreNotFollowed();
    void blockersAreInvalidInput();
    void severalGoIntoAFolder();
    void severalGoIntoAZip();
    void severalAreAllWrittenOrNone();
    void blockedOnesAreLeftOutOnlyWhenAskedTo();
    void usage_data();
    void usage();
    void aConfigurationIsShownAndNotStored();
    void whatIsNothingKnownIsToldAllThatItCouldBe_data();
    void whatIsNothingKnownIsToldAllThatItCouldBe();
    void hostileConfigurationsNameALine();
    void configurationsAreStored();
    void whatIsMissingIsSaid();
    void tunnelsThatAreThereAreLeftAlone();
    void textOfStandardInputIsStored();
    void nothingIsStoredOfAnInvalidText();

private:
    QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    Result run(const char *arguments, const QByteArray &input = {}) const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestExportCommand::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QCOMPARE(run("apply -", kDocument).code, 0);
}

Result TestExportCommand::run(const char *arguments, const QByteArray &input) const
{
    return test::runCtl(
        m_directory->path(),
        QStringList{QStringLiteral("--data-dir"), path("data")} + QString::fromLatin1(arguments).split(u' '), input);
}

void TestExportCommand::theList()
{
    const Result plain = run("export --list");
    QCOMPARE(plain.code, 0);
    QCOMPARE(plain.output.count('\n'), 16);
    const QJsonArray formats = run("--json export --list").json().value(QStringLiteral("Formats")).toArray();
    QCOMPARE(formats.size(), 16);
    QCOMPARE(formats.first()[QStringLiteral("Format")].toString(), QStringLiteral("swanctl"));
}

void TestExportCommand::textWithoutAndWithTheKey()
{
    const Result without = run("export site-a --format alibaba");
    QCOMPARE(without.code, 0);
    const QJsonObject config = without.json().value(QStringLiteral("VpnConnectionConfig")).toObject();
    QCOMPARE(config.value(QStringLiteral("LocalSubnet")).toString(), QStringLiteral("10.2.0.0/24")); // the peer's
    QCOMPARE(config[QStringLiteral("IkeConfig")][QStringLiteral("Psk")].toString(), QStringLiteral("<PRE-SHARED-KEY>"));
    QVERIFY(!without.output.contains("not-to-be-seen"));
    const Result with = run("export site-a --format alibaba --with-key");
    QVERIFY(with.output.contains("\"not-to-be-seen?\""));
    const QJsonObject json = run("--json export site-a --format ipsec-conf --with-key").json();
    const QJsonArray files = json.value(QStringLiteral("Files")).toArray();
    QCOMPARE(files.size(), 2);
    QVERIFY(!files[0][QStringLiteral("HoldsKey")].toBool());
    QVERIFY(files[1][QStringLiteral("HoldsKey")].toBool());
    QVERIFY(!json.value(QStringLiteral("Warnings")).toArray().isEmpty());
}

void TestExportCommand::filesAreTheOwnersAlone()
{
    QCOMPARE(run("export site-a --format swanctl --with-key --output out.conf").code, 0);
    const auto readable = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    QCOMPARE(QFileInfo(path("out.conf")).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    QVERIFY((QFileInfo(path("out.conf")).permissions() & readable) == readable);
    // Into a directory go both, and only one of them holds the key.
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("out")));
    QCOMPARE(run("export site-a --format ipsec-conf --with-key --output out").code, 0);
    QCOMPARE(QFileInfo(path("out/site-a.ipsec.secrets")).permissions() & QFileDevice::Permissions(0x0077),
             QFileDevice::Permissions());
    QVERIFY(QFileInfo::exists(path("out/site-a.ipsec.conf")));
}

void TestExportCommand::filesAreNotOverwrittenUnasked()
{
    QFile file(path("out.conf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::Permissions(0x6644)));
    const Result refused = run("export site-a --format swanctl --with-key --output out.conf");
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.errors.startsWith("out.conf: "));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
    file.close();
    QCOMPARE(run("export site-a --format swanctl --with-key --output out.conf --force").code, 0);
    // The new file is no longer readable for those who could read the old one.
    QCOMPARE(QFileInfo(path("out.conf")).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    QCOMPARE(QDir(m_directory->path()).entryList({QStringLiteral("out.conf*")}).size(), 1); // nothing left beside it
}

void TestExportCommand::linksAreNotFollowed()
{
    QVERIFY(QFile::link(path("elsewhere"), path("out.conf")));
    QCOMPARE(run("export site-a --format swanctl --with-key --output out.conf").code, 1);
    QCOMPARE(run("export site-a --format swanctl --with-key --output out.conf --force").code, 0);
    QVERIFY(!QFileInfo::exists(path("elsewhere")));
    QVERIFY(!QFileInfo(path("out.conf")).isSymLink());
}

void TestExportCommand::blockersAreInvalidInput()
{
    const Result refused = run("--json export site-a --format vyos --output out.txt");
    QCOMPARE(refused.code, 3);
    QVERIFY(refused.errors.contains("IkeConfig.IkeEncAlg: "));
    QVERIFY(!QFileInfo::exists(path("out.txt")));
    const QJsonArray blockers = refused.json().value(QStringLiteral("Blockers")).toArray();
    QCOMPARE(blockers.size(), 1);
    QCOMPARE(blockers[0][QStringLiteral("Mends")][0][QStringLiteral("Value")].toString(), QStringLiteral("aes256"));
}

void TestExportCommand::severalGoIntoAFolder()
{
    QCOMPARE(run("apply -", kMoreConnections).code, 0);
    const Result written = run("export site-b site-c --format ipsec-conf --with-key --output peers");
    QVERIFY2(written.code == 0, written.errors.constData());
    QCOMPARE(written.lines(),
             QStringList({QStringLiteral("peers/site-b.ipsec.conf"), QStringLiteral("peers/site-b.ipsec.secrets"),
                          QStringLiteral("peers/site-c.ipsec.conf"), QStringLiteral("peers/site-c.ipsec.secrets")}));
    for (const QString &file : written.lines())
        QCOMPARE((QFileInfo(path(file.toUtf8().constData())).permissions() & QFileDevice::Permissions(0x0077)) == 0,
                 file.endsWith(QStringLiteral(".secrets")));
}

void TestExportCommand::severalGoIntoAZip()
{
    QCOMPARE(run("apply -", kMoreConnections).code, 0);
    const Result written = run("--json export site-b site-c site-b --format alibaba --with-key --output peers.zip");
    QVERIFY2(written.code == 0, written.errors.constData());
    QCOMPARE(written.json().value(QStringLiteral("Connections")).toArray().size(), 2); // each once
    QVERIFY(!written.output.contains("not-to-be-seen"));
    QCOMPARE(QFileInfo(path("peers.zip")).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    // By somebody else's reader.
    QProcess unzip;
    unzip.start(
        QStringLiteral("python3"),
        {QStringLiteral("-c"),
         QStringLiteral("import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), "
                        "b'not-to-be-seen' in z.read('site-b.json'))"),
         path("peers.zip")});
    QVERIFY(unzip.waitForFinished());
    QCOMPARE(unzip.readAllStandardOutput(), QByteArray("None ['site-b.json', 'site-c.json'] True\n"));
}

void TestExportCommand::severalAreAllWrittenOrNone()
{
    QCOMPARE(run("apply -", kMoreConnections).code, 0);
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("peers")));
    QFile file(path("peers/site-c.swanctl.conf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
    file.close();
    const Result refused = run("export site-b site-c --format swanctl --output peers");
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.errors.startsWith("peers/site-c.swanctl.conf: "));
    QCOMPARE(QDir(path("peers")).entryList(QDir::Files), QStringList(QStringLiteral("site-c.swanctl.conf")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
    QCOMPARE(run("export site-b site-c --format swanctl --output peers --force").code, 0);
    QCOMPARE(QDir(path("peers")).entryList(QDir::Files).size(), 2);
}

void TestExportCommand::blockedOnesAreLeftOutOnlyWhenAskedTo()
{
    QCOMPARE(run("apply -", kMoreConnections).code, 0);
    const Result refused = run("--json export --all --format vyos --output peers"); // site-a has DES
    QCOMPARE(refused.code, 3);
    QVERIFY(refused.errors.contains("site-a: IkeConfig.IkeEncAlg: "));
    QVERIFY(!QFileInfo::exists(path("peers")));
    QCOMPARE(refused.json().value(QStringLiteral("Paths")).toArray().size(), 0);
    const Result written = run("export --all --format vyos --skip-blocked --output peers");
    QCOMPARE(written.code, 0);
    QVERIFY(written.errors.contains("site-a: "));
    QCOMPARE(QDir(path("peers")).entryList(QDir::Files),
             QStringList({QStringLiteral("site-b.vyos.txt"), QStringLiteral("site-c.vyos.txt")}));
    // Where nothing is left nothing is made.
    QCOMPARE(run("export site-a --format vyos --skip-blocked --output none.zip").code, 3);
    QVERIFY(!QFileInfo::exists(path("none.zip")));
}

void TestExportCommand::usage_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("no format") << QByteArray("export site-a") << 2;
    QTest::newRow("unknown format") << QByteArray("export site-a --format nonsense") << 2;
    QTest::newRow("no name") << QByteArray("export --format swanctl") << 2;
    QTest::newRow("unknown name") << QByteArray("export nobody --format swanctl") << 3;
    QTest::newRow("several on stdout") << QByteArray("export site-a site-b --format swanctl") << 2;
    QTest::newRow("names and all") << QByteArray("export site-a --all --format swanctl --output out") << 2;
    QTest::newRow("one name unknown") << QByteArray("export site-a nobody --format swanctl --output out") << 3;
    QTest::newRow("zip in no directory") << QByteArray("export --all --format swanctl --output a/b.zip") << 1;
    QTest::newRow("no such directory") << QByteArray("export site-a --format swanctl --output a/b") << 1;
    QTest::newRow("nothing to export") << QByteArray("--data-dir empty export --all --format swanctl --output out")
                                       << 3;
    QTest::newRow("neither side") << QByteArray("import /dev/null --store --side theirs") << 2;
    QTest::newRow("unknown wish for existing ones") << QByteArray("import /dev/null --store --existing delete") << 2;
    QTest::newRow("unknown format of a configuration") << QByteArray("import /dev/null --format nonsense") << 2;
    QTest::newRow("unknown format to store") << QByteArray("import /dev/null --store --format nonsense") << 2;
    QTest::newRow("certificates and configurations") << QByteArray("import /dev/null --key key --store") << 2;
}

void TestExportCommand::usage()
{
    QFETCH(QByteArray, arguments);
    QFETCH(int, code);
    const Result result = run(arguments.constData());
    QCOMPARE(result.code, code);
    QVERIFY(!result.errors.isEmpty());
    QVERIFY(result.output.isEmpty());
}

void TestExportCommand::aConfigurationIsShownAndNotStored()
{
    QCOMPARE(run("export site-a --format ipsec-conf --with-key --output peer.conf").code, 0);
    const QByteArray before = run("--json list connections").output;
    const Result shown = run("--json import peer.conf --secrets peer.conf.secrets");
    QCOMPARE(shown.code, 0);
    QVERIFY(!shown.output.contains("not-to-be-seen"));
    const QJsonObject reading = shown.json().value(QStringLiteral("Connections")).toArray().first().toObject();
    QVERIFY(reading.value(QStringLiteral("HasKey")).toBool());
    QCOMPARE(reading.value(QStringLiteral("IpAddress")).toString(), QStringLiteral("192.0.2.2"));
    const QJsonValue connection = reading.value(QStringLiteral("Connection"));
    QCOMPARE(connection[QStringLiteral("LocalSubnet")].toString(), QStringLiteral("10.1.0.0/24")); // ours again
    QCOMPARE(connection[QStringLiteral("IkeConfig")][QStringLiteral("IkeEncAlg")].toString(), QStringLiteral("des"));
    QVERIFY(run("--json import peer.conf --secrets peer.conf.secrets --with-key").output.contains("not-to-be-seen?"));
    QCOMPARE(run("--json list connections").output, before);
    QVERIFY(run("import peer.conf").errors.contains("Nothing was stored."));
}

void TestExportCommand::whatIsNothingKnownIsToldAllThatItCouldBe_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<QByteArray>>("said");
    const auto row = [](const char *name, const QByteArray &content, const QList<QByteArray> &said) {
        QTest::newRow(name) << content << said;
    };
    const QList<QByteArray> all{"file",
                                "Alibaba Cloud (JSON); ",
                                "MikroTik",
                                "Windows Server",
                                "certificates or private keys in PEM, DER or PKCS#12",
                                "--format"};
    row("words", "hello\nthere\n", all);
    row("no UTF-8", "hello\n\xe9\xe8\n", all + QList<QByteArray>{"Line 2: The line is not UTF-8."});
    row("PEM of something else", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", all);
    row("nothing", "", {"“file” is empty."});
    row("UTF-16",
        QByteArray("\xff\xfe"
                   "c\0o\0n\0n\0",
                   10),
        {"“file” is text in UTF-16"});
    row("a capture", QByteArray("\x0a\x0d\x0d\x0a\0\0", 6), {"“file” is a capture"});
    row("a picture", QByteArray("\x89PNG\r\n\x1a\n\0\0", 10), {"“file” is no configuration: it looks like", "PNG"});
    row("keys alone", "192.0.2.1 192.0.2.2 : PSK \"never-to-be-seen\"\n", {"“file” holds the keys", "--secrets"});
    row("a document", kDocument, {"“file” is a document of our own", "tunnelwrightctl apply"});
    row("a backup", "-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n",
        {"“file” is a backup", "tunnelwrightctl restore"});
    row("too much", QByteArray((1 << 20) + 1, 'x'), {"“file” is larger than 1 MiB"});
}

void TestExportCommand::whatIsNothingKnownIsToldAllThatItCouldBe()
{
    QFETCH(QByteArray, content);
    QFETCH(QList<QByteArray>, said);
    QFile file(path("file"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    for (const char *command : {"import file", "import file --store"}) {
        const Result result = run(command);
        QCOMPARE(result.code, 3);
        QCOMPARE(result.errors.count('\n'), 1);
        for (const QByteArray &words : std::as_const(said))
            QVERIFY2(result.errors.contains(words), result.errors.constData());
        QVERIFY(!result.errors.contains("never-to-be-seen"));
        QVERIFY(result.output.isEmpty());
    }
}

void TestExportCommand::hostileConfigurationsNameALine()
{
    QFile file(path("hostile.conf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("connections {\n  include ../../../etc/shadow\n  a {\n    version = \"1\n");
    file.close();
    const Result result = run("import hostile.conf --format swanctl");
    QCOMPARE(result.code, 3);
    QVERIFY(result.errors.startsWith("hostile.conf: Line 4: "));
}

// From one console to another: what one exports for its peer, the other imports as its own.
void TestExportCommand::configurationsAreStored()
{
    QCOMPARE(run("export site-a --format swanctl --with-key --output peer.conf").code, 0);
    QCOMPARE(run("delete connection site-a").code, 0);
    const Result plan = run("--json import peer.conf --dry-run");
    QVERIFY2(plan.code == 0, plan.errors.constData());
    QCOMPARE(plan.json()[QStringLiteral("Side")].toString(), QStringLiteral("peer"));
    QVERIFY(plan.errors.contains("Nothing was stored."));
    QVERIFY(run("--json list connections").json()[QStringLiteral("VpnConnections")].toArray().isEmpty());
    const Result stored = run("--json import peer.conf --store");
    QVERIFY2(stored.code == 0, stored.errors.constData());
    const QJsonValue connection = stored.json()[QStringLiteral("Connections")].toArray().first();
    QCOMPARE(connection[QStringLiteral("Action")].toString(), QStringLiteral("created"));
    QCOMPARE(connection[QStringLiteral("VpnGateway")][QStringLiteral("Name")].toString(), QStringLiteral("gw"));
    QVERIFY(!stored.output.contains("not-to-be-seen"));
    // The key came with it.
    QVERIFY(run("export site-a --format alibaba --with-key").output.contains("not-to-be-seen?"));
    QVERIFY(run("show site-a").output.contains("10.1.0.0/24"));
}

void TestExportCommand::whatIsMissingIsSaid()
{
    QCOMPARE(run("export site-a --format swanctl --output peer.conf").code, 0); // without the key
    QCOMPARE(run("delete connection site-a").code, 0);
    const Result refused = run("import peer.conf --store");
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.errors.contains("site-a: The text holds no pre-shared key"), refused.errors.constData());
    QVERIFY(refused.errors.contains("Nothing was stored."));
    QFile key(path("key"));
    QVERIFY(key.open(QIODevice::WriteOnly));
    key.write("the-key-of-both\nand no more\n");
    key.close();
    QCOMPARE(run("import peer.conf --store --psk-file key").code, 0);
    QVERIFY(run("export site-a --format alibaba --with-key").output.contains("\"the-key-of-both\""));
    QCOMPARE(run("delete connection site-a").code, 0);
    QVERIFY(key.open(QIODevice::WriteOnly));
    key.write("another-key"); // the last line of a file need not end
    key.close();
    QCOMPARE(run("import peer.conf --store --psk-file key").code, 0);
    QVERIFY(run("export site-a --format alibaba --with-key").output.contains("\"another-key\""));
    // Of a region that has nothing, nobody can tell.
    QCOMPARE(run("import peer.conf --store --region nowhere").code, 3);
}

void TestExportCommand::tunnelsThatAreThereAreLeftAlone()
{
    QCOMPARE(run("export site-a --format swanctl --with-key --output peer.conf").code, 0);
    const QByteArray before = run("--json list connections").output;
    const Result same = run("import peer.conf --store --existing update");
    QCOMPARE(same.code, 0);
    QVERIFY2(same.output.contains("left out"), same.output.constData());
    QCOMPARE(run("--json list connections").output, before);

    QFile file(path("peer.conf"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    QVERIFY(text.contains("des-"));
    text.replace("proposals = des-", "proposals = aes256-");
    QVERIFY(file.resize(0) && file.seek(0) && file.write(text) == text.size());
    file.close();
    QCOMPARE(run("import peer.conf --store").code, 0);
    QCOMPARE(run("--json list connections").output, before); // skipped unless it is said
    QCOMPARE(run("import peer.conf --store --existing update").code, 0);
    QVERIFY(run("export site-a --format alibaba").output.contains("\"IkeEncAlg\": \"aes256\""));
}

void TestExportCommand::textOfStandardInputIsStored()
{
    const QByteArray text = run("export site-a --format alibaba --with-key").output;
    QCOMPARE(run("delete connection site-a").code, 0);
    QCOMPARE(run("import - --store", text).code, 0);
    // The JSON has no name: it is the customer gateway's.
    QVERIFY(run("list connections").output.contains("peer"));
    // It is shown in the same way.
    QVERIFY(run("import -", text).output.startsWith("Format: alibaba\n"));
    // Taken for ours, both ends are others.
    const Result ours = run("--json import - --dry-run --side ours", text);
    QVERIFY2(ours.code == 0, ours.errors.constData());
    const QJsonValue connection = ours.json()[QStringLiteral("Connections")].toArray().first();
    QCOMPARE(connection[QStringLiteral("LocalSubnet")].toString(), QStringLiteral("10.2.0.0/24"));
    QVERIFY(connection[QStringLiteral("VpnGateway")][QStringLiteral("New")].toBool());
}

void TestExportCommand::nothingIsStoredOfAnInvalidText()
{
    const QByteArray before = run("--json list connections").output;
    const Result result = run("import - --store --format swanctl", "connections {\n  a {\n    version = \"1\n");
    QCOMPARE(result.code, 3);
    QVERIFY2(result.errors.contains("Line 3: "), result.errors.constData());
    QCOMPARE(run("import - --store", "nothing of the kind\n").code, 3);
    QCOMPARE(run("import absent.conf --store").code, 1);
    QCOMPARE(run("--json list connections").output, before);
}

QTEST_GUILESS_MAIN(TestExportCommand)
#include "test_export_command.moc"
