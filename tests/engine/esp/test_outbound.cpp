#include "engine/esp/path_mtu.h"
#include "engine/wire/byte_order.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <set>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;
using api::DropReason;

namespace {

const api::ConnectionId kOther{"vco-2"};

} // namespace

class TestOutbound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalPacketsMakeOneTrain();
    void aShorterPacketEndsTheTrain();
    void aLongerPacketBeginsAnother();
    void aTrainHasAtMost64Segments();
    void aTrainFitsIntoADatagram();
    void anotherPeerOrTosBeginsAnother();
    void trainsCarryWhatTheSendNeeds();
    void everyPacketOfATrainComesOutInOrder();
    void aFullArenaStopsTheBurst();
    void packetWithoutPolicyIsCounted();
    void packetToThePeerItselfNeverEntersTheTunnel();
    void rubbishFromTheInsideIsCounted();
    void padsBehindThePacketAreNotSent();
    void packetWaitsForItsSa();
    void waitingRoomIsBounded();
    void waitingEndsAfterAWhile();
    void waitingEndsWithTheConnection();
    void needChildIsSaidOnceASecond();
    void sequenceLowIsNoticedAndTheEndIsFinal();
    void tooBigIsAnswered();
    void tooBigIsAnsweredOverIpv6();
    void tooBigAnswersAreLimited();
    void packetThatMayBeFragmentedGoesAlone();
    void failedSendsAreCounted();
    void ivsOfCbcNeverRepeat();
};

void TestOutbound::equalPacketsMakeOneTrain()
{
    Gateway left(leftSa());
    QCOMPARE(left.protect(std::vector<Bytes>(10, udpPacket(1000))), std::size_t{10});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{10}));
    const Train &train = left.sent.trains[0];
    QCOMPARE(train.block.size(), train.segmentSize * std::size_t{10});
    for (std::size_t i = 0; i < 10; ++i)
        QCOMPARE(sequenceOf(train, i), static_cast<std::uint32_t>(i + 1));
}

void TestOutbound::aShorterPacketEndsTheTrain()
{
    Gateway left(leftSa());
    left.protect({udpPacket(1000), udpPacket(1000), udpPacket(500), udpPacket(500), udpPacket(1000)});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{3, 1, 1}));
}

void TestOutbound::aLongerPacketBeginsAnother()
{
    Gateway left(leftSa());
    left.protect({udpPacket(500), udpPacket(500), udpPacket(1000), udpPacket(1000)});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{2, 2}));
}

void TestOutbound::aTrainHasAtMost64Segments()
{
    Gateway left(leftSa());
    QCOMPARE(left.protect(std::vector<Bytes>(130, udpPacket(100))), std::size_t{130});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{64, 64, 2}));
}

void TestOutbound::aTrainFitsIntoADatagram()
{
    Gateway left(leftSa());
    left.protect(std::vector<Bytes>(60, udpPacket(1422)));
    for (const Train &train : left.sent.trains)
        QVERIFY(train.block.size() <= kMaxTrainBytes);
    // 1472 octets each: 44 fit.
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{44, 16}));
}

void TestOutbound::anotherPeerOrTosBeginsAnother()
{
    Gateway left(leftSa());
    auto second = leftSa();
    second.inboundSpi = EspSpi{0xc1000002};
    second.remote = {subnet("10.3.0.0/24")};
    second.remoteEndpoint.address = IpAddress::v4(203, 0, 113, 1);
    left.install(std::move(second));
    const IpAddress otherHost = IpAddress::v4(10, 3, 0, 1);
    left.protect({udpPacket(100), udpPacket(100, 0, kLeftHost, otherHost), udpPacket(100),
                  udpPacket(100, 0, kLeftHost, kRightHost, 0xb8), udpPacket(100, 0, kLeftHost, kRightHost, 0xb8)});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{1, 1, 1, 2}));
    QCOMPARE(left.sent.trains[1].remote.address, IpAddress::v4(203, 0, 113, 1));
    QCOMPARE(left.sent.trains[1].sa, EspSpi{0xc1000002});
    QCOMPARE(left.sent.trains[2].tos, std::uint8_t{0});
    QCOMPARE(left.sent.trains[3].tos, std::uint8_t{0xb8});
}

