#pragma once

#include <QDateTime>
#include <QString>

namespace tw::ui {

// "3 min 20 s", "5 h 12 min", "2 d 4 h": the two largest units of a span, never negative.
QString spanText(qint64 seconds);
// The same without what moves too fast to be read in a table: no seconds beside minutes.
QString shortSpanText(qint64 seconds);

// "2026-03-01 14:05:09", in local time: as every table and label of the window writes it.
QString timeText(const QDateTime &time);
// The same in UTC, with the word, for the tooltip.
QString utcText(const QDateTime &time);

} // namespace tw::ui
