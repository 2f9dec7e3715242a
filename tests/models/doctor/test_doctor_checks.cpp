#include "models/doctor/path_checks.h"
#include "models/doctor/traffic_checks.h"
#include "tests/models/doctor/doctor_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using models::DoctorAdvice;
using models::DoctorCheckId;
using models::DoctorFacts;
using models::DoctorFinding;
using models::DoctorKind;
using models::DoctorReport;
using models::DoctorSide;
using models::DoctorVerdict;

namespace {

// As a run does it.
DoctorReport traffic(const DoctorFacts &facts)
{
    DoctorReport report = models::emptyReport(DoctorKind::Traffic, facts.connectionId);
    if (models::judgeRoute(report, facts) && models::judgeEcho(report, facts))
        models::judgeSilence(report, facts);
    return report;
}

DoctorReport path(const DoctorFacts &facts)
{
    DoctorReport report = models::emptyReport(DoctorKind::Path, facts.connectionId);
    models::judgePath(report, facts);
    return report;
}

api::IcmpAnswer icmp(api::IcmpAnswer::Kind kind, const char *from)
{
    api::IcmpAnswer answer;
    answer.kind = kind;
    answer.from = address(from);
    return answer;
}

void drop(api::EchoOutcome &echo, api::DropReason reason) { echo.after.drops[static_cast<std::size_t>(reason)] += 3; }

using Change = std::function<void(DoctorFacts &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestDoctorChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingWorks();
    void theFirstFaultIsNamed_data();
    void theFirstFaultIsNamed();
    void whatIsNotKnownIsNoFault_data();
    void whatIsNotKnownIsNoFault();
    void aNatWithinTheSelectorsIsAWarning();
    void otherTrafficDoesNotHideALostProbe();
    void pairsSayWhichStand();
    void overlapsSayWhoWins();
    void ports_data();
    void ports();
    void esp_data();
    void esp();
};

void TestDoctorChecks::everythingWorks()
{
    const DoctorReport report = traffic(goodFacts());
    QCOMPARE(report.firstFailed, -1);
    QCOMPARE(report.checks.size(), 7);
    for (const models::DoctorCheck &check : report.checks)
        QCOMPARE(check.verdict, DoctorVerdict::Ok);
    const models::DoctorCounter in{models::DoctorCounterId::PacketsIn, 0, 3};
    QCOMPARE(report.find(DoctorCheckId::EspBack)->counters, QList{in});
}

void TestDoctorChecks::theFirstFaultIsNamed_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<DoctorCheckId>("id");
    QTest::addColumn<DoctorFinding>("finding");
    QTest::addColumn<DoctorSide>("side");
    QTest::addColumn<DoctorAdvice>("advice");
    using enum DoctorFinding;
    using Id = DoctorCheckId;
    using Side = DoctorSide;
    using Advice = DoctorAdvice;
    using Kind = api::IcmpAnswer::Kind;
    const auto row = [](const char *name, Id id, DoctorFinding finding, Side side, Advice advice, Change change) {
        QTest::newRow(name) << std::move(change) << id << finding << side << advice;
    };
    row("not loaded", Id::Route, NotLoaded, Side::Ours, Advice::StartConnection,
        [](DoctorFacts &facts) { facts.isRefused = true; });
    row("no device", Id::Route, NoDevice, Side::Ours, Advice::StartConnection,
        [](DoctorFacts &facts) { facts.route->device.clear(); });
    row("no route", Id::Route, NoRoute, Side::Ours, Advice::CheckRoutes, [](DoctorFacts &facts) {
        facts.route->interface.clear();
        facts.route->systemError = "Network is unreachable";
    });
    row("route elsewhere", Id::Route, RouteElsewhere, Side::Ours, Advice::CheckRoutes,
        [](DoctorFacts &facts) { facts.route->interface = "eth0"; });
    row("narrower route elsewhere", Id::Route, RouteElsewhere, Side::Ours, Advice::RemoveRoute, [](DoctorFacts &facts) {
        facts.route->interface = "eth0";
        facts.route->overlaps.push_back({prefix("10.2.0.0/28"), "eth0", {}, false, false});
    });
    row("refused by the system", Id::Device, ProbeNotSent, Side::Ours, Advice::CheckOwnFirewall,
        [](DoctorFacts &facts) {
            *facts.echo = {};
            facts.echo->systemError = "Operation not permitted";
        });
    row("lost before the device", Id::Device, LostBeforeDevice, Side::Ours, Advice::CheckOwnFirewall,
        [](DoctorFacts &facts) {
            *facts.echo = {};
            facts.echo->sent = 3;
        });
    row("our NAT", Id::Selector, SourceTranslated, Side::Ours, Advice::ExemptFromNat, [](DoctorFacts &facts) {
        facts.echo = silentEcho();
        facts.echo->trail.encrypted = 0;
        facts.echo->trail.withoutPolicy = 3;
        facts.echo->trail.sourceSeen = address("192.0.2.1");
    });
    row("our NAT of destinations", Id::Selector, DestinationTranslated, Side::Ours, Advice::ExemptFromNat,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.echo->trail.encrypted = 0;
            facts.echo->trail.withoutPolicy = 3;
            facts.echo->trail.destinationSeen = address("10.77.0.1");
        });
    row("another connection", Id::Selector, OtherConnectionTookIt, Side::Ours, Advice::CompareSelectors,
        [](DoctorFacts &facts) { facts.echo->trail.otherConnection = 3; });
    row("no policy", Id::Selector, OutsideSelectors, Side::Ours, Advice::CompareSelectors, [](DoctorFacts &facts) {
        facts.echo->trail.encrypted = 0;
        facts.echo->trail.withoutPolicy = 3;
    });
    row("no SA at all", Id::Selector, NoSa, Side::Unknown, Advice::StartConnection, [](DoctorFacts &facts) {
        facts.echo->trail.encrypted = 0;
        facts.echo->trail.waited = 3;
        facts.status->childSas.clear();
    });
    row("no SA for this pair", Id::Selector, PairMissing, Side::Unknown, Advice::AddSubnet, [](DoctorFacts &facts) {
        facts.echo->trail.encrypted = 0;
        facts.echo->trail.waited = 3;
    });
    row("not encrypted", Id::Encrypted, NotEncrypted, Side::Ours, Advice::Renegotiate,
        [](DoctorFacts &facts) { facts.echo->trail.encrypted = 0; });
    row("not sent", Id::EspLeft, SendFailed, Side::Ours, Advice::CheckOwnFirewall,
        [](DoctorFacts &facts) { facts.echo->trail.sendFailed = 3; });
    row("wrong keys", Id::EspBack, NotAuthentic, Side::Unknown, Advice::Renegotiate, [](DoctorFacts &facts) {
        facts.echo = silentEcho();
        drop(*facts.echo, api::DropReason::NotAuthentic);
    });
    row("an SA that we do not have", Id::EspBack, UnknownSpi, Side::Theirs, Advice::Renegotiate,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.echo->after.engineDrops[static_cast<std::size_t>(api::DropReason::UnknownSpi)] = 3;
        });
    row("silence in UDP while 4500 answers", Id::EspBack, NothingCameBack, Side::Theirs, Advice::PeerRouteBack,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.path = pathAnswered(true, true);
        });
    row("silence in UDP and on 4500", Id::EspBack, PortSilentOtherAnswered, Side::Path, Advice::PeerAllowPort,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.path = pathAnswered(true, false);
        });
    row("silence of ESP while IKE answers", Id::EspBack, NothingCameBackNative, Side::Path, Advice::ForceEncapsulation,
        [](DoctorFacts &facts) {
            facts = goodFacts(false);
            facts.echo = silentEcho();
            facts.path = pathAnswered(true, true);
        });
    row("a router refuses ESP", Id::EspBack, EspProhibited, Side::Path, Advice::ForceEncapsulation,
        [](DoctorFacts &facts) {
            facts = goodFacts(false);
            facts.echo = silentEcho();
            facts.path = pathAnswered(true, true);
            facts.path->espIcmp = icmp(Kind::Prohibited, "192.0.2.200");
        });
    row("all is silent", Id::EspBack, NothingCameBackEver, Side::Unknown, Advice::PeerAllowPort,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.path = pathAnswered(false, false);
        });
    row("peer's NAT", Id::Delivered, AnswerOutsideSelectors, Side::Theirs, Advice::PeerExemptFromNat,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            facts.echo->trail.answersDecrypted = facts.echo->trail.answersRefused = 3;
            facts.echo->trail.answerSource = address("198.51.100.9");
            drop(*facts.echo, api::DropReason::PolicyViolation);
        });
    row("host unreachable", Id::Delivered, HostUnreachable, Side::Theirs, Advice::PeerHostUp,
        [](DoctorFacts &facts) { facts.echo->answers = {icmp(Kind::Unreachable, "10.2.0.1")}; });
    row("host prohibited", Id::Delivered, HostProhibited, Side::Theirs, Advice::PeerAllowTraffic,
        [](DoctorFacts &facts) { facts.echo->answers = {icmp(Kind::Prohibited, "10.2.0.1")}; });
    row("lost behind the device", Id::Delivered, LostBehindDevice, Side::Ours, Advice::CheckReversePath,
        [](DoctorFacts &facts) {
            facts.echo->answers.clear();
            facts.route->reversePath = api::ReversePath::Strict;
        });
    row("the gateway answers, the host does not", Id::Delivered, HostSilent, Side::Theirs, Advice::PeerRouteBack,
        [](DoctorFacts &facts) {
            facts.echo = silentEcho();
            api::EchoOutcome other = silentEcho();
            other.answers = {icmp(Kind::TimeExceeded, "10.2.0.1")};
            facts.others = {silentEcho(), other};
        });
}

