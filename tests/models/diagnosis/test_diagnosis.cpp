#include "models/diagnosis/checks.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/diagnosis/trials.h"
#include "tests/models/diagnosis/fault_stories.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::models::samples;

namespace {

// A peer that refuses who we say we are, behind its answer to our first message.
void refuseName(Story &story, Exchange mode)
{
    story.initiate(mode);
    story.add({MessageReceived, kPhase1, kIn, mode});
    story.add({AuthenticationRefused, kPhase1, kIn, Exchange::InformationalV1});
}

// Facts that look like two faults.
struct Doubt
{
    const char *name;
    Tell tell;
    DiagnosisCode first;
    DiagnosisCode instead;
    FixKind fix; // of the second one
};

const Doubt kDoubts[] = {
    {"main mode",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         refuseName(s, Exchange::MainMode);
     },
     C::PeerIdMismatch, C::NegotiationModeMismatch, F::TryOtherMode},
    {"aggressive mode",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.facts.draft.ikeMode = QStringLiteral("aggressive");
         s.initiate(Exchange::AggressiveMode);
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::InformationalV1});
     },
     C::NegotiationModeMismatch, C::PeerIdMismatch, F::UseOtherLocalId},
    {"transport mode",
     [](Story &s) {
         s.initiate();
         s.add({SelectorsUnacceptable, kPhase2, kIn, Exchange::IkeAuth, {}, api::Level::Error});
     },
     C::TrafficSelectorMismatch, C::EncapsulationModeMismatch, F::TellPeerTunnelMode},
    {"silent peer of IKEv1",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.initiate(Exchange::MainMode);
         s.add({MessageReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({NatPortChanged, kPhase1});
         s.add({MessageSent, kPhase1, kOut, Exchange::MainMode});
         retransmit(s, Exchange::MainMode, "300");
     },
     C::NatPathBlocked, C::PskMismatch, F::RetypeKey},
    {"silent peer with a certificate",
     [](Story &s) {
         s.facts.draft.authMethod = QStringLiteral("certificate");
         s.add({ProposalChosen, kPhase1, kOut, Exchange::IkeSaInit});
         s.facts.now += std::chrono::seconds(10);
     },
     C::NatPathBlocked, C::FragmentsLost, F::TellPeerFragmentation},
};

// Facts that look like those, and leave one fault only.
struct NoDoubt
{
    const char *name;
    Tell tell;
    DiagnosisCode only;
};

const NoDoubt kNoDoubts[] = {
    {"the mode, where the peer began in it",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.add({ProposalsReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::InformationalV1});
     },
     C::PeerIdMismatch},
    {"aggressive mode, once the peer answered in it",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.facts.draft.ikeMode = QStringLiteral("aggressive");
         refuseName(s, Exchange::AggressiveMode);
     },
     C::PeerIdMismatch},
    {"the mode, where the peer says that it is about names",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.facts.draft.ikeMode = QStringLiteral("aggressive");
         s.initiate(Exchange::AggressiveMode);
         s.add({AuthenticationRefused,
                kPhase1,
                kIn,
                Exchange::InformationalV1,
                {{Key::Notify, "INVALID_ID_INFORMATION"}}});
     },
     C::PeerIdMismatch},
    {"transport mode, where a tunnel stands",
     [](Story &s) {
         s.establish();
         s.initiate();
         s.add({SelectorsUnacceptable, kPhase2, kIn, Exchange::CreateChildSa, {}, api::Level::Error});
     },
     C::TrafficSelectorMismatch},
};

} // namespace

