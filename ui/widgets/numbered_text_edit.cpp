#include "ui/widgets/numbered_text_edit.h"

#include <QMimeData>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace tw::ui {

namespace {

constexpr int kGap = 8; // between the numbers and the text
constexpr int kLeastDigits = 2;

QStringList localFiles(const QMimeData *source)
{
    QStringList paths;
    for (const QUrl &url : source->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

class NumberedTextEdit::Numbers final : public QWidget
{
public:
    explicit Numbers(NumberedTextEdit *edit) : QWidget(edit), m_edit(edit) { }

protected:
    void paintEvent(QPaintEvent *event) override { m_edit->paintNumbers(event); }

private:
    NumberedTextEdit *m_edit;
};

NumberedTextEdit::NumberedTextEdit(QWidget *parent) : QPlainTextEdit(parent), m_numbers(new Numbers(this))
{
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFont(fixedFont(font()));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &NumberedTextEdit::fitNumbers);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
    });
    fitNumbers();
}

int NumberedTextEdit::numbersWidth() const
{
    const auto digits = std::max<qsizetype>(QString::number(blockCount()).size(), kLeastDigits);
    return fontMetrics().horizontalAdvance(u'9') * static_cast<int>(digits) + 2 * kGap;
}

void NumberedTextEdit::fitNumbers()
{
    setViewportMargins(numbersWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_numbers->setGeometry(inside.left(), inside.top(), numbersWidth(), inside.height());
}

void NumberedTextEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitNumbers();
}

void NumberedTextEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitNumbers();
    else if (event->type() == QEvent::PaletteChange)
        render();
}

void NumberedTextEdit::paintNumbers(QPaintEvent *event)
{
    QPainter painter(m_numbers);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    while (block.isValid()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        const int number = block.blockNumber() + 1;
        const auto mark = std::ranges::find(m_marks, number, &Mark::line);
        const QRect row(0, qRound(place.top()), m_numbers->width(), qRound(place.height()));
        if (mark != m_marks.end())
            painter.fillRect(row, toneBackground(mark->tone, palette()));
        painter.setPen(toneColor(mark != m_marks.end() ? mark->tone : Tone::Muted, palette()));
        painter.drawText(row.adjusted(0, 0, -kGap, 0), Qt::AlignRight | Qt::AlignVCenter, QString::number(number));
        block = block.next();
    }
}

void NumberedTextEdit::setMarks(const QList<Mark> &marks)
{
    m_marks = marks;
    render();
}

void NumberedTextEdit::render()
{
    QList<QTextEdit::ExtraSelection> selections;
    for (const Mark &mark : std::as_const(m_marks)) {
        const QTextBlock block = document()->findBlockByNumber(mark.line - 1);
        if (!block.isValid())
            continue;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(block);
        selection.format.setBackground(toneBackground(mark.tone, palette()));
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(selection);
    }
    setExtraSelections(selections);
    m_numbers->update();
}

void NumberedTextEdit::showLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid())
        return;
    setTextCursor(QTextCursor(block));
    centerCursor();
}

bool NumberedTextEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return !localFiles(source).isEmpty() || QPlainTextEdit::canInsertFromMimeData(source);
}

void NumberedTextEdit::insertFromMimeData(const QMimeData *source)
{
    const QStringList files = localFiles(source);
    if (files.isEmpty())
        QPlainTextEdit::insertFromMimeData(source);
    else
        Q_EMIT filesDropped(files);
}

} // namespace tw::ui
