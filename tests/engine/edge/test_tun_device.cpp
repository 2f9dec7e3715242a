#include "engine/edge/inner_burst.h"
#include "engine/edge/run_writer.h"
#include "engine/edge/socket_address.h"
#include "engine/edge/socket_options.h"
#include "engine/esp/coalescer.h"
#include "engine/esp/flow_queue.h"
#include "engine/esp/segmenter.h"
#include "engine/wire/byte_order.h"
#include "network_namespace.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <set>

using namespace tw;
using namespace tw::edge;
using esp::Offload;

namespace {

const IpAddress kHere = IpAddress::v4(10, 7, 0, 1);
const IpAddress kThere = IpAddress::v4(10, 7, 0, 2); // behind the device: this test
constexpr std::uint16_t kHerePort = 4000; // as TcpSuperpacket has them
constexpr std::uint16_t kTherePort = 5201;
constexpr int kPatience = 10'000;
constexpr std::size_t kQueues = 3;

FileDescriptor boundSocket(int type, std::uint16_t port)
{
    FileDescriptor fd(socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const SocketAddress address({kHere, port});
    return bind(fd.get(), address.data(), address.size) == 0 ? std::move(fd) : FileDescriptor();
}

// The kernel's own words into the device, finished as the engine would send them.
class Reader
{
public:
    explicit Reader(const TunDevice &device, std::size_t queue = 0) : m_device(device), m_queue(queue) { }

    // Packets of this protocol, and what stood before them; empty where none came.
    std::vector<Bytes> next(std::uint8_t protocol)
    {
        std::vector<Bytes> packets;
        pollfd polled{m_device.fd(m_queue), POLLIN, 0};
        while (packets.empty() && poll(&polled, 1, kPatience) == 1) {
            if (!m_burst.read(m_device, m_queue))
                break;
            for (const esp::InnerPacket &packet : m_burst.packets())
                finish(packet, protocol, packets);
        }
        return packets;
    }
    const std::vector<Offload> &offloads() const { return m_offloads; } // of all that was read

private:
    void finish(const esp::InnerPacket &packet, std::uint8_t protocol, std::vector<Bytes> &packets)
    {
        const auto header = wire::decodeIpHeader(packet.bytes);
        if (!header || header->protocol != protocol)
            return; // the kernel asks for neighbours
        m_offloads.push_back(packet.offload);
        const auto segments =
            esp::Segmenter::make(packet.bytes.first(header->totalLength), *header, packet.offload, 65535);
        for (std::size_t i = 0; segments && i < segments->count(); ++i) {
            packets.emplace_back(segments->sizeOf(i));
            segments->write(i, packets.back());
        }
    }

    const TunDevice &m_device;
    std::size_t m_queue;
    InnerBurst m_burst;
    std::vector<Offload> m_offloads;
};

// As the kernel knows it: IFF_TUN, IFF_MULTI_QUEUE, ...
int flagsOf(int queue)
{
    ifreq request{};
    return ioctl(queue, TUNGETIFF, &request) == 0 ? static_cast<std::uint16_t>(request.ifr_flags) : 0;
}

bool checksumIsRight(const Bytes &packet)
{
    const auto header = wire::decodeIpHeader(packet);
    return wire::ipv4ChecksumIsRight(packet)
        && wire::internetChecksum(ByteView(packet).subspan(header->headerLength),
                                  wire::pseudoHeaderSum(header->source, header->destination, header->protocol,
                                                        packet.size() - header->headerLength))
        == 0;
}

std::vector<Bytes> receive(int fd, std::size_t count)
{
    std::vector<Bytes> received;
    pollfd polled{fd, POLLIN, 0};
    while (received.size() < count && poll(&polled, 1, kPatience) == 1) {
        Bytes buffer(65536);
        const ssize_t size = recv(fd, buffer.data(), buffer.size(), 0);
        if (size < 0)
            break;
        buffer.resize(static_cast<std::size_t>(size));
        received.push_back(std::move(buffer));
    }
    return received;
}

// To the socket here, with right checksums.
Bytes datagramFor(std::uint16_t port, ByteView payload, std::uint16_t id)
{
    Bytes udp{0x12,
              0x34,
              0,
              0,
              static_cast<std::uint8_t>((payload.size() + 8) >> 8),
              static_cast<std::uint8_t>(payload.size() + 8),
              0,
              0};
    wire::storeBig(udp.data() + 2, port);
    append(udp, payload);
    wire::storeBig(udp.data() + 6,
                   wire::internetChecksum(udp, wire::pseudoHeaderSum(kThere, kHere, wire::kProtocolUdp, udp.size())));
    return wire::buildIpPacket(
        {.source = kThere, .destination = kHere, .protocol = wire::kProtocolUdp, .identification = id}, udp);
}

} // namespace

class TestTunDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datagramsLeave_data();
    void datagramsLeave();
    void datagramsEnter_data();
    void datagramsEnter();
    void tcpBothWays_data();
    void tcpBothWays();
    void whatTheKernelRefusesGoesSingly();
    void aDeviceWithoutHeadersGetsFinishedPackets();
    void aDeviceThatIsGoneSaysSo();
    void aFlowIsReadWhereItIsWritten_data();
    void aFlowIsReadWhereItIsWritten();
    void everyQueueTakesSuperpackets();
    void everyQueueSaysThatTheDeviceIsGone();
    void aDeviceForOneQueueHasOne();

private:
    static void offloadColumns();
    static Offloads fetched();
};

