#include "engine/ike/deadline_queue.h"
#include "engine/ike/lifetime.h"
#include "engine/ike/liveness.h"
#include "engine/ike/report_limiter.h"
#include "engine/ike/retransmit.h"
#include "engine/sim/seeded_random.h"

#include <QTest>

using namespace tw;
using namespace tw::ike;
using std::chrono::seconds;

namespace {

TimePoint at(Duration since) { return TimePoint(since); }

} // namespace

// When things happen: each schedule alone, with time by hand.
class TestSchedules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retransmitsGrowAndEnd();
    void backoffDoublesUpToItsBound();
    void probesFollowSilence();
    void renewalLiesBeforeTheEnd();
    void deadlinesComeInOrder();
    void reportsAreLimitedInEachWindow();
};

void TestSchedules::retransmitsGrowAndEnd()
{
    sim::SeededRandom random(7);
    Retransmit schedule(at({}), random);
    double delay = 2000;
    TimePoint before = at({});
    for (unsigned i = 1; i <= Retransmit::kTries; ++i) {
        const double wait = static_cast<double>((schedule.due() - before).count());
        QVERIFY(wait >= delay - 5 && wait <= delay * 1.1);
        QVERIFY(schedule.check(schedule.due() - Duration(1), random) == Retransmit::Verdict::NotYet);
        before = schedule.due();
        QVERIFY(schedule.check(before, random) == Retransmit::Verdict::SendAgain);
        QCOMPARE(schedule.count(), i);
        delay *= 1.8;
    }
    QVERIFY(schedule.check(schedule.due(), random) == Retransmit::Verdict::GiveUp);
}

void TestSchedules::backoffDoublesUpToItsBound()
{
    sim::SeededRandom random(7);
    Backoff backoff;
    for (const int base : {5, 10, 20, 40, 80, 160, 300, 300}) {
        const Duration delay = backoff.next(random);
        QVERIFY(delay >= seconds(base) && delay <= seconds(base) * 5 / 4);
    }
    backoff.reset();
    QVERIFY(backoff.next(random) < seconds(7));
}

void TestSchedules::probesFollowSilence()
{
    Liveness liveness({true, seconds(30)}, at(seconds(100)));
    QVERIFY(liveness.probeAt() == at(seconds(130)));
    liveness.heard(at(seconds(120)));
    liveness.heard(at(seconds(110))); // an older reading takes nothing back
    QVERIFY(liveness.probeAt() == at(seconds(150)));
    QVERIFY(!Liveness({false, seconds(30)}, at({})).probeAt());
}

void TestSchedules::renewalLiesBeforeTheEnd()
{
    sim::SeededRandom random(7);
    std::set<TimePoint> seen;
    for (int i = 0; i < 200; ++i) {
        const auto life = Lifetime::from(at({}), seconds(3600), random);
        QVERIFY(life.expiresAt == at(seconds(3600)));
        QVERIFY(life.renewAt >= at(seconds(2880)) && life.renewAt <= at(seconds(3240)));
        seen.insert(life.renewAt);
    }
    QVERIFY(seen.size() > 100); // spread, so that two sides seldom renew at once
    const auto shortest = Lifetime::from(at({}), seconds(1), random); // the least that the console allows
    QVERIFY(shortest.renewAt < shortest.expiresAt);
}

void TestSchedules::deadlinesComeInOrder()
{
    DeadlineQueue<int> queue;
    QVERIFY(!queue.next());
    queue.set(1, at(seconds(30)));
    queue.set(2, at(seconds(10)));
    queue.set(3, at(seconds(20)));
    QVERIFY(queue.next() == at(seconds(10)));
    queue.set(2, at(seconds(40)));
    QVERIFY((queue.due(at(seconds(30))) == std::vector<int>{3, 1}));
    queue.set(3, std::nullopt);
    queue.set(1, std::nullopt);
    QVERIFY(queue.next() == at(seconds(40)));
    queue.set(2, std::nullopt);
    queue.set(2, std::nullopt);
    QVERIFY(!queue.next());
}

void TestSchedules::reportsAreLimitedInEachWindow()
{
    ReportLimiter limiter;
    unsigned allowed = 0;
    for (int i = 0; i < 1000; ++i)
        allowed += limiter.allows(at(seconds(100))) ? 1 : 0;
    QCOMPARE(allowed, ReportLimiter::kReportsPerWindow);
    QVERIFY(!limiter.allows(at(seconds(109))));
    QVERIFY(limiter.allows(at(seconds(110))));
}

QTEST_GUILESS_MAIN(TestSchedules)
#include "test_schedules.moc"
