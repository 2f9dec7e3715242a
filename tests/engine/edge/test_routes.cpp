#include "engine/edge/routes.h"
#include "engine/edge/tun_device.h"
#include "network_namespace.h"

#include <QTest>

using namespace tw;
using namespace tw::edge;

namespace {

const api::ConnectionId kOne("vco-1");
const api::ConnectionId kTwo("vco-2");
const IpAddress kPeer = IpAddress::v4(198, 51, 100, 2);

std::vector<api::TrafficSelector> selectors(std::initializer_list<const char *> prefixes)
{
    std::vector<api::TrafficSelector> selectors;
    for (const char *prefix : prefixes)
        selectors.push_back(api::TrafficSelector::fromPrefix(*IpPrefix::parse(prefix)));
    return selectors;
}

std::vector<std::string> textOf(const std::vector<RouteChange> &changes)
{
    std::vector<std::string> text;
    for (const RouteChange &change : changes) {
        const char sign = change.kind == RouteChange::Kind::Installed ? '+'
            : change.kind == RouteChange::Kind::Removed               ? '-'
                                                                      : '!';
        text.push_back(sign + change.prefix.toString() + (change.systemError.empty() ? "" : " " + change.systemError));
    }
    return text;
}

using Text = std::vector<std::string>;

} // namespace

// Each test has a gateway: "wan" 192.0.2.2/24 with the default route, "lan" 10.1.0.1/24, and a TUN device.
class TestRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void deviceIsUpWithItsMtu();
    void deviceGoesWithItsOwner();
    void aNameThatIsTooLongFails();
    void remoteSubnetsLeadIntoTheDevice();
    void theGatewayItselfSpeaksFromInside();
    void rangesAreCoveredByPrefixes();
    void nothingIsRoutedBeforeThePeerIsKnown();
    void everythingLeavesTheDefaultRouteAndThePeerAlone();
    void aPeerThatMovesTakesItsRouteAlong();
    void whatAKilledProcessLeftIsOurs();
    void anExistingRouteIsNotTouched();
    void anExistingRouteOfAnyMetricIsNotTouched();
    void twoConnectionsShareARoute();
    void ipv6RoutesLikewise();
    void theEndTakesEverythingBack();

private:
    QByteArray routes(const char *what = "") const
    {
        return m_network->ip(QLatin1String("route show ") + QLatin1String(what)).simplified();
    }

    std::unique_ptr<test::NetworkNamespace> m_network;
    std::unique_ptr<test::NetworkNamespace::Stay> m_stay;
    std::shared_ptr<const TunDevice> m_device;
    std::unique_ptr<Routes> m_routes;
    QByteArray m_before;
};

void TestRoutes::init()
{
    auto network = std::make_unique<test::NetworkNamespace>();
    if (!network->isValid())
        QSKIP("making a network namespace is not permitted here");
    if (access("/dev/net/tun", R_OK | W_OK) != 0)
        QSKIP("there is no TUN device here");
    m_network = std::move(network);
    for (const char *command :
         {"link add wan type veth peer name wan-end", "link set wan-end up", "addr add 192.0.2.2/24 dev wan",
          "link set wan up", "link add lan type veth peer name lan-end", "link set lan-end up",
          "addr add 10.1.0.1/24 dev lan", "addr add 2001:db8:1::1/64 dev lan nodad", "link set lan up",
          "route add default via 192.0.2.1"})
        m_network->ip(QLatin1String(command));
    m_before = routes();
    m_stay = std::make_unique<test::NetworkNamespace::Stay>(*m_network);
    auto device = TunDevice::open("tw%d", 1400);
    QVERIFY2(device, device ? "" : device.error().detail.c_str());
    m_device = *device;
    m_routes = std::make_unique<Routes>(*Netlink::open());
    m_routes->setDevice(m_device->index());
}

void TestRoutes::cleanup()
{
    m_routes.reset();
    m_device.reset();
    m_stay.reset();
    m_network.reset();
}

void TestRoutes::deviceIsUpWithItsMtu()
{
    QCOMPARE(m_device->name(), std::string("tw0"));
    const QByteArray link = m_network->ip(QStringLiteral("link show dev tw0"));
    QVERIFY2(link.contains("mtu 1400"), link.constData());
    QVERIFY2(link.contains(",UP"), link.constData());
    const auto second = TunDevice::open("tw%d", 1300);
    QCOMPARE((*second)->name(), std::string("tw1"));
}

void TestRoutes::deviceGoesWithItsOwner()
{
    m_device.reset();
    QVERIFY(!m_network->ip(QStringLiteral("link show")).contains("tw0"));
}

void TestRoutes::aNameThatIsTooLongFails()
{
    const auto device = TunDevice::open("sixteen-letters-", 1400);
    QCOMPARE(device.error(), (SystemFailure{api::FailureCode::DeviceFailed, "sixteen-letters-: File name too long"}));
}

void TestRoutes::remoteSubnetsLeadIntoTheDevice()
{
    m_routes->set(kOne, selectors({"10.9.0.0/24"}), selectors({"10.2.0.0/24", "10.2.1.0/24"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+10.2.0.0/24", "+10.2.1.0/24"}));
    QVERIFY2(routes("10.2.0.0/24").startsWith("10.2.0.0/24 dev tw0"), routes().constData());
    QVERIFY(m_routes->reconcile().empty());

    m_routes->remove(kOne);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"-10.2.0.0/24", "-10.2.1.0/24"}));
    QCOMPARE(routes(), m_before);
}