void TestDoctorChecks::theFirstFaultIsNamed()
{
    QFETCH(const Change, change);
    QFETCH(const DoctorCheckId, id);
    DoctorFacts facts = goodFacts();
    change(facts);
    const DoctorReport report = traffic(facts);
    QVERIFY(report.firstFailed >= 0);
    const models::DoctorCheck &failed = report.checks[report.firstFailed];
    QCOMPARE(failed.id, id);
    for (const QString &arg : failed.args)
        QVERIFY2(!arg.isEmpty(), "an argument is empty");
    QTEST(failed.finding, "finding");
    QTEST(failed.side, "side");
    QFETCH(const DoctorAdvice, advice);
    QVERIFY(std::ranges::find(failed.mends, advice, &models::DoctorMend::advice) != failed.mends.end());
    for (qsizetype i = 0; i < report.checks.size(); ++i) {
        const auto expected = i < report.firstFailed ? DoctorVerdict::Ok : DoctorVerdict::Skipped;
        if (i != report.firstFailed)
            QCOMPARE(report.checks[i].verdict, expected);
    }
}

void TestDoctorChecks::whatIsNotKnownIsNoFault_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<DoctorCheckId>("id");
    QTest::addColumn<DoctorFinding>("finding");
    QTest::newRow("no engine") << Change([](DoctorFacts &facts) {
        facts.isRefused = true;
        facts.hasEngine = false;
    }) << DoctorCheckId::Route << DoctorFinding::NoEngineAnswer;
    QTest::newRow("no address inside") << Change([](DoctorFacts &facts) { facts.route->source.reset(); })
                                       << DoctorCheckId::Device << DoctorFinding::NoInsideAddress;
    QTest::newRow("no privilege") << Change([](DoctorFacts &facts) {
        *facts.echo = {};
        facts.echo->isPermitted = false;
    }) << DoctorCheckId::Device << DoctorFinding::NoPrivilege;
}

