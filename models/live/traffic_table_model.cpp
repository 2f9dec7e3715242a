#include "models/live/traffic_table_model.h"

#include "models/live/traffic_text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace tw::models {

namespace {

float TrafficRates::*memberOf(int column)
{
    switch (column) {
    case TrafficTableModel::OutColumn: return &TrafficRates::bitsOut;
    case TrafficTableModel::PacketsInColumn: return &TrafficRates::packetsIn;
    case TrafficTableModel::PacketsOutColumn: return &TrafficRates::packetsOut;
    default: return &TrafficRates::bitsIn;
    }
}

bool isPackets(int column)
{
    return column == TrafficTableModel::PacketsInColumn || column == TrafficTableModel::PacketsOutColumn;
}

QDateTime timeOf(const TrafficPoint &point)
{
    return QDateTime::fromMSecsSinceEpoch(point.from.time_since_epoch().count(), Qt::UTC);
}

QString localTime(const TrafficPoint &point)
{
    return timeOf(point).toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace

void TrafficTableModel::setPoints(const std::vector<TrafficPoint> &points)
{
    const auto firstKnown =
        std::ranges::find_if(points, [](const TrafficPoint &point) { return point.rates.has_value(); });
    const std::vector<TrafficPoint> newest(points.rbegin(), std::make_reverse_iterator(firstKnown));
    // How many rows of the new ones stand above the newest of the old.
    const auto overlap =
        m_points.empty() ? newest.end() : std::ranges::find(newest, m_points.front().from, &TrafficPoint::from);
    const bool sameStep = m_points.size() < 2 || newest.size() < 2
        || m_points[0].from - m_points[1].from == newest[0].from - newest[1].from;
    if (overlap == newest.end() || !sameStep) {
        beginResetModel();
        m_points = newest;
        endResetModel();
        return;
    }
    if (const auto added = static_cast<int>(overlap - newest.begin()); added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_points.insert(m_points.begin(), newest.begin(), overlap);
        endInsertRows();
    }
    const auto before = static_cast<int>(m_points.size());
    if (const auto now = static_cast<int>(newest.size()); now < before) {
        beginRemoveRows({}, now, before - 1);
        m_points.resize(newest.size());
        endRemoveRows();
    } else if (now > before) {
        beginInsertRows({}, before, now - 1);
        m_points.insert(m_points.end(), newest.begin() + before, newest.end());
        endInsertRows();
    }
    // A step may become known late.
    for (std::size_t row = 0; row < m_points.size(); ++row) {
        if (m_points[row] == newest[row])
            continue;
        m_points[row] = newest[row];
        Q_EMIT dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), ColumnCount - 1));
    }
}

int TrafficTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_points.size());
}

int TrafficTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TrafficTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TrafficPoint &point = m_points[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() != TimeColumn)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    if (index.column() == TimeColumn)
        return role == Qt::EditRole ? QVariant(timeOf(point)) : QVariant(localTime(point));
    if (!point.rates)
        return role == Qt::EditRole ? QVariant() : QVariant(QStringLiteral("–"));
    const double value = static_cast<double>((*point.rates).*memberOf(index.column()));
    if (role == Qt::EditRole)
        return value;
    return isPackets(index.column()) ? packetRateText(value) : bitRateText(value);
}

QVariant TrafficTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section != TimeColumn)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case TimeColumn: return tr("Time");
    case InColumn: return tr("In");
    case OutColumn: return tr("Out");
    case PacketsInColumn: return tr("Packets in");
    case PacketsOutColumn: return tr("Packets out");
    default: return {};
    }
}

QString TrafficTableModel::plainText(const QModelIndex &index) const
{
    if (index.column() == TimeColumn)
        return index.data().toString();
    const QVariant value = index.data(Qt::EditRole);
    if (!value.isValid())
        return {};
    return QString::number(value.toDouble(), 'f', isPackets(index.column()) ? 1 : 0);
}

QString TrafficTableModel::tabSeparated(const QList<int> &rows) const
{
    QStringList headings;
    for (int column = 0; column < ColumnCount; ++column) {
        const QString heading = headerData(column, Qt::Horizontal).toString();
        const char *const unit = isPackets(column) ? "1/s" : "bit/s";
        headings.append(column == TimeColumn ? heading : QStringLiteral("%1 (%2)").arg(heading, QLatin1String(unit)));
    }
    QString text = headings.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells.append(plainText(index(row, column)));
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void TrafficTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
}

} // namespace tw::models
