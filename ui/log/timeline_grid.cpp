#include "ui/log/timeline_grid.h"

#include "ui/log/log_times.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace tw::ui {

namespace {

constexpr std::array kHourSteps{1, 3, 6, 12};
constexpr std::array kDaySteps{1, 2, 5, 7, 10, 15, 30};

} // namespace

QList<GridLine> gridLines(UtcTime from, UtcTime to, int pixels, int labelWidth)
{
    using namespace std::chrono_literals;
    QList<GridLine> lines;
    if (to <= from || pixels <= 0)
        return lines;
    const auto perHour = static_cast<double>(pixels) / (static_cast<double>((to - from).count()) / 3'600'000.0);
    const auto *hours = std::ranges::find_if(kHourSteps, [=](int step) { return step * perHour >= labelWidth; });
    const auto *days = std::ranges::find_if(kDaySteps, [=](int step) { return step * 24 * perHour >= labelWidth; });
    const int hourStep = hours == kHourSteps.end() ? 24 : *hours;
    const int dayStep = days == kDaySteps.end() ? kDaySteps.back() : *days;
    const QDateTime end = toLocal(to);
    for (QDate day = toLocal(from).date(); day <= end.date(); day = day.addDays(1)) {
        for (int hour = 0; hour < 24; hour += hourStep) {
            const QDateTime at(day, QTime(hour, 0));
            const UtcTime utc = fromDateTime(at);
            if (utc < from || utc >= to)
                continue;
            const bool isMidnight = hour == 0;
            QString label;
            if (!isMidnight)
                label = at.toString(QStringLiteral("HH:mm"));
            else if (day.toJulianDay() % dayStep == 0)
                label = at.toString(QStringLiteral("MM-dd"));
            lines.append({utc, isMidnight, label});
        }
    }
    return lines;
}

} // namespace tw::ui
