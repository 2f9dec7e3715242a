#pragma once

class QMenu;
class QTableView;

namespace tw::ui {

// Which columns of a table show, as a menu: one entry a column, in the order in which they stand. `alwaysShown` cannot be
// hidden.
void addColumnActions(QMenu &menu, QTableView &table, int alwaysShown);

// Widths by what is in sight, none wider than can be read at a glance.
void fitColumns(QTableView &table);

} // namespace tw::ui
