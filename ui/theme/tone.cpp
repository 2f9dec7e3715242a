#include "ui/theme/tone.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace tw::ui {

namespace {

constexpr double kReadableContrast = 4.5;

// WCAG 2.1, relative luminance; of the eight bits that the screen gets.
double luminance(const QColor &exact)
{
    const QColor color = QColor::fromRgb(exact.rgb());
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor mix(const QColor &a, const QColor &b, float shareOfB)
{
    const auto blend = [shareOfB](float x, float y) { return x + (y - x) * shareOfB; };
    return QColor::fromRgbF(blend(a.redF(), b.redF()), blend(a.greenF(), b.greenF()), blend(a.blueF(), b.blueF()));
}

// Green, amber and red as everyone knows them; how light they are is the palette's business.
float hueOf(Tone tone, const QPalette &palette)
{
    switch (tone) {
    case Tone::Good: return 146 / 360.0F;
    case Tone::Warning: return 36 / 360.0F;
    case Tone::Bad: return 4 / 360.0F;
    case Tone::Busy:
    case Tone::Accent: return std::max(0.0F, palette.color(QPalette::Highlight).hslHueF());
    case Tone::Neutral:
    case Tone::Muted: break;
    }
    return 0;
}

QColor tintOf(const QColor &color, const QPalette &palette)
{
    return mix(palette.color(QPalette::Base), color, isDark(palette) ? 0.20F : 0.11F);
}

// On a page, in a list of which every second row is shaded, and on its own badge.
bool isReadable(const QColor &color, const QPalette &palette)
{
    const std::array grounds{palette.color(QPalette::Window), palette.color(QPalette::Base),
                             palette.color(QPalette::AlternateBase), tintOf(color, palette)};
    return std::ranges::all_of(grounds,
                               [&](const QColor &ground) { return contrast(color, ground) >= kReadableContrast; });
}

// Moves the lightness away from the background until the text can be read.
QColor readable(QColor color, const QPalette &palette)
{
    const bool dark = isDark(palette);
    for (int step = 0; step < 40 && !isReadable(color, palette); ++step) {
        const float lightness = std::clamp(color.lightnessF() + (dark ? 0.02F : -0.02F), 0.0F, 1.0F);
        color = QColor::fromHslF(std::max(0.0F, color.hslHueF()), color.hslSaturationF(), lightness);
    }
    return color;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    if (tone == Tone::Neutral)
        return palette.color(QPalette::WindowText);
    if (tone == Tone::Muted)
        return readable(mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.42F), palette);
    const float saturation = isDark(palette) ? 0.62F : 0.78F;
    const float lightness = isDark(palette) ? 0.62F : 0.36F;
    return readable(QColor::fromHslF(hueOf(tone, palette), saturation, lightness), palette);
}

void setTone(QWidget *widget, Tone tone)
{
    QPalette
        palette; // of nothing but these: a widget all of whose colours are its own does not hear of the application's
    // Which of the two a widget writes in follows from what it stands on.
    for (const auto role : {QPalette::WindowText, QPalette::Text})
        palette.setColor(role, toneColor(tone, QGuiApplication::palette()));
    widget->setPalette(palette);
}

QColor toneBackground(Tone tone, const QPalette &palette) { return tintOf(toneColor(tone, palette), palette); }

QColor foundBackground(const QPalette &palette, bool isSelected)
{
    if (!isSelected)
        return mix(palette.color(QPalette::Base), toneColor(Tone::Warning, palette), 0.30F);
    // Away from the words, which keep the selection's ink.
    const QColor selection = palette.color(QPalette::Highlight);
    return luminance(selection) < luminance(palette.color(QPalette::HighlightedText)) ? selection.darker(160)
                                                                                      : selection.lighter(130);
}

QColor seriesColor(Series series, const QPalette &palette)
{
    if (series == Series::First)
        return toneColor(Tone::Accent, palette);
    const bool dark = isDark(palette);
    constexpr float kOrange = 26 / 360.0F;
    return readable(QColor::fromHslF(kOrange, dark ? 0.75F : 0.95F, dark ? 0.62F : 0.40F), palette);
}

QColor separatorColor(const QPalette &palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), isDark(palette) ? 0.20F : 0.16F);
}

QColor outlineColor(const QPalette &palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.52F);
}

QFont fixedFont(const QFont &base)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QFontInfo(base).pointSizeF());
    // The Chinese glyphs of the interface beside the fixed Latin ones. By its real name: "monospace" is found only while it
    // is alone, and in a list the next family, which has all letters, would take its place.
    QStringList families{QFontInfo(font).family()};
    for (const QString &family : base.families()) {
        if (!families.contains(family))
            families.append(family);
    }
    font.setFamilies(families);
    return font;
}

} // namespace tw::ui