class TestDiagnosis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasAStory();
    void names_data();
    void names();
    void whatStandsHidesWhatFailed();
    void narrowingToAllOfOursIsNoFault();
    void anEditMakesTheOldFaultMoot();
    void theResponderKnowsMore();
    void whatWasSeenBeforeASuccessProvesNothing();
    void aProbeThatIsGivenOursSaysTryAgain();
    void anAnswerThatWeRefuseIsReadFromOurSide();
    void theNewestFaultCounts();
    void whatTheSameFactsLookLikeIsSaidToo_data();
    void whatTheSameFactsLookLikeIsSaidToo();
    void whatTheFactsRuleOutIsNotSaid_data();
    void whatTheFactsRuleOutIsNotSaid();
    void whatEndedIsSaidBesideWhatHindersNow();
    void anOlderFaultThatWasPassedIsNotSaid();
    void aRenewalIsNoEnd();
    void lastNamesAreReadBack();
    void checksOfAnEstablishedTunnel();
    void routeConflicts();
    void pingsMakeReachable();
    void rekeyTrialTellsLoudly();
};

void TestDiagnosis::everyCodeHasAStory()
{
    for (const DiagnosisCode code : allDiagnosisCodes()) {
        const bool has = std::ranges::any_of(kCases, [&](const Case &one) { return one.code == code; });
        QVERIFY2(has, std::string(diagnosisName(code)).c_str());
    }
}

void TestDiagnosis::names_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Case &one : kCases)
        QTest::newRow(one.name) << index++;
}

void TestDiagnosis::names()
{
    QFETCH(int, index);
    const Case &wanted = kCases[index];
    Story story;
    wanted.tell(story);
    const Diagnosis found = story.diagnosis();
    QCOMPARE(std::string(diagnosisName(found.code)), std::string(diagnosisName(wanted.code)));
    QVERIFY(found.certainty == wanted.certainty);
    QCOMPARE(std::string(sideName(found.side)), std::string(sideName(wanted.side)));
    QCOMPARE(std::string(roleName(found.role)), std::string(roleName(wanted.role)));
    QVERIFY(!found.fixes.isEmpty() && found.fixes.size() <= kMaxFixes);
    QCOMPARE(std::string(fixKindName(found.fixes.first().kind)), std::string(fixKindName(wanted.fix)));
    if (wanted.value)
        QCOMPARE(found.fixes.first().value, QString::fromUtf8(wanted.value));
    for (const qint64 sequence : found.sequences())
        QVERIFY(sequence > 0);
}

void TestDiagnosis::whatStandsHidesWhatFailed()
{
    Story story;
    story.initiate();
    story.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
    QVERIFY(story.diagnosis().isFault());
    story.establish();
    QVERIFY(!story.diagnosis().isFault());
}

void TestDiagnosis::narrowingToAllOfOursIsNoFault()
{
    Story story;
    story.add({SelectorsNarrowed,
               kPhase2,
               kOut,
               Exchange::IkeAuth,
               {{Key::LocalSelectors, "10.1.0.0/24"}, {Key::RemoteSelectors, "10.2.0.0/24"}}});
    story.establish();
    QVERIFY(!story.diagnosis().isFault());
    story.add({SelectorsNarrowed,
               kPhase2,
               kIn,
               Exchange::IkeAuth,
               {{Key::LocalSelectors, "10.1.0.0/24"}, {Key::RemoteSelectors, "10.2.0.0/25"}}});
    QVERIFY(story.diagnosis().code == DiagnosisCode::TrafficSelectorMismatch);
    QCOMPARE(story.diagnosis().fixes.first().value, QStringLiteral("10.2.0.0/25"));
}

void TestDiagnosis::anEditMakesTheOldFaultMoot()
{
    Story story;
    story.initiate();
    story.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
    story.add({ConnectionUpdated});
    QVERIFY(!story.diagnosis().isFault());
}

// Both sides try: what the peer only refuses, we have seen when it asked.
void TestDiagnosis::theResponderKnowsMore()
{
    Story story;
    offeredTooMuch(story, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", "EncryptionAlgorithmMismatch",
                   kPhase1, Exchange::IkeSaInit);
    story.initiate();
    story.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit}, std::chrono::minutes(1));
    const Diagnosis found = story.diagnosis();
    QVERIFY(found.code == DiagnosisCode::EncryptionAlgorithmMismatch);
    QCOMPARE(found.comparison.first(),
             (ComparedField{Field::IkeEncAlg, QStringLiteral("aes"), QStringLiteral("aes256"),
                            ComparedField::State::Differs}));
}

