#include "engine/wire/sa_payload_v1.h"
#include "hostile.h"
#include "tests/support/error_of.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// Two ESP proposals with the attributes of RFC 2407, 4.5: AES-256 with HMAC-SHA2-256 or HMAC-SHA, in a tunnel, 28800
// seconds, where the duration stands in the long format; and 3DES with HMAC-MD5, 4608000 kilobytes.
Bytes sample()
{
    return fromHex("00000001 00000001"
                   "02000058 01030402 12345678"
                   "0300002c 010c0000 80010001 0002000400007080 80040003 80050005 80060100 80010002 00020004 00465000"
                   "00000020 020c0000 80010001 0002000400007080 80040003 80050002 80060100"
                   "00000028 02030401 12345678"
                   "0000001c 01030000 80040003 80050001 80010002 00020004 00465000");
}

// One transform, with `attributes`.
Bytes withAttributes(std::string_view attributes)
{
    const Bytes list = fromHex(attributes);
    Bytes bytes = fromHex("00000001 00000001 00000000 01010001 00000000 01010000");
    bytes[10] = static_cast<std::uint8_t>((16 + list.size()) >> 8);
    bytes[11] = static_cast<std::uint8_t>(16 + list.size());
    bytes[18] = static_cast<std::uint8_t>((8 + list.size()) >> 8);
    bytes[19] = static_cast<std::uint8_t>(8 + list.size());
    append(bytes, list);
    return bytes;
}

} // namespace

class TestSaPayloadV1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesProposalsAndTransforms();
    void keepsWhatItDoesNotKnow();
    void keepsAnSpiInPhaseOne();
    void proposalsMayShareANumber();
    void rejectsEveryTruncation();
    void givesBackEveryOctetThatItTakes();
    void rejectsContradictions_data();
    void rejectsContradictions();
    void boundsAttributesAndProposals();
    void doesNotEncodeWhatDoesNotFit();
};

void TestSaPayloadV1::decodesProposalsAndTransforms()
{
    const auto sa = decodeSaPayloadV1(sample());
    QVERIFY(sa);
    QCOMPARE(sa->proposals.size(), std::size_t{2});
    const ProposalV1 &aes = sa->proposals[0];
    QCOMPARE(aes.number, std::uint8_t{1});
    QCOMPARE(aes.protocol, ProtocolId::Esp);
    QCOMPARE(toHex(aes.spi), std::string("12345678"));
    QCOMPARE(aes.transforms.size(), std::size_t{2});
    QCOMPARE(aes.transforms[0].number, std::uint8_t{1});
    QCOMPARE(aes.transforms[0].id, std::uint8_t{12});
    const std::vector<DataAttribute> attributes = {
        {1, std::uint16_t{1}},   {2, fromHex("00007080")}, {4, std::uint16_t{3}},    {5, std::uint16_t{5}},
        {6, std::uint16_t{256}}, {1, std::uint16_t{2}},    {2, fromHex("00465000")},
    };
    QCOMPARE(aes.transforms[0].attributes, attributes);
    QCOMPARE(aes.transforms[1].number, std::uint8_t{2});
    QCOMPARE(sa->proposals[1].number, std::uint8_t{2});
    QCOMPARE(sa->proposals[1].transforms[0].id, std::uint8_t{3});
    QCOMPARE(toHex(encodeSaPayloadV1(*sa)), toHex(sample()));
}

void TestSaPayloadV1::keepsWhatItDoesNotKnow()
{
    // Protocol 4 (IPCOMP) with its SPI of two octets, transform 200, an attribute of each format.
    const Bytes bytes =
        fromHex("00000001 00000001 0000001e 01040201 abcd 00000014 07c80000 ffff 4567 7fff0004 01020304");
    const auto sa = decodeSaPayloadV1(bytes);
    QVERIFY(sa);
    QCOMPARE(sa->proposals[0].protocol, ProtocolId{4});
    QCOMPARE(sa->proposals[0].transforms[0].id, std::uint8_t{200});
    QCOMPARE(sa->proposals[0].transforms[0].attributes[0], (DataAttribute{0x7fff, std::uint16_t{0x4567}}));
    QCOMPARE(sa->proposals[0].transforms[0].attributes[1], (DataAttribute{0x7fff, fromHex("01020304")}));
    QCOMPARE(encodeSaPayloadV1(*sa), bytes);
}

void TestSaPayloadV1::keepsAnSpiInPhaseOne()
{
    // RFC 2408, 3.5: an SPI of 0 to 16 octets, which is to be ignored; the answer and HASH_I need it all the same.
    const Bytes bytes = fromHex("00000001 00000001 00000018 01010801 0102030405060708 00000008 01010000");
    const auto sa = decodeSaPayloadV1(bytes);
    QVERIFY(sa);
    QCOMPARE(toHex(sa->proposals[0].spi), std::string("0102030405060708"));
    QCOMPARE(encodeSaPayloadV1(*sa), bytes);
}

void TestSaPayloadV1::proposalsMayShareANumber()
{
    // AH and ESP together: RFC 2408, 4.2.
    Bytes bytes = sample();
    bytes[96 + 4] = 1;
    const auto sa = decodeSaPayloadV1(bytes);
    QVERIFY(sa);
    QCOMPARE(sa->proposals[1].number, std::uint8_t{1});
}

