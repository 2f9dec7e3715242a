#include "engine/wire/sa_payload_v2.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// The SA of strongSwan's IKE_AUTH request in tests/vectors/transcript_ikev2_psk.txt: two ESP proposals, AES-CBC-128 with
// HMAC-SHA1-96 and AES-GCM-256.
Bytes sample()
{
    return fromHex("02000028 01030403 69a92e4b 0300000c 0100000c 800e0080 03000008 03000002 00000008 05000000"
                   "00000020 02030402 69a92e4b 0300000c 01000014 800e0100 00000008 05000000");
}

// A proposal with one transform whose attributes are `attributes`.
Bytes withAttributes(std::string_view attributes)
{
    const Bytes list = fromHex(attributes);
    Bytes bytes = fromHex("00000000 01030001 00000000 01000014");
    bytes[3] = static_cast<std::uint8_t>(16 + list.size());
    bytes[11] = static_cast<std::uint8_t>(8 + list.size());
    append(bytes, list);
    return bytes;
}

} // namespace

class TestSaPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesProposalsAndTransforms();
    void keepsUnknownTransformsAndAttributes();
    void aKeyLengthInTheLongFormatIsNone();
    void rejectsEveryTruncation();
    void survivesEveryOctet();
    void rejectsContradictions_data();
    void rejectsContradictions();
    void boundsAttributesAndProposals();
    void doesNotEncodeWhatDoesNotFit();
};

void TestSaPayload::decodesProposalsAndTransforms()
{
    const auto sa = decodeSaPayload(sample());
    QVERIFY(sa);

    SaPayload expected;
    Proposal cbc;
    cbc.number = 1;
    cbc.protocol = ProtocolId::Esp;
    cbc.spi = fromHex("69a92e4b");
    cbc.transforms = {makeTransform(TransformType::Encryption, 12, 128), makeTransform(TransformType::Integrity, 2),
                      makeTransform(TransformType::Esn, 0)};
    Proposal gcm = cbc;
    gcm.number = 2;
    gcm.transforms = {makeTransform(TransformType::Encryption, 20, 256), makeTransform(TransformType::Esn, 0)};
    expected.proposals = {cbc, gcm};

    QCOMPARE(*sa, expected);
    QCOMPARE(sa->proposals[1].transforms[0].keyLength(), std::optional<std::uint16_t>(256));
    QCOMPARE(sa->proposals[1].transforms[1].keyLength(), std::nullopt);
    QVERIFY(!sa->proposals[1].transforms[0].hasUnknownAttribute());
    QCOMPARE(encodeSaPayload(expected), sample());
}

void TestSaPayload::keepsUnknownTransformsAndAttributes()
{
    // Protocol 200 with an SPI of one octet, transform type 241, a short attribute and a long one.
    const Bytes bytes = fromHex("0000001d 09c80101 aa 00000014 f100ffff 8123 4567 0042 0004 01020304");
    const auto sa = decodeSaPayload(bytes);
    QVERIFY(sa);
    const Proposal &proposal = sa->proposals.front();
    QCOMPARE(proposal.protocol, ProtocolId{200});
    const Transform &transform = proposal.transforms.front();
    QCOMPARE(transform.type, TransformType{241});
    QCOMPARE(transform.attributes[0], (DataAttribute{0x123, std::uint16_t{0x4567}}));
    QCOMPARE(transform.attributes[1], (DataAttribute{0x42, fromHex("01020304")}));
    QVERIFY(transform.hasUnknownAttribute());
    QCOMPARE(transform.keyLength(), std::nullopt);
    QCOMPARE(encodeSaPayload(*sa), bytes);
}

void TestSaPayload::aKeyLengthInTheLongFormatIsNone()
{
    // RFC 7296, 3.3.5: key lengths have the short format only, and such a transform must not be chosen.
    const auto sa = decodeSaPayload(withAttributes("000e 0002 0100"));
    QVERIFY(sa);
    QCOMPARE(sa->proposals[0].transforms[0].keyLength(), std::nullopt);
    QVERIFY(sa->proposals[0].transforms[0].hasUnknownAttribute());
}

void TestSaPayload::rejectsEveryTruncation()
{
    test::forEveryPrefix(sample(), [](ByteView prefix) { QVERIFY(!decodeSaPayload(prefix)); });
}

