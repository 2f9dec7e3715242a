#include "models/catalog/connection_table_model.h"
#include "models/catalog/gateway_table_model.h"
#include "models/catalog/region_filter_model.h"
#include "models/filter/filter_parser.h"
#include "models/live/live_state.h"
#include "tests/support/temporary_workspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QStringListModel>
#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

QStringList column(const QAbstractItemModel &model, int column)
{
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row)
        cells.append(model.index(row, column).data().toString());
    return cells;
}

CustomerGateway customer(const char *name, const char *address, const char *region = "cn-hangzhou")
{
    return {{}, text(region), text(name), {}, text(address), {}, {}};
}

api::EngineReport established(const QString &id)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(id.toStdString());
    status.state = api::ConnectionState::Established;
    status.since = TimePoint(std::chrono::seconds(100));
    api::ChildSaStatus child;
    child.traffic = {1, 2048, 1, 4096};
    child.rekeyAt = TimePoint(std::chrono::seconds(3700));
    status.childSas = {child};
    api::EngineReport report;
    report.clock = {TimePoint(std::chrono::seconds(100)), UtcTime(std::chrono::seconds(1'700'000'000))};
    report.statuses = {status};
    return report;
}

} // namespace

class TestTableModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gatewaysComeAndGoByRow();
    void gatewaysCountTheirConnections();
    void gatewaysShowTheirStatus();
    void connectionsComeAndGoByRow();
    void connectionsFollowTheirGateways();
    void connectionsShowLiveState();
    void nothingIsEverReset();
    void regionPicksRows();
    void textPicksRows();
    void anyModelCanBeSearched();
    void namesSortNaturally();
    void addressesSortByNumber();
};

void TestTableModels::gatewaysComeAndGoByRow()
{
    test::TemporaryWorkspace workspace;
    Catalog &catalog = workspace.catalog();
    CustomerGatewayTableModel model(catalog);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto first = catalog.save(customer("first", "198.51.100.1"));
    const auto second = catalog.save(customer("second", "198.51.100.2"));
    QCOMPARE(column(model, CustomerGatewayTableModel::NameColumn), (QStringList{text("first"), text("second")}));
    QCOMPARE(model.index(0, CustomerGatewayTableModel::CreatedColumn).data().toString(),
             catalog.customerGateway(*first)->created.toLocalTime().toString(text("yyyy-MM-dd HH:mm:ss")));
    QCOMPARE(model.rowOf(*second), 1);
    QCOMPARE(model.index(1, 0).data(IdRole).toString(), *second);
    QCOMPARE(model.index(1, 0).data(RegionRole).toString(), text("cn-hangzhou"));

    CustomerGateway edited = *catalog.customerGateway(*second);
    edited.name = text("renamed");
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(catalog.save(edited));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QVERIFY(catalog.removeCustomerGateway(*first));
    QCOMPARE(column(model, CustomerGatewayTableModel::NameColumn), QStringList{text("renamed")});
}

void TestTableModels::gatewaysCountTheirConnections()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    VpnGatewayTableModel model(workspace.catalog());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto count = [&] { return model.index(0, VpnGatewayTableModel::ConnectionsColumn).data().toInt(); };
    QCOMPARE(count(), 0);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const auto id = workspace.catalog().save(test::sampleDraft());
    QCOMPARE(count(), 1);
    QCOMPARE(changed.count(), 1);
    QVERIFY(workspace.catalog().removeConnection(*id));
    QCOMPARE(count(), 0);
    QCOMPARE(model.index(0, VpnGatewayTableModel::LocalAddressColumn).data().toString(), text("Chosen by route"));
}

