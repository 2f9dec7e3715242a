#include "app/commands/command.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "models/log/log_line.h"
#include "models/log/log_store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimer>

namespace tw::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kFollowInterval = 250ms; // one look at the newest key of the table

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

bool printRecord(const models::LogRecord &record, const QString &name, bool isJson)
{
    if (!isJson)
        return printLine(models::logLine(record, name));
    return printLine(QString::fromUtf8(QJsonDocument(models::logJson(record, name)).toJson(QJsonDocument::Compact)));
}

// Prints what comes after `sequence` until the reader goes away or the process is ended.
ExitCode follow(models::LogStore &log, qint64 sequence, const QString &id, const QString &name, bool isJson)
{
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &log, [&] {
        for (const models::LogRecord &record : log.after(sequence)) {
            sequence = record.sequence;
            if (QString::fromStdString(record.event.connection.value()) == id && !printRecord(record, name, isJson))
                QCoreApplication::exit(static_cast<int>(ExitCode::Done));
        }
    });
    timer.start(kFollowInterval);
    return static_cast<ExitCode>(QCoreApplication::exec());
}

} // namespace

ExitCode logCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("log"),
        words(QT_TRANSLATE_NOOP("tw::app::LogCommand",
                                "Prints the log of one connection: at most ten minutes of the last month.")));
    line.setArguments(QStringLiteral("NAME [--from T] [--to T | --minutes N] [--follow]"), 1, 1);
    line.parser().addOptions({
        {QStringLiteral("from"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Begin: Unix seconds or ISO 8601.")),
         QStringLiteral("T")},
        {QStringLiteral("to"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "End, not included.")),
         QStringLiteral("T")},
        {QStringLiteral("minutes"), words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Length, 1 to 10; default 10.")),
         QStringLiteral("N")},
        {QStringLiteral("follow"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Go on with new lines as they come."))},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const auto workspace =
        Workspace::open({.dataDirectory = invocation.dataDirectory, .access = Workspace::Access::Read});
    if (!workspace) {
        printError(workspace.error().text);
        return ExitCode::Failed;
    }
    Workspace &at = **workspace;
    const auto id = findConnection(at.catalog(), line.arguments().first());
    if (!id) {
        printError(id.error());
        return ExitCode::InvalidInput;
    }
    const QString name = at.catalog().connection(*id)->draft.name;
    const auto request = parseRequest(line.parser());
    const auto window = request ? models::LogWindow::resolve(*request, at.log().now(), at.log().kept())
                                : std::unexpected(request.error());
    if (!window) {
        printError(window.error());
        return ExitCode::InvalidInput;
    }
    // Read before the window, so that no line falls between the two; those that are in both are not printed twice.
    qint64 last = at.log().lastSequence();
    for (const models::LogRecord &record : at.log().window(*id, *window)) {
        last = std::max(last, record.sequence);
        if (!printRecord(record, name, invocation.json))
            return ExitCode::Done;
    }
    if (!at.log().notice().isEmpty()) {
        printError(at.log().notice());
        return ExitCode::Failed;
    }
    if (line.parser().isSet(QStringLiteral("follow")))
        return follow(at.log(), last, *id, name, invocation.json);
    return ExitCode::Done;
}

} // namespace tw::app
