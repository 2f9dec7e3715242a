#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/key_material.h"
#include "engine/ikev2/protected_message.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/message.h"
#include "tests/support/vector_rows.h"

#include <QTest>

#include <map>
#include <optional>
#include <stdexcept>

using namespace tw;
using namespace tw::ikev2;
using api::DhGroup;
using wire::PayloadType;

namespace {

const std::vector<api::IkeProposal> kIkeSuites{
    {api::Encryption::Aes256Gcm16, api::Integrity::None, api::Prf::HmacSha256, DhGroup::Ecp256},
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, DhGroup::Curve25519}};
const std::vector<api::EspProposal> kEspSuites{
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, DhGroup::None, false},
    {api::Encryption::Aes256Gcm16, api::Integrity::None, DhGroup::Ecp256, false}};

// What our code makes of something, beside what charon logged.
struct Finding
{
    std::string record;
    std::string field;
    Bytes actual;
    Bytes expected;
};

struct Message
{
    wire::IkeHeader header;
    wire::Payloads payloads;

    // Throws where there is none.
    const wire::SaPayload &sa() const
    {
        const auto *found = wire::findPayload<wire::SaPayload>(payloads, PayloadType::Sa);
        return found ? *found : throw std::runtime_error("a message without an SA payload");
    }
    Bytes nonce() const
    {
        const auto *found = wire::findPayload<wire::Nonce>(payloads, PayloadType::Nonce);
        return found ? found->data : Bytes{};
    }
};

wire::IkeSpi spiOf(const wire::Proposal &proposal)
{
    return wire::IkeSpi(wire::loadBig<std::uint64_t>(proposal.spi.data()));
}

// Goes through the transcript as who listens to both sides, knows the shared secrets of their key exchanges, and
// derives all the rest. Throws where the transcript is not what it should be.
class Listener
{
public:
    void onMessage(const test::VectorRecord &record)
    {
        const Bytes datagram = record.bytes("bytes");
        const wire::IkeHeader header = wire::decodeIkeHeader(datagram).value();
        Message &place = header.isResponse() ? m_response : m_request;
        place.header = header;
        if (header.exchange == wire::ExchangeType::IkeSaInit) {
            place.payloads = wire::decodeMessage(datagram).value().payloads;
            return;
        }
        const IkeSa &sa = m_sas.at(header.initiatorSpi.value());
        const bool fromInitiator = header.fromInitiator();
        MessageOpener opener(std::move(makeOpeningCipher(sa.suite, fromInitiator ? sa.keys.ei : sa.keys.er,
                                                         fromInitiator ? sa.keys.ai : sa.keys.ar)
                                           .value()));
        const auto plain = opener.open(datagram);
        const Bytes chain = plain ? toBytes(plain->chain) : Bytes{0}; // an empty one is right for some
        findings.push_back({record.name(), "plain", chain, record.bytes("plain")});
        place.payloads = plain ? wire::decodePayloads(plain->first, plain->chain).value() : wire::Payloads{};
    }

    void onKeysOfIkeSa(const test::VectorRecord &record)
    {
        const auto choice = m_response.header.exchange == wire::ExchangeType::IkeSaInit
            ? ike::choose(kIkeSuites, m_response.sa())
            : ike::chooseRekeyed(kIkeSuites, m_response.sa(), {});
        IkeSa next{choice.value().suite, {}, m_request.nonce(), m_response.nonce()};
        wire::IkeSpi initiator = m_response.header.initiatorSpi;
        if (m_response.header.exchange == wire::ExchangeType::IkeSaInit) {
            next.keys = deriveIkeKeys(next.suite, SecretBytes(record.bytes("g_ir")), next.initiatorNonce,
                                      next.responderNonce, initiator, m_response.header.responderSpi);
        } else {
            const IkeSa &old = m_sas.at(initiator.value());
            initiator = spiOf(m_request.sa().proposals.front());
            next.keys = deriveRekeyedIkeKeys(old.suite.prf, old.keys.d, next.suite, SecretBytes(record.bytes("g_ir")),
                                             next.initiatorNonce, next.responderNonce, initiator,
                                             spiOf(m_response.sa().proposals.front()));
        }
        const auto compare = [&](const char *field, const SecretBytes &key) {
            findings.push_back({record.name(), field, toBytes(key.view()), record.bytes(field)});
        };
        compare("sk_d", next.keys.d);
        compare("sk_ai", next.keys.ai);
        compare("sk_ar", next.keys.ar);
        compare("sk_ei", next.keys.ei);
        compare("sk_er", next.keys.er);
        compare("sk_pi", next.keys.pi);
        compare("sk_pr", next.keys.pr);
        m_sas.emplace(initiator.value(), std::move(next));
    }

