#include "models/log/log_reader.h"

#include "log_samples.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace log_samples;
using models::LogFacets;
using models::LogReader;
using models::LogRecord;
using models::LogStore;
using models::LogWindow;

namespace {

template <typename T>
LogFacets including(models::LogChips<T> LogFacets::*chips, std::set<T> values)
{
    LogFacets facets;
    (facets.*chips).included = std::move(values);
    return facets;
}

} // namespace

class TestLogReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_now = kStart;
        auto store = LogStore::open({path(), LogStore::Access::Write, [this] { return m_now; }});
        QVERIFY(store);
        m_store = std::move(*store);
        m_reader = std::make_unique<LogReader>(path());
        m_seed = static_cast<unsigned>(QDateTime::currentMSecsSinceEpoch());
    }
    void cleanup()
    {
        m_reader.reset();
        m_store.reset();
    }

    void aLogThatIsNotThereIsEmpty();
    void facetsAgreeWithWhatLiveLinesAreAdmittedBy();
    void levelsAreCountedInWindowsOfEveryKind();
    void rowsAreTheWindowInOrder();
    void rowsStayRightWhileTheWindowGrowsAndIsPruned();
    void histogramsAreEqualToTheFacts();
    void silenceIsNotAbsence();
    void aCancelledRequestIsNeverAnswered();
    void aDamagedFileIsASentence();
    void aFileThatWasPutAsideIsLeft();
    void factsBySequence();
    void aNegotiationIsFoundAroundAFact();

private:
    QString path() const { return m_directory->filePath(QStringLiteral("log.sqlite")); }
    void append(const std::vector<api::Event> &events)
    {
        m_store->append(events, clockAt(kStart));
        m_store->flush();
    }
    // The one answer to a request, or nothing.
    QList<QVariant> answer(QSignalSpy &spy, LogReader::Request request)
    {
        if (spy.isEmpty() && !spy.wait())
            return {};
        const auto arguments = spy.takeFirst();
        return arguments.first().toLongLong() == request ? arguments : QList<QVariant>();
    }
    qint64 count(const LogWindow &window, const LogFacets &facets = {}, const QString &connection = kConnection)
    {
        QSignalSpy spy(m_reader.get(), &LogReader::counted);
        return answer(spy, m_reader->count(connection, window, facets)).value(1, -1).toLongLong();
    }
    QList<LogRecord> rows(const LogWindow &window, const LogFacets &facets, qint64 first, int limit)
    {
        QSignalSpy spy(m_reader.get(), &LogReader::rowsRead);
        const auto arguments = answer(spy, m_reader->read(kConnection, window, facets, first, limit));
        return arguments.value(1, -1).toLongLong() == first ? arguments.at(2).value<QList<LogRecord>>()
                                                            : QList<LogRecord>();
    }
    QList<models::LogBin> bins(UtcTime from, UtcTime to, models::LogBinWidth width)
    {
        QSignalSpy spy(m_reader.get(), &LogReader::histogramRead);
        return answer(spy, m_reader->histogram(kConnection, from, to, width)).value(1).value<QList<models::LogBin>>();
    }
    LogFacets anyFacets(std::mt19937 &random);

    std::unique_ptr<QTemporaryDir> m_directory;
    UtcTime m_now;
    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogReader> m_reader;
    unsigned m_seed = 0;
};

void TestLogReader::aLogThatIsNotThereIsEmpty()
{
    m_reader = std::make_unique<LogReader>(m_directory->filePath(QStringLiteral("none.sqlite")));
    QCOMPARE(count({kStart, kStart + 10min}), 0);
    const auto empty = bins(kStart, kStart + 60min, models::LogBinWidth::TenMinutes);
    QCOMPARE(empty.size(), 6);
    QVERIFY(!empty.first().recorded && empty.first().from == kStart && empty.last().from == kStart + 50min);
    QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("none.sqlite"))));
}

