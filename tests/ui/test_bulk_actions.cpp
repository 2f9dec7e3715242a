#include "widget_bench.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/table_roles.h"
#include "models/catalog/undo_stack.h"
#include "models/live/bulk_run.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/live/bulk_panel.h"
#include "ui/theme/language.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/object_table.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace tw;
using models::BulkAction;
using models::BulkList;
using models::BulkRemoval;
using models::BulkRun;
using tests::WidgetBench;
using tests::withNextDialog;
using Outcome = BulkRun::Outcome;

namespace {

struct Site
{
    WidgetBench bench;
    QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
    QStringList ids;

    Site()
    {
        for (int number = 1; number <= 3; ++number)
            ids.append(bench.addConnection(QStringLiteral("site%1").arg(number), ours,
                                           bench.addCustomerGateway(QStringLiteral("peer%1").arg(number),
                                                                    QStringLiteral("198.51.100.%1").arg(number)),
                                           QStringLiteral("192.168.%1.0/24").arg(number),
                                           QStringLiteral("172.16.%1.0/24").arg(number)));
    }

    std::unique_ptr<BulkRun> run(BulkAction action)
    {
        return std::make_unique<BulkRun>(action, ids, *bench.catalog, *bench.controller, *bench.live);
    }

    // Its key is gone, so that it cannot be loaded.
    void spoil(const QString &id)
    {
        if (!bench.secrets.change({}, {bench.catalog->connection(id)->secretReference}))
            qFatal("there was no key");
    }

    void unload(const QString &id)
    {
        api::EngineReport report;
        report.unloaded = {api::ConnectionId(id.toStdString())};
        bench.engine.report(report);
    }
};

Outcome outcome(const BulkList &run, int row)
{
    return static_cast<Outcome>(run.index(row, 0).data(BulkRun::OutcomeRole).toInt());
}

QString sentence(const BulkList &run, int row) { return run.index(row, BulkRun::SentenceColumn).data().toString(); }

} // namespace

