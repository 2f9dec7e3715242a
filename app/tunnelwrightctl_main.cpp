#include "app/commands/command.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <algorithm>
#include <cstdlib>
#include <span>

#include <fcntl.h>
#include <unistd.h>

// The command line: the console's parts without widgets and without a display. docs/tunnelwrightctl.md is its contract.
namespace {

using namespace tw::app;

struct Command
{
    const char *name;
    ExitCode (*run)(Invocation);
    const char *summary;
};

constexpr Command kCommands[] = {
    {"apply", applyCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "create or change what a JSON document names")},
    {"import", importCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "import certificates and private keys, or the configuration of a device")},
    {"export", exportCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "write the configuration of the device at the other end")},
    {"compare", compareCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "compare the other end's configuration with a connection")},
    {"backup", backupCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "write everything into one encrypted file")},
    {"restore", restoreCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "bring a backup back")},
    {"list", listCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "list regions, gateways, connections or certificates")},
    {"show", showCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "show one object")},
    {"delete", deleteCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "delete one object")},
    {"rehearse", rehearseCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "play a connection through against its mirror, in memory")},
    {"run", runCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "run the engine in the foreground")},
    {"status", statusCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "show what the running engine has")},
    {"start", startCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "negotiate a connection now")},
    {"stop", stopCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "delete a connection's SAs and unload it")},
    {"renegotiate", renegotiateCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "delete a connection's SAs and negotiate anew")},
    {"capture", captureCommand,
     QT_TRANSLATE_NOOP("tw::app::Ctl", "record a connection's IKE and ESP datagrams for Wireshark")},
    {"doctor", doctorCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "find out why a connection carries nothing")},
    {"diagnose", diagnoseCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "name what is wrong with a connection")},
    {"log", logCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "print a connection's log")},
    {"bundle", bundleCommand, QT_TRANSLATE_NOOP("tw::app::Ctl", "write a file for whoever helps with a connection")},
};

QString words(const char *text) { return QCoreApplication::translate("tw::app::Ctl", text); }

void printHelp(const QCommandLineParser &parser)
{
    printText(parser.helpText().trimmed());
    printLine({});
    printLine(words(QT_TRANSLATE_NOOP("tw::app::Ctl", "Commands (each has its own --help):")));
    for (const Command &command : kCommands)
        printLine(QStringLiteral("  %1  %2").arg(QLatin1String(command.name), -12).arg(words(command.summary)));
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        words(QT_TRANSLATE_NOOP("tw::app::Ctl", "IPsec connections from the command line.")));
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  words(QT_TRANSLATE_NOOP("tw::app::Ctl", "Show this help.")));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                     words(QT_TRANSLATE_NOOP("tw::app::Ctl", "Show the version.")));
    parser.addOptions({help, version, dataDirectoryOption(), jsonOption()});
    parser.addPositionalArgument(QStringLiteral("COMMAND"), words(QT_TRANSLATE_NOOP("tw::app::Ctl", "What to do.")));
    if (!parser.parse(arguments)) {
        printError(parser.errorText());
        return static_cast<int>(ExitCode::Usage);
    }
    if (parser.isSet(help)) {
        printHelp(parser);
        return static_cast<int>(ExitCode::Done);
    }
    if (parser.isSet(version)) {
        printLine(QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion());
        return static_cast<int>(ExitCode::Done);
    }
    if (!isDataDirectoryGiven(parser))
        return static_cast<int>(ExitCode::Usage);
    const QStringList given = parser.positionalArguments();
    const auto command = std::ranges::find_if(
        kCommands, [&given](const Command &one) { return given.value(0) == QLatin1String(one.name); });
    if (command == std::end(kCommands)) {
        printError(given.isEmpty()
                       ? words(QT_TRANSLATE_NOOP("tw::app::Ctl", "Give a command; --help lists them."))
                       : words(QT_TRANSLATE_NOOP("tw::app::Ctl", "There is no command \"%1\"; --help lists them."))
                             .arg(given.first()));
        return static_cast<int>(ExitCode::Usage);
    }
    const Invocation invocation{parser.value(QStringLiteral("data-dir")), parser.isSet(QStringLiteral("json")),
                                given.mid(1)};
    return static_cast<int>(outputChecked(command->run(invocation)));
}

// A stream that was closed would lend its number to the next file that is opened, and printing would write into that.
void openMissingStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) == -1 && ::open("/dev/null", O_RDWR) != stream)
            std::abort(); // nothing can be printed, not even this
    }
}

} // namespace

int main(int argc, char *argv[])
{
    openMissingStreams();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tunnelwrightctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TW_VERSION));
    QTranslator translator;
    // Where the machine has no language it is English, which has its plurals there.
    if (translator.load(QLocale(), QStringLiteral("app"), QStringLiteral("_"), QStringLiteral(":/i18n"))
        || translator.load(QStringLiteral(":/i18n/app_en")))
        QCoreApplication::installTranslator(&translator);
    return run(QCoreApplication::arguments());
}
