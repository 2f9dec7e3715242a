#include "undo_bench.h"

#include <sys/stat.h>

using namespace tw;
using namespace tw::test;

// Where the keys of replaced and deleted connections are while a step may bring them back, and when they are wiped.
class TestUndoKeys : public UndoBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void noStepHoldsAKey();
    void keysAreWipedWhenTheirStepLeaves();
    void keysAreWipedAtTheEnd();
    void keysAreWipedAtTheNextStart();
    void theKeyFileStaysClosedToOthers();
    void aKeyThatIsGoneIsSaid();
};

// The stack can be printed and copied: whatever is in it is no secret.
void TestUndoKeys::noStepHoldsAKey()
{
    bool isSeen = false;
    m_stack.reset();
    catalog().setChangeListener([&](const CatalogDelta &delta) {
        isSeen = delta.connections.size() == 1;
        const Connection &after = *delta.connections.first().after;
        for (const DraftMember &member : draftMembers())
            QVERIFY(!draftText(after.draft, member.field).contains(text("f1rst")));
        QVERIFY(after.secretReference.startsWith(text("sec-")));
    });
    addConnection();
    QVERIFY(isSeen);
    catalog().setChangeListener({});
}

void TestUndoKeys::keysAreWipedWhenTheirStepLeaves()
{
    const QString id = addConnection("hz-office", "Key-Of-The-First");
    QVERIFY(catalog().removeConnection(id));
    const QByteArray hex = QByteArray("Key-Of-The-First").toHex();
    QVERIFY(keyFile().contains(hex));
    VpnGateway gateway = *catalog().vpnGateway(test::sampleVpnGateway().id);
    for (std::size_t number = 1; number <= UndoStack::kMostSteps; ++number) {
        QVERIFY(keyFile().contains(hex));
        gateway.description = text("edit %1").arg(number);
        QVERIFY(catalog().save(gateway));
    }
    QVERIFY(!keyFile().contains(hex));
}

void TestUndoKeys::keysAreWipedAtTheEnd()
{
    const QString id = addConnection();
    QVERIFY(catalog().save(catalog().connection(id)->draft, key("s3cond")));
    QCOMPARE(retiredCount(), 1);
    m_stack.reset();
    QCOMPARE(secretNames(), QSet<QString>{catalog().connection(id)->secretReference});
    QVERIFY(catalog().removeConnection(id)); // and what goes without a stack goes at once
    QVERIFY(secretNames().isEmpty());
}

// Killed: the stack had no time to wipe anything. Also where all the gateways are gone, since a catalogue without any may
// be one whose database was moved away, and then keys are left alone.
void TestUndoKeys::keysAreWipedAtTheNextStart()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    QVERIFY(catalog().removeCustomerGateway(test::sampleCustomerGateway().id));
    QVERIFY(catalog().removeVpnGateway(test::sampleVpnGateway().id));
    QFile file(m_workspace->secretFile());
    QVERIFY(file.copy(m_workspace->secretFile() + text(".killed")));
    m_stack.reset();
    QVERIFY(file.remove());
    QVERIFY(QFile::rename(m_workspace->secretFile() + text(".killed"), m_workspace->secretFile()));
    QVERIFY(keyFile().contains(QByteArray("f1rst").toHex()));
    m_workspace->reopen(Database::Access::Read);
    QVERIFY(keyFile().contains(QByteArray("f1rst").toHex())); // a reader changes nothing
    m_workspace->reopen();
    QVERIFY(!keyFile().contains(QByteArray("f1rst").toHex()));
}

void TestUndoKeys::theKeyFileStaysClosedToOthers()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    struct stat status{};
    QCOMPARE(::stat(QFile::encodeName(m_workspace->secretFile()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600u);
    // Nowhere but there: the database knows names of keys at most.
    QFile database(m_workspace->databaseFile());
    QVERIFY(database.open(QIODevice::ReadOnly));
    QVERIFY(!database.readAll().contains("f1rst"));
}

void TestUndoKeys::aKeyThatIsGoneIsSaid()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    QVERIFY(m_workspace->secrets().change({}, secretNames()));
    QCOMPARE(m_stack->apply(Direction::Undo).error(),
             text("The pre-shared key that “hz-office” had is no longer kept."));
    QVERIFY(!catalog().connection(id));
}

QTEST_GUILESS_MAIN(TestUndoKeys)
#include "test_undo_keys.moc"
