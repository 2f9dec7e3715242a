#include "ui/live/state_tile.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/card.h"

#include <QLocale>
#include <QPainter>

namespace tw::ui {

namespace {

constexpr int kPadding = 12;
constexpr int kGap = 10;

} // namespace

StateTile::StateTile(const Badge &badge, QWidget *parent) : QAbstractButton(parent), m_badge(badge)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StateTile::setCount(int count)
{
    if (count == m_count)
        return;
    m_count = count;
    updateName();
    updateGeometry();
    update();
}

void StateTile::setWord(const QString &word)
{
    setText(word);
    updateName();
    updateGeometry();
    update();
}

void StateTile::updateName()
{
    setAccessibleName(tr("%1: %2", "a state and how many").arg(text(), QLocale().toString(m_count)));
    setToolTip(tr("Show them in the list"));
}

QFont StateTile::numberFont() const
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.7);
    large.setBold(true);
    return large;
}

QSize StateTile::sizeHint() const
{
    const QFontMetrics number(numberFont());
    const int words =
        std::max(number.horizontalAdvance(QLocale().toString(m_count)), fontMetrics().horizontalAdvance(text()));
    return {2 * kPadding + number.height() + kGap + words, 2 * kPadding + number.height() + fontMetrics().height()};
}

void StateTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCardFrame(painter, rect(), palette());
    const bool isLit = m_count > 0 && m_badge.filled;
    if (isLit || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isLit ? toneBackground(m_badge.tone, palette()) : palette().color(QPalette::AlternateBase));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }
    const Tone tone = m_count > 0 ? m_badge.tone : Tone::Muted;
    const QFontMetrics number(numberFont());
    const int side = number.height();
    const QRect icon(kPadding, (height() - side) / 2, side, side);
    symbolicIcon(m_badge.icon, tone).paint(&painter, icon);
    const QRect words = rect().adjusted(kPadding + side + kGap, kPadding, -kPadding, -kPadding);
    painter.setPen(m_count > 0 ? palette().color(QPalette::WindowText) : toneColor(Tone::Muted, palette()));
    painter.setFont(numberFont());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, QLocale().toString(m_count));
    painter.setFont(font());
    painter.setPen(toneColor(tone, palette()));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom, text());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 5, 5);
    }
}

} // namespace tw::ui
