#include "models/diagnosis/diagnosis_text.h"
#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/diagnosis/checks_card.h"
#include "ui/diagnosis/diagnosis_page.h"
#include "ui/diagnosis/explain_card.h"
#include "ui/diagnosis/fix_actions.h"
#include "ui/diagnosis/peer_report_dialog.h"
#include "ui/diagnosis/symptom_dialog.h"
#include "ui/diagnosis/word_table.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_form.h"
#include "ui/live/connection_details.h"
#include "ui/live/status_page.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/theme/language.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::tests;
using api::DetailKey;
using api::EventCode;
using models::ComparedField;
using models::Field;

namespace {

struct Site
{
    Site()
    {
        const QString ours = bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
        first = bench.addConnection(QStringLiteral("first"), ours, peer);
    }

    // As the responder sees it: the peer offers another cipher in phase 1.
    void refuseCipher()
    {
        api::Event received;
        received.connection = api::ConnectionId(first.toStdString());
        received.code = EventCode::ProposalsReceived;
        received.phase = api::Phase::Phase1;
        received.exchange = api::Exchange::IkeSaInit;
        received.direction = api::Direction::In;
        received.details = {{DetailKey::Offered, "AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"}};
        api::Event refused = received;
        refused.code = EventCode::ProposalRefused;
        refused.level = api::Level::Error;
        refused.details.push_back({DetailKey::Failure, "EncryptionAlgorithmMismatch"});
        bench.logEvents({received, refused});
        bench.reportState(first, api::ConnectionState::Phase1Failed, api::FailureCode::EncryptionAlgorithmMismatch);
    }

    WidgetBench bench;
    QString first;
};

models::Diagnosis cipherMismatch()
{
    models::Diagnosis diagnosis;
    diagnosis.code = models::DiagnosisCode::EncryptionAlgorithmMismatch;
    diagnosis.certainty = models::Certainty::Likely;
    diagnosis.side = models::Side::Theirs;
    diagnosis.comparison = {
        {Field::IkeEncAlg, QStringLiteral("aes"), QStringLiteral("aes256"), ComparedField::State::Differs},
        {Field::IkePfs, QStringLiteral("group2"), QString(), ComparedField::State::MostLikely},
        {Field::IkeAuthAlg, QStringLiteral("sha1"), QStringLiteral("sha1"), ComparedField::State::Equal}};
    diagnosis.fixes = {
        {models::FixKind::UseTheirValue, models::FixAction::OpenField, Field::IkeEncAlg, QStringLiteral("aes256")},
        {models::FixKind::ProbePhase1, models::FixAction::Probe, std::nullopt, {}},
        {models::FixKind::TellPeerAlgorithms, models::FixAction::None, std::nullopt, {}}};
    return diagnosis;
}

QPushButton *fixButton(const QWidget &in, const char *kind)
{
    return in.findChild<QPushButton *>(QStringLiteral("fix:") + QLatin1String(kind));
}

template <typename Command>
int sent(const WidgetBench &bench)
{
    return static_cast<int>(std::ranges::count_if(
        bench.engine.commands, [](const api::Command &command) { return std::holds_alternative<Command>(command); }));
}

} // namespace

