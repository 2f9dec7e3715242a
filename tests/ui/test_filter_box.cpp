#include "widget_bench.h"

#include "models/catalog/region_filter_model.h"
#include "models/catalog/table_roles.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/filter_chip.h"
#include "ui/widgets/object_table.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QPushButton>
#include <QTest>

using namespace tw;
using tests::WidgetBench;

namespace {

// Three connections: one up, one failed, one stopped; all are weak but "branch".
struct Site
{
    WidgetBench bench;
    QString ours = bench.addVpnGateway(QStringLiteral("hz-vpn"), QStringLiteral("192.0.2.1"));
    QString up = add(QStringLiteral("office"), 1);
    QString failed = add(QStringLiteral("branch"), 2);
    QString down = add(QStringLiteral("depot"), 3);

    Site()
    {
        models::ConnectionDraft strong = bench.draft(failed);
        models::applyProfile(strong, models::Profile::Recommended);
        if (!bench.catalog->save(strong))
            qFatal("the sample is wrong");
        bench.reportEstablished(up);
        bench.reportState(failed, api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
    }

    QString add(const QString &name, int number)
    {
        return bench.addConnection(
            name, ours,
            bench.addCustomerGateway(name + QStringLiteral("-gw"), QStringLiteral("198.51.100.%1").arg(number)),
            QStringLiteral("192.168.%1.0/24").arg(number), QStringLiteral("172.16.%1.0/24").arg(number));
    }
};

class Page
{
public:
    explicit Page(Site &site) : page(site.bench.services())
    {
        page.setRegion(WidgetBench::kRegion);
        page.resize(1000, 600);
        page.show();
    }

    ui::FilterLine *line() const { return page.filterBox()->line(); }
    QStringList shown() const
    {
        QStringList names;
        for (int row = 0; row < page.table()->rows()->rowCount(); ++row)
            names.append(page.table()->rows()->index(row, 0).data(models::NameRole).toString());
        return names;
    }
    QStringList chips() const
    {
        QStringList texts;
        for (const ui::FilterChip *chip : page.findChildren<ui::FilterChip *>()) {
            if (!chip->isHidden())
                texts.append(chip->text() + (chip->isChecked() ? QStringLiteral("!") : QString()));
        }
        return texts;
    }
    ui::FilterChip *chip(const char *begin) const
    {
        for (ui::FilterChip *chip : page.findChildren<ui::FilterChip *>()) {
            if (chip->text().startsWith(QLatin1String(begin)))
                return chip;
        }
        qFatal("no chip %s", begin);
    }

    ui::ConnectionsPage page;
};

QStringList names(std::initializer_list<const char *> list)
{
    QStringList made;
    for (const char *name : list)
        made.append(QString::fromLatin1(name));
    return made;
}

} // namespace

class TestFilterBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void wordsAndTermsFilter()
    {
        Site site;
        Page view(site);
        QCOMPARE(view.shown(), names({"branch", "depot", "office"}));
        QCOMPARE(view.page.statusLine(), QStringLiteral("3 in this list"));
        QTest::keyClicks(view.line(), QStringLiteral("OFFICE"));
        QCOMPARE(view.shown(), names({"office"}));
        QCOMPARE(view.page.statusLine(), QStringLiteral("1 of 3 shown"));
        const auto shows = [&view](const char *filter) {
            view.line()->setText(QString::fromLatin1(filter));
            return view.shown();
        };
        QCOMPARE(shows("state:failed,up"), names({"branch", "office"}));
        QCOMPARE(shows("-state:up weak:yes"), names({"depot"}));
        QCOMPARE(shows("gw:198.51.100.2"), names({"branch"}));
        QCOMPARE(shows("gw:hz-vpn net:172.16.3.0/24"), names({"depot"}));
        QCOMPARE(shows("vco- branch-gw"), names({"branch"}));
    }

