#include "ui/transfer/config_highlighter.h"

#include "ui/theme/tone.h"

#include <QRegularExpression>

namespace tw::ui {

namespace {

using models::PeerFormat;

// The word that a line begins with, or the key before its equals sign.
const QRegularExpression &leadingWord()
{
    static const QRegularExpression pattern(QStringLiteral(R"(^\s*[/$]?[A-Za-z][\w./-]*)"));
    return pattern;
}

// "name=" of one-line commands, "-Parameter" and "$variable" of scripts.
const QRegularExpression &parameter()
{
    static const QRegularExpression pattern(QStringLiteral(R"((?<![\w-])(-[A-Z]\w+|\$\w+|[a-z][a-z-]*(?==[^ ])))"));
    return pattern;
}

const QRegularExpression &number()
{
    static const QRegularExpression pattern(
        QStringLiteral(R"((?<![\w.-])(\d[\d.]*(/\d+)?[smhd]?|[0-9a-fA-F]*:[0-9a-fA-F:]+(/\d+)?)(?![\w-]))"));
    return pattern;
}

const QRegularExpression &quoted()
{
    static const QRegularExpression pattern(QStringLiteral(R"("(\\.|[^"\\])*"|'[^']*')"));
    return pattern;
}

const QRegularExpression &jsonKey()
{
    static const QRegularExpression pattern(QStringLiteral(R"("(\\.|[^"\\])*"(?=\s*:))"));
    return pattern;
}

const QRegularExpression &tag()
{
    static const QRegularExpression pattern(QStringLiteral(R"(</?[A-Za-z][\w:-]*/?>)"));
    return pattern;
}

// The key's placeholder, its dots, and what only the device's administrator knows.
const QRegularExpression &blank()
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(<PRE-SHARED-KEY>|&lt;PRE-SHARED-KEY&gt;|●+|\{[A-Z][A-Z -]*\})"));
    return pattern;
}

} // namespace

ConfigHighlighter::ConfigHighlighter(QTextDocument *document) : QSyntaxHighlighter(document) { }

void ConfigHighlighter::setDevice(models::PeerFormat device)
{
    m_device = device;
    rehighlight();
}

void ConfigHighlighter::setPalette(const QPalette &palette)
{
    const auto format = [&](Part part) -> QTextCharFormat & { return m_formats[static_cast<std::size_t>(part)]; };
    format(Part::Word).setForeground(toneColor(Tone::Accent, palette));
    format(Part::Value).setForeground(toneColor(Tone::Good, palette));
    format(Part::Comment).setForeground(toneColor(Tone::Muted, palette));
    format(Part::Comment).setFontItalic(true);
    format(Part::Blank).setForeground(toneColor(Tone::Warning, palette));
    format(Part::Blank).setBackground(toneBackground(Tone::Warning, palette));
    format(Part::Blank).setFontWeight(QFont::Bold);
    rehighlight();
}

void ConfigHighlighter::highlightBlock(const QString &text)
{
    if (!markComment(text)) {
        switch (m_device) {
        case PeerFormat::Alibaba:
            markAll(number(), text, Part::Value);
            markAll(quoted(), text, Part::Value);
            markAll(jsonKey(), text, Part::Word);
            break;
        case PeerFormat::PfSense: markAll(tag(), text, Part::Word); break;
        default:
            markAll(parameter(), text, Part::Word);
            markAll(number(), text, Part::Value);
            markAll(quoted(), text, Part::Value);
            markAll(leadingWord(), text, Part::Word);
            break;
        }
    }
    markAll(blank(), text, Part::Blank);
}

bool ConfigHighlighter::markComment(const QString &text)
{
    const char *sign = models::peerFormatInfo(m_device).comment;
    const QLatin1String begin(m_device == PeerFormat::PfSense ? "<!--" : sign);
    if (begin.isEmpty() || !QStringView(text).trimmed().startsWith(begin))
        return false;
    mark(0, text.size(), Part::Comment);
    return true;
}

void ConfigHighlighter::markAll(const QRegularExpression &pattern, const QString &text, Part part)
{
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        mark(match.capturedStart(), match.capturedLength(), part);
    }
}

void ConfigHighlighter::mark(qsizetype at, qsizetype length, Part part)
{
    setFormat(static_cast<int>(at), static_cast<int>(length), m_formats[static_cast<std::size_t>(part)]);
}

} // namespace tw::ui
