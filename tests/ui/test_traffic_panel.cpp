#include "widget_bench.h"

#include "models/live/traffic_table_model.h"
#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/live/traffic_chart.h"
#include "ui/live/traffic_panel.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/tone.h"
#include "ui/widgets/object_table.h"

#include <QAccessible>
#include <QClipboard>
#include <QLineSeries>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QToolTip>

#include <cmath>

using namespace tw;
using namespace std::chrono_literals;
using models::TrafficRange;
using tests::WidgetBench;

namespace {

constexpr UtcTime kStart(1'800'000'000s);

} // namespace

// The traffic of a connection as chart and table. The time is that of the reports, so that nothing here waits.
class TestTrafficPanel : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QString id =
            bench.addConnection(QStringLiteral("office"), ours,
                                bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
        QString other =
            bench.addConnection(QStringLiteral("annex"), ours,
                                bench.addCustomerGateway(QStringLiteral("peer-2"), QStringLiteral("198.51.100.2")),
                                QStringLiteral("192.168.0.0/16"), QStringLiteral("10.9.0.0/16"));
        int second = 0;
        std::uint64_t bytes = 0;

        // So many seconds, in each of which this much came in and half as much went out.
        void flow(int seconds, std::uint64_t bytesIn)
        {
            if (second == 0)
                report();
            for (int i = 0; i < seconds; ++i) {
                ++second;
                bytes += bytesIn;
                report();
                bench.traffic->advance(kStart + second * 1s);
            }
        }

        void report(bool withSa = true)
        {
            api::ConnectionStatus status;
            status.connection = api::ConnectionId(id.toStdString());
            status.state = api::ConnectionState::Established;
            if (withSa) {
                api::ChildSaStatus child;
                child.inboundSpi = 1;
                child.traffic = {
                    .packetsIn = bytes / 1000, .bytesIn = bytes, .packetsOut = bytes / 2000, .bytesOut = bytes / 2};
                status.childSas = {child};
            }
            bench.engine.report({.clock = {TimePoint(second * 1s), kStart + second * 1s},
                                 .events = {},
                                 .statuses = {status},
                                 .unloaded = {},
                                 .engine = {}});
        }

        void down(int seconds)
        {
            for (int i = 0; i < seconds; ++i) {
                ++second;
                report(false);
                bench.traffic->advance(kStart + second * 1s);
            }
        }
    };

    static QDateTime at(int second)
    {
        return QDateTime::fromMSecsSinceEpoch((kStart + second * 1s).time_since_epoch().count());
    }

private Q_SLOTS:
    void cleanup()
    {
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
        ui::applyLook(ui::Look::Light);
    }

