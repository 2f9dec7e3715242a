#include "models/catalog/catalog.h"

#include "models/catalog/catalog_plan.h"
#include "models/catalog/catalog_tables.h"
#include "models/catalog/certificate_rules.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

template <typename Object, typename Id>
const Object *find(const QList<Object> &objects, const QString &id, Id idOf)
{
    const auto found = std::ranges::find(objects, id, idOf);
    return found == objects.end() ? nullptr : &*found;
}

QList<Connection> filtered(const QList<Connection> &connections, auto predicate)
{
    QList<Connection> result;
    std::ranges::copy_if(connections, std::back_inserter(result), predicate);
    return result;
}

const QString &connectionId(const Connection &connection) { return connection.draft.id; }

// A single save has a single object at fault, or a connection that its change would break.
CatalogError joined(const CatalogErrors &errors)
{
    CatalogError error = errors.first();
    QStringList sentences;
    for (const CatalogError &one : errors)
        sentences.append(one.text);
    error.text = sentences.join(u'\n');
    return error;
}

} // namespace

const QList<Migration> &Catalog::schema() { return catalogSchema(); }

Catalog::Catalog(Database &database, SecretStore &secrets, const api::CertificateReader *reader)
    : m_database(database), m_secrets(secrets), m_reader(reader)
{ }
Catalog::~Catalog() = default;

StoreResult<std::unique_ptr<Catalog>> Catalog::load(Database &database, SecretStore &secrets,
                                                    const api::CertificateReader *reader)
{
    auto state = readCatalog(database, reader);
    if (!state)
        return std::unexpected(state.error());
    std::unique_ptr<Catalog> catalog(new Catalog(database, secrets, reader));
    catalog->m_state = std::move(*state);
    if (!database.isReadOnly())
        catalog->clearOrphanedSecrets();
    return catalog;
}

// A crash between the two stores leaves at worst secrets that no row refers to. Failing to clear them away harms
// nobody; the next start tries again. A catalogue without a gateway never had a connection: its keys are those of
// another one that was moved away, and that may come back. What retired is nobody's any more in any case.
void Catalog::clearOrphanedSecrets()
{
    wipeRetiredKeys();
    if (m_state.vpnGateways.isEmpty() && m_state.customerGateways.isEmpty() && m_state.certificates.isEmpty())
        return;
    auto orphans = m_secrets.references();
    if (!orphans)
        return;
    for (const Connection &connection : std::as_const(m_state.connections))
        orphans->remove(connection.secretReference);
    for (const Certificate &certificate : std::as_const(m_state.certificates))
        orphans->remove(certificate.secretReference);
    if (!orphans->isEmpty()) [[maybe_unused]]
        const auto done = m_secrets.change({}, *orphans);
}

const Region *Catalog::region(const QString &id) const { return find(m_state.regions, id, &Region::id); }
const VpnGateway *Catalog::vpnGateway(const QString &id) const
{
    return find(m_state.vpnGateways, id, &VpnGateway::id);
}
const CustomerGateway *Catalog::customerGateway(const QString &id) const
{
    return find(m_state.customerGateways, id, &CustomerGateway::id);
}
const Connection *Catalog::connection(const QString &id) const { return find(m_state.connections, id, connectionId); }

const Certificate *Catalog::certificate(const QString &id) const { return findCertificate(m_state.certificates, id); }

QList<Connection> Catalog::connectionsOfCertificate(const QString &id) const
{
    return filtered(m_state.connections,
                    [&](const Connection &c) { return c.draft.localCertificate == id || c.draft.remoteCa == id; });
}

QList<Connection> Catalog::connectionsOfVpnGateway(const QString &id) const
{
    return filtered(m_state.connections, [&](const Connection &c) { return c.draft.vpnGatewayId == id; });
}

QList<Connection> Catalog::connectionsOfCustomerGateway(const QString &id) const
{
    return filtered(m_state.connections, [&](const Connection &c) { return c.draft.customerGatewayId == id; });
}

int Catalog::objectCount(const QString &regionId) const
{
    const auto connections =
        std::ranges::count_if(m_state.connections, [&](const auto &c) { return c.draft.regionId == regionId; });
    return static_cast<int>(connections + std::ranges::count(m_state.vpnGateways, regionId, &VpnGateway::regionId)
                            + std::ranges::count(m_state.customerGateways, regionId, &CustomerGateway::regionId));
}

