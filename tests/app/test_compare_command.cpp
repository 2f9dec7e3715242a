#include "tests/app/ctl.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using Result = test::CtlResult;

namespace {

const QByteArray kDocument = test::siteDocument(R"({"Psk": "not-to-be-seen", "IkeEncAlg": "aes256"})");

} // namespace

// "compare", as scripts use it.
class TestCompareCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void equal();
    void differences();
    void keysAreNotShown();
    void standardInput();
    void theOwnEnd();
    void errors_data();
    void errors();
    void nothingIsStored();

private:
    QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    Result run(const QString &arguments, const QByteArray &input = {}) const;
    QByteArray exported(const char *format) const;
    void save(const char *name, const QByteArray &text) const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestCompareCommand::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QCOMPARE(run(QStringLiteral("apply -"), kDocument).code, 0);
}

Result TestCompareCommand::run(const QString &arguments, const QByteArray &input) const
{
    return test::runCtl(m_directory->path(),
                        QStringList{QStringLiteral("--data-dir"), path("data")} + arguments.split(u' '), input);
}

QByteArray TestCompareCommand::exported(const char *format) const
{
    return run(QStringLiteral("export site-a --with-key --format ") + QLatin1String(format)).output;
}

void TestCompareCommand::save(const char *name, const QByteArray &text) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestCompareCommand::equal()
{
    save("peer.conf", exported("swanctl"));
    const Result result = run(QStringLiteral("compare site-a peer.conf"));
    QCOMPARE(result.code, 0);
    QVERIFY(result.output.contains("Nothing that was said differs."));
    const QJsonObject json = run(QStringLiteral("--json compare site-a peer.conf")).json();
    QCOMPARE(json[QStringLiteral("Format")].toString(), QStringLiteral("swanctl"));
    QCOMPARE(json[QStringLiteral("Differences")].toInt(-1), 0);
    QCOMPARE(json[QStringLiteral("Whose")].toString(), QStringLiteral("peers"));
}

void TestCompareCommand::differences()
{
    QByteArray text = exported("swanctl");
    QVERIFY(text.contains("aes256-sha1-modp1024"));
    text.replace("aes256-sha1-modp1024", "aes128-sha1-modp1024");
    save("peer.conf", text);
    const Result result = run(QStringLiteral("--json compare site-a peer.conf"));
    QCOMPARE(result.code, 7);
    const QJsonObject json = result.json();
    QCOMPARE(json[QStringLiteral("Differences")].toInt(), 1);
    QCOMPARE(json[QStringLiteral("BreaksPhase1")].toInt(), 1);
    QJsonObject row;
    for (const QJsonValue &value : json[QStringLiteral("Rows")].toArray()) {
        if (value[QStringLiteral("Fit")] == QLatin1String("breaks"))
            row = value.toObject();
    }
    QCOMPARE(row[QStringLiteral("Field")].toString(), QStringLiteral("IkeConfig.IkeEncAlg"));
    QCOMPARE(row[QStringLiteral("Ours")].toString(), QStringLiteral("aes256"));
    QCOMPARE(row[QStringLiteral("Theirs")].toString(), QStringLiteral("aes"));
    QCOMPARE(row[QStringLiteral("Phase")].toInt(), 1);
    QCOMPARE(row[QStringLiteral("Code")].toString(), QStringLiteral("EncryptionAlgorithmMismatch"));
    QCOMPARE(row[QStringLiteral("MendHere")][QStringLiteral("Value")].toString(), QStringLiteral("aes"));
    const QJsonArray lines = row[QStringLiteral("LinesThere")].toArray();
    QVERIFY(lines.last().toString().contains(QStringLiteral("proposals = aes256-sha1-modp1024")));
    const Result plain = run(QStringLiteral("compare site-a peer.conf"));
    QCOMPARE(plain.code, 7);
    QVERIFY(plain.output.contains("1 setting differs. It breaks phase 1."));
}

