#include "models/catalog/ike_rules.h"
#include "models/catalog/issue_text.h"
#include "models/catalog/undo_stack.h"
#include "models/transfer/import/import_plan.h"
#include "tests/models/transfer/peer_samples.h"
#include "tests/support/temporary_workspace.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

const QString kRegion = QStringLiteral("cn-hangzhou");

// The peer's swanctl.conf, whose other end is sampleVpnGateway().
constexpr auto kPeers = R"(connections {
  hq {
    version = 2
    local_addrs = 198.51.100.20
    remote_addrs = 203.0.113.10
    proposals = aes256-sha256-modp2048
    rekey_time = 4h
    over_time = 0
    local { auth = psk
      id = 198.51.100.20
    }
    remote { auth = psk
      id = 203.0.113.10
    }
    children {
      net {
        local_ts = 172.16.5.0/24
        remote_ts = 10.10.0.0/24
        esp_proposals = aes256-sha256-modp2048
        rekey_time = 1h
        life_time = 1h
      }
    }
  }
}
secrets {
  ike-1 {
    secret = "n0t.A-Secret"
  }
}
)";

PeerReadings read(PeerFormat format, const QByteArray &text, const QByteArray &secrets = {})
{
    ReadResult result = readPeer(format, viewOf(text), viewOf(secrets));
    if (!result)
        qFatal("%s", qPrintable(result.error().translated()));
    return std::move(*result);
}

PeerReadings readSwan(QByteArray text, const QByteArray &before = {}, const QByteArray &after = {})
{
    if (!before.isEmpty() && !text.contains(before))
        qFatal("the text has no %s", before.constData());
    if (!before.isEmpty())
        text.replace(before, after);
    return read(PeerFormat::Swanctl, text);
}

ImportOptions optionsOf(std::vector<ImportChoice> choices = {})
{
    ImportOptions options;
    options.regionId = kRegion;
    options.choices = std::move(choices);
    return options;
}

QList<ImportNote::Kind> kinds(const PlannedConnection &planned)
{
    QList<ImportNote::Kind> list;
    for (const ImportNote &note : planned.notes)
        list << note.kind;
    return list;
}

QString texts(const ImportPlan &plan)
{
    QStringList list = plan.problems;
    for (const PlannedConnection &planned : plan.connections) {
        list += planned.problems;
        for (const ImportGap gap : planned.gaps)
            list << gapText(gap);
        for (const ValidationIssue &issue : planned.issues)
            list << issueText(issue);
    }
    return list.join(u'\n');
}

} // namespace

// From what was read to what would be stored, against a catalogue on real files.
class TestImportPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_workspace = std::make_unique<TemporaryWorkspace>(); }

    void everythingNew();
    void storedAsOneAndUndoneAsOne();
    void gatewaysAreFoundByAddress();
    void sideByGateways_data();
    void sideByGateways();
    void theSideIsTheUsers();
    void ownTextIsTurnedRound();
    void anAnswerOfTheCloudIsTheGateways();
    void sameTunnelIsLeftAlone();
    void sameTunnelIsUpdated();
    void namesThatAreTakenGetANumber();
    void hostileNamesBecomePlain_data();
    void hostileNamesBecomePlain();
    void missingKeyIsAskedFor();
    void sharedKeyIsTaken();
    void theStrongestAllowedOfferIsTaken();
    void chosenOfferCounts();
    void missingAddressIsAskedFor();
    void theOnlyGatewayIsTaken();
    void addressesThatAreNone();
    void twoTunnelsForTheSameSubnets();
    void whatTheCatalogueRefusesIsTold();
    void nothingIsStoredWhereOneIsRefused();
    void lifetimesUnsaid();
    void roundTripOfRandomConnections_data();
    void roundTripOfRandomConnections();

private:
    Catalog &catalog() { return m_workspace->catalog(); }
    ImportPlan plan(const PeerReadings &readings, const ImportOptions &options = optionsOf(),
                    const ImportKeys &keys = {})
    {
        return planImport(readings, keys, catalog(), options);
    }
    bool store(const ImportPlan &plan, const PeerReadings &readings, const ImportKeys &keys = {})
    {
        const auto done = catalog().applyAll(changeOf(plan, readings, keys));
        if (!done)
            qWarning("%s", qPrintable(done.error().first().text));
        return done.has_value();
    }

    std::unique_ptr<TemporaryWorkspace> m_workspace;
};

