#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"
#include "engine/wire/udp_encapsulation.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;
using api::DropReason;

namespace {

// The right gateway's receiving side of leftSa(), and packets that only someone with the keys could have made.
struct Receiver : Gateway
{
    explicit Receiver(const api::EspProposal &suite_ = suite())
        : Gateway(mirrored(leftSa(suite_))), proposal(suite_) { }

    // An authentic packet around any octets: `plain` is everything from the inner packet to the next header.
    Bytes craft(std::uint32_t sequence, const Bytes &plain) const
    {
        const auto keys = keysFor(proposal, 90); // leftSa()'s outbound keys
        auto sealer = EspSealer::make(proposal, keys.encryption.view(), keys.integrity.view());
        const PacketLayout &layout = sealer->layout();
        Bytes packet(wire::kEspHeaderSize + layout.ivSize);
        wire::storeBig(packet.data(), kRightSpi.value());
        wire::storeBig(packet.data() + 4, sequence);
        append(packet, plain);
        packet.resize(packet.size() + layout.icvSize);
        if (!sealer->seal(packet, sequence))
            std::abort();
        return packet;
    }

    // With the padding that RFC 4303, 2.4 wants, behind `more` octets of other things.
    Bytes craftInner(std::uint32_t sequence, Bytes inner, std::uint8_t nextHeader = wire::kProtocolIpv4) const
    {
        const std::size_t padded = PacketLayout::of(proposal).encryptedSize(inner.size());
        const auto padSize = static_cast<std::uint8_t>(padded - inner.size() - 2);
        for (std::uint8_t i = 1; i <= padSize; ++i)
            inner.push_back(i);
        inner.push_back(padSize);
        inner.push_back(nextHeader);
        return craft(sequence, inner);
    }

    std::vector<Bytes> receive(Bytes packet, std::uint8_t tos = 0, const Endpoint &from = kLeftGateway,
                               TimePoint now = {})
    {
        return unprotect(DatagramRun{packet, 0, kRightGateway, from, tos, true}, now);
    }

    api::EspProposal proposal;
};

} // namespace

class TestInbound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packetComesOutAsItWentIn_data();
    void packetComesOutAsItWentIn();
    void everyChangedOctetIsRefused_data();
    void everyChangedOctetIsRefused();
    void everyTruncationIsRefused();
    void aForgeryDoesNotMoveTheWindow();
    void aReplayIsDroppedAndCounted();
    void aDuplicateInsideOneBurstIsDeliveredOnce();
    void wrongPaddingIsRefused_data();
    void wrongPaddingIsRefused();
    void paddingBehindTheInnerPacketIsCutOff();
    void dummyPacketsVanish();
    void packetOutsideTheSelectorsIsRefused_data();
    void packetOutsideTheSelectorsIsRefused();
    void otherNextHeadersAreRefused();
    void congestionMarksAreCarriedIn();
    void impossibleCongestionMarkIsDropped();
    void oneRunMayHoldAnything();
    void unknownSpiIsCountedAfterAWhile();
    void whatComesBeforeItsSaWaits();
    void whatComesBeforeItsSaAtFullRateWaits();
    void aFloodOfOneUnknownSpiLeavesRoomForOthers();
    void aFloodOfManyUnknownSpisIsBounded();
    void encapsulationIsTakenEitherWay();
    void aMovedPeerIsNoticedOnceASecond();
    void anOldPacketDoesNotMoveThePeer();
    void extendedSequenceNumbersCrossTheWrap();
    void laterFragmentsPassOnlyWhereEveryPortDoes();
};

void TestInbound::packetComesOutAsItWentIn_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {20, 21, 28, 29, 30, 31, 32, 33, 34, 35, 36, 60, 1400, 1422, 9000, 60000})
        QTest::addRow("%d octets", size) << size;
}

