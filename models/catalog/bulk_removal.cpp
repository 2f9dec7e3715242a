#include "models/catalog/bulk_removal.h"

#include "models/catalog/catalog.h"

#include <utility>

namespace tw::models {

namespace {

// Null: there is none.
QString nameOf(const Catalog &catalog, ObjectKind kind, const QString &id)
{
    const auto name = [](const auto *object, auto nameOfIt) { return object ? nameOfIt(*object) : QString(); };
    switch (kind) {
    case ObjectKind::VpnGateway: return name(catalog.vpnGateway(id), [](const auto &gateway) { return gateway.name; });
    case ObjectKind::CustomerGateway:
        return name(catalog.customerGateway(id), [](const auto &gateway) { return gateway.name; });
    case ObjectKind::Connection:
        return name(catalog.connection(id), [](const auto &connection) { return connection.draft.name; });
    case ObjectKind::Certificate: return name(catalog.certificate(id), certificateTitle);
    case ObjectKind::Region: break;
    }
    return {};
}

} // namespace

BulkRemoval::BulkRemoval(ObjectKind kind, const QStringList &ids, Catalog &catalog, QObject *parent)
    : BulkList(parent), m_kind(kind), m_catalog(catalog)
{
    for (const QString &id : ids) {
        const QString name = nameOf(catalog, kind, id);
        if (!name.isNull())
            append(id, name);
    }
    m_reasons.resize(rowCount());
    const auto found = catalog.checkAll(pendingChange());
    if (!found)
        refuse(found.error());
}

void BulkRemoval::run()
{
    // Another change may have come between: what it stands in the way of is left, and the rest is tried once more.
    while (count(Outcome::Pending) > 0) {
        const auto done = m_catalog.applyAll(pendingChange());
        if (done) {
            m_catalog.whenSaved(this, [this](const CatalogResult<void> &saved) { settle(saved); });
            return;
        }
        if (!refuse(done.error()))
            settle(std::unexpected(done.error().first()));
    }
    Q_EMIT outcomeChanged();
}

CatalogChange BulkRemoval::pendingChange() const
{
    const QStringList ids = this->ids(Outcome::Pending);
    CatalogChange change;
    switch (m_kind) {
    case ObjectKind::VpnGateway: change.removedVpnGateways = ids; break;
    case ObjectKind::CustomerGateway: change.removedCustomerGateways = ids; break;
    case ObjectKind::Connection: change.removedConnections = ids; break;
    case ObjectKind::Certificate: change.removedCertificates = ids; break;
    case ObjectKind::Region: change.removedRegions = ids; break;
    }
    return change;
}

// Whether the errors are about rows of the list.
bool BulkRemoval::refuse(const CatalogErrors &errors)
{
    bool isAny = false;
    for (const CatalogError &error : errors) {
        const int row = rowOf(error.id);
        if (row < 0 || outcome(row) != Outcome::Pending)
            continue;
        isAny = true;
        setOutcome(row, error.kind == CatalogError::Kind::NotFound ? Outcome::Done : Outcome::Refused);
        // Its name stands beside the reason, and with a long one nothing else would be read.
        m_reasons[row] = error.users.isEmpty()
            ? error.text
            : tr("IPsec connections use it: %1").arg(error.users.join(QStringLiteral(", ")));
        tellChanged(row);
    }
    return isAny;
}

void BulkRemoval::settle(const CatalogResult<void> &saved)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (outcome(row) != Outcome::Pending)
            continue;
        setOutcome(row, saved ? Outcome::Done : Outcome::Failed);
        if (!saved)
            m_reasons[row] = saved.error().text;
        tellChanged(row);
    }
    follow();
    Q_EMIT outcomeChanged();
}

// From here on each may come back, and go again.
void BulkRemoval::follow()
{
    const auto back = [this](const QString &id) { note(rowOf(id), true); };
    const auto gone = [this](const QString &id) { note(rowOf(id), false); };
    connect(&m_catalog, &Catalog::connectionAdded, this, back);
    connect(&m_catalog, &Catalog::connectionRemoved, this, gone);
    connect(&m_catalog, &Catalog::vpnGatewayAdded, this, back);
    connect(&m_catalog, &Catalog::vpnGatewayRemoved, this, gone);
    connect(&m_catalog, &Catalog::customerGatewayAdded, this, back);
    connect(&m_catalog, &Catalog::customerGatewayRemoved, this, gone);
    connect(&m_catalog, &Catalog::certificatesChanged, this, [this] {
        for (int row = 0; m_kind == ObjectKind::Certificate && row < rowCount(); ++row)
            note(row, m_catalog.certificate(id(row)));
    });
}

void BulkRemoval::note(int row, bool isThere)
{
    const Outcome now = isThere ? Outcome::Undone : Outcome::Done;
    if (row < 0 || (outcome(row) != Outcome::Undone && outcome(row) != Outcome::Done) || outcome(row) == now)
        return;
    setOutcome(row, now);
    tellChanged(row);
    if (std::exchange(m_tellsSoon, true))
        return; // they come back together
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_tellsSoon = false;
            Q_EMIT outcomeChanged();
        },
        Qt::QueuedConnection);
}

QString BulkRemoval::title() const
{
    switch (m_kind) {
    case ObjectKind::VpnGateway: return tr("Delete the selected VPN gateways");
    case ObjectKind::CustomerGateway: return tr("Delete the selected customer gateways");
    case ObjectKind::Connection: return tr("Delete the selected connections");
    case ObjectKind::Certificate: return tr("Delete the selected certificates");
    case ObjectKind::Region: break;
    }
    return {};
}

QString BulkRemoval::sentence(int row) const
{
    switch (outcome(row)) {
    case Outcome::Refused:
    case Outcome::Failed: return m_reasons.at(row);
    case Outcome::Pending: return tr("The deletion is being saved.");
    case Outcome::Undone: return tr("The deletion was undone.");
    case Outcome::Done: break;
    }
    return tr("It was deleted.");
}

} // namespace tw::models
