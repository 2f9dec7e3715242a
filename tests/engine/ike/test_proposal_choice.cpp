#include "engine/ike/proposal_choice.h"

#include <QTest>

using namespace tw;
using namespace tw::ike;
using api::DhGroup;
using api::Encryption;
using api::FailureCode;
using api::Integrity;
using api::Prf;
using wire::TransformType;

namespace {

constexpr api::IkeProposal kAesSha256{Encryption::Aes128Cbc, Integrity::HmacSha256_128, Prf::HmacSha256,
                                      DhGroup::Modp2048};
constexpr api::IkeProposal kAes256Sha1{Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1024};
constexpr api::IkeProposal kGcm{Encryption::Aes256Gcm16, Integrity::None, Prf::HmacSha384, DhGroup::Ecp384};
constexpr api::EspProposal kEsp{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::None, false};
constexpr api::EspProposal kEspGcm{Encryption::Aes128Gcm16, Integrity::None, DhGroup::Modp2048, false};

wire::SaPayload offer(std::initializer_list<api::IkeProposal> suites)
{
    wire::SaPayload sa;
    for (const auto &suite : suites)
        sa.proposals.push_back(toWire(suite, static_cast<std::uint8_t>(sa.proposals.size() + 1)));
    return sa;
}

const Bytes kPeerSpi{0xc0, 0xff, 0xee, 0x01};
const Bytes kOurSpi{0xab, 0xcd, 0xef, 0x02};

} // namespace

class TestProposalChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void transformNumbersAreIanas();
    void namesAreThoseOfTheLog();
    void ourOrderDecides();
    void oneProposalMayOfferManyTransforms();
    void keyLengthsTellCiphersApart();
    void cipherOfOneSizeMayStateIt();
    void unknownTransformTypeMakesAProposalUnusable();
    void unknownAttributeMakesATransformUnusable();
    void aeadTakesNoIntegrity();
    void differencesOfTheClosestPairAreNamed();
    void childIgnoresGroups();
    void childWithoutEsnTransformHasNone();
    void childOfAnotherProtocolIsNoCandidate();
    void answerMustBeWhatWasOffered();
};

// IANA "Internet Key Exchange Version 2 (IKEv2) Parameters".
void TestProposalChoice::transformNumbersAreIanas()
{
    const auto id = [](const wire::Transform &transform) { return int(transform.id); };
    QCOMPARE(id(toTransform(Encryption::DesCbc)), 2);
    QCOMPARE(id(toTransform(Encryption::TripleDesCbc)), 3);
    QCOMPARE(id(toTransform(Encryption::Aes192Cbc)), 12);
    QCOMPARE(toTransform(Encryption::Aes192Cbc).keyLength().value(), std::uint16_t{192});
    QCOMPARE(id(toTransform(Encryption::Aes256Gcm16)), 20);
    QCOMPARE(toTransform(Encryption::Aes256Gcm16).keyLength().value(), std::uint16_t{256});
    QCOMPARE(id(toTransform(Encryption::ChaCha20Poly1305)), 28);
    QVERIFY(!toTransform(Encryption::ChaCha20Poly1305).keyLength()); // RFC 7634, 5
    QVERIFY(!toTransform(Encryption::TripleDesCbc).keyLength());
    QCOMPARE(id(toTransform(Integrity::HmacMd5_96)), 1);
    QCOMPARE(id(toTransform(Integrity::HmacSha1_96)), 2);
    QCOMPARE(id(toTransform(Integrity::HmacSha256_128)), 12);
    QCOMPARE(id(toTransform(Integrity::HmacSha384_192)), 13);
    QCOMPARE(id(toTransform(Integrity::HmacSha512_256)), 14);
    QCOMPARE(id(toTransform(Prf::HmacMd5)), 1);
    QCOMPARE(id(toTransform(Prf::HmacSha1)), 2);
    QCOMPARE(id(toTransform(Prf::HmacSha256)), 5);
    QCOMPARE(id(toTransform(Prf::HmacSha384)), 6);
    QCOMPARE(id(toTransform(Prf::HmacSha512)), 7);
    QCOMPARE(id(toTransform(DhGroup::Modp2048)), 14);
    QCOMPARE(id(toTransform(DhGroup::Curve25519)), 31);
    QCOMPARE(id(esnTransform(false)), 0);
    QCOMPARE(id(esnTransform(true)), 1);
}

