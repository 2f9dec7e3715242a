#include "app/commands/command.h"
#include "app/commands/log_options.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "models/log/log_line.h"
#include "models/log/log_pager.h"
#include "models/log/log_reader_worker.h"
#include "models/log/log_store.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <optional>

namespace tw::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kFollowInterval = 250ms; // one look at the newest key of the table
constexpr int kBlock = 4096; // facts in memory at a time

QString words(const char *text) { return QCoreApplication::translate("tw::app::LogCommand", text); }

// What is printed: of whom, what of it and how.
struct Wanted
{
    models::LogSelection selection;
    QString name;
    models::LogFormat format;
};

bool printBlock(const Wanted &wanted, const QList<models::LogRecord> &records)
{
    for (const models::LogRecord &record : records) {
        const bool isPrinted = wanted.format == models::LogFormat::JsonLines
            ? printLine(
                  QString::fromUtf8(QJsonDocument(models::logJson(record, wanted.name)).toJson(QJsonDocument::Compact)))
            : printLine(models::logLine(record, wanted.name));
        if (!isPrinted)
            return false;
    }
    return true;
}

ExitCode failed(const Workspace &at, const models::LogFile::Failure &failure)
{
    printError(models::logFailureText(at.directory().logFile(), failure));
    return ExitCode::Failed;
}

// Nothing where there is no log yet.
models::LogFile::Result<std::unique_ptr<models::LogFile>> openLog(const Workspace &at)
{
    if (!QFile::exists(at.directory().logFile()))
        return nullptr;
    return models::LogFile::open(at.directory().logFile(), models::LogFile::Access::Read, models::LogStore::kMaxBytes);
}

// Prints what comes after `sequence` until the reader goes away or the process is ended.
ExitCode follow(models::LogStore &log, qint64 sequence, const Wanted &wanted)
{
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &log, [&] {
        QList<models::LogRecord> admitted;
        for (const models::LogRecord &record : log.after(sequence)) {
            sequence = record.sequence;
            if (QString::fromStdString(record.event.connection.value()) == wanted.selection.connection
                && wanted.selection.facets.admits(record))
                admitted.append(record);
        }
        if (!printBlock(wanted, admitted))
            QCoreApplication::exit(static_cast<int>(ExitCode::Done));
    });
    timer.start(kFollowInterval);
    return static_cast<ExitCode>(QCoreApplication::exec());
}

// As DescribeVpnConnectionLogs answers.
QJsonObject pageJson(const Wanted &wanted, const LogPage &page, qint64 count, const QList<models::LogRecord> &records,
                     UtcTime now)
{
    const auto seconds = [](UtcTime time) {
        return qint64{std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count()};
    };
    QJsonArray logs;
    for (const models::LogRecord &record : records)
        logs.append(models::logLine(record, wanted.name));
    return {
        {QStringLiteral("Count"), count},
        // Lines of a window that is still open may come yet.
        {QStringLiteral("IsCompleted"), wanted.selection.window.to <= now},
        {QStringLiteral("From"), seconds(wanted.selection.window.from)},
        {QStringLiteral("To"), seconds(wanted.selection.window.to)},
        {QStringLiteral("PageNumber"), page.number},
        {QStringLiteral("PageSize"), page.size},
        {QStringLiteral("Data"), QJsonObject{{QStringLiteral("Logs"), logs}}},
    };
}

ExitCode printPage(Workspace &at, const Wanted &wanted, const LogPage &page, bool isJson)
{
    const auto file = openLog(at);
    if (!file)
        return failed(at, file.error());
    models::LogPager pager(wanted.selection);
    qint64 count = 0;
    QList<models::LogRecord> records;
    if (*file) {
        const auto counted = pager.count(**file);
        auto read = counted ? pager.read(**file, (page.number - 1) * page.size, page.size)
                            : models::LogFile::Result<QList<models::LogRecord>>(std::unexpected(counted.error()));
        if (!read)
            return failed(at, read.error());
        count = *counted;
        records = std::move(*read);
    }
    if (isJson)
        printJson(pageJson(wanted, page, count, records, at.log().now()));
    else
        printBlock(wanted, records);
    return ExitCode::Done;
}

// All of the window; gives the last sequence that was printed, or nothing where nobody reads any more.
models::LogFile::Result<std::optional<qint64>> printWindow(models::LogFile &file, const Wanted &wanted)
{
    qint64 last = 0;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    models::LogExport csv(buffer, wanted.format, wanted.name);
    for (auto place = models::LogFile::begin(wanted.selection);;) {
        const auto block = file.linesBehind(wanted.selection, place, 0, kBlock);
        if (!block)
            return std::unexpected(block.error());
        for (const models::LogRecord &record : *block)
            last = std::max(last, record.sequence);
        if (wanted.format == models::LogFormat::Csv) {
            csv.write(*block);
            // Printing ends the line.
            const QByteArray lines = buffer.data().chopped(buffer.data().endsWith('\n') ? 1 : 0);
            if (!lines.isEmpty() && !printText(QString::fromUtf8(lines)))
                return std::optional<qint64>();
            buffer.buffer().clear();
            buffer.seek(0);
        } else if (!printBlock(wanted, *block)) {
            return std::optional<qint64>();
        }
        if (block->size() < kBlock)
            return std::optional(last);
        place = {block->last().at, block->last().sequence};
    }
}

