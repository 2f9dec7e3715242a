#include "ui/widgets/sidebar.h"

#include "ui/theme/symbolic_icon.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace tw::ui {

namespace {

constexpr int kIconSide = 20;
constexpr int kMargin = 10;
constexpr int kRadius = 5;

class SidebarDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QString text = index.data().toString();
        return {option.fontMetrics.horizontalAdvance(text) + kIconSide + 5 * kMargin, option.fontMetrics.height() + 20};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool selected = option.state & QStyle::State_Selected;
        const QRect area = option.rect.adjusted(6, 2, -6, -2);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        if (selected || option.state & QStyle::State_MouseOver) {
            QColor fill = option.palette.color(QPalette::Highlight);
            if (!selected)
                fill.setAlphaF(0.12F);
            painter->setBrush(fill);
            painter->drawRoundedRect(area, kRadius, kRadius);
        }
        const QRect icon(area.left() + kMargin, area.center().y() - kIconSide / 2 + 1, kIconSide, kIconSide);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, icon, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::WindowText));
        painter->drawText(area.adjusted(2 * kMargin + kIconSide, 0, -kMargin, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data().toString());
        if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(area.adjusted(2, 2, -2, -2), kRadius - 2, kRadius - 2);
        }
        painter->restore();
    }
};

} // namespace

Sidebar::Sidebar(QWidget *parent) : QListWidget(parent)
{
    setFrameShape(NoFrame);
    setItemDelegate(new SidebarDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
}

void Sidebar::addPage(const QString &iconName)
{
    new QListWidgetItem(symbolicIcon(iconName), QString(), this); // the list takes it
}

void Sidebar::setTitles(const QStringList &titles)
{
    for (int row = 0; row < count(); ++row)
        item(row)->setText(titles.value(row));
    fitWidth();
}

void Sidebar::changeEvent(QEvent *event)
{
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitWidth();
}

void Sidebar::fitWidth() { setFixedWidth(std::max(sizeHintForColumn(0), 150)); }

} // namespace tw::ui
