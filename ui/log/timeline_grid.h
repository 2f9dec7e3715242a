#pragma once

#include "models/log/log_histogram.h"

#include <QList>
#include <QString>

namespace tw::ui {

// Where a strip of time has its lines: whole hours and days of the local clock, as near to each other as their labels
// allow.
struct GridLine
{
    UtcTime at{};
    bool isMajor = false; // a midnight
    QString label; // "11-28", "16:00"; empty: a line alone
};

QList<GridLine> gridLines(UtcTime from, UtcTime to, int pixels, int labelWidth);

} // namespace tw::ui
