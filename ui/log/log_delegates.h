#pragma once

#include "ui/widgets/badge_delegate.h"

namespace tw::ui {

Badge levelBadge(const QModelIndex &index);
Badge directionBadge(const QModelIndex &index);

// A sentence of the log in which what is searched for is marked: on a tint, and underlined.
class MessageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setNeedle(const QString &needle) { m_needle = needle; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QString m_needle;
};

} // namespace tw::ui
