#include "ui/live/connection_details.h"

#include "models/catalog/catalog.h"
#include "models/doctor/doctor_report.h"
#include "models/live/live_state.h"
#include "ui/diagnosis/diagnosis_page.h"
#include "ui/diagnosis/doctor_page.h"
#include "ui/diagnosis/fix_actions.h"
#include "ui/live/state_look.h"
#include "ui/live/status_page.h"
#include "ui/live/traffic_panel.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/configuration_page.h"

#include <QEvent>
#include <QLineEdit>

namespace tw::ui {

ConnectionDetails::ConnectionDetails(const Services &services, QWidget *parent)
    : QTabWidget(parent),
      m_services(services),
      m_status(new StatusPage(services, this)),
      m_traffic(new TrafficPanel(services.traffic, this)),
      m_log(new LogPage(services, LogPage::Scope::OneConnection, this)),
      m_diagnosis(new DiagnosisPage(services, this)),
      m_doctor(new DoctorPage(services, this)),
      m_configuration(new ConfigurationPage(services, this)),
      m_fixes(new FixActions(services, this))
{
    setDocumentMode(true);
    addTab(m_status, symbolicIcon(QStringLiteral("lock")), {});
    addTab(m_traffic, symbolicIcon(QStringLiteral("traffic")), {});
    addTab(m_log, symbolicIcon(QStringLiteral("log")), {});
    addTab(m_diagnosis, symbolicIcon(QStringLiteral("diagnosis")), {});
    addTab(m_doctor, symbolicIcon(QStringLiteral("doctor")), {});
    addTab(m_configuration, symbolicIcon(QStringLiteral("configuration")), {});
    connectDiagnosis();
    connect(m_configuration, &ConfigurationPage::editRequested, m_fixes,
            [this] { m_fixes->openField(std::nullopt, {}); });
    connect(m_log, &LogPage::explanationRequested, this,
            [this](const QString &, const QDateTime &time) { showDiagnosisOf(time); });
    connect(m_log, &LogPage::captureRequested, this, [this] { Q_EMIT captureRequested(m_connection); });
    retranslate();
}

void ConnectionDetails::connectDiagnosis()
{
    connect(m_status, &StatusPage::explanationRequested, this, &ConnectionDetails::showDiagnosis);
    connect(m_diagnosis, &DiagnosisPage::logLineRequested, this, &ConnectionDetails::showLogLine);
    connect(m_diagnosis, &DiagnosisPage::fixRequested, m_fixes, &FixActions::apply);
    connect(m_diagnosis, &DiagnosisPage::testRekeyRequested, m_fixes, &FixActions::testRekey);
    connect(m_diagnosis, &DiagnosisPage::doctorRequested, this, &ConnectionDetails::showDoctor);
    connect(m_doctor, &DoctorPage::fixRequested, m_fixes, &FixActions::apply);
    connect(m_fixes, &FixActions::reportRequested, m_diagnosis, &DiagnosisPage::showReport);
    connect(m_fixes, &FixActions::certificatesRequested, this, &ConnectionDetails::certificatesRequested);
    connect(m_fixes, &FixActions::pathCheckRequested, this, [this] {
        showDoctor();
        m_doctor->run({models::DoctorKind::Path});
    });
    connect(m_fixes, &FixActions::trafficCheckRequested, this, [this] {
        showDoctor();
        m_doctor->run({models::DoctorKind::Traffic});
    });
    // What was asked for in the doctors' tab is told in this one as well: that is where it goes on.
    connect(m_fixes, &FixActions::done, this, [this](const QString &sentence) {
        m_diagnosis->showOutcome(Tone::Neutral, sentence);
        setCurrentWidget(m_diagnosis);
    });
    connect(m_fixes, &FixActions::refused, this, [this](const QString &sentence) {
        m_diagnosis->showOutcome(Tone::Bad, sentence);
        setCurrentWidget(m_diagnosis);
    });
}

void ConnectionDetails::setConnection(const QString &id)
{
    const models::Connection *connection = m_services.catalog.connection(id);
    m_connection = connection ? id : QString();
    const QString name = connection ? connection->draft.name : QString();
    m_status->setConnection(m_connection, name);
    m_log->setConnection(m_connection, name);
    m_diagnosis->setConnection(m_connection);
    m_doctor->setConnection(m_connection);
    m_configuration->setConnection(m_connection);
    m_fixes->setConnection(m_connection);
    m_traffic->setConnections(connection ? QStringList{id} : QStringList());
    m_traffic->setExplanation(connection ? QString() : tr("Select one connection to see its traffic."));
}

void ConnectionDetails::showLog()
{
    setCurrentWidget(m_log);
    m_log->view()->setFocus();
    // Of what failed the reason is looked for; of what works, what happens now.
    if (!m_connection.isEmpty() && stateGroup(m_services.live.state(m_connection)) == StateGroup::Failed)
        m_log->showNewestTrouble();
}

void ConnectionDetails::showLogLine(qint64 sequence, const QDateTime &time)
{
    setCurrentWidget(m_log);
    m_log->view()->setFocus();
    m_log->showLine(sequence, time);
}

void ConnectionDetails::showDiagnosis()
{
    m_diagnosis->showPresent();
    setCurrentWidget(m_diagnosis);
    m_diagnosis->setFocus();
}

void ConnectionDetails::showDiagnosisOf(const QDateTime &time)
{
    showDiagnosis();
    m_diagnosis->showMoment(time);
}

void ConnectionDetails::showReport()
{
    showDiagnosis();
    m_diagnosis->showReport();
}

void ConnectionDetails::showDoctor()
{
    setCurrentWidget(m_doctor);
    m_doctor->addressEdit()->setFocus();
}

void ConnectionDetails::runChecks()
{
    showDiagnosis();
    m_diagnosis->runChecks();
}

void ConnectionDetails::testRekey()
{
    showDiagnosis();
    m_fixes->testRekey();
}

void ConnectionDetails::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QTabWidget::changeEvent(event);
}

void ConnectionDetails::retranslate()
{
    setAccessibleName(tr("Details of the connection"));
    setTabText(indexOf(m_status), tr("Status"));
    setTabText(indexOf(m_traffic), tr("Traffic"));
    setTabText(indexOf(m_log), tr("Log"));
    setTabText(indexOf(m_diagnosis), tr("Diagnosis"));
    setTabText(indexOf(m_doctor), tr("Doctor"));
    setTabText(indexOf(m_configuration), tr("Configuration"));
    setConnection(m_connection);
}

} // namespace tw::ui
