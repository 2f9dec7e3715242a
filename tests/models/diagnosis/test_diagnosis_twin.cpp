#include "models/diagnosis/trials.h"
#include "tests/engine/sim/site_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::sim::samples;

namespace {

using C = DiagnosisCode;
using Encryption = api::Encryption;

// What the right side has otherwise; the left one begins, so that left is the initiator and right the responder.
using Change = void (*)(api::ConnectionConfig &);

struct SiteFault
{
    const char *name;
    api::IkeVersion version;
    Change change;
    C asInitiator;
    C asResponder;
};

constexpr auto kV1 = api::IkeVersion::V1;
constexpr auto kV2 = api::IkeVersion::V2;

void otherCipher(api::ConnectionConfig &config) { config.ike.proposals.front().encryption = Encryption::Aes256Cbc; }
void otherGroup(api::ConnectionConfig &config) { config.ike.proposals.front().group = api::DhGroup::Modp2048; }
void otherHash(api::ConnectionConfig &config)
{
    config.ike.proposals.front().integrity = api::Integrity::HmacSha256_128;
    config.ike.proposals.front().prf = api::Prf::HmacSha256;
}
void otherEspCipher(api::ConnectionConfig &config)
{
    config.child.proposals.front().encryption = Encryption::Aes256Cbc;
}
void otherSubnet(api::ConnectionConfig &config) { config.child.local = {subnet("10.9.0.0/24")}; }
void otherOwnName(api::ConnectionConfig &config) { config.ike.localId = *api::Identity::parse("stranger.example"); }
void otherPeerName(api::ConnectionConfig &config) { config.ike.remoteId = *api::Identity::parse("stranger.example"); }
void otherPfs(api::ConnectionConfig &config) { config.child.proposals.front().pfs = api::DhGroup::Modp2048; }

const SiteFault kFaults[] = {
    {"v2 cipher", kV2, otherCipher, C::ProposalMismatch, C::EncryptionAlgorithmMismatch},
    {"v2 hash", kV2, otherHash, C::ProposalMismatch, C::AuthenticationAlgorithmMismatch},
    {"v2 group", kV2, otherGroup, C::ProposalMismatch, C::DhGroupMismatch},
    {"v2 ESP cipher", kV2, otherEspCipher, C::ProposalMismatch, C::EncryptionAlgorithmMismatch},
    {"v2 subnets", kV2, otherSubnet, C::TrafficSelectorMismatch, C::TrafficSelectorMismatch},
    {"v2 their name", kV2, otherOwnName, C::AuthenticationRefused, C::PeerIdMismatch},
    {"v2 our name", kV2, otherPeerName, C::AuthenticationRefused, C::PeerIdMismatch},
    {"v1 cipher", kV1, otherCipher, C::ProposalMismatch, C::EncryptionAlgorithmMismatch},
    {"v1 group", kV1, otherGroup, C::ProposalMismatch, C::DhGroupMismatch},
    {"v1 ESP cipher", kV1, otherEspCipher, C::ProposalMismatch, C::EncryptionAlgorithmMismatch},
    {"v1 PFS", kV1, otherPfs, C::ProposalMismatch, C::PfsMismatch},
    {"v1 subnets", kV1, otherSubnet, C::TrafficSelectorMismatch, C::TrafficSelectorMismatch},
};

// The node's log as the console keeps it.
DiagnosisFacts factsOf(const sim::SimNode &node, const api::ConnectionId &id, const api::ConnectionConfig &config,
                       TimePoint now)
{
    DiagnosisFacts facts;
    facts.draft.id = QString::fromStdString(id.value());
    facts.draft.ikeVersion = config.ike.version == kV1 ? QStringLiteral("ikev1") : QStringLiteral("ikev2");
    facts.draft.ikeAuthAlg = QString::fromUtf8(api::shortName(config.ike.proposals.front().integrity).data());
    facts.draft.ikeEncAlg = QString::fromUtf8(api::shortName(config.ike.proposals.front().encryption).data());
    facts.draft.ikePfs = QString::fromUtf8(api::shortName(config.ike.proposals.front().group).data());
    facts.draft.ipsecEncAlg = QString::fromUtf8(api::shortName(config.child.proposals.front().encryption).data());
    facts.draft.ipsecPfs = QString::fromUtf8(api::shortName(config.child.proposals.front().pfs).data());
    facts.draft.localSubnet = QString::fromStdString(config.child.local.front().toString());
    facts.draft.remoteSubnet = QString::fromStdString(config.child.remote.front().toString());
    facts.draft.localId = QString::fromStdString(config.ike.localId.toString());
    facts.draft.remoteId = QString::fromStdString(config.ike.remoteId.toString());
    qint64 sequence = 0;
    for (const api::Event &event : node.events())
        facts.records << LogRecord{++sequence, UtcTime(event.at.time_since_epoch()), event};
    facts.hasEngine = true;
    if (const auto *status = node.status(id))
        facts.status = *status;
    facts.now = UtcTime(now.time_since_epoch());
    return facts;
}

struct World
{
    explicit World(
        api::IkeVersion version, Change change = [](api::ConnectionConfig &) { },
        std::string_view key = "a shared secret")
        : pair(7)
    {
        left = leftConfig();
        left.ike.version = version;
        left.effectImmediately = true;
        if (version == kV1) {
            left.ike.localId = api::Identity::fromAddress(kPublicLeft);
            left.ike.remoteId = api::Identity::fromAddress(kRightAddress);
        }
        right = mirrored(left, kPublicLeft);
        right.effectImmediately = false;
        change(right);
        pair.right.command(start(right, false), pair.simulation.now());
        pair.left.command(start(left, true, key), pair.simulation.now());
    }

