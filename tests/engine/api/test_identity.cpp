#include "engine/api/identity.h"

#include <QTest>

using namespace tw;
using api::Identity;

namespace {

std::string_view textOf(const QByteArray &text) { return {text.constData(), std::size_t(text.size())}; }

} // namespace

class TestIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAdminsType_data();
    void readsWhatAdminsType();
    void refusesWhatCannotBeAnIdentity_data();
    void refusesWhatCannotBeAnIdentity();
    void typesHaveTheNumbersOfTheRfc();
    void addressesAreTheirBytes();
    void hostileBytesAreShownHarmlessly();
    void equalInMeaningIsEqual();
    void otherTypesAndTextsDiffer();
};

void TestIdentity::readsWhatAdminsType_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Identity::Type>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *text, Identity::Type type, const QByteArray &data, const char *shown) {
        QTest::newRow(text) << QByteArray(text) << type << data << QByteArray(shown);
    };
    row("192.0.2.1", Identity::Type::Ipv4Address, QByteArray::fromHex("c0000201"), "192.0.2.1");
    row("2001:DB8::1", Identity::Type::Ipv6Address, QByteArray::fromHex("20010db8000000000000000000000001"),
        "2001:db8::1");
    row("gateway.example.org", Identity::Type::Fqdn, "gateway.example.org", "gateway.example.org");
    row("Gateway", Identity::Type::Fqdn, "Gateway", "Gateway");
    row("admin@example.org", Identity::Type::UserFqdn, "admin@example.org", "admin@example.org");
    row("@gateway", Identity::Type::Fqdn, "gateway", "gateway");
    row("@192.0.2.1", Identity::Type::Fqdn, "192.0.2.1", "192.0.2.1");
    row("192.0.2.256", Identity::Type::Fqdn, "192.0.2.256", "192.0.2.256");
    row("me@example.org=x", Identity::Type::UserFqdn, "me@example.org=x", "me@example.org=x");
    row("@#0A1b2c", Identity::Type::KeyId, QByteArray::fromHex("0a1b2c"), "@#0a1b2c");
    row("@#6162", Identity::Type::KeyId, "ab", "@[ab]");
    row("@[branch-7]", Identity::Type::KeyId, "branch-7", "@[branch-7]");
    row("@[]]", Identity::Type::KeyId, "]", "@[]]");
    // As openssl encodes the subject /CN=vpn.
    row("CN=vpn", Identity::Type::DerDn, QByteArray::fromHex("300e310c300a0603550403130376706e"), "CN=vpn");
    row(" cn = vpn ", Identity::Type::DerDn, QByteArray::fromHex("300e310c300a0603550403130376706e"), "CN=vpn");
}

void TestIdentity::readsWhatAdminsType()
{
    QFETCH(QByteArray, text);
    QFETCH(Identity::Type, type);
    QFETCH(QByteArray, data);
    const auto identity = Identity::parse(textOf(text));
    QVERIFY(identity.has_value());
    QCOMPARE(identity->type, type);
    QCOMPARE(identity->data, toBytes(asBytes(textOf(data))));
    QCOMPARE(identity->isAddress(), type == Identity::Type::Ipv4Address || type == Identity::Type::Ipv6Address);
    QTEST(QByteArray::fromStdString(identity->toString()), "shown");
}

void TestIdentity::refusesWhatCannotBeAnIdentity_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("only the mark of a name") << QByteArray("@");
    QTest::newRow("blank inside") << QByteArray("gate way");
    QTest::newRow("blank after") << QByteArray("gateway ");
    QTest::newRow("tab") << QByteArray("gate\tway");
    QTest::newRow("line feed") << QByteArray("gateway\n");
    QTest::newRow("zero byte") << QByteArray("gate\0way", 8);
    QTest::newRow("delete") << QByteArray("gate\x7fway");
    QTest::newRow("101 characters") << QByteArray(101, 'a');
    QTest::newRow("Chinese") << QByteArray("杭州");
    QTest::newRow("key id without a digit") << QByteArray("@#");
    QTest::newRow("half an octet") << QByteArray("@#abc");
    QTest::newRow("no hexadecimal digit") << QByteArray("@#0x12");
    QTest::newRow("blank in a key id") << QByteArray("@#01 02");
    QTest::newRow("empty key id") << QByteArray("@[]");
    QTest::newRow("key id without an end") << QByteArray("@[key");
    QTest::newRow("more behind a key id") << QByteArray("@[key]s");
    QTest::newRow("distinguished name with an unknown type") << QByteArray("XY=vpn");
    QTest::newRow("distinguished name with an empty value") << QByteArray("C=CN, CN=");
    QTest::newRow("distinguished name of 256") << "CN=" + QByteArray(253, 'a');
}

