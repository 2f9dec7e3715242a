#include "models/catalog/gateway_validator.h"
#include "models/catalog/issue_text.h"
#include "tests/support/draft_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// The only issue's reason and sentence, or what else there is.
QString summary(const ValidationIssues &issues)
{
    QStringList lines;
    for (const ValidationIssue &issue : issues)
        lines.append(reasonName(issue.reason) + text(" ") + fieldKey(issue.field) + text(": ") + issueText(issue));
    return lines.join(u'\n');
}

} // namespace

class TestGatewayValidator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vpnGateway_data();
    void vpnGateway();
    void customerGateway_data();
    void customerGateway();
    void peerAddressAccepted_data();
    void peerAddressAccepted();
    void loopbackIsForRehearsals();
    void addressIsUniqueInItsRegion();
    void namesAreUniqueInTheirRegion();
    void namesAndDescriptions_data();
    void namesAndDescriptions();
    void regions();
    void builtInRegionsAreThere();
};

void TestGatewayValidator::vpnGateway_data()
{
    QTest::addColumn<QString>("internetIp");
    QTest::addColumn<QString>("localAddress");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *internetIp, const char *local, const char *reason,
                        const char *says) {
        QTest::newRow(name) << text(internetIp) << text(local) << text(reason) << text(says);
    };
    row("nothing", "", "", "AddressMissing InternetIp", "“Public IP” is empty");
    row("a name", "vpn.example.com", "", "AddressBad InternetIp", "“vpn.example.com” is not an IP address");
    row("a prefix", "203.0.113.10/24", "", "AddressBad InternetIp", "is not an IP address");
    row("leading zeros", "203.0.113.010", "", "AddressBad InternetIp", "is not an IP address");
    row("any", "0.0.0.0", "", "AddressUnusable InternetIp", "not the address of one machine");
    row("multicast", "224.0.0.5", "", "AddressUnusable InternetIp", "not the address of one machine");
    row("broadcast", "255.255.255.255", "", "AddressUnusable InternetIp", "not the address of one machine");
    row("local multicast", "203.0.113.10", "224.0.0.5", "AddressUnusable LocalAddress",
        "not the address of one machine");
    row("bad local", "203.0.113.10", "eth0", "AddressBad LocalAddress", "“Local address”: “eth0”");
    row("any local", "203.0.113.10", "::", "AddressUnusable LocalAddress", "not the address of one machine");
    row("both right", "203.0.113.10", "192.168.0.7", "", "");
    row("IPv6", "2001:DB8::10", "2001:db8::11", "", "");
}

void TestGatewayValidator::vpnGateway()
{
    QFETCH(QString, internetIp);
    QFETCH(QString, localAddress);
    QFETCH(QString, reason);
    QFETCH(QString, says);
    VpnGateway gateway = test::sampleVpnGateway();
    gateway.internetIp = internetIp;
    gateway.localAddress = localAddress;
    const auto valid = validate(gateway, {}, builtInRegions());
    QCOMPARE(valid.has_value(), reason.isEmpty());
    if (valid) {
        QCOMPARE(valid->internetIp, internetIp.toLower());
        return;
    }
    QCOMPARE(valid.error().size(), 1);
    QVERIFY2(summary(valid.error()).startsWith(reason), qPrintable(summary(valid.error())));
    QVERIFY2(summary(valid.error()).contains(says), qPrintable(summary(valid.error())));
}

