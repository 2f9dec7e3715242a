#include "tests/support/temporary_workspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

PresharedKey key(const char *literal) { return presharedKeyFromText(text(literal)); }

QString keyOf(const Catalog &catalog, const QString &id)
{
    const auto stored = catalog.presharedKey(id);
    return stored ? presharedKeyText(*stored) : stored.error().text;
}

ConnectionDraft draftNamed(const char *name, const char *local, const char *remote)
{
    ConnectionDraft draft = test::sampleDraft();
    draft.name = text(name);
    draft.localSubnet = text(local);
    draft.remoteSubnet = text(remote);
    return draft;
}

// Secrets that cannot be written while `broken`.
class BrittleSecrets final : public SecretStore
{
public:
    bool broken = false;
    int writes = 0;

    StoreResult<std::optional<SecretBytes>> read(const SecretReference &reference) override
    {
        return m_inner.read(reference);
    }
    StoreResult<void> change(SecretMap added, const QSet<SecretReference> &removed) override
    {
        ++writes;
        if (broken)
            return std::unexpected(StoreError{StoreError::Kind::DiskFull, text("secrets"), text("no room")});
        return m_inner.change(std::move(added), removed);
    }
    StoreResult<QSet<SecretReference>> references() override { return m_inner.references(); }

private:
    MemorySecretStore m_inner;
};

} // namespace

class TestCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingSurvivesARestart();
    void catalogueOfTheFirstVersionIsRead();
    void idsAreGenerated();
    void missingKeyIsGeneratedAndKept();
    void newConnectionTakesTheKeyOfItsIkeSa();
    void refusedSaveChangesNothing();
    void gatewaysInUseStay();
    void regionsOfTheProgramStay();
    void ownRegions();
    void editsSayWhatTheyTouch();
    void savingTheSameIsNoChange();
    void gatewaysNewAddressTouchesItsConnections();
    void gatewayChangeThatBreaksAConnectionIsRefused();
    void gatewayStaysInItsRegion();
    void sharingChangesTheOthersToo();
    void applyAllIsAllOrNothing();
    void applyAllChecksTheResult();
    void readOnlyRefusesEveryChange();
    void failedSecretsLeaveTheDatabase();
    void failedDatabaseLeavesTheSecrets();
    void oldKeysAreRemoved();
    void orphanedKeysAreClearedAtStart();
    void keysOutliveADatabaseThatIsMovedAway();
    void lostKeyIsSaid();
    void loadForEngine();
    void thousandConnectionsInOneChange();
};

void TestCatalog::everythingSurvivesARestart()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    QVERIFY(workspace.catalog().save(Region{text("hamburg-1"), text("Hamburg"), {}, true}));
    ConnectionDraft draft = test::sampleDraft();
    // Every member gets a value of its own, so that a forgotten column shows.
    draft.description = text("to the office 办公室");
    draft.localSubnet = text("10.1.0.0/16,10.2.0.0/16");
    draft.remoteSubnet = text("10.3.0.0/16,10.4.0.0/16");
    draft.effectImmediately = true;
    draft.ikeMode = text("aggressive");
    draft.ikeEncAlg = text("aes256");
    draft.ikeAuthAlg = text("sha256");
    draft.ikePfs = text("group14");
    draft.ikeLifetime = text("28800");
    draft.localId = text("hz.example.com");
    draft.remoteId = text("office.example.com");
    draft.ipsecEncAlg = text("aes192");
    draft.ipsecAuthAlg = text("sha512");
    draft.ipsecPfs = text("group19");
    draft.ipsecLifetime = text("3600");
    draft.enableDpd = false;
    draft.natTraversal = text("forced");
    draft.healthCheck = true;
    draft.healthCheckDip = text("10.3.0.1");
    draft.healthCheckSip = text("10.1.0.1");
    draft.healthCheckInterval = text("5");
    draft.healthCheckRetry = text("7");
    draft.replayWindow = text("128");
    draft.enableEsn = true;
    draft.mtu = text("1400");
    draft.mss = text("1360");
    const auto id = workspace.catalog().save(draft, key("a-Key_1"));
    QVERIFY(id.has_value());
    draft.id = *id;

    const Connection before = *workspace.catalog().connection(*id);
    const VpnGateway vpnGateway = *workspace.catalog().vpnGateway(draft.vpnGatewayId);
    const CustomerGateway customerGateway = *workspace.catalog().customerGateway(draft.customerGatewayId);
    workspace.reopen();
    QCOMPARE(workspace.catalog().connection(*id)->draft, draft);
    QCOMPARE(*workspace.catalog().connection(*id), before);
    QCOMPARE(*workspace.catalog().vpnGateway(draft.vpnGatewayId), vpnGateway);
    QCOMPARE(*workspace.catalog().customerGateway(draft.customerGatewayId), customerGateway);
    QCOMPARE(workspace.catalog().regions().last().name, text("Hamburg"));
    QCOMPARE(keyOf(workspace.catalog(), *id), text("a-Key_1"));
}

