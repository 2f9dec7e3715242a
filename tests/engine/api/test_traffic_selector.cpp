#include "engine/api/traffic_selector.h"

#include <QTest>

using namespace tw;
using namespace tw::api;

namespace {

constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;

TrafficSelector subnet(const char *text) { return TrafficSelector::fromPrefix(IpPrefix::parse(text).value()); }

TrafficSelector range(const char *start, const char *end)
{
    TrafficSelector selector;
    selector.start = IpAddress::parse(start).value();
    selector.end = IpAddress::parse(end).value();
    return selector;
}

TrafficSelector only(TrafficSelector selector, std::uint8_t protocol, std::uint16_t startPort = 0,
                     std::uint16_t endPort = 65535)
{
    selector.protocol = protocol;
    selector.startPort = startPort;
    selector.endPort = endPort;
    return selector;
}

IpAddress address(const char *text) { return IpAddress::parse(text).value(); }

} // namespace

class TestTrafficSelector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPrefixIsARange();
    void aRangeMayBeAPrefix_data();
    void aRangeMayBeAPrefix();
    void isWrittenAsAdminsReadIt_data();
    void isWrittenAsAdminsReadIt();
    void matchesPackets();
    void containsNarrowerOnes();
    void intersections_data();
    void intersections();
    void narrowsAsTheRfcSays();
    void narrowingGivesEachPartOnce();
    void everySelectorMustLieWithin();
    void prefixesCoverExactlyTheRange_data();
    void prefixesCoverExactlyTheRange();
};

void TestTrafficSelector::aPrefixIsARange()
{
    QCOMPARE(subnet("10.1.2.3/24"), range("10.1.2.0", "10.1.2.255"));
    QCOMPARE(subnet("2001:db8::/126"), range("2001:db8::", "2001:db8::3"));
}

void TestTrafficSelector::aRangeMayBeAPrefix_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QByteArray>("prefix");
    const auto row = [](const char *start, const char *end, const char *prefix) {
        QTest::addRow("%s-%s", start, end) << QByteArray(start) << QByteArray(end) << QByteArray(prefix);
    };
    row("10.1.2.0", "10.1.2.255", "10.1.2.0/24");
    row("10.1.2.3", "10.1.2.3", "10.1.2.3/32");
    row("0.0.0.0", "255.255.255.255", "0.0.0.0/0");
    row("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0");
    row("10.1.2.0", "10.1.2.254", "");
    row("10.1.2.1", "10.1.2.255", "");
    row("10.1.2.128", "10.1.3.127", ""); // as long as a /24, but not aligned
}

void TestTrafficSelector::aRangeMayBeAPrefix()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, end);
    const auto prefix = range(start.constData(), end.constData()).prefix();
    QTEST(prefix ? QByteArray::fromStdString(prefix->toString()) : QByteArray(), "prefix");
}

void TestTrafficSelector::isWrittenAsAdminsReadIt_data()
{
    QTest::addColumn<TrafficSelector>("selector");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("prefix") << subnet("10.1.0.0/24") << QByteArray("10.1.0.0/24");
    QTest::newRow("range") << range("10.1.0.1", "10.1.0.9") << QByteArray("10.1.0.1..10.1.0.9");
    QTest::newRow("protocol") << only(subnet("10.1.0.0/24"), kUdp) << QByteArray("10.1.0.0/24[udp]");
    QTest::newRow("number") << only(subnet("10.1.0.0/24"), 47) << QByteArray("10.1.0.0/24[47]");
    QTest::newRow("port") << only(range("10.1.0.1", "10.1.0.9"), kTcp, 1001, 1001)
                          << QByteArray("10.1.0.1..10.1.0.9[tcp/1001]");
    QTest::newRow("ports") << only(subnet("2001:db8::/64"), kTcp, 80, 443) << QByteArray("2001:db8::/64[tcp/80-443]");
}

