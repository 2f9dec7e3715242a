#include "models/catalog/region_filter_model.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/table_roles.h"

#include <QDateTime>

namespace tw::models {

RegionFilterModel::RegionFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    // Without a locale the collator compares bytes, and has no numeric mode.
    const QLocale locale;
    m_collator.setLocale(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void RegionFilterModel::setRegion(const QString &regionId)
{
    if (regionId == m_region)
        return;
    m_region = regionId;
    applyNow();
}

void RegionFilterModel::setFilter(const ListFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    applyNow();
}

void RegionFilterModel::applyNow()
{
    invalidateFilter();
    if (m_isHeld)
        sort(sortColumn(), sortOrder());
    setStale(false);
}

void RegionFilterModel::setSourceModel(QAbstractItemModel *model)
{
    QSortFilterProxyModel::setSourceModel(model); // first of all to hear of a change
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) { judge(first.row(), last.row()); });
}

void RegionFilterModel::setHeld(bool held)
{
    if (held == m_isHeld)
        return;
    m_isHeld = held;
    setDynamicSortFilter(!held); // sorts anew where it is set
    if (!held && m_isStale)
        invalidateFilter();
    setStale(false);
}

void RegionFilterModel::judge(int firstRow, int lastRow)
{
    for (int row = firstRow; m_isHeld && !m_isStale && row <= lastRow; ++row) {
        const int shown = mapFromSource(sourceModel()->index(row, 0)).row();
        const bool isWanted = filterAcceptsRow(row, {});
        setStale(isWanted != (shown >= 0)
                 || (shown >= 0 && (isOutOfOrder(shown) || (shown + 1 < rowCount() && isOutOfOrder(shown + 1)))));
    }
}

// Whether the row belongs before the one that stands above it.
bool RegionFilterModel::isOutOfOrder(int row) const
{
    if (row == 0 || sortColumn() < 0)
        return false;
    const QModelIndex above = mapToSource(index(row - 1, sortColumn()));
    const QModelIndex here = mapToSource(index(row, sortColumn()));
    return sortOrder() == Qt::AscendingOrder ? lessThan(here, above) : lessThan(above, here);
}

void RegionFilterModel::setStale(bool isStale)
{
    if (isStale == m_isStale)
        return;
    m_isStale = isStale;
    Q_EMIT staleChanged(isStale);
}

int RegionFilterModel::rowsInScope() const { return countInScope({ListFilter()}).first(); }

QList<int> RegionFilterModel::countInScope(const QList<ListFilter> &filters) const
{
    QList<int> counts(filters.size(), 0);
    for (int row = 0; sourceModel() && row < sourceModel()->rowCount(); ++row) {
        const QModelIndex source = sourceModel()->index(row, 0);
        if (!isInScope(source))
            continue;
        std::optional<RowFacts> facts;
        for (qsizetype index = 0; index < filters.size(); ++index) {
            const ListFilter &filter = filters.at(index);
            if (!filter.isEmpty() && !facts)
                facts = factsOf(source);
            if (filter.isEmpty() || matches(filter, *facts))
                ++counts[index];
        }
    }
    return counts;
}

bool RegionFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex source = sourceModel()->index(row, 0, parent);
    return isInScope(source) && (m_filter.isEmpty() || matches(m_filter, factsOf(source)));
}

bool RegionFilterModel::isInScope(const QModelIndex &source) const
{
    return m_region.isEmpty() || m_filter.namesRegion() || source.data(RegionRole).toString() == m_region;
}

RowFacts RegionFilterModel::factsOf(const QModelIndex &source)
{
    const QVariant known = source.data(FactsRole);
    if (known.metaType() == QMetaType::fromType<RowFacts>())
        return known.value<RowFacts>();
    RowFacts facts;
    for (int column = 0; column < source.model()->columnCount(); ++column)
        facts.text += source.siblingAtColumn(column).data().toString().toCaseFolded() + u'\n';
    return facts;
}

bool RegionFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (const int order = compare(a, b); order != 0)
        return order < 0;
    return compare(left.data(NameRole), right.data(NameRole)) < 0;
}

int RegionFilterModel::compare(const QVariant &a, const QVariant &b) const
{
    if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString());
    const QPartialOrdering order = QVariant::compare(a, b);
    return order == QPartialOrdering::Less ? -1 : order == QPartialOrdering::Greater ? 1 : 0;
}

QByteArray addressSortKey(const QString &text)
{
    const QString first = text.section(u',', 0, 0);
    const auto prefix = parsePrefix(first);
    const auto address = prefix ? std::optional(prefix->address()) : parseAddress(first);
    if (!address)
        return QByteArray(1, '\x7f') + text.toUtf8();
    QByteArray key(1, static_cast<char>(address->family())); // IPv4, then IPv6
    key.append(reinterpret_cast<const char *>(address->bytes().data()), static_cast<qsizetype>(address->size()));
    key.append(static_cast<char>(prefix ? prefix->length() : 0));
    return key;
}

} // namespace tw::models