void TestTableModels::gatewaysShowTheirStatus()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    VpnGateway other = *catalog.vpnGateway(test::sampleDraft().vpnGatewayId);
    other.id.clear();
    other.name = text("elsewhere");
    other.localAddress = text("192.0.2.99");
    catalog.setMachineFacts({{}, {}, true});
    LiveState live;
    VpnGatewayTableModel model(catalog, &live);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto id = catalog.save(test::sampleDraft());
    QVERIFY(catalog.save(other)); // has its status from the first moment
    const QModelIndex row = model.index(0, VpnGatewayTableModel::StatusColumn);
    const QModelIndex last = model.index(1, VpnGatewayTableModel::StatusColumn);
    QCOMPARE(last.data().toString(), text("Not usable: no engine is running"));
    api::EngineReport running;
    running.engine.emplace().running = true;
    live.apply(running);
    QCOMPARE(row.data().toString(), text("Usable"));
    QCOMPARE(last.data().toString(), text("Not usable: address not on this machine"));
    QVERIFY(last.data(Qt::ToolTipRole).toString().contains(text("192.0.2.99")));
    QVERIFY(!last.siblingAtColumn(VpnGatewayTableModel::NameColumn).data(Qt::ToolTipRole).isValid());
    QVERIFY(QVariant::compare(last.data(SortRole), row.data(SortRole)) == QPartialOrdering::Less); // trouble first

    // Only the one cell moves, and counters move nothing.
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    api::EngineReport failed = established(*id);
    failed.statuses.front().state = api::ConnectionState::Phase1Failed;
    failed.statuses.front().lastFailure = api::FailureCode::PortTaken;
    live.apply(failed);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).value<QModelIndex>(), row);
    QCOMPARE(changed.first().at(1).value<QModelIndex>(), row);
    QCOMPARE(row.data().toString(), text("Not usable: port taken by another program"));
    live.apply(established(*id));
    api::EngineReport moved = established(*id);
    moved.statuses.front().childSas.front().traffic.packetsIn = 99;
    live.apply(moved);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(row.data().toString(), text("Usable"));
    QCOMPARE(reset.count(), 0);
}

void TestTableModels::connectionsComeAndGoByRow()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    ConnectionTableModel model(catalog);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto id = catalog.save(test::sampleDraft());
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, ConnectionTableModel::VpnGatewayColumn).data().toString(), text("hz-vpn"));
    QCOMPARE(model.index(0, ConnectionTableModel::CustomerGatewayColumn).data().toString(), text("office"));
    QCOMPARE(model.index(0, ConnectionTableModel::VersionColumn).data().toString(), text("IKEv2"));
    QCOMPARE(model.index(0, 0).data(StateRole).toString(), text("Stopped"));
    QCOMPARE(model.index(0, 0).data(VpnGatewayIdRole).toString(), test::sampleVpnGateway().id);
    ConnectionDraft edited = catalog.connection(*id)->draft;
    edited.name = text("renamed");
    QVERIFY(catalog.save(edited));
    QCOMPARE(model.index(0, 0).data(NameRole).toString(), text("renamed"));
    QVERIFY(catalog.removeConnection(*id));
    QCOMPARE(model.rowCount(), 0);
}

void TestTableModels::connectionsFollowTheirGateways()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    QVERIFY(workspace.catalog().save(test::sampleDraft()));
    ConnectionTableModel model(workspace.catalog());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    VpnGateway gateway = test::sampleVpnGateway();
    gateway.name = text("renamed");
    QVERIFY(workspace.catalog().save(gateway));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.index(0, ConnectionTableModel::VpnGatewayColumn).data().toString(), text("renamed"));
}

