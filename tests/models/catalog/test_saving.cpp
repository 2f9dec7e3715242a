#include "models/catalog/catalog.h"
#include "models/catalog/undo_stack.h"
#include "models/store/database.h"
#include "tests/models/catalog/slow_disk.h"
#include "tests/support/draft_samples.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }
PresharedKey key(const char *literal) { return presharedKeyFromText(text(literal)); }

ConnectionDraft draftNamed(const char *name, const char *remote)
{
    ConnectionDraft draft = test::sampleDraft();
    draft.name = text(name);
    draft.remoteSubnet = text(remote);
    return draft;
}

// A catalogue that saves behind its caller's back, on a disk that waits for the test.
struct Site
{
    Site()
    {
        open();
        CatalogChange gateways;
        gateways.vpnGateways = {test::sampleVpnGateway()};
        gateways.customerGateways = {test::sampleCustomerGateway()};
        if (!catalog->applyAll(std::move(gateways)))
            qFatal("the samples are wrong");
        catalog->saveBehind();
    }
    ~Site() { secrets.release(1000); }

    void open()
    {
        catalog.reset();
        database.reset();
        auto opened =
            Database::open(directory.filePath(text("catalog.sqlite")), Catalog::schema(), Database::Access::Write);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        database = std::move(*opened);
        catalog = std::move(*Catalog::load(*database, secrets));
    }
    // As another program would see it.
    int savedConnections() const
    {
        auto row = database->run(text("SELECT count(*) FROM connections"));
        return row && row->next() ? row->value(0).toInt() : -1;
    }
    // What whenSaved() says, in the order in which it is said.
    void watch()
    {
        catalog->whenSaved(&context, [this](const CatalogResult<void> &saved) {
            heard.append(saved ? text("saved") : saved.error().text);
        });
    }

    QTemporaryDir directory;
    test::SlowSecrets secrets;
    std::unique_ptr<Database> database;
    std::unique_ptr<Catalog> catalog;
    QObject context;
    QStringList heard;
};

} // namespace

