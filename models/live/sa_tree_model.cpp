#include "models/live/sa_tree_model.h"

#include "models/live/live_state.h"

#include <QLocale>

#include <algorithm>
#include <numeric>

namespace tw::models {

namespace {

// Internal ids of the indexes.
constexpr quintptr kIkeSa = 0;
constexpr quintptr kChildSa = 1;

QString hex(quint64 value, int digits) { return QStringLiteral("%1").arg(value, digits, 16, QLatin1Char('0')); }

QString bytesText(quint64 bytes) { return QLocale().formattedDataSize(static_cast<qint64>(bytes)); }

QString timeText(const QDateTime &utc)
{
    return utc.isValid() ? utc.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QString();
}

QString selectorsText(const api::ChildSaStatus &child)
{
    return QString::fromStdString(api::toString(child.local) + " === " + api::toString(child.remote));
}

quint64 allDrops(const api::ChildSaStatus &child)
{
    return std::accumulate(child.drops.begin(), child.drops.end(), quint64{0});
}

bool isCounter(int column) { return column >= SaTreeModel::BytesIn && column <= SaTreeModel::PacketsOut; }

quint64 counter(const api::TrafficCounters &traffic, int column)
{
    switch (column) {
    case SaTreeModel::BytesIn: return traffic.bytesIn;
    case SaTreeModel::BytesOut: return traffic.bytesOut;
    case SaTreeModel::PacketsIn: return traffic.packetsIn;
    default: return traffic.packetsOut;
    }
}

} // namespace

SaTreeModel::SaTreeModel(const LiveState *live, QObject *parent) : QAbstractItemModel(parent), m_live(live)
{
    connect(live, &LiveState::connectionChanged, this, [this](const QString &id) {
        if (id == m_connection)
            reload();
    });
}

void SaTreeModel::setConnection(const QString &connectionId)
{
    if (m_connection == connectionId)
        return;
    m_connection = connectionId;
    reload();
}

void SaTreeModel::reload()
{
    const api::ConnectionStatus *status = m_live->find(m_connection);
    applyIkeSa(status ? status->ikeSa : std::nullopt);
    applyChildren(status ? status->childSas : std::vector<api::ChildSaStatus>());
}

void SaTreeModel::applyIkeSa(const std::optional<api::IkeSaStatus> &ikeSa)
{
    if (m_ikeSa == ikeSa)
        return;
    if (m_ikeSa.has_value() != ikeSa.has_value()) {
        // All children move to another parent.
        beginResetModel();
        m_ikeSa = ikeSa;
        endResetModel();
        return;
    }
    m_ikeSa = ikeSa;
    Q_EMIT dataChanged(index(0, 0), index(0, kColumns - 1));
}

void SaTreeModel::applyChildren(const std::vector<api::ChildSaStatus> &children)
{
    const auto hasSpi = [](const std::vector<api::ChildSaStatus> &list, std::uint32_t spi) {
        return std::ranges::find(list, spi, &api::ChildSaStatus::inboundSpi) != list.end();
    };
    const QModelIndex above = childParent();
    for (int row = static_cast<int>(m_children.size()) - 1; row >= 0; --row) {
        if (hasSpi(children, m_children[static_cast<std::size_t>(row)].inboundSpi))
            continue;
        beginRemoveRows(above, row, row);
        m_children.erase(m_children.begin() + row);
        endRemoveRows();
    }
    for (const api::ChildSaStatus &child : children) {
        const auto kept = std::ranges::find(m_children, child.inboundSpi, &api::ChildSaStatus::inboundSpi);
        const int row = static_cast<int>(kept - m_children.begin());
        if (kept == m_children.end()) {
            beginInsertRows(above, row, row);
            m_children.push_back(child);
            endInsertRows();
        } else if (*kept != child) {
            *kept = child;
            Q_EMIT dataChanged(index(row, 0, above), index(row, kColumns - 1, above));
        }
    }
}

QModelIndex SaTreeModel::childParent() const { return m_ikeSa ? index(0, 0) : QModelIndex(); }

QModelIndex SaTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, !parent.isValid() && m_ikeSa ? kIkeSa : kChildSa);
}