void TestInbound::packetComesOutAsItWentIn()
{
    QFETCH(int, size);
    Gateway left(leftSa());
    Gateway right(mirrored(leftSa()));
    const Bytes packet = udpPacket(static_cast<std::size_t>(size), 0x5a);
    QCOMPARE(left.protect({packet}), std::size_t{1});
    QCOMPARE(left.sent.trains.size(), std::size_t{1});
    QCOMPARE(right.unprotect(left.sent.trains[0], TimePoint(5s)), std::vector<Bytes>{packet});

    const SaReading reading = right.database.readings().at(0);
    QCOMPARE(reading.inboundSpi, kRightSpi);
    QCOMPARE(reading.traffic.packetsIn, std::uint64_t{1});
    QCOMPARE(reading.traffic.bytesIn, std::uint64_t{packet.size()});
    QCOMPARE(reading.lastInbound, std::optional(TimePoint(5s)));
    const SaReading sender = left.database.readings().at(0);
    QCOMPARE(sender.traffic.packetsOut, std::uint64_t{1});
    QCOMPARE(sender.traffic.bytesOut, std::uint64_t{packet.size()});
    QVERIFY(!sender.lastInbound);
}

void TestInbound::everyChangedOctetIsRefused_data()
{
    QTest::addColumn<int>("encryption");
    QTest::newRow("CBC") << static_cast<int>(api::Encryption::Aes128Cbc);
    QTest::newRow("GCM") << static_cast<int>(api::Encryption::Aes128Gcm16);
    QTest::newRow("ChaCha20") << static_cast<int>(api::Encryption::ChaCha20Poly1305);
}

void TestInbound::everyChangedOctetIsRefused()
{
    QFETCH(int, encryption);
    const auto chosen = static_cast<api::Encryption>(encryption);
    Receiver right(suite(chosen, api::isAead(chosen) ? api::Integrity::None : api::Integrity::HmacSha256_128));
    const Bytes honest = right.craftInner(7, udpPacket(60));
    // From the low octets of the sequence number on; before that it is another SA's packet, or far away.
    for (std::size_t at = 7; at < honest.size(); ++at) {
        for (const int flip : {0x01, 0x80}) {
            Bytes forged = honest;
            forged[at] = static_cast<std::uint8_t>(forged[at] ^ flip);
            QVERIFY(right.receive(forged).empty());
        }
    }
    QCOMPARE(right.drops(DropReason::NotAuthentic), std::uint64_t{(honest.size() - 7) * 2});
    // And the SA stands unmoved.
    QCOMPARE(right.receive(honest).size(), std::size_t{1});
}

void TestInbound::everyTruncationIsRefused()
{
    Receiver right;
    const Bytes honest = right.craftInner(7, udpPacket(60));
    for (std::size_t size = 0; size < honest.size(); ++size)
        QVERIFY(right.receive(Bytes(honest.begin(), honest.begin() + static_cast<std::ptrdiff_t>(size))).empty());
    QCOMPARE(right.drops(DropReason::Malformed) + right.drops(DropReason::NotAuthentic), std::uint64_t{honest.size()});
    QVERIFY(right.received.ike.empty());
    QCOMPARE(right.receive(honest).size(), std::size_t{1});
}

void TestInbound::aForgeryDoesNotMoveTheWindow()
{
    Receiver right;
    Bytes forged = right.craftInner(1'000'000, udpPacket(60));
    forged.back() ^= 1;
    QVERIFY(right.receive(forged).empty());
    QCOMPARE(right.receive(right.craftInner(1, udpPacket(60))).size(), std::size_t{1});
    QVERIFY(right.database.readings().at(0).lastInbound);
}