LogFacets TestLogReader::anyFacets(std::mt19937 &random)
{
    LogFacets facets;
    const auto fill = [&random]<typename T>(models::LogChips<T> &chips, unsigned values) {
        for (auto *set : {&chips.included, &chips.excluded}) {
            for (auto wanted = random() % 6 < 2 ? random() % 3 + 1 : 0U; wanted > 0; --wanted)
                set->insert(static_cast<T>(random() % values));
        }
    };
    fill(facets.levels, 4);
    fill(facets.phases, 4);
    fill(facets.directions, 3);
    fill(facets.exchanges, 9);
    fill(facets.codes, 14); // two of them never occur
    fill(facets.messageIds, 6);
    if (random() % 4 == 0)
        facets.messageIds.included.insert(0xffff'fff1U);
    return facets;
}

void TestLogReader::facetsAgreeWithWhatLiveLinesAreAdmittedBy()
{
    std::mt19937 random(m_seed);
    std::vector<api::Event> events;
    for (int i = 0; i < 3000; ++i)
        events.push_back(anyFact(random, std::chrono::milliseconds(random() % 600'000)));
    append(events);
    const LogWindow window{kStart, kStart + 10min};
    const auto all = m_store->window(kConnection, window);
    QCOMPARE(all.size(), 3000);
    int admittedSomething = 0;
    for (int round = 0; round < 300; ++round) {
        const LogFacets facets = anyFacets(random);
        QList<LogRecord> expected;
        std::ranges::copy_if(all, std::back_inserter(expected), [&](const auto &one) { return facets.admits(one); });
        const QByteArray seedText = QStringLiteral("seed %1, round %2").arg(m_seed).arg(round).toUtf8();
        QVERIFY2(count(window, facets) == expected.size(), seedText.constData());
        QVERIFY2(rows(window, facets, 0, 5000) == expected, seedText.constData());
        admittedSomething += !expected.isEmpty();
    }
    QVERIFY(admittedSomething > 50);
}

// Whole bins come from their sums, what stands out of them from the lines.
void TestLogReader::levelsAreCountedInWindowsOfEveryKind()
{
    std::mt19937 random(m_seed);
    std::vector<api::Event> events;
    for (int i = 0; i < 3000; ++i)
        events.push_back(anyFact(random, std::chrono::milliseconds(random() % 3'600'000)));
    append(events);
    for (int round = 0; round < 60; ++round) {
        LogFacets facets;
        for (unsigned level = 0; level < 4; ++level) {
            if (random() % 3 == 0)
                (random() % 2 == 0 ? facets.levels.included : facets.levels.excluded)
                    .insert(static_cast<api::Level>(level));
        }
        const bool isWhole = round % 3 == 0;
        const auto unit = isWhole ? 10min : std::chrono::minutes(1);
        const auto from = kStart + unit * (random() % (isWhole ? 4 : 40));
        const LogWindow window{from, from + unit * (1 + random() % (isWhole ? 3 : 25))};
        const auto wanted = std::ranges::count_if(events, [&](const api::Event &event) {
            const UtcTime at = kStart + event.at.time_since_epoch();
            return at >= window.from && at < window.to && facets.levels.admits(event.level);
        });
        QVERIFY2(count(window, facets) == wanted, qPrintable(QString::number(m_seed)));
    }
}

void TestLogReader::rowsAreTheWindowInOrder()
{
    // More than the places that a pager remembers, so that every way to a row is gone.
    std::vector<api::Event> events;
    std::mt19937 random(m_seed);
    for (int i = 0; i < 60'000; ++i)
        events.push_back(anyFact(random, std::chrono::milliseconds(i / 10 * 50)));
    append(events);
    const LogWindow window{kStart + 50ms, kStart + 4min};
    const auto all = m_store->window(kConnection, window);
    const LogFacets facets = including(&LogFacets::directions, {api::Direction::In, api::Direction::None});
    QList<LogRecord> admitted;
    std::ranges::copy_if(all, std::back_inserter(admitted), [&](const auto &one) { return facets.admits(one); });
    QVERIFY(admitted.size() > 30'000);
    for (const auto &[chosen, expected] : {std::pair(LogFacets(), all), std::pair(facets, admitted)}) {
        QCOMPARE(count(window, chosen), expected.size());
        for (const qint64 first : {0LL, 40'000LL, 16'383LL, 16'384LL, 16'385LL, 20'000LL, expected.size() - 10LL,
                                   qint64{expected.size()}, 100'000LL}) {
            QVERIFY2(rows(window, chosen, first, 100) == expected.mid(std::min<qint64>(first, expected.size()), 100),
                     QByteArray::number(first).constData());
        }
    }
}

void TestLogReader::rowsStayRightWhileTheWindowGrowsAndIsPruned()
{
    std::vector<api::Event> events;
    for (int i = 0; i < 40'000; ++i)
        events.push_back(fact(std::chrono::milliseconds(i)));
    append(events);
    const LogWindow window{kStart, kStart + 10min};
    const LogFacets sent = including(&LogFacets::codes, {api::EventCode::MessageSent});
    QCOMPARE(count(window, sent), 40'000);
    QCOMPARE(rows(window, sent, 39'999, 10).size(), 1);

    append({fact(50'000ms)});
    QCOMPARE(count(window, sent), 40'001);
    QCOMPARE(rows(window, sent, 39'999, 10).size(), 2);

    m_now = kStart + LogWindow::kKept + 1s;
    while (m_store->prune()) { }
    QCOMPARE(count(window, sent), 39'001);
    const auto last = rows(window, sent, 39'000, 10);
    QCOMPARE(last.size(), 1);
    QVERIFY(last.first().at == kStart + 50s);
}

void TestLogReader::histogramsAreEqualToTheFacts()
{
    std::mt19937 random(m_seed);
    std::vector<api::Event> events;
    for (int i = 0; i < 5000; ++i)
        events.push_back(anyFact(random, std::chrono::milliseconds(random() % (3 * 3'600'000)),
                                 random() % 3 == 0 ? QStringLiteral("vco-other") : kConnection));
    append(events);
    const auto check = [&](UtcTime end) {
        for (const auto width : {models::LogBinWidth::TenMinutes, models::LogBinWidth::Hour}) {
            const auto counted = bins(kStart, end, width);
            QCOMPARE(counted.size(), (end - kStart) / models::lengthOf(width));
            for (const models::LogBin &bin : counted) {
                std::array<quint32, 4> expected{};
                for (const auto &record : m_store->window(kConnection, {bin.from, bin.from + models::lengthOf(width)}))
                    ++expected[static_cast<std::size_t>(record.event.level)];
                QVERIFY2(bin.byLevel == expected, QByteArray::number(m_seed).constData());
            }
        }
    };
    check(kStart + 180min);
    // And still, when a part was pruned.
    m_now = kStart + LogWindow::kKept + 95min;
    while (m_store->prune()) { }
    check(kStart + 180min);
    QVERIFY(m_store->after(0).size() < 4000);

    QSignalSpy spy(m_reader.get(), &LogReader::histogramRead);
    const auto all = answer(spy, m_reader->histogramOfAll(kStart, kStart + 180min, models::LogBinWidth::Hour))
                         .value(1)
                         .value<QList<models::LogBin>>();
    quint32 sum = 0;
    for (const models::LogBin &bin : all)
        sum += bin.byLevel[0] + bin.byLevel[1] + bin.byLevel[2] + bin.byLevel[3];
    QCOMPARE(sum, m_store->after(0).size());
}

void TestLogReader::silenceIsNotAbsence()
{
    m_store->flush(); // the writer runs
    m_store.reset();
    m_now = kStart + 60min;
    {
        auto store = LogStore::open({path(), LogStore::Access::Write, [this] { return m_now; }});
        QVERIFY(store);
        (*store)->flush();
        m_now = kStart + 60min + 10s; // at its end it still ran
    }
    const auto read = bins(kStart, kStart + 80min, models::LogBinWidth::TenMinutes);
    QCOMPARE(read.size(), 8);
    for (int bin = 0; bin < 8; ++bin)
        QCOMPARE(read.at(bin).recorded, bin == 0 || bin == 6);
}

void TestLogReader::aCancelledRequestIsNeverAnswered()
{
    append({fact(1ms)});
    QSignalSpy spy(m_reader.get(), &LogReader::counted);
    const LogWindow window{kStart, kStart + 10min};
    const auto cancelled = m_reader->count(kConnection, window);
    const auto wanted = m_reader->count(kConnection, window);
    m_reader->cancel(cancelled);
    QVERIFY(spy.wait());
    QCOMPARE(spy.size(), 1); // in order, so the first would have come before
    QCOMPARE(spy.first().first().toLongLong(), wanted);
}

void TestLogReader::aDamagedFileIsASentence()
{
    m_store.reset();
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    QSignalSpy spy(m_reader.get(), &LogReader::failed);
    const auto request = m_reader->count(kConnection, {kStart, kStart + 10min});
    const auto arguments = answer(spy, request);
    QVERIFY2(arguments.value(1).toString().startsWith(path() + QStringLiteral(": the log is damaged")),
             qPrintable(arguments.value(1).toString()));
}

void TestLogReader::aFileThatWasPutAsideIsLeft()
{
    append({fact(1ms)});
    QCOMPARE(count({kStart, kStart + 10min}), 1);
    m_store.reset();
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::rename(path() + QLatin1String(suffix), path() + QLatin1String(".damaged") + QLatin1String(suffix));
    auto store = LogStore::open({path()});
    QVERIFY(store);
    QCOMPARE(count({kStart, kStart + 10min}), 0);
}

void TestLogReader::factsBySequence()
{
    append({fact(1ms), fact(2ms), fact(3ms)});
    QSignalSpy spy(m_reader.get(), &LogReader::factsRead);
    const auto records = answer(spy, m_reader->facts({3, 1, 99})).value(1).value<QList<LogRecord>>();
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.first().sequence, 1);
    QCOMPARE(records.last().sequence, 3);
}

void TestLogReader::aNegotiationIsFoundAroundAFact()
{
    using Code = api::EventCode;
    const auto message = [](Code code, api::Exchange exchange, std::uint32_t id) {
        api::Event event = fact(1ms, code);
        event.exchange = exchange;
        event.messageId = id;
        return event;
    };
    // One that failed, one that came up as initiator, a quiet tunnel, a rekey by the peer; other connections between.
    append({
        fact(1ms, Code::ConnectionStarted), // 1
        fact(1ms, Code::NegotiationTriggered), // 2
        message(Code::MessageSent, api::Exchange::IkeSaInit, 0),
        fact(1ms, Code::MessageSent, QStringLiteral("vco-other")), fact(1ms, Code::AttemptFailed), // 5
        fact(1ms, Code::NegotiationTriggered), // 6
        message(Code::MessageSent, api::Exchange::IkeSaInit, 0),
        message(Code::MessageReceived, api::Exchange::IkeSaInit, 0),
        message(Code::MessageSent, api::Exchange::IkeAuth, 1),
        message(Code::MessageReceived, api::Exchange::IkeAuth, 1), // 10
        fact(1ms, Code::ChildSaEstablished), // 11
        message(Code::MessageSent, api::Exchange::Informational, 2), // 12
        message(Code::MessageReceived, api::Exchange::Informational, 2), // 13
        message(Code::MessageReceived, api::Exchange::CreateChildSa, 0), // 14
        fact(1ms, Code::ChildSaEstablished), message(Code::MessageSent, api::Exchange::CreateChildSa, 0), // 16
        message(Code::MessageReceived, api::Exchange::Informational, 1), // 17
    });
    const auto span = [&](qint64 sequence) {
        QSignalSpy spy(m_reader.get(), &LogReader::factsRead);
        const auto records =
            answer(spy, m_reader->negotiation(kConnection, sequence)).value(1).value<QList<LogRecord>>();
        return records.isEmpty() ? std::pair<qint64, qint64>()
                                 : std::pair(records.first().sequence, records.last().sequence);
    };
    using Span = std::pair<qint64, qint64>;
    for (const qint64 inside : {2, 3, 5})
        QCOMPARE(span(inside), Span(2, 5));
    for (const qint64 inside : {6, 8, 11})
        QCOMPARE(span(inside), Span(6, 11));
    for (const qint64 inside : {12, 13})
        QCOMPARE(span(inside), Span(12, 13));
    for (const qint64 inside : {14, 15, 16})
        QCOMPARE(span(inside), Span(14, 16));
    QCOMPARE(span(17), Span(17, 17));
    QCOMPARE(span(1), Span(1, 1));
    QCOMPARE(span(4), Span()); // of another connection
    QCOMPARE(span(99), Span());
}

QTEST_GUILESS_MAIN(TestLogReader)
#include "test_log_reader.moc"
