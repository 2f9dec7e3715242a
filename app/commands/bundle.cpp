#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/commands/log_options.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "models/log/log_reader_worker.h"
#include "models/log/log_store.h"
#include "models/log/support_bundle.h"

#include <QCoreApplication>
#include <QFile>

#include <memory>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::BundleCommand", text); }

// What stands, as `status --json` prints it. A bundle without an engine is one all the same.
QJsonObject statusOf(const QString &dataDirectory, const QString &connectionId)
{
    const Reply reply = askEngine(
        dataDirectory, {{QStringLiteral("Request"), QStringLiteral("status")}, {QStringLiteral("Name"), connectionId}});
    return reply.code == ExitCode::Done ? reply.result : QJsonObject();
}

} // namespace

ExitCode bundleCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("bundle"),
        words(QT_TRANSLATE_NOOP("tw::app::BundleCommand",
                                "Writes a zip file for whoever helps: configuration, log, state and system "
                                "of one connection. Never a key.")));
    line.setArguments(QStringLiteral("NAME --output FILE [--from T] [--to T | --minutes N] [--with-addresses]"), 1, 1);
    QCommandLineParser &parser = line.parser();
    addWindowOptions(parser);
    parser.addOptions({
        {QStringLiteral("output"),
         words(QT_TRANSLATE_NOOP("tw::app::BundleCommand", "The file, which only you can read.")),
         QStringLiteral("FILE")},
        {QStringLiteral("with-addresses"),
         words(
             QT_TRANSLATE_NOOP("tw::app::BundleCommand",
                               "Leave public addresses and identities as they are; else stand-ins take their place."))},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const QString output = parser.value(QStringLiteral("output"));
    if (output.isEmpty()) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::BundleCommand", "--output: name the file to write.")));
        return ExitCode::Usage;
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    Workspace &at = *workspace;
    const auto id = findConnection(at.catalog(), line.arguments().first());
    const auto window = windowOf(parser, at.log().now(), at.log().kept());
    if (!id || !window) {
        printError(!id ? id.error() : window.error());
        return ExitCode::InvalidInput;
    }
    const QString logFile = at.directory().logFile();
    std::unique_ptr<models::LogFile> log;
    if (QFile::exists(logFile)) {
        auto opened = models::LogFile::open(logFile, models::LogFile::Access::Read, models::LogStore::kMaxBytes);
        // A damaged log is a reason for a bundle, not against one.
        if (opened)
            log = std::move(*opened);
        else
            printError(models::logFailureText(logFile, opened.error()));
    }
    models::SupportBundle bundle{
        .connectionId = *id,
        .window = *window,
        .status = statusOf(invocation.dataDirectory, *id),
        .programs = {{QCoreApplication::applicationName(), QCoreApplication::applicationVersion()}},
        .isRedacted = !parser.isSet(QStringLiteral("with-addresses")),
    };
    bundle.takeConfiguration(at.catalog());
    const auto written = bundle.write(output, log.get());
    if (written)
        return ExitCode::Done;
    printError(written.error());
    return ExitCode::Failed;
}

} // namespace tw::app
