#include "models/doctor/doctor_text.h"
#include "tests/ui/widget_bench.h"
#include "ui/diagnosis/doctor_check_row.h"
#include "ui/diagnosis/doctor_page.h"
#include "ui/diagnosis/doctor_report_view.h"
#include "ui/diagnosis/word_table.h"
#include "ui/live/connection_details.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace tw;
using namespace tw::tests;
using models::DoctorCheckId;
using models::DoctorKind;
using models::DoctorVerdict;

namespace {

struct Site
{
    Site()
    {
        const QString ours = bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
        first = bench.addConnection(QStringLiteral("first"), ours, peer);
        bench.reportEstablished(first);
    }

    WidgetBench bench;
    QString first;
};

int probesSent(const WidgetBench &bench)
{
    return static_cast<int>(std::ranges::count_if(bench.engine.commands, [](const api::Command &command) {
        return std::holds_alternative<api::Probe>(command);
    }));
}

models::DoctorReport blockedReport()
{
    models::DoctorReport report = models::emptyReport(DoctorKind::Traffic, QStringLiteral("vco"));
    report.source = QStringLiteral("192.168.0.1");
    report.destination = QStringLiteral("172.16.0.1");
    models::DoctorCheck &check = report.checks[5];
    check.verdict = DoctorVerdict::Failed;
    check.finding = models::DoctorFinding::NothingCameBackNative;
    check.side = models::DoctorSide::Path;
    check.counters = {{models::DoctorCounterId::PacketsOut, 10, 13}, {models::DoctorCounterId::PacketsIn, 4, 4}};
    check.mends = {{models::DoctorAdvice::ForceEncapsulation,
                    models::DoctorSide::Ours,
                    {},
                    models::Field::EnableNatTraversal,
                    QStringLiteral("forced")},
                   {models::DoctorAdvice::PeerAllowEsp, models::DoctorSide::Theirs, {}, std::nullopt, {}}};
    report.firstFailed = 5;
    report.pairs = {{QStringLiteral("192.168.0.0/16"), QStringLiteral("172.16.0.0/12"), true, 4, 13},
                    {QStringLiteral("192.168.0.0/16"), QStringLiteral("10.0.0.0/8"), false, 0, 0}};
    return report;
}

} // namespace

