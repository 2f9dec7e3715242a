#include "widget_bench.h"

#include "ui/log/log_page.h"
#include "ui/log/log_view.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using tests::WidgetBench;

// The log of a connection follows its tail until the user scrolls up.
class TestLogPage : public QObject
{
    Q_OBJECT

private:
    struct Shown
    {
        WidgetBench bench;
        QString id;
        ui::LogPage page{bench.log.get()};

        Shown()
        {
            id = bench.addConnection(QStringLiteral("office"),
                                     bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
                                     bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
            page.resize(900, 300);
            page.show();
            page.setConnection(id, QStringLiteral("office"));
        }
    };

private Q_SLOTS:
    void newLinesComeIntoSight()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        QCOMPARE(shown.page.model()->rowCount(), 200);
        QVERIFY(shown.page.view()->isFollowing());
        QScrollBar *bar = shown.page.view()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        QTRY_COMPARE(bar->value(), bar->maximum());
        shown.bench.logFacts(shown.id, 5);
        QTRY_COMPARE(bar->value(), bar->maximum());
        QCOMPARE(shown.page.view()->newLines(), 0);
    }

    void scrollingUpHoldsStillAndCounts()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        ui::LogView *view = shown.page.view();
        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 50);
        view->verticalScrollBar()->setValue(10);
        QVERIFY(!view->isFollowing());
        shown.bench.logFacts(shown.id, 12);
        QCOMPARE(view->verticalScrollBar()->value(), 10);
        QCOMPARE(view->newLines(), 12);
        auto *pill = view->findChild<QPushButton *>();
        QVERIFY(pill->isVisible());
        QVERIFY2(pill->text().contains(QStringLiteral("12")), qPrintable(pill->text()));
        pill->click();
        QVERIFY(view->isFollowing());
        QCOMPARE(view->newLines(), 0);
        QTRY_COMPARE(view->verticalScrollBar()->value(), view->verticalScrollBar()->maximum());
    }

    void endFollowsAgain()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        ui::LogView *view = shown.page.view();
        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 50);
        QTest::keyClick(view, Qt::Key_Home);
        QVERIFY(!view->isFollowing());
        QTest::keyClick(view, Qt::Key_End);
        QVERIFY(view->isFollowing());
    }

    void anotherConnectionsLinesStayOut()
    {
        Shown shown;
        shown.bench.logFacts(QStringLiteral("vco-00000000000000000000"), 3);
        QCOMPARE(shown.page.model()->rowCount(), 0);
    }

    void aWindowOfThePastDoesNotMove()
    {
        Shown shown;
        shown.page.showWindowFrom(QDateTime::currentDateTimeUtc().addSecs(-7200));
        QVERIFY(!shown.page.isLive());
        shown.bench.logFacts(shown.id, 3);
        QCOMPARE(shown.page.model()->rowCount(), 0); // they are of now
        shown.page.showLive();
        QCOMPARE(shown.page.model()->rowCount(), 3);
    }

    void selectedLinesAreCopiedAsTable()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 3);
        shown.page.view()->selectRow(1);
        const QStringList cells = shown.page.view()->selectedText().trimmed().split(QLatin1Char('\t'));
        QCOMPARE(cells.size(), static_cast<qsizetype>(models::LogTableModel::kColumns));
        // As charon words it, since admins grep for it.
        QCOMPARE(cells.last(), QStringLiteral("sending retransmit 2 of request message ID 0"));
    }
};

QTEST_MAIN(TestLogPage)
#include "test_log_page.moc"
