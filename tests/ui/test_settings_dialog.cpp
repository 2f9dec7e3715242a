#include "widget_bench.h"

#include "ui/main_window.h"
#include "ui/settings/settings_dialog.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace tw;
using models::Settings;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::SettingsDialog;

class TestSettingsDialog : public QObject
{
    Q_OBJECT

private:
    template <typename Widget>
    static Widget *find(const SettingsDialog &dialog, const char *name)
    {
        auto *widget = dialog.findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qFatal("no %s", name);
        return widget;
    }

    static void chooseData(QComboBox *combo, const QString &data)
    {
        combo->setCurrentIndex(combo->findData(data));
        Q_EMIT combo->activated(combo->currentIndex());
    }

private Q_SLOTS:
    void cleanup()
    {
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        ui::applyLook(ui::Look::Light);
    }

    void okStoresEverything()
    {
        WidgetBench bench;
        Settings &settings = *bench.settings;
        SettingsDialog dialog(settings, true);
        QCOMPARE(find<QSpinBox>(dialog, "logSpin")->value(), 30);
        find<QSpinBox>(dialog, "logSpin")->setValue(180);
        for (const char *name : {"engineCheck", "pageCheck", "downCheck", "certificateCheck"}) {
            QVERIFY(find<QCheckBox>(dialog, name)->isChecked());
            find<QCheckBox>(dialog, name)->click();
        }
        find<QComboBox>(dialog, "quitCombo")->setCurrentIndex(1);
        find<QComboBox>(dialog, "closeCombo")->setCurrentIndex(2);
        QCOMPARE(settings.logKept(), std::chrono::days(30)); // not before OK
        dialog.accept();
        QCOMPARE(settings.logKept(), std::chrono::days(180));
        QVERIFY(!settings.startsEngine() && !settings.opensLastPage() && !settings.asksBeforeQuit());
        QVERIFY(settings.notifies(Settings::Notification::Up) && settings.notifies(Settings::Notification::Failed));
        QVERIFY(!settings.notifies(Settings::Notification::Down)
                && !settings.notifies(Settings::Notification::Certificate));
        QCOMPARE(settings.closing(), Settings::Closing::Quit);
        const SettingsDialog again(settings, true); // and it comes up as it was left
        QVERIFY(!find<QCheckBox>(again, "engineCheck")->isChecked());
        QCOMPARE(find<QComboBox>(again, "quitCombo")->currentIndex(), 1);
    }

    void cancelStoresNothing()
    {
        WidgetBench bench;
        SettingsDialog dialog(*bench.settings, true);
        find<QSpinBox>(dialog, "logSpin")->setValue(7);
        find<QCheckBox>(dialog, "engineCheck")->click();
        dialog.reject();
        QCOMPARE(bench.settings->logKept(), std::chrono::days(30));
        QVERIFY(bench.settings->startsEngine());
    }

