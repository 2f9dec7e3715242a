#include "models/live/live_state.h"
#include "models/live/sa_tree_model.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::LiveState;
using models::SaTreeModel;

namespace {

const QString kId = QStringLiteral("vco-00000000000000000001");

api::ChildSaStatus childWith(std::uint32_t inboundSpi, std::uint64_t bytesIn = 0)
{
    api::ChildSaStatus child;
    child.inboundSpi = inboundSpi;
    child.outboundSpi = inboundSpi + 1;
    child.local = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("10.1.0.0/24"))};
    child.remote = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("10.2.0.0/24"))};
    child.rekeyAt = TimePoint(60s);
    child.traffic.bytesIn = bytesIn;
    return child;
}

api::EngineReport report(bool hasIkeSa, std::vector<api::ChildSaStatus> children)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(kId.toStdString());
    status.state = api::ConnectionState::Established;
    if (hasIkeSa) {
        status.ikeSa.emplace();
        status.ikeSa->initiatorSpi = 0x0123456789abcdef;
        status.ikeSa->responderSpi = 0xfedcba9876543210;
    }
    status.childSas = std::move(children);
    api::EngineReport one;
    one.clock = {TimePoint(0s), UtcTime(1'800'000'000s)};
    one.statuses = {status};
    return one;
}

} // namespace

class TestSaTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void childrenStandBelowTheirIkeSa();
    void aRekeyKeepsTheRowsThatStay();
    void countersTouchOnlyTheirRow();
    void anIkeSaThatGoesLeavesTheChildren();
    void rolesForSortingAndCountdowns();
};

void TestSaTreeModel::childrenStandBelowTheirIkeSa()
{
    LiveState live;
    SaTreeModel model(&live);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnection(kId);
    QCOMPARE(model.rowCount(), 0);
    live.apply(report(true, {childWith(0xc0000001)}));
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex ike = model.index(0, 0);
    QVERIFY(ike.data(SaTreeModel::IsIkeSaRole).toBool());
    QCOMPARE(model.index(0, SaTreeModel::Spis).data().toString(),
             QStringLiteral("0123456789abcdef_i fedcba9876543210_r"));
    QCOMPARE(model.rowCount(ike), 1);
    const QModelIndex child = model.index(0, SaTreeModel::Spis, ike);
    QCOMPARE(child.data().toString(), QStringLiteral("c0000001_i c0000002_o"));
    QCOMPARE(child.siblingAtColumn(SaTreeModel::Selectors).data().toString(),
             QStringLiteral("10.1.0.0/24 === 10.2.0.0/24"));
    QVERIFY(!child.data(SaTreeModel::IsIkeSaRole).toBool());
}

void TestSaTreeModel::aRekeyKeepsTheRowsThatStay()
{
    LiveState live;
    SaTreeModel model(&live);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnection(kId);
    live.apply(report(true, {childWith(1), childWith(3)}));
    const QPersistentModelIndex kept(model.index(1, SaTreeModel::Spis, model.index(0, 0)));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    live.apply(report(true, {childWith(3), childWith(5)})); // 1 was renewed as 5
    QCOMPARE(reset.size(), 0);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.row(), 0);
    QCOMPARE(kept.data().toString(), QStringLiteral("00000003_i 00000004_o"));
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
}

void TestSaTreeModel::countersTouchOnlyTheirRow()
{
    LiveState live;
    SaTreeModel model(&live);
    model.setConnection(kId);
    live.apply(report(true, {childWith(1), childWith(3)}));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    live.apply(report(true, {childWith(1), childWith(3, 1500)}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
}

void TestSaTreeModel::anIkeSaThatGoesLeavesTheChildren()
{
    LiveState live;
    SaTreeModel model(&live);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnection(kId);
    live.apply(report(true, {childWith(1)}));
    live.apply(report(false, {childWith(1)}));
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!model.index(0, 0).data(SaTreeModel::IsIkeSaRole).toBool());
    live.forgetEngine();
    QCOMPARE(model.rowCount(), 0);
}

void TestSaTreeModel::rolesForSortingAndCountdowns()
{
    LiveState live;
    SaTreeModel model(&live);
    model.setConnection(kId);
    live.apply(report(false, {childWith(1, 1500)}));
    const QModelIndex bytes = model.index(0, SaTreeModel::BytesIn);
    QCOMPARE(bytes.data(SaTreeModel::SortRole).toULongLong(), 1500u);
    QCOMPARE(bytes.data(SaTreeModel::RekeyAtRole).toDateTime().toSecsSinceEpoch(), 1'800'000'060);
}

QTEST_GUILESS_MAIN(TestSaTreeModel)
#include "test_sa_tree_model.moc"
