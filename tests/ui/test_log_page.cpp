#include "widget_bench.h"

#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/log/bundle_dialog.h"
#include "ui/log/facet_chips.h"
#include "ui/log/fact_view.h"
#include "ui/log/find_bar.h"
#include "ui/log/follow_pill.h"
#include "ui/log/ladder_view.h"
#include "ui/log/log_exporter.h"
#include "ui/log/log_message.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/log/range_bar.h"
#include "ui/log/timeline_strip.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/widgets/filter_chip.h"

#include <QAccessible>
#include <QCalendarWidget>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace tw;
using models::LogTableModel;
using tests::WidgetBench;

namespace {

// Of what a screen reader walks through, the visible one with this name.
QAccessibleInterface *accessibleNamed(QObject *root, const QString &name)
{
    const std::function<QAccessibleInterface *(QAccessibleInterface *)> find =
        [&](QAccessibleInterface *from) -> QAccessibleInterface * {
        if (!from || from->state().invisible)
            return nullptr;
        if (from->text(QAccessible::Name) == name)
            return from;
        const bool isTable = from->role() == QAccessible::Table || from->role() == QAccessible::List;
        for (int at = 0; !isTable && at < from->childCount(); ++at) {
            if (QAccessibleInterface *found = find(from->child(at)))
                return found;
        }
        return nullptr;
    };
    return find(QAccessible::queryAccessibleInterface(root));
}

} // namespace

// The log of a connection, and the page of all of them: windows, the live tail, chips, search, the ladder, files.
class TestLogPage : public QObject
{
    Q_OBJECT

private:
    struct Shown
    {
        WidgetBench bench;
        QString id;
        std::unique_ptr<ui::LogPage> page;

        explicit Shown(ui::LogPage::Scope scope = ui::LogPage::Scope::OneConnection)
        {
            id = bench.addConnection(QStringLiteral("office"),
                                     bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
                                     bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
            page = std::make_unique<ui::LogPage>(bench.services(), scope);
            page->resize(1000, 500);
            page->show();
            if (scope == ui::LogPage::Scope::OneConnection)
                page->setConnection(id, QStringLiteral("office"));
            ready();
        }
        void ready() { QTRY_COMPARE(page->model()->state(), LogTableModel::State::Ready); }
        int rows() const { return page->model()->rowCount(); }

        // A fact some minutes ago.
        void say(api::EventCode code, api::Level level, int minutesAgo, std::vector<api::Detail> details = {},
                 api::Direction direction = api::Direction::None)
        {
            api::Event event;
            event.at = TimePoint(std::chrono::hours(5));
            event.connection = api::ConnectionId(id.toStdString());
            event.code = code;
            event.level = level;
            event.phase = api::Phase::Phase1;
            event.exchange = api::Exchange::IkeSaInit;
            event.messageId = 0;
            event.direction = direction;
            event.details = std::move(details);
            bench.log->append({event},
                              {.engine = event.at, .utc = bench.log->now() - std::chrono::minutes(minutesAgo)});
        }
        void sayNegotiation(int minutesAgo)
        {
            say(api::EventCode::NegotiationTriggered, api::Level::Info, minutesAgo,
                {{api::DetailKey::Reason, "operator"}});
            say(api::EventCode::MessageSent, api::Level::Debug, minutesAgo, {{api::DetailKey::Payloads, "SA KE No"}},
                api::Direction::Out);
            say(api::EventCode::MessageReceived, api::Level::Debug, minutesAgo,
                {{api::DetailKey::Payloads, "N(NO_PROP)"}}, api::Direction::In);
            say(api::EventCode::NoProposalChosen, api::Level::Error, minutesAgo,
                {{api::DetailKey::Offered, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"}}, api::Direction::In);
            say(api::EventCode::AttemptFailed, api::Level::Error, minutesAgo,
                {{api::DetailKey::Failure, "NoProposalChosen"}});
            bench.log->flush();
        }
        api::EventCode codeAt(int row) const { return page->model()->record(row)->event.code; }
        QDateTime minutesAgo(int minutes) const { return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes); }
    };

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); } // its plurals