void TestImportPlan::everythingNew()
{
    const PeerReadings readings = readSwan(kPeers);
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.side.reason, SideFinding::Reason::Assumed);
    QCOMPARE(plan.side.side, ImportSide::Peers);
    const PlannedConnection &planned = plan.connections.front();
    QCOMPARE(planned.action, ImportAction::Add);
    QCOMPARE(planned.key, PlannedConnection::Key::FromText);
    QCOMPARE(planned.draft.name, QStringLiteral("hq"));
    QCOMPARE(planned.draft.localSubnet, QStringLiteral("10.10.0.0/24"));
    QCOMPARE(planned.draft.remoteSubnet, QStringLiteral("172.16.5.0/24"));
    QCOMPARE(planned.draft.localId, QString()); // the gateways' own addresses
    QCOMPARE(planned.draft.remoteId, QString());
    QCOMPARE(planned.draft.ikeLifetime, QStringLiteral("14400"));
    QVERIFY(planned.ours.isNew && planned.theirs.isNew);
    QCOMPARE(planned.ours.name, QStringLiteral("gateway-203-0-113-10"));
    QCOMPARE(planned.theirs.name, QStringLiteral("peer-198-51-100-20"));
    QCOMPARE(plan.newVpnGateways.size(), 1);
    QCOMPARE(plan.newCustomerGateways.size(), 1);
    QVERIFY(catalog().connections().isEmpty()); // a plan stores nothing
}

void TestImportPlan::storedAsOneAndUndoneAsOne()
{
    UndoStack undo(catalog());
    const PeerReadings readings = readSwan(kPeers);
    QVERIFY(store(plan(readings), readings));
    QCOMPARE(catalog().connections().size(), 1);
    QCOMPARE(catalog().connections().first().draft.localSubnet, QStringLiteral("10.10.0.0/24"));
    QCOMPARE(bytesOf(*catalog().presharedKey(catalog().connections().first().draft.id)), QByteArray("n0t.A-Secret"));
    QCOMPARE(undo.text(UndoStack::Direction::Undo), QStringLiteral("create 3 objects"));
    QVERIFY(undo.apply(UndoStack::Direction::Undo));
    QVERIFY(catalog().connections().isEmpty());
    QVERIFY(catalog().vpnGateways().isEmpty());
    QVERIFY(catalog().customerGateways().isEmpty());
    QVERIFY(!undo.can(UndoStack::Direction::Undo));
}

void TestImportPlan::gatewaysAreFoundByAddress()
{
    m_workspace->addSampleGateways();
    const PeerReadings readings = readSwan(kPeers);
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.side.reason, SideFinding::Reason::VpnGateway);
    QCOMPARE(plan.connections.front().draft.vpnGatewayId, sampleVpnGateway().id);
    QCOMPARE(plan.connections.front().draft.customerGatewayId, sampleCustomerGateway().id);
    QVERIFY(plan.newVpnGateways.isEmpty() && plan.newCustomerGateways.isEmpty());
    // Those of another region are others.
    ImportOptions elsewhere = optionsOf();
    elsewhere.regionId = QStringLiteral("cn-beijing");
    QVERIFY(this->plan(readings, elsewhere).connections.front().ours.isNew);
}

