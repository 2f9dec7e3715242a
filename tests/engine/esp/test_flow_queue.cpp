#include "engine/esp/flow_queue.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <set>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

const IpAddress kLeftV6 = *IpAddress::parse("fd01::10");
const IpAddress kRightV6 = *IpAddress::parse("fd02::10");

// One packet of a flow, and one of its other direction.
struct BothWays
{
    Bytes there;
    Bytes back;
};

Bytes packetOf(std::uint8_t protocol, const IpAddress &from, const IpAddress &to, std::uint16_t fromPort,
               std::uint16_t toPort)
{
    Bytes payload(64);
    wire::storeBig(payload.data(), fromPort);
    wire::storeBig(payload.data() + 2, toPort);
    return wire::buildIpPacket({.source = from, .destination = to, .protocol = protocol}, payload);
}

BothWays flowOf(std::uint8_t protocol, const IpAddress &left, const IpAddress &right, std::uint16_t leftPort,
                std::uint16_t rightPort)
{
    return {packetOf(protocol, left, right, leftPort, rightPort), packetOf(protocol, right, left, rightPort, leftPort)};
}

// Every eighth of so many, give or take a quarter.
bool isSpread(const std::vector<std::size_t> &counts, std::size_t total)
{
    return std::ranges::all_of(counts, [&](std::size_t count) {
        return count > total / counts.size() * 3 / 4 && count < total / counts.size() * 5 / 4;
    });
}

} // namespace

class TestFlowQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothDirectionsHaveTheSame_data();
    void bothDirectionsHaveTheSame();
    void portsSpread_data();
    void portsSpread();
    void addressesSpread();
    void flowsOfOnePairOfHostsThatSwapTheirPortsDiffer();
    void aSuperpacketGoesByItsBeginning();
    void fragmentsGoTogether();
    void whatIsNoPacketGoesToTheFirst();
};

void TestFlowQueue::bothDirectionsHaveTheSame_data()
{
    QTest::addColumn<int>("protocol");
    QTest::addColumn<bool>("isV4");
    for (const bool isV4 : {true, false}) {
        for (const int protocol : {6, 17, 132, 1, 58, 47})
            QTest::addRow("protocol %d over IPv%d", protocol, isV4 ? 4 : 6) << protocol << isV4;
    }
}

void TestFlowQueue::bothDirectionsHaveTheSame()
{
    QFETCH(const int, protocol);
    QFETCH(const bool, isV4);
    for (const std::size_t queues : {2, 3, 7}) {
        for (std::uint16_t port = 1; port < 2000; port += 7) {
            // What stands in the place of the ports differs in both directions, as the type of an echo does.
            const BothWays flow = flowOf(static_cast<std::uint8_t>(protocol), isV4 ? kLeftHost : kLeftV6,
                                         isV4 ? kRightHost : kRightV6, port, 443);
            QVERIFY(queueOf(flow.there, queues) < queues);
            QCOMPARE(queueOf(flow.there, queues), queueOf(flow.back, queues));
            QCOMPARE(queueOf(flow.there, 1), std::size_t{0});
        }
    }
}

void TestFlowQueue::portsSpread_data()
{
    QTest::addColumn<int>("protocol");
    QTest::addColumn<bool>("isV4");
    QTest::newRow("TCP over IPv4") << 6 << true;
    QTest::newRow("TCP over IPv6") << 6 << false;
    QTest::newRow("UDP over IPv4") << 17 << true;
    QTest::newRow("SCTP over IPv6") << 132 << false;
}

void TestFlowQueue::portsSpread()
{
    QFETCH(const int, protocol);
    QFETCH(const bool, isV4);
    for (const std::size_t queues : {2, 3, 7}) {
        std::vector<std::size_t> counts(queues);
        for (std::uint16_t port = 32768; port < 32768 + 7000; ++port)
            ++counts[queueOf(packetOf(static_cast<std::uint8_t>(protocol), isV4 ? kLeftHost : kLeftV6,
                                      isV4 ? kRightHost : kRightV6, port, 443),
                             queues)];
        QVERIFY(isSpread(counts, 7000));
    }
}

// Of protocols without ports: each pair of hosts is one flow.
void TestFlowQueue::addressesSpread()
{
    std::vector<std::size_t> counts(7);
    for (int i = 0; i < 7000; ++i) {
        const auto host = IpAddress::v4(10, 1, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i));
        ++counts[queueOf(packetOf(wire::kProtocolIcmp, host, kRightHost, 0x0800, 0), counts.size())];
    }
    QVERIFY(isSpread(counts, 7000));
}

// Both ends of a flow are hashed with their own port: else port 1 to port 2 would be port 2 to port 1.
void TestFlowQueue::flowsOfOnePairOfHostsThatSwapTheirPortsDiffer()
{
    int different = 0;
    for (std::uint16_t port = 1000; port < 1100; ++port)
        different += queueOf(packetOf(wire::kProtocolUdp, kLeftHost, kRightHost, port, 443), 7)
                != queueOf(packetOf(wire::kProtocolUdp, kLeftHost, kRightHost, 443, port), 7)
            ? 1
            : 0;
    QVERIFY(different > 70);
}

// The first slice of a joined packet says how long all of it is, and has none of the rest.
void TestFlowQueue::aSuperpacketGoesByItsBeginning()
{
    for (std::uint16_t port = 4000; port < 4100; ++port) {
        const TcpSuperpacket super{.fromPort = port, .payload = Bytes(30'000), .segmentSize = 1300};
        const Bytes whole = super.whole();
        QCOMPARE(queueOf(ByteView(whole).first(1340), 7), queueOf(super.segments()[3], 7));
    }
}

void TestFlowQueue::fragmentsGoTogether()
{
    std::set<std::size_t> queues;
    for (std::uint16_t port = 1000; port < 1100; ++port) {
        Bytes first = packetOf(wire::kProtocolUdp, kLeftHost, kRightHost, port, 443);
        Bytes later = first;
        first[6] = 0x20; // more fragments
        later[7] = 0x10; // an offset
        queues.insert({queueOf(first, 7), queueOf(later, 7)});
    }
    QCOMPARE(queues.size(), std::size_t{1});
}

void TestFlowQueue::whatIsNoPacketGoesToTheFirst()
{
    const Bytes packet = packetOf(wire::kProtocolUdp, kLeftHost, kRightHost, 1, 2);
    const Bytes packet6 = packetOf(wire::kProtocolUdp, kLeftV6, kRightV6, 1, 2);
    for (std::size_t size = 0; size < packet.size(); ++size) {
        const std::size_t queue = queueOf(ByteView(packet).first(size), 7);
        QVERIFY(size < wire::kIpv4HeaderSize ? queue == 0 : queue < 7);
    }
    for (std::size_t size = 0; size < packet6.size(); ++size) {
        const std::size_t queue = queueOf(ByteView(packet6).first(size), 7);
        QVERIFY(size < wire::kIpv6HeaderSize ? queue == 0 : queue < 7);
    }
    QCOMPARE(queueOf(Bytes(100, 0xff), 7), std::size_t{0});
    Bytes longHeader(20, 0x4f); // the header ends behind the packet
    QVERIFY(queueOf(longHeader, 7) < 7);
}

QTEST_GUILESS_MAIN(TestFlowQueue)
#include "test_flow_queue.moc"