    void onKeysOfChild(const test::VectorRecord &record)
    {
        const auto &offer = m_response.sa();
        const bool isFirst = m_response.header.exchange == wire::ExchangeType::IkeAuth;
        const auto choice =
            isFirst ? ike::chooseFirstChild(kEspSuites, offer, {}) : ike::chooseChild(kEspSuites, offer, {});
        const api::EspProposal suite = choice.value().suite;
        const IkeSa &sa = m_sas.at(m_response.header.initiatorSpi.value());
        // The one of IKE_AUTH has the nonces of IKE_SA_INIT.
        const auto keys = deriveChildKeys(sa.suite.prf, sa.keys.d, isFirst ? sa.initiatorNonce : m_request.nonce(),
                                          isFirst ? sa.responderNonce : m_response.nonce(), suite,
                                          suite.pfs == DhGroup::None ? Bytes{} : record.bytes("g_ir"))
                              .value();
        const auto compare = [&](const char *field, const SecretBytes &key) {
            findings.push_back({record.name(), field, toBytes(key.view()), record.bytes(field)});
        };
        compare("encryption_initiator", keys.initiatorToResponder.encryption);
        compare("encryption_responder", keys.responderToInitiator.encryption);
        compare("integrity_initiator", keys.initiatorToResponder.integrity);
        compare("integrity_responder", keys.responderToInitiator.integrity);
        children.emplace(record.name(), suite);
    }

    std::vector<Finding> findings;
    std::map<std::string, api::EspProposal> children;

private:
    struct IkeSa
    {
        api::IkeProposal suite;
        IkeKeys keys;
        Bytes initiatorNonce;
        Bytes responderNonce;
    };

    Message m_request; // the newest
    Message m_response;
    std::map<std::uint64_t, IkeSa> m_sas; // by the initiator's SPI
};

} // namespace

// Keys that follow from keys, against what charon logged: of an IKE SA that takes the place of another (RFC 7296, 2.18),
// and of children with and without a key exchange of their own (2.17).
// tests/vectors/transcript_ikev2_rekey.txt
class TestTranscriptRekey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void eachIkeSaHasItsSevenKeys_data();
    void eachIkeSaHasItsSevenKeys() { compareFindings(7); }
    void eachChildHasItsKeys_data();
    void eachChildHasItsKeys() { compareFindings(4); }
    void theChildrenAreWithAndWithoutPfs();
    void everyMessageOpens();
    void anotherPrfTakesOver_data() { test::addVectorRows("ike_rekey_derived.txt"); }
    void anotherPrfTakesOver();

private:
    void compareFindings(std::size_t count);

    Listener m_listener;
};

void TestTranscriptRekey::initTestCase()
{
    for (const auto &record : test::readVectors("transcript_ikev2_rekey.txt")) {
        if (record.name().starts_with("keys of IKE SA"))
            m_listener.onKeysOfIkeSa(record);
        else if (record.name().starts_with("keys of child"))
            m_listener.onKeysOfChild(record);
        else if (record.name() != "spis")
            m_listener.onMessage(record);
    }
}

