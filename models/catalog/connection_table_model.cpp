#include "models/catalog/connection_table_model.h"

#include "models/catalog/connection_facts.h"
#include "models/catalog/issue_text.h"
#include "models/catalog/region_filter_model.h"
#include "models/catalog/weakness.h"
#include "models/doctor/health_text.h"
#include "models/filter/filter_vocabulary.h"
#include "models/live/live_state.h"
#include "models/live/status_text.h"
#include "models/live/traffic_text.h"

#include <QLocale>

namespace tw::models {

namespace {

// As it is copied; the window shows how long ago that is.
QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QString();
}

QString toQString(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

bool isNumber(int column)
{
    using enum ConnectionTableModel::Column;
    return column == RateInColumn || column == RateOutColumn || column == TrafficInColumn || column == TrafficOutColumn;
}

bool isMonospace(int column)
{
    using enum ConnectionTableModel::Column;
    return column == LocalSubnetColumn || column == RemoteSubnetColumn || column == IdColumn || column == LocalIdColumn
        || column == RemoteIdColumn || column == AlgorithmsColumn;
}

// In the words of documents and other programs' settings: "aes256-sha256-group14".
QString suite(const QString &encryption, const QString &authentication, const QString &group)
{
    QStringList parts{encryption};
    if (authentication != QLatin1StringView("none"))
        parts.append(authentication);
    if (group != QLatin1StringView("disabled"))
        parts.append(group);
    return parts.join(u'-');
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
    : QAbstractTableModel(parent), m_catalog(catalog), m_live(live)
{
    for (const Connection &connection : catalog.connections()) {
        m_places.insert(connection.draft.id, rowCount());
        m_rows.append(makeRow(connection));
    }
    connect(&catalog, &Catalog::connectionAdded, this, &ConnectionTableModel::onAdded);
    connect(&catalog, &Catalog::connectionChanged, this, &ConnectionTableModel::onChanged);
    connect(&catalog, &Catalog::connectionRemoved, this, &ConnectionTableModel::onRemoved);
    for (const auto signal : {&Catalog::vpnGatewayChanged, &Catalog::customerGatewayChanged})
        connect(&catalog, signal, this, [this](const QString &id) {
            refresh([&id](const ConnectionDraft &draft) {
                return draft.vpnGatewayId == id || draft.customerGatewayId == id;
            });
        });
    connect(&catalog, &Catalog::regionsChanged, this,
            [this] { refresh([](const ConnectionDraft &) { return true; }); });
    connect(&catalog, &Catalog::certificatesChanged, this, [this] {
        refresh([](const ConnectionDraft &draft) { return draft.authMethod == QLatin1StringView("certificate"); });
    });
    if (live)
        connect(live, &LiveState::connectionChanged, this, &ConnectionTableModel::onLiveChanged);
}

void ConnectionTableModel::setHealth(const HealthMonitor *health)
{
    m_health = health;
    connect(health, &HealthMonitor::changed, this, &ConnectionTableModel::onLiveChanged);
}

HealthMonitor::State ConnectionTableModel::health(const QString &id) const
{
    return m_health ? m_health->state(id) : HealthMonitor::State();
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
    const Row &row = m_rows[index.row()];
    const ConnectionDraft &draft = row.connection.draft;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case SortRole: return sortKey(row, column);
    case IdRole: return draft.id;
    case NameRole: return draft.name;
    case RegionRole: return draft.regionId;
    case VpnGatewayIdRole: return draft.vpnGatewayId;
    case CustomerGatewayIdRole: return draft.customerGatewayId;
    case MonospaceRole: return isMonospace(column);
    case Qt::TextAlignmentRole: return isNumber(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case FactsRole: {
        RowFacts facts = row.facts;
        facts.states = stateWords(m_live ? m_live->state(draft.id) : api::ConnectionState::Stopped);
        return QVariant::fromValue(facts);
    }
    default: return liveData(draft.id, role);
    }
}

Qt::ItemFlags ConnectionTableModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsDragEnabled : flags;
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
    default: return {};
    }
}

QDateTime ConnectionTableModel::time(const Row &row, int column) const
{
    if (column == CreatedColumn)
        return row.connection.created;
    const api::ConnectionStatus *status = m_live ? m_live->find(row.connection.draft.id) : nullptr;
    if (column == UpSinceColumn && status && status->state == api::ConnectionState::Established)
        return m_live->toUtc(status->since);
    const auto next = column == NextRekeyColumn && status ? nextRekey(*status) : std::nullopt;
    return next ? m_live->toUtc(*next) : QDateTime();
}

QVariant ConnectionTableModel::display(const Row &row, int column) const
{
    const ConnectionDraft &draft = row.connection.draft;
    const api::ConnectionStatus *status = m_live ? m_live->find(draft.id) : nullptr;
    const bool isUp = status && !status->childSas.empty();
    const auto traffic = [&](std::uint64_t api::TrafficCounters::*counter) {
        return isUp ? QLocale().formattedDataSize(static_cast<qint64>(m_live->traffic(draft.id).*counter)) : QString();
    };
    switch (column) {
    case StateColumn: {
        const QString state = stateText(status ? status->state : api::ConnectionState::Stopped);
        return health(draft.id).health == Health::Failing ? tr("%1, pings fail").arg(state) : state;
    }
    case NameColumn: return draft.name;
    case VpnGatewayColumn: return row.ours;
    case CustomerGatewayColumn: return row.peer;
    case LocalSubnetColumn: return draft.localSubnet;
    case RemoteSubnetColumn: return draft.remoteSubnet;
    case VersionColumn: return choiceText(draft.ikeVersion);
    case UpSinceColumn:
    case NextRekeyColumn:
    case CreatedColumn: return timeText(time(row, column));
    case RateInColumn: return isUp ? bitRateText(m_live->rate(draft.id).in) : QString();
    case RateOutColumn: return isUp ? bitRateText(m_live->rate(draft.id).out) : QString();
    case WeakColumn: return row.facts.isWeak ? tr("Weak") : QString();
    case IdColumn: return draft.id;
    case LocalIdColumn: return draft.localId.isEmpty() ? row.oursAddress : draft.localId;
    case RemoteIdColumn: return draft.remoteId.isEmpty() ? row.peerAddress : draft.remoteId;
    case AlgorithmsColumn:
        return tr("IKE %1, IPsec %2")
            .arg(suite(draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs),
                 suite(draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs));
    case LastErrorColumn: return status ? failureText(status->lastFailure) : QString();
    case RegionColumn: {
        const Region *region = m_catalog.region(draft.regionId);
        return region ? region->title(QLocale().name()) : draft.regionId;
    }
    case TrafficInColumn: return traffic(&api::TrafficCounters::bytesIn);
    case TrafficOutColumn: return traffic(&api::TrafficCounters::bytesOut);
    case HealthColumn: return healthText(health(draft.id));
    default: return {};
    }
}

QVariant ConnectionTableModel::sortKey(const Row &row, int column) const
{
    const QString &id = row.connection.draft.id;
    switch (column) {
    case StateColumn: return static_cast<int>(m_live ? m_live->state(id) : api::ConnectionState::Stopped);
    case LocalSubnetColumn:
    case RemoteSubnetColumn:
    case LocalIdColumn:
    case RemoteIdColumn: return addressSortKey(display(row, column).toString());
    case UpSinceColumn:
    case NextRekeyColumn:
    case CreatedColumn: return time(row, column);
    case RateInColumn: return m_live ? m_live->rate(id).in : 0.0;
    case RateOutColumn: return m_live ? m_live->rate(id).out : 0.0;
    case WeakColumn: return row.facts.isWeak;
    case TrafficInColumn: return quint64{m_live ? m_live->traffic(id).bytesIn : 0};
    case TrafficOutColumn: return quint64{m_live ? m_live->traffic(id).bytesOut : 0};
    case HealthColumn: return static_cast<int>(health(id).health);
    default: return display(row, column);
    }
}

QVariant ConnectionTableModel::toolTip(const Row &row, int column) const
{
    const ConnectionDraft &draft = row.connection.draft;
    const api::ConnectionStatus *status = m_live ? m_live->find(draft.id) : nullptr;
    switch (column) {
    case WeakColumn: {
        QStringList sentences;
        for (const ValidationIssue &issue : weaknesses(draft, m_catalog.certificates()))
            sentences.append(issueText(issue));
        return sentences.join(u'\n');
    }
    case NameColumn: return draft.description.isEmpty() ? draft.name : QString(draft.name + u'\n' + draft.description);
    case VpnGatewayColumn: return QString(row.ours + u'\n' + row.oursAddress);
    case CustomerGatewayColumn: return QString(row.peer + u'\n' + row.peerAddress);
    case StateColumn:
        if (const auto state = health(draft.id); state.health == Health::Failing)
            return healthSentence(state, draft);
        [[fallthrough]];
    case LastErrorColumn: return status ? failureSentence(status->lastFailure) : QString();
    case HealthColumn: return healthSentence(health(draft.id), draft);
    default: return display(row, column); // it may be cut off
    }
}

QVariant ConnectionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && isNumber(section))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case StateColumn: return tr("State");
    case NameColumn: return tr("Name");
    case VpnGatewayColumn: return tr("VPN gateway");
    case CustomerGatewayColumn: return tr("Customer gateway");
    case LocalSubnetColumn: return tr("Local subnets");
    case RemoteSubnetColumn: return tr("Remote subnets");
    case VersionColumn: return tr("Version");
    case UpSinceColumn: return tr("Up since");
    case RateInColumn: return tr("In");
    case RateOutColumn: return tr("Out");
    case NextRekeyColumn: return tr("Next rekey");
    case WeakColumn: return tr("Weak settings");
    case IdColumn: return tr("ID");
    case LocalIdColumn: return tr("LocalId");
    case RemoteIdColumn: return tr("RemoteId");
    case CreatedColumn: return tr("Created");
    case AlgorithmsColumn: return tr("Algorithms");
    case LastErrorColumn: return tr("Last error");
    case RegionColumn: return tr("Region");
    case TrafficInColumn: return tr("Data in");
    case TrafficOutColumn: return tr("Data out");
    case HealthColumn: return tr("Health check");
    default: return {};
    }
}

