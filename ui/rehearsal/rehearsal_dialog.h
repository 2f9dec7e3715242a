#pragma once

#include "models/rehearsal/rehearsal_run.h"
#include "ui/services.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace tw::ui {

class LadderView;

// A connection played through against its mirror, in memory: what each step came to, the exchange behind it as a ladder,
// and what it would look like if the network, or the peer's configuration, had a fault.
class RehearsalDialog final : public QDialog
{
    Q_OBJECT

public:
    // Begins at once, without faults. Services::rehearse must be there.
    RehearsalDialog(const Services &services, const QString &connectionId, QWidget *parent = nullptr);

    bool isRunning() const { return m_run->isRunning(); }
    QTableWidget *steps() const { return m_steps; }
    LadderView *ladder() const { return m_ladder; }
    QComboBox *faultBox() const { return m_fault; }
    QComboBox *mistakeBox() const { return m_mistake; }
    QPushButton *runButton() const { return m_again; }
    QString verdict() const; // what stands at the top

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void fillChoices();
    void rehearse();
    void present(const api::Rehearsal &rehearsal);
    void showStory();
    void retranslate();

    Services m_services;
    QString m_connection;
    QString m_name;
    models::RehearsalRun *m_run;
    QLabel *m_icon;
    QLabel *m_verdict;
    QLabel *m_explanation;
    QLabel *m_faultLabel;
    QComboBox *m_fault;
    QLabel *m_mistakeLabel;
    QComboBox *m_mistake;
    QPushButton *m_again;
    QTableWidget *m_steps;
    QLabel *m_storyTitle;
    LadderView *m_ladder;
    QPushButton *m_close;
};

} // namespace tw::ui
