#include "undo_bench.h"

#include <QSignalSpy>

using namespace tw;
using namespace tw::test;

// Steps: what they are, the way back, and when there is none.
class TestUndoStack : public UndoBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void nothingToUndoAtFirst();
    void aDeletedConnectionComesBackAsItWas();
    void aCreatedConnectionGoesAndComesAgain();
    void anEditIsTakenBackWithItsKey();
    void keysThroughAWholeChainOfSteps();
    void gatewaysToo();
    void ownRegionsToo();
    void aRegionStaysWhileGatewaysAreInIt();
    void severalAtOnceAreOneStep();
    void whatWasAskedAtOnceIsOneStep();
    void whatBelongsTogetherComesTogether();
    void whatTheOthersTookOverIsTakenBackToo();
    void whatComesBackStandsWhereItStood();
    void aNameThatIsTakenIsSaid();
    void aGatewayThatIsGoneIsSaid();
    void somebodyElsesChangeIsNotOverwritten();
    void aStepThatIsNoLongerPossibleCanBeLeftOut();
    void changesOfOtherProgramsAreNoSteps();
    void theNewestHundredStepsStay();
    void aNewStepEndsWhatWasUndone();
    void aRefusedSaveLeavesTheStack();
    void itSaysWhatItWouldDo();
};

void TestUndoStack::nothingToUndoAtFirst()
{
    for (const Direction direction : {Direction::Undo, Direction::Redo}) {
        QVERIFY(!m_stack->can(direction));
        QCOMPARE(m_stack->text(direction), QString());
        QVERIFY(!m_stack->apply(direction));
        QVERIFY(!m_stack->check(direction));
        m_stack->forget(direction);
    }
}

void TestUndoStack::aDeletedConnectionComesBackAsItWas()
{
    const QString id = addConnection();
    const Connection before = *catalog().connection(id);
    QVERIFY(catalog().removeConnection(id));
    QCOMPARE(m_stack->text(Direction::Undo), text("delete IPsec connection “hz-office”"));
    QCOMPARE(m_stack->deletionText(), text("IPsec connection “hz-office” was deleted."));
    QSignalSpy added(&catalog(), &Catalog::connectionAdded);
    const auto objects = m_stack->apply(Direction::Undo);
    QVERIFY2(objects, qPrintable(objects ? QString() : objects.error()));
    QCOMPARE(objects->size(), 1);
    QCOMPARE(objects->first().id, id);
    QVERIFY(objects->first().isThere);
    QCOMPARE(added.size(), 1); // the engine is told by whoever follows the catalogue
    QCOMPARE(added.first().first().toString(), id);
    QCOMPARE(*catalog().connection(id), before); // the id, the time of its creation and the key's name too
    QCOMPARE(keyOf(id), text("f1rst"));
    QCOMPARE(retiredCount(), 0);

    QCOMPARE(m_stack->text(Direction::Redo), text("delete IPsec connection “hz-office”"));
    QVERIFY(m_stack->apply(Direction::Redo));
    QVERIFY(!catalog().connection(id));
    QVERIFY(m_stack->apply(Direction::Undo));
    m_stack.reset();
    m_workspace->reopen();
    // The database keeps milliseconds, which is all that there are.
    QCOMPARE(catalog().connection(id)->draft, before.draft);
    QCOMPARE(catalog().connection(id)->created, before.created);
    QCOMPARE(keyOf(id), text("f1rst"));
}

void TestUndoStack::aCreatedConnectionGoesAndComesAgain()
{
    const QString id = addConnection();
    QCOMPARE(m_stack->text(Direction::Undo), text("create IPsec connection “hz-office”"));
    QCOMPARE(m_stack->deletionText(), QString());
    const auto objects = m_stack->apply(Direction::Undo);
    QVERIFY(objects && !objects->first().isThere);
    QVERIFY(!catalog().connection(id));
    QVERIFY(m_stack->apply(Direction::Redo));
    QCOMPARE(keyOf(id), text("f1rst"));
}