void TestImportPlan::sideByGateways_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::addColumn<QByteArray>("remote");
    QTest::addColumn<QStringList>("machine");
    QTest::addColumn<ImportSide>("side");
    QTest::addColumn<SideFinding::Reason>("reason");
    using Because = SideFinding::Reason;
    QTest::newRow("our gateway at the other end") << QByteArray("192.0.2.1") << QByteArray("203.0.113.10")
                                                  << QStringList() << ImportSide::Peers << Because::VpnGateway;
    QTest::newRow("our gateway at its own end") << QByteArray("203.0.113.10") << QByteArray("192.0.2.1")
                                                << QStringList() << ImportSide::Ours << Because::VpnGateway;
    QTest::newRow("customer gateway at its own end") << QByteArray("198.51.100.20") << QByteArray("192.0.2.1")
                                                     << QStringList() << ImportSide::Peers << Because::CustomerGateway;
    QTest::newRow("customer gateway at the other end") << QByteArray("192.0.2.1") << QByteArray("198.51.100.20")
                                                       << QStringList() << ImportSide::Ours << Because::CustomerGateway;
    QTest::newRow("this machine at its own end")
        << QByteArray("192.0.2.7") << QByteArray("192.0.2.1") << QStringList{QStringLiteral("192.0.2.7")}
        << ImportSide::Ours << Because::Machine;
    QTest::newRow("this machine at the other end")
        << QByteArray("192.0.2.1") << QByteArray("192.0.2.7") << QStringList{QStringLiteral("192.0.2.7")}
        << ImportSide::Peers << Because::Machine;
    QTest::newRow("nobody is known") << QByteArray("192.0.2.1") << QByteArray("192.0.2.2") << QStringList()
                                     << ImportSide::Peers << Because::Assumed;
    // The surer sign counts: a VPN gateway more than the machine.
    QTest::newRow("gateway and machine contradict")
        << QByteArray("192.0.2.7") << QByteArray("203.0.113.10") << QStringList{QStringLiteral("192.0.2.7")}
        << ImportSide::Peers << Because::VpnGateway;
}

void TestImportPlan::sideByGateways()
{
    QFETCH(QByteArray, local);
    QFETCH(QByteArray, remote);
    QFETCH(QStringList, machine);
    m_workspace->addSampleGateways();
    MachineFacts facts;
    facts.addresses = machine;
    catalog().setMachineFacts(facts);
    PeerReadings readings = readSwan(kPeers);
    readings.front().view.local = QString::fromLatin1(local);
    readings.front().view.remote = QString::fromLatin1(remote);
    const SideFinding found = findSide(readings, catalog(), kRegion);
    QTEST(found.side, "side");
    QTEST(found.reason, "reason");
    QVERIFY(!found.text().isEmpty() && !found.text().contains(u'%'));
}

void TestImportPlan::theSideIsTheUsers()
{
    m_workspace->addSampleGateways();
    ImportOptions options = optionsOf();
    options.side = ImportSide::Ours;
    const PeerReadings readings = readSwan(kPeers);
    const ImportPlan plan = this->plan(readings, options);
    QCOMPARE(plan.side.reason, SideFinding::Reason::Chosen);
    QCOMPARE(plan.connections.front().draft.localSubnet, QStringLiteral("172.16.5.0/24"));
    QCOMPARE(plan.connections.front().ours.address, QStringLiteral("198.51.100.20"));
}

void TestImportPlan::ownTextIsTurnedRound()
{
    QByteArray text = kPeers;
    text.replace("203.0.113.10", "X").replace("198.51.100.20", "203.0.113.10").replace("X", "198.51.100.20");
    m_workspace->addSampleGateways();
    const PeerReadings readings = readSwan(text);
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.side.side, ImportSide::Ours);
    QCOMPARE(plan.connections.front().draft.localSubnet, QStringLiteral("172.16.5.0/24")); // its own
    QCOMPARE(plan.connections.front().draft.customerGatewayId, sampleCustomerGateway().id);
}

// DescribeVpnConnection has the identities and no addresses; the default identity is the address.
void TestImportPlan::anAnswerOfTheCloudIsTheGateways()
{
    const PeerReadings readings = read(PeerFormat::Alibaba, R"({
        "VpnConnectionId": "vco-1", "Name": "office", "LocalSubnet": "10.10.0.0/24", "RemoteSubnet": "172.16.5.0/24",
        "EffectImmediately": true,
        "IkeConfig": {"IkeVersion": "ikev2", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256", "IkePfs": "group14",
                      "IkeLifetime": "86400", "LocalId": "203.0.113.10", "RemoteId": "198.51.100.20", "Psk": "1234567"},
        "IpsecConfig": {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "disabled", "IpsecLifetime": 3600}})");
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.side.reason, SideFinding::Reason::SaidByText);
    const PlannedConnection &planned = plan.connections.front();
    QCOMPARE(planned.draft.name, QStringLiteral("office"));
    QCOMPARE(planned.draft.localSubnet, QStringLiteral("10.10.0.0/24"));
    QCOMPARE(planned.ours.address, QStringLiteral("203.0.113.10"));
    QCOMPARE(planned.theirs.address, QStringLiteral("198.51.100.20"));
    QVERIFY(kinds(planned).contains(ImportNote::Kind::AddressFromId));
    QVERIFY(kinds(planned).contains(ImportNote::Kind::StartsAtOnce));
    QVERIFY(planned.draft.effectImmediately);
    QCOMPARE(planned.draft.ipsecPfs, QStringLiteral("disabled"));
}

