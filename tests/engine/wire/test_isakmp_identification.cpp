#include "engine/wire/isakmp_identification.h"
#include "hostile.h"
#include "tests/support/error_of.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// A selector as its toString() shows it, or "" for none.
std::string selectorText(std::string_view hex)
{
    const auto id = decodeIsakmpId(fromHex(hex));
    const auto selector = id ? selectorOf(*id) : std::nullopt;
    return selector ? selector->toString() : std::string();
}

api::TrafficSelector selector(const char *prefix) { return api::TrafficSelector::fromPrefix(*IpPrefix::parse(prefix)); }

} // namespace

class TestIsakmpIdentification : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindSurvivesARoundTrip_data();
    void everyKindSurvivesARoundTrip();
    void sizesFollowFromTheType();
    void namesOfPhaseOne();
    void selectorsOfPhaseTwo_data();
    void selectorsOfPhaseTwo();
    void selectorsThatCannotBeSaid();
    void idsThatAreNoSelector();
};

void TestIsakmpIdentification::everyKindSurvivesARoundTrip_data()
{
    // The numbers of RFC 2407, 4.6.2.1; `octets` is how many of them the type must have at least.
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("octets");
    const auto row = [](const char *name, const char *hex, IsakmpIdType type, int octets) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << static_cast<int>(type) << octets;
    };
    row("IPv4 address", "01000000 c0000202", IsakmpIdType::Ipv4Address, 8);
    row("with protocol and port", "011101f4 c0000202", IsakmpIdType::Ipv4Address, 8);
    row("name", "02000000 6c6566742e6578616d706c65", IsakmpIdType::Fqdn, 4);
    row("user", "03000000 7540657861", IsakmpIdType::UserFqdn, 4);
    row("IPv4 subnet", "04000000 0a010000 ffff0000", IsakmpIdType::Ipv4Subnet, 12);
    row("IPv6 address", "05000000 20010db8000000000000000000000001", IsakmpIdType::Ipv6Address, 20);
    row("IPv6 subnet", "06000000 20010db8000000000000000000000000 ffffffff000000000000000000000000",
        IsakmpIdType::Ipv6Subnet, 36);
    row("IPv4 range", "07000000 0a010001 0a010009", IsakmpIdType::Ipv4Range, 12);
    row("IPv6 range", "08000000 20010db8000000000000000000000001 20010db8000000000000000000000009",
        IsakmpIdType::Ipv6Range, 36);
    row("distinguished name", "09000000 3000", IsakmpIdType::DerDn, 4);
    row("general name", "0a000000 8200", IsakmpIdType::DerGeneralName, 4);
    row("key id", "0b000000 00ff", IsakmpIdType::KeyId, 4);
    row("a type that nobody knows", "c8061f90 01", IsakmpIdType{200}, 4);
}

void TestIsakmpIdentification::everyKindSurvivesARoundTrip()
{
    QFETCH(QByteArray, body);
    QFETCH(int, type);
    QFETCH(int, octets);
    const Bytes bytes(body.begin(), body.end());
    const auto id = decodeIsakmpId(bytes);
    QVERIFY(id);
    QCOMPARE(static_cast<int>(id->type), type);
    QCOMPARE(toHex(encodeIsakmpId(*id)), toHex(bytes));
    test::forEveryPrefix(bytes, [octets](ByteView prefix) {
        QCOMPARE(decodeIsakmpId(prefix).has_value(), prefix.size() >= static_cast<std::size_t>(octets));
    });
    test::forEveryOctet(bytes, [](ByteView changed) {
        if (const auto other = decodeIsakmpId(changed)) {
            QCOMPARE(toHex(encodeIsakmpId(*other)), toHex(changed));
            selectorOf(*other); // no size may lead it astray
            identityOf(*other);
        }
    });
}

void TestIsakmpIdentification::sizesFollowFromTheType()
{
    QCOMPARE(test::errorOf(decodeIsakmpId(fromHex("01000000 c000020201"))).fault, Fault::Malformed);
    QCOMPARE(test::errorOf(decodeIsakmpId(fromHex("04000000 0a010000"))).fault, Fault::Malformed);
    QCOMPARE(test::errorOf(decodeIsakmpId(fromHex("010000"))).fault, Fault::Truncated);
    QVERIFY(encodeIsakmpId({IsakmpIdType::Ipv4Address, 0, 0, Bytes(5)}).empty());
    // One that was not decoded is no selector either.
    QVERIFY(!selectorOf({IsakmpIdType::Ipv4Address, 0, 0, Bytes(5)}));
    QVERIFY(!selectorOf({IsakmpIdType::Ipv6Subnet, 0, 0, {}}));
}

