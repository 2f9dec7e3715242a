#include "ui/catalog/connections_page.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/catalog.h"
#include "models/catalog/connection_table_model.h"
#include "models/live/live_state.h"
#include "models/store/settings.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_change_dialog.h"
#include "ui/live/bulk_panel.h"
#include "ui/live/connection_details.h"
#include "ui/live/details_windows.h"
#include "ui/live/state_look.h"
#include "ui/live/traffic_panel.h"
#include "ui/rehearsal/rehearsal_dialog.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/batch_download_dialog.h"
#include "ui/transfer/compare_dialog.h"
#include "ui/transfer/download_dialog.h"
#include "ui/transfer/export_drag.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/row_actions.h"
#include "ui/widgets/time_delegate.h"

#include <QAction>
#include <QMimeData>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

using models::BulkAction;
using models::ConnectionTableModel;

constexpr qint64 kRecentMs = 60'000;
constexpr qsizetype kMostWindows = 12; // opened at once
constexpr int kSpanMs = 1'000;

const auto kSplitter = QStringLiteral("connections_splitter");
const auto kTraffic = QStringLiteral("connections_traffic");
constexpr int kLayoutVersion = 1;

QAction *separator(QObject *parent)
{
    auto *action = new QAction(parent);
    action->setSeparator(true);
    return action;
}

} // namespace

