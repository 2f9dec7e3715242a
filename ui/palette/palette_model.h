#pragma once

#include "ui/palette/command_palette.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace tw::ui {

// The entries that match what was typed, best first.
class PaletteModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<PaletteEntry> entries);
    void search(const QString &pattern, const QStringList &recentKeys);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override; // in words for screen readers
    const PaletteEntry &entry(int row) const { return m_entries.at(m_hits.at(row).index); }
    const models::SearchHit &hit(int row) const { return m_hits.at(row); }

private:
    QList<PaletteEntry> m_entries;
    QList<models::SearchEntry> m_searched; // of the same order
    QList<models::SearchHit> m_hits;
};

// A row: icon, title with the letters that matched, its place in the window, and its keys at the right.
class PaletteDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PaletteDelegate(const PaletteModel *model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) { }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const PaletteModel *m_model;
};

} // namespace tw::ui
