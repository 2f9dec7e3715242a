#include "scenes.h"
#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/main_window.h"
#include "ui/transfer/batch_download_dialog.h"
#include "ui/transfer/configuration_page.h"
#include "ui/transfer/device_list.h"
#include "ui/transfer/download_dialog.h"
#include "ui/transfer/download_places.h"
#include "ui/transfer/export_preview.h"
#include "ui/widgets/object_table.h"

#include <QCheckBox>
#include <QComboBox>

namespace tw::gallery {

namespace {

using models::PeerFormat;

std::unique_ptr<ui::DownloadDialog> download(Site &site, PeerFormat device)
{
    const models::ConnectionDraft draft = site.bench().draft(site.connection());
    ui::rememberDevice(*site.bench().settings, draft.customerGatewayId, device);
    return std::make_unique<ui::DownloadDialog>(site.bench().services(), site.connection());
}

std::unique_ptr<QWidget> withKey(Site &site)
{
    auto dialog = download(site, PeerFormat::IpsecConf);
    dialog->keyBox()->setChecked(true);
    dialog->preview()->setCurrentFile(1);
    return dialog;
}

std::unique_ptr<QWidget> blocked(Site &site)
{
    models::ConnectionDraft draft = site.bench().draft(site.connection());
    draft.ikeEncAlg = QStringLiteral("des");
    draft.ikePfs = QStringLiteral("group5");
    draft.ipsecPfs = QStringLiteral("group1");
    static_cast<void>(site.bench().catalog->save(draft, {}, models::Catalog::Sharing::ChangeOthers));
    return download(site, PeerFormat::Libreswan);
}

std::unique_ptr<QWidget> notSaved(Site &site)
{
    auto dialog = download(site, PeerFormat::Swanctl);
    dialog->saveTo(QStringLiteral("/proc/configurations-of-customers/hangzhou-office.swanctl.conf"));
    return dialog;
}

std::unique_ptr<QWidget> several(Site &site)
{
    QStringList ids;
    for (const models::Connection &connection : site.bench().catalog->connections())
        ids.append(connection.draft.id);
    auto dialog = std::make_unique<ui::BatchDownloadDialog>(site.bench().services(), ids);
    dialog->deviceBox()->setCurrentIndex(dialog->deviceBox()->findData(static_cast<int>(PeerFormat::Windows)));
    return dialog;
}

std::unique_ptr<QWidget> configurationTab(Site &site)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(1280, 900);
    window->setPage(ui::MainWindow::Page::Connections);
    window->connectionsPage()->table()->selectId(site.connection());
    ui::ConnectionDetails *details = window->connectionsPage()->details();
    details->setCurrentWidget(details->configurationPage());
    return window;
}

} // namespace

QList<Scene> transferScenes()
{
    return {
        {QStringLiteral("download"),
         {Content::Typical, Content::Long},
         [](Site &site) { return download(site, PeerFormat::Swanctl); }},
        {QStringLiteral("download-json"),
         {Content::Typical},
         [](Site &site) { return download(site, PeerFormat::Alibaba); }},
        {QStringLiteral("download-router"),
         {Content::Typical},
         [](Site &site) { return download(site, PeerFormat::CiscoIos); }},
        {QStringLiteral("download-key"), {Content::Typical}, withKey},
        {QStringLiteral("download-blocked"), {Content::Typical}, blocked, true},
        {QStringLiteral("download-not-saved"), {Content::Typical}, notSaved},
        {QStringLiteral("download-several"), {Content::Typical, Content::Long}, several},
        {QStringLiteral("connections-configuration"), {Content::Typical, Content::Long}, configurationTab},
    };
}

} // namespace tw::gallery