void TestProposalChoice::namesAreThoseOfTheLog()
{
    QCOMPARE(toString(toWire(kAesSha256, 1)), api::toString(kAesSha256));
    QCOMPARE(toString(toWire(kGcm, 1)), api::toString(kGcm));
    QCOMPARE(toString(toWire(kEsp, 1, kPeerSpi, false)), std::string("AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ"));
    QCOMPARE(toString(toWire(kEspGcm, 1, kPeerSpi, true)), std::string("AES_GCM_16_128/MODP_2048/NO_EXT_SEQ"));
    QCOMPARE(toString(wire::makeTransform(TransformType::Encryption, 99, 128)), std::string("ENCR_99_128"));
    QCOMPARE(toString(wire::makeTransform(TransformType::Prf, 4)), std::string("PRF_4"));
}

void TestProposalChoice::ourOrderDecides()
{
    const auto verdict = choose({kAes256Sha1, kAesSha256}, offer({kGcm, kAesSha256, kAes256Sha1}));
    QVERIFY(verdict.has_value());
    QVERIFY(verdict->suite == kAes256Sha1);
    QCOMPARE(int(verdict->answer.number), 3); // the answer repeats the offer's number
    QCOMPARE(verdict->answer.transforms.size(), 4u);
}

// As strongSwan offers: every algorithm of each type in one proposal.
void TestProposalChoice::oneProposalMayOfferManyTransforms()
{
    wire::SaPayload wide = offer({kAes256Sha1});
    for (const auto &transform : toWire(kAesSha256, 1).transforms)
        wide.proposals.front().transforms.push_back(transform);
    const auto verdict = choose({kAesSha256}, wide);
    QVERIFY(verdict.has_value());
    QVERIFY(verdict->answer.transforms == toWire(kAesSha256, 1).transforms); // one of each type
}

void TestProposalChoice::keyLengthsTellCiphersApart()
{
    auto other = kAesSha256;
    other.encryption = Encryption::Aes192Cbc;
    const auto verdict = choose({kAesSha256}, offer({other}));
    QVERIFY(!verdict.has_value());
    QCOMPARE(verdict.error().differs, std::string("encryption"));
    // AES without a length is no AES at all (RFC 7296, 3.3.5).
    auto bare = offer({kAesSha256});
    bare.proposals.front().transforms.front().attributes.clear();
    QVERIFY(!choose({kAesSha256}, bare).has_value());
}

void TestProposalChoice::cipherOfOneSizeMayStateIt()
{
    auto suite = kAesSha256;
    suite.encryption = Encryption::TripleDesCbc;
    auto sa = offer({suite});
    sa.proposals.front().transforms.front() = wire::makeTransform(TransformType::Encryption, 3, 192);
    const auto verdict = choose({suite}, sa);
    QVERIFY(verdict.has_value());
    QVERIFY(verdict->answer.transforms.front().keyLength() == 192); // the answer repeats the transform as it came
}

void TestProposalChoice::unknownTransformTypeMakesAProposalUnusable()
{
    auto sa = offer({kAesSha256, kAesSha256});
    sa.proposals.front().transforms.push_back(wire::makeTransform(TransformType{6}, 35)); // an additional key exchange
    const auto verdict = choose({kAesSha256}, sa);
    QVERIFY(verdict.has_value());
    QCOMPARE(int(verdict->answer.number), 2);
    sa.proposals.pop_back();
    QVERIFY(!choose({kAesSha256}, sa).has_value());
}

void TestProposalChoice::unknownAttributeMakesATransformUnusable()
{
    auto sa = offer({kAesSha256});
    sa.proposals.front().transforms.front().attributes.push_back({99, std::uint16_t{1}});
    QVERIFY(!choose({kAesSha256}, sa).has_value());
}

void TestProposalChoice::aeadTakesNoIntegrity()
{
    QVERIFY(choose({kGcm}, offer({kGcm})).has_value());
    auto withNone = offer({kGcm});
    withNone.proposals.front().transforms.push_back(toTransform(Integrity::None)); // means the same
    QVERIFY(choose({kGcm}, withNone).has_value());
    auto withHmac = offer({kGcm});
    withHmac.proposals.front().transforms.push_back(toTransform(Integrity::HmacSha1_96));
    QCOMPARE(choose({kGcm}, withHmac).error().differs, std::string("integrity"));
}

