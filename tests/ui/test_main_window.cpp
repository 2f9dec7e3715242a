#include "widget_bench.h"

#include "models/catalog/region_filter_model.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/field_form.h"
#include "ui/editor/gateway_editor.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/tone.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/object_table.h"

#include <QAccessible>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QTextBrowser>
#include <QToolBar>
#include <QToolButton>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::MainWindow;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        ui::applyLook(ui::Look::Light);
    }

    void theStatusBarSaysWhetherTheClockCanBeReliedOn()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        auto *label = window.findChild<QLabel *>(QStringLiteral("clockState"));
        QVERIFY(!label->parentWidget()->isHidden());
        QCOMPARE(label->text(), QStringLiteral("Clock ok"));
        bench.clock.now.sync = models::ClockSync::Unknown;
        bench.clockWatch.look();
        QCOMPARE(label->text(), QStringLiteral("Clock not known"));
        bench.clock.now.sync = models::ClockSync::No;
        bench.clockWatch.look();
        QCOMPARE(label->text(), QStringLiteral("Clock not synchronised"));
        bench.clock.now.wall += std::chrono::minutes(3);
        bench.clockWatch.look();
        QVERIFY(label->text().startsWith(QStringLiteral("Clock jumped 3 min forward at ")));
        QVERIFY(label->parentWidget()->toolTip().contains(QStringLiteral("windows of the log")));
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QVERIFY2(label->text().contains(QStringLiteral("时钟")), qPrintable(label->text()));
    }

    void aNarrowComboBoxShowsHowItsTextEnds()
    {
        ui::applyLook(ui::Look::Light);
        const auto pictureOf = [](const QString &text) {
            QComboBox box;
            box.addItem(text);
            box.resize(160, box.sizeHint().height());
            return box.grab().toImage();
        };
        const QString name = QStringLiteral("a-gateway-with-quite-a-long-name-");
        QVERIFY(pictureOf(name + QStringLiteral("north")) != pictureOf(name + QStringLiteral("south")));
        QCOMPARE(pictureOf(QStringLiteral("short")), pictureOf(QStringLiteral("short")));
    }

    // On the smallest screen that the window is made for, with the frame around it.
    void theKeysFitOnASmallScreen()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        QAction *keys = nullptr;
        for (QAction *action : window.findChildren<QAction *>()) {
            if (action->text() == QStringLiteral("&Keyboard..."))
                keys = action;
        }
        QVERIFY(keys);
        QSize size;
        QString text;
        withNextDialog<QDialog>([&](QDialog *dialog) {
            size = dialog->size();
            if (const auto *shown = dialog->findChild<QTextBrowser *>())
                text = shown->toPlainText();
            dialog->reject();
        });
        keys->trigger();
        QVERIFY2(size.width() < 1000 && size.height() < 600,
                 qPrintable(QStringLiteral("%1 x %2").arg(size.width()).arg(size.height())));
        QVERIFY(text.contains(QStringLiteral("Ctrl+Return")) && text.contains(QStringLiteral("Quit")));
    }

    void whereNobodyWatchesTheClockNothingIsSaidOfIt()
    {
        WidgetBench bench;
        ui::Services services = bench.services();
        services.clock = nullptr;
        MainWindow window(services);
        QVERIFY(window.findChild<QLabel *>(QStringLiteral("clockState"))->parentWidget()->isHidden());
    }

    void theLanguageChangesWhileItRuns()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents(); // LanguageChange is posted to the widgets
        QCOMPARE(window.menuBar()->actions().first()->text(), QStringLiteral("文件(&F)"));
        QVERIFY(window.connectionsPage()->newAction()->text().contains(QStringLiteral("IPsec连接")));
        QCoreApplication::sendPostedEvents(); // the window's own actions take the words of the page's
        const auto buttons = window.findChild<QToolBar *>()->actions();
        QVERIFY2(buttons.at(0)->text().contains(QStringLiteral("IPsec连接")), qPrintable(buttons.at(0)->text()));
        QStringList texts;
        for (const QLabel *label : window.findChildren<QLabel *>())
            texts.append(label->text());
        QVERIFY(texts.contains(QStringLiteral("IPsec连接")));
        QVERIFY(!texts.contains(QStringLiteral("IPsec connections")));
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(window.menuBar()->actions().first()->text(), QStringLiteral("&File"));
    }

    void qtsOwnTextsAreTranslatedToo()
    {
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        const QString cancel = QCoreApplication::translate("QPlatformTheme", "Cancel");
        QVERIFY2(cancel != QStringLiteral("Cancel"), "qtbase_zh_CN.qm is missing: install qt6-translations-l10n");
    }

    void anEngineThatMayDoNothingIsNotShownAsWell()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        const auto says = [&window](const QString &text) {
            const auto labels = window.statusBar()->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text() == text; });
        };
        QVERIFY(says(QStringLiteral("Engine running on tw0")));
        bench.live->setMissingPrivileges({QStringLiteral("No TUN device.")});
        QVERIFY(says(QStringLiteral("Engine without privileges")));
        bench.live->setMissingPrivileges({});
        QVERIFY(says(QStringLiteral("Engine running on tw0")));
    }

    void theRegionChoosesWhatIsListed()
    {
        WidgetBench bench;
        const QString ours = bench.addVpnGateway(QStringLiteral("hangzhou"), QStringLiteral("192.0.2.1"));
        bench.addVpnGateway(QStringLiteral("beijing"), QStringLiteral("192.0.2.2"), QStringLiteral("cn-beijing"));
        MainWindow window(bench.services());
        window.setRegion(WidgetBench::kRegion);
        QCOMPARE(window.vpnGatewaysPage()->table()->rows()->rowCount(), 1);
        QVERIFY(window.vpnGatewaysPage()->table()->selectId(ours));
        window.setRegion(QStringLiteral("cn-beijing"));
        QCOMPARE(window.vpnGatewaysPage()->table()->rows()->rowCount(), 1);
        QVERIFY(!window.vpnGatewaysPage()->table()->selectId(ours));
        QCOMPARE(bench.settings->region(), QStringLiteral("cn-beijing")); // the last choice is remembered
        MainWindow next(bench.services());
        QCOMPARE(next.region(), QStringLiteral("cn-beijing"));
    }

    void theStatusBarCounts()
    {
        WidgetBench bench;
        const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QStringList ids;
        for (int number = 1; number <= 3; ++number)
            ids.append(bench.addConnection(QStringLiteral("c-%1").arg(number), ours,
                                           bench.addCustomerGateway(QStringLiteral("p-%1").arg(number),
                                                                    QStringLiteral("198.51.100.%1").arg(number)),
                                           QStringLiteral("192.168.%1.0/24").arg(number),
                                           QStringLiteral("172.16.%1.0/24").arg(number)));
        MainWindow window(bench.services());
        window.show();
        bench.reportEstablished(ids.at(0));
        bench.reportEstablished(ids.at(1));
        bench.reportState(ids.at(2), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        const auto bar = [&window] {
            QStringList texts;
            for (const QLabel *label : window.statusBar()->findChildren<QLabel *>())
                texts.append(label->text());
            return texts.join(QLatin1Char('|'));
        };
        QTRY_VERIFY2(bar().contains(QStringLiteral("2 up")) && bar().contains(QStringLiteral("1 failed")),
                     qPrintable(bar()));
        QVERIFY(bar().contains(QStringLiteral("tw0")));
    }

    void aMissingPrivilegeIsSaidWithItsCommand()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        window.showMissingPrivilege(QStringLiteral("UDP 500: not allowed"), QStringLiteral("sudo setcap x"));
        const auto bars = window.findChildren<ui::MessageBar *>();
        const auto shown = std::ranges::find_if(bars, [](const ui::MessageBar *bar) { return bar->isVisible(); });
        QVERIFY(shown != bars.end());
        QCOMPARE((*shown)->command(), QStringLiteral("sudo setcap x"));
        window.showMissingPrivilege({}, {});
        QVERIFY(!(*shown)->isVisible());
    }

    void aMessageFollowsTheTheme()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        ui::applyLook(ui::Look::Light);
        window.showProblem(QStringLiteral("It is so."));
        const auto bars = window.findChildren<ui::MessageBar *>();
        const auto bar = std::ranges::find_if(bars, [](const ui::MessageBar *one) { return one->isVisible(); });
        QVERIFY(bar != bars.end());
        ui::applyLook(ui::Look::Dark);
        const QColor expected = ui::toneBackground(ui::Tone::Bad, ui::darkPalette());
        QTRY_COMPARE((*bar)->palette().color(QPalette::Window), expected); // windows are told by the event loop
    }

    // A damaged store is told in the language of the window, and as it is: a path is no markup.
    void whatTheStoresRefuseIsSaidInTheWindowsLanguage()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        const QString path = bench.directory.filePath(QStringLiteral("<b>damaged"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        const auto database = models::Database::open(path, models::Catalog::schema(), models::Database::Access::Write);
        QVERIFY(!database);
        QCOMPARE(database.error().text,
                 QStringLiteral("%1不是本程序的数据库，或其开头已损坏（file is not a "
                                "database）。请用备份替换它，或将其移走以使用空数据库。")
                     .arg(path));
        const auto keys = models::FileSecretStore(path).references();
        QVERIFY(!keys);
        QCOMPARE(keys.error().text,
                 QStringLiteral("密钥文件%1已损坏。请用备份替换它，或将其移走并重新输入预共享密钥。").arg(path));
        for (const QString &text : {database.error().text, keys.error().text}) {
            window.showProblem(text);
            const auto bars = window.findChildren<ui::MessageBar *>();
            const auto bar = std::ranges::find(bars, text, &ui::MessageBar::text);
            QVERIFY(bar != bars.end() && (*bar)->isVisible());
            const auto labels = (*bar)->findChildren<QLabel *>();
            const auto label = std::ranges::find(labels, text, &QLabel::text);
            QVERIFY(label != labels.end());
            QCOMPARE((*label)->textFormat(), Qt::PlainText);
        }
    }

    void ownRegionsAreAddedRenamedAndRemoved()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        const auto actions = window.findChild<QToolButton *>(QStringLiteral("regionMenuButton"))->menu()->actions();
        QVERIFY(!actions.at(1)->isEnabled() && !actions.at(2)->isEnabled()); // the program's own stay
        const auto enter = [](ui::RegionEditor *editor, models::Field field, const char *text) {
            qobject_cast<QLineEdit *>(editor->form()->widget(field))->setText(QString::fromLatin1(text));
        };
        QString refusal;
        withNextDialog<ui::RegionEditor>([&](ui::RegionEditor *editor) {
            enter(editor, models::Field::Name, "Head office");
            enter(editor, models::Field::RegionId, "cn-hangzhou");
            editor->accept();
            refusal = editor->findChild<ui::MessageBar *>()->text();
            enter(editor, models::Field::RegionId, "head-office");
            editor->accept();
        });
        actions.at(0)->trigger();
        QVERIFY2(refusal.contains(QStringLiteral("has the ID cn-hangzhou already")), qPrintable(refusal));
        QCOMPARE(bench.catalog->region(QStringLiteral("head-office"))->name, QStringLiteral("Head office"));

        withNextDialog<ui::RegionEditor>([&](ui::RegionEditor *editor) {
            enter(editor, models::Field::Name, "Headquarters");
            editor->accept();
        });
        QVERIFY(actions.at(1)->isEnabled());
        actions.at(1)->trigger();
        QCOMPARE(bench.catalog->region(QStringLiteral("head-office"))->name, QStringLiteral("Headquarters"));

        const QString gateway =
            bench.addVpnGateway(QStringLiteral("hq"), QStringLiteral("192.0.2.8"), QStringLiteral("head-office"));
        QString reason;
        withNextDialog<QMessageBox>([&](QMessageBox *box) {
            reason = box->text();
            box->close();
        });
        actions.at(2)->trigger();
        QVERIFY2(reason.contains(QStringLiteral("“Headquarters” cannot be removed: it holds 1 object")),
                 qPrintable(reason));
        QVERIFY(bench.catalog->removeVpnGateway(gateway));
        withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        actions.at(2)->trigger();
        QVERIFY(!bench.catalog->region(QStringLiteral("head-office")));
    }

    void closingAsksTheApplication()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        QSignalSpy asked(&window, &MainWindow::quitRequested);
        window.show();
        QVERIFY(!window.close());
        QCOMPARE(asked.size(), 1);
        window.allowClose();
        QVERIFY(window.close());
    }

    void geometryAndPageAreRemembered()
    {
        WidgetBench bench;
        {
            MainWindow window(bench.services());
            window.show();
            window.resize(1111, 700);
            window.setPage(MainWindow::Page::CustomerGateways);
            window.allowClose();
            window.close();
        }
        MainWindow window(bench.services());
        QCOMPARE(window.size(), QSize(1111, 700));
        QCOMPARE(window.page(), MainWindow::Page::CustomerGateways);
        QVERIFY(window.minimumWidth() <= 1024 && window.minimumHeight() <= 640);
    }

    void choosingTheShownPageAgainKeepsItsMark()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.setPage(MainWindow::Page::Overview);
        const auto actions = window.findChildren<QAction *>();
        const auto mark = std::ranges::find(actions, QKeySequence(Qt::CTRL | Qt::Key_1), &QAction::shortcut);
        QVERIFY(mark != actions.end() && (*mark)->isChecked());
        (*mark)->trigger();
        QVERIFY((*mark)->isChecked());
    }

    // WCAG 2.1, 1.4.3: text of 4.5:1 at least, in both palettes.
    void tonesCanBeReadInLightAndDark()
    {
        const auto luminance = [](const QColor &color) {
            const auto linear = [](double value) {
                return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
        };
        for (const QPalette &palette : {ui::lightPalette(), ui::darkPalette()}) {
            for (const auto tone : {ui::Tone::Muted, ui::Tone::Accent, ui::Tone::Good, ui::Tone::Busy,
                                    ui::Tone::Warning, ui::Tone::Bad}) {
                const double a = luminance(ui::toneColor(tone, palette));
                const double b = luminance(palette.color(QPalette::Base));
                QVERIFY((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05) >= 4.49);
            }
        }
    }

    void whatCanHaveTheFocusHasAName()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        for (QWidget *widget : window.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
                continue;
            const bool isPart = qobject_cast<QLineEdit *>(widget) && qobject_cast<QComboBox *>(widget->parentWidget());
            auto *accessible = QAccessible::queryAccessibleInterface(widget);
            const bool named = isPart || (accessible && !accessible->text(QAccessible::Name).isEmpty());
            const bool isFrame = widget->metaObject() == &QWidget::staticMetaObject || widget->inherits("QTabWidget")
                || widget->inherits("QTabBar");
            QVERIFY2(named || isFrame, widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
