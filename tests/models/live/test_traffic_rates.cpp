#include "models/live/live_state.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::rateText;
using models::TrafficRate;
using models::TrafficRates;

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

class TestTrafficRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QStringLiteral("en"))); }

    void theFirstReadingSaysNothing()
    {
        TrafficRates rates;
        QCOMPARE(rates.of(kId), TrafficRate());
        rates.note(kId, status({{1, 5'000'000, 5'000'000}}), kStart); // perhaps of the last hour
        QCOMPARE(rates.of(kId), TrafficRate());
        QVERIFY(!rates.anyFlows());
    }

    void twoReadingsMakeARate()
    {
        TrafficRates rates;
        rates.note(kId, status({{1, 1'000, 0}}), kStart);
        rates.note(kId, status({{1, 126'000, 1'000}}), kStart + 1s);
        QCOMPARE(rates.of(kId), (TrafficRate{1'000'000, 8'000}));
        rates.note(kId, status({{1, 376'000, 1'000}}), kStart + 3s); // two seconds
        QCOMPARE(rates.of(kId), (TrafficRate{1'000'000, 0}));
    }

    // A status also comes when something else changes, with the counters as they were read before.
    void aStatusWithoutAReadingIsNoStandstill()
    {
        TrafficRates rates;
        rates.note(kId, status({{1, 0, 0}}), kStart);
        rates.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        rates.note(kId, status({{1, 125'000, 0}}), kStart + 1s + 600ms);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
        rates.note(kId, status({{1, 375'000, 0}}), kStart + 3s);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
    }

    void readingsInHasteAreOne()
    {
        TrafficRates rates;
        rates.note(kId, status({{1, 0, 0}}), kStart);
        rates.note(kId, status({{1, 100'000, 0}}), kStart + 100ms);
        QCOMPARE(rates.of(kId), TrafficRate());
        rates.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
    }

    // Rekeying: the new SA counts from zero and the old one goes.
    void aNewSaIsNoStepBack()
    {
        TrafficRates rates;
        rates.note(kId, status({{1, 900'000'000, 7}}), kStart);
        rates.note(kId, status({{1, 900'025'000, 7}, {2, 100'000, 0}}), kStart + 1s);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
        rates.note(kId, status({{2, 225'000, 0}}), kStart + 2s);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
        QCOMPARE(rates.of(kId).out, 0.0);
    }

    void silenceMeansThatNothingFlows()
    {
        TrafficRates rates;
        rates.note(kId, status({{1, 0, 0}}), kStart);
        rates.note(kId, status({{1, 125'000, 0}}), kStart + 1s);
        QVERIFY(rates.settle(kStart + 2s).isEmpty()); // the next reading may be on its way
        QVERIFY(rates.anyFlows());
        QCOMPARE(rates.settle(kStart + 1s + TrafficRates::kSilence), QStringList{kId});
        QCOMPARE(rates.of(kId), TrafficRate());
        QVERIFY(!rates.anyFlows());
        QVERIFY(rates.settle(kStart + 20s).isEmpty()); // said once
        // What comes after a silence came within the last reading, and not over the whole of it.
        rates.note(kId, status({{1, 250'000, 0}}), kStart + 60s);
        QCOMPARE(rates.of(kId).in, 1'000'000.0);
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

    void ratesAreWrittenInSiUnits_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("text");
        const auto add = [](const char *text, double rate) {
            QTest::newRow(text) << rate << QString::fromLatin1(text);
        };
        add("0 bit/s", 0);
        add("999 bit/s", 999.4);
        add("1.0 kbit/s", 999.6);
        add("12.3 kbit/s", 12'345);
        add("1.0 Mbit/s", 999'970);
        add("940.0 Mbit/s", 940e6);
        add("1.5 Gbit/s", 1.5e9);
        add("2,500.0 Gbit/s", 2.5e12);
    }

    void ratesAreWrittenInSiUnits()
    {
        QFETCH(double, rate);
        QFETCH(QString, text);
        QCOMPARE(rateText(rate), text);
    }
};

QTEST_GUILESS_MAIN(TestTrafficRates)
#include "test_traffic_rates.moc"
