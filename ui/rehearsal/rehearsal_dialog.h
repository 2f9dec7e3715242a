#pragma once

#include "models/rehearsal/rehearsal_run.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "ui/services.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace tw::ui {

class ExplainCard;
class IconLabel;
class LadderView;
class OpponentBox;
class TextLabel;
class VerticalScrollArea;

// A connection played through in memory, against what is written for its peer or against the peer's own configuration:
// what each step came to, the exchange behind it as a ladder with the diagnosis beside it, and what it would look like if
// the network, or the peer's configuration, had a fault.
class RehearsalDialog final : public QDialog
{
    Q_OBJECT

public:
    // Begins at once, without faults. Services::rehearse must be there.
    RehearsalDialog(const Services &services, const QString &connectionId, QWidget *parent = nullptr);

    bool isRunning() const { return m_run->isRunning(); }
    QTableWidget *steps() const { return m_steps; }
    LadderView *ladder() const { return m_ladder; }
    OpponentBox *opponentBox() const { return m_opponent; }
    ExplainCard *card() const { return m_card; }
    QString basis() const; // whom it was played against, and what was taken where the text says nothing
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
    void showDiagnosis(const api::RehearsedStep &step);
    void setChoosable(bool isChoosable);
    void retranslate();

    Services m_services;
    QString m_connection;
    QString m_name;
    models::RehearsalRun *m_run;
    models::RehearsalBasis m_basis;
    IconLabel *m_icon;
    QLabel *m_verdict;
    TextLabel *m_basisText;
    QLabel *m_explanation;
    QLabel *m_opponentLabel;
    OpponentBox *m_opponent;
    QLabel *m_faultLabel;
    QComboBox *m_fault;
    QLabel *m_mistakeLabel;
    QComboBox *m_mistake;
    QPushButton *m_again;
    QTableWidget *m_steps;
    QLabel *m_storyTitle;
    LadderView *m_ladder;
    ExplainCard *m_card;
    VerticalScrollArea *m_cardArea;
    QPushButton *m_close;
};

} // namespace tw::ui
