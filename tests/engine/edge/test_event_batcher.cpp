#include "engine/edge/event_batcher.h"

#include <QTest>

using namespace tw;
using namespace tw::edge;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint kStart{1000s};

ClockAnchor at(TimePoint time) { return {time, UtcTime(1'700'000'000s)}; }

api::Event eventOf(api::EventCode code)
{
    api::Event event;
    event.code = code;
    return event;
}

api::ConnectionStatus status(const char *id, api::ConnectionState state)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(id);
    status.state = state;
    return status;
}

} // namespace

class TestEventBatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsDueWhenNothingHappened();
    void firstFactAfterQuietIsDueAtOnce();
    void atMostTenReportsASecond();
    void eventsKeepTheirOrder();
    void newestStatusOfEachConnectionWins();
    void aConnectionThatIsLoadedAgainIsNotUnloaded();
    void floodIsBoundedAndCounted();
};

void TestEventBatcher::nothingIsDueWhenNothingHappened()
{
    EventBatcher batcher;
    QVERIFY(!batcher.due());
    batcher.add(eventOf(api::EventCode::EngineStarted));
    batcher.take(at(kStart));
    QVERIFY(!batcher.due());
}

void TestEventBatcher::firstFactAfterQuietIsDueAtOnce()
{
    EventBatcher batcher;
    batcher.add(eventOf(api::EventCode::EngineStarted));
    QVERIFY(*batcher.due() <= kStart);
    batcher.take(at(kStart));

    batcher.add(status("vco-1", api::ConnectionState::Established));
    QVERIFY(*batcher.due() <= kStart + 5s);
}

void TestEventBatcher::atMostTenReportsASecond()
{
    EventBatcher batcher;
    int reports = 0;
    for (TimePoint now = kStart; now < kStart + 1s; now += 1ms) {
        batcher.add(eventOf(api::EventCode::MessageReceived));
        if (*batcher.due() <= now) {
            batcher.take(at(now));
            ++reports;
        }
    }
    QCOMPARE(reports, 10);
}

void TestEventBatcher::eventsKeepTheirOrder()
{
    EventBatcher batcher;
    const std::vector codes{api::EventCode::MessageSent, api::EventCode::MessageReceived, api::EventCode::MessageSent};
    for (const auto code : codes)
        batcher.add(eventOf(code));
    const api::EngineReport report = batcher.take(at(kStart));
    QCOMPARE(report.clock.engine, kStart);
    QCOMPARE(report.events.size(), codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i)
        QCOMPARE(report.events[i].code, codes[i]);
}

void TestEventBatcher::newestStatusOfEachConnectionWins()
{
    EventBatcher batcher;
    batcher.add(status("vco-1", api::ConnectionState::Phase1Negotiating));
    batcher.add(status("vco-2", api::ConnectionState::Waiting));
    batcher.add(status("vco-1", api::ConnectionState::Established));
    const api::EngineReport report = batcher.take(at(kStart));
    QCOMPARE(report.statuses.size(), std::size_t(2));
    QCOMPARE(report.statuses[0].state, api::ConnectionState::Established);
    QCOMPARE(report.statuses[1].state, api::ConnectionState::Waiting);
    QVERIFY(batcher.take(at(kStart + 1s)).statuses.empty());
}

void TestEventBatcher::aConnectionThatIsLoadedAgainIsNotUnloaded()
{
    EventBatcher batcher;
    batcher.addUnloaded(api::ConnectionId("vco-1"));
    batcher.addUnloaded(api::ConnectionId("vco-2"));
    batcher.add(status("vco-1", api::ConnectionState::Resolving));
    const api::EngineReport report = batcher.take(at(kStart));
    QCOMPARE(report.unloaded.size(), std::size_t(1));
    QCOMPARE(report.unloaded.front(), api::ConnectionId("vco-2"));
}

void TestEventBatcher::floodIsBoundedAndCounted()
{
    EventBatcher batcher;
    constexpr std::size_t kMore = 7;
    for (std::size_t i = 0; i < EventBatcher::kMaxEvents + kMore; ++i)
        batcher.add(eventOf(api::EventCode::MessageUnmatched));
    const api::EngineReport report = batcher.take(at(kStart));
    QCOMPARE(report.events.size(), EventBatcher::kMaxEvents + 1);
    QCOMPARE(report.events.back().code, api::EventCode::EventsLost);
    QCOMPARE(*report.events.back().find(api::DetailKey::Count), std::to_string(kMore));

    batcher.add(eventOf(api::EventCode::MessageSent));
    QCOMPARE(batcher.take(at(kStart + 1s)).events.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestEventBatcher)
#include "test_event_batcher.moc"
