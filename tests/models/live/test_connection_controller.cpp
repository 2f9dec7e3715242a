#include "engine/sim/scripted_port.h"
#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/transfer/apply_document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using models::ConnectionController;

namespace {

constexpr auto kDocument = R"({
    "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
    "CustomerGateways": [{"Name": "peer1", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"},
                         {"Name": "peer2", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.3"}],
    "VpnConnections": [
        {"Name": "now", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer1",
         "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24", "EffectImmediately": true,
         "IkeConfig": {"Psk": "one"}},
        {"Name": "later", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer2",
         "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.3.0.0/24", "EffectImmediately": false,
         "IkeConfig": {"Psk": "two"}}]})";

std::string keyOf(const SecretBytes &secret) { return std::string(asText(secret.view())); }

} // namespace

class TestConnectionController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutAnEngineNothingCanBeAsked();
    void loadingFollowsEffectImmediately();
    void startNegotiatesWhateverIsConfigured();
    void stopAndRenegotiate();
    void anEditOfALoadedConnectionReachesTheEngine();
    void anEditOfAStoppedConnectionDoesNot();
    void aDescriptionTouchesNothing();
    void aGatewaysAddressReachesItsConnections();
    void newAndDeletedConnections();
    void anUnreadableKeyIsSaid();

private:
    QString idOf(const char *name) const;
    models::ConnectionDraft draftOf(const char *name) const { return m_catalog->connection(idOf(name))->draft; }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<models::Database> m_database;
    std::unique_ptr<models::MemorySecretStore> m_secrets;
    std::unique_ptr<models::Catalog> m_catalog;
    std::unique_ptr<ConnectionController> m_controller;
    sim::ScriptedPort m_engine;
};

void TestConnectionController::init()
{
    m_controller.reset();
    m_catalog.reset();
    m_database.reset();
    m_engine.clear();
    m_directory = std::make_unique<QTemporaryDir>();
    auto database = models::Database::open(m_directory->filePath(QStringLiteral("catalog.sqlite")),
                                           models::Catalog::schema(), models::Database::Access::Write);
    QVERIFY(database);
    m_database = std::move(*database);
    m_secrets = std::make_unique<models::MemorySecretStore>();
    auto catalog = models::Catalog::load(*m_database, *m_secrets);
    QVERIFY(catalog);
    m_catalog = std::move(*catalog);
    QVERIFY(models::applyDocument(*m_catalog, QByteArray(kDocument), models::ApplyMode::Apply));
    m_controller = std::make_unique<ConnectionController>(m_catalog.get());
    m_controller->setEngine(&m_engine);
}

QString TestConnectionController::idOf(const char *name) const
{
    for (const models::Connection &connection : m_catalog->connections()) {
        if (connection.draft.name == QLatin1String(name))
            return connection.draft.id;
    }
    return {};
}

void TestConnectionController::withoutAnEngineNothingCanBeAsked()
{
    m_controller->setEngine(nullptr);
    for (const auto &outcome :
         {m_controller->start(idOf("now")), m_controller->stop(idOf("now")), m_controller->renegotiate(idOf("now"))}) {
        QVERIFY(!outcome);
        QCOMPARE(outcome.error(), QStringLiteral("No engine is running."));
    }
    QVERIFY(m_engine.commands().empty());
}

void TestConnectionController::loadingFollowsEffectImmediately()
{
    QVERIFY(m_controller->loadAll().isEmpty());
    QCOMPARE(m_engine.commands().size(), 2u);
    for (const api::Command &command : m_engine.commands()) {
        const auto *start = std::get_if<api::Start>(&command);
        QVERIFY(start);
        const bool isNow = start->config->name == "now";
        QCOMPARE(start->negotiate, isNow);
        QCOMPARE(keyOf(start->secret), isNow ? "one" : "two");
    }
}

void TestConnectionController::startNegotiatesWhateverIsConfigured()
{
    QVERIFY(m_controller->start(idOf("later")));
    const auto *start = m_engine.last<api::Start>();
    QVERIFY(start && start->negotiate);
    QCOMPARE(start->config->id.value(), idOf("later").toStdString());
    QVERIFY(m_controller->isLoaded(idOf("later")));
}

