#include "models/diagnosis/checks.h"
#include "models/diagnosis/trials.h"
#include "tests/models/diagnosis/fault_stories.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::models::samples;

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
    void theNewestFaultCounts();
    void whatTheSameFactsLookLikeIsSaidToo();
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

void TestDiagnosis::whatTheSameFactsLookLikeIsSaidToo()
{
    Story story;
    story.facts.draft.ikeVersion = QStringLiteral("ikev1");
    story.facts.draft.ikeMode = QStringLiteral("aggressive");
    story.initiate(Exchange::AggressiveMode);
    story.add({AuthenticationRefused, kPhase1, kIn, Exchange::Informational});
    const QList<Diagnosis> found = diagnoseAll(story.facts);
    QCOMPARE(found.size(), 2);
    QVERIFY(found.first().code == DiagnosisCode::NegotiationModeMismatch && found.first().relation == Relation::First);
    QVERIFY(found.last().code == DiagnosisCode::PeerIdMismatch && found.last().relation == Relation::Instead);
    QVERIFY(found.last().certainty == Certainty::Likely && !found.last().fixes.isEmpty());
    QCOMPARE(found.last().sequences(), found.first().sequences());
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
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().code == DiagnosisCode::TrafficSelectorMismatch);
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