    DiagnosisFacts leftFacts() { return factsOf(pair.left, kLeftConnection, left, pair.simulation.now()); }
    DiagnosisFacts rightFacts() { return factsOf(pair.right, kRightConnection, right, pair.simulation.now()); }

    sim::samples::Pair pair;
    api::ConnectionConfig left;
    api::ConnectionConfig right;
};

std::string nameOf(DiagnosisCode code) { return std::string(diagnosisName(code)); }

} // namespace

class TestDiagnosisTwin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothSidesNameIt_data();
    void bothSidesNameIt();
    void wrongKey();
    void otherVersion();
    void silence();
    void probeTellsWhatTheyTake_data();
    void probeTellsWhatTheyTake();
    void probeChangesNothing();
    void testRekeyFindsPfs();
    void testRekeySucceeds();
    void shortenedLifetimeIsAFact();
};

void TestDiagnosisTwin::bothSidesNameIt_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const SiteFault &fault : kFaults)
        QTest::newRow(fault.name) << index++;
}

void TestDiagnosisTwin::bothSidesNameIt()
{
    QFETCH(int, index);
    const SiteFault &fault = kFaults[index];
    World world(fault.version, fault.change);
    world.pair.simulation.runFor(3s);
    const Diagnosis left = diagnose(world.leftFacts());
    const Diagnosis right = diagnose(world.rightFacts());
    QVERIFY2(left.code == fault.asInitiator, (nameOf(left.code) + story(world.pair)).c_str());
    QVERIFY2(right.code == fault.asResponder, (nameOf(right.code) + story(world.pair)).c_str());
    QVERIFY(left.role == Role::Initiator);
    QVERIFY(right.role == Role::Responder);
    QVERIFY(!left.fixes.isEmpty() && !right.fixes.isEmpty());
}

