#include "engine/ikev2/auth.h"
#include "engine/ikev2/key_material.h"
#include "engine/ikev2/protected_message.h"
#include "tests/support/vector_file.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::ikev2;

namespace {

// Messages in the order of the file, without [keys] and ESP.
constexpr std::size_t kRequestInit = 2;
constexpr std::size_t kResponseInit = 3;
constexpr std::size_t kRequestAuth = 4;
constexpr std::size_t kResponseAuth = 5;

// Fails with the two values in hex where they differ.
void compare(ByteView actual, const Bytes &expected)
{
    QCOMPARE(QByteArray::fromStdString(toHex(actual)), QByteArray::fromStdString(toHex(expected)));
}

class SequentialRandom : public RandomSource
{
public:
    void fill(MutableByteView out) override
    {
        std::ranges::generate(out, [this] { return m_next++; });
    }

private:
    std::uint8_t m_next = 1;
};

} // namespace

// Everything that is derived from the key exchange, against what charon logged for the same exchange
// (tests/vectors/transcript_ikev2_psk.txt).
class TestTranscriptKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void skeyseedGivesTheSevenKeys();
    void keymatGivesTheChildsKeys();
    void bothAuthPayloadsVerify();
    void anotherKeyDoesNotVerify();
    void anotherIdentityDoesNotVerify();
    void everyProtectedMessageOpens();
    void aChangedOctetIsNotAuthentic();
    void theOtherDirectionsKeysDoNotOpen();
    void whatIsSealedOpens_data();
    void whatIsSealedOpens();

private:
    Bytes key(const std::string &name) const { return m_keys.front().bytes(name); }
    Bytes datagram(std::size_t index) const { return m_messages.at(index).bytes("bytes"); }
    wire::Message message(std::size_t index) const { return wire::decodeMessage(datagram(index)).value(); }
    Bytes nonce(std::size_t index) const
    {
        const auto decoded = message(index);
        return wire::findPayload<wire::Nonce>(decoded.payloads, wire::PayloadType::Nonce)->data;
    }
    wire::Payloads inner(std::size_t index) const
    {
        const auto closed = message(index);
        const auto &body = std::get<wire::EncryptedPayload>(closed.payloads.back().body);
        return wire::decodePayloads(body.firstInner, m_messages.at(index).bytes("plain")).value();
    }
    IkeKeys derive() const;
    Result<VerifiedPeer> verifyInitiator(ByteView psk, const wire::Identification &id) const;

    static constexpr api::IkeProposal kSuite{api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128,
                                             api::Prf::HmacSha256, api::DhGroup::Modp2048};
    std::vector<test::VectorRecord> m_keys;
    std::vector<test::VectorRecord> m_messages;
};

void TestTranscriptKeys::initTestCase()
{
    for (const auto &record : test::readVectors("transcript_ikev2_psk.txt")) {
        if (record.name() == "keys")
            m_keys.push_back(record);
        else if (!record.name().starts_with("ESP"))
            m_messages.push_back(record);
    }
    QCOMPARE(m_keys.size(), 1u);
    QCOMPARE(m_messages.at(kRequestAuth).name(), std::string("IKE_AUTH request 1"));
}

IkeKeys TestTranscriptKeys::derive() const
{
    const wire::IkeHeader header = message(kResponseInit).header;
    return deriveIkeKeys(kSuite, SecretBytes(key("g_ir")), nonce(kRequestInit), nonce(kResponseInit),
                         header.initiatorSpi, header.responderSpi);
}

void TestTranscriptKeys::skeyseedGivesTheSevenKeys()
{
    const IkeKeys keys = derive();
    compare(keys.d.view(), key("sk_d"));
    compare(keys.ai.view(), key("sk_ai"));
    compare(keys.ar.view(), key("sk_ar"));
    compare(keys.ei.view(), key("sk_ei"));
    compare(keys.er.view(), key("sk_er"));
    compare(keys.pi.view(), key("sk_pi"));
    compare(keys.pr.view(), key("sk_pr"));
}

