#include "ui/theme/look.h"
#include "ui/theme/tone.h"

#include <QApplication>
#include <QFontInfo>
#include <QFontMetrics>
#include <QPalette>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tw;
using ui::Tone;

namespace {

// WCAG 2.1, "relative luminance" and "contrast ratio", on a colour's eight bits: what arrives on the screen.
double luminance(QRgb color)
{
    const auto linear = [](int channel) {
        const double share = channel / 255.0;
        return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a.rgb()), luminance(b.rgb())});
    return (lighter + 0.05) / (darker + 0.05);
}

constexpr double kReadable = 4.5;

void addLooks()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << ui::lightPalette();
    QTest::newRow("dark") << ui::darkPalette();
}

QString told(const char *what, const QColor &ink, const QColor &ground)
{
    return QStringLiteral("%1: %2 on %3 has %4:1")
        .arg(QLatin1StringView(what), ink.name(), ground.name())
        .arg(contrast(ink, ground), 0, 'f', 2);
}

} // namespace

// Every word can be read in both looks: 4.5:1, WCAG 2.1, 1.4.3. What is disabled need not.
class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Known values, so that the measure is not ours alone: https://webaim.org/articles/contrast/
    void theMeasureIsTheOneOfTheStandard()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
        QVERIFY(std::abs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.005);
    }

    void everyRoleCanBeRead_data() { addLooks(); }
    void everyRoleCanBeRead()
    {
        QFETCH(QPalette, palette);
        using enum QPalette::ColorRole;
        const struct
        {
            const char *name;
            QPalette::ColorRole ink;
            QList<QPalette::ColorRole> grounds;
        } pairs[] = {{"WindowText", WindowText, {Window, Base, AlternateBase}},
                     {"Text", Text, {Window, Base, AlternateBase}},
                     {"ButtonText", ButtonText, {Button, Window}},
                     {"ToolTipText", ToolTipText, {ToolTipBase}},
                     {"HighlightedText", HighlightedText, {Highlight}},
                     {"PlaceholderText", PlaceholderText, {Window, Base, AlternateBase}},
                     {"Link", Link, {Window, Base, AlternateBase}},
                     {"LinkVisited", LinkVisited, {Window, Base, AlternateBase}}};
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            for (const auto &pair : pairs) {
                for (const auto ground : pair.grounds) {
                    const QColor ink = palette.color(group, pair.ink);
                    const QColor paper = palette.color(group, ground);
                    QVERIFY2(contrast(ink, paper) >= kReadable, qPrintable(told(pair.name, ink, paper)));
                }
            }
        }
    }

    void everyToneCanBeRead_data() { addLooks(); }
    void everyToneCanBeRead()
    {
        QFETCH(QPalette, palette);
        const std::pair<const char *, Tone> tones[] = {
            {"Neutral", Tone::Neutral}, {"Muted", Tone::Muted},     {"Accent", Tone::Accent}, {"Good", Tone::Good},
            {"Busy", Tone::Busy},       {"Warning", Tone::Warning}, {"Bad", Tone::Bad}};
        for (const auto &[name, tone] : tones) {
            const QColor ink = ui::toneColor(tone, palette);
            for (const QColor &paper : {palette.color(QPalette::Window), palette.color(QPalette::Base),
                                        palette.color(QPalette::AlternateBase), ui::toneBackground(tone, palette)})
                QVERIFY2(contrast(ink, paper) >= kReadable, qPrintable(told(name, ink, paper)));
            // The words of a message bar and of a marked line.
            const QColor tint = ui::toneBackground(tone, palette);
            const QColor words = palette.color(QPalette::WindowText);
            QVERIFY2(contrast(words, tint) >= kReadable, qPrintable(told(name, words, tint)));
        }
    }

    void whatASearchFoundCanBeRead_data() { addLooks(); }
    void whatASearchFoundCanBeRead()
    {
        QFETCH(QPalette, palette);
        const QColor text = palette.color(QPalette::Text);
        const QColor found = ui::foundBackground(palette, false);
        QVERIFY2(contrast(text, found) >= kReadable, qPrintable(told("found", text, found)));
        const QColor selectedText = palette.color(QPalette::HighlightedText);
        const QColor selectedFound = ui::foundBackground(palette, true);
        QVERIFY2(contrast(selectedText, selectedFound) >= kReadable,
                 qPrintable(told("found and selected", selectedText, selectedFound)));
        QVERIFY(selectedFound != palette.color(QPalette::Highlight)); // it is still seen
    }

    void theFixedFontIsFixedInChinese()
    {
        ui::applyLanguageFont(QStringLiteral("en"));
        const QString inEnglish = QFontInfo(ui::fixedFont(QApplication::font())).family();
        ui::applyLanguageFont(QStringLiteral("zh_CN"));
        const QFont fixed = ui::fixedFont(QApplication::font());
        QCOMPARE(QFontInfo(fixed).family(), inEnglish);
        const QFontMetrics metrics(fixed);
        QCOMPARE(metrics.horizontalAdvance(QStringLiteral("iiii")), metrics.horizontalAdvance(QStringLiteral("WWWW")));
    }

    void anEmptyBoxIsSeen_data() { addLooks(); }
    void anEmptyBoxIsSeen()
    {
        QFETCH(QPalette, palette);
        const QColor edge = ui::outlineColor(palette);
        for (const auto ground : {QPalette::Window, QPalette::Base})
            QVERIFY2(contrast(edge, palette.color(ground)) >= 3.0,
                     qPrintable(told("outline", edge, palette.color(ground))));
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