// What later versions added has the value that changes nothing.
void TestCatalog::catalogueOfTheFirstVersionIsRead()
{
    QTemporaryDir directory;
    const QString file = directory.filePath(text("catalog.sqlite"));
    {
        const auto first = Database::open(file, Catalog::schema().mid(0, 1), Database::Access::Write);
        QVERIFY(first.has_value());
        QVERIFY((*first)->run(
            text("INSERT INTO vpn_gateways VALUES ('vpn-1', 'cn-hangzhou', 'a', '', '203.0.113.10', '', 1)")));
        QVERIFY((*first)->run(
            text("INSERT INTO customer_gateways VALUES ('cgw-1', 'cn-hangzhou', 'b', '', '198.51.100.20', '', 1)")));
        QVERIFY(
            (*first)->run(text("INSERT INTO connections VALUES ('vco-1', 'cn-hangzhou', 1, 'key-1', 'c', '', 'vpn-1', "
                               "'cgw-1', '10.1.0.0/16', '10.2.0.0/16', 'true', 'ikev2', 'main', 'aes', 'sha1', "
                               "'group2', '86400', '', '', 'aes256', 'sha256', 'group14', '3600', 'true', 'automatic', "
                               "'false', '', '', '3', '3', '128', '', '')")));
    }
    MemorySecretStore secrets;
    const auto database = Database::open(file, Catalog::schema(), Database::Access::Write);
    QVERIFY(database.has_value());
    const auto catalog = Catalog::load(**database, secrets);
    QVERIFY(catalog.has_value());
    const ConnectionDraft &draft = (*catalog)->connection(text("vco-1"))->draft;
    QCOMPARE(draft.ipsecEncAlg, text("aes256"));
    QCOMPARE(draft.replayWindow, text("128"));
    QVERIFY(!draft.enableEsn);
    QCOMPARE(draft.authMethod, text("psk"));
    QVERIFY((*catalog)->certificates().isEmpty());
}

void TestCatalog::idsAreGenerated()
{
    test::TemporaryWorkspace workspace;
    VpnGateway vpnGateway = test::sampleVpnGateway();
    vpnGateway.id.clear();
    CustomerGateway customerGateway = test::sampleCustomerGateway();
    customerGateway.id.clear();
    const auto vpnId = workspace.catalog().save(vpnGateway);
    const auto customerId = workspace.catalog().save(customerGateway);
    QVERIFY(vpnId->startsWith(text("vpn-")));
    QVERIFY(customerId->startsWith(text("cgw-")));
    ConnectionDraft draft = test::sampleDraft();
    draft.vpnGatewayId = *vpnId;
    draft.customerGatewayId = *customerId;
    const auto id = workspace.catalog().save(draft);
    QVERIFY(id->startsWith(text("vco-")));
    QCOMPARE(id->size(), 24);
    QVERIFY(workspace.catalog().connection(*id)->created.isValid());
}

void TestCatalog::missingKeyIsGeneratedAndKept()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    const QString generated = keyOf(workspace.catalog(), *id);
    QCOMPARE(generated.size(), 20);
    ConnectionDraft edited = workspace.catalog().connection(*id)->draft;
    edited.description = text("edited");
    QVERIFY(workspace.catalog().save(edited));
    QCOMPARE(keyOf(workspace.catalog(), *id), generated);
}

void TestCatalog::newConnectionTakesTheKeyOfItsIkeSa()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    QVERIFY(workspace.catalog().save(draftNamed("first", "10.1.0.0/16", "10.2.0.0/16"), key("shared.Key")));
    const auto second = workspace.catalog().save(draftNamed("second", "10.3.0.0/16", "10.4.0.0/16"));
    QVERIFY(second.has_value());
    QCOMPARE(keyOf(workspace.catalog(), *second), text("shared.Key"));
}

