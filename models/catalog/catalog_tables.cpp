#include "models/catalog/catalog_tables.h"

#include <QSqlQuery>
#include <QVariant>

#include <algorithm>
#include <array>
#include <functional>

namespace tw::models {

namespace {

struct Column
{
    Field field;
    const char *name;
};

constexpr std::array kDraftColumns = {
    Column{Field::Name, "name"},
    Column{Field::Description, "description"},
    Column{Field::VpnGateway, "vpn_gateway_id"},
    Column{Field::CustomerGateway, "customer_gateway_id"},
    Column{Field::LocalSubnet, "local_subnet"},
    Column{Field::RemoteSubnet, "remote_subnet"},
    Column{Field::EffectImmediately, "effect_immediately"},
    Column{Field::AuthMethod, "auth_method"},
    Column{Field::LocalCertificate, "local_certificate"},
    Column{Field::RemoteCa, "remote_ca"},
    Column{Field::IkeVersion, "ike_version"},
    Column{Field::IkeMode, "ike_mode"},
    Column{Field::IkeEncAlg, "ike_enc_alg"},
    Column{Field::IkeAuthAlg, "ike_auth_alg"},
    Column{Field::IkePfs, "ike_pfs"},
    Column{Field::IkeLifetime, "ike_lifetime"},
    Column{Field::LocalId, "local_id"},
    Column{Field::RemoteId, "remote_id"},
    Column{Field::IpsecEncAlg, "ipsec_enc_alg"},
    Column{Field::IpsecAuthAlg, "ipsec_auth_alg"},
    Column{Field::IpsecPfs, "ipsec_pfs"},
    Column{Field::IpsecLifetime, "ipsec_lifetime"},
    Column{Field::EnableDpd, "enable_dpd"},
    Column{Field::EnableNatTraversal, "nat_traversal"},
    Column{Field::HealthCheckEnable, "health_check"},
    Column{Field::HealthCheckDip, "health_check_dip"},
    Column{Field::HealthCheckSip, "health_check_sip"},
    Column{Field::HealthCheckInterval, "health_check_interval"},
    Column{Field::HealthCheckRetry, "health_check_retry"},
    Column{Field::AntiReplayWindow, "replay_window"},
    Column{Field::EnableEsn, "enable_esn"},
    Column{Field::Mtu, "mtu"},
    Column{Field::Mss, "mss"},
};

// "SELECT a, b, c FROM t" and "REPLACE INTO t (a, b, c) VALUES (?, ?, ?)" from one list of names. The names are ours;
// values are always bound.
class Table
{
public:
    Table(const char *name, QStringList columns) : m_name(QLatin1String(name)), m_columns(std::move(columns)) { }

