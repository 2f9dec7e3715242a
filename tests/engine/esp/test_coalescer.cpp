#include "engine/esp/coalescer.h"
#include "engine/esp/segmenter.h"
#include "engine/sim/seeded_random.h"
#include "engine/wire/byte_order.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <map>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

const IpAddress kLeftHost6 = *IpAddress::parse("fd00:1::10");
const IpAddress kRightHost6 = *IpAddress::parse("fd00:2::10");

// What the device would be given.
struct Written
{
    Bytes bytes;
    Offload offload;
    std::size_t slices = 0;
};

std::vector<Written> coalesce(std::vector<Bytes> packets, Coalescer::Limits limits = {true, true})
{
    Coalescer coalescer;
    coalescer.setLimits(limits);
    for (Bytes &packet : packets)
        coalescer.add(packet, *wire::decodeIpHeader(packet));
    std::vector<InnerRun> runs;
    std::vector<ByteView> slices;
    coalescer.flush(runs, slices);
    std::vector<Written> written;
    for (const InnerRun &run : runs) {
        written.push_back({{}, run.offload, run.sliceCount});
        for (std::size_t i = 0; i < run.sliceCount; ++i)
            append(written.back().bytes, slices[run.firstSlice + i]);
    }
    return written;
}

std::vector<std::size_t> packetCounts(const std::vector<Written> &written)
{
    std::vector<std::size_t> counts;
    for (const Written &one : written)
        counts.push_back(one.slices);
    return counts;
}

// What the kernel makes of it where it must.
std::vector<Bytes> split(const std::vector<Written> &written)
{
    std::vector<Bytes> packets;
    for (const Written &one : written) {
        const auto segments = Segmenter::make(one.bytes, *wire::decodeIpHeader(one.bytes), one.offload, 65535);
        if (!segments)
            return {};
        for (std::size_t i = 0; i < segments->count(); ++i) {
            packets.emplace_back(segments->sizeOf(i));
            segments->write(i, packets.back());
        }
    }
    return packets;
}

std::vector<Bytes> tcpFlow(std::size_t octets, std::uint16_t segmentSize)
{
    return TcpSuperpacket{.payload = patternBytes(octets, 1), .segmentSize = segmentSize}.segments();
}

Bytes datagram(std::size_t size, std::uint8_t mark, std::uint16_t id, std::uint16_t port = 1000)
{
    Bytes packet = udpPacket(size, mark);
    wire::storeBig(packet.data() + 4, id);
    wire::updateIpv4Checksum(packet);
    wire::storeBig(packet.data() + 20, port);
    const auto header = wire::decodeIpHeader(packet);
    const auto sum = wire::internetChecksum(
        ByteView(packet).subspan(20),
        wire::pseudoHeaderSum(header->source, header->destination, header->protocol, packet.size() - 20));
    wire::storeBig(packet.data() + 26, sum);
    return packet;
}

void fixTcp(Bytes &packet)
{
    const auto header = wire::decodeIpHeader(packet);
    const MutableByteView tcp = MutableByteView(packet).subspan(header->headerLength);
    wire::storeBig(tcp.data() + 16, std::uint16_t{0});
    wire::storeBig(tcp.data() + 16,
                   wire::internetChecksum(
                       tcp, wire::pseudoHeaderSum(header->source, header->destination, header->protocol, tcp.size())));
    wire::updateIpv4Checksum(packet);
}

} // namespace

class TestCoalescer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursOfOneFlowAreJoined_data();
    void neighboursOfOneFlowAreJoined();
    void whatDiffersIsNotJoined_data();
    void whatDiffersIsNotJoined();
    void wrongChecksumsAreNotVouchedFor();
    void pushEndsARun();
    void aShorterSegmentEndsARun();
    void flowsAreJoinedSideBySide();
    void otherPacketsOfAFlowKeepTheirPlace();
    void datagramsAreJoinedWhereNeighbours();
    void datagramsWithoutChecksumAreNotJoined();
    void aRunFitsIntoTheLengthField();
    void nothingIsJoinedWhereTheDeviceTakesNothing();
    void whateverIsJoinedComesApartAgain();
};

