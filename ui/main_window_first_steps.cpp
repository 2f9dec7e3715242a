// From the first start to a rehearsed connection.

#include "models/catalog/catalog.h"
#include "models/catalog/demo_pair.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/live/overview_page.h"
#include "ui/main_window.h"

#include <QAction>

#include <algorithm>

namespace tw::ui {

void MainWindow::connectFirstSteps()
{
    auto *rehearse = new QAction(this);
    connect(rehearse, &QAction::triggered, this, &MainWindow::rehearseFirst);
    m_overview->setFirstSteps(
        {m_vpnGateways->newAction(), m_customerGateways->newAction(), m_connections->newAction(), rehearse});
    connect(m_overview, &OverviewPage::demoRequested, this, &MainWindow::makeDemo);
    connect(m_connections, &ConnectionsPage::rehearsed, m_overview, &OverviewPage::endFirstSteps);
}

// Of the region: there is at least one when it is asked for.
void MainWindow::rehearseFirst()
{
    const auto &connections = m_services.catalog.connections();
    const auto isHere = [this](const models::Connection &one) { return one.draft.regionId == region(); };
    if (const auto first = std::ranges::find_if(connections, isHere); first != connections.end())
        m_connections->rehearse(first->draft.id);
}

void MainWindow::makeDemo()
{
    models::CatalogChange pair = models::demoPair(region());
    const QString id = pair.connections.front().draft.id;
    if (const auto made = m_services.catalog.applyAll(std::move(pair)); !made) {
        showProblem(made.error().first().text);
        return;
    }
    m_services.catalog.whenSaved(this, [this, id](const models::CatalogResult<void> &saved) {
        if (saved)
            m_connections->rehearse(id);
        else
            showProblem(saved.error().text);
    });
}

} // namespace tw::ui
