#include "ui/log/log_view.h"

#include "models/log/log_table_model.h"
#include "ui/log/log_delegates.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/column_menu.h"
#include "ui/widgets/table_text.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace tw::ui {

namespace {

using models::LogTableModel;
using models::LogValue;

constexpr std::array kWidths{16, 14, 18, 10, 20, 11}; // in letters; of the time it is measured
constexpr int kMostCopied = 100'000; // rows

} // namespace

LogView::LogView(QWidget *parent)
    : QTableView(parent), m_messages(new MessageDelegate(this)), m_valueButton(new QToolButton(viewport()))
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setVerticalScrollMode(ScrollPerItem); // so that the bar's value is the first visible row
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    QHeaderView *header = horizontalHeader();
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setMinimumHeight(fontMetrics().height() + 10);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setResizeContentsPrecision(0); // by what is in sight: more would be read for it
    header->setContextMenuPolicy(Qt::CustomContextMenu);

    m_valueButton->setFocusPolicy(Qt::NoFocus); // plus and minus do the same
    m_valueButton->setIcon(symbolicIcon(QStringLiteral("filter")));
    m_valueButton->setCursor(Qt::PointingHandCursor);
    m_valueButton->hide();
    connect(m_valueButton, &QToolButton::clicked, this,
            [this] { wantValue(m_offered, QGuiApplication::keyboardModifiers() & Qt::ControlModifier); });
    connect(this, &QTableView::entered, this, &LogView::offerValue);
    connect(this, &QTableView::doubleClicked, this, &LogView::detailsWanted);
    connect(this, &QTableView::customContextMenuRequested, this,
            [this](const QPoint &position) { Q_EMIT menuWanted(viewport()->mapToGlobal(position)); });
    connect(header, &QHeaderView::customContextMenuRequested, this, [this](const QPoint &position) {
        QMenu menu;
        fillHeaderMenu(menu);
        menu.exec(horizontalHeader()->mapToGlobal(position));
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::onScrolled);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_following)
            verticalScrollBar()->setValue(maximum);
    });
    retranslate();
}

void LogView::setLogModel(LogTableModel *newModel)
{
    m_model = newModel;
    QTableView::setModel(newModel);
    setItemDelegateForColumn(LogTableModel::Time, new FixedFontDelegate(this));
    setItemDelegateForColumn(LogTableModel::Level, new BadgeDelegate(levelBadge, this));
    setItemDelegateForColumn(LogTableModel::Direction, new BadgeDelegate(directionBadge, this));
    setItemDelegateForColumn(LogTableModel::Message, m_messages);
    connect(newModel, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
    connect(newModel, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRowsRemoved(first, last); });
    connect(newModel, &QAbstractItemModel::modelReset, this, [this] {
        m_valueButton->hide();
        // A window that ended is read from its beginning; a live one from its end.
        if (m_model->isFollowing()) {
            follow();
        } else {
            setFollowing(false);
            setNewLines(0);
        }
    });
    applyDefaultColumns();
    follow();
}

void LogView::applyDefaultColumns()
{
    QHeaderView *header = horizontalHeader();
    const int letter = letterWidth(fontMetrics());
    for (int column = 0; column < header->count(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        setColumnHidden(column, column == LogTableModel::Connection && !m_connectionShown);
        if (column < static_cast<int>(kWidths.size()))
            header->resizeSection(column, kWidths.at(static_cast<std::size_t>(column)) * letter);
    }
    const QString widest = QStringLiteral("00:00:00.000");
    setColumnWidth(LogTableModel::Time, QFontMetrics(fixedFont(font())).horizontalAdvance(widest) + 2 * letter);
}

void LogView::setConnectionShown(bool shown)
{
    m_connectionShown = shown;
    setColumnHidden(LogTableModel::Connection, !shown);
}

QByteArray LogView::layoutState() const { return horizontalHeader()->saveState(); }

void LogView::restoreLayout(const QByteArray &state)
{
    if (state.isEmpty() || !horizontalHeader()->restoreState(state))
        applyDefaultColumns();
}

void LogView::fillHeaderMenu(QMenu &menu)
{
    addColumnActions(menu, *this, LogTableModel::Message);
    menu.addSeparator();
    connect(menu.addAction(tr("Fit columns to contents")), &QAction::triggered, this, [this] { fitColumns(*this); });
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, &LogView::applyDefaultColumns);
}

void LogView::follow()
{
    setFollowing(true);
    scrollToBottom();
}

void LogView::goToRow(int row)
{
    if (!m_model || row < 0 || row >= m_model->rowCount())
        return;
    const QModelIndex index = m_model->index(row, std::max(0, currentIndex().column()));
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, PositionAtCenter);
}

void LogView::selectFacts(const QList<qint64> &sequences)
{
    QItemSelection selection;
    for (const qint64 sequence : sequences) {
        if (const int row = m_model->rowOf(sequence); row >= 0)
            selection.select(m_model->index(row, 0), m_model->index(row, 0));
    }
    if (!selection.isEmpty())
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

const models::LogRecord *LogView::currentRecord() const
{
    return m_model && currentIndex().isValid() ? m_model->record(currentIndex().row()) : nullptr;
}

QString LogView::selectedText() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::ranges::sort(rows);
    for (int row = 0; selectionModel()->selection().isEmpty() && row < std::min(m_model->rowCount(), kMostCopied);
         ++row)
        rows.append(row);
    QList<QStringList> lines;
    for (const int row : std::as_const(rows)) {
        const models::LogRecord *record = m_model->record(row);
        if (!record)
            continue;
        QStringList cells;
        for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (column == LogTableModel::Time) // elsewhere nothing says which day it was
                cells.append(record->utc().toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")));
            else if (!isColumnHidden(column))
                cells.append(cellText(m_model->index(row, column)));
        }
        lines.append(cells);
    }
    return toTabSeparated(lines);
}