void TestSaPayload::survivesEveryOctet()
{
    test::forEveryOctet(sample(), [](ByteView changed) {
        const auto sa = decodeSaPayload(changed);
        if (sa)
            QCOMPARE(decodeSaPayload(encodeSaPayload(*sa)).value(), *sa);
    });
}

void TestSaPayload::rejectsContradictions_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("value");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, int offset, int value, Fault fault) {
        QTest::newRow(name) << offset << value << static_cast<int>(fault);
    };
    row("the first proposal says it is the last", 0, 0, Fault::Malformed);
    row("an unknown last-substructure octet", 0, 3, Fault::Malformed);
    row("the last proposal says that more follow", 40, 2, Fault::Malformed);
    row("a proposal shorter than its header", 3, 7, Fault::Malformed);
    row("a proposal longer than the payload", 43, 33, Fault::Truncated);
    row("an SPI longer than the proposal", 46, 200, Fault::Truncated);
    row("one transform more than there are", 7, 4, Fault::Malformed);
    row("one transform fewer than there are", 7, 2, Fault::Malformed);
    row("the first transform says it is the last", 12, 0, Fault::Malformed);
    row("the last transform says that more follow", 32, 3, Fault::Malformed);
    row("a transform shorter than its header", 15, 7, Fault::Malformed);
    row("a transform longer than its proposal", 35, 9, Fault::Truncated);
    row("an attribute cut by its transform", 15, 10, Fault::Truncated);
}

void TestSaPayload::rejectsContradictions()
{
    QFETCH(int, offset);
    QFETCH(int, value);
    QFETCH(int, fault);
    Bytes bytes = sample();
    bytes[static_cast<std::size_t>(offset)] = static_cast<std::uint8_t>(value);
    const auto sa = decodeSaPayload(bytes);
    QVERIFY(!sa);
    QCOMPARE(static_cast<int>(sa.error().fault), fault);
}

void TestSaPayload::boundsAttributesAndProposals()
{
    Transform transform{TransformType::Encryption, 20, {}};
    transform.attributes.resize(kMaxAttributes);
    SaPayload sa{{Proposal{1, ProtocolId::Esp, {}, {transform}}}};
    const Bytes most = encodeSaPayload(sa);
    QVERIFY(decodeSaPayload(most));
    sa.proposals.front().transforms.front().attributes.emplace_back();
    QVERIFY(encodeSaPayload(sa).empty());

    Bytes oneMore = most;
    append(oneMore, fromHex("80000000"));
    const auto grow = [&oneMore](std::size_t at) {
        const auto length = static_cast<std::uint16_t>((oneMore[at] << 8 | oneMore[at + 1]) + 4);
        oneMore[at] = static_cast<std::uint8_t>(length >> 8);
        oneMore[at + 1] = static_cast<std::uint8_t>(length);
    };
    grow(2); // of the proposal
    grow(10); // of the transform
    QCOMPARE(decodeSaPayload(oneMore).error().fault, Fault::Malformed);

    Bytes proposals;
    for (int i = 0; i < 255; ++i)
        append(proposals, fromHex("02000008 01030000"));
    Bytes allowed = proposals;
    allowed[allowed.size() - 8] = 0;
    QVERIFY(decodeSaPayload(allowed));
    append(proposals, fromHex("00000008 01030000"));
    QCOMPARE(decodeSaPayload(proposals).error().fault, Fault::Malformed);
}

void TestSaPayload::doesNotEncodeWhatDoesNotFit()
{
    QVERIFY(encodeSaPayload({}).empty());
    QVERIFY(!decodeSaPayload({}));

    Proposal proposal{1, ProtocolId::Esp, Bytes(256), {}};
    QVERIFY(encodeSaPayload({{proposal}}).empty());
    proposal.spi.clear();
    proposal.transforms.assign(256, makeTransform(TransformType::DhGroup, 14));
    QVERIFY(encodeSaPayload({{proposal}}).empty());
    proposal.transforms.assign(255, makeTransform(TransformType::DhGroup, 14));
    QVERIFY(!encodeSaPayload({{proposal}}).empty());

    Transform oversized{TransformType::Encryption, 12, {DataAttribute{0x8000, std::uint16_t{1}}}};
    QVERIFY(encodeSaPayload({{Proposal{1, ProtocolId::Esp, {}, {oversized}}}}).empty());
}

QTEST_GUILESS_MAIN(TestSaPayload)
#include "test_sa_payload.moc"
