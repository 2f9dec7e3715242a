#include "engine/esp/tunnel_header.h"

#include "engine/wire/ip_header.h"
#include "tests/engine/esp/esp_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

class TestTunnelHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outerTakesDscpAndEcn();
    void decapsulationFollowsFigure4_data();
    void decapsulationFollowsFigure4();
};

void TestTunnelHeader::outerTakesDscpAndEcn()
{
    for (int tos = 0; tos < 256; ++tos)
        QCOMPARE(outerTos(static_cast<std::uint8_t>(tos)), static_cast<std::uint8_t>(tos));
}

void TestTunnelHeader::decapsulationFollowsFigure4_data()
{
    // RFC 6040, 4.2, figure 4: rows by the inner field, columns by the outer one; -1: drop.
    constexpr int kNotEct = 0, kEct1 = 1, kEct0 = 2, kCe = 3, kDrop = -1;
    struct Row
    {
        const char *name;
        int inner;
        int whenNotEct, whenEct0, whenEct1, whenCe;
    };
    static constexpr Row kTable[] = {
        {"Not-ECT", kNotEct, kNotEct, kNotEct, kNotEct, kDrop},
        {"ECT(0)", kEct0, kEct0, kEct0, kEct1, kCe},
        {"ECT(1)", kEct1, kEct1, kEct1, kEct1, kCe},
        {"CE", kCe, kCe, kCe, kCe, kCe},
    };
    QTest::addColumn<bool>("v6");
    QTest::addColumn<int>("inner");
    QTest::addColumn<int>("outer");
    QTest::addColumn<int>("expected");
    for (const bool v6 : {false, true}) {
        for (const Row &row : kTable) {
            const auto add = [&](const char *outer, int outerField, int expected) {
                QTest::addRow("%s, inner %s, outer %s", v6 ? "IPv6" : "IPv4", row.name, outer)
                    << v6 << row.inner << outerField << expected;
            };
            add("Not-ECT", kNotEct, row.whenNotEct);
            add("ECT(0)", kEct0, row.whenEct0);
            add("ECT(1)", kEct1, row.whenEct1);
            add("CE", kCe, row.whenCe);
        }
    }
}

void TestTunnelHeader::decapsulationFollowsFigure4()
{
    QFETCH(bool, v6);
    QFETCH(int, inner);
    QFETCH(int, outer);
    QFETCH(int, expected);
    constexpr unsigned kDscp = 0x2e << 2;
    const auto from = v6 ? *IpAddress::parse("fd00:1::1") : kLeftHost;
    const auto to = v6 ? *IpAddress::parse("fd00:2::1") : kRightHost;
    Bytes packet = udpPacket(100, 0, from, to, static_cast<std::uint8_t>(kDscp | static_cast<unsigned>(inner)));

    // The outer DSCP says something else, and must not come in.
    QCOMPARE(decapsulateEcn(packet, static_cast<std::uint8_t>(0x0a << 2 | outer)), expected >= 0);
    if (expected < 0)
        return;
    const auto header = wire::decodeIpHeader(packet);
    QVERIFY(header);
    QCOMPARE(int{header->ecn()}, expected);
    QCOMPARE(unsigned{header->dscp()} << 2, kDscp);
    QVERIFY(v6 || wire::ipv4ChecksumIsRight(packet));
}

QTEST_GUILESS_MAIN(TestTunnelHeader)
#include "test_tunnel_header.moc"
