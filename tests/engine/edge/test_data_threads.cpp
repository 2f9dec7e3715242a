#include "engine/edge/data_worker.h"
#include "engine/edge/engine_options.h"
#include "engine/edge/socket_address.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"
#include "network_namespace.h"
#include "tests/engine/esp/esp_samples.h"

#include <QDir>
#include <QFile>
#include <QMultiMap>
#include <QTest>

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

using namespace tw;
using namespace tw::edge;
using namespace tw::esp::samples;

namespace {

constexpr int kPatience = 60'000;
constexpr std::uint16_t kHostPort = 7000; // and those behind it
constexpr std::uint16_t kHosts = 3; // on each side

struct Side
{
    const char *gateway;
    const char *gatewayWithPrefix;
    const char *host;
    const char *subnet;
};
constexpr Side kLeft{"192.0.2.1", "192.0.2.1/24", "10.1.0.1", "10.1.0.0/24"};
constexpr Side kRight{"192.0.2.2", "192.0.2.2/24", "10.2.0.1", "10.2.0.0/24"};

// A program behind a gateway: it sends numbered datagrams to the one behind the other gateway without end, a few for
// each that comes, and looks at what comes.
class Host
{
public:
    Host(const test::NetworkNamespace &network, const Side &here, const Side &there, std::uint16_t port)
        : m_to({*IpAddress::parse(there.host), port})
    {
        const test::NetworkNamespace::Stay stay(network);
        m_fd = FileDescriptor(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const SocketAddress local({*IpAddress::parse(here.host), port});
        if (bind(m_fd.get(), local.data(), local.size) != 0)
            qFatal("cannot bind a test's own socket");
        m_thread = std::thread([this] { run(); });
    }
    ~Host()
    {
        m_stopping = true;
        m_thread.join();
    }

    std::uint64_t received() const { return m_received; }
    std::uint64_t spoilt() const { return m_spoilt; } // not what was sent, or for the second time

private:
    static constexpr int kBurst = 4;
    static constexpr int kPaceMs = 5; // where nothing comes

    void run()
    {
        while (!m_stopping) {
            for (int i = 0; i < kBurst; ++i) {
                const Bytes datagram = datagramOf(m_next++);
                sendto(m_fd.get(), datagram.data(), datagram.size(), 0, m_to.data(), m_to.size);
            }
            pollfd polled{m_fd.get(), POLLIN, 0};
            poll(&polled, 1, kPaceMs);
            receive();
        }
    }

    void receive()
    {
        Bytes buffer(2048);
        for (;;) {
            const ssize_t size = recv(m_fd.get(), buffer.data(), buffer.size(), 0);
            if (size < 0)
                return;
            const ByteView datagram = ByteView(buffer).first(static_cast<std::size_t>(size));
            const auto number = datagram.size() < 8 ? 0 : wire::loadBig<std::uint64_t>(datagram.data());
            const bool isWhole = std::ranges::equal(datagram, datagramOf(number));
            if (isWhole && m_seen.insert(number).second)
                ++m_received;
            else
                ++m_spoilt;
        }
    }

    static Bytes datagramOf(std::uint64_t number)
    {
        Bytes datagram = patternBytes(100 + number % 1200, static_cast<std::uint8_t>(number));
        wire::storeBig(datagram.data(), number);
        return datagram;
    }

    SocketAddress m_to;
    FileDescriptor m_fd;
    std::uint64_t m_next = 1;
    std::set<std::uint64_t> m_seen;
    std::atomic<std::uint64_t> m_received = 0;
    std::atomic<std::uint64_t> m_spoilt = 0;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

// Those behind a gateway, each with a flow of its own.
class Hosts
{
public:
    Hosts(const test::NetworkNamespace &network, const Side &here, const Side &there)
    {
        for (std::uint16_t i = 0; i < kHosts; ++i)
            m_hosts.push_back(std::make_unique<Host>(network, here, there, static_cast<std::uint16_t>(kHostPort + i)));
    }

    std::vector<std::uint64_t> received() const
    {
        std::vector<std::uint64_t> counts;
        for (const auto &host : m_hosts)
            counts.push_back(host->received());
        return counts;
    }
    // Each of them so many since.
    bool hasReceived(std::uint64_t count, const std::vector<std::uint64_t> &since) const
    {
        const auto now = received();
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (now[i] < since[i] + count)
                return false;
        }
        return true;
    }
    std::uint64_t spoilt() const
    {
        std::uint64_t sum = 0;
        for (const auto &host : m_hosts)
            sum += host->spoilt();
        return sum;
    }

private:
    std::vector<std::unique_ptr<Host>> m_hosts;
};

// The IKE thread's end of one gateway, without IKE.
class TunnelEnd
{
public:
    TunnelEnd(const test::NetworkNamespace &network, const Side &here, const Side &there, int threads)
        : m_network(network),
          m_there(there),
          m_outbound(outboundThreadsOf(threads)),
          m_wake(std::make_shared<const WakeEvent>()),
          m_database(esp::SaDatabase::kAnySize, m_outbound),
          m_worker(m_wake, {}, threads)
    {
        const test::NetworkNamespace::Stay stay(network);
        auto channel = UdpChannel::open(*IpAddress::parse(here.gateway), 500, 4500);
        if (!channel)
            qFatal("%s", channel.error().detail.c_str());
        m_channel = *std::move(channel);
        m_database.addPolicy(kConnection, {subnet(here.subnet)}, {subnet(there.subnet)},
                             *IpAddress::parse(there.gateway));
        openDevice();
        commit();
    }

