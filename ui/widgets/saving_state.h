#pragma once

#include "models/catalog/catalog_error.h"
#include "ui/widgets/late_news.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

class QAbstractButton;
class QDialog;
class QWidget;

namespace tw::models {
class Catalog;
}

namespace tw::ui {

class MessageBar;

// A dialog whose change is on its way to the disk: it takes no more input, and says "Saving..." where that takes longer
// than one notices. What went wrong stands in its bar, and it can be tried again. A disk that does not answer does not
// hold the user: after a while the dialog may be left, the change goes on, and the window says how it ended (LateNews) and
// opens the form again where that was badly.
class SavingState final : public QObject
{
    Q_OBJECT

public:
    // `bar` is one of the dialog's own children.
    SavingState(models::Catalog &catalog, MessageBar *bar, QDialog *dialog);

    bool isWaiting() const { return m_isWaiting; } // nothing can be taken back by closing the dialog
    // Whether the dialog may close now. Where it was waiting, it is not called back any more.
    bool letsGo();
    // Of the change that was made last, to the object of that name. `saved` is called when it is on the disk.
    void await(std::function<void()> saved, const QString &name = {});

    // What would bring the dialog back with all that stands in it; asked for when it is left.
    void setReopening(std::function<Reopen()> reopening) { m_reopening = std::move(reopening); }

    static constexpr std::chrono::milliseconds kPatience{2'000};

private:
    void begin();
    void end();
    void offerToLeave();
    void tellLater();

    models::Catalog &m_catalog;
    MessageBar *m_bar;
    QDialog *m_dialog;
    bool m_isWaiting = false;
    bool m_mayLeave = false;
    int m_awaited = 0; // which call back is meant
    QString m_name;
    std::function<Reopen()> m_reopening;
    QList<QPointer<QWidget>> m_disabled;
    QPointer<QWidget> m_focus;
    QTimer m_noticeable;
    QTimer m_patience;
};

} // namespace tw::ui