ConnectionsPage::ConnectionsPage(const Services &services, QWidget *parent)
    : ObjectPage(services, QStringLiteral("connections"), QStringLiteral("connection"), parent),
      m_model(new ConnectionTableModel(services.catalog, &services.live, this)),
      m_start(new QAction(symbolicIcon(QStringLiteral("start")), {}, this)),
      m_stop(new QAction(symbolicIcon(QStringLiteral("stop")), {}, this)),
      m_renegotiate(new QAction(symbolicIcon(QStringLiteral("renegotiate")), {}, this)),
      m_log(new QAction(symbolicIcon(QStringLiteral("log")), {}, this)),
      m_diagnose(new QAction(symbolicIcon(QStringLiteral("diagnosis")), {}, this)),
      m_checks(new QAction(symbolicIcon(QStringLiteral("state-up")), {}, this)),
      m_doctor(new QAction(symbolicIcon(QStringLiteral("doctor")), {}, this)),
      m_testRekey(new QAction(symbolicIcon(QStringLiteral("renegotiate")), {}, this)),
      m_report(new QAction(symbolicIcon(QStringLiteral("duplicate")), {}, this)),
      m_duplicate(new QAction(symbolicIcon(QStringLiteral("duplicate")), {}, this)),
      m_changeSetting(new QAction(symbolicIcon(QStringLiteral("edit")), {}, this)),
      m_rehearse(new QAction(symbolicIcon(QStringLiteral("rehearse")), {}, this)),
      m_download(new QAction(symbolicIcon(QStringLiteral("download")), {}, this)),
      m_compare(new QAction(symbolicIcon(QStringLiteral("compare")), {}, this)),
      m_capture(new QAction(symbolicIcon(QStringLiteral("capture")), {}, this)),
      m_openWindow(new QAction(symbolicIcon(QStringLiteral("window")), {}, this)),
      m_atRight(new QAction(this)),
      m_separators{separator(this), separator(this)},
      m_details(new ConnectionDetails(services, this)),
      m_windows(new DetailsWindows(services, this)),
      m_splitter(new QSplitter(Qt::Vertical, this))
{
    setSource(m_model, ConnectionTableModel::NameColumn,
              {24, 17, 17, 17, 17, 17, 8, 15, 13, 13, 15, 9, 34, 24, 24, 24, 60, 30, 26, 13, 13, 20},
              {ConnectionTableModel::IdColumn, ConnectionTableModel::LocalIdColumn,
               ConnectionTableModel::RemoteIdColumn, ConnectionTableModel::CreatedColumn,
               ConnectionTableModel::AlgorithmsColumn, ConnectionTableModel::LastErrorColumn,
               ConnectionTableModel::RegionColumn, ConnectionTableModel::TrafficInColumn,
               ConnectionTableModel::TrafficOutColumn, ConnectionTableModel::HealthColumn});
    const auto badge = [](const QModelIndex &index) { return stateBadge(index.data(models::StateRole).toString()); };
    table()->setItemDelegateForColumn(ConnectionTableModel::StateColumn, new BadgeDelegate(badge, table()));
    for (const int column : {ConnectionTableModel::LocalSubnetColumn, ConnectionTableModel::RemoteSubnetColumn,
                             ConnectionTableModel::IdColumn, ConnectionTableModel::LocalIdColumn,
                             ConnectionTableModel::RemoteIdColumn, ConnectionTableModel::AlgorithmsColumn})
        table()->setItemDelegateForColumn(column, new FixedFontDelegate(table()));
    for (const int column : {ConnectionTableModel::UpSinceColumn, ConnectionTableModel::NextRekeyColumn})
        table()->setItemDelegateForColumn(column,
                                          new TimeDelegate(models::SortRole, table(), TimeDelegate::Shows::Span));
    table()->setItemDelegateForColumn(ConnectionTableModel::CreatedColumn, new TimeDelegate(models::SortRole, table()));
    const auto weak = [](const QModelIndex &index) {
        return index.data(models::SortRole).toBool() ? Badge{QStringLiteral("warning"), Tone::Warning, true} : Badge();
    };
    table()->setItemDelegateForColumn(ConnectionTableModel::WeakColumn, new BadgeDelegate(weak, table()));
    const auto health = [](const QModelIndex &index) {
        return healthBadge(static_cast<models::Health>(index.data(models::SortRole).toInt()));
    };
    table()->setItemDelegateForColumn(ConnectionTableModel::HealthColumn, new BadgeDelegate(health, table()));
    if (services.health)
        m_model->setHealth(services.health);
    buildActions();
    buildDiagnosisActions();
    buildDetails();
    // How long ago something was moves by itself.
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, table(), [this] {
        if (table()->isVisible())
            table()->viewport()->update();
    });
    clock->start(kSpanMs);
    new RowActions(table(), {editAction(), m_download, m_log, deleteAction()}); // a child of the table
    connect(table(), &ObjectTable::selectionMoved, this, &ConnectionsPage::followSelection);
    connect(this, &ObjectPage::listed, m_details, &QWidget::setVisible); // of an empty region there is nothing to show
    connect(&m_services.live, &models::LiveState::connectionChanged, this, &ConnectionsPage::noteTraffic);
    connect(&m_services.live, &models::LiveState::stateChanged, this, &ConnectionsPage::updateActions);
    connect(&m_services.live, &models::LiveState::engineChanged, this, &ConnectionsPage::updateActions);
    connect(&m_services.controller, &models::ConnectionController::troubled, this,
            [this](const QString &, const QString &text) { Q_EMIT problem(text); });
    connect(&m_services.catalog, &models::Catalog::connectionChanged, this, &ConnectionsPage::followSelection);
    retranslate();
    followSelection();
}

void ConnectionsPage::buildActions()
{
    connect(m_start, &QAction::triggered, this, [this] { runOnSelection(BulkAction::Start); });
    connect(m_stop, &QAction::triggered, this, &ConnectionsPage::stopSelected);
    connect(m_renegotiate, &QAction::triggered, this, [this] { runOnSelection(BulkAction::Renegotiate); });
    connect(m_log, &QAction::triggered, this, &ConnectionsPage::showLog);
    connect(m_duplicate, &QAction::triggered, this, [this] { duplicateObject(table()->currentId()); });
    connect(m_changeSetting, &QAction::triggered, this, [this] { changeSetting(table()->selectedIds()); });
    connect(m_rehearse, &QAction::triggered, this, [this] { rehearse(table()->currentId()); });
    connect(m_download, &QAction::triggered, this, [this] { download(table()->selectedIds()); });
    table()->setDragSource([this](const QStringList &ids) {
        QString reason;
        QMimeData *files = makeExportDrag(m_services, ids, reason);
        if (!files)
            Q_EMIT problem(reason);
        return files;
    });
    connect(m_compare, &QAction::triggered, this, [this] { compare(table()->currentId()); });
    connect(m_capture, &QAction::triggered, this, [this] { Q_EMIT captureRequested(table()->currentId()); });
    connect(m_openWindow, &QAction::triggered, this, &ConnectionsPage::openWindows);
    m_atRight->setCheckable(true);
    connect(m_atRight, &QAction::toggled, this,
            [this](bool atRight) { m_splitter->setOrientation(atRight ? Qt::Horizontal : Qt::Vertical); });
}

