#include "engine/wire/isakmp_message.h"
#include "hostile.h"
#include "tests/support/error_of.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// One payload of every kind that has a codec, one of each that has none, and one that nobody knows.
IsakmpPayloads everyKind()
{
    const SaPayloadV1 sa{{{1, ProtocolId::Ike, {}, {{1, 1, {{1, std::uint16_t{7}}, {14, std::uint16_t{256}}}}}}}};
    const NatOriginalAddress original{IpAddress::v4(192, 0, 2, 1)};
    return {
        {PayloadType::SaV1, sa},
        {PayloadType::KeyExchangeV1, IsakmpKeyExchange{Bytes(128, 9)}},
        {PayloadType::NonceV1, IsakmpNonce{Bytes(8, 1)}},
        {PayloadType::IdentificationV1, toIsakmpId(*api::Identity::parse("gw.example.org"))},
        {PayloadType::CertificateV1, RawPayload{fromHex("043082")}},
        {PayloadType::CertificateRequestV1, RawPayload{fromHex("04")}},
        {PayloadType::HashV1, HashPayload{Bytes(20, 2)}},
        {PayloadType::SignatureV1, RawPayload{Bytes(64, 3)}},
        {PayloadType::NotificationV1, Notification::ofIsakmpSa(NotificationType::InitialContact, IkeSpi{1}, IkeSpi{2})},
        {PayloadType::NotificationV1, Notification::ofLiveness(NotificationType::RUThere, IkeSpi{1}, IkeSpi{2}, 7)},
        {PayloadType::DeleteV1, IsakmpDelete::ofIsakmpSa(IkeSpi{1}, IkeSpi{2})},
        {PayloadType::VendorIdV1, VendorId{fromHex("afcad71368a1f1c96b8696fc77570100")}},
        {PayloadType::NatD, NatDetectionHash{Bytes(20, 4)}},
        {PayloadType::NatOa, original},
        {PayloadType::NatDDraft, NatDetectionHash{Bytes(20, 5)}},
        {PayloadType::NatOaDraft, original},
        {PayloadType::FragmentV1, IsakmpFragment{1, 2, IsakmpFragment::kLastFlag, fromHex("aabb")}},
        {PayloadType{200}, RawPayload{fromHex("abcd")}},
        {PayloadType::VendorIdV1, VendorId{}},
    };
}

IsakmpMessage sample()
{
    IsakmpMessage message;
    message.header.initiatorSpi = IkeSpi{0x0102030405060708};
    message.header.exchange = ExchangeType::IdentityProtection;
    message.content = everyKind();
    return message;
}

// Main mode's first message with nothing but `chain`, whose first payload is `first`.
Bytes messageOf(std::uint8_t first, std::string_view chain)
{
    Bytes bytes = fromHex("0000000000000001 0000000000000000 00 10 02 00 00000000 00000000");
    append(bytes, fromHex(chain));
    bytes[16] = first;
    bytes[27] = static_cast<std::uint8_t>(bytes.size());
    return bytes;
}

} // namespace

class TestIsakmpMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTripsEveryPayload();
    void leavesAnEncryptedBodyClosed();
    void anEncryptedMessageHasABody();
    void theFlagAndTheContentMustAgree();
    void refusesEveryTruncation();
    void givesBackEveryOctetThatItTakes();
    void oneMalformedPayloadSpoilsTheMessage();
    void reservedOctetsAreZero();
    void rejectsOctetsBehindTheLastPayload();
    void aMessageMayBeFilledUpWithZeros();
    void rejectsAMessageWithoutPayloads();
    void rejectsAnotherVersion();
    void rejectsPayloadsOfIkev2ThatEndAChain();
    void openedBodiesMayBePadded();
    void openedBodiesShowWhatAHashCovers();
    void findsPayloads();
    void refusesBodiesThatAreNotTheirTypes();
    void namesPayloadsAsCharonDoes();
    void boundsTheNumberOfPayloads();
};

