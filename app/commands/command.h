#pragma once

#include "app/reply.h"
#include "engine/base/bytes.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

// The commands of tunnelwrightctl: one function each, one file per family. Results go to stdout, errors and warnings to
// stderr, one line each.
namespace tw::app {

class Workspace;

// What stood on the command line around the command's own arguments.
struct Invocation
{
    QString dataDirectory; // empty: the user's own
    bool json = false;
    QStringList arguments; // behind the command's name
};

ExitCode applyCommand(Invocation invocation);
ExitCode captureCommand(Invocation invocation);
ExitCode listCommand(Invocation invocation);
ExitCode showCommand(Invocation invocation);
ExitCode deleteCommand(Invocation invocation);
ExitCode runCommand(Invocation invocation);
ExitCode statusCommand(Invocation invocation);
ExitCode startCommand(Invocation invocation);
ExitCode stopCommand(Invocation invocation);
ExitCode renegotiateCommand(Invocation invocation);
ExitCode doctorCommand(Invocation invocation);
ExitCode diagnoseCommand(Invocation invocation);
ExitCode logCommand(Invocation invocation);
ExitCode bundleCommand(Invocation invocation);
ExitCode importCommand(Invocation invocation);
ExitCode rehearseCommand(Invocation invocation);
ExitCode exportCommand(Invocation invocation);
ExitCode compareCommand(Invocation invocation);
ExitCode backupCommand(Invocation invocation);
ExitCode restoreCommand(Invocation invocation);

// The command line of one command. `--data-dir`, `--json` and `--help` are understood before and behind its name.
class CommandLine
{
public:
    CommandLine(const QString &command, const QString &description);

    // What help shows, and how many arguments there must be.
    void setArguments(const QString &syntax, int least, int most);
    QCommandLineParser &parser() { return m_parser; }

    // Takes the invocation's arguments apart. Where it gives an exit code, help or an error has been printed already.
    std::optional<ExitCode> parse(Invocation &invocation);
    QStringList arguments() const { return m_parser.positionalArguments(); }

private:
    QString m_command;
    QString m_syntax;
    int m_least = 0;
    int m_most = 0;
    QCommandLineParser m_parser;
};

QCommandLineOption dataDirectoryOption();
QCommandLineOption jsonOption();
// False, and said, where --data-dir stands with an empty name: a script's unset variable must not mean the user's own.
bool isDataDirectoryGiven(const QCommandLineParser &parser);

// Each writes one line, whatever the text holds, and flushes; false where nobody reads any more (a closed pipe).
bool printLine(const QString &line);
void printError(const QString &line);
bool printText(const QString &text); // our own, of several lines
bool printOctets(ByteView text); // of a file, as it is
bool printJson(const QJsonObject &object); // indented

// What the program ends with: output that could not be written is no success.
ExitCode outputChecked(ExitCode code);

// The data directory as it stands, beside whoever writes to it. nullptr: the error is printed, and the code is Failed.
std::unique_ptr<Workspace> openForReading(const Invocation &invocation);

// The reply's errors and warnings on stderr; gives its code.
ExitCode finish(const Reply &reply);

} // namespace tw::app
