#include "models/catalog/catalog_plan.h"

#include "models/catalog/certificate_rules.h"
#include "models/catalog/connection_validator.h"
#include "models/catalog/gateway_validator.h"
#include "models/catalog/validation_index.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

const QString &idOf(const Connection &connection) { return connection.draft.id; }
template <typename Object>
const QString &idOf(const Object &object)
{
    return object.id;
}

template <typename Object>
auto findById(QList<Object> &objects, const QString &id)
{
    return std::ranges::find_if(objects, [&](const Object &object) { return idOf(object) == id; });
}

template <typename Object>
auto findById(const QList<Object> &objects, const QString &id)
{
    return std::ranges::find_if(objects, [&](const Object &object) { return idOf(object) == id; });
}

// What `touched` becomes where `past` stood, if anything, and `after` stands now.
template <typename Object>
void record(CatalogPlan::Touched &touched, const Object *past, const Object &after)
{
    if (!past)
        touched.added.append(idOf(after));
    else if (*past != after)
        touched.changed.append(idOf(after));
}

template <typename Object>
void record(CatalogPlan::Touched &touched, const QList<Object> &before, const Object &after)
{
    const auto past = findById(before, idOf(after));
    record(touched, past == before.end() ? nullptr : &*past, after);
}

template <typename Object>
void upsert(QList<Object> &objects, const Object &object)
{
    const auto found = findById(objects, idOf(object));
    if (found != objects.end())
        *found = object;
    else if constexpr (requires { object.created; })
        objects.insert(std::ranges::upper_bound(objects, object.created, {}, &Object::created), object);
    else
        objects.append(object);
}

template <typename Object>
QList<ObjectDelta<Object>> deltaOf(const CatalogPlan::Touched &touched, const QList<Object> &before,
                                   const QList<Object> &after)
{
    QList<ObjectDelta<Object>> result;
    if (touched.isEmpty())
        return result;
    const Positions positionsBefore(before);
    const Positions positionsAfter(after);
    const auto in = [](const QList<Object> &objects, const Positions &positions, const QString &id) {
        const Object *found = positions.find(objects, id);
        return found ? std::optional(*found) : std::nullopt;
    };
    for (const QString &id : touched.added + touched.changed + touched.removed)
        result.append({in(before, positionsBefore, id), in(after, positionsAfter, id)});
    return result;
}

// The work on one plan: first every object of the change takes its place, then each is checked against the whole.
class Planner
{
public:
    Planner(const CatalogState &state, SecretStore &secrets, const MachineFacts &machine)
        : m_before(state), m_secrets(secrets), m_machine(machine), m_past(state.connections)
    {
        m_plan.next = state;
    }

    std::expected<CatalogPlan, CatalogErrors> run(const CatalogChange &change);

private:
    void placeRegions(const QList<Region> &regions);
    template <typename Gateway>
    void placeGateways(QList<Gateway> &objects, const QList<Gateway> &changed);
    void removeConnections(const QStringList &ids);
    void placeCertificates(const QList<Certificate> &certificates);
    void placeConnections(const std::vector<ConnectionChange> &changes);
    void removeOthers(const CatalogChange &change);
    void checkVpnGateways(const QList<VpnGateway> &changed);
    void checkCustomerGateways(const QList<CustomerGateway> &changed);
    void checkConnections(const std::vector<ConnectionChange> &changes);
    void checkConnection(const QString &id);
    void noteEffects();
    void placeKey(Connection &connection, const std::optional<PresharedKey> &key, bool isNew);
    void placeRetiredKey(Connection &connection, const SecretReference &reference);
    void takeBack(SecretReference &held, const SecretReference &retired, const CatalogError &gone);
    std::optional<PresharedKey> sharedKey(const ConnectionDraft &draft);
    std::optional<PresharedKey> keyOf(const Connection &connection);
    bool hasKey(const Connection &connection, const PresharedKey &key);
    void fail(ObjectKind kind, const QString &id, const QString &name, const ValidationIssues &issues);

