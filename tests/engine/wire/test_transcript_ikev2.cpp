#include "engine/wire/esp_header.h"
#include "engine/wire/message.h"
#include "engine/wire/udp_encapsulation.h"
#include "hostile.h"
#include "tests/support/vector_file.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

bool isClosed(const Message &message)
{
    return !message.payloads.empty() && std::holds_alternative<EncryptedPayload>(message.payloads.back().body);
}

} // namespace

// tests/vectors/transcript_ikev2_psk.txt: two strongSwan daemons. The fields compared here are those that tshark 4.0.17
// shows for the same capture; the payload lists are those that charon logged.
class TestTranscriptIkev2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyMessageRoundTrips();
    void everyMessageSurvivesTruncation();
    void namesArePrintedAsCharonDoes();
    void initRequest();
    void invalidKeAnswer();
    void initAnswer();
    void closedAuthRequest();
    void authRequest();
    void rekeyInFragments();
    void deletes();
    void espPackets();

private:
    Message message(std::size_t index) const { return decodeMessage(m_messages.at(index).bytes("bytes")).value(); }
    // What the SK payload of a message held.
    Payloads inner(std::size_t index) const
    {
        const auto layout = locateEncrypted(m_messages.at(index).bytes("bytes"), kIvSize, kIcvSize);
        return decodePayloads(layout.value().firstInner, m_messages.at(index).bytes("plain")).value();
    }

    // AES-CBC with HMAC-SHA2-256-128.
    static constexpr std::size_t kIvSize = 16;
    static constexpr std::size_t kIcvSize = 16;
    std::vector<test::VectorRecord> m_messages;
    std::vector<test::VectorRecord> m_espPackets;
};

void TestTranscriptIkev2::initTestCase()
{
    for (const test::VectorRecord &record : test::readVectors("transcript_ikev2_psk.txt")) {
        if (record.name() == "keys")
            continue;
        (record.name().starts_with("ESP") ? m_espPackets : m_messages).push_back(record);
    }
    QCOMPARE(m_messages.size(), std::size_t{14});
    QCOMPARE(m_espPackets.size(), std::size_t{2});
}

void TestTranscriptIkev2::everyMessageRoundTrips()
{
    for (const test::VectorRecord &record : m_messages) {
        const Bytes bytes = record.bytes("bytes");
        const auto decoded = decodeMessage(bytes);
        QVERIFY(decoded);
        QCOMPARE(toHex(encodeMessage(*decoded).value()), toHex(bytes));
        if (!isClosed(*decoded))
            continue;

        const auto layout = locateEncrypted(bytes, kIvSize, kIcvSize);
        QVERIFY(layout);
        QCOMPARE(layout->ciphertextSize % 16, std::size_t{0});
        if (layout->fragment)
            continue; // half a payload; rekeyInFragments() has the whole
        const auto payloads = decodePayloads(layout->firstInner, record.bytes("plain"));
        QVERIFY(payloads);
        QCOMPARE(toHex(encodePayloads(*payloads).value()), record.text("plain"));
    }
}

void TestTranscriptIkev2::everyMessageSurvivesTruncation()
{
    for (const test::VectorRecord &record : m_messages) {
        test::forEveryPrefix(record.bytes("bytes"), [](ByteView prefix) { QVERIFY(!decodeMessage(prefix)); });
        if (!isClosed(decodeMessage(record.bytes("bytes")).value()))
            continue;
        test::forEveryPrefix(record.bytes("plain"), [](ByteView prefix) {
            for (const PayloadType first : {PayloadType::IdInitiator, PayloadType::Notify, PayloadType::Sa})
                QVERIFY(!decodePayloads(first, prefix));
        });
    }
}

void TestTranscriptIkev2::namesArePrintedAsCharonDoes()
{
    for (const test::VectorRecord &record : m_messages) {
        const Message decoded = decodeMessage(record.bytes("bytes")).value();
        const std::string title = exchangeTypeName(decoded.header.exchange)
            + (decoded.header.isResponse() ? " response " : " request ")
            + std::to_string(decoded.header.messageId.value());
        QCOMPARE(title, record.name());

        const auto *closed = findPayload<EncryptedPayload>(decoded.payloads, PayloadType::Encrypted);
        const Payloads shown =
            closed ? decodePayloads(closed->firstInner, record.bytes("plain")).value() : decoded.payloads;
        QCOMPARE(payloadNames(shown), record.text("payloads"));
    }
}

