#include "engine/esp/path_mtu.h"

#include "engine/wire/byte_order.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;
using api::Encryption;
using api::Integrity;

namespace {

constexpr std::size_t kTcpHeaderSize = 20;

// A SYN with these options and a right checksum, which internetChecksum() of the whole then gives as 0.
Bytes synWith(const Bytes &options, const IpAddress &from, const IpAddress &to, std::uint8_t flags = 0x02)
{
    Bytes tcp(kTcpHeaderSize);
    tcp[1] = 80;
    tcp[3] = 81;
    tcp[12] = static_cast<std::uint8_t>((kTcpHeaderSize + options.size()) / 4 << 4);
    tcp[13] = flags;
    append(tcp, options);
    const auto sum = wire::pseudoHeaderSum(from, to, wire::kProtocolTcp, tcp.size());
    wire::storeBig(tcp.data() + 16, wire::internetChecksum(tcp, sum));
    return wire::buildIpPacket({.source = from, .destination = to, .protocol = wire::kProtocolTcp}, tcp);
}

bool checksumIsRight(ByteView packet)
{
    const auto header = wire::decodeIpHeader(packet);
    const ByteView tcp = packet.subspan(header->headerLength);
    return wire::internetChecksum(
               tcp, wire::pseudoHeaderSum(header->source, header->destination, wire::kProtocolTcp, tcp.size()))
        == 0;
}

} // namespace

class TestPathMtu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void largestInnerPacket_data();
    void largestInnerPacket();
    void largestInnerFitsAndOneMoreDoesNot();
    void nothingFitsATinyPath();
    void mssIsClamped_data();
    void mssIsClamped();
    void otherPacketsAreLeftAlone_data();
    void otherPacketsAreLeftAlone();
    void tunnelClampsBothWays();
};

void TestPathMtu::largestInnerPacket_data()
{
    QTest::addColumn<int>("encryption");
    QTest::addColumn<int>("integrity");
    QTest::addColumn<bool>("udp");
    QTest::addColumn<bool>("v6");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, Encryption encryption, Integrity integrity, bool udp, bool v6, int expected) {
        QTest::newRow(name) << static_cast<int>(encryption) << static_cast<int>(integrity) << udp << v6 << expected;
    };
    // Worked out by hand from the header sizes of RFC 4303, 3602, 4106, 7634 and measured on a path of 1500.
    row("UDP/IPv4 GCM", Encryption::Aes128Gcm16, Integrity::None, true, false, 1438);
    row("UDP/IPv4 ChaCha20", Encryption::ChaCha20Poly1305, Integrity::None, true, false, 1438);
    row("UDP/IPv4 3DES-MD5", Encryption::TripleDesCbc, Integrity::HmacMd5_96, true, false, 1438);
    row("UDP/IPv4 CBC-SHA1", Encryption::Aes128Cbc, Integrity::HmacSha1_96, true, false, 1422);
    row("UDP/IPv4 CBC-SHA256", Encryption::Aes256Cbc, Integrity::HmacSha256_128, true, false, 1422);
    row("UDP/IPv4 CBC-SHA384", Encryption::Aes256Cbc, Integrity::HmacSha384_192, true, false, 1422);
    row("UDP/IPv4 CBC-SHA512", Encryption::Aes256Cbc, Integrity::HmacSha512_256, true, false, 1406);
    row("UDP/IPv6 GCM", Encryption::Aes256Gcm16, Integrity::None, true, true, 1418);
    row("UDP/IPv6 CBC-SHA1", Encryption::Aes128Cbc, Integrity::HmacSha1_96, true, true, 1406);
    row("IPv4 GCM", Encryption::Aes128Gcm16, Integrity::None, false, false, 1446);
    row("IPv4 CBC-SHA1", Encryption::Aes128Cbc, Integrity::HmacSha1_96, false, false, 1438);
}

void TestPathMtu::largestInnerPacket()
{
    QFETCH(int, encryption);
    QFETCH(int, integrity);
    QFETCH(bool, udp);
    QFETCH(bool, v6);
    QFETCH(int, expected);
    const auto proposal = suite(static_cast<Encryption>(encryption), static_cast<Integrity>(integrity));
    QCOMPARE(static_cast<int>(esp::largestInnerPacket(proposal, udp, v6 ? IpFamily::V6 : IpFamily::V4)), expected);
}

void TestPathMtu::largestInnerFitsAndOneMoreDoesNot()
{
    for (const auto &proposal : {suite(), suite(Encryption::Aes128Gcm16, Integrity::None)}) {
        for (std::size_t mtu = 576; mtu < 640; ++mtu) {
            const std::size_t largest = esp::largestInnerPacket(proposal, true, IpFamily::V4, mtu);
            const PacketLayout layout = PacketLayout::of(proposal);
            QVERIFY(20 + 8 + layout.sealedSize(largest) <= mtu);
            QVERIFY(20 + 8 + layout.sealedSize(largest + 1) > mtu);
        }
    }
}

