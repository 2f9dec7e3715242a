#include "engine/wire/encrypted_payload.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// A header, then SK with 8 octets of IV, 4 of ciphertext and 4 of ICV; the first payload inside is IDi.
Bytes sample()
{
    return fromHex("0000000000000001 0000000000000002 2e 20 23 08 00000001 00000030"
                   "23000014 1111111111111111 22222222 33333333");
}

// The second of three fragments, RFC 7383, 2.5.
Bytes fragmentSample()
{
    return fromHex("0000000000000001 0000000000000002 35 20 23 08 00000001 00000034"
                   "00000018 0002 0003 1111111111111111 22222222 33333333");
}

constexpr std::size_t kIvSize = 8;
constexpr std::size_t kIcvSize = 4;

} // namespace

class TestEncryptedPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void locatesTheParts();
    void locatesAFragment();
    void locatesItBehindOtherPayloads();
    void laysOutWhatItLocates();
    void rejectsEveryTruncation();
    void survivesEveryOctet();
    void rejectsWhatIsNotTheLastPayload();
    void rejectsImpossibleFragments();
    void rejectsABodyShorterThanIvAndIcv();
    void boundsTheMessage();
};

void TestEncryptedPayload::locatesTheParts()
{
    const Bytes message = sample();
    const auto layout = locateEncrypted(message, kIvSize, kIcvSize);
    QVERIFY(layout);
    QCOMPARE(layout->firstInner, PayloadType::IdInitiator);
    QVERIFY(!layout->fragment);
    QCOMPARE(layout->payloadOffset, std::size_t{28});
    QCOMPARE(layout->associatedDataSize(), std::size_t{32});
    QCOMPARE(toHex(layout->iv(message)), std::string("1111111111111111"));
    QCOMPARE(toHex(layout->ciphertext(message)), std::string("22222222"));
    QCOMPARE(toHex(layout->icv(message)), std::string("33333333"));
    QCOMPARE(layout->authenticated(message).size(), message.size() - kIcvSize);
    QCOMPARE(layout->messageSize(), message.size());
}

void TestEncryptedPayload::locatesAFragment()
{
    const Bytes message = fragmentSample();
    const auto layout = locateEncrypted(message, kIvSize, kIcvSize);
    QVERIFY(layout);
    QCOMPARE(layout->fragment, std::optional(Fragment{2, 3}));
    QVERIFY(fragmentOf(message).value() == layout->fragment); // needs no sizes
    QVERIFY(!fragmentOf(sample()).value());
    // RFC 7383, 2.5.2 a: the associated data covers the fragment numbers, too.
    QCOMPARE(layout->associatedDataSize(), std::size_t{36});
    QCOMPARE(toHex(layout->iv(message)), std::string("1111111111111111"));
    QCOMPARE(toHex(layout->ciphertext(message)), std::string("22222222"));
}

void TestEncryptedPayload::locatesItBehindOtherPayloads()
{
    const Bytes message = fromHex("0000000000000001 0000000000000002 2b 20 23 08 00000001 00000028"
                                  "2e000005 aa 23000007 112233");
    const auto layout = locateEncrypted(message, 1, 1);
    QVERIFY(layout);
    QCOMPARE(layout->payloadOffset, std::size_t{33});
    QCOMPARE(toHex(layout->ciphertext(message)), std::string("22"));
}

void TestEncryptedPayload::laysOutWhatItLocates()
{
    IkeHeader header;
    header.initiatorSpi = IkeSpi{1};
    header.responderSpi = IkeSpi{2};
    header.exchange = ExchangeType::IkeAuth;
    header.flags = kFlagInitiator;
    header.messageId = MessageId{1};
    const auto fill = [](EncryptedMessage &laidOut) {
        std::ranges::fill(laidOut.layout.mutableIv(laidOut.message), std::uint8_t{0x11});
        std::ranges::fill(laidOut.layout.mutableCiphertext(laidOut.message), std::uint8_t{0x22});
        std::ranges::fill(laidOut.layout.mutableIcv(laidOut.message), std::uint8_t{0x33});
    };

    auto whole = layOutEncrypted(header, PayloadType::IdInitiator, std::nullopt, kIvSize, 4, kIcvSize);
    QVERIFY(whole);
    fill(*whole);
    QCOMPARE(whole->message, sample());
    QCOMPARE(locateEncrypted(whole->message, kIvSize, kIcvSize).value(), whole->layout);

    auto part = layOutEncrypted(header, PayloadType::None, Fragment{2, 3}, kIvSize, 4, kIcvSize);
    QVERIFY(part);
    fill(*part);
    QCOMPARE(part->message, fragmentSample());
    QCOMPARE(locateEncrypted(part->message, kIvSize, kIcvSize).value(), part->layout);
}

