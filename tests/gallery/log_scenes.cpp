#include "log_scenes.h"

#include "ui/catalog/connections_page.h"
#include "ui/live/connection_details.h"
#include "ui/log/bundle_dialog.h"
#include "ui/log/facet_chips.h"
#include "ui/log/find_bar.h"
#include "ui/log/ladder_view.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/log/timeline_strip.h"
#include "ui/log/timeline_table.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"

#include <QApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QLineEdit>
#include <QListView>

#include <functional>

namespace tw::gallery {

namespace {

using models::LogTableModel;
using Arrange = std::function<void(ui::LogPage &)>;

constexpr QSize kWindow(1280, 800);
constexpr int kPatienceMs = 5'000;

void waitUntil(const std::function<bool()> &isSo)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!isSo() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

bool isSettled(const ui::LogPage &page)
{
    if (page.model()->state() == LogTableModel::State::Loading)
        return false;
    const int last = page.view()->rowAt(page.view()->viewport()->height() - 1);
    for (int row = std::max(0, page.view()->rowAt(0)); row <= last; ++row) {
        if (!page.model()->record(row))
            return false;
    }
    return !page.timeline()->bins().isEmpty() || !page.timeline()->isEnabled();
}

std::unique_ptr<QWidget> logAt(Site &site, const Arrange &arrange, QSize size = kWindow)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(size);
    window->setPage(ui::MainWindow::Page::Log);
    window->show();
    waitForLogs(*window);
    arrange(*window->logPage());
    waitForLogs(*window);
    return window;
}

std::unique_ptr<QWidget> connectionLogAt(Site &site, const Arrange &arrange, QSize size = kWindow)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(size);
    window->setPage(ui::MainWindow::Page::Connections);
    window->connectionsPage()->table()->selectId(site.failedConnection());
    window->connectionsPage()->showLog();
    window->show();
    waitForLogs(*window);
    arrange(*window->connectionsPage()->details()->logPage());
    waitForLogs(*window);
    return window;
}

void selectCode(ui::LogPage &page, api::EventCode code)
{
    for (int row = 0; row < page.model()->rowCount(); ++row) {
        const models::LogRecord *record = page.model()->record(row);
        if (record && record->event.code == code) {
            page.view()->goToRow(row);
            return;
        }
    }
}

void showRefusal(ui::LogPage &page) { selectCode(page, api::EventCode::ProposalRefused); }

void showLadder(ui::LogPage &page)
{
    selectCode(page, api::EventCode::AuthenticationRefused);
    page.setLadderShown(true);
    waitUntil([&page] { return !page.ladder()->model()->isEmpty(); });
}

} // namespace

void waitForLogs(QWidget &widget)
{
    QCoreApplication::processEvents();
    for (const ui::LogPage *page : widget.findChildren<ui::LogPage *>()) {
        if (page->isVisible())
            waitUntil([page] { return isSettled(*page); });
    }
    QCoreApplication::processEvents();
}

QList<Scene> logScenes()
{
    return {
        {QStringLiteral("log"), allContents(), [](Site &site) { return logAt(site, [](ui::LogPage &) { }); }},
        {QStringLiteral("log-details"), {Content::Typical}, [](Site &site) { return logAt(site, showRefusal); }},
        {QStringLiteral("log-ladder"), {Content::Typical}, [](Site &site) { return logAt(site, showLadder); }},
        {QStringLiteral("log-ladder-small"),
         {Content::Typical},
         [](Site &site) { return logAt(site, showLadder, QSize(1024, 640)); }},
        {QStringLiteral("log-found"),
         {Content::Typical},
         [](Site &site) {
             return logAt(site, [&site](ui::LogPage &page) {
                 page.chooseConnection(site.failedConnection());
                 models::LogFacets facets;
                 facets.levels.excluded = {api::Level::Debug};
                 facets.phases.included = {api::Phase::Phase1};
                 page.setFacets(facets);
                 waitUntil([&page] { return isSettled(page); });
                 page.openFind();
                 page.findBar()->edit()->setText(QStringLiteral("proposal"));
                 waitUntil([&page] { return !page.findBar()->countText().contains(QStringLiteral("...")); });
             });
         }},
        {QStringLiteral("log-zoomed"),
         {Content::Typical},
         [](Site &site) {
             return logAt(site, [](ui::LogPage &page) {
                 page.showWindowFrom(QDateTime::currentDateTime().addDays(-13).addSecs(-4 * 3600));
                 for (int step = 0; step < 4; ++step)
                     page.timeline()->zoom(0.5);
             });
         }},
        {QStringLiteral("log-not-kept"),
         {Content::Typical},
         [](Site &site) {
             return logAt(site,
                          [](ui::LogPage &page) { page.showWindowFrom(QDateTime::currentDateTime().addDays(-45)); });
         }},
        {QStringLiteral("log-bundle"),
         {Content::Typical},
         [](Site &site) {
             models::SupportBundle bundle{.connectionId = site.failedConnection(), .window = {}};
             bundle.window.to = site.bench().log->now();
             bundle.window.from = bundle.window.to - models::LogWindow::kLongest;
             bundle.takeConfiguration(*site.bench().catalog);
             return std::make_unique<ui::BundleDialog>(bundle, site.bench().log->path());
         }},
        {QStringLiteral("log-timeline-table"),
         {Content::Typical},
         [](Site &site) {
             const auto window = logAt(site, [](ui::LogPage &) { });
             auto table = std::make_unique<ui::TimelineTable>();
             const auto *page = window->findChild<ui::LogPage *>();
             table->setBins(static_cast<ui::MainWindow *>(window.get())->logPage()->timeline()->bins(),
                            page->timeline()->view().step());
             return table;
         }},
        {QStringLiteral("connections-log"),
         {Content::Typical, Content::Thousand, Content::Long},
         [](Site &site) { return connectionLogAt(site, [](ui::LogPage &) { }); }},
        {QStringLiteral("connections-log-small"),
         {Content::Typical, Content::Long},
         [](Site &site) { return connectionLogAt(site, showRefusal, QSize(1024, 640)); }},
    };
}

} // namespace tw::gallery
