#include "engine/wire/icmp_too_big.h"
#include "engine/wire/ip_header.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// 0, 1, ... 255, six times.
Bytes payload()
{
    Bytes bytes;
    for (int i = 0; i < 6 * 256; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i));
    return bytes;
}

// A header and a UDP header built by scapy 2.5, before payload().
Bytes large4()
{
    Bytes packet = fromHex("45b8061c123440003f110ecf0a01000a0a02000a 9c4000350608c1d3");
    append(packet, payload());
    return packet;
}
Bytes large6()
{
    Bytes packet = fromHex("6b8000000608113ffd000001000000000000000000000010fd000002000000000000000000000010"
                           "9c4000350608dbc5");
    append(packet, payload());
    return packet;
}

const IpAddress kGateway4 = IpAddress::v4(10, 1, 0, 1);
const IpAddress kGateway6 = IpAddress::parse("fd00:1::1").value();

// An ICMP message of this type from `source`.
Bytes icmp(std::uint8_t type, const char *source, const char *destination)
{
    IpHeaderFields fields;
    fields.source = IpAddress::parse(source).value();
    fields.destination = IpAddress::parse(destination).value();
    fields.protocol = fields.source.isV4() ? kProtocolIcmp : kProtocolIcmpV6;
    return buildIpPacket(fields, Bytes{type, 0, 0, 0, 0, 0, 0, 0});
}

} // namespace

class TestIcmpTooBig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersIpv4();
    void answersIpv6();
    void quotesASmallPacketWhole();
    void quotesNoPadding();
    void neverTellsIpv6LessThan1280();
    void staysSilentWhereTheRfcsSaySo_data();
    void staysSilentWhereTheRfcsSaySo();
    void survivesEveryTruncation();
};

void TestIcmpTooBig::answersIpv4()
{
    // scapy: IP(src='10.1.0.1', dst='10.1.0.10', ttl=64, tos=0xc0, id=0) / ICMP(type=3, code=4, nexthopmtu=1400)
    //        / the packet's first 548 octets
    Bytes expected = fromHex("45c0024000000000400163f10a0100010a01000a 030406a300000578");
    append(expected, ByteView(large4()).first(548));
    QCOMPARE(buildTooBig(large4(), 1400, kGateway4), std::optional(expected));
}

void TestIcmpTooBig::answersIpv6()
{
    // scapy: IPv6(src='fd00:1::1', dst='fd00:1::10', hlim=64) / ICMPv6PacketTooBig(mtu=1380)
    //        / the packet's first 1232 octets
    Bytes expected = fromHex("6000000004d83a40fd000001000000000000000000000001fd000001000000000000000000000010"
                             "0200342d00000564");
    append(expected, ByteView(large6()).first(1232));
    QCOMPARE(buildTooBig(large6(), 1380, kGateway6), std::optional(expected));
}

void TestIcmpTooBig::quotesASmallPacketWhole()
{
    const Bytes echo = icmp(8, "10.1.0.10", "10.2.0.10");
    const auto reply = buildTooBig(echo, 600, kGateway4);
    QVERIFY(reply);
    QCOMPARE(reply->size(), 20 + 8 + echo.size());
    QVERIFY(ipv4ChecksumIsRight(*reply));
}

void TestIcmpTooBig::quotesNoPadding()
{
    const Bytes echo = icmp(8, "10.1.0.10", "10.2.0.10");
    Bytes padded = echo;
    padded.resize(echo.size() + 50, 0xee);
    QCOMPARE(buildTooBig(padded, 600, kGateway4), buildTooBig(echo, 600, kGateway4));
}

void TestIcmpTooBig::neverTellsIpv6LessThan1280()
{
    const auto reply = buildTooBig(large6(), 1000, kGateway6);
    QVERIFY(reply);
    QCOMPARE(toHex(ByteView(*reply).subspan(44, 4)), std::string("00000500"));
}

void TestIcmpTooBig::staysSilentWhereTheRfcsSaySo_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::addColumn<bool>("answered");
    const auto row = [](const char *name, const Bytes &packet, bool answered) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char *>(packet.data()),
                                          static_cast<qsizetype>(packet.size()))
                            << answered;
    };
    row("an echo request", icmp(8, "10.1.0.10", "10.2.0.10"), true);
    for (const int type : {3, 4, 5, 11, 12}) {
        row(qPrintable(QStringLiteral("the ICMP error %1").arg(type)),
            icmp(static_cast<std::uint8_t>(type), "10.1.0.10", "10.2.0.10"), false);
    }
    row("a source of 0.0.0.0", icmp(8, "0.0.0.0", "10.2.0.10"), false);
    row("a loopback source", icmp(8, "127.0.0.1", "10.2.0.10"), false);
    row("a multicast source", icmp(8, "224.0.0.1", "10.2.0.10"), false);
    row("a class E source", icmp(8, "240.0.0.1", "10.2.0.10"), false);
    row("an IPv4 multicast", icmp(8, "10.1.0.10", "224.0.0.5"), false);
    row("the limited broadcast", icmp(8, "10.1.0.10", "255.255.255.255"), false);
    row("an ICMPv6 echo request", icmp(128, "fd00:1::10", "fd00:2::10"), true);
    row("an IPv6 multicast", icmp(128, "fd00:1::10", "ff0e::1"), true); // RFC 4443, 2.4 e.3
    row("an ICMPv6 error", icmp(1, "fd00:1::10", "fd00:2::10"), false);
    row("an ICMPv6 error nobody knows", icmp(127, "fd00:1::10", "fd00:2::10"), false);
    row("an ICMPv6 redirect", icmp(137, "fd00:1::10", "fd00:2::10"), false);
    row("the unspecified IPv6 source", icmp(128, "::", "fd00:2::10"), false);
    row("an IPv6 multicast source", icmp(128, "ff02::1", "fd00:2::10"), false);

    Bytes laterFragment = icmp(8, "10.1.0.10", "10.2.0.10");
    laterFragment[7] = 1;
    row("a later fragment", laterFragment, false);
}

void TestIcmpTooBig::staysSilentWhereTheRfcsSaySo()
{
    QFETCH(QByteArray, packet);
    QFETCH(bool, answered);
    const Bytes bytes(packet.begin(), packet.end());
    const bool isV4 = bytes[0] >> 4 == 4;
    QCOMPARE(buildTooBig(bytes, 1400, isV4 ? kGateway4 : kGateway6).has_value(), answered);
    QVERIFY(!buildTooBig(bytes, 1400, isV4 ? kGateway6 : kGateway4));
}

void TestIcmpTooBig::survivesEveryTruncation()
{
    for (const Bytes &packet : {large4(), large6()}) {
        test::forEveryPrefix(ByteView(packet).first(80),
                             [](ByteView prefix) { QVERIFY(!buildTooBig(prefix, 1400, kGateway4)); });
    }
}

QTEST_GUILESS_MAIN(TestIcmpTooBig)
#include "test_icmp_too_big.moc"
