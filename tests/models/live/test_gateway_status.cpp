#include "models/catalog/catalog.h"
#include "models/live/gateway_statuses.h"
#include "tests/support/temporary_workspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::models;
using api::ConnectionState;
using api::FailureCode;

namespace {

const auto kAddress = QStringLiteral("192.0.2.1");

VpnGateway boundTo(const QString &address)
{
    VpnGateway gateway;
    gateway.name = QStringLiteral("ours");
    gateway.localAddress = address;
    return gateway;
}

GatewayFacts running(const QList<GatewayFacts::Connection> &connections = {})
{
    GatewayFacts facts;
    facts.engine = LiveState::Engine::Running;
    facts.machine = {{kAddress, QStringLiteral("2001:db8::1")}, {}, true};
    facts.connections = connections;
    return facts;
}

GatewayFacts::Connection office(ConnectionState state, FailureCode failure = FailureCode::None)
{
    return {QStringLiteral("office"), state, failure};
}

api::EngineReport report(const QString &id, ConnectionState state, FailureCode failure, std::uint64_t packets = 0)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(id.toStdString());
    status.state = state;
    status.lastFailure = failure;
    if (packets > 0) {
        status.childSas.emplace_back();
        status.childSas.back().traffic.packetsIn = packets;
    }
    api::EngineReport report;
    report.statuses = {status};
    return report;
}

api::EngineReport engineReport(FailureCode failure = FailureCode::None)
{
    api::EngineReport report;
    report.engine.emplace().running = true;
    report.engine->failure = failure;
    if (failure != FailureCode::None)
        report.engine->failureDetail = "/dev/net/tun: No such device";
    return report;
}

} // namespace

class TestGatewayStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusFollowsFromFacts_data();
    void statusFollowsFromFacts();
    void theAddressMayBeWrittenInAnyWay();
    void whatTheSystemDoesNotTellIsNotClaimed();
    void theReasonNamesWhatItIsAbout();
    void theRowSaysWhy();
    void namesAreStable();
    void changesAreToldOnceAndPerGateway();
    void aMachineThatChangesIsNoticed();
};

void TestGatewayStatus::statusFollowsFromFacts_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<GatewayFacts>("facts");
    QTest::addColumn<GatewayState>("state");
    QTest::addColumn<GatewayReason>("reason");
    const auto row = [](const char *name, const QString &address, const GatewayFacts &facts, GatewayState state,
                        GatewayReason reason = GatewayReason::None) {
        QTest::newRow(name) << address << facts << state << reason;
    };
    using enum GatewayState;
    using Reason = GatewayReason;
    const auto engine = [](LiveState::Engine word, FailureCode failure = FailureCode::None) {
        GatewayFacts facts = running();
        facts.engine = word;
        facts.engineFailure = failure;
        return facts;
    };
    const QString absent = QStringLiteral("192.0.2.9");
    row("usable", kAddress, running(), Active);
    row("chosen by route", {}, running(), Active);
    row("no engine", kAddress, engine(LiveState::Engine::None), Init, Reason::EngineStopped);
    row("starting", kAddress, engine(LiveState::Engine::Starting), Updating, Reason::EngineStarting);
    row("starting, and the address is absent", absent, engine(LiveState::Engine::Starting), Init,
        Reason::AddressNotLocal);
    row("no privilege, as the engine met it", kAddress, engine(LiveState::Engine::Failed, FailureCode::LocalPermission),
        Init, Reason::LocalPermission);
    row("device failed", kAddress, engine(LiveState::Engine::Failed, FailureCode::DeviceFailed), Init,
        Reason::DeviceFailed);
    GatewayFacts unprivileged = running();
    unprivileged.missingPrivileges = {QStringLiteral("UDP 500: not allowed")};
    row("no privilege, known beforehand", kAddress, unprivileged, Init, Reason::LocalPermission);
    row("address absent", absent, running(), Init, Reason::AddressNotLocal);
    row("address gone below a tunnel", absent, running({office(ConnectionState::Established)}), Init,
        Reason::AddressNotLocal);

    const auto met = [&](const char *name, FailureCode code, GatewayReason reason) {
        row(name, {}, running({office(ConnectionState::Phase1Failed, code)}), Init, reason);
    };
    met("a connection met an absent address", FailureCode::AddressNotLocal, Reason::AddressNotLocal);
    met("a connection met a taken port", FailureCode::PortTaken, Reason::PortTaken);
    met("a connection met a missing privilege", FailureCode::LocalPermission, Reason::LocalPermission);
    met("a connection met a failed device", FailureCode::DeviceFailed, Reason::DeviceFailed);
    row("what the peer did wrong is not the gateway's", {},
        running({office(ConnectionState::Phase1Failed, FailureCode::PskMismatch)}), Active);
    row("tried again, the port is still taken", {},
        running({office(ConnectionState::Resolving, FailureCode::PortTaken)}), Init, Reason::PortTaken);
    row("tried again, the port is free now", {},
        running({office(ConnectionState::Phase1Negotiating, FailureCode::PortTaken)}), Active);
    row("another connection proves the port", {},
        running({office(ConnectionState::Phase1Failed, FailureCode::PortTaken), office(ConnectionState::Established)}),
        Active);

    row("waiting for traffic", {}, running({office(ConnectionState::Waiting)}), Active);
    row("path pending", {}, running({office(ConnectionState::Resolving)}), Updating, Reason::PathPending);
    row("path pending beside a tunnel", {},
        running({office(ConnectionState::Resolving), office(ConnectionState::Established)}), Active);
    row("retry after the peer's silence", {}, running({office(ConnectionState::Resolving, FailureCode::NoResponse)}),
        Active);
    row("deleting", {}, running({office(ConnectionState::Deleting)}), Deleting);
    row("deleting one of two", {}, running({office(ConnectionState::Deleting), office(ConnectionState::Established)}),
        Active);
    row("deleting one, the other waits", {},
        running({office(ConnectionState::Deleting), office(ConnectionState::Waiting)}), Active);
}