void TestImportPlan::sameTunnelIsLeftAlone()
{
    const PeerReadings readings = readSwan(kPeers);
    QVERIFY(store(plan(readings), readings));
    const ImportPlan again = plan(readings);
    QVERIFY(again.isReady() && again.storesNothing());
    QVERIFY(again.connections.front().isUnchanged);
    QCOMPARE(again.connections.front().existingId, catalog().connections().first().draft.id);
    // Also with everything said to be updated.
    ImportOptions options = optionsOf();
    options.onExisting = ImportAction::Update;
    QVERIFY(plan(readings, options).storesNothing());

    const PeerReadings other =
        readSwan(kPeers, "aes256-sha256-modp2048\n    rekey", "aes128-sha256-modp2048\n    rekey");
    const ImportPlan differs = plan(other);
    QVERIFY(differs.storesNothing() && !differs.connections.front().isUnchanged);
    const auto &notes = differs.connections.front().notes;
    const auto note = std::ranges::find(notes, ImportNote::Kind::SameTunnelDiffers, &ImportNote::kind);
    QVERIFY(note != notes.end());
    QCOMPARE(note->args[1], fieldLabel(Field::IkeEncAlg));
    // Another key is a difference too.
    const PeerReadings rekeyed = readSwan(kPeers, "n0t.A-Secret", "an0ther-Secret");
    QCOMPARE(plan(rekeyed).connections.front().notes.last().args.last(), fieldLabel(Field::Psk));
}

void TestImportPlan::sameTunnelIsUpdated()
{
    PeerReadings readings = readSwan(kPeers);
    QVERIFY(store(plan(readings), readings));
    ConnectionDraft draft = catalog().connections().first().draft;
    draft.description = QStringLiteral("what no text says");
    draft.name = QStringLiteral("renamed");
    QVERIFY(catalog().save(draft));

    readings = readSwan(kPeers, "aes256-sha256-modp2048\n    rekey", "aes128gcm16-prfsha256-ecp256\n    rekey");
    ImportOptions options = optionsOf();
    options.onExisting = ImportAction::Update;
    const ImportPlan plan = this->plan(readings, options);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.count(ImportAction::Update), 1);
    QVERIFY(store(plan, readings));
    QCOMPARE(catalog().connections().size(), 1);
    const ConnectionDraft &after = catalog().connections().first().draft;
    QCOMPARE(after.id, draft.id);
    QCOMPARE(after.name, draft.name);
    QCOMPARE(after.description, draft.description);
    QCOMPARE(after.ikeEncAlg, QStringLiteral("aes128gcm16"));
    QCOMPARE(after.ikePfs, QStringLiteral("group19"));
}

void TestImportPlan::namesThatAreTakenGetANumber()
{
    m_workspace->addSampleGateways();
    ConnectionDraft draft = sampleDraft();
    draft.name = QStringLiteral("hq");
    draft.customerGatewayId = *catalog().save(
        CustomerGateway{{}, kRegion, QStringLiteral("other"), {}, QStringLiteral("192.0.2.99"), {}, {}});
    QVERIFY(catalog().save(draft));
    const PeerReadings readings = readSwan(kPeers);
    ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.connections.front().draft.name, QStringLiteral("hq-2"));
    QVERIFY(kinds(plan.connections.front()).contains(ImportNote::Kind::NameChanged));
    // What the user typed is not changed: the catalogue says that it is taken.
    ImportChoice choice;
    choice.name = QStringLiteral("hq");
    std::vector<ImportChoice> choices;
    choices.push_back(choice);
    plan = this->plan(readings, optionsOf(std::move(choices)));
    QVERIFY(!plan.isReady());
    QCOMPARE(plan.connections.front().issues.first().field, Field::Name);
}

