#include "engine/edge/engine_thread.h"
#include "engine/edge/socket_address.h"
#include "engine/edge/udp_channel.h"
#include "network_namespace.h"

#include <QTest>

#include <poll.h>

#include <map>

using namespace tw;
using namespace tw::edge;
using namespace std::chrono_literals;

namespace {

const api::ConnectionId kId("vco-1");
constexpr std::string_view kPsk = "a key for nobody but this test";

api::ConnectionConfig configBetween(const char *local, const char *peer, const char *localSubnet,
                                    const char *remoteSubnet)
{
    api::ConnectionConfig config;
    config.id = kId;
    config.name = "tunnel";
    config.localAddress = IpAddress::parse(local);
    config.peer = *IpAddress::parse(peer);
    config.effectImmediately = true;
    config.ike.proposals = {
        {api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, api::DhGroup::Modp2048}};
    config.ike.localId = api::Identity::fromAddress(*IpAddress::parse(local));
    config.ike.remoteId = api::Identity::fromAddress(*IpAddress::parse(peer));
    config.child.proposals = {{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false}};
    config.child.local = {api::TrafficSelector::fromPrefix(*IpPrefix::parse(localSubnet))};
    config.child.remote = {api::TrafficSelector::fromPrefix(*IpPrefix::parse(remoteSubnet))};
    return config;
}

// An engine, and the last that it said of everything.
class Watched
{
public:
    explicit Watched(EngineOptions options = {}) : m_engine(options)
    {
        m_engine.setListener([this](const api::EngineReport &report) {
            events.insert(events.end(), report.events.begin(), report.events.end());
            for (const auto &status : report.statuses)
                statuses[status.connection] = status;
            unloaded += report.unloaded.size();
            if (report.engine)
                engine = *report.engine;
            ++reports;
        });
    }

    void start(api::ConnectionConfig config, bool negotiate = true, std::string_view psk = kPsk)
    {
        m_engine.send(api::Start{std::make_shared<const api::ConnectionConfig>(std::move(config)),
                                 SecretBytes(asBytes(psk)), negotiate});
    }
    void send(api::Command command) { m_engine.send(std::move(command)); }

    api::ConnectionState state() const
    {
        const auto found = statuses.find(kId);
        return found == statuses.end() ? api::ConnectionState::Stopped : found->second.state;
    }
    api::FailureCode failure() const
    {
        const auto found = statuses.find(kId);
        return found == statuses.end() ? api::FailureCode::None : found->second.lastFailure;
    }
    std::size_t count(api::EventCode code) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(events, [&](const api::Event &event) { return event.code == code; }));
    }
    std::string detail(api::EventCode code, api::DetailKey key) const
    {
        for (const api::Event &event : events) {
            if (const std::string *value = event.code == code ? event.find(key) : nullptr)
                return *value;
        }
        return {};
    }

    std::vector<api::Event> events;
    std::map<api::ConnectionId, api::ConnectionStatus> statuses;
    std::size_t unloaded = 0;
    api::EngineStatus engine;
    int reports = 0;

private:
    EngineThread m_engine;
};

FileDescriptor udpSocket(const test::NetworkNamespace &where, const char *address, std::uint16_t port)
{
    const test::NetworkNamespace::Stay stay(where);
    FileDescriptor fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const SocketAddress local({*IpAddress::parse(address), port});
    if (bind(fd.get(), local.data(), local.size) != 0)
        qFatal("cannot bind a test's own socket");
    return fd;
}

// What arrives at `to` of a datagram from `from`, within a few seconds; lost ones are sent again.
QByteArray carried(const FileDescriptor &from, const FileDescriptor &to, const Endpoint &destination,
                   const QByteArray &text)
{
    const SocketAddress address(destination);
    for (int attempt = 0; attempt < 50; ++attempt) {
        sendto(from.get(), text.data(), static_cast<std::size_t>(text.size()), 0, address.data(), address.size);
        pollfd polled{to.get(), POLLIN, 0};
        if (poll(&polled, 1, 100) != 1)
            continue;
        QByteArray buffer(65536, '\0');
        const ssize_t size = recv(to.get(), buffer.data(), static_cast<std::size_t>(buffer.size()), MSG_DONTWAIT);
        if (size >= 0)
            return buffer.first(size);
    }
    return {};
}

} // namespace

