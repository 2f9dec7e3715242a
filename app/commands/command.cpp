#include "app/commands/command.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cstdio>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::CommandLine", text); }

bool writeLine(std::FILE *file, const QByteArray &line)
{
    return std::fputs(line.constData(), file) >= 0 && std::fputc('\n', file) != EOF && std::fflush(file) == 0;
}

} // namespace

QCommandLineOption dataDirectoryOption()
{
    return {QStringLiteral("data-dir"),
            words(QT_TRANSLATE_NOOP("tw::app::CommandLine",
                                    "Directory of the objects, keys and logs; default: the user's own.")),
            QStringLiteral("DIR")};
}

QCommandLineOption jsonOption()
{
    return {QStringLiteral("json"), words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "Print results as JSON."))};
}

CommandLine::CommandLine(const QString &command, const QString &description) : m_command(command)
{
    m_parser.setApplicationDescription(description);
    m_parser.addOption({{QStringLiteral("h"), QStringLiteral("help")},
                        words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "Show this help."))});
    m_parser.addOption(dataDirectoryOption());
    m_parser.addOption(jsonOption());
}

void CommandLine::setArguments(const QString &syntax, int least, int most)
{
    m_syntax = syntax;
    m_least = least;
    m_most = most;
}

std::optional<ExitCode> CommandLine::parse(Invocation &invocation)
{
    // Shown in help as the program's own arguments.
    m_parser.addPositionalArgument(m_command, QString(), m_command + QLatin1Char(' ') + m_syntax);
    const QString program = QCoreApplication::applicationName();
    const bool isParsed = m_parser.parse(QStringList(program) + invocation.arguments);
    if (isParsed && m_parser.isSet(QStringLiteral("help"))) {
        printLine(m_parser.helpText().trimmed());
        return ExitCode::Done;
    }
    const qsizetype given = arguments().size();
    if (!isParsed || given < m_least || given > m_most) {
        if (!isParsed)
            printError(m_command + QStringLiteral(": ") + m_parser.errorText());
        printError(
            words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "Usage: %1 %2 %3")).arg(program, m_command, m_syntax));
        return ExitCode::Usage;
    }
    if (m_parser.isSet(QStringLiteral("data-dir")))
        invocation.dataDirectory = m_parser.value(QStringLiteral("data-dir"));
    invocation.json = invocation.json || m_parser.isSet(QStringLiteral("json"));
    return std::nullopt;
}

bool printLine(const QString &line) { return writeLine(stdout, line.toUtf8()); }

void printError(const QString &line) { writeLine(stderr, line.toUtf8()); }

bool printJson(const QJsonObject &object)
{
    return writeLine(stdout, QJsonDocument(object).toJson(QJsonDocument::Indented).trimmed());
}

ExitCode finish(const Reply &reply)
{
    for (const QString &warning : reply.warnings)
        printError(words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "Warning: %1")).arg(warning));
    for (const QString &error : reply.errors)
        printError(error);
    return reply.code;
}

} // namespace tw::app
