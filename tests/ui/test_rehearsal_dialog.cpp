#include "engine/sim/rehearsal.h"
#include "models/catalog/demo_pair.h"
#include "models/catalog/undo_stack.h"
#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/diagnosis/explain_card.h"
#include "ui/live/first_steps.h"
#include "ui/live/overview_page.h"
#include "ui/log/ladder_view.h"
#include "ui/main_window.h"
#include "ui/rehearsal/opponent_box.h"
#include "ui/rehearsal/peer_text_dialog.h"
#include "ui/rehearsal/rehearsal_dialog.h"
#include "ui/theme/language.h"
#include "ui/transfer/download_places.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

using namespace tw;
using namespace tw::tests;
using ui::MainWindow;

namespace {

ui::Services servicesOf(WidgetBench &bench)
{
    ui::Services services = bench.services();
    services.rehearse = &sim::rehearse;
    return services;
}

QString addConnection(WidgetBench &bench)
{
    return bench.addConnection(QStringLiteral("office"),
                               bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1")),
                               bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1")));
}

QStringList titles(const ui::LadderView *ladder)
{
    QStringList titles;
    for (const models::LadderStep &step : ladder->model()->steps())
        titles.append(step.title);
    return titles;
}

void choose(QComboBox *box, const QString &text)
{
    const int index = box->findText(text);
    QVERIFY2(index >= 0, qPrintable(text));
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

} // namespace

// The rehearsal, and the first steps that end with it.
class TestRehearsalDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itBeginsAtOnce()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        dialog.show();
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        QVERIFY2(dialog.verdict().startsWith(QStringLiteral("Both sides agree")), qPrintable(dialog.verdict()));
        QVERIFY(dialog.steps()->item(0, 1)->text().startsWith(QStringLiteral("passed")));
        // The first step's exchange stands below, and stays.
        for (const QToolButton *button : dialog.ladder()->findChildren<QToolButton *>())
            QVERIFY(!button->isVisible() || button->accessibleName() != QStringLiteral("Close the negotiation"));
        QVERIFY2(titles(dialog.ladder()).join(u' ').contains(QStringLiteral("IKE_AUTH")),
                 qPrintable(titles(dialog.ladder()).join(u'\n')));
    }

