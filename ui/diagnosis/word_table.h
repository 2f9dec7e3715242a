#pragma once

#include "ui/widgets/badge_delegate.h"

#include <QStringList>
#include <QWidget>

class QGridLayout;

namespace tw::ui {

// A small table of words that wrap, read as a whole and not scrolled: headings, rows, and a sign before what differs.
class WordTable final : public QWidget
{
    Q_OBJECT

public:
    struct Cell
    {
        QString text;
        Badge badge = {}; // its tone is the text's; filled: on a tint
        bool isFixed = false; // in the fixed font: addresses, subnets
    };
    using Row = QList<Cell>;

    explicit WordTable(QWidget *parent = nullptr);

    // How the columns share the width; else the first takes two parts and every other three.
    void setStretches(const QList<int> &stretches) { m_stretches = stretches; }
    // Nothing is made anew where nothing changed, so that a selection is kept.
    void setRows(const QStringList &headings, const QList<Row> &rows);
    QStringList texts(int row) const; // of its cells

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    QWidget *makeCell(const Cell &cell);

    QList<int> m_stretches;
    QStringList m_headings;
    QList<Row> m_rows;
    QGridLayout *m_grid;
};

} // namespace tw::ui