    void newLinesComeIntoSight()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        QCOMPARE(shown.rows(), 200);
        QVERIFY(shown.page->view()->isFollowing());
        QScrollBar *bar = shown.page->view()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        QTRY_COMPARE(bar->value(), bar->maximum());
        shown.bench.logFacts(shown.id, 5);
        QTRY_COMPARE(bar->value(), bar->maximum());
        QCOMPARE(shown.page->view()->newLines(), 0);
    }

    void scrollingUpHoldsStillAndCounts()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        ui::LogView *view = shown.page->view();
        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 50);
        view->verticalScrollBar()->setValue(10);
        QVERIFY(!view->isFollowing());
        shown.bench.logFacts(shown.id, 12);
        QCOMPARE(view->verticalScrollBar()->value(), 10);
        QCOMPARE(view->newLines(), 12);
        auto *pill = shown.page->findChild<ui::FollowPill *>();
        QVERIFY(pill->isVisible());
        QVERIFY2(pill->text().contains(QStringLiteral("12")), qPrintable(pill->text()));
        pill->click();
        QVERIFY(view->isFollowing());
        QCOMPARE(view->newLines(), 0);
        QTRY_COMPARE(view->verticalScrollBar()->value(), view->verticalScrollBar()->maximum());
    }

    void newLinesAreReachedByKeyboardAndByAScreenReader()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        ui::LogView *view = shown.page->view();
        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 50);
        QVERIFY(!accessibleNamed(shown.page.get(), QStringLiteral("12 new lines")));
        QTest::keyClick(view, Qt::Key_Home);
        shown.bench.logFacts(shown.id, 12);
        QAccessibleInterface *pill = accessibleNamed(shown.page.get(), QStringLiteral("12 new lines"));
        QVERIFY(pill);
        QCOMPARE(pill->role(), QAccessible::Button);
        QVERIFY(!pill->text(QAccessible::Description).isEmpty());
        QVERIFY(pill->state().focusable);
        auto *button = qobject_cast<QWidget *>(pill->object());
        const QWidget *next = view->nextInFocusChain();
        while (!(next->focusPolicy() & Qt::TabFocus))
            next = next->nextInFocusChain();
        QCOMPARE(next, button);
        QVERIFY(view->rect().contains(button->geometry().translated(-view->pos()))); // in sight, upon the lines
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(view->isFollowing());
        QCOMPARE(shown.page->focusWidget(), view);
        QVERIFY(!button->isVisible());
    }

    void whyTheLogIsEmptyIsReadOut()
    {
        Shown shown;
        models::LogFacets errors;
        errors.levels.included = {api::Level::Error};
        shown.page->setFacets(errors);
        shown.ready();
        QAccessibleInterface *button = accessibleNamed(shown.page.get(), shown.page->message()->button()->text());
        QVERIFY(button);
        QCOMPARE(button->role(), QAccessible::Button);
        QVERIFY(accessibleNamed(shown.page.get(), shown.page->message()->text()));
    }

    void endFollowsAgain()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 200);
        ui::LogView *view = shown.page->view();
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
        QCOMPARE(shown.rows(), 0);
    }

    void aWindowOfThePastDoesNotMove()
    {
        Shown shown;
        shown.page->showWindowFrom(shown.minutesAgo(120));
        shown.ready();
        QVERIFY(!shown.page->isLive());
        QCOMPARE(shown.page->query().window.from.time_since_epoch().count() % 60'000, 0); // a whole minute
        shown.bench.logFacts(shown.id, 3);
        QCOMPARE(shown.rows(), 0); // they are of now
        shown.bench.log->flush();
        shown.page->showLive();
        shown.ready();
        QCOMPARE(shown.rows(), 3);
    }

    void windowsStandOneBehindTheOther()
    {
        Shown shown;
        ui::RangeBar *range = shown.page->rangeBar();
        range->setLength(std::chrono::minutes(4));
        shown.page->showWindowFrom(shown.minutesAgo(120));
        const UtcTime from = shown.page->query().window.from;
        range->previousButton()->click();
        QCOMPARE(shown.page->query().window.to, from);
        range->nextButton()->click();
        QCOMPARE(shown.page->query().window.from, from);
        QCOMPARE(shown.page->query().window.to - from, std::chrono::minutes(4));
        shown.page->showWindowFrom(shown.minutesAgo(7));
        range->nextButton()->click(); // the next one ends in the future
        QVERIFY(shown.page->isLive());
        QVERIFY(range->nowButton()->isChecked());
        QVERIFY(!range->nextButton()->isEnabled());
    }

    void whatIsTooOldIsSaidNotToBeKept()
    {
        Shown shown;
        const QDate oldest = QDate::currentDate().addDays(-30);
        QCOMPARE(shown.page->rangeBar()->calendar()->minimumDate(), oldest);
        QCOMPARE(shown.page->rangeBar()->calendar()->maximumDate(), QDate::currentDate());
        shown.page->rangeBar()->fromEdit()->setDateTime(QDateTime::currentDateTime().addDays(-45));
        ui::LogMessage *message = shown.page->message();
        QVERIFY(message->isVisible());
        QVERIFY2(message->text().contains(QStringLiteral("not kept")), qPrintable(message->text()));
        QVERIFY2(message->text().contains(QStringLiteral("30 days")), qPrintable(message->text()));
        message->button()->click();
        shown.ready();
        QVERIFY(!message->text().contains(QStringLiteral("not kept")));
        QVERIFY(shown.page->query().window.from >= shown.page->timeline()->view().oldest());
    }

    void theTimelineChoosesTheWindow()
    {
        Shown shown;
        QTRY_VERIFY(!shown.page->timeline()->bins().isEmpty());
        QTest::keyClick(shown.page->timeline(), Qt::Key_Left);
        QVERIFY(!shown.page->isLive());
        const UtcTime from = shown.page->query().window.from;
        QCOMPARE(shown.page->timeline()->window(), shown.page->query().window);
        QTest::keyClick(shown.page->timeline(), Qt::Key_PageUp);
        QCOMPARE(from - shown.page->query().window.from, std::chrono::days(1));
    }

    void valuesBecomeChips()
    {
        Shown shown;
        shown.sayNegotiation(0);
        QCOMPARE(shown.rows(), 5);
        ui::LogView *view = shown.page->view();
        view->setCurrentIndex(shown.page->model()->index(3, LogTableModel::Level));
        QTest::keyClick(view, Qt::Key_Plus);
        shown.ready();
        QCOMPARE(shown.rows(), 2); // the errors
        QCOMPARE(shown.page->chips()->chips().size(), 1);
        QTRY_COMPARE(view->currentIndex().row(), 0); // where the reader was
        view->setCurrentIndex(shown.page->model()->index(0, LogTableModel::Direction));
        QTest::keyClick(view, Qt::Key_Minus);
        shown.ready();
        QCOMPARE(shown.rows(), 1);
        QCOMPARE(shown.codeAt(0), api::EventCode::AttemptFailed);
        // New lines are filtered as well.
        shown.say(api::EventCode::NoProposalChosen, api::Level::Error, 0, {}, api::Direction::In);
        shown.say(api::EventCode::PeerDead, api::Level::Error, 0);
        QCOMPARE(shown.rows(), 2);
        // A click takes a chip away, with Ctrl it turns it around.
        shown.bench.log->flush();
        QTest::mouseClick(shown.page->chips()->chips().at(1), Qt::LeftButton);
        shown.ready();
        QCOMPARE(shown.page->chips()->chips().size(), 1);
        QCOMPARE(shown.rows(), 4);
        shown.page->chips()->clear();
        shown.ready();
        QVERIFY(!shown.page->chips()->isVisible());
        QCOMPARE(shown.rows(), 7);
    }

    void theButtonUnderThePointerFilters()
    {
        Shown shown;
        shown.sayNegotiation(0);
        ui::LogView *view = shown.page->view();
        const QModelIndex level = shown.page->model()->index(1, LogTableModel::Level);
        QTRY_VERIFY(view->visualRect(level).isValid());
        QTest::mouseMove(view->viewport(), view->visualRect(level).center());
        QTRY_VERIFY(view->valueButton()->isVisible());
        QVERIFY(view->visualRect(level).contains(view->valueButton()->geometry()));
        view->valueButton()->click();
        shown.ready();
        QCOMPARE(shown.rows(), 2);
        QCOMPARE(shown.page->query().facets.levels.included, std::set{api::Level::Debug});
    }

    void aFilterThatNothingPassesSaysSo()
    {
        Shown shown;
        shown.sayNegotiation(0);
        models::LogFacets facets;
        facets.levels.included = {api::Level::Warning};
        shown.page->setFacets(facets);
        shown.ready();
        ui::LogMessage *message = shown.page->message();
        QVERIFY2(message->text().contains(QStringLiteral("filter")), qPrintable(message->text()));
        message->button()->click();
        shown.ready();
        QCOMPARE(shown.rows(), 5);
        QVERIFY(!message->isVisible());
    }

    void wordsAreFoundOneAfterTheOther()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 120);
        shown.page->openFind();
        ui::FindBar *find = shown.page->findBar();
        QVERIFY(find->edit()->isVisible());
        find->edit()->setText(QStringLiteral("Retransmit 11"));
        QTRY_COMPARE(find->countText(), QStringLiteral("1 of 11")); // 11, 110-119
        ui::LogView *view = shown.page->view();
        QCOMPARE(view->currentIndex().row(), 10);
        QTest::keyClick(find->edit(), Qt::Key_Return);
        QCOMPARE(view->currentIndex().row(), 109);
        QCOMPARE(find->countText(), QStringLiteral("2 of 11"));
        find->goToPrevious();
        find->goToPrevious(); // around the end
        QCOMPARE(view->currentIndex().row(), 118);
        find->edit()->setText(QStringLiteral("nothing like it"));
        QTRY_VERIFY2(find->countText().contains(QStringLiteral("Not found")), qPrintable(find->countText()));
        QTest::keyClick(find->edit(), Qt::Key_Escape);
        QVERIFY(!find->isVisible());
    }

    void detailsShowBothSides()
    {
        Shown shown;
        shown.say(api::EventCode::ProposalRefused, api::Level::Error, 0,
                  {{api::DetailKey::Offered, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"},
                   {api::DetailKey::Configured, "AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"},
                   {api::DetailKey::Differs, "encryption"}});
        shown.page->view()->selectRow(0);
        ui::FactView *facts = shown.page->facts();
        QVERIFY(facts->isVisible());
        QCOMPARE(facts->table()->rowCount(), 4);
        QCOMPARE(facts->table()->item(0, 1)->text(), QStringLiteral("AES_CBC_256"));
        QCOMPARE(facts->table()->item(0, 2)->text(), QStringLiteral("AES_CBC_128"));
        QVERIFY(!facts->table()->item(0, 0)->icon().isNull()); // not by its colour alone
        QVERIFY(facts->table()->item(1, 0)->icon().isNull());
        QVERIFY(facts->rawText().contains(QStringLiteral("Differs: encryption")));
        QTest::keyClick(shown.page->view(), Qt::Key_Return);
        QVERIFY(!facts->isVisible());
    }

    void theLadderGoesToItsLines()
    {
        Shown shown;
        shown.sayNegotiation(0);
        shown.page->view()->selectRow(3);
        shown.page->setLadderShown(true);
        ui::LadderView *ladder = shown.page->ladder();
        QTRY_COMPARE(ladder->model()->rowCount(), 5);
        QCOMPARE(ladder->list()->currentIndex().row(), 3);
        QVERIFY(ladder->model()->step(2).isTrouble);
        QTest::keyClick(ladder->list(), Qt::Key_Home);
        QCOMPARE(shown.page->view()->currentIndex().row(), 0);
        // Of another window the lines are read first.
        shown.page->showWindowFrom(shown.minutesAgo(300));
        shown.ready();
        ladder->list()->setCurrentIndex(ladder->model()->index(4));
        QTRY_COMPARE(shown.rows(), 5);
        QTRY_COMPARE(shown.page->view()->currentIndex().row(), 4);
    }

    void theNewestTroubleIsGoneTo()
    {
        Shown shown;
        shown.sayNegotiation(60 * 50);
        shown.bench.logFacts(shown.id, 3);
        shown.bench.log->flush();
        shown.page->showNewestTrouble();
        QTRY_VERIFY(!shown.page->isLive());
        QTRY_COMPARE(shown.rows(), 5);
        QTRY_COMPARE(shown.page->view()->currentIndex().row(), 4);
        QTRY_COMPARE(shown.codeAt(4), api::EventCode::AttemptFailed);
    }

    void withoutTroubleItFollows()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 3);
        shown.bench.log->flush();
        shown.page->showWindowFrom(shown.minutesAgo(300));
        shown.page->showNewestTrouble();
        QTRY_VERIFY(shown.page->isLive());
    }

    void aFailedConnectionOpensAtItsTrouble()
    {
        Shown shown;
        shown.sayNegotiation(60 * 3);
        shown.bench.reportState(shown.id, api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        ui::MainWindow window(shown.bench.services());
        window.setRegion(WidgetBench::kRegion);
        window.setPage(ui::MainWindow::Page::Connections);
        window.show();
        window.connectionsPage()->logAction()->trigger();
        const ui::LogPage *page = window.connectionsPage()->details()->logPage();
        QTRY_VERIFY(page->isVisible() && !page->isLive());
        QTRY_COMPARE(page->view()->currentIndex().row(), 4);
    }

    void allConnectionsOrOneAreShown()
    {
        Shown shown(ui::LogPage::Scope::Any);
        shown.bench.logFacts(shown.id, 2);
        shown.bench.logFacts(QString(), 1);
        QCOMPARE(shown.rows(), 3);
        QVERIFY(!shown.page->view()->isColumnHidden(LogTableModel::Connection));
        QCOMPARE(shown.page->model()->index(0, LogTableModel::Connection).data().toString(), QStringLiteral("office"));
        shown.bench.log->flush();
        shown.page->chooseConnection(shown.id);
        shown.ready();
        QCOMPARE(shown.rows(), 2);
        QCOMPARE(shown.page->chooser()->currentText(), QStringLiteral("office"));
        QVERIFY(shown.page->view()->isColumnHidden(LogTableModel::Connection));
        shown.page->chooseConnection(QString());
        shown.ready();
        QCOMPARE(shown.rows(), 1);
        shown.page->chooseConnection(std::nullopt);
        shown.ready();
        QCOMPARE(shown.rows(), 3);
    }

    void whatPassesTheChipsIsExported()
    {
        Shown shown;
        shown.sayNegotiation(0);
        models::LogFacets facets;
        facets.levels.included = {api::Level::Error};
        shown.page->setFacets(facets);
        shown.ready();
        QSignalSpy done(shown.page->exporter(), &ui::LogExporter::done);
        QSignalSpy failed(shown.page->exporter(), &ui::LogExporter::failed);
        const QString file = shown.bench.directory.filePath(QStringLiteral("out.jsonl"));
        shown.page->exporter()->write(file, models::LogFormat::JsonLines, shown.page->query().selection(),
                                      QStringLiteral("office"));
        QVERIFY(done.wait());
        QVERIFY2(done.first().first().toString().contains(QStringLiteral("2 lines")),
                 qPrintable(done.first().first().toString()));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll().count('\n'), 2);
        shown.page->exporter()->write(shown.bench.directory.filePath(QStringLiteral("no/such/folder.csv")),
                                      models::LogFormat::Csv, shown.page->query().selection(),
                                      QStringLiteral("office"));
        QVERIFY(failed.wait());
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("no/such")));
    }

    void aBundleSaysWhatIsTakenOut()
    {
        Shown shown;
        shown.sayNegotiation(0);
        models::SupportBundle bundle{.connectionId = shown.id, .window = shown.page->query().window};
        bundle.window.to = shown.bench.log->now();
        bundle.takeConfiguration(*shown.bench.catalog);
        ui::BundleDialog dialog(bundle, shown.bench.log->path());
        const auto says = [&dialog](const QString &words) {
            const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().contains(words); });
        };
        QVERIFY(says(QStringLiteral("address-1")));
        QVERIFY(says(QStringLiteral("not read at all")));
        dialog.redactBox()->setChecked(false);
        QVERIFY(!says(QStringLiteral("address-1")));
        QVERIFY(says(QStringLiteral("stay in it as they are")));
        QSignalSpy written(&dialog, &ui::BundleDialog::written);
        const QString file = shown.bench.directory.filePath(QStringLiteral("bundle.zip"));
        dialog.write(file);
        QVERIFY(written.wait());
        QFile zip(file);
        QVERIFY(zip.open(QIODevice::ReadOnly));
        const QByteArray content = zip.readAll();
        QVERIFY(content.startsWith("PK"));
        QVERIFY(content.contains("redactions.txt"));

        ui::BundleDialog hopeless(bundle, shown.bench.log->path());
        QSignalSpy failed(&hopeless, &ui::BundleDialog::failed);
        hopeless.write(shown.bench.directory.filePath(QStringLiteral("no/such/bundle.zip")));
        QVERIFY(failed.wait());
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("no/such")));
    }

    void selectedLinesAreCopiedAsTable()
    {
        Shown shown;
        shown.bench.logFacts(shown.id, 3);
        shown.page->view()->selectRow(1);
        const QStringList cells = shown.page->view()->selectedText().trimmed().split(QLatin1Char('\t'));
        QCOMPARE(cells.size(), LogTableModel::kColumns - 1); // the connection's is hidden
        // As charon words it, since admins grep for it.
        QCOMPARE(cells.last(), QStringLiteral("sending retransmit 2 of request message ID 0"));
    }

    void columnsAndLengthAreRemembered()
    {
        Shown shown;
        shown.page->view()->setColumnHidden(LogTableModel::Phase, true);
        shown.page->rangeBar()->setLength(std::chrono::minutes(3));
        shown.page->setLadderShown(true);
        shown.page->saveLayout();
        const ui::LogPage again(shown.bench.services(), ui::LogPage::Scope::OneConnection);
        QVERIFY(again.view()->isColumnHidden(LogTableModel::Phase));
        QVERIFY(!again.view()->isColumnHidden(LogTableModel::Exchange));
        QCOMPARE(again.rangeBar()->length(), std::chrono::minutes(3));
        QVERIFY(again.ladder()->isVisibleTo(&again));
    }

    void ctrlLAndCtrlFReachTheLog()
    {
        Shown shown;
        ui::MainWindow window(shown.bench.services());
        window.setPage(ui::MainWindow::Page::VpnGateways);
        window.show();
        const auto byKey = [&window](const QKeySequence &key) -> QAction * {
            for (QAction *action : window.findChildren<QAction *>()) {
                if (action->shortcuts().contains(key) && action->isEnabled() && action->isVisible())
                    return action;
            }
            return nullptr;
        };
        byKey(QKeySequence(Qt::CTRL | Qt::Key_L))->trigger();
        QCOMPARE(window.page(), ui::MainWindow::Page::Log);
        byKey(QKeySequence(Qt::CTRL | Qt::Key_F))->trigger();
        QVERIFY(window.logPage()->findBar()->isVisible());
    }
};

QTEST_MAIN(TestLogPage)
#include "test_log_page.moc"
