#include "ui/live/overview_page.h"

#include "models/catalog/catalog.h"
#include "models/catalog/issue_text.h"
#include "models/catalog/weakness.h"
#include "models/live/gateway_statuses.h"
#include "models/live/live_state.h"
#include "models/live/status_text.h"
#include "models/live/traffic_history.h"
#include "models/store/settings.h"
#include "ui/live/first_steps.h"
#include "ui/live/overview_section.h"
#include "ui/live/state_tile.h"
#include "ui/live/traffic_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/relative_time.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>
#include <array>

namespace tw::ui {

namespace {

using models::Connection;

constexpr int kRefreshMs = 250; // nobody reads a page that changes faster
// The height of the chart, and of the words in its place, in lines of text.
constexpr int kTrafficLines = 15;
constexpr int kWordsLines = 4;
constexpr int kMakingSteps = 3; // of the first steps: the others use what these make

// Failed ones first: they are what one looks for.
constexpr std::array kOrder{StateGroup::Failed, StateGroup::Negotiating, StateGroup::Up, StateGroup::Waiting,
                            StateGroup::Down};

QString filterOf(StateGroup group)
{
    switch (group) {
    case StateGroup::Up: return QStringLiteral("state:up");
    case StateGroup::Negotiating: return QStringLiteral("state:negotiating");
    case StateGroup::Failed: return QStringLiteral("state:failed");
    case StateGroup::Waiting: return QStringLiteral("state:waiting");
    case StateGroup::Down: return QStringLiteral("state:down");
    }
    return {};
}

Badge tileBadge(StateGroup group)
{
    using enum api::ConnectionState;
    switch (group) {
    case StateGroup::Up: return stateBadge(Established);
    case StateGroup::Negotiating: return stateBadge(Phase1Negotiating);
    case StateGroup::Failed: return stateBadge(Phase1Failed);
    case StateGroup::Waiting: return stateBadge(Waiting);
    case StateGroup::Down: return stateBadge(Stopped);
    }
    return {};
}

// It is tried again and again, so that its state says "failed" only in between.
bool hasFailed(const api::ConnectionStatus &status)
{
    const StateGroup group = stateGroup(status.state);
    return group == StateGroup::Failed
        || (status.lastFailure != api::FailureCode::None && group != StateGroup::Up && group != StateGroup::Down);
}

} // namespace

OverviewPage::OverviewPage(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_statuses(new models::GatewayStatuses(services.catalog, &services.live, this)),
      m_refresh(new QTimer(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(QStringLiteral("overview"), this)),
      m_firstSteps(new FirstSteps(this)),
      m_guide(new QWidget(this)),
      m_grid(new QGridLayout),
      m_title(new QLabel(this)),
      m_failed(new OverviewSection(this)),
      m_weak(new OverviewSection(this)),
      m_gateways(new OverviewSection(this)),
      m_privileges(new OverviewSection(this)),
      m_trafficCard(new Card(this)),
      m_traffic(new TrafficPanel(services.traffic, this))
{
    buildTiles();
    buildLayout();

    m_refresh->setSingleShot(true);
    m_refresh->setInterval(kRefreshMs);
    connect(m_refresh, &QTimer::timeout, this, &OverviewPage::refresh);
    using models::Catalog;
    for (const auto signal : {&Catalog::vpnGatewayAdded, &Catalog::vpnGatewayChanged, &Catalog::vpnGatewayRemoved,
                              &Catalog::customerGatewayAdded, &Catalog::customerGatewayRemoved,
                              &Catalog::connectionAdded, &Catalog::connectionRemoved})
        connect(&m_services.catalog, signal, this, &OverviewPage::refreshSoon);
    connect(&m_services.catalog, &Catalog::connectionChanged, this, &OverviewPage::refreshSoon);
    connect(&m_services.catalog, &Catalog::certificatesChanged, this, &OverviewPage::refreshSoon);
    const auto weakIsOld = [this] { m_weakIsOld = true; };
    connect(&m_services.catalog, &Catalog::connectionAdded, this, weakIsOld);
    connect(&m_services.catalog, &Catalog::connectionChanged, this, weakIsOld);
    connect(&m_services.catalog, &Catalog::connectionRemoved, this, weakIsOld);
    connect(&m_services.catalog, &Catalog::certificatesChanged, this, weakIsOld);
    connect(&m_services.live, &models::LiveState::connectionChanged, this, &OverviewPage::refreshSoon);
    connect(&m_services.live, &models::LiveState::engineChanged, this, &OverviewPage::refreshSoon);
    connect(m_statuses, &models::GatewayStatuses::changed, this, &OverviewPage::refreshSoon);
    connect(&m_services.traffic, &models::TrafficHistory::advanced, this, &OverviewPage::fitTraffic);

    for (OverviewSection *section : {m_failed, m_weak}) {
        connect(section, &OverviewSection::logRequested, this, &OverviewPage::logRequested);
        connect(section, &OverviewSection::editRequested, this, &OverviewPage::editRequested);
    }
    connect(m_gateways, &OverviewSection::editRequested, this, &OverviewPage::gatewayEditRequested);
    connect(m_failed, &OverviewSection::allRequested, this,
            [this] { Q_EMIT connectionsRequested(filterOf(StateGroup::Failed)); });
    connect(m_weak, &OverviewSection::allRequested, this,
            [this] { Q_EMIT connectionsRequested(QStringLiteral("weak:yes")); });
    connect(m_gateways, &OverviewSection::allRequested, this, &OverviewPage::gatewaysRequested);
    connect(m_firstSteps, &FirstSteps::demoRequested, this, &OverviewPage::demoRequested);
    connect(m_firstSteps, &FirstSteps::closed, this, &OverviewPage::endFirstSteps);
    // Whoever comes with connections has gone them.
    if (!m_services.catalog.connections().isEmpty())
        m_services.settings.setShowsFirstSteps(false);
    retranslate();
}

void OverviewPage::buildTiles()
{
    for (int group = 0; group <= static_cast<int>(StateGroup::Down); ++group) {
        const auto state = static_cast<StateGroup>(group);
        auto *tile = new StateTile(tileBadge(state), this);
        m_tiles.append(tile);
        connect(tile, &QAbstractButton::clicked, this, [this, state] { Q_EMIT connectionsRequested(filterOf(state)); });
    }
}

void OverviewPage::buildLayout()
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_trafficCard->content()->addWidget(m_traffic);

    auto *page = new QWidget;
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(10);
    for (const StateGroup group : kOrder)
        tiles->addWidget(tile(group));
    auto *right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_privileges);
    right->addWidget(m_gateways, 1);
    page->setLayout(m_grid);
    m_grid->setContentsMargins(14, 10, 14, 14);
    m_grid->setSpacing(10);
    m_grid->addWidget(m_title, 0, 0, 1, 2);
    m_grid->addLayout(tiles, 2, 0, 1, 2); // behind the first steps
    m_grid->addWidget(m_failed, 3, 0);
    m_grid->addLayout(right, 3, 1);
    m_grid->addWidget(m_trafficCard, 4, 0, 1, 2);
    m_grid->addWidget(m_weak, 5, 0, 1, 2);
    m_grid->setColumnStretch(0, 3);
    m_grid->setColumnStretch(1, 2);
    m_grid->setRowStretch(6, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_empty);
    auto *guide = new QVBoxLayout(m_guide);
    guide->setContentsMargins(14, 10, 14, 14);
    guide->addStretch(1);
    m_stack->addWidget(m_guide);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

void OverviewPage::setFirstSteps(const QList<QAction *> &actions)
{
    m_firstSteps->setActions(actions);
    for (QAction *action : actions.first(kMakingSteps))
        m_empty->addAction(action);
}

void OverviewPage::endFirstSteps()
{
    m_services.settings.setShowsFirstSteps(false);
    refresh();
}

bool OverviewPage::isEmpty() const { return m_stack->currentIndex() != 0; }

void OverviewPage::setRegion(const QString &regionId)
{
    m_region = regionId;
    m_weakIsOld = true;
    refresh();
}

// A page that nobody looks at is brought up to date when it is shown.
void OverviewPage::refreshSoon()
{
    if (isVisible() && !m_refresh->isActive())
        m_refresh->start();
}

void OverviewPage::refresh()
{
    m_refresh->stop();
    placeFirstSteps();
    if (m_services.catalog.objectCount(m_region) == 0) {
        m_stack->setCurrentWidget(m_services.settings.showsFirstSteps() ? m_guide : m_empty);
        return;
    }
    m_stack->setCurrentIndex(0);
    refreshConnections();
    if (m_weakIsOld)
        refreshWeak();
    refreshGateways();

    QList<OverviewItem> missing;
    for (const QString &sentence : m_services.live.missingPrivileges())
        missing.append({QString(),
                        {QStringLiteral("warning"), Tone::Warning},
                        sentence.section(u':', 0, 0),
                        sentence.section(u':', 1).trimmed()});
    m_privileges->setItems(missing, static_cast<int>(missing.size()));
    m_privileges->setVisible(!missing.isEmpty());
}

int OverviewPage::stepsDone() const
{
    const auto isHere = [this](const auto &object) { return object.regionId == m_region; };
    if (!std::ranges::any_of(m_services.catalog.vpnGateways(), isHere))
        return 0;
    if (!std::ranges::any_of(m_services.catalog.customerGateways(), isHere))
        return 1;
    const auto isDraftHere = [&](const Connection &connection) { return isHere(connection.draft); };
    return std::ranges::any_of(m_services.catalog.connections(), isDraftHere) ? kMakingSteps : 2;
}

// Alone as long as there is nothing else, then above the rest.
void OverviewPage::placeFirstSteps()
{
    const bool isWanted = m_services.settings.showsFirstSteps();
    m_firstSteps->setVisible(isWanted);
    if (!isWanted)
        return;
    m_firstSteps->setDone(stepsDone());
    if (m_services.catalog.objectCount(m_region) == 0)
        static_cast<QVBoxLayout *>(m_guide->layout())->insertWidget(0, m_firstSteps);
    else
        m_grid->addWidget(m_firstSteps, 1, 0, 1, 2);
}

void OverviewPage::refreshConnections()
{
    std::array<int, kOrder.size()> counts{};
    QList<OverviewItem> failed;
    int failedCount = 0;
    QStringList ids;
    for (const Connection &connection : m_services.catalog.connections()) {
        if (connection.draft.regionId != m_region)
            continue;
        const QString &id = connection.draft.id;
        ids.append(id);
        const api::ConnectionStatus *status = m_services.live.find(id);
        ++counts[static_cast<std::size_t>(stateGroup(m_services.live.state(id)))];
        if (!status || !hasFailed(*status))
            continue;
        if (++failedCount <= OverviewSection::kMaxRows)
            failed.append({id, stateBadge(status->state), connection.draft.name,
                           models::failureSentence(status->lastFailure), true, true});
    }
    for (const StateGroup group : kOrder)
        tile(group)->setCount(counts[static_cast<std::size_t>(group)]);
    m_failed->setItems(failed, failedCount);
    m_failed->setTexts(tr("Failed connections"),
                       ids.isEmpty() ? tr("No IPsec connection yet.") : tr("No connection has failed."));
    m_traffic->setConnections(ids);
    fitTraffic();
}

void OverviewPage::fitTraffic()
{
    const bool hasChart = m_traffic->message().isEmpty();
    m_traffic->setFixedHeight(fontMetrics().height() * (hasChart ? kTrafficLines : kWordsLines));
}

void OverviewPage::refreshWeak()
{
    m_weakIsOld = false;
    QList<OverviewItem> weak;
    int count = 0;
    for (const Connection &connection : m_services.catalog.connections()) {
        if (connection.draft.regionId != m_region)
            continue;
        const auto issues = models::weaknesses(connection.draft, m_services.catalog.certificates());
        if (issues.isEmpty() || ++count > OverviewSection::kMaxRows)
            continue;
        QStringList sentences;
        for (const models::ValidationIssue &issue : issues)
            sentences.append(models::issueText(issue));
        sentences.removeDuplicates();
        weak.append({connection.draft.id,
                     {QStringLiteral("warning"), Tone::Warning},
                     connection.draft.name,
                     sentences.join(QLatin1Char('\n')),
                     false,
                     true});
    }
    m_weak->setItems(weak, count);
    m_weak->setVisible(count > 0);
}

void OverviewPage::refreshGateways()
{
    QList<OverviewItem> items;
    int count = 0;
    // Those that cannot be used come first.
    for (const bool usable : {false, true}) {
        for (const models::VpnGateway &gateway : m_services.catalog.vpnGateways()) {
            if (gateway.regionId != m_region)
                continue;
            const models::GatewayStatus status = m_statuses->of(gateway.id);
            if ((status.state == models::GatewayState::Active) != usable)
                continue;
            if (++count <= OverviewSection::kMaxRows)
                items.append(
                    {gateway.id, gatewayBadge(status), gateway.name, models::gatewayStatusText(status), false, true});
        }
    }
    m_gateways->setItems(items, count);
}

void OverviewPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void OverviewPage::showEvent(QShowEvent *event)
{
    refresh();
    QWidget::showEvent(event);
}

void OverviewPage::retranslate()
{
    m_title->setText(tr("Overview"));
    m_empty->setTexts(
        tr("Nothing in this region yet"),
        tr("A VPN gateway is this end of the tunnels, a customer gateway is the device at the other end, and an IPsec "
           "connection joins the two. Begin with the gateways; this page then shows how the connections are doing."));
    tile(StateGroup::Failed)->setWord(tr("Failed"));
    tile(StateGroup::Negotiating)->setWord(tr("Negotiating"));
    tile(StateGroup::Up)->setWord(tr("Up"));
    tile(StateGroup::Waiting)->setWord(tr("Waiting"));
    tile(StateGroup::Down)->setWord(tr("Stopped"));
    m_weak->setTexts(tr("Weak connections"), {});
    m_gateways->setTexts(tr("VPN gateways"), tr("No VPN gateway yet."));
    m_privileges->setTexts(tr("Missing privileges"), {});
    m_trafficCard->setTitle(tr("Traffic of all tunnels"));
    m_weakIsOld = true;
    refresh();
}

} // namespace tw::ui