// Saving does not wait for the disk, and nothing is seen before the disk has it.
class TestSaving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSeenBeforeTheDiskHasIt()
    {
        Site site;
        const QSignalSpy added(site.catalog.get(), &Catalog::connectionAdded);
        const QSignalSpy saving(site.catalog.get(), &Catalog::savingChanged);
        const auto id = site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1"));
        QVERIFY(id.has_value()); // it was found good, and returned although the disk stands
        site.watch();
        QTRY_COMPARE(site.secrets.begun.load(), 1);

        // The thread is free: its event loop turns while the disk does not.
        int turns = 0;
        QTimer timer;
        timer.callOnTimeout([&turns] { ++turns; });
        timer.start(1);
        QTRY_VERIFY(turns > 20);
        QVERIFY(site.catalog->isSaving());
        QVERIFY(!site.catalog->connection(*id));
        QVERIFY(added.isEmpty() && site.heard.isEmpty());
        QCOMPARE(site.savedConnections(), 0);

        site.secrets.release();
        QTRY_COMPARE(site.heard, QStringList{text("saved")});
        QCOMPARE(added.size(), 1);
        QVERIFY(site.catalog->connection(*id) && !site.catalog->isSaving());
        QCOMPARE(site.savedConnections(), 1);
        QCOMPARE(saving.size(), 2);
        site.open();
        QCOMPARE(presharedKeyText(*site.catalog->presharedKey(*id)), text("k1"));
    }

    void whatIsNotOnItsWayIsNotWaitedFor()
    {
        Site site;
        site.watch();
        QCOMPARE(site.heard, QStringList{text("saved")});
    }

    void changesAreCheckedAgainstThoseOnTheirWay()
    {
        Site site;
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        const auto same = site.catalog->save(draftNamed("other", "10.1.0.0/16"), key("k1"));
        QVERIFY(!same.has_value()); // the same selectors
        QCOMPARE(same.error().kind, CatalogError::Kind::Invalid);
        QVERIFY(site.catalog->save(draftNamed("two", "10.2.0.0/16"), key("k1")));
        site.watch();
        site.secrets.release(2);
        QTRY_COMPARE(site.heard, QStringList{text("saved")});
        QCOMPARE(site.catalog->connections().size(), 2);
        QCOMPARE(site.savedConnections(), 2);
    }

    void aFailedSaveLeavesNothing()
    {
        Site site;
        const QSignalSpy unheard(site.catalog.get(), &Catalog::saveFailed);
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        site.watch();
        QTRY_COMPARE(site.secrets.begun.load(), 1);
        site.secrets.isFull = true;
        site.secrets.release();
        QTRY_COMPARE(site.heard, QStringList{text("no room")});
        QVERIFY(site.catalog->connections().isEmpty() && !site.catalog->isSaving());
        QVERIFY(site.secrets.references()->isEmpty());
        QCOMPARE(site.savedConnections(), 0);
        QVERIFY(unheard.isEmpty());

        // It can be tried again.
        site.secrets.isFull = false;
        site.secrets.release();
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        site.watch();
        QTRY_COMPARE(site.heard, (QStringList{text("no room"), text("saved")}));
        QCOMPARE(site.savedConnections(), 1);
    }

    void whatWasPlannedOnAFailureFailsWithIt()
    {
        Site site;
        const auto one = site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1"));
        site.watch();
        // Without a key of its own: its row alone would find the disk in order.
        CatalogChange renamed;
        ConnectionDraft draft = draftNamed("renamed", "10.1.0.0/16");
        draft.id = *one;
        renamed.connections.push_back({draft, {}});
        QVERIFY(site.catalog->applyAll(std::move(renamed)));
        QVERIFY(site.catalog->save(draftNamed("two", "10.2.0.0/16"), key("k1")));
        site.watch();
        site.secrets.isFull = true;
        site.secrets.release(3);
        QTRY_COMPARE(site.heard, (QStringList{text("no room"), text("no room")}));
        QCOMPARE(site.secrets.begun.load(), 1); // the others were not tried
        QVERIFY(site.catalog->connections().isEmpty());
        QCOMPARE(site.savedConnections(), 0);
        QVERIFY(site.secrets.references()->isEmpty());
    }

    void aDatabaseThatFailsTakesItsKeyBack()
    {
        Site site;
        QVERIFY(site.database->run(text("ALTER TABLE connections RENAME TO elsewhere")));
        site.secrets.release();
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        site.watch();
        QTRY_COMPARE(site.heard.size(), 1);
        QVERIFY2(site.heard.first().contains(text("catalog.sqlite")), qPrintable(site.heard.first()));
        QVERIFY(site.secrets.references()->isEmpty());
    }

    void aFailureThatNobodyWaitsForIsTold()
    {
        Site site;
        const QSignalSpy unheard(site.catalog.get(), &Catalog::saveFailed);
        site.secrets.isFull = true;
        site.secrets.release();
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        {
            QObject closed;
            site.catalog->whenSaved(&closed, [](const auto &) { QFAIL("it is gone"); });
        }
        QTRY_COMPARE(unheard.size(), 1);
        QCOMPARE(unheard.first().first().value<CatalogError>().text, text("no room"));
    }

    void whatIsOnItsWayAtTheEndIsSaved()
    {
        Site site;
        QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
        QVERIFY(site.catalog->save(draftNamed("two", "10.2.0.0/16"), key("k1")));
        site.secrets.release(2);
        site.open();
        QCOMPARE(site.catalog->connections().size(), 2);
    }

    void undoBeginsWhenTheDiskHasIt()
    {
        Site site;
        UndoStack stack(*site.catalog);
        const auto id = site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1"));
        QVERIFY(!stack.can(UndoStack::Direction::Undo));
        site.secrets.release();
        QTRY_VERIFY(stack.can(UndoStack::Direction::Undo));

        QVERIFY(site.catalog->removeConnection(*id));
        QTRY_VERIFY(stack.can(UndoStack::Direction::Undo));
        QVERIFY(stack.apply(UndoStack::Direction::Undo)); // its key comes back, which is a write
        QVERIFY(!stack.can(UndoStack::Direction::Undo) && !stack.can(UndoStack::Direction::Redo));
        QVERIFY(!site.catalog->connection(*id));
        site.secrets.release();
        QTRY_VERIFY(stack.can(UndoStack::Direction::Redo));
        QVERIFY(site.catalog->connection(*id));
        QCOMPARE(presharedKeyText(*site.catalog->presharedKey(*id)), text("k1"));
    }

    void anUndoThatFailsStaysTheNextOne()
    {
        Site site;
        UndoStack stack(*site.catalog);
        const auto id = site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1"));
        site.secrets.release();
        QTRY_VERIFY(site.catalog->connection(*id));
        QVERIFY(site.catalog->removeConnection(*id));
        QTRY_VERIFY(stack.can(UndoStack::Direction::Undo));
        const QString step = stack.text(UndoStack::Direction::Undo);
        site.secrets.isFull = true;
        site.secrets.release();
        QVERIFY(stack.apply(UndoStack::Direction::Undo));
        QTRY_VERIFY(stack.can(UndoStack::Direction::Undo));
        QCOMPARE(stack.text(UndoStack::Direction::Undo), step);
        QVERIFY(!site.catalog->connection(*id));

        site.secrets.isFull = false;
        site.secrets.release();
        QVERIFY(stack.apply(UndoStack::Direction::Undo));
        QTRY_VERIFY(site.catalog->connection(*id));
        QCOMPARE(presharedKeyText(*site.catalog->presharedKey(*id)), text("k1"));
    }

    void whatBelongsTogetherIsOneStep()
    {
        Site site;
        UndoStack stack(*site.catalog);
        {
            const UndoStack::Together both(&stack);
            QVERIFY(site.catalog->save(draftNamed("one", "10.1.0.0/16"), key("k1")));
            QVERIFY(site.catalog->save(draftNamed("two", "10.2.0.0/16"), key("k1")));
        }
        site.secrets.release(2);
        QTRY_VERIFY(stack.can(UndoStack::Direction::Undo));
        QCOMPARE(site.catalog->connections().size(), 2);
        QVERIFY(stack.apply(UndoStack::Direction::Undo));
        QTRY_VERIFY(site.catalog->connections().isEmpty());
        QTRY_VERIFY(!site.catalog->isSaving());
        QVERIFY(!stack.can(UndoStack::Direction::Undo));
    }
};

QTEST_GUILESS_MAIN(TestSaving)

#include "test_saving.moc"