// Whole engines with everything real about them, in networks of their own: two gateways on one cable, 192.0.2.1 and
// 192.0.2.2, with 10.1.0.1/24 and 10.2.0.1/24 behind them.
class TestEngineThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void anIdleEngineTouchesNothing();
    void twoEnginesCarryPackets_data();
    void twoEnginesCarryPackets();
    void aWaitingConnectionIsThereForItsPeer();
    void trafficMakesAWaitingConnectionNegotiate();
    void stopDeletesAtThePeerAndTakesEverythingBack();
    void shutdownIsReportedToItsEnd();
    void destructionTellsThePeer();
    void aForeignAddressFailsTheConnection();
    void aTakenPortFailsTheConnectionUntilItIsFree();
    void aWaitingConnectionSaysWhyItsPeerCannotCome();
    void aDeviceThatCannotBeFailsTheConnection();
    void aMissingRouteFailsTheConnection();
    void anUnknownNameFailsTheConnection();
    void aWrongKeyIsNamed();
    void aDeletedDeviceIsMadeAgain_data();
    void aDeletedDeviceIsMadeAgain();
    void anAddressThatGoesAndComesBack();
    void rubbishOnThePortsDisturbsNothing();

private:
    api::ConnectionConfig leftConfig() const
    {
        return configBetween("192.0.2.1", "192.0.2.2", "10.1.0.0/24", "10.2.0.0/24");
    }
    api::ConnectionConfig rightConfig() const
    {
        return configBetween("192.0.2.2", "192.0.2.1", "10.2.0.0/24", "10.1.0.0/24");
    }
    std::unique_ptr<Watched> engineIn(const test::NetworkNamespace &network, EngineOptions options = {}) const
    {
        const test::NetworkNamespace::Stay stay(network); // an engine's threads stay where they were made
        return std::make_unique<Watched>(options);
    }

    std::unique_ptr<test::NetworkNamespace> m_left;
    std::unique_ptr<test::NetworkNamespace> m_right;
};

#define TW_TRY_STATE(engine, wanted) QTRY_COMPARE_WITH_TIMEOUT((engine)->state(), api::ConnectionState::wanted, 20'000)

void TestEngineThread::init()
{
    auto left = std::make_unique<test::NetworkNamespace>();
    if (!left->isValid())
        QSKIP("making a network namespace is not permitted here");
    if (access("/dev/net/tun", R_OK | W_OK) != 0)
        QSKIP("there is no TUN device here");
    m_left = std::move(left);
    m_right = std::make_unique<test::NetworkNamespace>();
    test::connectByCable(*m_left, QStringLiteral("192.0.2.1/24"), *m_right, QStringLiteral("192.0.2.2/24"));
    // The kernel sees that a cable is plugged in a moment later.
    for (const auto *network : {m_left.get(), m_right.get()})
        QTRY_VERIFY(!network->ip(QStringLiteral("route show")).contains("linkdown"));
    m_left->ip(QStringLiteral("addr add 10.1.0.1/24 dev lo"));
    m_right->ip(QStringLiteral("addr add 10.2.0.1/24 dev lo"));
}

void TestEngineThread::cleanup()
{
    m_left.reset();
    m_right.reset();
}

void TestEngineThread::anIdleEngineTouchesNothing()
{
    const QByteArray before = m_left->ip(QStringLiteral("link show"));
    const auto engine = engineIn(*m_left);
    QTRY_VERIFY(engine->engine.running);
    QCOMPARE(engine->count(api::EventCode::EngineStarted), std::size_t(1));
    QCOMPARE(m_left->ip(QStringLiteral("link show")), before);
}

void TestEngineThread::twoEnginesCarryPackets_data()
{
    QTest::addColumn<int>("natTraversal");
    QTest::addColumn<bool>("overIpv6");
    QTest::addColumn<bool>("inUdp");
    for (const bool overIpv6 : {false, true}) {
        const char *outside = overIpv6 ? "IPv6" : "IPv4";
        QTest::addRow("no NAT: protocol 50 over %s", outside) << int(api::NatTraversal::Automatic) << overIpv6 << false;
        QTest::addRow("forced: UDP over %s", outside) << int(api::NatTraversal::Forced) << overIpv6 << true;
        QTest::addRow("off: protocol 50 over %s", outside) << int(api::NatTraversal::Off) << overIpv6 << false;
    }
}

