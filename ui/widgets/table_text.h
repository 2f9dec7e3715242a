#pragma once

#include <QList>
#include <QString>
#include <QStringList>

class QModelIndex;
class QTableView;

// A table as text, for the clipboard: the columns that show, in the order in which they stand.
namespace tw::ui {

// What the cell says in words; a time in full.
QString cellText(const QModelIndex &index);
QStringList shownTitles(const QTableView &table);
QList<QStringList> selectedCells(const QTableView &table); // a list for each selected row, in the order of the rows

// A line for each row. What would break a line or a column becomes a blank.
QString toTabSeparated(const QList<QStringList> &rows);
// RFC 4180.
QString toCsv(const QList<QStringList> &rows);

} // namespace tw::ui