void TestCatalog::refusedSaveChangesNothing()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("kept"));
    ConnectionDraft edited = workspace.catalog().connection(*id)->draft;
    edited.ikeLifetime = text("0");
    QSignalSpy changed(&workspace.catalog(), &Catalog::connectionChanged);
    const auto refused = workspace.catalog().save(edited, key("other"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, CatalogError::Kind::Invalid);
    QVERIFY2(refused.error().text.contains(text("IPsec connection “hz-office”: “IKE SA lifetime” must be from 1")),
             qPrintable(refused.error().text));
    QCOMPARE(refused.error().issues.first().field, Field::IkeLifetime);
    QCOMPARE(changed.count(), 0);
    workspace.reopen();
    QCOMPARE(workspace.catalog().connection(*id)->draft.ikeLifetime, text("86400"));
    QCOMPARE(keyOf(workspace.catalog(), *id), text("kept"));
}

void TestCatalog::gatewaysInUseStay()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    const auto vpn = workspace.catalog().removeVpnGateway(test::sampleVpnGateway().id);
    QCOMPARE(vpn.error().kind, CatalogError::Kind::InUse);
    QCOMPARE(vpn.error().text,
             text("VPN gateway “hz-vpn” cannot be deleted while connections use it: hz-office. "
                  "Delete those first."));
    const auto customer = workspace.catalog().removeCustomerGateway(test::sampleCustomerGateway().id);
    QCOMPARE(customer.error().text,
             text("Customer gateway “office” cannot be deleted while connections use it: "
                  "hz-office. Delete those first."));
    QVERIFY(workspace.catalog().removeConnection(*id));
    QVERIFY(workspace.catalog().removeVpnGateway(test::sampleVpnGateway().id));
    QVERIFY(workspace.catalog().removeCustomerGateway(test::sampleCustomerGateway().id));
    QCOMPARE(workspace.catalog().removeConnection(*id).error().kind, CatalogError::Kind::NotFound);
    workspace.reopen();
    QVERIFY(workspace.catalog().connections().isEmpty());
    QVERIFY(workspace.catalog().vpnGateways().isEmpty());
    QVERIFY(workspace.catalog().customerGateways().isEmpty());
}

void TestCatalog::regionsOfTheProgramStay()
{
    test::TemporaryWorkspace workspace;
    QCOMPARE(workspace.catalog().removeRegion(text("cn-hangzhou")).error().kind, CatalogError::Kind::Fixed);
    const auto renamed = workspace.catalog().save(Region{text("cn-hangzhou"), text("Mine"), {}, true});
    QCOMPARE(renamed.error().kind, CatalogError::Kind::Fixed);
}

void TestCatalog::ownRegions()
{
    test::TemporaryWorkspace workspace;
    QSignalSpy changed(&workspace.catalog(), &Catalog::regionsChanged);
    QVERIFY(workspace.catalog().save(Region{text("site-b"), text("Site B"), {}, true}));
    QVERIFY(workspace.catalog().save(Region{text("site-a"), text("Site A"), {}, true}));
    QCOMPARE(workspace.catalog().regions().last().id, text("site-b"));
    QVERIFY(workspace.catalog().save(Region{text("site-b"), text("A first"), {}, true}));
    QCOMPARE(workspace.catalog().regions().last().id, text("site-a"));
    QCOMPARE(changed.count(), 3);

    VpnGateway gateway = test::sampleVpnGateway();
    gateway.regionId = text("site-a");
    QVERIFY(workspace.catalog().save(gateway));
    QCOMPARE(workspace.catalog().objectCount(text("site-a")), 1);
    const auto refused = workspace.catalog().removeRegion(text("site-a"));
    QVERIFY2(refused.error().text.contains(text("holds gateways: hz-vpn")), qPrintable(refused.error().text));
    QVERIFY(workspace.catalog().removeVpnGateway(gateway.id));
    QVERIFY(workspace.catalog().removeRegion(text("site-a")));
    QVERIFY(!workspace.catalog().region(text("site-a")));
}

