// The other end's configuration against a connection.

#include "ui/catalog/connections_page.h"
#include "ui/main_window.h"
#include "ui/transfer/compare_dialog.h"

namespace tw::ui {

void MainWindow::compareWith(const QString &connectionId, const QByteArray &utf8, const QString &source,
                             const QByteArray &secrets)
{
    CompareDialog dialog(m_services, connectionId, this);
    dialog.compareWith(utf8, source, secrets);
    dialog.exec();
}

} // namespace tw::ui