void TestConnectionController::stopAndRenegotiate()
{
    QVERIFY(m_controller->renegotiate(idOf("now"))); // not loaded: the same as a start
    QVERIFY(m_engine.last<api::Start>());
    QVERIFY(m_controller->renegotiate(idOf("now")));
    QVERIFY(m_engine.last<api::Renegotiate>());
    QVERIFY(m_controller->testRekey(idOf("now")));
    QVERIFY(m_engine.last<api::Rekey>()->scope == api::Rekey::Scope::Children);
    QVERIFY(m_controller->probe(idOf("now"), api::SuiteProbe::Scope::Phase2));
    QVERIFY(m_engine.last<api::SuiteProbe>()->scope == api::SuiteProbe::Scope::Phase2);
    QVERIFY(m_controller->stop(idOf("now")));
    QVERIFY(m_engine.last<api::Stop>());
    QVERIFY(!m_controller->isLoaded(idOf("now")));
    QVERIFY(!m_controller->probe(idOf("now"), api::SuiteProbe::Scope::Phase1)); // there is nothing to compare with
}

void TestConnectionController::anEditOfALoadedConnectionReachesTheEngine()
{
    m_controller->loadAll();
    m_engine.clear();
    models::ConnectionDraft draft = draftOf("now");
    draft.ipsecLifetime = QStringLiteral("3600");
    QVERIFY(m_catalog->save(draft, models::presharedKeyFromText(QStringLiteral("three"))));
    QCOMPARE(m_engine.commands().size(), 1u);
    const auto *update = m_engine.last<api::Update>();
    QVERIFY(update);
    QCOMPARE(update->config->child.lifetime.count(), 3600);
    QCOMPARE(keyOf(update->secret), "three");
}

void TestConnectionController::anEditOfAStoppedConnectionDoesNot()
{
    m_controller->loadAll();
    QVERIFY(m_controller->stop(idOf("now")));
    m_engine.clear();
    models::ConnectionDraft draft = draftOf("now");
    draft.ipsecLifetime = QStringLiteral("3600");
    QVERIFY(m_catalog->save(draft));
    QVERIFY(m_engine.commands().empty());
}

void TestConnectionController::aDescriptionTouchesNothing()
{
    m_controller->loadAll();
    m_engine.clear();
    models::ConnectionDraft draft = draftOf("now");
    draft.description = QStringLiteral("the line to the warehouse");
    QVERIFY(m_catalog->save(draft));
    QVERIFY(m_engine.commands().empty());
}

void TestConnectionController::aGatewaysAddressReachesItsConnections()
{
    m_controller->loadAll();
    m_engine.clear();
    models::CustomerGateway gateway = *m_catalog->customerGateway(draftOf("later").customerGatewayId);
    gateway.ipAddress = QStringLiteral("192.0.2.99");
    QVERIFY(m_catalog->save(gateway));
    const auto *update = m_engine.last<api::Update>();
    QVERIFY(update);
    QCOMPARE(update->config->id.value(), idOf("later").toStdString());
    QVERIFY((update->config->peer == api::PeerAddress(*IpAddress::parse("192.0.2.99"))));
    for (const api::Command &command : m_engine.commands())
        QVERIFY(std::get<api::Update>(command).config->name == "later");
}

void TestConnectionController::newAndDeletedConnections()
{
    models::ConnectionDraft draft = draftOf("later");
    draft.id.clear();
    draft.name = QStringLiteral("new");
    draft.remoteSubnet = QStringLiteral("10.4.0.0/24");
    const auto key = [] { return models::presharedKeyFromText(QStringLiteral("two")); };

    QVERIFY(m_controller->load({idOf("now")}).isEmpty()); // a choice: others are left alone
    m_engine.clear();
    const auto unasked = m_catalog->save(draft, key());
    QVERIFY2(unasked, qPrintable(unasked ? QString() : unasked.error().text));
    QVERIFY(m_engine.commands().empty());
    QVERIFY(m_catalog->removeConnection(*unasked));
    QVERIFY(m_engine.commands().empty());

    m_controller->loadAll();
    m_engine.clear();
    const auto id = m_catalog->save(draft, key());
    QVERIFY(id);
    const auto *start = m_engine.last<api::Start>();
    QVERIFY(start && !start->negotiate);
    QCOMPARE(start->config->name, std::string("new"));
    QVERIFY(m_catalog->removeConnection(*id));
    const auto *stop = m_engine.last<api::Stop>();
    QVERIFY(stop);
    QCOMPARE(stop->connection.value(), id->toStdString());
}

void TestConnectionController::anUnreadableKeyIsSaid()
{
    const auto references = m_secrets->references();
    QVERIFY(references && m_secrets->change({}, *references)); // as if the file of keys had been lost
    const auto outcome = m_controller->start(idOf("now"));
    QVERIFY(!outcome);
    QVERIFY2(outcome.error().contains(QLatin1String("now")), qPrintable(outcome.error()));
    QCOMPARE(m_controller->loadAll().size(), 2);
    QVERIFY(m_engine.commands().empty());
}

QTEST_GUILESS_MAIN(TestConnectionController)
#include "test_connection_controller.moc"
