#pragma once

#include "models/catalog/undo_stack.h"
#include "ui/services.h"

#include <QObject>

class QAction;
class QWidget;

namespace tw::ui {

class Notice;

// The window's end of the undo stack: the two actions, the question before traffic is interrupted, and the notice after
// a deletion. Without a stack there is nothing to undo, and the actions are disabled.
class UndoActions final : public QObject
{
    Q_OBJECT

public:
    // `window` is asked about; the notice stands at the lower edge of `place`.
    UndoActions(const Services &services, QWidget *window, QWidget *place);

    QAction *undoAction() const { return m_undo; }
    QAction *redoAction() const { return m_redo; }
    Notice *notice() const { return m_notice; }
    void retranslate();

Q_SIGNALS:
    void done(const QList<tw::models::UndoStack::Object> &objects); // the window shows where it happened

private:
    using Direction = models::UndoStack::Direction;

    void go(Direction direction);
    void tellDone(Direction direction, const QString &what, const QList<models::UndoStack::Object> &objects);
    bool mayInterrupt(Direction direction, const models::UndoStack::Effects &effects);
    void refuse(Direction direction, const QString &reason);
    void update();

    Services m_services;
    QWidget *m_window;
    Notice *m_notice;
    QAction *m_undo;
    QAction *m_redo;
};

} // namespace tw::ui
