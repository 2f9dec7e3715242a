#include "models/catalog/bulk_list.h"

#include "models/catalog/table_roles.h"

#include <algorithm>

namespace tw::models {

void BulkList::append(const QString &id, const QString &name)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_places.insert(id, row);
    m_rows.append({id, name.isEmpty() ? id : name, Outcome::Pending});
    endInsertRows();
}

void BulkList::setOutcome(int row, Outcome outcome) { m_rows[row].outcome = outcome; }

void BulkList::tellChanged(int row) { Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1)); }

int BulkList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BulkList::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BulkList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    if (role == IdRole)
        return row.id;
    if (role == OutcomeRole)
        return static_cast<int>(row.outcome);
    if (role == Qt::ToolTipRole && index.column() == SentenceColumn)
        return sentence(index.row());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn: return row.name;
    case OutcomeColumn:
        switch (row.outcome) {
        case Outcome::Refused: return tr("Not done");
        case Outcome::Failed: return tr("Failed");
        case Outcome::Pending: return tr("Under way");
        case Outcome::Undone: return tr("Undone");
        case Outcome::Done: return tr("Done");
        }
        return {};
    case SentenceColumn: return sentence(index.row());
    default: return {};
    }
}

int BulkList::count(Outcome outcome) const
{
    return static_cast<int>(std::ranges::count(m_rows, outcome, &Row::outcome));
}

QString BulkList::firstTrouble() const
{
    const auto found = std::ranges::find_if(
        m_rows, [](const Row &row) { return row.outcome == Outcome::Refused || row.outcome == Outcome::Failed; });
    return found == m_rows.end() ? QString() : sentence(static_cast<int>(found - m_rows.begin()));
}

QStringList BulkList::ids(Outcome outcome) const
{
    QStringList ids;
    for (const Row &row : m_rows) {
        if (row.outcome == outcome)
            ids.append(row.id);
    }
    return ids;
}

QStringList BulkList::names(Outcome outcome) const
{
    QStringList names;
    for (const Row &row : m_rows) {
        if (row.outcome == outcome)
            names.append(row.name);
    }
    return names;
}

QString BulkList::summary() const
{
    QStringList parts;
    if (const int refused = count(Outcome::Refused); refused > 0)
        parts.append(tr("%n not done", nullptr, refused));
    if (const int failed = count(Outcome::Failed); failed > 0)
        parts.append(tr("%n failed", nullptr, failed));
    if (const int pending = count(Outcome::Pending); pending > 0)
        parts.append(tr("%n under way", nullptr, pending));
    if (const int undone = count(Outcome::Undone); undone > 0)
        parts.append(tr("%n undone", nullptr, undone));
    if (const int done = count(Outcome::Done); done > 0)
        parts.append(tr("%n done", nullptr, done));
    return parts.join(QStringLiteral("  ·  "));
}

void BulkList::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

} // namespace tw::models