void TestDoctorChecks::whatIsNotKnownIsNoFault()
{
    QFETCH(const Change, change);
    QFETCH(const DoctorCheckId, id);
    DoctorFacts facts = goodFacts();
    change(facts);
    const DoctorReport report = traffic(facts);
    QCOMPARE(report.firstFailed, -1);
    QCOMPARE(report.find(id)->verdict, DoctorVerdict::NotKnown);
    QTEST(report.find(id)->finding, "finding");
    QCOMPARE(report.find(DoctorCheckId::Delivered)->verdict, DoctorVerdict::Skipped);
}

void TestDoctorChecks::aNatWithinTheSelectorsIsAWarning()
{
    DoctorFacts facts = goodFacts();
    facts.echo->trail.sourceSeen = address("10.1.0.77");
    const DoctorReport report = traffic(facts);
    QCOMPARE(report.firstFailed, -1);
    QCOMPARE(report.find(DoctorCheckId::Selector)->verdict, DoctorVerdict::Warning);
    QCOMPARE(report.find(DoctorCheckId::Delivered)->verdict, DoctorVerdict::Ok);
}

// Thousands of packets come in meanwhile: ESP passes, and still our answer is missing.
void TestDoctorChecks::otherTrafficDoesNotHideALostProbe()
{
    DoctorFacts facts = goodFacts();
    facts.echo = silentEcho();
    facts.echo->after.traffic.packetsIn = 5000;
    const DoctorReport report = traffic(facts);
    QCOMPARE(report.find(DoctorCheckId::EspBack)->verdict, DoctorVerdict::Ok);
    QCOMPARE(report.find(DoctorCheckId::Delivered)->finding, DoctorFinding::HostSilent);
}

