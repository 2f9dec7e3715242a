#include "engine/esp/segmenter.h"
#include "engine/wire/byte_order.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

constexpr std::size_t kWidePath = 65535;
const IpAddress kLeftHost6 = *IpAddress::parse("fd00:1::10");
const IpAddress kRightHost6 = *IpAddress::parse("fd00:2::10");

std::optional<std::vector<Bytes>> cut(const Bytes &inner, const Offload &offload, std::size_t largest = kWidePath)
{
    const auto segments = Segmenter::make(inner, *wire::decodeIpHeader(inner), offload, largest);
    if (!segments)
        return std::nullopt;
    std::vector<Bytes> packets;
    for (std::size_t i = 0; i < segments->count(); ++i) {
        packets.emplace_back(segments->sizeOf(i), std::uint8_t{0xee});
        segments->write(i, packets.back());
    }
    return packets;
}

// A datagram with a right checksum.
Bytes datagram(ByteView payload, std::uint16_t id, const IpAddress &from = kLeftHost, const IpAddress &to = kRightHost)
{
    Bytes udp{0x03,
              0xe8,
              0x07,
              0xd0,
              static_cast<std::uint8_t>((payload.size() + 8) >> 8),
              static_cast<std::uint8_t>(payload.size() + 8),
              0,
              0};
    append(udp, payload);
    std::uint16_t sum = wire::internetChecksum(udp, wire::pseudoHeaderSum(from, to, wire::kProtocolUdp, udp.size()));
    if (sum == 0)
        sum = 0xffff;
    wire::storeBig(udp.data() + 6, sum);
    return wire::buildIpPacket(
        {.source = from, .destination = to, .protocol = wire::kProtocolUdp, .identification = id}, udp);
}

// As the kernel hands it over: the checksum field holds the sum of the pseudo-header.
Bytes unfinished(Bytes packet)
{
    const auto header = wire::decodeIpHeader(packet);
    const auto sum = wire::foldSum(wire::pseudoHeaderSum(header->source, header->destination, header->protocol,
                                                         packet.size() - header->headerLength));
    wire::storeBig(packet.data() + header->headerLength + (header->protocol == wire::kProtocolTcp ? 16 : 6), sum);
    return packet;
}

const Offload kUdp4{Offload::Segmentation::Udp, true, 500, 20, 6};

} // namespace

class TestSegmenter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tcpIsCutAsItShould_data();
    void tcpIsCutAsItShould();
    void narrowPathsCutSmaller();
    void datagramsAreCut_data();
    void datagramsAreCut();
    void datagramsAreNotCutSmaller();
    void aSumOfZeroIsTheOtherZero();
    void checksumsAreCompleted();
    void finishedPacketsStayAsTheyAre();
    void contradictionsAreRefused_data();
    void contradictionsAreRefused();
};

void TestSegmenter::tcpIsCutAsItShould_data()
{
    QTest::addColumn<int>("octets");
    QTest::addColumn<int>("segmentSize");
    QTest::addColumn<int>("flags");
    QTest::addColumn<int>("optionWords");
    QTest::addColumn<bool>("isV4");
    for (const bool isV4 : {true, false}) {
        const char *family = isV4 ? "IPv4" : "IPv6";
        QTest::addRow("%s, one octet", family) << 1 << 1000 << 0x18 << 0 << isV4;
        QTest::addRow("%s, a whole segment", family) << 1000 << 1000 << 0x18 << 0 << isV4;
        QTest::addRow("%s, one more octet", family) << 1001 << 1000 << 0x18 << 3 << isV4;
        QTest::addRow("%s, odd sizes", family) << 9999 << 777 << 0x10 << 3 << isV4;
        QTest::addRow("%s, whole segments", family) << 62000 << 1000 << 0x18 << 0 << isV4;
        QTest::addRow("%s, FIN", family) << 5000 << 1400 << 0x19 << 10 << isV4;
        QTest::addRow("%s, CWR", family) << 5000 << 1400 << 0x90 << 0 << isV4;
        QTest::addRow("%s, the longest", family) << 65535 - 40 << 1348 << 0x18 << 0 << isV4;
    }
}

void TestSegmenter::tcpIsCutAsItShould()
{
    QFETCH(int, octets);
    QFETCH(int, segmentSize);
    QFETCH(int, flags);
    QFETCH(int, optionWords);
    QFETCH(bool, isV4);
    TcpSuperpacket super{.options = Bytes(static_cast<std::size_t>(optionWords) * 4, 1),
                         .flags = static_cast<std::uint8_t>(flags),
                         .payload = patternBytes(static_cast<std::size_t>(octets), 5),
                         .segmentSize = static_cast<std::uint16_t>(segmentSize)};
    if (!isV4) {
        super.from = kLeftHost6;
        super.to = kRightHost6;
    }
    QCOMPARE(cut(super.whole(), super.offload()), std::optional(super.segments()));
}

void TestSegmenter::narrowPathsCutSmaller()
{
    TcpSuperpacket super{.payload = patternBytes(10000, 5), .segmentSize = 1400};
    const auto packets = cut(super.whole(), super.offload(), 1000);
    super.segmentSize = 960;
    QCOMPARE(packets, std::optional(super.segments()));
}

void TestSegmenter::datagramsAreCut_data()
{
    QTest::addColumn<int>("octets");
    for (const int octets : {1, 499, 500, 501, 32000})
        QTest::addRow("%d octets", octets) << octets;
}

