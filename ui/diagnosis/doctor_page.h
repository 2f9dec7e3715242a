#pragma once

#include "models/diagnosis/diagnosis.h"
#include "models/doctor/doctor_report.h"
#include "ui/services.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace tw::models {
class DoctorRun;
}

namespace tw::ui {

class DoctorReportView;
class TextLabel;
class VerticalScrollArea;

// The doctors of one connection: a packet followed through the tunnel and back, the path's ports and ESP, and the largest
// packet that passes. They run while something else is looked at, and end with another connection.
class DoctorPage final : public QWidget
{
    Q_OBJECT

public:
    explicit DoctorPage(const Services &services, QWidget *parent = nullptr);
    ~DoctorPage() override;

    void setConnection(const QString &id);
    void run(const QList<models::DoctorKind> &kinds); // these are checked, and run
    void run(); // those that are checked
    void showReports(const QList<models::DoctorReport> &reports);
    bool isRunning() const;

    QLineEdit *addressEdit() const { return m_address; }
    QPushButton *runButton() const { return m_runButton; }
    QPushButton *cancelButton() const { return m_cancel; }
    QToolButton *copyButton() const { return m_copy; }
    QString problem() const;
    DoctorReportView *view(int report) const { return m_views.value(report); }

Q_SIGNALS:
    void fixRequested(const tw::models::Fix &fix);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildBar();
    void onCheckChanged(int report, int check);
    void updateState();
    void retranslate();
    QCheckBox *boxOf(models::DoctorKind kind) const { return m_boxes.at(static_cast<int>(kind)); }

    Services m_services;
    QString m_connection;
    std::unique_ptr<models::DoctorRun> m_run;
    QList<models::DoctorReport> m_reports;
    QLabel *m_addressLabel;
    QLineEdit *m_address;
    QPushButton *m_runButton;
    QPushButton *m_cancel;
    QList<QCheckBox *> m_boxes; // in the order of DoctorKind
    QToolButton *m_copy;
    TextLabel *m_problem;
    TextLabel *m_intro;
    VerticalScrollArea *m_scroll;
    QVBoxLayout *m_column;
    QList<DoctorReportView *> m_views;
};

} // namespace tw::ui