void TestDoctorChecks::pairsSayWhichStand()
{
    DoctorFacts facts = goodFacts();
    facts.remote.push_back(prefix("10.3.0.0/24"));
    facts.status->childSas.front().traffic = {5, 500, 7, 700};
    const QList<models::DoctorPair> pairs = models::pairsOf(facts);
    const QList<models::DoctorPair> expected{
        {QStringLiteral("10.1.0.0/24"), QStringLiteral("10.2.0.0/24"), true, 5, 7},
        {QStringLiteral("10.1.0.0/24"), QStringLiteral("10.3.0.0/24"), false, 0, 0}};
    QCOMPARE(pairs, expected);
}

void TestDoctorChecks::overlapsSayWhoWins()
{
    using With = models::DoctorOverlap::With;
    DoctorCatalog sample;
    QVERIFY(sample.isFilled);
    DoctorFacts facts = goodFacts();
    facts.connectionId = sample.idOf("tunnel");
    facts.remote = {prefix("10.3.0.0/24")};
    facts.route->overlaps = {{prefix("10.3.0.0/16"), "lan", {}, true, false}, // an interface, wider
                             {prefix("10.3.0.16/28"), "eth1", {}, false, false}, // a route, narrower
                             {prefix("10.0.0.0/8"), "eth2", {}, false, false}, // a route behind ours
                             {prefix("10.3.0.0/24"), "tw0", {}, false, true}}; // ours
    const QString remote = QStringLiteral("10.3.0.0/24");
    const QList<models::DoctorOverlap> expected{
        {remote, With::Interface, QStringLiteral("10.3.0.0/16"), QStringLiteral("lan"), false},
        {remote, With::Route, QStringLiteral("10.3.0.16/28"), QStringLiteral("eth1"), true},
        {remote, With::Connection, QStringLiteral("10.3.0.128/25"), QStringLiteral("other"), true}};
    QCOMPARE(models::overlapsOf(facts, sample.catalog()), expected);
}

void TestDoctorChecks::ports_data()
{
    QTest::addColumn<bool>("ike");
    QTest::addColumn<bool>("nat");
    QTest::addColumn<DoctorVerdict>("of500");
    QTest::addColumn<DoctorVerdict>("of4500");
    using enum DoctorVerdict;
    QTest::newRow("both answer") << true << true << Ok << Ok;
    QTest::newRow("4500 is silent") << true << false << Ok << Failed;
    QTest::newRow("500 is silent") << false << true << Failed << Ok;
    // The harm that "blocked" does where nothing is known: tailscale/tailscale#2993, #18465.
    QTest::newRow("both are silent") << false << false << NotKnown << NotKnown;
}