void TestUndoStack::anEditIsTakenBackWithItsKey()
{
    const QString id = addConnection();
    const Connection before = *catalog().connection(id);
    ConnectionDraft edited = before.draft;
    edited.name = text("hz-sh");
    edited.ikeLifetime = text("3600");
    QVERIFY(catalog().save(edited, key("s3cond")));
    QCOMPARE(m_stack->text(Direction::Undo), text("edit IPsec connection “hz-sh”"));
    QSignalSpy changed(&catalog(), &Catalog::connectionChanged);
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(*catalog().connection(id), before);
    QCOMPARE(keyOf(id), text("f1rst"));
    QCOMPARE(changed.size(), 1);
    // The same as for an edit of name, lifetime and key (test_catalog).
    QCOMPARE(changed.first().at(1).value<EditEffect>(), EditEffect::BothPhases);
    QVERIFY(m_stack->apply(Direction::Redo));
    QCOMPARE(catalog().connection(id)->draft.name, text("hz-sh"));
    QCOMPARE(keyOf(id), text("s3cond"));
    QCOMPARE(retiredCount(), 1);
}

void TestUndoStack::keysThroughAWholeChainOfSteps()
{
    const QString id = addConnection();
    QVERIFY(catalog().save(catalog().connection(id)->draft, key("s3cond")));
    QVERIFY(catalog().save(catalog().connection(id)->draft, key("th1rd")));
    QVERIFY(catalog().removeConnection(id));
    const QStringList keys{text("th1rd"), text("s3cond"), text("f1rst")};
    for (int round = 0; round < 2; ++round) {
        for (const QString &expected : keys) {
            QVERIFY(m_stack->apply(Direction::Undo));
            QCOMPARE(keyOf(id), expected);
        }
        QVERIFY(m_stack->apply(Direction::Undo)); // its creation
        QVERIFY(!catalog().connection(id));
        for (auto expected = keys.crbegin(); expected != keys.crend(); ++expected) {
            QVERIFY(m_stack->apply(Direction::Redo));
            QCOMPARE(keyOf(id), *expected);
        }
        QVERIFY(m_stack->apply(Direction::Redo));
        QVERIFY(!catalog().connection(id));
        QCOMPARE(retiredCount(), 3);
    }
}