    void withoutTrafficItSaysSo()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.setConnections({site.id});
        panel.show();
        QCOMPARE(panel.message(), QStringLiteral("No traffic has been seen yet."));
        site.flow(3, 0); // up, and idle
        QCOMPARE(panel.message(), QStringLiteral("No traffic has been seen yet."));
        site.flow(4, 1000);
        QCOMPARE(panel.message(), QString());
        QVERIFY(panel.chart()->isVisible());
    }

    void theChartFollows()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.resize(900, 300);
        panel.setConnections({site.id});
        panel.show();
        site.flow(60, 1'000'000);
        QCOMPARE(panel.chart()->unit(), QStringLiteral("Mbit/s"));
        QCOMPARE(panel.chart()->top(), 8.0);
        QCOMPARE(panel.chart()->end(), at(60)); // a whole minute
        QCOMPARE(panel.chart()->begin(), at(-540));
        site.flow(3, 1'000'000);
        QCOMPARE(panel.chart()->end(), at(120)); // the next one
        panel.setRange(TrafficRange::Hour);
        QCOMPARE(panel.chart()->begin().secsTo(panel.chart()->end()), 3600);
        panel.setRange(TrafficRange::Day);
        QCOMPARE(panel.chart()->begin().secsTo(panel.chart()->end()), 86400);
        QCOMPARE(panel.chart()->end().toLocalTime().time().minute(), 0);
    }

    void aGapBreaksTheLine()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.setConnections({site.id});
        panel.show();
        site.flow(20, 1000);
        QCOMPARE(panel.chart()->piecesIn(), 1);
        site.down(10);
        site.flow(10, 1000);
        QCOMPARE(panel.chart()->piecesIn(), 2);
        QCOMPARE(panel.chart()->piecesOut(), 2);
        panel.setConnections({site.other}); // which has none
        panel.setConnections({site.id});
        QCOMPARE(panel.chart()->piecesIn(), 2);
    }

    void thePointerIsToldTheValues()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.resize(900, 300);
        panel.setConnections({site.id});
        panel.show();
        site.flow(10, 125'000);
        site.down(10);
        site.flow(12, 125'000);
        ui::TrafficChart *chart = panel.chart();
        const auto textAt = [chart](int second) { return chart->textAt(chart->positionOf(at(second).addMSecs(500))); };
        QCOMPARE(textAt(5),
                 at(5).toString(QStringLiteral("HH:mm:ss"))
                     + QStringLiteral("\nIn: 1.00 Mbit/s, 125 packets/s\nOut: 500 kbit/s, 63 packets/s"));
        QVERIFY2(textAt(15).contains(QStringLiteral("Nothing is known")), qPrintable(textAt(15)));
        QCOMPARE(chart->textAt({1, 1}), QString()); // beside the plot
        const QPointF place = chart->positionOf(at(5).addMSecs(500));
        QMouseEvent move(QEvent::MouseMove, place, chart->viewport()->mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(chart->viewport(), &move);
        QCOMPARE(QToolTip::text(), textAt(5));
    }

    void inAndOutDifferByMoreThanColour()
    {
        for (const QPalette &palette : {ui::lightPalette(), ui::darkPalette()}) {
            QVERIFY(ui::TrafficChart::penIn(palette).style() != ui::TrafficChart::penOut(palette).style());
            QVERIFY(ui::TrafficChart::penIn(palette).color() != ui::TrafficChart::penOut(palette).color());
        }
    }

    // WCAG 2.1, 1.4.11: 3:1 for what carries meaning in graphics.
    void theLinesAreSeenInLightAndDark()
    {
        const auto luminance = [](const QColor &color) {
            const auto linear = [](double value) {
                return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
        };
        for (const QPalette &palette : {ui::lightPalette(), ui::darkPalette()}) {
            for (const auto series : {ui::Series::First, ui::Series::Second}) {
                const double a = luminance(ui::seriesColor(series, palette));
                const double b = luminance(palette.color(QPalette::Base));
                QVERIFY((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05) >= 3);
            }
        }
    }

    void theChartTakesTheThemesColours()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.setConnections({site.id});
        panel.show();
        site.flow(10, 1000);
        ui::applyLook(ui::Look::Dark);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(panel.chart()->chart()->backgroundBrush().color(), ui::darkPalette().color(QPalette::Base));
        const auto series = panel.chart()->chart()->series();
        QVERIFY(!series.isEmpty());
        for (const QAbstractSeries *one : series) {
            const QColor color = qobject_cast<const QLineSeries *>(one)->pen().color();
            QVERIFY(color == ui::TrafficChart::penIn(ui::darkPalette()).color()
                    || color == ui::TrafficChart::penOut(ui::darkPalette()).color());
        }
    }

    void theTableIsItsTwinAndIsCopied()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.resize(900, 300);
        panel.setConnections({site.id});
        panel.show();
        site.flow(10, 125'000);
        panel.showTable(true);
        QVERIFY(panel.table()->isVisible() && !panel.chart()->isVisible());
        QCOMPARE(panel.table()->rows()->rowCount(), 8);
        panel.table()->setFocus();
        panel.table()->selectRow(1);
        panel.table()->selectionModel()->select(panel.table()->rows()->index(0, 0),
                                                QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QTest::keyClick(panel.table(), Qt::Key_C, Qt::ControlModifier);
        const auto time = [](int second) { return at(second).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")); };
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("Time\tIn (bit/s)\tOut (bit/s)\tPackets in (1/s)\tPackets out (1/s)\n"
                                "%1\t1000000\t500000\t125.0\t63.0\n%2\t1000000\t500000\t125.0\t62.0\n")
                     .arg(time(7), time(6)));

        site.flow(1, 125'000); // goes on, with the same rows selected
        QCOMPARE(panel.table()->rows()->rowCount(), 9);
        QCOMPARE(panel.table()->selectionModel()->selectedRows().size(), 2);
        QVERIFY(!panel.table()->selectionModel()->isRowSelected(0));
        QVERIFY(!QAccessible::queryAccessibleInterface(panel.table())->text(QAccessible::Name).isEmpty());
    }

    void whatIsNotSeenIsNotDrawn()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.setConnections({site.id});
        panel.show();
        site.flow(60, 1000);
        const QDateTime end = panel.chart()->end();
        panel.hide();
        site.flow(120, 1000);
        QCOMPARE(panel.chart()->end(), end);
        panel.show();
        QCOMPARE(panel.chart()->end(), end.addSecs(120));
    }

    void theDetailsShowTheSelectedConnection()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.resize(1000, 700);
        page.show();
        page.details()->setCurrentWidget(page.details()->trafficPanel());
        site.flow(10, 1000);
        page.table()->selectId(site.id);
        QCOMPARE(page.details()->trafficPanel()->message(), QString());
        page.table()->selectId(site.other);
        QCOMPARE(page.details()->trafficPanel()->message(), QStringLiteral("No traffic has been seen yet."));
        page.table()->selectAll();
        QCOMPARE(page.details()->trafficPanel()->message(),
                 QStringLiteral("Select one connection to see its traffic."));
        page.table()->clearSelection();
        QCOMPARE(page.details()->trafficPanel()->message(),
                 QStringLiteral("Select one connection to see its traffic."));
    }

    void itSpeaksTheLanguage()
    {
        Site site;
        ui::TrafficPanel panel(*site.bench.traffic);
        panel.setConnections({site.id});
        panel.show();
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(panel.message(), QStringLiteral("尚未发现流量。"));
        site.flow(10, 125'000);
        const QString text = panel.chart()->textAt(panel.chart()->positionOf(at(5).addMSecs(500)));
        QVERIFY2(text.contains(QStringLiteral("125包/秒")), qPrintable(text));
    }
};

QTEST_MAIN(TestTrafficPanel)
#include "test_traffic_panel.moc"