void TestEngineThread::twoEnginesCarryPackets()
{
    QFETCH(const int, natTraversal);
    QFETCH(const bool, overIpv6);
    QFETCH(const bool, inUdp);
    auto leftConfig = this->leftConfig();
    auto rightConfig = this->rightConfig();
    leftConfig.natTraversal = rightConfig.natTraversal = api::NatTraversal(natTraversal);
    if (overIpv6) {
        m_left->ip(QStringLiteral("addr add 2001:db8::1/64 dev cable nodad"));
        m_right->ip(QStringLiteral("addr add 2001:db8::2/64 dev cable nodad"));
        leftConfig.localAddress = *IpAddress::parse("2001:db8::1");
        rightConfig.localAddress = *IpAddress::parse("2001:db8::2");
        leftConfig.peer = *rightConfig.localAddress;
        rightConfig.peer = *leftConfig.localAddress;
    }
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig, false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig);
    TW_TRY_STATE(left, Established);
    TW_TRY_STATE(right, Established);
    QCOMPARE(left->statuses[kId].childSas.front().udpEncapsulated, inUdp);

    const FileDescriptor here = udpSocket(*m_left, "10.1.0.1", 7000);
    const FileDescriptor there = udpSocket(*m_right, "10.2.0.1", 7000);
    const QByteArray text(1200, 'x');
    QCOMPARE(carried(here, there, {IpAddress::v4(10, 2, 0, 1), 7000}, text), text);
    QCOMPARE(carried(there, here, {IpAddress::v4(10, 1, 0, 1), 7000}, text), text);
    // Counters are read every second.
    QTRY_VERIFY(left->statuses[kId].childSas.front().traffic.packetsOut > 0);
    QTRY_VERIFY(right->statuses[kId].childSas.front().traffic.bytesIn >= 1200);
}

void TestEngineThread::aWaitingConnectionIsThereForItsPeer()
{
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    TW_TRY_STATE(right, Waiting);
    const auto left = engineIn(*m_left);
    left->start(leftConfig());
    TW_TRY_STATE(right, Established);
}