void TestEncryptedPayload::rejectsEveryTruncation()
{
    for (const Bytes &message : {sample(), fragmentSample()}) {
        test::forEveryPrefix(message, [](ByteView prefix) { QVERIFY(!locateEncrypted(prefix, kIvSize, kIcvSize)); });
        // The same with a header whose length agrees with what is left.
        test::forEveryPrefix(message, [](ByteView prefix) {
            if (prefix.size() < kIkeHeaderSize)
                return;
            Bytes shortened = toBytes(prefix);
            shortened[27] = static_cast<std::uint8_t>(prefix.size());
            QVERIFY(!locateEncrypted(shortened, kIvSize, kIcvSize));
        });
    }
}

void TestEncryptedPayload::survivesEveryOctet()
{
    for (const Bytes &message : {sample(), fragmentSample()}) {
        test::forEveryOctet(message, [](ByteView changed) {
            const auto layout = locateEncrypted(changed, kIvSize, kIcvSize);
            if (layout)
                QCOMPARE(layout->messageSize(), changed.size());
        });
    }
}

void TestEncryptedPayload::rejectsWhatIsNotTheLastPayload()
{
    Bytes behind = sample();
    append(behind, fromHex("00000004"));
    behind[27] = static_cast<std::uint8_t>(behind.size());
    QCOMPARE(locateEncrypted(behind, kIvSize, kIcvSize).error().fault, Fault::Malformed);

    Bytes clear = sample();
    clear[16] = 0x2b; // a vendor id, which says that IDi follows
    clear[28] = 0;
    QCOMPARE(locateEncrypted(clear, kIvSize, kIcvSize).error().fault, Fault::Malformed);

    const Bytes empty = fromHex("0000000000000001 0000000000000002 00 20 23 08 00000001 0000001c");
    QCOMPARE(locateEncrypted(empty, kIvSize, kIcvSize).error().fault, Fault::Malformed);
}

void TestEncryptedPayload::rejectsImpossibleFragments()
{
    for (const auto &[number, total] : {std::pair{0, 3}, std::pair{4, 3}, std::pair{0, 0}, std::pair{1, 0}}) {
        Bytes message = fragmentSample();
        message[33] = static_cast<std::uint8_t>(number);
        message[35] = static_cast<std::uint8_t>(total);
        QCOMPARE(locateEncrypted(message, kIvSize, kIcvSize).error().fault, Fault::Malformed);
        const Fragment fragment{static_cast<std::uint16_t>(number), static_cast<std::uint16_t>(total)};
        QVERIFY(!layOutEncrypted({}, PayloadType::None, fragment, 8, 8, 8));
    }
}

void TestEncryptedPayload::rejectsABodyShorterThanIvAndIcv()
{
    QVERIFY(locateEncrypted(sample(), 8, 8)); // no ciphertext at all is the opener's to judge
    QCOMPARE(locateEncrypted(sample(), 8, 9).error().fault, Fault::Truncated);
    QCOMPARE(locateEncrypted(sample(), 17, 0).error().fault, Fault::Truncated);
    QCOMPARE(locateEncrypted(sample(), static_cast<std::size_t>(-1), 4).error().fault, Fault::Truncated);
}

void TestEncryptedPayload::boundsTheMessage()
{
    const std::size_t most = kMaxIkeMessageSize - kIkeHeaderSize - 4 - 16;
    QVERIFY(layOutEncrypted({}, PayloadType::None, std::nullopt, 8, most, 8));
    QCOMPARE(layOutEncrypted({}, PayloadType::None, std::nullopt, 8, most + 1, 8).error().fault,
             Fault::InvalidArgument);
    QVERIFY(!layOutEncrypted({}, PayloadType::None, std::nullopt, 8, static_cast<std::size_t>(-1), 8));
}

QTEST_GUILESS_MAIN(TestEncryptedPayload)
#include "test_encrypted_payload.moc"
