#include "engine/ikev1/choice.h"
#include "engine/ikev1/offer.h"
#include "ikev1_replay.h"
#include "tests/support/error_of.h"
#include "tests/support/vector_rows.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev1;
using api::DhGroup;
using api::Encryption;
using api::Integrity;
using api::Prf;

namespace {

// What each transcript's daemons were configured with.
struct Suites
{
    api::IkeProposal ike;
    api::EspProposal esp;
};

Suites suitesOf(const std::string &name)
{
    if (name == "main")
        return {{Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1024},
                {Encryption::Aes256Cbc, Integrity::HmacSha256_128, DhGroup::None, false}};
    if (name == "aggressive")
        return {{Encryption::TripleDesCbc, Integrity::HmacMd5_96, Prf::HmacMd5, DhGroup::Modp1024},
                {Encryption::TripleDesCbc, Integrity::HmacMd5_96, DhGroup::Modp1024, false}};
    if (name == "fragments")
        return {{Encryption::Aes128Cbc, Integrity::HmacSha256_128, Prf::HmacSha256, DhGroup::Ecp256},
                {Encryption::Aes128Gcm16, Integrity::None, DhGroup::Ecp256, false}};
    if (name == "des")
        return {{Encryption::DesCbc, Integrity::HmacMd5_96, Prf::HmacMd5, DhGroup::Modp768},
                {Encryption::DesCbc, Integrity::HmacMd5_96, DhGroup::None, false}};
    if (name == "sha384")
        return {{Encryption::Aes192Cbc, Integrity::HmacSha384_192, Prf::HmacSha384, DhGroup::Modp1536},
                {Encryption::Aes192Cbc, Integrity::HmacSha384_192, DhGroup::None, false}};
    return {{Encryption::Aes192Cbc, Integrity::HmacSha512_256, Prf::HmacSha512, DhGroup::Modp2048},
            {Encryption::Aes256Cbc, Integrity::HmacSha512_256, DhGroup::Modp2048, false}};
}

wire::SaPayloadV1 saIn(const wire::IsakmpPayloads &payloads)
{
    return *wire::findPayload<wire::SaPayloadV1>(payloads, wire::PayloadType::SaV1);
}

const api::EspProposal kAes{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::Modp1024, false};
const api::EspProposal kTripleDes{Encryption::TripleDesCbc, Integrity::HmacMd5_96, DhGroup::Modp1024, false};

} // namespace

class TestOffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weOfferWhatCharonOffers_data() { transcripts(); }
    void weOfferWhatCharonOffers();
    void charonsAnswerIsWhatWeWouldAnswer_data() { transcripts(); }
    void charonsAnswerIsWhatWeWouldAnswer();
    void offersWhatCanBeSaid();
    void oneGroupForAMessage();
    void proposalsThatBelongTogetherAreLeftOut();
    void anAnswerIsOneTransform();
    void readsSpis();
    void wordsForTheLog();
    void transportModeAndAhAreNamed();

private:
    static void transcripts()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : test::kIkev1Transcripts)
            QTest::newRow(name) << QString::fromLatin1(name);
    }
};

// charon's lifetimes are 110 % of what was configured: four hours and one hour.
void TestOffer::weOfferWhatCharonOffers()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    const Suites suites = suitesOf(name.toStdString());
    const auto ike = buildIkeOffer({&suites.ike, 1}, std::chrono::seconds{15840}).value();
    QCOMPARE(test::hex(wire::encodeSaPayloadV1(ike)), test::hex(replay.exchange().initiatorSa));

    const auto spi = replay.transcript().children.front().bytes("spi_initiator");
    const auto esp = buildEspOffer({&suites.esp, 1}, std::chrono::seconds{3960}, Encapsulation::UdpTunnel,
                                   crypto::EspSpi{wire::loadBig<std::uint32_t>(spi.data())})
                         .value();
    bool found = false;
    for (const auto &[id, messages] : replay.phase2()) {
        if (messages.size() == 3)
            found |= saIn(messages[0].opened.body.payloads) == esp;
    }
    QVERIFY(found);
}