void TestSegmenter::datagramsAreCut()
{
    QFETCH(int, octets);
    const Bytes payload = patternBytes(static_cast<std::size_t>(octets), 3);
    for (const bool isV4 : {true, false}) {
        const IpAddress &from = isV4 ? kLeftHost : kLeftHost6;
        const IpAddress &to = isV4 ? kRightHost : kRightHost6;
        Offload offload = kUdp4;
        offload.csumStart = static_cast<std::uint16_t>(wire::ipHeaderSize(from.family()));
        std::vector<Bytes> expected;
        for (std::size_t at = 0; at < payload.size(); at += 500)
            expected.push_back(datagram(ByteView(payload).subspan(at, std::min<std::size_t>(500, payload.size() - at)),
                                        static_cast<std::uint16_t>(7 + expected.size()), from, to));
        QCOMPARE(cut(unfinished(datagram(payload, 7, from, to)), offload), std::optional(expected));
    }
}

void TestSegmenter::datagramsAreNotCutSmaller()
{
    // Where a datagram ends means something to its receiver.
    const auto packets = cut(unfinished(datagram(patternBytes(1000, 3), 7)), kUdp4, 300);
    QVERIFY(packets);
    QCOMPARE(packets->size(), std::size_t{2});
}

void TestSegmenter::aSumOfZeroIsTheOtherZero()
{
    // RFC 768: a checksum that comes out as zero is sent as ones, since zero says that there is none.
    const Bytes plain = datagram(Bytes(4, 0), 7);
    const auto sum = wire::loadBig<std::uint16_t>(plain.data() + 26);
    Bytes payload(4, 0);
    wire::storeBig(payload.data(), sum); // takes the rest of it away
    const Bytes expected = datagram(payload, 7);
    QCOMPARE(wire::loadBig<std::uint16_t>(expected.data() + 26), std::uint16_t{0xffff});
    QCOMPARE(cut(unfinished(expected), {Offload::Segmentation::None, true, 0, 20, 6}),
             std::optional(std::vector<Bytes>{expected}));
    QCOMPARE(cut(unfinished(expected), kUdp4), std::optional(std::vector<Bytes>{expected}));
}

void TestSegmenter::checksumsAreCompleted()
{
    for (const std::size_t size : {0UL, 1UL, 2UL, 3UL, 1399UL}) {
        const TcpSuperpacket tcp{.payload = patternBytes(size, 9)};
        QCOMPARE(cut(tcp.whole(), tcp.offload()), std::optional(tcp.segments()));
        const Bytes udp = datagram(patternBytes(size, 9), 1);
        QCOMPARE(cut(unfinished(udp), {Offload::Segmentation::None, true, 0, 20, 6}),
                 std::optional(std::vector<Bytes>{udp}));
    }
}

void TestSegmenter::finishedPacketsStayAsTheyAre()
{
    const Bytes packet = udpPacket(1400, 7);
    QCOMPARE(cut(packet, {}, 500), std::optional(std::vector<Bytes>{packet}));
}

void TestSegmenter::contradictionsAreRefused_data()
{
    QTest::addColumn<Bytes>("inner");
    QTest::addColumn<Offload>("offload");
    const TcpSuperpacket tcp{.payload = patternBytes(3000, 1), .segmentSize = 1000};
    const auto with = [&tcp](auto change) {
        Offload offload = tcp.offload();
        change(offload);
        return offload;
    };
    using Segmentation = Offload::Segmentation;
    QTest::newRow("segments of nothing") << tcp.whole() << with([](Offload &o) { o.gsoSize = 0; });
    QTest::newRow("no checksum wanted") << tcp.whole() << with([](Offload &o) { o.needsChecksum = false; });
    QTest::newRow("another family") << tcp.whole() << with([](Offload &o) { o.gsoType = Segmentation::TcpV6; });
    QTest::newRow("another protocol") << tcp.whole() << with([](Offload &o) { o.gsoType = Segmentation::Udp; });
    QTest::newRow("another start") << tcp.whole() << with([](Offload &o) { o.csumStart = 24; });
    QTest::newRow("another field") << tcp.whole() << with([](Offload &o) { o.csumOffset = 6; });
    QTest::newRow("a field behind the end") << tcp.whole() << Offload{Segmentation::None, true, 0, 3030, 16};
    QTest::newRow("a field across the end") << tcp.whole() << Offload{Segmentation::None, true, 0, 3023, 16};
    QTest::newRow("a field in the IP header") << tcp.whole() << Offload{Segmentation::None, true, 0, 0, 10};
    Bytes longOptions = tcp.whole();
    longOptions.resize(50);
    wire::storeBig(longOptions.data() + 2, std::uint16_t{50});
    longOptions[32] = 0xf0; // 60 octets of header in 30
    QTest::newRow("options behind the end") << longOptions << tcp.offload();
    Bytes shortHeader = tcp.whole();
    shortHeader[32] = 0x40;
    QTest::newRow("a header of 16 octets") << shortHeader << tcp.offload();
    Bytes fragment = tcp.whole();
    fragment[6] = 0x20;
    QTest::newRow("a fragment") << fragment << tcp.offload();
}

void TestSegmenter::contradictionsAreRefused()
{
    QFETCH(Bytes, inner);
    QFETCH(Offload, offload);
    QVERIFY(!cut(inner, offload));
}

QTEST_GUILESS_MAIN(TestSegmenter)
#include "test_segmenter.moc"