void TestTunDevice::offloadColumns()
{
    QTest::addColumn<bool>("tcp");
    QTest::addColumn<bool>("udp");
    QTest::newRow("plain") << false << false;
    QTest::newRow("TCP joined") << true << false;
    QTest::newRow("UDP joined") << false << true;
    QTest::newRow("both joined") << true << true;
}

Offloads TestTunDevice::fetched()
{
    Offloads offloads;
    offloads.tunTcp = *static_cast<bool *>(QTest::qData("tcp", QMetaType::Bool));
    offloads.tunUdp = *static_cast<bool *>(QTest::qData("udp", QMetaType::Bool));
    return offloads;
}

#define TW_OPEN_DEVICE(device, offloads)                                                                               \
    TW_NEED_NAMESPACE(network);                                                                                        \
    const test::NetworkNamespace::Stay stay(network);                                                                  \
    const auto opened = TunDevice::open("tw%d", 1400, offloads);                                                       \
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());                                                     \
    const TunDevice &device = **opened;                                                                                \
    network.ip(QStringLiteral("addr add 10.7.0.1/24 dev tw0"))

void TestTunDevice::datagramsLeave_data() { offloadColumns(); }

void TestTunDevice::datagramsLeave()
{
    const Offloads offloads = fetched();
    TW_OPEN_DEVICE(device, offloads);
    QCOMPARE(device.carriesTcpJoined(), offloads.tunTcp);
    if (offloads.tunUdp && !device.carriesUdpJoined())
        QSKIP("this kernel joins no datagrams (before 6.2)");
    const FileDescriptor sender = boundSocket(SOCK_DGRAM, kHerePort);
    const int segment = 500;
    QCOMPARE(setsockopt(sender.get(), IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment), 0);
    const Bytes payload = esp::samples::patternBytes(2700, 3);
    const SocketAddress to({kThere, kTherePort});
    QCOMPARE(sendto(sender.get(), payload.data(), payload.size(), 0, to.data(), to.size), ssize_t{2700});

    Reader reader(device);
    std::vector<Bytes> packets;
    while (packets.size() < 6) {
        const auto more = reader.next(wire::kProtocolUdp);
        QVERIFY(!more.empty());
        packets.insert(packets.end(), more.begin(), more.end());
    }
    QCOMPARE(packets.size(), std::size_t{6});
    Bytes arrived;
    for (const Bytes &packet : packets) {
        QVERIFY(checksumIsRight(packet));
        append(arrived, ByteView(packet).subspan(28));
    }
    QCOMPARE(arrived, payload);
    QCOMPARE(reader.offloads().size(), offloads.tunUdp ? std::size_t{1} : std::size_t{6});
    if (!offloads.tunUdp) // nobody but us could have written them
        return;
    QCOMPARE(reader.offloads()[0].gsoSize, std::uint16_t{500});
}

void TestTunDevice::datagramsEnter_data() { offloadColumns(); }

