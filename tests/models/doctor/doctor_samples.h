#pragma once

#include "models/catalog/catalog.h"
#include "models/doctor/doctor_facts.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/transfer/apply_document.h"

#include <QTemporaryDir>

#include <memory>

namespace tw::test {

inline IpAddress address(const char *text) { return *IpAddress::parse(text); }
inline IpPrefix prefix(const char *text) { return *IpPrefix::parse(text); }

// A catalogue with the connection "tunnel" of two remote subnets, and "other" beside it.
class DoctorCatalog
{
public:
    DoctorCatalog()
    {
        auto database = models::Database::open(m_directory.filePath(QStringLiteral("catalog.sqlite")),
                                               models::Catalog::schema(), models::Database::Access::Write);
        m_database = std::move(*database);
        auto catalog = models::Catalog::load(*m_database, m_secrets);
        m_catalog = std::move(*catalog);
        isFilled = models::applyDocument(*m_catalog, QByteArray(R"({
            "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
            "CustomerGateways": [{"Name": "peer", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
            "VpnConnections": [
                {"Name": "tunnel", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                 "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24,10.3.0.0/24",
                 "IkeConfig": {"Psk": "key-of-both"},
                 "HealthCheckConfig": {"enable": true, "dip": "10.2.0.10", "sip": "10.1.0.1", "interval": 3,
                                       "retry": 2}},
                {"Name": "other", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                 "LocalSubnet": "10.8.0.0/24", "RemoteSubnet": "10.3.0.128/25",
                 "IkeConfig": {"Psk": "key-of-both"}}]})"),
                                         models::ApplyMode::Apply)
                       .has_value();
    }

    models::Catalog &catalog() { return *m_catalog; }
    QString idOf(const char *name) const
    {
        for (const models::Connection &connection : m_catalog->connections()) {
            if (connection.draft.name == QLatin1String(name))
                return connection.draft.id;
        }
        return {};
    }

    bool isFilled = false;

private:
    QTemporaryDir m_directory;
    std::unique_ptr<models::Database> m_database;
    models::MemorySecretStore m_secrets;
    std::unique_ptr<models::Catalog> m_catalog;
};

// One child that carries 10.1.0.0/24 === 10.2.0.0/24.
inline api::ConnectionStatus standing(const std::string &id, bool udp)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(id);
    status.state = api::ConnectionState::Established;
    status.ikeSa.emplace();
    status.ikeSa->remote = {address("192.0.2.2"), 4500};
    api::ChildSaStatus child;
    child.udpEncapsulated = udp;
    child.local = {api::TrafficSelector::fromPrefix(prefix("10.1.0.0/24"))};
    child.remote = {api::TrafficSelector::fromPrefix(prefix("10.2.0.0/24"))};
    status.childSas = {child};
    return status;
}

inline api::RouteOutcome goodRoute()
{
    api::RouteOutcome route;
    route.source = address("10.1.0.1");
    route.isSourcePresent = true;
    route.device = "tw0";
    route.interface = "tw0";
    return route;
}

// Three echo requests that were answered.
inline api::EchoOutcome goodEcho()
{
    api::EchoOutcome echo;
    echo.sent = 3;
    echo.trail.reachedDevice = echo.trail.encrypted = 3;
    echo.trail.sourceSeen = address("10.1.0.1");
    echo.trail.destinationSeen = address("10.2.0.10");
    echo.trail.answersDecrypted = echo.trail.answersDelivered = 3;
    echo.answers.assign(3, {api::IcmpAnswer::Kind::Echo, address("10.2.0.10"), 0, 0, 0, Duration(7)});
    echo.after.traffic.packetsOut = echo.after.traffic.packetsIn = 3;
    return echo;
}

// The same, of which nothing came back.
inline api::EchoOutcome silentEcho()
{
    api::EchoOutcome echo = goodEcho();
    echo.trail.answersDecrypted = echo.trail.answersDelivered = 0;
    echo.answers.clear();
    echo.after.traffic.packetsIn = 0;
    return echo;
}

inline models::DoctorFacts goodFacts(bool udp = true)
{
    models::DoctorFacts facts;
    facts.connectionId = QStringLiteral("vco-1");
    facts.local = {prefix("10.1.0.0/24")};
    facts.remote = {prefix("10.2.0.0/24")};
    facts.destination = address("10.2.0.10");
    facts.status = standing("vco-1", udp);
    facts.route = goodRoute();
    facts.echo = goodEcho();
    return facts;
}

inline api::PathOutcome pathAnswered(bool ike, bool nat)
{
    api::PathOutcome path;
    path.ike.remote = {address("192.0.2.2"), 500};
    path.nat.remote = {address("192.0.2.2"), 4500};
    path.ike.isAsked = path.nat.isAsked = true;
    if (ike)
        path.ike.answered = Duration(12);
    if (nat)
        path.nat.answered = Duration(13);
    return path;
}

} // namespace tw::test
