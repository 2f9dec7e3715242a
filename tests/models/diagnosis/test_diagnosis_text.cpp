#include "models/diagnosis/checks.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/diagnosis/peer_report.h"
#include "models/diagnosis/suite_words.h"
#include "models/diagnosis/symptoms.h"
#include "tests/models/diagnosis/facts_builder.h"
#include "tests/support/enumerators.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::models::samples;

class TestDiagnosisText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeIsWorded();
    void everyFixIsWorded();
    void nobodyIsBlamed();
    void whatTheLogDoesNotShowIsNotPromised();
    void suitesAreReadInTheDraftsWords();
    void symptomsLeadToCodes_data();
    void symptomsLeadToCodes();
    void codesAreFoundByName();
    void reportHoldsNoSecret();
    void reportSaysWhatElseItMayBe();
};

void TestDiagnosisText::everyCodeIsWorded()
{
    for (const DiagnosisCode code : allDiagnosisCodes()) {
        for (const auto role : {Role::Unknown, Role::Initiator, Role::Responder}) {
            for (const auto certainty : {Certainty::Certain, Certainty::Likely}) {
                for (const QStringList &values :
                     {QStringList(), QStringList{QStringLiteral("a"), QStringLiteral("b")}}) {
                    Diagnosis diagnosis;
                    diagnosis.code = code;
                    diagnosis.role = role;
                    diagnosis.certainty = certainty;
                    diagnosis.values = values;
                    const QString sentence = diagnosisSentence(diagnosis);
                    const std::string name(diagnosisName(code));
                    QVERIFY2(!sentence.isEmpty() && !diagnosisTitle(code).isEmpty(), name.c_str());
                    QVERIFY2(!sentence.contains(QLatin1Char('%')), qPrintable(sentence));
                }
            }
        }
    }
}

void TestDiagnosisText::everyFixIsWorded()
{
    for (const auto &kind : test::enumeratorsOf<FixKind>()) {
        QCOMPARE(std::string(fixKindName(kind.value)), std::string(kind.name));
        for (const auto action : {FixAction::None, FixAction::OpenField}) {
            const Fix fix{kind.value, action, Field::IkeEncAlg, QStringLiteral("aes256")};
            QVERIFY2(!fixSentence(fix).isEmpty() && !fixSentence(fix).contains(QLatin1Char('%')), kind.name.data());
            QVERIFY(!fixButton(fix).contains(QLatin1Char('%')));
            QCOMPARE(fixButton({kind.value, FixAction::None, {}, {}}), QString());
        }
    }
    const Fix fix{FixKind::UseTheirValue, FixAction::OpenField, Field::IkeEncAlg, QStringLiteral("aes256")};
    QVERIFY(fix.isApplicableHere());
    QVERIFY(fixButton(fix).contains(choiceText(QStringLiteral("aes256"))));
}

// user-experience.md, 2.3.
void TestDiagnosisText::nobodyIsBlamed()
{
    for (const DiagnosisCode code : allDiagnosisCodes()) {
        Diagnosis diagnosis;
        diagnosis.code = code;
        const QString sentence = diagnosisSentence(diagnosis).toLower();
        QVERIFY2(!sentence.contains(QLatin1Char('!')) && !sentence.contains(QLatin1String("please")),
                 qPrintable(sentence));
    }
}

// The log shows both groups where it is us who refused, and one where the other side says only that ours is wrong.
void TestDiagnosisText::whatTheLogDoesNotShowIsNotPromised()
{
    Diagnosis diagnosis;
    diagnosis.code = DiagnosisCode::DhGroupMismatch;
    for (const Certainty certainty : {Certainty::Certain, Certainty::Likely}) {
        diagnosis.certainty = certainty;
        const QString sentence = diagnosisSentence(diagnosis);
        QVERIFY2(sentence.contains(QLatin1String("both")) == (certainty == Certainty::Certain), qPrintable(sentence));
    }
}

void TestDiagnosisText::suitesAreReadInTheDraftsWords()
{
    const auto suites = readSuites("AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, "
                                   "AES_GCM_16_128/PRF_HMAC_SHA2_256/ECP_256, ENCR_99/INTEG_9/MODP_2048/NO_EXT_SEQ");
    QCOMPARE(suites.size(), 3);
    QCOMPARE(suites.at(0).encryption, QStringList{QStringLiteral("aes256")});
    QCOMPARE(suites.at(0).authentication, QStringList{QStringLiteral("sha1")});
    QCOMPARE(suites.at(0).groups, QStringList{QStringLiteral("group2")});
    QCOMPARE(suites.at(1).authentication, QStringList{QStringLiteral("sha256")}); // the PRF, where there is no other
    QCOMPARE(suites.at(2).encryption, QStringList{QStringLiteral("ENCR_99")});
    QCOMPARE(suites.at(2).authentication, QStringList{QStringLiteral("INTEG_9")});
    // The weak one of our own is what newer devices refuse first.
    ConnectionDraft draft;
    draft.ikeAuthAlg = QStringLiteral("sha256");
    QCOMPARE(unknownSuites(draft, SuitePhase::Ike).first().field, Field::IkePfs);
}

