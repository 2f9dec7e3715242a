// What lists and their details can look like beside the usual.

#include "scenes.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/undo_stack.h"
#include "models/live/bulk_run.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/live/bulk_panel.h"
#include "ui/live/connection_details.h"
#include "ui/live/traffic_panel.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QApplication>

namespace tw::gallery {

namespace {

using Page = ui::MainWindow::Page;

std::unique_ptr<ui::MainWindow> windowAt(const ui::Services &services, const QString &connection,
                                         QSize size = {1280, 800})
{
    auto window = std::make_unique<ui::MainWindow>(services);
    window->resize(size);
    window->setPage(Page::Connections);
    window->connectionsPage()->table()->selectId(connection);
    return window;
}

Scene small(const QString &name, Page page)
{
    return {name, {Content::Empty, Content::Typical, Content::Error, Content::Long}, [page](Site &site) {
                auto window = windowAt(site.bench().services(), site.connection());
                window->resize(window->minimumSize());
                window->setPage(page);
                return window;
            }};
}

std::unique_ptr<QWidget> atRight(Site &site)
{
    auto window = windowAt(site.bench().services(), site.connection());
    window->connectionsPage()->detailsAtRightAction()->setChecked(true);
    return window;
}

std::unique_ptr<QWidget> trafficTable(Site &site)
{
    auto window = windowAt(site.bench().services(), site.connection());
    ui::ConnectionDetails *details = window->connectionsPage()->details();
    details->setCurrentWidget(details->trafficPanel());
    details->trafficPanel()->showTable(true);
    return window;
}

// Its own window, which goes with the one that it belongs to: its content is shown.
std::unique_ptr<QWidget> detailsAlone(Site &site)
{
    auto details = std::make_unique<ui::ConnectionDetails>(site.bench().services());
    details->setConnection(site.connection());
    details->resize(760, 520);
    return details;
}

std::unique_ptr<QWidget> nothingSelected(Site &site)
{
    auto window = windowAt(site.bench().services(), site.connection());
    window->connectionsPage()->table()->clearSelection();
    return window;
}

// One thing asked of all of them: those that are up, one that waits, and one that cannot be asked at all.
std::unique_ptr<QWidget> bulk(Site &site)
{
    tests::WidgetBench &bench = site.bench();
    QStringList ids;
    for (const models::Connection &connection : bench.catalog->connections())
        ids.append(connection.draft.id);
    if (site.content() == Content::Error
        && !bench.secrets.change({}, {bench.catalog->connection(ids.last())->secretReference}))
        qFatal("there was no key");
    auto window = windowAt(bench.services(), site.connection());
    window->connectionsPage()->bulkPanel()->follow(std::make_unique<models::BulkRun>(
        models::BulkAction::Start, ids, *bench.catalog, *bench.controller, *bench.live));
    for (const QString &id : std::as_const(ids).mid(1)) {
        if (site.content() == Content::Error)
            bench.reportState(id, api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
    }
    return window;
}

std::unique_ptr<QWidget> deleted(Site &site)
{
    const auto stack = std::make_shared<models::UndoStack>(*site.bench().catalog);
    ui::Services services = site.bench().services();
    services.undo = stack.get();
    auto window = windowAt(services, site.connection());
    window->show();
    QObject::connect(window.get(), &QObject::destroyed, qApp, [stack] { });
    if (!site.bench().catalog->removeConnection(site.failedConnection()))
        qFatal("the connection cannot be deleted");
    return window;
}

// Gateways that connections use, and one that none does.
std::unique_ptr<QWidget> deletionList(Site &site)
{
    tests::WidgetBench &bench = site.bench();
    bench.addCustomerGateway(QStringLiteral("spare"), QStringLiteral("198.51.100.250"));
    auto window = windowAt(bench.services(), site.connection());
    window->setPage(Page::CustomerGateways);
    QStringList ids;
    for (const models::CustomerGateway &gateway : bench.catalog->customerGateways())
        ids.append(gateway.id);
    auto removal = std::make_unique<models::BulkRemoval>(models::ObjectKind::CustomerGateway, ids, *bench.catalog);
    models::BulkRemoval &running = *removal;
    window->customerGatewaysPage()->bulkPanel()->follow(std::move(removal));
    running.run();
    return window;
}

// Of a connection that is up: what saving would interrupt.
std::unique_ptr<QWidget> editOfWhatIsUp(Site &site)
{
    auto editor =
        std::make_unique<ui::ConnectionEditor>(*site.bench().catalog, site.bench().draft(site.connection()), true);
    editor->openAt(models::Field::RemoteSubnet, QStringLiteral("172.24.0.0/16"));
    return editor;
}

} // namespace

QList<Scene> listScenes()
{
    return {
        small(QStringLiteral("overview-small"), Page::Overview),
        small(QStringLiteral("vpn-gateways-small"), Page::VpnGateways),
        small(QStringLiteral("customer-gateways-small"), Page::CustomerGateways),
        small(QStringLiteral("log-small"), Page::Log),
        small(QStringLiteral("certificates-small"), Page::Certificates),
        {QStringLiteral("connections-at-right"), {Content::Typical, Content::Long}, atRight},
        {QStringLiteral("connections-traffic-table"), {Content::Typical}, trafficTable},
        {QStringLiteral("connections-none-selected"), {Content::Typical}, nothingSelected},
        {QStringLiteral("details-alone"), {Content::Typical, Content::Long}, detailsAlone},
        {QStringLiteral("bulk"), {Content::Typical, Content::Error, Content::Long}, bulk, true},
        {QStringLiteral("deletion-list"), {Content::Typical, Content::Long}, deletionList, true},
        {QStringLiteral("undo-notice"), {Content::Typical, Content::Long}, deleted, true},
        {QStringLiteral("connection-editor-up"), {Content::Typical, Content::Long}, editOfWhatIsUp},
    };
}

} // namespace tw::gallery