    QString select() const
    {
        return QStringLiteral("SELECT %1 FROM %2 ORDER BY created, id").arg(m_columns.join(u','), m_name);
    }
    QString upsert() const
    {
        QStringList updates;
        for (const QString &column : m_columns)
            updates.append(column + QStringLiteral("=excluded.") + column);
        const QStringList marks(m_columns.size(), QStringLiteral("?"));
        return QStringLiteral("INSERT INTO %1 (%2) VALUES (%3) ON CONFLICT (id) DO UPDATE SET %4")
            .arg(m_name, m_columns.join(u','), marks.join(u','), updates.join(u','));
    }
    QString remove() const { return QStringLiteral("DELETE FROM %1 WHERE id = ?").arg(m_name); }

private:
    QString m_name;
    QStringList m_columns;
};

QStringList names(std::initializer_list<const char *> list)
{
    QStringList result;
    for (const char *name : list)
        result.append(QLatin1String(name));
    return result;
}

QStringList connectionColumns()
{
    QStringList columns = names({"id", "region_id", "created", "secret_reference"});
    for (const Column &column : kDraftColumns)
        columns.append(QLatin1String(column.name));
    return columns;
}

const Table &regionTable()
{
    static const Table table("regions", names({"id", "name", "created"}));
    return table;
}
const Table &vpnGatewayTable()
{
    static const Table table(
        "vpn_gateways", names({"id", "region_id", "name", "description", "internet_ip", "local_address", "created"}));
    return table;
}
const Table &customerGatewayTable()
{
    static const Table table("customer_gateways",
                             names({"id", "region_id", "name", "description", "ip_address", "asn", "created"}));
    return table;
}
const Table &certificateTable()
{
    static const Table table("certificates", names({"id", "der", "secret_reference", "created"}));
    return table;
}
const Table &connectionTable()
{
    static const Table table("connections", connectionColumns());
    return table;
}

QDateTime toTime(const QVariant &value) { return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC); }

// A null QString would be bound as NULL, which no column allows.
QVariant text(const QString &value) { return value.isNull() ? QStringLiteral("") : value; }

QVariantList rowOf(const Region &region) { return {region.id, region.name, 0}; }

QVariantList rowOf(const VpnGateway &gateway)
{
    return {gateway.id,
            gateway.regionId,
            gateway.name,
            text(gateway.description),
            gateway.internetIp,
            text(gateway.localAddress),
            gateway.created.toMSecsSinceEpoch()};
}

QVariantList rowOf(const CustomerGateway &gateway)
{
    return {gateway.id,
            gateway.regionId,
            gateway.name,
            text(gateway.description),
            gateway.ipAddress,
            text(gateway.asn),
            gateway.created.toMSecsSinceEpoch()};
}

QVariantList rowOf(const Certificate &certificate)
{
    const Bytes &der = certificate.facts.der;
    return {certificate.id, QByteArray(reinterpret_cast<const char *>(der.data()), static_cast<qsizetype>(der.size())),
            text(certificate.secretReference), certificate.created.toMSecsSinceEpoch()};
}

Certificate certificateOf(const QSqlQuery &row, const api::CertificateReader *reader)
{
    const QByteArray stored = row.value(1).toByteArray();
    const Bytes der(stored.begin(), stored.end());
    auto facts = reader ? reader->facts(der) : std::nullopt;
    if (!facts) {
        facts.emplace();
        facts->der = der;
    }
    return {row.value(0).toString(), std::move(*facts), toTime(row.value(3)), row.value(2).toString()};
}

QVariantList rowOf(const Connection &connection)
{
    QVariantList row{connection.draft.id, connection.draft.regionId, connection.created.toMSecsSinceEpoch(),
                     connection.secretReference};
    for (const Column &column : kDraftColumns)
        row.append(text(draftText(connection.draft, column.field)));
    return row;
}

Connection connectionOf(const QSqlQuery &row)
{
    Connection connection;
    connection.draft.id = row.value(0).toString();
    connection.draft.regionId = row.value(1).toString();
    connection.created = toTime(row.value(2));
    connection.secretReference = row.value(3).toString();
    int at = 4;
    for (const Column &column : kDraftColumns)
        setDraftText(connection.draft, column.field, row.value(at++).toString());
    return connection;
}

template <typename Object>
const Object &byId(const QList<Object> &objects, const QString &id)
{
    if constexpr (std::is_same_v<Object, Connection>)
        return *std::ranges::find_if(objects, [&](const Connection &c) { return c.draft.id == id; });
    else
        return *std::ranges::find(objects, id, &Object::id);
}

template <typename Object>
StoreResult<void> upsertRows(const Database &database, const Table &table, const QList<Object> &objects,
                             const CatalogPlan::Touched &touched)
{
    for (const QString &id : touched.added + touched.changed) {
        if (const auto done = database.run(table.upsert(), rowOf(byId(objects, id))); !done)
            return std::unexpected(done.error());
    }
    return {};
}

StoreResult<void> removeRows(const Database &database, const Table &table, const QStringList &ids)
{
    for (const QString &id : ids) {
        if (const auto done = database.run(table.remove(), {id}); !done)
            return std::unexpected(done.error());
    }
    return {};
}

} // namespace

