#include "scenes.h"

#include "log_scenes.h"

#include "ui/catalog/connections_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_change_dialog.h"
#include "ui/editor/gateway_editor.h"
#include "ui/help/help_window.h"
#include "ui/live/traffic_panel.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/settings/settings_dialog.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QTabWidget>

namespace tw::gallery {

namespace {

using Page = ui::MainWindow::Page;

constexpr QSize kWindow(1280, 800);

std::unique_ptr<ui::MainWindow> windowAt(Site &site, Page page)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(kWindow);
    window->setPage(page);
    if (site.content() == Content::Error) {
        window->showMissingPrivilege(
            QStringLiteral("The program may not open a TUN device (CAP_NET_ADMIN) nor bind the ports 500 and 4500 "
                           "(CAP_NET_BIND_SERVICE).\nNo tunnel can be set up; everything else works. To grant it, run "
                           "this command and start the program again:"),
            QStringLiteral("sudo setcap cap_net_admin,cap_net_bind_service,cap_net_raw+ep /usr/bin/tunnelwright"));
        window->showProblem(QStringLiteral("Some facts of the log could not be written: the disk is full."));
    }
    return window;
}

Scene page(const QString &name, Page which)
{
    return {name, allContents(), [which](Site &site) { return windowAt(site, which); }};
}

std::unique_ptr<QWidget> connectionsAt(Site &site, const std::function<void(ui::ConnectionsPage &)> &arrange)
{
    auto window = windowAt(site, Page::Connections);
    window->connectionsPage()->table()->selectId(site.connection());
    arrange(*window->connectionsPage());
    return window;
}

// What the user would see after having pressed OK with all that is wrong.
void complain(ui::ObjectEditor &editor)
{
    editor.show();
    editor.accept();
}

template <typename Editor, typename Object>
std::unique_ptr<QWidget> gatewayEditor(Site &site, const Object *stored)
{
    Object object;
    object.regionId = tests::WidgetBench::kRegion;
    if (stored)
        object = *stored;
    auto editor = std::make_unique<Editor>(*site.bench().catalog, object);
    if (site.content() == Content::Error)
        complain(*editor);
    return editor;
}

std::unique_ptr<QWidget> connectionEditor(Site &site, bool folded)
{
    models::ConnectionDraft draft;
    draft.regionId = tests::WidgetBench::kRegion;
    if (!site.connection().isEmpty())
        draft = site.bench().draft(site.connection());
    if (site.content() == Content::Error) {
        draft.id.clear();
        draft.name = QStringLiteral("1st");
        draft.localSubnet = QStringLiteral("10.0.0.1/24");
        draft.remoteSubnet = QStringLiteral("10.0.0.0/8, 10.1.0.0/16");
        draft.ikeLifetime = QStringLiteral("0");
        draft.ikeEncAlg = QStringLiteral("des");
        draft.ipsecEncAlg = QStringLiteral("3des");
    }
    auto editor = std::make_unique<ui::ConnectionEditor>(*site.bench().catalog, draft, true);
    for (ui::Disclosure *disclosure : editor->findChildren<ui::Disclosure *>())
        disclosure->setOpen(!folded);
    if (!folded)
        editor->resize(editor->width(), 1500); // all of it in one picture
    if (site.content() == Content::Error) {
        editor->show();
        editor->accept();
    }
    return editor;
}

QList<Scene> makeScenes()
{
    const QList<Content> dialogs{Content::Empty, Content::Typical, Content::Error, Content::Long};
    return logScenes()
        + QList<Scene>{
            page(QStringLiteral("overview"), Page::Overview),
            page(QStringLiteral("vpn-gateways"), Page::VpnGateways),
            page(QStringLiteral("customer-gateways"), Page::CustomerGateways),
            {QStringLiteral("connections"), allContents(),
             [](Site &site) { return connectionsAt(site, [](ui::ConnectionsPage &) { }); }},
            {QStringLiteral("connections-traffic"),
             {Content::Typical, Content::Long},
             [](Site &site) {
                 return connectionsAt(site, [](ui::ConnectionsPage &shown) {
                     auto *tabs = shown.findChild<QTabWidget *>();
                     tabs->setCurrentWidget(shown.findChild<ui::TrafficPanel *>());
                 });
             }},
            {QStringLiteral("connections-filter-fault"),
             {Content::Typical},
             [](Site &site) {
                 return connectionsAt(site, [](ui::ConnectionsPage &shown) {
                     shown.filterEdit()->setText(QStringLiteral("hz state:upp"));
                 });
             }},
            {QStringLiteral("palette"),
             {Content::Typical, Content::Long},
             [](Site &site) {
                 auto window = windowAt(site, Page::Connections);
                 window->show();
                 window->commandPalette()->open();
                 window->commandPalette()->edit()->setText(QStringLiteral("co"));
                 return window;
             }},
            {QStringLiteral("settings"),
             {Content::Typical},
             [](Site &site) { return std::make_unique<ui::SettingsDialog>(*site.bench().settings, true); }},
            {QStringLiteral("change-setting"), dialogs,
             [](Site &site) {
                 QStringList ids;
                 for (const models::Connection &connection : site.bench().catalog->connections())
                     ids.append(connection.draft.id);
                 auto dialog = std::make_unique<ui::FieldChangeDialog>(*site.bench().catalog, ids,
                                                                       [](const QString &) { return true; });
                 dialog->setField(models::Field::IkeVersion);
                 dialog->setValue(QStringLiteral("ikev1"));
                 return dialog;
             }},
            {QStringLiteral("help"),
             {Content::Typical},
             [](Site &) {
                 auto help = std::make_unique<ui::HelpWindow>();
                 help->showTopic(QStringLiteral("page-connections"));
                 return help;
             }},
            {QStringLiteral("help-search"),
             {Content::Typical, Content::Error},
             [](Site &site) {
                 auto help = std::make_unique<ui::HelpWindow>();
                 help->searchEdit()->setText(site.content() == Content::Error ? QStringLiteral("xyzzy")
                                                                              : QStringLiteral("MTU"));
                 return help;
             }},
            {QStringLiteral("connections-small"),
             {Content::Typical, Content::Long},
             [](Site &site) {
                 auto window = connectionsAt(site, [](ui::ConnectionsPage &) { });
                 window->resize(window->minimumSize());
                 return window;
             }},
            {QStringLiteral("connections-nothing-found"),
             {Content::Typical},
             [](Site &site) {
                 return connectionsAt(site, [](ui::ConnectionsPage &shown) {
                     shown.filterEdit()->setText(QStringLiteral("nothing like it"));
                 });
             }},
            {QStringLiteral("certificates"),
             {Content::Empty},
             [](Site &site) { return windowAt(site, Page::Certificates); }},
            {QStringLiteral("connection-editor"), dialogs, [](Site &site) { return connectionEditor(site, true); }},
            {QStringLiteral("connection-editor-unfolded"), dialogs,
             [](Site &site) { return connectionEditor(site, false); }},
            {QStringLiteral("vpn-gateway-editor"), dialogs,
             [](Site &site) {
                 return gatewayEditor<ui::VpnGatewayEditor, models::VpnGateway>(
                     site,
                     site.content() == Content::Error ? nullptr : site.bench().catalog->vpnGateway(site.vpnGateway()));
             }},
            {QStringLiteral("customer-gateway-editor"), dialogs,
             [](Site &site) {
                 return gatewayEditor<ui::CustomerGatewayEditor, models::CustomerGateway>(
                     site,
                     site.content() == Content::Error ? nullptr
                                                      : site.bench().catalog->customerGateway(site.customerGateway()));
             }},
            {QStringLiteral("region-editor"),
             {Content::Empty, Content::Error},
             [](Site &site) {
                 auto editor = std::make_unique<ui::RegionEditor>(*site.bench().catalog, models::Region());
                 if (site.content() == Content::Error)
                     complain(*editor);
                 return editor;
             }},
        };
}

} // namespace

const QList<Scene> &allScenes()
{
    static const QList<Scene> scenes = makeScenes() + backupScenes() + captureScenes() + certificateScenes()
        + compareScenes() + diagnosisScenes() + importScenes() + listScenes() + questionScenes() + rehearsalScenes()
        + transferScenes();
    return scenes;
}

void settle(QWidget &widget)
{
    widget.show();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    waitForLogs(widget);
}

} // namespace tw::gallery