int ConnectionTableModel::rowOf(const QString &id) const { return m_places.value(id, -1); }

void ConnectionTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

ConnectionTableModel::Row ConnectionTableModel::makeRow(const Connection &connection) const
{
    const ConnectionDraft &draft = connection.draft;
    Row row{connection, connectionFacts(connection, m_catalog), draft.vpnGatewayId, {}, draft.customerGatewayId, {}};
    if (const VpnGateway *ours = m_catalog.vpnGateway(draft.vpnGatewayId)) {
        row.ours = ours->name;
        row.oursAddress = ours->internetIp;
    }
    if (const CustomerGateway *peer = m_catalog.customerGateway(draft.customerGatewayId)) {
        row.peer = peer->name;
        row.peerAddress = peer->ipAddress;
    }
    return row;
}

template <typename Concerns>
void ConnectionTableModel::refresh(Concerns concerns)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!concerns(m_rows[row].connection.draft))
            continue;
        m_rows[row] = makeRow(Connection(m_rows[row].connection));
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void ConnectionTableModel::onAdded(const QString &id)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rows.append(makeRow(*m_catalog.connection(id)));
    m_places.insert(id, row);
    endInsertRows();
}

void ConnectionTableModel::onChanged(const QString &id)
{
    const int row = rowOf(id);
    m_rows[row] = makeRow(*m_catalog.connection(id));
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void ConnectionTableModel::onRemoved(const QString &id)
{
    const int row = rowOf(id);
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    m_places.remove(id);
    for (int place = row; place < rowCount(); ++place)
        m_places[m_rows[place].connection.draft.id] = place;
    endRemoveRows();
}

void ConnectionTableModel::onLiveChanged(const QString &id)
{
    // A connection may be deleted here before the engine has let go of it.
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace tw::models