void TestIsakmpMessage::roundTripsEveryPayload()
{
    const auto bytes = encodeIsakmpMessage(sample());
    QVERIFY(bytes);
    const auto decoded = decodeIsakmpMessage(*bytes);
    QVERIFY(decoded);
    QVERIFY(decoded->payloads());
    QCOMPARE(*decoded->payloads(), everyKind());
    QCOMPARE(decoded->header.nextPayload, PayloadType::SaV1);
    QCOMPARE((*bytes)[17], std::uint8_t{0x10});
    QCOMPARE(std::size_t{decoded->header.length}, bytes->size());
    QCOMPARE(encodeIsakmpMessage(*decoded).value(), *bytes);
}

void TestIsakmpMessage::leavesAnEncryptedBodyClosed()
{
    IsakmpMessage message = sample();
    message.header.flags = kFlagEncryption;
    message.header.nextPayload = PayloadType::HashV1;
    message.header.messageId = MessageId{0xdeadbeef};
    message.content = ClosedBody{Bytes(16, 0xee)};
    const auto bytes = encodeIsakmpMessage(message);
    QVERIFY(bytes);
    const auto decoded = decodeIsakmpMessage(*bytes);
    QVERIFY(decoded);
    QVERIFY(!decoded->payloads());
    QCOMPARE(decoded->closed()->ciphertext, Bytes(16, 0xee));
    QCOMPARE(decoded->header.nextPayload, PayloadType::HashV1); // of the first payload inside
    QCOMPARE(decoded->header.messageId, MessageId{0xdeadbeef});
}

void TestIsakmpMessage::anEncryptedMessageHasABody()
{
    Bytes bytes = messageOf(8, "");
    bytes[19] = kFlagEncryption;
    QCOMPARE(test::errorOf(decodeIsakmpMessage(bytes)).fault, Fault::Truncated);
    IsakmpMessage message = sample();
    message.header.flags = kFlagEncryption;
    message.content = ClosedBody{};
    QCOMPARE(test::errorOf(encodeIsakmpMessage(message)).fault, Fault::InvalidArgument);
}

void TestIsakmpMessage::theFlagAndTheContentMustAgree()
{
    IsakmpMessage message = sample();
    message.header.flags = kFlagEncryption;
    QCOMPARE(test::errorOf(encodeIsakmpMessage(message)).fault, Fault::InvalidArgument);
    message.header.flags = 0;
    message.content = ClosedBody{Bytes(16)};
    QCOMPARE(test::errorOf(encodeIsakmpMessage(message)).fault, Fault::InvalidArgument);
}

void TestIsakmpMessage::refusesEveryTruncation()
{
    const Bytes bytes = encodeIsakmpMessage(sample()).value();
    test::forEveryPrefix(bytes, [](ByteView prefix) { QVERIFY(!decodeIsakmpMessage(prefix)); });
    // The same with a header whose length agrees with what is left: only the payloads' lengths can tell.
    test::forEveryPrefix(bytes, [](ByteView prefix) {
        if (prefix.size() < kIkeHeaderSize)
            return;
        Bytes shortened = toBytes(prefix);
        shortened[26] = static_cast<std::uint8_t>(prefix.size() >> 8);
        shortened[27] = static_cast<std::uint8_t>(prefix.size());
        QVERIFY(!decodeIsakmpMessage(shortened));
    });
    const Bytes chain = toBytes(ByteView(bytes).subspan(kIkeHeaderSize));
    test::forEveryPrefix(chain, [](ByteView prefix) { QVERIFY(!decodeOpenedBody(PayloadType::SaV1, prefix)); });
}

void TestIsakmpMessage::givesBackEveryOctetThatItTakes()
{
    int taken = 0;
    test::forEveryOctet(encodeIsakmpMessage(sample()).value(), [&taken](ByteView changed) {
        const auto decoded = decodeIsakmpMessage(changed);
        if (!decoded)
            return;
        const auto again = encodeIsakmpMessage(*decoded);
        QVERIFY(again);
        Bytes filled = *again;
        filled.resize(changed.size()); // what may follow is zeros
        if (filled.size() == again->size())
            QCOMPARE(toHex(filled), toHex(changed));
        else
            QCOMPARE(toHex(ByteView(filled).subspan(kIkeHeaderSize)), toHex(changed.subspan(kIkeHeaderSize)));
        ++taken;
    });
    QVERIFY(taken > 1000);
}