void TestOutbound::trainsCarryWhatTheSendNeeds()
{
    auto sa = leftSa();
    sa.udpEncapsulated = false;
    Gateway left(std::move(sa));
    left.protect({udpPacket(100, 0, kLeftHost, kRightHost, 0x2a)});
    const Train &train = left.sent.trains.at(0);
    QCOMPARE(train.local, kLeftGateway);
    QCOMPARE(train.remote, kRightGateway);
    QCOMPARE(train.tos, std::uint8_t{0x2a});
    QVERIFY(!train.udpEncapsulated);
    QCOMPARE(train.sa, kLeftSpi);
    QCOMPARE(wire::loadBig<std::uint32_t>(train.block.data()), kRightSpi.value());
}

void TestOutbound::everyPacketOfATrainComesOutInOrder()
{
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    std::vector<Bytes> packets;
    for (std::uint8_t i = 0; i < 63; ++i)
        packets.push_back(udpPacket(900, i));
    packets.push_back(udpPacket(333, 99));
    left.protect(packets);
    QCOMPARE(left.sent.trains.size(), std::size_t{1});
    QCOMPARE(right.unprotect(left.sent.trains[0]), packets);
}

void TestOutbound::aFullArenaStopsTheBurst()
{
    Gateway left(leftSa());
    Burst burst(std::vector<Bytes>(600, udpPacket(1400)));
    const SnapshotPtr snapshot = left.database.snapshot();
    std::size_t done = 0;
    std::size_t segments = 0;
    int rounds = 0;
    while (done < burst.views.size()) {
        left.arena.clear();
        left.sent.clear();
        const std::size_t taken =
            left.outbound.protect(std::span(burst.views).subspan(done), *snapshot, left.arena, left.sent, {});
        QVERIFY(taken > 0);
        for (const Train &train : left.sent.trains)
            segments += train.segmentCount();
        done += taken;
        ++rounds;
    }
    QCOMPARE(segments, std::size_t{600});
    QCOMPARE(rounds, 2); // 1456 octets each, 360 of them in 512 KiB
}

void TestOutbound::packetWithoutPolicyIsCounted()
{
    Gateway left(leftSa());
    left.protect({udpPacket(100, 0, kLeftHost, IpAddress::v4(8, 8, 8, 8)),
                  udpPacket(100, 0, IpAddress::v4(10, 9, 0, 1), kRightHost)});
    QVERIFY(left.sent.trains.empty());
    QVERIFY(left.sent.notices.empty());
    QCOMPARE(left.drops(DropReason::NoPolicy), std::uint64_t{2});
}

void TestOutbound::packetToThePeerItselfNeverEntersTheTunnel()
{
    // 0.0.0.0/0 contains the peer: our own ESP packets would go round and round.
    auto sa = leftSa();
    sa.local = {subnet("0.0.0.0/0")};
    sa.remote = {subnet("0.0.0.0/0")};
    Gateway left(std::move(sa));
    left.database.addPolicy(kConnection, {subnet("0.0.0.0/0")}, {subnet("0.0.0.0/0")}, kRightGateway.address);
    left.protect({udpPacket(100, 0, kLeftGateway.address, kRightGateway.address)});
    QVERIFY(left.sent.trains.empty());
    QVERIFY(left.sent.notices.empty());
    QCOMPARE(left.drops(DropReason::NoPolicy), std::uint64_t{1});
    left.protect({udpPacket(100, 0, kLeftHost, IpAddress::v4(8, 8, 8, 8))});
    QCOMPARE(left.sent.trains.size(), std::size_t{1});
}

