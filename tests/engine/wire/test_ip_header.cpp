#include "engine/wire/ip_header.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// Packets built by scapy 2.5.
Bytes tcp4() { return fromHex("45000028abcd00004006e2c6c0000201c6336407c00001bb000000010000000050022000e1e90000"); }
Bytes echoWithOptions() { return fromHex("460000230001000009013099c0000201c6336407940400000800339b00010001616263"); }
Bytes firstFragment4() { return fromHex("450000240007200040116e86c0000201c633640700050006006400007878787878787878"); }
Bytes laterFragment4() { return fromHex("45000024000700b940118dcdc0000201c633640712341234123412341234123412341234"); }
// Hop-by-hop, destination options, routing and a first fragment before TCP.
Bytes extended6()
{
    return fromHex("603123450044004020010db800000000000000000000000120010db8000000000000000000000002"
                   "3c00010400000000 2b00010400000000 2c0200010000000020010db8000000000000000000000003"
                   "06000001deadbeef 04000050000000000000000050022000301d0000");
}
Bytes laterFragment6()
{
    return fromHex("6000000000182c4020010db800000000000000000000000120010db8000000000000000000000002"
                   "060005a8deadbeef 12341234123412341234123412341234");
}
Bytes echo6()
{
    return fromHex("60000000000a3a4020010db800000000000000000000000120010db8000000000000000000000002"
                   "8000bbd9000100026869");
}
Bytes udp6Header()
{
    return fromHex("6b8000000608113ffd000001000000000000000000000010fd000002000000000000000000000010");
}

const std::vector<Bytes> &samples()
{
    static const std::vector<Bytes> all = {tcp4(),      echoWithOptions(), firstFragment4(), laterFragment4(),
                                           extended6(), laterFragment6(),  echo6()};
    return all;
}

// IPv6 with `count` destination options headers before UDP.
Bytes withExtensions(int count)
{
    Bytes packet = fromHex("6000000000003c4020010db800000000000000000000000120010db8000000000000000000000002");
    for (int i = 0; i < count; ++i)
        append(packet, fromHex(i + 1 < count ? "3c00010400000000" : "1100010400000000"));
    append(packet, fromHex("0035003500080000"));
    packet[5] = static_cast<std::uint8_t>(packet.size() - 40);
    return packet;
}

} // namespace

class TestIpHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsIpv4();
    void readsOptionsAndIcmp();
    void readsIpv4Fragments();
    void readsIpv6Extensions();
    void readsALaterIpv6Fragment();
    void readsIcmpV6();
    void ignoresPaddingBehindThePacket();
    void showsNoPortsOfACutTransport();
    void rejectsEveryTruncation();
    void survivesEveryOctet();
    void rejectsContradictions();
    void boundsExtensionHeaders();
    void computesRfc1071();
    void checksAndUpdatesIpv4();
    void sumsThePseudoHeader();
    void writesHeaders();
    void refusesWhatItCannotWrite();
};

void TestIpHeader::readsIpv4()
{
    const auto header = decodeIpHeader(tcp4());
    QVERIFY(header);
    QVERIFY(header->isV4());
    QCOMPARE(header->source, IpAddress::v4(192, 0, 2, 1));
    QCOMPARE(header->destination, IpAddress::v4(198, 51, 100, 7));
    QCOMPARE(header->protocol, kProtocolTcp);
    QCOMPARE(header->identification, std::uint32_t{0xabcd});
    QCOMPARE(header->hopLimit, std::uint8_t{64});
    QCOMPARE(header->totalLength, std::size_t{40});
    QCOMPARE(header->headerLength, std::size_t{20});
    QVERIFY(!header->dontFragment);
    QVERIFY(!header->isFragment());
    QVERIFY(header->hasPorts);
    QCOMPARE(header->sourcePort, std::uint16_t{49152});
    QCOMPARE(header->destinationPort, std::uint16_t{443});
}

void TestIpHeader::readsOptionsAndIcmp()
{
    const auto header = decodeIpHeader(echoWithOptions());
    QVERIFY(header);
    QCOMPARE(header->headerLength, std::size_t{24});
    QCOMPARE(header->protocol, kProtocolIcmp);
    QVERIFY(header->hasPorts);
    QCOMPARE(header->sourcePort, std::uint16_t{8 * 256 + 0}); // echo request
    QCOMPARE(header->destinationPort, std::uint16_t{8 * 256 + 0});
}

void TestIpHeader::readsIpv4Fragments()
{
    const auto first = decodeIpHeader(firstFragment4());
    QVERIFY(first);
    QVERIFY(first->moreFragments);
    QVERIFY(first->isFragment());
    QCOMPARE(first->fragmentOffset, std::uint16_t{0});
    QVERIFY(first->hasPorts);
    QCOMPARE(first->destinationPort, std::uint16_t{6});

    const auto later = decodeIpHeader(laterFragment4());
    QVERIFY(later);
    QCOMPARE(later->fragmentOffset, std::uint16_t{185 * 8});
    QVERIFY(!later->moreFragments);
    QVERIFY(later->isFragment());
    // What looks like ports is somebody's payload.
    QVERIFY(!later->hasPorts);
}

