#include "widget_bench.h"

#include "models/catalog/region_filter_model.h"
#include "models/live/status_text.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/live/connection_details.h"
#include "ui/live/overview_page.h"
#include "ui/live/overview_section.h"
#include "ui/live/state_tile.h"
#include "ui/live/traffic_chart.h"
#include "ui/live/traffic_panel.h"
#include "ui/log/log_page.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::MainWindow;
using ui::StateGroup;

// A region at a glance, and the ways that lead from it.
class TestOverviewPage : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QStringList ids;

        explicit Site(int connections)
        {
            for (int number = 1; number <= connections; ++number)
                ids.append(bench.addConnection(QStringLiteral("c-%1").arg(number), ours,
                                               bench.addCustomerGateway(QStringLiteral("p-%1").arg(number),
                                                                        QStringLiteral("198.51.100.%1").arg(number)),
                                               QStringLiteral("192.168.%1.0/24").arg(number),
                                               QStringLiteral("172.16.%1.0/24").arg(number)));
        }
    };

    static QStringList titles(const ui::OverviewSection *section)
    {
        QStringList titles;
        for (const ui::OverviewItem &item : section->items())
            titles.append(item.title);
        return titles;
    }

private Q_SLOTS:
    void anEmptyRegionSaysHowToBegin()
    {
        WidgetBench bench;
        bench.settings->setShowsFirstSteps(false); // who has gone them is told less
        MainWindow window(bench.services());
        window.show();
        window.setPage(MainWindow::Page::Overview);
        QVERIFY(window.overviewPage()->isEmpty());
        QStringList buttons;
        QPushButton *first = nullptr;
        for (QPushButton *button : window.overviewPage()->findChildren<QPushButton *>()) {
            if (!button->isVisible())
                continue;
            buttons.append(button->text().remove(QLatin1Char('&')));
            first = first ? first : button;
        }
        QCOMPARE(buttons,
                 (QStringList{QStringLiteral("New VPN gateway..."), QStringLiteral("New customer gateway..."),
                              QStringLiteral("New IPsec connection...")}));
        QSignalSpy asked(window.vpnGatewaysPage()->newAction(), &QAction::triggered);
        withNextDialog<QDialog>([](QDialog *dialog) { dialog->reject(); });
        first->click();
        QCOMPARE(asked.size(), 1);

        bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QTRY_VERIFY(!window.overviewPage()->isEmpty());
        window.setRegion(QStringLiteral("cn-beijing"));
        QVERIFY(window.overviewPage()->isEmpty());
    }

    void statesAreCounted()
    {
        Site site(5);
        ui::OverviewPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QCOMPARE(page.tile(StateGroup::Down)->count(), 5);
        site.bench.reportEstablished(site.ids.at(0));
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        site.bench.reportState(site.ids.at(2), api::ConnectionState::Phase2Negotiating);
        site.bench.reportState(site.ids.at(3), api::ConnectionState::Waiting);
        QTRY_COMPARE(page.tile(StateGroup::Up)->count(), 1);
        QCOMPARE(page.tile(StateGroup::Failed)->count(), 1);
        QCOMPARE(page.tile(StateGroup::Negotiating)->count(), 1);
        QCOMPARE(page.tile(StateGroup::Waiting)->count(), 1);
        QCOMPARE(page.tile(StateGroup::Down)->count(), 1);
        QCOMPARE(page.tile(StateGroup::Failed)->accessibleName(), QStringLiteral("Failed: 1"));
        QVERIFY(page.tile(StateGroup::Failed)->x() < page.tile(StateGroup::Up)->x()); // what one looks for is first
    }

    void failuresAreExplained()
    {
        Site site(2);
        ui::OverviewPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        QTRY_COMPARE(titles(page.failed()), QStringList{QStringLiteral("c-2")});
        QCOMPARE(page.failed()->items().first().text, models::failureSentence(api::FailureCode::PskMismatch));
        // The next try is no success.
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Negotiating, api::FailureCode::PskMismatch);
        QTRY_COMPARE(page.tile(StateGroup::Negotiating)->count(), 1);
        QCOMPARE(titles(page.failed()), QStringList{QStringLiteral("c-2")});
        site.bench.reportEstablished(site.ids.at(1));
        QTRY_VERIFY(page.failed()->items().isEmpty());
    }

    void aFailureLeadsToItsLogAndItsForm()
    {
        Site site(3);
        MainWindow window(site.bench.services());
        window.show();
        window.setPage(MainWindow::Page::Overview);
        const QString id = site.ids.at(1);
        site.bench.reportState(id, api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        ui::OverviewPage *page = window.overviewPage();
        QTRY_COMPARE(titles(page->failed()), QStringList{QStringLiteral("c-2")});
        QString edited;
        withNextDialog<ui::ConnectionEditor>([&edited](ui::ConnectionEditor *editor) {
            edited = editor->windowTitle();
            editor->reject();
        });
        page->failed()->row(0)->editButton()->click();
        QVERIFY2(edited.contains(QStringLiteral("c-2")), qPrintable(edited));

        window.connectionsPage()->filterEdit()->setText(QStringLiteral("c-3")); // would hide it
        page->failed()->row(0)->logButton()->click();
        QCOMPARE(window.page(), MainWindow::Page::Connections);
        QCOMPARE(window.connectionsPage()->table()->selectedIds(), QStringList{id});
        QVERIFY(window.connectionsPage()->details()->logPage()->isVisible());
    }

    // A list that does not know "state:failed" shows everything, and never nothing.
    void aTileLeadsToTheConnections()
    {
        Site site(3);
        MainWindow window(site.bench.services());
        window.show();
        window.setPage(MainWindow::Page::Overview);
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        QTest::mouseClick(window.overviewPage()->tile(StateGroup::Failed), Qt::LeftButton);
        QCOMPARE(window.page(), MainWindow::Page::Connections);
        const QString filter = window.connectionsPage()->filterEdit()->text();
        QCOMPARE(window.connectionsPage()->table()->rows()->rowCount(), filter.isEmpty() ? 3 : 1);
        QVERIFY(filter.isEmpty() || filter == QStringLiteral("state:failed"));
        QCOMPARE(window.connectionsPage()->table()->selectedIds().size(), 1); // its details are below
    }

    void weakConnectionsAreNamedWithTheReason()
    {
        Site site(2); // with the defaults of the cloud: SHA-1, group 2
        models::ConnectionDraft strong = site.bench.draft(site.ids.at(0));
        models::applyProfile(strong, models::Profile::Recommended);
        QVERIFY(site.bench.catalog->save(strong));
        ui::OverviewPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QCOMPARE(titles(page.weak()), QStringList{QStringLiteral("c-2")});
        QVERIFY2(page.weak()->items().first().text.contains(QStringLiteral("SHA-1")),
                 qPrintable(page.weak()->items().first().text));
        models::ConnectionDraft other = site.bench.draft(site.ids.at(1));
        models::applyProfile(other, models::Profile::Recommended);
        QVERIFY(site.bench.catalog->save(other));
        QTRY_VERIFY(!page.weak()->isVisible());
    }

    void gatewaysThatCannotBeUsedComeFirst()
    {
        WidgetBench bench;
        bench.catalog->setMachineFacts({{QStringLiteral("192.0.2.1")}, {}, true});
        bench.addVpnGateway(QStringLiteral("good"), QStringLiteral("192.0.2.1"));
        models::VpnGateway away;
        away.regionId = WidgetBench::kRegion;
        away.name = QStringLiteral("away");
        away.internetIp = QStringLiteral("192.0.2.7");
        away.localAddress = QStringLiteral("192.0.2.77");
        QVERIFY(bench.catalog->save(away));
        ui::OverviewPage page(bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QCOMPARE(titles(page.gateways()), (QStringList{QStringLiteral("away"), QStringLiteral("good")}));
        QCOMPARE(page.gateways()->items().first().text, QStringLiteral("Not usable: address not on this machine"));
        bench.catalog->setMachineFacts({{QStringLiteral("192.0.2.1"), QStringLiteral("192.0.2.77")}, {}, true});
        QTRY_COMPARE(titles(page.gateways()), (QStringList{QStringLiteral("good"), QStringLiteral("away")}));
    }

    void theTrafficOfAllIsSummed()
    {
        using namespace std::chrono_literals;
        Site site(2);
        const QString elsewhere = site.bench.addConnection(
            QStringLiteral("elsewhere"),
            site.bench.addVpnGateway(QStringLiteral("beijing"), QStringLiteral("192.0.2.2"),
                                     QStringLiteral("cn-beijing")),
            site.bench.addCustomerGateway(QStringLiteral("far"), QStringLiteral("203.0.113.1"),
                                          QStringLiteral("cn-beijing")),
            QStringLiteral("192.168.9.0/24"), QStringLiteral("172.16.9.0/24"), QStringLiteral("cn-beijing"));
        ui::OverviewPage page(site.bench.services());
        page.resize(1000, 700);
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QVERIFY(!page.traffic()->message().isEmpty());
        const int low = page.traffic()->height();
        constexpr UtcTime start(1'800'000'000s);
        for (int second = 0; second <= 10; ++second) {
            api::EngineReport report;
            report.clock = {TimePoint(second * 1s), start + second * 1s};
            for (const QString &id : {site.ids.at(0), site.ids.at(1), elsewhere}) {
                api::ConnectionStatus status;
                status.connection = api::ConnectionId(id.toStdString());
                status.state = api::ConnectionState::Established;
                api::ChildSaStatus child;
                child.traffic.packetsIn = static_cast<std::uint64_t>(second);
                child.traffic.bytesIn = static_cast<std::uint64_t>(second) * 125'000;
                status.childSas = {child};
                report.statuses.push_back(status);
            }
            site.bench.engine.report(report);
            site.bench.traffic->advance(start + second * 1s);
        }
        QCOMPARE(page.traffic()->message(), QString());
        QCOMPARE(page.traffic()->chart()->unit(), QStringLiteral("Mbit/s"));
        QCOMPARE(page.traffic()->chart()->top(), 2.0); // not 3: the third is of another region
        QTRY_VERIFY(page.traffic()->height() > low);
        page.setRegion(QStringLiteral("cn-beijing"));
        QCOMPARE(page.traffic()->chart()->top(), 1.0);
    }

    void aRegionWithoutConnectionsSaysSo()
    {
        Site site(0);
        ui::OverviewPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QVERIFY(!page.isEmpty()); // there is a gateway
        QStringList texts;
        for (const QLabel *label : page.failed()->findChildren<QLabel *>())
            texts.append(label->isVisible() ? label->text() : QString());
        QVERIFY(texts.contains(QStringLiteral("No IPsec connection yet.")));
        QVERIFY(!texts.contains(QStringLiteral("No connection has failed.")));
    }

    void missingPrivilegesAreSaid()
    {
        Site site(1);
        ui::OverviewPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QVERIFY(!page.privileges()->isVisible());
        site.bench.live->setMissingPrivileges(
            {QStringLiteral("UDP 500: the program may not use the ports of IKE (Permission denied).")});
        QTRY_VERIFY(page.privileges()->isVisible());
        QCOMPARE(page.privileges()->items().size(), 1);
        const ui::OverviewItem item = page.privileges()->items().first();
        QCOMPARE(item.title + QStringLiteral(": ") + item.text, site.bench.live->missingPrivileges().first());
        site.bench.live->setMissingPrivileges({});
        QTRY_VERIFY(!page.privileges()->isVisible());
    }

    void thePageIsNoList()
    {
        Site site(1);
        MainWindow window(site.bench.services());
        window.show();
        const auto byKey = [&window](const QKeySequence &key) -> QAction * {
            for (QAction *action : window.findChildren<QAction *>()) {
                if (action->shortcuts().contains(key))
                    return action;
            }
            return nullptr;
        };
        const std::pair<int, MainWindow::Page> pages[] = {{1, MainWindow::Page::Overview},
                                                          {2, MainWindow::Page::VpnGateways},
                                                          {3, MainWindow::Page::CustomerGateways},
                                                          {4, MainWindow::Page::Connections},
                                                          {5, MainWindow::Page::Log},
                                                          {6, MainWindow::Page::Certificates}};
        for (const auto &[number, page] : pages) {
            byKey(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)))->trigger();
            QCOMPARE(window.page(), page);
        }
        window.setPage(MainWindow::Page::Connections);
        QVERIFY(byKey(QKeySequence(Qt::Key_F2))->isEnabled());
        window.setPage(MainWindow::Page::Overview);
        for (const QKeySequence &key : {QKeySequence(Qt::Key_F2), QKeySequence(Qt::Key_Delete),
                                        QKeySequence(Qt::CTRL | Qt::Key_D), QKeySequence(Qt::CTRL | Qt::Key_F)})
            QVERIFY2(!byKey(key)->isEnabled(), qPrintable(key.toString()));
        // What is new there is a connection.
        withNextDialog<ui::ConnectionEditor>([](ui::ConnectionEditor *editor) { editor->reject(); });
        byKey(QKeySequence(Qt::CTRL | Qt::Key_N))->trigger();
        QCOMPARE(window.page(), MainWindow::Page::Connections);
    }

    // The page looks at every connection whenever one of them changes, and shows a handful.
    void aThousandConnectionsStayQuick()
    {
        WidgetBench bench;
        const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        models::CatalogChange change;
        for (int number = 0; number < 1000; ++number) {
            models::ConnectionDraft draft;
            draft.id = QStringLiteral("vco-%1").arg(number, 20, 10, QLatin1Char('0'));
            draft.regionId = WidgetBench::kRegion;
            draft.name = QStringLiteral("c-%1").arg(number);
            draft.vpnGatewayId = ours;
            draft.customerGatewayId = peer;
            draft.localSubnet = QStringLiteral("10.%1.%2.0/24").arg(number / 250).arg(number % 250);
            draft.remoteSubnet = QStringLiteral("172.16.0.0/12");
            change.connections.push_back({draft, std::nullopt});
        }
        const auto applied = bench.catalog->applyAll(std::move(change));
        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().first().text));
        api::EngineReport report;
        for (const models::Connection &connection : bench.catalog->connections()) {
            api::ConnectionStatus status;
            status.connection = api::ConnectionId(connection.draft.id.toStdString());
            status.state = api::ConnectionState::Phase1Failed;
            status.lastFailure = api::FailureCode::NoResponse;
            report.statuses.push_back(status);
        }
        bench.engine.report(report);
        ui::OverviewPage page(bench.services());
        QElapsedTimer timer;
        timer.start();
        page.setRegion(WidgetBench::kRegion);
        page.show();
        QCOMPARE(page.tile(StateGroup::Failed)->count(), 1000);
        QCOMPARE(page.failed()->items().size(), ui::OverviewSection::kMaxRows);
        QVERIFY(page.failed()->moreButton()->isVisible());
        QVERIFY2(page.failed()->moreButton()->text().contains(QStringLiteral("995")),
                 qPrintable(page.failed()->moreButton()->text()));
        // The budget of a list (300 ms) with room for a machine that does other things.
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        QSignalSpy wanted(&page, &ui::OverviewPage::connectionsRequested);
        page.failed()->moreButton()->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), QStringLiteral("state:failed"));
    }
};

QTEST_MAIN(TestOverviewPage)
#include "test_overview_page.moc"