    const CatalogState &m_before;
    SecretStore &m_secrets;
    const MachineFacts &m_machine;
    CatalogPlan m_plan;
    CatalogErrors m_errors;
    bool m_areKeysUnreadable = false;
    bool m_isKeyGone = false;
    Positions m_past; // of the connections before
    std::shared_ptr<const ValidationIndex> m_index; // of what they are checked against
    QSet<QString> m_newKeys; // connections whose key changes
};

std::expected<CatalogPlan, CatalogErrors> Planner::run(const CatalogChange &change)
{
    removeConnections(change.removedConnections);
    placeRegions(change.regions);
    placeGateways(m_plan.next.vpnGateways, change.vpnGateways);
    placeGateways(m_plan.next.customerGateways, change.customerGateways);
    placeCertificates(change.certificates);
    placeConnections(change.connections);
    removeOthers(change);
    if (m_isKeyGone)
        return std::unexpected(m_errors); // what else is wrong comes of that
    checkVpnGateways(change.vpnGateways);
    checkCustomerGateways(change.customerGateways);
    checkConnections(change.connections);
    if (!m_errors.isEmpty())
        return std::unexpected(m_errors);
    noteEffects();
    return std::move(m_plan);
}

void Planner::fail(ObjectKind kind, const QString &id, const QString &name, const ValidationIssues &issues)
{
    m_errors.append(catalogError(kind, name, issues, id));
}

void Planner::placeRegions(const QList<Region> &regions)
{
    for (const Region &region : regions) {
        const auto past = findById(m_before.regions, region.id.trimmed());
        if (past != m_before.regions.end() && !past->isOwn) {
            m_errors.append({CatalogError::Kind::Fixed,
                             ObjectKind::Region,
                             region.id,
                             QCoreApplication::translate("Catalog",
                                                         "The region “%1” belongs to the program and "
                                                         "keeps its name.")
                                 .arg(region.id),
                             {},
                             StoreError::Kind::Failed,
                             region.id});
            continue;
        }
        const auto valid = validate(region, m_plan.next.regions);
        if (!valid) {
            fail(ObjectKind::Region, region.id, region.name.isEmpty() ? region.id : region.name, valid.error());
            continue;
        }
        upsert(m_plan.next.regions, *valid);
        record(m_plan.regions, m_before.regions, *valid);
    }
    sortRegions(m_plan.next.regions);
}

template <typename Gateway>
void Planner::placeGateways(QList<Gateway> &objects, const QList<Gateway> &changed)
{
    for (Gateway gateway : changed) {
        const auto past = findById(objects, gateway.id);
        if (past != objects.end())
            gateway.created = past->created;
        else if (!gateway.created.isValid())
            gateway.created = QDateTime::currentDateTimeUtc();
        gateway.name = gateway.name.trimmed();
        upsert(objects, gateway);
    }
}

void Planner::checkVpnGateways(const QList<VpnGateway> &changed)
{
    for (const VpnGateway &draft : changed) {
        const auto placed = findById(m_plan.next.vpnGateways, draft.id);
        const auto past = findById(m_before.vpnGateways, draft.id);
        if (past != m_before.vpnGateways.end() && past->regionId != placed->regionId)
            fail(ObjectKind::VpnGateway, placed->id, placed->name,
                 {{Field::RegionId, Reason::RegionFixed, {}, {}, {}, {}}});
        const auto valid = validate(*placed, m_plan.next.vpnGateways, m_plan.next.regions);
        if (!valid) {
            fail(ObjectKind::VpnGateway, placed->id, placed->name, valid.error());
            continue;
        }
        *placed = *valid;
        record(m_plan.vpnGateways, m_before.vpnGateways, *valid);
    }
}

void Planner::checkCustomerGateways(const QList<CustomerGateway> &changed)
{
    for (const CustomerGateway &draft : changed) {
        const auto placed = findById(m_plan.next.customerGateways, draft.id);
        const auto past = findById(m_before.customerGateways, draft.id);
        if (past != m_before.customerGateways.end() && past->regionId != placed->regionId)
            fail(ObjectKind::CustomerGateway, placed->id, placed->name,
                 {{Field::RegionId, Reason::RegionFixed, {}, {}, {}, {}}});
        const auto valid = validate(*placed, m_plan.next.customerGateways, m_plan.next.regions);
        if (!valid) {
            fail(ObjectKind::CustomerGateway, placed->id, placed->name, valid.error());
            continue;
        }
        *placed = *valid;
        record(m_plan.customerGateways, m_before.customerGateways, *valid);
    }
}

