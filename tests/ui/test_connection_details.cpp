#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/live/details_windows.h"
#include "ui/live/status_page.h"
#include "ui/live/traffic_panel.h"
#include "ui/log/log_page.h"
#include "ui/theme/language.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QSplitter>
#include <QTest>

using namespace tw;
using namespace tw::tests;

namespace {

// Two connections, and the page that lists them.
struct Site
{
    Site()
    {
        const QString ours = bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
        first = bench.addConnection(QStringLiteral("first"), ours, peer);
        second = bench.addConnection(QStringLiteral("second"), ours, peer, QStringLiteral("10.1.0.0/16"),
                                     QStringLiteral("10.2.0.0/16"));
    }

    WidgetBench bench;
    QString first;
    QString second;
};

QWidget *windowTitled(const QString &title)
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->windowTitle() == title && widget->isVisible())
            return widget;
    }
    return nullptr;
}

} // namespace

// The details of connections: below the list, beside it, and in windows of their own.
class TestConnectionDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachConnectionHasItsWindow()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        page.openWindowAction()->trigger();
        QVERIFY(windowTitled(QStringLiteral("first – Tunnelwright")));
        QWidget *window = windowTitled(QStringLiteral("second – Tunnelwright"));
        QVERIFY(window);
        // What is selected in the list is another matter.
        page.table()->selectId(site.first);
        site.bench.reportEstablished(site.second);
        const auto *details = window->findChild<ui::ConnectionDetails *>();
        QCOMPARE(details->statusPage()->stateLine(), QStringLiteral("Established"));
        QCOMPARE(page.details()->statusPage()->stateLine(), QStringLiteral("Stopped"));
    }

    void aSecondWishBringsTheSameWindow()
    {
        Site site;
        ui::DetailsWindows windows(site.bench.services());
        const ui::ConnectionDetails *details = windows.open(site.first);
        QCOMPARE(windows.open(site.first), details);
        QCOMPARE(windows.connections(), QStringList{site.first});
    }

    void aWindowGoesWithItsConnection()
    {
        Site site;
        ui::DetailsWindows windows(site.bench.services());
        windows.open(site.first);
        windows.open(site.second);
        QVERIFY(site.bench.catalog->removeConnections({site.first}));
        QVERIFY(!windowTitled(QStringLiteral("first – Tunnelwright")));
        QTRY_COMPARE(windows.connections(), QStringList{site.second});
        windows.closeAll();
        QTRY_COMPARE(windows.connections(), QStringList());
    }

    void aNewNameIsShown()
    {
        Site site;
        ui::DetailsWindows windows(site.bench.services());
        windows.open(site.first);
        models::ConnectionDraft draft = site.bench.draft(site.first);
        draft.name = QStringLiteral("renamed");
        QVERIFY(site.bench.catalog->save(draft));
        QVERIFY(windowTitled(QStringLiteral("renamed – Tunnelwright")));
    }

    void keysCloseIt()
    {
        Site site;
        ui::DetailsWindows windows(site.bench.services());
        for (const QKeySequence &key : {QKeySequence(Qt::CTRL | Qt::Key_W), QKeySequence(Qt::Key_Escape)}) {
            QWidget *window = windows.open(site.first)->window();
            QVERIFY(QTest::qWaitForWindowActive(window));
            QTest::keySequence(window, key);
            QTRY_COMPARE(windows.connections(), QStringList());
        }
    }

    void whereAndWhatItWasIsRemembered()
    {
        Site site;
        {
            ui::ConnectionsPage page(site.bench.services());
            QCOMPARE(page.findChild<QSplitter *>()->orientation(), Qt::Vertical);
            QVERIFY(!page.detailsAtRightAction()->isChecked());
            page.detailsAtRightAction()->trigger();
            QCOMPARE(page.findChild<QSplitter *>()->orientation(), Qt::Horizontal);
            page.details()->trafficPanel()->setRange(models::TrafficRange::Hour);
            page.details()->trafficPanel()->showTable(true);
            page.saveLayout();
        }
        ui::ConnectionsPage page(site.bench.services());
        QCOMPARE(page.findChild<QSplitter *>()->orientation(), Qt::Horizontal);
        QVERIFY(page.detailsAtRightAction()->isChecked());
        QCOMPARE(page.details()->trafficPanel()->range(), models::TrafficRange::Hour);
        const QByteArray state = page.details()->trafficPanel()->saveState();
        for (const char *broken : {"", "1", "x table", "77 table", "1 table more"}) {
            page.details()->trafficPanel()->restoreState(broken);
            QCOMPARE(page.details()->trafficPanel()->saveState(), state);
        }
    }

    void itSpeaksTheLanguage()
    {
        Site site;
        ui::ConnectionDetails details(site.bench.services());
        details.setConnection(site.first);
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(details.tabText(details.indexOf(details.logPage())), QStringLiteral("日志"));
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(details.tabText(details.indexOf(details.logPage())), QStringLiteral("Log"));
    }
};

QTEST_MAIN(TestConnectionDetails)
#include "test_connection_details.moc"
