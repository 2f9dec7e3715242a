#include "ikev1_replay.h"
#include "tests/support/vector_rows.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev1;

namespace {

api::EspProposal espOf(const std::string &transcript, const std::string &child)
{
    using api::Encryption;
    using api::Integrity;
    if (transcript == "main" && child == "net")
        return {Encryption::Aes256Cbc, Integrity::HmacSha256_128, api::DhGroup::None, false};
    if (transcript == "main")
        return {Encryption::Aes128Cbc, Integrity::HmacSha1_96, api::DhGroup::Modp1024, false};
    if (transcript == "aggressive")
        return {Encryption::TripleDesCbc, Integrity::HmacMd5_96, api::DhGroup::Modp1024, false};
    if (transcript == "fragments")
        return {Encryption::Aes128Gcm16, Integrity::None, api::DhGroup::Ecp256, false};
    if (transcript == "des")
        return {Encryption::DesCbc, Integrity::HmacMd5_96, api::DhGroup::None, false};
    if (transcript == "sha384")
        return {Encryption::Aes192Cbc, Integrity::HmacSha384_192, api::DhGroup::None, false};
    return {Encryption::Aes256Cbc, Integrity::HmacSha512_256, api::DhGroup::Modp2048, false};
}

crypto::EspSpi spiOf(const test::VectorRecord &child, const std::string &field)
{
    return crypto::EspSpi{wire::loadBig<std::uint32_t>(child.bytes(field).data())};
}

ByteView nonceOf(const test::Phase2Message &message)
{
    return wire::findPayload<wire::IsakmpNonce>(message.opened.body.payloads, wire::PayloadType::NonceV1)->data;
}

const Bytes &hashIn(const test::Phase2Message &message)
{
    return wire::findPayload<wire::HashPayload>(message.opened.body.payloads, wire::PayloadType::HashV1)->data;
}

bool offersSpi(const test::Phase2Message &message, const Bytes &spi)
{
    const auto *sa = wire::findPayload<wire::SaPayloadV1>(message.opened.body.payloads, wire::PayloadType::SaV1);
    return sa && sa->proposals.front().spi == spi;
}

} // namespace

// Keys, IVs and HASHes of exchanges between two strongSwan daemons, derived from the datagrams, the pre-shared key and
// the Diffie-Hellman secret alone, against what charon logged and sent.
class TestIkev1TranscriptKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void skeyidGivesTheOtherKeys_data() { transcripts(); }
    void skeyidGivesTheOtherKeys();
    void theKeyOfTheCipherIsExpanded_data() { transcripts(); }
    void theKeyOfTheCipherIsExpanded();
    void bothSidesHashTheirIdentity_data() { transcripts(); }
    void bothSidesHashTheirIdentity();
    void anythingElseGivesAnotherHash();
    void ivsFollowEachOther_data() { transcripts(); }
    void ivsFollowEachOther();
    void everyPhase2MessageIsHashed_data() { transcripts(); }
    void everyPhase2MessageIsHashed();
    void whatWeSealIsWhatCharonSent_data() { transcripts(); }
    void whatWeSealIsWhatCharonSent();
    void keymatGivesTheChildrensKeys_data() { transcripts(); }
    void keymatGivesTheChildrensKeys();

private:
    static void transcripts()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : test::kIkev1Transcripts)
            QTest::newRow(name) << QString::fromLatin1(name);
    }
};

void TestIkev1TranscriptKeys::skeyidGivesTheOtherKeys()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    const test::VectorRecord &expected = replay.transcript().keys;
    QCOMPARE(test::hex(replay.keys().skeyid.view()), test::hex(expected.bytes("skeyid")));
    QCOMPARE(test::hex(replay.keys().d.view()), test::hex(expected.bytes("skeyid_d")));
    QCOMPARE(test::hex(replay.keys().a.view()), test::hex(expected.bytes("skeyid_a")));
    QCOMPARE(test::hex(replay.keys().encryption.view()), test::hex(expected.bytes("ka")));
}

