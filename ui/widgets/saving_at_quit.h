#pragma once

#include "models/catalog/catalog_error.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QTimer>

#include <functional>

class QLabel;

namespace tw::models {
class Catalog;
}

namespace tw::ui {

// Between the wish to quit and the end: what is on its way to the disk is waited for. Where that takes longer than one
// notices, it says for what, for how long already, and what is lost by whoever does not want to wait. It goes by itself when
// the disk answers; only a failure has to be read.
class SavingAtQuit final : public QDialog
{
    Q_OBJECT

public:
    enum class End {
        Saved, // nothing is on its way any more
        Abandoned, // quit all the same
        Stayed, // the user goes on working
    };

    SavingAtQuit(models::Catalog &catalog, QWidget *parent);

    // Calls `then` once, within the call where nothing is on its way.
    void begin(std::function<void(End)> then);

    void reject() override; // stays

private:
    void await();
    void showWaiting();
    void showFailure(const QString &sentence);
    void finish(End end);

    models::Catalog &m_catalog;
    std::function<void(End)> m_then;
    QStringList m_names; // of what is not saved yet
    QElapsedTimer m_since;
    QTimer m_noticeable;
    QTimer m_second;
    QLabel *m_text;
    QLabel *m_loss;
};

} // namespace tw::ui
