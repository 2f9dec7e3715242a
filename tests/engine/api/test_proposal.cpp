#include "engine/api/proposal.h"

#include "tests/support/enumerators.h"

#include <QTest>

#include <set>

using namespace tw;
using namespace tw::api;

class TestProposal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAlgorithmHasItsOwnNames();
    void unknownNamesAreRefused();
    void namesAreThoseOfTheCloud_data();
    void namesAreThoseOfTheCloud();
    void groupsHaveTheNumbersOfTheRegistry();
    void aeadSuitesAreKnown();
    void ikeProposalsAreWrittenAsCharonDoes();
    void espProposalsAreWrittenAsCharonDoes();
};

namespace {

template <typename Id>
void checkNames(std::optional<Id> (*parse)(std::string_view), std::size_t expectedCount)
{
    const auto ids = test::enumeratorsOf<Id>();
    QCOMPARE(ids.size(), expectedCount);
    std::set<std::string_view> logNames;
    for (const auto &id : ids) {
        QCOMPARE(parse(shortName(id.value)), std::optional(id.value));
        QVERIFY2(!logName(id.value).empty() && logNames.insert(logName(id.value)).second, std::string(id.name).c_str());
    }
}

} // namespace

void TestProposal::everyAlgorithmHasItsOwnNames()
{
    checkNames<Encryption>(parseEncryption, 9);
    checkNames<Integrity>(parseIntegrity, 6);
    checkNames<Prf>(parsePrf, 5);
    checkNames<DhGroup>(parseDhGroup, 16);
}

void TestProposal::unknownNamesAreRefused()
{
    for (const char *name : {"", "AES", "aes ", "aes128", "AES_CBC_128", "group3", "group", "Group2", "14"}) {
        QVERIFY2(!parseEncryption(name) && !parseIntegrity(name) && !parsePrf(name) && !parseDhGroup(name), name);
    }
    QVERIFY(!parsePrf("none"));
}

void TestProposal::namesAreThoseOfTheCloud_data()
{
    QTest::addColumn<Encryption>("encryption");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("aes") << Encryption::Aes128Cbc << QByteArray("aes");
    QTest::newRow("aes192") << Encryption::Aes192Cbc << QByteArray("aes192");
    QTest::newRow("aes256") << Encryption::Aes256Cbc << QByteArray("aes256");
    QTest::newRow("des") << Encryption::DesCbc << QByteArray("des");
    QTest::newRow("3des") << Encryption::TripleDesCbc << QByteArray("3des");
}

void TestProposal::namesAreThoseOfTheCloud()
{
    QFETCH(Encryption, encryption);
    QFETCH(QByteArray, name);
    QCOMPARE(shortName(encryption), std::string_view(name.constData()));
}

// IANA, IKEv2 parameters, transform type 4; the console calls each by this number.
void TestProposal::groupsHaveTheNumbersOfTheRegistry()
{
    for (const auto &group : test::enumeratorsOf<DhGroup>()) {
        if (group.value == DhGroup::None)
            continue;
        QCOMPARE(std::string(shortName(group.value)), "group" + std::to_string(std::to_underlying(group.value)));
    }
    QCOMPARE(std::to_underlying(DhGroup::Modp1024), std::uint16_t{2});
    QCOMPARE(std::to_underlying(DhGroup::Modp2048), std::uint16_t{14});
    QCOMPARE(std::to_underlying(DhGroup::Ecp256), std::uint16_t{19});
    QCOMPARE(std::to_underlying(DhGroup::Modp2048s256), std::uint16_t{24});
    QCOMPARE(std::to_underlying(DhGroup::Curve25519), std::uint16_t{31});
    QCOMPARE(shortName(DhGroup::None), std::string_view("disabled"));
}

void TestProposal::aeadSuitesAreKnown()
{
    for (const auto &encryption : test::enumeratorsOf<Encryption>()) {
        const std::string_view name = shortName(encryption.value);
        QCOMPARE(isAead(encryption.value), name.find("gcm") != name.npos || name.find("poly1305") != name.npos);
    }
}

void TestProposal::ikeProposalsAreWrittenAsCharonDoes()
{
    QCOMPARE(toString(IkeProposal{}), std::string("AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"));
    const IkeProposal gcm{Encryption::Aes256Gcm16, Integrity::None, Prf::HmacSha384, DhGroup::Ecp384};
    QCOMPARE(toString(gcm), std::string("AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384"));
}

void TestProposal::espProposalsAreWrittenAsCharonDoes()
{
    QCOMPARE(toString(EspProposal{}), std::string("AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ"));
    const EspProposal strong{Encryption::Aes256Cbc, Integrity::HmacSha256_128, DhGroup::Modp2048, true};
    QCOMPARE(toString(strong), std::string("AES_CBC_256/HMAC_SHA2_256_128/MODP_2048/EXT_SEQ"));
    const EspProposal chacha{Encryption::ChaCha20Poly1305, Integrity::None, DhGroup::None, false};
    QCOMPARE(toString(chacha), std::string("CHACHA20_POLY1305/NO_EXT_SEQ"));
}

QTEST_GUILESS_MAIN(TestProposal)
#include "test_proposal.moc"
