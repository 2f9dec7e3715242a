#include "engine/base/ip_address.h"

#include <QTest>

using namespace tw;

namespace {

std::string_view textOf(const QByteArray &text) { return {text.constData(), std::size_t(text.size())}; }

IpAddress address(const char *text) { return IpAddress::parse(text).value(); }
IpPrefix prefix(const char *text) { return IpPrefix::parse(text).value(); }

} // namespace

class TestIpAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheCanonicalForm_data();
    void writesTheCanonicalForm();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
    void bytesAreInNetworkOrder();
    void ordersByFamilyThenByNumber();
    void knowsSpecialAddresses_data();
    void knowsSpecialAddresses();
    void readsPrefixes_data();
    void readsPrefixes();
    void refusesWhatIsNoPrefix_data();
    void refusesWhatIsNoPrefix();
    void prefixesContainAndOverlap();
    void endpointsAreWrittenAsIkeLogsDo();
};

void TestIpAddress::writesTheCanonicalForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *name, const char *text, const char *canonical) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(canonical);
    };
    row("IPv4", "192.0.2.1", "192.0.2.1");
    row("lowest", "0.0.0.0", "0.0.0.0");
    row("highest", "255.255.255.255", "255.255.255.255");
    row("RFC 4291, 2.2: unicast", "2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a");
    row("RFC 4291, 2.2: loopback", "0:0:0:0:0:0:0:1", "::1");
    row("RFC 4291, 2.2: unspecified", "0:0:0:0:0:0:0:0", "::");
    row("RFC 4291, 2.2: mixed", "0:0:0:0:0:FFFF:129.144.52.38", "::ffff:129.144.52.38");
    row("RFC 5952, 4.1: leading zeros", "2001:0db8::0001", "2001:db8::1");
    row("RFC 5952, 4.2.1: as short as possible", "2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
    row("RFC 5952, 4.2.2: not one field", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
    row("RFC 5952, 4.2.3: the longest run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    row("RFC 5952, 4.2.3: the first of two", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    row("RFC 5952, 4.3: lower case", "2001:DB8::ABCD", "2001:db8::abcd");
}

void TestIpAddress::writesTheCanonicalForm()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto parsed = IpAddress::parse(textOf(text));
    QVERIFY(parsed.has_value());
    QCOMPARE(QByteArray::fromStdString(parsed->toString()), canonical);
    QCOMPARE(IpAddress::parse(textOf(canonical)), parsed);
    QCOMPARE(IpAddress::fromBytes(parsed->bytes()), parsed);
}

void TestIpAddress::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("three parts", "192.0.2");
    row("five parts", "192.0.2.1.1");
    row("too large", "192.0.2.256");
    row("leading zero", "192.0.02.1");
    row("hexadecimal", "0xc0.0.2.1");
    row("a number", "3221225985");
    row("blank before", " 192.0.2.1");
    row("blank after", "192.0.2.1 ");
    row("a zero byte after", QByteArray("192.0.2.1\0", 10));
    row("more behind a zero byte", QByteArray("192.0.2.1\0.5", 12));
    row("a port", "192.0.2.1:500");
    row("a length", "192.0.2.0/24");
    row("a name", "gateway.example.org");
    row("two gaps", "2001:db8::1::1");
    row("nine fields", "1:2:3:4:5:6:7:8:9");
    row("five digits", "2001:db8::12345");
    row("a zone", "fe80::1%eth0");
    row("brackets", "[2001:db8::1]");
}

void TestIpAddress::refusesWhatIsNoAddress()
{
    QFETCH(QByteArray, text);
    QVERIFY(!IpAddress::parse(textOf(text)).has_value());
}

void TestIpAddress::bytesAreInNetworkOrder()
{
    QCOMPARE(toHex(IpAddress::v4(192, 0, 2, 1).bytes()), std::string("c0000201"));
    QCOMPARE(IpAddress::v4(192, 0, 2, 1), address("192.0.2.1"));
    QCOMPARE(toHex(address("2001:db8::1").bytes()), std::string("20010db8000000000000000000000001"));
    QCOMPARE(address("2001:db8::1").size(), std::size_t{16});
    QVERIFY(!IpAddress::fromBytes({}).has_value());
    QVERIFY(!IpAddress::fromBytes(Bytes(5)).has_value());
    QVERIFY(!IpAddress::fromBytes(Bytes(17)).has_value());
    QCOMPARE(IpAddress(), address("0.0.0.0"));
    QCOMPARE(IpAddress::any(IpFamily::V4), address("0.0.0.0"));
    QCOMPARE(IpAddress::any(IpFamily::V6), address("::"));
}

void TestIpAddress::ordersByFamilyThenByNumber()
{
    QVERIFY(address("10.0.0.9") < address("10.0.0.10"));
    QVERIFY(address("9.255.255.255") < address("10.0.0.0"));
    QVERIFY(address("127.255.255.255") < address("128.0.0.0"));
    QVERIFY(address("255.255.255.255") < address("::"));
    QVERIFY(address("2001:db8::ff") < address("2001:db8::100"));
    QVERIFY(address("0.0.0.0") != address("::"));
}