void TestCompareCommand::keysAreNotShown()
{
    QByteArray text = exported("vyos");
    QVERIFY(text.contains("'not-to-be-seen'"));
    text.replace("'not-to-be-seen'", "'nor-this-one'");
    save("peer.txt", text);
    for (const char *options : {"compare site-a peer.txt", "--json compare site-a peer.txt"}) {
        const Result result = run(QLatin1String(options));
        QCOMPARE(result.code, 7);
        for (const char *secret : {"to-be-seen", "nor-this"}) {
            QVERIFY(!result.output.contains(secret));
            QVERIFY(!result.errors.contains(secret));
        }
    }
}

void TestCompareCommand::standardInput()
{
    QCOMPARE(run(QStringLiteral("compare site-a -"), exported("cisco-ios")).code, 0);
    save("peer.secrets",
         run(QStringLiteral("--json export site-a --with-key --format ipsec-conf"))
             .json()[QStringLiteral("Files")][1][QStringLiteral("Text")]
             .toString()
             .toUtf8());
    const QByteArray conf = run(QStringLiteral("--json export site-a --format ipsec-conf"))
                                .json()[QStringLiteral("Files")][0][QStringLiteral("Text")]
                                .toString()
                                .toUtf8();
    const Result result = run(QStringLiteral("--json compare site-a - --secrets peer.secrets"), conf);
    QCOMPARE(result.code, 0);
    for (const QJsonValue &row : result.json()[QStringLiteral("Rows")].toArray()) {
        if (row[QStringLiteral("Field")] == QLatin1String("IkeConfig.Psk"))
            QCOMPARE(row[QStringLiteral("Fit")].toString(), QStringLiteral("fits"));
    }
}

void TestCompareCommand::theOwnEnd()
{
    QByteArray text = exported("alibaba");
    for (const auto &[from, to] :
         {std::pair{"192.0.2.1\"", "X\""}, std::pair{"192.0.2.2\"", "192.0.2.1\""}, std::pair{"X\"", "192.0.2.2\""},
          std::pair{"10.1.0.0", "Y"}, std::pair{"10.2.0.0", "10.1.0.0"}, std::pair{"Y", "10.2.0.0"}})
        text.replace(from, to);
    const Result result = run(QStringLiteral("--json compare site-a -"), text);
    QCOMPARE(result.code, 0);
    QCOMPARE(result.json()[QStringLiteral("Whose")].toString(), QStringLiteral("ours"));
}

void TestCompareCommand::errors_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const char *arguments, int code, const char *said) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << code << QByteArray(said);
    };
    row("no file", "compare site-a", 2, "Usage:");
    row("no such format", "compare site-a peer.conf --format nothing", 2, "no format \"nothing\"");
    row("no number", "compare site-a peer.conf --nth x", 2, "--nth is a number");
    row("no such connection", "compare site-b peer.conf", 3, "site-b");
    row("a file that is not there", "compare site-a missing", 1, "missing: ");
    row("not so many", "compare site-a peer.conf --nth 2", 3, "holds 1 connection.");
    row("nothing that is known", "compare site-a other.txt", 3, "other.txt: It does not look like");
    row("no text", "compare site-a latin1.txt", 3, "latin1.txt: Line 2: The line is not UTF-8.");
    row("broken", "compare site-a broken.json", 3, "broken.json: Line 2: ");
}

void TestCompareCommand::errors()
{
    QFETCH(QString, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, said);
    save("peer.conf", exported("swanctl"));
    save("other.txt", "hello\n");
    save("latin1.txt", "hello\n\xe9\n");
    save("broken.json", "{\n\"IkeConfig\": {,\n");
    const Result result = run(arguments);
    QCOMPARE(result.code, code);
    QVERIFY2(result.errors.contains(said), result.errors.constData());
    QVERIFY(result.output.isEmpty());
}

void TestCompareCommand::nothingIsStored()
{
    QByteArray text = exported("swanctl");
    text.replace("aes256", "aes192");
    QCOMPARE(run(QStringLiteral("compare site-a -"), text).code, 7);
    const QByteArray shown = run(QStringLiteral("--json show site-a")).output;
    QVERIFY(shown.contains("\"aes256\"") && !shown.contains("aes192"));
}

QTEST_GUILESS_MAIN(TestCompareCommand)
#include "test_compare_command.moc"
