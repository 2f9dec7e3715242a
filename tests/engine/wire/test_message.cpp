#include "engine/wire/message.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// One payload of every kind that has a codec, and one that nobody knows.
Payloads everyKind()
{
    const Proposal proposal{1,
                            ProtocolId::Esp,
                            fromHex("01020304"),
                            {makeTransform(TransformType::Encryption, 12, 256), makeTransform(TransformType::Esn, 0)}};
    const TrafficSelectors selectors{{api::TrafficSelector::fromPrefix(IpPrefix::parse("10.1.0.0/24").value())}};
    const Identification id{api::Identity::parse("gw.example.org").value()};
    return {
        {PayloadType::Sa, false, SaPayload{{proposal}}},
        {PayloadType::KeyExchange, false, KeyExchange{31, Bytes(32, 9)}},
        {PayloadType::Nonce, false, Nonce{Bytes(32, 1)}},
        {PayloadType::IdInitiator, false, id},
        {PayloadType::IdResponder, false, id},
        {PayloadType::Certificate, false, Certificate{CertificateEncoding::X509Signature, fromHex("3082")}},
        {PayloadType::CertificateRequest, false, CertificateRequest{CertificateEncoding::X509Signature, Bytes(20)}},
        {PayloadType::Authentication, false, Authentication{AuthMethod::SharedKey, Bytes(32, 2)}},
        {PayloadType::Notify, false, Notify{ProtocolId::None, NotifyType::MobikeSupported, {}, {}}},
        {PayloadType::Delete, false, DeletePayload::ofIkeSa()},
        {PayloadType::TsInitiator, false, selectors},
        {PayloadType::TsResponder, false, selectors},
        {PayloadType::Configuration, false, Configuration{ConfigurationType::Reply, fromHex("00010000")}},
        {PayloadType::Eap, false, RawPayload{fromHex("03010004")}},
        {PayloadType{200}, true, RawPayload{fromHex("abcd")}},
        {PayloadType::VendorId, false, VendorId{}},
    };
}

Message sample()
{
    Message message;
    message.header.initiatorSpi = IkeSpi{0x0102030405060708};
    message.header.exchange = ExchangeType::IkeAuth;
    message.header.flags = kFlagInitiator;
    message.payloads = everyKind();
    return message;
}

} // namespace

class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTripsEveryPayload();
    void roundTripsAClosedPayload();
    void anEmptyMessageHasNoPayloads();
    void survivesEveryTruncation();
    void survivesEveryOctet();
    void oneMalformedPayloadSpoilsTheMessage();
    void rejectsOctetsBehindTheLastPayload();
    void rejectsAnotherVersion();
    void findsPayloads();
    void reportsUnknownCriticalPayloads();
    void refusesBodiesThatAreNotTheirTypes();
    void namesPayloadsAsCharonDoes();
};

void TestMessage::roundTripsEveryPayload()
{
    const auto bytes = encodeMessage(sample());
    QVERIFY(bytes);
    const auto decoded = decodeMessage(*bytes);
    QVERIFY(decoded);
    QCOMPARE(decoded->payloads, sample().payloads);
    QCOMPARE(decoded->header.nextPayload, PayloadType::Sa);
    QCOMPARE(std::size_t{decoded->header.length}, bytes->size());
    QCOMPARE(encodeMessage(*decoded).value(), *bytes);
}

void TestMessage::roundTripsAClosedPayload()
{
    for (const auto &fragment : {std::optional<Fragment>{}, std::optional(Fragment{1, 2})}) {
        Message message = sample();
        const PayloadType type = fragment ? PayloadType::EncryptedFragment : PayloadType::Encrypted;
        message.payloads = {{type, false, EncryptedPayload{PayloadType::IdInitiator, fragment, Bytes(40, 7)}}};
        const auto bytes = encodeMessage(message);
        QVERIFY(bytes);
        QCOMPARE(decodeMessage(*bytes)->payloads, message.payloads);
        QCOMPARE(locateEncrypted(*bytes, 16, 16)->fragment, fragment);
    }
}

void TestMessage::anEmptyMessageHasNoPayloads()
{
    Message message = sample();
    message.payloads.clear();
    const auto bytes = encodeMessage(message);
    QVERIFY(bytes);
    QCOMPARE(bytes->size(), kIkeHeaderSize);
    QVERIFY(decodeMessage(*bytes)->payloads.empty());
}

void TestMessage::survivesEveryTruncation()
{
    const Bytes bytes = encodeMessage(sample()).value();
    test::forEveryPrefix(bytes, [](ByteView prefix) { QVERIFY(!decodeMessage(prefix)); });
    // The same with a header whose length agrees with what is left: only the payloads' lengths can tell.
    test::forEveryPrefix(bytes, [](ByteView prefix) {
        if (prefix.size() < kIkeHeaderSize)
            return;
        Bytes shortened = toBytes(prefix);
        shortened[26] = static_cast<std::uint8_t>(prefix.size() >> 8);
        shortened[27] = static_cast<std::uint8_t>(prefix.size());
        QVERIFY(!decodeMessage(shortened));
    });
}

