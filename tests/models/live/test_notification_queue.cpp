#include "models/live/notification_queue.h"

#include <QTest>

using namespace std::chrono_literals;
using tw::models::NotificationQueue;
using News = NotificationQueue::News;
using Time = NotificationQueue::Time;

namespace {

const auto kA = QStringLiteral("vco-a");
const auto kB = QStringLiteral("vco-b");
const auto kC = QStringLiteral("vco-c");
constexpr Time kNow = 5h;

} // namespace

class TestNotificationQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHappenedNothingIsSaid();
    void whatHappensTogetherIsToldTogether();
    void failuresComeFirst();
    void aConnectionSpeaksOnceAMinute();
    void whatWasUndoneIsNotTold();
    void theNewestNewsCounts();
    void failingAgainAndAgainIsOnePieceOfNews();
    void whatIsGoneIsNotTold();
};

void TestNotificationQueue::nothingHappenedNothingIsSaid()
{
    NotificationQueue queue;
    QVERIFY(!queue.nextAt());
    QVERIFY(queue.take(kNow).isEmpty());
}

void TestNotificationQueue::whatHappensTogetherIsToldTogether()
{
    NotificationQueue queue;
    queue.add(kA, News::Up, kNow);
    queue.add(kB, News::Up, kNow + 300ms);
    QCOMPARE(*queue.nextAt(), kNow + NotificationQueue::kGather);
    QVERIFY(queue.take(kNow + NotificationQueue::kGather - 1ms).isEmpty());
    // A little late, as timers are: both are due.
    const auto groups = queue.take(kNow + NotificationQueue::kGather + 300ms);
    QCOMPARE(groups.size(), 1);
    QCOMPARE(groups.first().news, News::Up);
    QCOMPARE(groups.first().connectionIds, (QStringList{kA, kB}));
    QVERIFY(!queue.nextAt());
}

void TestNotificationQueue::failuresComeFirst()
{
    NotificationQueue queue;
    queue.add(kA, News::Up, kNow);
    queue.add(kB, News::Failed, kNow);
    queue.add(kC, News::Down, kNow);
    const auto groups = queue.take(kNow + 2s);
    QCOMPARE(groups.size(), 3);
    QCOMPARE(groups.at(0).news, News::Failed);
    QCOMPARE(groups.at(1).news, News::Down);
    QCOMPARE(groups.at(2).news, News::Up);
}

void TestNotificationQueue::aConnectionSpeaksOnceAMinute()
{
    NotificationQueue queue;
    queue.add(kA, News::Up, kNow);
    const Time told = kNow + 2s;
    QCOMPARE(queue.take(told).size(), 1);
    queue.add(kA, News::Down, told + 10s);
    queue.add(kB, News::Down, told + 10s); // another one need not wait
    const auto others = queue.take(told + 12s);
    QCOMPARE(others.size(), 1);
    QCOMPARE(others.first().connectionIds, QStringList{kB});
    QVERIFY(queue.take(told + 60s - 1ms).isEmpty());
    QCOMPARE(*queue.nextAt(), told + 60s);
    QCOMPARE(queue.take(told + 60s).first().connectionIds, QStringList{kA});
}

void TestNotificationQueue::whatWasUndoneIsNotTold()
{
    NotificationQueue queue;
    queue.add(kA, News::Up, kNow);
    QCOMPARE(queue.take(kNow + 2s).size(), 1);
    queue.add(kA, News::Down, kNow + 10s);
    queue.add(kA, News::Up, kNow + 14s); // as the user believes
    QVERIFY(!queue.nextAt());
    QVERIFY(queue.take(kNow + 10min).isEmpty());
}

void TestNotificationQueue::theNewestNewsCounts()
{
    NotificationQueue queue;
    queue.add(kA, News::Down, kNow);
    queue.add(kA, News::Failed, kNow + 1s);
    const auto groups = queue.take(kNow + 2s);
    QCOMPARE(groups.size(), 1);
    QCOMPARE(groups.first().news, News::Failed);
}

void TestNotificationQueue::failingAgainAndAgainIsOnePieceOfNews()
{
    NotificationQueue queue;
    int told = 0;
    for (Time at = kNow; at < kNow + 1h; at += 14s) { // as the engine tries again
        queue.add(kA, News::Failed, at);
        told += static_cast<int>(queue.take(at + 2s).size());
    }
    QCOMPARE(told, 1);
    queue.add(kA, News::Up, kNow + 2h);
    QCOMPARE(queue.take(kNow + 2h + 2s).first().news, News::Up);
    queue.add(kA, News::Failed, kNow + 3h);
    QCOMPARE(queue.take(kNow + 3h + 2s).first().news, News::Failed);
}

void TestNotificationQueue::whatIsGoneIsNotTold()
{
    NotificationQueue queue;
    queue.add(kA, News::Down, kNow);
    queue.remove(kA);
    QVERIFY(!queue.nextAt());
    QVERIFY(queue.take(kNow + 2s).isEmpty());
}

QTEST_GUILESS_MAIN(TestNotificationQueue)
#include "test_notification_queue.moc"