void TestTrafficSelector::isWrittenAsAdminsReadIt()
{
    QFETCH(TrafficSelector, selector);
    QTEST(QByteArray::fromStdString(selector.toString()), "text");
    QCOMPARE(toString(std::vector{selector, selector}), selector.toString() + " " + selector.toString());
}

void TestTrafficSelector::matchesPackets()
{
    const TrafficSelector any = subnet("10.1.0.0/24");
    QVERIFY(any.matches(address("10.1.0.0"), kTcp, 80));
    QVERIFY(any.matches(address("10.1.0.255"), 50, 0));
    QVERIFY(!any.matches(address("10.1.1.0"), kTcp, 80));
    QVERIFY(!any.matches(address("10.0.255.255"), kTcp, 80));
    QVERIFY(!any.matches(address("::ffff:10.1.0.1"), kTcp, 80));

    const TrafficSelector web = only(any, kTcp, 80, 81);
    QVERIFY(web.matches(address("10.1.0.1"), kTcp, 80));
    QVERIFY(web.matches(address("10.1.0.1"), kTcp, 81));
    QVERIFY(!web.matches(address("10.1.0.1"), kTcp, 79));
    QVERIFY(!web.matches(address("10.1.0.1"), kTcp, 82));
    QVERIFY(!web.matches(address("10.1.0.1"), kUdp, 80));
    QVERIFY(only(any, kUdp).matches(address("10.1.0.1"), kUdp, 0)); // a fragment, whose port nobody knows
}

void TestTrafficSelector::containsNarrowerOnes()
{
    const TrafficSelector any = subnet("10.1.0.0/16");
    QVERIFY(any.contains(any));
    QVERIFY(any.contains(subnet("10.1.2.0/24")));
    QVERIFY(any.contains(only(subnet("10.1.2.0/24"), kTcp, 80, 80)));
    QVERIFY(!any.contains(subnet("10.0.0.0/8")));
    QVERIFY(!any.contains(range("10.1.255.0", "10.2.0.0")));
    QVERIFY(!subnet("0.0.0.0/0").contains(subnet("::/0")));
    QVERIFY(!only(any, kTcp).contains(any));
    QVERIFY(!only(any, kTcp, 80, 443).contains(only(any, kTcp, 79, 443)));
    QVERIFY(!only(any, kTcp, 80, 443).contains(only(any, kTcp, 80, 444)));
}

void TestTrafficSelector::intersections_data()
{
    QTest::addColumn<TrafficSelector>("a");
    QTest::addColumn<TrafficSelector>("b");
    QTest::addColumn<std::optional<TrafficSelector>>("common");
    const auto row = [](const char *name, const TrafficSelector &a, const TrafficSelector &b,
                        const std::optional<TrafficSelector> &common) { QTest::newRow(name) << a << b << common; };
    const TrafficSelector lan = subnet("10.1.0.0/24");
    row("same", lan, lan, lan);
    row("one within the other", lan, subnet("10.0.0.0/8"), lan);
    row("partly", range("10.1.0.0", "10.1.0.9"), range("10.1.0.5", "10.1.0.20"), range("10.1.0.5", "10.1.0.9"));
    row("one address", range("10.1.0.0", "10.1.0.9"), range("10.1.0.9", "10.1.0.20"), range("10.1.0.9", "10.1.0.9"));
    row("neighbours", range("10.1.0.0", "10.1.0.9"), range("10.1.0.10", "10.1.0.20"), std::nullopt);
    row("families", subnet("0.0.0.0/0"), subnet("::/0"), std::nullopt);
    row("any protocol with one", lan, only(lan, kTcp), only(lan, kTcp));
    row("two protocols", only(lan, kTcp), only(lan, kUdp), std::nullopt);
    row("ports", only(lan, kTcp, 1, 100), only(lan, kTcp, 80, 443), only(lan, kTcp, 80, 100));
    row("ports apart", only(lan, kTcp, 1, 79), only(lan, kTcp, 80, 443), std::nullopt);
    row("opaque ports", lan, only(lan, kTcp, 65535, 0), std::nullopt); // RFC 7296, 3.13.1: not offered by us
}