    void openDevice()
    {
        const test::NetworkNamespace::Stay stay(m_network);
        m_device.reset();
        auto device = TunDevice::open("tw%d", 1400, {}, m_outbound);
        if (!device)
            qFatal("%s", device.error().detail.c_str());
        m_device = *std::move(device);
        m_network.ip(QStringLiteral("route add %1 dev %2")
                         .arg(QLatin1String(m_there.subnet), QString::fromStdString(m_device->name())));
        setPorts();
    }

    // null: none any more.
    void setCapture(std::shared_ptr<const esp::CaptureTap> tap)
    {
        m_capture = std::move(tap);
        setPorts();
    }

    void add(crypto::ChildSa sa, bool sends)
    {
        if (!m_database.add(std::move(sa), sends))
            qFatal("cannot add an SA");
    }
    void switchOutbound(esp::EspSpi spi) { m_database.switchOutbound(spi, true); }
    void remove(esp::EspSpi spi)
    {
        countSpoilt();
        m_database.remove(spi);
    }
    void commit() { m_worker.publish(m_database.snapshot()); }
    void compact() { m_database.compact(); }

    const UdpChannel &channel() const { return *m_channel; }
    const TunDevice &device() const { return *m_device; }
    DataWorker &worker() { return m_worker; }

    // Takes the news, and says what there has been of each kind.
    const DataNews &news()
    {
        DataNews more = m_worker.take();
        std::ranges::move(more.messages, std::back_inserter(m_news.messages));
        std::ranges::move(more.notices, std::back_inserter(m_news.notices));
        std::ranges::move(more.troubles, std::back_inserter(m_news.troubles));
        std::ranges::move(more.devicesGone, std::back_inserter(m_news.devicesGone));
        return m_news;
    }

    // Packets that a mistake in sequence numbers or keys would have spoilt.
    std::uint64_t spoilt()
    {
        countSpoilt();
        return m_spoilt;
    }

private:
    void setPorts() { m_worker.setPorts({m_device, {m_channel}, {}, m_capture}); }

