#include "engine/sim/sim_network.h"
#include "engine/sim/virtual_clock.h"

#include <QTest>

using namespace tw;
using namespace tw::sim;
using namespace std::chrono_literals;

namespace {

const Endpoint kAlice{IpAddress::v4(192, 0, 2, 1), 4500};
const Endpoint kBob{IpAddress::v4(198, 51, 100, 2), 4500};
const Endpoint kHidden{IpAddress::v4(10, 0, 0, 5), 4500};
const IpAddress kRouter = IpAddress::v4(203, 0, 113, 9);

SimDatagram datagram(const Endpoint &from, const Endpoint &to, std::uint8_t mark, std::size_t size = 40)
{
    return {from, to, Bytes(size, mark), 0, true};
}

std::vector<SimDatagram> run(std::uint64_t seed, const NetworkConditions &conditions, int count)
{
    SimNetwork network(seed, conditions);
    for (int i = 0; i < count; ++i)
        network.send(datagram(kAlice, kBob, static_cast<std::uint8_t>(i)), TimePoint(Duration(i)));
    return network.receive(TimePoint(1h));
}

} // namespace

class TestSimNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datagramArrivesInTheReceiversView();
    void nothingArrivesBeforeItsDelay();
    void sameSeedSameWeather();
    void faultsHappenAboutAsOftenAsAsked();
    void natRewritesTheSourceAndLetsAnswersBack();
    void natRefusesStrangers();
    void natMappingExpiresWithoutOutboundTraffic();
    void rebindingGivesAnotherPort();
    void tapMayWithholdADatagram();
    void clockNeverGoesBack();
    void seededRandomIsSplitMix64();
};

void TestSimNetwork::datagramArrivesInTheReceiversView()
{
    SimNetwork network(1);
    SimDatagram sent = datagram(kAlice, kBob, 7);
    sent.tos = 0x2e << 2;
    network.send(sent, TimePoint{});
    const auto arrived = network.receive(TimePoint(1s));
    QCOMPARE(arrived.size(), std::size_t{1});
    QCOMPARE(arrived[0].local, kBob);
    QCOMPARE(arrived[0].remote, kAlice);
    QCOMPARE(arrived[0].bytes, sent.bytes);
    QCOMPARE(arrived[0].tos, sent.tos);
    QVERIFY(!network.nextArrival());
}

void TestSimNetwork::nothingArrivesBeforeItsDelay()
{
    SimNetwork network(1, {.minDelay = 20ms, .maxDelay = 20ms});
    network.send(datagram(kAlice, kBob, 1), TimePoint(5ms));
    QCOMPARE(network.nextArrival(), TimePoint(25ms));
    QVERIFY(network.receive(TimePoint(24ms)).empty());
    QCOMPARE(network.receive(TimePoint(25ms)).size(), std::size_t{1});
}

void TestSimNetwork::sameSeedSameWeather()
{
    const NetworkConditions rough{
        .lossPerMille = 200, .duplicatePerMille = 100, .reorderPerMille = 100, .truncatePerMille = 50};
    QCOMPARE(run(42, rough, 200), run(42, rough, 200));
    QVERIFY(run(42, rough, 200) != run(43, rough, 200));
}

void TestSimNetwork::faultsHappenAboutAsOftenAsAsked()
{
    constexpr int kCount = 10'000;
    SimNetwork network(3,
                       {.lossPerMille = 300,
                        .duplicatePerMille = 100,
                        .reorderPerMille = 50,
                        .truncatePerMille = 20,
                        .corruptPerMille = 20});
    for (int i = 0; i < kCount; ++i)
        network.send(datagram(kAlice, kBob, 0), TimePoint(Duration(i)));
    const auto arrived = network.receive(TimePoint(1h));
    const auto &counters = network.counters();
    QCOMPARE(counters.sent, std::size_t{kCount});
    QCOMPARE(arrived.size(), counters.sent - counters.lost + counters.duplicated);
    // Five standard deviations of a binomial distribution around the mean.
    QVERIFY(counters.lost > 2770 && counters.lost < 3230);
    QVERIFY(counters.duplicated > 570 && counters.duplicated < 830);
    QVERIFY(counters.reordered > 280 && counters.reordered < 490);
    QVERIFY(counters.damaged > 210 && counters.damaged < 400);
}

