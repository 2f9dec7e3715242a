#include "ui/widgets/icon_label.h"

#include "ui/theme/symbolic_icon.h"

#include <QEvent>

namespace tw::ui {

IconLabel::IconLabel(int side, QWidget *parent) : QLabel(parent), m_side(side) { }

void IconLabel::setSign(const QString &icon, Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    render();
}

void IconLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        render();
    QLabel::changeEvent(event);
}

void IconLabel::render()
{
    if (m_icon.isEmpty())
        clear();
    else
        setPixmap(symbolicIcon(m_icon, m_tone).pixmap(QSize(m_side, m_side), devicePixelRatioF()));
}

} // namespace tw::ui
