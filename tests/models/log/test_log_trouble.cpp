#include "models/log/log_reader.h"

#include "log_samples.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tw;
using namespace log_samples;
using models::LogFile;
using models::LogRecord;
using models::LogStore;
using models::LogWindow;

// What a month on a real machine brings: earlier formats, full disks, kills.
class TestLogTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_now = kStart; }
    void factsOfFormatOneAreTakenOver();
    void aTakeoverGoesOnWhereItWasKilled();
    void aReaderAloneSaysThatAFormatIsOld();
    void aKilledWriterLosesAtMostWhatWasUnderWay();
    void aFullDiskIsSaidCountedAndOver();
    void aFileThatMayNotGrowIsSaidCountedAndOver();
    void aFileThatIsDamagedMeanwhileIsPutAside();
    void binsStayRightWhenTheFileOverflows();
    void pruningKeepsUpWithAFullRate();

private:
    QString path() const { return m_directory->filePath(QStringLiteral("log.sqlite")); }
    std::unique_ptr<LogStore> open(qint64 maxBytes = LogStore::kMaxBytes)
    {
        auto store = LogStore::open({path(), LogStore::Access::Write, [this] { return m_now; }, maxBytes});
        return store ? std::move(*store) : nullptr;
    }
    void makeFormatOne(int lines);
    // Whether the bins of the month before and after kStart sum up to what is kept.
    bool binsAreRight();
    void isFullAndRecovers(LogStore &store, const std::function<void()> &makeRoom);

    std::unique_ptr<QTemporaryDir> m_directory;
    UtcTime m_now;
};

void TestLogTrouble::initTestCase() { signal(SIGXFSZ, SIG_IGN); }

// The table as the program of format 1 made it.
void TestLogTrouble::makeFormatOne(int lines)
{
    m_directory = std::make_unique<QTemporaryDir>();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("one"));
        database.setDatabaseName(path());
        QVERIFY(database.open());
        QSqlQuery query(database);
        for (const char *statement :
             {"PRAGMA journal_mode = WAL",
              "CREATE TABLE facts (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, connection TEXT NOT NULL, code "
              "TEXT NOT NULL, level TEXT NOT NULL, phase TEXT NOT NULL, exchange TEXT NOT NULL, message_id INTEGER, "
              "direction TEXT NOT NULL, details TEXT NOT NULL)",
              "CREATE INDEX facts_by_connection ON facts (connection, at, sequence)",
              "CREATE INDEX facts_by_time ON facts (at)", "PRAGMA user_version = 1"})
            QVERIFY2(query.exec(QLatin1String(statement)), statement);
        QVERIFY(database.transaction());
        QVERIFY(query.prepare(QStringLiteral(
            "INSERT INTO facts VALUES (?, ?, ?, 'Retransmitted', 'warning', '1', 'IKE_SA_INIT', ?, 'out', "
            "'[\"Count\",\"2\"]')")));
        for (int i = 1; i <= lines; ++i) {
            query.bindValue(0, i);
            query.bindValue(1, qlonglong{kStart.time_since_epoch().count() + i});
            query.bindValue(2, i % 2 == 0 ? kConnection : QStringLiteral("vco-other"));
            query.bindValue(3, i % 3 == 0 ? QVariant() : QVariant(i));
            QVERIFY(query.exec());
        }
        QVERIFY(database.commit());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("one"));
}

bool TestLogTrouble::binsAreRight()
{
    const auto file = LogFile::open(path(), LogFile::Access::Read, LogStore::kMaxBytes);
    if (!file)
        return false;
    const auto kept = (*file)->after(0, 10'000'000);
    const auto bins = (*file)->histogram(std::nullopt, kStart - 24h, kStart + 24h, models::LogBinWidth::TenMinutes);
    std::map<std::pair<qint64, std::size_t>, quint32> expected;
    for (const LogRecord &record : *kept)
        ++expected[{std::chrono::floor<std::chrono::minutes>(record.at - kStart).count() / 10,
                    static_cast<std::size_t>(record.event.level)}];
    for (const models::LogBin &bin : *bins) {
        for (std::size_t level = 0; level < bin.byLevel.size(); ++level) {
            const auto found = expected.find({(bin.from - kStart) / 10min, level});
            if (bin.byLevel[level] != (found == expected.end() ? 0 : found->second))
                return false;
        }
    }
    return true;
}