void Planner::placeConnections(const std::vector<ConnectionChange> &changes)
{
    QList<Connection> &connections = m_plan.next.connections;
    Positions positions(connections);
    bool isSomeoneNew = false;
    for (const ConnectionChange &change : changes) {
        Connection connection;
        const qsizetype past = positions.of(change.draft.id);
        const bool isNew = past < 0;
        if (!isNew)
            connection = connections.at(past);
        else
            connection.created = change.created.isValid() ? change.created : QDateTime::currentDateTimeUtc();
        connection.draft = tidied(change.draft);
        if (change.retiredKey.isEmpty())
            placeKey(connection, change.key, isNew);
        else
            placeRetiredKey(connection, change.retiredKey);
        if (isNew) {
            isSomeoneNew = true;
            positions.insert(connection.draft.id, connections.size());
            connections.append(connection);
        } else {
            connections[past] = connection;
        }
    }
    if (isSomeoneNew)
        std::ranges::stable_sort(connections, {}, &Connection::created);
}

void Planner::removeConnections(const QStringList &ids)
{
    for (const QString &id : ids) {
        if (const auto done = removeConnection(m_plan, id); !done)
            m_errors.append(done.error());
    }
}

void Planner::removeOthers(const CatalogChange &change)
{
    for (const QString &id : change.removedCertificates) {
        if (const auto done = removeCertificate(m_plan, id); !done)
            m_errors.append(done.error());
    }
    for (const QString &id : change.removedVpnGateways) {
        if (const auto done = removeVpnGateway(m_plan, id); !done)
            m_errors.append(done.error());
    }
    for (const QString &id : change.removedCustomerGateways) {
        if (const auto done = removeCustomerGateway(m_plan, id); !done)
            m_errors.append(done.error());
    }
    for (const QString &id : change.removedRegions) {
        if (const auto done = removeRegion(m_plan, id); !done)
            m_errors.append(done.error());
    }
}

void Planner::placeKey(Connection &connection, const std::optional<PresharedKey> &given, bool isNew)
{
    // A form for certificates has no key to give; that is no wish to empty the stored one.
    const bool isKeyless = usesCertificates(connection.draft) && given && given->isEmpty();
    const PresharedKey *key = given && !isKeyless ? &*given : nullptr;
    if (!key && !isNew)
        return;
    if (key && !isNew && hasKey(connection, *key))
        return;
    PresharedKey wanted;
    if (key)
        wanted = key->clone();
    else if (auto shared = sharedKey(connection.draft))
        wanted = std::move(*shared);
    else
        wanted = generatePresharedKey();

    if (!connection.secretReference.isEmpty())
        m_plan.oldSecrets.insert(connection.secretReference);
    connection.secretReference = generateId(QStringLiteral("sec-"));
    m_plan.newSecrets.emplace(connection.secretReference, std::move(wanted));
    m_newKeys.insert(connection.draft.id);
}

// The key comes back under the name that it had, so that the connection is the very one that it was.
void Planner::placeRetiredKey(Connection &connection, const SecretReference &reference)
{
    if (connection.secretReference == reference)
        return;
    const QString &name = connection.draft.name;
    takeBack(connection.secretReference, reference,
             {CatalogError::Kind::Store,
              ObjectKind::Connection,
              name,
              QCoreApplication::translate("Catalog", "The pre-shared key that “%1” had is no longer kept.").arg(name),
              {},
              StoreError::Kind::Failed,
              connection.draft.id});
    m_newKeys.insert(connection.draft.id);
}

void Planner::takeBack(SecretReference &held, const SecretReference &reference, const CatalogError &gone)
{
    auto key = m_secrets.read(retiredReference(reference));
    if (key && !*key)
        key = m_secrets.read(reference); // a full disk keeps keys from retiring
    if (!key || !*key) {
        m_isKeyGone = true;
        m_errors.append(key ? gone : catalogError(key.error()));
        return;
    }
    if (!held.isEmpty())
        m_plan.oldSecrets.insert(held);
    held = reference;
    m_plan.newSecrets.emplace(reference, std::move(**key));
    m_plan.spentSecrets.insert(retiredReference(reference));
}