void TestInbound::aReplayIsDroppedAndCounted()
{
    Receiver right;
    const Bytes packet = right.craftInner(5, udpPacket(60));
    QCOMPARE(right.receive(packet).size(), std::size_t{1});
    QVERIFY(right.receive(packet, 0, kLeftGateway, TimePoint(5s)).empty());
    QCOMPARE(right.database.readings().at(0).lastInbound, std::optional(TimePoint())); // anybody may repeat it
    QCOMPARE(right.receive(right.craftInner(1030, udpPacket(60))).size(), std::size_t{1});
    QVERIFY(right.receive(right.craftInner(6, udpPacket(60))).empty()); // left of the window of 1024
    QCOMPARE(right.receive(right.craftInner(7, udpPacket(60))).size(), std::size_t{1});
    QCOMPARE(right.drops(DropReason::Replayed), std::uint64_t{2});
}

void TestInbound::aDuplicateInsideOneBurstIsDeliveredOnce()
{
    Receiver right;
    const Bytes packet = right.craftInner(5, udpPacket(60));
    Bytes twice = packet;
    append(twice, packet);
    const DatagramRun run{twice, static_cast<std::uint16_t>(packet.size()), kRightGateway, kLeftGateway, 0, true};
    QCOMPARE(right.unprotect(run).size(), std::size_t{1});
    QCOMPARE(right.drops(DropReason::Replayed), std::uint64_t{1});
}

void TestInbound::wrongPaddingIsRefused_data()
{
    QTest::addColumn<QByteArray>("trailer"); // behind an inner packet of 28 octets; 4 more fill two blocks
    QTest::newRow("zeros") << QByteArray::fromHex("00000204");
    QTest::newRow("descending") << QByteArray::fromHex("02010204");
    QTest::newRow("first wrong") << QByteArray::fromHex("02020204");
    QTest::newRow("last wrong") << QByteArray::fromHex("01010204");
    QTest::newRow("longer than the packet") << QByteArray::fromHex("0102ff04");
    QTest::newRow("one longer than the packet") << QByteArray::fromHex("01021f04");
}

void TestInbound::wrongPaddingIsRefused()
{
    QFETCH(QByteArray, trailer);
    Receiver right;
    const auto with = [&](std::uint32_t sequence, const QByteArray &end) {
        Bytes plain = udpPacket(28);
        plain.insert(plain.end(), end.begin(), end.end());
        return right.craft(sequence, plain);
    };
    QVERIFY(right.receive(with(1, trailer)).empty());
    QCOMPARE(right.drops(DropReason::BadPadding), std::uint64_t{1});
    QVERIFY(right.database.readings().at(0).lastInbound); // nobody else has the key
    QCOMPARE(right.receive(with(2, QByteArray::fromHex("01020204"))).size(), std::size_t{1});
}

void TestInbound::paddingBehindTheInnerPacketIsCutOff()
{
    // Traffic flow confidentiality: RFC 4303, 2.7.
    Receiver right;
    const Bytes packet = udpPacket(60, 9);
    Bytes padded = packet;
    padded.resize(500, 0xee);
    QCOMPARE(right.receive(right.craftInner(1, padded)), std::vector<Bytes>{packet});
}

void TestInbound::dummyPacketsVanish()
{
    // RFC 4303, 2.6: next header 59; dropped, and nothing to report. It is a sign of life all the same.
    Receiver right;
    QVERIFY(right.receive(right.craftInner(1, Bytes(100, 0xaa), wire::kProtocolNone)).empty());
    const SaReading reading = right.database.readings().at(0);
    QCOMPARE(reading.drops, api::DropCounters{});
    QCOMPARE(reading.traffic.packetsIn, std::uint64_t{0});
    QVERIFY(reading.lastInbound);
}

void TestInbound::packetOutsideTheSelectorsIsRefused_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("foreign source") << "10.9.0.1" << "10.2.0.10";
    QTest::newRow("source beside the subnet") << "10.1.1.0" << "10.2.0.10";
    QTest::newRow("foreign destination") << "10.1.0.10" << "10.2.1.0";
    QTest::newRow("both swapped") << "10.2.0.10" << "10.1.0.10";
    QTest::newRow("our own outer address") << "10.1.0.10" << "198.51.100.2";
    QTest::newRow("loopback") << "10.1.0.10" << "127.0.0.1";
}