void TestMessage::survivesEveryOctet()
{
    test::forEveryOctet(encodeMessage(sample()).value(), [](ByteView changed) {
        const auto decoded = decodeMessage(changed);
        if (!decoded)
            return;
        const auto again = encodeMessage(*decoded);
        QVERIFY(again);
        QCOMPARE(payloadNames(decodeMessage(*again)->payloads), payloadNames(decoded->payloads));
    });
}

void TestMessage::oneMalformedPayloadSpoilsTheMessage()
{
    // A nonce of four octets between two good payloads.
    const Bytes bytes = fromHex("0000000000000001 0000000000000000 2b 20 22 08 00000000 0000002c"
                                "28000004 2b000008 00000000 00000004");
    const auto decoded = decodeMessage(bytes);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error(), (Error{Fault::Malformed, "Nonce"}));
}

void TestMessage::rejectsOctetsBehindTheLastPayload()
{
    const Bytes bytes = fromHex("0000000000000001 0000000000000000 2b 20 22 08 00000000 00000021 00000004 ff");
    QCOMPARE(decodeMessage(bytes).error().fault, Fault::Malformed);
}

void TestMessage::rejectsAnotherVersion()
{
    Bytes bytes = encodeMessage(sample()).value();
    bytes[17] = 0x10;
    QCOMPARE(decodeMessage(bytes).error().fault, Fault::Malformed);
    bytes[17] = 0x21; // RFC 7296, 2.5: the minor version is ignored
    QVERIFY(decodeMessage(bytes));
}

void TestMessage::findsPayloads()
{
    const Payloads payloads = everyKind();
    const auto *keyExchange = findPayload<KeyExchange>(payloads, PayloadType::KeyExchange);
    QVERIFY(keyExchange);
    QCOMPARE(keyExchange->group, std::uint16_t{31});
    QVERIFY(findPayload<Identification>(payloads, PayloadType::IdResponder));
    QVERIFY(!findPayload<Nonce>(payloads, PayloadType::KeyExchange)); // of another kind
    QVERIFY(!findPayload<EncryptedPayload>(payloads, PayloadType::Encrypted)); // not there
    QVERIFY(findNotify(payloads, NotifyType::MobikeSupported));
    QVERIFY(!findNotify(payloads, NotifyType::Cookie));
}

void TestMessage::reportsUnknownCriticalPayloads()
{
    Payloads payloads = everyKind();
    QCOMPARE(unknownCriticalPayload(payloads), std::optional(PayloadType{200}));
    // RFC 7296, 2.5: the bit means nothing on a known payload, and an unknown one without it is skipped.
    for (Payload &payload : payloads)
        payload.critical = !payload.critical;
    QCOMPARE(unknownCriticalPayload(payloads), std::nullopt);
}

void TestMessage::refusesBodiesThatAreNotTheirTypes()
{
    const auto fault = [](Payload payload) { return encodePayloads({&payload, 1}).error().fault; };
    QCOMPARE(fault({PayloadType::Nonce, false, KeyExchange{}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::Notify, false, VendorId{}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::Encrypted, false, EncryptedPayload{{}, Fragment{}, {}}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::EncryptedFragment, false, EncryptedPayload{{}, Fragment{2, 1}, {}}}),
             Fault::InvalidArgument);
    // A value that does not fit its field: the codec gives nothing, and nothing may be sent for it.
    QCOMPARE(fault({PayloadType::Sa, false, SaPayload{}}), Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::Notify, false, Notify{ProtocolId::Esp, NotifyType::RekeySa, Bytes(300), {}}}),
             Fault::InvalidArgument);
    QCOMPARE(fault({PayloadType::VendorId, false, VendorId{Bytes(65532)}}), Fault::InvalidArgument);
    // A message is one datagram.
    Message large = sample();
    large.payloads = {{PayloadType::VendorId, false, VendorId{Bytes(40000)}},
                      {PayloadType::VendorId, false, VendorId{Bytes(40000)}}};
    QCOMPARE(encodeMessage(large).error().fault, Fault::InvalidArgument);
}

void TestMessage::namesPayloadsAsCharonDoes()
{
    QCOMPARE(payloadNames(everyKind()),
             std::string("SA KE No IDi IDr CERT CERTREQ AUTH N(MOBIKE_SUP) D TSi TSr CPRP EAP (200) V"));
    const Payloads closed = {{PayloadType::Encrypted, false, EncryptedPayload{}}};
    QCOMPARE(payloadNames(closed), std::string("SK"));
    const Payloads part = {{PayloadType::EncryptedFragment, false, EncryptedPayload{{}, Fragment{1, 2}, {}}}};
    QCOMPARE(payloadNames(part), std::string("EF(1/2)"));
    QCOMPARE(payloadNames({}), std::string());
}

QTEST_GUILESS_MAIN(TestMessage)
#include "test_message.moc"