void TestOutbound::rubbishFromTheInsideIsCounted()
{
    Gateway left(leftSa());
    Bytes truncated = udpPacket(100);
    truncated.resize(60);
    QCOMPARE(left.protect({Bytes(), Bytes(3, 0x45), Bytes(100, 0x55), truncated}), std::size_t{4});
    QCOMPARE(left.drops(DropReason::Malformed), std::uint64_t{4});
}

void TestOutbound::padsBehindThePacketAreNotSent()
{
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    const Bytes packet = udpPacket(60);
    Bytes padded = packet;
    padded.resize(100);
    left.protect({padded});
    QCOMPARE(right.unprotect(left.sent.trains.at(0)), std::vector<Bytes>{packet});
}

void TestOutbound::packetWaitsForItsSa()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, kRightGateway.address);
    QCOMPARE(left.protect({udpPacket(100, 1), udpPacket(100, 2)}, TimePoint(1s)), std::size_t{2});
    QVERIFY(left.sent.trains.empty());
    QCOMPARE(left.sent.notices, std::vector<Notice>{(NeedChild{kConnection, kLeftHost, kRightHost})});
    QCOMPARE(left.outbound.waitingCount(), std::size_t{2});

    left.install(leftSa());
    left.sent.clear();
    QVERIFY(left.outbound.flushWaiting(*left.database.snapshot(), left.arena, left.sent, TimePoint(2s)));
    QCOMPARE(left.outbound.waitingCount(), std::size_t{0});
    Gateway right(mirrored(leftSa()));
    QCOMPARE(right.unprotect(left.sent.trains.at(0)), (std::vector<Bytes>{udpPacket(100, 1), udpPacket(100, 2)}));
}

void TestOutbound::waitingRoomIsBounded()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {});
    left.database.addPolicy(kOther, {subnet("10.1.0.0/24")}, {subnet("10.3.0.0/24")}, {});
    left.protect(std::vector<Bytes>(1000, udpPacket(1400)));
    QCOMPARE(left.outbound.waitingCount(), WaitingPackets::kPerConnection);
    QCOMPARE(left.drops(DropReason::NoSa), 1000 - WaitingPackets::kPerConnection);
    // One connection's flood leaves room for another's first packet.
    left.protect({udpPacket(100, 0, kLeftHost, IpAddress::v4(10, 3, 0, 1))});
    QCOMPARE(left.outbound.waitingCount(), WaitingPackets::kPerConnection + 1);

    Bytes small(10);
    Bytes large(65535);
    WaitingPackets room;
    for (int i = 0; i < 200; ++i) {
        for (int j = 0; j < 8; ++j)
            room.add(api::ConnectionId{std::to_string(i)}, {small, {}}, {});
    }
    QCOMPARE(room.count(), WaitingPackets::kTotal);
    WaitingPackets bulky;
    int taken = 0;
    for (int i = 0; i < 200; ++i)
        taken += bulky.add(api::ConnectionId{std::to_string(i)}, {large, {}}, {}) ? 1 : 0;
    QCOMPARE(taken, static_cast<int>(WaitingPackets::kTotalBytes / 65535));

    // Of several data threads, each has its share of all, but for the few packets of one connection.
    WaitingPackets share(4);
    for (int i = 0; i < 200; ++i) {
        for (int j = 0; j < 20; ++j)
            QCOMPARE(share.add(api::ConnectionId{std::to_string(i)}, {small, {}}, {}),
                     i < 8 && j < static_cast<int>(WaitingPackets::kPerConnection));
    }
    QCOMPARE(share.count(), WaitingPackets::kTotal / 4);
    WaitingPackets bulkyShare(4);
    taken = 0;
    for (int i = 0; i < 200; ++i)
        taken += bulkyShare.add(api::ConnectionId{std::to_string(i)}, {large, {}}, {}) ? 1 : 0;
    QCOMPARE(taken, static_cast<int>(WaitingPackets::kTotalBytes / 4 / 65535));
}