void TestOffer::charonsAnswerIsWhatWeWouldAnswer()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    const auto clear = [&replay](std::size_t index) {
        return saIn(*wire::decodeIsakmpMessage(replay.transcript().datagrams.at(index).bytes)->payloads());
    };
    const wire::SaPayloadV1 ikeOffer = clear(0), ikeAnswer = clear(1);
    const auto *proposal = separateProposals(ikeOffer, wire::ProtocolId::Ike).at(0);
    QCOMPARE(readIkeTransform(proposal->transforms.at(0)).suite(), std::optional(suitesOf(name.toStdString()).ike));
    QCOMPARE(buildAnswer(*proposal, proposal->transforms[0], {}), ikeAnswer);
    QVERIFY(onlyTransform(ikeAnswer, wire::ProtocolId::Ike));

    for (const auto &[id, messages] : replay.phase2()) {
        if (messages.size() != 3)
            continue;
        const wire::SaPayloadV1 offer = saIn(messages[0].opened.body.payloads);
        const wire::SaPayloadV1 answer = saIn(messages[1].opened.body.payloads);
        const auto *esp = separateProposals(offer, wire::ProtocolId::Esp).at(0);
        const EspTransform read = readEspTransform(esp->transforms.at(0));
        QVERIFY(read.suite());
        QCOMPARE(read.encapsulation, std::optional(Encapsulation::UdpTunnel));
        QCOMPARE(read.lifetimes.seconds, std::optional<std::uint64_t>(3960));
        QCOMPARE(buildAnswer(*esp, esp->transforms[0], answer.proposals[0].spi), answer);
        QVERIFY(espSpiOf(*esp));
    }
}

void TestOffer::offersWhatCanBeSaid()
{
    const api::IkeProposal good{Encryption::Aes128Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp2048};
    api::IkeProposal other = good;
    other.encryption = Encryption::Aes256Cbc;
    api::IkeProposal unsayable = good;
    unsayable.group = DhGroup::Curve25519;
    const auto offer = buildIkeOffer(std::vector{unsayable, other, good}, std::chrono::hours{1});
    QVERIFY(offer);
    QCOMPARE(offer->proposals.size(), std::size_t{1});
    const auto &transforms = offer->proposals[0].transforms;
    QCOMPARE(transforms.size(), std::size_t{2});
    QCOMPARE(transforms[0].number, std::uint8_t{1});
    QCOMPARE(readIkeTransform(transforms[0]).suite(), std::optional(other));
    QCOMPARE(transforms[1].number, std::uint8_t{2});
    QCOMPARE(readIkeTransform(transforms[1]).suite(), std::optional(good));

    QCOMPARE(test::errorOf(buildIkeOffer({&unsayable, 1}, std::chrono::hours{1})).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(buildIkeOffer({}, std::chrono::hours{1})).fault, Fault::InvalidArgument);
    QVERIFY(buildIkeOffer(std::vector(255, good), std::chrono::hours{1}));
    QVERIFY(!buildIkeOffer(std::vector(256, good), std::chrono::hours{1}));
}

void TestOffer::oneGroupForAMessage()
{
    api::EspProposal extended = kAes;
    extended.extendedSequenceNumbers = true;
    api::EspProposal otherGroup = kAes;
    otherGroup.pfs = DhGroup::Modp2048;
    api::EspProposal noGroup = kAes;
    noGroup.pfs = DhGroup::None;
    const auto offer = buildEspOffer(std::vector{extended, kAes, otherGroup, kTripleDes, noGroup},
                                     std::chrono::hours{1}, Encapsulation::Tunnel, crypto::EspSpi{0x01020304});
    QVERIFY(offer);
    QCOMPARE(toHex(offer->proposals[0].spi), std::string("01020304"));
    const auto &transforms = offer->proposals[0].transforms;
    QCOMPARE(transforms.size(), std::size_t{2});
    QCOMPARE(readEspTransform(transforms[0]).suite(), std::optional(kAes));
    QCOMPARE(readEspTransform(transforms[1]).suite(), std::optional(kTripleDes));
    QVERIFY(!buildEspOffer({&extended, 1}, std::chrono::hours{1}, Encapsulation::Tunnel, crypto::EspSpi{1024}));
}