const QList<Migration> &catalogSchema()
{
    static const QList<Migration> steps{
        {{
            QStringLiteral("CREATE TABLE regions ("
                           " id TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL) STRICT"),
            QStringLiteral("CREATE TABLE vpn_gateways ("
                           " id TEXT PRIMARY KEY, region_id TEXT NOT NULL, name TEXT NOT NULL,"
                           " description TEXT NOT NULL, internet_ip TEXT NOT NULL, local_address TEXT NOT NULL,"
                           " created INTEGER NOT NULL) STRICT"),
            QStringLiteral("CREATE TABLE customer_gateways ("
                           " id TEXT PRIMARY KEY, region_id TEXT NOT NULL, name TEXT NOT NULL,"
                           " description TEXT NOT NULL, ip_address TEXT NOT NULL, asn TEXT NOT NULL,"
                           " created INTEGER NOT NULL) STRICT"),
            QStringLiteral("CREATE TABLE connections ("
                           " id TEXT PRIMARY KEY, region_id TEXT NOT NULL, created INTEGER NOT NULL,"
                           " secret_reference TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,"
                           " vpn_gateway_id TEXT NOT NULL REFERENCES vpn_gateways (id),"
                           " customer_gateway_id TEXT NOT NULL REFERENCES customer_gateways (id),"
                           " local_subnet TEXT NOT NULL, remote_subnet TEXT NOT NULL,"
                           " effect_immediately TEXT NOT NULL, ike_version TEXT NOT NULL, ike_mode TEXT NOT NULL,"
                           " ike_enc_alg TEXT NOT NULL, ike_auth_alg TEXT NOT NULL, ike_pfs TEXT NOT NULL,"
                           " ike_lifetime TEXT NOT NULL, local_id TEXT NOT NULL, remote_id TEXT NOT NULL,"
                           " ipsec_enc_alg TEXT NOT NULL, ipsec_auth_alg TEXT NOT NULL, ipsec_pfs TEXT NOT NULL,"
                           " ipsec_lifetime TEXT NOT NULL, enable_dpd TEXT NOT NULL, nat_traversal TEXT NOT NULL,"
                           " health_check TEXT NOT NULL, health_check_dip TEXT NOT NULL,"
                           " health_check_sip TEXT NOT NULL, health_check_interval TEXT NOT NULL,"
                           " health_check_retry TEXT NOT NULL, replay_window TEXT NOT NULL, mtu TEXT NOT NULL,"
                           " mss TEXT NOT NULL) STRICT"),
        }},
        {{QStringLiteral("ALTER TABLE connections ADD COLUMN enable_esn TEXT NOT NULL DEFAULT 'false'")}},
        {{
            QStringLiteral("CREATE TABLE certificates ("
                           " id TEXT PRIMARY KEY, der BLOB NOT NULL, secret_reference TEXT NOT NULL,"
                           " created INTEGER NOT NULL) STRICT"),
            QStringLiteral("ALTER TABLE connections ADD COLUMN auth_method TEXT NOT NULL DEFAULT 'psk'"),
            QStringLiteral("ALTER TABLE connections ADD COLUMN local_certificate TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("ALTER TABLE connections ADD COLUMN remote_ca TEXT NOT NULL DEFAULT ''"),
        }},
    };
    return steps;
}

StoreResult<CatalogState> readCatalog(const Database &database, const api::CertificateReader *reader)
{
    CatalogState state;
    state.regions = builtInRegions();
    auto row = database.run(regionTable().select());
    while (row && row->next())
        state.regions.append({row->value(0).toString(), row->value(1).toString(), {}, true});
    sortRegions(state.regions);

    if (row)
        row = database.run(vpnGatewayTable().select());
    while (row && row->next()) {
        state.vpnGateways.append({row->value(0).toString(), row->value(1).toString(), row->value(2).toString(),
                                  row->value(3).toString(), row->value(4).toString(), row->value(5).toString(),
                                  toTime(row->value(6))});
    }
    if (row)
        row = database.run(customerGatewayTable().select());
    while (row && row->next()) {
        state.customerGateways.append({row->value(0).toString(), row->value(1).toString(), row->value(2).toString(),
                                       row->value(3).toString(), row->value(4).toString(), row->value(5).toString(),
                                       toTime(row->value(6))});
    }
    if (row)
        row = database.run(certificateTable().select());
    while (row && row->next())
        state.certificates.append(certificateOf(*row, reader));
    if (row)
        row = database.run(connectionTable().select());
    while (row && row->next())
        state.connections.append(connectionOf(*row));
    if (!row)
        return std::unexpected(row.error());
    return state;
}

StoreResult<void> writeCatalog(const Database &database, const CatalogPlan &plan)
{
    // What others refer to comes first and goes last.
    const auto steps = {
        std::function([&] { return removeRows(database, connectionTable(), plan.connections.removed); }),
        std::function([&] { return removeRows(database, certificateTable(), plan.certificates.removed); }),
        std::function([&] { return removeRows(database, customerGatewayTable(), plan.customerGateways.removed); }),
        std::function([&] { return removeRows(database, vpnGatewayTable(), plan.vpnGateways.removed); }),
        std::function([&] { return removeRows(database, regionTable(), plan.regions.removed); }),
        std::function([&] { return upsertRows(database, regionTable(), plan.next.regions, plan.regions); }),
        std::function([&] { return upsertRows(database, vpnGatewayTable(), plan.next.vpnGateways, plan.vpnGateways); }),
        std::function([&] {
            return upsertRows(database, customerGatewayTable(), plan.next.customerGateways, plan.customerGateways);
        }),
        std::function(
            [&] { return upsertRows(database, certificateTable(), plan.next.certificates, plan.certificates); }),
        std::function([&] { return upsertRows(database, connectionTable(), plan.next.connections, plan.connections); }),
    };
    for (const auto &step : steps) {
        if (const auto done = step(); !done)
            return done;
    }
    return {};
}

} // namespace tw::models
