#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QTableView;

namespace tw::ui {

// What can be done with a row, at its right end while the mouse is over it: one click, as from the cloud console's 操作
// column, without a column of the width of its buttons. The keyboard has the same actions in menu and shortcuts.
class RowActions final : public QWidget
{
    Q_OBJECT

public:
    // The row is made the view's current one before an action is triggered, so that the actions need no argument.
    RowActions(QTableView *view, const QList<QAction *> &actions);

    int row() const { return m_row; } // -1: not shown

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void moveTo(int row);

    QTableView *m_view;
    int m_row = -1;
};

} // namespace tw::ui
