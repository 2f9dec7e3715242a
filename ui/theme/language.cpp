#include "ui/theme/language.h"

#include "ui/theme/look.h"
#include "ui/theme/remembering_translator.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace tw::ui {

namespace {

const auto kEnglish = QStringLiteral("en");
const auto kChinese = QStringLiteral("zh_CN");

// The application's own, so that they end with it.
struct Translators
{
    RememberingTranslator *program;
    QTranslator *qt;
};

Translators &translators()
{
    static Translators installed{new RememberingTranslator(qApp), new QTranslator(qApp)};
    return installed;
}

QString &installedLanguage()
{
    static QString language = kEnglish;
    return language;
}

} // namespace

QStringList availableLanguages() { return {kEnglish, kChinese}; }

QString languageTitle(const QString &language)
{
    return language == kChinese ? QStringLiteral("简体中文") : QStringLiteral("English");
}

QString resolveLanguage(const QString &wanted)
{
    const QLocale locale = wanted.isEmpty() ? QLocale::system() : QLocale(wanted);
    return locale.language() == QLocale::Chinese ? kChinese : kEnglish;
}

bool applyLanguage(const QString &language)
{
    auto &[program, qt] = translators();
    QCoreApplication::removeTranslator(program);
    QCoreApplication::removeTranslator(qt);
    program->forget();
    installedLanguage() = language;
    QLocale::setDefault(QLocale(language));
    applyLanguageFont(language);

    // Qt's source texts are English already; its catalogue is a package of its own and may be absent.
    if (qt->load(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
    const bool loaded = program->load(QStringLiteral(":/i18n/app_%1.qm").arg(language));
    if (loaded)
        QCoreApplication::installTranslator(program);
    return loaded;
}

QString currentLanguage() { return installedLanguage(); }

QString sourceText(const QString &translated)
{
    return installedLanguage() == kEnglish ? QString() : translators().program->sourceOf(translated);
}

} // namespace tw::ui