void TestProposalChoice::differencesOfTheClosestPairAreNamed()
{
    const auto verdict = choose({kGcm, kAesSha256}, offer({kAes256Sha1, [] {
                                                               auto near = kAesSha256;
                                                               near.group = DhGroup::Modp1024;
                                                               return near;
                                                           }()}));
    QVERIFY(!verdict.has_value());
    QCOMPARE(verdict.error().differs, std::string("group"));
    QVERIFY(verdict.error().failure == FailureCode::DhGroupMismatch);
    QCOMPARE(verdict.error().configured, api::toString(kGcm) + ", " + api::toString(kAesSha256));
    QVERIFY(choose({kAesSha256}, offer({kGcm})).error().failure == FailureCode::AlgorithmMismatch);
    QVERIFY(choose({kAesSha256}, wire::SaPayload{}).error().failure == FailureCode::ProposalMismatch);
}

void TestProposalChoice::childIgnoresGroups()
{
    wire::SaPayload sa{{toWire(kEspGcm, 1, kPeerSpi, true)}}; // with a group, which has no meaning in IKE_AUTH
    const auto verdict = chooseFirstChild({kEspGcm}, sa, kOurSpi);
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->peerSpi, kPeerSpi);
    QCOMPARE(verdict->answer.spi, kOurSpi);
    for (const auto &transform : verdict->answer.transforms)
        QVERIFY(transform.type != TransformType::DhGroup);
}

void TestProposalChoice::childWithoutEsnTransformHasNone()
{
    wire::SaPayload sa{{toWire(kEsp, 1, kPeerSpi, false)}};
    std::erase_if(sa.proposals.front().transforms, [](const auto &one) { return one.type == TransformType::Esn; });
    QVERIFY(chooseFirstChild({kEsp}, sa, kOurSpi).has_value());
    sa.proposals.front().transforms.push_back(esnTransform(true)); // insists on what we do not have
    QCOMPARE(chooseFirstChild({kEsp}, sa, kOurSpi).error().differs, std::string("esn"));
    sa.proposals.front().transforms.push_back(esnTransform(false)); // leaves the choice
    const auto verdict = chooseFirstChild({kEsp}, sa, kOurSpi);
    QVERIFY(verdict.has_value());
    QVERIFY(std::ranges::find(verdict->answer.transforms, esnTransform(false)) != verdict->answer.transforms.end());
}

void TestProposalChoice::childOfAnotherProtocolIsNoCandidate()
{
    wire::SaPayload sa{{toWire(kEsp, 1, kPeerSpi, false)}};
    sa.proposals.front().protocol = wire::ProtocolId::Ah;
    const auto verdict = chooseFirstChild({kEsp}, sa, kOurSpi);
    QVERIFY(!verdict.has_value() && verdict.error().failure == FailureCode::SecurityProtocolMismatch);
    sa.proposals.front().protocol = wire::ProtocolId::Esp;
    sa.proposals.front().spi = {1, 2};
    QVERIFY(!chooseFirstChild({kEsp}, sa, kOurSpi).has_value());
}

void TestProposalChoice::answerMustBeWhatWasOffered()
{
    const std::vector<api::IkeProposal> offered{kAesSha256, kAes256Sha1};
    const auto answer = [](const api::IkeProposal &suite, std::uint8_t number) {
        return wire::SaPayload{{toWire(suite, number)}};
    };
    QVERIFY(verifyAnswer(offered, answer(kAes256Sha1, 2)).has_value());
    QVERIFY(!verifyAnswer(offered, answer(kAes256Sha1, 1)).has_value()); // the number of another one
    QVERIFY(!verifyAnswer(offered, answer(kAes256Sha1, 3)).has_value());
    QVERIFY(!verifyAnswer(offered, answer(kAes256Sha1, 0)).has_value());
    QVERIFY(!verifyAnswer(offered, answer(kGcm, 1)).has_value());
    auto mixed = kAesSha256;
    mixed.group = DhGroup::Modp1024; // each part was offered, but not together
    QVERIFY(!verifyAnswer(offered, answer(mixed, 1)).has_value());
    auto two = answer(kAesSha256, 1);
    two.proposals.push_back(two.proposals.front());
    QVERIFY(!verifyAnswer(offered, two).has_value());
    auto twice = answer(kAesSha256, 1);
    twice.proposals.front().transforms.push_back(toTransform(Encryption::Aes128Cbc));
    QVERIFY(!verifyAnswer(offered, twice).has_value());
    auto missing = answer(kAesSha256, 1);
    missing.proposals.front().transforms.pop_back();
    QVERIFY(!verifyAnswer(offered, missing).has_value());
    auto grouped = wire::SaPayload{{toWire(kEspGcm, 1, kPeerSpi, true)}};
    QVERIFY(!verifyFirstChildAnswer({kEspGcm}, grouped).has_value()); // it was offered without
}

QTEST_GUILESS_MAIN(TestProposalChoice)
#include "test_proposal_choice.moc"