ExitCode writeFile(Workspace &at, const Wanted &wanted, const QString &fileName)
{
    const auto file = openLog(at);
    if (!file)
        return failed(at, file.error());
    const auto written = models::exportLogTo(file->get(), wanted.selection, wanted.name, wanted.format, fileName);
    if (!written)
        return failed(at, written.error());
    if (written->trouble.isEmpty())
        return ExitCode::Done;
    printError(QStringLiteral("%1: %2").arg(fileName, written->trouble));
    return ExitCode::Failed;
}

ExitCode print(Workspace &at, const Wanted &wanted, bool follows)
{
    // Read before the window, so that no line falls between the two; those that are in both are not printed twice.
    qint64 last = at.log().lastSequence();
    const auto file = openLog(at);
    if (!file)
        return failed(at, file.error());
    if (*file) {
        const auto printed = printWindow(**file, wanted);
        if (!printed)
            return failed(at, printed.error());
        if (!*printed)
            return ExitCode::Done;
        last = std::max(last, **printed);
    }
    if (!at.log().notice().isEmpty()) {
        printError(at.log().notice());
        return ExitCode::Failed;
    }
    return follows ? follow(at.log(), last, wanted) : ExitCode::Done;
}

// The sentence against options that do not go together; empty where they do.
QString conflict(const QCommandLineParser &parser, bool isPaged, models::LogFormat format)
{
    const bool follows = parser.isSet(QStringLiteral("follow"));
    const bool writes = parser.isSet(QStringLiteral("output"));
    if (isPaged && (follows || writes || parser.isSet(QStringLiteral("format"))))
        return words(QT_TRANSLATE_NOOP("tw::app::LogCommand",
                                       "--page: a page can be neither followed nor written in a format of its own."));
    if (follows && (writes || format == models::LogFormat::Csv))
        return words(QT_TRANSLATE_NOOP(
            "tw::app::LogCommand", "--follow: what is followed is printed as text or with --json, not into a file."));
    if (writes && parser.value(QStringLiteral("output")).isEmpty())
        return words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "--output: the name of the file is empty."));
    return {};
}

} // namespace

ExitCode logCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("log"),
        words(QT_TRANSLATE_NOOP("tw::app::LogCommand",
                                "Prints the log of one connection: at most ten minutes of the time that is kept.")));
    line.setArguments(QStringLiteral("NAME [--from T] [--to T | --minutes N] [--follow | --page N | --output FILE]"), 1,
                      1);
    QCommandLineParser &parser = line.parser();
    addWindowOptions(parser);
    addFacetOptions(parser);
    addPageOptions(parser);
    parser.addOptions({
        {QStringLiteral("follow"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Go on with new lines as they come."))},
        {QStringLiteral("format"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "text (default), csv or jsonl (as --json).")),
         QStringLiteral("FORMAT")},
        {QStringLiteral("output"),
         words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "Write into this file, which only you can read.")),
         QStringLiteral("FILE")},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const QString formatWord = parser.value(QStringLiteral("format"));
    const auto format = formatWord.isEmpty() && !parser.isSet(QStringLiteral("format"))
        ? std::optional(invocation.json ? models::LogFormat::JsonLines : models::LogFormat::Text)
        : models::parseLogFormat(formatWord);
    if (!format) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::LogCommand", "--format: give text, csv or jsonl.")));
        return ExitCode::InvalidInput;
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    Workspace &at = *workspace;
    const auto id = findConnection(at.catalog(), line.arguments().first());
    const auto window = windowOf(parser, at.log().now(), at.log().kept());
    const auto facets = facetsOf(parser);
    const auto page = pageOf(parser);
    QString error;
    if (!id)
        error = id.error();
    else if (!window)
        error = window.error();
    else if (!facets)
        error = facets.error();
    else if (!page)
        error = page.error();
    else
        error = conflict(parser, page->has_value(), *format);
    if (!error.isEmpty()) {
        printError(error);
        return ExitCode::InvalidInput;
    }
    const Wanted wanted{{*id, *window, *facets}, at.catalog().connection(*id)->draft.name, *format};
    if (*page)
        return printPage(at, wanted, **page, invocation.json);
    if (parser.isSet(QStringLiteral("output")))
        return writeFile(at, wanted, parser.value(QStringLiteral("output")));
    return print(at, wanted, parser.isSet(QStringLiteral("follow")));
}

} // namespace tw::app
