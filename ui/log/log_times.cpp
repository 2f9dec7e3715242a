#include "ui/log/log_times.h"

#include "models/log/timeline.h"

#include <QCoreApplication>
#include <QStringList>

#include <utility>

namespace tw::ui {

namespace {

// Of files that have no class of their own.
struct LogTimes
{
    Q_DECLARE_TR_FUNCTIONS(tw::ui::LogTimes)
};

} // namespace

QDateTime toLocal(UtcTime time) { return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()); }

UtcTime fromDateTime(const QDateTime &time) { return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())); }

QString localTime(UtcTime time) { return toLocal(time).toString(QStringLiteral("yyyy-MM-dd HH:mm")); }

QString timeText(UtcTime time)
{
    return LogTimes::tr("%1 (UTC %2)")
        .arg(localTime(time), toLocal(time).toUTC().toString(QStringLiteral("MM-dd HH:mm")));
}

QString timeSpanText(UtcTime from, UtcTime to)
{
    const QString clock = QStringLiteral("HH:mm");
    const QDateTime utcFrom = toLocal(from).toUTC();
    return LogTimes::tr("%1–%2 (UTC %3–%4)")
        .arg(localTime(from), toLocal(to).toString(clock), utcFrom.toString(QStringLiteral("MM-dd HH:mm")),
             toLocal(to).toUTC().toString(clock));
}

QString binText(const models::LogBin &bin)
{
    using api::Level;
    const auto count = [&bin](Level level) { return static_cast<int>(bin.byLevel.at(std::to_underlying(level))); };
    QStringList lines;
    if (models::lineCount(bin) == 0) {
        lines << (bin.recorded ? LogTimes::tr("Recorded, and nothing was logged.")
                               : LogTimes::tr("Not recorded: no engine was running."));
    } else {
        QStringList parts;
        if (count(Level::Error) > 0)
            parts << LogTimes::tr("%n error(s)", nullptr, count(Level::Error));
        if (count(Level::Warning) > 0)
            parts << LogTimes::tr("%n warning(s)", nullptr, count(Level::Warning));
        if (const int others = count(Level::Info) + count(Level::Debug); others > 0)
            parts << LogTimes::tr("%n other line(s)", nullptr, others);
        lines << parts.join(QStringLiteral("  ·  "));
    }
    QStringList marks;
    if (bin.ups > 0)
        marks << LogTimes::tr("▲ %n tunnel(s) came up", nullptr, static_cast<int>(bin.ups));
    if (bin.downs > 0)
        marks << LogTimes::tr("▼ %n tunnel(s) went down", nullptr, static_cast<int>(bin.downs));
    if (bin.rekeys > 0)
        marks << LogTimes::tr("○ %n rekey(s)", nullptr, static_cast<int>(bin.rekeys));
    if (!marks.isEmpty())
        lines << marks.join(QStringLiteral("  ·  "));
    return lines.join(u'\n');
}

} // namespace tw::ui
