#include "ui/widgets/filter_line.h"

#include "ui/theme/symbolic_icon.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace tw::ui {

namespace {

constexpr int kExplanationRole = Qt::UserRole + 1;
constexpr int kGap = 18;
constexpr int kMostVisible = 12;

// The word, and what it means beside it.
class OfferDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->setFont(option.font);
        painter->setPen(selected ? option.palette.color(QPalette::HighlightedText)
                                 : toneColor(Tone::Muted, option.palette));
        painter->drawText(option.rect.adjusted(wordsWidth(option, index) + kGap, 0, -4, 0),
                          Qt::AlignVCenter | Qt::AlignLeft, index.data(kExplanationRole).toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        const int explained = option.fontMetrics.horizontalAdvance(index.data(kExplanationRole).toString());
        return {wordsWidth(option, index) + kGap + explained + kGap, size.height() + 6};
    }

private:
    // All explanations begin at the same place.
    static int wordsWidth(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        int width = 0;
        for (int row = 0; row < index.model()->rowCount(); ++row)
            width = std::max(width, option.fontMetrics.horizontalAdvance(index.siblingAtRow(row).data().toString()));
        return width;
    }
};

} // namespace

FilterLine::FilterLine(QWidget *parent)
    : QLineEdit(parent), m_items(new QStandardItemModel(this)), m_completer(new QCompleter(m_items, this))
{
    setClearButtonEnabled(true);
    addAction(symbolicIcon(QStringLiteral("search"), Tone::Muted), LeadingPosition);
    m_completer->setWidget(this); // not setCompleter(): that would replace the whole line
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kMostVisible);
    m_completer->popup()->setItemDelegate(new OfferDelegate(m_completer));
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, &FilterLine::take);
    connect(this, &QLineEdit::textEdited, this, [this] { offer(When::Typing); });
}

void FilterLine::setMark(const std::optional<Mark> &mark)
{
    if (mark == m_mark)
        return;
    m_mark = mark;
    updateColors();
    update();
}

bool FilterLine::event(QEvent *event)
{
    // Before Tab goes to the next widget.
    if (event->type() == QEvent::KeyPress && isOffering() && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab) {
        const QModelIndex current = m_completer->popup()->currentIndex();
        m_completer->popup()->hide();
        take(current.isValid() ? current : m_completer->completionModel()->index(0, 0));
        return true;
    }
    return QLineEdit::event(event);
}

void FilterLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QLineEdit::changeEvent(event);
}

void FilterLine::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (isOffering() && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape)) {
        event->ignore(); // the completer's
        return;
    }
    if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offer(When::Asked);
    } else if (key == Qt::Key_Escape && !text().isEmpty()) {
        clear();
    } else if (key == Qt::Key_Escape || key == Qt::Key_Down) {
        Q_EMIT left();
    } else {
        QLineEdit::keyPressEvent(event);
        return;
    }
    event->accept();
}

// The line's own text, and a wave below what is wrong in it.
void FilterLine::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark)
        return;
    const auto advance = [this](qsizetype length) { return fontMetrics().horizontalAdvance(text().left(length)); };
    // The line may be scrolled: the cursor tells how far.
    const QRect cursor = cursorRect();
    const int origin = cursor.center().x() - advance(cursorPosition());
    const QRect inner = rect().adjusted(fontMetrics().height() + 10, 0, -fontMetrics().height() - 10, 0);
    const int from = std::max(origin + advance(m_mark->at), inner.left());
    const int to = std::min(origin + advance(m_mark->at + m_mark->length), inner.right());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(toneColor(m_mark->tone, QGuiApplication::palette()), 1.2));
    const int y = cursor.bottom() - 1;
    for (int x = from; x < to; x += 4) {
        painter.drawLine(x, y, x + 2, y + 2);
        painter.drawLine(x + 2, y + 2, x + 4, y);
    }
}

void FilterLine::offer(When when)
{
    m_offered = m_suggest ? m_suggest(text(), cursorPosition()) : models::FilterSuggestions();
    const bool begun = m_offered.length > 0 || text().left(cursorPosition()).endsWith(u':');
    if (m_offered.items.isEmpty() || (when == When::Typing && !begun)) {
        m_completer->popup()->hide();
        return;
    }
    m_items->clear();
    for (const models::FilterNames::Name &name : m_offered.items) {
        auto *item = new QStandardItem(name.insert); // the model takes it
        item->setData(name.explanation, kExplanationRole);
        m_items->appendRow(item);
    }
    const int begin = cursorRect().left()
        - fontMetrics().horizontalAdvance(text().mid(m_offered.at, cursorPosition() - m_offered.at));
    const int width = m_completer->popup()->sizeHintForColumn(0) + kGap;
    m_completer->complete(QRect(std::max(begin, 0), 0, width, height()));
}

void FilterLine::take(const QModelIndex &index)
{
    const QString word = index.data().toString();
    if (word.isEmpty())
        return;
    setText(text().replace(m_offered.at, m_offered.length, word));
    setCursorPosition(static_cast<int>(m_offered.at + word.size()));
    if (word.endsWith(u':'))
        offer(When::Typing);
}

bool FilterLine::isOffering() const { return m_completer->popup()->isVisible(); }

void FilterLine::updateColors()
{
    const QColor tint = m_mark ? toneBackground(m_mark->tone, QGuiApplication::palette()) : QColor();
    if (tint == m_tint)
        return; // our own setPalette() brings a PaletteChange as well
    m_tint = tint;
    QPalette own; // of one colour: the others go on following the application's
    if (tint.isValid())
        own.setColor(QPalette::Base, tint);
    setPalette(own);
}

} // namespace tw::ui
