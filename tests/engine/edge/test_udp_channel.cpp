#include "engine/edge/burst_receiver.h"
#include "engine/edge/esp_channel.h"
#include "engine/edge/privileges.h"
#include "engine/edge/train_sender.h"
#include "engine/edge/udp_channel.h"
#include "network_namespace.h"

#include <QTest>

#include <poll.h>
#include <sys/wait.h>

using namespace tw;
using namespace tw::edge;

namespace {

const IpAddress kLeft = IpAddress::v4(192, 0, 2, 1);
const IpAddress kRight = IpAddress::v4(192, 0, 2, 2);

void addAddresses(const test::NetworkNamespace &network)
{
    network.ip(QStringLiteral("addr add 192.0.2.1/32 dev lo"));
    network.ip(QStringLiteral("addr add 192.0.2.2/32 dev lo"));
}

std::span<const esp::DatagramRun> receive(BurstReceiver &receiver, int fd, const Endpoint &local, bool udp = true)
{
    pollfd polled{fd, POLLIN, 0};
    poll(&polled, 1, 10'000);
    return receiver.receive(fd, local, udp);
}

} // namespace

class TestUdpChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takenPortIsNamed();
    void foreignAddressIsRefused();
    void markerStandsOnTheNatPortOnly();
    void emptyMessageIsAKeepalive();
    void closedPortOfThePeerDoesNotDisturb();
    void trainsArriveSegmentBySegmentWithTheirTos_data();
    void trainsArriveSegmentBySegmentWithTheirTos();
    void refusedTrainsLeaveInDatagrams();
    void missingPrivilegesAreNamed();
    void rootMissesNothing();
};

void TestUdpChannel::takenPortIsNamed()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto first = UdpChannel::open(kLeft, 500, 4500);
    QVERIFY(first);
    const auto second = UdpChannel::open(kLeft, 500, 4500);
    QVERIFY(!second);
    QCOMPARE(second.error(), (SystemFailure{api::FailureCode::PortTaken, "192.0.2.1[500]: Address already in use"}));
    const auto third = UdpChannel::open(kLeft, 501, 4500);
    QCOMPARE(third.error(), (SystemFailure{api::FailureCode::PortTaken, "192.0.2.1[4500]: Address already in use"}));
    QVERIFY(UdpChannel::open(kRight, 500, 4500));
}

void TestUdpChannel::foreignAddressIsRefused()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    QVERIFY(checkLocal(kLeft));
    const IpAddress foreign = IpAddress::v4(203, 0, 113, 5);
    QCOMPARE(checkLocal(foreign).error().code, api::FailureCode::AddressNotLocal);
    QCOMPARE(UdpChannel::open(foreign, 500, 4500).error(),
             (SystemFailure{api::FailureCode::AddressNotLocal, "203.0.113.5[500]: Cannot assign requested address"}));
}

void TestUdpChannel::markerStandsOnTheNatPortOnly()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto left = *UdpChannel::open(kLeft, 500, 4500);
    const auto right = *UdpChannel::open(kRight, 500, 4500);
    const Bytes message = fromHex("0102030405060708");
    BurstReceiver receiver;

    QCOMPARE(left->send(500, right->ikeEndpoint(), message), 0);
    auto runs = receive(receiver, right->ikeFd(), right->ikeEndpoint());
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(toHex(runs.front().bytes), std::string("0102030405060708"));
    QCOMPARE(runs.front().remote, left->ikeEndpoint());
    QCOMPARE(runs.front().local, right->ikeEndpoint());

    QCOMPARE(left->send(4500, right->natEndpoint(), message), 0);
    runs = receive(receiver, right->natFd(), right->natEndpoint());
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(toHex(runs.front().bytes), std::string("000000000102030405060708"));
    QCOMPARE(runs.front().remote, left->natEndpoint());
}

void TestUdpChannel::emptyMessageIsAKeepalive()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto left = *UdpChannel::open(kLeft, 500, 4500);
    const auto right = *UdpChannel::open(kRight, 500, 4500);
    QCOMPARE(left->send(4500, right->natEndpoint(), {}), 0);
    BurstReceiver receiver;
    const auto runs = receive(receiver, right->natFd(), right->natEndpoint());
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(toHex(runs.front().bytes), std::string("ff")); // RFC 3948, 2.3
}

