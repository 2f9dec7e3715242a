#include "ui/live/details_windows.h"

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "ui/live/connection_details.h"
#include "ui/widgets/window_size.h"

#include <QIcon>
#include <QShortcut>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

const auto kGeometry = QStringLiteral("details_window");
constexpr int kGeometryVersion = 1;
constexpr QSize kUsual(760, 480);

// Remembers where it was for the next one.
class DetailsWindow final : public QWidget
{
public:
    DetailsWindow(const Services &services, const QString &connectionId)
        : m_settings(services.settings), m_details(new ConnectionDetails(services, this))
    {
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowIcon(QIcon(QStringLiteral(":/icons/tunnelwright.svg")));
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_details);
        for (const auto &keys : {QKeySequence(Qt::CTRL | Qt::Key_W), QKeySequence(Qt::Key_Escape)})
            connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
        m_details->setConnection(connectionId);
        if (!restoreGeometry(m_settings.windowState(kGeometry, kGeometryVersion)))
            resizeWithin(*this, kUsual);
    }

    ConnectionDetails *details() const { return m_details; }

protected:
    void closeEvent(QCloseEvent *event) override
    {
        m_settings.setWindowState(kGeometry, kGeometryVersion, saveGeometry());
        QWidget::closeEvent(event);
    }

private:
    models::Settings &m_settings;
    ConnectionDetails *m_details;
};

} // namespace

DetailsWindows::DetailsWindows(const Services &services, QObject *parent) : QObject(parent), m_services(services)
{
    connect(&m_services.catalog, &models::Catalog::connectionChanged, this, &DetailsWindows::updateTitle);
    connect(&m_services.catalog, &models::Catalog::connectionRemoved, this, &DetailsWindows::close);
}

// The windows hold on to the models, which go next.
DetailsWindows::~DetailsWindows()
{
    for (const QPointer<QWidget> &window : std::as_const(m_windows))
        delete window.data();
}

ConnectionDetails *DetailsWindows::open(const QString &connectionId)
{
    QPointer<QWidget> &window = m_windows[connectionId];
    if (!window) {
        window = new DetailsWindow(m_services, connectionId);
        connect(window, &QObject::destroyed, this, [this, connectionId] { m_windows.remove(connectionId); });
        connect(static_cast<DetailsWindow *>(window.data())->details(), &ConnectionDetails::certificatesRequested, this,
                &DetailsWindows::certificatesRequested);
        connect(static_cast<DetailsWindow *>(window.data())->details(), &ConnectionDetails::captureRequested, this,
                &DetailsWindows::captureRequested);
        updateTitle(connectionId);
    }
    window->show();
    window->raise();
    window->activateWindow();
    return static_cast<DetailsWindow *>(window.data())->details();
}

void DetailsWindows::closeAll()
{
    for (const QString &id : connections())
        close(id);
}

QStringList DetailsWindows::connections() const { return m_windows.keys(); }

void DetailsWindows::close(const QString &connectionId)
{
    if (const auto found = m_windows.constFind(connectionId); found != m_windows.cend() && *found)
        (*found)->close();
}

void DetailsWindows::updateTitle(const QString &connectionId)
{
    const auto found = m_windows.constFind(connectionId);
    const models::Connection *connection = m_services.catalog.connection(connectionId);
    if (found == m_windows.cend() || !*found || !connection)
        return;
    (*found)->setWindowTitle(QStringLiteral("%1 – Tunnelwright").arg(connection->draft.name));
    static_cast<DetailsWindow *>(found->data())->details()->setConnection(connectionId);
}

} // namespace tw::ui
