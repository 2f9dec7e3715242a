// Files that were opened lately, once more.

#include "models/store/settings.h"
#include "models/transfer/import/import_file.h"
#include "ui/main_window.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/questions.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace tw::ui {

namespace {

constexpr qsizetype kLongestFolder = 48; // in characters; of a longer one the end tells more

// "office.conf — ~/vpn", as a menu takes it: a "&" of the name is no mnemonic.
QString menuText(const QString &path)
{
    const QFileInfo file(path);
    QString folder = QDir::toNativeSeparators(file.path());
    if (const QString home = QDir::homePath(); folder == home || folder.startsWith(home + QLatin1Char('/')))
        folder = QLatin1Char('~') + folder.mid(home.size());
    if (folder.size() > kLongestFolder)
        folder = QStringLiteral("…") + folder.right(kLongestFolder);
    return QStringLiteral("%1 — %2").arg(file.fileName(), folder).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

void MainWindow::buildRecentFiles(QMenu *menu)
{
    m_recentFiles = menu->addMenu(symbolicIcon(QStringLiteral("history")), QString());
    m_recentFiles->setObjectName(QStringLiteral("recentFiles"));
    m_recentFiles->setToolTipsVisible(true);
    connect(&m_services.settings, &models::Settings::recentFilesChanged, this, &MainWindow::updateRecentFiles);
}

void MainWindow::updateRecentFiles()
{
    m_recentFiles->setTitle(tr("Open recen&t"));
    m_recentFiles->clear();
    const QStringList paths = m_services.settings.recentFiles();
    m_recentFiles->setEnabled(!paths.isEmpty());
    for (const QString &path : paths) {
        QAction *action = m_recentFiles->addAction(menuText(path));
        // The palette remembers what was chosen by this name, which holds no path.
        action->setObjectName(QStringLiteral("recent-file-%1").arg(m_recentFiles->actions().size()));
        action->setToolTip(path);
        // Opening one changes the list, and with it this action.
        connect(action, &QAction::triggered, this, [this, path] { openRecentFile(path); }, Qt::QueuedConnection);
    }
    if (paths.isEmpty())
        return;
    m_recentFiles->addSeparator();
    QAction *clear = m_recentFiles->addAction(tr("&Clear this list"));
    clear->setObjectName(QStringLiteral("clear-recent-files"));
    connect(clear, &QAction::triggered, &m_services.settings, &models::Settings::forgetRecentFiles,
            Qt::QueuedConnection);
}

void MainWindow::openRecentFile(const QString &path)
{
    if (models::isGone(path)) {
        m_services.settings.forgetFile(path);
        refuse(this, tr("Open recent"),
               tr("“%1” is no longer there, and was taken off the list.").arg(QFileInfo(path).fileName()),
               {QDir::toNativeSeparators(path)});
        return;
    }
    openFiles({path});
}

} // namespace tw::ui
