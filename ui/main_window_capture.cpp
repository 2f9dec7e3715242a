// A capture as the window shows it: its dialog, and what the status bar says of it.

#include "models/capture/capture_controller.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/capture_indicator.h"
#include "ui/catalog/connections_page.h"
#include "ui/main_window.h"

#include <QStatusBar>

namespace tw::ui {

void MainWindow::buildCapture()
{
    models::CaptureController *capture = m_services.capture;
    if (!capture)
        return;
    m_captureIndicator = new CaptureIndicator(capture, this);
    statusBar()->addPermanentWidget(m_captureIndicator);
    connect(m_captureIndicator, &QAbstractButton::clicked, this, [this] { openCapture({}); });
    connect(m_connections, &ConnectionsPage::captureRequested, this, &MainWindow::openCapture);
    // One that failed is told although nobody looks at it.
    connect(capture, &models::CaptureController::closed, this, [this, capture] {
        using End = api::CaptureEnd;
        const End end = capture->progress().end;
        const bool isSeen = m_capture && m_capture->isVisible();
        if (!isSeen && (end == End::WriteFailed || end == End::EngineGone || end == End::Refused))
            showProblem(capture->endText());
    });
}

void MainWindow::openCapture(const QString &connectionId)
{
    if (!m_capture) {
        m_capture = new CaptureDialog(m_services, this);
        connect(m_capture, &CaptureDialog::resultSeen, m_captureIndicator, &CaptureIndicator::setResultSeen);
    }
    m_capture->open(connectionId);
}

} // namespace tw::ui