void TestImportPlan::hostileNamesBecomePlain_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("path") << QStringLiteral("../../etc/passwd") << QStringLiteral("etc-passwd");
    QTest::newRow("bidi") << QStringLiteral("hq\u202Egnp.exe") << QStringLiteral("hq-gnp-exe");
    QTest::newRow("nothing left") << QStringLiteral("///") << QStringLiteral("peer-198-51-100-20");
    QTest::newRow("digit first") << QStringLiteral("1st") << QStringLiteral("vpn-1st");
    QTest::newRow("one letter") << QStringLiteral("a") << QStringLiteral("vpn-a");
    QTest::newRow("Chinese") << QStringLiteral("杭州 office") << QStringLiteral("杭州-office");
    QTest::newRow("longest") << QString(500, u'x') << QString(128, u'x');
    QTest::newRow("zero") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b") << QStringLiteral("a-b");
}

void TestImportPlan::hostileNamesBecomePlain()
{
    QFETCH(QString, name);
    PeerReadings readings = readSwan(kPeers);
    readings.front().view.name = name;
    const ImportPlan plan = this->plan(readings);
    QTEST(plan.connections.front().draft.name, "expected");
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
}

void TestImportPlan::missingKeyIsAskedFor()
{
    const PeerReadings readings = readSwan(kPeers, "n0t.A-Secret", "<PRE-SHARED-KEY>");
    ImportPlan plan = this->plan(readings);
    QVERIFY(!plan.isReady());
    QCOMPARE(plan.connections.front().gaps, QList<ImportGap>{ImportGap::Key});
    QVERIFY(plan.connections.front().issues.isEmpty()); // nothing else is wrong
    ImportKeys keys;
    keys.emplace(0, presharedKeyFromText(QStringLiteral("typed")));
    plan = this->plan(readings, optionsOf(), keys);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QVERIFY(store(plan, readings, keys));
    QCOMPARE(bytesOf(*catalog().presharedKey(catalog().connections().first().draft.id)), QByteArray("typed"));
}

void TestImportPlan::sharedKeyIsTaken()
{
    const PeerReadings first = readSwan(kPeers);
    QVERIFY(store(plan(first), first));
    QByteArray text = kPeers;
    text.replace("n0t.A-Secret", "<PRE-SHARED-KEY>").replace("172.16.5.0", "172.16.9.0").replace("hq {", "second {");
    const PeerReadings readings = readSwan(text);
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.connections.front().key, PlannedConnection::Key::Shared);
    QVERIFY(store(plan, readings));
    QCOMPARE(bytesOf(*catalog().presharedKey(catalog().connections().last().draft.id)), QByteArray("n0t.A-Secret"));
}

void TestImportPlan::theStrongestAllowedOfferIsTaken()
{
    const PeerReadings readings =
        readSwan(kPeers, "proposals = aes256-sha256-modp2048\n    rekey",
                 "proposals = 3des-md5-modp1024,aes128-sha1-modp1024,aes256-sha256-ecp256\n    rekey");
    QCOMPARE(readings.front().ikeOffers.size(), std::size_t{3});
    const ImportPlan plan = this->plan(readings);
    QCOMPARE(plan.connections.front().ikeOffer, 2);
    QCOMPARE(plan.connections.front().draft.ikeEncAlg, QStringLiteral("aes256"));
    QCOMPARE(plan.connections.front().draft.ikePfs, QStringLiteral("group19"));
    const auto &notes = plan.connections.front().notes;
    const auto note = std::ranges::find(notes, ImportNote::Kind::IkeOffers, &ImportNote::kind);
    QVERIFY(note != notes.end());
    QCOMPARE(note->args.first(), QStringLiteral("3"));
    // Where all are weak, the first is taken, and it is said that it is weak.
    const PeerReadings weak = readSwan(kPeers, "proposals = aes256-sha256-modp2048\n    rekey",
                                       "proposals = 3des-sha1-modp1024,aes128-sha1-modp1024\n    rekey");
    QCOMPARE(this->plan(weak).connections.front().ikeOffer, 0);
}

