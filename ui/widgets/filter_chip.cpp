#include "ui/widgets/filter_chip.h"

#include "ui/theme/symbolic_icon.h"

#include <QPainter>
#include <QPainterPath>

namespace tw::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kGap = 5;

int iconSide(const QFontMetrics &metrics) { return metrics.height() - 2; }

} // namespace

FilterChip::FilterChip(const Badge &badge, QWidget *parent) : QAbstractButton(parent), m_badge(badge)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

QSize FilterChip::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return {2 * kPadding + iconSide(metrics) + kGap + metrics.horizontalAdvance(text()) + 2, metrics.height() + 10};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor tone = toneColor(m_badge.tone, palette());
    const QRectF pill = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    // Chosen or not is told by the border too, not by the tint alone.
    if (isChecked() || underMouse()) {
        painter.setBrush(toneBackground(m_badge.tone, palette()));
    }
    painter.setPen(QPen(isChecked() ? tone : separatorColor(palette()), isChecked() ? 2.0 : 1.0));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0, Qt::DotLine));
        const QRectF inner = pill.adjusted(2.5, 2.5, -2.5, -2.5);
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2);
    }
    const int side = iconSide(fontMetrics());
    symbolicIcon(m_badge.icon, m_badge.tone).paint(&painter, QRect(kPadding, (height() - side) / 2, side, side));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(kPadding + side + kGap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

void FilterChip::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void FilterChip::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace tw::ui
