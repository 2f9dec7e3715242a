#include "models/catalog/catalog.h"

#include "models/catalog/catalog_plan.h"
#include "models/catalog/catalog_tables.h"
#include "models/catalog/certificate_rules.h"
#include "models/catalog/validation_index.h"
#include "models/store/database.h"
#include "models/store/save_queue.h"

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
    catalog->setState(std::move(*state));
    if (!database.isReadOnly())
        catalog->clearOrphanedSecrets();
    return catalog;
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
const Connection *Catalog::connection(const QString &id) const { return m_positions.find(m_state.connections, id); }

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
    if (!m_index)
        m_index =
            std::make_shared<const ValidationIndex>(m_state.vpnGateways, m_state.customerGateways, m_state.connections);
    return {m_state.vpnGateways, m_state.customerGateways, m_state.connections, m_machine, hasKey, m_index,
            m_state.certificates};
}

void Catalog::setState(CatalogState state)
{
    m_state = std::move(state);
    m_positions = Positions(m_state.connections);
    m_index.reset();
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
    auto plan = planChange(newest(), change, m_secrets, m_machine);
    if (!plan)
        return std::unexpected(plan.error());
    const ChangeReport report = plan->report();
    if (const auto done = commit(std::move(*plan)); !done)
        return std::unexpected(CatalogErrors{done.error()});
    return report;
}

CatalogResult<void> Catalog::change(CatalogChange change)
{
    const auto done = applyAll(std::move(change));
    return done ? CatalogResult<void>() : std::unexpected(joined(done.error()));
}

std::expected<ChangeReport, CatalogErrors> Catalog::checkAll(const CatalogChange &change) const
{
    const auto plan = planChange(newest(), change, m_secrets, m_machine);
    if (!plan)
        return std::unexpected(plan.error());
    return plan->report();
}

CatalogResult<void> Catalog::removeOne(ObjectKind kind, const QString &id, Removal take)
{
    if (const auto may = writable(kind, id); !may)
        return may;
    CatalogPlan plan;
    plan.next = newest();
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
    return this->change(std::move(change));
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
    auto planned = planCertificateImport(newest(), std::move(credentials), *m_reader);
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
    const auto only = [](const auto *object) {
        return object ? QList{*object} : QList<std::remove_cvref_t<decltype(*object)>>();
    };
    const ValidationContext context{only(vpnGateway(saved->draft.vpnGatewayId)),
                                    only(customerGateway(saved->draft.customerGatewayId)),
                                    {},
                                    m_machine,
                                    {},
                                    {},
                                    m_state.certificates};
    const PresharedKey none;
    auto valid = validate(saved->draft, hasCertificate ? none : *secret, context);
    if (!valid)
        return std::unexpected(catalogError(ObjectKind::Connection, saved->draft.name, valid.error()));
    return Loaded{std::move(valid->config), std::move(*secret), std::move(valid->warnings)};
}

} // namespace tw::models
