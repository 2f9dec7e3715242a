#include "ui/widgets/object_table.h"

#include "models/catalog/region_filter_model.h"
#include "models/catalog/table_roles.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/column_menu.h"
#include "ui/widgets/table_text.h"

#include <QAction>
#include <QClipboard>
#include <QDrag>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>

namespace tw::ui {

ObjectTable::ObjectTable(QWidget *parent)
    : QTableView(parent),
      m_rows(new models::RegionFilterModel(this)),
      m_copyValue(new QAction(symbolicIcon(QStringLiteral("copy")), {}, this)),
      m_copyRows(new QAction(this)),
      m_copyCsv(new QAction(this))
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSortingEnabled(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 14);
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideRight);
    header->setMinimumHeight(fontMetrics().height() + 12);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);

    connect(m_copyValue, &QAction::triggered, this, [this] { copy(cellText(currentIndex())); });
    connect(m_copyRows, &QAction::triggered, this, [this] { copy(toTabSeparated(selectedCells(*this))); });
    connect(m_copyCsv, &QAction::triggered, this,
            [this] { copy(toCsv(QList<QStringList>{shownTitles(*this)} + selectedCells(*this))); });
    retranslate();
    connect(header, &QHeaderView::customContextMenuRequested, this, &ObjectTable::showHeaderMenu);
    connect(this, &QTableView::customContextMenuRequested, this,
            [this](const QPoint &position) { Q_EMIT menuRequested(viewport()->mapToGlobal(position)); });
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT editRequested(index.data(models::IdRole).toString()); });
}

void ObjectTable::setSource(QAbstractItemModel *source, int sortColumn)
{
    m_nameColumn = sortColumn;
    m_rows->setSourceModel(source);
    setModel(m_rows);
    connect(m_rows, &QAbstractItemModel::modelAboutToBeReset, this, &ObjectTable::rememberSelection);
    connect(m_rows, &QAbstractItemModel::modelReset, this, &ObjectTable::restoreSelection);
    sortByColumn(sortColumn, Qt::AscendingOrder);
}

QString ObjectTable::currentId() const
{
    const QStringList ids = selectedIds();
    const QString current = currentIndex().data(models::IdRole).toString();
    return ids.contains(current) || ids.isEmpty() ? (ids.isEmpty() ? QString() : current) : ids.first();
}

QStringList ObjectTable::selectedIds() const
{
    QStringList ids;
    if (!selectionModel())
        return ids;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &row : rows)
        ids.append(row.data(models::IdRole).toString());
    return ids;
}

bool ObjectTable::selectId(const QString &id)
{
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QModelIndex index = m_rows->index(row, 0);
        if (index.data(models::IdRole).toString() != id)
            continue;
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(index);
        return true;
    }
    return false;
}

void ObjectTable::selectAny()
{
    if (!selectionModel()->hasSelection() && m_rows->rowCount() > 0)
        selectId(m_rows->index(0, 0).data(models::IdRole).toString());
}

QByteArray ObjectTable::layoutState() const { return horizontalHeader()->saveState(); }

void ObjectTable::restoreLayout(const QByteArray &state)
{
    // A state of another version of the program has another number of columns: then the defaults stay.
    if (state.isEmpty() || !horizontalHeader()->restoreState(state))
        applyDefaultColumns();
}

void ObjectTable::setDefaultColumns(const QList<int> &widths, const QList<int> &hidden)
{
    m_defaultWidths = widths;
    m_defaultHidden = hidden;
    applyDefaultColumns();
}

void ObjectTable::setDragSource(DragSource source)
{
    m_dragSource = std::move(source);
    setDragDropMode(DragOnly);
}

void ObjectTable::startDrag(Qt::DropActions)
{
    QMimeData *files = m_dragSource ? m_dragSource(selectedIds()) : nullptr;
    if (!files)
        return;
    auto *drag = new QDrag(this);
    drag->setMimeData(files);
    drag->setPixmap(symbolicIcon(QStringLiteral("configuration")).pixmap(QSize(32, 32), devicePixelRatioF()));
    drag->exec(Qt::CopyAction);
}

bool ObjectTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Enter)
        m_rows->setHeld(true);
    else if (event->type() == QEvent::Leave && !viewport()->underMouse()) // buttons of a row lie upon it
        m_rows->setHeld(false);
    return QTableView::viewportEvent(event);
}

void ObjectTable::hideEvent(QHideEvent *event)
{
    m_rows->setHeld(false);
    QTableView::hideEvent(event);
}

void ObjectTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QTableView::changeEvent(event);
}

void ObjectTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        m_copyRows->trigger();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier) {
        if (const QString id = currentId(); !id.isEmpty())
            Q_EMIT editRequested(id);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escaped();
        return;
    }
    const QString text = event->text();
    if (!(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) && !text.isEmpty()
        && text.at(0).isPrint() && !text.at(0).isSpace()) {
        Q_EMIT typed(text);
        return;
    }
    QTableView::keyPressEvent(event);
}

// Whoever comes by keyboard sees where he is.
void ObjectTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason && !selectionModel()->hasSelection() && m_rows->rowCount() > 0)
        selectRow(std::max(currentIndex().row(), 0));
}

void ObjectTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_resetting)
        Q_EMIT selectionMoved();
}

void ObjectTable::showHeaderMenu(const QPoint &position)
{
    QMenu menu;
    fillHeaderMenu(menu);
    menu.exec(horizontalHeader()->mapToGlobal(position));
}

void ObjectTable::fillHeaderMenu(QMenu &menu)
{
    addColumnActions(menu, *this, m_nameColumn);
    menu.addSeparator();
    connect(menu.addAction(tr("Fit columns to contents")), &QAction::triggered, this, [this] { fitColumns(*this); });
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, [this] {
        applyDefaultColumns();
        sortByColumn(m_nameColumn, Qt::AscendingOrder);
    });
}

void ObjectTable::applyDefaultColumns()
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        setColumnHidden(column, m_defaultHidden.contains(column));
        if (column < m_defaultWidths.size())
            header->resizeSection(column, m_defaultWidths.at(column) * letterWidth(fontMetrics()));
    }
}

void ObjectTable::copy(const QString &text) const
{
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void ObjectTable::retranslate()
{
    m_copyValue->setText(tr("Copy &value"));
    m_copyRows->setText(tr("Cop&y rows") + u'\t' + QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText));
    m_copyCsv->setText(tr("Copy rows as &CSV"));
}

void ObjectTable::rememberSelection()
{
    m_remembered = selectedIds();
    m_rememberedCurrent = currentId();
    m_resetting = true;
}

void ObjectTable::restoreSelection()
{
    QItemSelection selection;
    QModelIndex current;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QModelIndex index = m_rows->index(row, 0);
        const QString id = index.data(models::IdRole).toString();
        if (m_remembered.contains(id))
            selection.select(index, index);
        if (id == m_rememberedCurrent)
            current = index;
    }
    if (current.isValid())
        selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_resetting = false;
    Q_EMIT selectionMoved();
}

} // namespace tw::ui
