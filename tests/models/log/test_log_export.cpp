#include "models/log/log_export.h"
#include "models/log/log_reader.h"

#include "log_samples.h"

#include <QBuffer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace log_samples;
using models::LogFormat;
using models::LogReader;
using models::LogRecord;
using models::LogStore;

namespace {

LogRecord recordOf(api::Event event, qint64 sequence = 1) { return {sequence, kStart, std::move(event)}; }

api::Event retransmission()
{
    api::Event event = fact(0ms, api::EventCode::Retransmitted);
    event.messageId = 3;
    event.details = {{api::DetailKey::Count, "1"}, {api::DetailKey::RemoteId, "=cmd|' /C calc'!A0, \"x\""}};
    return event;
}

// RFC 4180, read by its grammar.
QList<QStringList> parseCsv(const QString &text)
{
    QList<QStringList> lines;
    QStringList line;
    QString cell;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (isQuoted && c == u'"' && text.mid(i + 1, 1) == QLatin1String("\""))
            cell += text.at(++i);
        else if (c == u'"')
            isQuoted = !isQuoted;
        else if (!isQuoted && c == u',')
            line << std::exchange(cell, {});
        else if (!isQuoted && c == u'\r' && text.mid(i + 1, 1) == QLatin1String("\n")) {
            line << std::exchange(cell, {});
            lines << std::exchange(line, {});
            ++i;
        } else
            cell += c;
    }
    return lines;
}

} // namespace

class TestLogExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesReadLikeCharons();
    void csvIsRfc4180();
    void noCellIsAFormula_data();
    void noCellIsAFormula();
    void jsonLinesAreObjects();
    void aDeviceThatTakesNothingIsTold();
    void aWholeWindowGoesToAFileOfItsOwner();
    void aFileThatCannotBeWrittenIsASentence();
};

void TestLogExport::linesReadLikeCharons()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    models::LogExport out(buffer, LogFormat::Text, QStringLiteral("office"));
    QVERIFY(out.write({recordOf(retransmission())}));
    QCOMPARE(QString::fromUtf8(buffer.data()),
             QStringLiteral("2027-01-15T08:00:00.000Z info office: sending retransmit 1 of request message ID 3\n"));
}

void TestLogExport::csvIsRfc4180()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    models::LogExport out(buffer, LogFormat::Csv, QStringLiteral("a, \"b\""));
    QVERIFY(out.write({recordOf(retransmission())}));
    const auto lines = parseCsv(QString::fromUtf8(buffer.data()));
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).size(), lines.at(1).size());
    QCOMPARE(lines.at(1).value(lines.at(0).indexOf(QLatin1String("Name"))), QStringLiteral("a, \"b\""));
    QCOMPARE(lines.at(1).value(lines.at(0).indexOf(QLatin1String("Code"))), QStringLiteral("Retransmitted"));
    QCOMPARE(lines.at(1).value(lines.at(0).indexOf(QLatin1String("MessageId"))), QStringLiteral("3"));
    QCOMPARE(lines.at(1).value(lines.at(0).indexOf(QLatin1String("Details"))),
             QStringLiteral("Count: 1\nRemoteId: =cmd|' /C calc'!A0, \"x\""));
}

void TestLogExport::noCellIsAFormula_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    // What OWASP lists as beginnings of formulas.
    for (const char *text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
        QTest::newRow(text) << QString::fromLatin1(text) << QLatin1Char('\'') + QString::fromLatin1(text);
    QTest::newRow("return") << QStringLiteral("\rx") << QStringLiteral("\"'\rx\"");
    QTest::newRow("plain") << QStringLiteral("a=b") << QStringLiteral("a=b");
    QTest::newRow("quoted") << QStringLiteral("=\"a\"") << QStringLiteral("\"'=\"\"a\"\"\"");
    QTest::newRow("empty") << QString() << QString();
}

void TestLogExport::noCellIsAFormula()
{
    QFETCH(QString, text);
    QTEST(models::csvCell(text), "cell");
}

void TestLogExport::jsonLinesAreObjects()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    models::LogExport out(buffer, LogFormat::JsonLines, QStringLiteral("office"));
    QVERIFY(out.write({recordOf(retransmission(), 7), recordOf(fact(0ms), 8)}));
    const auto lines = buffer.data().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject first = QJsonDocument::fromJson(lines.first()).object();
    QCOMPARE(first.value(QStringLiteral("Sequence")).toInt(), 7);
    QCOMPARE(first.value(QStringLiteral("Code")).toString(), QStringLiteral("Retransmitted"));
    QCOMPARE(first.value(QStringLiteral("Details")).toObject().value(QStringLiteral("Count")).toString(),
             QStringLiteral("1"));
}

void TestLogExport::aDeviceThatTakesNothingIsTold()
{
    QFile full(QStringLiteral("/dev/full"));
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        QSKIP("no /dev/full");
    models::LogExport out(full, LogFormat::Text, QStringLiteral("office"));
    QVERIFY(!out.write({recordOf(retransmission())}));
    QCOMPARE(out.lines(), 0);
}

void TestLogExport::aWholeWindowGoesToAFileOfItsOwner()
{
    const QTemporaryDir directory;
    const QString log = directory.filePath(QStringLiteral("log.sqlite"));
    const QString output = directory.filePath(QStringLiteral("out.txt"));
    auto store = LogStore::open({log, LogStore::Access::Write, [] { return kStart; }});
    QVERIFY(store);
    std::vector<api::Event> events;
    for (int i = 0; i < 10'000; ++i) // more than a block
        events.push_back(i % 2 == 0 ? fact(1ms) : retransmission());
    (*store)->append(events, clockAt(kStart));
    (*store)->flush();
    LogReader reader(log);
    QSignalSpy exported(&reader, &LogReader::exported);
    models::LogSelection selection{kConnection, {kStart, kStart + 10min}};
    selection.facets.codes.included = {api::EventCode::Retransmitted};
    const auto request = reader.exportTo(output, LogFormat::Text, QStringLiteral("office"), selection);
    QVERIFY(exported.wait());
    QCOMPARE(exported.first().at(0).toLongLong(), request);
    QCOMPARE(exported.first().at(1).toLongLong(), 5000);
    QFile file(output);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 5000);
    QVERIFY((file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)) == 0);
}

void TestLogExport::aFileThatCannotBeWrittenIsASentence()
{
    const QTemporaryDir directory;
    LogReader reader(directory.filePath(QStringLiteral("log.sqlite")));
    QSignalSpy failed(&reader, &LogReader::failed);
    const QString output = directory.filePath(QStringLiteral("none/out.txt"));
    reader.exportTo(output, LogFormat::Text, QStringLiteral("office"), {kConnection, {kStart, kStart + 10min}});
    QVERIFY(failed.wait());
    QVERIFY2(failed.first().at(1).toString().startsWith(output + QStringLiteral(": ")),
             qPrintable(failed.first().at(1).toString()));
}

QTEST_GUILESS_MAIN(TestLogExport)
#include "test_log_export.moc"
