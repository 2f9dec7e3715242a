#include "ui/main_window.h"

#include "models/catalog/catalog.h"
#include "models/catalog/region_filter_model.h"
#include "models/live/engine_facts.h"
#include "models/live/live_state.h"
#include "models/store/settings.h"
#include "ui/announcer.h"
#include "ui/catalog/certificates_page.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/catalog/region_selector.h"
#include "ui/help/help_window.h"
#include "ui/live/clock_indicator.h"
#include "ui/live/connection_details.h"
#include "ui/live/overview_page.h"
#include "ui/live/state_look.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/command_source.h"
#include "ui/settings/settings_dialog.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/tray_icon.h"
#include "ui/undo_actions.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/sidebar.h"
#include "ui/widgets/window_size.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kLayoutVersion = 1;
constexpr int kPagesVersion = 3; // 2: the overview came first; 3: the log came before the certificates
constexpr QSize kSmallest(1024, 640);
constexpr int kRefreshMs = 100; // as often as the engine reports
const auto kGeometry = QStringLiteral("main_window");
const auto kPage = QStringLiteral("main_page");
const auto kPaletteKey = QStringLiteral("action:palette");

struct EngineLook
{
    QString text;
    Badge badge;
};

} // namespace

MainWindow::MainWindow(const Services &services)
    : m_services(services),
      m_sidebar(new Sidebar(this)),
      m_stack(new QStackedWidget(this)),
      m_overview(new OverviewPage(services, this)),
      m_vpnGateways(new VpnGatewaysPage(services, this)),
      m_customerGateways(new CustomerGatewaysPage(services, this)),
      m_connections(new ConnectionsPage(services, this)),
      m_log(new LogPage(services, LogPage::Scope::Any, this)),
      m_certificates(new CertificatesPage(services, this)),
      m_regions(new RegionSelector(this)),
      m_regionLabel(new QLabel(this)),
      m_undo(new UndoActions(services, this, m_stack)),
      m_palette(new CommandPalette(
          services.settings, [this] { return commands(); }, this)),
      m_privilege(new MessageBar(this)),
      m_problem(new MessageBar(this)),
      m_unsavedBar(new MessageBar(this)),
      m_engineIcon(new QLabel(this)),
      m_engineState(new QLabel(this)),
      m_saving(new QLabel(this)),
      m_counts(new QLabel(this)),
      m_refresh(new QTimer(this))
{
    setObjectName(QStringLiteral("MainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/tunnelwright.svg")));
    setMinimumSize(kSmallest);
    buildActions();
    buildImport();
    buildMenus();
    buildToolBar();
    buildCentre();
    buildStatusBar();
    followSaving();
    buildCapture();
    statusBar()->addPermanentWidget(
        new ClockIndicator(m_services.clock, m_services.catalog, this)); // behind the capture's
    watchLog();
    new HelpKey(this);
    keepClipboardPlain(this);
    new Announcer(m_services.catalog, m_services.live, this);

    m_refresh->setSingleShot(true);
    m_refresh->setInterval(kRefreshMs);
    connect(m_refresh, &QTimer::timeout, this, [this] {
        updateRegions();
        updateStatus();
    });
    const auto soon = [this] {
        if (!m_refresh->isActive())
            m_refresh->start();
    };
    using models::Catalog;
    for (const auto signal : {&Catalog::vpnGatewayAdded, &Catalog::vpnGatewayRemoved, &Catalog::customerGatewayAdded,
                              &Catalog::customerGatewayRemoved, &Catalog::connectionAdded, &Catalog::connectionRemoved})
        connect(&m_services.catalog, signal, this, soon);
    connect(&m_services.catalog, &Catalog::regionsChanged, this, &MainWindow::updateRegions);
    connect(&m_services.live, &models::LiveState::stateChanged, this, soon);
    connect(&m_services.live, &models::LiveState::engineChanged, this, &MainWindow::updateStatus);

    m_regions->setRegion(m_services.settings.region());
    retranslate();
    restoreLayout();
    buildTray();
}

MainWindow::~MainWindow() = default;

QAction *MainWindow::addAction(const QString &iconName, QList<QKeySequence> keys)
{
    auto *action = new QAction(this);
    if (!iconName.isEmpty())
        action->setIcon(symbolicIcon(iconName));
    action->setShortcuts(keys);
    QMainWindow::addAction(action);
    return action;
}

