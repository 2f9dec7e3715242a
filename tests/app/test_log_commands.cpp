#include "app/control_server.h"
#include "models/log/log_store.h"
#include "tests/app/ctl.h"
#include "tests/app/scripted_workspace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <archive.h>
#include <archive_entry.h>

using namespace tw;
using namespace std::chrono_literals;
using Result = test::CtlResult;
using test::ScriptedWorkspace;

namespace {

// Name -> content, as another program reads it.
QMap<QString, QByteArray> unzipped(const QString &file)
{
    QMap<QString, QByteArray> entries;
    archive *zip = archive_read_new();
    archive_read_support_format_zip(zip);
    archive_entry *entry = nullptr;
    if (archive_read_open_filename(zip, QFile::encodeName(file).constData(), 10240) == ARCHIVE_OK) {
        while (archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
            QByteArray &content = entries[QString::fromUtf8(archive_entry_pathname(entry))];
            char block[4096];
            for (la_ssize_t size; (size = archive_read_data(zip, block, sizeof block)) > 0;)
                content.append(block, size);
        }
    }
    archive_read_free(zip);
    return entries;
}

} // namespace

// `log` and `bundle` from the outside.
class TestLogCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_scripted.reset(); }
    void pagesAreAnsweredLikeTheClouds();
    void aWindowThatIsOpenIsNotCompleted();
    void whatBreaksARuleIsSaid_data();
    void whatBreaksARuleIsSaid();
    void filters_data();
    void filters();
    void formatsGoToTheirFile();
    void aFileThatCannotBeWritten();
    void aBundleHoldsWhatHelpsAndNoKey();
    void aBundleOfNothing();
    void aBundleWithAddresses();

private:
    Result run(const QString &line)
    {
        return test::runCtl(m_scripted->directory(),
                            QStringList{QStringLiteral("--data-dir"), m_scripted->directory()} + line.split(u' '), {},
                            test::Sockets::Environment);
    }
    QString file(const char *name) const { return m_scripted->directory() + QLatin1Char('/') + QLatin1String(name); }
    void happens(const std::vector<api::Event> &events);
    api::Event event(api::EventCode code, api::Level level = api::Level::Info, api::Phase phase = api::Phase::None);

    std::unique_ptr<ScriptedWorkspace> m_scripted;
    qint64 m_second = 0; // a minute ago
};

void TestLogCommands::init()
{
    m_scripted = std::make_unique<ScriptedWorkspace>();
    qputenv("XDG_RUNTIME_DIR", m_scripted->directory().toUtf8());
    QVERIFY(m_scripted->fill());
    m_scripted->workspace().startEngine();
    m_second =
        std::chrono::floor<std::chrono::seconds>(m_scripted->workspace().log().now()).time_since_epoch().count() - 60;
}

api::Event TestLogCommands::event(api::EventCode code, api::Level level, api::Phase phase)
{
    api::Event event;
    event.connection = api::ConnectionId(m_scripted->idOf("site-a").toStdString());
    event.code = code;
    event.level = level;
    event.phase = phase;
    return event;
}

void TestLogCommands::happens(const std::vector<api::Event> &events)
{
    api::EngineReport report;
    report.clock.utc = UtcTime(std::chrono::seconds(m_second));
    report.events = events;
    m_scripted->engine().report(report);
    m_scripted->workspace().log().flush();
}