void TestIsakmpIdentification::namesOfPhaseOne()
{
    for (const char *text :
         {"192.0.2.1", "2001:db8::1", "gw.example.org", "user@example.org", "@#00ff", "C=CN, CN=gw"}) {
        const auto identity = api::Identity::parse(text);
        QVERIFY(identity);
        const IsakmpId id = toIsakmpId(*identity);
        QCOMPARE(id.protocol, std::uint8_t{0});
        QCOMPARE(id.port, std::uint16_t{0});
        QCOMPARE(identityOf(decodeIsakmpId(encodeIsakmpId(id)).value()), identity);
    }
    // RFC 2407, 4.6.2: UDP and port 500 are as good as zeros.
    QCOMPARE(identityOf(*decodeIsakmpId(fromHex("011101f4 c0000202"))), api::Identity::parse("192.0.2.2"));
    QVERIFY(!identityOf(*decodeIsakmpId(fromHex("04000000 0a010000 ffff0000"))));
    QVERIFY(!identityOf(*decodeIsakmpId(fromHex("0a000000 8200"))));
}

void TestIsakmpIdentification::selectorsOfPhaseTwo_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a subnet") << "10.1.0.0/24" << QByteArray::fromHex("04000000 0a010000 ffffff00");
    QTest::newRow("one with an odd length") << "10.1.2.128/25" << QByteArray::fromHex("04000000 0a010280 ffffff80");
    QTest::newRow("everything") << "0.0.0.0/0" << QByteArray::fromHex("04000000 00000000 00000000");
    QTest::newRow("a host") << "10.1.0.1/32" << QByteArray::fromHex("01000000 0a010001");
    QTest::newRow("a range") << "10.1.0.1..10.1.0.9" << QByteArray::fromHex("07000000 0a010001 0a010009");
    QTest::newRow("a port") << "10.1.0.0/24[tcp/80]" << QByteArray::fromHex("04060050 0a010000 ffffff00");
    QTest::newRow("a protocol") << "10.1.0.0/24[udp]" << QByteArray::fromHex("04110000 0a010000 ffffff00");
    QTest::newRow("an IPv6 subnet") << "2001:db8::/32"
                                    << QByteArray::fromHex("06000000 20010db8000000000000000000000000"
                                                           "ffffffff000000000000000000000000");
    QTest::newRow("an IPv6 host") << "2001:db8::1/128"
                                  << QByteArray::fromHex("05000000 20010db8000000000000000000000001");
    QTest::newRow("an IPv6 range") << "2001:db8::1..2001:db8::2"
                                   << QByteArray::fromHex("08000000 20010db8000000000000000000000001"
                                                          "20010db8000000000000000000000002");
}

void TestIsakmpIdentification::selectorsOfPhaseTwo()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, body);
    const Bytes bytes(body.begin(), body.end());
    const auto id = decodeIsakmpId(bytes);
    QVERIFY(id);
    const auto found = selectorOf(*id);
    QVERIFY(found);
    QCOMPARE(found->toString(), text.toStdString());
    const auto again = toIsakmpId(*found);
    QVERIFY(again);
    QCOMPARE(toHex(encodeIsakmpId(*again)), toHex(bytes));
}

void TestIsakmpIdentification::selectorsThatCannotBeSaid()
{
    QVERIFY(toIsakmpId(selector("10.1.0.0/24")));
    auto ports = selector("10.1.0.0/24");
    ports.protocol = 6;
    ports.startPort = 80;
    ports.endPort = 90;
    QVERIFY(!toIsakmpId(ports));
    ports.endPort = 80;
    QVERIFY(toIsakmpId(ports));
    ports.protocol = 0;
    QVERIFY(!toIsakmpId(ports));
    auto mixed = selector("10.1.0.0/24");
    mixed.end = selector("2001:db8::/32").end;
    QVERIFY(!toIsakmpId(mixed));
}

void TestIsakmpIdentification::idsThatAreNoSelector()
{
    QCOMPARE(selectorText("04000000 0a010000 ffff0000"), std::string("10.1.0.0/16"));
    QCOMPARE(selectorText("04000000 0a010203 ffff0000"), std::string("10.1.0.0/16")); // host bits do not count
    QCOMPARE(selectorText("04000000 0a010000 ff00ff00"), std::string()); // a mask with a hole
    QCOMPARE(selectorText("04000000 0a010000 00ffffff"), std::string());
    QCOMPARE(selectorText("07000000 0a010009 0a010001"), std::string()); // backwards
    QCOMPARE(selectorText("04000050 0a010000 ffff0000"), std::string()); // a port of no protocol
    QCOMPARE(selectorText("02000000 6c656674"), std::string());
    QCOMPARE(selectorText("0b000000 0a010001"), std::string()); // a key id of four octets is no address
}

QTEST_GUILESS_MAIN(TestIsakmpIdentification)
#include "test_isakmp_identification.moc"