void TestOutbound::waitingEndsAfterAWhile()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {});
    left.protect({udpPacket(100)}, TimePoint(0s));
    left.protect({udpPacket(100)}, TimePoint(5s));
    left.outbound.flushWaiting(*left.database.snapshot(), left.arena, left.sent,
                               TimePoint(0s) + WaitingPackets::kMaxAge);
    QCOMPARE(left.outbound.waitingCount(), std::size_t{2});
    left.outbound.flushWaiting(*left.database.snapshot(), left.arena, left.sent,
                               TimePoint(1ms) + WaitingPackets::kMaxAge);
    QCOMPARE(left.outbound.waitingCount(), std::size_t{1});
    QCOMPARE(left.drops(DropReason::WaitedTooLong), std::uint64_t{1});
}

void TestOutbound::waitingEndsWithTheConnection()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {});
    left.protect({udpPacket(100)});
    left.database.removePolicy(kConnection);
    QVERIFY(left.outbound.flushWaiting(*left.database.snapshot(), left.arena, left.sent, {}));
    QCOMPARE(left.outbound.waitingCount(), std::size_t{0});
    QCOMPARE(left.drops(DropReason::NoPolicy), std::uint64_t{1});
}

void TestOutbound::needChildIsSaidOnceASecond()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {});
    left.database.addPolicy(kOther, {subnet("10.1.0.0/24")}, {subnet("10.3.0.0/24")}, {});
    std::size_t notices = 0;
    for (int ms = 0; ms < 3000; ms += 10) {
        left.protect({udpPacket(100)}, TimePoint(Duration(ms)));
        notices += left.sent.notices.size();
    }
    QCOMPARE(notices, std::size_t{3});
    left.protect({udpPacket(100), udpPacket(100, 0, kLeftHost, IpAddress::v4(10, 3, 0, 1))}, TimePoint(2999ms));
    QCOMPARE(left.sent.notices, std::vector<Notice>{(NeedChild{kOther, kLeftHost, IpAddress::v4(10, 3, 0, 1)})});
}

void TestOutbound::sequenceLowIsNoticedAndTheEndIsFinal()
{
    Gateway left(leftSa());
    OutboundSa &sa = *left.database.snapshot()->findInbound(kLeftSpi)->outbound;
    sa.skipTo(kSequenceLow - 2);
    left.protect({udpPacket(100)}, TimePoint(1s));
    QVERIFY(left.sent.notices.empty());
    left.protect({udpPacket(100), udpPacket(100)}, TimePoint(1s));
    QCOMPARE(left.sent.notices, std::vector<Notice>{SequenceLow{kLeftSpi}});
    left.protect({udpPacket(100)}, TimePoint(1999ms));
    QVERIFY(left.sent.notices.empty());
    left.protect({udpPacket(100)}, TimePoint(2s));
    QCOMPARE(left.sent.notices.size(), std::size_t{1});

    // RFC 4303, 3.3.3: the counter must not cycle.
    sa.skipTo(0xffffffff - 2);
    left.protect(std::vector<Bytes>(5, udpPacket(100)), TimePoint(9s));
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{2}));
    QCOMPARE(sequenceOf(left.sent.trains[0], 1), 0xffffffffu);
    QCOMPARE(left.drops(DropReason::SequenceExhausted), std::uint64_t{3});
    QCOMPARE(left.database.readings().at(0).traffic.packetsOut, std::uint64_t{7});
}

void TestOutbound::tooBigIsAnswered()
{
    Gateway left(leftSa());
    const Bytes fits = udpPacket(1422, 0, kLeftHost, kRightHost, 0, true);
    const Bytes tooBig = udpPacket(1423, 0, kLeftHost, kRightHost, 0, true);
    left.protect({fits, tooBig});
    QCOMPARE(left.sent.trains.size(), std::size_t{1});
    QCOMPARE(left.sent.trains[0].segmentCount(), std::size_t{1});
    QCOMPARE(left.drops(DropReason::TooBig), std::uint64_t{1});
    QCOMPARE(left.sent.toInside.size(), std::size_t{1});
    const Bytes &answer = left.sent.toInside[0];
    const auto header = wire::decodeIpHeader(answer);
    QVERIFY(header);
    QCOMPARE(header->destination, kLeftHost);
    QCOMPARE(header->sourcePort, std::uint16_t{3 * 256 + 4}); // RFC 1191, 4: type 3, code 4
    QCOMPARE(wire::loadBig<std::uint16_t>(answer.data() + header->headerLength + 6), std::uint16_t{1422});
}