void TestUndoStack::gatewaysToo()
{
    VpnGateway ours = test::sampleVpnGateway();
    ours = *catalog().vpnGateway(ours.id);
    CustomerGateway peer = *catalog().customerGateway(test::sampleCustomerGateway().id);
    VpnGateway renamed = ours;
    renamed.name = text("hz-new");
    QVERIFY(catalog().save(renamed));
    QCOMPARE(m_stack->text(Direction::Undo), text("edit VPN gateway “hz-new”"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(*catalog().vpnGateway(ours.id), ours);

    QVERIFY(catalog().removeCustomerGateway(peer.id));
    QVERIFY(catalog().removeVpnGateway(ours.id));
    QCOMPARE(m_stack->text(Direction::Undo), text("delete VPN gateway “hz-vpn”"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(m_stack->text(Direction::Undo), text("delete customer gateway “office”"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(*catalog().vpnGateway(ours.id), ours);
    QCOMPARE(*catalog().customerGateway(peer.id), peer);

    CustomerGateway second = peer;
    second.id.clear();
    second.name = text("branch");
    second.ipAddress = text("198.51.100.21");
    const QString id = *catalog().save(second);
    QVERIFY(m_stack->apply(Direction::Undo));
    QVERIFY(!catalog().customerGateway(id));
    QVERIFY(m_stack->apply(Direction::Redo));
    QCOMPARE(catalog().customerGateway(id)->name, text("branch"));
}

void TestUndoStack::ownRegionsToo()
{
    const Region made{text("site-a"), text("Hamburg"), {}, true};
    QVERIFY(catalog().save(made));
    QCOMPARE(m_stack->text(Direction::Undo), text("create region “Hamburg”"));
    const auto gone = m_stack->apply(Direction::Undo);
    QVERIFY2(gone, qPrintable(gone ? QString() : gone.error()));
    QVERIFY(!gone->first().isThere && !catalog().region(text("site-a")));
    QVERIFY(m_stack->apply(Direction::Redo));
    QCOMPARE(*catalog().region(text("site-a")), made);

    Region renamed = made;
    renamed.name = text("Bremen");
    QVERIFY(catalog().save(renamed));
    QCOMPARE(m_stack->text(Direction::Undo), text("rename region “Bremen”"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(*catalog().region(text("site-a")), made);

    QVERIFY(catalog().removeRegion(text("site-a")));
    QCOMPARE(m_stack->text(Direction::Undo), text("delete region “Hamburg”"));
    QCOMPARE(m_stack->deletionText(), text("Region “Hamburg” was deleted."));
    const auto back = m_stack->apply(Direction::Undo);
    QVERIFY(back.has_value());
    QCOMPARE(back->first().kind, ObjectKind::Region);
    m_stack.reset();
    m_workspace->reopen();
    QCOMPARE(*catalog().region(text("site-a")), made);
}

// Its own steps are taken back in order; what somebody else put there is not.
void TestUndoStack::aRegionStaysWhileGatewaysAreInIt()
{
    QVERIFY(catalog().save(Region{text("site-a"), text("Hamburg"), {}, true}));
    VpnGateway gateway = sampleVpnGateway();
    gateway.id.clear();
    gateway.name = text("in-hamburg");
    gateway.internetIp = text("203.0.113.77");
    gateway.regionId = text("site-a");
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().save(gateway));
    }
    const auto refused = m_stack->apply(Direction::Undo);
    QVERIFY(!refused);
    QVERIFY2(refused.error().contains(text("in-hamburg")), qPrintable(refused.error()));
    QVERIFY(catalog().region(text("site-a")));
}

void TestUndoStack::severalAtOnceAreOneStep()
{
    QStringList ids;
    for (const auto &[name, remote] : {std::pair("name-a", "10.1.0.0/16"), {"name-b", "10.2.0.0/16"}})
        ids.append(*catalog().save(draftNamed(name, "192.168.0.0/16", remote), key("shared")));
    QVERIFY(catalog().removeConnections(ids));
    QVERIFY(catalog().connections().isEmpty());
    QCOMPARE(m_stack->text(Direction::Undo), text("delete 2 IPsec connections"));
    QCOMPARE(m_stack->deletionText(), text("2 objects were deleted."));
    const auto objects = m_stack->apply(Direction::Undo);
    QVERIFY(objects);
    QCOMPARE(objects->size(), 2);
    for (const QString &id : ids)
        QCOMPARE(keyOf(id), text("shared"));
    // All or none.
    QVERIFY(!catalog().removeConnections({ids.first(), text("vco-none")}));
    QCOMPARE(catalog().connections().size(), 2);
}

// Each is a change of its own, and may be refused by itself; for the user it was one.
void TestUndoStack::whatWasAskedAtOnceIsOneStep()
{
    const QString a = *catalog().save(draftNamed("name-a", "192.168.0.0/16", "10.1.0.0/16"), key("shared"));
    const QString b = *catalog().save(draftNamed("name-b", "192.168.0.0/16", "10.2.0.0/16"), key("shared"));
    QSignalSpy recorded(m_stack.get(), &UndoStack::recorded);
    {
        const UndoStack::Together one(m_stack.get());
        const UndoStack::Together inner(m_stack.get());
        ConnectionDraft draft = catalog().connection(a)->draft;
        draft.description = text("on its way out");
        QVERIFY(catalog().save(draft));
        QVERIFY(catalog().removeConnection(a));
        QVERIFY(!catalog().removeConnection(text("vco-none")));
        QVERIFY(catalog().removeConnection(b));
        const QString passing = *catalog().save(draftNamed("passing", "192.168.0.0/16", "10.3.0.0/16"), key("shared"));
        QVERIFY(catalog().removeConnection(passing));
        QCOMPARE(recorded.size(), 0);
    }
    QCOMPARE(recorded.size(), 1);
    QCOMPARE(m_stack->text(Direction::Undo), text("delete 2 IPsec connections"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(keyOf(a), text("shared"));
    QCOMPARE(keyOf(b), text("shared"));
    QCOMPARE(catalog().connection(a)->draft.description, QString());
    QCOMPARE(catalog().connections().size(), 2);
    {
        const UndoStack::Together nothing(m_stack.get());
        const UndoStack::Together without(nullptr);
    }
    QCOMPARE(recorded.size(), 1);
    QVERIFY(m_stack->apply(Direction::Redo));
    QVERIFY(catalog().connections().isEmpty());
}

// As an import makes them: gateways and the connection between them in one change.
void TestUndoStack::whatBelongsTogetherComesTogether()
{
    CatalogChange change;
    VpnGateway ours = test::sampleVpnGateway();
    ours.id = text("vpn-second");
    ours.name = text("second");
    CustomerGateway peer = test::sampleCustomerGateway();
    peer.id = text("cgw-second");
    peer.name = text("second-peer");
    peer.ipAddress = text("198.51.100.77");
    ConnectionDraft draft = test::sampleDraft();
    draft.id = text("vco-second");
    draft.vpnGatewayId = ours.id;
    draft.customerGatewayId = peer.id;
    change.vpnGateways = {ours};
    change.customerGateways = {peer};
    change.connections.push_back({draft, key("s3cond")});
    QVERIFY(catalog().applyAll(std::move(change)));
    QCOMPARE(m_stack->text(Direction::Undo), text("create 3 objects"));
    QVERIFY(m_stack->apply(Direction::Undo));
    QVERIFY(!catalog().vpnGateway(ours.id) && !catalog().customerGateway(peer.id) && !catalog().connection(draft.id));
    QVERIFY(m_stack->apply(Direction::Redo));
    QCOMPARE(keyOf(draft.id), text("s3cond"));
}

// The editor's "Change all of them": connections on one IKE SA get one key.
void TestUndoStack::whatTheOthersTookOverIsTakenBackToo()
{
    const QString a = *catalog().save(draftNamed("name-a", "192.168.0.0/16", "10.1.0.0/16"), key("0ld"));
    const QString b = *catalog().save(draftNamed("name-b", "192.168.0.0/16", "10.2.0.0/16"), key("0ld"));
    ConnectionDraft draft = catalog().connection(a)->draft;
    draft.ikeLifetime = text("7200");
    QVERIFY(catalog().save(draft, key("n3w"), Catalog::Sharing::ChangeOthers));
    QCOMPARE(m_stack->text(Direction::Undo), text("edit 2 IPsec connections"));
    QVERIFY(m_stack->apply(Direction::Undo));
    for (const QString &id : {a, b}) {
        QCOMPARE(catalog().connection(id)->draft.ikeLifetime, text("86400"));
        QCOMPARE(keyOf(id), text("0ld"));
    }
}

void TestUndoStack::whatComesBackStandsWhereItStood()
{
    const QString peer = catalog().customerGateways().first().id;
    CustomerGateway second = test::sampleCustomerGateway();
    second.id.clear();
    second.name = text("branch");
    second.ipAddress = text("198.51.100.21");
    second.created = catalog().customerGateways().first().created.addSecs(1);
    QVERIFY(catalog().save(second));
    QVERIFY(catalog().removeCustomerGateway(peer));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(catalog().customerGateways().first().id, peer);
}

void TestUndoStack::aNameThatIsTakenIsSaid()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    {
        const Catalog::Unrecorded others(catalog());
        addConnection("hz-office", "an0ther");
    }
    const auto refused = m_stack->apply(Direction::Undo);
    QVERIFY(!refused);
    QVERIFY2(refused.error().contains(text("hz-office")) && refused.error().contains(text("already")),
             qPrintable(refused.error()));
    QCOMPARE(catalog().connections().size(), 1);
    QVERIFY(m_stack->can(Direction::Undo) && !m_stack->can(Direction::Redo));
    QCOMPARE(m_stack->check(Direction::Undo).error(), refused.error());
}

void TestUndoStack::aGatewayThatIsGoneIsSaid()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().removeCustomerGateway(test::sampleCustomerGateway().id));
    }
    const auto refused = m_stack->apply(Direction::Undo);
    QVERIFY(!refused);
    QCOMPARE(refused.error(), text("The customer gateway of “hz-office” is no longer there."));
    QCOMPARE(retiredCount(), 1); // once the gateway is back it can be tried again
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().save(test::sampleCustomerGateway()));
    }
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(keyOf(id), text("f1rst"));
}

void TestUndoStack::somebodyElsesChangeIsNotOverwritten()
{
    const QString id = addConnection();
    ConnectionDraft draft = catalog().connection(id)->draft;
    draft.description = text("mine of today");
    QVERIFY(catalog().save(draft));
    draft.description = text("theirs");
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().save(draft));
    }
    QCOMPARE(m_stack->apply(Direction::Undo).error(),
             text("IPsec connection “hz-office” was changed in the meantime, and that change would be lost."));
    QCOMPARE(catalog().connection(id)->draft.description, text("theirs"));
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().removeConnection(id));
    }
    QCOMPARE(m_stack->apply(Direction::Undo).error(), text("IPsec connection “hz-office” is no longer there."));
}

