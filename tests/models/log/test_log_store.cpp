#include "models/log/log_store.h"

#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace tw;
using namespace std::chrono_literals;
using models::LogRecord;
using models::LogStore;
using models::LogWindow;

namespace {

const UtcTime kStart{std::chrono::milliseconds(1'800'000'000'000)};
const QString kConnection = QStringLiteral("vco-00000000000000000001");

// A fact at `at` after kStart.
api::Event fact(std::chrono::milliseconds at, const QString &connection = kConnection)
{
    api::Event event;
    event.at = TimePoint(at);
    event.connection = api::ConnectionId(connection.toStdString());
    event.code = api::EventCode::Retransmitted;
    event.level = api::Level::Warning;
    event.phase = api::Phase::Phase1;
    event.exchange = api::Exchange::IkeSaInit;
    event.messageId = 7;
    event.direction = api::Direction::Out;
    event.details = {{api::DetailKey::Count, "1"}, {api::DetailKey::Offered, "AES, \"quoted\" \\ \n"}};
    return event;
}

constexpr ClockAnchor clockAt(UtcTime start) { return {TimePoint(0ms), start}; }

std::vector<api::Event> facts(int count)
{
    std::vector<api::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(fact(std::chrono::milliseconds(i)));
    return events;
}

LogWindow around(UtcTime at) { return {at - 5min, at + 5min}; }

} // namespace

class TestLogStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_now = kStart;
    }

    void factsComeBackWhole();
    void aFactIsSeenBeforeItIsOnTheDisk();
    void windowsTakeTheirBeginAndNotTheirEnd();
    void connectionsDoNotMix();
    void aLimitKeepsTheNewest();
    void sequencesGoOnAfterARestart();
    void othersReadWhileOneWrites();
    void onlyTheUserCanReadTheFile();
    void aKilledProcessLosesNothingThatWasFlushed();
    void afterAMonthFactsGoStepByStep();
    void factsAreKeptAsLongAsTheUserSays();
    void theOldestMakeRoomInAFullFile();
    void aDiskThatFailsIsSaidAndCounted();
    void aDamagedFileIsPutAside();
    void aReaderOfADamagedFileSaysSo();
    void aNewersLogIsLeftAlone();
    void aReaderOfNothingReadsNothing();

private:
    QString path() const { return m_directory->filePath(QStringLiteral("log.sqlite")); }
    std::unique_ptr<LogStore> open(LogStore::Access access = LogStore::Access::Write,
                                   qint64 maxBytes = LogStore::kMaxBytes)
    {
        auto store = LogStore::open({path(), access, [this] { return m_now; }, maxBytes});
        if (!store)
            qWarning("%s", qPrintable(store.error()));
        return store ? std::move(*store) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    UtcTime m_now;
};

void TestLogStore::factsComeBackWhole()
{
    const api::Event event = fact(1234ms);
    {
        const auto store = open();
        QVERIFY(store);
        store->append({event}, clockAt(kStart));
    } // the end writes what is pending
    const auto store = open(LogStore::Access::Read);
    const QList<LogRecord> read = store->window(kConnection, around(kStart));
    QCOMPARE(read.size(), 1);
    QVERIFY(read.first().at == kStart + 1234ms);
    api::Event expected = event;
    expected.at = {}; // of another process
    QVERIFY(read.first().event == expected);
}

void TestLogStore::aFactIsSeenBeforeItIsOnTheDisk()
{
    const auto store = open();
    QSignalSpy appended(store.get(), &LogStore::appended);
    store->append(facts(3), clockAt(kStart));
    QCOMPARE(appended.size(), 1);
    QCOMPARE(store->window(kConnection, around(kStart)).size(), 3);
    // ... and once after it got there.
    store->flush();
    QCOMPARE(store->window(kConnection, around(kStart)).size(), 3);
}

void TestLogStore::windowsTakeTheirBeginAndNotTheirEnd()
{
    const auto store = open();
    store->append({fact(0ms), fact(1ms), fact(600'000ms - 1ms), fact(600'000ms)}, clockAt(kStart));
    for (const bool onDisk : {false, true}) {
        if (onDisk)
            store->flush();
        const auto read = store->window(kConnection, {kStart, kStart + 10min});
        QCOMPARE(read.size(), 3);
        QVERIFY(read.first().at == kStart && read.last().at == kStart + 10min - 1ms);
        QCOMPARE(store->window(kConnection, {kStart + 10min, kStart + 20min}).size(), 1);
    }
}

