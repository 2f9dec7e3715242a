#include "engine/crypto/algorithms.h"
#include "engine/esp/inbound_sa.h"
#include "engine/esp/outbound_sa.h"
#include "engine/wire/ip_header.h"
#include "tests/support/vector_file.h"

#include <QTest>

using namespace tw;
using namespace tw::esp;

namespace {

const std::vector<test::VectorRecord> &vectors()
{
    static const auto records = test::readVectors("esp_scapy.txt");
    return records;
}

std::uint64_t numberOf(ByteView bigEndian)
{
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bigEndian)
        value = value << 8 | byte;
    return value;
}

struct Sample
{
    explicit Sample(const test::VectorRecord &record)
        : proposal{*api::parseEncryption(record.text("encryption")), *api::parseIntegrity(record.text("integrity")),
                   api::DhGroup::None, record.text("esn") == "yes"},
          spi(static_cast<std::uint32_t>(numberOf(record.bytes("spi")))),
          keys{SecretBytes(record.bytes("encryption_key")),
               SecretBytes(record.text("integrity_key").empty() ? Bytes() : record.bytes("integrity_key"))},
          inner(record.bytes("inner")),
          sequence(numberOf(record.bytes("sequence"))),
          foreignSequence(numberOf(record.bytes("foreign_sequence")))
    { }

    std::uint8_t nextHeader() const { return inner[0] >> 4 == 4 ? wire::kProtocolIpv4 : wire::kProtocolIpv6; }

    api::EspProposal proposal;
    EspSpi spi;
    crypto::EspKeys keys;
    Bytes inner;
    std::uint64_t sequence;
    std::uint64_t foreignSequence;
};

QByteArray hex(ByteView bytes) { return QByteArray::fromStdString(toHex(bytes)); }

} // namespace

class TestEspVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySuiteIsCovered();
    void sealedAsScapySeals_data() { addRows(); }
    void sealedAsScapySeals();
    void scapysPacketIsOpened_data() { addRows(); }
    void scapysPacketIsOpened();
    void wrongHighHalfIsNotAuthentic_data() { addRows(); }
    void wrongHighHalfIsNotAuthentic();
    void inboundSaTakesScapysPackets_data() { addRows(); }
    void inboundSaTakesScapysPackets();
    void rfc7634AppendixA();

private:
    static void addRows();
};

void TestEspVectors::addRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < vectors().size(); ++i)
        QTest::newRow(vectors()[i].name().c_str()) << static_cast<int>(i);
}

void TestEspVectors::everySuiteIsCovered()
{
    for (const auto encryption :
         {api::Encryption::Aes128Cbc, api::Encryption::Aes192Cbc, api::Encryption::Aes256Cbc, api::Encryption::DesCbc,
          api::Encryption::TripleDesCbc, api::Encryption::Aes128Gcm16, api::Encryption::Aes192Gcm16,
          api::Encryption::Aes256Gcm16, api::Encryption::ChaCha20Poly1305}) {
        QVERIFY(std::ranges::any_of(
            vectors(), [&](const auto &record) { return record.text("encryption") == api::shortName(encryption); }));
    }
}

void TestEspVectors::sealedAsScapySeals()
{
    QFETCH(int, index);
    const auto &record = vectors()[static_cast<std::size_t>(index)];
    const Sample sample(record);
    if (!crypto::isAvailable(sample.proposal))
        QSKIP("The crypto library here lacks this suite.");
    auto sa = OutboundSa::make(sample.spi, sample.proposal, sample.keys);
    QVERIFY(sa);
    (*sa)->skipTo(sample.sequence - 1);
    Bytes packet((*sa)->sealedSize(sample.inner.size()));
    const auto laid = (*sa)->lay(sample.inner.size(), sample.nextHeader(), packet);
    QCOMPARE(laid.packet.size(), packet.size());
    std::ranges::copy(sample.inner, laid.inner.begin());
    QCOMPARE((*sa)->reserve(1).first, sample.sequence);
    (*sa)->number(laid.packet, sample.sequence);
    QVERIFY((*sa)->lane(0).sealer.seal(laid.packet, sample.sequence));
    QCOMPARE(hex(packet), hex(record.bytes("sealed")));
}