void TestOffer::proposalsThatBelongTogetherAreLeftOut()
{
    // AH and ESP as number 1, ESP alone as number 2, ESP and IPCOMP as number 3. RFC 2408, 4.2.
    const wire::TransformV1 transform{1, 3, {}};
    const auto proposal = [&](std::uint8_t number, wire::ProtocolId protocol) {
        return wire::ProposalV1{number, protocol, Bytes(4, number), {transform}};
    };
    const wire::SaPayloadV1 offer{{proposal(1, wire::ProtocolId::Ah), proposal(1, wire::ProtocolId::Esp),
                                   proposal(2, wire::ProtocolId::Esp), proposal(3, wire::ProtocolId::Esp),
                                   proposal(3, wire::ProtocolId{4})}};
    const auto separate = separateProposals(offer, wire::ProtocolId::Esp);
    QCOMPARE(separate.size(), std::size_t{1});
    QCOMPARE(separate[0], &offer.proposals[2]);
    QVERIFY(separateProposals(offer, wire::ProtocolId::Ah).empty());
    QVERIFY(separateProposals(offer, wire::ProtocolId::Ike).empty());
}

void TestOffer::anAnswerIsOneTransform()
{
    const wire::ProposalV1 one{1, wire::ProtocolId::Esp, Bytes(4), {{1, 3, {}}}};
    wire::SaPayloadV1 answer{{one}};
    QCOMPARE(onlyTransform(answer, wire::ProtocolId::Esp), &answer.proposals[0].transforms[0]);
    QVERIFY(!onlyTransform(answer, wire::ProtocolId::Ike));
    answer.proposals.push_back(one);
    QVERIFY(!onlyTransform(answer, wire::ProtocolId::Esp));
    answer.proposals.pop_back();
    answer.proposals[0].transforms.push_back({2, 12, {}});
    QVERIFY(!onlyTransform(answer, wire::ProtocolId::Esp));
    QVERIFY(!onlyTransform({}, wire::ProtocolId::Esp));
}

void TestOffer::readsSpis()
{
    const auto spi = [](std::string_view hex) { return espSpiOf({1, wire::ProtocolId::Esp, fromHex(hex), {}}); };
    QCOMPARE(spi("00000100"), std::optional(crypto::EspSpi{256}));
    QCOMPARE(spi("f1f2f3f4"), std::optional(crypto::EspSpi{0xf1f2f3f4}));
    QCOMPARE(spi("000000ff"), std::nullopt);
    QCOMPARE(spi("00000000"), std::nullopt);
    QCOMPARE(spi("0000010001"), std::nullopt);
    QCOMPARE(spi(""), std::nullopt);
}

// Where nothing else differs; both are the peer's to change.
void TestOffer::transportModeAndAhAreNamed()
{
    const std::vector<api::EspProposal> ours{kAes};
    auto offer = *buildEspOffer(ours, std::chrono::hours(1), Encapsulation::Transport, crypto::EspSpi(0x1000));
    auto refusal = chooseEsp(ours, offer);
    QVERIFY(!refusal && refusal.error().failure == api::FailureCode::EncapsulationModeMismatch);
    const std::vector<api::EspProposal> others{kTripleDes};
    refusal = chooseEsp(others, offer);
    QVERIFY(!refusal && refusal.error().failure == api::FailureCode::AlgorithmMismatch);
    offer.proposals.front().protocol = wire::ProtocolId::Ah;
    refusal = chooseEsp(ours, offer);
    QVERIFY(!refusal && refusal.error().failure == api::FailureCode::SecurityProtocolMismatch);
}

void TestOffer::wordsForTheLog()
{
    const auto offer = buildEspOffer(std::vector{kAes, kTripleDes}, std::chrono::hours{1}, Encapsulation::Tunnel,
                                     crypto::EspSpi{1024});
    QCOMPARE(espOfferText(*offer), api::toString(kAes) + ", " + api::toString(kTripleDes));
    const test::Ikev1Replay replay("main");
    const auto sa = wire::decodeSaPayloadV1(replay.exchange().initiatorSa).value();
    QCOMPARE(ikeOfferText(sa), std::string("AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"));
}

QTEST_GUILESS_MAIN(TestOffer)
#include "test_offer.moc"