void TestPathMtu::nothingFitsATinyPath()
{
    QCOMPARE(esp::largestInnerPacket(suite(), true, IpFamily::V4, 60), std::size_t{0});
}

void TestPathMtu::mssIsClamped_data()
{
    QTest::addColumn<bool>("v6");
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("valueAt"); // within the options
    QTest::newRow("first option") << false << QByteArray::fromHex("020405b4") << 2;
    QTest::newRow("behind others") << false << QByteArray::fromHex("0402080a0000000000000000020405b4") << 14;
    QTest::newRow("at an odd place") << false << QByteArray::fromHex("01020405b4010101") << 3;
    QTest::newRow("IPv6") << true << QByteArray::fromHex("020405b4") << 2;
}

void TestPathMtu::mssIsClamped()
{
    QFETCH(bool, v6);
    QFETCH(QByteArray, options);
    QFETCH(int, valueAt);
    const auto from = v6 ? *IpAddress::parse("fd00:1::1") : kLeftHost;
    const auto to = v6 ? *IpAddress::parse("fd00:2::1") : kRightHost;
    Bytes packet = synWith(Bytes(options.begin(), options.end()), from, to);
    QVERIFY(checksumIsRight(packet));
    clampMss(packet, *wire::decodeIpHeader(packet), 1360);
    const std::size_t at = wire::ipHeaderSize(from.family()) + kTcpHeaderSize + static_cast<std::size_t>(valueAt);
    QCOMPARE(wire::loadBig<std::uint16_t>(packet.data() + at), std::uint16_t{1360});
    QVERIFY(checksumIsRight(packet));
}

void TestPathMtu::otherPacketsAreLeftAlone_data()
{
    QTest::addColumn<QByteArray>("packet");
    const auto add = [](const char *name, const Bytes &packet) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char *>(packet.data()),
                                          static_cast<qsizetype>(packet.size()));
    };
    const auto options = [](const char *hex) { return fromHex(hex); };
    add("no SYN", synWith(options("020405b4"), kLeftHost, kRightHost, 0x10));
    add("smaller already", synWith(options("02040218"), kLeftHost, kRightHost));
    add("no MSS", synWith(options("01010402"), kLeftHost, kRightHost));
    add("option of length 0", synWith(options("03000204"), kLeftHost, kRightHost));
    add("option that runs past the end", synWith(options("0101010a"), kLeftHost, kRightHost));
    add("MSS of a wrong length", synWith(options("020605b400000000"), kLeftHost, kRightHost));
    add("behind the end of options", synWith(options("00000000020405b4"), kLeftHost, kRightHost));
    add("UDP", udpPacket(60));
    const Bytes syn = synWith(options("020405b4"), kLeftHost, kRightHost);
    const ByteView tcp = ByteView(syn).subspan(20);
    for (std::size_t size = 0; size < tcp.size(); ++size) {
        const Bytes cut = wire::buildIpPacket(
            {.source = kLeftHost, .destination = kRightHost, .protocol = wire::kProtocolTcp}, tcp.first(size));
        add(("cut at " + std::to_string(size)).c_str(), cut);
    }
}

void TestPathMtu::otherPacketsAreLeftAlone()
{
    QFETCH(QByteArray, packet);
    Bytes bytes(packet.begin(), packet.end());
    const Bytes before = bytes;
    clampMss(bytes, *wire::decodeIpHeader(bytes), 1360);
    QCOMPARE(bytes, before);
}

void TestPathMtu::tunnelClampsBothWays()
{
    struct Limits
    {
        std::uint16_t mtu = 0;
        std::uint16_t mss = 0;
    };
    const auto limited = [](crypto::ChildSa sa, Limits limits) {
        sa.mtu = limits.mtu;
        sa.mss = limits.mss;
        return sa;
    };
    const auto mssBehind = [&](Limits left, Limits right) {
        Gateway sender(limited(leftSa(), left));
        Gateway receiver(limited(samples::mirrored(leftSa()), right));
        sender.protect({synWith(fromHex("020405b4"), kLeftHost, kRightHost)});
        const auto packets = receiver.unprotect(sender.sent.trains.at(0));
        return checksumIsRight(packets.at(0)) ? int{wire::loadBig<std::uint16_t>(packets[0].data() + 42)} : 0;
    };
    QCOMPARE(mssBehind({}, {}), 1422 - 40);
    QCOMPARE(mssBehind({.mtu = 0, .mss = 1200}, {}), 1200); // where the SYN goes out
    QCOMPARE(mssBehind({}, {.mtu = 0, .mss = 1200}), 1200); // where it comes in
    QCOMPARE(mssBehind({}, {.mtu = 1300, .mss = 0}), 1300 - 40);
    QCOMPARE(mssBehind({.mtu = 0, .mss = 1460}, {.mtu = 0, .mss = 1460}), 1460);
}

QTEST_GUILESS_MAIN(TestPathMtu)
#include "test_path_mtu.moc"