void TestOutbound::tooBigIsAnsweredOverIpv6()
{
    auto sa = leftSa();
    sa.local = {subnet("fd00:1::/64")};
    sa.remote = {subnet("fd00:2::/64")};
    Gateway left(std::move(sa));
    const auto from = *IpAddress::parse("fd00:1::10");
    const auto to = *IpAddress::parse("fd00:2::10");
    left.protect({udpPacket(1400, 0, from, to), udpPacket(1500, 0, from, to)});
    QCOMPARE(left.sent.trains.size(), std::size_t{1});
    QCOMPARE(left.sent.toInside.size(), std::size_t{1});
    const Bytes &answer = left.sent.toInside[0];
    QCOMPARE(wire::decodeIpHeader(answer)->sourcePort, std::uint16_t{2 * 256}); // RFC 4443, 3.2
    QCOMPARE(wire::loadBig<std::uint32_t>(answer.data() + wire::kIpv6HeaderSize + 4), 1422u);
}

void TestOutbound::tooBigAnswersAreLimited()
{
    Gateway left(leftSa());
    const Bytes tooBig = udpPacket(1500, 0, kLeftHost, kRightHost, 0, true);
    left.protect(std::vector<Bytes>(1000, tooBig), TimePoint(1s));
    QVERIFY(!left.sent.toInside.empty());
    QVERIFY(left.sent.toInside.size() < 100);
    QCOMPARE(left.drops(DropReason::TooBig), std::uint64_t{1000});
    left.protect({tooBig}, TimePoint(1500ms));
    QVERIFY(left.sent.toInside.empty());
    left.protect({tooBig}, TimePoint(2s));
    QCOMPARE(left.sent.toInside.size(), std::size_t{1});
}

void TestOutbound::packetThatMayBeFragmentedGoesAlone()
{
    // The kernel fragments a single datagram; a train of segments above the path's MTU it would refuse whole.
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    const Bytes big = udpPacket(3000, 5);
    left.protect({big, big, udpPacket(100)});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{1, 1, 1}));
    QVERIFY(left.sent.toInside.empty());
    QCOMPARE(right.unprotect(left.sent.trains[0]), std::vector<Bytes>{big});
}

void TestOutbound::failedSendsAreCounted()
{
    Gateway left(leftSa());
    left.protect(std::vector<Bytes>(7, udpPacket(100)));
    const Train train = left.sent.trains.at(0);
    left.outbound.countSendFailed(train, *left.database.snapshot(), 7);
    const auto at = static_cast<std::size_t>(DropReason::SendFailed);
    QCOMPARE(left.database.readings().at(0).drops[at], std::uint64_t{7});
    left.database.remove(kLeftSpi);
    left.outbound.countSendFailed(train, *left.database.snapshot(), 2);
    QCOMPARE(left.outbound.drops().value()[at], std::uint64_t{2});
}

void TestOutbound::ivsOfCbcNeverRepeat()
{
    Gateway left(leftSa());
    left.protect(std::vector<Bytes>(64, udpPacket(100)));
    const Train &train = left.sent.trains.at(0);
    std::set<Bytes> ivs;
    for (std::size_t i = 0; i < 64; ++i)
        ivs.insert(toBytes(train.block.subspan(i * train.segmentSize + 8, 16)));
    QCOMPARE(ivs.size(), std::size_t{64});
}

QTEST_GUILESS_MAIN(TestOutbound)
#include "test_outbound.moc"
