#include "ui/widgets/breakable_text.h"

#include "ui/theme/measure.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTextBoundaryFinder>

namespace tw::ui {

namespace {

constexpr QChar kMayBreak(0x200B); // a space without a width
constexpr QChar kMayNotBreak(0x2060); // a joiner of words

QString withAfterEachLetter(const QString &text, QChar sign)
{
    QString result;
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype from = 0, to = letters.toNextBoundary(); to > from; from = to, to = letters.toNextBoundary())
        result += text.sliced(from, to - from) + sign;
    return result;
}

} // namespace

QString breakable(const QString &text, const QFontMetrics &metrics)
{
    const int widest = kLettersOnLine * letterWidth(metrics);
    QString result;
    QTextBoundaryFinder segments(QTextBoundaryFinder::Line, text);
    for (qsizetype from = 0, to = segments.toNextBoundary(); to > from; from = to, to = segments.toNextBoundary()) {
        const QString segment = text.sliced(from, to - from);
        result += metrics.horizontalAdvance(segment) > widest ? withAfterEachLetter(segment, kMayBreak) : segment;
    }
    return result;
}

QString unbreakable(const QString &text) { return withAfterEachLetter(text, kMayNotBreak); }

void keepClipboardPlain(QObject *owner)
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    QObject::connect(clipboard, &QClipboard::changed, owner, [clipboard](QClipboard::Mode mode) {
        // What others copy while none of our windows has the focus is theirs.
        const QString text = QGuiApplication::focusWindow() ? clipboard->text(mode) : QString();
        if (text.contains(kMayBreak) || text.contains(kMayNotBreak))
            clipboard->setText(QString(text).remove(kMayBreak).remove(kMayNotBreak), mode);
    });
}

} // namespace tw::ui