void TestIpHeader::readsIpv6Extensions()
{
    const auto header = decodeIpHeader(extended6());
    QVERIFY(header);
    QVERIFY(!header->isV4());
    QCOMPARE(header->source.toString(), std::string("2001:db8::1"));
    QCOMPARE(header->destination.toString(), std::string("2001:db8::2"));
    QCOMPARE(header->trafficClass, std::uint8_t{3});
    QCOMPARE(header->ecn(), std::uint8_t{3});
    QCOMPARE(header->hopLimit, std::uint8_t{64});
    QCOMPARE(header->protocol, kProtocolTcp);
    QCOMPARE(header->headerLength, std::size_t{40 + 8 + 8 + 24 + 8});
    QCOMPARE(header->identification, std::uint32_t{0xdeadbeef});
    QVERIFY(header->moreFragments);
    QVERIFY(header->hasPorts);
    QCOMPARE(header->sourcePort, std::uint16_t{1024});
    QCOMPARE(header->destinationPort, std::uint16_t{80});
}

void TestIpHeader::readsALaterIpv6Fragment()
{
    const auto header = decodeIpHeader(laterFragment6());
    QVERIFY(header);
    QCOMPARE(header->fragmentOffset, std::uint16_t{181 * 8});
    QCOMPARE(header->protocol, kProtocolTcp);
    QVERIFY(!header->hasPorts);
}

void TestIpHeader::readsIcmpV6()
{
    const auto header = decodeIpHeader(echo6());
    QVERIFY(header);
    QCOMPARE(header->protocol, kProtocolIcmpV6);
    QVERIFY(header->hasPorts);
    QCOMPARE(header->sourcePort, std::uint16_t{128 * 256});
    QVERIFY(header->dontFragment);
}

void TestIpHeader::ignoresPaddingBehindThePacket()
{
    // RFC 4303, 2.7: traffic flow confidentiality pads behind the inner packet's own length.
    for (Bytes packet : {tcp4(), echo6()}) {
        const std::size_t size = packet.size();
        append(packet, Bytes(100, 0xee));
        const auto header = decodeIpHeader(packet);
        QVERIFY(header);
        QCOMPARE(header->totalLength, size);
    }
}

void TestIpHeader::showsNoPortsOfACutTransport()
{
    Bytes packet = tcp4();
    packet[3] = 23; // three octets of TCP
    packet.resize(60, 0xee);
    const auto header = decodeIpHeader(packet);
    QVERIFY(header);
    QVERIFY(!header->hasPorts); // the rest of the buffer is not the packet
}

void TestIpHeader::rejectsEveryTruncation()
{
    for (const Bytes &packet : samples()) {
        test::forEveryPrefix(packet, [](ByteView prefix) {
            const auto header = decodeIpHeader(prefix);
            QVERIFY(!header);
            QCOMPARE(header.error().fault, Fault::Truncated);
        });
    }
}

void TestIpHeader::survivesEveryOctet()
{
    for (const Bytes &packet : samples()) {
        test::forEveryOctet(packet, [](ByteView changed) {
            const auto header = decodeIpHeader(changed);
            if (!header)
                return;
            QVERIFY(header->totalLength <= changed.size());
            QVERIFY(header->headerLength <= header->totalLength);
        });
    }
}

void TestIpHeader::rejectsContradictions()
{
    Bytes packet = tcp4();
    packet[0] = 0x44; // a header of 16 octets
    QCOMPARE(decodeIpHeader(packet).error().fault, Fault::Malformed);
    packet = tcp4();
    packet[0] = 0x4b; // a header longer than the packet
    QCOMPARE(decodeIpHeader(packet).error().fault, Fault::Malformed);
    packet = tcp4();
    packet[3] = 19; // a packet shorter than its header
    QCOMPARE(decodeIpHeader(packet).error().fault, Fault::Malformed);
    packet = tcp4();
    packet[0] = 0x55;
    QCOMPARE(decodeIpHeader(packet).error().fault, Fault::Malformed);

    packet = extended6();
    packet[41] = 0xff; // a hop-by-hop header of 2 KiB
    QCOMPARE(decodeIpHeader(packet).error().fault, Fault::Truncated);
}

void TestIpHeader::boundsExtensionHeaders()
{
    const auto most = decodeIpHeader(withExtensions(kMaxIpv6Extensions));
    QVERIFY(most);
    QCOMPARE(most->protocol, kProtocolUdp);
    QCOMPARE(most->destinationPort, std::uint16_t{53});
    QCOMPARE(decodeIpHeader(withExtensions(kMaxIpv6Extensions + 1)).error().fault, Fault::Malformed);
}

