#include "engine/sim/seeded_random.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <atomic>
#include <map>
#include <thread>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

crypto::ChildSa numberedSa(std::uint32_t number, std::vector<api::TrafficSelector> local,
                           std::vector<api::TrafficSelector> remote)
{
    auto sa = leftSa();
    sa.inboundSpi = EspSpi{0xc0000000 + number};
    sa.outboundSpi = EspSpi{0xd0000000 + number};
    sa.local = std::move(local);
    sa.remote = std::move(remote);
    return sa;
}

FlowKey flow(const IpAddress &from, const IpAddress &to, std::uint8_t protocol = 17, std::uint16_t fromPort = 1000,
             std::uint16_t toPort = 2000)
{
    return {from, to, protocol, true, fromPort, toPort};
}

std::uint32_t numberOf(const SaEntry *sa) { return sa == nullptr ? 0 : sa->inboundSpi.value() - 0xc0000000; }

// A prefix of any length between 20 and 32 inside 10.0.0.0/8, few enough of them to overlap often.
api::TrafficSelector randomSelector(sim::SeededRandom &random)
{
    const auto byte = [&](std::uint64_t bound) { return static_cast<std::uint8_t>(random.below(bound)); };
    const IpPrefix prefix(IpAddress::v4(10, byte(4), byte(4), byte(8)), static_cast<int>(20 + random.below(13)));
    auto selector = api::TrafficSelector::fromPrefix(prefix);
    if (random.chance(200)) // a range that is no prefix
        selector.end = std::min(selector.end, IpAddress::v4(10, 3, 3, byte(8)));
    if (selector.end < selector.start)
        selector.end = selector.start;
    if (random.chance(200))
        selector.protocol = 17;
    if (random.chance(100)) {
        selector.protocol = 17;
        selector.startPort = 1000;
        selector.endPort = 1999;
    }
    return selector;
}

} // namespace

class TestSaDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongSasAreRefused();
    void newestOfEqualsSends();
    void anSaThatOnlyReceivesIsNotSentBy();
    void moreSpecificSelectorsWin();
    void selectorsAreExact();
    void icmpTypeAndCodeCountAsPort();
    void familiesDoNotMix();
    void thousandSasAreFoundAsAWalkWouldFindThem();
    void everyChangeIsSeenAsAWalkWouldSeeIt();
    void removedSasAreLetGo();
    void unchangedDatabaseGivesTheSameSnapshot();
    void makeBeforeBreakLosesNothing();
    void sizesChangeOnAnSaThatStands();
    void nothingIsLongerThanTheDeviceBears();
    void readingsSurviveTheSnapshots();
    void onlyWhatMovesIsNews();
    void snapshotsAreSwappedUnderTraffic();
};

void TestSaDatabase::wrongSasAreRefused()
{
    SaDatabase database;
    const auto refused = [&](auto change) {
        auto sa = leftSa();
        change(sa);
        const auto added = database.add(std::move(sa));
        return !added && added.error().fault == Fault::InvalidArgument && database.saCount() == 0;
    };
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.inboundSpi = EspSpi{}; }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.outboundSpi = EspSpi{}; }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.local.clear(); }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.remote.resize(kMaxSelectorPairs + 1, subnet("10.0.0.0/8")); }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.remoteEndpoint.address = *IpAddress::parse("2001:db8::1"); }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.inbound.encryption = SecretBytes(5); }));
    QVERIFY(refused([](crypto::ChildSa &sa) { sa.outbound.integrity = SecretBytes(5); }));
    QVERIFY(database.add(leftSa()));
    QVERIFY(!database.add(leftSa())); // the SPI is in use
    QCOMPARE(database.saCount(), std::size_t{1});
    database.remove(EspSpi{42});
    QVERIFY(!database.move(EspSpi{42}, kLeftGateway, kRightGateway, true));
    database.remove(kLeftSpi);
    QCOMPARE(database.saCount(), std::size_t{0});
}