void TestTunDevice::datagramsEnter()
{
    const Offloads offloads = fetched();
    TW_OPEN_DEVICE(device, offloads);
    if (offloads.tunUdp && !device.carriesUdpJoined())
        QSKIP("this kernel joins no datagrams (before 6.2)");
    const FileDescriptor receiver = boundSocket(SOCK_DGRAM, kHerePort);
    std::vector<Bytes> payloads;
    std::vector<Bytes> packets;
    for (std::uint8_t i = 0; i < 10; ++i) {
        payloads.push_back(esp::samples::patternBytes(i == 9 ? 33 : 700, i));
        packets.push_back(datagramFor(kHerePort, payloads.back(), i));
    }
    esp::Coalescer coalescer;
    coalescer.setLimits({device.carriesTcpJoined(), device.carriesUdpJoined()});
    for (Bytes &packet : packets)
        coalescer.add(packet, *wire::decodeIpHeader(packet));
    std::vector<esp::InnerRun> runs;
    std::vector<ByteView> slices;
    coalescer.flush(runs, slices);
    QCOMPARE(runs.size(), offloads.tunUdp ? std::size_t{1} : std::size_t{10});
    RunWriter writer;
    for (const esp::InnerRun &run : runs)
        QCOMPARE(writer.write(device, std::span(slices).subspan(run.firstSlice, run.sliceCount), run.offload),
                 std::size_t{0});
    QCOMPARE(receive(receiver.get(), payloads.size()), payloads);
}

void TestTunDevice::tcpBothWays_data() { offloadColumns(); }