void TestIpHeader::computesRfc1071()
{
    // RFC 1071, 3: the sum of these octets is ddf2.
    const Bytes bytes = fromHex("0001f203f4f5f6f7");
    QCOMPARE(internetChecksum(bytes), static_cast<std::uint16_t>(~0xddf2));
    QCOMPARE(internetChecksum({}), std::uint16_t{0xffff});
    // An odd last octet counts as the high half.
    QCOMPARE(internetChecksum(fromHex("0001f2")), static_cast<std::uint16_t>(~0xf201));
    // 64 KiB of ones fold to ones.
    QCOMPARE(internetChecksum(Bytes(65536, 0xff)), std::uint16_t{0});
}

void TestIpHeader::checksAndUpdatesIpv4()
{
    for (const Bytes &good : {tcp4(), echoWithOptions(), firstFragment4()}) {
        QVERIFY(ipv4ChecksumIsRight(good));
        Bytes changed = good;
        changed[8] ^= 1;
        QVERIFY(!ipv4ChecksumIsRight(changed));
        changed[8] ^= 1;
        changed[10] = 0xde;
        changed[11] = 0xad;
        updateIpv4Checksum(changed);
        QCOMPARE(changed, good);
    }
    QVERIFY(!ipv4ChecksumIsRight(echo6()));
    QVERIFY(!ipv4ChecksumIsRight({}));
    Bytes v6 = echo6();
    updateIpv4Checksum(v6);
    QCOMPARE(v6, echo6());
}

void TestIpHeader::sumsThePseudoHeader()
{
    // Over a segment with scapy's checksum the sum is 0.
    for (const Bytes &packet : {tcp4(), echo6()}) {
        const auto header = decodeIpHeader(packet);
        QVERIFY(header);
        const ByteView transport = ByteView(packet).subspan(header->headerLength);
        const std::uint32_t sum =
            pseudoHeaderSum(header->source, header->destination, header->protocol, transport.size());
        QCOMPARE(internetChecksum(transport, sum), std::uint16_t{0});
    }
}

void TestIpHeader::writesHeaders()
{
    IpHeaderFields v4;
    v4.source = IpAddress::v4(192, 0, 2, 1);
    v4.destination = IpAddress::v4(198, 51, 100, 7);
    v4.protocol = kProtocolTcp;
    v4.identification = 0xabcd;
    QCOMPARE(buildIpPacket(v4, ByteView(tcp4()).subspan(20)), tcp4());

    // Version, DSCP EF, DF; scapy's IP(src='10.1.0.10', dst='10.2.0.10', id=0x1234, ttl=63, flags='DF', tos=0xb8).
    IpHeaderFields marked;
    marked.source = IpAddress::v4(10, 1, 0, 10);
    marked.destination = IpAddress::v4(10, 2, 0, 10);
    marked.protocol = kProtocolUdp;
    marked.trafficClass = 0xb8;
    marked.hopLimit = 63;
    marked.dontFragment = true;
    marked.identification = 0x1234;
    marked.payloadLength = 1544;
    Bytes out(20);
    QCOMPARE(writeIpHeader(out, marked), kIpv4HeaderSize);
    QCOMPARE(toHex(out), std::string("45b8061c123440003f110ecf0a01000a0a02000a"));

    IpHeaderFields v6;
    v6.source = IpAddress::parse("fd00:1::10").value();
    v6.destination = IpAddress::parse("fd00:2::10").value();
    v6.protocol = kProtocolUdp;
    v6.trafficClass = 0xb8;
    v6.hopLimit = 63;
    v6.payloadLength = 1544;
    Bytes out6(40);
    QCOMPARE(writeIpHeader(out6, v6), kIpv6HeaderSize);
    QCOMPARE(out6, udp6Header());
}

void TestIpHeader::refusesWhatItCannotWrite()
{
    IpHeaderFields fields;
    fields.source = IpAddress::v4(192, 0, 2, 1);
    fields.destination = IpAddress::v4(192, 0, 2, 2);
    Bytes out(19);
    QCOMPARE(writeIpHeader(out, fields), std::size_t{0});
    out.resize(40);
    fields.payloadLength = 65516;
    QCOMPARE(writeIpHeader(out, fields), std::size_t{0});
    fields.payloadLength = 65515;
    QCOMPARE(writeIpHeader(out, fields), kIpv4HeaderSize);

    fields.destination = IpAddress::any(IpFamily::V6);
    QCOMPARE(writeIpHeader(out, fields), std::size_t{0});
    QVERIFY(buildIpPacket(fields, {}).empty());

    fields.source = fields.destination;
    fields.payloadLength = 65535;
    QCOMPARE(writeIpHeader(out, fields), kIpv6HeaderSize);
    fields.payloadLength = 65536;
    QCOMPARE(writeIpHeader(out, fields), std::size_t{0});
}

QTEST_GUILESS_MAIN(TestIpHeader)
#include "test_ip_header.moc"
