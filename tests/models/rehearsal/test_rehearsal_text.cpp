#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_text.h"

#include <QSet>
#include <QTest>

using namespace tw;
using namespace tw::models;
using api::FailureCode;
using api::RehearsalStep;
using api::RehearsalVerdict;
using std::chrono::milliseconds;

namespace {

api::Rehearsal allPassed()
{
    api::Rehearsal rehearsal;
    for (int i = 0; i <= static_cast<int>(RehearsalStep::OtherBegins); ++i)
        rehearsal.steps.push_back({.step = static_cast<RehearsalStep>(i),
                                   .verdict = RehearsalVerdict::Passed,
                                   .took = milliseconds(40),
                                   .pingsSent = 31,
                                   .pingsAnswered = 31});
    return rehearsal;
}

} // namespace

class TestRehearsalText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingHasItsWords()
    {
        const api::Rehearsal rehearsal = allPassed();
        QSet<QString> texts;
        for (const api::RehearsedStep &step : rehearsal.steps) {
            QVERIFY(!rehearsalStepTitle(step.step).isEmpty());
            texts.insert(rehearsalStepText(rehearsal, step));
        }
        QCOMPARE(texts.size(), static_cast<qsizetype>(rehearsal.steps.size()));
        for (int i = 0; i <= static_cast<int>(api::RehearsalFault::PeerSilent); ++i)
            QVERIFY(!rehearsalFaultText(static_cast<api::RehearsalFault>(i)).isEmpty());
        for (int i = 0; i <= static_cast<int>(RehearsalMistake::Mode); ++i) {
            const auto mistake = static_cast<RehearsalMistake>(i);
            QVERIFY(!mistakeText(mistake).isEmpty());
            QCOMPARE(parseMistake(mistakeName(mistake)), std::optional(mistake));
        }
        QVERIFY(!parseMistake("rain"));
    }

    void timesAndNumbersAreThere()
    {
        api::Rehearsal rehearsal = allPassed();
        QCOMPARE(rehearsalStepText(rehearsal, rehearsal.steps.front()),
                 QStringLiteral("Both phases stand after 0.04 s."));
        rehearsal.steps[2].group = api::DhGroup::Modp2048;
        QCOMPARE(
            rehearsalStepText(rehearsal, rehearsal.steps[2]),
            QStringLiteral("31 of 31 pings passed while they were renewed. A key exchange of their own in group14: "
                           "PFS works."));
    }

    void aFailureSaysWhatEachSideSees()
    {
        api::Rehearsal rehearsal = allPassed();
        rehearsal.steps[0].verdict = RehearsalVerdict::Failed;
        rehearsal.steps[0].ourFailure = FailureCode::AuthenticationRefused;
        rehearsal.steps[0].theirFailure = FailureCode::PskMismatch;
        const QString text = rehearsalStepText(rehearsal, rehearsal.steps[0]);
        QVERIFY2(text.contains(QStringLiteral("We see: authentication refused by the peer [AuthenticationRefused].")),
                 qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("The peer sees: pre-shared key mismatch [PskMismatch].")));
        QVERIFY(rehearsalSummary(rehearsal).contains(rehearsalStepTitle(RehearsalStep::Negotiation)));
    }

    void silentFailuresSayHowLong()
    {
        api::Rehearsal rehearsal = allPassed();
        rehearsal.steps[0] = {
            .step = RehearsalStep::Negotiation, .verdict = RehearsalVerdict::Failed, .took = std::chrono::minutes(5)};
        QCOMPARE(rehearsalStepText(rehearsal, rehearsal.steps[0]),
                 QStringLiteral("No tunnel came of it within 300 s."));
    }

    void missingPairsAreNamed()
    {
        api::Rehearsal rehearsal = allPassed();
        rehearsal.steps[1].verdict = RehearsalVerdict::Failed;
        const auto selector = [](const char *prefix) {
            return api::TrafficSelector::fromPrefix(*IpPrefix::parse(prefix));
        };
        rehearsal.pairs = {{selector("10.1.0.0/24"), selector("10.2.0.0/24"), true, true},
                           {selector("10.3.0.0/24"), selector("10.2.0.0/24"), true, false}};
        const QString text = rehearsalStepText(rehearsal, rehearsal.steps[1]);
        QVERIFY(text.contains(QStringLiteral("10.3.0.0/24 === 10.2.0.0/24")));
        QVERIFY(!text.contains(QStringLiteral("10.1.0.0/24")));
    }

    void whatIsLeftOutSaysWhy()
    {
        api::Rehearsal rehearsal = allPassed();
        rehearsal.steps.back().verdict = RehearsalVerdict::Skipped;
        QVERIFY(rehearsalStepText(rehearsal, rehearsal.steps.back()).contains(QStringLiteral("NAT")));
        rehearsal.steps[1].verdict = RehearsalVerdict::Failed;
        rehearsal.steps[2].verdict = RehearsalVerdict::Skipped;
        QVERIFY(rehearsalStepText(rehearsal, rehearsal.steps[2]).contains(QStringLiteral("a step before")));
    }
};

QTEST_GUILESS_MAIN(TestRehearsalText)
#include "test_rehearsal_text.moc"
