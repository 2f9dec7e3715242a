#include "app/console_main.h"

#include "app/console_application.h"

#include "ui/theme/language.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>

#include <cstdio>

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::Console", text); }

void print(std::FILE *file, const QString &text) { std::fputs(qUtf8Printable(text + QLatin1Char('\n')), file); }

// --help and --version need no display, and the application object of widgets does.
bool asksForWordsOnly(int argc, char *argv[])
{
    for (int index = 1; index < argc; ++index) {
        const QByteArrayView argument(argv[index]);
        if (argument == "--help" || argument == "-h" || argument == "--version" || argument == "-v")
            return true;
    }
    return false;
}

// Gives an exit code, or nothing where the window shall open.
std::optional<int> parseArguments(const QStringList &arguments, tw::app::ConsoleApplication::Options &options)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        words(QT_TRANSLATE_NOOP("tw::app::Console", "Console and engine for IPsec site-to-site connections.")));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  words(QT_TRANSLATE_NOOP("tw::app::Console", "Show this help.")));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                     words(QT_TRANSLATE_NOOP("tw::app::Console", "Show the version.")));
    const QCommandLineOption dataDirectory(
        QStringLiteral("data-dir"),
        words(QT_TRANSLATE_NOOP("tw::app::Console", "Keep everything in this directory instead of the user's own.")),
        QStringLiteral("DIR"));
    const QCommandLineOption language(
        QStringLiteral("language"),
        words(QT_TRANSLATE_NOOP("tw::app::Console", "Language of the window: en or zh_CN. Not remembered.")),
        QStringLiteral("LANGUAGE"));
    parser.addOptions({help, version, dataDirectory, language});
    if (!parser.parse(arguments)) {
        print(stderr, parser.errorText());
        return 2;
    }
    if (parser.isSet(help)) {
        print(stdout, parser.helpText().trimmed());
        return 0;
    }
    if (parser.isSet(version)) {
        print(stdout, QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion());
        return 0;
    }
    if (!parser.positionalArguments().isEmpty()) {
        print(stderr,
              words(QT_TRANSLATE_NOOP("tw::app::Console", "Unexpected argument \"%1\"."))
                  .arg(parser.positionalArguments().first()));
        return 2;
    }
    options.dataDirectory = parser.value(dataDirectory);
    options.language = parser.value(language);
    if (!options.language.isEmpty() && !tw::ui::availableLanguages().contains(options.language)) {
        print(stderr,
              words(QT_TRANSLATE_NOOP("tw::app::Console", "--language: there is no \"%1\"; choose one of %2."))
                  .arg(options.language, tw::ui::availableLanguages().join(QStringLiteral(", "))));
        return 2;
    }
    return std::nullopt;
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("tunnelwright"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TW_VERSION));
}

} // namespace

namespace tw::app {

int consoleMain(int &argc, char *argv[], const MakeApplication &makeApplication)
{
    ConsoleApplication::Options options;
    nameProgram();
    if (asksForWordsOnly(argc, argv)) {
        const QCoreApplication application(argc, argv);
        return parseArguments(QCoreApplication::arguments(), options).value_or(0);
    }
    const std::unique_ptr<QApplication> application = makeApplication(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Tunnelwright"));
    QGuiApplication::setDesktopFileName(QStringLiteral("tunnelwright"));
    QApplication::setQuitOnLastWindowClosed(false); // the peers are told first
    if (const auto code = parseArguments(QCoreApplication::arguments(), options))
        return *code;
    ConsoleApplication console(options);
    switch (console.start()) {
    case ConsoleApplication::Start::Runs: return QApplication::exec();
    case ConsoleApplication::Start::WentToTheOther: return 0;
    case ConsoleApplication::Start::Failed: break;
    }
    return 1;
}

} // namespace tw::app
