#include "models/doctor/doctor_run.h"
#include "models/doctor/prober.h"
#include "models/live/live_state.h"
#include "tests/engine/sim/site_pair.h"
#include "tests/models/doctor/doctor_samples.h"
#include "tests/models/doctor/twin_port.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using models::DoctorCheckId;
using models::DoctorFinding;
using models::DoctorKind;
using models::DoctorReport;
using models::DoctorVerdict;
using sim::samples::Pair;

namespace {

// A twin whose left engine is asked by the doctor.
class World
{
public:
    explicit World(api::NatTraversal traversal = api::NatTraversal::Automatic)
        : pair(7),
          far(std::make_unique<sim::samples::PingHost>(pair.right.tun(),
                                                       std::vector{address("10.2.0.10"), address("10.2.0.1")})),
          port(pair.simulation, pair.left, sim::samples::kPublicLeft, sim::samples::kRightAddress)
    {
        auto config = sim::samples::leftConfig();
        config.id = api::ConnectionId(sample.idOf("tunnel").toStdString());
        config.natTraversal = traversal;
        pair.right.command(sim::samples::start(sim::samples::mirrored(config, sim::samples::kPublicLeft), false),
                           pair.simulation.now());
        pair.left.command(sim::samples::start(config, true), pair.simulation.now());
        const auto isUp = [&] {
            return pair.left.isEstablished(config.id) && pair.right.isEstablished(sim::samples::kRightConnection);
        };
        isEstablished = pair.simulation.runUntil(isUp, std::chrono::minutes(1));
        port.route = goodRoute();
        port.others = [this] {
            far->poll();
            pair.right.carry(pair.simulation.now());
        };
        prober.setEngine(&port);
        port.setListener([this](const api::EngineReport &report) {
            live.apply(report);
            prober.apply(report);
        });
    }

    DoctorReport examine(DoctorKind kind = DoctorKind::Traffic, const char *destination = "10.2.0.10")
    {
        models::DoctorRun run(&sample.catalog(), &live, &prober,
                              {sample.idOf("tunnel"), {kind}, QString::fromLatin1(destination)});
        run.start();
        port.run();
        return run.isRunning() ? DoctorReport() : run.reports().first();
    }

    // The SA by which the left engine sends.
    const esp::SaEntry *sa()
    {
        esp::FlowKey flow;
        flow.source = address("10.1.0.1");
        flow.destination = address("10.2.0.10");
        flow.protocol = wire::kProtocolIcmp;
        return pair.left.database().snapshot()->findOutbound(flow);
    }

    DoctorCatalog sample;
    models::LiveState live;
    models::Prober prober;
    Pair pair;
    std::unique_ptr<sim::samples::PingHost> far;
    TwinPort port;
    bool isEstablished = false;
};

using Mishap = std::function<void(World &)>;

} // namespace

Q_DECLARE_METATYPE(Mishap)

class TestDoctorTwin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsWrong();
    void eachOfTheSevenFaultsIsFound_data();
    void eachOfTheSevenFaultsIsFound();
    void ourOwnEngineAnswersThePathProbe();
    void theLargestPacketIsFound();
    void aProbeLeavesNothingBehind();
};

void TestDoctorTwin::nothingIsWrong()
{
    for (const auto traversal : {api::NatTraversal::Automatic, api::NatTraversal::Forced}) {
        World world(traversal);
        QVERIFY(world.isEstablished);
        const DoctorReport report = world.examine();
        QCOMPARE(report.checks.size(), 7);
        for (const models::DoctorCheck &check : report.checks)
            QCOMPARE(check.verdict, DoctorVerdict::Ok);
        QVERIFY(report.pairs.first().stands);
    }
}

