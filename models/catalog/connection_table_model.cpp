#include "models/catalog/connection_table_model.h"

#include "models/catalog/region_filter_model.h"
#include "models/live/live_state.h"
#include "models/live/status_text.h"

#include <QLocale>

#include <algorithm>

namespace tw::models {

namespace {

QString timeText(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : QString();
}

QString toQString(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

// The earliest rekey of the connection's SAs.
std::optional<TimePoint> nextRekey(const api::ConnectionStatus &status)
{
    std::optional<TimePoint> next = status.ikeSa ? status.ikeSa->rekeyAt : std::nullopt;
    for (const api::ChildSaStatus &child : status.childSas) {
        if (child.rekeyAt && (!next || *child.rekeyAt < *next))
            next = child.rekeyAt;
    }
    return next;
}

} // namespace

ConnectionTableModel::ConnectionTableModel(const Catalog &catalog, const LiveState *live, QObject *parent)
    : QAbstractTableModel(parent), m_catalog(catalog), m_live(live), m_rows(catalog.connections())
{
    connect(&catalog, &Catalog::connectionAdded, this, &ConnectionTableModel::onAdded);
    connect(&catalog, &Catalog::connectionChanged, this, &ConnectionTableModel::onChanged);
    connect(&catalog, &Catalog::connectionRemoved, this, &ConnectionTableModel::onRemoved);
    connect(&catalog, &Catalog::vpnGatewayChanged, this, &ConnectionTableModel::onGatewayChanged);
    connect(&catalog, &Catalog::customerGatewayChanged, this, &ConnectionTableModel::onGatewayChanged);
    if (live)
        connect(live, &LiveState::connectionChanged, this, &ConnectionTableModel::onLiveChanged);
}

int ConnectionTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ConnectionTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ConnectionTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Connection &connection = m_rows[index.row()];
    const ConnectionDraft &draft = connection.draft;
    const int column = index.column();
    const bool isTraffic = column == TrafficInColumn || column == TrafficOutColumn;
    switch (role) {
    case Qt::DisplayRole: return display(connection, column);
    case SortRole: return sortKey(connection, column);
    case IdRole: return draft.id;
    case NameRole: return draft.name;
    case RegionRole: return draft.regionId;
    case VpnGatewayIdRole: return draft.vpnGatewayId;
    case CustomerGatewayIdRole: return draft.customerGatewayId;
    case MonospaceRole: return column == LocalSubnetColumn || column == RemoteSubnetColumn || column == IdColumn;
    case Qt::TextAlignmentRole: return isTraffic ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default: return liveData(draft.id, role);
    }
}

QVariant ConnectionTableModel::liveData(const QString &id, int role) const
{
    const api::ConnectionStatus *status = m_live ? m_live->find(id) : nullptr;
    const api::ConnectionState state = status ? status->state : api::ConnectionState::Stopped;
    switch (role) {
    case StateRole: return toQString(api::stateName(state));
    case CloudStatusRole: return toQString(api::cloudStatus(state));
    case FailureRole: return toQString(api::failureName(status ? status->lastFailure : api::FailureCode::None));
    case SinceRole: return status ? m_live->toUtc(status->since) : QDateTime();
    case NextAttemptRole: return status && status->nextAttempt ? m_live->toUtc(*status->nextAttempt) : QDateTime();
    case Qt::ToolTipRole: return status ? failureSentence(status->lastFailure) : QVariant();
    default: return {};
    }
}

QVariant ConnectionTableModel::display(const Connection &connection, int column) const
{
    const ConnectionDraft &draft = connection.draft;
    const api::ConnectionStatus *status = m_live ? m_live->find(draft.id) : nullptr;
    const auto traffic = [&](std::uint64_t api::TrafficCounters::*counter) {
        return status ? QLocale().formattedDataSize(static_cast<qint64>(m_live->traffic(draft.id).*counter))
                      : QString();
    };
    switch (column) {
    case StateColumn: return stateText(status ? status->state : api::ConnectionState::Stopped);
    case NameColumn: return draft.name;
    case VpnGatewayColumn: {
        const VpnGateway *gateway = m_catalog.vpnGateway(draft.vpnGatewayId);
        return gateway ? gateway->name : draft.vpnGatewayId;
    }
    case CustomerGatewayColumn: {
        const CustomerGateway *gateway = m_catalog.customerGateway(draft.customerGatewayId);
        return gateway ? gateway->name : draft.customerGatewayId;
    }
    case LocalSubnetColumn: return draft.localSubnet;
    case RemoteSubnetColumn: return draft.remoteSubnet;
    case VersionColumn: return choiceText(draft.ikeVersion);
    case SinceColumn: return status ? timeText(m_live->toUtc(status->since)) : QString();
    case TrafficInColumn: return traffic(&api::TrafficCounters::bytesIn);
    case TrafficOutColumn: return traffic(&api::TrafficCounters::bytesOut);
    case NextRekeyColumn: {
        const auto next = status ? nextRekey(*status) : std::nullopt;
        return next ? timeText(m_live->toUtc(*next)) : QString();
    }
    case IdColumn: return draft.id;
    case CreatedColumn: return timeText(connection.created);
    default: return {};
    }
}

QVariant ConnectionTableModel::sortKey(const Connection &connection, int column) const
{
    const ConnectionDraft &draft = connection.draft;
    const api::ConnectionStatus *status = m_live ? m_live->find(draft.id) : nullptr;
    switch (column) {
    case StateColumn: return static_cast<int>(status ? status->state : api::ConnectionState::Stopped);
    case LocalSubnetColumn: return addressSortKey(draft.localSubnet);
    case RemoteSubnetColumn: return addressSortKey(draft.remoteSubnet);
    case SinceColumn: return liveData(draft.id, SinceRole);
    case TrafficInColumn: return quint64{m_live ? m_live->traffic(draft.id).bytesIn : 0};
    case TrafficOutColumn: return quint64{m_live ? m_live->traffic(draft.id).bytesOut : 0};
    case NextRekeyColumn: {
        const auto next = status ? nextRekey(*status) : std::nullopt;
        return next ? m_live->toUtc(*next) : QDateTime();
    }
    case CreatedColumn: return connection.created;
    default: return display(connection, column);
    }
}

QVariant ConnectionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case StateColumn: return tr("State");
    case NameColumn: return tr("Name");
    case VpnGatewayColumn: return tr("VPN gateway");
    case CustomerGatewayColumn: return tr("Customer gateway");
    case LocalSubnetColumn: return tr("Local subnets");
    case RemoteSubnetColumn: return tr("Remote subnets");
    case VersionColumn: return tr("Version");
    case SinceColumn: return tr("Since");
    case TrafficInColumn: return tr("In");
    case TrafficOutColumn: return tr("Out");
    case NextRekeyColumn: return tr("Next rekey");
    case IdColumn: return tr("ID");
    case CreatedColumn: return tr("Created");
    default: return {};
    }
}

int ConnectionTableModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find_if(m_rows, [&](const Connection &row) { return row.draft.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ConnectionTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

void ConnectionTableModel::onAdded(const QString &id)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rows.append(*m_catalog.connection(id));
    endInsertRows();
}

void ConnectionTableModel::onChanged(const QString &id)
{
    const int row = rowOf(id);
    m_rows[row] = *m_catalog.connection(id);
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void ConnectionTableModel::onRemoved(const QString &id)
{
    const int row = rowOf(id);
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

void ConnectionTableModel::onGatewayChanged(const QString &id)
{
    for (int row = 0; row < rowCount(); ++row) {
        const ConnectionDraft &draft = m_rows[row].draft;
        if (draft.vpnGatewayId == id || draft.customerGatewayId == id)
            Q_EMIT dataChanged(index(row, VpnGatewayColumn), index(row, CustomerGatewayColumn));
    }
}

void ConnectionTableModel::onLiveChanged(const QString &id)
{
    // A connection may be deleted here before the engine has let go of it.
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace tw::models
