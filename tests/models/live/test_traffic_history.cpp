#include "models/live/live_state.h"
#include "models/live/traffic_history.h"
#include "tests/support/temporary_workspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kStart(1'800'000'000s); // a whole minute

struct Sa
{
    std::uint32_t spi;
    api::TrafficCounters traffic;
};

} // namespace

// Time stands in the reports and in advance(): an hour of traffic is a loop.
class TestTrafficHistory : public QObject
{
    Q_OBJECT

private:
    struct Lab
    {
        test::TemporaryWorkspace workspace;
        LiveState live;
        std::unique_ptr<TrafficHistory> history;
        QString id;

        Lab()
        {
            workspace.addSampleGateways();
            id = addConnection(QStringLiteral("one"), QStringLiteral("172.16.0.0/16"));
            history = std::make_unique<TrafficHistory>(workspace.catalog(), live);
            api::EngineReport report;
            report.clock = {TimePoint(0s), kStart};
            report.engine.emplace().running = true;
            live.apply(report);
        }

        QString addConnection(const QString &name, const QString &remote)
        {
            ConnectionDraft draft = test::sampleDraft();
            draft.name = name;
            draft.remoteSubnet = remote;
            const auto saved = workspace.catalog().save(draft);
            return saved ? *saved : QString();
        }

        // The engine's word as of so long after the start.
        void report(const QString &connection, Duration after, const std::vector<Sa> &sas)
        {
            api::ConnectionStatus status;
            status.connection = api::ConnectionId(connection.toStdString());
            status.state = sas.empty() ? api::ConnectionState::Waiting : api::ConnectionState::Established;
            for (const Sa &sa : sas) {
                api::ChildSaStatus child;
                child.inboundSpi = sa.spi;
                child.traffic = sa.traffic;
                status.childSas.push_back(child);
            }
            api::EngineReport report;
            report.clock = {TimePoint(after), kStart + after};
            report.statuses = {status};
            live.apply(report);
        }
        void report(Duration after, const std::vector<Sa> &sas) { report(id, after, sas); }

        // The step that begins so long after the start, from what a chart would be given at `now`.
        std::optional<TrafficRates> at(Duration after, Duration now, TrafficRange range = TrafficRange::TenMinutes,
                                       QStringList ids = {})
        {
            history->advance(kStart + now);
            const auto points = history->points(ids.isEmpty() ? QStringList{id} : ids, range);
            const auto found = std::ranges::find(points, kStart + after, &TrafficPoint::from);
            if (found == points.end())
                qFatal("no such step");
            return found->rates;
        }
    };

