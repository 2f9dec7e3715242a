#pragma once

#include "models/filter/list_filter.h"

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QString>

namespace tw::models {

// The rows of one region that a filter lets through, sorted by SortRole: names in natural order ("site2" before
// "site10"), addresses by number, and what is equal by name. An empty region shows all, and so does a filter that asks for regions itself.
class RegionFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RegionFilterModel(QObject *parent = nullptr);

    const QString &region() const { return m_region; }
    void setRegion(const QString &regionId);
    // Asks the rows for their FactsRole; of a model without it, what the columns show is searched.
    const ListFilter &filter() const { return m_filter; }
    void setFilter(const ListFilter &filter);
    // Whatever the filter says of them otherwise: of these `rowCount()` are shown.
    int rowsInScope() const;
    // How many of them each of these would let through.
    QList<int> countInScope(const QList<ListFilter> &filters) const;

    void setSourceModel(QAbstractItemModel *model) override;

    // While somebody points at the rows they stay where they are, whatever becomes of them. What the user asks for
    // himself (another filter, another order) is done all the same.
    void setHeld(bool held);
    bool isStale() const { return m_isStale; } // held, and order or choice would be others by now

Q_SIGNALS:
    void staleChanged(bool isStale);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void applyNow();
    void judge(int firstRow, int lastRow);
    void setStale(bool isStale);
    bool isOutOfOrder(int row) const;
    bool isInScope(const QModelIndex &source) const;
    static RowFacts factsOf(const QModelIndex &source);
    int compare(const QVariant &a, const QVariant &b) const;

    QString m_region;
    ListFilter m_filter;
    QCollator m_collator;
    bool m_isHeld = false;
    bool m_isStale = false;
};

// A key that sorts addresses and prefixes by number and before any other text. For SortRole.
QByteArray addressSortKey(const QString &text);

} // namespace tw::models
