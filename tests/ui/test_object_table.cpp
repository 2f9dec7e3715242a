#include "widget_bench.h"

#include "models/catalog/connection_table_model.h"
#include "models/catalog/region_filter_model.h"
#include "ui/catalog/connections_page.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/table_text.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QEnterEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace tw;
using models::ConnectionTableModel;
using tests::WidgetBench;

namespace {

struct Site
{
    WidgetBench bench;
    QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
    QStringList ids;

    explicit Site(int count = 3)
    {
        for (int number = 1; number <= count; ++number)
            ids.append(bench.addConnection(QStringLiteral("site%1").arg(number), ours,
                                           bench.addCustomerGateway(QStringLiteral("peer%1").arg(number),
                                                                    QStringLiteral("198.51.100.%1").arg(number)),
                                           QStringLiteral("192.168.%1.0/24").arg(number),
                                           QStringLiteral("172.16.%1.0/24").arg(number)));
    }
};

QStringList shown(const ui::ConnectionsPage &page, int column = ConnectionTableModel::NameColumn)
{
    QStringList cells;
    for (int row = 0; row < page.table()->rows()->rowCount(); ++row)
        cells.append(page.table()->rows()->index(row, column).data().toString());
    return cells;
}

void point(ui::ConnectionsPage &page, bool at)
{
    if (at) {
        QEnterEvent enter(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5));
        QApplication::sendEvent(page.table()->viewport(), &enter);
    } else {
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(page.table()->viewport(), &leave);
    }
}

QAction *entry(QMenu &menu, const char *text)
{
    for (QAction *action : menu.actions()) {
        if (action->text() == QLatin1String(text))
            return action;
    }
    qFatal("no entry %s", text);
}

QString clipboard() { return QGuiApplication::clipboard()->text(); }

} // namespace

