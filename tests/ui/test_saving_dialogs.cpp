#include "slow_disk.h"

#include "models/catalog/bulk_list.h"
#include "models/catalog/region_filter_model.h"
#include "models/catalog/undo_stack.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/gateway_editor.h"
#include "ui/live/bulk_panel.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/undo_actions.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <memory>

using namespace tw;
using tests::gateway;
using tests::SlowDisk;
using tests::WidgetBench;

namespace {

QLineEdit *nameOf(const ui::ObjectEditor &editor)
{
    return qobject_cast<QLineEdit *>(editor.findChildren<QLineEdit *>().first());
}

models::ConnectionDraft draftIn(WidgetBench &bench)
{
    models::ConnectionDraft draft;
    draft.regionId = WidgetBench::kRegion;
    draft.name = QStringLiteral("slow");
    draft.vpnGatewayId = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
    draft.customerGatewayId = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
    draft.localSubnet = QStringLiteral("10.1.0.0/16");
    draft.remoteSubnet = QStringLiteral("10.2.0.0/16");
    return draft;
}

// As soon as that is possible while it is being saved.
void leave(QDialog &editor)
{
    editor.show();
    editor.accept();
    QTRY_VERIFY(editor.findChild<QDialogButtonBox *>(QString(), Qt::FindDirectChildrenOnly)->isEnabled());
    editor.reject();
    QVERIFY(!editor.isVisible());
}

// nullptr: none came.
ui::MessageBar *barWithAction(ui::MainWindow &window)
{
    ui::MessageBar *found = nullptr;
    const auto isThere = [&window, &found] {
        for (auto *action : window.findChildren<QPushButton *>(QStringLiteral("barAction"))) {
            if (action->isVisible() && action->text() == QStringLiteral("Reopen the form"))
                found = qobject_cast<ui::MessageBar *>(action->parentWidget());
        }
        return found != nullptr;
    };
    return QTest::qWaitFor(isThere) ? found : nullptr;
}

} // namespace

