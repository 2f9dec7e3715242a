#include "ui/diagnosis/text_label.h"

#include <QEvent>

namespace tw::ui {

TextLabel::TextLabel(QWidget *parent, Tone tone) : QLabel(parent), m_tone(tone)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setTone(this, tone);
}

void TextLabel::setTextTone(Tone tone)
{
    m_tone = tone;
    setTone(this, tone);
}

void TextLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        setTone(this, m_tone);
    QLabel::changeEvent(event);
}

} // namespace tw::ui
