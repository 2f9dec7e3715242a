#include "widget_bench.h"

#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/tray_icon.h"

#include <QAction>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::Settings;
using tests::WidgetBench;
using ui::TrayIcon;

// The tray icon as far as it shows without a tray: the platform of the tests has none, and it must live with that.
class TestTrayIcon : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        explicit Site(int connections = 2)
        {
            const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
            for (int number = 1; number <= connections; ++number)
                ids.append(bench.addConnection(QStringLiteral("c-%1").arg(number), ours,
                                               bench.addCustomerGateway(QStringLiteral("p-%1").arg(number),
                                                                        QStringLiteral("198.51.100.%1").arg(number)),
                                               QStringLiteral("192.168.%1.0/24").arg(number),
                                               QStringLiteral("172.16.%1.0/24").arg(number)));
            tray = std::make_unique<TrayIcon>(bench.services(), &window, [this] { return now; });
        }

        WidgetBench bench;
        QStringList ids;
        QWidget window; // never shown, and so never looked at
        std::chrono::milliseconds now = 1h;
        std::unique_ptr<TrayIcon> tray;
    };

    static QStringList texts(TrayIcon &tray)
    {
        Q_EMIT tray.menu()->aboutToShow();
        QStringList texts;
        for (const QAction *action : tray.menu()->actions()) {
            if (!action->isSeparator())
                texts.append(action->text());
        }
        return texts;
    }

private Q_SLOTS:
    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void theToolTipCounts()
    {
        Site site;
        site.bench.reportEstablished(site.ids.at(0));
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        QTRY_VERIFY(site.tray->toolTip().contains(QStringLiteral("1 up"))
                    && site.tray->toolTip().contains(QStringLiteral("1 failed")));
    }

    void theMenuStartsAndStops()
    {
        Site site;
        site.bench.reportEstablished(site.ids.at(0));
        QVERIFY(texts(*site.tray).at(1).startsWith(QStringLiteral("Stop c-1 (")));
        QVERIFY(texts(*site.tray).at(2).startsWith(QStringLiteral("Start c-2 (")));
        site.bench.engine.commands.clear();
        for (QAction *action : site.tray->menu()->actions()) {
            if (action->text().contains(QStringLiteral("c-")))
                action->trigger();
        }
        QCOMPARE(site.bench.engine.commands.size(), std::size_t{2});
        QVERIFY(std::holds_alternative<api::Stop>(site.bench.engine.commands.at(0)));
        QVERIFY(std::holds_alternative<api::Start>(site.bench.engine.commands.at(1)));
    }

    void aboveTenConnectionsHaveAMenuOfTheirOwn()
    {
        const Site ten(10);
        QCOMPARE(texts(*ten.tray).size(), 12); // with Show and Quit
        const Site eleven(11);
        QCOMPARE(texts(*eleven.tray).size(), 3);
        const auto actions = eleven.tray->menu()->actions();
        const auto list = std::ranges::find_if(actions, [](const QAction *action) { return action->menu(); });
        QVERIFY(list != actions.end());
        QCOMPARE((*list)->menu()->actions().size(), 11);
    }

    void whatHappensTogetherIsOneWord()
    {
        Site site;
        QSignalSpy told(site.tray.get(), &TrayIcon::told);
        site.bench.reportEstablished(site.ids.at(0));
        site.now += 2s;
        site.bench.reportEstablished(site.ids.at(1)); // the first one is due
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().at(0).toString(), QStringLiteral("1 tunnel came up"));
        QCOMPARE(told.first().at(1).toString(), QStringLiteral("c-1"));
        site.now += 2s;
        site.bench.reportState(site.ids.at(0), api::ConnectionState::PeerDead, api::FailureCode::NoResponse);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.last().at(1).toString(), QStringLiteral("c-2")); // and the first one has its minute to wait
        site.now += 61s;
        site.bench.reportState(site.ids.at(1), api::ConnectionState::PeerDead, api::FailureCode::NoResponse);
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(told.last().at(0).toString(), QStringLiteral("1 connection failed"));
    }

    void afterAStopTheSameFailureIsNewsAgain()
    {
        Site site;
        QSignalSpy told(site.tray.get(), &TrayIcon::told);
        const auto fail = [&] {
            site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
            site.now += 2s;
            // Another one, so that what is due is told.
            site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Negotiating);
            site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        };
        fail();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.last().at(1).toString(), QStringLiteral("c-1"));
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Stopped);
        fail();
        QTRY_COMPARE(told.size(), 2);
        QVERIFY(told.last().at(1).toString().startsWith(QStringLiteral("c-2, c-1")));
    }

    void whatTheUserDoesNotWantToHearIsNotSaid()
    {
        Site site(3);
        site.bench.settings->setNotifies(Settings::Notification::Up, false);
        QSignalSpy told(site.tray.get(), &TrayIcon::told);
        site.bench.reportEstablished(site.ids.at(0));
        site.bench.reportState(site.ids.at(1), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        site.now += 2s; // both are due
        site.bench.reportState(site.ids.at(2), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().at(0).toString(), QStringLiteral("1 connection failed"));
        QCOMPARE(told.first().at(1).toString(), QStringLiteral("c-2"));
    }

    void withoutATrayClosingQuits()
    {
        QVERIFY(!TrayIcon::isPossible());
        WidgetBench bench;
        bench.settings->setClosing(Settings::Closing::KeepRunning); // on another desktop
        ui::MainWindow window(bench.services());
        QSignalSpy asked(&window, &ui::MainWindow::quitRequested);
        window.show();
        window.close();
        QCOMPARE(asked.size(), 1);
        QVERIFY(window.isVisible());
    }
};

QTEST_MAIN(TestTrayIcon)
#include "test_tray_icon.moc"
