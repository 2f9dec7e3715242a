#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

// The colours that mean something, made from the palette in use, so that they fit light and dark alike. Nothing else in
// the window names a colour.
class QWidget;

namespace tw::ui {

enum class Tone { Neutral, Muted, Accent, Good, Busy, Warning, Bad };

// A palette is dark where its window is darker than its text. QStyleHints::colorScheme() only exists from Qt 6.5 on.
bool isDark(const QPalette &palette);

// For text and icons: at least 4.5:1 against the palette's base, alternate base and window and the tone's own tint
// (WCAG 2.1, 1.4.3).
QColor toneColor(Tone tone, const QPalette &palette);

// Gives a widget's words a tone. Not kept through a change of palette.
void setTone(QWidget *widget, Tone tone);

// A tint of the tone behind such text: badges, message bars.
QColor toneBackground(Tone tone, const QPalette &palette);

// Behind the words that a search found in a row.
QColor foundBackground(const QPalette &palette, bool isSelected);

// The lines of a chart: two hues that stay apart for colour-blind eyes. Each has a line style of its own as well.
enum class Series { First, Second };
QColor seriesColor(Series series, const QPalette &palette);

// Lines between areas.
QColor separatorColor(const QPalette &palette);

// The edge of what can be filled in or ticked: at least 3:1 (WCAG 2.1, 1.4.11).
QColor outlineColor(const QPalette &palette);

// The system's fixed font at the size of `base`: addresses, SPIs, log lines.
QFont fixedFont(const QFont &base);

} // namespace tw::ui