// Each works on the details of the selected connection.
void ConnectionsPage::buildDiagnosisActions()
{
    connect(m_diagnose, &QAction::triggered, m_details, &ConnectionDetails::showDiagnosis);
    connect(m_checks, &QAction::triggered, m_details, &ConnectionDetails::runChecks);
    connect(m_doctor, &QAction::triggered, m_details, &ConnectionDetails::showDoctor);
    connect(m_testRekey, &QAction::triggered, m_details, &ConnectionDetails::testRekey);
    connect(m_report, &QAction::triggered, m_details, &ConnectionDetails::showReport);
    connect(m_details, &ConnectionDetails::certificatesRequested, this, &ConnectionsPage::certificatesRequested);
    connect(m_windows, &DetailsWindows::certificatesRequested, this, &ConnectionsPage::certificatesRequested);
    connect(m_details, &ConnectionDetails::captureRequested, this, &ConnectionsPage::captureRequested);
    connect(m_windows, &DetailsWindows::captureRequested, this, &ConnectionsPage::captureRequested);
}

// The list above, the details of the selection below, as in Wireshark; or beside it, where the screen is wide.
void ConnectionsPage::buildDetails()
{
    auto *upper = new QWidget(this);
    auto *outer = static_cast<QVBoxLayout *>(layout());
    auto *inner = new QVBoxLayout(upper);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    // A bare item would leave its widgets with their old parent, which lies below the splitter and gets no click.
    while (QLayoutItem *item = outer->takeAt(0)) {
        if (QLayout *row = item->layout()) {
            inner->addLayout(row);
            continue;
        }
        inner->addWidget(item->widget(), item->widget() == bulkPanel() ? 0 : 1);
        delete item;
    }
    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    outer->addWidget(m_splitter);
    restoreDetails();
}

void ConnectionsPage::restoreDetails()
{
    m_splitter->restoreState(m_services.settings.windowState(kSplitter, kLayoutVersion));
    m_atRight->setChecked(m_splitter->orientation() == Qt::Horizontal);
    m_details->trafficPanel()->restoreState(m_services.settings.windowState(kTraffic, kLayoutVersion));
}

void ConnectionsPage::saveLayout() const
{
    ObjectPage::saveLayout();
    m_services.settings.setWindowState(kSplitter, kLayoutVersion, m_splitter->saveState());
    m_services.settings.setWindowState(kTraffic, kLayoutVersion, m_details->trafficPanel()->saveState());
}

void ConnectionsPage::createObject()
{
    models::ConnectionDraft draft;
    draft.regionId = m_region;
    // Where there is only one, there is nothing to choose.
    QStringList ours;
    QStringList peers;
    for (const models::VpnGateway &gateway : m_services.catalog.vpnGateways()) {
        if (gateway.regionId == m_region)
            ours.append(gateway.id);
    }
    for (const models::CustomerGateway &gateway : m_services.catalog.customerGateways()) {
        if (gateway.regionId == m_region)
            peers.append(gateway.id);
    }
    draft.vpnGatewayId = ours.size() == 1 ? ours.first() : QString();
    draft.customerGatewayId = peers.size() == 1 ? peers.first() : QString();
    openEditor(draft);
}