void TestTranscriptKeys::keymatGivesTheChildsKeys()
{
    const api::EspProposal esp{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false};
    const auto keys =
        deriveChildKeys(api::Prf::HmacSha256, SecretBytes(key("sk_d")), nonce(kRequestInit), nonce(kResponseInit), esp);
    QVERIFY(keys.has_value());
    compare(keys->initiatorToResponder.encryption.view(), key("child1_encryption_initiator"));
    compare(keys->initiatorToResponder.integrity.view(), key("child1_integrity_initiator"));
    compare(keys->responderToInitiator.encryption.view(), key("child1_encryption_responder"));
    compare(keys->responderToInitiator.integrity.view(), key("child1_integrity_responder"));
}

Result<VerifiedPeer> TestTranscriptKeys::verifyInitiator(ByteView psk, const wire::Identification &id) const
{
    const auto payloads = inner(kRequestAuth);
    const auto *auth = wire::findPayload<wire::Authentication>(payloads, wire::PayloadType::Authentication);
    const Bytes first = datagram(kRequestInit);
    const Bytes otherNonce = nonce(kResponseInit);
    const SecretBytes skP(key("sk_pi"));
    return verifyPeer(api::Prf::HmacSha256, SecretBytes(psk), {first, otherNonce, skP, id}, *auth);
}

void TestTranscriptKeys::bothAuthPayloadsVerify()
{
    const auto request = inner(kRequestAuth);
    const auto *idi = wire::findPayload<wire::Identification>(request, wire::PayloadType::IdInitiator);
    const auto initiator = verifyInitiator(key("psk"), *idi);
    QVERIFY(initiator.has_value());
    QCOMPARE(initiator->identity().toString(), std::string("left.example.org"));

    const auto response = inner(kResponseAuth);
    const auto *idr = wire::findPayload<wire::Identification>(response, wire::PayloadType::IdResponder);
    const auto *auth = wire::findPayload<wire::Authentication>(response, wire::PayloadType::Authentication);
    const Bytes first = datagram(kResponseInit);
    const Bytes otherNonce = nonce(kRequestInit);
    const SecretBytes skP(key("sk_pr"));
    const auto responder =
        verifyPeer(api::Prf::HmacSha256, SecretBytes(key("psk")), {first, otherNonce, skP, *idr}, *auth);
    QVERIFY(responder.has_value());
    QCOMPARE(responder->identity().toString(), std::string("right.example.org"));
}

void TestTranscriptKeys::anotherKeyDoesNotVerify()
{
    const auto request = inner(kRequestAuth);
    const auto *idi = wire::findPayload<wire::Identification>(request, wire::PayloadType::IdInitiator);
    Bytes psk = key("psk");
    psk.back() ^= 1;
    QCOMPARE(verifyInitiator(psk, *idi).error().fault, Fault::AuthenticationFailed);
}

// The identity is signed along: nobody can take another's AUTH for his own name.
void TestTranscriptKeys::anotherIdentityDoesNotVerify()
{
    const wire::Identification other{api::Identity::parse("lost.example.org").value(), {}};
    QCOMPARE(verifyInitiator(key("psk"), other).error().fault, Fault::AuthenticationFailed);
}

void TestTranscriptKeys::everyProtectedMessageOpens()
{
    std::size_t opened = 0;
    for (const auto &record : m_messages) {
        const Bytes datagram = record.bytes("bytes");
        const auto header = wire::decodeIkeHeader(datagram).value();
        if (header.nextPayload != wire::PayloadType::Encrypted)
            continue;
        const bool fromInitiator = header.fromInitiator();
        const SecretBytes ke(key(fromInitiator ? "sk_ei" : "sk_er")), ka(key(fromInitiator ? "sk_ai" : "sk_ar"));
        MessageOpener opener(std::move(makeOpeningCipher(kSuite, ke, ka).value()));
        const auto plain = opener.open(datagram);
        QVERIFY2(plain.has_value(), record.name().c_str());
        compare(plain->chain, record.bytes("plain"));
        ++opened;
    }
    QCOMPARE(opened, 6u); // IKE_AUTH and two INFORMATIONAL exchanges; the others are fragments
}