void MainWindow::buildActions()
{
    m_newConnection = addAction(QStringLiteral("add"), {QKeySequence(Qt::CTRL | Qt::Key_N)});
    m_new = addAction(QStringLiteral("add"));
    m_edit = addAction(QStringLiteral("edit"), {QKeySequence(Qt::Key_F2), QKeySequence(Qt::CTRL | Qt::Key_E)});
    m_duplicate = addAction(QStringLiteral("duplicate"), {QKeySequence(Qt::CTRL | Qt::Key_D)});
    m_delete = addAction(QStringLiteral("delete"), {QKeySequence(Qt::Key_Delete)});
    m_find = addAction(QStringLiteral("search"), {QKeySequence(Qt::CTRL | Qt::Key_F)});
    m_openLog = addAction(QStringLiteral("log"), {QKeySequence(Qt::CTRL | Qt::Key_L)});
    m_paletteAction = addAction(QStringLiteral("search"), {QKeySequence(Qt::CTRL | Qt::Key_K)});
    m_settingsAction = addAction(QStringLiteral("settings"), {QKeySequence(Qt::CTRL | Qt::Key_Comma)});
    m_startEngine = addAction(QStringLiteral("start"));
    m_refreshAction = addAction({}, {QKeySequence(Qt::Key_F5)});
    m_close = addAction({}, {QKeySequence(Qt::CTRL | Qt::Key_W)});
    m_quit = addAction({}, {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    m_addRegion = addAction(QStringLiteral("add"));
    m_renameRegion = addAction(QStringLiteral("edit"));
    m_removeRegion = addAction(QStringLiteral("delete"));
    m_help = addAction(QStringLiteral("help"), {QKeySequence(Qt::Key_F1)});
    m_symptom = addAction(QStringLiteral("diagnosis"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)});
    m_keys = addAction({});
    m_about = addAction({});

    m_connections->startAction()->setShortcut(Qt::CTRL | Qt::Key_R);
    m_connections->stopAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_X);
    m_connections->renegotiateAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    m_connections->logAction()->setShortcut(Qt::CTRL | Qt::Key_L);
    m_connections->diagnosisAction()->setShortcut(Qt::CTRL | Qt::Key_G);
    m_connections->doctorAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_G);
    m_connections->testRekeyAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_K);
    m_connections->rehearseAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_H);
    m_connections->downloadAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_connections->compareAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_M);
    m_connections->captureAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    m_connections->openWindowAction()->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_D);

    connect(m_newConnection, &QAction::triggered, this, [this] {
        setPage(Page::Connections);
        m_connections->createObject();
    });
    connect(m_new, &QAction::triggered, this, [this] {
        if (ObjectPage *list = currentList())
            list->createObject();
        else
            m_newConnection->trigger();
    });
    // These are disabled where there is no list.
    connect(m_edit, &QAction::triggered, this, [this] { currentList()->editAction()->trigger(); });
    connect(m_delete, &QAction::triggered, this, [this] { currentList()->deleteAction()->trigger(); });
    connect(m_duplicate, &QAction::triggered, m_connections->duplicateAction(), &QAction::trigger);
    connect(m_undo, &UndoActions::done, this, [this](const QList<models::UndoStack::Object> &objects) {
        const models::UndoStack::Object &first = objects.first();
        reveal(first.kind, first.isThere ? first.id : QString(), first.regionId);
    });
    connect(m_openLog, &QAction::triggered, this, [this] {
        setPage(Page::Log);
        m_log->view()->setFocus();
    });
    connect(m_find, &QAction::triggered, this, [this] {
        if (LogPage *log = currentLog()) {
            log->openFind();
            return;
        }
        if (!currentList())
            return;
        currentList()->filterEdit()->setFocus();
        currentList()->filterEdit()->selectAll();
    });
    connect(m_paletteAction, &QAction::triggered, m_palette, &CommandPalette::open);
    connect(m_settingsAction, &QAction::triggered, this, [this] { showSettings(); });
    connect(m_startEngine, &QAction::triggered, this, &MainWindow::engineRequested);
    connect(m_refreshAction, &QAction::triggered, this, &MainWindow::refreshRequested);
    connect(m_close, &QAction::triggered, this, &QWidget::close);
    connect(m_quit, &QAction::triggered, this, &MainWindow::quitRequested);
    connect(m_addRegion, &QAction::triggered, this, &MainWindow::addRegion);
    connect(m_renameRegion, &QAction::triggered, this, &MainWindow::renameRegion);
    connect(m_removeRegion, &QAction::triggered, this, &MainWindow::removeRegion);
    connect(m_help, &QAction::triggered, this, &MainWindow::showHelp);
    connect(m_symptom, &QAction::triggered, this, [this] { findSymptom(); });
    connect(m_connections, &ConnectionsPage::certificatesRequested, this, [this] { setPage(Page::Certificates); });
    connect(m_keys, &QAction::triggered, this, &MainWindow::showKeys);
    connect(m_about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildCentre()
{
    addPage(m_overview, QStringLiteral("overview"));
    addListPage(m_vpnGateways, QStringLiteral("vpn-gateway"));
    addListPage(m_customerGateways, QStringLiteral("customer-gateway"));
    addListPage(m_connections, QStringLiteral("connection"));
    addPage(m_log, QStringLiteral("log"));
    connect(m_log, &LogPage::explanationRequested, this, [this](const QString &id, const QDateTime &time) {
        selectConnection(id);
        m_connections->details()->showDiagnosisOf(time);
    });
    addListPage(m_certificates, QStringLiteral("certificate"));
    connectOverview();
    connect(m_sidebar, &Sidebar::currentRowChanged, this, &MainWindow::followPage);

    auto *centre = new QWidget(this);
    auto *line = new QFrame(centre);
    line->setFrameShape(QFrame::VLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    row->addWidget(line);
    row->addWidget(m_stack, 1);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_privilege);
    column->addWidget(m_problem);
    column->addWidget(m_unsavedBar);
    column->addLayout(row, 1);
    m_problem->setClosable(true);
    setCentralWidget(centre);
}

void MainWindow::addPage(QWidget *page, const QString &iconName)
{
    m_stack->addWidget(page);
    m_sidebar->addPage(iconName);
}

void MainWindow::addListPage(ObjectPage *page, const QString &iconName)
{
    addPage(page, iconName);
    m_lists.append(page);
    connect(page, &ObjectPage::selectionMoved, this, &MainWindow::updateActions);
    connect(page, &ObjectPage::problem, this, &MainWindow::showProblem);
}

void MainWindow::buildStatusBar()
{
    auto *engine = new QWidget(this);
    auto *row = new QHBoxLayout(engine);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(m_engineIcon);
    row->addWidget(m_engineState);
    statusBar()->addWidget(engine);
    statusBar()->addPermanentWidget(m_saving);
    statusBar()->addPermanentWidget(m_counts);
    m_counts->setContentsMargins(0, 0, 8, 0);
}

void MainWindow::connectOverview()
{
    connectFirstSteps();
    connect(m_overview, &OverviewPage::connectionsRequested, this, &MainWindow::showConnections);
    connect(m_overview, &OverviewPage::gatewaysRequested, this, [this] { setPage(Page::VpnGateways); });
    connect(m_overview, &OverviewPage::logRequested, this, &MainWindow::showLogOf);
    connect(m_overview, &OverviewPage::editRequested, m_connections, &ConnectionsPage::editObject);
    connect(m_overview, &OverviewPage::gatewayEditRequested, m_vpnGateways, &VpnGatewaysPage::editObject);
}

void MainWindow::showConnections(const QString &filter)
{
    setPage(Page::Connections);
    QLineEdit *edit = m_connections->filterEdit();
    edit->setText(filter);
    // A filter that takes the words for a text to be found finds none: then all are shown.
    if (m_connections->table()->rows()->rowCount() == 0)
        edit->clear();
    m_connections->table()->selectAny();
    m_connections->table()->setFocus();
}

void MainWindow::selectConnection(const QString &connectionId)
{
    setPage(Page::Connections);
    if (m_connections->table()->selectId(connectionId))
        return;
    m_connections->filterEdit()->clear();
    m_connections->table()->selectId(connectionId);
}

void MainWindow::showLogOf(const QString &connectionId)
{
    selectConnection(connectionId);
    m_connections->showLog();
}

LogPage *MainWindow::currentLog() const
{
    if (m_stack->currentWidget() == m_log)
        return m_log;
    for (QWidget *widget = focusWidget(); widget; widget = widget->parentWidget()) {
        if (auto *log = qobject_cast<LogPage *>(widget))
            return log;
    }
    return nullptr;
}

void MainWindow::showDiagnosisOf(const QString &connectionId)
{
    selectConnection(connectionId);
    m_connections->showDiagnosis();
}

ObjectPage *MainWindow::currentList() const { return qobject_cast<ObjectPage *>(m_stack->currentWidget()); }

void MainWindow::setPage(Page page) { m_sidebar->setCurrentRow(static_cast<int>(page)); }

MainWindow::Page MainWindow::page() const { return static_cast<Page>(m_stack->currentIndex()); }

void MainWindow::followPage()
{
    m_stack->setCurrentIndex(std::max(m_sidebar->currentRow(), 0));
    for (qsizetype index = 0; index < m_pageActions.size(); ++index)
        m_pageActions.at(index)->setChecked(index == m_stack->currentIndex());
    updateActions();
    retranslateActions();
}

void MainWindow::updateActions()
{
    const ObjectPage *page = currentList();
    const bool onConnections = page == m_connections;
    m_edit->setEnabled(page && page->editAction()->isEnabled());
    m_delete->setEnabled(page && page->deleteAction()->isEnabled());
    m_find->setEnabled(page || m_stack->currentWidget() == m_log);
    m_duplicate->setEnabled(onConnections && m_connections->duplicateAction()->isEnabled());
    for (QAction *action :
         {m_connections->startAction(), m_connections->stopAction(), m_connections->renegotiateAction(),
          m_connections->logAction(), m_connections->openWindowAction(), m_connections->diagnosisAction(),
          m_connections->rehearseAction(), m_connections->compareAction(), m_connections->checksAction(),
          m_connections->doctorAction(), m_connections->testRekeyAction(), m_connections->reportAction(),
          m_connections->downloadAction(), m_connections->captureAction(), m_connections->changeSettingAction()})
        action->setVisible(onConnections);
    m_openLog->setVisible(!onConnections); // there the selection's is opened by the same key
    m_openLog->setEnabled(!onConnections);
}

void MainWindow::reveal(models::ObjectKind kind, const QString &id, const QString &regionId)
{
    if (regionId != region() && m_services.catalog.region(regionId))
        setRegion(regionId);
    switch (kind) {
    case models::ObjectKind::VpnGateway: setPage(Page::VpnGateways); break;
    case models::ObjectKind::CustomerGateway: setPage(Page::CustomerGateways); break;
    case models::ObjectKind::Connection: setPage(Page::Connections); break;
    case models::ObjectKind::Certificate: setPage(Page::Certificates); break;
    case models::ObjectKind::Region: return;
    }
    ObjectPage *page = currentList(); // each of those pages is one
    if (id.isEmpty() || page->table()->selectId(id))
        return;
    page->filterEdit()->clear(); // which may be what hides it
    page->table()->selectId(id);
}

QList<PaletteEntry> MainWindow::commands()
{
    QList<PaletteEntry> entries = actionEntries(menuBar());
    entries.removeIf([](const PaletteEntry &entry) { return entry.search.key == kPaletteKey; });
    entries +=
        objectEntries(m_services.catalog, [this](models::ObjectKind kind, const QString &id, const QString &regionId) {
            reveal(kind, id, regionId);
        });
    entries += symptomEntries();
    entries += helpEntries();
    for (const SettingsDialog::Title &title : SettingsDialog::titles()) {
        entries.append(
            {.search = {QStringLiteral("setting:") + title.field, title.text, sourceText(title.text), tr("Settings")},
             .keys = {},
             .icon = symbolicIcon(QStringLiteral("settings")),
             .run = [this, field = title.field] { showSettings(field); }});
    }
    return entries;
}

void MainWindow::showSettings(const QString &field)
{
    SettingsDialog dialog(m_services.settings, m_tray != nullptr, this);
    dialog.focusField(field);
    connect(&dialog, &SettingsDialog::languageRequested, this, &MainWindow::languageRequested);
    connect(&dialog, &SettingsDialog::themeRequested, this, &MainWindow::themeRequested);
    dialog.exec();
}

void MainWindow::updateStatus()
{
    EngineLook look;
    const api::EngineStatus &engine = m_services.live.engineStatus();
    switch (m_services.live.engine()) {
    case models::LiveState::Engine::None:
        look = {tr("Engine stopped"), {QStringLiteral("state-stopped"), Tone::Muted}};
        break;
    case models::LiveState::Engine::Starting:
        look = {tr("Engine starting"), {QStringLiteral("state-waiting"), Tone::Neutral}};
        break;
    case models::LiveState::Engine::Running:
        if (!m_services.live.missingPrivileges().isEmpty()) { // it runs, and no tunnel will come of it
            look = {tr("Engine without privileges"), {QStringLiteral("warning"), Tone::Warning}};
            break;
        }
        look = {engine.deviceName.empty() ? tr("Engine running")
                                          : tr("Engine running on %1").arg(QString::fromStdString(engine.deviceName)),
                {QStringLiteral("state-up"), Tone::Good}};
        break;
    case models::LiveState::Engine::Failed:
        look = {tr("Engine failed: %1").arg(QString::fromStdString(engine.failureDetail)),
                {QStringLiteral("state-failed"), Tone::Bad}};
        break;
    }
    m_startEngine->setEnabled(m_services.live.engine() == models::LiveState::Engine::None);
    m_engineState->setText(look.text);
    const QStringList facts = m_services.live.missingPrivileges() + models::engineFacts(engine);
    m_engineState->setToolTip(facts.join(QLatin1Char('\n')));
    m_engineIcon->setPixmap(symbolicIcon(look.badge.icon, look.badge.tone).pixmap(QSize(16, 16), devicePixelRatioF()));

    std::array<int, 5> counts{};
    for (const models::Connection &connection : m_services.catalog.connections()) {
        if (connection.draft.regionId == region())
            ++counts[static_cast<std::size_t>(stateGroup(m_services.live.state(connection.draft.id)))];
    }
    const auto count = [&counts](StateGroup group) { return counts[static_cast<std::size_t>(group)]; };
    QStringList parts{
        tr("%n up", nullptr, count(StateGroup::Up)), tr("%n negotiating", nullptr, count(StateGroup::Negotiating)),
        tr("%n failed", nullptr, count(StateGroup::Failed)), tr("%n waiting", nullptr, count(StateGroup::Waiting)),
        tr("%n stopped", nullptr, count(StateGroup::Down))};
    m_counts->setText(parts.join(QStringLiteral("  ·  ")));
}

void MainWindow::showMissingPrivilege(const QString &text, const QString &command)
{
    if (text.isEmpty())
        m_privilege->hide();
    else
        m_privilege->showMessage(Tone::Warning, text, command);
}

void MainWindow::showProblem(const QString &sentence) { m_problem->showMessage(Tone::Bad, sentence); }

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        // The pages, from which the actions have their words, hear of it after the window.
        QMetaObject::invokeMethod(this, &MainWindow::retranslateActions, Qt::QueuedConnection);
    } else if (event->type() == QEvent::PaletteChange)
        updateStatus();
    QMainWindow::changeEvent(event);
}

void MainWindow::restoreLayout()
{
    if (!restoreGeometry(m_services.settings.windowState(kGeometry, kLayoutVersion)))
        resizeWithin(*this, QSize(1280, 800));
    const QByteArray page =
        m_services.settings.opensLastPage() ? m_services.settings.windowState(kPage, kPagesVersion) : QByteArray();
    setPage(static_cast<Page>(std::clamp(page.toInt(), 0, static_cast<int>(Page::Certificates))));
    setRegion(region());
}

void MainWindow::saveLayout()
{
    m_services.settings.setWindowState(kGeometry, kLayoutVersion, saveGeometry());
    m_services.settings.setWindowState(kPage, kPagesVersion, QByteArray::number(m_stack->currentIndex()));
    for (const ObjectPage *page : m_lists)
        page->saveLayout();
    m_log->saveLayout();
    m_connections->details()->logPage()->saveLayout();
}

} // namespace tw::ui
