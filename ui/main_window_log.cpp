// That the log cannot be kept is said on every page, and that it was not, when it can be again.

#include "models/log/log_store.h"
#include "ui/main_window.h"
#include "ui/widgets/message_bar.h"

#include <QLocale>

namespace tw::ui {

void MainWindow::watchLog()
{
    if (m_services.log)
        connect(m_services.log, &models::LogStore::noticeChanged, this, &MainWindow::followLog);
}

void MainWindow::followLog()
{
    const models::LogStore &log = *m_services.log;
    const quint64 lost = log.droppedFacts();
    const QString notice = log.notice();
    const bool isLosing = lost > m_lostLines && !notice.isEmpty();
    if (m_isLogFailing && notice.isEmpty()) {
        m_isLogFailing = false;
        showProblem(tr("The log is kept again. Lines lost while it could not be: %1.")
                        .arg(QLocale().toString(static_cast<qulonglong>(lost - m_lostBefore))));
    } else if (isLosing && (!m_isLogFailing || m_problem->text() == m_logNotice)) {
        // Once closed, it stays so until the next time.
        if (!m_isLogFailing)
            m_lostBefore = m_lostLines;
        if (!m_isLogFailing || m_problem->isVisibleTo(this))
            showProblem(notice);
        m_isLogFailing = true;
        m_logNotice = notice;
    }
    m_lostLines = lost;
}

} // namespace tw::ui