void TestCoalescer::neighboursOfOneFlowAreJoined_data()
{
    QTest::addColumn<bool>("isV4");
    QTest::addColumn<int>("octets");
    for (const bool isV4 : {true, false}) {
        for (const int octets : {2000, 2001, 1001, 40000})
            QTest::addRow("%s, %d octets", isV4 ? "IPv4" : "IPv6", octets) << isV4 << octets;
    }
}

void TestCoalescer::neighboursOfOneFlowAreJoined()
{
    QFETCH(bool, isV4);
    QFETCH(int, octets);
    TcpSuperpacket super{.payload = patternBytes(static_cast<std::size_t>(octets), 1), .segmentSize = 1000};
    if (!isV4) {
        super.from = kLeftHost6;
        super.to = kRightHost6;
    }
    const auto written = coalesce(super.segments());
    QCOMPARE(written.size(), std::size_t{1});
    QCOMPARE(written[0].bytes, super.whole());
    QCOMPARE(written[0].offload, super.offload());
}

void TestCoalescer::whatDiffersIsNotJoined_data()
{
    QTest::addColumn<int>("offset"); // in the packet
    QTest::addColumn<int>("flipped"); // bits of that octet
    QTest::newRow("type of service") << 1 << 0x04;
    QTest::newRow("congestion mark") << 1 << 0x01;
    QTest::newRow("don't fragment") << 6 << 0x40;
    QTest::newRow("time to live") << 8 << 0x01;
    QTest::newRow("source") << 15 << 0x01;
    QTest::newRow("destination") << 19 << 0x01;
    QTest::newRow("source port") << 21 << 0x01;
    QTest::newRow("destination port") << 23 << 0x01;
    QTest::newRow("sequence") << 27 << 0x01;
    QTest::newRow("acknowledgment") << 31 << 0x01;
    QTest::newRow("URG") << 33 << 0x20;
    QTest::newRow("RST") << 33 << 0x04;
    QTest::newRow("SYN") << 33 << 0x02;
    QTest::newRow("FIN") << 33 << 0x01;
    QTest::newRow("ECE") << 33 << 0x40;
    QTest::newRow("CWR") << 33 << 0x80;
    QTest::newRow("no ACK") << 33 << 0x10;
    QTest::newRow("window") << 35 << 0x01;
    QTest::newRow("urgent pointer") << 39 << 0x01;
    QTest::newRow("option") << 41 << 0x01;
}

void TestCoalescer::whatDiffersIsNotJoined()
{
    QFETCH(int, offset);
    QFETCH(int, flipped);
    const TcpSuperpacket super{.options = fromHex("0101080a0000000100000002"),
                               .flags = 0x10,
                               .payload = patternBytes(2000, 1),
                               .segmentSize = 1000};
    std::vector<Bytes> packets = super.segments();
    QCOMPARE(packetCounts(coalesce(packets)), (std::vector<std::size_t>{2}));
    packets[1][static_cast<std::size_t>(offset)] ^= static_cast<std::uint8_t>(flipped);
    fixTcp(packets[1]);
    const auto written = coalesce(packets);
    QCOMPARE(packetCounts(written), (std::vector<std::size_t>{1, 1}));
    QCOMPARE(split(written), packets);
    std::swap(packets[0], packets[1]);
    QCOMPARE(packetCounts(coalesce(packets)), (std::vector<std::size_t>{1, 1}));
}

void TestCoalescer::wrongChecksumsAreNotVouchedFor()
{
    for (const std::size_t broken : {0UL, 1UL}) {
        for (const std::size_t octet : {10UL, 36UL, 100UL}) { // of the IP header, of TCP, of the payload
            std::vector<Bytes> packets = tcpFlow(2000, 1000);
            packets[broken][octet] ^= 1;
            const auto written = coalesce(packets);
            QCOMPARE(packetCounts(written), (std::vector<std::size_t>{1, 1}));
            QCOMPARE(split(written), packets);
        }
    }
}