void TestTableModels::connectionsShowLiveState()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    LiveState live;
    ConnectionTableModel model(workspace.catalog(), &live);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    live.apply(established(*id));
    QVERIFY(changed.count() > 0);
    const QModelIndex row = model.index(0, 0);
    QCOMPARE(row.data(StateRole).toString(), text("Established"));
    QCOMPARE(row.data(CloudStatusRole).toString(), text("ipsec_sa_established"));
    QCOMPARE(row.data(SinceRole).toDateTime(), QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC));
    QCOMPARE(row.siblingAtColumn(ConnectionTableModel::TrafficInColumn).data(SortRole).toULongLong(), 2048ULL);
    QCOMPARE(row.siblingAtColumn(ConnectionTableModel::TrafficOutColumn).data(SortRole).toULongLong(), 4096ULL);
    QCOMPARE(row.siblingAtColumn(ConnectionTableModel::NextRekeyColumn).data(SortRole).toDateTime(),
             QDateTime::fromSecsSinceEpoch(1'700'003'600, Qt::UTC));
    live.forgetEngine();
    QCOMPARE(row.data(StateRole).toString(), text("Stopped"));

    // The engine may report a connection that was deleted a moment ago.
    QVERIFY(workspace.catalog().removeConnection(*id));
    live.apply(established(*id));
    QCOMPARE(model.rowCount(), 0);
}

void TestTableModels::nothingIsEverReset()
{
    test::TemporaryWorkspace workspace;
    ConnectionTableModel connections(workspace.catalog());
    VpnGatewayTableModel gateways(workspace.catalog());
    QSignalSpy reset(&connections, &QAbstractItemModel::modelReset);
    QSignalSpy resetToo(&gateways, &QAbstractItemModel::modelReset);
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    QVERIFY(workspace.catalog().removeConnection(*id));
    connections.retranslate();
    gateways.retranslate();
    QCOMPARE(reset.count() + resetToo.count(), 0);
}

void TestTableModels::regionPicksRows()
{
    test::TemporaryWorkspace workspace;
    QVERIFY(workspace.catalog().save(customer("here", "198.51.100.1")));
    QVERIFY(workspace.catalog().save(customer("there", "198.51.100.1", "cn-beijing")));
    CustomerGatewayTableModel model(workspace.catalog());
    RegionFilterModel filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(filter.rowCount(), 2);
    filter.setRegion(text("cn-beijing"));
    QCOMPARE(column(filter, 0), QStringList{text("there")});
    QVERIFY(workspace.catalog().save(customer("there-too", "198.51.100.2", "cn-beijing")));
    QVERIFY(workspace.catalog().save(customer("here-too", "198.51.100.2")));
    QCOMPARE(column(filter, 0), (QStringList{text("there"), text("there-too")}));
}

void TestTableModels::textPicksRows()
{
    test::TemporaryWorkspace workspace;
    QVERIFY(workspace.catalog().save(customer("alpha", "198.51.100.1")));
    QVERIFY(workspace.catalog().save(customer("beta", "198.51.100.2")));
    CustomerGatewayTableModel model(workspace.catalog());
    RegionFilterModel filter;
    filter.setSourceModel(&model);
    const auto shown = [&filter](const char *words) {
        filter.setFilter(*parseFilter(text(words), customerGatewayVocabulary()));
        return column(filter, 0);
    };
    QCOMPARE(shown("ALP"), QStringList{text("alpha")});
    QCOMPARE(shown("100.2"), QStringList{text("beta")});
    QCOMPARE(shown("net:198.51.100.0/31"), QStringList{text("alpha")});
    QCOMPARE(shown("nothing"), QStringList());
    QCOMPARE(filter.rowsInScope(), 2);
    const QList<int> counts = filter.countInScope({{}, *parseFilter(text("-alpha"), customerGatewayVocabulary())});
    QCOMPARE(counts, (QList<int>{2, 1}));
}

// A model that says no facts of its rows is searched in what its columns show.
void TestTableModels::anyModelCanBeSearched()
{
    QStringListModel model({text("alpha, the first"), text("beta, the second")});
    RegionFilterModel filter;
    filter.setSourceModel(&model);
    filter.setFilter(*parseFilter(text("SECOND"), {}));
    QCOMPARE(column(filter, 0), QStringList{text("beta, the second")});
}

void TestTableModels::namesSortNaturally()
{
    test::TemporaryWorkspace workspace;
    int last = 0;
    for (const char *name : {"site10", "site2", "Site1"})
        QVERIFY(workspace.catalog().save(customer(name, qPrintable(text("198.51.100.%1").arg(++last)))));
    CustomerGatewayTableModel model(workspace.catalog());
    RegionFilterModel filter;
    filter.setSourceModel(&model);
    filter.sort(CustomerGatewayTableModel::NameColumn);
    QCOMPARE(column(filter, 0), (QStringList{text("Site1"), text("site2"), text("site10")}));
}

void TestTableModels::addressesSortByNumber()
{
    test::TemporaryWorkspace workspace;
    char name[] = "g0";
    for (const char *address : {"vpn.example.com", "2001:db8::1", "198.51.100.100", "198.51.100.20", "9.9.9.9"}) {
        ++name[1];
        QVERIFY(workspace.catalog().save(customer(name, address)));
    }
    CustomerGatewayTableModel model(workspace.catalog());
    RegionFilterModel filter;
    filter.setSourceModel(&model);
    const int addresses = CustomerGatewayTableModel::IpAddressColumn;
    filter.sort(addresses);
    QCOMPARE(column(filter, addresses),
             (QStringList{text("9.9.9.9"), text("198.51.100.20"), text("198.51.100.100"), text("2001:db8::1"),
                          text("vpn.example.com")}));
    QVERIFY(addressSortKey(text("10.0.0.0/8")) < addressSortKey(text("10.0.0.0/16")));
    QVERIFY(addressSortKey(text("9.0.0.0/8,1.0.0.0/8")) < addressSortKey(text("10.0.0.0/8")));
}

QTEST_GUILESS_MAIN(TestTableModels)
#include "test_table_models.moc"