void TestImportPlan::chosenOfferCounts()
{
    const PeerReadings readings = readSwan(kPeers, "proposals = aes256-sha256-modp2048\n    rekey",
                                           "proposals = aes128-sha256-modp2048,aes256-sha256-ecp256\n    rekey");
    ImportChoice choice;
    choice.ikeOffer = 1;
    std::vector<ImportChoice> choices;
    choices.push_back(choice);
    QCOMPARE(plan(readings, optionsOf(choices)).connections.front().draft.ikePfs, QStringLiteral("group19"));
    choices.front().ikeOffer = 99; // bounded
    QCOMPARE(plan(readings, optionsOf(choices)).connections.front().ikeOffer, 1);
}

void TestImportPlan::missingAddressIsAskedFor()
{
    PeerReadings readings = readSwan(kPeers);
    readings.front().view.local.clear();
    readings.front().view.localId = QStringLiteral("office.example.com");
    ImportPlan plan = this->plan(readings);
    QVERIFY(!plan.isReady());
    QCOMPARE(plan.connections.front().gaps, QList<ImportGap>{ImportGap::TheirAddress});
    ImportChoice choice;
    choice.theirs.address = QStringLiteral("192.0.2.77");
    choice.theirs.name = QStringLiteral("branch");
    std::vector<ImportChoice> choices;
    choices.push_back(choice);
    plan = this->plan(readings, optionsOf(choices));
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.newCustomerGateways.first().ipAddress, QStringLiteral("192.0.2.77"));
    QCOMPARE(plan.newCustomerGateways.first().name, QStringLiteral("branch"));
    QCOMPARE(plan.connections.front().draft.remoteId, QStringLiteral("office.example.com"));
    // What is typed and wrong is told by the catalogue.
    choices.front().theirs.address = QStringLiteral("127.0.0.1");
    plan = this->plan(readings, optionsOf(choices));
    QVERIFY(!plan.isReady());
    QVERIFY2(!plan.connections.front().problems.isEmpty(), qPrintable(texts(plan)));
}

void TestImportPlan::theOnlyGatewayIsTaken()
{
    m_workspace->addSampleGateways();
    PeerReadings readings = readSwan(kPeers);
    readings.front().view.remote.clear();
    readings.front().view.remoteId.clear();
    const ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.connections.front().ours.id, sampleVpnGateway().id);
    QVERIFY(kinds(plan.connections.front()).contains(ImportNote::Kind::GatewayAssumed));
}

void TestImportPlan::addressesThatAreNone()
{
    for (const char *text : {"%any", "0.0.0.0", "::", "eth0 ", "2001:db8::/32", "a b"}) {
        PeerReadings readings = readSwan(kPeers);
        readings.front().view.local = QString::fromLatin1(text);
        readings.front().view.localId.clear();
        const ImportPlan plan = this->plan(readings);
        QVERIFY2(plan.connections.front().gaps.contains(ImportGap::TheirAddress), text);
    }
}