void TestTrafficSelector::intersections()
{
    QFETCH(TrafficSelector, a);
    QFETCH(TrafficSelector, b);
    QFETCH(std::optional<TrafficSelector>, common);
    QVERIFY(intersect(a, b) == common);
    QVERIFY(intersect(b, a) == common);
}

// RFC 7296, 2.9: the answer is what policy and offer have in common, and the packet's own selector, which the initiator
// puts first, stays first.
void TestTrafficSelector::narrowsAsTheRfcSays()
{
    const std::vector policy = {subnet("192.0.2.0/24")};
    const std::vector offered = {range("192.0.1.0", "192.0.2.255")};
    QVERIFY(narrow(policy, offered) == policy);

    const std::vector host = {only(range("192.0.2.43", "192.0.2.43"), kTcp, 443, 443), subnet("192.0.2.0/24")};
    QVERIFY(narrow(policy, host) == host);
    QVERIFY(narrow(policy, {subnet("198.51.100.0/24")}).empty());
    QVERIFY(narrow(policy, {}).empty());
    QVERIFY(narrow({}, offered).empty());
}

void TestTrafficSelector::narrowingGivesEachPartOnce()
{
    const std::vector policy = {subnet("10.1.0.0/24"), subnet("10.2.0.0/24")};
    QVERIFY(narrow(policy, {subnet("0.0.0.0/0"), subnet("10.0.0.0/8"), subnet("10.2.0.0/24")}) == policy);
    const std::vector swapped = {policy[1], policy[0]};
    QVERIFY(narrow(policy, swapped) == policy); // our order of preference
}

void TestTrafficSelector::everySelectorMustLieWithin()
{
    const std::vector outer = {subnet("10.1.0.0/24"), subnet("10.2.0.0/24")};
    QVERIFY(isWithin(outer, outer));
    QVERIFY(isWithin({subnet("10.2.0.128/25")}, outer));
    QVERIFY(isWithin({}, outer));
    QVERIFY(!isWithin({subnet("10.1.0.0/25"), subnet("10.3.0.0/24")}, outer));
    QVERIFY(!isWithin({subnet("10.1.0.0/24")}, {}));
}

// Expected by Python's ipaddress.summarize_address_range().
void TestTrafficSelector::prefixesCoverExactlyTheRange_data()
{
    QTest::addColumn<TrafficSelector>("selector");
    QTest::addColumn<QByteArray>("prefixes");
    const auto row = [](const char *start, const char *end, const char *prefixes) {
        QTest::addRow("%s-%s", start, end) << range(start, end) << QByteArray(prefixes);
    };
    row("10.1.0.0", "10.1.0.255", "10.1.0.0/24");
    row("10.0.0.5", "10.0.0.5", "10.0.0.5/32");
    row("10.0.0.1", "10.0.0.9", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/30 10.0.0.8/31");
    row("192.168.0.0", "192.168.2.255", "192.168.0.0/23 192.168.2.0/24");
    row("0.0.0.0", "255.255.255.255", "0.0.0.0/0");
    row("255.255.255.253", "255.255.255.255", "255.255.255.253/32 255.255.255.254/31");
    row("2001:db8::1", "2001:db8::8", "2001:db8::1/128 2001:db8::2/127 2001:db8::4/126 2001:db8::8/128");
    row("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0");
    row("2001:db8:0:ffff::", "2001:db8:2::", "2001:db8:0:ffff::/64 2001:db8:1::/48 2001:db8:2::/128");
}

void TestTrafficSelector::prefixesCoverExactlyTheRange()
{
    QFETCH(TrafficSelector, selector);
    QByteArrayList prefixes;
    for (const IpPrefix &prefix : coveringPrefixes(selector))
        prefixes << QByteArray::fromStdString(prefix.toString());
    QTEST(prefixes.join(' '), "prefixes");
}

QTEST_GUILESS_MAIN(TestTrafficSelector)
#include "test_traffic_selector.moc"
