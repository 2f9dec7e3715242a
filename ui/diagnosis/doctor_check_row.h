#pragma once

#include "models/diagnosis/diagnosis.h"
#include "models/doctor/doctor_report.h"

#include <QWidget>

class QVBoxLayout;

namespace tw::ui {

class BadgeLabel;
class Disclosure;
class TextLabel;
class WordTable;

// One check of a doctor: its verdict, what was found, where the fault likely is, what to do on which side; the counters
// behind it are folded.
class DoctorCheckRow final : public QWidget
{
    Q_OBJECT

public:
    explicit DoctorCheckRow(QWidget *parent = nullptr);

    // Nothing is made anew where nothing changed.
    void setCheck(const models::DoctorCheck &check);
    QString verdictText() const;
    QString findingText() const;

Q_SIGNALS:
    void fixRequested(const tw::models::Fix &fix);
    void otherAddressRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void addMend(const models::DoctorMend &mend);

    std::optional<models::DoctorCheck> m_check;
    BadgeLabel *m_verdict;
    TextLabel *m_title;
    TextLabel *m_finding;
    BadgeLabel *m_side;
    QVBoxLayout *m_mends;
    Disclosure *m_counters;
    WordTable *m_counterTable;
};

} // namespace tw::ui