CatalogResult<PresharedKey> Catalog::presharedKey(const QString &id) const
{
    const Connection *found = connection(id);
    const QString name = found ? found->draft.name : id;
    const auto fail = [&](CatalogError::Kind kind, const char *text) {
        return std::unexpected(CatalogError{
            kind, ObjectKind::Connection, name, QCoreApplication::translate("Catalog", text).arg(name), {}});
    };
    if (!found)
        return fail(CatalogError::Kind::NotFound, QT_TRANSLATE_NOOP("Catalog", "There is no connection “%1”."));
    auto stored = m_secrets.read(found->secretReference);
    if (!stored)
        return std::unexpected(catalogError(stored.error()));
    if (!*stored)
        return fail(CatalogError::Kind::Store,
                    QT_TRANSLATE_NOOP("Catalog", "The pre-shared key of “%1” is not in the key file. Enter it again."));
    return std::move(**stored);
}

void Catalog::setMachineFacts(const MachineFacts &facts)
{
    if (facts == m_machine)
        return;
    m_machine = facts;
    Q_EMIT machineFactsChanged();
}

ValidationContext Catalog::validationContext() const
{
    const auto hasKey = [this](const Connection &other, const PresharedKey &key) {
        const auto stored = m_secrets.read(other.secretReference);
        // What cannot be read cannot be compared: saving says so.
        return !stored || !*stored || equalInConstantTime((*stored)->view(), key.view());
    };
    return {m_state.vpnGateways, m_state.customerGateways, m_state.connections, m_machine, hasKey, {},
            m_state.certificates};
}

CatalogResult<void> Catalog::writable(ObjectKind object, const QString &name) const
{
    if (!m_database.isReadOnly())
        return {};
    return std::unexpected(CatalogError{
        CatalogError::Kind::ReadOnly,
        object,
        name,
        QCoreApplication::translate("Catalog", "%1 was opened for reading only: another process is changing it.")
            .arg(m_database.file()),
        {}});
}

CatalogResult<QString> Catalog::save(const Region &region)
{
    CatalogChange change;
    change.regions = {region};
    return saveOne(std::move(change), region.id.trimmed());
}

CatalogResult<QString> Catalog::save(const VpnGateway &gateway)
{
    VpnGateway object = gateway;
    if (object.id.isEmpty())
        object.id = generateId(QStringLiteral("vpn-"));
    CatalogChange change;
    change.vpnGateways = {object};
    return saveOne(std::move(change), object.id);
}

CatalogResult<QString> Catalog::save(const CustomerGateway &gateway)
{
    CustomerGateway object = gateway;
    if (object.id.isEmpty())
        object.id = generateId(QStringLiteral("cgw-"));
    CatalogChange change;
    change.customerGateways = {object};
    return saveOne(std::move(change), object.id);
}

CatalogResult<QString> Catalog::save(const ConnectionDraft &draft, std::optional<PresharedKey> key, Sharing sharingMode)
{
    ConnectionDraft object = draft;
    if (object.id.isEmpty())
        object.id = generateId(QStringLiteral("vco-"));
    CatalogChange change;
    if (sharingMode == Sharing::ChangeOthers) {
        if (!key && connection(object.id)) {
            auto stored = presharedKey(object.id);
            if (!stored)
                return std::unexpected(stored.error());
            key = std::move(*stored);
        }
        for (const Connection &other : sharing(object)) {
            ConnectionChange follower{other.draft, {}};
            copyIkeSettings(object, follower.draft);
            if (key)
                follower.key = key->clone();
            change.connections.push_back(std::move(follower));
        }
    }
    const QString id = object.id;
    change.connections.push_back({std::move(object), std::move(key)});
    return saveOne(std::move(change), id);
}

CatalogResult<QString> Catalog::saveOne(CatalogChange change, const QString &id)
{
    if (const auto done = applyAll(std::move(change)); !done)
        return std::unexpected(joined(done.error()));
    return id;
}