void TestLogCommands::pagesAreAnsweredLikeTheClouds()
{
    std::vector<api::Event> events;
    for (int i = 0; i < 25; ++i) {
        api::Event sent = event(api::EventCode::Retransmitted);
        sent.at = TimePoint(std::chrono::milliseconds(i));
        sent.messageId = 0;
        sent.details = {{api::DetailKey::Count, std::to_string(i)}};
        events.push_back(sent);
    }
    happens(events);
    const QString window = QStringLiteral("--json log site-a --from %1 --to %2").arg(m_second).arg(m_second + 1);
    const auto page = [&](const QString &options) { return run(window + options).json(); };
    const QJsonObject second = page(QStringLiteral(" --page 2"));
    QCOMPARE(second.value(QStringLiteral("Count")).toInt(), 25);
    QCOMPARE(second.value(QStringLiteral("IsCompleted")).toBool(), true);
    QCOMPARE(second.value(QStringLiteral("From")).toInteger(), m_second);
    QCOMPARE(second.value(QStringLiteral("To")).toInteger(), m_second + 1);
    QCOMPARE(second.value(QStringLiteral("PageNumber")).toInt(), 2);
    QCOMPARE(second.value(QStringLiteral("PageSize")).toInt(), 10);
    const auto logs = [](const QJsonObject &answer) {
        return answer.value(QStringLiteral("Data")).toObject().value(QStringLiteral("Logs")).toArray();
    };
    QCOMPARE(logs(second).size(), 10);
    QVERIFY(logs(second).first().toString().endsWith(
        QLatin1String("site-a: sending retransmit 10 of request message ID 0")));
    QCOMPARE(logs(page(QStringLiteral(" --page 3"))).size(), 5);
    QCOMPARE(logs(page(QStringLiteral(" --page 4"))).size(), 0);
    QCOMPARE(page(QStringLiteral(" --page 4")).value(QStringLiteral("Count")).toInt(), 25);
    QCOMPARE(logs(page(QStringLiteral(" --page-size 50"))).size(), 25);
    // Without --json the same lines.
    QCOMPARE(run(window.mid(7) + QStringLiteral(" --page 3")).lines().size(), 5);
}

void TestLogCommands::aWindowThatIsOpenIsNotCompleted()
{
    const Result result = run(QStringLiteral("--json log site-a --from %1 --minutes 10 --page 1").arg(m_second));
    QCOMPARE(result.json().value(QStringLiteral("IsCompleted")), QJsonValue(false));
}

void TestLogCommands::whatBreaksARuleIsSaid_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *options, const char *field) {
        QTest::newRow(options) << QString::fromLatin1(options) << QString::fromLatin1(field);
    };
    row("--page 0", "PageNumber");
    row("--page x", "PageNumber");
    row("--page-size 51", "PageSize");
    row("--page-size 0", "PageSize");
    row("--minutes 11", "MinutePeriod");
    row("--from 5 --to 4", "To");
    row("--level loud", "--level");
    row("--phase 3", "--phase");
    row("--code info,Nothing", "--code");
    row("--format xml", "--format");
    row("--page 1 --follow", "--page");
    row("--follow --output x", "--follow");
}

void TestLogCommands::whatBreaksARuleIsSaid()
{
    QFETCH(QString, options);
    QFETCH(QString, field);
    const Result result = run(QStringLiteral("log site-a ") + options);
    QCOMPARE(result.code, 3);
    QVERIFY2(QString::fromUtf8(result.errors).startsWith(field + QLatin1Char(':')), result.errors.constData());
    QCOMPARE(result.errors.count('\n'), 1);
    QVERIFY(result.output.isEmpty());
}

void TestLogCommands::filters_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("lines");
    QTest::newRow("all") << QString() << 4;
    QTest::newRow("level") << QStringLiteral(" --level error,warning") << 2;
    QTest::newRow("all but a level") << QStringLiteral(" --level !debug") << 3;
    QTest::newRow("phase") << QStringLiteral(" --phase 2") << 1;
    QTest::newRow("code") << QStringLiteral(" --code PeerDead") << 1;
    QTest::newRow("both") << QStringLiteral(" --level warning --phase 2") << 0;
}

void TestLogCommands::filters()
{
    QFETCH(QString, options);
    happens({event(api::EventCode::PeerDead, api::Level::Error),
             event(api::EventCode::NoProposalChosen, api::Level::Warning),
             event(api::EventCode::ChildSaEstablished, api::Level::Info, api::Phase::Phase2),
             event(api::EventCode::DpdProbeSent, api::Level::Debug)});
    const Result result = run(QStringLiteral("log site-a") + options);
    QCOMPARE(result.code, 0);
    QTEST(int(result.lines().size()), "lines");
    // A page counts what passes.
    QTEST(run(QStringLiteral("--json log site-a --page 1") + options).json().value(QStringLiteral("Count")).toInt(),
          "lines");
}

