#include "ui/widgets/column_menu.h"

#include "ui/theme/measure.h"

#include <QHeaderView>
#include <QMenu>
#include <QTableView>

namespace tw::ui {

namespace {

constexpr int kMostLetters = 48; // of a column that was fitted to its contents

} // namespace

void addColumnActions(QMenu &menu, QTableView &table, int alwaysShown)
{
    const QHeaderView *header = table.horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        QAction *action = menu.addAction(table.model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!table.isColumnHidden(column));
        action->setEnabled(column != alwaysShown);
        QObject::connect(action, &QAction::toggled, &table, [&table, column](bool shown) {
            table.setColumnHidden(column, !shown);
            // One that was hidden when the table was made has no width of its own yet.
            if (shown && table.columnWidth(column) < table.horizontalHeader()->minimumSectionSize() * 2)
                table.resizeColumnToContents(column);
        });
    }
}

void fitColumns(QTableView &table)
{
    table.resizeColumnsToContents();
    const int most = kMostLetters * letterWidth(table.fontMetrics());
    for (int column = 0; column < table.horizontalHeader()->count(); ++column) {
        if (table.columnWidth(column) > most)
            table.setColumnWidth(column, most);
    }
}

} // namespace tw::ui