void TestTranscriptRekey::compareFindings(std::size_t count)
{
    QFETCH(QString, record);
    for (const Finding &finding : m_listener.findings) {
        if (finding.record != record.toStdString())
            continue;
        QCOMPARE(finding.field + " = " + toHex(finding.actual), finding.field + " = " + toHex(finding.expected));
        --count;
    }
    QCOMPARE(count, std::size_t{0});
}

void TestTranscriptRekey::eachIkeSaHasItsSevenKeys_data()
{
    QTest::addColumn<QString>("record");
    QTest::newRow("of IKE_SA_INIT") << "keys of IKE SA 1";
    QTest::newRow("of a rekey by the responder") << "keys of IKE SA 2";
    QTest::newRow("of a rekey by the first initiator") << "keys of IKE SA 3";
}

void TestTranscriptRekey::eachChildHasItsKeys_data()
{
    QTest::addColumn<QString>("record");
    QTest::newRow("of IKE_AUTH") << "keys of child 1";
    QTest::newRow("a further one, with PFS") << "keys of child 2";
    QTest::newRow("rekeyed without PFS") << "keys of child 3";
    QTest::newRow("rekeyed with PFS on a rekeyed IKE SA") << "keys of child 4";
    QTest::newRow("rekeyed without PFS by the other side on the third") << "keys of child 5";
}

void TestTranscriptRekey::theChildrenAreWithAndWithoutPfs()
{
    std::vector<DhGroup> groups;
    for (const auto &[record, suite] : m_listener.children)
        groups.push_back(suite.pfs);
    QVERIFY(groups == (std::vector{DhGroup::None, DhGroup::Ecp256, DhGroup::None, DhGroup::Ecp256, DhGroup::None}));
}

// By the keys that we derived, on all three IKE SAs.
void TestTranscriptRekey::everyMessageOpens()
{
    std::size_t opened = 0;
    for (const Finding &finding : m_listener.findings) {
        if (finding.field != "plain")
            continue;
        QCOMPARE(finding.record + ": " + toHex(finding.actual), finding.record + ": " + toHex(finding.expected));
        ++opened;
    }
    QCOMPARE(opened, 30u);
}

// Where charon and RFC 7296, 2.18 part: numbers by the RFC's formulas.
void TestTranscriptRekey::anotherPrfTakesOver()
{
    QFETCH(test::VectorPointer, record);
    const std::map<std::string, api::IkeProposal> suites{
        {"sha1", {api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1, DhGroup::Curve25519}},
        {"sha256",
         {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, DhGroup::Curve25519}},
        {"sha384",
         {api::Encryption::Aes128Cbc, api::Integrity::HmacSha384_192, api::Prf::HmacSha384, DhGroup::Curve25519}},
        {"sha512",
         {api::Encryption::Aes128Cbc, api::Integrity::HmacSha512_256, api::Prf::HmacSha512, DhGroup::Curve25519}}};
    const auto spi = [&](const char *field) {
        return wire::IkeSpi(wire::loadBig<std::uint64_t>(record->bytes(field).data()));
    };
    const IkeKeys keys = deriveRekeyedIkeKeys(
        suites.at(record->text("old_prf")).prf, SecretBytes(record->bytes("old_sk_d")), suites.at(record->text("prf")),
        SecretBytes(record->bytes("g_ir")), record->bytes("ni"), record->bytes("nr"), spi("spi_i"), spi("spi_r"));
    QCOMPARE(toHex(keys.d.view()), record->text("sk_d"));
    QCOMPARE(toHex(keys.ai.view()), record->text("sk_ai"));
    QCOMPARE(toHex(keys.ar.view()), record->text("sk_ar"));
    QCOMPARE(toHex(keys.ei.view()), record->text("sk_ei"));
    QCOMPARE(toHex(keys.er.view()), record->text("sk_er"));
    QCOMPARE(toHex(keys.pi.view()), record->text("sk_pi"));
    QCOMPARE(toHex(keys.pr.view()), record->text("sk_pr"));
}

QTEST_GUILESS_MAIN(TestTranscriptRekey)
#include "test_transcript_rekey.moc"