    void eachStepHasItsStory()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        dialog.steps()->selectRow(2);
        QVERIFY(titles(dialog.ladder()).join(u' ').contains(QStringLiteral("CREATE_CHILD_SA")));
        QVERIFY(!titles(dialog.ladder()).join(u' ').contains(QStringLiteral("IKE_AUTH")));
    }

    void aMistakeIsSeenAtItsStep()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        choose(dialog.mistakeBox(), QStringLiteral("another PFS group"));
        QVERIFY(dialog.isRunning());
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY2(dialog.verdict().contains(QStringLiteral("Phase 2 is renewed")), qPrintable(dialog.verdict()));
        QCOMPARE(dialog.steps()->currentRow(), 2); // where one has to look
        QVERIFY(dialog.steps()->item(2, 1)->text().contains(QStringLiteral("PfsMismatch")));
        // The diagnosis of the real connection stands beside the exchange, without buttons: nothing is to be mended here.
        QVERIFY(dialog.card()->isVisibleTo(&dialog));
        QVERIFY(dialog.card()->codeText().contains(QStringLiteral("PfsMismatch")));
        QVERIFY(dialog.card()->findChildren<QPushButton *>().isEmpty());
        dialog.steps()->selectRow(3);
        QVERIFY(titles(dialog.ladder()).isEmpty()); // it was not tried
        QVERIFY(!dialog.card()->isVisibleTo(&dialog));
        choose(dialog.mistakeBox(), QStringLiteral("Everything fits"));
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY(dialog.verdict().startsWith(QStringLiteral("Both sides agree")));
    }

    void aFaultOfTheNetworkIsSeen()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        choose(dialog.faultBox(), QStringLiteral("nobody answers"));
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY(dialog.steps()->item(0, 1)->text().contains(QStringLiteral("NoResponse")));
    }

    void thePeerIsTheTextOfTheDevice()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        QVERIFY2(dialog.basis().contains(QStringLiteral("swanctl.conf")), qPrintable(dialog.basis()));
        choose(dialog.opponentBox(), QStringLiteral("our text for Huawei USG, AR"));
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY2(dialog.basis().contains(QStringLiteral("Huawei USG, AR")), qPrintable(dialog.basis()));
        QVERIFY(dialog.basis().contains(QStringLiteral("its address 198.51.100.1 is taken")));
        // Where none can be written, the value that hinders is named.
        choose(dialog.opponentBox(), QStringLiteral("our text for Libreswan"));
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY2(dialog.basis().contains(QStringLiteral("No configuration can be written for Libreswan")),
                 qPrintable(dialog.basis()));
        QVERIFY(dialog.basis().contains(QStringLiteral("both sides exchanged")));
    }

    void theDeviceOfTheGatewayIsTakenFirst()
    {
        WidgetBench bench;
        const QString id = addConnection(bench);
        ui::rememberDevice(*bench.settings, bench.draft(id).customerGatewayId, models::PeerFormat::VyOs);
        ui::RehearsalDialog dialog(servicesOf(bench), id);
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        QVERIFY2(dialog.basis().contains(QStringLiteral("VyOS")), qPrintable(dialog.basis()));
        QCOMPARE(dialog.opponentBox()->currentIndex(), static_cast<int>(models::PeerFormat::VyOs));
    }

    void thePeerIsItsOwnConfiguration()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        // Cancelled: what stood there stands.
        withNextDialog<ui::PeerTextDialog>([](ui::PeerTextDialog *text) {
            QVERIFY(!text->okButton()->isEnabled());
            text->textEdit()->setPlainText(QStringLiteral("nothing of the kind"));
            QVERIFY(!text->okButton()->isEnabled());
            text->reject();
        });
        choose(dialog.opponentBox(), QStringLiteral("the peer's own configuration..."));
        QCOMPARE(dialog.opponentBox()->currentIndex(), 0);
        QVERIFY(!dialog.isRunning());
        withNextDialog<ui::PeerTextDialog>([](ui::PeerTextDialog *text) {
            text->textEdit()->setPlainText(
                QStringLiteral("conn office\n  left=198.51.100.1\n  right=192.0.2.1\n  leftsubnet=10.9.0.0/24\n"
                               "  rightsubnet=10.8.0.0/24\n  ike=aes256-sha256-modp2048!\n  authby=secret\n"));
            QVERIFY(text->okButton()->isEnabled());
            text->accept();
        });
        choose(dialog.opponentBox(), QStringLiteral("the peer's own configuration..."));
        QTRY_VERIFY(!dialog.isRunning());
        QVERIFY2(dialog.basis().contains(QStringLiteral("pasted configuration")), qPrintable(dialog.basis()));
        QVERIFY2(dialog.verdict().contains(QStringLiteral("Both phases are negotiated")), qPrintable(dialog.verdict()));
        QVERIFY(dialog.card()->codeText().contains(QStringLiteral("Mismatch")));
    }

    void aTextThatCannotBeReadSaysWhere()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        dialog.opponentBox()->setPeer({.format = models::PeerFormat::Swanctl,
                                       .fileName = {},
                                       .text = SecretBytes(asBytes("connections {\n  office {\n")),
                                       .secrets = {}});
        Q_EMIT dialog.opponentBox()->chosen();
        QVERIFY(!dialog.isRunning());
        QVERIFY2(dialog.verdict().contains(QStringLiteral("Line ")), qPrintable(dialog.verdict()));
        QCOMPARE(dialog.steps()->rowCount(), 0);
    }

    void whatCannotBeRehearsedSaysWhy()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), QStringLiteral("vco-none"));
        QVERIFY(!dialog.isRunning() && !dialog.runButton()->isEnabled());
        QVERIFY(!dialog.verdict().isEmpty());
    }

    void itMayBeClosedBeforeItsEnd()
    {
        WidgetBench bench;
        const QString id = addConnection(bench);
        for (int i = 0; i < 3; ++i) {
            ui::RehearsalDialog dialog(servicesOf(bench), id);
            QVERIFY(dialog.isRunning());
        }
    }

    void itSpeaksTheLanguage()
    {
        WidgetBench bench;
        ui::RehearsalDialog dialog(servicesOf(bench), addConnection(bench));
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QVERIFY(dialog.steps()->item(0, 1)->text().startsWith(QStringLiteral("通过")));
        QCOMPARE(dialog.mistakeBox()->itemText(1), QStringLiteral("预共享密钥不同"));
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
    }

    void theListRehearsesTheSelectedOne()
    {
        WidgetBench bench;
        const QString id = addConnection(bench);
        ui::ConnectionsPage page(servicesOf(bench));
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->clearSelection();
        QVERIFY(!page.rehearseAction()->isEnabled());
        page.table()->selectId(id);
        const QSignalSpy rehearsed(&page, &ui::ConnectionsPage::rehearsed);
        withNextDialog<ui::RehearsalDialog>([](ui::RehearsalDialog *dialog) {
            QTRY_COMPARE(dialog->steps()->rowCount(), 6);
            dialog->accept();
        });
        page.rehearseAction()->trigger();
        QCOMPARE(rehearsed.size(), 1);
    }

    void theDemoPairIsSoundAndUndone()
    {
        WidgetBench bench;
        models::UndoStack undo(*bench.catalog);
        QVERIFY(bench.catalog->applyAll(models::demoPair(WidgetBench::kRegion)));
        QCOMPARE(bench.catalog->connections().size(), 1);
        const QString id = bench.catalog->connections().first().draft.id;
        ui::RehearsalDialog dialog(servicesOf(bench), id);
        QTRY_COMPARE(dialog.steps()->rowCount(), 6);
        QVERIFY(dialog.verdict().startsWith(QStringLiteral("Both sides agree")));
        QVERIFY(undo.apply(models::UndoStack::Direction::Undo));
        QVERIFY(bench.catalog->vpnGateways().isEmpty() && bench.catalog->customerGateways().isEmpty());
    }

    void theFirstStepsAreGoneOneByOne()
    {
        WidgetBench bench;
        MainWindow window(servicesOf(bench));
        window.show();
        window.setPage(MainWindow::Page::Overview);
        const ui::FirstSteps *steps = window.overviewPage()->firstSteps();
        QVERIFY(steps->isVisible() && window.overviewPage()->isEmpty());
        QCOMPARE(steps->done(), 0);
        QVERIFY(steps->button(0)->isEnabled() && !steps->button(1)->isEnabled() && steps->demoButton()->isVisible());
        const QString ours = bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
        QTRY_COMPARE(steps->done(), 1);
        QVERIFY(!steps->button(0)->isVisible() && steps->button(1)->isEnabled() && !steps->demoButton()->isVisible());
        const QString peer = bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
        QTRY_COMPARE(steps->done(), 2);
        bench.addConnection(QStringLiteral("office"), ours, peer);
        QTRY_COMPARE(steps->done(), 3);
        QVERIFY(steps->isVisible() && !window.overviewPage()->isEmpty()); // above the overview
        withNextDialog<ui::RehearsalDialog>([](ui::RehearsalDialog *dialog) { dialog->accept(); });
        steps->button(3)->click();
        QVERIFY(!steps->isVisible());
        QVERIFY(!bench.settings->showsFirstSteps());
    }

    void aDemoPairIsOneClickAway()
    {
        WidgetBench bench;
        MainWindow window(servicesOf(bench));
        window.show();
        window.setPage(MainWindow::Page::Overview);
        bool hasShown = false;
        withNextDialog<ui::RehearsalDialog>([&](ui::RehearsalDialog *dialog) {
            QTRY_COMPARE(dialog->steps()->rowCount(), 6);
            hasShown = true;
            dialog->accept();
        });
        window.overviewPage()->firstSteps()->demoButton()->click();
        QVERIFY(hasShown);
        QCOMPARE(bench.catalog->connections().size(), 1);
    }

    void whoDoesNotWantThemClosesThem()
    {
        WidgetBench bench;
        {
            MainWindow window(servicesOf(bench));
            window.show();
            window.setPage(MainWindow::Page::Overview);
            window.overviewPage()->firstSteps()->closeButton()->click();
            QVERIFY(!window.overviewPage()->firstSteps()->isVisible() && window.overviewPage()->isEmpty());
        }
        MainWindow window(servicesOf(bench));
        window.show();
        window.setPage(MainWindow::Page::Overview);
        QVERIFY(!window.overviewPage()->firstSteps()->isVisible());
    }

    void whoComesWithConnectionsIsNotTaught()
    {
        WidgetBench bench;
        addConnection(bench);
        MainWindow window(servicesOf(bench));
        window.show();
        window.setPage(MainWindow::Page::Overview);
        QVERIFY(!window.overviewPage()->firstSteps()->isVisible());
    }
};

QTEST_MAIN(TestRehearsalDialog)
#include "test_rehearsal_dialog.moc"
