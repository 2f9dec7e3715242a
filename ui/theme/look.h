#pragma once

#include <QString>

class QPalette;

// The application's look: which palette, and which families a language needs.
namespace tw::ui {

enum class Look { System, Light, Dark };

// Stable words for the settings: "system", "light", "dark". An unknown word is System.
QString lookName(Look look);
Look parseLook(const QString &name);

// Sets the application's palette; every widget follows through PaletteChange. System: the desktop's own palette; where
// there is no desktop theme (the plain Fusion style) our light or dark one, whichever the desktop is nearer to.
void applyLook(Look look);

// Puts the glyphs of the language first: a Han character is drawn differently in Chinese and Japanese fonts, and
// without a hint the fallback is by chance. `language` as in QLocale::name(): "zh_CN", "en".
void applyLanguageFont(const QString &language);

QPalette lightPalette();
QPalette darkPalette();

} // namespace tw::ui
