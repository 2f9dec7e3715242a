#include "models/live/live_state.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using api::ConnectionState;
using models::LiveState;

namespace {

const QString kId = QStringLiteral("vco-00000000000000000001");

api::ConnectionStatus statusOf(ConnectionState state)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(kId.toStdString());
    status.state = state;
    status.since = TimePoint(5s);
    return status;
}

api::EngineReport reportOf(ConnectionState state)
{
    api::EngineReport report;
    report.clock = {TimePoint(10s), UtcTime(1'800'000'000s)};
    report.statuses = {statusOf(state)};
    return report;
}

} // namespace

class TestLiveState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsUnknownIsStopped();
    void aStatusReplacesTheOneBefore();
    void anUnloadedConnectionIsStopped();
    void engineTimesFollowTheNewestClock();
    void theEnginesOwnState();
    void aForgottenEngineStopsEverything();
    void trafficIsTheSumOfTheChildren();
};

void TestLiveState::whatIsUnknownIsStopped()
{
    const LiveState live;
    QVERIFY(!live.find(kId));
    QVERIFY(live.state(kId) == ConnectionState::Stopped);
    QVERIFY(live.engine() == LiveState::Engine::None);
    QVERIFY(!live.reportAge());
}

void TestLiveState::aStatusReplacesTheOneBefore()
{
    LiveState live;
    QSignalSpy changed(&live, &LiveState::connectionChanged);
    QSignalSpy moved(&live, &LiveState::stateChanged);
    live.apply(reportOf(ConnectionState::Phase1Negotiating));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(moved.size(), 1);
    QVERIFY(live.state(kId) == ConnectionState::Phase1Negotiating);
    QVERIFY(live.reportAge().has_value());

    live.apply(reportOf(ConnectionState::Phase1Negotiating)); // nothing new
    QCOMPARE(changed.size(), 1);

    api::EngineReport counted = reportOf(ConnectionState::Phase1Negotiating);
    counted.statuses.front().lastFailure = api::FailureCode::NoResponse;
    live.apply(counted); // something else than the state word
    QCOMPARE(changed.size(), 2);
    QCOMPARE(moved.size(), 1);
}

void TestLiveState::anUnloadedConnectionIsStopped()
{
    LiveState live;
    live.apply(reportOf(ConnectionState::Deleting));
    QSignalSpy moved(&live, &LiveState::stateChanged);
    api::EngineReport report;
    report.unloaded = {api::ConnectionId(kId.toStdString())};
    live.apply(report);
    QVERIFY(!live.find(kId));
    QCOMPARE(moved.size(), 1);
    QVERIFY(moved.first().at(2).value<ConnectionState>() == ConnectionState::Stopped);
}

void TestLiveState::engineTimesFollowTheNewestClock()
{
    LiveState live;
    live.apply(reportOf(ConnectionState::Established));
    QCOMPARE(live.toUtc(TimePoint(11s)).toSecsSinceEpoch(), 1'800'000'001);
    api::EngineReport later; // the wall clock was put right by an hour
    later.clock = {TimePoint(20s), UtcTime(1'800'003'610s)};
    live.apply(later);
    QCOMPARE(live.toUtc(TimePoint(11s)).toSecsSinceEpoch(), 1'800'003'601);
    QCOMPARE(live.toUtc(TimePoint(11s)).timeSpec(), Qt::UTC);
}

void TestLiveState::theEnginesOwnState()
{
    LiveState live;
    QSignalSpy changed(&live, &LiveState::engineChanged);
    live.expectEngine();
    QVERIFY(live.engine() == LiveState::Engine::Starting);
    api::EngineReport report;
    report.engine.emplace().running = true;
    live.apply(report);
    QVERIFY(live.engine() == LiveState::Engine::Running);
    report.engine->failure = api::FailureCode::LocalPermission;
    report.engine->failureDetail = "/dev/net/tun: Operation not permitted";
    live.apply(report);
    QVERIFY(live.engine() == LiveState::Engine::Failed);
    QCOMPARE(live.engineStatus().failureDetail, std::string("/dev/net/tun: Operation not permitted"));
    QCOMPARE(changed.size(), 3);
}

void TestLiveState::aForgottenEngineStopsEverything()
{
    LiveState live;
    live.expectEngine();
    live.apply(reportOf(ConnectionState::Established));
    QSignalSpy changed(&live, &LiveState::connectionChanged);
    live.forgetEngine();
    QCOMPARE(changed.size(), 1);
    QVERIFY(live.loadedConnections().isEmpty());
    QVERIFY(live.engine() == LiveState::Engine::None);
    QVERIFY(!live.reportAge());
}

void TestLiveState::trafficIsTheSumOfTheChildren()
{
    LiveState live;
    api::EngineReport report = reportOf(ConnectionState::Established);
    api::ChildSaStatus child;
    child.traffic = {.packetsIn = 1, .bytesIn = 100, .packetsOut = 2, .bytesOut = 300};
    report.statuses.front().childSas = {child, child};
    live.apply(report);
    const api::TrafficCounters sum = live.traffic(kId);
    QVERIFY((sum == api::TrafficCounters{.packetsIn = 2, .bytesIn = 200, .packetsOut = 4, .bytesOut = 600}));
}

QTEST_GUILESS_MAIN(TestLiveState)
#include "test_live_state.moc"
