// What opens over a window and waits for an answer: questions, refusals, menus.

#include "pictured.h"
#include "scenes.h"

#include "tests/support/certificate_files.h"
#include "ui/catalog/certificate_import.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/catalog/region_selector.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>

namespace tw::gallery {

namespace {

using Page = ui::MainWindow::Page;
using Act = std::function<void(ui::MainWindow &)>;

std::unique_ptr<ui::MainWindow> windowAt(Site &site, Page page)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(1280, 800);
    window->setPage(page);
    window->show();
    window->connectionsPage()->table()->selectId(site.connection());
    return window;
}

Scene over(const QString &name, const QList<Content> &contents, Page page, const Act &act)
{
    return {name, contents, [page, act](Site &site) {
                const auto window = windowAt(site, page);
                return pictureOf([&] { act(*window); });
            }};
}

// The menu of the bar at that place; counted from the end where it is negative.
QMenu *menuAt(const ui::MainWindow &window, qsizetype place)
{
    const QList<QAction *> menus = window.menuBar()->actions();
    return menus.at(place < 0 ? menus.size() + place : place)->menu();
}

void chooseFromHelp(const ui::MainWindow &window, qsizetype fromTheEnd)
{
    const QList<QAction *> entries = menuAt(window, -1)->actions();
    entries.at(entries.size() - fromTheEnd)->trigger();
}

std::unique_ptr<QWidget> menus(Site &site)
{
    const auto window = windowAt(site, Page::Connections);
    auto all = std::make_unique<QWidget>();
    auto *row = new QHBoxLayout(all.get());
    for (const QAction *menu : window->menuBar()->actions()) {
        QWidget *picture = pictureOf([&] { menu->menu()->popup({}); }).release(); // the row takes it
        row->addWidget(picture, 0, Qt::AlignTop);
    }
    return all;
}

std::unique_ptr<QWidget> passphrase(Site &site)
{
    return pictureOf([&] {
        ui::CertificateImporter(*site.bench().catalog, nullptr)
            .importFiles({QStringLiteral(TW_CERTIFICATE_DIR "/sealed.p12")});
    });
}

} // namespace

QList<Scene> questionScenes()
{
    const QList<Content> usual{Content::Typical, Content::Long};
    const QList<Content> manyToo{Content::Typical, Content::Thousand, Content::Long};
    const auto all = [](ui::ObjectPage &page) {
        page.table()->selectAll();
        page.deleteAction()->trigger();
    };
    return {
        over(QStringLiteral("question-delete"), usual, Page::Connections,
             [](ui::MainWindow &window) { window.connectionsPage()->deleteAction()->trigger(); }),
        over(QStringLiteral("question-delete-several"), manyToo, Page::Connections,
             [all](ui::MainWindow &window) { all(*window.connectionsPage()); }),
        over(QStringLiteral("question-quit"), manyToo, Page::Connections,
             [](ui::MainWindow &window) { window.confirmsQuit(); }),
        over(QStringLiteral("question-of-three"), {Content::Typical}, Page::Connections,
             [](ui::MainWindow &window) {
                 ui::chosen(&window, ui::MainWindow::tr("Close window"),
                            ui::MainWindow::tr("Keep the tunnels when the window is closed?"),
                            ui::MainWindow::tr("The program then goes on with an icon in the tray, which opens the "
                                               "window again. The settings remember what you choose."),
                            {ui::MainWindow::tr("Keep the tunnels"), ui::MainWindow::tr("Quit")});
             }),
        over(QStringLiteral("refusal"), manyToo, Page::VpnGateways,
             [](ui::MainWindow &window) {
                 window.vpnGatewaysPage()->table()->selectRow(0);
                 window.vpnGatewaysPage()->deleteAction()->trigger();
             }),
        over(QStringLiteral("keyboard"), {Content::Typical}, Page::Connections,
             [](ui::MainWindow &window) { chooseFromHelp(window, 2); }),
        over(QStringLiteral("about"), {Content::Typical}, Page::Connections,
             [](ui::MainWindow &window) { chooseFromHelp(window, 1); }),
        {QStringLiteral("menus"), {Content::Typical}, menus},
        over(QStringLiteral("menu-of-rows"), {Content::Typical}, Page::Connections,
             [](ui::MainWindow &window) { Q_EMIT window.connectionsPage()->table()->menuRequested({}); }),
        over(QStringLiteral("menu-of-columns"), {Content::Typical}, Page::Connections,
             [](ui::MainWindow &window) {
                 Q_EMIT window.connectionsPage()->table()->horizontalHeader()->customContextMenuRequested({});
             }),
        over(QStringLiteral("regions"), {Content::Typical, Content::Empty}, Page::Connections,
             [](ui::MainWindow &window) { window.findChild<ui::RegionSelector *>()->showPopup(); }),
        {QStringLiteral("certificate-passphrase"), {Content::Typical}, passphrase},
    };
}

} // namespace tw::gallery