    void whatIsWrongChangesNothingAndSaysWhy()
    {
        Site site;
        Page view(site);
        view.line()->setText(QStringLiteral("state:up"));
        QCOMPARE(view.shown(), names({"office"}));
        const QColor plain = view.line()->palette().color(QPalette::Base);
        view.line()->setText(QStringLiteral("state:sleepy"));
        QCOMPARE(view.shown(), names({"office"})); // the last good one
        QVERIFY2(view.page.statusLine().startsWith(QStringLiteral("“sleepy” is no state.")),
                 qPrintable(view.page.statusLine()));
        QVERIFY(view.page.statusLine().contains(QStringLiteral("1 of 3 shown")));
        QVERIFY(view.line()->accessibleDescription().startsWith(QStringLiteral("“sleepy” is no state.")));
        const QColor wrong = view.line()->palette().color(QPalette::Base);
        QVERIFY(wrong != plain);
        view.line()->setText(QStringLiteral("state:fail")); // unfinished is no error yet
        QCOMPARE(view.shown(), names({"office"}));
        QVERIFY(view.line()->palette().color(QPalette::Base) != plain);
        QVERIFY(view.line()->palette().color(QPalette::Base) != wrong);
        view.line()->setText(QStringLiteral("state:failed"));
        QCOMPARE(view.shown(), names({"branch"}));
        QCOMPARE(view.line()->palette().color(QPalette::Base), plain);
        QVERIFY(view.line()->accessibleDescription().isEmpty());
    }

    // "state" is text until its colon comes, and finds nothing.
    void aKeyThatIsBeingTypedHidesNothing()
    {
        Site site;
        Page view(site);
        QTest::keyClicks(view.line(), QStringLiteral("branch -state"));
        QCOMPARE(view.shown(), names({"branch"}));
        QTest::keyClicks(view.line(), QStringLiteral(" stat"));
        QCOMPARE(view.shown(), QStringList());
        QTest::keyClicks(view.line(), QStringLiteral("e:"));
        QCOMPARE(view.shown(), names({"branch"}));
        QTest::keyClicks(view.line(), QStringLiteral("fa"));
        QCOMPARE(view.shown(), names({"branch"}));
        view.line()->setText(QStringLiteral("office colour"));
        QCOMPARE(view.shown(), QStringList());
        QTest::keyClicks(view.line(), QStringLiteral(":"));
        QCOMPARE(view.shown(), names({"office"}));
    }

    void theTintFollowsThePalette()
    {
        Site site;
        Page view(site);
        view.line()->setText(QStringLiteral("state:sleepy"));
        const QColor light = view.line()->palette().color(QPalette::Base);
        ui::applyLook(ui::Look::Dark);
        QCoreApplication::sendPostedEvents();
        const QColor dark = view.line()->palette().color(QPalette::Base);
        ui::applyLook(ui::Look::Light);
        QVERIFY2(light.lightnessF() > 0.7F && dark.lightnessF() < 0.5F, qPrintable(light.name() + dark.name()));
    }

    void chipsCountAndToggle()
    {
        Site site;
        Page view(site);
        QTRY_COMPARE(view.chips(), names({"Failed 1", "Weak 2", "Down 1"}));
        view.chip("Failed")->click();
        QCOMPARE(view.line()->text(), QStringLiteral("state:failed"));
        QCOMPARE(view.shown(), names({"branch"}));
        view.chip("Down")->click();
        QCOMPARE(view.line()->text(), QStringLiteral("state:failed,down"));
        QCOMPARE(view.shown(), names({"branch", "depot"}));
        QCOMPARE(view.chips(), names({"Failed 1!", "Weak 2", "Down 1!"}));
        view.chip("Failed")->click();
        QCOMPARE(view.line()->text(), QStringLiteral("state:down"));
        view.line()->setText(QStringLiteral("weak:yes")); // the line moves the chips as well
        QCOMPARE(view.chips(), names({"Failed 1", "Weak 2!", "Down 1"}));
    }

