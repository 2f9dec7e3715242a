#pragma once

#include "models/log/log_histogram.h"

#include <QDateTime>
#include <QString>

// Times of the log in words: local, with UTC beside them where there is room.
namespace tw::ui {

QDateTime toLocal(UtcTime time);
UtcTime fromDateTime(const QDateTime &time);

QString localTime(UtcTime time); // "2026-11-28 16:30"
QString timeText(UtcTime time); // "2026-11-28 16:30 (UTC 08:30)"
QString timeSpanText(UtcTime from, UtcTime to); // "2026-11-28 16:30-16:40 (UTC 08:30-08:40)"
// What a bar of the timeline holds: "2 errors, 14 others; 1 tunnel went down".
QString binText(const models::LogBin &bin);

} // namespace tw::ui
