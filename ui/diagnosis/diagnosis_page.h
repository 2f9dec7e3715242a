#pragma once

#include "models/diagnosis/checks.h"
#include "models/diagnosis/diagnosis_feed.h"
#include "ui/services.h"
#include "ui/theme/tone.h"

#include <QDateTime>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace tw::models {
class PeerMeasure;
}

namespace tw::ui {

class ChecksCard;
class EmptyState;
class ExplainCard;
class TextLabel;
class VerticalScrollArea;

// Why a connection is as it is: what is wrong, what may be done about it, and the one-click diagnosis.
class DiagnosisPage final : public QWidget
{
    Q_OBJECT

public:
    explicit DiagnosisPage(const Services &services, QWidget *parent = nullptr);

    void setConnection(const QString &id);
    // In the place of what the feed finds.
    void showDiagnoses(const QList<models::Diagnosis> &diagnoses, const QList<models::Check> &checks);
    // As it was then, by the log alone; setConnection() and the button of the line above go back to what is.
    void showMoment(const QDateTime &time);
    void showPresent();
    void showReport(); // the dialog with the text for the other side
    void runChecks();
    // What came of the last thing that was asked for here.
    void showOutcome(Tone tone, const QString &sentence);

    models::DiagnosisFeed *feed() const { return m_feed; }
    ExplainCard *card(int index = 0) const; // nullptr where there is none
    ChecksCard *checks() const { return m_checks; }
    QPushButton *testRekeyButton() const { return m_testRekey; }
    QPushButton *presentButton() const { return m_present; }
    QString momentText() const; // empty: it is as it is now
    QString trialText() const;

Q_SIGNALS:
    void fixRequested(const tw::models::Fix &fix);
    void testRekeyRequested();
    void doctorRequested();
    void logLineRequested(qint64 sequence, const QDateTime &time);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildActions(QVBoxLayout *column);
    void refresh();
    void refreshTrials();
    void refreshChecks();
    void refreshMoment();
    void retranslate();

    Services m_services;
    models::DiagnosisFeed *m_feed;
    models::PeerMeasure *m_measure;
    bool m_wantsReport = false; // as soon as the log was read
    QStackedWidget *m_stack;
    TextLabel *m_nothing; // selected, or read yet
    VerticalScrollArea *m_scroll;
    QVBoxLayout *m_cardColumn;
    QList<ExplainCard *> m_cards;
    TextLabel *m_moment;
    QPushButton *m_present;
    TextLabel *m_outcome;
    TextLabel *m_trial;
    QPushButton *m_testRekey;
    QPushButton *m_doctor;
    QPushButton *m_report;
    ChecksCard *m_checks;
};

} // namespace tw::ui
