#include "models/live/clock_text.h"

#include "models/catalog/catalog.h"
#include "tests/support/temporary_workspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw::models;
using namespace std::chrono_literals;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// A machine that was started at 12:00 local time, and stands still until it is told otherwise.
class ScriptedClock final : public ClockSource
{
public:
    ClockReading now{std::chrono::sys_time<std::chrono::milliseconds>(
                         std::chrono::milliseconds(QDateTime(QDate(2026, 3, 4), QTime(12, 0)).toMSecsSinceEpoch())),
                     0ms, ClockSync::Yes};

    ClockReading read() override { return now; }

    void pass(std::chrono::milliseconds time)
    {
        now.wall += time;
        now.running += time;
    }
};

} // namespace

class TestClockWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheSystemSays();
    void unknownIsNeverOk();
    void timeThatPassesIsNoJump();
    void aJumpIsSaid_data();
    void aJumpIsSaid();
    void aSmallStepIsNoJump();
    void smallStepsCountTogether();
    void aJumpIsShownForAnHourAndThenListed();
    void jumpsAreBounded();
    void saysWhatGoesByTheClock();
    void theMachinesClocksRun();
};

void TestClockWatch::saysWhatTheSystemSays()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    QSignalSpy looked(&watch, &ClockWatch::looked);
    QCOMPARE(watch.state(), ClockState::Ok);
    QCOMPARE(clockText(watch), text("Clock ok"));
    clock.now.sync = ClockSync::No;
    watch.look();
    QCOMPARE(looked.count(), 1);
    QCOMPARE(watch.state(), ClockState::Unsynchronised);
    QCOMPARE(clockText(watch), text("Clock not synchronised"));
    clock.now.sync = ClockSync::Yes;
    watch.look();
    QCOMPARE(watch.state(), ClockState::Ok);
}

void TestClockWatch::unknownIsNeverOk()
{
    ScriptedClock clock;
    clock.now.sync = ClockSync::Unknown;
    ClockWatch watch(clock);
    clock.pass(10s);
    watch.look();
    QCOMPARE(watch.state(), ClockState::Unknown);
    QCOMPARE(clockText(watch), text("Clock not known"));
}

// Also where it slept: the clock that nobody sets counts that.
void TestClockWatch::timeThatPassesIsNoJump()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    clock.pass(8h);
    watch.look();
    QCOMPARE(watch.state(), ClockState::Ok);
    QVERIFY(watch.jumps().empty());
}

void TestClockWatch::aJumpIsSaid_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("at the bound") << qint64{5} << text("Clock jumped 5 s forward at 12:00");
    QTest::newRow("forward") << qint64{180} << text("Clock jumped 3 min forward at 12:03");
    QTest::newRow("back") << qint64{-180} << text("Clock jumped 3 min back at 11:57");
    QTest::newRow("hours") << qint64{-5400} << text("Clock jumped 1 h 30 min back at 10:30");
    QTest::newRow("days") << qint64{-10 * 86400} << text("Clock jumped 10 days back at 12:00");
}

void TestClockWatch::aJumpIsSaid()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, sentence);
    ScriptedClock clock;
    ClockWatch watch(clock);
    clock.now.wall += std::chrono::seconds(seconds);
    watch.look();
    QCOMPARE(watch.state(), ClockState::Jumped);
    QCOMPARE(watch.jumps().size(), std::size_t{1});
    QVERIFY((watch.jumps().back() == ClockJump{clock.now.wall, std::chrono::seconds(seconds)}));
    QCOMPARE(clockText(watch), sentence);
    watch.look(); // the same jump is not another one
    QCOMPARE(watch.jumps().size(), std::size_t{1});
}

void TestClockWatch::aSmallStepIsNoJump()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    clock.now.wall += ClockWatch::kLeastJump - 1ms;
    watch.look();
    QCOMPARE(watch.state(), ClockState::Ok);
}

void TestClockWatch::smallStepsCountTogether()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    for (int step = 0; step < 2; ++step) {
        clock.pass(10s);
        clock.now.wall += 3s;
        watch.look();
    }
    QCOMPARE(watch.jumps().size(), std::size_t{1});
    QVERIFY(watch.jumps().back().by == 6s);
}

void TestClockWatch::aJumpIsShownForAnHourAndThenListed()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    clock.now.wall -= 10min;
    watch.look();
    clock.pass(ClockWatch::kJumpShown - 1ms);
    watch.look();
    QCOMPARE(watch.state(), ClockState::Jumped);
    clock.pass(1ms);
    watch.look();
    QCOMPARE(watch.state(), ClockState::Ok);
    QVERIFY(clockFacts(watch, nullptr, {}).contains(text("It was set back by 10 min, to 2026-03-04 11:50:00.")));
}

void TestClockWatch::jumpsAreBounded()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    for (int jump = 0; jump < 20; ++jump) {
        clock.now.wall += 1min;
        watch.look();
    }
    QCOMPARE(watch.jumps().size(), ClockWatch::kMostJumps);
    QVERIFY(watch.jumps().back().at == clock.now.wall);
}

void TestClockWatch::saysWhatGoesByTheClock()
{
    ScriptedClock clock;
    ClockWatch watch(clock);
    const QStringList facts = clockFacts(watch, nullptr, {});
    QCOMPARE(facts.size(), 3);
    QCOMPARE(facts.at(1), text("It did not jump since the program was started."));
    QVERIFY(facts.last().contains(text("certificates are valid")));
    tw::test::TemporaryWorkspace workspace; // whose connections use none
    QVERIFY(certificatesOutOfTime(workspace.catalog(), QDateTime::currentDateTimeUtc()).isEmpty());
}

void TestClockWatch::theMachinesClocksRun()
{
    MachineClock clock;
    const ClockReading first = clock.read();
    const ClockReading second = clock.read();
    QVERIFY(first.running > 0ms);
    QVERIFY(second.running >= first.running);
    QVERIFY(first.wall > std::chrono::sys_days(std::chrono::year(2020) / 1 / 1));
}

QTEST_GUILESS_MAIN(TestClockWatch)
#include "test_clock_watch.moc"
