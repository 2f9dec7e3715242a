#include "models/live/status_text.h"
#include "tests/support/enumerators.h"

#include <QSet>
#include <QTest>

using namespace tw;

namespace {

// Every enumerator has words, and no two have the same.
template <typename Enum, typename Words>
void checkWords(Words words, qsizetype except = 0)
{
    QSet<QString> seen;
    const auto all = test::enumeratorsOf<Enum>();
    for (const auto &one : all)
        seen.insert(words(one.value));
    seen.remove(QString());
    QCOMPARE(seen.size(), static_cast<qsizetype>(all.size()) - except);
}

} // namespace

class TestStatusText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasItsWord() { checkWords<api::ConnectionState>(models::stateText); }
    void everyFailureButNoneHasItsWords() { checkWords<api::FailureCode>(models::failureText, 1); }
    void everyFailureButNoneHasItsSentence() { checkWords<api::FailureCode>(models::failureSentence, 1); }
    void everyDropReasonHasItsWords() { checkWords<api::DropReason>(models::dropReasonText); }
    void everyCertificateFaultHasItsWords() { checkWords<api::CertificateFault>(models::certificateFaultText); }
    void everyLevelHasItsWord() { checkWords<api::Level>(models::levelText); }
    void sentencesAreWhole();
    void theCloudHasFourWords();
    void aFailureStandsBesideTheState();
};

void TestStatusText::sentencesAreWhole()
{
    for (const auto &code : test::enumeratorsOf<api::FailureCode>()) {
        const QString sentence = models::failureSentence(code.value);
        if (code.value == api::FailureCode::None)
            continue;
        QVERIFY2(sentence.at(0).isUpper() && sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
        QVERIFY2(!sentence.contains(QLatin1Char('!')), qPrintable(sentence)); // the tone of user-experience, 2.3
    }
}

void TestStatusText::theCloudHasFourWords()
{
    QSet<QString> words;
    for (const auto &state : test::enumeratorsOf<api::ConnectionState>())
        words.insert(models::cloudStatusText(state.value));
    QCOMPARE(words.size(), 4);
}

void TestStatusText::aFailureStandsBesideTheState()
{
    api::ConnectionStatus status;
    status.state = api::ConnectionState::Phase1Failed;
    status.lastFailure = api::FailureCode::PskMismatch;
    QCOMPARE(models::statusText(status), QStringLiteral("Phase 1 failed: pre-shared key mismatch"));
    status.state = api::ConnectionState::Established;
    QCOMPARE(models::statusText(status), QStringLiteral("Established"));
}

QTEST_GUILESS_MAIN(TestStatusText)
#include "test_status_text.moc"