// The diagnosis tab, what its buttons do, and how one gets there.
class TestDiagnosisPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { ui::applyLanguage(QStringLiteral("en")); }

    void aCardSaysWhatWhereAndHowSure()
    {
        ui::ExplainCard card;
        card.setDiagnosis(cipherMismatch());
        QCOMPARE(card.codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
        QVERIFY(!card.sentence().isEmpty());
        QStringList words;
        for (const QLabel *label : card.findChildren<QLabel *>())
            words.append(label->text());
        QVERIFY(words.contains(models::sideText(models::Side::Theirs)));
        QVERIFY(words.contains(models::certaintyText(models::Certainty::Likely)));
    }

    void everyValueHasAWordForWhatItIs()
    {
        ui::ExplainCard card;
        card.setDiagnosis(cipherMismatch());
        const QStringList differs = card.comparison()->texts(0);
        QCOMPARE(differs.at(1), QStringLiteral("AES-128 (CBC)"));
        QCOMPARE(differs.at(2), QStringLiteral("AES-256 (CBC)"));
        QCOMPARE(differs.at(3), models::comparedStateText(ComparedField::State::Differs));
        QCOMPARE(card.comparison()->texts(1).at(2), QStringLiteral("unknown"));
        QCOMPARE(card.comparison()->texts(1).at(3), models::comparedStateText(ComparedField::State::MostLikely));
        QCOMPARE(card.comparison()->texts(2).at(3), models::comparedStateText(ComparedField::State::Equal));
    }

    void onlyWhatCanBeDoneHereHasAButton()
    {
        ui::ExplainCard card;
        QSignalSpy wished(&card, &ui::ExplainCard::fixRequested);
        card.setDiagnosis(cipherMismatch());
        QCOMPARE(card.findChildren<QPushButton *>().size(), 2);
        QVERIFY(!fixButton(card, "TellPeerAlgorithms"));
        fixButton(card, "UseTheirValue")->click();
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().value<models::Fix>().value, QStringLiteral("aes256"));
    }

    void aButtonKeepsItsFocusWhileTheLogGoesOn()
    {
        ui::ExplainCard card;
        models::Diagnosis diagnosis = cipherMismatch();
        card.setDiagnosis(diagnosis);
        card.show();
        QVERIFY(QTest::qWaitForWindowActive(&card));
        QPushButton *button = fixButton(card, "UseTheirValue");
        button->setFocus();
        models::CounterSighting counted;
        counted.traffic.packetsOut = 7;
        diagnosis.sightings.append({UtcTime(std::chrono::milliseconds(1)), counted});
        card.setDiagnosis(diagnosis);
        QCOMPARE(fixButton(card, "UseTheirValue"), button);
        QVERIFY(button->hasFocus());
    }

    void whatWasLoggedBeforeIsExplained()
    {
        Site site;
        site.refuseCipher();
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        QTRY_COMPARE(page.card()->codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
        QTRY_VERIFY(fixButton(page, "UseTheirValue")); // the state is there at once, what the log says is read behind
    }

    void whatHappensNowIsExplained()
    {
        Site site;
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        QCOMPARE(page.card()->codeText(), QStringLiteral("NoExceptionFound"));
        site.refuseCipher();
        QTRY_COMPARE(page.card()->codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
    }

    void aFurtherFindingSaysHowItRelates()
    {
        ui::ExplainCard card;
        card.setDiagnosis(cipherMismatch());
        QVERIFY(card.relationText().isEmpty());
        models::Diagnosis further = cipherMismatch();
        further.relation = models::Relation::Instead;
        card.setDiagnosis(further);
        QCOMPARE(card.relationText(), models::relationText(models::Relation::Instead));
        further.relation = models::Relation::Also;
        card.setDiagnosis(further);
        QCOMPARE(card.relationText(), models::relationText(models::Relation::Also));
    }

    // What was mended since is told of its time, by the log.
    void whatWasWrongThenIsTold()
    {
        Site site;
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        details.show();
        site.refuseCipher();
        site.bench.log->flush();
        const QDateTime then = QDateTime::currentDateTime();
        site.bench.reportEstablished(site.first);
        ui::DiagnosisPage *page = details.diagnosisPage();
        details.showDiagnosis();
        QTRY_VERIFY(page->card() && page->card()->codeText() == QStringLiteral("NoExceptionFound"));
        QVERIFY(page->momentText().isEmpty() && !page->presentButton()->isVisible());
        Q_EMIT details.logPage()->explanationRequested(site.first, then);
        QTRY_COMPARE(page->card()->codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
        QVERIFY2(page->momentText().contains(then.toString(QStringLiteral("HH:mm"))), qPrintable(page->momentText()));
        QVERIFY(!page->checks()->isVisible()); // they are of now
        page->presentButton()->click();
        QTRY_COMPARE(page->card()->codeText(), QStringLiteral("NoExceptionFound"));
        QVERIFY(page->momentText().isEmpty());
        // And whoever asks what is wrong now is not answered of then.
        details.diagnosisPage()->showMoment(then);
        details.showDiagnosis();
        QVERIFY(page->momentText().isEmpty());
    }

    void aStormIsTakenInFewSteps()
    {
        Site site;
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        QSignalSpy changes(page.feed(), &models::DiagnosisFeed::changed);
        QElapsedTimer since;
        since.start();
        for (int batch = 0; batch < 50; ++batch) {
            site.bench.logFacts(site.first, 100);
            QCoreApplication::processEvents();
        }
        site.refuseCipher();
        QTRY_COMPARE(page.card()->codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
        // One for each interval, and those that the log's own reading brings.
        QVERIFY(changes.size() <= since.elapsed() / models::DiagnosisFeed::kCoalescedMs + 3);
    }

    void nobodyLooksNothingIsComputed()
    {
        Site site;
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        page.hide();
        QSignalSpy changes(page.feed(), &models::DiagnosisFeed::changed);
        site.refuseCipher();
        QVERIFY(!changes.wait(2 * models::DiagnosisFeed::kCoalescedMs));
        page.show();
        QTRY_COMPARE(page.card()->codeText(), QStringLiteral("EncryptionAlgorithmMismatch"));
    }

    void aStoppedConnectionIsOfferedItsStart()
    {
        Site site;
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        details.show();
        details.showDiagnosis();
        QTRY_VERIFY(details.diagnosisPage()->card());
        QPushButton *start = fixButton(details, "StartIt");
        QVERIFY(start);
        site.bench.engine.commands.clear();
        start->click();
        QCOMPARE(sent<api::Start>(site.bench), 1);
    }

    void aLineSeenGoesToTheLog()
    {
        Site site;
        site.refuseCipher();
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        details.show();
        details.showDiagnosis();
        QTRY_VERIFY(details.diagnosisPage()->card());
        QTRY_VERIFY(!details.diagnosisPage()->feed()->diagnoses().first().sequences().isEmpty());
        const qint64 sequence = details.diagnosisPage()->feed()->diagnoses().first().sequences().first();
        const QString link = QStringLiteral("href=\"%1\"").arg(sequence);
        QLabel *line = nullptr;
        for (QLabel *label : details.diagnosisPage()->findChildren<QLabel *>()) {
            if (label->text().contains(link))
                line = label;
        }
        QVERIFY(line);
        Q_EMIT line->linkActivated(QString::number(sequence));
        QCOMPARE(details.currentWidget(), details.logPage());
        const QModelIndexList rows = details.logPage()->view()->selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().data(models::LogTableModel::SequenceRole).toLongLong(), sequence);
    }

    void aFixOpensTheFormAndSavesNothing()
    {
        Site site;
        const models::ConnectionDraft before = site.bench.draft(site.first);
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        details.show();
        bool seen = false;
        withNextDialog<ui::ConnectionEditor>([&](ui::ConnectionEditor *editor) {
            seen = true;
            QCOMPARE(editor->draft().ikeEncAlg, QStringLiteral("aes256"));
            ui::FieldForm *form = editor->formOf(Field::IkeEncAlg);
            QVERIFY(form->note(Field::IkeEncAlg).contains(QStringLiteral("AES-128 (CBC)")));
            QTRY_VERIFY(form->widget(Field::IkeEncAlg)->hasFocus());
            editor->reject();
        });
        details.fixActions()->apply(cipherMismatch().fixes.first());
        QVERIFY(seen);
        QCOMPARE(site.bench.draft(site.first), before);
    }

    void anEditedValueIsTheUsersOwn()
    {
        Site site;
        ui::ConnectionEditor editor(*site.bench.catalog, site.bench.draft(site.first));
        editor.openAt(Field::RemoteId, QStringLiteral("branch.example.com"));
        editor.show();
        ui::FieldForm *form = editor.formOf(Field::RemoteId);
        QVERIFY(!form->note(Field::RemoteId).isEmpty());
        QTRY_VERIFY(form->widget(Field::RemoteId)->isVisible());
        QTest::keyClicks(form->widget(Field::RemoteId), QStringLiteral("x"));
        QVERIFY(form->note(Field::RemoteId).isEmpty());
    }

    void aProbeIsAgreedToFirst()
    {
        Site site;
        QVERIFY(site.bench.controller->start(site.first));
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        const models::Fix probe = cipherMismatch().fixes.at(1);
        withNextDialog<QMessageBox>([](QMessageBox *box) { box->reject(); });
        details.fixActions()->apply(probe);
        QCOMPARE(sent<api::SuiteProbe>(site.bench), 0);
        withNextDialog<QMessageBox>([](QMessageBox *box) {
            QVERIFY(box->informativeText().contains(QStringLiteral("no key is used")));
            box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click();
        });
        details.fixActions()->apply(probe);
        QCOMPARE(sent<api::SuiteProbe>(site.bench), 1);
        details.fixActions()->apply(probe); // and is not asked again
        QCOMPARE(sent<api::SuiteProbe>(site.bench), 2);
    }

    void aRekeyIsTestedWhileATunnelStands()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectId(site.first);
        QVERIFY(!page.testRekeyAction()->isEnabled());
        site.bench.reportEstablished(site.first);
        QVERIFY(page.testRekeyAction()->isEnabled());
        page.testRekeyAction()->trigger();
        QCOMPARE(sent<api::Rekey>(site.bench), 1);
        QCOMPARE(page.details()->currentWidget(), page.details()->diagnosisPage());
    }

    void theStatusLeadsToTheDiagnosis()
    {
        Site site;
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        details.show();
        QVERIFY(!details.statusPage()->explainLink()->isVisible());
        site.bench.reportState(site.first, api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        QVERIFY(details.statusPage()->explainLink()->isVisible());
        Q_EMIT details.statusPage()->explainLink()->linkActivated(QStringLiteral("#"));
        QCOMPARE(details.currentWidget(), details.diagnosisPage());
    }

    void theChecksAreMeasuredByTheEngine()
    {
        Site site;
        site.bench.reportEstablished(site.first);
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        const auto reachable = static_cast<int>(models::CheckKind::PrivateReachable);
        QCOMPARE(page.checks()->table()->texts(reachable).at(1), QStringLiteral("not known"));
        page.checks()->runButton()->click();
        QVERIFY(!page.checks()->runButton()->isEnabled());
        site.bench.answerProbes([](const api::Probe &) {
            api::RouteOutcome route;
            route.source = IpAddress::parse("192.168.0.1");
            route.isSourcePresent = true;
            route.preferredSource = IpAddress::parse("192.0.2.1");
            return api::ProbeAnswer{0, route};
        });
        int pings = 0;
        site.bench.answerProbes([&](const api::Probe &probe) {
            ++pings;
            api::EchoOutcome echo;
            echo.sent = std::get<api::EchoProbe>(probe.what).count;
            api::IcmpAnswer answer;
            answer.roundTrip = Duration(12);
            echo.answers.assign(echo.sent, answer);
            return api::ProbeAnswer{0, echo};
        });
        QCOMPARE(pings, 2);
        QVERIFY(page.checks()->runButton()->isEnabled());
        QCOMPARE(page.checks()->table()->texts(reachable).at(1), QStringLiteral("normal"));
        QVERIFY(page.checks()->table()->texts(reachable).at(2).contains(QStringLiteral("12")));
    }

    void withoutAnEngineNothingIsMeasured()
    {
        Site site;
        site.bench.prober->setEngine(nullptr);
        ui::DiagnosisPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QTRY_VERIFY(page.card());
        QVERIFY(!page.checks()->runButton()->isEnabled());
    }

    void theReportIsInBothLanguagesAndHoldsNoKey()
    {
        Site site;
        models::DiagnosisFacts facts;
        facts.draft = site.bench.draft(site.first);
        facts.ourAddress = QStringLiteral("192.0.2.1");
        facts.peerAddress = QStringLiteral("198.51.100.1");
        ui::PeerReportDialog dialog(facts, cipherMismatch());
        const QString english = dialog.text();
        QVERIFY(english.contains(QStringLiteral("192.0.2.1")));
        const auto key = site.bench.catalog->presharedKey(site.first);
        QVERIFY(key);
        QVERIFY(!english.contains(models::presharedKeyText(*key)));
        dialog.languages()->setCurrentIndex(1);
        QVERIFY(dialog.text() != english);
        const QString file = site.bench.directory.filePath(QStringLiteral("report.txt"));
        dialog.saveTo(file);
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(saved.readAll()), QString(dialog.text() + QLatin1Char('\n')));
    }

    void symptomsAreFoundInEitherLanguage_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("code");
        QTest::newRow("English") << QStringLiteral("phase 2 up but no traffic") << QStringLiteral("NoTraffic");
        QTest::newRow("Chinese") << QStringLiteral("单向通") << QStringLiteral("NoTraffic");
        QTest::newRow("a code") << QStringLiteral("psk") << QStringLiteral("PskMismatch");
    }
    void symptomsAreFoundInEitherLanguage()
    {
        QFETCH(const QString, words);
        QFETCH(const QString, code);
        ui::SymptomDialog dialog(QStringLiteral("first"));
        const int all = dialog.list()->count();
        dialog.search(words);
        QVERIFY(dialog.list()->count() > 0);
        QVERIFY(dialog.list()->count() < all);
        QVERIFY2(dialog.explanation().contains(code), qUtf8Printable(dialog.explanation()));
        dialog.search(QStringLiteral("zzzz"));
        QCOMPARE(dialog.list()->count(), 0);
        QVERIFY(dialog.explanation().isEmpty());
    }
};

QTEST_MAIN(TestDiagnosisPage)
#include "test_diagnosis_page.moc"