// A TCP connection of the kernel's, with this test as its peer behind the device.
void TestTunDevice::tcpBothWays()
{
    const Offloads offloads = fetched();
    TW_OPEN_DEVICE(device, offloads);
    const FileDescriptor client = boundSocket(SOCK_STREAM, kHerePort);
    const SocketAddress to({kThere, kTherePort});
    QCOMPARE(::connect(client.get(), to.data(), to.size), -1); // in progress
    Reader reader(device);
    const auto syn = reader.next(wire::kProtocolTcp);
    QCOMPARE(syn.size(), std::size_t{1});
    QVERIFY(checksumIsRight(syn[0]));
    QCOMPARE(reader.offloads()[0].needsChecksum, offloads.tunTcp || offloads.tunUdp);

    const auto sequence = wire::loadBig<std::uint32_t>(syn[0].data() + 24);
    esp::samples::TcpSuperpacket answer{.from = kThere,
                                        .to = kHere,
                                        .fromPort = kTherePort,
                                        .toPort = kHerePort,
                                        .options = fromHex("02040514"), // MSS 1300
                                        .flags = 0x12,
                                        .sequence = 1000,
                                        .ack = sequence + 1,
                                        .window = 65535};
    RunWriter writer;
    const auto give = [&](const esp::samples::TcpSuperpacket &super) {
        const Bytes whole = super.whole();
        const ByteView slice = whole;
        return writer.write(device, std::span(&slice, 1), super.offload());
    };
    if (offloads.tunTcp || offloads.tunUdp) {
        QCOMPARE(give(answer), std::size_t{0});
    } else {
        const Bytes finished = answer.segments()[0];
        const ByteView slice = finished;
        QCOMPARE(writer.write(device, std::span(&slice, 1), {}), std::size_t{0});
    }
    pollfd polled{client.get(), POLLOUT, 0};
    QCOMPARE(poll(&polled, 1, kPatience), 1);

    // Out: as much as the first window of ten segments holds.
    const Bytes sent = esp::samples::patternBytes(9 * 1300 + 7, 9);
    QCOMPARE(send(client.get(), sent.data(), sent.size(), 0), static_cast<ssize_t>(sent.size()));
    Bytes arrived;
    bool wasJoined = false;
    while (arrived.size() < sent.size()) {
        const auto packets = reader.next(wire::kProtocolTcp);
        QVERIFY(!packets.empty());
        for (const Bytes &packet : packets) {
            QVERIFY(checksumIsRight(packet));
            const std::size_t headers = 20 + std::size_t{packet[32]} / 16 * 4;
            append(arrived, ByteView(packet).subspan(headers));
        }
        wasJoined |= reader.offloads().back().gsoType == Offload::Segmentation::TcpV4;
    }
    QCOMPARE(arrived, sent);
    QCOMPARE(wasJoined, offloads.tunTcp);

    // In.
    esp::samples::TcpSuperpacket data{.from = kThere,
                                      .to = kHere,
                                      .fromPort = kTherePort,
                                      .toPort = kHerePort,
                                      .sequence = 1001,
                                      .ack = sequence + 1 + static_cast<std::uint32_t>(sent.size()),
                                      .window = 65535,
                                      .payload = esp::samples::patternBytes(30'000, 4),
                                      .segmentSize = 1300};
    if (device.carriesTcpJoined()) {
        QCOMPARE(give(data), std::size_t{0});
    } else {
        for (const Bytes &segment : data.segments()) {
            const ByteView slice = segment;
            QCOMPARE(writer.write(device, std::span(&slice, 1), {}), std::size_t{0});
        }
    }
    Bytes received;
    while (received.size() < data.payload.size()) {
        const auto more = receive(client.get(), 1);
        QVERIFY(!more.empty());
        append(received, more[0]);
    }
    QCOMPARE(received, data.payload);
}

void TestTunDevice::whatTheKernelRefusesGoesSingly()
{
    TW_OPEN_DEVICE(device, Offloads());
    if (!device.carriesUdpJoined())
        QSKIP("this kernel joins no datagrams (before 6.2)");
    const FileDescriptor receiver = boundSocket(SOCK_DGRAM, kHerePort);
    enlargeBuffers(receiver.get(), 1024 * 1024);
    // More datagrams in one than any kernel takes (UDP_MAX_SEGMENTS).
    const Bytes payload = esp::samples::patternBytes(300 * 100, 2);
    Bytes super = datagramFor(kHerePort, payload, 0);
    wire::storeBig(super.data() + 26,
                   wire::foldSum(wire::pseudoHeaderSum(kThere, kHere, wire::kProtocolUdp, payload.size() + 8)));
    const Offload offload{Offload::Segmentation::Udp, true, 100, 20, 6};
    const ByteView slice = super;
    QCOMPARE(device.write(std::span(&slice, 1), offload), TunDevice::WriteResult::Refused);
    RunWriter writer;
    for (int i = 0; i < 8; ++i) {
        QVERIFY(!writer.isRefused());
        QCOMPARE(writer.write(device, std::span(&slice, 1), offload), std::size_t{0});
        Bytes received;
        for (const Bytes &datagram : receive(receiver.get(), 300)) {
            QCOMPARE(datagram.size(), std::size_t{100});
            append(received, datagram);
        }
        QCOMPARE(received, payload);
    }
    QVERIFY(writer.isRefused());
    writer.reset();
    QVERIFY(!writer.isRefused());
}

void TestTunDevice::aDeviceWithoutHeadersGetsFinishedPackets()
{
    Offloads none;
    none.tunTcp = none.tunUdp = false;
    TW_OPEN_DEVICE(device, none);
    const FileDescriptor receiver = boundSocket(SOCK_DGRAM, kHerePort);
    const Bytes payload = esp::samples::patternBytes(250, 2);
    Bytes super = datagramFor(kHerePort, payload, 0);
    wire::storeBig(super.data() + 26,
                   wire::foldSum(wire::pseudoHeaderSum(kThere, kHere, wire::kProtocolUdp, payload.size() + 8)));
    const ByteView slice = super;
    QCOMPARE(RunWriter().write(device, std::span(&slice, 1), {Offload::Segmentation::Udp, true, 100, 20, 6}),
             std::size_t{0});
    Bytes received;
    for (const Bytes &datagram : receive(receiver.get(), 3))
        append(received, datagram);
    QCOMPARE(received, payload);
}

void TestTunDevice::aDeviceThatIsGoneSaysSo()
{
    TW_OPEN_DEVICE(device, Offloads());
    network.ip(QStringLiteral("link set tw0 down"));
    InnerBurst burst;
    while (burst.read(device) && !burst.packets().empty()) { } // what it said while it was up
    QVERIFY(burst.read(device)); // down is not gone
    const Bytes packet = datagramFor(kHerePort, Bytes(10), 0);
    const ByteView slice = packet;
    QCOMPARE(RunWriter().write(device, std::span(&slice, 1), {}), std::size_t{1});
    network.ip(QStringLiteral("link del tw0"));
    QVERIFY(!burst.read(device));
}

#define TW_OPEN_QUEUES(device, offloads)                                                                               \
    TW_NEED_NAMESPACE(network);                                                                                        \
    const test::NetworkNamespace::Stay stay(network);                                                                  \
    const auto opened = TunDevice::open("tw%d", 1400, offloads, kQueues);                                              \
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());                                                     \
    const TunDevice &device = **opened;                                                                                \
    network.ip(QStringLiteral("addr add 10.7.0.1/24 dev tw0"));                                                        \
    QCOMPARE(device.queueCount(), kQueues)

void TestTunDevice::aFlowIsReadWhereItIsWritten_data() { offloadColumns(); }