void TestTranscriptIkev2::initRequest()
{
    const Message request = message(0);
    QCOMPARE(request.header.initiatorSpi.value(), std::uint64_t{0x535db95eae60988a});
    QCOMPARE(request.header.responderSpi.value(), std::uint64_t{0});
    QVERIFY(request.header.fromInitiator());

    const auto *sa = findPayload<SaPayload>(request.payloads, PayloadType::Sa);
    QVERIFY(sa);
    const SaPayload offered{{
        {1,
         ProtocolId::Ike,
         {},
         {makeTransform(TransformType::Encryption, 12, 256), makeTransform(TransformType::Integrity, 2),
          makeTransform(TransformType::Prf, 2), makeTransform(TransformType::DhGroup, 31)}},
        {2,
         ProtocolId::Ike,
         {},
         {makeTransform(TransformType::Encryption, 12, 128), makeTransform(TransformType::Integrity, 12),
          makeTransform(TransformType::Prf, 5), makeTransform(TransformType::DhGroup, 14)}},
        {3,
         ProtocolId::Ike,
         {},
         {makeTransform(TransformType::Encryption, 20, 256), makeTransform(TransformType::Prf, 6),
          makeTransform(TransformType::DhGroup, 19)}},
    }};
    QCOMPARE(*sa, offered);

    const auto *keyExchange = findPayload<KeyExchange>(request.payloads, PayloadType::KeyExchange);
    QVERIFY(keyExchange);
    QCOMPARE(keyExchange->group, std::uint16_t{31});
    QCOMPARE(toHex(keyExchange->data), std::string("387dd65a57dd7c3f307db419de9afb5a07ae6c335aba29ad5f65c869eeaaef7b"));
    const auto *nonce = findPayload<Nonce>(request.payloads, PayloadType::Nonce);
    QVERIFY(nonce);
    QCOMPARE(toHex(nonce->data), std::string("1c2edb7d22d7bee47971d5f8928825171a9390cf2c132dc02add5ab38f2cec84"));

    const Notify *source = findNotify(request.payloads, NotifyType::NatDetectionSourceIp);
    QVERIFY(source);
    QCOMPARE(toHex(source->data), std::string("7bbdae3cf8753138287dfe590d2129f00a408cc4"));
    const Notify *destination = findNotify(request.payloads, NotifyType::NatDetectionDestinationIp);
    QVERIFY(destination);
    QCOMPARE(toHex(destination->data), std::string("0225f2854aa540f96567bccb5f329a34f99fe941"));
    const Notify *hashes = findNotify(request.payloads, NotifyType::SignatureHashAlgorithms);
    QVERIFY(hashes);
    QCOMPARE(toHex(hashes->data), std::string("0002000300040005"));
}

void TestTranscriptIkev2::invalidKeAnswer()
{
    const Message answer = message(1);
    QVERIFY(answer.header.isResponse());
    QCOMPARE(answer.header.responderSpi.value(), std::uint64_t{0});
    const Notify *refusal = findNotify(answer.payloads, NotifyType::InvalidKePayload);
    QVERIFY(refusal);
    QCOMPARE(wantedGroup(*refusal), std::optional<std::uint16_t>(14));
}

void TestTranscriptIkev2::initAnswer()
{
    const Message answer = message(3);
    QCOMPARE(answer.header.responderSpi.value(), std::uint64_t{0xf8f2b510be56a603});
    const auto *sa = findPayload<SaPayload>(answer.payloads, PayloadType::Sa);
    QVERIFY(sa);
    // The chosen proposal keeps the number of the offer.
    const SaPayload retried = *findPayload<SaPayload>(message(2).payloads, PayloadType::Sa);
    QCOMPARE(sa->proposals.size(), std::size_t{1});
    QCOMPARE(std::ranges::count(retried.proposals, sa->proposals.front()), 1);
    QCOMPARE(sa->proposals.front().transforms.front(), makeTransform(TransformType::Encryption, 12, 128));
}

void TestTranscriptIkev2::closedAuthRequest()
{
    const Bytes bytes = m_messages.at(4).bytes("bytes");
    const auto layout = locateEncrypted(bytes, kIvSize, kIcvSize);
    QVERIFY(layout);
    QCOMPARE(layout->firstInner, PayloadType::IdInitiator);
    QCOMPARE(toHex(layout->iv(bytes)), std::string("0ea96794af5070246b4f540c45c836ff"));
    QCOMPARE(layout->ciphertextSize, std::size_t{256});
    QCOMPARE(toHex(layout->icv(bytes)), std::string("ee6c0592b7f3328d1f39dc8f94390be5"));
}