std::expected<ChangeReport, CatalogErrors> Catalog::applyAll(CatalogChange change)
{
    if (const auto may = writable({}, {}); !may)
        return std::unexpected(CatalogErrors{may.error()});
    auto plan = planChange(m_state, change, m_secrets, m_machine);
    if (!plan)
        return std::unexpected(plan.error());
    const ChangeReport report = plan->report();
    if (const auto done = commit(std::move(*plan)); !done)
        return std::unexpected(CatalogErrors{done.error()});
    return report;
}

std::expected<ChangeReport, CatalogErrors> Catalog::checkAll(const CatalogChange &change) const
{
    const auto plan = planChange(m_state, change, m_secrets, m_machine);
    if (!plan)
        return std::unexpected(plan.error());
    return plan->report();
}

// New secrets, then the rows that refer to them, then the end of secrets without a row: a crash between two of these
// leaves either the old state or the new one, and a secret too many, which the next start clears away.
CatalogResult<void> Catalog::commit(CatalogPlan plan)
{
    if (plan.isEmpty())
        return {};
    QSet<SecretReference> added;
    for (const auto &entry : plan.newSecrets)
        added.insert(entry.first);
    if (!added.isEmpty()) {
        if (const auto done = m_secrets.change(std::move(plan.newSecrets), {}); !done)
            return std::unexpected(catalogError(done.error()));
    }
    if (const auto done = m_database.transaction([&] { return writeCatalog(m_database, plan); }); !done) {
        if (!added.isEmpty()) [[maybe_unused]]
            const auto undone = m_secrets.change({}, added);
        return std::unexpected(catalogError(done.error()));
    }
    const CatalogDelta delta = plan.delta(m_state);
    const bool isRecorded = m_listener && m_unrecorded == 0 && delta.size() > 0;
    m_state = plan.next;
    clearSecrets(plan, isRecorded ? delta : CatalogDelta());
    announce(plan);
    if (isRecorded)
        m_listener(delta);
    return {};
}

// Keys of connections in the delta retire, everything else is wiped.
void Catalog::clearSecrets(const CatalogPlan &plan, const CatalogDelta &delta)
{
    SecretMap retired;
    for (const auto &connection : delta.connections) {
        const QString reference = connection.before ? connection.before->secretReference : QString();
        if (!plan.oldSecrets.contains(reference))
            continue;
        if (auto key = m_secrets.read(reference); key && *key)
            retired.emplace(retiredReference(reference), std::move(**key));
    }
    const QSet<SecretReference> gone = plan.oldSecrets + plan.spentSecrets;
    if (!gone.isEmpty()) [[maybe_unused]]
        const auto cleared = m_secrets.change(std::move(retired), gone);
}

void Catalog::wipeRetiredKeys(const QSet<QString> &kept)
{
    auto retired = m_secrets.references();
    if (!retired)
        return;
    QSet<SecretReference> keptNames;
    for (const QString &reference : kept)
        keptNames.insert(retiredReference(reference));
    retired->removeIf([&](const SecretReference &name) { return !isRetired(name) || keptNames.contains(name); });
    if (!retired->isEmpty()) [[maybe_unused]]
        const auto done = m_secrets.change({}, *retired);
}

void Catalog::announce(const CatalogPlan &plan)
{
    if (!plan.regions.isEmpty())
        Q_EMIT regionsChanged();
    if (!plan.certificates.isEmpty())
        Q_EMIT certificatesChanged();
    for (const QString &id : plan.connections.removed)
        Q_EMIT connectionRemoved(id);
    for (const QString &id : plan.vpnGateways.removed)
        Q_EMIT vpnGatewayRemoved(id);
    for (const QString &id : plan.customerGateways.removed)
        Q_EMIT customerGatewayRemoved(id);
    for (const QString &id : plan.vpnGateways.added)
        Q_EMIT vpnGatewayAdded(id);
    for (const QString &id : plan.customerGateways.added)
        Q_EMIT customerGatewayAdded(id);
    for (const QString &id : plan.connections.added)
        Q_EMIT connectionAdded(id);
    for (const QString &id : plan.vpnGateways.changed)
        Q_EMIT vpnGatewayChanged(id);
    for (const QString &id : plan.customerGateways.changed)
        Q_EMIT customerGatewayChanged(id);
    for (auto it = plan.effects.cbegin(); it != plan.effects.cend(); ++it)
        Q_EMIT connectionChanged(it.key(), it.value());
}