void TestCatalog::editsSayWhatTheyTouch()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("first"));
    QSignalSpy changed(&workspace.catalog(), &Catalog::connectionChanged);
    const auto effectOf = [&](auto edit, std::optional<PresharedKey> newKey) {
        ConnectionDraft draft = workspace.catalog().connection(*id)->draft;
        edit(draft);
        if (!workspace.catalog().save(draft, std::move(newKey)) || changed.isEmpty())
            return -1;
        return static_cast<int>(changed.takeLast().at(1).value<EditEffect>());
    };
    QCOMPARE(effectOf([](ConnectionDraft &d) { d.description = text("new"); }, {}),
             static_cast<int>(EditEffect::Nothing));
    QCOMPARE(effectOf([](ConnectionDraft &d) { d.ipsecLifetime = text("3600"); }, {}),
             static_cast<int>(EditEffect::InPlace));
    QCOMPARE(effectOf([](ConnectionDraft &d) { d.ipsecPfs = text("group14"); }, {}),
             static_cast<int>(EditEffect::Phase2));
    QCOMPARE(effectOf([](ConnectionDraft &d) { d.ikePfs = text("group14"); }, {}),
             static_cast<int>(EditEffect::BothPhases));
    QCOMPARE(effectOf([](ConnectionDraft &) { }, key("second")), static_cast<int>(EditEffect::BothPhases));
}

void TestCatalog::savingTheSameIsNoChange()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("same"));
    const Connection before = *workspace.catalog().connection(*id);
    QSignalSpy changed(&workspace.catalog(), &Catalog::connectionChanged);
    QVERIFY(workspace.catalog().save(before.draft, key("same")));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(workspace.catalog().connection(*id)->secretReference, before.secretReference);
}

void TestCatalog::gatewaysNewAddressTouchesItsConnections()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    QSignalSpy changed(&workspace.catalog(), &Catalog::connectionChanged);
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.description = text("no new address");
    QVERIFY(workspace.catalog().save(gateway));
    QCOMPARE(changed.count(), 0);
    gateway.ipAddress = text("198.51.100.99");
    QVERIFY(workspace.catalog().save(gateway));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toString(), *id);
    QCOMPARE(changed.first().at(1).value<EditEffect>(), EditEffect::BothPhases);
}

void TestCatalog::gatewayChangeThatBreaksAConnectionIsRefused()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    ConnectionDraft draft = test::sampleDraft();
    draft.ikeVersion = text("ikev1");
    QVERIFY(workspace.catalog().save(draft));
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.ipAddress = text("vpn.example.com"); // no identity for main mode
    const auto refused = workspace.catalog().save(gateway);
    QVERIFY(!refused);
    QCOMPARE(refused.error().object, ObjectKind::Connection);
    QCOMPARE(refused.error().name, text("hz-office"));
    QCOMPARE(workspace.catalog().customerGateways().first().ipAddress, text("198.51.100.20"));
}

void TestCatalog::gatewayStaysInItsRegion()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    VpnGateway gateway = test::sampleVpnGateway();
    gateway.regionId = text("cn-beijing");
    const auto refused = workspace.catalog().save(gateway);
    QVERIFY(!refused);
    QVERIFY(refused.error().text.contains(text("stays in its region")));
}

void TestCatalog::sharingChangesTheOthersToo()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    const auto first = catalog.save(draftNamed("first", "10.1.0.0/16", "10.2.0.0/16"), key("old"));
    const auto second = catalog.save(draftNamed("second", "10.3.0.0/16", "10.4.0.0/16"), key("old"));
    ConnectionDraft edited = catalog.connection(*first)->draft;
    edited.ikePfs = text("group14");
    edited.ipsecPfs = text("group14");
    QCOMPARE(catalog.sharing(edited).size(), 1);
    const auto refused = catalog.save(edited, key("new"));
    QVERIFY(!refused);
    QVERIFY(refused.error().text.contains(text("“second” joins the same gateways")));
    QVERIFY(catalog.save(edited, key("new"), Catalog::Sharing::ChangeOthers));
    QCOMPARE(catalog.connection(*second)->draft.ikePfs, text("group14"));
    QCOMPARE(catalog.connection(*second)->draft.ipsecPfs, text("group2"));
    QCOMPARE(keyOf(catalog, *second), text("new"));
    // The key stays where only the settings change.
    edited.ikePfs = text("group19");
    QVERIFY(catalog.save(edited, {}, Catalog::Sharing::ChangeOthers));
    QCOMPARE(keyOf(catalog, *first), text("new"));
    QCOMPARE(keyOf(catalog, *second), text("new"));
}