void TestUndoStack::aStepThatIsNoLongerPossibleCanBeLeftOut()
{
    VpnGateway gateway = *catalog().vpnGateway(test::sampleVpnGateway().id);
    gateway.description = text("edited");
    QVERIFY(catalog().save(gateway));
    const QString id = addConnection();
    {
        const Catalog::Unrecorded others(catalog());
        QVERIFY(catalog().removeConnection(id));
    }
    QVERIFY(!m_stack->apply(Direction::Undo));
    QSignalSpy changed(m_stack.get(), &UndoStack::changed);
    m_stack->forget(Direction::Undo);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_stack->text(Direction::Undo), text("edit VPN gateway “hz-vpn”"));
    QVERIFY(m_stack->apply(Direction::Undo));
}

void TestUndoStack::changesOfOtherProgramsAreNoSteps()
{
    QSignalSpy recorded(m_stack.get(), &UndoStack::recorded);
    QString id;
    {
        const Catalog::Unrecorded others(catalog());
        id = addConnection();
        QVERIFY(catalog().removeConnection(id));
    }
    QVERIFY(!m_stack->can(Direction::Undo));
    QVERIFY(secretNames().isEmpty()); // and nothing is kept that nobody can bring back
    addConnection();
    QCOMPARE(recorded.size(), 1);
}