void TestInbound::packetOutsideTheSelectorsIsRefused()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    Receiver right;
    const Bytes packet = udpPacket(60, 0, *IpAddress::parse(from.toStdString()), *IpAddress::parse(to.toStdString()));
    QVERIFY(right.receive(right.craftInner(1, packet)).empty());
    QCOMPARE(right.drops(DropReason::PolicyViolation), std::uint64_t{1});
    QCOMPARE(right.database.readings().at(0).traffic.packetsIn, std::uint64_t{0});
}

void TestInbound::otherNextHeadersAreRefused()
{
    Receiver right;
    QVERIFY(right.receive(right.craftInner(1, udpPacket(60), wire::kProtocolUdp)).empty()); // transport mode
    QCOMPARE(right.drops(DropReason::PolicyViolation), std::uint64_t{1});
    QVERIFY(right.receive(right.craftInner(2, udpPacket(60), wire::kProtocolIpv6)).empty()); // says 6, is 4
    QVERIFY(right.receive(right.craftInner(3, Bytes(60, 0x11))).empty()); // no IP version 1
    QVERIFY(right.receive(right.craftInner(4, {})).empty());
    QCOMPARE(right.drops(DropReason::Malformed), std::uint64_t{3});
}

void TestInbound::congestionMarksAreCarriedIn()
{
    Receiver right;
    const auto packets =
        right.receive(right.craftInner(1, udpPacket(60, 0, kLeftHost, kRightHost, 0xb8 | 2)), 0x08 | 3);
    QCOMPARE(packets.size(), std::size_t{1});
    QCOMPARE(wire::decodeIpHeader(packets[0])->trafficClass, std::uint8_t{0xb8 | 3});
    QVERIFY(wire::ipv4ChecksumIsRight(packets[0]));
}

void TestInbound::impossibleCongestionMarkIsDropped()
{
    Receiver right;
    QVERIFY(right.receive(right.craftInner(1, udpPacket(60)), 3).empty());
    QCOMPARE(right.drops(DropReason::CongestionInvalid), std::uint64_t{1});
}

void TestInbound::oneRunMayHoldAnything()
{
    // UDP_GRO joins by 4-tuple only: an IKE message, ESP of a known and of an unknown SA, a keepalive as the short end.
    Receiver right;
    const Bytes packet = udpPacket(60, 1);
    const Bytes esp = right.craftInner(1, packet);
    Bytes unknown = esp;
    unknown[0] ^= 1;
    Bytes ike = wire::withNonEspMarker(Bytes(esp.size() - wire::kNonEspMarkerSize, 0x42));
    Bytes all;
    for (const Bytes &segment : {ike, esp, unknown, Bytes(esp.size(), 0)})
        append(all, segment);
    all.push_back(0xff);

    const DatagramRun run{all, static_cast<std::uint16_t>(esp.size()), kRightGateway, kLeftGateway, 0, true};
    QCOMPARE(right.unprotect(run), std::vector<Bytes>{packet});
    QCOMPARE(right.received.ike.size(), std::size_t{2});
    QCOMPARE(toBytes(right.received.ike[0].message), Bytes(esp.size() - wire::kNonEspMarkerSize, 0x42));
    QCOMPARE(right.received.ike[0].local, kRightGateway);
    QCOMPARE(right.received.ike[0].remote, kLeftGateway);
    QCOMPARE(right.inbound.earlyCount(), std::size_t{1}); // the unknown one
    QCOMPARE(right.drops(DropReason::Malformed), std::uint64_t{0});
}