CatalogResult<void> Catalog::removeOne(ObjectKind kind, const QString &id, Removal take)
{
    if (const auto may = writable(kind, id); !may)
        return may;
    CatalogPlan plan;
    plan.next = m_state;
    if (const auto done = take(plan, id); !done)
        return done;
    return commit(std::move(plan));
}

CatalogResult<void> Catalog::removeRegion(const QString &id)
{
    return removeOne(ObjectKind::Region, id, models::removeRegion);
}

CatalogResult<void> Catalog::removeVpnGateway(const QString &id)
{
    return removeOne(ObjectKind::VpnGateway, id, models::removeVpnGateway);
}

CatalogResult<void> Catalog::removeCustomerGateway(const QString &id)
{
    return removeOne(ObjectKind::CustomerGateway, id, models::removeCustomerGateway);
}

CatalogResult<void> Catalog::removeConnection(const QString &id)
{
    return removeOne(ObjectKind::Connection, id, models::removeConnection);
}

CatalogResult<void> Catalog::removeConnections(const QStringList &ids)
{
    CatalogChange change;
    change.removedConnections = ids;
    const auto done = applyAll(std::move(change));
    return done ? CatalogResult<void>() : std::unexpected(joined(done.error()));
}

CatalogResult<void> Catalog::removeCertificate(const QString &id)
{
    return removeOne(ObjectKind::Certificate, id, models::removeCertificate);
}

std::expected<api::Credentials, api::CredentialsFault> Catalog::readCredentials(ByteView file,
                                                                                const SecretBytes &passphrase) const
{
    return m_reader ? m_reader->read(file, passphrase) : std::unexpected(api::CredentialsFault::NothingFound);
}

CatalogResult<CertificateImport> Catalog::importCertificates(api::Credentials credentials)
{
    if (const auto may = writable(ObjectKind::Certificate, {}); !may)
        return std::unexpected(may.error());
    if (!m_reader)
        return CertificateImport{};
    auto planned = planCertificateImport(m_state, std::move(credentials), *m_reader);
    if (!planned)
        return std::unexpected(planned.error());
    if (const auto done = commit(std::move(planned->plan)); !done)
        return std::unexpected(done.error());
    return std::move(planned->result);
}

CatalogResult<SecretBytes> Catalog::privateKey(const QString &id) const
{
    const Certificate *found = certificate(id);
    const QString title = found ? certificateTitle(*found) : id;
    auto stored = found && found->hasKey() ? m_secrets.read(found->secretReference)
                                           : StoreResult<std::optional<SecretBytes>>(std::nullopt);
    if (!stored)
        return std::unexpected(catalogError(stored.error()));
    if (!*stored)
        return std::unexpected(CatalogError{
            CatalogError::Kind::Store,
            ObjectKind::Certificate,
            title,
            QCoreApplication::translate("Catalog", "The private key of “%1” is not in the key file. Import it again.")
                .arg(title),
            {}});
    return std::move(**stored);
}

QList<Connection> Catalog::sharing(const ConnectionDraft &draft) const
{
    return filtered(m_state.connections, [&](const Connection &other) {
        return other.draft.id != draft.id && sharesIkeSa(other.draft, draft);
    });
}

CatalogResult<Catalog::Loaded> Catalog::loadForEngine(const QString &id) const
{
    const Connection *saved = connection(id);
    const bool hasCertificate = saved && usesCertificates(saved->draft);
    auto secret = hasCertificate ? privateKey(saved->draft.localCertificate) : presharedKey(id);
    if (!secret)
        return std::unexpected(secret.error());
    // Rules across connections held when each was saved; looking at all of them for each would be quadratic.
    const ValidationContext context{m_state.vpnGateways, m_state.customerGateways, {}, m_machine, {}, {},
                                    m_state.certificates};
    const PresharedKey none;
    auto valid = validate(saved->draft, hasCertificate ? none : *secret, context);
    if (!valid)
        return std::unexpected(catalogError(ObjectKind::Connection, saved->draft.name, valid.error()));
    return Loaded{std::move(valid->config), std::move(*secret), std::move(valid->warnings)};
}

} // namespace tw::models
