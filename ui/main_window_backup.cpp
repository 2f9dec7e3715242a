// Everything into one file, and back.

#include "ui/main_window.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/backup_dialog.h"
#include "ui/transfer/restore_dialog.h"

#include <QMenu>

namespace tw::ui {

void MainWindow::buildBackup(QMenu *menu)
{
    m_backup = addAction(QStringLiteral("backup"));
    m_restore = addAction(QStringLiteral("restore"));
    menu->addActions({m_backup, m_restore});
    for (QAction *action : {m_backup, m_restore})
        action->setEnabled(m_services.envelope != nullptr);
    connect(m_backup, &QAction::triggered, this, [this] { BackupDialog(m_services, this).exec(); });
    connect(m_restore, &QAction::triggered, this, [this] { RestoreDialog(m_services, this).exec(); });
}

void MainWindow::restoreFile(const QString &path)
{
    RestoreDialog dialog(m_services, this);
    dialog.setFile(path);
    dialog.exec();
}

void MainWindow::retranslateBackup()
{
    m_backup->setText(tr("&Back up..."));
    m_restore->setText(tr("&Restore a backup..."));
}

} // namespace tw::ui