// The doctors' panel: what is asked, how it is shown, and what a row offers.
class TestDoctorPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunAsksTheEngineAndShowsItsChecks()
    {
        Site site;
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        page.run({DoctorKind::Path});
        QVERIFY(page.isRunning());
        QVERIFY(!page.runButton()->isEnabled());
        QVERIFY(page.cancelButton()->isEnabled());
        QVERIFY(probesSent(site.bench) > 0);
        for (int round = 0; round < 5 && page.isRunning(); ++round) {
            site.bench.answerProbes([](const api::Probe &) {
                api::PathOutcome path;
                path.ike.isAsked = true;
                path.ike.answered = Duration(20);
                path.nat.isAsked = true;
                return api::ProbeAnswer{0, path};
            });
        }
        QVERIFY(!page.isRunning());
        QVERIFY(page.runButton()->isEnabled());
        QCOMPARE(page.view(0)->row(0)->verdictText(), models::doctorText(DoctorVerdict::Ok));
        QVERIFY(page.view(0)->row(0)->findingText().contains(QStringLiteral("20")));
    }

    void aRunCanBeCancelled()
    {
        Site site;
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        page.run({DoctorKind::Traffic, DoctorKind::Path, DoctorKind::Mtu});
        QVERIFY(page.isRunning());
        page.cancelButton()->click();
        QVERIFY(!page.isRunning());
        QCOMPARE(page.view(0)->row(0)->verdictText(), models::doctorText(DoctorVerdict::Skipped));
        QVERIFY(page.runButton()->isEnabled());
    }

    void anAddressOutsideIsRefusedBeforeAnythingIsSent()
    {
        Site site;
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        page.addressEdit()->setText(QStringLiteral("8.8.8.8"));
        page.run();
        QVERIFY(page.problem().contains(QStringLiteral("8.8.8.8")));
        QVERIFY(!page.isRunning());
        QCOMPARE(probesSent(site.bench), 0);
        QTest::keyClicks(page.addressEdit(), QStringLiteral("1"));
        QVERIFY(page.problem().isEmpty());
    }

    void theAddressOfTheHealthCheckIsProposed()
    {
        Site site;
        models::ConnectionDraft draft = site.bench.draft(site.first);
        draft.healthCheck = true;
        draft.healthCheckDip = QStringLiteral("172.16.0.9");
        draft.healthCheckSip = QStringLiteral("192.168.0.9");
        QVERIFY(site.bench.catalog->save(draft));
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        QCOMPARE(page.addressEdit()->text(), QStringLiteral("172.16.0.9"));
    }

    void withoutAnEngineNothingRuns()
    {
        Site site;
        site.bench.prober->setEngine(nullptr);
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        QVERIFY(!page.runButton()->isEnabled());
    }

    void aFailedCheckSaysWhereAndOffersItsMend()
    {
        ui::DoctorReportView view;
        QSignalSpy wished(&view, &ui::DoctorReportView::fixRequested);
        view.setReport(blockedReport());
        view.show();
        ui::DoctorCheckRow *row = view.row(5);
        QCOMPARE(row->verdictText(), models::doctorText(DoctorVerdict::Failed));
        const auto buttons = row->findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 1); // the other is for the peer
        buttons.first()->click();
        QCOMPARE(wished.size(), 1);
        const auto fix = wished.first().first().value<models::Fix>();
        QCOMPARE(fix.field, std::optional(models::Field::EnableNatTraversal));
        QCOMPARE(fix.value, QStringLiteral("forced"));
        QCOMPARE(view.pairs()->texts(1).at(2), QStringLiteral("no SA"));
    }

    void theSizesAreATable()
    {
        models::DoctorReport report = models::emptyReport(DoctorKind::Mtu, QStringLiteral("vco"));
        report.mtu.emplace();
        report.mtu->pathMtu = 1500;
        report.mtu->outerHeader = 20;
        report.mtu->udpHeader = 8;
        report.mtu->espHeader = 8;
        report.mtu->iv = 16;
        report.mtu->alignment = 16;
        report.mtu->trailer = 2;
        report.mtu->icv = 12;
        report.mtu->fitsPath = 1422;
        report.mtu->computed = 1422;
        ui::DoctorReportView view;
        view.setReport(report);
        QCOMPARE(view.sizes()->texts(0).at(1), QStringLiteral("1500"));
        QCOMPARE(view.sizes()->texts(1).at(1), QStringLiteral("20"));
        QCOMPARE(view.sizes()->texts(7).at(1), QStringLiteral("1422"));
    }

    void allOfItCanBeCopied()
    {
        Site site;
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        QVERIFY(!page.copyButton()->isEnabled());
        page.showReports({blockedReport()});
        page.copyButton()->click();
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(models::doctorTitle(DoctorKind::Traffic)));
        QVERIFY(text.contains(models::doctorText(blockedReport().checks.at(5))));
        QVERIFY(text.contains(QStringLiteral("10 -> 13")));
        QVERIFY(text.contains(QStringLiteral("10.0.0.0/8")));
    }

    void anotherConnectionEndsTheRun()
    {
        Site site;
        ui::DoctorPage page(site.bench.services());
        page.setConnection(site.first);
        page.show();
        page.run({DoctorKind::Path});
        QVERIFY(page.isRunning());
        page.setConnection({});
        QVERIFY(!page.isRunning());
        QVERIFY(!page.view(0));
    }
};

QTEST_MAIN(TestDoctorPage)
#include "test_doctor_page.moc"