void TestSaDatabase::newestOfEqualsSends()
{
    SaDatabase database;
    const auto key = flow(kLeftHost, kRightHost);
    for (std::uint32_t number = 1; number <= 5; ++number) {
        QVERIFY(database.add(numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")})));
        QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), number);
    }
    database.remove(EspSpi{0xc0000005});
    QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), 4u);
    database.remove(EspSpi{0xc0000001});
    QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), 4u);
    QVERIFY(database.snapshot()->findInbound(EspSpi{0xc0000002}) != nullptr);
    QVERIFY(database.snapshot()->findInbound(EspSpi{0xc0000001}) == nullptr);
    // A moved SA is no newer one.
    QVERIFY(database.move(EspSpi{0xc0000002}, kLeftGateway, {kRightGateway.address, 9}, true));
    QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), 4u);
}

void TestSaDatabase::anSaThatOnlyReceivesIsNotSentBy()
{
    SaDatabase database;
    const auto key = flow(kLeftHost, kRightHost);
    for (std::uint32_t number = 1; number <= 3; ++number)
        QVERIFY(database.add(numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}), number == 2));
    QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), 2u);
    QVERIFY(database.snapshot()->findInbound(EspSpi{0xc0000001}) != nullptr);
    // Who begins to send is the newest, whenever it was added.
    QVERIFY(database.switchOutbound(EspSpi{0xc0000003}, true));
    QVERIFY(database.switchOutbound(EspSpi{0xc0000001}, true));
    QCOMPARE(numberOf(database.snapshot()->findOutbound(key)), 1u);
    const auto snapshot = database.snapshot();
    QVERIFY(database.switchOutbound(EspSpi{0xc0000003}, true)); // it does already
    QVERIFY(database.snapshot() == snapshot);
    QVERIFY(database.switchOutbound(EspSpi{0xc0000001}, false));
    QVERIFY(database.switchOutbound(EspSpi{0xc0000003}, false));
    QVERIFY(database.switchOutbound(EspSpi{0xc0000002}, false));
    QVERIFY(database.snapshot()->findOutbound(key) == nullptr);
    QVERIFY(database.snapshot()->findInbound(EspSpi{0xc0000001}) != nullptr);
    QVERIFY(!database.switchOutbound(EspSpi{42}, true));
}