    void countSpoilt()
    {
        for (const esp::SaReading &reading : m_database.readings()) {
            for (const auto reason :
                 {api::DropReason::NotAuthentic, api::DropReason::Replayed, api::DropReason::BadPadding,
                  api::DropReason::CryptoFailed, api::DropReason::Malformed, api::DropReason::PolicyViolation})
                m_spoilt += reading.drops[std::size_t(reason)];
        }
    }

    const test::NetworkNamespace &m_network;
    const Side &m_there;
    const std::size_t m_outbound; // threads
    std::shared_ptr<const WakeEvent> m_wake;
    std::shared_ptr<const UdpChannel> m_channel;
    std::shared_ptr<const TunDevice> m_device;
    std::shared_ptr<const esp::CaptureTap> m_capture;
    esp::SaDatabase m_database;
    std::uint64_t m_spoilt = 0;
    DataNews m_news;
    DataWorker m_worker; // goes first
};

// Who writes a capture down, but for the file: a thread that takes what comes.
class CaptureReader
{
public:
    CaptureReader() : m_thread([this] { run(); }) { }
    ~CaptureReader()
    {
        m_stopping = true;
        m_thread.join();
    }

    std::shared_ptr<const esp::CaptureTap> tap() const
    {
        return std::make_shared<const esp::CaptureTap>(kConnection, m_channel, std::vector<IpAddress>());
    }
    std::uint64_t inbound() const { return m_inbound; }
    std::uint64_t outbound() const { return m_outbound; }
    std::uint64_t spoilt() const { return m_spoilt; } // not what the left gateway sends or gets

private:
    void run()
    {
        while (!m_stopping) {
            while (const auto datagram = m_channel->next()) {
                const bool isOut = datagram->direction == api::Direction::Out;
                const auto header = wire::decodeEspHeader(datagram->payload);
                if (!header || header->spi >> 16 != (isOut ? 2U : 1U) || header->sequence == 0)
                    ++m_spoilt;
                ++(isOut ? m_outbound : m_inbound);
            }
            std::this_thread::yield();
        }
    }

    const std::shared_ptr<api::CaptureChannel> m_channel = std::make_shared<api::CaptureChannel>();
    std::atomic<std::uint64_t> m_inbound = 0;
    std::atomic<std::uint64_t> m_outbound = 0;
    std::atomic<std::uint64_t> m_spoilt = 0;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

// The data threads of this process: their names, and by what number the system knows them.
QMultiMap<QString, int> dataThreads()
{
    QMultiMap<QString, int> threads;
    const QDir tasks(QStringLiteral("/proc/self/task"));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(task + QStringLiteral("/comm")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (const QString name = QString::fromUtf8(file.readAll()).trimmed(); name.startsWith(QLatin1String("tw-data")))
            threads.insert(name, task.toInt());
    }
    return threads;
}

// Whether a thread of this process may have itself put before others.
bool mayComeFirst()
{
    bool isAllowed = false;
    std::thread([&] { isAllowed = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), -1) == 0; }).join();
    return isAllowed;
}

esp::EspSpi leftSpi(std::uint32_t number) { return esp::EspSpi{0x10000 + number}; }
esp::EspSpi rightSpi(std::uint32_t number) { return esp::EspSpi{0x20000 + number}; }

// The SA of this generation as the left gateway has it. Neighbours have different suites.
crypto::ChildSa generation(std::uint32_t number)
{
    const auto proposal =
        number % 2 == 0 ? suite() : suite(api::Encryption::Aes256Gcm16, api::Integrity::None, number % 3 == 0);
    crypto::ChildSa sa = leftSa(proposal);
    sa.inboundSpi = leftSpi(number);
    sa.outboundSpi = rightSpi(number);
    sa.inbound = keysFor(proposal, static_cast<std::uint8_t>(number));
    sa.outbound = keysFor(proposal, static_cast<std::uint8_t>(number + 100));
    sa.replayWindow = 1024;
    sa.localEndpoint = {*IpAddress::parse(kLeft.gateway), 4500};
    sa.remoteEndpoint = {*IpAddress::parse(kRight.gateway), 4500};
    return sa;
}

} // namespace