void TestIsakmpMessage::oneMalformedPayloadSpoilsTheMessage()
{
    // A nonce of four octets between two good payloads.
    const auto decoded = decodeIsakmpMessage(messageOf(8, "0a000005 01 0d000008 00000000 00000004"));
    QVERIFY(!decoded);
    QCOMPARE(test::errorOf(decoded), (Error{Fault::Malformed, "Nonce"}));
}

void TestIsakmpMessage::reservedOctetsAreZero()
{
    // RFC 2408, 3.2. Bit 7 is the critical bit of IKEv2, the others mean nothing there.
    QVERIFY(decodeIsakmpMessage(messageOf(13, "00000005 01")));
    for (int bit = 0; bit < 8; ++bit) {
        Bytes bytes = messageOf(13, "00000005 01");
        bytes[29] = static_cast<std::uint8_t>(1 << bit);
        QCOMPARE(test::errorOf(decodeIsakmpMessage(bytes)), (Error{Fault::Malformed, "reserved octet"}));
    }
}

void TestIsakmpMessage::rejectsOctetsBehindTheLastPayload()
{
    const Error behind{Fault::Malformed, "octets behind the last payload"};
    // One that fills no word, one that is not zero, and a whole word.
    for (const char *payloads : {"00000004 00", "00000005 01 000001", "00000004 00000000"})
        QCOMPARE(test::errorOf(decodeIsakmpMessage(messageOf(13, payloads))), behind);
}

void TestIsakmpMessage::aMessageMayBeFilledUpWithZeros()
{
    // As Libreswan 4.10 does (its ikepad=, on by default).
    for (const char *payloads : {"00000005 01 000000", "00000006 0101 0000", "00000007 010101 00"}) {
        const auto decoded = decodeIsakmpMessage(messageOf(13, payloads));
        QVERIFY(decoded);
        QCOMPARE(payloadNames(*decoded->payloads()), std::string("V"));
    }
}

void TestIsakmpMessage::rejectsAMessageWithoutPayloads()
{
    QCOMPARE(test::errorOf(decodeIsakmpMessage(messageOf(0, ""))), (Error{Fault::Malformed, "no payload"}));
    QCOMPARE(test::errorOf(decodeOpenedBody(PayloadType::None, Bytes(16))), (Error{Fault::Malformed, "no payload"}));
    IsakmpMessage message = sample();
    message.content = IsakmpPayloads{};
    QCOMPARE(test::errorOf(encodeIsakmpMessage(message)).fault, Fault::InvalidArgument);
}

void TestIsakmpMessage::rejectsAnotherVersion()
{
    Bytes bytes = encodeIsakmpMessage(sample()).value();
    for (const auto version : std::initializer_list<std::uint8_t>{0x20, 0x11, 0x00}) {
        bytes[17] = version;
        QCOMPARE(test::errorOf(decodeIsakmpMessage(bytes)), (Error{Fault::Malformed, "IKE version"}));
    }
}

void TestIsakmpMessage::rejectsPayloadsOfIkev2ThatEndAChain()
{
    for (const auto type : std::initializer_list<std::uint8_t>{46, 53}) {
        QVERIFY(!decodeIsakmpMessage(messageOf(type, "00000005 01")));
        const IsakmpPayload payload{PayloadType{type}, RawPayload{Bytes(1)}};
        QCOMPARE(test::errorOf(encodeIsakmpPayloads({&payload, 1})).fault, Fault::InvalidArgument);
    }
}

void TestIsakmpMessage::openedBodiesMayBePadded()
{
    const Bytes chain = fromHex("0d000008 01020304 00000005 ff");
    for (const std::size_t padding : {std::size_t{0}, std::size_t{3}, kMaxPadding - 1, kMaxPadding}) {
        for (const std::uint8_t value : {std::uint8_t{0}, std::uint8_t{0x5a}}) { // RFC 2409, and racoon
            Bytes plain = chain;
            plain.resize(chain.size() + padding, value);
            const auto opened = decodeOpenedBody(PayloadType::HashV1, plain);
            QCOMPARE(opened.has_value(), padding < kMaxPadding);
            if (!opened)
                continue;
            QCOMPARE(payloadNames(opened->payloads), std::string("HASH V"));
            QCOMPARE(opened->size, chain.size());
        }
    }
}