void TestDiagnosisTwin::wrongKey()
{
    World second(kV2, [](api::ConnectionConfig &) { }, "another secret");
    second.pair.simulation.runFor(3s);
    QCOMPARE(nameOf(diagnose(second.leftFacts()).code), nameOf(C::AuthenticationRefused));
    QCOMPARE(nameOf(diagnose(second.rightFacts()).code), nameOf(C::PskMismatch));
    World first(kV1, [](api::ConnectionConfig &) { }, "another secret");
    first.pair.simulation.runFor(20s);
    QCOMPARE(nameOf(diagnose(first.leftFacts()).code), nameOf(C::PskMismatch));
    QCOMPARE(nameOf(diagnose(first.rightFacts()).code), nameOf(C::PskMismatch));
}

void TestDiagnosisTwin::otherVersion()
{
    World world(kV2, [](api::ConnectionConfig &config) { config.ike.version = kV1; });
    world.pair.simulation.runFor(3s);
    const Diagnosis right = diagnose(world.rightFacts());
    QCOMPARE(nameOf(right.code), nameOf(C::IkeVersionMismatch));
    QCOMPARE(right.fixes.first().value, QStringLiteral("ikev2"));
}

void TestDiagnosisTwin::silence()
{
    World world(kV2);
    world.pair.simulation.network().setTap([](const sim::SimDatagram &, TimePoint) { return false; });
    world.pair.simulation.runFor(10s);
    QCOMPARE(nameOf(diagnose(world.leftFacts()).code), nameOf(C::NoResponse));
    World blocked(kV2);
    blocked.left.natTraversal = api::NatTraversal::Forced;
    blocked.pair.left.command(start(blocked.left, true), blocked.pair.simulation.now());
    blocked.pair.simulation.network().setTap(
        [](const sim::SimDatagram &datagram, TimePoint) { return datagram.remote.port != 4500; });
    blocked.pair.simulation.runFor(10s);
    const Diagnosis left = diagnose(blocked.leftFacts());
    QVERIFY2(left.code == C::NatPathBlocked, (nameOf(left.code) + story(blocked.pair)).c_str());
    QCOMPARE(nameOf(diagnose(blocked.rightFacts()).code), nameOf(C::NatPathBlocked));
}

void TestDiagnosisTwin::probeTellsWhatTheyTake_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("value"); // that the first fix fills in
    const auto add = [](const char *name, const QString &value) {
        const auto *fault =
            std::ranges::find_if(kFaults, [&](const SiteFault &one) { return QByteArray(one.name) == name; });
        QTest::newRow(name) << static_cast<int>(fault - kFaults) << value;
    };
    add("v2 cipher", QStringLiteral("aes256"));
    add("v2 hash", QStringLiteral("sha256"));
    add("v2 group", QStringLiteral("group14"));
    add("v2 ESP cipher", QStringLiteral("aes256"));
    add("v1 cipher", QStringLiteral("aes256"));
    add("v1 group", QStringLiteral("group14"));
    add("v1 ESP cipher", QStringLiteral("aes256"));
    add("v1 PFS", QStringLiteral("group14"));
}

void TestDiagnosisTwin::probeTellsWhatTheyTake()
{
    QFETCH(int, index);
    QFETCH(QString, value);
    const SiteFault &fault = kFaults[index];
    World world(fault.version, fault.change);
    world.pair.simulation.runFor(3s);
    const bool isPhase2 = diagnose(world.leftFacts()).phase == api::Phase::Phase2;
    world.pair.left.command(
        api::SuiteProbe{kLeftConnection, isPhase2 ? api::SuiteProbe::Scope::Phase2 : api::SuiteProbe::Scope::Phase1},
        world.pair.simulation.now());
    const bool isOver =
        world.pair.simulation.runUntil([&] { return probeTrial(world.leftFacts()).state > TrialState::Running; }, 30s);
    QVERIFY2(isOver, story(world.pair).c_str());
    const Diagnosis left = diagnose(world.leftFacts());
    // With the probe the initiator knows what the responder knew.
    QVERIFY2(left.code == fault.asResponder, (nameOf(left.code) + story(world.pair)).c_str());
    QCOMPARE(left.fixes.first().value, value);
    QVERIFY2(world.pair.stop(true), story(world.pair).c_str());
}

