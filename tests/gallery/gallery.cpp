#include "scenes.h"

#include "ui/theme/language.h"
#include "ui/theme/look.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>

#include <cstdio>
#include <optional>

// Pictures of all scenes: SCENE.CONTENT.LANGUAGE.LOOK.SCALE.png. One run has one scale, which Qt takes from
// QT_SCALE_FACTOR; tools/gallery does all of them.
namespace {

using namespace tw;

struct Wanted
{
    QStringList scenes; // empty: all
    QStringList contents;
    QStringList languages;
    QStringList looks;

    static bool has(const QStringList &some, const QString &one) { return some.isEmpty() || some.contains(one); }
};

QStringList words(const QString &list) { return list.split(QLatin1Char(','), Qt::SkipEmptyParts); }

// How many could not be written.
int drawAll(const Wanted &wanted, const QDir &directory)
{
    int failures = 0;
    for (const gallery::Content content : gallery::allContents()) {
        const QString contentName = gallery::contentName(content);
        if (!Wanted::has(wanted.contents, contentName))
            continue;
        for (const QString &language : ui::availableLanguages()) {
            if (!Wanted::has(wanted.languages, language))
                continue;
            ui::applyLanguage(language);
            gallery::Site site(content);
            for (const auto look : {ui::Look::Light, ui::Look::Dark}) {
                if (!Wanted::has(wanted.looks, ui::lookName(look)))
                    continue;
                ui::applyLook(look);
                for (const gallery::Scene &scene : gallery::allScenes()) {
                    if (!scene.contents.contains(content) || !Wanted::has(wanted.scenes, scene.name))
                        continue;
                    std::optional<gallery::Site> own;
                    const auto widget = scene.make(scene.changesSite ? own.emplace(content) : site);
                    gallery::settle(*widget);
                    const QString name = QStringLiteral("%1.%2.%3.%4.%5.png")
                                             .arg(scene.name, contentName, language, ui::lookName(look))
                                             .arg(qRound(widget->devicePixelRatioF() * 100));
                    if (!widget->grab().save(directory.filePath(name))) {
                        std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(directory.filePath(name)));
                        ++failures;
                    }
                }
            }
        }
    }
    return failures;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Where the pictures go."), QStringLiteral("DIR"),
                                 QStringLiteral("."));
    const QCommandLineOption scenes(QStringLiteral("scenes"), QStringLiteral("These only."), QStringLiteral("A,B"));
    const QCommandLineOption contents(QStringLiteral("contents"), QStringLiteral("These only."), QStringLiteral("A,B"));
    const QCommandLineOption languages(QStringLiteral("languages"), QStringLiteral("These only."),
                                       QStringLiteral("A,B"));
    const QCommandLineOption looks(QStringLiteral("looks"), QStringLiteral("These only."), QStringLiteral("A,B"));
    parser.addOptions({out, scenes, contents, languages, looks});
    parser.addHelpOption();
    parser.process(application);
    const QDir directory(parser.value(out));
    if (!directory.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "cannot make the directory %s\n", qUtf8Printable(directory.path()));
        return 1;
    }
    return drawAll({words(parser.value(scenes)), words(parser.value(contents)), words(parser.value(languages)),
                    words(parser.value(looks))},
                   directory)
            == 0
        ? 0
        : 1;
}
