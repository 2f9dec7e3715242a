#include "ui/transfer/import_table.h"

#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QHeaderView>
#include <QTableWidget>

namespace tw::ui {

namespace {

constexpr int kRoom = 8; // above and below the text of a row

} // namespace

int heightOf(const QTableWidget &table, int rows)
{
    return table.horizontalHeader()->sizeHint().height() + rows * table.verticalHeader()->defaultSectionSize()
        + 2 * table.frameWidth();
}

void layOut(QTableWidget &table)
{
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setShowGrid(false);
    table.setTabKeyNavigation(false);
    table.setTextElideMode(Qt::ElideMiddle);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + kRoom);
    QHeaderView *header = table.horizontalHeader();
    header->setStretchLastSection(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setDefaultSectionSize(letterWidth(table.fontMetrics()) * 24);
}

void setCell(QTableWidget &table, int row, int column, const QString &text, const QString &icon, Tone tone)
{
    QTableWidgetItem *item = table.item(row, column);
    if (!item) {
        item = new QTableWidgetItem;
        table.setItem(row, column, item);
    }
    item->setText(text);
    item->setToolTip(text);
    item->setIcon(icon.isEmpty() ? QIcon() : symbolicIcon(icon, tone));
}

} // namespace tw::ui