// A certificate never changes; its private key may come to it, and go again.
void Planner::placeCertificates(const QList<Certificate> &certificates)
{
    for (const Certificate &wanted : certificates) {
        Certificate placed = wanted;
        const auto present = findById(m_plan.next.certificates, wanted.id);
        placed.secretReference =
            present == m_plan.next.certificates.end() ? SecretReference() : present->secretReference;
        const QString title = certificateTitle(wanted);
        if (placed.secretReference != wanted.secretReference && wanted.hasKey()) {
            takeBack(placed.secretReference, wanted.secretReference,
                     {CatalogError::Kind::Store,
                      ObjectKind::Certificate,
                      title,
                      QCoreApplication::translate("Catalog",
                                                  "The private key that “%1” had is no longer kept. Import it again.")
                          .arg(title),
                      {},
                      StoreError::Kind::Failed,
                      wanted.id});
        } else if (placed.hasKey() && !wanted.hasKey()) {
            if (const auto done = removePrivateKey(m_plan, wanted.id); !done)
                m_errors.append(done.error());
            placed.secretReference.clear();
        }
        upsert(m_plan.next.certificates, placed);
        record(m_plan.certificates, m_before.certificates, placed);
    }
}

// A new connection on an IKE SA that others use can only have their key.
std::optional<PresharedKey> Planner::sharedKey(const ConnectionDraft &draft)
{
    for (const Connection &other : std::as_const(m_plan.next.connections)) {
        if (sharesIkeSa(other.draft, draft))
            return keyOf(other);
    }
    return std::nullopt;
}

std::optional<PresharedKey> Planner::keyOf(const Connection &connection)
{
    const auto planned = m_plan.newSecrets.find(connection.secretReference);
    if (planned != m_plan.newSecrets.end())
        return planned->second.clone();
    auto stored = m_secrets.read(connection.secretReference);
    if (stored)
        return std::move(*stored);
    // Once: every further key would say the same.
    if (!std::exchange(m_areKeysUnreadable, true))
        m_errors.append(catalogError(stored.error()));
    return std::nullopt;
}

bool Planner::hasKey(const Connection &connection, const PresharedKey &key)
{
    const auto stored = keyOf(connection);
    return stored && equalInConstantTime(stored->view(), key.view());
}

void Planner::checkConnections(const std::vector<ConnectionChange> &changes)
{
    QStringList ids;
    for (const ConnectionChange &change : changes)
        ids.append(change.draft.id);
    const QSet<QString> changing(ids.cbegin(), ids.cend());
    // A gateway's new address is a new peer, and a new identity, for each of its connections.
    for (const Connection &connection : std::as_const(m_plan.next.connections)) {
        const bool isTouched = m_plan.vpnGateways.changed.contains(connection.draft.vpnGatewayId)
            || m_plan.customerGateways.changed.contains(connection.draft.customerGatewayId);
        if (isTouched && !changing.contains(connection.draft.id))
            ids.append(connection.draft.id);
    }
    const CatalogState &next = m_plan.next;
    m_index = std::make_shared<const ValidationIndex>(next.vpnGateways, next.customerGateways, next.connections);
    for (const QString &id : std::as_const(ids))
        checkConnection(id);
}

