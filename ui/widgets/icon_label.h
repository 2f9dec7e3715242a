#pragma once

#include "ui/theme/tone.h"

#include <QLabel>

namespace tw::ui {

// One of our icons in a tone, which follows the palette. Empty until it is told what to show.
class IconLabel final : public QLabel
{
    Q_OBJECT

public:
    // `side` is that of the icon, in device-independent pixels.
    explicit IconLabel(int side, QWidget *parent = nullptr);

    void setSign(const QString &icon, Tone tone);

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();

    int m_side;
    QString m_icon;
    Tone m_tone = Tone::Neutral;
};

} // namespace tw::ui
