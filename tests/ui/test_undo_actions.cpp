#include "widget_bench.h"

#include "models/catalog/undo_stack.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/undo_actions.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::MainWindow;

// What the window makes of the undo stack.
class TestUndoActions : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        Site()
        {
            services.undo = &stack;
            window = std::make_unique<MainWindow>(services);
            window->setPage(MainWindow::Page::Connections);
            window->show();
            window->activateWindow(); // whose shortcuts count
            if (!QTest::qWaitForWindowActive(window.get()))
                qFatal("the window does not become active");
            undo = window->undoActions()->undoAction();
            redo = window->undoActions()->redoAction();
            notice = window->undoActions()->notice();
        }

        void confirmAnd(QAction *action, QString *question = nullptr)
        {
            withNextDialog<QMessageBox>([question](QMessageBox *box) {
                if (question)
                    *question = box->text() + QLatin1Char('\n') + box->informativeText();
                box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click();
            });
            action->trigger();
        }

        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        QString id = bench.addConnection(QStringLiteral("office"), ours, peer);
        models::UndoStack stack{*bench.catalog};
        ui::Services services = bench.services();
        std::unique_ptr<MainWindow> window;
        QAction *undo;
        QAction *redo;
        ui::Notice *notice;
    };

    template <typename Command>
    static const Command *last(const WidgetBench &bench)
    {
        return bench.engine.commands.empty() ? nullptr : std::get_if<Command>(&bench.engine.commands.back());
    }