void TestUdpChannel::closedPortOfThePeerDoesNotDisturb()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto left = *UdpChannel::open(kLeft, 500, 4500);
    // Nobody listens on the right: the kernel answers with ICMP, which must not fail what is sent next.
    for (int i = 0; i < 5; ++i)
        QCOMPARE(left->send(500, {kRight, 500}, fromHex("00")), 0);
    const auto right = *UdpChannel::open(kRight, 500, 4500);
    QCOMPARE(left->send(500, right->ikeEndpoint(), fromHex("01")), 0);
    BurstReceiver receiver;
    QCOMPARE(toHex(receive(receiver, right->ikeFd(), right->ikeEndpoint()).front().bytes), std::string("01"));
}

void TestUdpChannel::trainsArriveSegmentBySegmentWithTheirTos_data()
{
    QTest::addColumn<bool>("udp");
    QTest::addColumn<bool>("v6");
    QTest::addColumn<int>("tos");
    QTest::addColumn<bool>("isCutByKernel");
    QTest::addColumn<bool>("isJoinedByKernel");
    constexpr int kMarked = 0xb9; // expedited forwarding with ECT(1)
    for (const bool v6 : {false, true}) {
        const char *family = v6 ? "IPv6" : "IPv4";
        for (const int tos : {0, kMarked}) {
            for (const bool isCut : {false, true}) {
                for (const bool isJoined : {false, true})
                    QTest::addRow("UDP over %s, tos %d%s%s", family, tos, isCut ? ", cut by the kernel" : "",
                                  isJoined ? ", joined by the kernel" : "")
                        << true << v6 << tos << isCut << isJoined;
            }
            QTest::addRow("protocol 50 over %s, tos %d", family, tos) << false << v6 << tos << true << true;
        }
    }
}

void TestUdpChannel::trainsArriveSegmentBySegmentWithTheirTos()
{
    QFETCH(const bool, udp);
    QFETCH(const bool, v6);
    QFETCH(const int, tos);
    QFETCH(const bool, isCutByKernel);
    QFETCH(const bool, isJoinedByKernel);
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    network.ip(QStringLiteral("addr add 2001:db8::1/128 dev lo nodad"));
    network.ip(QStringLiteral("addr add 2001:db8::2/128 dev lo nodad"));
    // The kernel takes IPv6 addresses for its own a moment later.
    for (const char *address : {"local 2001:db8::1", "local 2001:db8::2"})
        QTRY_VERIFY(network.ip(QStringLiteral("-6 route show table local")).contains(address));
    const test::NetworkNamespace::Stay stay(network);
    const IpAddress leftAddress = v6 ? *IpAddress::parse("2001:db8::1") : kLeft;
    const IpAddress rightAddress = v6 ? *IpAddress::parse("2001:db8::2") : kRight;
    const auto left = *UdpChannel::open(leftAddress, 500, 4500);
    const auto right = *UdpChannel::open(rightAddress, 500, 4500, {.udpSegment = true, .udpGro = isJoinedByKernel});
    const auto leftOpened = EspChannel::open(leftAddress);
    const auto rightOpened = EspChannel::open(rightAddress);
    QVERIFY2(leftOpened && rightOpened, leftOpened ? "" : leftOpened.error().detail.c_str());

    const Bytes block = fromHex("a1a1a1a1 a2a2a2a2 a3");
    esp::Train train;
    train.block = block;
    train.segmentSize = 4;
    train.local = udp ? left->natEndpoint() : Endpoint{leftAddress, 0};
    train.remote = udp ? right->natEndpoint() : Endpoint{rightAddress, 0};
    train.tos = static_cast<std::uint8_t>(tos);
    train.udpEncapsulated = udp;
    TrainSender sender(isCutByKernel);
    QCOMPARE(sender.send(udp ? left->natFd() : (*leftOpened)->fd(), train, TimePoint{}), std::size_t(3));
    QCOMPARE(sender.isSegmenting(TimePoint{}), isCutByKernel); // none of these kernels, or devices, refuses

    BurstReceiver receiver;
    const auto runs = receive(receiver, udp ? right->natFd() : (*rightOpened)->fd(), train.remote, udp);
    const bool isOneRun = udp && isCutByKernel && isJoinedByKernel;
    QCOMPARE(runs.size(), std::size_t(isOneRun ? 1 : 3));
    std::vector<std::string> segments;
    for (const esp::DatagramRun &run : runs) {
        QCOMPARE(run.remote, train.local);
        QCOMPARE(int(run.tos), tos);
        QCOMPARE(run.udp, udp);
        const std::size_t size = run.segmentSize == 0 ? run.bytes.size() : run.segmentSize;
        QCOMPARE(size, isOneRun ? std::size_t(4) : run.bytes.size());
        for (std::size_t at = 0; at < run.bytes.size(); at += size)
            segments.push_back(toHex(run.bytes.subspan(at, std::min(size, run.bytes.size() - at))));
    }
    QCOMPARE(segments, (std::vector<std::string>{"a1a1a1a1", "a2a2a2a2", "a3"}));
}