void LogView::setNeedle(const QString &needle)
{
    m_messages->setNeedle(needle);
    viewport()->update();
}

std::optional<LogValue> LogView::valueAt(const models::LogRecord &record, int column)
{
    switch (column) {
    case LogTableModel::Level: return record.event.level;
    case LogTableModel::Phase: return record.event.phase;
    case LogTableModel::Exchange: return record.event.exchange;
    case LogTableModel::Direction: return record.event.direction;
    case LogTableModel::Message: return record.event.code;
    default: return std::nullopt;
    }
}

void LogView::wantValue(const QModelIndex &index, bool excluded)
{
    const models::LogRecord *record = m_model && index.isValid() ? m_model->record(index.row()) : nullptr;
    if (!record)
        return;
    if (index.column() == LogTableModel::Connection)
        Q_EMIT connectionWanted(QString::fromStdString(record->event.connection.value()));
    else if (const auto value = valueAt(*record, index.column()))
        Q_EMIT chipWanted({*value, excluded});
}

void LogView::fillValueMenu(QMenu &menu, const models::LogRecord &record)
{
    const QList<LogValue> values = models::valuesOf(record);
    for (const LogValue &value : values) {
        //: A filter; %1 is such as "Level: Warning"
        QAction *only =
            menu.addAction(symbolicIcon(QStringLiteral("filter")), tr("Only %1").arg(models::valueTitle(value)));
        connect(only, &QAction::triggered, this, [this, value] { Q_EMIT chipWanted({value, false}); });
    }
    menu.addSeparator();
    for (const LogValue &value : values) {
        //: A filter; %1 is such as "Level: Debug"
        QAction *without =
            menu.addAction(symbolicIcon(QStringLiteral("exclude")), tr("Without %1").arg(models::valueTitle(value)));
        connect(without, &QAction::triggered, this, [this, value] { Q_EMIT chipWanted({value, true}); });
    }
}

// At the end of the cell that the pointer is over.
void LogView::offerValue(const QModelIndex &index)
{
    m_offered = index;
    const models::LogRecord *record = m_model && index.isValid() ? m_model->record(index.row()) : nullptr;
    const bool isMessage = index.column() == LogTableModel::Message; // its text is long: the menu has it
    if (!record || isMessage || (index.column() != LogTableModel::Connection && !valueAt(*record, index.column()))) {
        m_valueButton->hide();
        return;
    }
    const QRect cell = visualRect(index);
    const int side = cell.height() - 2;
    m_valueButton->setGeometry(cell.right() - side - 1, cell.top() + 1, side, side);
    m_valueButton->show();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(selectedText());
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus: wantValue(currentIndex(), false); return;
    case Qt::Key_Minus: wantValue(currentIndex(), true); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT detailsWanted(); return;
    case Qt::Key_End:
        if (model() && model()->rowCount() > 0)
            setCurrentIndex(model()->index(model()->rowCount() - 1, 0));
        follow();
        return;
    case Qt::Key_Home:
        if (model() && model()->rowCount() > 0) {
            setCurrentIndex(model()->index(0, 0));
            scrollToTop();
        }
        return;
    default: QTableView::keyPressEvent(event);
    }
}

void LogView::leaveEvent(QEvent *event)
{
    if (!m_valueButton->underMouse())
        m_valueButton->hide();
    QTableView::leaveEvent(event);
}

void LogView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QTableView::changeEvent(event);
}

void LogView::onRowsInserted(int first, int last)
{
    if (m_following)
        return; // the scroll bar's new range takes us along
    setNewLines(m_newLines + last - first + 1);
}

// The oldest rows leave first: what the user is reading stays where it is.
void LogView::onRowsRemoved(int first, int last)
{
    QScrollBar *bar = verticalScrollBar();
    if (!m_following && first < bar->value())
        bar->setValue(bar->value() - (std::min(last, bar->value() - 1) - first + 1));
}

void LogView::onScrolled(int value)
{
    m_valueButton->hide();
    setFollowing(value >= verticalScrollBar()->maximum());
}

void LogView::setFollowing(bool following)
{
    following = following && m_model && m_model->isFollowing();
    if (following)
        setNewLines(0);
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void LogView::setNewLines(int lines)
{
    if (lines == m_newLines)
        return;
    m_newLines = lines;
    Q_EMIT newLinesChanged(lines);
}

void LogView::retranslate()
{
    setAccessibleName(tr("Log lines"));
    setAccessibleDescription(tr("Plus shows only lines with the value of the current cell, minus leaves them out."));
    m_valueButton->setToolTip(tr("Only lines with this value (+); with Ctrl: all but these (-)"));
    m_valueButton->setAccessibleName(tr("Filter by this value"));
}

} // namespace tw::ui
