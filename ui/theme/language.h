#pragma once

#include <QString>
#include <QStringList>

// The interface's language, changed while the program runs: installing a translator sends LanguageChange to every widget.
namespace tw::ui {

// "en", "zh_CN"; each has a complete translation.
QStringList availableLanguages();

// A language's name in itself, as every language menu writes it: "English", "简体中文".
QString languageTitle(const QString &language);

// The available language nearest to `wanted` ("zh_CN", "zh-Hans", "en_US"); empty: the desktop's.
QString resolveLanguage(const QString &wanted);

// Installs the program's and Qt's own texts, the locale for numbers and dates, and the language's font. Takes one of
// availableLanguages(). False where the program's texts could not be loaded.
bool applyLanguage(const QString &language);

QString currentLanguage();

// The English text of which `translated` is the translation; empty in English, and for a text that was put together.
QString sourceText(const QString &translated);

} // namespace tw::ui