void TestInbound::unknownSpiIsCountedAfterAWhile()
{
    Receiver right;
    right.database.remove(kRightSpi);
    QVERIFY(right.receive(right.craftInner(1, udpPacket(60))).empty());
    right.takeEarly(TimePoint(EarlyPackets::kMaxAge) - 1ms);
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{0});
    QVERIFY(right.takeEarly(TimePoint(EarlyPackets::kMaxAge)).empty());
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{1});
    QCOMPARE(right.inbound.earlyCount(), std::size_t{0});
}

void TestInbound::whatComesBeforeItsSaWaits()
{
    Receiver right;
    std::vector<Bytes> packets;
    std::vector<Bytes> sealed;
    for (std::uint32_t sequence = 1; sequence <= 3; ++sequence) {
        packets.push_back(udpPacket(50 + sequence));
        sealed.push_back(right.craftInner(sequence, packets.back()));
    }
    right.database.remove(kRightSpi);
    for (const Bytes &packet : sealed)
        QVERIFY(right.receive(packet).empty());
    right.receive(sealed[1]); // a double, which the SA will know
    QVERIFY(right.takeEarly().empty()); // not yet
    right.install(mirrored(leftSa()));
    QCOMPARE(right.takeEarly(), packets);
    QCOMPARE(right.drops(DropReason::Replayed), std::uint64_t{1});
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{0});
    QVERIFY(right.takeEarly().empty());
}

void TestInbound::whatComesBeforeItsSaAtFullRateWaits()
{
    // 3 ms of 4 Gbit/s.
    Receiver right;
    std::vector<Bytes> packets(1000, udpPacket(1400));
    std::vector<Bytes> sealed;
    for (std::uint32_t sequence = 1; sequence <= packets.size(); ++sequence)
        sealed.push_back(right.craftInner(sequence, packets[sequence - 1]));
    right.database.remove(kRightSpi);
    for (const Bytes &packet : sealed)
        right.receive(packet);
    right.install(mirrored(leftSa()));
    QCOMPARE(right.takeEarly(), packets);
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{0});
}

void TestInbound::aFloodOfOneUnknownSpiLeavesRoomForOthers()
{
    Receiver right;
    const Bytes packet = udpPacket(60);
    const Bytes sealed = right.craftInner(1, packet);
    right.database.remove(kRightSpi);
    Bytes stranger = sealed;
    stranger[0] = static_cast<std::uint8_t>(stranger[0] ^ 0x55);
    for (std::size_t i = 0; i < 2 * EarlyPackets::kTotal; ++i)
        right.receive(stranger);
    QCOMPARE(right.inbound.earlyCount(), EarlyPackets::kPerSpi);
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{2 * EarlyPackets::kTotal - EarlyPackets::kPerSpi});
    right.receive(sealed);
    right.install(mirrored(leftSa()));
    QCOMPARE(right.takeEarly(), std::vector<Bytes>{packet});
}

void TestInbound::aFloodOfManyUnknownSpisIsBounded()
{
    Receiver right;
    const Bytes sealed = right.craftInner(1, udpPacket(1400));
    right.database.remove(kRightSpi);
    for (std::uint32_t i = 0; i < 2 * EarlyPackets::kTotal; ++i) {
        Bytes stranger = sealed;
        stranger[0] = static_cast<std::uint8_t>(i >> 8);
        stranger[1] = static_cast<std::uint8_t>(i);
        stranger[2] = 0x77;
        right.receive(stranger);
    }
    QCOMPARE(right.inbound.earlyCount(), EarlyPackets::kTotal);
    right.takeEarly(TimePoint(EarlyPackets::kMaxAge));
    QCOMPARE(right.inbound.earlyCount(), std::size_t{0});
    QCOMPARE(right.drops(DropReason::UnknownSpi), std::uint64_t{2 * EarlyPackets::kTotal});
}

void TestInbound::encapsulationIsTakenEitherWay()
{
    // RFC 7296, 2.23: both forms are processed, whichever was negotiated.
    Receiver right;
    Bytes packet = right.craftInner(1, udpPacket(60));
    QCOMPARE(
        right.unprotect(DatagramRun{packet, 0, {kRightGateway.address, 0}, {kLeftGateway.address, 0}, 0, false}).size(),
        std::size_t{1});
    QVERIFY(right.received.notices.empty()); // no port to have moved from
}