// The data path of two gateways on one cable, each with one data thread or more, under traffic in both directions at
// once, while everything that the IKE thread may do to it is done. For ThreadSanitizer above all.
class TestDataThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asManyAsThereAreCoresFor_data();
    void asManyAsThereAreCoresFor();
    void comesBeforeApplications();
    void everythingMayChangeUnderTraffic_data();
    void everythingMayChangeUnderTraffic();
};

void TestDataThreads::asManyAsThereAreCoresFor_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<unsigned>("cores");
    QTest::addColumn<int>("threads");
    QTest::newRow("unknown cores") << 0 << 0U << 1;
    QTest::newRow("three cores") << 0 << 3U << 1;
    QTest::newRow("four cores") << 0 << 4U << 2;
    QTest::newRow("one, whatever there is") << 1 << 64U << 1;
    QTest::newRow("two, whatever there is") << 2 << 1U << 2;
    QTest::newRow("many cores: more must be asked for") << 0 << 64U << 2;
    QTest::newRow("seven that send") << 8 << 1U << 8;
    QTest::newRow("more than there can be") << 9 << 64U << 8;
}

void TestDataThreads::asManyAsThereAreCoresFor()
{
    QFETCH(const int, wanted);
    QFETCH(const unsigned, cores);
    QTEST(dataThreadsFor(wanted, cores), "threads");
}

void TestDataThreads::comesBeforeApplications()
{
    if (!mayComeFirst())
        QSKIP("no thread may come before others here (CAP_SYS_NICE)");
    const int ours = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    const auto wake = std::make_shared<const WakeEvent>();
    const DataWorker worker(wake, {}, 2);
    QTRY_COMPARE(dataThreads().size(), 2);
    const QMultiMap<QString, int> threads = dataThreads();
    for (const int thread : threads)
        QTRY_COMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(thread)), -11);
    QCOMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())), ours);
}

void TestDataThreads::everythingMayChangeUnderTraffic_data()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("one thread") << 1 << QStringList{QStringLiteral("tw-data"), QStringLiteral("tw-data")};
    QTest::newRow("a thread for each direction")
        << 2
        << QStringList{QStringLiteral("tw-data-in"), QStringLiteral("tw-data-in"), QStringLiteral("tw-data-out"),
                       QStringLiteral("tw-data-out")};
    QTest::newRow("three that send") << 4
                                     << QStringList{QStringLiteral("tw-data-in"),   QStringLiteral("tw-data-in"),
                                                    QStringLiteral("tw-data-out0"), QStringLiteral("tw-data-out0"),
                                                    QStringLiteral("tw-data-out1"), QStringLiteral("tw-data-out1"),
                                                    QStringLiteral("tw-data-out2"), QStringLiteral("tw-data-out2")};
}

#define TW_TRY_TRAFFIC(count)                                                                                          \
    do {                                                                                                               \
        const auto atLeft = leftHosts.received();                                                                      \
        const auto atRight = rightHosts.received();                                                                    \
        QTRY_VERIFY_WITH_TIMEOUT(leftHosts.hasReceived(count, atLeft) && rightHosts.hasReceived(count, atRight),       \
                                 kPatience);                                                                           \
    } while (false)

