#pragma once

#include "models/catalog/catalog_error.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

class QDialog;
class QWidget;

namespace tw::models {
class Catalog;
}

namespace tw::ui {

class MessageBar;

// A dialog whose change is on its way to the disk: it takes no more input, and says "Saving..." where that takes longer
// than one notices. What went wrong stands in its bar, and it can be tried again.
class SavingState final : public QObject
{
    Q_OBJECT

public:
    // `bar` is one of the dialog's own children.
    SavingState(models::Catalog &catalog, MessageBar *bar, QDialog *dialog);

    bool isWaiting() const { return m_isWaiting; } // the dialog cannot be closed: nothing could be taken back by that
    // Of the change that was made last. `saved` is called when it is on the disk.
    void await(std::function<void()> saved);

private:
    void begin();
    void end();

    models::Catalog &m_catalog;
    MessageBar *m_bar;
    QDialog *m_dialog;
    bool m_isWaiting = false;
    QList<QPointer<QWidget>> m_disabled;
    QPointer<QWidget> m_focus;
    QTimer m_noticeable;
};

} // namespace tw::ui
