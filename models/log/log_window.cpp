#include "models/log/log_window.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::LogWindow", text); }

} // namespace

std::expected<LogWindow, QString> LogWindow::resolve(const Request &request, UtcTime now, std::chrono::days kept)
{
    if (request.from && request.to && request.minutes)
        return std::unexpected(words(
            QT_TRANSLATE_NOOP("tw::models::LogWindow",
                              "MinutePeriod: give From and To, or one of them with MinutePeriod, but not all three.")));
    const std::chrono::minutes length(request.minutes.value_or(static_cast<int>(kLongest.count())));
    if (length < std::chrono::minutes(1) || length > kLongest)
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::LogWindow", "MinutePeriod: the value must be between 1 and 10.")));

    LogWindow window;
    if (request.from) {
        window.from = *request.from;
        window.to = request.to.value_or(*request.from + length);
    } else {
        window.to = request.to.value_or(now);
        window.from = window.to - length;
    }
    if (window.to <= window.from)
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::LogWindow", "To: the end must be later than From.")));
    if (window.to - window.from > kLongest)
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::LogWindow", "To: one query covers at most ten minutes.")));
    if (window.from < now - kept) {
        const auto days = static_cast<int>(kept.count());
        return std::unexpected(QCoreApplication::translate(
            "tw::models::LogWindow", "From: the log is kept for %n day(s), and this is before it.", nullptr, days));
    }
    if (window.from > now)
        return std::unexpected(words(QT_TRANSLATE_NOOP("tw::models::LogWindow", "From: this lies in the future.")));
    return window;
}

} // namespace tw::models