void TestDataThreads::everythingMayChangeUnderTraffic()
{
    QFETCH(const int, threads);
    QFETCH(const QStringList, names);
    TW_NEED_NAMESPACE(leftNetwork);
    if (access("/dev/net/tun", R_OK | W_OK) != 0)
        QSKIP("there is no TUN device here");
    const test::NetworkNamespace rightNetwork;
    test::connectByCable(leftNetwork, QLatin1String(kLeft.gatewayWithPrefix), rightNetwork,
                         QLatin1String(kRight.gatewayWithPrefix));
    leftNetwork.ip(QStringLiteral("addr add 10.1.0.1/24 dev lo"));
    rightNetwork.ip(QStringLiteral("addr add 10.2.0.1/24 dev lo"));
    TunnelEnd left(leftNetwork, kLeft, kRight, threads);
    TunnelEnd right(rightNetwork, kRight, kLeft, threads);
    QTRY_COMPARE(dataThreads().keys(), names);

    // Traffic asks for an SA, and waits for it.
    const Hosts leftHosts(leftNetwork, kLeft, kRight);
    const Hosts rightHosts(rightNetwork, kRight, kLeft);
    for (TunnelEnd *end : {&left, &right}) {
        QTRY_VERIFY_WITH_TIMEOUT(!end->news().notices.empty(), kPatience);
        QCOMPARE(std::get<esp::NeedChild>(end->news().notices.front()).connection, kConnection);
    }
    QCOMPARE(leftHosts.received(), std::vector<std::uint64_t>(kHosts));
    QCOMPARE(rightHosts.received(), std::vector<std::uint64_t>(kHosts));
    std::uint32_t number = 0;
    right.add(mirrored(generation(number)), true);
    left.add(generation(number), true);
    right.commit();
    left.commit();
    TW_TRY_TRAFFIC(200);

    // Rekeying, make before break, while captures come and go.
    const CaptureReader capture;
    for (int i = 0; i < 12; ++i) {
        ++number;
        left.setCapture(i % 3 == 2 ? nullptr : capture.tap());
        right.add(mirrored(generation(number)), false);
        left.add(generation(number), true);
        right.commit();
        left.commit();
        right.switchOutbound(rightSpi(number));
        right.commit();
        left.channel().send(4500, right.channel().natEndpoint(), asBytes("delete the old one"));
        TW_TRY_TRAFFIC(20);
        left.remove(leftSpi(number - 1));
        right.remove(rightSpi(number - 1));
        left.commit();
        right.commit();
        if (i % 4 == 3) {
            left.compact();
            left.commit();
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(right.news().messages.size(), std::size_t{12}, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(capture.inbound() > 100 && capture.outbound() > 100, kPatience);
    QCOMPARE(capture.spoilt(), std::uint64_t{0});

    // An SA that is deleted without another in its place.
    left.remove(leftSpi(number));
    right.remove(rightSpi(number));
    left.commit();
    right.commit();
    const auto needed = left.news().notices.size();
    QTRY_VERIFY_WITH_TIMEOUT(left.news().notices.size() > needed, kPatience);
    ++number;
    left.add(generation(number), true);
    right.add(mirrored(generation(number)), true);
    left.commit();
    right.commit();
    TW_TRY_TRAFFIC(200);

    // A device that somebody deletes.
    const auto outbound = outboundThreadsOf(threads);
    QCOMPARE(left.device().queueCount(), outbound);
    QVERIFY(left.news().devicesGone.empty());
    const int index = left.device().index();
    leftNetwork.ip(QStringLiteral("link del %1").arg(QString::fromStdString(left.device().name())));
    QTRY_COMPARE_WITH_TIMEOUT(left.news().devicesGone, std::vector<int>(outbound, index), kPatience);
    left.openDevice();
    QVERIFY(left.device().index() != index);
    TW_TRY_TRAFFIC(200);

    for (TunnelEnd *end : {&left, &right}) {
        QVERIFY(end->news().troubles.empty());
        QCOMPARE(end->spoilt(), std::uint64_t{0});
        QVERIFY(end->worker().dataPath().udpSegment);
        QCOMPARE(end->worker().dataPath().dataThreads, threads);
    }
    QCOMPARE(leftHosts.spoilt() + rightHosts.spoilt(), std::uint64_t{0});
    QCOMPARE(left.news().devicesGone.size(), outbound);
}

QTEST_GUILESS_MAIN(TestDataThreads)
#include "test_data_threads.moc"