void TestDiagnosisText::symptomsLeadToCodes_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("symptom");
    const auto row = [](const char *words, Symptom symptom) {
        QTest::newRow(words) << QString::fromUtf8(words) << static_cast<int>(symptom);
    };
    row("phase 2 up but no traffic", Symptom::UpNoTraffic);
    row("one way only", Symptom::OneWayOnly);
    row("works for an hour and then drops", Symptom::DropsAfterAWhile);
    row("flaps", Symptom::Flaps);
    row("only the first subnet works", Symptom::OnlyFirstSubnet);
    row("wrong PSK?", Symptom::KeyRefused);
    row("large packets hang", Symptom::BigPacketsHang);
    row("第二阶段已建立但是不通", Symptom::UpNoTraffic);
    row("单向不通", Symptom::OneWayOnly);
    row("一个小时之后断开", Symptom::DropsAfterAWhile);
    row("时断时续", Symptom::Flaps);
    row("只有第一个网段能通", Symptom::OnlyFirstSubnet);
    row("预共享密钥不匹配", Symptom::KeyRefused);
}

void TestDiagnosisText::symptomsLeadToCodes()
{
    QFETCH(QString, words);
    QFETCH(int, symptom);
    const auto matches = findSymptoms(words);
    QVERIFY(!matches.isEmpty());
    QCOMPARE(static_cast<int>(matches.first().symptom), symptom);
    QVERIFY(!matches.first().codes.isEmpty());
    QVERIFY(!symptomTitle(matches.first().symptom).isEmpty() && !symptomText(matches.first().symptom).isEmpty());
    QVERIFY(findSymptoms(QStringLiteral("xyzzy")).isEmpty());
}

void TestDiagnosisText::codesAreFoundByName()
{
    QVERIFY(findCodes(QStringLiteral("pfs")).contains(DiagnosisCode::PfsMismatch));
    QVERIFY(findCodes(QStringLiteral("traffic selector")).contains(DiagnosisCode::TrafficSelectorMismatch));
    QVERIFY(findCodes({}).isEmpty());
}

// Neither the key, which no fact holds, nor what is only ours: device, errors of this system, the connection's name.
void TestDiagnosisText::reportHoldsNoSecret()
{
    Story story;
    story.facts.draft.name = QStringLiteral("secret project");
    story.facts.draft.description = QStringLiteral("room 101");
    story.add(
        {AuthenticationFailed,
         kPhase1,
         kIn,
         api::Exchange::IkeAuth,
         {{Key::ReceivedId, "gateway.example\nforged line"}, {Key::Failure, "PeerIdMismatch"}, {Key::Device, "tw0"}}});
    const Diagnosis diagnosis = story.diagnosis();
    for (const auto language : {ReportLanguage::User, ReportLanguage::English, ReportLanguage::Chinese}) {
        const QString report = peerReport(story.facts, diagnosis, language);
        QVERIFY(!report.contains(QLatin1String("secret project")) && !report.contains(QLatin1String("room 101")));
        QVERIFY(!report.contains(QLatin1String("tw0")));
        QVERIFY(!report.contains(QLatin1String("\nforged line")));
        for (const char *what : {"192.0.2.2", "198.51.100.2", "10.1.0.0/24", "group14", "PeerIdMismatch"})
            QVERIFY2(report.contains(QLatin1String(what)), qPrintable(report));
    }
}

void TestDiagnosisText::reportSaysWhatElseItMayBe()
{
    Story story;
    story.initiate();
    story.add({SelectorsUnacceptable, kPhase2, kIn, api::Exchange::IkeAuth, {}, api::Level::Error});
    const QString report = peerReport(story.facts, story.diagnosis(), ReportLanguage::English);
    QVERIFY2(report.contains(QStringLiteral("What we found: TrafficSelectorMismatch\n"
                                            "Or it is this: EncapsulationModeMismatch\n")),
             qPrintable(report));
}

QTEST_GUILESS_MAIN(TestDiagnosisText)
#include "test_diagnosis_text.moc"