void TestCoalescer::pushEndsARun()
{
    std::vector<Bytes> packets = tcpFlow(4000, 1000);
    packets[1][33] |= 0x08;
    fixTcp(packets[1]);
    const auto written = coalesce(packets);
    QCOMPARE(packetCounts(written), (std::vector<std::size_t>{2, 2}));
    QCOMPARE(written[0].bytes[33], std::uint8_t{0x18});
    QCOMPARE(split(written), packets);
}

void TestCoalescer::aShorterSegmentEndsARun()
{
    TcpSuperpacket next{.sequence = 0xfffff000 + 2500,
                        .identification = 0, // 0xfffd + 3
                        .payload = patternBytes(1000, 1),
                        .segmentSize = 1000};
    TcpSuperpacket first{.flags = 0x10, .payload = patternBytes(2500, 1), .segmentSize = 1000};
    std::vector<Bytes> packets = first.segments();
    packets.push_back(next.segments()[0]);
    QCOMPARE(packetCounts(coalesce(packets)), (std::vector<std::size_t>{3, 1}));
    // A longer one cannot be behind a shorter one.
    QCOMPARE(packetCounts(coalesce({packets[2], packets[3]})), (std::vector<std::size_t>{1, 1}));
}

void TestCoalescer::flowsAreJoinedSideBySide()
{
    std::vector<Bytes> packets;
    std::vector<std::vector<Bytes>> flows;
    for (std::uint8_t i = 0; i < 10; ++i)
        flows.push_back(
            TcpSuperpacket{.from = IpAddress::v4(10, 1, 0, i), .payload = patternBytes(5000, i), .segmentSize = 1000}
                .segments());
    for (std::size_t i = 0; i < 5; ++i) {
        for (const auto &flow : flows)
            packets.push_back(flow[i]);
    }
    QCOMPARE(packetCounts(coalesce(packets)), std::vector<std::size_t>(10, 5));

    // More flows than are looked after at once: not joined, and nothing lost.
    packets.clear();
    for (std::size_t i = 0; i < 2; ++i) {
        for (std::uint8_t j = 0; j < 40; ++j)
            packets.push_back(TcpSuperpacket{
                .from = IpAddress::v4(10, 1, 0, j), .payload = patternBytes(2000, j), .segmentSize = 1000}
                                  .segments()[i]);
    }
    const auto written = coalesce(packets);
    QCOMPARE(split(written), packets);
}

void TestCoalescer::otherPacketsOfAFlowKeepTheirPlace()
{
    std::vector<Bytes> packets = tcpFlow(4000, 1000);
    // An acknowledgment in the midst, and later a second one.
    const Bytes pure = TcpSuperpacket{.flags = 0x10, .sequence = 0xfffff000 + 2000}.segments()[0];
    packets.insert(packets.begin() + 2, pure);
    const auto written = coalesce(packets);
    QCOMPARE(packetCounts(written), (std::vector<std::size_t>{2, 1, 2}));
    QCOMPARE(split(written), packets);
}

void TestCoalescer::datagramsAreJoinedWhereNeighbours()
{
    const std::vector<Bytes> packets{datagram(500, 1, 7), datagram(500, 2, 8), datagram(300, 3, 9),
                                     datagram(500, 4, 10)};
    const auto written = coalesce(packets);
    QCOMPARE(packetCounts(written), (std::vector<std::size_t>{3, 1}));
    QCOMPARE(written[0].offload, (Offload{Offload::Segmentation::Udp, true, 472, 20, 6}));
    QCOMPARE(split(written), packets);
    QCOMPARE(packetCounts(coalesce({packets[0], tcpFlow(10, 10)[0], packets[1]})), (std::vector<std::size_t>{1, 1, 1}));
    QCOMPARE(packetCounts(coalesce({packets[0], datagram(500, 2, 8, 1001)})), (std::vector<std::size_t>{1, 1}));
    // May be fragmented, so that its identification means something.
    QCOMPARE(packetCounts(coalesce({packets[0], datagram(500, 2, 9)})), (std::vector<std::size_t>{1, 1}));
    QCOMPARE(packetCounts(coalesce(packets, {true, false})), (std::vector<std::size_t>{1, 1, 1, 1}));
}