void TestIkev1TranscriptKeys::theKeyOfTheCipherIsExpanded()
{
    QFETCH(QString, name);
    const auto transcript = test::readIkev1Transcript(name.toStdString());
    const api::IkeProposal proposal = test::Ikev1Replay::parseIke(transcript.keys.text("proposal"));
    const SecretBytes key = encryptionKey(proposal, SecretBytes(transcript.keys.bytes("skeyid_e")));
    QCOMPARE(test::hex(key.view()), test::hex(transcript.keys.bytes("ka")));
}

void TestIkev1TranscriptKeys::bothSidesHashTheirIdentity()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    const api::Prf prf = replay.proposal().prf;
    const Bytes i = hashOfInitiator(prf, replay.keys().skeyid, replay.exchange(), replay.initiator().id);
    const Bytes r = hashOfResponder(prf, replay.keys().skeyid, replay.exchange(), replay.responder().id);
    QCOMPARE(test::hex(i), test::hex(replay.transcript().keys.bytes("hash_i")));
    QCOMPARE(test::hex(r), test::hex(replay.transcript().keys.bytes("hash_r")));
    QCOMPARE(test::hex(i), test::hex(replay.initiator().hash)); // on the wire as in the log
    QCOMPARE(test::hex(r), test::hex(replay.responder().hash));
}

void TestIkev1TranscriptKeys::anythingElseGivesAnotherHash()
{
    const test::Ikev1Replay replay("main");
    const api::Prf prf = replay.proposal().prf;
    const SecretBytes &skeyid = replay.keys().skeyid;
    const Phase1Exchange good = replay.exchange();
    const Bytes right = hashOfInitiator(prf, skeyid, good, replay.initiator().id);
    QVERIFY(right != hashOfResponder(prf, skeyid, good, replay.initiator().id));
    QVERIFY(right != hashOfInitiator(prf, skeyid, good, replay.responder().id));
    QVERIFY(right != hashOfInitiator(prf, replay.keys().a, good, replay.initiator().id));

    Phase1Exchange other = good;
    std::swap(other.initiatorPublic, other.responderPublic);
    QVERIFY(right != hashOfInitiator(prf, skeyid, other, replay.initiator().id));
    other = good;
    other.responderCookie = wire::IkeSpi{1};
    QVERIFY(right != hashOfInitiator(prf, skeyid, other, replay.initiator().id));
    // An offer that was made weaker on its way: the last octet is of the lifetime, others are of the algorithms.
    Bytes weakened = toBytes(good.initiatorSa);
    weakened.back() ^= 1;
    other = good;
    other.initiatorSa = weakened;
    QVERIFY(right != hashOfInitiator(prf, skeyid, other, replay.initiator().id));
}

void TestIkev1TranscriptKeys::ivsFollowEachOther()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    std::vector<const test::Phase2Message *> all;
    for (const auto &message : replay.phase1())
        all.push_back(&message);
    QCOMPARE(test::hex(all.at(0)->iv), test::hex(replay.transcript().keys.bytes("iv")));
    for (const auto &[id, messages] : replay.phase2()) {
        for (const auto &message : messages)
            all.push_back(&message);
    }
    std::size_t encrypted = 0;
    for (const auto &datagram : replay.transcript().datagrams)
        encrypted += datagram.isEncrypted() ? 1 : 0;
    QCOMPARE(all.size(), encrypted);
    for (const test::Phase2Message *message : all) {
        QCOMPARE(test::hex(message->iv), test::hex(message->datagram->iv));
        QCOMPARE(test::hex(message->opened.plainText), test::hex(message->datagram->plain));
    }
}