void TestCatalog::applyAllIsAllOrNothing()
{
    test::TemporaryWorkspace workspace;
    CatalogChange change;
    change.vpnGateways = {test::sampleVpnGateway()};
    change.customerGateways = {test::sampleCustomerGateway()};
    ConnectionDraft draft = test::sampleDraft();
    draft.id = text("vco-one");
    draft.ikeLifetime = text("none");
    change.connections.push_back({draft, {}});
    const auto refused = workspace.catalog().applyAll(std::move(change));
    QVERIFY(!refused);
    QCOMPARE(refused.error().size(), 1);
    QCOMPARE(refused.error().first().id, text("vco-one"));
    QVERIFY(workspace.catalog().vpnGateways().isEmpty());
    workspace.reopen();
    QVERIFY(workspace.catalog().vpnGateways().isEmpty());
    QVERIFY(workspace.secrets().references()->isEmpty());
}

void TestCatalog::applyAllChecksTheResult()
{
    // Two connections exchange their names: each alone would be refused.
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    Catalog &catalog = workspace.catalog();
    const auto a = catalog.save(draftNamed("name-a", "10.1.0.0/16", "10.2.0.0/16"));
    const auto b = catalog.save(draftNamed("name-b", "10.3.0.0/16", "10.4.0.0/16"));
    CatalogChange change;
    for (const auto &[id, name] : {std::pair(*a, "name-b"), std::pair(*b, "name-a")}) {
        ConnectionDraft draft = catalog.connection(id)->draft;
        draft.name = text(name);
        change.connections.push_back({draft, {}});
    }
    const auto report = catalog.applyAll(std::move(change));
    QVERIFY(report.has_value());
    QCOMPARE(report->outcomes.value(*a), ChangeReport::Outcome::Changed);
    QCOMPARE(report->effects.value(*a), EditEffect::InPlace);
    QCOMPARE(catalog.connection(*a)->draft.name, text("name-b"));
}

void TestCatalog::readOnlyRefusesEveryChange()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    workspace.reopen(Database::Access::Read);
    Catalog &catalog = workspace.catalog();
    QCOMPARE(catalog.connections().size(), 1);
    QCOMPARE(catalog.save(test::sampleVpnGateway()).error().kind, CatalogError::Kind::ReadOnly);
    QCOMPARE(catalog.removeConnection(*id).error().kind, CatalogError::Kind::ReadOnly);
    QCOMPARE(catalog.removeRegion(text("x")).error().kind, CatalogError::Kind::ReadOnly);
    QCOMPARE(catalog.connections().size(), 1);
}

void TestCatalog::failedSecretsLeaveTheDatabase()
{
    QTemporaryDir directory;
    const auto database =
        Database::open(directory.filePath(text("c.sqlite")), Catalog::schema(), Database::Access::Write);
    BrittleSecrets secrets;
    const auto catalog = Catalog::load(**database, secrets);
    CatalogChange gateways;
    gateways.vpnGateways = {test::sampleVpnGateway()};
    gateways.customerGateways = {test::sampleCustomerGateway()};
    QVERIFY((*catalog)->applyAll(std::move(gateways)));
    secrets.broken = true;
    const auto refused = (*catalog)->save(test::sampleDraft());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, CatalogError::Kind::Store);
    QCOMPARE(refused.error().store, StoreError::Kind::DiskFull);
    QCOMPARE(refused.error().text, text("no room"));
    QVERIFY((*catalog)->connections().isEmpty());
    auto rows = (*database)->run(text("SELECT count(*) FROM connections"));
    QVERIFY(rows->next());
    QCOMPARE(rows->value(0).toInt(), 0);
}

void TestCatalog::failedDatabaseLeavesTheSecrets()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("kept"));
    // The row itself is refused, after the new key was written.
    QVERIFY(workspace.database().run(text("CREATE TRIGGER refuse BEFORE UPDATE ON connections BEGIN "
                                          "SELECT RAISE(ABORT, 'refused by the test'); END")));
    ConnectionDraft edited = workspace.catalog().connection(*id)->draft;
    edited.description = text("edited");
    const auto refused = workspace.catalog().save(edited, key("lost"));
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.contains(text("refused by the test")), qPrintable(refused.error().text));
    QCOMPARE(workspace.catalog().connection(*id)->draft.description, QString());
    QCOMPARE(workspace.secrets().references()->size(), 1);
    workspace.reopen();
    QCOMPARE(keyOf(workspace.catalog(), *id), text("kept"));
}