void TestUndoStack::theNewestHundredStepsStay()
{
    VpnGateway gateway = *catalog().vpnGateway(test::sampleVpnGateway().id);
    const auto edits = static_cast<int>(UndoStack::kMostSteps) + 3;
    for (int number = 1; number <= edits; ++number) {
        gateway.description = text("edit %1").arg(number);
        QVERIFY(catalog().save(gateway));
    }
    std::size_t undone = 0;
    while (m_stack->apply(Direction::Undo))
        ++undone;
    QCOMPARE(undone, UndoStack::kMostSteps);
    QCOMPARE(catalog().vpnGateway(gateway.id)->description, text("edit 3"));
}

void TestUndoStack::aNewStepEndsWhatWasUndone()
{
    addConnection();
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(retiredCount(), 1);
    addConnection("other", "0ther");
    QVERIFY(!m_stack->can(Direction::Redo));
    QCOMPARE(retiredCount(), 0);
}

void TestUndoStack::aRefusedSaveLeavesTheStack()
{
    const QString id = addConnection();
    QVERIFY(catalog().removeConnection(id));
    QVERIFY(m_workspace->database().run(text("CREATE TRIGGER refuse BEFORE INSERT ON connections BEGIN "
                                             "SELECT RAISE(ABORT, 'refused by the test'); END")));
    QVERIFY(!m_stack->apply(Direction::Undo));
    QVERIFY(!catalog().connection(id));
    QVERIFY(m_stack->can(Direction::Undo) && !m_stack->can(Direction::Redo));
    QVERIFY(m_workspace->database().run(text("DROP TRIGGER refuse")));
    QVERIFY(m_stack->apply(Direction::Undo));
    QCOMPARE(keyOf(id), text("f1rst"));
}

void TestUndoStack::itSaysWhatItWouldDo()
{
    const QString id = addConnection();
    QCOMPARE(m_stack->check(Direction::Undo)->removed, QStringList{id});
    ConnectionDraft draft = catalog().connection(id)->draft;
    draft.ipsecPfs = text("group14");
    QVERIFY(catalog().save(draft));
    QVERIFY(m_stack->check(Direction::Undo)->renegotiated.isEmpty()); // not at once
    QVERIFY(m_stack->apply(Direction::Undo));
    draft.effectImmediately = true;
    draft.ipsecPfs = text("group2");
    QVERIFY(catalog().save(draft));
    draft.ipsecPfs = text("group14");
    QVERIFY(catalog().save(draft));
    const auto effects = m_stack->check(Direction::Undo);
    QVERIFY(effects && effects->removed.isEmpty());
    QCOMPARE(effects->renegotiated, QStringList{id});
    QCOMPARE(catalog().connection(id)->draft, draft); // and nothing was done

    // A gateway's address touches its connections.
    VpnGateway gateway = *catalog().vpnGateway(draft.vpnGatewayId);
    gateway.internetIp = text("203.0.113.11");
    QVERIFY(catalog().save(gateway));
    QCOMPARE(m_stack->check(Direction::Undo)->renegotiated, QStringList{id});
}

QTEST_GUILESS_MAIN(TestUndoStack)
#include "test_undo_stack.moc"