void TestGatewayStatus::statusFollowsFromFacts()
{
    QFETCH(QString, address);
    QFETCH(GatewayFacts, facts);
    QFETCH(GatewayState, state);
    QFETCH(GatewayReason, reason);
    const GatewayStatus status = gatewayStatus(boundTo(address), facts);
    QCOMPARE(static_cast<int>(status.state), static_cast<int>(state));
    QCOMPARE(static_cast<int>(status.reason), static_cast<int>(reason));
}

void TestGatewayStatus::theAddressMayBeWrittenInAnyWay()
{
    QVERIFY(gatewayStatus(boundTo(QStringLiteral("2001:DB8:0::1")), running()).state == GatewayState::Active);
    QVERIFY(gatewayStatus(boundTo(QStringLiteral("2001:db8::2")), running()).state == GatewayState::Init);
}

void TestGatewayStatus::whatTheSystemDoesNotTellIsNotClaimed()
{
    for (const char *unlisted : {"127.0.0.2", "::1", "169.254.7.7", "fe80::1"})
        QVERIFY2(gatewayStatus(boundTo(QString::fromLatin1(unlisted)), running()).state == GatewayState::Active,
                 unlisted);
    GatewayFacts facts = running();
    facts.machine = {}; // the system tells nothing
    QVERIFY(gatewayStatus(boundTo(kAddress), facts).state == GatewayState::Active);
    facts.machine.knowsAddresses = true; // no interface is up
    QVERIFY(gatewayStatus(boundTo(kAddress), facts).reason == GatewayReason::AddressNotLocal);
}

void TestGatewayStatus::theReasonNamesWhatItIsAbout()
{
    const auto sentence = [](const GatewayStatus &status) { return gatewayStatusSentence(status); };
    const QString absent = sentence(gatewayStatus(boundTo(QStringLiteral("192.0.2.9")), running()));
    QVERIFY2(absent.contains(QStringLiteral("192.0.2.9")), qPrintable(absent));
    const QString taken =
        sentence(gatewayStatus(boundTo({}), running({office(ConnectionState::Phase1Failed, FailureCode::PortTaken)})));
    QVERIFY2(taken.contains(QStringLiteral("4500")) && taken.contains(QStringLiteral("office")), qPrintable(taken));
    GatewayFacts facts = running();
    facts.missingPrivileges = {QStringLiteral("CAP_NET_ADMIN: no"), QStringLiteral("UDP 500: no")};
    const QString lacking = sentence(gatewayStatus(boundTo({}), facts));
    QVERIFY2(lacking.contains(QStringLiteral("CAP_NET_ADMIN")) && lacking.contains(QStringLiteral("UDP 500")),
             qPrintable(lacking));
    facts = running();
    facts.engine = LiveState::Engine::Failed;
    facts.engineFailure = FailureCode::DeviceFailed;
    facts.engineFailureDetail = QStringLiteral("/dev/net/tun: No such device");
    QVERIFY(sentence(gatewayStatus(boundTo({}), facts)).contains(facts.engineFailureDetail));
}

void TestGatewayStatus::theRowSaysWhy()
{
    const auto text = [](const QString &address, const GatewayFacts &facts) {
        return gatewayStatusText(gatewayStatus(boundTo(address), facts));
    };
    QCOMPARE(text(kAddress, running()), QStringLiteral("Usable"));
    QCOMPARE(text(QStringLiteral("192.0.2.9"), running()), QStringLiteral("Not usable: address not on this machine"));
    QCOMPARE(text({}, {}), QStringLiteral("Not usable: no engine is running"));
    QCOMPARE(text({}, running({office(ConnectionState::Resolving)})), QStringLiteral("Applying"));
    QCOMPARE(text({}, running({office(ConnectionState::Deleting)})), QStringLiteral("Deleting"));
}