void TestCatalog::oldKeysAreRemoved()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("one"));
    QVERIFY(workspace.catalog().save(workspace.catalog().connection(*id)->draft, key("two")));
    QCOMPARE(*workspace.secrets().references(), (QSet{workspace.catalog().connection(*id)->secretReference}));
    QVERIFY(workspace.catalog().removeConnection(*id));
    QVERIFY(workspace.secrets().references()->isEmpty());
}

// "Move it away to begin with an empty one" is what a damaged database advises; its keys must be there for the backup.
void TestCatalog::keysOutliveADatabaseThatIsMovedAway()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("kept"));
    QVERIFY(id.has_value());
    const QString aside = workspace.databaseFile() + text(".aside");
    QVERIFY(workspace.database().run(text("PRAGMA wal_checkpoint(TRUNCATE)")).has_value());
    QVERIFY(QFile::rename(workspace.databaseFile(), aside));
    workspace.reopen();
    QCOMPARE(workspace.catalog().connections().size(), 0);
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(workspace.databaseFile() + text(suffix));
    QVERIFY(QFile::rename(aside, workspace.databaseFile()));
    workspace.reopen();
    const auto kept = workspace.catalog().presharedKey(*id);
    QVERIFY2(kept.has_value(), kept ? "" : qPrintable(kept.error().text));
    QCOMPARE(presharedKeyText(*kept), text("kept"));
}

void TestCatalog::orphanedKeysAreClearedAtStart()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("used"));
    SecretMap orphan;
    orphan.emplace(text("sec-orphan"), key("orphan"));
    QVERIFY(workspace.secrets().change(std::move(orphan), {}));
    workspace.reopen(Database::Access::Read);
    QCOMPARE(workspace.secrets().references()->size(), 2); // a reader changes nothing
    workspace.reopen();
    QCOMPARE(workspace.secrets().references()->size(), 1);
    QCOMPARE(keyOf(workspace.catalog(), *id), text("used"));
}

void TestCatalog::lostKeyIsSaid()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft());
    QVERIFY(workspace.secrets().change({}, *workspace.secrets().references()));
    const QString says = text("The pre-shared key of “hz-office” is not in the key file. Enter it again.");
    QCOMPARE(workspace.catalog().presharedKey(*id).error().text, says);
    QCOMPARE(workspace.catalog().loadForEngine(*id).error().text, says);
    const ConnectionDraft draft = workspace.catalog().connection(*id)->draft;
    QCOMPARE(workspace.catalog().save(draft).error().text, says);
    QVERIFY(workspace.catalog().save(draft, key("again")));
    QCOMPARE(keyOf(workspace.catalog(), *id), text("again"));
}

void TestCatalog::loadForEngine()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(test::sampleDraft(), key("k3y"));
    const auto loaded = workspace.catalog().loadForEngine(*id);
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->config->id.value(), id->toStdString());
    QCOMPARE(presharedKeyText(loaded->secret), text("k3y"));
    QCOMPARE(workspace.catalog().loadForEngine(text("vco-none")).error().kind, CatalogError::Kind::NotFound);
}

void TestCatalog::thousandConnectionsInOneChange()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    CatalogChange change;
    for (int i = 0; i < 1000; ++i) {
        ConnectionDraft draft = draftNamed("c", "192.168.0.0/16", "");
        draft.id = text("vco-%1").arg(i);
        draft.name = text("c%1").arg(i);
        draft.remoteSubnet = text("10.%1.%2.0/24").arg(i / 256).arg(i % 256);
        change.connections.push_back({draft, {}});
    }
    QVERIFY(workspace.catalog().applyAll(std::move(change)));
    QElapsedTimer timer;
    timer.start();
    workspace.reopen();
    QCOMPARE(workspace.catalog().connections().size(), 1000);
    qInfo("opened a thousand connections in %lld ms", timer.elapsed());
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "test_catalog.moc"