void TestLogTrouble::factsOfFormatOneAreTakenOver()
{
    constexpr int kLines = 9000; // several steps
    makeFormatOne(kLines);
    const auto store = open();
    QVERIFY(store);
    QVERIFY2(store->notice().contains(QLatin1String("being taken over")), qPrintable(store->notice()));
    // Beside new lines, which go on counting where the old ones ended.
    store->append({fact(0ms, api::EventCode::ConnectionStarted)}, clockAt(kStart + 1h));
    QVERIFY(QTest::qWaitFor([&] { return store->notice().isEmpty(); }, 30'000));
    const auto all = store->after(0);
    QCOMPARE(all.size(), kLines + 1);
    QCOMPARE(all.last().sequence, kLines + 1);
    const LogRecord &second = all.at(1);
    QCOMPARE(second.sequence, 2);
    QVERIFY(second.at == kStart + 2ms && second.event.connection.value() == kConnection.toStdString());
    QVERIFY(second.event.code == api::EventCode::Retransmitted && second.event.level == api::Level::Warning);
    QVERIFY(second.event.exchange == api::Exchange::IkeSaInit && second.event.direction == api::Direction::Out);
    QVERIFY(second.event.messageId == 2u && !all.at(2).event.messageId);
    QVERIFY(second.event.find(api::DetailKey::Count) && *second.event.find(api::DetailKey::Count) == "2");
    QCOMPARE(store->window(kConnection, {kStart, kStart + 10min}).size(), kLines / 2);
    QVERIFY(binsAreRight());
}

void TestLogTrouble::aTakeoverGoesOnWhereItWasKilled()
{
    makeFormatOne(5000);
    {
        auto file = LogFile::open(path(), LogFile::Access::Write, LogStore::kMaxBytes);
        QVERIFY(file);
        QCOMPARE(*(*file)->moveOldFacts(1000), 1000);
        // The newest come first: who looks into last night's trouble need not wait for last month.
        const auto moved = (*file)->after(0, 10'000);
        QCOMPARE(moved->first().sequence, 4001);
        QVERIFY(binsAreRight());
    }
    const auto store = open();
    QVERIFY(QTest::qWaitFor([&] { return store->notice().isEmpty(); }, 30'000));
    QCOMPARE(store->after(0).size(), 5000);
    QVERIFY(binsAreRight());
}

void TestLogTrouble::aReaderAloneSaysThatAFormatIsOld()
{
    makeFormatOne(10);
    const auto reader = LogStore::open({path(), LogStore::Access::Read});
    QVERIFY(reader);
    QVERIFY2((*reader)->notice().contains(QLatin1String("earlier version")), qPrintable((*reader)->notice()));
}

void TestLogTrouble::aKilledWriterLosesAtMostWhatWasUnderWay()
{
    m_directory = std::make_unique<QTemporaryDir>();
    int told[2];
    QVERIFY(pipe(told) == 0);
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        // Ten batches a second are what the engine makes; here as fast as it goes. It says what was flushed.
        const auto store = open();
        for (qint64 round = 1;; ++round) {
            std::vector<api::Event> events(100, fact(std::chrono::milliseconds(round)));
            store->append(events, clockAt(kStart));
            store->flush();
            const qint64 written = store->lastSequence();
            if (write(told[1], &written, sizeof written) != sizeof written)
                _exit(1);
        }
    }
    ::close(told[1]);
    qint64 last = 0;
    while (last < 5000)
        QVERIFY(read(told[0], &last, sizeof last) == sizeof last);
    QVERIFY(kill(child, SIGKILL) == 0);
    QVERIFY(waitpid(child, nullptr, 0) == child);
    for (qint64 more = 0; read(told[0], &more, sizeof more) == sizeof more;)
        last = more;
    ::close(told[0]);
    {
        const auto store = open();
        QVERIFY(store && store->notice().isEmpty());
        const qint64 kept = store->after(0, 10'000'000).size();
        QVERIFY2(kept >= last && kept % 100 == 0, QByteArray::number(kept).constData()); // batches, whole ones
        QVERIFY(binsAreRight());
        store->append({fact(1ms)}, clockAt(kStart));
        store->flush();
        QCOMPARE(store->lastSequence(), kept + 1);
    }
    // That it ran is known too, although it could not say that it ended.
    const auto file = LogFile::open(path(), LogFile::Access::Read, LogStore::kMaxBytes);
    QVERIFY((*file)->histogram(std::nullopt, kStart, kStart + 1min, models::LogBinWidth::TenMinutes)->first().recorded);
}

// Until it fails, then what fits again.
void TestLogTrouble::isFullAndRecovers(LogStore &store, const std::function<void()> &makeRoom)
{
    QSignalSpy appended(&store, &LogStore::appended);
    qint64 sent = 0;
    for (int round = 0; round < 2000 && store.droppedFacts() == 0; ++round) {
        store.append(std::vector<api::Event>(500, fact(1ms)), clockAt(kStart));
        store.flush();
        sent += 500;
    }
    const quint64 dropped = store.droppedFacts();
    QVERIFY(dropped >= 500);
    QVERIFY2(store.notice().contains(QStringLiteral("Lines lost so far: %1").arg(dropped)), qPrintable(store.notice()));
    QCOMPARE(appended.size(), sent / 500); // whoever follows has them all
    // It keeps running, and counting, and what it has can be read.
    store.append(std::vector<api::Event>(500, fact(2ms)), clockAt(kStart));
    store.flush();
    QCOMPARE(store.droppedFacts(), dropped + 500);
    const auto before = store.after(0, 10'000'000).size();
    QCOMPARE(before, sent - static_cast<qint64>(dropped));

    makeRoom();
    store.append(std::vector<api::Event>(500, fact(3ms)), clockAt(kStart));
    store.flush();
    QVERIFY2(store.notice().isEmpty(), qPrintable(store.notice()));
    QCOMPARE(store.droppedFacts(), dropped + 500);
    QCOMPARE(store.after(0, 10'000'000).size(), before + 500);
    QVERIFY(binsAreRight());
}

void TestLogTrouble::aFullDiskIsSaidCountedAndOver()
{
    m_directory = std::make_unique<QTemporaryDir>();
    const QByteArray disk = QFile::encodeName(m_directory->path());
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || mount("tmpfs", disk.constData(), "tmpfs", 0, "size=4m") != 0)
        QSKIP("a disk of its own needs root");
    const auto unmount = qScopeGuard([&] { umount2(disk.constData(), MNT_DETACH); });
    const QString ballast = m_directory->filePath(QStringLiteral("ballast"));
    QFile file(ballast);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(2 << 20, 'x')) > 0);
    file.close();
    const auto store = open();
    QVERIFY(store);
    isFullAndRecovers(*store, [&] { QVERIFY(QFile::remove(ballast)); });
}

void TestLogTrouble::aFileThatMayNotGrowIsSaidCountedAndOver()
{
    m_directory = std::make_unique<QTemporaryDir>();
    rlimit before{};
    QVERIFY(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto restore = [before] { QVERIFY(setrlimit(RLIMIT_FSIZE, &before) == 0); };
    const auto store = open();
    QVERIFY(store);
    const rlimit small{1 << 20, before.rlim_max};
    QVERIFY(setrlimit(RLIMIT_FSIZE, &small) == 0);
    isFullAndRecovers(*store, restore);
    restore();
}

void TestLogTrouble::aFileThatIsDamagedMeanwhileIsPutAside()
{
    m_directory = std::make_unique<QTemporaryDir>();
    const auto store = open();
    const auto sendSome = [&] {
        store->append(std::vector<api::Event>(500, fact(1ms)), clockAt(kStart));
        store->flush();
    };
    for (int round = 0; round < 200; ++round) // more than SQLite keeps in memory
        sendSome();
    for (const char *suffix : {"", "-wal"}) { // as a bad disk does it: neither is asked
        QFile file(path() + QLatin1String(suffix));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(file.size(), 'x'));
    }
    m_now = kStart + LogWindow::kKept + 1h;
    store->setKept(LogWindow::kKept); // the oldest are read again, to go
    for (int round = 0; round < 200 && !store->notice().contains(QLatin1String(".damaged")); ++round)
        sendSome();
    QVERIFY2(store->notice().contains(QLatin1String("log.sqlite.damaged")), qPrintable(store->notice()));
    const quint64 dropped = store->droppedFacts();
    m_now = kStart;
    const auto before = store->after(0).size();
    sendSome();
    QCOMPARE(store->after(0).size(), before + 500);
    QVERIFY(store->lastSequence() > 100'000); // numbers are never used again
    QCOMPARE(store->droppedFacts(), dropped);
    QVERIFY(binsAreRight());
}

void TestLogTrouble::binsStayRightWhenTheFileOverflows()
{
    m_directory = std::make_unique<QTemporaryDir>();
    const auto store = open(1 << 20);
    std::mt19937 random(1);
    for (int round = 0; round < 40; ++round) {
        std::vector<api::Event> events;
        for (int i = 0; i < 500; ++i)
            events.push_back(anyFact(random, std::chrono::milliseconds(round * 60'000 + i)));
        store->append(events, clockAt(kStart));
        store->flush();
    }
    QCOMPARE(store->droppedFacts(), 0u);
    QVERIFY(store->after(0).size() < 40 * 500 && store->after(0).size() > 2000);
    QVERIFY(binsAreRight());
}

void TestLogTrouble::pruningKeepsUpWithAFullRate()
{
    m_directory = std::make_unique<QTemporaryDir>();
    const auto store = open();
    store->append(std::vector<api::Event>(20'000, fact(1ms)), clockAt(kStart));
    store->flush();
    m_now = kStart + LogWindow::kKept + 1h;
    store->setKept(LogWindow::kKept); // prunes at once, then step by step
    // Batch upon batch, so that no timer of the writer's has a quiet moment.
    QElapsedTimer timer;
    timer.start();
    qint64 sent = 0;
    while (timer.elapsed() < 30'000 && store->after(0, 1).first().sequence <= 20'000) {
        store->append(std::vector<api::Event>(200, fact(1ms)), clockAt(m_now));
        sent += 200;
        if (sent % 2000 == 0)
            store->flush();
    }
    store->flush();
    QCOMPARE(store->after(0, 1).first().sequence, 20'001);
    QCOMPARE(store->droppedFacts(), 0u);
    QCOMPARE(store->after(0, 10'000'000).size(), sent);
}

QTEST_GUILESS_MAIN(TestLogTrouble)
#include "test_log_trouble.moc"