// Both sides agreed meanwhile: what the peer refuses now is another thing.
void TestDiagnosis::whatWasSeenBeforeASuccessProvesNothing()
{
    Story asked;
    offeredTooMuch(asked, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", "EncryptionAlgorithmMismatch",
                   kPhase1, Exchange::IkeSaInit);
    Story probed;
    probed.initiate();
    probed.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
    probed.add({SuiteProbeStarted, kPhase1});
    probed.add({SuiteProbeAnswered,
                kPhase1,
                kIn,
                Exchange::None,
                {{Key::Chosen, "3DES_CBC/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
    for (Story *story : {&asked, &probed}) {
        QVERIFY(story->diagnosis().code == DiagnosisCode::EncryptionAlgorithmMismatch);
        story->establish();
        story->facts.status.state = api::ConnectionState::Phase1Failed;
        story->initiate();
        story->add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
        QVERIFY(story->diagnosis().code == DiagnosisCode::ProposalMismatch);
        QVERIFY(story->diagnosis().fixes.first().kind == FixKind::ProbePhase1);
    }
}

void TestDiagnosis::aProbeThatIsGivenOursSaysTryAgain()
{
    Story story;
    story.initiate();
    story.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit, {{Key::Offered, "what we offer"}}});
    story.add({SuiteProbeStarted, kPhase1});
    story.add({SuiteProbeAnswered,
               kPhase1,
               kIn,
               Exchange::None,
               {{Key::Chosen, "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
    const Diagnosis found = story.diagnosis();
    QVERIFY(found.code == DiagnosisCode::ProposalMismatch);
    QVERIFY(found.fixes.first().kind == FixKind::TryAgain);
    QVERIFY(diagnosisSentence(found).contains(QStringLiteral("what we offer")));
}

// A peer that answers with more than it was asked for. In the answer, too, our subnets stand first.
void TestDiagnosis::anAnswerThatWeRefuseIsReadFromOurSide()
{
    Story story;
    story.initiate(Exchange::MainMode);
    story.add({ProposalsOffered, kPhase2, kOut, Exchange::QuickMode});
    story.add({SelectorsUnacceptable,
               kPhase2,
               kOut,
               Exchange::QuickMode,
               {{Key::Offered, "10.1.0.0/24 === 10.0.0.0/8"}},
               api::Level::Error});
    const Diagnosis found = story.diagnosis();
    QVERIFY(found.code == DiagnosisCode::TrafficSelectorMismatch && found.role == Role::Initiator);
    QVERIFY(found.certainty == Certainty::Certain);
    QCOMPARE(found.comparison.first(),
             (ComparedField{Field::RemoteSubnet, QStringLiteral("10.2.0.0/24"), QStringLiteral("10.0.0.0/8"),
                            ComparedField::State::Differs}));
    QVERIFY(found.comparison.last().state == ComparedField::State::Equal);
}

void TestDiagnosis::theNewestFaultCounts()
{
    Story story;
    story.initiate();
    story.add({AuthenticationRefused, kPhase1, kIn, Exchange::IkeAuth});
    story.add({AttemptFailed, kPhase1, {}, {}, {{Key::Failure, "AuthenticationRefused"}}});
    story.add({NegotiationTriggered}, std::chrono::minutes(2));
    story.initiate();
    retransmit(story, Exchange::IkeSaInit, "400");
    QVERIFY(story.diagnosis().code == DiagnosisCode::NoResponse);
}

void TestDiagnosis::whatTheSameFactsLookLikeIsSaidToo_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Doubt &one : kDoubts)
        QTest::newRow(one.name) << index++;
}

void TestDiagnosis::whatTheSameFactsLookLikeIsSaidToo()
{
    QFETCH(int, index);
    const Doubt &doubt = kDoubts[index];
    Story story;
    doubt.tell(story);
    const QList<Diagnosis> found = diagnoseAll(story.facts);
    QCOMPARE(found.size(), 2);
    QVERIFY(found.first().code == doubt.first && found.first().relation == Relation::First);
    QVERIFY(found.last().code == doubt.instead && found.last().relation == Relation::Instead);
    // Neither is said to be certain, and each has a mend of its own.
    QVERIFY(found.first().certainty == Certainty::Likely && found.last().certainty == Certainty::Likely);
    QVERIFY(found.last().fixes.first().kind == doubt.fix && found.first().fixes.first().kind != doubt.fix);
    QCOMPARE(found.last().sequences(), found.first().sequences());
    // It says why the same facts look like it, and not what it would say as the first.
    Diagnosis asFirst = found.last();
    asFirst.relation = Relation::First;
    QVERIFY(diagnosisSentence(found.last()) != diagnosisSentence(asFirst));
}

void TestDiagnosis::whatTheFactsRuleOutIsNotSaid_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const NoDoubt &one : kNoDoubts)
        QTest::newRow(one.name) << index++;
}

void TestDiagnosis::whatTheFactsRuleOutIsNotSaid()
{
    QFETCH(int, index);
    Story story;
    kNoDoubts[index].tell(story);
    const QList<Diagnosis> found = diagnoseAll(story.facts);
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().code == kNoDoubts[index].only);
    for (const Fix &fix : found.first().fixes)
        QVERIFY(fix.kind != FixKind::TryOtherMode && fix.kind != FixKind::TellPeerTunnelMode);
    for (const ComparedField &row : found.first().comparison)
        QVERIFY(row.field != Field::IkeMode);
}

void TestDiagnosis::whatEndedIsSaidBesideWhatHindersNow()
{
    Story story;
    story.establish();
    story.add({PeerDead, kPhase1}, std::chrono::minutes(2));
    story.facts.status.state = api::ConnectionState::Phase1Failed;
    story.initiate();
    retransmit(story, Exchange::IkeSaInit, "400");
    const QList<Diagnosis> found = diagnoseAll(story.facts);
    QCOMPARE(found.size(), 2);
    QVERIFY(found.first().code == DiagnosisCode::NoResponse);
    QVERIFY(found.last().code == DiagnosisCode::DpdTimeout && found.last().relation == Relation::Also);
}

// Phase 1 was refused, then mended: the next attempt got as far as the subnets.
void TestDiagnosis::anOlderFaultThatWasPassedIsNotSaid()
{
    Story story;
    story.initiate();
    story.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
    story.add({NegotiationTriggered}, std::chrono::minutes(2));
    story.initiate();
    story.add({SelectorsUnacceptable, kPhase2, kIn, Exchange::IkeAuth, {}, api::Level::Error});
    QList<Diagnosis> found = diagnoseAll(story.facts);
    QVERIFY(found.first().code == DiagnosisCode::TrafficSelectorMismatch);
    QVERIFY(std::ranges::none_of(found, [](const Diagnosis &one) { return one.relation == Relation::Also; }));
    // Nothing of that was mended when nobody answers any more.
    story.add({NegotiationTriggered}, std::chrono::minutes(2));
    story.initiate();
    retransmit(story, Exchange::IkeSaInit, "400");
    found = diagnoseAll(story.facts);
    QVERIFY(found.first().code == DiagnosisCode::NoResponse);
    QVERIFY(std::ranges::any_of(found, [](const Diagnosis &one) {
        return one.code == DiagnosisCode::TrafficSelectorMismatch && one.relation == Relation::Also;
    }));
}

// Each of these was replaced before it went: a peer that renews, and never an interruption.
void TestDiagnosis::aRenewalIsNoEnd()
{
    Story story;
    story.add({ChildSaEstablished, kPhase2, {}, {}, {{Key::InboundSpi, "a0"}}});
    for (const auto &[older, newer] : {std::pair("a0", "a1"), {"a1", "a2"}, {"a2", "a3"}}) {
        story.add({ChildSaEstablished, kPhase2, {}, {}, {{Key::InboundSpi, newer}}}, std::chrono::seconds(600));
        story.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, older}}});
    }
    story.facts.status.state = api::ConnectionState::Established;
    QVERIFY(!story.diagnosis().isFault());
}