void TestSaDatabase::moreSpecificSelectorsWin()
{
    SaDatabase database;
    QVERIFY(database.add(numberedSa(1, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")})));
    QVERIFY(database.add(numberedSa(2, {subnet("0.0.0.0/0")}, {subnet("0.0.0.0/0")})));
    QVERIFY(database.add(numberedSa(3, {subnet("10.0.0.0/8")}, {subnet("10.2.0.0/16")})));
    const auto snapshot = database.snapshot();
    QCOMPARE(numberOf(snapshot->findOutbound(flow(kLeftHost, kRightHost))), 1u);
    QCOMPARE(numberOf(snapshot->findOutbound(flow(kLeftHost, IpAddress::v4(10, 2, 1, 1)))), 3u);
    QCOMPARE(numberOf(snapshot->findOutbound(flow(IpAddress::v4(10, 3, 0, 1), kRightHost))), 3u);
    QCOMPARE(numberOf(snapshot->findOutbound(flow(kLeftHost, IpAddress::v4(8, 8, 8, 8)))), 2u);
}

void TestSaDatabase::selectorsAreExact()
{
    // 10.2.0.5 to 10.2.0.9 is no prefix: it is filed under 10.2.0.0/28 and checked to the address.
    SaDatabase database;
    auto range = subnet("10.2.0.5/32");
    range.end = IpAddress::v4(10, 2, 0, 9);
    range.protocol = 17;
    range.startPort = 53;
    range.endPort = 54;
    QVERIFY(database.add(numberedSa(1, {subnet("10.1.0.0/24")}, {range})));
    const auto snapshot = database.snapshot();
    const auto to = [](int last) { return IpAddress::v4(10, 2, 0, static_cast<std::uint8_t>(last)); };
    for (int last = 0; last < 16; ++last)
        QCOMPARE(snapshot->findOutbound(flow(kLeftHost, to(last), 17, 7, 53)) != nullptr, last >= 5 && last <= 9);
    QVERIFY(snapshot->findOutbound(flow(kLeftHost, to(5), 17, 7, 54)) != nullptr);
    QVERIFY(snapshot->findOutbound(flow(kLeftHost, to(5), 17, 7, 52)) == nullptr);
    QVERIFY(snapshot->findOutbound(flow(kLeftHost, to(5), 17, 53, 55)) == nullptr); // the source's port is another
    QVERIFY(snapshot->findOutbound(flow(kLeftHost, to(5), 6, 7, 53)) == nullptr);
    FlowKey fragment = flow(kLeftHost, to(5), 17, 7, 53);
    fragment.hasPorts = false;
    QVERIFY(snapshot->findOutbound(fragment) == nullptr);
}

void TestSaDatabase::icmpTypeAndCodeCountAsPort()
{
    // RFC 7296, 3.13.1: type 8, code 0 is the port 0x0800.
    SaDatabase database;
    auto echo = subnet("10.2.0.0/24");
    echo.protocol = 1;
    echo.startPort = echo.endPort = 0x0800;
    QVERIFY(database.add(numberedSa(1, {subnet("10.1.0.0/24")}, {echo})));
    const auto find = [&](Bytes icmp) {
        const Bytes packet = wire::buildIpPacket(
            {.source = kLeftHost, .destination = kRightHost, .protocol = wire::kProtocolIcmp}, icmp);
        return database.snapshot()->findOutbound(FlowKey::of(*wire::decodeIpHeader(packet))) != nullptr;
    };
    QVERIFY(find(Bytes{8, 0, 0, 0, 0, 1, 0, 1}));
    QVERIFY(!find(Bytes{0, 0, 0, 0, 0, 1, 0, 1}));
}

void TestSaDatabase::familiesDoNotMix()
{
    SaDatabase database;
    QVERIFY(database.add(
        numberedSa(1, {subnet("10.1.0.0/24"), subnet("fd00:1::/64")}, {subnet("10.2.0.0/24"), subnet("fd00:2::/64")})));
    QVERIFY(database.add(numberedSa(2, {subnet("::/0")}, {subnet("::/0")})));
    const auto snapshot = database.snapshot();
    QCOMPARE(numberOf(snapshot->findOutbound(flow(kLeftHost, kRightHost))), 1u);
    QCOMPARE(
        numberOf(snapshot->findOutbound(flow(*IpAddress::parse("fd00:1::1"), *IpAddress::parse("fd00:2::ffff:1")))),
        1u);
    QCOMPARE(numberOf(snapshot->findOutbound(flow(*IpAddress::parse("fd00:1::1"), *IpAddress::parse("fd00:3::1")))),
             2u);
    QCOMPARE(numberOf(snapshot->findOutbound(flow(kLeftHost, IpAddress::v4(10, 9, 0, 1)))), 0u);
}

void TestSaDatabase::thousandSasAreFoundAsAWalkWouldFindThem()
{
    constexpr std::uint32_t kCount = 1000;
    sim::SeededRandom random(20240101);
    SaDatabase database;
    struct Filed
    {
        std::uint32_t number;
        api::TrafficSelector local, remote;
    };
    std::vector<Filed> all;
    for (std::uint32_t number = 1; number <= kCount; ++number) {
        std::vector<api::TrafficSelector> local, remote;
        for (std::uint64_t i = 0; i <= random.below(2); ++i) {
            local.push_back(randomSelector(random));
            remote.push_back(randomSelector(random));
        }
        for (const auto &ours : local) {
            for (const auto &theirs : remote)
                all.push_back({number, ours, theirs});
        }
        QVERIFY(database.add(numberedSa(number, local, remote)));
    }
    const auto snapshot = database.snapshot();
    const auto rank = [](const Filed &filed) {
        return std::tuple(enclosingPrefix(filed.remote).length(), enclosingPrefix(filed.local).length(), filed.number);
    };
    int found = 0;
    for (int i = 0; i < 5000; ++i) {
        const auto byte = [&](std::uint64_t bound) { return static_cast<std::uint8_t>(random.below(bound)); };
        const auto key =
            flow(IpAddress::v4(10, byte(5), byte(4), byte(9)), IpAddress::v4(10, byte(5), byte(4), byte(9)),
                 random.chance(500) ? 17 : 6, static_cast<std::uint16_t>(500 + random.below(2000)),
                 static_cast<std::uint16_t>(500 + random.below(2000)));
        const Filed *best = nullptr;
        for (const Filed &filed : all) {
            if (filed.local.matches(key.source, key.protocol, key.sourcePort)
                && filed.remote.matches(key.destination, key.protocol, key.destinationPort)
                && (best == nullptr || rank(filed) > rank(*best)))
                best = &filed;
        }
        QCOMPARE(numberOf(snapshot->findOutbound(key)), best == nullptr ? 0 : best->number);
        found += best != nullptr ? 1 : 0;
    }
    QVERIFY(found > 1000 && found < 5000); // the comparison above saw both outcomes
}

// Snapshots are put together of what changed lately and of the rest: after each of many changes they say what is true.
void TestSaDatabase::everyChangeIsSeenAsAWalkWouldSeeIt()
{
    sim::SeededRandom random(7);
    SaDatabase database;
    struct Filed
    {
        api::TrafficSelector local, remote;
        std::uint64_t sendsSince = 0; // 0: it only receives
        std::uint16_t port = 0;
    };
    std::map<std::uint32_t, Filed> all;
    std::uint64_t time = 0;
    std::uint32_t newest = 0;
    const auto spiOf = [](std::uint32_t number) { return EspSpi{0xc0000000 + number}; };
    const auto any = [&] { return std::next(all.begin(), static_cast<std::ptrdiff_t>(random.below(all.size()))); };
    int found = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto choice = random.below(100);
        if (choice < 40 || all.empty()) {
            const Filed filed{randomSelector(random), randomSelector(random), random.chance(800) ? ++time : 0, 4500};
            QVERIFY(database.add(numberedSa(++newest, {filed.local}, {filed.remote}), filed.sendsSince != 0));
            all.emplace(newest, filed);
        } else if (choice < 70) {
            const auto gone = any();
            database.remove(spiOf(gone->first));
            all.erase(gone);
        } else if (choice < 85) {
            const auto switched = any();
            const bool sends = switched->second.sendsSince == 0;
            QVERIFY(database.switchOutbound(spiOf(switched->first), sends));
            switched->second.sendsSince = sends ? ++time : 0;
        } else if (choice < 97) {
            const auto moved = any();
            moved->second.port = static_cast<std::uint16_t>(1 + random.below(60000));
            QVERIFY(
                database.move(spiOf(moved->first), kLeftGateway, {kRightGateway.address, moved->second.port}, true));
        } else {
            database.compact();
        }
        const auto snapshot = database.snapshot();
        const std::uint32_t someone = 1 + static_cast<std::uint32_t>(random.below(newest));
        const SaEntry *inbound = snapshot->findInbound(spiOf(someone));
        QCOMPARE(inbound != nullptr, all.contains(someone));
        if (inbound && all.at(someone).port != 4500)
            QCOMPARE(inbound->remoteEndpoint.port, all.at(someone).port);

        const auto byte = [&](std::uint64_t bound) { return static_cast<std::uint8_t>(random.below(bound)); };
        const auto key = flow(IpAddress::v4(10, byte(4), byte(4), byte(8)),
                              IpAddress::v4(10, byte(4), byte(4), byte(8)), random.chance(500) ? 17 : 6);
        const auto rank = [](const Filed &filed) {
            return std::tuple(enclosingPrefix(filed.remote).length(), enclosingPrefix(filed.local).length(),
                              filed.sendsSince);
        };
        std::uint32_t best = 0;
        for (const auto &[number, filed] : all) {
            if (filed.sendsSince != 0 && filed.local.matches(key.source, key.protocol, key.sourcePort)
                && filed.remote.matches(key.destination, key.protocol, key.destinationPort)
                && (best == 0 || rank(filed) > rank(all.at(best))))
                best = number;
        }
        QCOMPARE(numberOf(snapshot->findOutbound(key)), best);
        found += best != 0 ? 1 : 0;
    }
    QVERIFY(found > 300 && all.size() > 100);
}

// Their keys are gone with the last snapshot that a data thread has seen of them.
void TestSaDatabase::removedSasAreLetGo()
{
    SaDatabase database;
    std::vector<std::weak_ptr<OutboundSa>> outbound;
    for (std::uint32_t number = 1; number <= 100; ++number) {
        QVERIFY(database.add(numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")})));
        outbound.push_back(database.snapshot()->findInbound(EspSpi{0xc0000000 + number})->outbound);
    }
    for (std::uint32_t number = 1; number <= 50; ++number)
        database.remove(EspSpi{0xc0000000 + number});
    database.compact();
    database.snapshot();
    for (std::size_t i = 0; i < outbound.size(); ++i)
        QCOMPARE(outbound[i].expired(), i < 50);
    for (std::uint32_t number = 51; number <= 100; ++number)
        database.remove(EspSpi{0xc0000000 + number});
    database.snapshot(); // none is left: there is nothing to wait for
    for (const auto &one : outbound)
        QVERIFY(one.expired());
}

void TestSaDatabase::unchangedDatabaseGivesTheSameSnapshot()
{
    SaDatabase database;
    const auto empty = database.snapshot();
    QVERIFY(empty);
    QCOMPARE(database.snapshot(), empty);
    QVERIFY(database.add(leftSa()));
    const auto one = database.snapshot();
    QVERIFY(one != empty);
    database.remove(EspSpi{7});
    QCOMPARE(database.snapshot(), one);
    // An old snapshot stays whole as long as someone holds it.
    database.remove(kLeftSpi);
    QVERIFY(one->findInbound(kLeftSpi) != nullptr);
    QVERIFY(database.snapshot()->findInbound(kLeftSpi) == nullptr);
}

void TestSaDatabase::makeBeforeBreakLosesNothing()
{
    // Every 50 packets the SA is renewed: first both sides accept the new one, one of them sends by it, then the other,
    // then the old one goes. Trains of the old SA are still on their way while that happens.
    Gateway left(numberedSa(1, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}));
    Gateway right(mirrored(numberedSa(1, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")})));
    std::uint32_t number = 1;
    std::size_t sent = 0;
    std::size_t delivered = 0;
    for (int i = 0; i < 1000; ++i) {
        left.protect({udpPacket(200, static_cast<std::uint8_t>(i))});
        ++sent;
        Arrival onTheWay(left.sent.trains.at(0));
        if (i % 50 == 49) {
            ++number;
            const auto renewed = numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")});
            right.install(mirrored(numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")})));
            left.install(numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}));
            left.database.remove(EspSpi{renewed.inboundSpi.value() - 1});
            delivered += right.unprotect(onTheWay.run).size();
            right.database.remove(EspSpi{renewed.outboundSpi.value() - 1});
            continue;
        }
        delivered += right.unprotect(onTheWay.run).size();
    }
    QCOMPARE(number, 21u);
    QCOMPARE(delivered, sent);
    for (std::size_t reason = 0; reason < api::kDropReasonCount; ++reason)
        QCOMPARE(right.drops(static_cast<api::DropReason>(reason)), std::uint64_t{0});
}

void TestSaDatabase::sizesChangeOnAnSaThatStands()
{
    SaDatabase database;
    QVERIFY(!database.resize(kLeftSpi, 1300, 0));
    QVERIFY(database.add(leftSa()));
    const SnapshotPtr before = database.snapshot();
    const std::size_t computed = before->findInbound(kLeftSpi)->largestInner;
    QVERIFY(computed > 1300);
    QVERIFY(database.resize(kLeftSpi, 1300, 1200));
    const SaEntry *resized = database.snapshot()->findInbound(kLeftSpi);
    QCOMPARE(resized->largestInner, std::size_t{1300});
    QCOMPARE(resized->mss, std::uint16_t{1200});
    QVERIFY(resized->outbound == before->findInbound(kLeftSpi)->outbound); // the sequence goes on
    QVERIFY(database.resize(kLeftSpi, 0, 0));
    QCOMPARE(database.snapshot()->findInbound(kLeftSpi)->largestInner, computed);
}

void TestSaDatabase::nothingIsLongerThanTheDeviceBears()
{
    SaDatabase database(1350);
    for (const std::uint16_t mtu : std::initializer_list<std::uint16_t>{0, 9000}) {
        crypto::ChildSa sa = leftSa();
        sa.mtu = mtu;
        QVERIFY(database.add(std::move(sa)));
        QCOMPARE(database.snapshot()->findInbound(kLeftSpi)->largestInner, std::size_t{1350});
        QVERIFY(database.resize(kLeftSpi, 1300, 0));
        QCOMPARE(database.snapshot()->findInbound(kLeftSpi)->largestInner, std::size_t{1300});
        QVERIFY(database.resize(kLeftSpi, 9000, 0));
        QVERIFY(database.move(kLeftSpi, kLeftGateway, kRightGateway, false));
        QCOMPARE(database.snapshot()->findInbound(kLeftSpi)->largestInner, std::size_t{1350});
        database.remove(kLeftSpi);
    }
}

void TestSaDatabase::readingsSurviveTheSnapshots()
{
    Gateway left(leftSa());
    for (int i = 0; i < 10; ++i) {
        left.protect({udpPacket(100)});
        left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {}); // a new snapshot
        QVERIFY(
            left.database.move(kLeftSpi, kLeftGateway, {kRightGateway.address, static_cast<std::uint16_t>(i)}, true));
    }
    QCOMPARE(left.database.readings().at(0).traffic.packetsOut, std::uint64_t{10});
    left.protect({udpPacket(100)});
    QCOMPARE(left.database.snapshot()->findInbound(kLeftSpi)->outbound->lastSequence(), std::uint64_t{11});
}

void TestSaDatabase::onlyWhatMovesIsNews()
{
    Gateway left(leftSa());
    QVERIFY(left.database.newReadings().empty());
    left.protect({udpPacket(100)});
    const auto first = left.database.newReadings();
    QCOMPARE(first.size(), std::size_t{1});
    QCOMPARE(first.at(0).traffic.packetsOut, std::uint64_t{1});
    QVERIFY(left.database.newReadings().empty());
    left.protect({udpPacket(100)});
    QCOMPARE(left.database.newReadings().at(0).traffic.packetsOut, std::uint64_t{2});
    // Another SA under the same SPI begins from nothing.
    left.database.remove(kLeftSpi);
    QVERIFY(left.database.newReadings().empty());
    QVERIFY(left.database.add(leftSa()));
    QVERIFY(left.database.newReadings().empty());
}

void TestSaDatabase::snapshotsAreSwappedUnderTraffic()
{
    // The IKE side renews the SA while a data thread sends and receives by it: to be run under ThreadSanitizer, too.
    constexpr std::uint32_t kRenewals = 200;
    constexpr std::size_t kBurst = 8;
    Gateway left;
    Gateway right;
    SnapshotSlot leftSlot;
    SnapshotSlot rightSlot;
    std::atomic<bool> done = false;
    const auto sa = [](std::uint32_t number) {
        return numberedSa(number, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")});
    };
    const auto publish = [&] {
        rightSlot.publish(right.database.snapshot());
        leftSlot.publish(left.database.snapshot());
    };
    right.install(mirrored(sa(1)));
    left.install(sa(1));
    publish();

    std::atomic<std::uint64_t> sent = 0;
    std::atomic<std::uint64_t> delivered = 0;
    std::thread data([&] {
        SnapshotPtr leftNow, rightNow;
        std::uint64_t leftSeen = 0, rightSeen = 0;
        while (!done) {
            leftSlot.refresh(leftNow, leftSeen);
            left.arena.clear();
            left.sent.clear();
            Burst burst(std::vector<Bytes>(kBurst, udpPacket(200)));
            left.outbound.protect(burst.views, *leftNow, left.arena, left.sent, {});
            rightSlot.refresh(rightNow, rightSeen);
            for (const Train &train : left.sent.trains) {
                Arrival arrival(train);
                right.received.clear();
                right.inbound.unprotect(std::span(&arrival.run, 1), *rightNow, right.received, {});
                sent += train.segmentCount();
                delivered += right.received.runs.size();
            }
        }
    });
    for (std::uint32_t number = 2; number <= kRenewals; ++number) {
        // Go on when some more packets have passed, so that the renewals really happen under traffic.
        const std::uint64_t mark = sent;
        while (sent < mark + 2 * kBurst)
            std::this_thread::yield();
        right.install(mirrored(sa(number)));
        publish();
        left.install(sa(number));
        left.database.remove(EspSpi{0xc0000000 + number - 1});
        publish();
        std::uint64_t read = 0;
        for (const SaReading &reading : right.database.readings())
            read += reading.traffic.packetsIn;
        QVERIFY(read <= sent + kBurst);
        // As in IKE, the old SA is only deleted after the peer stopped using it.
        const std::uint64_t switched = sent;
        while (sent < switched + 2 * kBurst)
            std::this_thread::yield();
        right.database.remove(EspSpi{0xd0000000 + number - 1});
        publish();
    }
    done = true;
    data.join();
    QCOMPARE(delivered.load(), sent.load());
    QCOMPARE(right.database.saCount(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestSaDatabase)
#include "test_sa_database.moc"
