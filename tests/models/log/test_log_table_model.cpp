#include "models/log/log_search.h"
#include "models/log/log_seeker.h"
#include "models/log/log_store.h"
#include "models/log/log_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::LogQuery;
using models::LogReader;
using models::LogStore;
using models::LogTableModel;

namespace {

const UtcTime kStart{std::chrono::milliseconds(1'800'000'000'000)};
const QString kConnection = QStringLiteral("vco-00000000000000000001");
constexpr ClockAnchor kClock{TimePoint(0ms), kStart};

std::vector<api::Event> retransmits(int first, int count, const QString &connection = kConnection)
{
    std::vector<api::Event> events;
    for (int i = first; i < first + count; ++i) {
        api::Event event;
        event.at = TimePoint(std::chrono::milliseconds(i));
        event.connection = api::ConnectionId(connection.toStdString());
        event.code = api::EventCode::Retransmitted;
        event.exchange = api::Exchange::IkeAuth;
        event.messageId = 1;
        event.details = {{api::DetailKey::Count, std::to_string(i)}};
        events.push_back(event);
    }
    return events;
}

} // namespace

class TestLogTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void followsTheTailOfItsConnection();
    void whatComesWhileTheWindowIsReadIsThereOnce();
    void aWindowStandsStill();
    void rowsAreReadWhenTheyAreLookedAt();
    void whatLeavesMemoryIsReadFromTheDisk();
    void theOldestRowsLeaveFirst();
    void allConnectionsAreOneList();
    void facetsHoldForOldAndNewLines();
    void rolesAreForFiltersAndWordsForPeople();
    void aFactIsFoundInAWindow();
    void theNewestTroubleIsFound();
    void wordsAreFoundInOldAndNewLines();

private:
    QString message(const LogTableModel &model, int row) const
    {
        return model.index(row, LogTableModel::Message).data().toString();
    }
    static LogQuery live(const std::optional<QString> &connection = kConnection)
    {
        return {connection, {kStart, {}}, {}, true};
    }
    static LogQuery window(Duration from, Duration to) { return {kConnection, {kStart + from, kStart + to}}; }
    void show(LogTableModel &model, const LogQuery &query)
    {
        model.show(query);
        QTRY_COMPARE(model.state(), LogTableModel::State::Ready);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogReader> m_reader;
};

void TestLogTableModel::init()
{
    m_reader.reset();
    m_store.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    auto store = LogStore::open(
        {m_directory->filePath(QStringLiteral("log.sqlite")), LogStore::Access::Write, [] { return kStart + 1min; }});
    QVERIFY(store);
    m_store = std::move(*store);
    m_reader = std::make_unique<LogReader>(m_store->path());
}