void TestDiagnosis::lastNamesAreReadBack()
{
    for (const DiagnosisCode code : allDiagnosisCodes())
        QVERIFY(parseDiagnosis(diagnosisName(code)) == code);
    QVERIFY(!parseDiagnosis("Nonsense"));
    QVERIFY(diagnosisOf(api::FailureCode::None) == DiagnosisCode::NoExceptionFound);
    QVERIFY(diagnosisOf(api::FailureCode::PskMismatch) == DiagnosisCode::PskMismatch);
}

void TestDiagnosis::checksOfAnEstablishedTunnel()
{
    Story story;
    story.establish();
    story.facts.status.ikeSa.emplace();
    const auto all = checks(story.facts, story.diagnosis());
    QCOMPARE(all.size(), 5);
    QVERIFY(all.at(0).kind == CheckKind::SameConfiguration && all.at(0).state == CheckState::Normal);
    QVERIFY(all.at(1).state == CheckState::Normal);
    QVERIFY(all.at(2).kind == CheckKind::PeerReachable && all.at(2).state == CheckState::Normal);
    QVERIFY(all.at(3).kind == CheckKind::PrivateReachable && all.at(3).state == CheckState::NotKnown);
    QVERIFY(all.at(4).kind == CheckKind::Limits && all.at(4).state == CheckState::Normal);
}