QModelIndex SaTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() == kChildSa && m_ikeSa ? createIndex(0, 0, kIkeSa) : QModelIndex();
}

int SaTreeModel::rowCount(const QModelIndex &parent) const
{
    const int children = static_cast<int>(m_children.size());
    if (!parent.isValid())
        return m_ikeSa ? 1 : children;
    return parent.internalId() == kIkeSa && parent.column() == 0 ? children : 0;
}

int SaTreeModel::columnCount(const QModelIndex &) const { return kColumns; }

QVariant SaTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return isCounter(index.column()) ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role == IsIkeSaRole)
        return index.internalId() == kIkeSa;
    if (index.internalId() == kIkeSa)
        return ikeData(index.column(), role);
    return childData(m_children[static_cast<std::size_t>(index.row())], index.column(), role);
}

QVariant SaTreeModel::ikeData(int column, int role) const
{
    const api::IkeSaStatus &sa = *m_ikeSa;
    const QDateTime since = m_live->toUtc(sa.establishedAt);
    const QDateTime rekeyAt = sa.rekeyAt ? m_live->toUtc(*sa.rekeyAt) : QDateTime();
    if (role == RekeyAtRole)
        return rekeyAt;
    if (role == SortRole && column == Since)
        return since;
    if (role == SortRole && column == NextRekey)
        return rekeyAt;
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Sa: return tr("IKE SA");
    case Spis: return QStringLiteral("%1_i %2_r").arg(hex(sa.initiatorSpi, 16), hex(sa.responderSpi, 16));
    case Proposal: return QString::fromStdString(api::toString(sa.proposal));
    case Selectors: return QString::fromStdString(sa.local.toString() + " ... " + sa.remote.toString());
    case Since: return timeText(since);
    case NextRekey: return timeText(rekeyAt);
    default: return {};
    }
}

QVariant SaTreeModel::childData(const api::ChildSaStatus &child, int column, int role) const
{
    const QDateTime since = m_live->toUtc(child.establishedAt);
    const QDateTime rekeyAt = child.rekeyAt ? m_live->toUtc(*child.rekeyAt) : QDateTime();
    switch (role) {
    case RekeyAtRole: return rekeyAt;
    case DropsRole: return allDrops(child);
    case SortRole:
        if (isCounter(column))
            return counter(child.traffic, column);
        if (column == Since)
            return since;
        if (column == NextRekey)
            return rekeyAt;
        break;
    case Qt::ToolTipRole:
        return isCounter(column) ? QVariant(QLocale().toString(counter(child.traffic, column))) : QVariant();
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Sa: return child.udpEncapsulated ? tr("Child SA, ESP in UDP") : tr("Child SA, ESP");
    case Spis: return QStringLiteral("%1_i %2_o").arg(hex(child.inboundSpi, 8), hex(child.outboundSpi, 8));
    case Proposal: return QString::fromStdString(api::toString(child.proposal));
    case Selectors: return selectorsText(child);
    case BytesIn:
    case BytesOut: return bytesText(counter(child.traffic, column));
    case PacketsIn:
    case PacketsOut: return QLocale().toString(counter(child.traffic, column));
    case Since: return timeText(since);
    case NextRekey: return timeText(rekeyAt);
    default: return {};
    }
}

QVariant SaTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractItemModel::headerData(section, orientation, role);
    switch (section) {
    case Sa: return tr("SA");
    case Spis: return tr("SPIs");
    case Proposal: return tr("Proposal");
    case Selectors: return tr("Selectors or endpoints");
    case BytesIn: return tr("Bytes in");
    case BytesOut: return tr("Bytes out");
    case PacketsIn: return tr("Packets in");
    case PacketsOut: return tr("Packets out");
    case Since: return tr("Since");
    case NextRekey: return tr("Next rekey");
    default: return {};
    }
}

} // namespace tw::models