// docs/tunnelwrightctl.md promises them; the four states are the cloud's words.
void TestGatewayStatus::namesAreStable()
{
    using enum GatewayState;
    QVERIFY(gatewayStateName(Init) == "init");
    QVERIFY(gatewayStateName(Active) == "active");
    QVERIFY(gatewayStateName(Updating) == "updating");
    QVERIFY(gatewayStateName(Deleting) == "deleting");
    QVERIFY(gatewayReasonName(GatewayReason::None) == "None");
    QVERIFY(gatewayReasonName(GatewayReason::EngineStopped) == "EngineStopped");
    QVERIFY(gatewayReasonName(GatewayReason::EngineStarting) == "EngineStarting");
    QVERIFY(gatewayReasonName(GatewayReason::PathPending) == "PathPending");
    for (const auto &[reason, code] : {std::pair(GatewayReason::AddressNotLocal, FailureCode::AddressNotLocal),
                                       std::pair(GatewayReason::PortTaken, FailureCode::PortTaken),
                                       std::pair(GatewayReason::LocalPermission, FailureCode::LocalPermission),
                                       std::pair(GatewayReason::DeviceFailed, FailureCode::DeviceFailed)})
        QVERIFY(gatewayReasonName(reason) == api::failureName(code)); // one word for one thing
}

void TestGatewayStatus::changesAreToldOnceAndPerGateway()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    const QString used = test::sampleDraft().vpnGatewayId;
    VpnGateway bystander = *catalog.vpnGateway(used);
    bystander.id.clear();
    bystander.name = QStringLiteral("bystander");
    QVERIFY(catalog.save(bystander));
    const auto id = catalog.save(test::sampleDraft());
    QVERIFY(id);

    LiveState live;
    const GatewayStatuses statuses(catalog, &live);
    QSignalSpy changed(&statuses, &GatewayStatuses::changed);
    QVERIFY(statuses.of(used).reason == GatewayReason::EngineStopped);
    live.apply(engineReport());
    QCOMPARE(changed.size(), 2); // the engine is everybody's
    changed.clear();

    live.apply(report(*id, ConnectionState::Phase1Failed, FailureCode::PortTaken));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toString(), used);
    QVERIFY(statuses.of(used).reason == GatewayReason::PortTaken);
    live.apply(report(*id, ConnectionState::Established, FailureCode::None, 1));
    QCOMPARE(changed.size(), 2);
    QVERIFY(statuses.of(used).state == GatewayState::Active);
    live.apply(report(*id, ConnectionState::Established, FailureCode::None, 2)); // counters
    live.apply(engineReport());
    QCOMPARE(changed.size(), 2);

    live.apply(report(*id, ConnectionState::Deleting, FailureCode::None));
    QVERIFY(statuses.of(used).state == GatewayState::Deleting);
    QVERIFY(catalog.removeConnection(*id)); // what is deleted holds the gateway no longer
    QVERIFY(statuses.of(used).state == GatewayState::Active);
    live.apply(report(*id, ConnectionState::Established, FailureCode::PortTaken)); // and says nothing more
    QVERIFY(statuses.of(used).state == GatewayState::Active);
    live.apply(engineReport(FailureCode::DeviceFailed));
    QVERIFY(statuses.of(used).reason == GatewayReason::DeviceFailed);
    live.forgetEngine();
    QVERIFY(statuses.of(used).reason == GatewayReason::EngineStopped);
}

void TestGatewayStatus::aMachineThatChangesIsNoticed()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    VpnGateway gateway = *catalog.vpnGateway(test::sampleDraft().vpnGatewayId);
    gateway.localAddress = kAddress;
    QVERIFY(catalog.save(gateway));
    LiveState live;
    live.apply(engineReport());
    catalog.setMachineFacts({{kAddress}, {}, true});
    const GatewayStatuses statuses(catalog, &live);
    QSignalSpy changed(&statuses, &GatewayStatuses::changed);
    QVERIFY(statuses.of(gateway.id).state == GatewayState::Active);
    catalog.setMachineFacts({{kAddress}, {}, true}); // looked again, nothing new
    QCOMPARE(changed.size(), 0);
    catalog.setMachineFacts({{}, {}, true});
    QCOMPARE(changed.size(), 1);
    QVERIFY(statuses.of(gateway.id).reason == GatewayReason::AddressNotLocal);
    gateway.localAddress.clear(); // the user mends it
    QVERIFY(catalog.save(gateway));
    QVERIFY(statuses.of(gateway.id).state == GatewayState::Active);
    live.setMissingPrivileges({QStringLiteral("UDP 500: not allowed")});
    QVERIFY(statuses.of(gateway.id).reason == GatewayReason::LocalPermission);
    live.setMissingPrivileges({});
    QVERIFY(statuses.of(gateway.id).state == GatewayState::Active);
}

QTEST_GUILESS_MAIN(TestGatewayStatus)
#include "test_gateway_status.moc"