void ConnectionsPage::editObject(const QString &id)
{
    if (const models::Connection *connection = m_services.catalog.connection(id))
        openEditor(models::ConnectionDraft(connection->draft));
}

void ConnectionsPage::duplicateObject(const QString &id)
{
    const models::Connection *connection = m_services.catalog.connection(id);
    if (!connection)
        return;
    models::ConnectionDraft draft = connection->draft;
    draft.id.clear();
    draft.name += QStringLiteral("-2");
    openEditor(draft);
}

void ConnectionsPage::openEditor(const models::ConnectionDraft &draft)
{
    const bool isUp = !draft.id.isEmpty() && stateGroup(m_services.live.state(draft.id)) == StateGroup::Up;
    ConnectionEditor editor(m_services.catalog, draft, isUp, this);
    if (editor.exec() == QDialog::Accepted)
        table()->selectId(editor.savedId()); // the controller follows the catalogue by itself
}

void ConnectionsPage::deleteObjects(const QStringList &ids)
{
    if (ids.size() > 1) {
        deleteSeveral(models::ObjectKind::Connection, ids, [this](const models::BulkRemoval &removal) {
            return confirmsDeletion(removal.ids(models::BulkRemoval::Outcome::Pending),
                                    removal.names(models::BulkRemoval::Outcome::Pending));
        });
        return;
    }
    const models::Connection *connection = m_services.catalog.connection(ids.value(0));
    if (!connection || !confirmsDeletion(ids, {connection->draft.name}))
        return;
    if (m_services.catalog.connection(ids.first())) // others may have been quicker
        tellTrouble(tr("Delete IPsec connection"), m_services.catalog.removeConnection(ids.first()));
}

bool ConnectionsPage::confirmsDeletion(const QStringList &ids, const QStringList &names)
{
    const bool anyUp = std::ranges::any_of(
        ids, [this](const QString &id) { return stateGroup(m_services.live.state(id)) == StateGroup::Up; });
    const QString question = names.size() == 1
        ? tr("Delete the IPsec connection “%1”?").arg(names.first())
        : tr("Delete %n IPsec connections?", nullptr, static_cast<int>(names.size()));
    const QString consequence = anyUp
        ? tr("The link breaks at once. Until the program ends, this can be undone (Ctrl+Z), "
             "and its pre-shared key comes back too.")
        : tr("Until the program ends, this can be undone (Ctrl+Z), and its pre-shared key comes "
             "back too.");
    return confirmed(this, tr("Delete IPsec connection"), question, consequence, tr("Delete"),
                     names.size() > 1 ? names : QStringList());
}

void ConnectionsPage::showLog() { m_details->showLog(); }

void ConnectionsPage::showDiagnosis() { m_details->showDiagnosis(); }

void ConnectionsPage::rehearse(const QString &id)
{
    if (!m_services.catalog.connection(id) || !m_services.rehearse)
        return;
    RehearsalDialog dialog(m_services, id, this);
    dialog.exec();
    Q_EMIT rehearsed();
}

void ConnectionsPage::download(const QStringList &ids)
{
    if (ids.size() == 1)
        DownloadDialog(m_services, ids.first(), this).exec();
    else if (!ids.isEmpty())
        BatchDownloadDialog(m_services, ids, this).exec();
}

void ConnectionsPage::compare(const QString &id)
{
    if (!m_services.catalog.connection(id))
        return;
    CompareDialog dialog(m_services, id, this);
    dialog.exec();
}

void ConnectionsPage::changeSetting(const QStringList &ids)
{
    const auto isUp = [this](const QString &id) { return stateGroup(m_services.live.state(id)) == StateGroup::Up; };
    FieldChangeDialog(m_services.catalog, ids, isUp, this).exec();
}

void ConnectionsPage::openWindows()
{
    for (const QString &id : table()->selectedIds())
        m_windows->open(id);
}

