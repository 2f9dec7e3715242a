#include "models/capture/capture_controller.h"
#include "models/capture/capture_text.h"
#include "tests/support/scripted_capture.h"
#include "tests/ui/widget_bench.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/capture_form.h"
#include "ui/capture/capture_progress_view.h"
#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/live/details_windows.h"
#include "ui/log/log_page.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace tw;
using namespace tw::tests;
using models::CaptureController;
using ui::CaptureDialog;
using ui::MainWindow;

namespace {

struct CaptureBench : WidgetBench
{
    CaptureBench() : capture(catalog.get(), scriptedOpener(script))
    {
        capture.setEngine(&engine);
        const QString ours = addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
        const QString peer = addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
        hq = addConnection(QStringLiteral("hq"), ours, peer);
        branch = addConnection(QStringLiteral("branch"), ours, peer, QStringLiteral("10.1.0.0/24"),
                               QStringLiteral("10.2.0.0/24"));
    }
    ~CaptureBench() { capture.setEngine(nullptr); }

    ui::Services services()
    {
        ui::Services services = WidgetBench::services();
        services.capture = &capture;
        return services;
    }

    QString file(const char *name = "one.pcapng") const { return directory.filePath(QLatin1String(name)); }

    CaptureScript script;
    CaptureController capture;
    QString hq;
    QString branch;
};

void touch(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

// Presses the button of the next question that says so; any other answer is Cancel.
void answerNext(bool agrees, QString *question = nullptr)
{
    withNextDialog<QMessageBox>([agrees, question](QMessageBox *box) {
        if (question)
            *question = box->text() + QLatin1Char('\n') + box->informativeText();
        auto *act = box->findChild<QPushButton *>(QStringLiteral("confirmButton"));
        (agrees ? static_cast<QAbstractButton *>(act) : box->button(QMessageBox::Cancel))->click();
    });
}

template <typename T>
int sent(const WidgetBench &bench)
{
    return static_cast<int>(std::ranges::count_if(
        bench.engine.commands, [](const api::Command &command) { return std::holds_alternative<T>(command); }));
}

} // namespace

class TestCaptureDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void withoutKeysUnlessAsked()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        QVERIFY(dialog.windowTitle().contains(QStringLiteral("hq")));
        QVERIFY(dialog.form()->fileEdit()->text().contains(QStringLiteral("hq-")));
        QVERIFY(!dialog.form()->keysBox()->isChecked() && !dialog.form()->liveKeysBox()->isEnabled());
        QVERIFY(!dialog.form()->warningLabel()->isVisible());
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.form()->minutesBox()->setValue(5);
        dialog.form()->megabytesBox()->setValue(2);
        dialog.startButton()->click();
        QCOMPARE(bench.capture.state(), CaptureController::State::On);
        QCOMPARE(bench.script.target.path, bench.file().toStdString());
        QCOMPARE(bench.script.target.maxTime, std::chrono::seconds(300));
        QCOMPARE(bench.script.target.maxBytes, std::uint64_t{2} << 20);
        QVERIFY(!bench.script.target.keys && !bench.script.target.replaces);
        QVERIFY(!dialog.renegotiateButton()->isVisible()); // nothing would be gained
    }

    void keysAreWarnedAbout()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.form()->keysBox()->setChecked(true);
        QCOMPARE(dialog.form()->warningLabel()->text(), models::captureWarnings(true, false).join(u' '));
        QVERIFY(dialog.form()->warningLabel()->isVisible());
        dialog.startButton()->click();
        QVERIFY(bench.script.target.keys);
        QVERIFY(!bench.capture.options().liveKeys);
        QVERIFY(dialog.renegotiateButton()->isVisible());
        dialog.renegotiateButton()->click();
        QVERIFY(sent<api::Start>(bench) > 0 || !dialog.message()->text().isEmpty());
    }

    void keysInUseAreConfirmed()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.form()->keysBox()->setChecked(true);
        dialog.form()->liveKeysBox()->setChecked(true);
        QString question;
        answerNext(false, &question);
        dialog.startButton()->click();
        QVERIFY2(question.contains(models::captureWarnings(true, true).first()), qPrintable(question));
        QCOMPARE(bench.capture.state(), CaptureController::State::Off);
        answerNext(true);
        dialog.startButton()->click();
        QVERIFY(bench.capture.options().liveKeys);
        // The choice is not kept for the next capture.
        bench.capture.stop();
        bench.script.progress.isClosed = true;
        QTRY_VERIFY(dialog.againButton()->isVisible());
        dialog.againButton()->click();
        QVERIFY(!dialog.form()->keysBox()->isChecked() && !dialog.form()->liveKeysBox()->isChecked());
    }

    void whatIsThereIsReplacedOnlyWhenAgreed()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        touch(bench.file());
        dialog.form()->fileEdit()->setText(bench.file());
        QString question;
        answerNext(false, &question);
        dialog.startButton()->click();
        QVERIFY(question.contains(bench.file()));
        QCOMPARE(bench.capture.state(), CaptureController::State::Off);
        answerNext(true);
        dialog.startButton()->click();
        QCOMPARE(bench.capture.state(), CaptureController::State::On);
        QVERIFY(bench.script.target.replaces);
    }

    void whatCannotBeWrittenIsSaid()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->clear();
        dialog.startButton()->click();
        QVERIFY(dialog.message()->isVisible());
        dialog.form()->fileEdit()->setText(QStringLiteral("relative.pcapng"));
        dialog.startButton()->click();
        QVERIFY2(dialog.message()->text().contains(QStringLiteral("relative.pcapng")),
                 qPrintable(dialog.message()->text()));
        dialog.form()->fileEdit()->setText(bench.file());
        bench.script.fault =
            api::CaptureFault{api::CaptureFault::Kind::System, bench.file().toStdString(), "No space left on device"};
        dialog.startButton()->click();
        QVERIFY2(dialog.message()->text().contains(QStringLiteral("No space left on device")),
                 qPrintable(dialog.message()->text()));
        bench.script.fault = api::CaptureFault{api::CaptureFault::Kind::NotAFile, bench.file().toStdString(), {}};
        dialog.startButton()->click();
        QVERIFY(dialog.message()->text().contains(bench.file()));
        QCOMPARE(bench.capture.state(), CaptureController::State::Off);
        QVERIFY(dialog.startButton()->isVisible()); // and can be tried again
    }

    void withoutAnEngineItSaysSo()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        bench.live->forgetEngine();
        dialog.open(bench.hq);
        QVERIFY(dialog.message()->isVisible() && !dialog.startButton()->isEnabled());
        bench.live->expectEngine();
        QVERIFY(!dialog.message()->isVisible() && dialog.startButton()->isEnabled());
    }

    void itCountsAndStops()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.startButton()->click();
        QVERIFY(dialog.stopButton()->isVisible() && !dialog.startButton()->isVisible());
        QVERIFY(dialog.progressView()->text().contains(QStringLiteral("Nothing has passed yet")));
        bench.script.progress.ike = 4;
        bench.script.progress.esp = 1230;
        bench.script.progress.bytes = 3 << 20;
        QTRY_VERIFY(dialog.progressView()->text().contains(QStringLiteral("1,234 (IKE 4, ESP 1,230")));
        QVERIFY(dialog.progressView()->text().contains(QStringLiteral("3.00 MiB of 100.00 MiB")));
        QVERIFY(!dialog.progressView()->text().contains(QStringLiteral("Nothing has passed yet")));
        dialog.stopButton()->click();
        QCOMPARE(sent<api::StopCapture>(bench), 1);
        QVERIFY(!dialog.stopButton()->isEnabled());
        bench.script.progress.end = api::CaptureEnd::Asked;
        bench.script.progress.isClosed = true;
        bench.script.progress.dropped = 12;
        QTRY_VERIFY(dialog.againButton()->isVisible());
        QVERIFY(dialog.progressView()->text().contains(bench.capture.endText()));
        QVERIFY(dialog.progressView()->text().contains(QStringLiteral("12 datagrams are missing")));
        QVERIFY(dialog.folderButton()->isVisible() && !dialog.message()->isVisible());
    }

    void oneWithKeysSaysHowToOpenIt()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file("it's one.pcapng"));
        dialog.form()->keysBox()->setChecked(true);
        dialog.startButton()->click();
        bench.script.progress.end = api::CaptureEnd::TimeReached;
        bench.script.progress.isClosed = true;
        QTRY_VERIFY(dialog.againButton()->isVisible());
        QVERIFY2(dialog.message()->command().contains(QStringLiteral("it'\\''s one.pcapng.keys' wireshark '")),
                 qPrintable(dialog.message()->command()));
    }

    void aFullDiskEndsItWithASentence()
    {
        CaptureBench bench;
        MainWindow window(bench.services());
        window.show();
        CaptureController::Options options;
        options.path = bench.file();
        QVERIFY(bench.capture.start(bench.hq, options)); // as the command line does
        bench.script.progress.end = api::CaptureEnd::WriteFailed;
        bench.script.progress.systemError = "No space left on device";
        bench.script.progress.isClosed = true;
        QTRY_COMPARE(bench.capture.state(), CaptureController::State::Closed);
        bool isTold = false;
        for (const ui::MessageBar *bar : window.findChildren<ui::MessageBar *>())
            isTold = isTold || (bar->isVisible() && bar->text().contains(QStringLiteral("No space left on device")));
        QVERIFY(isTold);
    }

    void aLogThatCannotBeKeptIsToldOnEveryPage()
    {
        CaptureBench bench;
        // Less than one batch fits.
        auto small = models::LogStore::open({.path = bench.file("small.sqlite"), .maxBytes = 64 << 10});
        QVERIFY(small);
        ui::Services services = bench.services();
        services.log = small->get();
        MainWindow window(services);
        window.show();
        window.setPage(MainWindow::Page::Overview);
        const auto shown = [&window] {
            QStringList texts;
            for (const ui::MessageBar *bar : window.findChildren<ui::MessageBar *>()) {
                if (bar->isVisible())
                    texts << bar->text();
            }
            return texts.join(u'\n');
        };
        const ClockAnchor clock{.engine = TimePoint(std::chrono::hours(1)),
                                .utc = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()))};
        api::Event event;
        event.at = clock.engine;
        event.code = api::EventCode::DpdAnswered;
        (*small)->append(std::vector<api::Event>(5'000, event), clock);
        (*small)->flush();
        QTRY_VERIFY2(shown().contains(QStringLiteral("Lines lost so far: 5000")), qPrintable(shown()));
        (*small)->append({event}, clock);
        (*small)->flush();
        QTRY_VERIFY2(shown().contains(QStringLiteral("could not be: 5,000")), qPrintable(shown()));
    }

    void oneAtATime()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        CaptureController::Options options;
        options.path = bench.file();
        QVERIFY(bench.capture.start(bench.hq, options));
        dialog.open(bench.branch);
        QVERIFY(dialog.windowTitle().contains(QStringLiteral("hq")));
        QVERIFY2(dialog.message()->isVisible() && dialog.message()->text().contains(QStringLiteral("branch")),
                 qPrintable(dialog.message()->text()));
        dialog.stopButton()->click();
        bench.script.progress.end = api::CaptureEnd::Asked;
        bench.script.progress.isClosed = true;
        QTRY_VERIFY(dialog.againButton()->isVisible());
        QVERIFY(!dialog.message()->isVisible());
        dialog.againButton()->click();
        QVERIFY(dialog.windowTitle().contains(QStringLiteral("branch")));
        bench.script.progress = {};
        dialog.form()->fileEdit()->setText(bench.file("two.pcapng"));
        dialog.startButton()->click();
        QCOMPARE(bench.capture.connectionId(), bench.branch);
    }

    void closingItDoesNotEndTheCapture()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.startButton()->click();
        dialog.reject();
        QCOMPARE(bench.capture.state(), CaptureController::State::On);
        dialog.open({});
        QVERIFY(dialog.isVisible() && dialog.stopButton()->isVisible());
    }

    void theStatusBarSaysWhatIsOn()
    {
        CaptureBench bench;
        MainWindow window(bench.services());
        window.show();
        auto *indicator = window.findChild<QToolButton *>(QStringLiteral("captureIndicator"));
        QVERIFY(indicator && indicator->isVisible() && !indicator->isEnabled());
        QCOMPARE(indicator->text(), QStringLiteral("Capture off"));
        CaptureController::Options options;
        options.path = bench.file();
        QVERIFY(bench.capture.start(bench.hq, options));
        bench.script.progress.esp = 1234;
        QTRY_COMPARE(indicator->text(), QStringLiteral("Capturing hq: 1,234 packets"));
        indicator->click();
        auto *dialog = window.findChild<CaptureDialog *>();
        QVERIFY(dialog && dialog->stopButton()->isVisible());
        dialog->stopButton()->click();
        bench.script.progress.end = api::CaptureEnd::Asked;
        bench.script.progress.isClosed = true;
        QTRY_COMPARE(indicator->text(), QStringLiteral("Captured hq: 1,234 packets"));
        dialog->reject();
        QCOMPARE(indicator->text(), QStringLiteral("Capture off"));
        indicator->click(); // what came of it can be read again
        QVERIFY(dialog->isVisible() && dialog->progressView()->isVisible());
    }

    void itIsReachedFromEverywhere()
    {
        CaptureBench bench;
        MainWindow window(bench.services());
        window.show();
        window.setPage(MainWindow::Page::Connections);
        ui::ConnectionsPage *page = window.connectionsPage();
        page->table()->clearSelection();
        QVERIFY(!page->captureAction()->isEnabled());
        page->table()->selectId(bench.branch);
        page->captureAction()->trigger();
        auto *dialog = window.findChild<CaptureDialog *>();
        QVERIFY(dialog && dialog->isVisible() && dialog->windowTitle().contains(QStringLiteral("branch")));
        dialog->reject();
        page->table()->selectId(bench.hq);
        Q_EMIT page->details()->logPage()->captureRequested();
        QVERIFY(dialog->isVisible() && dialog->windowTitle().contains(QStringLiteral("hq")));
        dialog->reject();
        Q_EMIT page->detailsWindows()->open(bench.branch)->logPage()->captureRequested();
        QVERIFY(dialog->isVisible() && dialog->windowTitle().contains(QStringLiteral("branch")));
    }

    void itSpeaksTheLanguage()
    {
        CaptureBench bench;
        CaptureDialog dialog(bench.services());
        dialog.open(bench.hq);
        dialog.form()->fileEdit()->setText(bench.file());
        dialog.startButton()->click();
        const QString english = dialog.progressView()->title();
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QVERIFY(dialog.progressView()->title() != english);
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
    }
};

QTEST_MAIN(TestCaptureDialog)
#include "test_capture_dialog.moc"