void TestLogStore::connectionsDoNotMix()
{
    const auto store = open();
    store->append({fact(1ms), fact(2ms, QStringLiteral("vco-other")), fact(3ms, QString())}, clockAt(kStart));
    store->flush();
    QCOMPARE(store->window(kConnection, around(kStart)).size(), 1);
    QCOMPARE(store->window(QString(), around(kStart)).size(), 1); // the engine's own
    QCOMPARE(store->after(0).size(), 3);
    QCOMPARE(store->after(2).size(), 1);
}

void TestLogStore::aLimitKeepsTheNewest()
{
    const auto store = open();
    store->append(facts(10), clockAt(kStart));
    store->flush();
    store->append({fact(100ms)}, clockAt(kStart));
    const auto read = store->window(kConnection, around(kStart), 4);
    QCOMPARE(read.size(), 4);
    QCOMPARE(read.first().sequence, 8);
    QCOMPARE(read.last().sequence, 11);
}

void TestLogStore::sequencesGoOnAfterARestart()
{
    open()->append(facts(5), clockAt(kStart));
    const auto store = open();
    store->append(facts(1), clockAt(kStart));
    store->flush();
    QCOMPARE(store->lastSequence(), 6);
}

void TestLogStore::othersReadWhileOneWrites()
{
    const auto writer = open();
    const auto reader = open(LogStore::Access::Read);
    for (int round = 1; round <= 20; ++round) {
        writer->append(facts(50), clockAt(kStart));
        writer->flush();
        QCOMPARE(reader->after(0).size(), 50 * round);
    }
    QVERIFY(writer->notice().isEmpty() && reader->notice().isEmpty());
}

void TestLogStore::onlyTheUserCanReadTheFile()
{
    const auto store = open();
    store->append(facts(1), clockAt(kStart));
    store->flush();
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const char *suffix : {"", "-wal", "-shm"}) {
        const QString name = path() + QLatin1String(suffix);
        QVERIFY2(QFile::exists(name), qPrintable(name));
        QVERIFY2((QFile::permissions(name) & others) == 0, qPrintable(name));
    }
}

void TestLogStore::aKilledProcessLosesNothingThatWasFlushed()
{
    int ready[2];
    QVERIFY(pipe(ready) == 0);
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const auto store = open();
        store->append(facts(100), clockAt(kStart));
        store->flush();
        store->append(facts(1), clockAt(kStart)); // under way
        const bool isTold = write(ready[1], "x", 1) == 1;
        while (isTold)
            pause();
        _exit(1);
    }
    char byte = 0;
    QVERIFY(read(ready[0], &byte, 1) == 1);
    QVERIFY(kill(child, SIGKILL) == 0);
    QVERIFY(waitpid(child, nullptr, 0) == child);
    const auto store = open();
    QVERIFY(store && store->notice().isEmpty());
    QVERIFY(store->after(0).size() >= 100);
    // And it can be written again.
    store->append(facts(1), clockAt(kStart));
    store->flush();
    QCOMPARE(store->droppedFacts(), 0u);
}

