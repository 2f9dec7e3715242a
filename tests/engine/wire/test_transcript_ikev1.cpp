#include "engine/wire/isakmp_message.h"
#include "tests/support/ikev1_transcript.h"
#include "tests/support/vector_rows.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::wire;

// What two strongSwan daemons said to each other, decoded and encoded again. The encrypted messages are opened by
// test_ikev1_transcript_keys; here their plain texts are what charon logged.
class TestTranscriptIkev1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datagramsSurviveARoundTrip_data() { transcripts(); }
    void datagramsSurviveARoundTrip();
    void plainTextsSurviveARoundTrip_data() { transcripts(); }
    void plainTextsSurviveARoundTrip();
    void fragmentsMakeUpAMessage();
    void mainModeSaysWhatWasConfigured();
    void quickModeSaysWhatWasConfigured();
    void notificationsAndDeletes();
    void ipv6Selectors();

private:
    static void transcripts()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : test::kIkev1Transcripts)
            QTest::newRow(name) << QString::fromLatin1(name);
    }
};

void TestTranscriptIkev1::datagramsSurviveARoundTrip()
{
    QFETCH(QString, name);
    for (const auto &datagram : test::readIkev1Transcript(name.toStdString()).datagrams) {
        std::vector<Bytes> messages = datagram.fragments;
        if (!datagram.bytes.empty())
            messages.push_back(datagram.bytes);
        QVERIFY(!messages.empty());
        for (const Bytes &bytes : messages) {
            const auto message = decodeIsakmpMessage(bytes);
            QVERIFY2(message.has_value(), datagram.title.c_str());
            QCOMPARE(test::hex(encodeIsakmpMessage(*message).value()), test::hex(bytes));
            QVERIFY(message->header.initiatorSpi != IkeSpi{});
            if (datagram.fragments.empty()) {
                QCOMPARE(message->closed() != nullptr, datagram.isEncrypted());
                if (message->payloads())
                    QCOMPARE(payloadNames(*message->payloads()), datagram.payloads);
            }
        }
    }
}

void TestTranscriptIkev1::plainTextsSurviveARoundTrip()
{
    QFETCH(QString, name);
    int opened = 0;
    for (const auto &datagram : test::readIkev1Transcript(name.toStdString()).datagrams) {
        if (!datagram.isEncrypted() || datagram.bytes.empty())
            continue;
        const auto header = decodeIkeHeader(datagram.bytes).value();
        const auto body = decodeOpenedBody(header.nextPayload, datagram.plain);
        QVERIFY2(body.has_value(), datagram.title.c_str());
        QCOMPARE(payloadNames(body->payloads), datagram.payloads);
        const ByteView chain = ByteView(datagram.plain).first(body->size);
        QCOMPARE(test::hex(encodeIsakmpPayloads(body->payloads).value()), test::hex(chain));
        QVERIFY(
            std::ranges::all_of(ByteView(datagram.plain).subspan(body->size), [](auto octet) { return octet == 0; }));
        const auto *hash = findPayload<HashPayload>(body->payloads, PayloadType::HashV1);
        QVERIFY(hash);
        QCOMPARE(test::hex(hash->data), test::hex(datagram.hash));
        ++opened;
    }
    QVERIFY(opened >= 5);
}

void TestTranscriptIkev1::fragmentsMakeUpAMessage()
{
    int whole = 0;
    for (const auto &datagram : test::readIkev1Transcript("fragments").datagrams) {
        if (datagram.fragments.empty())
            continue;
        Bytes message;
        for (const Bytes &bytes : datagram.fragments) {
            const auto part = decodeIsakmpMessage(bytes);
            const auto *fragment = findPayload<IsakmpFragment>(*part->payloads(), PayloadType::FragmentV1);
            QVERIFY(fragment);
            QCOMPARE(fragment->isLast(), &bytes == &datagram.fragments.back());
            append(message, fragment->data);
        }
        const auto decoded = decodeIsakmpMessage(message);
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->closed() != nullptr, datagram.isEncrypted());
        if (decoded->payloads())
            QCOMPARE(payloadNames(*decoded->payloads()), datagram.payloads);
        else
            QCOMPARE(decoded->closed()->ciphertext.size(), datagram.plain.size());
        ++whole;
    }
    QCOMPARE(whole, 4); // both KE messages of main mode and two of quick mode
}