void TestGatewayValidator::customerGateway_data()
{
    QTest::addColumn<QString>("ipAddress");
    QTest::addColumn<QString>("asn");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *ip, const char *asn, const char *reason, const char *says) {
        QTest::newRow(name) << text(ip) << text(asn) << text(reason) << text(says);
    };
    row("nothing", "", "", "AddressMissing IpAddress", "is empty");
    row("shared address space", "100.64.0.1", "", "PeerAddressForbidden IpAddress", "lies in 100.64.0.0/10");
    row("end of it", "100.127.255.255", "", "PeerAddressForbidden IpAddress", "lies in 100.64.0.0/10");
    row("loopback", "127.0.0.1", "", "PeerAddressForbidden IpAddress", "lies in 127.0.0.0/8");
    row("link-local", "169.254.10.1", "", "PeerAddressForbidden IpAddress", "lies in 169.254.0.0/16");
    row("multicast", "239.255.255.255", "", "PeerAddressForbidden IpAddress", "lies in 224.0.0.0/4");
    row("the last eighth", "255.1.2.3", "", "PeerAddressForbidden IpAddress", "lies in 255.0.0.0/8");
    row("IPv6 loopback", "::1", "", "PeerAddressForbidden IpAddress", "lies in ::/127");
    row("IPv6 link-local", "fe80::1", "", "PeerAddressForbidden IpAddress", "lies in fe80::/10");
    row("IPv6 multicast", "ff02::1", "", "PeerAddressForbidden IpAddress", "lies in ff00::/8");
    row("nearly an address", "10.0.0.256", "", "PeerAddressBad IpAddress", "neither an IP address nor a DNS name");
    row("three parts", "10.1.2", "", "PeerAddressBad IpAddress", "neither");
    row("blank within", "vpn example.com", "", "PeerAddressBad IpAddress", "neither");
    row("hyphen first", "-vpn.example.com", "", "PeerAddressBad IpAddress", "neither");
    row("empty label", "vpn..example.com", "", "PeerAddressBad IpAddress", "neither");
    row("underscore", "a_b.example.com", "", "PeerAddressBad IpAddress", "neither");
    row("ASN 0", "198.51.100.20", "0", "AsnBad Asn", "from 1 to 4294967295; “0” is not");
    row("ASN too large", "198.51.100.20", "4294967296", "AsnBad Asn", "from 1 to 4294967295");
    row("ASN in words", "198.51.100.20", "AS65000", "AsnBad Asn", "“AS65000” is not");
}

void TestGatewayValidator::customerGateway()
{
    QFETCH(QString, ipAddress);
    QFETCH(QString, asn);
    QFETCH(QString, reason);
    QFETCH(QString, says);
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.ipAddress = ipAddress;
    gateway.asn = asn;
    const auto valid = validate(gateway, {}, builtInRegions());
    QVERIFY(!valid);
    QCOMPARE(valid.error().size(), 1);
    QVERIFY2(summary(valid.error()).startsWith(reason), qPrintable(summary(valid.error())));
    QVERIFY2(summary(valid.error()).contains(says), qPrintable(summary(valid.error())));
}

void TestGatewayValidator::peerAddressAccepted_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("IPv4") << text(" 198.51.100.20 ") << text("198.51.100.20");
    QTest::newRow("private") << text("10.0.0.1") << text("10.0.0.1");
    QTest::newRow("before the shared space") << text("100.63.255.255") << text("100.63.255.255");
    QTest::newRow("after the shared space") << text("100.128.0.0") << text("100.128.0.0");
    QTest::newRow("IPv6") << text("2001:0DB8:0::20") << text("2001:db8::20");
    QTest::newRow("DNS name") << text("VPN.Example.com.") << text("vpn.example.com");
    QTest::newRow("one label") << text("office-router") << text("office-router");
}

void TestGatewayValidator::peerAddressAccepted()
{
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.ipAddress = typed;
    gateway.asn = text(" 4294967295");
    const auto valid = validate(gateway, {}, builtInRegions());
    QVERIFY(valid.has_value());
    QCOMPARE(valid->ipAddress, kept);
    QCOMPARE(valid->asn, text("4294967295"));
}

void TestGatewayValidator::loopbackIsForRehearsals()
{
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.ipAddress = text("127.0.0.2");
    QVERIFY(!validate(gateway, {}, builtInRegions(), Purpose::Real));
    QVERIFY(validate(gateway, {}, builtInRegions(), Purpose::Rehearsal));
    gateway.ipAddress = text("169.254.0.2");
    QVERIFY(!validate(gateway, {}, builtInRegions(), Purpose::Rehearsal));
}

void TestGatewayValidator::addressIsUniqueInItsRegion()
{
    CustomerGateway other = test::sampleCustomerGateway();
    other.id = text("cgw-other");
    other.name = text("branch");
    other.ipAddress = text("2001:db8::20");
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.ipAddress = text("2001:DB8:0::20");
    const auto taken = validate(gateway, {other}, builtInRegions());
    QVERIFY(!taken);
    QVERIFY2(summary(taken.error())
                 .contains(text("the customer gateway “branch” of this region has the address "
                                "2001:db8::20")),
             qPrintable(summary(taken.error())));
    gateway.regionId = text("cn-beijing");
    QVERIFY(validate(gateway, {other}, builtInRegions()));
}

