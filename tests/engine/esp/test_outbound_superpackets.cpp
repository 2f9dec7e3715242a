#include "tests/engine/esp/esp_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;
using api::DropReason;

// What the kernel left unfinished, on its way into the tunnel. How a superpacket is cut is Segmenter's (test_segmenter).
class TestOutboundSuperpackets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void superpacketsLeaveAsOneTrain();
    void superpacketsAreCutToThePath();
    void aSuperpacketOfDatagramsThatAreTooLongIsAnswered();
    void aSuperpacketThatNoArenaHoldsIsDropped();
    void theShortestSegmentsOfLinuxFit();
    void whatContradictsItselfIsRefused();
    void superpacketsWaitForTheirSa();
    void theMssOfAnUnfinishedSynIsHeldDown();
};

void TestOutboundSuperpackets::superpacketsLeaveAsOneTrain()
{
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    TcpSuperpacket super{.payload = patternBytes(10 * 1300 + 7, 1), .segmentSize = 1300};
    left.protect({udpPacket(100)});
    QCOMPARE(left.protectSuper(super), std::size_t{1});
    QCOMPARE(segmentCounts(left.sent.trains), (std::vector<std::size_t>{11}));
    QCOMPARE(sequenceOf(left.sent.trains[0], 0), 2u);
    QCOMPARE(sequenceOf(left.sent.trains[0], 10), 12u);
    QCOMPARE(left.database.readings().at(0).traffic.packetsOut, std::uint64_t{12});
    QCOMPARE(left.database.readings().at(0).traffic.bytesOut, std::uint64_t{100 + 10 * 1340 + 47});
    QCOMPARE(right.unprotect(left.sent.trains[0]), super.segments());
}

void TestOutboundSuperpackets::superpacketsAreCutToThePath()
{
    // The kernel cuts to what it believes of the path; what we know of it counts.
    auto sa = leftSa();
    sa.mtu = 1000;
    Gateway left(std::move(sa));
    Gateway right(mirrored(leftSa()));
    TcpSuperpacket super{.payload = patternBytes(4000, 1), .segmentSize = 1360};
    left.protectSuper(super);
    QCOMPARE(left.drops(DropReason::TooBig), std::uint64_t{0});
    super.segmentSize = 960;
    QCOMPARE(right.unprotect(left.sent.trains.at(0)), super.segments());
}

void TestOutboundSuperpackets::aSuperpacketOfDatagramsThatAreTooLongIsAnswered()
{
    auto sa = leftSa();
    sa.mtu = 1000;
    Gateway left(std::move(sa));
    Burst burst({udpPacket(28 + 3 * 1200, 9, kLeftHost, kRightHost, 0, true)});
    burst.views[0].offload = {Offload::Segmentation::Udp, true, 1200, 20, 6};
    left.outbound.protect(burst.views, *left.database.snapshot(), left.arena, left.sent, {});
    QVERIFY(left.sent.trains.empty());
    QCOMPARE(left.sent.toInside.size(), std::size_t{1});
    QCOMPARE(left.drops(DropReason::TooBig), std::uint64_t{3});
}

void TestOutboundSuperpackets::aSuperpacketThatNoArenaHoldsIsDropped()
{
    Gateway left(leftSa());
    TcpSuperpacket super{.payload = patternBytes(60000, 1), .segmentSize = 1};
    QCOMPARE(left.protectSuper(super), std::size_t{1});
    QVERIFY(left.sent.trains.empty());
    QCOMPARE(left.drops(DropReason::TooBig), std::uint64_t{60000});
}

void TestOutboundSuperpackets::theShortestSegmentsOfLinuxFit()
{
    // tcp_min_snd_mss is 48, of which a timestamp takes 12.
    Gateway left(leftSa());
    TcpSuperpacket super{.payload = patternBytes(65535 - 40, 1), .segmentSize = 36};
    QCOMPARE(left.protectSuper(super), std::size_t{1});
    QCOMPARE(left.database.readings().at(0).traffic.packetsOut, std::uint64_t{(65495 + 35) / 36});
}

void TestOutboundSuperpackets::whatContradictsItselfIsRefused()
{
    Gateway left(leftSa());
    Burst burst({udpPacket(100)});
    burst.views[0].offload.needsChecksum = true;
    burst.views[0].offload.csumStart = 99;
    left.outbound.protect(burst.views, *left.database.snapshot(), left.arena, left.sent, {});
    QVERIFY(left.sent.trains.empty());
    QCOMPARE(left.drops(DropReason::Malformed), std::uint64_t{1});
}

void TestOutboundSuperpackets::superpacketsWaitForTheirSa()
{
    Gateway left;
    left.database.addPolicy(kConnection, {subnet("10.1.0.0/24")}, {subnet("10.2.0.0/24")}, {});
    TcpSuperpacket super{.payload = patternBytes(5000, 1), .segmentSize = 1000};
    left.protectSuper(super);
    QCOMPARE(left.outbound.waitingCount(), std::size_t{1});
    left.install(leftSa());
    QVERIFY(left.outbound.flushWaiting(*left.database.snapshot(), left.arena, left.sent, {}));
    Gateway right(mirrored(leftSa()));
    QCOMPARE(right.unprotect(left.sent.trains.at(0)), super.segments());
}

void TestOutboundSuperpackets::theMssOfAnUnfinishedSynIsHeldDown()
{
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    TcpSuperpacket syn{.options = fromHex("0204ffd7"), .flags = 0x02};
    left.protectSuper(syn);
    const Bytes arrived = right.unprotect(left.sent.trains.at(0)).at(0);
    syn.options = fromHex("02040566"); // 1422 - 40
    QCOMPARE(arrived, syn.segments().at(0));
}

QTEST_GUILESS_MAIN(TestOutboundSuperpackets)
#include "test_outbound_superpackets.moc"