void TestDoctorChecks::ports()
{
    QFETCH(const bool, ike);
    QFETCH(const bool, nat);
    DoctorFacts facts = goodFacts();
    facts.path = pathAnswered(ike, nat);
    const DoctorReport report = path(facts);
    QTEST(report.find(DoctorCheckId::Udp500)->verdict, "of500");
    QTEST(report.find(DoctorCheckId::Udp4500)->verdict, "of4500");
    QCOMPARE(report.find(DoctorCheckId::Esp)->finding, DoctorFinding::EspNotUsed);

    // A ping that is answered goes both ways; what just comes in does not.
    if (!nat) {
        facts.others = {silentEcho()};
        facts.others.front().after.traffic.packetsIn = 9;
        QTEST(path(facts).find(DoctorCheckId::Udp4500)->verdict, "of4500");
        facts.others = {goodEcho()};
        QCOMPARE(path(facts).find(DoctorCheckId::Udp4500)->finding, DoctorFinding::PortCarriesTunnel);
    }

    facts.path->ike.answered.reset();
    facts.path->ike.icmp = icmp(api::IcmpAnswer::Kind::Prohibited, "192.0.2.200");
    const DoctorReport told = path(facts);
    QCOMPARE(told.find(DoctorCheckId::Udp500)->finding, DoctorFinding::PortProhibited);
    QCOMPARE(told.find(DoctorCheckId::Udp500)->args.value(1), QStringLiteral("192.0.2.200"));

    facts.path->ike.icmp.reset();
    facts.path->ike.isAsked = false;
    QCOMPARE(path(facts).find(DoctorCheckId::Udp500)->verdict, DoctorVerdict::NotKnown);
}

void TestDoctorChecks::esp_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<DoctorVerdict>("verdict");
    QTest::addColumn<DoctorFinding>("finding");
    using enum DoctorVerdict;
    using enum DoctorFinding;
    const auto row = [](const char *name, DoctorVerdict verdict, DoctorFinding finding, Change change) {
        QTest::newRow(name) << std::move(change) << verdict << finding;
    };
    row("it comes in", Ok, EspSeen, [](DoctorFacts &facts) { facts.others = {goodEcho()}; });
    row("none ever came, and IKE answers", Failed, EspSilentIkeAnswered, [](DoctorFacts &) { });
    row("some came before", Warning, EspSilentIkeAnswered,
        [](DoctorFacts &facts) { facts.status->childSas.front().traffic.packetsIn = 9; });
    row("IKE is silent too", NotKnown, EspNothingSent,
        [](DoctorFacts &facts) { facts.path = pathAnswered(false, false); });
    row("nothing was sent", NotKnown, EspNothingSent, [](DoctorFacts &facts) { facts.others.clear(); });
    row("no SA stands", NotKnown, EspNothingSent, [](DoctorFacts &facts) { facts.status->childSas.clear(); });
    row("a router refuses", Failed, EspProhibited,
        [](DoctorFacts &facts) { facts.path->espIcmp = icmp(api::IcmpAnswer::Kind::Prohibited, "192.0.2.200"); });
}

void TestDoctorChecks::esp()
{
    QFETCH(const Change, change);
    DoctorFacts facts = goodFacts(false);
    facts.path = pathAnswered(true, true);
    facts.others = {silentEcho()};
    change(facts);
    const DoctorReport report = path(facts);
    QTEST(report.find(DoctorCheckId::Esp)->verdict, "verdict");
    QTEST(report.find(DoctorCheckId::Esp)->finding, "finding");
}

QTEST_GUILESS_MAIN(TestDoctorChecks)
#include "test_doctor_checks.moc"
