#include "models/catalog/catalog_plan.h"

#include "models/catalog/certificate_rules.h"
#include "models/catalog/connection_validator.h"
#include "models/catalog/gateway_validator.h"
#include "models/catalog/subnet_rules.h"

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

// What `touched` becomes where `objects` held `before` and now holds `after`.
template <typename Object>
void record(CatalogPlan::Touched &touched, const QList<Object> &before, const Object &after)
{
    const auto past = findById(before, idOf(after));
    if (past == before.end())
        touched.added.append(idOf(after));
    else if (*past != after)
        touched.changed.append(idOf(after));
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
    const auto in = [](const QList<Object> &objects, const QString &id) {
        const auto found = findById(objects, id);
        return found == objects.end() ? std::nullopt : std::optional(*found);
    };
    for (const QString &id : touched.added + touched.changed + touched.removed)
        result.append({in(before, id), in(after, id)});
    return result;
}

// The work on one plan: first every object of the change takes its place, then each is checked against the whole.
class Planner
{
public:
    Planner(const CatalogState &state, SecretStore &secrets, const MachineFacts &machine)
        : m_before(state), m_secrets(secrets), m_machine(machine)
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
    std::shared_ptr<const std::vector<ClaimedSelectors>> m_claimed;
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
    for (const ConnectionChange &change : changes) {
        Connection connection;
        const auto past = findById(m_plan.next.connections, change.draft.id);
        const bool isNew = past == m_plan.next.connections.end();
        if (!isNew)
            connection = *past;
        else
            connection.created = change.created.isValid() ? change.created : QDateTime::currentDateTimeUtc();
        connection.draft = tidied(change.draft);
        if (change.retiredKey.isEmpty())
            placeKey(connection, change.key, isNew);
        else
            placeRetiredKey(connection, change.retiredKey);
        upsert(m_plan.next.connections, connection);
    }
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
    // A gateway's new address is a new peer, and a new identity, for each of its connections.
    for (const Connection &connection : std::as_const(m_plan.next.connections)) {
        const bool isTouched = m_plan.vpnGateways.changed.contains(connection.draft.vpnGatewayId)
            || m_plan.customerGateways.changed.contains(connection.draft.customerGatewayId);
        if (isTouched && !ids.contains(connection.draft.id))
            ids.append(connection.draft.id);
    }
    m_claimed = std::make_shared<const std::vector<ClaimedSelectors>>(claimedSelectors(m_plan.next.connections));
    for (const QString &id : std::as_const(ids))
        checkConnection(id);
}

void Planner::checkConnection(const QString &id)
{
    const auto placed = findById(m_plan.next.connections, id);
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
        m_claimed,
        m_plan.next.certificates};
    ValidationIssues issues;
    const auto past = findById(m_before.connections, id);
    if (past != m_before.connections.end() && past->draft.vpnGatewayId != placed->draft.vpnGatewayId)
        issues.append({Field::VpnGateway, Reason::GatewayFixed, {}, {}, {}, {}});
    if (past != m_before.connections.end() && past->draft.customerGatewayId != placed->draft.customerGatewayId)
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
    record(m_plan.connections, m_before.connections, *placed);
}

void Planner::noteEffects()
{
    for (const Connection &connection : std::as_const(m_plan.next.connections)) {
        const auto past = findById(m_before.connections, connection.draft.id);
        if (past == m_before.connections.end())
            continue;
        const bool isChanged = m_plan.connections.changed.contains(connection.draft.id);
        const auto changedGateway = [&](const auto &before, const auto &after, const QString &id, auto differs) {
            const auto a = findById(before, id);
            const auto b = findById(after, id);
            return a != before.end() && b != after.end() && differs(*a, *b);
        };
        const bool hasNewEnd =
            changedGateway(m_before.vpnGateways, m_plan.next.vpnGateways, connection.draft.vpnGatewayId,
                           [](const VpnGateway &a, const VpnGateway &b) {
                               return a.internetIp != b.internetIp || a.localAddress != b.localAddress;
                           })
            || changedGateway(
                m_before.customerGateways, m_plan.next.customerGateways, connection.draft.customerGatewayId,
                [](const CustomerGateway &a, const CustomerGateway &b) { return a.ipAddress != b.ipAddress; });
        if (hasNewEnd)
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