    void chipsFollowTheLiveState()
    {
        Site site;
        Page view(site);
        QTRY_COMPARE(view.chips(), names({"Failed 1", "Weak 2", "Down 1"}));
        site.bench.reportState(site.down, api::ConnectionState::PeerDead, api::FailureCode::DpdTimeout);
        QTRY_COMPARE(view.chips(), names({"Failed 2", "Weak 2"})); // what would find nothing is hidden
        view.chip("Failed")->click();
        site.bench.reportEstablished(site.down);
        site.bench.reportEstablished(site.failed);
        // In force, it stays, so that it can be taken out.
        QTRY_COMPARE(view.chips(), names({"Failed 0!", "Weak 2"}));
        view.chip("Failed")->click();
        QCOMPARE(view.chips(), names({"Weak 2"}));
    }

    void anEmptyResultOffersTheWayOut()
    {
        Site site;
        Page view(site);
        view.line()->setText(QStringLiteral("nowhere"));
        QVERIFY(!view.page.table()->isVisible());
        QCOMPARE(view.page.statusLine(), QStringLiteral("0 of 3 shown"));
        QPushButton *clear = nullptr;
        for (QPushButton *button : view.page.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QLatin1String("&Clear filter"))
                clear = button;
        }
        QVERIFY(clear);
        clear->click();
        QVERIFY(view.page.table()->isVisible());
        QCOMPARE(view.shown().size(), 3);
    }

    void aRegionIsLookedForBeyondTheChosenOne()
    {
        Site site;
        const QString there = QStringLiteral("cn-beijing");
        site.bench.addConnection(
            QStringLiteral("north"), site.bench.addVpnGateway(QStringLiteral("bj"), QStringLiteral("192.0.2.9"), there),
            site.bench.addCustomerGateway(QStringLiteral("bj-gw"), QStringLiteral("198.51.100.9"), there),
            QStringLiteral("192.168.9.0/24"), QStringLiteral("172.16.9.0/24"), there);
        Page view(site);
        view.line()->setText(QStringLiteral("region:beijing"));
        QCOMPARE(view.shown(), names({"north"}));
        QCOMPARE(view.page.statusLine(), QStringLiteral("1 of 4 shown, in all regions"));
        view.line()->setText(QStringLiteral("north"));
        QCOMPARE(view.shown(), QStringList());
    }

    void keysAndValuesAreCompleted()
    {
        Site site;
        Page view(site);
        QAbstractItemView *popup = view.line()->suggestions()->popup();
        view.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view.page));
        view.line()->setFocus();
        QTest::keyClicks(view.line(), QStringLiteral("st"));
        QVERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Tab); // takes the first
        QCOMPARE(view.line()->text(), QStringLiteral("state:"));
        QVERIFY(popup->isVisible()); // and goes on with the values
        QTest::keyClick(popup, Qt::Key_F);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(view.line()->text(), QStringLiteral("state:failed"));
        QVERIFY(!popup->isVisible());
        QCOMPARE(view.shown(), names({"branch"}));
        view.line()->clear();
        QTest::keyClicks(view.line(), QStringLiteral("gw:off"));
        QVERIFY(popup->isVisible());
        QCOMPARE(popup->model()->index(0, 0).data().toString(), QStringLiteral("office-gw"));
        QTest::keyClick(popup, Qt::Key_Escape); // first the offer, then the filter
        QVERIFY(!popup->isVisible());
        QCOMPARE(view.line()->text(), QStringLiteral("gw:off"));
        QTest::keyClick(view.line(), Qt::Key_Escape);
        QVERIFY(view.line()->text().isEmpty());
        QTest::keyClick(view.line(), Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(popup->isVisible());
        QCOMPARE(popup->model()->rowCount(), 5);
    }

    void typingInTheListGoesOnWithTheFilter()
    {
        Site site;
        Page view(site);
        view.line()->setText(QStringLiteral("weak:yes"));
        view.page.table()->setFocus();
        QTest::keyClicks(view.page.table(), QStringLiteral("d"));
        QCOMPARE(view.line()->text(), QStringLiteral("weak:yes d"));
        QVERIFY(view.line()->hasFocus() || !view.page.isActiveWindow());
        QTest::keyClicks(view.line(), QStringLiteral("epot"));
        QCOMPARE(view.shown(), names({"depot"}));
    }

    void escapeClearsFirst()
    {
        Site site;
        Page view(site);
        view.line()->setText(QStringLiteral("nowhere"));
        QTest::keyClick(view.line(), Qt::Key_Escape);
        QVERIFY(view.line()->text().isEmpty());
        QCOMPARE(view.shown().size(), 3);
        view.line()->setText(QStringLiteral("office"));
        QTest::keyClick(view.page.table(), Qt::Key_Escape); // from the list, too
        QCOMPARE(view.shown().size(), 3);
    }

    void chineseWordsAreUnderstoodAndShown()
    {
        Site site;
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        Page view(site);
        view.line()->setText(QStringLiteral("状态：失败"));
        QCOMPARE(view.shown(), names({"branch"}));
        view.line()->setText(QStringLiteral("state:up 弱:是"));
        QCOMPARE(view.shown(), names({"office"}));
        view.line()->setText(QStringLiteral("state:困"));
        QVERIFY2(view.page.statusLine().contains(QStringLiteral("失败")), qPrintable(view.page.statusLine()));
        QTRY_VERIFY(view.chips().contains(QStringLiteral("失败 1")));
        view.line()->setText(QStringLiteral("state:failed"));
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(view.shown(), names({"branch"})); // English words outlast the language
        QTRY_VERIFY(view.chips().contains(QStringLiteral("Failed 1!")));
    }

    void gatewaysHaveWordsOfTheirOwn()
    {
        Site site;
        site.bench.catalog->setMachineFacts({{QStringLiteral("192.0.2.1")}, {}, true});
        models::VpnGateway away = *site.bench.catalog->vpnGateway(site.ours);
        away.id.clear();
        away.name = QStringLiteral("away");
        away.localAddress = QStringLiteral("192.0.2.77");
        QVERIFY(site.bench.catalog->save(away));
        ui::VpnGatewaysPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.filterBox()->setText(QStringLiteral("state:unusable"));
        QCOMPARE(page.table()->rows()->rowCount(), 1);
        QCOMPARE(page.table()->rows()->index(0, 0).data().toString(), QStringLiteral("away"));
        page.filterBox()->setText(QStringLiteral("net:192.0.2.64/26"));
        QCOMPARE(page.table()->rows()->rowCount(), 1);
        page.filterBox()->setText(QStringLiteral("weak:yes"));
        QVERIFY(page.statusLine().startsWith(QStringLiteral("“weak:” is no key of this list.")));
        ui::CustomerGatewaysPage peers(site.bench.services());
        peers.setRegion(WidgetBench::kRegion);
        peers.filterBox()->setText(QStringLiteral("net:198.51.100.2 branch"));
        QCOMPARE(peers.table()->rows()->rowCount(), 1);
    }

    void theFilterIsRemembered()
    {
        Site site;
        {
            ui::MainWindow window(site.bench.services());
            window.show();
            window.connectionsPage()->filterBox()->setText(QStringLiteral("state:failed"));
            window.allowClose();
            window.close();
        }
        ui::MainWindow window(site.bench.services());
        QCOMPARE(window.connectionsPage()->filterBox()->text(), QStringLiteral("state:failed"));
        QCOMPARE(window.connectionsPage()->table()->rows()->rowCount(), 1);
        QVERIFY(window.vpnGatewaysPage()->filterBox()->text().isEmpty()); // each list has its own
    }
};

QTEST_MAIN(TestFilterBox)
#include "test_filter_box.moc"