// As the cloud's gateways with two tunnels have them.
void TestImportPlan::twoTunnelsForTheSameSubnets()
{
    const PeerReadings readings = read(PeerFormat::Alibaba, R"({"RequestId": "1", "VpnConnectionConfig": {
        "LocalSubnet": "172.16.5.0/24", "RemotSubnet": "10.10.0.0/24", "Local": "198.51.100.20",
        "TunnelsConfig": {"TunnelConfig": [
            {"TunnelId": "tun-1", "Remote": "203.0.113.10",
             "IkeConfig": {"IkeVersion": "ikev2", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256", "IkePfs": "group14",
                           "IkeLifetime": 86400, "Psk": "first"},
             "IpsecConfig": {"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14", "IpsecLifetime": 1}},
            {"TunnelId": "tun-2", "Remote": "203.0.113.11",
             "IkeConfig": {"IkeVersion": "ikev2", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256", "IkePfs": "group14",
                           "IkeLifetime": 86400, "Psk": "second"},
             "IpsecConfig": {"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14", "IpsecLifetime": 1}}
        ]}}})");
    QCOMPARE(readings.size(), std::size_t{2});
    ImportPlan plan = this->plan(readings);
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.connections[0].action, ImportAction::Add);
    QCOMPARE(plan.connections[1].action, ImportAction::Skip);
    QVERIFY(kinds(plan.connections[1]).contains(ImportNote::Kind::SameSubnets));
    QCOMPARE(plan.newVpnGateways.size(), 1); // that of the first
    // The other one instead.
    std::vector<ImportChoice> choices(2);
    choices[0].action = ImportAction::Skip;
    plan = this->plan(readings, optionsOf(choices));
    QCOMPARE(plan.connections[1].action, ImportAction::Add);
    QVERIFY(store(plan, readings));
    QCOMPARE(catalog().vpnGateways().first().internetIp, QStringLiteral("203.0.113.11"));
    QCOMPARE(bytesOf(*catalog().presharedKey(catalog().connections().first().draft.id)), QByteArray("second"));
}

void TestImportPlan::whatTheCatalogueRefusesIsTold()
{
    const PeerReadings readings = readSwan(kPeers, "rekey_time = 4h", "rekey_time = 30h");
    ImportPlan plan = this->plan(readings);
    QVERIFY(!plan.isReady());
    const ValidationIssue &issue = plan.connections.front().issues.first();
    QCOMPARE(issue.field, Field::IkeLifetime);
    QVERIFY(!issue.mends.isEmpty());
    // A mend of it is one of the choices.
    ImportChoice choice;
    choice.set(Field::IkeLifetime, QStringLiteral("1"));
    choice.set(issue.mends.first().field, issue.mends.first().value);
    QCOMPARE(choice.values.size(), 1);
    std::vector<ImportChoice> choices;
    choices.push_back(choice);
    plan = this->plan(readings, optionsOf(choices));
    QVERIFY2(plan.isReady(), qPrintable(texts(plan)));
    QCOMPARE(plan.connections.front().draft.ikeLifetime, QStringLiteral("86400"));
}

void TestImportPlan::nothingIsStoredWhereOneIsRefused()
{
    QByteArray text = kPeers;
    const qsizetype end = text.indexOf("}\nsecrets");
    QByteArray second = text.mid(text.indexOf("  hq {"), end - text.indexOf("  hq {"));
    second.replace("hq {", "bad {").replace("172.16.5.0", "172.16.6.0").replace("life_time = 1h", "life_time = 30h");
    text.insert(end, second);
    const PeerReadings readings = readSwan(text);
    QCOMPARE(readings.size(), std::size_t{2});
    const ImportPlan plan = this->plan(readings);
    QVERIFY(!plan.isReady());
    QVERIFY(plan.connections[0].isReady() && !plan.connections[1].isReady());
    QVERIFY(!catalog().applyAll(changeOf(plan, readings, {})));
    QVERIFY(catalog().connections().isEmpty() && catalog().vpnGateways().isEmpty()
            && catalog().customerGateways().isEmpty());
    // Without it the rest is stored; the two share their gateways.
    std::vector<ImportChoice> choices(2);
    choices[1].action = ImportAction::Skip;
    QVERIFY(store(this->plan(readings, optionsOf(choices)), readings));
    QCOMPARE(catalog().connections().size(), 1);
}

void TestImportPlan::lifetimesUnsaid()
{
    PeerReadings readings = readSwan(kPeers);
    readings.front().view.ikeLifetime = readings.front().view.espLifetime = 0;
    readings.front().hasIkeSuite = false;
    const ImportPlan plan = this->plan(readings);
    const PlannedConnection &planned = plan.connections.front();
    for (const auto kind :
         {ImportNote::Kind::IkeLifetimeUnsaid, ImportNote::Kind::EspLifetimeUnsaid, ImportNote::Kind::IkeUnsaid})
        QVERIFY(kinds(planned).contains(kind));
    QCOMPARE(planned.draft.ikeLifetime, ConnectionDraft().ikeLifetime);
    QVERIFY(planned.wantsAttention());
    for (const ImportNote &note : planned.notes)
        QVERIFY2(!note.text().isEmpty() && !note.text().contains(u'%'), qPrintable(note.text()));
}