void TestEspVectors::scapysPacketIsOpened()
{
    QFETCH(int, index);
    const auto &record = vectors()[static_cast<std::size_t>(index)];
    const Sample sample(record);
    if (!crypto::isAvailable(sample.proposal))
        QSKIP("The crypto library here lacks this suite.");
    auto opener = EspOpener::make(sample.proposal, sample.keys.encryption.view(), sample.keys.integrity.view());
    QVERIFY(opener);
    Bytes packet = record.bytes("foreign");
    const auto plain = opener->open(packet, sample.foreignSequence);
    QVERIFY(plain);
    QCOMPARE(hex(plain->first(sample.inner.size())), hex(sample.inner));
    QCOMPARE(plain->back(), sample.nextHeader());
}

void TestEspVectors::wrongHighHalfIsNotAuthentic()
{
    QFETCH(int, index);
    const auto &record = vectors()[static_cast<std::size_t>(index)];
    const Sample sample(record);
    if (!crypto::isAvailable(sample.proposal))
        QSKIP("The crypto library here lacks this suite.");
    auto opener = EspOpener::make(sample.proposal, sample.keys.encryption.view(), sample.keys.integrity.view());
    QVERIFY(opener);
    // It is covered with extended sequence numbers, and looked at in no other case.
    Bytes packet = record.bytes("foreign");
    const auto plain = opener->open(packet, sample.foreignSequence + (std::uint64_t{1} << 32));
    QCOMPARE(plain.has_value(), !sample.proposal.extendedSequenceNumbers);
}

void TestEspVectors::inboundSaTakesScapysPackets()
{
    QFETCH(int, index);
    const auto &record = vectors()[static_cast<std::size_t>(index)];
    const Sample sample(record);
    if (!crypto::isAvailable(sample.proposal))
        QSKIP("The crypto library here lacks this suite.");
    auto sa = InboundSa::make(sample.proposal, sample.keys, 64);
    QVERIFY(sa);
    for (const char *field : {"sealed", "foreign"}) {
        Bytes packet = record.bytes(field);
        const auto sequence = (*sa)->admit(packet);
        QVERIFY(sequence);
        const auto plain = (*sa)->opener().open(packet, *sequence);
        if (sample.proposal.extendedSequenceNumbers) {
            // These numbers are 2^33 away from where a fresh SA stands: the high half is inferred as 0.
            QVERIFY(!plain);
            QCOMPARE(plain.error().fault, Fault::NotAuthentic);
            continue;
        }
        QVERIFY(plain);
        const auto opened = (*sa)->finish(*sequence, *plain);
        QVERIFY(opened);
        QCOMPARE(hex(opened->inner), hex(sample.inner));
        QCOMPARE(opened->nextHeader, sample.nextHeader());
    }
}

void TestEspVectors::rfc7634AppendixA()
{
    const Bytes inner = fromHex("45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec10"
                                "0007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"
                                "2425262728292a2b2c2d2e2f3031323334353637");
    Bytes packet = fromHex("01020304000000051011121314151617"
                           "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6"
                           "14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3"
                           "cbec163fac469b502773f6fb94e664da9165b82829f641e0"
                           "76aaa8266b7fb0f7b11b369907e1ad43");
    const api::EspProposal proposal{api::Encryption::ChaCha20Poly1305, api::Integrity::None};
    const crypto::EspKeys keys{SecretBytes(fromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
                                                   "a0a1a2a3")),
                               SecretBytes()};
    auto sa = InboundSa::make(proposal, keys, 64);
    QVERIFY(sa);
    const auto sequence = (*sa)->admit(packet);
    QVERIFY(sequence);
    const auto plain = (*sa)->opener().open(packet, *sequence);
    QVERIFY(plain);
    const auto opened = (*sa)->finish(*sequence, *plain);
    QVERIFY(opened);
    QCOMPARE(hex(opened->inner), hex(inner));
}

QTEST_GUILESS_MAIN(TestEspVectors)
#include "test_esp_vectors.moc"
