#include "ui/widgets/row_actions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>

namespace tw::ui {

RowActions::RowActions(QTableView *view, const QList<QAction *> &actions) : QWidget(view->viewport()), m_view(view)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Button);
    setCursor(Qt::ArrowCursor);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 1, 4, 1);
    layout->setSpacing(2);
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::NoFocus);
        const auto follow = [button, action] {
            button->setIcon(action->icon());
            button->setToolTip(action->toolTip());
            button->setAccessibleName(action->iconText());
        };
        follow();
        connect(action, &QAction::changed, button, follow);
        connect(button, &QToolButton::clicked, this, [this, action] {
            if (m_row < 0)
                return;
            m_view->selectRow(m_row);
            m_view->setFocus();
            action->trigger();
        });
        layout->addWidget(button);
    }
    hide();
    view->setMouseTracking(true);
    view->viewport()->installEventFilter(this);
    connect(view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { moveTo(-1); });
    connect(view->model(), &QAbstractItemModel::layoutChanged, this, [this] { moveTo(-1); });
    connect(view->model(), &QAbstractItemModel::rowsInserted, this, [this] { moveTo(-1); });
    connect(view->model(), &QAbstractItemModel::rowsRemoved, this, [this] { moveTo(-1); });
    connect(view->model(), &QAbstractItemModel::modelReset, this, [this] { moveTo(-1); });
}

bool RowActions::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove: moveTo(m_view->rowAt(static_cast<QMouseEvent *>(event)->position().toPoint().y())); break;
    case QEvent::Leave:
        // Over the buttons the pointer is still over the row.
        if (!rect().contains(mapFromGlobal(QCursor::pos())))
            moveTo(-1);
        break;
    case QEvent::Resize: moveTo(-1); break;
    default: break;
    }
    return QWidget::eventFilter(watched, event);
}

void RowActions::moveTo(int row)
{
    m_row = row;
    setVisible(row >= 0);
    if (row < 0)
        return;
    adjustSize();
    const int height = m_view->rowHeight(row) - 2;
    resize(width(), height);
    move(m_view->viewport()->width() - width() - 2, m_view->rowViewportPosition(row) + 1);
    raise();
}

} // namespace tw::ui