void TestSaPayloadV1::rejectsEveryTruncation()
{
    test::forEveryPrefix(sample(), [](ByteView prefix) { QVERIFY(!decodeSaPayloadV1(prefix)); });
    QCOMPARE(test::errorOf(decodeSaPayloadV1({})).fault, Fault::Truncated);
    QCOMPARE(test::errorOf(decodeSaPayloadV1(fromHex("0000000100000001"))).fault, Fault::Truncated);
}

// HASH_I and HASH_R cover the initiator's SA as it came (RFC 2409, 5).
void TestSaPayloadV1::givesBackEveryOctetThatItTakes()
{
    int taken = 0;
    test::forEveryOctet(sample(), [&taken](ByteView changed) {
        const auto sa = decodeSaPayloadV1(changed);
        if (!sa)
            return;
        QCOMPARE(toHex(encodeSaPayloadV1(*sa)), toHex(changed));
        ++taken;
    });
    QVERIFY(taken > 100);
}

void TestSaPayloadV1::rejectsContradictions_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("value");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, int offset, int value, Fault fault) {
        QTest::newRow(name) << offset << value << static_cast<int>(fault);
    };
    row("another domain of interpretation", 3, 0, Fault::Malformed);
    row("another situation", 7, 3, Fault::Malformed);
    row("the first proposal says it is the last", 8, 0, Fault::Malformed);
    row("a payload that is no proposal follows", 8, 3, Fault::Malformed);
    row("the last proposal says that more follow", 96, 2, Fault::Malformed);
    row("the proposal's reserved octet", 9, 1, Fault::Malformed);
    row("a proposal shorter than its header", 11, 7, Fault::Malformed);
    row("a proposal longer than the payload", 99, 41, Fault::Truncated);
    row("an SPI longer than the proposal", 14, 200, Fault::Truncated);
    row("one transform more than there are", 15, 3, Fault::Malformed);
    row("one transform fewer than there are", 15, 1, Fault::Malformed);
    row("the first transform says it is the last", 20, 0, Fault::Malformed);
    row("a payload that is no transform follows", 20, 2, Fault::Malformed);
    row("the last transform says that more follow", 108, 3, Fault::Malformed);
    row("the transform's reserved octet", 21, 1, Fault::Malformed);
    row("the transform's reserved octets behind its number", 27, 1, Fault::Malformed);
    row("a transform shorter than its header", 23, 7, Fault::Malformed);
    row("a transform longer than its proposal", 111, 0x1d, Fault::Truncated);
    row("an attribute longer than its transform", 35, 0x40, Fault::Truncated);
}

void TestSaPayloadV1::rejectsContradictions()
{
    QFETCH(int, offset);
    QFETCH(int, value);
    QFETCH(int, fault);
    Bytes bytes = sample();
    QVERIFY(decodeSaPayloadV1(bytes));
    bytes[static_cast<std::size_t>(offset)] = static_cast<std::uint8_t>(value);
    const auto sa = decodeSaPayloadV1(bytes);
    QVERIFY(!sa);
    QCOMPARE(static_cast<int>(sa.error().fault), fault);
}

void TestSaPayloadV1::boundsAttributesAndProposals()
{
    std::string attributes;
    for (std::size_t i = 0; i < kMaxAttributes; ++i)
        attributes += "80010001";
    QVERIFY(decodeSaPayloadV1(withAttributes(attributes)));
    QCOMPARE(test::errorOf(decodeSaPayloadV1(withAttributes(attributes + "80010001"))).fault, Fault::Malformed);

    SaPayloadV1 sa;
    sa.proposals.resize(255, ProposalV1{1, ProtocolId::Esp, Bytes(4), {{1, 3, {}}}});
    QVERIFY(decodeSaPayloadV1(encodeSaPayloadV1(sa)) == sa);
    sa.proposals.push_back(sa.proposals.front());
    QVERIFY(encodeSaPayloadV1(sa).empty());
}

void TestSaPayloadV1::doesNotEncodeWhatDoesNotFit()
{
    const ProposalV1 good{1, ProtocolId::Ike, {}, {{1, 1, {}}}};
    QVERIFY(!encodeSaPayloadV1({{good}}).empty());
    QVERIFY(encodeSaPayloadV1({}).empty());
    ProposalV1 bad = good;
    bad.transforms.clear();
    QVERIFY(encodeSaPayloadV1({{bad}}).empty());
    QVERIFY(!decodeSaPayloadV1(fromHex("00000001 00000001 00000008 01010000")));
    bad = good;
    bad.spi = Bytes(256);
    QVERIFY(encodeSaPayloadV1({{bad}}).empty());
    bad = good;
    bad.transforms.resize(256, good.transforms.front());
    QVERIFY(encodeSaPayloadV1({{bad}}).empty());
    bad = good;
    bad.transforms[0].attributes = {{0x8000, std::uint16_t{1}}};
    QVERIFY(encodeSaPayloadV1({{bad}}).empty());
}

QTEST_GUILESS_MAIN(TestSaPayloadV1)
#include "test_sa_payload_v1.moc"
