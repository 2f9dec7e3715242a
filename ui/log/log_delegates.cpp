#include "ui/log/log_delegates.h"

#include "models/log/log_table_model.h"

#include <QApplication>
#include <QPainter>

namespace tw::ui {

namespace {

using models::LogTableModel;

constexpr int kPadding = 4;

} // namespace

Badge levelBadge(const QModelIndex &index)
{
    const QVariant level = index.data(LogTableModel::LevelRole);
    if (!level.isValid()) // the row is being read
        return {};
    switch (static_cast<api::Level>(level.toInt())) {
    case api::Level::Error: return {QStringLiteral("error"), Tone::Bad};
    case api::Level::Warning: return {QStringLiteral("warning"), Tone::Warning};
    case api::Level::Debug: return {QStringLiteral("debug"), Tone::Muted};
    case api::Level::Info: break;
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

Badge directionBadge(const QModelIndex &index)
{
    switch (static_cast<api::Direction>(index.data(LogTableModel::DirectionRole).toInt())) {
    case api::Direction::In: return {QStringLiteral("incoming"), Tone::Neutral};
    case api::Direction::Out: return {QStringLiteral("outgoing"), Tone::Neutral};
    case api::Direction::None: break;
    }
    return {};
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (m_needle.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, QString());
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget); // background, selection and focus

    const bool selected = item.state & QStyle::State_Selected;
    const QRect area = item.rect.adjusted(kPadding, 0, -kPadding, 0);
    const QString shown = item.fontMetrics.elidedText(text, Qt::ElideRight, area.width());
    const QColor ink = item.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    painter->save();
    const int height = item.fontMetrics.height();
    const int top = area.center().y() - height / 2;
    for (qsizetype at = shown.indexOf(m_needle, 0, Qt::CaseInsensitive); at >= 0;
         at = shown.indexOf(m_needle, at + m_needle.size(), Qt::CaseInsensitive)) {
        const int left = item.fontMetrics.horizontalAdvance(shown.left(at));
        const int right = item.fontMetrics.horizontalAdvance(shown.left(at + m_needle.size()));
        const QRect mark(area.left() + left, top, right - left, height + 1);
        painter->fillRect(mark, foundBackground(item.palette, selected));
        painter->fillRect(QRect(mark.left(), mark.bottom(), mark.width(), 1), ink);
    }
    painter->setFont(item.font);
    painter->setPen(ink);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    painter->restore();
}

} // namespace tw::ui