void TestImportPlan::roundTripOfRandomConnections_data()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormatInfo &info : peerFormats())
        QTest::newRow(info.id) << info.format;
}

// A connection by chance, exported and imported where it is not known yet, is the connection again.
void TestImportPlan::roundTripOfRandomConnections()
{
    QFETCH(PeerFormat, format);
    int compared = 0;
    int valid = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const PeerView view = random.view(format);
        const ExportResult result = exportPeer(format, requestFor(view, &key));
        if (!result.blockers.isEmpty())
            continue;
        ReadResult readings = readBack(format, result);
        QVERIFY(readings && readings->size() == 1);
        const ImportPlan plan = this->plan(*readings);
        QCOMPARE(plan.side.side, ImportSide::Peers);
        const PlannedConnection &planned = plan.connections.front();

        ConnectionDraft expected;
        takeOver(view, expected);
        VpnGateway ours;
        ours.internetIp = view.remote;
        CustomerGateway theirs;
        theirs.ipAddress = view.local;
        const Gateways gateways{&ours, &theirs};
        const EffectiveIds ids = effectiveIds(planned.draft, gateways);
        QStringList wrong;
        const auto compare = [&](Field field) {
            const QString before = draftText(expected, field);
            const QString after = draftText(planned.draft, field);
            if (before != after)
                wrong << QStringLiteral("%1: %2 / %3").arg(fieldKey(field), before, after);
        };
        for (const Field field :
             {Field::IkeVersion, Field::IkeMode, Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs, Field::IkeLifetime,
              Field::IpsecEncAlg, Field::IpsecAuthAlg, Field::IpsecPfs, Field::IpsecLifetime, Field::LocalSubnet})
            compare(field);
        if (!planned.gaps.contains(ImportGap::RemoteSubnet))
            compare(Field::RemoteSubnet);
        if (readings->front().saysStart)
            compare(Field::EffectImmediately);
        if (readings->front().saysProbes)
            compare(Field::EnableDpd);
        const auto isSame = [](const QString &a, const QString &b) {
            return api::Identity::parse(a.toStdString()) == api::Identity::parse(b.toStdString());
        };
        // An identity that the text has is the connection's.
        if (!readings->front().view.remoteId.isEmpty() && !isSame(ids.local, view.remoteId))
            wrong << QStringLiteral("LocalId: %1 / %2").arg(view.remoteId, ids.local);
        if (!readings->front().view.localId.isEmpty() && !isSame(ids.remote, view.localId))
            wrong << QStringLiteral("RemoteId: %1 / %2").arg(view.localId, ids.remote);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong.join(u'\n'))));
        QCOMPARE(planned.ours.address, view.remote);
        if (!planned.gaps.contains(ImportGap::TheirAddress))
            QCOMPARE(planned.theirs.address, view.local);
        QCOMPARE(planned.key, PlannedConnection::Key::FromText);
        // It can be stored where the connection itself could be, and nothing is left to be asked.
        if (planned.gaps.isEmpty()) {
            ours.id = expected.vpnGatewayId = QStringLiteral("vpn-1");
            theirs.id = expected.customerGatewayId = QStringLiteral("cgw-1");
            expected.name = planned.draft.name;
            if (readings->front().view.remoteId.isEmpty())
                expected.localId.clear();
            if (readings->front().view.localId.isEmpty())
                expected.remoteId.clear();
            const bool isValid = !hasErrors(check(expected, key, {{ours}, {theirs}, {}, {}, {}}));
            QVERIFY2(plan.isReady() == isValid, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(texts(plan))));
            valid += isValid ? 1 : 0;
        }
        ++compared;
    }
    QVERIFY2(compared >= 4, qPrintable(QString::number(compared)));
    // These two do not name the device itself, so that its address is left to be asked.
    QVERIFY(valid >= 4 || format == PeerFormat::CiscoAsa || format == PeerFormat::Huawei);
}

QTEST_GUILESS_MAIN(TestImportPlan)
#include "test_import_plan.moc"