void Planner::checkConnection(const QString &id)
{
    Connection *placed = &m_plan.next.connections[m_index->connections.of(id)];
    const QString name = placed->draft.name.isEmpty() ? id : placed->draft.name;
    auto key = keyOf(*placed);
    if (!key && m_areKeysUnreadable)
        return;
    if (!key && usesCertificates(placed->draft))
        key = PresharedKey();
    if (!key) {
        m_errors.append({CatalogError::Kind::Store,
                         ObjectKind::Connection,
                         name,
                         QCoreApplication::translate("Catalog",
                                                     "The pre-shared key of “%1” is not in the key file. "
                                                     "Enter it again.")
                             .arg(name),
                         {{Field::Psk, Reason::PskMissing, {}, {}, {}, {}}}});
        return;
    }
    const ValidationContext context{
        m_plan.next.vpnGateways,
        m_plan.next.customerGateways,
        m_plan.next.connections,
        m_machine,
        [this](const Connection &other, const PresharedKey &wanted) { return hasKey(other, wanted); },
        m_index,
        m_plan.next.certificates};
    ValidationIssues issues;
    const Connection *past = m_past.find(m_before.connections, id);
    if (past && past->draft.vpnGatewayId != placed->draft.vpnGatewayId)
        issues.append({Field::VpnGateway, Reason::GatewayFixed, {}, {}, {}, {}});
    if (past && past->draft.customerGatewayId != placed->draft.customerGatewayId)
        issues.append({Field::CustomerGateway, Reason::GatewayFixed, {}, {}, {}, {}});

    const auto valid = validate(placed->draft, *key, context);
    if (!valid)
        issues += valid.error();
    if (!issues.isEmpty()) {
        fail(ObjectKind::Connection, id, name, issues);
        return;
    }
    if (!valid->warnings.isEmpty())
        m_plan.warnings.insert(id, valid->warnings);
    placed->draft = valid->draft;
    record(m_plan.connections, past, *placed);
}

void Planner::noteEffects()
{
    QSet<QString> moved; // gateways that are somewhere else than they were
    const auto noteMoved = [&moved](const QStringList &changed, const auto &before, const auto &after, auto differs) {
        for (const QString &id : changed) {
            const auto a = findById(before, id);
            const auto b = findById(after, id);
            if (a != before.end() && b != after.end() && differs(*a, *b))
                moved.insert(id);
        }
    };
    noteMoved(m_plan.vpnGateways.changed, m_before.vpnGateways, std::as_const(m_plan.next.vpnGateways),
              [](const VpnGateway &a, const VpnGateway &b) {
                  return a.internetIp != b.internetIp || a.localAddress != b.localAddress;
              });
    noteMoved(m_plan.customerGateways.changed, m_before.customerGateways, std::as_const(m_plan.next.customerGateways),
              [](const CustomerGateway &a, const CustomerGateway &b) { return a.ipAddress != b.ipAddress; });
    const QStringList &changedIds = m_plan.connections.changed;
    const QSet<QString> changed(changedIds.cbegin(), changedIds.cend());
    for (const Connection &connection : std::as_const(m_plan.next.connections)) {
        const Connection *past = m_past.find(m_before.connections, connection.draft.id);
        if (!past)
            continue;
        const bool isChanged = changed.contains(connection.draft.id);
        if (moved.contains(connection.draft.vpnGatewayId) || moved.contains(connection.draft.customerGatewayId))
            m_plan.effects.insert(connection.draft.id, EditEffect::BothPhases);
        else if (isChanged)
            m_plan.effects.insert(connection.draft.id,
                                  editEffect(past->draft, connection.draft, m_newKeys.contains(connection.draft.id)));
    }
}

} // namespace

bool CatalogPlan::isEmpty() const
{
    return regions.isEmpty() && vpnGateways.isEmpty() && customerGateways.isEmpty() && connections.isEmpty()
        && certificates.isEmpty();
}

ChangeReport CatalogPlan::report() const
{
    ChangeReport report{{}, effects, warnings};
    for (const Touched *touched : {&regions, &vpnGateways, &customerGateways, &connections, &certificates}) {
        for (const QString &id : touched->added)
            report.outcomes.insert(id, ChangeReport::Outcome::Created);
        for (const QString &id : touched->changed)
            report.outcomes.insert(id, ChangeReport::Outcome::Changed);
    }
    return report;
}

CatalogDelta CatalogPlan::delta(const CatalogState &before) const
{
    return {deltaOf(regions, before.regions, next.regions), deltaOf(vpnGateways, before.vpnGateways, next.vpnGateways),
            deltaOf(customerGateways, before.customerGateways, next.customerGateways),
            deltaOf(certificates, before.certificates, next.certificates),
            deltaOf(connections, before.connections, next.connections)};
}

std::expected<CatalogPlan, CatalogErrors> planChange(const CatalogState &state, const CatalogChange &change,
                                                     SecretStore &secrets, const MachineFacts &machine)
{
    return Planner(state, secrets, machine).run(change);
}

} // namespace tw::models