    static api::TrafficCounters bytes(std::uint64_t in, std::uint64_t out = 0)
    {
        return {.packetsIn = in / 100, .bytesIn = in, .packetsOut = out / 100, .bytesOut = out};
    }

private Q_SLOTS:
    void aRateIsWhatTheCountersGrewBy()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(125'000, 1'000)}});
        lab.report(2s, {{1, bytes(125'000, 3'000)}});
        lab.report(3s, {{1, bytes(126'000, 3'000)}});
        QCOMPARE(lab.at(0s, 5s), (TrafficRates{1e6F, 8e3F, 1250, 10}));
        QCOMPARE(lab.at(1s, 5s), (TrafficRates{0, 16e3F, 0, 20}));
        QCOMPARE(lab.at(2s, 5s), (TrafficRates{8e3F, 0, 10, 0}));
    }

    // The engine's second is not the chart's: what was read half a second late fills both seconds evenly, and no second
    // is a peak beside a hole.
    void readingsBetweenTheSecondsLoseNothing()
    {
        Lab lab;
        lab.report(500ms, {{1, bytes(0)}});
        std::uint64_t counter = 0;
        for (int second = 1; second <= 9; ++second)
            lab.report(500ms + second * 1000ms, {{1, bytes(counter += 1000)}});
        QCOMPARE(lab.at(0s, 12s)->bitsIn, 4000.0F); // half of it was before
        for (int second = 1; second <= 8; ++second)
            QCOMPARE(lab.at(second * 1s, 12s)->bitsIn, 8000.0F);
        QCOMPARE(lab.at(9s, 12s)->bitsIn, 4000.0F);
    }

    // The engine says nothing of counters that did not move.
    void silenceWhileAnSaStandsIsZero()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        for (int second = 1; second <= 60; ++second)
            lab.history->advance(kStart + second * 1s);
        QCOMPARE(lab.at(30s, 61s), TrafficRates{});
        lab.report(61s, {{1, bytes(1000)}}); // and after the silence it was all in the last second
        QCOMPARE(lab.at(59s, 64s), TrafficRates{});
        QCOMPARE(lab.at(60s, 64s)->bitsIn, 8000.0F);
    }

    // While the window's thread is busy the engine keeps its word back, and says the sum later: that is no peak.
    void whatWasHeardLateIsSpread()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        lab.history->advance(kStart + 1s);
        lab.report(5s, {{1, bytes(5000)}});
        lab.report(6s, {{1, bytes(6000)}});
        for (int second = 0; second < 6; ++second)
            QCOMPARE(lab.at(second * 1s, 9s)->bitsIn, 8000.0F);
    }

    void withoutAnSaThereIsAGap()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        lab.report(2s, {});
        for (int second = 3; second <= 20; ++second)
            lab.history->advance(kStart + second * 1s);
        lab.report(20s, {{2, bytes(0)}});
        lab.report(21s, {{2, bytes(500)}});
        QVERIFY(lab.at(0s, 24s));
        for (int second = 2; second < 20; ++second)
            QVERIFY2(!lab.at(second * 1s, 24s), qPrintable(QString::number(second)));
        QCOMPARE(lab.at(20s, 24s)->bitsIn, 4000.0F);
    }

    void withoutAnEngineThereIsAGap()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        lab.live.forgetEngine();
        for (int second = 2; second <= 10; ++second)
            lab.history->advance(kStart + second * 1s);
        QVERIFY(!lab.at(4s, 10s));
        QVERIFY(!lab.history->current(lab.id));
        QVERIFY(lab.history->hasTraffic({lab.id})); // there was some
    }

    // An engine that failed says nothing more, and its last word stands in LiveState all the same.
    void aFailedEngineIsAGap()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        api::EngineReport failed;
        failed.clock = {TimePoint(1s), kStart + 1s};
        failed.engine.emplace().failure = api::FailureCode::DeviceFailed;
        lab.live.apply(failed);
        QVERIFY(lab.live.find(lab.id));
        for (int second = 2; second <= 10; ++second)
            lab.history->advance(kStart + second * 1s);
        QVERIFY(!lab.at(4s, 10s));
    }

    void aLongSilenceOfEverybodyIsAGap()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        lab.report(100s, {{1, bytes(5000)}}); // the machine slept
        lab.report(101s, {{1, bytes(6000)}});
        QVERIFY(!lab.at(50s, 104s));
        QVERIFY(!lab.at(99s, 104s));
        QCOMPARE(lab.at(100s, 104s)->bitsIn, 8000.0F);
    }

    // Make before break: the new SA begins at zero while the old one still counts, then the old one goes with its count.
    void aRekeyLosesNothingAndIsNeverNegative()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1'000'000)}});
        lab.report(2s, {{1, bytes(1'000'500)}, {2, bytes(500)}});
        lab.report(3s, {{2, bytes(1500)}});
        QCOMPARE(lab.at(1s, 6s)->bitsIn, 8000.0F);
        QCOMPARE(lab.at(2s, 6s)->bitsIn, 8000.0F);
    }

    void aCounterThatFellBeganAnew()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1'000'000, 400)}});
        lab.report(2s, {{1, bytes(250, 500)}});
        QCOMPARE(lab.at(1s, 5s)->bitsIn, 2000.0F);
        QCOMPARE(lab.at(1s, 5s)->bitsOut, 800.0F); // this one did not fall
    }

    // What an SA had carried before anybody listened flowed at an unknown time.
    void whatIsThereAtFirstIsNoRate()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(1'000'000'000)}});
        lab.report(1s, {{1, bytes(1'000'001'000)}});
        QCOMPARE(lab.at(0s, 4s)->bitsIn, 8000.0F);
    }

    void theCurrentRateFollows()
    {
        Lab lab;
        QVERIFY(!lab.history->current(lab.id));
        lab.report(0s, {{1, bytes(0)}});
        std::uint64_t counter = 0;
        for (int second = 1; second <= 10; ++second) {
            lab.report(second * 1s, {{1, bytes(counter += 1000)}});
            lab.history->advance(kStart + second * 1s + 100ms);
        }
        QCOMPARE(lab.history->current(lab.id)->bitsIn, 8000.0F);
        for (int second = 11; second <= 13; ++second) // silence
            lab.history->advance(kStart + second * 1s + 100ms);
        QCOMPARE(lab.history->current(lab.id), TrafficRates{});
    }

    void coarseStepsAreMeans()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        std::uint64_t counter = 0;
        for (int second = 1; second <= 180; ++second) {
            if (second % 2 == 0)
                counter += 1000;
            lab.report(second * 1s, {{1, bytes(counter)}});
            lab.history->advance(kStart + second * 1s);
        }
        QCOMPARE(lab.at(10s, 183s, TrafficRange::Hour)->bitsIn, 4000.0F);
        QCOMPARE(lab.at(60s, 183s, TrafficRange::Day)->bitsIn, 4000.0F);
        QCOMPARE(lab.history->points({lab.id}, TrafficRange::Day).size(), std::size_t{1440});
        QCOMPARE(lab.history->points({lab.id}, TrafficRange::Day).back().from, kStart + 120s);
    }

    // A day and more goes by: the rings turn round, and hold what they hold.
    void whatIsOldIsForgotten()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        for (Duration now = 1s; now <= 1000s; now += 1s)
            lab.history->advance(kStart + now);
        for (const TrafficPoint &point : lab.history->points({lab.id}, TrafficRange::TenMinutes))
            QCOMPARE(point.rates, TrafficRates{});
        QVERIFY(lab.at(0s, 1000s, TrafficRange::Hour)->bitsIn > 0);
        for (Duration now = 1000s; now <= 25h; now += 1s)
            lab.history->advance(kStart + now);
        for (const TrafficPoint &point : lab.history->points({lab.id}, TrafficRange::Day))
            QCOMPARE(point.rates, TrafficRates{});
        QVERIFY(!lab.history->hasTraffic({lab.id}));
    }

    void aSumHasAGapOnlyWhereAllHave()
    {
        Lab lab;
        const QString other = lab.addConnection(QStringLiteral("two"), QStringLiteral("172.17.0.0/16"));
        const QStringList both{lab.id, other};
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        lab.report(other, 1s, {{9, bytes(0)}});
        lab.report(2s, {{1, bytes(2000)}});
        lab.report(other, 2s, {{9, bytes(500, 500)}});
        lab.report(3s, {});
        lab.report(other, 3s, {{9, bytes(1000, 1000)}});
        lab.report(other, 4s, {});
        const auto at = [&](Duration after) { return lab.at(after, 7s, TrafficRange::TenMinutes, both); };
        QCOMPARE(at(0s)->bitsIn, 8000.0F);
        QCOMPARE(at(1s), (TrafficRates{12'000, 4'000, 15, 5}));
        QCOMPARE(at(2s)->bitsIn, 4000.0F);
        QVERIFY(!at(4s));
        QVERIFY(!lab.history->current(QStringList()));
    }

    void aWallClockPutBackGivesUpTheFuture()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        std::uint64_t counter = 0;
        for (int second = 1; second <= 100; ++second)
            lab.report(second * 1s, {{1, bytes(counter += 1000)}});
        lab.history->advance(kStart + 100s);
        lab.report(40s, {{1, bytes(counter += 1000)}}); // an hour's error would do the same
        lab.report(41s, {{1, bytes(counter += 2000)}});
        QCOMPARE(lab.at(10s, 44s)->bitsIn, 8000.0F);
        QCOMPARE(lab.at(40s, 44s)->bitsIn, 16'000.0F);
        QVERIFY(!lab.at(50s, 53s));
    }

    void aDeletedConnectionIsForgotten()
    {
        Lab lab;
        lab.report(0s, {{1, bytes(0)}});
        lab.report(1s, {{1, bytes(1000)}});
        QVERIFY(lab.workspace.catalog().removeConnection(lab.id));
        QVERIFY(!lab.at(0s, 4s));
        lab.report(5s, {{1, bytes(2000)}}); // the engine has not let go of it yet
        lab.report(6s, {{1, bytes(3000)}});
        QVERIFY(!lab.at(5s, 9s));
    }

    void viewsAreToldOnceASecond()
    {
        Lab lab;
        QSignalSpy advanced(lab.history.get(), &TrafficHistory::advanced);
        for (Duration now = 0ms; now < 3s; now += 100ms)
            lab.history->advance(kStart + now);
        QCOMPARE(advanced.size(), 3);
    }
};

QTEST_MAIN(TestTrafficHistory)
#include "test_traffic_history.moc"