// A tunnel that stands is not touched: the same SAs, and pings go on.
void TestDiagnosisTwin::probeChangesNothing()
{
    for (const auto scope : {api::SuiteProbe::Scope::Phase1, api::SuiteProbe::Scope::Phase2}) {
        for (const auto version : {kV1, kV2}) {
            World world(version);
            QVERIFY(world.pair.simulation.runUntil([&] { return world.pair.areEstablished(); }, 10s));
            const auto before = world.pair.left.status(kLeftConnection)->childSas.front().inboundSpi;
            world.pair.left.command(api::SuiteProbe{kLeftConnection, scope}, world.pair.simulation.now());
            const bool isOver = world.pair.simulation.runUntil(
                [&] { return probeTrial(world.leftFacts()).state > TrialState::Running; }, 60s);
            QVERIFY2(isOver, story(world.pair).c_str());
            QVERIFY2(probeTrial(world.leftFacts()).state == TrialState::Succeeded, story(world.pair).c_str());
            QVERIFY(world.pair.left.isEstablished(kLeftConnection));
            QCOMPARE(world.pair.left.status(kLeftConnection)->childSas.front().inboundSpi, before);
            QVERIFY2(world.pair.stop(true), story(world.pair).c_str());
        }
    }
}

void TestDiagnosisTwin::testRekeyFindsPfs()
{
    World world(kV2, otherPfs);
    QVERIFY(world.pair.simulation.runUntil([&] { return world.pair.areEstablished(); }, 10s));
    QVERIFY(!diagnose(world.leftFacts()).isFault()); // nothing shows it yet
    world.pair.left.command(api::Rekey{kLeftConnection, api::Rekey::Scope::Children}, world.pair.simulation.now());
    world.pair.simulation.runFor(5s);
    const Trial trial = rekeyTrial(world.leftFacts());
    QVERIFY2(trial.state == TrialState::Refused && trial.code == C::PfsMismatch, story(world.pair).c_str());
    QCOMPARE(nameOf(diagnose(world.leftFacts()).code), nameOf(C::PfsMismatch));
    const Diagnosis right = diagnose(world.rightFacts());
    QCOMPARE(nameOf(right.code), nameOf(C::PfsMismatch));
    QCOMPARE(right.fixes.first().value, QStringLiteral("disabled"));
}

void TestDiagnosisTwin::testRekeySucceeds()
{
    for (const auto version : {kV1, kV2}) {
        World world(version);
        QVERIFY(world.pair.simulation.runUntil([&] { return world.pair.areEstablished(); }, 10s));
        world.pair.left.command(api::Rekey{kLeftConnection, api::Rekey::Scope::Children}, world.pair.simulation.now());
        world.pair.simulation.runFor(5s);
        QVERIFY2(rekeyTrial(world.leftFacts()).state == TrialState::Succeeded, story(world.pair).c_str());
        QVERIFY(!diagnose(world.leftFacts()).isFault());
    }
}

// IKEv1: the responder keeps it for less long, and says so.
void TestDiagnosisTwin::shortenedLifetimeIsAFact()
{
    World world(kV1, [](api::ConnectionConfig &config) { config.child.lifetime = std::chrono::seconds(600); });
    QVERIFY(world.pair.simulation.runUntil([&] { return world.pair.areEstablished(); }, 10s));
    const auto &events = world.pair.left.events();
    const auto fact = std::ranges::find(events, api::EventCode::LifetimeShortened, &api::Event::code);
    QVERIFY2(fact != events.end(), story(world.pair).c_str());
    QCOMPARE(*fact->find(api::DetailKey::Seconds), std::string("600"));
    QCOMPARE(*fact->find(api::DetailKey::Configured), std::string("86400"));
}

QTEST_GUILESS_MAIN(TestDiagnosisTwin)
#include "test_diagnosis_twin.moc"
