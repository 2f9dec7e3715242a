#include "ui/widgets/badge_delegate.h"

#include "ui/theme/symbolic_icon.h"

#include <QApplication>
#include <QPainter>

namespace tw::ui {

namespace {

constexpr int kPadding = 6;
constexpr int kGap = 5;

int iconSide(const QFontMetrics &metrics) { return metrics.height(); }

} // namespace

BadgeDelegate::BadgeDelegate(Lookup lookup, QObject *parent) : QStyledItemDelegate(parent), m_lookup(std::move(lookup))
{ }

void BadgeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, QString());
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget); // background, selection and focus

    const Badge badge = m_lookup(index);
    const bool selected = item.state & QStyle::State_Selected;
    const int side = badge.icon.isEmpty() ? 0 : iconSide(item.fontMetrics);
    const int left = kPadding + (side ? side + (text.isEmpty() ? 0 : kGap) : 0);
    const QRect cell = item.rect.adjusted(2, 0, -2, 0);
    const QString shown = item.fontMetrics.elidedText(text, Qt::ElideRight, cell.width() - left - kPadding);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (badge.filled && !selected) {
        const int height = item.fontMetrics.height() + 6;
        const int width = std::min(cell.width(), left + item.fontMetrics.horizontalAdvance(shown) + kPadding + 2);
        const QRectF pill(cell.left(), cell.center().y() - height / 2.0 + 1, width, height);
        painter->setPen(Qt::NoPen);
        painter->setBrush(toneBackground(badge.tone, item.palette));
        painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    }
    const QRect iconRect(cell.left() + kPadding, cell.center().y() - side / 2 + 1, side, side);
    if (side)
        symbolicIcon(badge.icon, badge.tone)
            .paint(painter, iconRect, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    painter->setFont(item.font);
    painter->setPen(selected ? item.palette.color(QPalette::HighlightedText) : toneColor(badge.tone, item.palette));
    painter->drawText(cell.adjusted(left, 0, -kPadding, 0), Qt::AlignVCenter | Qt::AlignLeft, shown);
    painter->restore();
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize text = QStyledItemDelegate::sizeHint(option, index);
    return {text.width() + iconSide(option.fontMetrics) + kGap + 2 * kPadding, text.height() + 4};
}

QSize RoomyDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 8);
}

void FixedFontDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->font = fixedFont(option->font);
    option->fontMetrics = QFontMetrics(option->font);
}

} // namespace tw::ui