void TestRoutes::theGatewayItselfSpeaksFromInside()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"10.2.0.0/24"}), kPeer);
    m_routes->reconcile();
    QVERIFY2(routes("10.2.0.0/24").contains("src 10.1.0.1"), routes().constData());
}

void TestRoutes::rangesAreCoveredByPrefixes()
{
    api::TrafficSelector range;
    range.start = IpAddress::v4(10, 2, 0, 4);
    range.end = IpAddress::v4(10, 2, 0, 9);
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), {range}, kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+10.2.0.4/30", "+10.2.0.8/31"}));
}

void TestRoutes::nothingIsRoutedBeforeThePeerIsKnown()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"10.2.0.0/24"}), IpAddress());
    QVERIFY(m_routes->reconcile().empty());
    m_routes->setPeer(kOne, kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+10.2.0.0/24"}));
}

void TestRoutes::everythingLeavesTheDefaultRouteAndThePeerAlone()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"0.0.0.0/0"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+0.0.0.0/1", "+128.0.0.0/1"}));
    QVERIFY2(routes("default").startsWith("default via 192.0.2.1 dev wan"), routes().constData());
    // The kernel's own word on where packets go now.
    QVERIFY(m_network->ip(QStringLiteral("route get 198.51.100.2")).contains("via 192.0.2.1 dev wan"));
    QVERIFY(m_network->ip(QStringLiteral("route get 198.51.100.3")).contains("dev tw0"));
    QVERIFY(m_network->ip(QStringLiteral("route get 8.8.8.8")).contains("dev tw0"));

    m_routes->remove(kOne);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"-0.0.0.0/1", "-128.0.0.0/1"}));
    QCOMPARE(routes(), m_before);
}

void TestRoutes::aPeerThatMovesTakesItsRouteAlong()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"198.51.100.0/24"}), kPeer);
    m_routes->reconcile();
    QVERIFY(routes("198.51.100.2").contains("via 192.0.2.1"));
    m_network->ip(QStringLiteral("route add 198.51.100.77 via 192.0.2.3")); // the admin's own way to the new one
    m_routes->setPeer(kOne, IpAddress::v4(198, 51, 100, 77));
    QVERIFY(m_routes->reconcile().empty());
    QCOMPARE(routes("198.51.100.2"), QByteArray());
    QVERIFY(routes("198.51.100.77").contains("via 192.0.2.3"));

    m_routes->remove(kOne);
    m_routes->reconcile();
    QVERIFY(routes("198.51.100.77").contains("via 192.0.2.3"));
}

void TestRoutes::whatAKilledProcessLeftIsOurs()
{
    auto killed = new Routes(*Netlink::open()); // never destroyed
    killed->setDevice(m_device->index());
    killed->set(kOne, selectors({"10.1.0.0/24"}), selectors({"198.51.100.0/24"}), kPeer);
    killed->reconcile();
    m_device.reset(); // as the end of a process does

    m_device = *TunDevice::open("tw%d", 1400);
    m_routes->setDevice(m_device->index());
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"198.51.100.0/24"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+198.51.100.0/24"}));
    m_routes->remove(kOne);
    m_routes->reconcile();
    QCOMPARE(routes(), m_before);

    killed->setDevice(0);
    delete killed;
}

void TestRoutes::anExistingRouteIsNotTouched()
{
    m_network->ip(QStringLiteral("route add 10.2.0.0/24 via 192.0.2.9"));
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"10.2.0.0/24"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"!10.2.0.0/24 File exists"}));
    QVERIFY(m_routes->reconcile().empty()); // said once
    QVERIFY(routes("10.2.0.0/24").contains("via 192.0.2.9"));

    m_network->ip(QStringLiteral("route del 10.2.0.0/24"));
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+10.2.0.0/24"}));
}

void TestRoutes::anExistingRouteOfAnyMetricIsNotTouched()
{
    m_network->ip(QStringLiteral("route add 10.2.0.0/24 via 192.0.2.9 metric 600"));
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"10.2.0.0/24"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"!10.2.0.0/24 File exists"}));
}

void TestRoutes::twoConnectionsShareARoute()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"10.2.0.0/24"}), kPeer);
    m_routes->set(kTwo, selectors({"10.1.1.0/24"}), selectors({"10.2.0.0/24"}), kPeer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+10.2.0.0/24"}));
    m_routes->remove(kOne);
    QVERIFY(m_routes->reconcile().empty());
    m_routes->remove(kTwo);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"-10.2.0.0/24"}));
}

void TestRoutes::ipv6RoutesLikewise()
{
    const IpAddress peer = *IpAddress::parse("2001:db8:ffff::2");
    m_routes->set(kOne, selectors({"2001:db8:1::/64"}), selectors({"2001:db8:2::/64"}), peer);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"+2001:db8:2::/64"}));
    const QByteArray shown = m_network->ip(QStringLiteral("-6 route show 2001:db8:2::/64"));
    QVERIFY2(shown.contains("dev tw0") && shown.contains("src 2001:db8:1::1"), shown.constData());
    m_routes->remove(kOne);
    QCOMPARE(textOf(m_routes->reconcile()), (Text{"-2001:db8:2::/64"}));
    QCOMPARE(m_network->ip(QStringLiteral("-6 route show 2001:db8:2::/64")), QByteArray());
}

void TestRoutes::theEndTakesEverythingBack()
{
    m_routes->set(kOne, selectors({"10.1.0.0/24"}), selectors({"0.0.0.0/0"}), kPeer);
    m_routes->reconcile();
    QVERIFY(routes() != m_before);
    m_routes.reset();
    QCOMPARE(routes(), m_before);
}

QTEST_GUILESS_MAIN(TestRoutes)
#include "test_routes.moc"