QList<QAction *> ConnectionsPage::menuActions() const
{
    return {m_start,     m_stop,          m_renegotiate,  m_separators.at(0), newAction(), editAction(),
            m_duplicate, m_changeSetting, deleteAction(), m_separators.at(1), m_download,  m_log,
            m_diagnose,  m_doctor,        m_rehearse,     m_compare,          m_capture,   m_openWindow};
}

void ConnectionsPage::runOnSelection(BulkAction action)
{
    const QStringList ids = table()->selectedIds();
    if (ids.isEmpty())
        return;
    auto run =
        std::make_unique<models::BulkRun>(action, ids, m_services.catalog, m_services.controller, m_services.live);
    updateActions();
    // Of a single one the row and the details say all; only that it was not even asked for would be lost.
    if (ids.size() > 1)
        bulkPanel()->follow(std::move(run));
    else if (run->count(models::BulkRun::Outcome::Refused) > 0)
        Q_EMIT problem(run->firstTrouble());
}

void ConnectionsPage::stopSelected()
{
    QStringList busy;
    for (const QString &id : table()->selectedIds()) {
        const models::Connection *connection = m_services.catalog.connection(id);
        if (connection && hasRecentTraffic(id))
            busy.append(connection->draft.name);
    }
    if (!busy.isEmpty()
        && !confirmed(this, tr("Stop"), tr("Traffic flowed within the last minute. Stop all the same?"), {}, tr("Stop"),
                      busy))
        return;
    runOnSelection(BulkAction::Stop);
}

bool ConnectionsPage::hasRecentTraffic(const QString &id) const
{
    const auto seen = m_traffic.constFind(id);
    return seen != m_traffic.cend() && seen->since.isValid() && seen->since.elapsed() < kRecentMs
        && stateGroup(m_services.live.state(id)) == StateGroup::Up;
}

void ConnectionsPage::noteTraffic(const QString &id)
{
    const api::TrafficCounters counters = m_services.live.traffic(id);
    const quint64 packets = counters.packetsIn + counters.packetsOut;
    Seen &seen = m_traffic[id];
    if (packets > seen.packets)
        seen.since.start();
    seen.packets = packets;
}

void ConnectionsPage::followSelection()
{
    const QStringList ids = table()->selectedIds();
    m_details->setConnection(ids.size() == 1 ? ids.first() : QString());
    updateActions();
}

void ConnectionsPage::updateActions()
{
    bool canStart = false;
    bool canStop = false;
    const QStringList ids = table()->selectedIds();
    for (const QString &id : ids) {
        const auto state = m_services.live.state(id);
        const bool isBusy = stateGroup(state) == StateGroup::Up || stateGroup(state) == StateGroup::Negotiating;
        canStart = canStart || !isBusy;
        canStop = canStop || m_services.controller.isLoaded(id);
    }
    m_start->setEnabled(canStart);
    m_stop->setEnabled(canStop);
    m_renegotiate->setEnabled(canStop);
    for (QAction *action : {m_log, m_diagnose, m_checks, m_doctor, m_report})
        action->setEnabled(ids.size() == 1);
    m_testRekey->setEnabled(ids.size() == 1 && stateGroup(m_services.live.state(ids.first())) == StateGroup::Up);
    m_duplicate->setEnabled(ids.size() == 1);
    m_changeSetting->setEnabled(ids.size() > 1); // one has its form
    m_rehearse->setEnabled(ids.size() == 1 && m_services.rehearse);
    m_download->setEnabled(!ids.isEmpty());
    m_compare->setEnabled(ids.size() == 1);
    m_capture->setEnabled(ids.size() == 1 && m_services.capture);
    m_openWindow->setEnabled(!ids.isEmpty() && ids.size() <= kMostWindows);
}

models::FilterVocabulary ConnectionsPage::vocabulary() const { return models::connectionVocabulary(); }

