#include "ui/live/connection_details.h"

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"
#include "ui/live/state_look.h"
#include "ui/live/status_page.h"
#include "ui/live/traffic_panel.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/theme/symbolic_icon.h"

#include <QEvent>

namespace tw::ui {

ConnectionDetails::ConnectionDetails(const Services &services, QWidget *parent)
    : QTabWidget(parent),
      m_services(services),
      m_status(new StatusPage(&services.live, this)),
      m_traffic(new TrafficPanel(services.traffic, this)),
      m_log(new LogPage(services, LogPage::Scope::OneConnection, this))
{
    setDocumentMode(true);
    addTab(m_status, symbolicIcon(QStringLiteral("lock")), {});
    addTab(m_traffic, symbolicIcon(QStringLiteral("traffic")), {});
    addTab(m_log, symbolicIcon(QStringLiteral("log")), {});
    retranslate();
}

void ConnectionDetails::setConnection(const QString &id)
{
    const models::Connection *connection = m_services.catalog.connection(id);
    m_connection = connection ? id : QString();
    const QString name = connection ? connection->draft.name : QString();
    m_status->setConnection(m_connection, name);
    m_log->setConnection(m_connection, name);
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
    setConnection(m_connection);
}

} // namespace tw::ui