void TestIsakmpMessage::openedBodiesShowWhatAHashCovers()
{
    const Bytes plain = fromHex("0c000008 01020304 0000000c 00000001 03040000 00000000");
    const auto opened = decodeOpenedBody(PayloadType::HashV1, plain);
    QVERIFY(opened);
    QCOMPARE(opened->firstSize, std::size_t{8});
    QCOMPARE(toHex(opened->behindFirst(plain)), std::string("0000000c0000000103040000"));
    // A HASH alone covers nothing of the message.
    const Bytes alone = fromHex("00000008 01020304 00000000 00000000");
    QVERIFY(decodeOpenedBody(PayloadType::HashV1, alone)->behindFirst(alone).empty());
}

void TestIsakmpMessage::findsPayloads()
{
    const IsakmpPayloads payloads = everyKind();
    const auto *keyExchange = findPayload<IsakmpKeyExchange>(payloads, PayloadType::KeyExchangeV1);
    QVERIFY(keyExchange);
    QCOMPARE(keyExchange->data.size(), std::size_t{128});
    QVERIFY(!findPayload<IsakmpNonce>(payloads, PayloadType::KeyExchangeV1)); // of another kind
    QVERIFY(!findPayload<IsakmpNonce>(payloads, PayloadType::Nonce)); // not there: that is IKEv2's
    QCOMPARE(findPayloads<Notification>(payloads, PayloadType::NotificationV1).size(), std::size_t{2});
    QCOMPARE(findPayloads<VendorId>(payloads, PayloadType::VendorIdV1).size(), std::size_t{2});
    QVERIFY(findPayloads<VendorId>(payloads, PayloadType::VendorId).empty());
    QCOMPARE(findNotification(payloads, NotificationType::RUThere)->livenessSequence(),
             std::optional<std::uint32_t>(7));
    QVERIFY(!findNotification(payloads, NotificationType::RUThereAck));
}

void TestIsakmpMessage::refusesBodiesThatAreNotTheirTypes()
{
    const auto fault = [](IsakmpPayload payload) { return test::errorOf(encodeIsakmpPayloads({&payload, 1})).fault; };
    for (const IsakmpPayload &payload : everyKind()) {
        if (!std::holds_alternative<RawPayload>(payload.body))
            QCOMPARE(fault({PayloadType::Sa, payload.body}), Fault::InvalidArgument);
    }
    // A value that does not fit its field: the codec gives nothing, and nothing may be sent for it.
    QCOMPARE(fault({PayloadType::SaV1, SaPayloadV1{}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::NonceV1, IsakmpNonce{}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::VendorIdV1, VendorId{Bytes(65532)}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::None, RawPayload{}}), Fault::InvalidArgument);
    // A message is one datagram.
    IsakmpMessage large = sample();
    large.content = IsakmpPayloads(2, {PayloadType::VendorIdV1, VendorId{Bytes(40000)}});
    QCOMPARE(test::errorOf(encodeIsakmpMessage(large)).fault, Fault::InvalidArgument);
}

void TestIsakmpMessage::namesPayloadsAsCharonDoes()
{
    QCOMPARE(payloadNames(everyKind()),
             std::string("SA KE No ID CERT CERTREQ HASH SIG N(INITIAL_CONTACT) N(DPD) D V NAT-D NAT-OA NAT-D NAT-OA "
                         "FRAG(2/2) (200) V"));
}

void TestIsakmpMessage::boundsTheNumberOfPayloads()
{
    IsakmpMessage message = sample();
    message.content = IsakmpPayloads(64, {PayloadType::VendorIdV1, VendorId{}});
    const Bytes most = encodeIsakmpMessage(message).value();
    QVERIFY(decodeIsakmpMessage(most));
    Bytes tooMany = most;
    tooMany[most.size() - 4] = 13;
    append(tooMany, fromHex("00000004"));
    tooMany[26] = static_cast<std::uint8_t>(tooMany.size() >> 8);
    tooMany[27] = static_cast<std::uint8_t>(tooMany.size());
    QCOMPARE(test::errorOf(decodeIsakmpMessage(tooMany)), (Error{Fault::Malformed, "payload count"}));
}

QTEST_GUILESS_MAIN(TestIsakmpMessage)
#include "test_isakmp_message.moc"