void TestDiagnosis::routeConflicts()
{
    Story story;
    Connection other;
    other.draft.id = QStringLiteral("vco-other");
    other.draft.name = QStringLiteral("elder");
    other.draft.localSubnet = QStringLiteral("10.5.0.0/24");
    other.draft.remoteSubnet = QStringLiteral("10.2.0.0/16");
    story.facts.others = {other};
    Check check = checks(story.facts, story.diagnosis()).at(1);
    QVERIFY(check.state == CheckState::Warning);
    QCOMPARE(check.conflicts, QStringList{QStringLiteral("elder")});
    story.facts.others.first().draft.remoteSubnet = story.facts.draft.remoteSubnet;
    story.facts.others.first().draft.localSubnet = story.facts.draft.localSubnet;
    check = checks(story.facts, story.diagnosis()).at(1);
    QVERIFY(check.state == CheckState::Error);
}

void TestDiagnosis::pingsMakeReachable()
{
    Story story;
    Measurements measured;
    measured.peer = PingResult{3, 1, std::chrono::microseconds(12'000)};
    measured.inside = PingResult{3, 0, {}};
    const auto all = checks(story.facts, story.diagnosis(), measured);
    QVERIFY(all.at(2).state == CheckState::Warning);
    QVERIFY(all.at(3).state == CheckState::Error);
}

void TestDiagnosis::rekeyTrialTellsLoudly()
{
    Story story;
    story.establish();
    QVERIFY(rekeyTrial(story.facts).state == TrialState::None);
    const qint64 begin = story.add({RekeyRequested, kPhase2});
    QVERIFY(rekeyTrial(story.facts).state == TrialState::Running);
    QCOMPARE(rekeyTrial(story.facts).sequence, begin);
    story.add({NoProposalChosen, kPhase2, kIn, Exchange::CreateChildSa, {{Key::Failure, "PfsMismatch"}}});
    QVERIFY(rekeyTrial(story.facts).state == TrialState::Refused);
    QVERIFY(rekeyTrial(story.facts).code == DiagnosisCode::PfsMismatch);
    story.add({RekeyRequested, kPhase2});
    story.establish("AES_CBC_128/HMAC_SHA2_256_128/MODP_2048/NO_EXT_SEQ");
    QVERIFY(rekeyTrial(story.facts).state == TrialState::Succeeded);
}

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "test_diagnosis.moc"