void TestLogTableModel::followsTheTailOfItsConnection()
{
    m_store->append(retransmits(1, 2), kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(model, live());
    QCOMPARE(model.rowCount(), 2);

    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    m_store->append(retransmits(3, 5), kClock);
    m_store->append(retransmits(8, 1, QStringLiteral("vco-other")), kClock);
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(inserted.size(), 1); // one batch, one insertion
    QCOMPARE(message(model, 6), QStringLiteral("sending retransmit 7 of request message ID 1"));
}

void TestLogTableModel::whatComesWhileTheWindowIsReadIsThereOnce()
{
    m_store->append(retransmits(1, 20), kClock);
    LogTableModel model(m_store.get(), m_reader.get());
    model.show(live());
    QCOMPARE(model.state(), LogTableModel::State::Loading);
    m_store->append(retransmits(21, 20), kClock); // on the disk before the window was read, or after it
    QTRY_COMPARE(model.state(), LogTableModel::State::Ready);
    m_store->append(retransmits(41, 1), kClock);
    // Of what was appended before the window was asked for, only what was on the disk by then is known.
    QVERIFY(model.rowCount() >= 21);
    for (int row = 1; row < model.rowCount(); ++row)
        QCOMPARE(model.record(row)->sequence, model.record(row - 1)->sequence + 1);
    QCOMPARE(model.record(model.rowCount() - 1)->sequence, 41);
}

void TestLogTableModel::aWindowStandsStill()
{
    m_store->append(retransmits(1, 10), kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    show(model, window(3ms, 6ms));
    QCOMPARE(model.rowCount(), 3);
    m_store->append(retransmits(4, 1), kClock);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.isFollowing());
}

void TestLogTableModel::rowsAreReadWhenTheyAreLookedAt()
{
    m_store->append(retransmits(0, 3'000), kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    show(model, window(0ms, 10min));
    QCOMPARE(model.rowCount(), 3'000);
    QSignalSpy loaded(&model, &LogTableModel::rowsLoaded);
    QCOMPARE(message(model, 2'000), QStringLiteral("…"));
    QVERIFY(loaded.wait());
    QCOMPARE(message(model, 2'000), QStringLiteral("sending retransmit 2000 of request message ID 1"));
    // Its neighbours came with it; asking for them reads nothing more.
    QCOMPARE(message(model, 2'001), QStringLiteral("sending retransmit 2001 of request message ID 1"));
    QCOMPARE(model.rowOf(model.record(2'001)->sequence), 2'001);
}

void TestLogTableModel::whatLeavesMemoryIsReadFromTheDisk()
{
    constexpr qsizetype kTail = 50;
    LogTableModel model(m_store.get(), m_reader.get(), nullptr, LogTableModel::kMostRows, kTail);
    show(model, live());
    for (int batch = 0; batch < 20; ++batch)
        m_store->append(retransmits(batch * 100, 100), kClock);
    QCOMPARE(model.rowCount(), 2'000);
    QCOMPARE(message(model, 1'999), QStringLiteral("sending retransmit 1999 of request message ID 1"));
    m_store->flush();
    QVERIFY(!model.record(700));
    QTRY_VERIFY(model.record(700));
    QCOMPARE(message(model, 700), QStringLiteral("sending retransmit 700 of request message ID 1"));
}

void TestLogTableModel::theOldestRowsLeaveFirst()
{
    LogTableModel model(m_store.get(), m_reader.get(), nullptr, 100);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(model, live());
    m_store->append(retransmits(1, 90), kClock);
    m_store->append(retransmits(91, 60), kClock);
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.hiddenRows(), 50);
    QCOMPARE(model.record(0)->sequence, 51);
    QCOMPARE(model.record(99)->sequence, 150);
    QCOMPARE(model.rowOf(51), 0);
    QCOMPARE(model.rowOf(50), -1);
}

void TestLogTableModel::allConnectionsAreOneList()
{
    const QString other = QStringLiteral("vco-other");
    m_store->append(retransmits(1, 3), kClock);
    m_store->append(retransmits(2, 2, other), kClock);
    m_store->append(retransmits(5, 1, QString()), kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    model.setNames({{kConnection, QStringLiteral("office")}});
    show(model, {std::nullopt, {kStart, kStart + 10min}});
    QCOMPARE(model.rowCount(), 6);
    QSignalSpy loaded(&model, &LogTableModel::rowsLoaded);
    QVERIFY(!model.record(0));
    QVERIFY(loaded.wait());
    const auto name = [&](int row) { return model.index(row, LogTableModel::Connection).data().toString(); };
    QCOMPARE(name(0), QStringLiteral("office"));
    QCOMPARE(name(2), other); // of the same millisecond: in the order of their coming
    QCOMPARE(name(5), QStringLiteral("Engine"));
    show(model, {QString(), {kStart, kStart + 10min}});
    QCOMPARE(model.rowCount(), 1); // the engine's own
}

void TestLogTableModel::facetsHoldForOldAndNewLines()
{
    std::vector<api::Event> events = retransmits(1, 10);
    for (std::size_t index = 0; index < events.size(); index += 3)
        events[index].level = api::Level::Warning;
    m_store->append(events, kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    LogQuery query = live();
    query.facets.levels.included = {api::Level::Warning};
    show(model, query);
    QCOMPARE(model.rowCount(), 4);
    m_store->append(events, kClock);
    QCOMPARE(model.rowCount(), 8);
}

void TestLogTableModel::rolesAreForFiltersAndWordsForPeople()
{
    LogTableModel model(m_store.get(), m_reader.get());
    show(model, live());
    api::Event event = retransmits(1, 1).front();
    event.level = api::Level::Error;
    event.phase = api::Phase::Phase1;
    event.direction = api::Direction::Out;
    m_store->append({event}, kClock);
    const QModelIndex first = model.index(0, 0);
    QCOMPARE(first.data(LogTableModel::LevelRole).toInt(), static_cast<int>(api::Level::Error));
    QCOMPARE(first.data(LogTableModel::PhaseRole).toInt(), static_cast<int>(api::Phase::Phase1));
    QCOMPARE(first.data(LogTableModel::DirectionRole).toInt(), static_cast<int>(api::Direction::Out));
    QCOMPARE(first.data(LogTableModel::TimeRole).toDateTime().toMSecsSinceEpoch(), 1'800'000'000'001);
    QCOMPARE(model.index(0, LogTableModel::Exchange).data().toString(), QStringLiteral("IKE_AUTH 1"));
    QCOMPARE(model.index(0, LogTableModel::Level).data().toString(), QStringLiteral("Error"));
}

void TestLogTableModel::aFactIsFoundInAWindow()
{
    m_store->append(retransmits(0, 5'000), kClock);
    m_store->append(retransmits(4'000, 3), kClock); // of a clock that went back
    m_store->flush();
    models::LogSeeker seeker(m_reader.get());
    QSignalSpy found(&seeker, &models::LogSeeker::found);
    models::LogRecord wanted;
    wanted.sequence = 5'002;
    wanted.at = kStart + 4'001ms;
    seeker.seek(window(0ms, 10min), wanted);
    QVERIFY(found.wait());
    // Behind those of 0 to 4001 ms of the first batch and the first of the second.
    QCOMPARE(found.first().first().toLongLong(), 4'003);
}

void TestLogTableModel::theNewestTroubleIsFound()
{
    std::vector<api::Event> events = retransmits(0, 100);
    events[40].level = api::Level::Error;
    events[41].level = api::Level::Error;
    events[90].level = api::Level::Warning;
    m_store->append(events, kClock);
    m_store->flush();
    models::LogSeeker seeker(m_reader.get());
    QSignalSpy found(&seeker, &models::LogSeeker::found);
    QSignalSpy notFound(&seeker, &models::LogSeeker::notFound);
    seeker.seekNewestTrouble(window(0ms, 10min));
    QVERIFY(found.wait());
    QCOMPARE(found.takeFirst().first().toLongLong(), 41);
    seeker.seekNewestTrouble(window(50ms, 10min)); // no error there, so the warning
    QVERIFY(found.wait());
    QCOMPARE(found.takeFirst().first().toLongLong(), 40);
    seeker.seekNewestTrouble(window(95ms, 10min));
    QVERIFY(notFound.wait());
}

void TestLogTableModel::wordsAreFoundInOldAndNewLines()
{
    m_store->append(retransmits(0, 2'000), kClock);
    m_store->flush();
    LogTableModel model(m_store.get(), m_reader.get());
    show(model, live());
    models::LogSearch search(&model, m_reader.get());
    search.setNeedle(QStringLiteral("RETRANSMIT 77"));
    QTRY_VERIFY(!search.isSearching());
    QCOMPARE(search.hits().size(), 11U); // 77, 770-779
    QCOMPARE(search.next(77), 770);
    QCOMPARE(search.next(779), 77); // around the end
    QCOMPARE(search.previous(77), 779);
    QCOMPARE(search.placeOf(770), 2);
    m_store->append(retransmits(77, 1), kClock);
    QCOMPARE(search.hits().size(), 12U);
    QCOMPARE(search.hits().back(), 2'000);
    search.setNeedle({});
    QVERIFY(search.hits().empty());
}

QTEST_GUILESS_MAIN(TestLogTableModel)
#include "test_log_table_model.moc"