void TestTranscriptIkev1::mainModeSaysWhatWasConfigured()
{
    const auto transcript = test::readIkev1Transcript("main");
    const auto first = decodeIsakmpMessage(transcript.datagrams[0].bytes).value();
    QCOMPARE(first.header.exchange, ExchangeType::IdentityProtection);
    QCOMPARE(first.header.responderSpi, IkeSpi{});
    const auto *sa = findPayload<SaPayloadV1>(*first.payloads(), PayloadType::SaV1);
    QVERIFY(sa);
    QCOMPARE(sa->proposals.size(), std::size_t{1});
    QCOMPARE(sa->proposals[0].protocol, ProtocolId::Ike);
    QVERIFY(sa->proposals[0].spi.empty());
    const TransformV1 &transform = sa->proposals[0].transforms.at(0);
    QCOMPARE(transform.id, std::uint8_t{1}); // KEY_IKE
    // AES, 256 bits, SHA, group 2, pre-shared key, and four hours less 10 % in seconds.
    const std::vector<DataAttribute> attributes = {
        {1, std::uint16_t{7}}, {14, std::uint16_t{256}}, {2, std::uint16_t{2}},      {4, std::uint16_t{2}},
        {3, std::uint16_t{1}}, {11, std::uint16_t{1}},   {12, std::uint16_t{15840}},
    };
    QCOMPARE(transform.attributes, attributes);

    const auto third = decodeIsakmpMessage(transcript.datagrams[2].bytes).value();
    QCOMPARE(findPayload<IsakmpKeyExchange>(*third.payloads(), PayloadType::KeyExchangeV1)->data.size(),
             std::size_t{128});
    const auto natDetection = findPayloads<NatDetectionHash>(*third.payloads(), PayloadType::NatD);
    QCOMPARE(natDetection.size(), std::size_t{2});
    QCOMPARE(natDetection[0]->hash.size(), std::size_t{20}); // SHA-1 was chosen

    const auto fifth = decodeOpenedBody(PayloadType::IdentificationV1, transcript.datagrams[4].plain).value();
    const auto *id = findPayload<IsakmpId>(fifth.payloads, PayloadType::IdentificationV1);
    QCOMPARE(identityOf(*id)->toString(), std::string("192.0.2.2"));
    QCOMPARE(*findNotification(fifth.payloads, NotificationType::InitialContact),
             Notification::ofIsakmpSa(NotificationType::InitialContact, third.header.initiatorSpi,
                                      third.header.responderSpi));
}

void TestTranscriptIkev1::quickModeSaysWhatWasConfigured()
{
    const auto transcript = test::readIkev1Transcript("main");
    const auto &datagram =
        *std::ranges::find(transcript.datagrams, std::string("HASH SA No KE ID ID"), &test::Ikev1Datagram::payloads);
    const auto body = decodeOpenedBody(PayloadType::HashV1, datagram.plain).value();
    const auto ids = findPayloads<IsakmpId>(body.payloads, PayloadType::IdentificationV1);
    QCOMPARE(ids.size(), std::size_t{2});
    QCOMPARE(selectorOf(*ids[0])->toString(), std::string("10.1.0.0/24[tcp/80]"));
    QCOMPARE(selectorOf(*ids[1])->toString(), std::string("10.2.0.0/24"));
    const auto *sa = findPayload<SaPayloadV1>(body.payloads, PayloadType::SaV1);
    QCOMPARE(sa->proposals.at(0).protocol, ProtocolId::Esp);
    QCOMPARE(test::hex(sa->proposals[0].spi), test::hex(transcript.children[1].bytes("spi_initiator")));
    QCOMPARE(sa->proposals[0].transforms.at(0).id, std::uint8_t{12}); // ESP_AES
}

void TestTranscriptIkev1::notificationsAndDeletes()
{
    const auto transcript = test::readIkev1Transcript("main");
    const auto header = decodeIkeHeader(transcript.datagrams[4].bytes).value();
    std::optional<std::uint32_t> asked, answered;
    bool refused = false, childDeleted = false, saDeleted = false;
    for (const auto &datagram : transcript.datagrams) {
        if (!datagram.title.starts_with("INFORMATIONAL"))
            continue;
        const auto body = decodeOpenedBody(PayloadType::HashV1, datagram.plain).value();
        if (const auto *there = findNotification(body.payloads, NotificationType::RUThere))
            asked = there->livenessSequence();
        if (const auto *ack = findNotification(body.payloads, NotificationType::RUThereAck)) {
            answered = ack->livenessSequence();
            QCOMPARE(*ack,
                     Notification::ofLiveness(NotificationType::RUThereAck, header.initiatorSpi, header.responderSpi,
                                              answered.value_or(0)));
        }
        refused |= findNotification(body.payloads, NotificationType::NoProposalChosen) != nullptr;
        if (const auto *gone = findPayload<IsakmpDelete>(body.payloads, PayloadType::DeleteV1)) {
            saDeleted |= gone->names(header.initiatorSpi, header.responderSpi);
            if (gone->sas.protocol == ProtocolId::Esp && datagram.fromInitiator && !childDeleted) {
                QCOMPARE(test::hex(gone->sas.spis.at(0)), test::hex(transcript.children[0].bytes("spi_initiator")));
                childDeleted = true;
            }
        }
    }
    QVERIFY(asked);
    QCOMPARE(answered, asked);
    QVERIFY(refused);
    QVERIFY(childDeleted);
    QVERIFY(saDeleted);
}

void TestTranscriptIkev1::ipv6Selectors()
{
    for (const auto &datagram : test::readIkev1Transcript("sha512").datagrams) {
        if (datagram.payloads != "HASH SA No KE ID ID")
            continue;
        const auto body = decodeOpenedBody(PayloadType::HashV1, datagram.plain).value();
        const auto ids = findPayloads<IsakmpId>(body.payloads, PayloadType::IdentificationV1);
        QCOMPARE(selectorOf(*ids.at(0))->toString(), std::string("2001:db8:1::/48"));
        QCOMPARE(selectorOf(*ids.at(1))->toString(), std::string("2001:db8:2::/48"));
        return;
    }
    QFAIL("no quick mode");
}

QTEST_GUILESS_MAIN(TestTranscriptIkev1)
#include "test_transcript_ikev1.moc"
