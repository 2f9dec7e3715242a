#pragma once

#include "models/diagnosis/diagnosis.h"
#include "models/doctor/doctor_report.h"

#include <QWidget>

class QVBoxLayout;

namespace tw::ui {

class Card;
class DoctorCheckRow;
class TextLabel;
class WordTable;

// What one doctor found: its checks in order, and, where it looked at them, the pairs of subnets, what overlaps with
// them, and how the largest packet is computed.
class DoctorReportView final : public QWidget
{
    Q_OBJECT

public:
    explicit DoctorReportView(QWidget *parent = nullptr);

    void setReport(const models::DoctorReport &report);
    void setCheck(int index, const models::DoctorCheck &check);
    DoctorCheckRow *row(int index) const { return m_rows.value(index); }
    WordTable *pairs() const { return m_pairs; }
    WordTable *sizes() const { return m_sizes; }

Q_SIGNALS:
    void fixRequested(const tw::models::Fix &fix);
    void otherAddressRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showPairs();
    void showOverlaps();
    void showSizes();

    models::DoctorReport m_report;
    Card *m_card;
    TextLabel *m_probe;
    QVBoxLayout *m_checks;
    QList<DoctorCheckRow *> m_rows;
    TextLabel *m_pairsTitle;
    WordTable *m_pairs;
    TextLabel *m_overlapsTitle;
    TextLabel *m_overlaps;
    TextLabel *m_sizesTitle;
    WordTable *m_sizes;
    TextLabel *m_sum;
};

// The same as text, for a mail or a ticket.
QString plainText(const QList<models::DoctorReport> &reports);

} // namespace tw::ui
