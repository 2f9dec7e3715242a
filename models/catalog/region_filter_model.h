#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QString>

namespace tw::models {

// The rows of one region that hold a text, sorted by SortRole: names in natural order ("site2" before "site10"),
// addresses by number. An empty region shows all.
class RegionFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RegionFilterModel(QObject *parent = nullptr);

    const QString &region() const { return m_region; }
    void setRegion(const QString &regionId);
    // Found in any column, whatever the case.
    const QString &text() const { return m_text; }
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString m_region;
    QString m_text;
    QCollator m_collator;
};

// A key that sorts addresses and prefixes by number and before any other text. For SortRole.
QByteArray addressSortKey(const QString &text);

} // namespace tw::models
