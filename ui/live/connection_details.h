#pragma once

#include "ui/services.h"

#include <QDateTime>
#include <QTabWidget>

namespace tw::ui {

class ConfigurationPage;
class DiagnosisPage;
class DoctorPage;
class FixActions;
class LogPage;
class StatusPage;
class TrafficPanel;

// What there is to know of one connection, a tab for each: its state and SAs, its traffic, its log, why it is as it is,
// the doctors who find
// that out, and how both sides have to be configured.
class ConnectionDetails final : public QTabWidget
{
    Q_OBJECT

public:
    explicit ConnectionDetails(const Services &services, QWidget *parent = nullptr);

    // A connection that is not (or no longer) there, or an empty id: nothing is selected, and the tabs say so.
    void setConnection(const QString &id);
    void showLog();
    void showLogLine(qint64 sequence, const QDateTime &time);
    void showDiagnosis();
    void showDiagnosisOf(const QDateTime &time); // as it was then
    void showReport(); // for the other side, of the diagnosis
    void showDoctor();
    void runChecks(); // of the one-click diagnosis
    void testRekey();

    StatusPage *statusPage() const { return m_status; }
    TrafficPanel *trafficPanel() const { return m_traffic; }
    LogPage *logPage() const { return m_log; }
    DiagnosisPage *diagnosisPage() const { return m_diagnosis; }
    ConfigurationPage *configurationPage() const { return m_configuration; }
    DoctorPage *doctorPage() const { return m_doctor; }
    FixActions *fixActions() const { return m_fixes; }

Q_SIGNALS:
    void certificatesRequested();
    void captureRequested(const QString &connectionId);

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectDiagnosis();
    void retranslate();

    Services m_services;
    QString m_connection;
    StatusPage *m_status;
    TrafficPanel *m_traffic;
    LogPage *m_log;
    DiagnosisPage *m_diagnosis;
    DoctorPage *m_doctor;
    ConfigurationPage *m_configuration;
    FixActions *m_fixes;
};

} // namespace tw::ui