class TestBulkActions : public QObject
{
    Q_OBJECT

private:
    static void press(QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); } // its plurals

    void aStartEndsUpOrFailed()
    {
        Site site;
        site.bench.reportEstablished(site.ids.at(2)); // is up already
        site.spoil(site.ids.at(1));
        const auto run = site.run(BulkAction::Start);
        const QAbstractItemModelTester tester(run.get());
        QCOMPARE(outcome(*run, 0), Outcome::Pending);
        QCOMPARE(outcome(*run, 1), Outcome::Refused);
        QVERIFY2(sentence(*run, 1).contains(QStringLiteral("site2")), qPrintable(sentence(*run, 1)));
        QCOMPARE(outcome(*run, 2), Outcome::Done);
        QCOMPARE(run->summary(), QStringLiteral("1 not done  ·  1 under way  ·  1 done"));
        QSignalSpy changed(run.get(), &BulkRun::outcomeChanged);
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Negotiating);
        QCOMPARE(outcome(*run, 0), Outcome::Pending);
        QCOMPARE(sentence(*run, 0), QStringLiteral("Negotiating phase 1"));
        QCOMPARE(changed.size(), 0);
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        QCOMPARE(outcome(*run, 0), Outcome::Failed);
        QVERIFY(sentence(*run, 0).contains(QStringLiteral("pre-shared key")));
        QVERIFY(run->isSettled() && !run->isAllDone());
        // It tries again by itself; that it failed stays said until it is up.
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Negotiating, api::FailureCode::PskMismatch);
        QCOMPARE(outcome(*run, 0), Outcome::Failed);
        site.bench.reportEstablished(site.ids.at(0));
        QCOMPARE(outcome(*run, 0), Outcome::Done);
        QCOMPARE(changed.size(), 2);
    }

    // The engine still says what was before until it has begun.
    void anOldFailureIsNoAnswer()
    {
        Site site;
        api::ConnectionStatus old;
        old.connection = api::ConnectionId(site.ids.at(0).toStdString());
        old.state = api::ConnectionState::Phase1Failed;
        old.since = TimePoint(std::chrono::seconds(7));
        old.lastFailure = api::FailureCode::NoResponse;
        const auto say = [&site](const api::ConnectionStatus &status) {
            api::EngineReport report;
            report.statuses = {status};
            site.bench.engine.report(report);
        };
        say(old);
        const auto run = site.run(BulkAction::Start);
        api::ChildSaStatus child;
        child.traffic.bytesIn = 1;
        old.childSas = {child}; // something else
        say(old);
        QCOMPARE(outcome(*run, 0), Outcome::Pending);
        old.since += std::chrono::seconds(3); // failed anew
        say(old);
        QCOMPARE(outcome(*run, 0), Outcome::Failed);
    }

    void aStopEndsWhenTheEngineLetsGo()
    {
        Site site;
        site.bench.reportEstablished(site.ids.at(0));
        const auto run = site.run(BulkAction::Stop);
        QCOMPARE(outcome(*run, 0), Outcome::Pending);
        QCOMPARE(outcome(*run, 1), Outcome::Done); // there was nothing to take down
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Deleting);
        QCOMPARE(outcome(*run, 0), Outcome::Pending);
        site.unload(site.ids.at(0));
        QVERIFY(run->isAllDone());
    }

    void aRenegotiationNeedsNewSas()
    {
        Site site;
        site.bench.reportEstablished(site.ids.at(0));
        const auto run = site.run(BulkAction::Renegotiate);
        QCOMPARE(outcome(*run, 0), Outcome::Pending); // up, but on the old ones
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Negotiating);
        site.bench.reportEstablished(site.ids.at(0));
        QCOMPARE(outcome(*run, 0), Outcome::Done);
    }

    void whatIsTakenAwayMeanwhileFailed()
    {
        Site site;
        const auto run = site.run(BulkAction::Start);
        site.bench.reportState(site.ids.at(0), api::ConnectionState::Phase1Negotiating);
        site.unload(site.ids.at(0));
        QCOMPARE(outcome(*run, 0), Outcome::Failed);
        QCOMPARE(sentence(*run, 0), QStringLiteral("It was stopped."));
    }

    void withoutAnEngineAllAreRefused()
    {
        Site site;
        site.bench.controller->setEngine(nullptr);
        const auto run = site.run(BulkAction::Renegotiate);
        QCOMPARE(run->count(Outcome::Refused), 3);
        QCOMPARE(run->firstTrouble(), QStringLiteral("No engine is running."));
    }

    void aListComesWhereSomethingWentWrong()
    {
        Site site;
        site.spoil(site.ids.at(1));
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        page.startAction()->trigger();
        ui::BulkPanel *panel = page.bulkPanel();
        QVERIFY(panel->isVisible() && panel->isListing());
        QVERIFY(!QApplication::activeModalWidget());
        QCOMPARE(panel->list()->model()->rowCount(), 3);
        const QModelIndex first = panel->list()->model()->index(0, BulkRun::NameColumn);
        QCOMPARE(first.data().toString(), QStringLiteral("site2")); // troubles first
        Q_EMIT panel->list()->clicked(first);
        QCOMPARE(page.table()->selectedIds(), QStringList{site.ids.at(1)});
        for (const int row : {0, 2})
            site.bench.reportEstablished(site.ids.at(row));
        QVERIFY(panel->isListing()); // somebody may be reading it
        panel->findChild<QToolButton *>(QStringLiteral("closeList"))->click();
        QVERIFY(!panel->isVisible());
    }

    void whereAllWentWellThereIsOneLine()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        page.startAction()->trigger();
        ui::BulkPanel *panel = page.bulkPanel();
        QVERIFY(!panel->isListing());
        QCOMPARE(panel->bar()->text(), QStringLiteral("Start the selected connections: 3 under way"));
        for (const QString &id : site.ids)
            site.bench.reportEstablished(id);
        QVERIFY(!panel->isListing());
        QCOMPARE(panel->bar()->text(), QStringLiteral("3 connections are up."));
        site.bench.reportState(site.ids.at(0), api::ConnectionState::PeerDead, api::FailureCode::DpdTimeout);
        QVERIFY(!panel->isListing()); // what becomes of them later is another story
    }

    void oneAloneNeedsNoList()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectId(site.ids.at(0));
        page.startAction()->trigger();
        QVERIFY(!page.bulkPanel()->isVisible());
        site.spoil(site.ids.at(1));
        page.table()->selectId(site.ids.at(1));
        QSignalSpy problem(&page, &ui::ObjectPage::problem);
        page.startAction()->trigger();
        QVERIFY(!page.bulkPanel()->isVisible());
        QCOMPARE(problem.size(), 1);
    }

    // The window's notice says that they went, and takes it back.
    void whereAllOfThemGoThereIsNoList()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        withNextDialog<QMessageBox>(&TestBulkActions::press);
        page.deleteAction()->trigger();
        QVERIFY(site.bench.catalog->connections().isEmpty());
        QVERIFY(!page.bulkPanel()->isVisible());
    }

    void nothingIsDeletedUnasked()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        withNextDialog<QMessageBox>([](QMessageBox *box) { box->close(); });
        page.deleteAction()->trigger();
        QCOMPARE(site.bench.catalog->connections().size(), 3);
        QVERIFY(!page.bulkPanel()->isVisible());
    }

    // One question for those that can be deleted, and a row for each, also for those that stay.
    void gatewaysThatAreUsedStay()
    {
        Site site;
        for (int number = 8; number <= 9; ++number)
            site.bench.addCustomerGateway(QStringLiteral("spare%1").arg(number),
                                          QStringLiteral("198.51.100.%1").arg(number));
        ui::CustomerGatewaysPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        QString question;
        withNextDialog<QMessageBox>([&](QMessageBox *box) {
            question = box->text() + box->informativeText();
            press(box);
        });
        page.deleteAction()->trigger();
        QVERIFY2(question.contains(QStringLiteral("Delete 2 customer gateways?"))
                     && question.contains(QStringLiteral("spare9")) && !question.contains(QStringLiteral("peer1")),
                 qPrintable(question));
        QVERIFY(!QApplication::activeModalWidget());
        QCOMPARE(site.bench.catalog->customerGateways().size(), 3);
        const ui::BulkPanel *panel = page.bulkPanel();
        QVERIFY(panel->isVisible() && panel->isListing());
        const QAbstractItemModel *rows = panel->list()->model();
        QCOMPARE(rows->rowCount(), 5);
        const auto cell = [rows](int row, int column) { return rows->index(row, column).data().toString(); };
        QCOMPARE(cell(0, BulkList::OutcomeColumn), QStringLiteral("Not done")); // troubles first
        QCOMPARE(cell(1, BulkList::NameColumn), QStringLiteral("peer2"));
        // The reason alone: its name stands in the first column.
        QCOMPARE(cell(1, BulkList::SentenceColumn), QStringLiteral("IPsec connections use it: site2"));
        QVERIFY(cell(4, BulkList::NameColumn).startsWith(QStringLiteral("spare")));
        QCOMPARE(cell(4, BulkList::OutcomeColumn), QStringLiteral("Done"));
        QCOMPARE(cell(4, BulkList::SentenceColumn), QStringLiteral("It was deleted."));
    }

    void whereNoneCanGoNothingIsAsked()
    {
        Site site;
        ui::CustomerGatewaysPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectAll();
        page.deleteAction()->trigger();
        QVERIFY(page.bulkPanel()->isListing());
        QCOMPARE(page.bulkPanel()->list()->model()->rowCount(), 3);
        QCOMPARE(site.bench.catalog->customerGateways().size(), 3);
    }

    // What came between the question and the answer counts.
    void aGatewayThatIsTakenIntoUseMeanwhileStays()
    {
        Site site;
        const QString spare = site.bench.addCustomerGateway(QStringLiteral("spare"), QStringLiteral("198.51.100.8"));
        const QString other = site.bench.addCustomerGateway(QStringLiteral("other"), QStringLiteral("198.51.100.9"));
        BulkRemoval removal(models::ObjectKind::CustomerGateway, {spare, other}, *site.bench.catalog);
        QCOMPARE(removal.count(Outcome::Pending), 2);
        site.bench.addConnection(QStringLiteral("late"), site.ours, spare, QStringLiteral("192.168.8.0/24"),
                                 QStringLiteral("172.16.8.0/24"));
        removal.run();
        QCOMPARE(outcome(removal, 0), Outcome::Refused);
        QVERIFY2(removal.firstTrouble().contains(QStringLiteral("late")), qPrintable(removal.firstTrouble()));
        QCOMPARE(outcome(removal, 1), Outcome::Done);
    }

    void aDeletionThatIsUndoneIsNoneAnyMore()
    {
        Site site;
        models::UndoStack undo(*site.bench.catalog);
        BulkRemoval removal(models::ObjectKind::Connection, site.ids, *site.bench.catalog);
        const QAbstractItemModelTester tester(&removal);
        QSignalSpy changed(&removal, &BulkList::outcomeChanged);
        removal.run();
        QVERIFY(removal.isAllDone());
        QCOMPARE(changed.size(), 1);
        QVERIFY(undo.apply(models::UndoStack::Direction::Undo));
        QTRY_COMPARE(changed.size(), 2); // for all of them at once
        QCOMPARE(removal.summary(), QStringLiteral("3 undone"));
        QCOMPARE(sentence(removal, 0), QStringLiteral("The deletion was undone."));
        QVERIFY(undo.apply(models::UndoStack::Direction::Redo));
        QTRY_VERIFY(removal.isAllDone());
    }
};

QTEST_MAIN(TestBulkActions)
#include "test_bulk_actions.moc"