void TestLogCommands::formatsGoToTheirFile()
{
    happens({event(api::EventCode::PeerDead, api::Level::Error)});
    const QString output = file("out");
    for (const auto &[format, begin] :
         {std::pair("text", "20"), std::pair("csv", "Time,Sequence,"), std::pair("jsonl", "{")}) {
        const QString options = QStringLiteral("log site-a --format %1").arg(QLatin1String(format));
        QCOMPARE(run(options + QStringLiteral(" --output ") + output).code, 0);
        QFile written(output);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray content = written.readAll();
        QVERIFY2(content.startsWith(begin), content.constData());
        QCOMPARE(written.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(run(options).output, content); // the same as is printed
    }
}

void TestLogCommands::aFileThatCannotBeWritten()
{
    const Result result = run(QStringLiteral("log site-a --output /nowhere/out"));
    QCOMPARE(result.code, 1);
    QVERIFY2(result.errors.startsWith("/nowhere/out: "), result.errors.constData());
}

void TestLogCommands::aBundleHoldsWhatHelpsAndNoKey()
{
    api::Event up = event(api::EventCode::IkeSaEstablished);
    up.details = {{api::DetailKey::LocalId, "192.0.2.1"},
                  {api::DetailKey::RemoteId, "vpn.example.com"},
                  {api::DetailKey::RemoteEndpoint, "192.0.2.2[500]"}};
    happens({up, event(api::EventCode::PeerDead, api::Level::Error)});
    app::ControlServer server(&m_scripted->workspace());
    QVERIFY(server.listen());
    const QString output = file("bundle.zip");
    const Result result = run(QStringLiteral("bundle site-a --output ") + output);
    QVERIFY2(result.code == 0 && result.errors.isEmpty(), result.errors.constData());
    QCOMPARE(QFile::permissions(output) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const auto entries = unzipped(output);
    QCOMPARE(
        entries.keys(),
        (QStringList{QStringLiteral("README.txt"), QStringLiteral("bundle.json"), QStringLiteral("configuration.json"),
                     QStringLiteral("log.jsonl"), QStringLiteral("log.txt"), QStringLiteral("redactions.txt"),
                     QStringLiteral("status.json"), QStringLiteral("system.json")}));
    QCOMPARE(entries.value(QStringLiteral("log.jsonl")).count('\n'), 2);
    QVERIFY(entries.value(QStringLiteral("configuration.json")).contains("10.2.0.0/24"));
    QVERIFY(entries.value(QStringLiteral("status.json")).contains("\"site-a\""));
    QVERIFY(!entries.value(QStringLiteral("status.json")).contains("\"site-b\""));
    QVERIFY(entries.value(QStringLiteral("system.json")).contains("Kernel"));
    QVERIFY(entries.value(QStringLiteral("redactions.txt")).contains("public addresses: 2"));

    // The key of fill(), as text and as bytes are written, neither in an entry nor in the file as it is.
    QFile whole(output);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QList<QByteArray> contents = entries.values();
    contents << whole.readAll();
    const QByteArray key("key-of-both");
    for (const QByteArray &content : std::as_const(contents)) {
        for (const QByteArray &form : {key, key.toHex(), key.toHex().toUpper(), key.toBase64()})
            QVERIFY2(!content.contains(form), form.constData());
        for (const char *taken : {"192.0.2.1", "192.0.2.2", "vpn.example.com"})
            QVERIFY2(!content.contains(taken), taken);
    }
}

void TestLogCommands::aBundleOfNothing()
{
    const QString output = file("bundle.zip");
    QCOMPARE(run(QStringLiteral("bundle site-a")).code, 2);
    QCOMPARE(run(QStringLiteral("bundle nobody --output ") + output).code, 3);
    QVERIFY(!QFile::exists(output));
    QCOMPARE(run(QStringLiteral("bundle site-b --output ") + output).code, 0); // no line, no engine that answers
    QVERIFY(unzipped(output).value(QStringLiteral("log.txt")).isEmpty());
    QCOMPARE(run(QStringLiteral("bundle site-a --output /nowhere/b.zip")).code, 1);
}

void TestLogCommands::aBundleWithAddresses()
{
    const QString output = file("bundle.zip");
    QCOMPARE(run(QStringLiteral("bundle site-a --with-addresses --output ") + output).code, 0);
    const auto entries = unzipped(output);
    QVERIFY(entries.value(QStringLiteral("configuration.json")).contains("192.0.2.2"));
    QVERIFY(!entries.value(QStringLiteral("configuration.json")).contains("key-of-both"));
    QVERIFY(entries.value(QStringLiteral("redactions.txt")).contains("Nothing was taken out"));
}

QTEST_GUILESS_MAIN(TestLogCommands)
#include "test_log_commands.moc"
