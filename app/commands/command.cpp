#include "app/commands/command.h"

#include "app/workspace.h"

#include "models/log/printable_text.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::CommandLine", text); }

bool s_isOutputLost = false;

bool writeLine(std::FILE *file, const QByteArray &line)
{
    return std::fputs(line.constData(), file) >= 0 && std::fputc('\n', file) != EOF && std::fflush(file) == 0;
}

// A reader that went away ends what is printed; a disk that is full is told once, and ends nothing.
template <typename Write>
bool writeOutput(Write write)
{
    errno = 0;
    if (write())
        return true;
    const int error = errno;
    std::clearerr(stdout);
    if (error == EPIPE)
        return false;
    if (!std::exchange(s_isOutputLost, true)) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "stdout: the output cannot be written: %1"))
                       .arg(QString::fromLocal8Bit(std::strerror(error))));
    }
    return true;
}

bool writeOutputLine(const QByteArray &line)
{
    return writeOutput([&line] { return writeLine(stdout, line); });
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

bool isDataDirectoryGiven(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("data-dir")) || !parser.value(QStringLiteral("data-dir")).isEmpty())
        return true;
    printError(words(QT_TRANSLATE_NOOP("tw::app::CommandLine", "--data-dir: the name of the directory is empty.")));
    return false;
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
        printText(m_parser.helpText().trimmed());
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
    if (m_parser.isSet(QStringLiteral("data-dir"))) {
        invocation.dataDirectory = m_parser.value(QStringLiteral("data-dir"));
        if (!isDataDirectoryGiven(m_parser))
            return ExitCode::Usage;
    }
    invocation.json = invocation.json || m_parser.isSet(QStringLiteral("json"));
    return std::nullopt;
}

bool printLine(const QString &line) { return writeOutputLine(models::printableText(line).toUtf8()); }

bool printText(const QString &text) { return writeOutputLine(text.toUtf8()); }

bool printOctets(ByteView text)
{
    return writeOutput(
        [text] { return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0; });
}

void printError(const QString &line) { writeLine(stderr, models::printableText(line).toUtf8()); }

bool printJson(const QJsonObject &object)
{
    return writeOutputLine(QJsonDocument(object).toJson(QJsonDocument::Indented).trimmed());
}

ExitCode outputChecked(ExitCode code) { return code == ExitCode::Done && s_isOutputLost ? ExitCode::Failed : code; }

std::unique_ptr<Workspace> openForReading(const Invocation &invocation)
{
    auto workspace = Workspace::open({.dataDirectory = invocation.dataDirectory, .access = Workspace::Access::Read});
    if (workspace)
        return std::move(*workspace);
    printError(workspace.error().text);
    return nullptr;
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