// What all lists of objects have in common, shown on that of the connections.
class TestObjectTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theColumnsOfConnections()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        QCOMPARE(ui::shownTitles(*page.table()),
                 (QStringList{QStringLiteral("State"), QStringLiteral("Name"), QStringLiteral("VPN gateway"),
                              QStringLiteral("Customer gateway"), QStringLiteral("Local subnets"),
                              QStringLiteral("Remote subnets"), QStringLiteral("Version"), QStringLiteral("Up since"),
                              QStringLiteral("In"), QStringLiteral("Out"), QStringLiteral("Next rekey"),
                              QStringLiteral("Weak settings")}));
        const auto *header = page.table()->horizontalHeader();
        for (const int column : {ConnectionTableModel::RateInColumn, ConnectionTableModel::RateOutColumn,
                                 ConnectionTableModel::TrafficInColumn}) {
            const QVariant alignment = page.table()->model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
            QVERIFY(alignment.toInt() & Qt::AlignRight);
            QVERIFY(page.table()->model()->index(0, column).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        }
        QVERIFY(header->sectionsMovable());
    }

    void columnsAreChosenResetAndFitted()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        ui::ObjectTable &table = *page.table();
        QMenu menu;
        table.fillHeaderMenu(menu);
        QVERIFY(!entry(menu, "Name")->isEnabled()); // what it is called always shows
        QVERIFY(entry(menu, "Version")->isChecked() && !entry(menu, "Algorithms")->isChecked());
        entry(menu, "Version")->trigger();
        entry(menu, "Algorithms")->trigger();
        QVERIFY(table.isColumnHidden(ConnectionTableModel::VersionColumn));
        QVERIFY(!table.isColumnHidden(ConnectionTableModel::AlgorithmsColumn));
        QVERIFY(table.columnWidth(ConnectionTableModel::AlgorithmsColumn) > 100);
        QCOMPARE(shown(page, ConnectionTableModel::AlgorithmsColumn).first(),
                 QStringLiteral("IKE aes-sha1-group2, IPsec aes-sha1-group2"));
        table.sortByColumn(ConnectionTableModel::LocalSubnetColumn, Qt::DescendingOrder);
        table.horizontalHeader()->moveSection(0, 3);
        table.setColumnWidth(ConnectionTableModel::NameColumn, 700);
        entry(menu, "Fit columns to contents")->trigger();
        QVERIFY(table.columnWidth(ConnectionTableModel::NameColumn) < 400);
        entry(menu, "Reset columns")->trigger();
        QVERIFY(!table.isColumnHidden(ConnectionTableModel::VersionColumn));
        QVERIFY(table.isColumnHidden(ConnectionTableModel::AlgorithmsColumn));
        QCOMPARE(table.horizontalHeader()->visualIndex(0), 0);
        QCOMPARE(table.horizontalHeader()->sortIndicatorSection(), int{ConnectionTableModel::NameColumn});
        QCOMPARE(shown(page).first(), QStringLiteral("site1"));
    }

    void theLayoutIsRemembered()
    {
        Site site;
        {
            ui::MainWindow window(site.bench.services());
            window.show();
            ui::ObjectTable &table = *window.connectionsPage()->table();
            table.setColumnHidden(ConnectionTableModel::VersionColumn, true);
            table.setColumnHidden(ConnectionTableModel::LastErrorColumn, false);
            table.setColumnWidth(ConnectionTableModel::NameColumn, 321);
            table.horizontalHeader()->moveSection(ConnectionTableModel::NameColumn, 0);
            table.sortByColumn(ConnectionTableModel::RemoteSubnetColumn, Qt::DescendingOrder);
            window.allowClose();
            window.close();
        }
        ui::MainWindow window(site.bench.services());
        ui::ObjectTable &table = *window.connectionsPage()->table();
        QVERIFY(table.isColumnHidden(ConnectionTableModel::VersionColumn));
        QVERIFY(!table.isColumnHidden(ConnectionTableModel::LastErrorColumn));
        QCOMPARE(table.columnWidth(ConnectionTableModel::NameColumn), 321);
        QCOMPARE(table.horizontalHeader()->visualIndex(ConnectionTableModel::NameColumn), 0);
        QCOMPARE(shown(*window.connectionsPage()).first(), QStringLiteral("site3"));
    }

    void namesSortNaturallyAndAddressesByNumber()
    {
        Site site(11);
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        QCOMPARE(shown(page).mid(0, 3),
                 (QStringList{QStringLiteral("site1"), QStringLiteral("site2"), QStringLiteral("site3")}));
        page.table()->sortByColumn(ConnectionTableModel::RemoteSubnetColumn, Qt::DescendingOrder);
        QCOMPARE(shown(page).mid(0, 3),
                 (QStringList{QStringLiteral("site11"), QStringLiteral("site10"), QStringLiteral("site9")}));
        // What is equal stands by name.
        page.table()->sortByColumn(ConnectionTableModel::VersionColumn, Qt::AscendingOrder);
        QCOMPARE(shown(page).last(), QStringLiteral("site11"));
    }

    void liveFactsAreShown()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        const auto cell = [&page](int column) { return shown(page, column).first(); };
        QCOMPARE(cell(ConnectionTableModel::UpSinceColumn), QString());
        QCOMPARE(cell(ConnectionTableModel::RateInColumn), QString());
        QCOMPARE(cell(ConnectionTableModel::WeakColumn), QStringLiteral("Weak"));
        site.bench.reportEstablished(site.ids.first());
        QVERIFY(!cell(ConnectionTableModel::UpSinceColumn).isEmpty());
        QVERIFY(!cell(ConnectionTableModel::NextRekeyColumn).isEmpty());
        QCOMPARE(cell(ConnectionTableModel::RateInColumn), QStringLiteral("0 bit/s"));
        QCOMPARE(cell(ConnectionTableModel::TrafficInColumn), QStringLiteral("48.86 MiB"));
        QCOMPARE(cell(ConnectionTableModel::LocalIdColumn), QStringLiteral("192.0.2.1")); // the default
        site.bench.reportState(site.ids.first(), api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        QCOMPARE(cell(ConnectionTableModel::UpSinceColumn), QString()); // it is not up
        QCOMPARE(cell(ConnectionTableModel::LastErrorColumn), QStringLiteral("pre-shared key mismatch"));
    }

    void rowsStandStillUnderThePointer()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        const QAbstractItemModelTester tester(page.table()->rows());
        page.table()->sortByColumn(ConnectionTableModel::StateColumn, Qt::DescendingOrder);
        page.table()->selectId(site.ids.at(2));
        const QStringList before = shown(page);
        point(page, true);
        QVERIFY(!page.statusLine().contains(QStringLiteral("stay where they are"))); // nothing is out of order
        const QString lowest = page.table()->rows()->index(2, 0).data(models::IdRole).toString();
        site.bench.reportEstablished(lowest); // belongs to the top now
        QCOMPARE(shown(page), before);
        QVERIFY2(page.statusLine().contains(QStringLiteral("stay where they are")), qPrintable(page.statusLine()));
        QCOMPARE(shown(page, ConnectionTableModel::StateColumn).at(2),
                 QStringLiteral("Established")); // what it says moves
        point(page, false);
        QVERIFY(shown(page) != before);
        QCOMPARE(page.table()->rows()->index(0, 0).data(models::IdRole).toString(), lowest);
        QVERIFY(!page.statusLine().contains(QStringLiteral("stay where they are")));
        QCOMPARE(page.table()->selectedIds(), QStringList{site.ids.at(2)});
    }

    void aRowThatTheFilterLosesStaysUnderThePointer()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.filterEdit()->setText(QStringLiteral("state:down"));
        point(page, true);
        site.bench.reportEstablished(site.ids.at(0));
        QCOMPARE(shown(page).size(), 3);
        QVERIFY(page.statusLine().contains(QStringLiteral("stay where they are")));
        page.filterEdit()->setText(QStringLiteral("state:down site")); // what the user asks for is done
        QCOMPARE(shown(page), (QStringList{QStringLiteral("site2"), QStringLiteral("site3")}));
        QVERIFY(!page.statusLine().contains(QStringLiteral("stay where they are")));
        page.filterEdit()->setText(QStringLiteral("-state:down"));
        QCOMPARE(shown(page), QStringList{QStringLiteral("site1")});
        site.bench.reportEstablished(site.ids.at(1));
        QCOMPARE(shown(page).size(), 1);
        point(page, false);
        QCOMPARE(shown(page).size(), 2);
    }

    void sortingByHandIsDoneUnderThePointer()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        point(page, true);
        page.table()->sortByColumn(ConnectionTableModel::NameColumn, Qt::DescendingOrder);
        QCOMPARE(shown(page).first(), QStringLiteral("site3"));
    }

    void rowsAreCopied()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        ui::ObjectTable &table = *page.table();
        for (int column = 0; column < ConnectionTableModel::ColumnCount; ++column)
            table.setColumnHidden(column,
                                  column != ConnectionTableModel::NameColumn
                                      && column != ConnectionTableModel::LocalSubnetColumn);
        table.horizontalHeader()->moveSection(ConnectionTableModel::LocalSubnetColumn, 0);
        QTest::keyClick(&table, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(table.selectedIds().size(), 3);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), QStringLiteral("192.168.1.0/24\tsite1\n192.168.2.0/24\tsite2\n192.168.3.0/24\tsite3\n"));
        table.selectId(site.ids.at(1));
        const QList<QAction *> copy = table.copyActions();
        table.selectionModel()->setCurrentIndex(
            table.currentIndex().siblingAtColumn(ConnectionTableModel::LocalSubnetColumn),
            QItemSelectionModel::NoUpdate);
        copy.at(0)->trigger();
        QCOMPARE(clipboard(), QStringLiteral("192.168.2.0/24"));
        copy.at(1)->trigger();
        QCOMPARE(clipboard(), QStringLiteral("192.168.2.0/24\tsite2\n"));
        copy.at(2)->trigger();
        QCOMPARE(clipboard(), QStringLiteral("Local subnets,Name\r\n192.168.2.0/24,site2\r\n"));
    }

    // RFC 4180, 2: quotation marks around what holds a separator, and doubled within.
    void textIsSafeForItsForm()
    {
        const QList<QStringList> rows{{QStringLiteral("a,b"), QStringLiteral("say \"x\"")},
                                      {QStringLiteral("two\nlines"), QStringLiteral("tab\there")}};
        QCOMPARE(ui::toCsv(rows), QStringLiteral("\"a,b\",\"say \"\"x\"\"\"\r\n\"two\nlines\",tab\there\r\n"));
        QCOMPARE(ui::toTabSeparated(rows), QStringLiteral("a,b\tsay \"x\"\ntwo lines\ttab here\n"));
    }
};

QTEST_MAIN(TestObjectTable)
#include "test_object_table.moc"