void TestCoalescer::datagramsWithoutChecksumAreNotJoined()
{
    QCOMPARE(packetCounts(coalesce({udpPacket(500), udpPacket(500)})), (std::vector<std::size_t>{1, 1}));
}

void TestCoalescer::aRunFitsIntoTheLengthField()
{
    const auto written = coalesce(tcpFlow(200 * 1460, 1460));
    for (const Written &one : written)
        QVERIFY(one.bytes.size() <= 65535);
    QCOMPARE(packetCounts(written), (std::vector<std::size_t>{44, 44, 44, 44, 24}));
    QCOMPARE(packetCounts(coalesce(tcpFlow(130 * 100, 100))), (std::vector<std::size_t>{64, 64, 2}));
}

void TestCoalescer::nothingIsJoinedWhereTheDeviceTakesNothing()
{
    const std::vector<Bytes> packets = tcpFlow(3000, 1000);
    QCOMPARE(packetCounts(coalesce(packets, {})), (std::vector<std::size_t>{1, 1, 1}));
    QCOMPARE(packetCounts(coalesce(packets, {false, true})), (std::vector<std::size_t>{1, 1, 1}));
}

// Flows with all kinds of ends, mixed in any order that keeps each: what is written, taken apart by other code than that
// which joined it, is the same packets, each flow in its order.
void TestCoalescer::whateverIsJoinedComesApartAgain()
{
    std::size_t joined = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        sim::SeededRandom random(seed);
        std::vector<std::vector<Bytes>> flows;
        for (std::uint8_t i = 0; i < 6; ++i) {
            std::vector<Bytes> flow;
            std::uint32_t sequence = 100;
            std::uint16_t id = 0;
            for (int part = 0; part < 4; ++part) {
                if (i < 4) {
                    const TcpSuperpacket super{.from = IpAddress::v4(10, 1, 0, i),
                                               .flags = random.below(3) == 0 ? std::uint8_t{0x18} : std::uint8_t{0x10},
                                               .sequence = sequence,
                                               .identification = id,
                                               .dontFragment = i % 2 == 0,
                                               .payload = patternBytes(1 + random.below(3000), i),
                                               .segmentSize = static_cast<std::uint16_t>(200 + random.below(2) * 300)};
                    for (const Bytes &packet : super.segments())
                        flow.push_back(packet);
                    sequence += static_cast<std::uint32_t>(super.payload.size());
                    id = static_cast<std::uint16_t>(flow.size());
                } else {
                    for (int j = 0; j < 4; ++j)
                        flow.push_back(datagram(28 + 100 * (1 + random.below(2)), static_cast<std::uint8_t>(j), id++,
                                                static_cast<std::uint16_t>(2000 + i)));
                }
            }
            flows.push_back(std::move(flow));
        }
        const auto flowOf = [](const Bytes &packet) {
            return std::pair(packet[15], Bytes(packet.begin() + 20, packet.begin() + 24));
        };
        std::vector<Bytes> mixed;
        std::vector<std::size_t> next(flows.size(), 0);
        for (;;) {
            std::vector<std::size_t> open;
            for (std::size_t i = 0; i < flows.size(); ++i) {
                if (next[i] < flows[i].size())
                    open.push_back(i);
            }
            if (open.empty())
                break;
            const std::size_t chosen = open[random.below(open.size())];
            for (std::size_t n = 1 + random.below(5); n > 0 && next[chosen] < flows[chosen].size(); --n)
                mixed.push_back(flows[chosen][next[chosen]++]);
        }
        const auto written = coalesce(mixed);
        for (const Written &one : written)
            joined += one.slices > 1 ? one.slices : 0;
        std::map<decltype(flowOf(mixed[0])), std::vector<Bytes>> before;
        std::map<decltype(flowOf(mixed[0])), std::vector<Bytes>> after;
        for (const Bytes &packet : mixed)
            before[flowOf(packet)].push_back(packet);
        for (const Bytes &packet : split(written))
            after[flowOf(packet)].push_back(packet);
        QVERIFY2(before == after, qPrintable(QStringLiteral("seed %1").arg(seed)));
    }
    QVERIFY(joined > 10000);
}

QTEST_GUILESS_MAIN(TestCoalescer)
#include "test_coalescer.moc"
