#include "ui/log/log_view.h"

#include "ui/theme/symbolic_icon.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollBar>

namespace tw::ui {

LogView::LogView(QWidget *parent) : QTableView(parent), m_pill(new QPushButton(this))
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerItem); // so that the bar's value is the first visible row
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumHeight(fontMetrics().height() + 10);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    m_pill->setIcon(symbolicIcon(QStringLiteral("follow")));
    m_pill->setFocusPolicy(Qt::NoFocus); // End does the same
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, &LogView::follow);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::onScrolled);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_following)
            verticalScrollBar()->setValue(maximum);
    });
}

void LogView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        model()->disconnect(this);
    QTableView::setModel(newModel);
    m_newLines = 0;
    if (newModel) {
        connect(newModel, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
        connect(newModel, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex &, int first, int last) { onRowsRemoved(first, last); });
        connect(newModel, &QAbstractItemModel::modelReset, this, &LogView::follow);
    }
    follow();
}

void LogView::follow()
{
    setFollowing(true);
    scrollToBottom();
}

QString LogView::selectedText() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    if (rows.isEmpty()) {
        for (int row = 0; row < model()->rowCount(); ++row)
            rows.append(model()->index(row, 0));
    }
    QString text;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(selectedText());
        return;
    }
    if (event->key() == Qt::Key_End) {
        if (model() && model()->rowCount() > 0)
            setCurrentIndex(model()->index(model()->rowCount() - 1, 0));
        follow();
        return;
    }
    if (event->key() == Qt::Key_Home && model() && model()->rowCount() > 0) {
        setCurrentIndex(model()->index(0, 0));
        scrollToTop();
        return;
    }
    QTableView::keyPressEvent(event);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    placePill();
}

void LogView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updatePill();
    QTableView::changeEvent(event);
}

void LogView::onRowsInserted(int first, int last)
{
    if (m_following)
        return; // the scroll bar's new range takes us along
    m_newLines += last - first + 1;
    updatePill();
}

// The oldest rows leave first: what the user is reading stays where it is.
void LogView::onRowsRemoved(int first, int last)
{
    QScrollBar *bar = verticalScrollBar();
    if (!m_following && first < bar->value())
        bar->setValue(bar->value() - (std::min(last, bar->value() - 1) - first + 1));
}

void LogView::onScrolled(int value) { setFollowing(value >= verticalScrollBar()->maximum()); }

void LogView::setFollowing(bool following)
{
    if (following && m_newLines != 0) {
        m_newLines = 0;
        updatePill();
    }
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void LogView::updatePill()
{
    m_pill->setVisible(m_newLines > 0);
    m_pill->setText(tr("%n new line(s)", nullptr, m_newLines));
    m_pill->setToolTip(tr("Go to the end and follow the log (End)"));
    placePill();
}

void LogView::placePill()
{
    m_pill->adjustSize();
    const QRect area = viewport()->geometry();
    m_pill->move(area.center().x() - m_pill->width() / 2, area.bottom() - m_pill->height() - 8);
    m_pill->raise();
}

} // namespace tw::ui
