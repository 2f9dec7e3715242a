#include "engine/wire/traffic_selectors.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// TCP to port 443 of 10.1.0.0/24, and everything of 2001:db8::/126. RFC 7296, 3.13.1.
Bytes sample()
{
    return fromHex("02000000 07060010 01bb01bb 0a010000 0a0100ff"
                   "08000028 0000ffff 20010db8000000000000000000000000 20010db8000000000000000000000003");
}

} // namespace

class TestTrafficSelectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesBothFamilies();
    void skipsAndCountsUnknownTypes();
    void keepsOpaquePorts();
    void rejectsEveryTruncation();
    void survivesEveryOctet();
    void rejectsContradictions();
    void doesNotEncodeWhatDoesNotFit();
};

void TestTrafficSelectors::decodesBothFamilies()
{
    const auto decoded = decodeTrafficSelectors(sample());
    QVERIFY(decoded);
    QCOMPARE(decoded->skipped, std::size_t{0});
    QCOMPARE(decoded->selectors.size(), std::size_t{2});

    const api::TrafficSelector tcp{6, 443, 443, IpAddress::v4(10, 1, 0, 0), IpAddress::v4(10, 1, 0, 255)};
    QCOMPARE(decoded->selectors[0], tcp);
    const api::TrafficSelector v6 = api::TrafficSelector::fromPrefix(IpPrefix::parse("2001:db8::/126").value());
    QCOMPARE(decoded->selectors[1], v6);
    QCOMPARE(encodeTrafficSelectors({{tcp, v6}}), sample());
}

void TestTrafficSelectors::skipsAndCountsUnknownTypes()
{
    // Type 9 is Fibre Channel (RFC 4595); 10 is the security label of RFC 9478.
    const Bytes bytes = fromHex("03000000 09000018 00000000 00000000 00000000 00000000 00000000"
                                "07000010 0000ffff 0a010000 0a0100ff 0a000008 00000000");
    const auto decoded = decodeTrafficSelectors(bytes);
    QVERIFY(decoded);
    QCOMPARE(decoded->skipped, std::size_t{2});
    QCOMPARE(decoded->selectors.size(), std::size_t{1});
}

void TestTrafficSelectors::keepsOpaquePorts()
{
    const Bytes bytes = fromHex("01000000 07060010 ffff0000 0a010000 0a0100ff");
    const auto decoded = decodeTrafficSelectors(bytes);
    QVERIFY(decoded);
    QCOMPARE(decoded->selectors[0].startPort, std::uint16_t{65535});
    QCOMPARE(decoded->selectors[0].endPort, std::uint16_t{0});
    QCOMPARE(encodeTrafficSelectors(*decoded), bytes);
}

void TestTrafficSelectors::rejectsEveryTruncation()
{
    test::forEveryPrefix(sample(), [](ByteView prefix) { QVERIFY(!decodeTrafficSelectors(prefix)); });
}

void TestTrafficSelectors::survivesEveryOctet()
{
    test::forEveryOctet(sample(), [](ByteView changed) {
        auto decoded = decodeTrafficSelectors(changed);
        if (!decoded)
            return;
        decoded->skipped = 0;
        QCOMPARE(decodeTrafficSelectors(encodeTrafficSelectors(*decoded)).value(), *decoded);
    });
}

void TestTrafficSelectors::rejectsContradictions()
{
    const auto fault = [](std::string_view hex) { return decodeTrafficSelectors(fromHex(hex)).error().fault; };
    // The number of selectors.
    QCOMPARE(fault("02000000 07000010 0000ffff 0a010000 0a0100ff"), Fault::Truncated);
    QCOMPARE(fault("00000000 07000010 0000ffff 0a010000 0a0100ff"), Fault::Malformed);
    // The length of one.
    QCOMPARE(fault("01000000 07000007 0000ffff"), Fault::Malformed);
    QCOMPARE(fault("01000000 0700000c 0000ffff 0a010000"), Fault::Malformed);
    QCOMPARE(fault("01000000 07000014 0000ffff 0a010000 0a0100ff 00000000"), Fault::Malformed);
    QCOMPARE(fault("01000000 08000010 0000ffff 0a010000 0a0100ff"), Fault::Malformed);
    QCOMPARE(fault("01000000 09000010 0000ffff"), Fault::Truncated);
    // Ranges that end before they begin.
    QCOMPARE(fault("01000000 07000010 0000ffff 0a010001 0a010000"), Fault::Malformed);
    QCOMPARE(fault("01000000 07060010 00020001 0a010000 0a0100ff"), Fault::Malformed);
}

void TestTrafficSelectors::doesNotEncodeWhatDoesNotFit()
{
    const api::TrafficSelector any = api::TrafficSelector::fromPrefix(IpPrefix{});
    TrafficSelectors many{std::vector(255, any)};
    QVERIFY(decodeTrafficSelectors(encodeTrafficSelectors(many)));
    many.selectors.push_back(any);
    QVERIFY(encodeTrafficSelectors(many).empty());

    api::TrafficSelector mixed = any;
    mixed.end = IpAddress::any(IpFamily::V6);
    QVERIFY(encodeTrafficSelectors({{mixed}}).empty());
}

QTEST_GUILESS_MAIN(TestTrafficSelectors)
#include "test_traffic_selectors.moc"