void TestEngineThread::trafficMakesAWaitingConnectionNegotiate()
{
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    left->start(leftConfig(), false);
    right->start(rightConfig(), false);
    QTRY_COMPARE(left->count(api::EventCode::RouteInstalled), std::size_t(1));
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));

    const FileDescriptor here = udpSocket(*m_left, "10.1.0.1", 7000);
    const FileDescriptor there = udpSocket(*m_right, "10.2.0.1", 7000);
    // The one datagram, sent before there is an SA, waits for it.
    const SocketAddress address({IpAddress::v4(10, 2, 0, 1), 7000});
    sendto(here.get(), "first", 5, 0, address.data(), address.size);
    TW_TRY_STATE(left, Established);
    pollfd polled{there.get(), POLLIN, 0};
    QCOMPARE(poll(&polled, 1, 10'000), 1);
    QCOMPARE(left->count(api::EventCode::TrafficWithoutSa), std::size_t(1));
}

void TestEngineThread::stopDeletesAtThePeerAndTakesEverythingBack()
{
    const QByteArray before = m_left->ip(QStringLiteral("route show"));
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(right, Established);
    QVERIFY(m_left->ip(QStringLiteral("route show")) != before);

    left->send(api::Stop{kId});
    QTRY_COMPARE(left->unloaded, std::size_t(1));
    TW_TRY_STATE(left, Stopped);
    QTRY_COMPARE(right->count(api::EventCode::IkeSaDeleted), std::size_t(1));
    QCOMPARE(m_left->ip(QStringLiteral("route show")), before);
    // The sockets are free again, for another engine for example.
    const test::NetworkNamespace::Stay stay(*m_left);
    QTRY_VERIFY(UdpChannel::open(*IpAddress::parse("192.0.2.1"), 500, 4500));
}

void TestEngineThread::shutdownIsReportedToItsEnd()
{
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(right, Established);
    left->send(api::Shutdown{});
    QTRY_VERIFY(!left->engine.running);
    QCOMPARE(left->events.back().code, api::EventCode::EngineStopped);
    QCOMPARE(left->count(api::EventCode::ConnectionStopped), std::size_t(1));
    QCOMPARE(left->count(api::EventCode::RouteRemoved), std::size_t(1));
    QTRY_COMPARE(right->count(api::EventCode::IkeSaDeleted), std::size_t(1));
    QTRY_VERIFY(!m_left->ip(QStringLiteral("link show")).contains("tw0"));
    left->start(leftConfig()); // too late, and harmless
}

void TestEngineThread::destructionTellsThePeer()
{
    auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(right, Established);
    left.reset();
    QTRY_COMPARE(right->count(api::EventCode::IkeSaDeleted), std::size_t(1));
    QVERIFY(!m_left->ip(QStringLiteral("link show")).contains("tw0"));
}

void TestEngineThread::aForeignAddressFailsTheConnection()
{
    const auto engine = engineIn(*m_left);
    auto config = leftConfig();
    config.localAddress = IpAddress::v4(203, 0, 113, 9);
    engine->start(config);
    QTRY_COMPARE(engine->failure(), api::FailureCode::AddressNotLocal);
    QCOMPARE(engine->state(), api::ConnectionState::Phase1Failed);
    QCOMPARE(engine->detail(api::EventCode::PathFailed, api::DetailKey::SystemError),
             std::string("203.0.113.9: Cannot assign requested address"));
}

void TestEngineThread::aTakenPortFailsTheConnectionUntilItIsFree()
{
    FileDescriptor taken = udpSocket(*m_left, "192.0.2.1", 500);
    const auto engine = engineIn(*m_left);
    engine->start(leftConfig());
    QTRY_COMPARE(engine->failure(), api::FailureCode::PortTaken);
    QCOMPARE(engine->detail(api::EventCode::PathFailed, api::DetailKey::SystemError),
             std::string("192.0.2.1[500]: Address already in use"));
    taken.reset();
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    TW_TRY_STATE(engine, Established);
}

void TestEngineThread::aWaitingConnectionSaysWhyItsPeerCannotCome()
{
    FileDescriptor taken = udpSocket(*m_right, "192.0.2.2", 4500);
    const auto right = engineIn(*m_right, {.listenInterval = 100ms});
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->failure(), api::FailureCode::PortTaken);
    QCOMPARE(right->state(), api::ConnectionState::Phase1Failed);
    QCOMPARE(right->detail(api::EventCode::PathFailed, api::DetailKey::SystemError),
             std::string("192.0.2.2[4500]: Address already in use"));
    QCOMPARE(right->detail(api::EventCode::SocketFailed, api::DetailKey::LocalEndpoint),
             std::string("192.0.2.2[4500]"));
    QCOMPARE(right->detail(api::EventCode::SocketFailed, api::DetailKey::SystemError),
             std::string("Address already in use"));
    taken.reset();
    TW_TRY_STATE(right, Waiting);
    QCOMPARE(right->failure(), api::FailureCode::None);
    const auto left = engineIn(*m_left);
    left->start(leftConfig());
    TW_TRY_STATE(right, Established);
    QCOMPARE(right->count(api::EventCode::PathFailed), std::size_t(1));
}

void TestEngineThread::aDeviceThatCannotBeFailsTheConnection()
{
    EngineOptions options;
    options.deviceName = "a-name-that-no-device-may-have";
    const auto engine = engineIn(*m_left, options);
    engine->start(leftConfig());
    QTRY_COMPARE(engine->failure(), api::FailureCode::DeviceFailed);
    QCOMPARE(engine->engine.failure, api::FailureCode::DeviceFailed);
    QCOMPARE(engine->engine.failureDetail, std::string("a-name-that-no-device-may-have: File name too long"));
    QVERIFY(engine->engine.running);
}

void TestEngineThread::aMissingRouteFailsTheConnection()
{
    const auto engine = engineIn(*m_left);
    auto config = leftConfig();
    config.localAddress.reset();
    config.peer = IpAddress::v4(198, 51, 100, 1);
    engine->start(config);
    QTRY_COMPARE(engine->failure(), api::FailureCode::RouteMissing);
}

void TestEngineThread::anUnknownNameFailsTheConnection()
{
    const auto engine = engineIn(*m_left);
    auto config = leftConfig();
    config.peer = api::HostName("gateway.invalid");
    engine->start(config);
    TW_TRY_STATE(engine, Phase1Failed);
    QCOMPARE(engine->failure(), api::FailureCode::NameNotResolved);
}

