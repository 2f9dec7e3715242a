#include "models/live/traffic_table_model.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kStart(1'800'000'000s);

TrafficPoint point(int second, std::optional<float> bits)
{
    TrafficPoint point{kStart + second * 1s, std::nullopt};
    if (bits)
        point.rates = TrafficRates{*bits, 2 * *bits, *bits / 1000, 0};
    return point;
}

} // namespace

class TestTrafficTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en"))); }

    void theNewestIsFirstAndGapsStay()
    {
        TrafficTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setPoints({point(0, {}), point(1, 1e6F), point(2, {}), point(3, 2e6F)});
        QCOMPARE(model.rowCount(), 3); // of what came before the first known step there is nothing to say
        QCOMPARE(model.index(0, TrafficTableModel::InColumn).data().toString(), QStringLiteral("2.00 Mbit/s"));
        QCOMPARE(model.index(0, TrafficTableModel::OutColumn).data().toString(), QStringLiteral("4.00 Mbit/s"));
        QCOMPARE(model.index(0, TrafficTableModel::PacketsInColumn).data().toString(),
                 QStringLiteral("2,000 packets/s"));
        QCOMPARE(model.index(1, TrafficTableModel::InColumn).data().toString(), QStringLiteral("–"));
        QVERIFY(!model.index(1, TrafficTableModel::InColumn).data(Qt::EditRole).isValid());
        QCOMPARE(model.index(0, TrafficTableModel::TimeColumn).data(Qt::EditRole).toDateTime().toSecsSinceEpoch(),
                 1'800'000'003);
    }

    void aNewStepMovesWhatIsLookedAt()
    {
        TrafficTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setPoints({point(0, 1e6F), point(1, 2e6F), point(2, {})});
        const QPersistentModelIndex watched(model.index(1, TrafficTableModel::InColumn));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setPoints({point(1, 2e6F), point(2, 3e6F), point(3, 4e6F)});
        QVERIFY(reset.isEmpty());
        QCOMPARE(watched.row(), 2);
        QCOMPARE(watched.data().toString(), QStringLiteral("2.00 Mbit/s"));
        QCOMPARE(changed.size(), 1); // the step that became known late
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        QCOMPARE(model.rowCount(), 3);
    }

    void anotherStepIsAnotherTable()
    {
        TrafficTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setPoints({point(0, 1e6F), point(1, 2e6F)});
        model.setPoints({point(0, 1e6F), point(60, 2e6F)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, 0).data(Qt::EditRole).toDateTime().toSecsSinceEpoch(), 1'800'000'000);
        model.setPoints({});
        QCOMPARE(model.rowCount(), 0);
        model.setPoints({point(0, {})});
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsAreCopiedAsNumbers()
    {
        TrafficTableModel model;
        model.setPoints({point(0, 1'234'567.0F), point(1, {}), point(2, 8000.0F)});
        const auto local = [](int second) {
            return QDateTime::fromSecsSinceEpoch(1'800'000'000 + second)
                .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
        };
        QCOMPARE(model.tabSeparated({0, 1, 2}),
                 QStringLiteral("Time\tIn (bit/s)\tOut (bit/s)\tPackets in (1/s)\tPackets out (1/s)\n"
                                "%1\t8000\t16000\t8.0\t0.0\n"
                                "%2\t\t\t\t\n"
                                "%3\t1234567\t2469134\t1234.6\t0.0\n")
                     .arg(local(2), local(1), local(0)));
    }
};

QTEST_MAIN(TestTrafficTableModel)
#include "test_traffic_table_model.moc"
