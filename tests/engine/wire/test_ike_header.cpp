#include "engine/wire/ike_header.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// The header of strongSwan's answer in tests/vectors/transcript_ikev2_psk.txt, shortened to a message without payloads.
Bytes sample() { return fromHex("535db95eae60988a f8f2b510be56a603 21 20 22 20 00000000 0000001c"); }

} // namespace

class TestIkeHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesEveryField();
    void readsVersion1();
    void keepsUnknownValues();
    void rejectsEveryTruncation();
    void rejectsALengthThatIsNotTheMessages();
    void namesExchanges();
};

void TestIkeHeader::decodesEveryField()
{
    const auto header = decodeIkeHeader(sample());
    QVERIFY(header);
    QCOMPARE(header->initiatorSpi.value(), std::uint64_t{0x535db95eae60988a});
    QCOMPARE(header->responderSpi.value(), std::uint64_t{0xf8f2b510be56a603});
    QCOMPARE(header->nextPayload, PayloadType::Sa);
    QCOMPARE(header->majorVersion, std::uint8_t{2});
    QCOMPARE(header->minorVersion, std::uint8_t{0});
    QCOMPARE(header->exchange, ExchangeType::IkeSaInit);
    QVERIFY(header->isResponse());
    QVERIFY(!header->fromInitiator());
    QCOMPARE(header->messageId.value(), std::uint32_t{0});
    QCOMPARE(header->length, std::uint32_t{28});
    QCOMPARE(encodeIkeHeader(*header), sample());
}

void TestIkeHeader::readsVersion1()
{
    const Bytes bytes = fromHex("0011223344556677 0000000000000000 01 10 02 01 89abcdef 0000001c");
    const auto header = decodeIkeHeader(bytes);
    QVERIFY(header);
    QCOMPARE(header->majorVersion, std::uint8_t{1});
    QCOMPARE(header->exchange, ExchangeType::IdentityProtection);
    QCOMPARE(header->flags, kFlagEncryption);
    QCOMPARE(header->messageId.value(), std::uint32_t{0x89abcdef});
    QCOMPARE(encodeIkeHeader(*header), bytes);
}

void TestIkeHeader::keepsUnknownValues()
{
    const Bytes bytes = fromHex("0000000000000000 ffffffffffffffff c8 f7 f1 ff ffffffff 0000001c");
    const auto header = decodeIkeHeader(bytes);
    QVERIFY(header);
    QCOMPARE(header->majorVersion, std::uint8_t{15});
    QCOMPARE(header->minorVersion, std::uint8_t{7});
    QCOMPARE(encodeIkeHeader(*header), bytes);
}

void TestIkeHeader::rejectsEveryTruncation()
{
    test::forEveryPrefix(sample(), [](ByteView prefix) {
        const auto header = decodeIkeHeader(prefix);
        QVERIFY(!header);
        QCOMPARE(header.error().fault, Fault::Truncated);
    });
}

void TestIkeHeader::rejectsALengthThatIsNotTheMessages()
{
    Bytes longer = sample();
    longer.push_back(0);
    QCOMPARE(decodeIkeHeader(longer).error().fault, Fault::Malformed);

    Bytes shorter = sample();
    shorter[27] = 29;
    QCOMPARE(decodeIkeHeader(shorter).error().fault, Fault::Truncated);
    shorter[27] = 27;
    QCOMPARE(decodeIkeHeader(shorter).error().fault, Fault::Malformed);
    shorter[24] = 0xff; // 4 GiB
    QCOMPARE(decodeIkeHeader(shorter).error().fault, Fault::Truncated);
}

void TestIkeHeader::namesExchanges()
{
    QCOMPARE(exchangeTypeName(ExchangeType::CreateChildSa), std::string("CREATE_CHILD_SA"));
    QCOMPARE(exchangeTypeName(ExchangeType{99}), std::string("EXCHANGE_99"));
}

QTEST_GUILESS_MAIN(TestIkeHeader)
#include "test_ike_header.moc"