void ConnectionsPage::retranslate()
{
    m_model->retranslate();
    filterBox()->setChips({{{models::FilterKey::State, models::stateGroupName(StateGroup::Failed)},
                            models::stateGroupText(StateGroup::Failed),
                            tr("Only connections of which a phase failed, or whose peer does not answer"),
                            stateBadge(api::ConnectionState::Phase1Failed)},
                           {{models::FilterKey::Weak, QStringLiteral("yes")},
                            tr("Weak"),
                            tr("Only connections with weak settings"),
                            {QStringLiteral("warning"), Tone::Warning}},
                           {{models::FilterKey::State, models::stateGroupName(StateGroup::Down)},
                            models::stateGroupText(StateGroup::Down),
                            tr("Only connections that are stopped"),
                            stateBadge(api::ConnectionState::Stopped)}});
    setTexts(tr("IPsec connections"), tr("No IPsec connection in this region yet"),
             tr("An IPsec connection joins a VPN gateway and a customer gateway: it says which subnets are reached "
                "through the "
                "tunnel and how both sides protect it."),
             tr("&New IPsec connection..."));
    newAction()->setIconText(tr("New"));
    m_start->setText(tr("&Start"));
    m_start->setIconText(tr("Start"));
    m_start->setToolTip(tr("Negotiate now (Ctrl+R)"));
    m_stop->setText(tr("S&top"));
    m_stop->setIconText(tr("Stop"));
    m_stop->setToolTip(tr("Delete the security associations at the peer (Ctrl+Shift+X)"));
    m_renegotiate->setText(tr("&Renegotiate"));
    m_renegotiate->setIconText(tr("Renegotiate"));
    m_renegotiate->setToolTip(tr("Delete the security associations and negotiate both phases anew (Ctrl+Shift+R)"));
    m_log->setText(tr("View &log"));
    m_log->setIconText(tr("Log"));
    m_log->setToolTip(tr("View the log (Ctrl+L)"));
    retranslateDiagnosis();
    m_duplicate->setText(tr("D&uplicate..."));
    m_changeSetting->setText(tr("Change a sett&ing of the selected..."));
    m_rehearse->setText(tr("Re&hearse..."));
    m_rehearse->setToolTip(tr("Play both sides through in memory (Ctrl+Shift+H)"));
    m_download->setText(tr("Download the p&eer's configuration..."));
    m_download->setIconText(tr("Peer's configuration"));
    m_download->setToolTip(tr("Download the peer's configuration (Ctrl+Shift+E)"));
    m_compare->setText(tr("Com&pare with the peer..."));
    m_compare->setToolTip(tr("Compare the device's real configuration with this connection (Ctrl+Shift+M)"));
    m_capture->setText(tr("&Capture..."));
    m_capture->setToolTip(tr("Record the datagrams of the tunnel in a file for Wireshark (Ctrl+Shift+P)"));
    m_openWindow->setText(tr("Details in a &window of their own"));
    m_openWindow->setToolTip(tr("Open the details beside this window (Ctrl+Shift+D)"));
    m_atRight->setText(tr("Details at the &right"));
    followSelection();
}

void ConnectionsPage::retranslateDiagnosis()
{
    m_diagnose->setText(tr("Dia&gnosis"));
    m_diagnose->setToolTip(tr("What is wrong, and what can be done about it (Ctrl+G)"));
    m_checks->setText(tr("&One-click diagnosis"));
    m_checks->setToolTip(tr("Run the five checks of the connection"));
    m_doctor->setText(tr("Docto&r"));
    m_doctor->setIconText(tr("Doctor"));
    m_doctor->setToolTip(
        tr("Follow a packet through the tunnel, ask the path, find the largest packet (Ctrl+Shift+G)"));
    m_testRekey->setText(tr("Test re&key"));
    m_testRekey->setToolTip(tr("Renew the phase 2 SAs now, without an interruption"));
    m_report->setText(tr("Report for the other &side..."));
    m_report->setToolTip(tr("A text for the administrator of the other gateway, without secrets"));
}

} // namespace tw::ui