// A slow disk stops no window: what is on its way is said, and what is shown as saved is on the disk.
class TestSavingDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDialogSaysSavingUntilItIs()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        ui::VpnGatewayEditor editor(*bench.catalog, gateway("slow"));
        editor.show();
        const auto *bar = editor.findChild<ui::MessageBar *>();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor.accept();
        QVERIFY(editor.isVisible());
        QVERIFY(!nameOf(editor)->isEnabled() && !editor.findChild<QDialogButtonBox *>()->isEnabled());
        QTRY_COMPARE(bar->text(), QStringLiteral("Saving..."));
        QVERIFY(bar->isVisible() && bar->isEnabled());
        editor.reject(); // nothing could be taken back by that
        editor.accept();
        QVERIFY(editor.isVisible());
        QVERIFY(bench.catalog->vpnGateways().isEmpty());
        QVERIFY(editor.savedId().isEmpty());

        disk.reset();
        QTRY_COMPARE(editor.result(), int(QDialog::Accepted));
        QVERIFY(!editor.isVisible());
        QCOMPARE(bench.catalog->vpnGateways().size(), 1);
        QCOMPARE(bench.catalog->vpnGateways().first().id, editor.savedId());
    }

    void whatGoesWrongStandsInTheDialog()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        ui::VpnGatewayEditor editor(*bench.catalog, gateway("slow"));
        editor.show();
        nameOf(editor)->setFocus();
        const auto *bar = editor.findChild<ui::MessageBar *>();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor.accept();
        disk->breakIt();
        disk.reset();
        QTRY_VERIFY(nameOf(editor)->isEnabled());
        QVERIFY(editor.isVisible());
        QVERIFY2(bar->text().contains(QStringLiteral("catalog.sqlite")), qPrintable(bar->text()));
        QCOMPARE(nameOf(editor)->text(), QStringLiteral("slow")); // nothing has to be typed again
        QCOMPARE(editor.focusWidget(), nameOf(editor));
        editor.reject();
        QVERIFY(!editor.isVisible());
        QVERIFY(bench.catalog->vpnGateways().isEmpty());
    }

    void aConnectionToo()
    {
        WidgetBench bench;
        const models::ConnectionDraft draft = draftIn(bench);
        bench.catalog->saveBehind();
        ui::ConnectionEditor editor(*bench.catalog, draft);
        editor.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor.accept();
        const auto *bar = editor.findChild<ui::MessageBar *>();
        QTRY_COMPARE(bar->text(), QStringLiteral("Saving..."));
        editor.reject();
        QVERIFY(editor.isVisible() && bench.catalog->connections().isEmpty());
        disk.reset();
        QTRY_VERIFY(!editor.isVisible());
        QCOMPARE(bench.catalog->connections().first().draft.id, editor.savedId());
    }

    // A disk that hangs holds nobody: the dialog may go, and the change goes on.
    void aDialogCanBeLeftAfterAWhile()
    {
        WidgetBench bench;
        models::UndoStack undo(*bench.catalog);
        bench.catalog->saveBehind();
        ui::Services services = bench.services();
        services.undo = &undo;
        ui::MainWindow window(services);
        window.setPage(ui::MainWindow::Page::VpnGateways);
        window.show();
        ui::VpnGatewayEditor editor(*bench.catalog, gateway("slow"), window.vpnGatewaysPage());
        editor.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor.accept();
        editor.reject();
        QVERIFY(editor.isVisible()); // not at once: most disks only take a moment
        auto *buttons = editor.findChild<QDialogButtonBox *>();
        QTRY_VERIFY(buttons->isEnabled());
        QVERIFY(!buttons->button(QDialogButtonBox::Ok)->isEnabled());
        QVERIFY(editor.findChild<ui::MessageBar *>()->text().contains(QStringLiteral("does not answer")));
        QTest::mouseClick(buttons->button(QDialogButtonBox::Cancel), Qt::LeftButton);
        QVERIFY(!editor.isVisible());
        QCOMPARE(editor.result(), int(QDialog::Rejected));
        QVERIFY(bench.catalog->isSaving());
        QVERIFY(bench.catalog->vpnGateways().isEmpty());

        disk.reset();
        QTRY_COMPARE(window.vpnGatewaysPage()->table()->rows()->rowCount(), 1);
        QCOMPARE(window.undoActions()->notice()->text(), QStringLiteral("“slow” is saved."));
        QVERIFY(window.undoActions()->notice()->isVisible());
        QCOMPARE(editor.result(), int(QDialog::Rejected)); // it has nothing to do with it any more
        QVERIFY(editor.savedId().isEmpty());
    }

    void aFailureAfterTheDialogWentIsTold()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        ui::MainWindow window(bench.services());
        window.show();
        auto editor = std::make_unique<ui::VpnGatewayEditor>(*bench.catalog, gateway("slow"), &window);
        editor->show();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor->accept();
        QTRY_VERIFY(editor->findChild<QDialogButtonBox *>()->isEnabled());
        QTest::keyClick(editor.get(), Qt::Key_Escape);
        QVERIFY(!editor->isVisible());
        editor.reset();
        disk->breakIt();
        disk.reset();
        const auto says = [&window](const QString &words) {
            const auto bars = window.findChildren<ui::MessageBar *>();
            return std::ranges::any_of(
                bars, [&](const auto *bar) { return bar->isVisible() && bar->text().contains(words); });
        };
        QTRY_VERIFY(says(QStringLiteral("“slow” was not saved, and nothing was changed: ")));
        QVERIFY(says(QStringLiteral("catalog.sqlite")));
        QVERIFY(bench.catalog->vpnGateways().isEmpty());
    }

    void aFormThatWasLeftComesBackAsItWas()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        ui::MainWindow window(bench.services());
        window.show();
        {
            ui::VpnGatewayEditor editor(*bench.catalog, gateway("slow"), &window);
            ui::VpnGatewayEditor second(*bench.catalog, gateway("slower"), &window);
            SlowDisk disk(bench);
            leave(editor);
            leave(second);
            disk.breakIt();
        }
        const auto *bar = barWithAction(window);
        QVERIFY(bar);
        QVERIFY2(bar->text().contains(QStringLiteral("“slow” was")), qPrintable(bar->text()));
        QVERIFY2(bar->text().contains(QStringLiteral("“slower” was")), qPrintable(bar->text()));
        for (const char *name : {"slow", "slower"}) {
            bar->findChild<QPushButton *>(QStringLiteral("barAction"))->click();
            QPointer<ui::VpnGatewayEditor> again = window.findChild<ui::VpnGatewayEditor *>();
            QVERIFY(again && again->isVisible());
            QCOMPARE(nameOf(*again)->text(), QLatin1String(name));
            QCOMPARE(again->draft().internetIp, QStringLiteral("192.0.2.9"));
            again->reject();
            QTRY_VERIFY(!again);
        }
        QVERIFY(!bar->isVisible());
    }

    void aKeyComesBackWithItsForm()
    {
        WidgetBench bench;
        const models::ConnectionDraft draft = draftIn(bench);
        bench.catalog->saveBehind();
        ui::MainWindow window(bench.services());
        window.show();
        QString key;
        {
            ui::ConnectionEditor editor(*bench.catalog, draft, false, &window);
            key = editor.key();
            SlowDisk disk(bench);
            leave(editor);
            disk.breakIt("connections");
        }
        const auto *bar = barWithAction(window);
        QVERIFY(bar);
        bar->findChild<QPushButton *>(QStringLiteral("barAction"))->click();
        const auto *again = window.findChild<ui::ConnectionEditor *>();
        QVERIFY(again && again->isVisible());
        QCOMPARE(again->draft().name, QStringLiteral("slow"));
        QCOMPARE(again->draft().remoteSubnet, QStringLiteral("10.2.0.0/16"));
        QVERIFY(!key.isEmpty());
        QCOMPARE(again->key(), key);
    }

    // What was typed is held by the bar alone, and goes with it.
    void whoClosesTheNewsForgetsTheForm()
    {
        WidgetBench bench;
        ui::MainWindow window(bench.services());
        window.show();
        auto typed = std::make_shared<int>();
        const std::weak_ptr<int> held = typed;
        window.tellLate(false, QStringLiteral("not saved"), [typed](QWidget *parent) { return new QDialog(parent); });
        typed.reset();
        const auto *bar = barWithAction(window);
        QVERIFY(bar && !held.expired());
        bar->findChild<QToolButton *>()->click();
        QVERIFY(!bar->isVisible());
        QVERIFY(held.expired());
    }

    void afterAFailureEverythingCanBeEnteredAgain()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        ui::VpnGatewayEditor editor(*bench.catalog, gateway("slow"));
        editor.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        editor.accept();
        auto *buttons = editor.findChild<QDialogButtonBox *>();
        QTRY_VERIFY(buttons->isEnabled());
        disk->breakIt();
        disk.reset();
        QTRY_VERIFY(nameOf(editor)->isEnabled());
        QVERIFY(buttons->button(QDialogButtonBox::Ok)->isEnabled());
        QVERIFY(editor.isVisible());
    }

    void theListShowsWhatIsOnTheDisk()
    {
        WidgetBench bench;
        const QString id = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        models::UndoStack undo(*bench.catalog);
        bench.catalog->saveBehind();
        ui::Services services = bench.services();
        services.undo = &undo;
        ui::MainWindow window(services);
        window.setPage(ui::MainWindow::Page::VpnGateways);
        window.show();
        const auto *rows = window.vpnGatewaysPage()->table()->rows();
        const auto *saving = window.findChild<QLabel *>(QStringLiteral("saving"));
        auto disk = std::make_unique<SlowDisk>(bench);
        tests::withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        window.vpnGatewaysPage()->deleteObjects({id});
        QCOMPARE(rows->rowCount(), 1);
        QTRY_VERIFY(saving->isVisible());
        QCOMPARE(saving->text(), QStringLiteral("Saving..."));
        QVERIFY(!window.undoActions()->undoAction()->isEnabled());
        disk.reset();
        QTRY_COMPARE(rows->rowCount(), 0);
        QTRY_VERIFY(!saving->isVisible());

        QVERIFY(window.undoActions()->undoAction()->isEnabled());
        disk = std::make_unique<SlowDisk>(bench);
        window.undoActions()->undoAction()->trigger();
        QCOMPARE(rows->rowCount(), 0);
        disk.reset();
        QTRY_COMPARE(rows->rowCount(), 1);
        QTRY_VERIFY(window.undoActions()->redoAction()->isEnabled());
    }

    // A row for each; and while it is on its way there is nothing to read.
    void aDeletionOfSeveralThatFailsIsListed()
    {
        WidgetBench bench;
        const QStringList ids{bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
                              bench.addVpnGateway(QStringLiteral("spare"), QStringLiteral("192.0.2.2"))};
        bench.catalog->saveBehind();
        ui::VpnGatewaysPage page(bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        tests::withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        page.deleteObjects(ids);
        const ui::BulkPanel *panel = page.bulkPanel();
        QVERIFY(!panel->isVisible());
        QSignalSpy unheard(bench.catalog.get(), &models::Catalog::saveFailed);
        disk->breakIt();
        disk.reset();
        QTRY_VERIFY(panel->isListing());
        QCOMPARE(unheard.size(), 0); // the list says it
        const QAbstractItemModel *rows = panel->list()->model();
        QCOMPARE(rows->rowCount(), 2);
        for (int row = 0; row < 2; ++row) {
            QCOMPARE(rows->index(row, models::BulkList::OutcomeColumn).data().toString(), QStringLiteral("Failed"));
            const QString why = rows->index(row, models::BulkList::SentenceColumn).data().toString();
            QVERIFY2(why.contains(QStringLiteral("catalog.sqlite")), qPrintable(why));
        }
        QCOMPARE(page.table()->rows()->rowCount(), 2);
    }

    void aDeletionThatFailsIsTold()
    {
        WidgetBench bench;
        const QString id = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        bench.catalog->saveBehind();
        ui::VpnGatewaysPage page(bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        tests::withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        page.deleteObjects({id});
        // It comes when the disk has said so, and has an event loop of its own then.
        QString said;
        QTimer look;
        look.callOnTimeout([&said] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                said = box->text() + box->informativeText();
                box->close();
            }
        });
        look.start(1);
        disk->breakIt();
        disk.reset();
        QTRY_VERIFY2(said.contains(QStringLiteral("catalog.sqlite")), qPrintable(said));
        QCOMPARE(page.table()->rows()->rowCount(), 1);
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    ui::applyLanguage(QStringLiteral("en"));
    TestSavingDialogs test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_saving_dialogs.moc"
