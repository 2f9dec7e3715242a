#pragma once

#include <QFontMetrics>

namespace tw::ui {

// The width of a letter, for sizes that follow the font. QFontMetrics::averageCharWidth() of a Chinese font is that of
// a Chinese character, and twice as wide as what most fields hold: addresses, names, numbers.
inline int letterWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("xxxxxxxxxx")) / 10;
}

} // namespace tw::ui
