#include "ui/widgets/table_text.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QTableView>

#include <algorithm>

namespace tw::ui {

namespace {

QList<int> shownColumns(const QTableView &table)
{
    QList<int> columns;
    const QHeaderView *header = table.horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        if (const int column = header->logicalIndex(visual); !table.isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

QString csvField(QString text)
{
    if (std::ranges::none_of(text, [](QChar c) { return c == u'"' || c == u',' || c == u'\n' || c == u'\r'; }))
        return text;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace

QString cellText(const QModelIndex &index) { return index.data().toString(); }

QStringList shownTitles(const QTableView &table)
{
    QStringList titles;
    for (const int column : shownColumns(table))
        titles.append(table.model()->headerData(column, Qt::Horizontal).toString());
    return titles;
}

QList<QStringList> selectedCells(const QTableView &table)
{
    QModelIndexList rows = table.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    const QList<int> columns = shownColumns(table);
    QList<QStringList> cells;
    for (const QModelIndex &row : rows) {
        QStringList line;
        for (const int column : columns)
            line.append(cellText(row.siblingAtColumn(column)));
        cells.append(line);
    }
    return cells;
}

QString toTabSeparated(const QList<QStringList> &rows)
{
    QString text;
    for (QStringList row : rows) {
        for (QString &cell : row) {
            for (QChar &c : cell) {
                if (c == u'\t' || c == u'\n' || c == u'\r')
                    c = u' ';
            }
        }
        text += row.join(u'\t') + u'\n';
    }
    return text;
}

QString toCsv(const QList<QStringList> &rows)
{
    QString text;
    for (const QStringList &row : rows) {
        QStringList fields;
        for (const QString &cell : row)
            fields.append(csvField(cell));
        text += fields.join(u',') + QStringLiteral("\r\n");
    }
    return text;
}

} // namespace tw::ui
