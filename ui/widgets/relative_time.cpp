#include "ui/widgets/relative_time.h"

#include <QCoreApplication>

namespace tw::ui {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::ui::RelativeTime", text); }

} // namespace

QString spanText(qint64 seconds)
{
    const qint64 s = std::max<qint64>(seconds, 0);
    if (s < 60)
        return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 s")).arg(s);
    if (s < 3600)
        return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 min %2 s")).arg(s / 60).arg(s % 60);
    if (s < 86400)
        return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 h %2 min")).arg(s / 3600).arg(s % 3600 / 60);
    return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 d %2 h")).arg(s / 86400).arg(s % 86400 / 3600);
}

QString shortSpanText(qint64 seconds)
{
    if (seconds < 60 || seconds >= 3600)
        return spanText(seconds);
    return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 min")).arg(seconds / 60);
}

QString timeText(const QDateTime &time) { return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")); }

QString utcText(const QDateTime &time)
{
    return words(QT_TRANSLATE_NOOP("tw::ui::RelativeTime", "%1 UTC"))
        .arg(time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
}

} // namespace tw::ui