void TestDoctorTwin::eachOfTheSevenFaultsIsFound_data()
{
    QTest::addColumn<Mishap>("fault");
    QTest::addColumn<DoctorCheckId>("id");
    QTest::addColumn<DoctorFinding>("finding");
    using enum DoctorFinding;
    using Id = DoctorCheckId;
    const auto row = [](const char *name, Id id, DoctorFinding finding, Mishap fault) {
        QTest::newRow(name) << std::move(fault) << id << finding;
    };
    row("1: route", Id::Route, RouteElsewhere, [](World &world) { world.port.route.interface = "eth0"; });
    row("2: our firewall", Id::Device, LostBeforeDevice,
        [](World &world) { world.port.towardsDevice = [](Bytes) -> std::optional<Bytes> { return std::nullopt; }; });
    row("3: our NAT", Id::Selector, SourceTranslated, [](World &world) {
        world.port.towardsDevice = [](Bytes packet) -> std::optional<Bytes> {
            const auto outside = sim::samples::kPublicLeft;
            std::ranges::copy(outside.bytes(), packet.begin() + 12); // the source; RFC 791, 3.1
            wire::updateIpv4Checksum(packet);
            return packet;
        };
    });
    row("4: no sequence number left", Id::Encrypted, NotEncrypted, [](World &world) {
        world.port.whileSending = [&world] {
            if (const esp::SaEntry *sa = world.sa())
                sa->outbound->skipTo(esp::kLastSequence);
        };
        world.sa()->outbound->skipTo(esp::kLastSequence);
        // The rekey that this asks for is lost, too.
        world.port.passes = [](const sim::SimDatagram &) { return false; };
    });
    row("5: the system refuses to send", Id::EspLeft, SendFailed, [](World &world) {
        world.port.whileSending = [&world] { world.sa()->outbound->lane(0).drops.add(api::DropReason::SendFailed); };
        world.port.passes = [](const sim::SimDatagram &datagram) { return datagram.udp; };
    });
    row("6: ESP is blocked", Id::EspBack, NothingCameBackNative,
        [](World &world) { world.port.passes = [](const sim::SimDatagram &datagram) { return datagram.udp; }; });
    row("7: the host is silent", Id::Delivered, HostSilent, [](World &world) {
        world.far = std::make_unique<sim::samples::PingHost>(world.pair.right.tun(), address("10.2.0.1"));
    });
    row("7: our firewall behind the device", Id::Delivered, LostBehindDevice,
        [](World &world) { world.port.dropsWhatComesOut = true; });
}

void TestDoctorTwin::eachOfTheSevenFaultsIsFound()
{
    QFETCH(const Mishap, fault);
    QFETCH(const DoctorCheckId, id);
    World world;
    QVERIFY(world.isEstablished);
    fault(world);
    const DoctorReport report = world.examine();
    QVERIFY(report.firstFailed >= 0);
    QCOMPARE(report.checks[report.firstFailed].id, id);
    QTEST(report.checks[report.firstFailed].finding, "finding");
}

void TestDoctorTwin::ourOwnEngineAnswersThePathProbe()
{
    World world;
    const std::uint64_t before =
        world.pair.left.status(api::ConnectionId(world.sample.idOf("tunnel").toStdString()))->ikeSa->initiatorSpi;
    const DoctorReport report = world.examine(DoctorKind::Path);
    for (const models::DoctorCheck &check : report.checks)
        QCOMPARE(check.verdict, DoctorVerdict::Ok);
    world.port.passes = [](const sim::SimDatagram &datagram) { return datagram.remote.port != 4500; };
    const DoctorReport blocked = world.examine(DoctorKind::Path);
    QCOMPARE(blocked.find(DoctorCheckId::Udp4500)->verdict, DoctorVerdict::Failed);
    QCOMPARE(blocked.find(DoctorCheckId::Udp500)->verdict, DoctorVerdict::Ok);
    // Nothing was begun on the other side, and what stood, stands.
    const auto *status = world.pair.right.status(sim::samples::kRightConnection);
    QCOMPARE(status->state, api::ConnectionState::Established);
    QCOMPARE(status->ikeSa->initiatorSpi, before);
    QCOMPARE(world.pair.right.census().ike.sessions, 1u);
}

void TestDoctorTwin::theLargestPacketIsFound()
{
    World world;
    const DoctorReport fine = world.examine(DoctorKind::Mtu);
    QCOMPARE(fine.firstFailed, -1);
    // Native ESP over IPv4 with AES-CBC and SHA-1: the data path's table says 1438.
    QCOMPARE(fine.mtu->found, 1438);
    // Of an ESP packet of 1000 octets 8 + 16 + 12 are around the inner one, which is 60 whole blocks less the trailer.
    world.port.passes = [](const sim::SimDatagram &datagram) { return datagram.udp || datagram.bytes.size() <= 1000; };
    const DoctorReport narrow = world.examine(DoctorKind::Mtu);
    QCOMPARE(narrow.mtu->found, 60 * 16 - 2);
    QCOMPARE(narrow.find(DoctorCheckId::LargestPacket)->finding, DoctorFinding::LargestSmaller);
}

void TestDoctorTwin::aProbeLeavesNothingBehind()
{
    World world;
    world.examine();
    QVERIFY(!world.pair.left.database().snapshot()->isWatching());
    QCOMPARE(world.pair.left.census().waiting, 0u);
}

QTEST_GUILESS_MAIN(TestDoctorTwin)
#include "test_doctor_twin.moc"
