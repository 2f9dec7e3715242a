#include "widget_bench.h"

#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/command_source.h"
#include "ui/settings/settings_dialog.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/widgets/object_table.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::MainWindow;

// The palette in the window: what it lists, and that the keyboard is enough.
class TestCommandPalette : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        Site()
        {
            window.show();
            window.activateWindow(); // whose shortcuts count
            if (!QTest::qWaitForWindowActive(&window))
                qFatal("the window does not become active");
            palette = window.commandPalette();
            model = palette->list()->model();
        }

        void open() { QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier); }
        void type(const QString &text) { palette->edit()->setText(text); } // QTest types Latin letters only
        void key(Qt::Key key) { QTest::keyClick(palette->edit(), key); }
        QStringList titles() const
        {
            QStringList titles;
            for (int row = 0; row < model->rowCount(); ++row)
                titles.append(model->index(row, 0).data().toString());
            return titles;
        }
        QString current() const { return palette->list()->currentIndex().data().toString(); }

        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        QString id = bench.addConnection(QStringLiteral("hz-shanghai"), ours, peer);
        MainWindow window{bench.services()};
        ui::CommandPalette *palette;
        QAbstractItemModel *model;
    };

private Q_SLOTS:
    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void itOpensAndClosesByKeyboard()
    {
        Site site;
        site.window.connectionsPage()->table()->setFocus();
        QWidget *before = QApplication::focusWidget();
        QVERIFY(!site.palette->isVisible());
        site.open();
        QVERIFY(site.palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), site.palette->edit());
        site.key(Qt::Key_Escape);
        QVERIFY(!site.palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), before);
        site.open();
        site.open(); // the same key again
        QVERIFY(!site.palette->isVisible());
    }

    void itGoesWhenTheFocusGoes()
    {
        Site site;
        site.open();
        site.window.connectionsPage()->filterEdit()->setFocus();
        QVERIFY(!site.palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), site.window.connectionsPage()->filterEdit());
    }

    void actionsAreListedWithKeysAndPlace()
    {
        Site site;
        const auto entries = ui::actionEntries(site.window.menuBar());
        const auto of = [&entries](const char *title) {
            const auto found = std::ranges::find(entries, QString::fromLatin1(title),
                                                 [](const ui::PaletteEntry &entry) { return entry.search.title; });
            if (found == entries.end())
                qFatal("no %s", title);
            return *found;
        };
        QCOMPARE(of("Quit").keys, QKeySequence(Qt::CTRL | Qt::Key_Q).toString(QKeySequence::NativeText));
        QCOMPARE(of("Quit").search.place, QStringLiteral("File"));
        QCOMPARE(of("Dark").search.place, QStringLiteral("View › Theme"));
        QSet<QString> keys;
        for (const ui::PaletteEntry &entry : entries) {
            QVERIFY2(!entry.search.title.contains(u'&'), qPrintable(entry.search.title));
            QVERIFY2(!keys.contains(entry.search.key), qPrintable(entry.search.key));
            keys.insert(entry.search.key);
            QVERIFY(entry.search.title != QStringLiteral("Undo")); // there is nothing to undo
        }
    }

    void enterDoesWhatIsSelected()
    {
        Site site;
        site.window.setPage(MainWindow::Page::Connections);
        site.open();
        site.type(QStringLiteral("customer gateways"));
        QCOMPARE(site.current(), QStringLiteral("Customer gateways"));
        site.key(Qt::Key_Return);
        QVERIFY(!site.palette->isVisible());
        QCOMPARE(site.window.page(), MainWindow::Page::CustomerGateways);
    }

    void arrowsGoRoundTheEnds()
    {
        Site site;
        site.open();
        const QStringList titles = site.titles();
        QVERIFY(titles.size() > 10);
        QCOMPARE(site.current(), titles.first());
        site.key(Qt::Key_Up);
        QCOMPARE(site.current(), titles.last());
        site.key(Qt::Key_Down);
        site.key(Qt::Key_Down);
        QCOMPARE(site.current(), titles.at(1));
        site.key(Qt::Key_PageDown);
        QVERIFY(site.palette->list()->currentIndex().row() > 2);
    }

    void anObjectOfAnotherRegionIsFoundAndShown()
    {
        Site site;
        const QString far = site.bench.addVpnGateway(QStringLiteral("beijing-edge"), QStringLiteral("192.0.2.9"),
                                                     QStringLiteral("cn-beijing"));
        site.open();
        site.type(QStringLiteral("bjedge"));
        QVERIFY2(!site.titles().contains(QStringLiteral("hz-shanghai")), qPrintable(site.titles().join(u'|')));
        site.type(QStringLiteral("beiedge"));
        QCOMPARE(site.current(), QStringLiteral("beijing-edge"));
        site.key(Qt::Key_Enter);
        QCOMPARE(site.window.region(), QStringLiteral("cn-beijing"));
        QCOMPARE(site.window.page(), MainWindow::Page::VpnGateways);
        QCOMPARE(site.window.vpnGatewaysPage()->table()->currentId(), far);
    }

    void whatWasChosenLatelyComesFirst()
    {
        Site site;
        for (const char *typed : {"hz-shanghai", "customer gateways"}) {
            site.open();
            site.type(QString::fromLatin1(typed));
            site.key(Qt::Key_Return);
        }
        site.open();
        QCOMPARE(site.titles().mid(0, 2),
                 (QStringList{QStringLiteral("Customer gateways"), QStringLiteral("hz-shanghai")}));
        // Also after the next start, and in the other language.
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        MainWindow next(site.bench.services());
        next.show();
        next.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&next));
        QTest::keyClick(&next, Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(next.commandPalette()->list()->model()->index(0, 0).data().toString(), QStringLiteral("用户网关"));
    }

    void settingsAreFound()
    {
        Site site;
        QString focused;
        site.open();
        site.type(QStringLiteral("how long log"));
        withNextDialog<ui::SettingsDialog>([&focused](ui::SettingsDialog *dialog) {
            focused = dialog->focusWidget()->objectName();
            dialog->reject();
        });
        site.key(Qt::Key_Return);
        QCOMPARE(focused, QStringLiteral("logSpin"));
    }

    void chineseIsFoundByEnglishWordsToo()
    {
        Site site;
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(); // the window's own actions take the words of the page's
        site.open();
        site.type(QStringLiteral("退出"));
        QCOMPARE(site.current(), QStringLiteral("退出"));
        site.type(QStringLiteral("quit"));
        QCOMPARE(site.current(), QStringLiteral("退出"));
        site.type(QStringLiteral("new ipsec"));
        QCOMPARE(site.current(), QStringLiteral("创建IPsec连接..."));
        const QSet<QString> menus{QStringLiteral("文件"), QStringLiteral("编辑"), QStringLiteral("视图")};
        for (const ui::PaletteEntry &entry : ui::actionEntries(site.window.menuBar())) {
            QVERIFY2(!entry.search.title.contains(QStringLiteral("(&")), qPrintable(entry.search.title));
            if (menus.contains(entry.search.place))
                QVERIFY2(!entry.search.english.isEmpty(), qPrintable(entry.search.title));
        }
    }

    void whatMatchesNothingSaysSo()
    {
        Site site;
        site.open();
        site.type(QStringLiteral("xyzzy"));
        QCOMPARE(site.model->rowCount(), 0);
        QVERIFY(!site.palette->list()->isVisible());
        site.key(Qt::Key_Return); // does nothing
        site.key(Qt::Key_Down);
        QVERIFY(site.palette->isVisible());
    }

    void itStaysInsideTheWindow()
    {
        Site site;
        site.window.resize(1024, 640);
        site.open();
        QVERIFY(site.window.rect().contains(site.palette->geometry()));
        QVERIFY(site.palette->list()->height() >= site.palette->list()->sizeHintForRow(0));
        site.window.resize(1400, 900);
        QCOMPARE(site.palette->geometry().center().x() / 2, site.window.rect().center().x() / 2);
    }

    void itFollowsTheTheme()
    {
        Site site;
        site.open();
        const auto colors = [&site] {
            return std::pair(site.palette->palette().color(QPalette::Window),
                             site.palette->list()->palette().color(QPalette::Base));
        };
        const auto of = [](const QPalette &palette) {
            return std::pair(palette.color(QPalette::Window), palette.color(QPalette::Base));
        };
        ui::applyLook(ui::Look::Dark);
        QTRY_VERIFY(colors() == of(ui::darkPalette())); // windows are told by the event loop
        ui::applyLook(ui::Look::Light);
        QTRY_VERIFY(colors() == of(ui::lightPalette()));
    }

    void theModelKeepsItsPromises()
    {
        Site site;
        const QAbstractItemModelTester tester(site.model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        site.open();
        for (const char *typed : {"n", "ne", "new", "zzz", ""})
            site.type(QString::fromLatin1(typed));
        QVERIFY(site.model->rowCount() > 0);
        const QString spoken = site.model->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY(spoken.startsWith(site.titles().first()));
        QVERIFY(!site.palette->edit()->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestCommandPalette)
#include "test_command_palette.moc"
