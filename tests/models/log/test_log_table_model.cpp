#include "models/log/log_store.h"
#include "models/log/log_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
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
    void aWindowStandsStill();
    void theOldestRowsLeaveFirst();
    void aBatchLargerThanTheCapacity();
    void rolesAreForFiltersAndWordsForPeople();

private:
    QString message(const LogTableModel &model, int row) const
    {
        return model.index(row, LogTableModel::Message).data().toString();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<LogStore> m_store;
};

void TestLogTableModel::init()
{
    m_store.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    auto store = LogStore::open(
        {m_directory->filePath(QStringLiteral("log.sqlite")), LogStore::Access::Write, [] { return kStart + 1min; }});
    QVERIFY(store);
    m_store = std::move(*store);
}

void TestLogTableModel::followsTheTailOfItsConnection()
{
    m_store->append(retransmits(1, 2), kClock);
    LogTableModel model(m_store.get());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.follow(kConnection);
    QCOMPARE(model.rowCount(), 2);

    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    m_store->append(retransmits(3, 5), kClock);
    m_store->append(retransmits(8, 1, QStringLiteral("vco-other")), kClock);
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(inserted.size(), 1); // one batch, one insertion
    QCOMPARE(message(model, 6), QStringLiteral("sending retransmit 7 of request message ID 1"));
}

void TestLogTableModel::aWindowStandsStill()
{
    m_store->append(retransmits(1, 10), kClock);
    LogTableModel model(m_store.get());
    model.showWindow(kConnection, {kStart + 3ms, kStart + 6ms});
    QCOMPARE(model.rowCount(), 3);
    m_store->append(retransmits(4, 1), kClock);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.isFollowing());
}

void TestLogTableModel::theOldestRowsLeaveFirst()
{
    LogTableModel model(m_store.get(), nullptr, 10);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.follow(kConnection);
    m_store->append(retransmits(1, 8), kClock);
    m_store->append(retransmits(9, 4), kClock);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.record(0).sequence, 3);
    QCOMPARE(model.record(9).sequence, 12);
}

void TestLogTableModel::aBatchLargerThanTheCapacity()
{
    LogTableModel model(m_store.get(), nullptr, 10);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.follow(kConnection);
    m_store->append(retransmits(1, 5), kClock);
    m_store->append(retransmits(6, 100), kClock);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.record(9).sequence, 105);
}

void TestLogTableModel::rolesAreForFiltersAndWordsForPeople()
{
    api::Event event = retransmits(1, 1).front();
    event.level = api::Level::Error;
    event.phase = api::Phase::Phase1;
    event.direction = api::Direction::Out;
    m_store->append({event}, kClock);
    LogTableModel model(m_store.get());
    model.follow(kConnection);
    const QModelIndex first = model.index(0, 0);
    QCOMPARE(first.data(LogTableModel::LevelRole).toInt(), static_cast<int>(api::Level::Error));
    QCOMPARE(first.data(LogTableModel::PhaseRole).toInt(), static_cast<int>(api::Phase::Phase1));
    QCOMPARE(first.data(LogTableModel::DirectionRole).toInt(), static_cast<int>(api::Direction::Out));
    QCOMPARE(first.data(LogTableModel::TimeRole).toDateTime().toMSecsSinceEpoch(), 1'800'000'000'001);
    QCOMPARE(model.index(0, LogTableModel::Exchange).data().toString(), QStringLiteral("IKE_AUTH 1"));
    QCOMPARE(model.index(0, LogTableModel::Level).data().toString(), QStringLiteral("Error"));
    QCOMPARE(first.data(LogTableModel::DetailsRole).toString(), QStringLiteral("Count: 1"));
}

QTEST_GUILESS_MAIN(TestLogTableModel)
#include "test_log_table_model.moc"