// Whatever is written, the answer of the kernel's own sockets comes by the queue that the flow belongs to.
void TestTunDevice::aFlowIsReadWhereItIsWritten()
{
    const Offloads offloads = fetched();
    TW_OPEN_QUEUES(device, offloads);
    for (std::size_t queue = 0; queue < kQueues; ++queue)
        QVERIFY(flagsOf(device.fd(queue)) & IFF_MULTI_QUEUE);
    QCOMPARE(device.carriesTcpJoined(), offloads.tunTcp);

    std::set<std::size_t> used;
    for (std::uint16_t port = 4000; port < 4032; ++port) {
        const FileDescriptor here = boundSocket(SOCK_DGRAM, port);
        const Bytes packet = datagramFor(port, esp::samples::patternBytes(100, 1), 0);
        const std::size_t queue = esp::queueOf(packet, kQueues);
        used.insert(queue);
        const ByteView slice = packet;
        QCOMPARE(device.write(std::span(&slice, 1)), TunDevice::WriteResult::Taken);
        QCOMPARE(receive(here.get(), 1).size(), std::size_t{1});
        const SocketAddress to({kThere, 0x1234});
        QCOMPARE(sendto(here.get(), packet.data(), 100, 0, to.data(), to.size), ssize_t{100});
        Reader reader(device, queue);
        const auto answer = reader.next(wire::kProtocolUdp);
        QCOMPARE(answer.size(), std::size_t{1});
        QCOMPARE(esp::queueOf(answer[0], kQueues), queue);
        QVERIFY(checksumIsRight(answer[0]));
    }
    QCOMPARE(used.size(), kQueues);
}

void TestTunDevice::everyQueueTakesSuperpackets()
{
    TW_OPEN_QUEUES(device, Offloads());
    if (!device.carriesUdpJoined())
        QSKIP("this kernel joins no datagrams (before 6.2)");
    std::set<std::size_t> used;
    for (std::uint16_t port = 4000; port < 4016; ++port) {
        const FileDescriptor here = boundSocket(SOCK_DGRAM, port);
        const Bytes payload = esp::samples::patternBytes(2500, 2);
        Bytes super = datagramFor(port, payload, 0);
        wire::storeBig(super.data() + 26,
                       wire::foldSum(wire::pseudoHeaderSum(kThere, kHere, wire::kProtocolUdp, payload.size() + 8)));
        used.insert(esp::queueOf(super, kQueues));
        const std::array<ByteView, 2> slices{ByteView(super).first(528), ByteView(super).subspan(528)};
        QCOMPARE(device.write(slices, {Offload::Segmentation::Udp, true, 500, 20, 6}), TunDevice::WriteResult::Taken);
        Bytes received;
        for (const Bytes &datagram : receive(here.get(), 5))
            append(received, datagram);
        QCOMPARE(received, payload);
    }
    QCOMPARE(used.size(), kQueues);
}

void TestTunDevice::everyQueueSaysThatTheDeviceIsGone()
{
    TW_OPEN_QUEUES(device, Offloads());
    network.ip(QStringLiteral("link del tw0"));
    InnerBurst burst;
    for (std::size_t queue = 0; queue < kQueues; ++queue) {
        pollfd polled{device.fd(queue), POLLIN, 0};
        QCOMPARE(poll(&polled, 1, kPatience), 1);
        QVERIFY(polled.revents & POLLERR);
        QVERIFY(!burst.read(device, queue));
    }
}

void TestTunDevice::aDeviceForOneQueueHasOne()
{
    TW_NEED_NAMESPACE(network);
    const test::NetworkNamespace::Stay stay(network);
    Offloads without;
    without.tunQueues = false;
    const auto asked = TunDevice::open("tw%d", 1400, without, kQueues);
    QVERIFY(asked);
    QCOMPARE((*asked)->queueCount(), std::size_t{1});
    QVERIFY(!(flagsOf((*asked)->fd()) & IFF_MULTI_QUEUE));

    network.ip(QStringLiteral("tuntap add dev theirs mode tun"));
    const auto theirs = TunDevice::open("theirs", 1400, {}, kQueues);
    QVERIFY2(theirs, theirs ? "" : theirs.error().detail.c_str());
    QCOMPARE((*theirs)->queueCount(), std::size_t{1});
    QCOMPARE((*theirs)->name(), std::string("theirs"));
}

QTEST_GUILESS_MAIN(TestTunDevice)
#include "test_tun_device.moc"
