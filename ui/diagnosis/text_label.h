#pragma once

#include "ui/theme/tone.h"

#include <QLabel>

namespace tw::ui {

// Words of the diagnosis: wrapped, selectable, plain (some of them come from the peer), in a tone that follows the palette.
class TextLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit TextLabel(QWidget *parent = nullptr, Tone tone = Tone::Neutral);

    void setTextTone(Tone tone);

protected:
    void changeEvent(QEvent *event) override;

private:
    Tone m_tone;
};

} // namespace tw::ui
