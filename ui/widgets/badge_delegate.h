#pragma once

#include "ui/theme/tone.h"

#include <QStyledItemDelegate>

#include <functional>

namespace tw::ui {

// A sign and its colour; the word stands beside it, so that colour is never the only difference.
struct Badge
{
    QString icon; // empty: none
    Tone tone = Tone::Neutral;
    bool filled = false; // on a tint of its tone, for what should be seen across the room
};

// Paints a cell as a badge: the icon of its code and the cell's own text.
class BadgeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using Lookup = std::function<Badge(const QModelIndex &index)>;

    BadgeDelegate(Lookup lookup, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Lookup m_lookup;
};

// Rows with room between them, for trees, which have no row height of their own.
class RoomyDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// A cell in the fixed font: addresses, subnets, SPIs.
class FixedFontDelegate final : public RoomyDelegate
{
    Q_OBJECT

public:
    using RoomyDelegate::RoomyDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace tw::ui