void TestGatewayValidator::namesAreUniqueInTheirRegion()
{
    VpnGateway other = test::sampleVpnGateway();
    other.id = text("vpn-other");
    VpnGateway gateway = test::sampleVpnGateway();
    const auto taken = validate(gateway, {other}, builtInRegions());
    QVERIFY(!taken);
    QCOMPARE(reasonName(taken.error().first().reason), text("NameTaken"));
    QVERIFY(validate(gateway, {gateway}, builtInRegions())); // itself
    gateway.regionId = text("nowhere");
    const auto unknown = validate(gateway, {other}, builtInRegions());
    QVERIFY(summary(unknown.error()).contains(text("There is no region “nowhere”")));
    gateway.regionId.clear();
    QVERIFY(summary(validate(gateway, {}, builtInRegions()).error()).contains(text("No region is given")));
}

void TestGatewayValidator::namesAndDescriptions_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *title, const QString &name, const QString &description, const char *says) {
        QTest::newRow(title) << name << description << text(says);
    };
    row("no name", text(" "), {}, "NameMissing Name: “Name” is empty. Enter 2 to 128 characters.");
    row("one character", text("a"), {}, "NameLength Name: “Name” must have 2 to 128 characters.");
    row("129 characters", QString(129, u'a'), {}, "NameLength Name: “Name” must have 2 to 128 characters.");
    row("begins with a hyphen", text("-ab"), {},
        "NameStart Name: “Name” must begin with an English letter or a Chinese character.");
    row("colon within", text("ab:c"), {},
        "NameCharacter Name: “Name” may hold English letters, Chinese characters, "
        "digits, “-” and “_”. Take out “:”.");
    row("web address", text("http://ab"), {}, "NameIsUrl Name: “Name” may not begin with http:// or https://.");
    row("description of one", text("ab"), text("x"),
        "DescriptionLength Description: “Description” must be empty, or have 2 to 256 characters.");
    row("description of 257", text("ab"), QString(257, u'x'),
        "DescriptionLength Description: “Description” must be empty, or have 2 to 256 characters.");
    row("Chinese", text("杭州-1_a"), QString(256, u'x'), "");
}

// The same for both kinds of gateway.
void TestGatewayValidator::namesAndDescriptions()
{
    QFETCH(QString, name);
    QFETCH(QString, description);
    QFETCH(QString, says);
    const auto check = [&](auto gateway) {
        gateway.name = name;
        gateway.description = description;
        const auto valid = validate(gateway, {}, builtInRegions());
        return valid ? QString() : summary(valid.error());
    };
    QCOMPARE(check(test::sampleVpnGateway()), says);
    QCOMPARE(check(test::sampleCustomerGateway()), says);

    CustomerGateway other = test::sampleCustomerGateway();
    other.id = text("cgw-other");
    other.ipAddress = text("192.0.2.77");
    QCOMPARE(summary(validate(test::sampleCustomerGateway(), {other}, builtInRegions()).error()),
             text("NameTaken Name: The name “office” is in use already. Choose another one."));
}

void TestGatewayValidator::regions()
{
    const QList<Region> known = builtInRegions();
    QVERIFY(validate(Region{text("hamburg-1"), text("Data centre 1 (Hamburg)"), {}, true}, known));
    const auto bad = [&](const char *id, const char *name) {
        return summary(validate(Region{text(id), text(name), {}, true}, known).error());
    };
    QVERIFY(bad("1st", "Site").contains(text("“1st” cannot be the id of a region")));
    QVERIFY(bad("", "Site").contains(text("cannot be the id of a region")));
    QVERIFY(bad("a b", "Site").contains(text("“a b” cannot be the id of a region")));
    QVERIFY(bad("site", "").contains(text("“Name” is empty")));
    QVERIFY(bad("site", "x").contains(text("2 to 128 characters")));
    QVERIFY(bad("site", "华东1（杭州）").contains(text("is in use already")));
}

void TestGatewayValidator::builtInRegionsAreThere()
{
    QCOMPARE(builtInRegions().size(), 35);
    const auto hangzhou = std::ranges::find(builtInRegions(), text("cn-hangzhou"), &Region::id);
    QVERIFY(hangzhou != builtInRegions().end());
    QCOMPARE(hangzhou->title(text("en")), text("China (Hangzhou)"));
    QCOMPARE(hangzhou->title(text("zh_CN")), text("华东1（杭州）"));
}

QTEST_GUILESS_MAIN(TestGatewayValidator)
#include "test_gateway_validator.moc"