void TestIkev1TranscriptKeys::everyPhase2MessageIsHashed()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    const api::Prf prf = replay.proposal().prf;
    const SecretBytes &a = replay.keys().a;
    int quickModes = 0;
    for (const auto &[id, messages] : replay.phase2()) {
        const test::Phase2Message &first = messages.front();
        QCOMPARE(test::hex(hash1(prf, a, id, first.opened.behindHash())), test::hex(hashIn(first)));
        if (first.header.exchange != wire::ExchangeType::QuickMode || messages.size() == 1)
            continue;
        QCOMPARE(messages.size(), std::size_t{3});
        const test::Phase2Message &second = messages[1];
        const ByteView ni = nonceOf(first), nr = nonceOf(second);
        QCOMPARE(test::hex(hash2(prf, a, id, ni, second.opened.behindHash())), test::hex(hashIn(second)));
        QCOMPARE(test::hex(hash3(prf, a, id, ni, nr)), test::hex(hashIn(messages[2])));
        // Neither of them is another one's.
        QVERIFY(hash1(prf, a, id, second.opened.behindHash()) != hashIn(second));
        QVERIFY(hash3(prf, a, id, nr, ni) != hashIn(messages[2]));
        ++quickModes;
    }
    QCOMPARE(quickModes, name == QLatin1String("main") ? 2 : 1);
}

void TestIkev1TranscriptKeys::whatWeSealIsWhatCharonSent()
{
    QFETCH(QString, name);
    test::Ikev1Replay replay(name.toStdString());
    IvChain phase1 =
        IvChain::ofPhase1(replay.proposal(), replay.initiator().publicValue, replay.responder().publicValue);
    const auto sealAgain = [&replay](IvChain &chain, const test::Phase2Message &message) {
        wire::IkeHeader header = message.header;
        header.flags = 0;
        header.nextPayload = wire::PayloadType::None;
        return replay.cipher().seal(chain, header, message.opened.body.payloads).value();
    };
    for (const auto &message : replay.phase1())
        QCOMPARE(test::hex(sealAgain(phase1, message)), test::hex(replay.wholeMessage(*message.datagram)));
    for (const auto &[id, messages] : replay.phase2()) {
        IvChain chain = IvChain::ofPhase2(replay.proposal(), phase1, id);
        for (const auto &message : messages)
            QCOMPARE(test::hex(sealAgain(chain, message)), test::hex(replay.wholeMessage(*message.datagram)));
    }
}

void TestIkev1TranscriptKeys::keymatGivesTheChildrensKeys()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    for (const test::VectorRecord &child : replay.transcript().children) {
        const auto quickMode = std::ranges::find_if(replay.phase2(), [&](const auto &exchange) {
            return offersSpi(exchange.second.front(), child.bytes("spi_initiator"));
        });
        QVERIFY(quickMode != replay.phase2().end());
        const auto &messages = quickMode->second;
        QVERIFY(offersSpi(messages[1], child.bytes("spi_responder")));
        const api::EspProposal esp = espOf(name.toStdString(), child.name().substr(6));
        const Bytes shared = child.has("g_ir") ? child.bytes("g_ir") : Bytes{};
        QCOMPARE(shared.empty(), esp.pfs == api::DhGroup::None);
        const auto derive = [&](const char *spi) {
            return deriveEspKeys(replay.proposal().prf, replay.keys().d, esp, spiOf(child, spi), nonceOf(messages[0]),
                                 nonceOf(messages[1]), shared);
        };
        // The initiator sends into the SA that the responder named.
        const crypto::EspKeys fromInitiator = derive("spi_responder");
        const crypto::EspKeys fromResponder = derive("spi_initiator");
        QCOMPARE(test::hex(fromInitiator.encryption.view()), test::hex(child.bytes("encryption_initiator")));
        QCOMPARE(test::hex(fromResponder.encryption.view()), test::hex(child.bytes("encryption_responder")));
        QCOMPARE(child.has("integrity_initiator"), esp.integrity != api::Integrity::None);
        if (esp.integrity == api::Integrity::None) {
            QVERIFY(fromInitiator.integrity.isEmpty() && fromResponder.integrity.isEmpty());
            continue;
        }
        QCOMPARE(test::hex(fromInitiator.integrity.view()), test::hex(child.bytes("integrity_initiator")));
        QCOMPARE(test::hex(fromResponder.integrity.view()), test::hex(child.bytes("integrity_responder")));
    }
}

QTEST_GUILESS_MAIN(TestIkev1TranscriptKeys)
#include "test_ikev1_transcript_keys.moc"