// Linux cuts nothing where UDP checksums are off (EINVAL): a stand-in for kernels and devices that cannot.
void TestUdpChannel::refusedTrainsLeaveInDatagrams()
{
    TW_NEED_NAMESPACE(network);
    addAddresses(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto left = UdpChannel::open(kLeft, 500, 4500);
    const auto right = UdpChannel::open(kRight, 500, 4500);
    QVERIFY(left && right);
    const int on = 1;
    QCOMPARE(setsockopt((*left)->natFd(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on), 0);

    const Bytes block = fromHex("a1a1a1a1 a2a2a2a2 a3");
    esp::Train train;
    train.block = block;
    train.segmentSize = 4;
    train.local = (*left)->natEndpoint();
    train.remote = (*right)->natEndpoint();
    train.udpEncapsulated = true;
    TrainSender sender;
    const TimePoint now{};
    QVERIFY(sender.isSegmenting(now));
    QCOMPARE(sender.send((*left)->natFd(), train, now), std::size_t(3));
    QVERIFY(!sender.isSegmenting(now));
    QVERIFY(!sender.isSegmenting(now + std::chrono::minutes(10) - std::chrono::milliseconds(1)));
    QVERIFY(sender.isSegmenting(now + std::chrono::minutes(10)));
    BurstReceiver receiver;
    std::vector<std::string> segments;
    for (const esp::DatagramRun &run : receive(receiver, (*right)->natFd(), train.remote, true))
        segments.push_back(toHex(run.bytes));
    QCOMPARE(segments, (std::vector<std::string>{"a1a1a1a1", "a2a2a2a2", "a3"}));

    // And once it is tried again, on a socket that can, they leave whole.
    const int off = 0;
    QCOMPARE(setsockopt((*left)->natFd(), SOL_SOCKET, SO_NO_CHECK, &off, sizeof off), 0);
    QCOMPARE(sender.send((*left)->natFd(), train, now + std::chrono::minutes(10)), std::size_t(3));
    QVERIFY(sender.isSegmenting(now + std::chrono::minutes(10)));
    QCOMPARE(receive(receiver, (*right)->natFd(), train.remote, true).size(), std::size_t(1));
}

// In a process of its own, since giving up privileges is for good.
void TestUdpChannel::missingPrivilegesAreNamed()
{
    if (geteuid() != 0)
        QSKIP("only root can give up being root");
    int answer[2];
    QCOMPARE(pipe(answer), 0);
    const pid_t child = fork();
    if (child == 0) {
        constexpr uid_t kNobody = 65534;
        std::string text;
        if (setresgid(kNobody, kNobody, kNobody) == 0 && setresuid(kNobody, kNobody, kNobody) == 0) {
            for (const MissingPrivilege &missing : missingPrivileges())
                text += missing.object + "=" + missing.systemError + (missing.isEssential ? "!\n" : "\n");
        }
        [[maybe_unused]] const auto written = write(answer[1], text.data(), text.size());
        _exit(0);
    }
    close(answer[1]);
    QByteArray text(4096, '\0');
    const ssize_t size = read(answer[0], text.data(), static_cast<std::size_t>(text.size()));
    close(answer[0]);
    waitpid(child, nullptr, 0);
    text.truncate(size);
    QVERIFY2(text.contains("CAP_NET_ADMIN=Operation not permitted!\n"), text.constData());
    QVERIFY2(text.contains("UDP 500=Permission denied!\n"), text.constData());
    QVERIFY2(text.contains("protocol 50=Operation not permitted\n"), text.constData());
}

void TestUdpChannel::rootMissesNothing()
{
    TW_NEED_NAMESPACE(network);
    if (access("/dev/net/tun", R_OK | W_OK) != 0)
        QSKIP("there is no TUN device here");
    const test::NetworkNamespace::Stay stay(network);
    QVERIFY(missingPrivileges().empty());
}

QTEST_GUILESS_MAIN(TestUdpChannel)
#include "test_udp_channel.moc"