void TestIpAddress::knowsSpecialAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kinds");
    const auto row = [](const char *text, const char *kinds) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(kinds);
    };
    row("0.0.0.0", "unspecified");
    row("::", "unspecified");
    row("127.0.0.1", "loopback");
    row("127.255.255.255", "loopback");
    row("128.0.0.0", "");
    row("::1", "loopback");
    row("::2", "");
    row("1::1", "");
    row("169.254.0.1", "link-local"); // RFC 3927
    row("169.253.255.255", "");
    row("fe80::1", "link-local"); // RFC 4291, 2.5.6: fe80::/10
    row("febf::1", "link-local");
    row("fec0::1", "");
    row("224.0.0.1", "multicast"); // RFC 5771
    row("239.255.255.255", "multicast");
    row("240.0.0.0", "");
    row("ff02::1", "multicast");
    row("10.0.0.0", "private"); // RFC 1918, 3
    row("10.255.255.255", "private");
    row("11.0.0.0", "");
    row("172.15.255.255", "");
    row("172.16.0.0", "private");
    row("172.31.255.255", "private");
    row("172.32.0.0", "");
    row("192.168.0.0", "private");
    row("192.169.0.0", "");
    row("100.63.255.255", "");
    row("100.64.0.0", "private"); // RFC 6598
    row("100.127.255.255", "private");
    row("100.128.0.0", "");
    row("fc00::1", "private"); // RFC 4193: fc00::/7
    row("fdff::1", "private");
    row("fe00::1", "");
    row("2001:db8::1", "");
    row("203.0.113.1", "");
}

void TestIpAddress::knowsSpecialAddresses()
{
    QFETCH(QByteArray, text);
    const auto parsed = IpAddress::parse(textOf(text)).value();
    QByteArrayList kinds;
    if (parsed.isUnspecified())
        kinds << "unspecified";
    if (parsed.isLoopback())
        kinds << "loopback";
    if (parsed.isLinkLocal())
        kinds << "link-local";
    if (parsed.isMulticast())
        kinds << "multicast";
    if (parsed.isPrivate())
        kinds << "private";
    QTEST(kinds.join(' '), "kinds");
}

void TestIpAddress::readsPrefixes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<bool>("isNetwork");
    const auto row = [](const char *text, const char *network, const char *last, bool isNetwork) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(network) << QByteArray(last) << isNetwork;
    };
    row("10.1.2.0/24", "10.1.2.0", "10.1.2.255", true);
    row("10.1.2.3/24", "10.1.2.0", "10.1.2.255", false);
    row("10.1.2.3/32", "10.1.2.3", "10.1.2.3", true);
    row("10.1.2.2/31", "10.1.2.2", "10.1.2.3", true);
    row("172.16.0.0/12", "172.16.0.0", "172.31.255.255", true);
    row("128.0.0.0/1", "128.0.0.0", "255.255.255.255", true);
    row("0.0.0.0/0", "0.0.0.0", "255.255.255.255", true);
    row("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true);
    row("2001:db8::1/127", "2001:db8::", "2001:db8::1", false);
    row("2001:db8::1/128", "2001:db8::1", "2001:db8::1", true);
    row("2001:db8:8000::/33", "2001:db8:8000::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true);
    row("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true);
}

void TestIpAddress::readsPrefixes()
{
    QFETCH(QByteArray, text);
    const auto parsed = IpPrefix::parse(textOf(text));
    QVERIFY(parsed.has_value());
    QTEST(QByteArray::fromStdString(parsed->network().toString()), "network");
    QTEST(QByteArray::fromStdString(parsed->last().toString()), "last");
    QTEST(parsed->isNetwork(), "isNetwork");
    QCOMPARE(QByteArray::fromStdString(parsed->toString()), text);
}

void TestIpAddress::refusesWhatIsNoPrefix_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "/", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/-0", "10.0.0.0/+8",
          "10.0.0.0/08", "10.0.0.0/ 8", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.0/255.0.0.0",
          "10.0.0.0/99999999999", "::/129", "::/1e1", "10.0.0.0/8,10.1.0.0/16"})
        QTest::newRow(text) << QByteArray(text);
}

void TestIpAddress::refusesWhatIsNoPrefix()
{
    QFETCH(QByteArray, text);
    QVERIFY(!IpPrefix::parse(textOf(text)).has_value());
}

void TestIpAddress::prefixesContainAndOverlap()
{
    const IpPrefix office = prefix("10.1.0.0/16");
    QVERIFY(office.contains(address("10.1.0.0")));
    QVERIFY(office.contains(address("10.1.255.255")));
    QVERIFY(!office.contains(address("10.0.255.255")));
    QVERIFY(!office.contains(address("10.2.0.0")));
    QVERIFY(!prefix("0.0.0.0/0").contains(address("::")));
    QVERIFY(!prefix("::/0").contains(address("10.0.0.1")));
    QVERIFY(prefix("10.1.2.3/16").contains(address("10.1.9.9"))); // host bits do not narrow it

    QVERIFY(office.overlaps(office));
    QVERIFY(office.overlaps(prefix("10.0.0.0/8")));
    QVERIFY(prefix("10.0.0.0/8").overlaps(office));
    QVERIFY(office.overlaps(prefix("10.1.2.0/24")));
    QVERIFY(!office.overlaps(prefix("10.2.0.0/16")));
    QVERIFY(prefix("0.0.0.0/0").overlaps(office));
    QVERIFY(!prefix("::/0").overlaps(prefix("0.0.0.0/0")));
}

void TestIpAddress::endpointsAreWrittenAsIkeLogsDo()
{
    QCOMPARE((Endpoint{address("192.0.2.1"), 500}.toString()), std::string("192.0.2.1[500]"));
    QCOMPARE((Endpoint{address("2001:db8::1"), 4500}.toString()), std::string("2001:db8::1[4500]"));
    QVERIFY((Endpoint{address("192.0.2.1"), 500} != Endpoint{address("192.0.2.1"), 4500}));
}

QTEST_GUILESS_MAIN(TestIpAddress)
#include "test_ip_address.moc"