void TestTranscriptIkev2::authRequest()
{
    const Payloads payloads = inner(4);
    const auto *initiator = findPayload<Identification>(payloads, PayloadType::IdInitiator);
    QVERIFY(initiator);
    QCOMPARE(initiator->identity.toString(), std::string("left.example.org"));
    const auto *responder = findPayload<Identification>(payloads, PayloadType::IdResponder);
    QVERIFY(responder);
    QCOMPARE(responder->identity.toString(), std::string("right.example.org"));

    const auto *auth = findPayload<Authentication>(payloads, PayloadType::Authentication);
    QVERIFY(auth);
    QCOMPARE(auth->method, AuthMethod::SharedKey);
    QCOMPARE(toHex(auth->data), std::string("f68eb31882da415a59d3c6915a2dffaa93593bb15221c453f2cc55b4ac6e3595"));

    const auto *sa = findPayload<SaPayload>(payloads, PayloadType::Sa);
    QVERIFY(sa);
    const SaPayload offered{{
        {1,
         ProtocolId::Esp,
         fromHex("69a92e4b"),
         {makeTransform(TransformType::Encryption, 12, 128), makeTransform(TransformType::Integrity, 2),
          makeTransform(TransformType::Esn, 0)}},
        {2,
         ProtocolId::Esp,
         fromHex("69a92e4b"),
         {makeTransform(TransformType::Encryption, 20, 256), makeTransform(TransformType::Esn, 0)}},
    }};
    QCOMPARE(*sa, offered);

    const auto *local = findPayload<TrafficSelectors>(payloads, PayloadType::TsInitiator);
    QVERIFY(local);
    // No QCOMPARE here: it would find api::toString() and expect Qt's strings of it.
    QVERIFY(local->selectors == std::vector{api::TrafficSelector::fromPrefix(IpPrefix::parse("10.1.0.0/24").value())});
    const auto *remote = findPayload<TrafficSelectors>(payloads, PayloadType::TsResponder);
    QVERIFY(remote);
    QVERIFY(remote->selectors == std::vector{api::TrafficSelector::fromPrefix(IpPrefix::parse("10.2.0.0/24").value())});
}

void TestTranscriptIkev2::rekeyInFragments()
{
    for (const std::size_t index : {6, 8}) {
        const Bytes first = m_messages.at(index).bytes("bytes");
        const Bytes second = m_messages.at(index + 1).bytes("bytes");
        const auto firstLayout = locateEncrypted(first, kIvSize, kIcvSize);
        const auto secondLayout = locateEncrypted(second, kIvSize, kIcvSize);
        QVERIFY(firstLayout && secondLayout);
        QCOMPARE(firstLayout->fragment, std::optional(Fragment{1, 2}));
        QCOMPARE(secondLayout->fragment, std::optional(Fragment{2, 2}));
        QCOMPARE(secondLayout->firstInner, PayloadType::None); // RFC 7383, 2.5: only the first fragment says

        const test::VectorRecord &whole = m_messages.at(index + 1);
        const auto payloads = decodePayloads(firstLayout->firstInner, whole.bytes("reassembled"));
        QVERIFY(payloads);
        QCOMPARE(payloadNames(*payloads), whole.text("reassembled_payloads"));
        QCOMPARE(toHex(encodePayloads(*payloads).value()), whole.text("reassembled"));
    }
    const auto request = decodePayloads(PayloadType::Notify, m_messages.at(7).bytes("reassembled"));
    const Notify *rekey = findNotify(request.value(), NotifyType::RekeySa);
    QVERIFY(rekey);
    QCOMPARE(rekey->protocol, ProtocolId::Esp);
    QCOMPARE(toHex(rekey->spi), std::string("69a92e4b"));
}

void TestTranscriptIkev2::deletes()
{
    const auto deleted = [this](std::size_t index) {
        const Payloads payloads = inner(index);
        const auto *payload = findPayload<DeletePayload>(payloads, PayloadType::Delete);
        return payload ? *payload : DeletePayload{};
    };
    const std::vector<std::uint32_t> initiators = {0x69a92e4b};
    const std::vector<std::uint32_t> responders = {0x1bb77b56};
    QCOMPARE(deleted(10), DeletePayload::ofChildren(ProtocolId::Esp, initiators));
    QCOMPARE(deleted(11), DeletePayload::ofChildren(ProtocolId::Esp, responders));
    QCOMPARE(deleted(12), DeletePayload::ofIkeSa());
    QVERIFY(inner(13).empty());
}

void TestTranscriptIkev2::espPackets()
{
    const std::array<EspHeader, 2> expected = {EspHeader{0x1bb77b56, 1}, EspHeader{0x69a92e4b, 1}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Bytes packet = m_espPackets.at(i).bytes("bytes");
        QCOMPARE(classifyNatPort(packet).kind, NatPortKind::Esp);
        QCOMPARE(decodeEspHeader(packet), std::optional(expected[i]));
    }
}

QTEST_GUILESS_MAIN(TestTranscriptIkev2)
#include "test_transcript_ikev2.moc"
