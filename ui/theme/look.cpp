#include "ui/theme/look.h"

#include "ui/theme/tone.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QPlainTextEdit>
#include <QProxyStyle>
#include <QStyle>
#include <QStyleOption>
#include <QTextEdit>

namespace tw::ui {

namespace {

// Fusion, without its stock icons on OK and Cancel: they belong to no icon set of ours and say what the words say. And
// with the titles of a form beside their fields; with "…" in the middle of what a combo box has no room for, so that names
// that differ at their end stay apart; and with outlines in the dark, which Fusion draws darker than the window, where nobody
// sees an empty box.
class PlainStyle final : public QProxyStyle
{
public:
    PlainStyle() : QProxyStyle(QStringLiteral("fusion")) { }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override
    {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        const bool hasFocus = option->state & State_HasFocus;
        const bool isText = element == PE_Frame
            && (qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget));
        const bool isField = isText || element == PE_FrameLineEdit;
        const bool isMark = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton;
        if (isText && hasFocus) // which Fusion shows of a line of text only
            drawEdge(option, option->palette.color(QPalette::Highlight), painter);
        if ((!isField && !isMark) || !isDark(option->palette))
            return;
        if (hasFocus && (isField || option->state & State_KeyboardFocusChange))
            return; // it has the outline of the focus
        drawEdge(option, edgeColor(option), painter, element);
    }

    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override
    {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        if (control == CC_SpinBox && isDark(option->palette) && !(option->state & State_HasFocus))
            drawEdge(option, edgeColor(option), painter);
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *result) const override
    {
        switch (hint) {
        case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
        case SH_FormLayoutLabelAlignment: return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        default: return QProxyStyle::styleHint(hint, option, widget, result);
        }
    }

    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override
    {
        const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        if (element != CE_ComboBoxLabel || !box || box->editable) {
            QProxyStyle::drawControl(element, option, painter, widget);
            return;
        }
        constexpr int kAroundIcon = 6; // as Fusion keeps
        QStyleOptionComboBox shown = *box;
        int room = subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget).width() - 2;
        if (!box->currentIcon.isNull())
            room -= box->iconSize.width() + kAroundIcon;
        shown.currentText = box->fontMetrics.elidedText(box->currentText, Qt::ElideMiddle, room);
        QProxyStyle::drawControl(element, &shown, painter, widget);
    }

private:
    static QColor edgeColor(const QStyleOption *option)
    {
        return option->state & State_Enabled ? outlineColor(option->palette) : separatorColor(option->palette);
    }

    static void drawEdge(const QStyleOption *option, const QColor &color, QPainter *painter,
                         PrimitiveElement element = PE_FrameLineEdit)
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(color);
        const QRectF edge = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
        const qreal radius = element == PE_IndicatorCheckBox ? 1 : 2;
        if (element == PE_IndicatorRadioButton)
            painter->drawEllipse(edge);
        else
            painter->drawRoundedRect(edge, radius, radius);
        painter->restore();
    }
};

// True on a desktop that brings its own style. Asked once, before we set one.
bool isThemed()
{
    static const bool themed = [] {
        const bool own = QApplication::style()->name() != QLatin1StringView("fusion");
        if (!own)
            QApplication::setStyle(new PlainStyle); // the application takes it
        return own;
    }();
    return themed;
}

struct Shades
{
    QColor window, base, alternate, button, text, disabled, accent, tooltip;
};

// A theme of our own has to name its colours somewhere: here, and nowhere else.
QPalette buildPalette(const Shades &shades)
{
    QPalette palette(shades.button, shades.window);
    palette.setColor(QPalette::Window, shades.window);
    palette.setColor(QPalette::Base, shades.base);
    palette.setColor(QPalette::AlternateBase, shades.alternate);
    palette.setColor(QPalette::Button, shades.button);
    palette.setColor(QPalette::ToolTipBase, shades.tooltip);
    palette.setColor(QPalette::Highlight, shades.accent);
    palette.setColor(QPalette::HighlightedText, QColor(255, 255, 255));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, shades.text);
        palette.setColor(QPalette::Disabled, role, shades.disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, shades.window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, shades.disabled);
    // Hints and links are read like any other words, so they are as far from the ground as our tones are.
    palette.setColor(QPalette::PlaceholderText, toneColor(Tone::Muted, palette));
    palette.setColor(QPalette::Disabled, QPalette::PlaceholderText, shades.disabled);
    palette.setColor(QPalette::Link, toneColor(Tone::Accent, palette));
    palette.setColor(QPalette::LinkVisited, palette.color(QPalette::Link));
    return palette;
}

} // namespace

QString lookName(Look look)
{
    switch (look) {
    case Look::Light: return QStringLiteral("light");
    case Look::Dark: return QStringLiteral("dark");
    case Look::System: break;
    }
    return QStringLiteral("system");
}

Look parseLook(const QString &name)
{
    for (const Look look : {Look::Light, Look::Dark}) {
        if (lookName(look) == name)
            return look;
    }
    return Look::System;
}

QPalette lightPalette()
{
    return buildPalette({.window = QColor(0xf4, 0xf5, 0xf7),
                         .base = QColor(0xff, 0xff, 0xff),
                         .alternate = QColor(0xf7, 0xf8, 0xfa),
                         .button = QColor(0xf0, 0xf1, 0xf4),
                         .text = QColor(0x1d, 0x23, 0x2b),
                         .disabled = QColor(0x8b, 0x93, 0x9e),
                         .accent = QColor(0x1f, 0x66, 0xc1),
                         .tooltip = QColor(0xff, 0xff, 0xff)});
}

QPalette darkPalette()
{
    return buildPalette({.window = QColor(0x22, 0x25, 0x2a),
                         .base = QColor(0x1a, 0x1c, 0x20),
                         .alternate = QColor(0x1f, 0x22, 0x26),
                         .button = QColor(0x31, 0x35, 0x3c),
                         .text = QColor(0xe4, 0xe7, 0xec),
                         .disabled = QColor(0x7d, 0x85, 0x90),
                         .accent = QColor(0x2f, 0x74, 0xd0),
                         .tooltip = QColor(0x31, 0x35, 0x3c)});
}

void applyLook(Look look)
{
    // Asked once, before we set one of our own.
    static const QPalette desktop = QApplication::palette();
    const bool themed = isThemed();
    if (look == Look::System && themed)
        QApplication::setPalette(desktop);
    else if (look == Look::Dark || (look == Look::System && isDark(desktop)))
        QApplication::setPalette(darkPalette());
    else
        QApplication::setPalette(lightPalette());
}

void applyLanguageFont(const QString &language)
{
    static const QFont desktop = QApplication::font();
    QFont font = desktop;
    if (language.startsWith(QLatin1StringView("zh"))) {
        QStringList families = desktop.families();
        for (const auto &family : {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Source Han Sans SC"),
                                   QStringLiteral("WenQuanYi Micro Hei")})
            families.append(family);
        font.setFamilies(families);
    }
    QApplication::setFont(font);
}

} // namespace tw::ui
