#include "models/catalog/gateway_table_model.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/connection_facts.h"
#include "models/catalog/region_filter_model.h"
#include "models/filter/filter_vocabulary.h"
#include "models/live/gateway_statuses.h"

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

QString timeText(const QDateTime &time) { return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")); }

void addAddress(RowFacts &facts, const QString &text)
{
    addTexts(facts, {text});
    if (const auto address = parseAddress(text))
        facts.nets.append(IpPrefix(*address, static_cast<int>(address->size()) * 8));
}

} // namespace

template <typename Gateway>
GatewayTableModel<Gateway>::GatewayTableModel(const Catalog &catalog, const QList<Gateway> &rows,
                                              QString ConnectionDraft::*end, Layout layout, QObject *parent)
    : QAbstractTableModel(parent),
      m_catalog(catalog),
      m_rows(rows),
      m_end(end),
      m_layout(std::move(layout)),
      m_connectionCounts(countConnections())
{
    connect(&catalog, &Catalog::connectionAdded, this, [this] { onConnectionsChanged(); });
    connect(&catalog, &Catalog::connectionRemoved, this, [this] { onConnectionsChanged(); });
}

template <typename Gateway>
int GatewayTableModel<Gateway>::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

template <typename Gateway>
int GatewayTableModel<Gateway>::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_layout.columns;
}

template <typename Gateway>
QVariant GatewayTableModel<Gateway>::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Gateway &gateway = m_rows[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(gateway, column);
    case SortRole: return sortKey(gateway, column);
    case IdRole: return gateway.id;
    case NameRole: return gateway.name;
    case RegionRole: return gateway.regionId;
    case FactsRole: return QVariant::fromValue(facts(gateway));
    case MonospaceRole: return column == m_layout.id || m_layout.addresses.contains(column);
    case Qt::TextAlignmentRole:
        return m_layout.numbers.contains(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default: return special(gateway, column, role);
    }
}

template <typename Gateway>
QVariant GatewayTableModel<Gateway>::sortKey(const Gateway &gateway, int column) const
{
    if (column == m_layout.created)
        return gateway.created;
    if (m_layout.addresses.contains(column))
        return addressSortKey(display(gateway, column).toString());
    return display(gateway, column);
}

template <typename Gateway>
RowFacts GatewayTableModel<Gateway>::facts(const Gateway &gateway) const
{
    RowFacts facts;
    addTexts(facts, {gateway.name, gateway.id, gateway.description});
    facts.regions = regionTexts(m_catalog.region(gateway.regionId));
    addFacts(gateway, facts);
    return facts;
}

template <typename Gateway>
QVariant GatewayTableModel<Gateway>::special(const Gateway &, int, int) const
{
    return {};
}

template <typename Gateway>
QVariant GatewayTableModel<Gateway>::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return title(section);
}

template <typename Gateway>
int GatewayTableModel<Gateway>::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_rows, id, &Gateway::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

template <typename Gateway>
void GatewayTableModel<Gateway>::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, m_layout.columns - 1);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, m_layout.columns - 1),
                           {Qt::DisplayRole, Qt::ToolTipRole});
}

template <typename Gateway>
void GatewayTableModel<Gateway>::add(const Gateway &gateway)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rows.append(gateway);
    endInsertRows();
}

template <typename Gateway>
void GatewayTableModel<Gateway>::change(const Gateway &gateway)
{
    const int row = rowOf(gateway.id);
    m_rows[row] = gateway;
    Q_EMIT dataChanged(index(row, 0), index(row, m_layout.columns - 1));
}

template <typename Gateway>
void GatewayTableModel<Gateway>::remove(const QString &id)
{
    const int row = rowOf(id);
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

template <typename Gateway>
QHash<QString, int> GatewayTableModel<Gateway>::countConnections() const
{
    QHash<QString, int> counts;
    for (const Connection &connection : m_catalog.connections())
        ++counts[connection.draft.*m_end];
    return counts;
}

template <typename Gateway>
void GatewayTableModel<Gateway>::onConnectionsChanged()
{
    const QHash<QString, int> before = std::exchange(m_connectionCounts, countConnections());
    for (int row = 0; row < rowCount(); ++row) {
        const QString &id = m_rows[row].id;
        const QModelIndex cell = index(row, m_layout.connections);
        if (before.value(id) != m_connectionCounts.value(id))
            Q_EMIT dataChanged(cell, cell);
    }
}

template class GatewayTableModel<VpnGateway>;
template class GatewayTableModel<CustomerGateway>;

VpnGatewayTableModel::VpnGatewayTableModel(const Catalog &catalog, const LiveState *live, QObject *parent)
    : GatewayTableModel(catalog, catalog.vpnGateways(), &ConnectionDraft::vpnGatewayId,
                        {ColumnCount,
                         ConnectionsColumn,
                         {InternetIpColumn, LocalAddressColumn},
                         {ConnectionsColumn},
                         IdColumn,
                         CreatedColumn},
                        parent),
      m_statuses(new GatewayStatuses(catalog, live, this)) // first of all to hear of a gateway that is new
{
    connect(m_statuses, &GatewayStatuses::changed, this, &VpnGatewayTableModel::onStatusChanged);
    connect(&catalog, &Catalog::vpnGatewayAdded, this,
            [this, &catalog](const QString &id) { add(*catalog.vpnGateway(id)); });
    connect(&catalog, &Catalog::vpnGatewayChanged, this,
            [this, &catalog](const QString &id) { change(*catalog.vpnGateway(id)); });
    connect(&catalog, &Catalog::vpnGatewayRemoved, this, [this](const QString &id) { remove(id); });
}

GatewayStatus VpnGatewayTableModel::status(const QString &id) const { return m_statuses->of(id); }

void VpnGatewayTableModel::onStatusChanged(const QString &id)
{
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, StatusColumn), index(row, StatusColumn));
}

