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
    invalidateFilter();
}

void RegionFilterModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool RegionFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    if (!m_region.isEmpty() && first.data(RegionRole).toString() != m_region)
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        const QString cell = first.siblingAtColumn(column).data(Qt::DisplayRole).toString();
        if (cell.contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

bool RegionFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString()) < 0;
    return QVariant::compare(a, b) == QPartialOrdering::Less;
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
