// How the window goes, and how the tray brings it back.

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"
#include "models/store/settings.h"
#include "ui/catalog/connections_page.h"
#include "ui/live/details_windows.h"
#include "ui/live/state_look.h"
#include "ui/main_window.h"
#include "ui/tray_icon.h"
#include "ui/widgets/questions.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QToolBar>

namespace tw::ui {

void MainWindow::buildTray()
{
    if (!TrayIcon::isPossible())
        return;
    m_tray = new TrayIcon(m_services, this);
    connect(m_tray, &TrayIcon::openRequested, this, &MainWindow::bringBack);
    connect(m_tray, &TrayIcon::quitRequested, this, [this] {
        bringBack(); // what is asked is asked there
        Q_EMIT quitRequested();
    });
    connect(m_tray, &TrayIcon::connectionRequested, this, [this](const QString &id) {
        bringBack();
        if (const models::Connection *connection = m_services.catalog.connection(id)) {
            reveal(models::ObjectKind::Connection, id, connection->draft.regionId);
            if (stateGroup(m_services.live.state(id)) == StateGroup::Failed)
                showDiagnosisOf(id);
        }
    });
    connect(m_tray, &TrayIcon::certificatesRequested, this, [this] {
        bringBack();
        setPage(Page::Certificates);
    });
}

void MainWindow::bringBack()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

MainWindow::Closed MainWindow::onClosed()
{
    using Closing = models::Settings::Closing;
    if (!m_tray || !centralWidget()->isEnabled()) // or it quits already
        return Closed::Quits;
    if (m_services.settings.closing() == Closing::Ask) {
        const auto choice =
            chosen(this, tr("Close window"), tr("Keep the tunnels when the window is closed?"),
                   tr("The program then goes on with an icon in the tray, which opens the window again. The settings "
                      "remember what you choose."),
                   {tr("Keep the tunnels"), tr("Quit")});
        if (!choice)
            return Closed::Stays;
        m_services.settings.setClosing(*choice == 0 ? Closing::KeepRunning : Closing::Quit);
    }
    return m_services.settings.closing() == Closing::KeepRunning ? Closed::Hides : Closed::Quits;
}

bool MainWindow::confirmsQuit()
{
    if (!m_services.settings.asksBeforeQuit())
        return true;
    QStringList up;
    for (const models::Connection &connection : m_services.catalog.connections()) {
        if (stateGroup(m_services.live.state(connection.draft.id)) == StateGroup::Up)
            up.append(connection.draft.name);
    }
    return up.isEmpty()
        || confirmed(this, tr("Quit"), tr("Quit and take down %n tunnel(s)?", nullptr, static_cast<int>(up.size())), {},
                     tr("Quit"), up);
}

void MainWindow::showQuitting()
{
    m_connections->detailsWindows()->closeAll();
    centralWidget()->setEnabled(false);
    m_toolBar->setEnabled(false);
    menuBar()->setEnabled(false);
    m_engineState->setText(tr("Deleting the security associations at the peers..."));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_mayClose) {
        event->ignore();
        const Closed wish = onClosed();
        if (wish == Closed::Hides)
            hide();
        else if (wish == Closed::Quits)
            Q_EMIT quitRequested();
        return;
    }
    saveLayout();
    event->accept();
}

} // namespace tw::ui