void TestLogStore::afterAMonthFactsGoStepByStep()
{
    const auto store = open();
    const int count = 5000; // more than one step
    store->append(facts(count), clockAt(kStart));
    store->append({fact(10'000ms)}, clockAt(kStart));
    store->flush();

    m_now = kStart + LogWindow::kKept; // exactly a month: the first fact is still within it
    QVERIFY(!store->prune());
    QCOMPARE(store->after(0).size(), count + 1);

    m_now = kStart + LogWindow::kKept + 10s;
    QVERIFY(store->prune());
    const auto afterOneStep = store->after(0).size();
    QVERIFY(afterOneStep < count && afterOneStep > 1);
    while (store->prune()) { }
    QCOMPARE(store->after(0).size(), 1);
}

void TestLogStore::factsAreKeptAsLongAsTheUserSays()
{
    const auto store = open();
    store->append(facts(10), clockAt(kStart));
    store->flush();
    store->setKept(std::chrono::days(180));
    m_now = kStart + std::chrono::days(179);
    QVERIFY(!store->prune());
    QCOMPARE(store->after(0).size(), 10);
    QCOMPARE(store->kept(), std::chrono::days(180));
    store->setKept(std::chrono::days(7)); // goes at once, without waiting for the timer
    store->flush(); // behind it in the thread's queue
    QVERIFY(store->after(0).isEmpty());
}

void TestLogStore::theOldestMakeRoomInAFullFile()
{
    const auto store = open(LogStore::Access::Write, 1 << 20);
    for (int round = 0; round < 30; ++round) {
        store->append(facts(500), clockAt(kStart));
        store->flush();
    }
    QCOMPARE(store->droppedFacts(), 0u);
    QVERIFY(QFile(path()).size() <= 1 << 20);
    const auto kept = store->after(0);
    QCOMPARE(kept.last().sequence, 30 * 500);
    QVERIFY(kept.first().sequence > 1);
}

void TestLogStore::aDiskThatFailsIsSaidAndCounted()
{
    // Less than one batch fits, so that no room can be made for it.
    const auto store = open(LogStore::Access::Write, 64 << 10);
    QSignalSpy noticed(store.get(), &LogStore::noticeChanged);
    QSignalSpy appended(store.get(), &LogStore::appended);
    store->append(facts(5000), clockAt(kStart));
    store->flush();
    QCOMPARE(store->droppedFacts(), 5000u);
    QVERIFY(!noticed.isEmpty());
    QVERIFY2(store->notice().contains(QLatin1String("log.sqlite")) && store->notice().contains(QLatin1String("5000")),
             qPrintable(store->notice()));
    QCOMPARE(appended.size(), 1); // the tail has them all the same

    // What fits is kept again, and the trouble is over.
    store->append(facts(3), clockAt(kStart));
    store->flush();
    QCOMPARE(store->after(0).size(), 3);
    QVERIFY(store->notice().isEmpty());
}

void TestLogStore::aDamagedFileIsPutAside()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const auto store = open();
    QVERIFY(store);
    QVERIFY2(store->notice().contains(QLatin1String("log.sqlite.damaged")), qPrintable(store->notice()));
    QVERIFY(QFile::exists(path() + QStringLiteral(".damaged")));
    store->append(facts(1), clockAt(kStart));
    store->flush();
    QCOMPARE(store->after(0).size(), 1);
}

// Whoever lists connections must not fail for the log, and putting it aside is the writer's.
void TestLogStore::aReaderOfADamagedFileSaysSo()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const auto reader = open(LogStore::Access::Read);
    QVERIFY(reader);
    QCOMPARE(reader->after(0).size(), 0);
    QVERIFY2(reader->notice().startsWith(path() + QStringLiteral(": the log is damaged (file is not a database)")),
             qPrintable(reader->notice()));
    QCOMPARE(file.size(), 8192);
    QVERIFY(!QFile::exists(path() + QStringLiteral(".damaged")));
    // And goes on when there is a log again.
    open().reset();
    QCOMPARE(reader->after(0).size(), 0);
    QVERIFY(reader->notice().isEmpty());
}

void TestLogStore::aNewersLogIsLeftAlone()
{
    open().reset();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
        database.setDatabaseName(path());
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(QStringLiteral("PRAGMA user_version = 99")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("newer"));
    const auto store = LogStore::open({path()});
    QVERIFY(!store);
    QVERIFY2(store.error().contains(QLatin1String("newer")) && store.error().contains(QLatin1String("99")),
             qPrintable(store.error()));
}

void TestLogStore::aReaderOfNothingReadsNothing()
{
    const auto reader = open(LogStore::Access::Read);
    QVERIFY(reader);
    QVERIFY(reader->window(kConnection, around(kStart)).isEmpty());
    QVERIFY(!QFile::exists(path()));
    // A writer comes later.
    const auto writer = open();
    writer->append(facts(2), clockAt(kStart));
    writer->flush();
    QCOMPARE(reader->after(0).size(), 2);
}

QTEST_GUILESS_MAIN(TestLogStore)
#include "test_log_store.moc"
