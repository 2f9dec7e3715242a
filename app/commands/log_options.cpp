#include "app/commands/log_options.h"

#include <QCoreApplication>
#include <QDateTime>

#include <limits>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::LogCommand", text); }

constexpr qint64 kLastSecond = 253'402'300'799; // of the year 9999: ISO 8601 has no later ones either

// Unix seconds, or ISO 8601; without a zone it is local time.
std::optional<UtcTime> parseTime(const QString &text)
{
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber && (seconds < -kLastSecond || seconds > kLastSecond))
        return std::nullopt;
    if (isNumber)
        return UtcTime(std::chrono::seconds(seconds));
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

std::expected<models::LogWindow::Request, QString> parseRequest(const QCommandLineParser &parser)
{
    models::LogWindow::Request request;
    const auto readTime = [&parser](const QString &option, std::optional<UtcTime> &time) {
        if (parser.isSet(option))
            time = parseTime(parser.value(option));
        return time.has_value() || !parser.isSet(option);
    };
    const QString badTime =
        words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "%1: \"%2\" is neither Unix seconds nor an ISO 8601 time."));
    if (!readTime(QStringLiteral("from"), request.from))
        return std::unexpected(badTime.arg(QStringLiteral("From"), parser.value(QStringLiteral("from"))));
    if (!readTime(QStringLiteral("to"), request.to))
        return std::unexpected(badTime.arg(QStringLiteral("To"), parser.value(QStringLiteral("to"))));
    if (parser.isSet(QStringLiteral("minutes"))) {
        bool isNumber = false;
        request.minutes = parser.value(QStringLiteral("minutes")).toInt(&isNumber);
        if (!isNumber)
            request.minutes = 0; // refused with the sentence that gives the range
    }
    return request;
}

// Into `chips` what the option says; the word that is none of its own otherwise.
template <typename T, typename Parse>
std::expected<void, QString> readChips(const QCommandLineParser &parser, const QString &option, const Parse &parse,
                                       models::LogChips<T> &chips)
{
    const QStringList values = parser.values(option);
    for (const QString &value : values) {
        const QStringList wanted = value.split(u',', Qt::SkipEmptyParts);
        for (const QString &word : wanted) {
            const bool isNegative = word.startsWith(u'!');
            const auto parsed = parse((isNegative ? word.mid(1) : word).toStdString());
            if (!parsed) {
                return std::unexpected(
                    words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "--%1: there is no \"%2\".")).arg(option, word));
            }
            (isNegative ? chips.excluded : chips.included).insert(*parsed);
        }
    }
    return {};
}

std::optional<int> number(const QString &text, int least, int most)
{
    bool isNumber = false;
    const int value = text.toInt(&isNumber);
    return isNumber && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

} // namespace

void addWindowOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("from"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Begin: Unix seconds or ISO 8601.")),
         QStringLiteral("T")},
        {QStringLiteral("to"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "End, not included.")),
         QStringLiteral("T")},
        {QStringLiteral("minutes"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Length, 1 to 10; default 10.")),
         QStringLiteral("N")},
    });
}

std::expected<models::LogWindow, QString> windowOf(const QCommandLineParser &parser, UtcTime now,
                                                   std::chrono::days kept)
{
    const auto request = parseRequest(parser);
    return request ? models::LogWindow::resolve(*request, now, kept) : std::unexpected(request.error());
}

void addFacetOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("level"),
         words(QT_TRANSLATE_NOOP(
             "tw::app::LogCommand",
             "Only these: error, warning, info, debug, with commas between; \"!debug\": all but it.")),
         QStringLiteral("LIST")},
        {QStringLiteral("phase"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Only these, in the same way: 1, 2, data, none.")),
         QStringLiteral("LIST")},
        {QStringLiteral("code"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Only these, in the same way: codes as --json prints them.")),
         QStringLiteral("LIST")},
    });
}

std::expected<models::LogFacets, QString> facetsOf(const QCommandLineParser &parser)
{
    models::LogFacets facets;
    for (const auto &read : {
             readChips(parser, QStringLiteral("level"), api::parseLevel, facets.levels),
             readChips(parser, QStringLiteral("phase"), api::parsePhase, facets.phases),
             readChips(parser, QStringLiteral("code"), api::parseEvent, facets.codes),
         }) {
        if (!read)
            return std::unexpected(read.error());
    }
    return facets;
}

void addPageOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("page"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Only this page of the window, from 1 on.")),
         QStringLiteral("N")},
        {QStringLiteral("page-size"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Lines of a page, 1 to 50; default 10.")), QStringLiteral("N")},
    });
}

std::expected<std::optional<LogPage>, QString> pageOf(const QCommandLineParser &parser)
{
    const bool hasNumber = parser.isSet(QStringLiteral("page"));
    const bool hasSize = parser.isSet(QStringLiteral("page-size"));
    if (!hasNumber && !hasSize)
        return std::optional<LogPage>();
    LogPage page;
    if (hasNumber) {
        const auto asked = number(parser.value(QStringLiteral("page")), 1, std::numeric_limits<int>::max());
        if (!asked)
            return std::unexpected(
                words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "PageNumber: the value must be a number from 1 on.")));
        page.number = *asked;
    }
    if (hasSize) {
        const auto asked = number(parser.value(QStringLiteral("page-size")), 1, LogPage::kLargest);
        if (!asked)
            return std::unexpected(
                words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "PageSize: the value must be between 1 and 50.")));
        page.size = *asked;
    }
    return page;
}

} // namespace tw::app