void TestIdentity::refusesWhatCannotBeAnIdentity()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Identity::parse(textOf(text)).has_value());
    QVERIFY(Identity::parse(std::string(100, 'a')).has_value());
    QVERIFY(Identity::parse("CN=" + std::string(252, 'a')).has_value());
}

// RFC 7296, 3.5
void TestIdentity::typesHaveTheNumbersOfTheRfc()
{
    QCOMPARE(int(Identity::Type::Ipv4Address), 1);
    QCOMPARE(int(Identity::Type::Fqdn), 2);
    QCOMPARE(int(Identity::Type::UserFqdn), 3);
    QCOMPARE(int(Identity::Type::Ipv6Address), 5);
    QCOMPARE(int(Identity::Type::DerDn), 9);
    QCOMPARE(int(Identity::Type::KeyId), 11);
}

void TestIdentity::addressesAreTheirBytes()
{
    for (const char *text : {"203.0.113.9", "2001:db8::9"}) {
        const IpAddress address = IpAddress::parse(text).value();
        const Identity identity = Identity::fromAddress(address);
        QCOMPARE(identity, Identity::parse(text).value());
        QCOMPARE(identity.data, toBytes(address.bytes()));
    }
}

// An identity comes from the peer: whatever it holds, the log line stays one line of printable ASCII.
void TestIdentity::hostileBytesAreShownHarmlessly()
{
    const Identity name{Identity::Type::Fqdn, Bytes{'a', '\n', 0, 0xff, 0x1b, 'b'}};
    QCOMPARE(name.toString(), std::string("a\\x0a\\x00\\xff\\x1bb"));
    const Identity shortAddress{Identity::Type::Ipv4Address, Bytes{10, 0, 1}};
    QCOMPARE(shortAddress.toString(), std::string("\\x0a\\x00\\x01"));
    const Identity keyId{Identity::Type::KeyId, Bytes{0xde, 0xad}};
    QCOMPARE(keyId.toString(), std::string("@#dead"));
    const Identity blank{Identity::Type::KeyId, Bytes{'a', ' ', 'b'}};
    QCOMPARE(blank.toString(), std::string("@#612062"));
    const Identity brokenName{Identity::Type::DerDn, Bytes{0x30, 0x80}};
    QCOMPARE(brokenName.toString(), std::string("3080"));
    QCOMPARE((Identity{Identity::Type::Fqdn, {}}).toString(), std::string());
}

// What peers write differently and mean the same: names (RFC 4343) and distinguished names (RFC 5280, 7.1).
void TestIdentity::equalInMeaningIsEqual()
{
    const auto same = [](const char *a, const char *b) { return Identity::parse(a) == Identity::parse(b); };
    QVERIFY(same("gate.example.org", "Gate.EXAMPLE.org"));
    QVERIFY(same("me@example.org", "Me@Example.Org"));
    QVERIFY(same("C=CN, CN=vpn", "c=cn,cn=VPN"));
    QVERIFY(!same("@[key]", "@[Key]"));
}

void TestIdentity::otherTypesAndTextsDiffer()
{
    const Bytes text{'v', 'p', 'n'};
    QVERIFY((Identity{Identity::Type::Fqdn, text}) != (Identity{Identity::Type::UserFqdn, text}));
    QVERIFY((Identity{Identity::Type::Fqdn, text}) != (Identity{Identity::Type::KeyId, text}));
    QVERIFY((Identity{Identity::Type::Fqdn, text}) != (Identity{Identity::Type::Fqdn, {'v', 'p'}}));
    QVERIFY((Identity{Identity::Type::DerDn, text}) == (Identity{Identity::Type::DerDn, text}));
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "test_identity.moc"
