#include "ui/diagnosis/word_table.h"

#include "ui/diagnosis/badge_label.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/symbolic_icon.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

bool same(const WordTable::Cell &a, const WordTable::Cell &b)
{
    return a.text == b.text && a.badge.icon == b.badge.icon && a.badge.tone == b.badge.tone
        && a.badge.filled == b.badge.filled && a.isFixed == b.isFixed;
}

bool same(const QList<WordTable::Row> &a, const QList<WordTable::Row> &b)
{
    return std::ranges::equal(a, b, [](const WordTable::Row &left, const WordTable::Row &right) {
        return std::ranges::equal(left, right,
                                  [](const WordTable::Cell &x, const WordTable::Cell &y) { return same(x, y); });
    });
}

} // namespace

WordTable::WordTable(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(0);
    m_grid->setVerticalSpacing(0);
}

void WordTable::setRows(const QStringList &headings, const QList<Row> &rows)
{
    if (headings == m_headings && same(rows, m_rows))
        return;
    m_headings = headings;
    m_rows = rows;
    render();
}

QStringList WordTable::texts(int row) const
{
    QStringList texts;
    for (const Cell &cell : m_rows.value(row))
        texts.append(cell.text);
    return texts;
}

QWidget *WordTable::makeCell(const Cell &cell)
{
    auto *holder = new QWidget(this);
    auto *layout = new QHBoxLayout(holder);
    layout->setContentsMargins(8, 4, 12, 4);
    layout->setSpacing(6);
    if (!cell.badge.icon.isEmpty()) {
        auto *icon = new QLabel(holder);
        const int side = std::min(fontMetrics().height(), 24);
        icon->setPixmap(symbolicIcon(cell.badge.icon, cell.badge.tone).pixmap(QSize(side, side), devicePixelRatioF()));
        layout->addWidget(icon, 0, Qt::AlignTop);
    }
    auto *text = new TextLabel(holder, cell.badge.tone);
    if (cell.isFixed)
        text->setFont(fixedFont(font()));
    text->setText(cell.text);
    if (cell.text.isEmpty())
        text->setTextInteractionFlags(Qt::NoTextInteraction); // nothing that could take the focus
    layout->addWidget(text, 1, Qt::AlignTop);
    if (cell.badge.filled) {
        holder->setAutoFillBackground(true);
        QPalette palette = holder->palette();
        palette.setColor(QPalette::Window, toneBackground(cell.badge.tone, QGuiApplication::palette()));
        holder->setPalette(palette);
        setTone(text, cell.badge.tone);
    }
    return holder;
}

void WordTable::render()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (qsizetype column = 0; column < m_headings.size(); ++column) {
        auto *heading = new TextLabel(this, Tone::Muted);
        heading->setContentsMargins(8, 2, 12, 4);
        heading->setWordWrap(false);
        heading->setText(m_headings.at(column));
        if (heading->text().isEmpty())
            heading->setTextInteractionFlags(Qt::NoTextInteraction);
        m_grid->addWidget(heading, 0, static_cast<int>(column));
        m_grid->setColumnStretch(static_cast<int>(column), m_stretches.value(column, column == 0 ? 2 : 3));
    }
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        const int at = static_cast<int>(row) * 2 + 1;
        auto *line = new QFrame(this);
        line->setFixedHeight(1);
        line->setAutoFillBackground(true);
        QPalette palette = line->palette();
        palette.setColor(QPalette::Window, separatorColor(QGuiApplication::palette()));
        line->setPalette(palette);
        m_grid->addWidget(line, at, 0, 1, static_cast<int>(std::max<qsizetype>(m_headings.size(), 1)));
        for (qsizetype column = 0; column < m_rows.at(row).size(); ++column)
            m_grid->addWidget(makeCell(m_rows.at(row).at(column)), at + 1, static_cast<int>(column));
    }
}

void WordTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        render();
    QWidget::changeEvent(event);
}

} // namespace tw::ui