void TestSimNetwork::natRewritesTheSourceAndLetsAnswersBack()
{
    SimNetwork network(5);
    network.addNat({.outside = kRouter, .inside = {kHidden.address}});
    network.send(datagram(kHidden, kBob, 1), TimePoint{});
    const auto atBob = network.receive(TimePoint(1s));
    QCOMPARE(atBob.size(), std::size_t{1});
    QCOMPARE(atBob[0].remote.address, kRouter);
    QVERIFY(atBob[0].remote.port != kHidden.port);

    network.send(datagram(kBob, atBob[0].remote, 2), TimePoint(1s));
    const auto atHidden = network.receive(TimePoint(2s));
    QCOMPARE(atHidden.size(), std::size_t{1});
    QCOMPARE(atHidden[0].local, kHidden);
    QCOMPARE(atHidden[0].remote, kBob);
}

void TestSimNetwork::natRefusesStrangers()
{
    SimNetwork network(5);
    network.addNat({.outside = kRouter, .inside = {kHidden.address}});
    network.send(datagram(kHidden, kBob, 1), TimePoint{});
    const Endpoint mapped = network.receive(TimePoint(1s)).at(0).remote;
    network.send(datagram(kAlice, mapped, 2), TimePoint(1s));
    QVERIFY(network.receive(TimePoint(2s)).empty());
    QCOMPARE(network.counters().filtered, std::size_t{1});
}

void TestSimNetwork::natMappingExpiresWithoutOutboundTraffic()
{
    SimNetwork network(5);
    network.addNat({.outside = kRouter, .inside = {kHidden.address}, .mappingLifetime = 30s});
    network.send(datagram(kHidden, kBob, 1), TimePoint{});
    const Endpoint mapped = network.receive(TimePoint(1s)).at(0).remote;
    network.send(datagram(kBob, mapped, 2), TimePoint(29s));
    QCOMPARE(network.receive(TimePoint(30s)).size(), std::size_t{1});
    network.send(datagram(kBob, mapped, 3), TimePoint(31s));
    QVERIFY(network.receive(TimePoint(40s)).empty());
}

void TestSimNetwork::rebindingGivesAnotherPort()
{
    SimNetwork network(5);
    SimNat &nat = network.addNat({.outside = kRouter, .inside = {kHidden.address}});
    network.send(datagram(kHidden, kBob, 1), TimePoint{});
    const Endpoint before = network.receive(TimePoint(1s)).at(0).remote;
    network.send(datagram(kHidden, kBob, 1), TimePoint(1s));
    QCOMPARE(network.receive(TimePoint(2s)).at(0).remote, before);
    nat.rebind();
    network.send(datagram(kHidden, kBob, 1), TimePoint(2s));
    QVERIFY(network.receive(TimePoint(3s)).at(0).remote != before);
}

void TestSimNetwork::tapMayWithholdADatagram()
{
    SimNetwork network(5);
    int seen = 0;
    network.setTap([&](const SimDatagram &passing, TimePoint) {
        ++seen;
        return passing.bytes[0] != 1;
    });
    network.send(datagram(kAlice, kBob, 1), TimePoint{});
    network.send(datagram(kAlice, kBob, 2), TimePoint{});
    const auto arrived = network.receive(TimePoint(1s));
    QCOMPARE(seen, 2);
    QCOMPARE(arrived.size(), std::size_t{1});
    QCOMPARE(arrived[0].bytes[0], std::uint8_t{2});
}

void TestSimNetwork::clockNeverGoesBack()
{
    VirtualClock clock;
    clock.advanceTo(TimePoint(5s));
    clock.advanceTo(TimePoint(3s));
    QCOMPARE(clock.now(), TimePoint(5s));
    QCOMPARE(clock.anchor().toUtc(clock.now()), VirtualClock::kBeginning + 5s);
}

void TestSimNetwork::seededRandomIsSplitMix64()
{
    // The first outputs for seed 1234567, as Rosetta Code, "Pseudo-random numbers/Splitmix64", lists them.
    SeededRandom random(1234567);
    QCOMPARE(random.next64(), std::uint64_t{6457827717110365317u});
    QCOMPARE(random.next64(), std::uint64_t{3203168211198807973u});
    QCOMPARE(random.next64(), std::uint64_t{9817491932198370423u});
}

QTEST_GUILESS_MAIN(TestSimNetwork)
#include "test_sim_network.moc"