private Q_SLOTS:
    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void withoutAStackNothingCanBeUndone()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        QVERIFY(!window.undoActions()->undoAction()->isEnabled());
        QVERIFY(!window.undoActions()->redoAction()->isEnabled());
    }

    void aDeletionIsUndoneWithOneClick()
    {
        Site site;
        QVERIFY(!site.undo->isEnabled());
        site.window->connectionsPage()->table()->selectId(site.id);
        QString question;
        site.confirmAnd(site.window->connectionsPage()->deleteAction(), &question);
        QVERIFY2(question.contains(QStringLiteral("“office”")) && question.contains(QStringLiteral("can be undone")),
                 qPrintable(question));
        QVERIFY(!site.bench.catalog->connection(site.id));
        QCOMPARE(site.undo->text(), QStringLiteral("U&ndo: delete IPsec connection “office”"));
        QVERIFY(site.notice->isVisible());
        QCOMPARE(site.notice->text(), QStringLiteral("IPsec connection “office” was deleted."));
        QCOMPARE(site.notice->button()->text(), QStringLiteral("Undo"));
        site.notice->button()->click();
        QVERIFY(site.bench.catalog->connection(site.id));
        QCOMPARE(site.window->connectionsPage()->table()->currentId(), site.id);
        const auto *start = last<api::Start>(site.bench);
        QVERIFY(start && start->config->id.value() == site.id.toStdString()); // the engine has it again
        QVERIFY(!site.undo->isEnabled() && site.redo->isEnabled());
        QCOMPARE(site.redo->text(), QStringLiteral("&Redo: delete IPsec connection “office”"));
        // It says what was done, and offers the way back.
        QVERIFY(site.notice->isVisible());
        QCOMPARE(site.notice->button()->text(), QStringLiteral("Redo"));
        site.notice->button()->click();
        QVERIFY(!site.bench.catalog->connection(site.id));
    }

    void theKeysAreThoseOfEveryProgram()
    {
        Site site;
        QVERIFY(site.bench.catalog->removeConnection(site.id));
        QTest::keyClick(site.window->connectionsPage()->table(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(site.bench.catalog->connection(site.id));
        QTest::keyClick(site.window->connectionsPage()->table(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!site.bench.catalog->connection(site.id));
    }

    void aTextFieldsOwnUndoComesFirst()
    {
        Site site;
        QVERIFY(site.bench.catalog->removeConnection(site.id));
        QLineEdit *filter = site.window->connectionsPage()->filterEdit();
        filter->setFocus();
        QTest::keyClicks(filter, QStringLiteral("x"));
        QTest::keyClick(filter, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(filter->text(), QString());
        QVERIFY(!site.bench.catalog->connection(site.id));
    }

    void theNoticeGoesByItselfAndWithTheNextAction()
    {
        Site site;
        QVERIFY(site.bench.catalog->removeConnection(site.id));
        QVERIFY(site.notice->isVisible());
        auto *timer = site.notice->findChild<QTimer *>();
        QVERIFY(timer && timer->isActive());
        timer->start(0); // its time is over
        QTRY_VERIFY(!site.notice->isVisible());
        QVERIFY(site.undo->isEnabled()); // the menu keeps it

        QVERIFY(site.bench.catalog->removeCustomerGateway(site.peer));
        QVERIFY(site.notice->isVisible());
        site.bench.addCustomerGateway(QStringLiteral("next"), QStringLiteral("198.51.100.9"));
        QVERIFY(!site.notice->isVisible());
    }

    void anEditOfAConnectionThatIsUpAsksBeforeItInterrupts()
    {
        Site site;
        models::ConnectionDraft draft = site.bench.draft(site.id);
        draft.effectImmediately = true;
        QVERIFY(site.bench.catalog->save(draft));
        draft.ikeLifetime = QStringLiteral("3600");
        draft.ikeEncAlg = QStringLiteral("aes256");
        QVERIFY(site.bench.catalog->save(draft));
        site.bench.reportEstablished(site.id);
        const std::size_t sent = site.bench.engine.commands.size();

        QString question;
        withNextDialog<QMessageBox>([&question](QMessageBox *box) {
            question = box->text();
            box->reject();
        });
        site.undo->trigger();
        QCOMPARE(question, QStringLiteral("Traffic of “office” will be interrupted."));
        QCOMPARE(site.bench.draft(site.id), draft); // the user thought better of it
        QCOMPARE(site.bench.engine.commands.size(), sent);

        site.confirmAnd(site.undo);
        QCOMPARE(site.bench.draft(site.id).ikeEncAlg, QStringLiteral("aes"));
        const auto *update = last<api::Update>(site.bench); // as the editor's saving does
        QVERIFY(update && update->config->id.value() == site.id.toStdString());
    }

    // What is taken over in place, or only when traffic next needs it, interrupts nothing.
    void anEditThatInterruptsNothingIsNotAskedAbout()
    {
        Site site;
        models::ConnectionDraft draft = site.bench.draft(site.id);
        draft.ikeEncAlg = QStringLiteral("aes256"); // not effective immediately
        QVERIFY(site.bench.catalog->save(draft));
        site.bench.reportEstablished(site.id);
        bool isAsked = false;
        withNextDialog<QMessageBox>([&isAsked](QMessageBox *box) {
            isAsked = true;
            box->close();
        });
        site.undo->trigger();
        QCoreApplication::processEvents();
        QVERIFY(!isAsked);
        QCOMPARE(site.bench.draft(site.id).ikeEncAlg, QStringLiteral("aes"));
    }

    void takingBackTheCreationOfATunnelThatIsUpAsks()
    {
        Site site;
        const QString second =
            site.bench.addConnection(QStringLiteral("branch"), site.ours, site.peer, QStringLiteral("192.168.0.0/16"),
                                     QStringLiteral("10.9.0.0/16"));
        site.bench.reportEstablished(second);
        QString question;
        site.confirmAnd(site.undo, &question);
        QVERIFY2(question.contains(QStringLiteral("“branch”")) && question.contains(QStringLiteral("breaks at once")),
                 qPrintable(question));
        QVERIFY(!site.bench.catalog->connection(second));
        QVERIFY(last<api::Stop>(site.bench));
    }

    void aRefusalSaysWhyAndOffersToLeaveTheStepOut()
    {
        Site site;
        models::CustomerGateway gateway = *site.bench.catalog->customerGateway(site.peer);
        gateway.description = QStringLiteral("in the basement");
        QVERIFY(site.bench.catalog->save(gateway));
        QVERIFY(site.bench.catalog->removeConnection(site.id));
        {
            const models::Catalog::Unrecorded others(*site.bench.catalog);
            QVERIFY(site.bench.catalog->removeVpnGateway(site.ours));
        }
        site.undo->trigger();
        QVERIFY(!site.bench.catalog->connection(site.id));
        QCOMPARE(site.notice->text(),
                 QStringLiteral("Cannot be undone: The VPN gateway of “office” is no longer there."));
        QVERIFY(!site.notice->findChild<QTimer *>()->isActive()); // it stays until it was read
        QCOMPARE(site.notice->button()->text(), QStringLiteral("Leave this step out"));
        site.notice->button()->click();
        QCOMPARE(site.undo->text(), QStringLiteral("U&ndo: edit customer gateway “peer”"));
        site.undo->trigger();
        QCOMPARE(site.bench.catalog->customerGateway(site.peer)->description, QString());
    }

    void theWindowShowsWhatCameBack()
    {
        Site site;
        const QString far =
            site.bench.addVpnGateway(QStringLiteral("far"), QStringLiteral("192.0.2.77"), QStringLiteral("cn-beijing"));
        QVERIFY(site.bench.catalog->removeVpnGateway(far));
        site.window->vpnGatewaysPage()->filterEdit()->setText(QStringLiteral("nothing like it"));
        site.undo->trigger();
        QCOMPARE(site.window->region(), QStringLiteral("cn-beijing"));
        QCOMPARE(site.window->page(), MainWindow::Page::VpnGateways);
        QCOMPARE(site.window->vpnGatewaysPage()->table()->currentId(), far);
    }

    void severalDeletedTogetherComeBackTogether()
    {
        Site site;
        site.bench.addConnection(QStringLiteral("branch"), site.ours, site.peer, QStringLiteral("192.168.0.0/16"),
                                 QStringLiteral("10.9.0.0/16"));
        ui::ObjectTable *table = site.window->connectionsPage()->table();
        table->selectAll();
        site.confirmAnd(site.window->connectionsPage()->deleteAction());
        QVERIFY(site.bench.catalog->connections().isEmpty());
        QCOMPARE(site.undo->text(), QStringLiteral("U&ndo: delete 2 IPsec connections"));
        site.undo->trigger();
        QCOMPARE(site.bench.catalog->connections().size(), 2);
    }

    void itSpeaksChineseToo()
    {
        Site site;
        QVERIFY(site.bench.catalog->removeConnection(site.id));
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(site.undo->text(), QStringLiteral("撤销(&N)：删除IPsec连接“office”"));
        QVERIFY(!site.notice->isVisible()); // it spoke English
    }

    void aNoticeFitsItsPlace()
    {
        QWidget place;
        place.resize(500, 300);
        ui::Notice notice(&place);
        place.show();
        const QString name(128, QLatin1Char('n'));
        notice.showNotice(ui::Tone::Neutral, name, QStringLiteral("Undo"));
        QVERIFY2(place.rect().contains(notice.geometry()), qPrintable(QString::number(notice.width())));
        QCOMPARE(notice.text(), name);
        QVERIFY(notice.rect().contains(notice.button()->geometry()));
        place.resize(700, 400);
        QVERIFY(place.rect().contains(notice.geometry()));
        QVERIFY(notice.geometry().bottom() > 300);
    }
};

QTEST_MAIN(TestUndoActions)
#include "test_undo_actions.moc"