void TestEngineThread::aWrongKeyIsNamed()
{
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false, "another key");
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    QTRY_COMPARE(left->failure(), api::FailureCode::AuthenticationRefused);
    QTRY_COMPARE(right->failure(), api::FailureCode::PskMismatch);
}

void TestEngineThread::aDeletedDeviceIsMadeAgain_data()
{
    QTest::addColumn<int>("dataThreads");
    QTest::newRow("one data thread") << 1;
    QTest::newRow("two data threads") << 2;
    QTest::newRow("four data threads") << 4;
}

void TestEngineThread::aDeletedDeviceIsMadeAgain()
{
    QFETCH(const int, dataThreads);
    const auto left = engineIn(*m_left, {.dataThreads = dataThreads});
    const auto right = engineIn(*m_right, {.dataThreads = dataThreads});
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(left, Established);
    m_left->ip(QStringLiteral("link del tw0"));
    QTRY_COMPARE(left->count(api::EventCode::DeviceOpened), std::size_t(2));
    QCOMPARE(left->count(api::EventCode::DeviceFailed), std::size_t(1));
    QTRY_COMPARE(left->count(api::EventCode::RouteInstalled), std::size_t(2));
    const FileDescriptor here = udpSocket(*m_left, "10.1.0.1", 7000);
    const FileDescriptor there = udpSocket(*m_right, "10.2.0.1", 7000);
    QCOMPARE(carried(here, there, {IpAddress::v4(10, 2, 0, 1), 7000}, "again"), QByteArray("again"));
    QCOMPARE(carried(there, here, {IpAddress::v4(10, 1, 0, 1), 7000}, "and back"), QByteArray("and back"));
    // Every thread that reads it has told of its end; it was made again once.
    QCOMPARE(left->count(api::EventCode::DeviceFailed), std::size_t(1));
    QCOMPARE(left->engine.dataPath.dataThreads, dataThreads);
    QCOMPARE(left->engine.dataPath.tunQueues, std::max(dataThreads - 1, 1));
}

void TestEngineThread::anAddressThatGoesAndComesBack()
{
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(left, Established);
    m_left->ip(QStringLiteral("addr del 192.0.2.1/24 dev cable"));
    left->send(api::Renegotiate{kId});
    QTRY_COMPARE_WITH_TIMEOUT(left->failure(), api::FailureCode::AddressNotLocal, 20'000);
    QVERIFY(left->count(api::EventCode::SocketFailed) > 0); // our delete did not leave either
    m_left->ip(QStringLiteral("addr add 192.0.2.1/24 dev cable"));
    TW_TRY_STATE(left, Established);
}

void TestEngineThread::rubbishOnThePortsDisturbsNothing()
{
    const auto left = engineIn(*m_left);
    const auto right = engineIn(*m_right);
    right->start(rightConfig(), false);
    QTRY_COMPARE(right->count(api::EventCode::SocketOpened), std::size_t(2));
    left->start(leftConfig());
    TW_TRY_STATE(left, Established);
    TW_TRY_STATE(right, Established);

    const FileDescriptor stranger = udpSocket(*m_left, "192.0.2.1", 6000);
    for (const std::uint16_t port : {std::uint16_t{500}, std::uint16_t{4500}}) {
        const SocketAddress victim({IpAddress::v4(192, 0, 2, 2), port});
        for (std::size_t size = 0; size < 2000; ++size) {
            const QByteArray rubbish(static_cast<qsizetype>(size % 97), static_cast<char>(size));
            sendto(stranger.get(), rubbish.data(), static_cast<std::size_t>(rubbish.size()), 0, victim.data(),
                   victim.size);
        }
    }
    const FileDescriptor here = udpSocket(*m_left, "10.1.0.1", 7000);
    const FileDescriptor there = udpSocket(*m_right, "10.2.0.1", 7000);
    QCOMPARE(carried(here, there, {IpAddress::v4(10, 2, 0, 1), 7000}, "still"), QByteArray("still"));
    // What looked like ESP belonged to no SA, and was counted.
    QTRY_VERIFY(right->engine.drops[std::size_t(api::DropReason::UnknownSpi)] > 0);
    QCOMPARE(right->state(), api::ConnectionState::Established);
    QVERIFY(right->events.size() < 1000);
}

QTEST_GUILESS_MAIN(TestEngineThread)
#include "test_engine_thread.moc"