void TestInbound::aMovedPeerIsNoticedOnceASecond()
{
    Receiver right;
    const Endpoint moved{kLeftGateway.address, 31000};
    QCOMPARE(right.receive(right.craftInner(1, udpPacket(60)), 0, moved, TimePoint(1s)).size(), std::size_t{1});
    QCOMPARE(right.received.notices, std::vector<Notice>{(PeerMoved{kRightSpi, moved})});
    right.receive(right.craftInner(2, udpPacket(60)), 0, moved, TimePoint(1999ms));
    QVERIFY(right.received.notices.empty());
    right.receive(right.craftInner(3, udpPacket(60)), 0, moved, TimePoint(2s));
    QCOMPARE(right.received.notices.size(), std::size_t{1});

    QVERIFY(right.database.move(kRightSpi, kRightGateway, moved, true));
    right.receive(right.craftInner(4, udpPacket(60)), 0, moved, TimePoint(9s));
    QVERIFY(right.received.notices.empty());
    QVERIFY(right.receive(right.craftInner(4, udpPacket(60)), 0, moved, TimePoint(9s)).empty()); // the window stayed
}

void TestInbound::anOldPacketDoesNotMoveThePeer()
{
    Receiver right;
    right.receive(right.craftInner(10, udpPacket(60)));
    QCOMPARE(right.receive(right.craftInner(9, udpPacket(60)), 0, {kLeftGateway.address, 31000}).size(),
             std::size_t{1});
    QVERIFY(right.received.notices.empty());
    // Nor one that is not authentic.
    Bytes forged = right.craftInner(11, udpPacket(60));
    forged.back() ^= 1;
    right.receive(forged, 0, {kLeftGateway.address, 31000});
    QVERIFY(right.received.notices.empty());
}

void TestInbound::extendedSequenceNumbersCrossTheWrap()
{
    const auto proposal = suite(api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, true);
    Gateway left(leftSa(proposal));
    Gateway right(mirrored(leftSa(proposal)));
    const SnapshotPtr snapshot = left.database.snapshot();
    snapshot->findInbound(kLeftSpi)->outbound->skipTo(0xffffffff - 1100);
    for (int i = 0; i < 1200; ++i) {
        left.protect({udpPacket(60, static_cast<std::uint8_t>(i))});
        QCOMPARE(right.unprotect(left.sent.trains.at(0)).size(), std::size_t{1});
        QVERIFY(left.sent.notices.empty());
    }
    QCOMPARE(snapshot->findInbound(kLeftSpi)->outbound->lastSequence(), std::uint64_t{0xffffffff} + 100);
}

void TestInbound::laterFragmentsPassOnlyWhereEveryPortDoes()
{
    Bytes fragment = udpPacket(60);
    fragment[6] = 0;
    fragment[7] = 10; // offset 80
    wire::updateIpv4Checksum(fragment);

    Receiver anyPort;
    QCOMPARE(anyPort.receive(anyPort.craftInner(1, fragment)).size(), std::size_t{1});

    Receiver onePort;
    onePort.database.remove(kRightSpi);
    auto sa = mirrored(leftSa());
    sa.remote[0].protocol = wire::kProtocolUdp;
    sa.remote[0].startPort = sa.remote[0].endPort = 1000;
    onePort.install(std::move(sa));
    QCOMPARE(onePort.receive(onePort.craftInner(1, udpPacket(60))).size(), std::size_t{1});
    QVERIFY(onePort.receive(onePort.craftInner(2, fragment)).empty());
    QCOMPARE(onePort.drops(DropReason::PolicyViolation), std::uint64_t{1});
}

QTEST_GUILESS_MAIN(TestInbound)
#include "test_inbound.moc"