void TestTranscriptKeys::aChangedOctetIsNotAuthentic()
{
    const SecretBytes ke(key("sk_ei")), ka(key("sk_ai"));
    MessageOpener opener(std::move(makeOpeningCipher(kSuite, ke, ka).value()));
    const Bytes good = datagram(kRequestAuth);
    QVERIFY(opener.open(good).has_value());
    for (std::size_t i = 0; i < good.size(); ++i) {
        Bytes bad = good;
        bad[i] ^= 0x40;
        const auto opened = opener.open(bad);
        QVERIFY(!opened.has_value());
        QVERIFY(!opened.error().isAuthentic);
    }
}

void TestTranscriptKeys::theOtherDirectionsKeysDoNotOpen()
{
    const SecretBytes ke(key("sk_er")), ka(key("sk_ar"));
    MessageOpener opener(std::move(makeOpeningCipher(kSuite, ke, ka).value()));
    QCOMPARE(opener.open(datagram(kRequestAuth)).error().error.fault, Fault::NotAuthentic);
}

void TestTranscriptKeys::whatIsSealedOpens_data()
{
    QTest::addColumn<int>("encryption");
    QTest::addColumn<int>("integrity");
    using api::Encryption;
    using api::Integrity;
    const auto row = [](const char *name, Encryption encryption, Integrity integrity) {
        QTest::newRow(name) << static_cast<int>(encryption) << static_cast<int>(integrity);
    };
    row("aes-sha1", Encryption::Aes128Cbc, Integrity::HmacSha1_96);
    row("aes192-sha256", Encryption::Aes192Cbc, Integrity::HmacSha256_128);
    row("aes256-sha512", Encryption::Aes256Cbc, Integrity::HmacSha512_256);
    row("3des-md5", Encryption::TripleDesCbc, Integrity::HmacMd5_96);
    row("aes256gcm16", Encryption::Aes256Gcm16, Integrity::None);
    row("chacha20poly1305", Encryption::ChaCha20Poly1305, Integrity::None);
}

void TestTranscriptKeys::whatIsSealedOpens()
{
    QFETCH(int, encryption);
    QFETCH(int, integrity);
    api::IkeProposal suite = kSuite;
    suite.encryption = static_cast<api::Encryption>(encryption);
    suite.integrity = static_cast<api::Integrity>(integrity);
    const IkeKeys keys = deriveIkeKeys(suite, SecretBytes(key("g_ir")), nonce(kRequestInit), nonce(kResponseInit),
                                       wire::IkeSpi(1), wire::IkeSpi(2));
    MessageSealer sealer(std::move(makeSealingCipher(suite, keys.ei, keys.ai).value()));
    MessageOpener opener(std::move(makeOpeningCipher(suite, keys.ei, keys.ai).value()));
    SequentialRandom random;

    // Every remainder of the block size, and nothing at all: an empty INFORMATIONAL.
    wire::IkeHeader header;
    header.initiatorSpi = wire::IkeSpi(1);
    header.responderSpi = wire::IkeSpi(2);
    header.exchange = wire::ExchangeType::Informational;
    for (std::size_t size = 16; size < 50; ++size) {
        const wire::Payloads payloads = size == 16
            ? wire::Payloads{}
            : wire::Payloads{{wire::PayloadType::Nonce, false, wire::Nonce{Bytes(size, 0x5a)}}};
        const Bytes sealed = sealer.seal(header, payloads, random).value();
        const auto plain = opener.open(sealed);
        QVERIFY(plain.has_value());
        QVERIFY(wire::decodePayloads(plain->first, plain->chain) == payloads);
        QVERIFY(sealed != sealer.seal(header, payloads, random).value()); // another IV each time
    }
}

QTEST_GUILESS_MAIN(TestTranscriptKeys)
#include "test_transcript_keys.moc"