    void languageAndThemeAreShownAtOnceAndGoBack()
    {
        WidgetBench bench;
        bench.settings->setLanguage(QStringLiteral("en"));
        SettingsDialog dialog(*bench.settings, true);
        connect(&dialog, &SettingsDialog::languageRequested, this,
                [](const QString &language) { ui::applyLanguage(ui::resolveLanguage(language)); });
        QSignalSpy language(&dialog, &SettingsDialog::languageRequested);
        QSignalSpy theme(&dialog, &SettingsDialog::themeRequested);
        dialog.show();
        chooseData(find<QComboBox>(dialog, "languageCombo"), QStringLiteral("zh_CN"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(dialog.windowTitle(), QStringLiteral("设置"));
        QCOMPARE(find<QComboBox>(dialog, "languageCombo")->currentText(), QStringLiteral("简体中文"));
        QVERIFY(find<QComboBox>(dialog, "languageCombo")->itemText(0).startsWith(QStringLiteral("跟随系统")));
        chooseData(find<QComboBox>(dialog, "themeCombo"), QStringLiteral("dark"));
        QCOMPARE(theme.last().first().toString(), QStringLiteral("dark"));
        dialog.reject();
        QCOMPARE(language.last().first().toString(), QStringLiteral("en"));
        QCOMPARE(theme.last().first().toString(), QStringLiteral("system"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(dialog.windowTitle(), QStringLiteral("Settings"));
    }

    void theDesktopsLanguageIsAChoice()
    {
        WidgetBench bench;
        bench.settings->setLanguage(QStringLiteral("zh_CN"));
        SettingsDialog dialog(*bench.settings, true);
        QSignalSpy language(&dialog, &SettingsDialog::languageRequested);
        auto *combo = find<QComboBox>(dialog, "languageCombo");
        QCOMPARE(combo->count(), 3);
        chooseData(combo, QString());
        QCOMPARE(language.first().first().toString(), QString());
        QVERIFY(combo->currentText().startsWith(QStringLiteral("As the desktop (")));
    }

    void aShorterLogSaysThatLinesGo()
    {
        WidgetBench bench;
        SettingsDialog dialog(*bench.settings, true);
        auto *note = find<QLabel>(dialog, "logNote");
        find<QSpinBox>(dialog, "logSpin")->setValue(60);
        QVERIFY(!note->text().contains(QStringLiteral("for good")));
        find<QSpinBox>(dialog, "logSpin")->setValue(1);
        QCOMPARE(find<QSpinBox>(dialog, "logSpin")->text(), QStringLiteral("1 day"));
        find<QSpinBox>(dialog, "logSpin")->setValue(7);
        QCOMPARE(find<QSpinBox>(dialog, "logSpin")->text(), QStringLiteral("7 days"));
        QVERIFY2(note->text().contains(QStringLiteral("older than 7 days are deleted for good")),
                 qPrintable(note->text()));
    }

    void everyFieldHasANameAMnemonicAndItsTurn()
    {
        WidgetBench bench;
        SettingsDialog dialog(*bench.settings, true);
        dialog.show();
        const QStringList order{
            QStringLiteral("languageCombo"), QStringLiteral("themeCombo"),      QStringLiteral("logSpin"),
            QStringLiteral("engineCheck"),   QStringLiteral("pageCheck"),       QStringLiteral("quitCombo"),
            QStringLiteral("closeCombo"),    QStringLiteral("upCheck"),         QStringLiteral("downCheck"),
            QStringLiteral("failedCheck"),   QStringLiteral("certificateCheck")};
        for (const QString &language : ui::availableLanguages()) {
            QVERIFY(ui::applyLanguage(language));
            QCoreApplication::sendPostedEvents();
            QStringList mnemonics;
            for (const QLabel *label : dialog.findChildren<QLabel *>()) {
                if (label->buddy())
                    mnemonics.append(QKeySequence::mnemonic(label->text()).toString());
            }
            for (const QCheckBox *check : dialog.findChildren<QCheckBox *>())
                mnemonics.append(QKeySequence::mnemonic(check->text()).toString());
            QCOMPARE(mnemonics.size(), order.size());
            QVERIFY2(!mnemonics.contains(QString()), qPrintable(language));
            QCOMPARE(mnemonics.removeDuplicates(), 0);
            QWidget *widget = find<QWidget>(dialog, "languageCombo");
            widget->setFocus();
            for (const QString &name : order) {
                QCOMPARE(dialog.focusWidget()->objectName(), name);
                auto *accessible = QAccessible::queryAccessibleInterface(dialog.focusWidget());
                QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), qPrintable(name));
                QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
            }
        }
    }

    void withoutATrayNothingOfItIsPromised()
    {
        WidgetBench bench;
        const SettingsDialog dialog(*bench.settings, false);
        for (const char *name : {"closeCombo", "upCheck", "downCheck", "failedCheck", "certificateCheck"})
            QVERIFY(!find<QWidget>(dialog, name)->isEnabled());
        QVERIFY(!find<QLabel>(dialog, "trayNote")->isHidden());
        QVERIFY(find<QComboBox>(dialog, "quitCombo")->isEnabled());
    }

    void theWindowOpensIt()
    {
        WidgetBench bench;
        ui::MainWindow window(bench.services());
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QString focused;
        withNextDialog<SettingsDialog>([&focused](SettingsDialog *dialog) {
            dialog->focusField(QStringLiteral("quitCombo"));
            focused = dialog->focusWidget()->objectName();
            dialog->reject();
        });
        QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(focused, QStringLiteral("quitCombo"));
    }

    void theLastPageIsOpenedOnlyWhereThatIsWanted()
    {
        WidgetBench bench;
        const auto leave = [&bench](ui::MainWindow::Page page) {
            ui::MainWindow window(bench.services());
            window.show();
            window.setPage(page);
            window.allowClose();
            window.close();
        };
        leave(ui::MainWindow::Page::CustomerGateways);
        QCOMPARE(ui::MainWindow(bench.services()).page(), ui::MainWindow::Page::CustomerGateways);
        bench.settings->setOpensLastPage(false);
        QVERIFY(ui::MainWindow(bench.services()).page() != ui::MainWindow::Page::CustomerGateways);
    }

    void whoDoesNotWantToBeAskedIsNot()
    {
        WidgetBench bench;
        const QString id = bench.addConnection(
            QStringLiteral("office"), bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
            bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
        ui::MainWindow window(bench.services());
        bench.reportEstablished(id);
        bench.settings->setAsksBeforeQuit(false);
        QVERIFY(window.confirmsQuit()); // no box: it would wait for ever
    }
};

QTEST_MAIN(TestSettingsDialog)
#include "test_settings_dialog.moc"
