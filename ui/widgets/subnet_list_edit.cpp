#include "ui/widgets/subnet_list_edit.h"

#include "ui/theme/measure.h"
#include "ui/theme/tone.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QSyntaxHighlighter>

namespace tw::ui {

namespace {

constexpr int kMostLines = 4;

const QRegularExpression &itemPattern()
{
    static const QRegularExpression pattern(QStringLiteral("[^\\s,;，、；]+"));
    return pattern;
}

} // namespace

class SubnetHighlighter final : public QSyntaxHighlighter
{
public:
    explicit SubnetHighlighter(QTextDocument *document) : QSyntaxHighlighter(document) { }

    SubnetListEdit::Check check;

protected:
    void highlightBlock(const QString &text) override
    {
        if (!check)
            return;
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
        wrong.setUnderlineColor(toneColor(Tone::Bad, QGuiApplication::palette()));
        for (auto match = itemPattern().globalMatch(text); match.hasNext();) {
            const QRegularExpressionMatch item = match.next();
            if (!check(item.captured()))
                setFormat(static_cast<int>(item.capturedStart()), static_cast<int>(item.capturedLength()), wrong);
        }
    }
};

SubnetListEdit::SubnetListEdit(QWidget *parent)
    : QPlainTextEdit(parent), m_highlighter(new SubnetHighlighter(document()))
{
    setTabChangesFocus(true);
    setFont(fixedFont(font()));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        fitHeight();
        // Underlining is a change of the document too, but not of the text.
        if (const QString text = toPlainText(); text != m_lastText) {
            m_lastText = text;
            Q_EMIT subnetsEdited();
        }
    });
    fitHeight();
}

SubnetListEdit::~SubnetListEdit() = default;

QString SubnetListEdit::subnets() const
{
    QStringList items;
    for (auto match = itemPattern().globalMatch(toPlainText()); match.hasNext();)
        items.append(match.next().captured());
    return items.join(QLatin1Char(','));
}

void SubnetListEdit::setSubnets(const QString &list)
{
    setPlainText(QString(list).replace(QLatin1Char(','), QStringLiteral(", ")));
}

void SubnetListEdit::setCheck(Check check)
{
    m_highlighter->check = std::move(check);
    m_highlighter->rehighlight();
}

QStringList SubnetListEdit::wrongItems() const
{
    QStringList wrong;
    for (auto match = itemPattern().globalMatch(toPlainText()); match.hasNext();) {
        const QString item = match.next().captured();
        if (m_highlighter->check && !m_highlighter->check(item))
            wrong.append(item);
    }
    return wrong;
}

QSize SubnetListEdit::sizeHint() const { return {letterWidth(fontMetrics()) * 44, height()}; }

QSize SubnetListEdit::minimumSizeHint() const { return {letterWidth(fontMetrics()) * 20, heightForLines(1)}; }

void SubnetListEdit::keyPressEvent(QKeyEvent *event)
{
    // Ctrl+Return is the dialog's.
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() & Qt::ControlModifier) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void SubnetListEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT editingFinished();
}

void SubnetListEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
    else if (event->type() == QEvent::PaletteChange)
        m_highlighter->rehighlight();
}

void SubnetListEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fitHeight();
}

int SubnetListEdit::heightForLines(int lines) const
{
    const QMargins margins = contentsMargins();
    const int frame = 2 * frameWidth() + margins.top() + margins.bottom();
    return fontMetrics().lineSpacing() * lines + static_cast<int>(2 * document()->documentMargin()) + frame;
}

// The document layout of a plain text edit counts lines, with those that wrap.
void SubnetListEdit::fitHeight()
{
    const int lines = std::clamp(static_cast<int>(document()->size().height()), 1, kMostLines);
    if (const int wanted = heightForLines(lines); wanted != height() || wanted != minimumHeight())
        setFixedHeight(wanted);
}

} // namespace tw::ui