QVariant VpnGatewayTableModel::sortKey(const VpnGateway &gateway, int column) const
{
    return column == StatusColumn ? static_cast<int>(status(gateway.id).state)
                                  : GatewayTableModel::sortKey(gateway, column);
}

QVariant VpnGatewayTableModel::special(const VpnGateway &gateway, int column, int role) const
{
    return column == StatusColumn && role == Qt::ToolTipRole ? gatewayStatusSentence(status(gateway.id)) : QVariant();
}

void VpnGatewayTableModel::addFacts(const VpnGateway &gateway, RowFacts &facts) const
{
    facts.states = stateWords(status(gateway.id).state);
    addAddress(facts, gateway.internetIp);
    addAddress(facts, gateway.localAddress);
}

QVariant VpnGatewayTableModel::display(const VpnGateway &gateway, int column) const
{
    switch (column) {
    case NameColumn: return gateway.name;
    case StatusColumn: return gatewayStatusText(status(gateway.id));
    case IdColumn: return gateway.id;
    case InternetIpColumn: return gateway.internetIp;
    case LocalAddressColumn: return gateway.localAddress.isEmpty() ? tr("Chosen by route") : gateway.localAddress;
    case ConnectionsColumn: return connectionCount(gateway);
    case DescriptionColumn: return gateway.description;
    case CreatedColumn: return timeText(gateway.created);
    default: return {};
    }
}

QString VpnGatewayTableModel::title(int column) const
{
    switch (column) {
    case NameColumn: return tr("Name");
    case StatusColumn: return tr("Status");
    case IdColumn: return tr("ID");
    case InternetIpColumn: return tr("Public IP");
    case LocalAddressColumn: return tr("Local address");
    case ConnectionsColumn: return tr("Connections");
    case DescriptionColumn: return tr("Description");
    case CreatedColumn: return tr("Created");
    default: return {};
    }
}

CustomerGatewayTableModel::CustomerGatewayTableModel(const Catalog &catalog, QObject *parent)
    : GatewayTableModel(
          catalog, catalog.customerGateways(), &ConnectionDraft::customerGatewayId,
          {ColumnCount, ConnectionsColumn, {IpAddressColumn}, {ConnectionsColumn, AsnColumn}, IdColumn, CreatedColumn},
          parent)
{
    connect(&catalog, &Catalog::customerGatewayAdded, this,
            [this, &catalog](const QString &id) { add(*catalog.customerGateway(id)); });
    connect(&catalog, &Catalog::customerGatewayChanged, this,
            [this, &catalog](const QString &id) { change(*catalog.customerGateway(id)); });
    connect(&catalog, &Catalog::customerGatewayRemoved, this, [this](const QString &id) { remove(id); });
}

void CustomerGatewayTableModel::addFacts(const CustomerGateway &gateway, RowFacts &facts) const
{
    addAddress(facts, gateway.ipAddress);
    addTexts(facts, {gateway.asn});
}

QVariant CustomerGatewayTableModel::display(const CustomerGateway &gateway, int column) const
{
    switch (column) {
    case NameColumn: return gateway.name;
    case IdColumn: return gateway.id;
    case IpAddressColumn: return gateway.ipAddress;
    case AsnColumn: return gateway.asn;
    case ConnectionsColumn: return connectionCount(gateway);
    case DescriptionColumn: return gateway.description;
    case CreatedColumn: return timeText(gateway.created);
    default: return {};
    }
}

QString CustomerGatewayTableModel::title(int column) const
{
    switch (column) {
    case NameColumn: return tr("Name");
    case IdColumn: return tr("ID");
    case IpAddressColumn: return tr("IP address");
    case AsnColumn: return tr("AS number");
    case ConnectionsColumn: return tr("Connections");
    case DescriptionColumn: return tr("Description");
    case CreatedColumn: return tr("Created");
    default: return {};
    }
}

} // namespace tw::models
