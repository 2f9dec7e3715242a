#include "models/live/live_state.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::RateMeter;
using models::TrafficRate;

namespace {

const QString kId = QStringLiteral("vco-00000000000000000001");
constexpr TimePoint kStart(100s);

// SAs by inbound SPI with the bytes that came in and went out.
struct Sa
{
    std::uint32_t spi;
    std::uint64_t in;
    std::uint64_t out;
};

api::ConnectionStatus status(std::initializer_list<Sa> sas)
{
    api::ConnectionStatus made;
    made.connection = api::ConnectionId(kId.toStdString());
    made.state = api::ConnectionState::Established;
    for (const Sa &sa : sas) {
        api::ChildSaStatus child;
        child.inboundSpi = sa.spi;
        child.traffic = {0, sa.in, 0, sa.out};
        made.childSas.push_back(child);
    }
    return made;
}

} // namespace

class TestRateMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QStringLiteral("en"))); }

    void theFirstReadingSaysNothing()
    {
        RateMeter meter;
        QCOMPARE(meter.of(kId), TrafficRate());
        meter.note(kId, status({{1, 5'000'000, 5'000'000}}), kStart); // perhaps of the last hour
        QCOMPARE(meter.of(kId), TrafficRate());
        QVERIFY(!meter.anyFlows());
    }

    void twoReadingsMakeARate()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 1'000, 0}}), kStart);
        meter.note(kId, status({{1, 126'000, 1'000}}), kStart + 1s);
        QCOMPARE(meter.of(kId), (TrafficRate{1'000'000, 8'000}));
        meter.note(kId, status({{1, 376'000, 1'000}}), kStart + 3s); // two seconds
        QCOMPARE(meter.of(kId), (TrafficRate{1'000'000, 0}));
    }

    // A status also comes when something else changes, with the counters as they were read before.
    void aStatusWithoutAReadingIsNoStandstill()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 0, 0}}), kStart);
        meter.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        meter.note(kId, status({{1, 125'000, 0}}), kStart + 1s + 600ms);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
        meter.note(kId, status({{1, 375'000, 0}}), kStart + 3s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
    }

    void readingsInHasteAreOne()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 0, 0}}), kStart);
        meter.note(kId, status({{1, 100'000, 0}}), kStart + 100ms);
        QCOMPARE(meter.of(kId), TrafficRate());
        meter.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
    }

    // Rekeying: the new SA counts from zero and the old one goes.
    void aNewSaIsNoStepBack()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 900'000'000, 7}}), kStart);
        meter.note(kId, status({{1, 900'025'000, 7}, {2, 100'000, 0}}), kStart + 1s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
        meter.note(kId, status({{2, 225'000, 0}}), kStart + 2s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
        QCOMPARE(meter.of(kId).out, 0.0);
    }

    // An engine that was started again, and gave an SA the number of an old one.
    void aCounterThatFellBeganAtZero()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 900'000'000, 0}}), kStart);
        meter.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
    }

    void silenceMeansThatNothingFlows()
    {
        RateMeter meter;
        meter.note(kId, status({{1, 0, 0}}), kStart);
        meter.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        QVERIFY(meter.settle(kStart + 2s).isEmpty()); // the next reading may be on its way
        QVERIFY(meter.anyFlows());
        QCOMPARE(meter.settle(kStart + 1s + RateMeter::kSilence), QStringList{kId});
        QCOMPARE(meter.of(kId), TrafficRate());
        QVERIFY(!meter.anyFlows());
        QVERIFY(meter.settle(kStart + 20s).isEmpty()); // said once
        // What comes after a silence came within the last reading, and not over the whole of it.
        meter.note(kId, status({{1, 250'000, 0}}), kStart + 60s);
        QCOMPARE(meter.of(kId).in, 1'000'000.0);
    }

    void liveStateTellsOfBoth()
    {
        models::LiveState live;
        const auto report = [&live](TimePoint at, std::uint64_t bytes) {
            api::EngineReport made;
            made.clock = {at, UtcTime(1'800'000'000s)};
            if (bytes > 0)
                made.statuses = {status({{1, bytes, 0}})};
            live.apply(made);
        };
        report(kStart, 1);
        report(kStart + 1s, 125'001);
        QCOMPARE(live.rate(kId).in, 1'000'000.0);
        QSignalSpy changed(&live, &models::LiveState::connectionChanged);
        report(kStart + 2s, 0);
        QCOMPARE(changed.size(), 0);
        report(kStart + 4s, 0); // of others
        QCOMPARE(changed.size(), 1);
        QCOMPARE(live.rate(kId), TrafficRate());
        report(kStart + 5s, 250'001);
        QVERIFY(live.rate(kId).in > 0);
        live.forgetEngine();
        QCOMPARE(live.rate(kId), TrafficRate());
    }
};

QTEST_GUILESS_MAIN(TestRateMeter)
#include "test_rate_meter.moc"
