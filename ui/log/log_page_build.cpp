// How the log page is put together, its menus and its words.

#include "models/catalog/catalog.h"
#include "models/log/log_search.h"
#include "models/log/log_seeker.h"
#include "models/log/log_store.h"
#include "models/log/timeline_feed.h"
#include "models/store/settings.h"
#include "ui/log/bundle_dialog.h"
#include "ui/log/facet_chips.h"
#include "ui/log/fact_view.h"
#include "ui/log/find_bar.h"
#include "ui/log/follow_pill.h"
#include "ui/log/ladder_view.h"
#include "ui/log/log_exporter.h"
#include "ui/log/log_message.h"
#include "ui/log/log_page.h"
#include "ui/log/log_times.h"
#include "ui/log/log_view.h"
#include "ui/log/range_bar.h"
#include "ui/log/timeline_strip.h"
#include "ui/log/timeline_table.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/overlaid_view.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QDataStream>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

using models::LogTableModel;

constexpr int kColumnsVersion = 1;
constexpr int kPageVersion = 1;
constexpr int kClockMs = 10'000; // how old the timeline may be
constexpr int kPatienceMs = 300;
constexpr int kSideLetters = 52;

} // namespace

LogPage::LogPage(const Services &services, Scope scope, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_scope(scope),
      m_reader(services.log ? new models::LogReader(services.log->path(), this) : nullptr),
      m_model(new LogTableModel(services.log, m_reader, this)),
      m_seeker(new models::LogSeeker(m_reader, this)),
      m_search(new models::LogSearch(m_model, m_reader, this)),
      m_feed(new models::TimelineFeed(m_reader, this)),
      m_range(new RangeBar(this)),
      m_findButton(new QToolButton(this)),
      m_filterButton(new QToolButton(this)),
      m_factsButton(new QToolButton(this)),
      m_ladderButton(new QToolButton(this)),
      m_copyButton(new QToolButton(this)),
      m_moreButton(new QToolButton(this)),
      m_filterMenu(new QMenu(this)),
      m_moreMenu(new QMenu(this)),
      m_exportText(new QAction(this)),
      m_exportCsv(new QAction(this)),
      m_exportJson(new QAction(this)),
      m_bundleAction(new QAction(this)),
      m_captureAction(new QAction(this)),
      m_explainAction(new QAction(this)),
      m_tableAction(new QAction(this)),
      m_columnsAction(new QAction(this)),
      m_clearFilter(new QAction(this)),
      m_toOldest(new QAction(this)),
      m_timeline(new TimelineStrip(this)),
      m_chips(new FacetChips(this)),
      m_find(new FindBar(m_search, this)),
      m_notice(new MessageBar(this)),
      m_result(new MessageBar(this)),
      m_view(new LogView(this)),
      m_message(new LogMessage(this)),
      m_facts(new FactView(this)),
      m_ladder(new LadderView(this)),
      m_lines(new QSplitter(Qt::Vertical, this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_exporter(new LogExporter(m_reader, this)),
      m_clock(new QTimer(this)),
      m_patience(new QTimer(this))
{
    m_view->setLogModel(m_model);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    layout->addWidget(m_timeline);
    layout->addWidget(m_notice);
    layout->addWidget(m_result);
    layout->addWidget(m_chips);
    layout->addWidget(m_find);
    buildBody();
    layout->addWidget(m_splitter, 1);
    m_notice->hide();
    m_result->hide();
    m_result->setClosable(true);

    m_patience->setSingleShot(true);
    m_patience->setInterval(kPatienceMs);
    m_clock->start(kClockMs);
    connectParts();
    connectFinding();
    retranslate();
    restoreLayout();
    followTime();
    if (services.log)
        m_timeline->setLimits(oldestKept(), services.log->now());
    if (scope == Scope::Any) {
        m_view->setConnectionShown(true);
        m_feed->setConnection(std::nullopt);
    }
    showLive();
    onLineChosen();
}

LogPage::~LogPage()
{
    m_model->disconnect(this); // it speaks of its end
}

void LogPage::buildBar()
{
    auto *outer = static_cast<QVBoxLayout *>(layout());
    if (m_scope == Scope::Any) {
        m_chooser = new QComboBox(this);
        m_chooser->setMinimumContentsLength(kSideLetters / 2);
        m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        auto *title = new QLabel(this);
        title->setObjectName(QStringLiteral("title"));
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.3);
        large.setBold(true);
        title->setFont(large);
        auto *head = new QHBoxLayout;
        head->setContentsMargins(14, 10, 14, 4);
        head->setSpacing(14);
        head->addWidget(title);
        head->addWidget(m_chooser);
        head->addStretch(1);
        outer->addLayout(head);
    }
    for (QToolButton *button : {m_factsButton, m_ladderButton})
        button->setCheckable(true);
    m_factsButton->setChecked(true);
    m_ladderButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_filterButton->setMenu(m_filterMenu);
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    m_moreMenu->addAction(m_explainAction);
    m_moreMenu->addSeparator();
    m_moreMenu->addActions({m_exportText, m_exportCsv, m_exportJson, m_bundleAction});
    if (m_scope == Scope::OneConnection)
        m_moreMenu->addAction(m_captureAction);
    m_moreMenu->addSeparator();
    m_moreMenu->addActions({m_tableAction, m_columnsAction});
    m_moreButton->setMenu(m_moreMenu);
    m_moreButton->setPopupMode(QToolButton::InstantPopup);
    m_range->previousButton()->setShortcut(Qt::ALT | Qt::Key_Left);
    m_range->nextButton()->setShortcut(Qt::ALT | Qt::Key_Right);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 6);
    bar->setSpacing(4);
    bar->addWidget(m_range);
    bar->addStretch(1);
    for (QToolButton *button :
         {m_ladderButton, m_factsButton, m_findButton, m_filterButton, m_copyButton, m_moreButton})
        bar->addWidget(button);
    outer->addLayout(bar);
}

void LogPage::buildBody()
{
    auto *area = new OverlaidView(m_view);
    area->setCover(m_message);
    area->setPill(new FollowPill(m_view));
    m_lines->addWidget(area);
    m_lines->addWidget(m_facts);
    m_splitter->addWidget(m_lines);
    m_splitter->addWidget(m_ladder);
    for (QSplitter *splitter : {m_lines, m_splitter}) {
        splitter->setStretchFactor(0, 5);
        splitter->setStretchFactor(1, 3);
        splitter->setChildrenCollapsible(false);
    }
    m_ladder->setMinimumWidth(kSideLetters * letterWidth(fontMetrics()) * 9 / 10);
    m_ladder->hide();
    m_facts->hide();
}

void LogPage::connectParts()
{
    connect(m_range, &RangeBar::nowRequested, this, [this](bool on) {
        if (on)
            showLive();
        else
            showWindowFrom(toLocal(m_query.window.from));
    });
    connect(m_range, &RangeBar::stepRequested, this, &LogPage::step);
    connect(m_range, &RangeBar::windowRequested, this, &LogPage::showWindowFrom);
    connect(m_range, &RangeBar::lengthChanged, this, [this] {
        if (m_query.isFollowing)
            showLive();
        else
            showWindowFrom(toLocal(m_query.window.from));
    });
    connect(m_timeline, &TimelineStrip::windowChosen, this, [this](UtcTime from) { showWindowFrom(toLocal(from)); });
    connect(m_timeline, &TimelineStrip::viewChanged, this, [this] { m_feed->setView(m_timeline->view()); });
    connect(m_timeline, &TimelineStrip::tableRequested, m_tableAction, &QAction::trigger);
    connect(m_feed, &models::TimelineFeed::changed, this, &LogPage::onFeedChanged);
    connect(m_chips, &FacetChips::facetsChanged, this, [this] { setFacets(models::LogFacets(m_chips->facets())); });
    connect(m_view, &LogView::chipWanted, this,
            [this](const models::LogChip &chip) { setFacets(models::withChip(m_chips->facets(), chip)); });
    connect(m_view, &LogView::connectionWanted, this, [this](const QString &id) {
        if (m_scope == Scope::Any)
            chooseConnection(id);
    });
    connect(m_view, &LogView::menuWanted, this, &LogPage::showMenu);
    connect(m_view, &LogView::detailsWanted, this, [this] { m_factsButton->toggle(); });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LogPage::onLineChosen);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &LogPage::onLineChosen);
    connect(m_factsButton, &QToolButton::toggled, this, &LogPage::onLineChosen);
    connect(m_facts, &FactView::closed, this, [this] { m_factsButton->setChecked(false); });
    connect(m_ladderButton, &QToolButton::clicked, this, &LogPage::setLadderShown);
    connect(m_ladder, &LadderView::closed, this, [this] { setLadderShown(false); });
    connect(m_copyButton, &QToolButton::clicked, this, &LogPage::copy);
    connect(m_filterMenu, &QMenu::aboutToShow, this, &LogPage::fillFilterMenu);
    connect(m_exportText, &QAction::triggered, this, [this] { exportAs(models::LogFormat::Text); });
    connect(m_exportCsv, &QAction::triggered, this, [this] { exportAs(models::LogFormat::Csv); });
    connect(m_exportJson, &QAction::triggered, this, [this] { exportAs(models::LogFormat::JsonLines); });
    connect(m_tableAction, &QAction::triggered, this, [this] {
        TimelineTable dialog(this);
        dialog.setBins(m_feed->bins(), m_timeline->view().step());
        connect(&dialog, &TimelineTable::timeChosen, this, [this](UtcTime from) { showWindowFrom(toLocal(from)); });
        dialog.exec();
    });
    connect(m_columnsAction, &QAction::triggered, this, [this] {
        QMenu menu;
        m_view->fillHeaderMenu(menu);
        menu.exec(m_moreButton->mapToGlobal(QPoint(0, m_moreButton->height())));
    });
    connect(m_clearFilter, &QAction::triggered, m_chips, &FacetChips::clear);
    connect(m_toOldest, &QAction::triggered, this, [this] { showWindowFrom(toLocal(oldestKept())); });
    connect(m_bundleAction, &QAction::triggered, this, &LogPage::makeBundle);
    connect(m_explainAction, &QAction::triggered, this, &LogPage::explain);
    connect(m_captureAction, &QAction::triggered, this, &LogPage::captureRequested);
    connect(m_exporter, &LogExporter::done, this, [this](const QString &sentence) { say(Tone::Good, sentence); });
    connect(m_exporter, &LogExporter::failed, this, [this](const QString &sentence) { say(Tone::Bad, sentence); });
    connect(m_clock, &QTimer::timeout, this, [this] {
        followTime();
        if (isVisible())
            m_feed->refresh();
    });
    connect(m_patience, &QTimer::timeout, this, &LogPage::updateMessage);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_model, signal, this, [this] {
            if (m_message->isVisibleTo(this) || m_model->hiddenRows() > 0)
                updateState();
        });
    }
    if (m_services.log)
        connect(m_services.log, &models::LogStore::noticeChanged, this, &LogPage::updateState);
    if (m_chooser) {
        connect(m_chooser, &QComboBox::currentIndexChanged, this, [this](int row) {
            const QVariant id = m_chooser->itemData(row);
            m_connection = id.isValid() ? std::optional(id.toString()) : std::nullopt;
            applyScope();
        });
        using models::Catalog;
        const auto renew = [this] {
            if (isVisible())
                updateNames();
        };
        connect(&m_services.catalog, &Catalog::connectionAdded, this, renew);
        connect(&m_services.catalog, &Catalog::connectionRemoved, this, renew);
        connect(&m_services.catalog, &Catalog::connectionChanged, this, renew);
    }
}

void LogPage::connectFinding()
{
    connect(m_findButton, &QToolButton::clicked, this, &LogPage::openFind);
    connect(m_find, &FindBar::rowWanted, this,
            [this](qint64 storeRow) { m_view->goToRow(m_model->rowOfStore(storeRow)); });
    connect(m_find, &FindBar::closed, m_view, [this] { m_view->setFocus(); });
    connect(m_search, &models::LogSearch::changed, this, [this] { m_view->setNeedle(m_search->needle()); });
    auto *next = new QShortcut(Qt::Key_F3, this);
    auto *previous = new QShortcut(Qt::SHIFT | Qt::Key_F3, this);
    connect(next, &QShortcut::activated, m_find, &FindBar::goToNext);
    connect(previous, &QShortcut::activated, m_find, &FindBar::goToPrevious);

    connect(m_model, &LogTableModel::stateChanged, this, [this] {
        updateState();
        if (m_model->state() != LogTableModel::State::Ready || !m_wanted)
            return;
        const models::LogRecord record = *m_wanted; // which the search for it needs no longer
        goToFact(record);
    });
    connect(m_model, &LogTableModel::rowsLoaded, this, [this](int first, int last) {
        const int current = m_view->currentIndex().row();
        if (current >= first && current <= last)
            onLineChosen(); // its facts are there by now
    });
    connect(m_seeker, &models::LogSeeker::found, this, &LogPage::goToFoundRow);
    connect(m_ladder, &LadderView::linesChosen, this, [this](const QList<qint64> &sequences) {
        const auto fact = std::ranges::find(m_negotiation, sequences.value(0), &models::LogRecord::sequence);
        if (fact != m_negotiation.end())
            goToFact(*fact);
    });
    if (m_reader)
        connect(m_reader, &models::LogReader::factsRead, this, &LogPage::onFactsRead);
}

void LogPage::openFind() { m_find->open(); }

void LogPage::copy() const { QGuiApplication::clipboard()->setText(m_view->selectedText()); }

void LogPage::exportAs(models::LogFormat format)
{
    QHash<QString, QString> names;
    for (const models::Connection &connection : m_services.catalog.connections())
        names.insert(connection.draft.id, connection.draft.name);
    const QString when = toLocal(m_query.window.from).toString(QStringLiteral("yyyyMMdd-HHmm"));
    const QString what = m_connection && !m_connection->isEmpty() ? names.value(*m_connection) : QStringLiteral("log");
    models::LogSelection selection = m_query.selection();
    if (m_query.isFollowing)
        selection.window.to = m_services.log->now();
    m_exporter->ask(format, selection, names, what + u'-' + when);
    updateState();
}

void LogPage::makeBundle()
{
    models::SupportBundle bundle{
        .connectionId = *m_connection,
        .window = m_query.isFollowing ? liveWindow() : m_query.window,
        .status = m_services.status ? m_services.status(*m_connection) : QJsonObject(),
        .programs = {{QStringLiteral("tunnelwright"), QCoreApplication::applicationVersion()}},
    };
    bundle.takeConfiguration(m_services.catalog);
    BundleDialog dialog(std::move(bundle), m_services.log->path(), this);
    connect(&dialog, &BundleDialog::written, this, [this](const QString &sentence) { say(Tone::Good, sentence); });
    connect(&dialog, &BundleDialog::failed, this, [this](const QString &sentence) { say(Tone::Bad, sentence); });
    dialog.exec();
}

void LogPage::say(Tone tone, const QString &sentence)
{
    m_result->showMessage(tone, sentence);
    updateState();
}

void LogPage::fillFilterMenu()
{
    m_filterMenu->clear();
    if (const models::LogRecord *record = m_view->currentRecord())
        m_view->fillValueMenu(*m_filterMenu, *record);
}

void LogPage::showMenu(const QPoint &position)
{
    QMenu menu;
    connect(menu.addAction(symbolicIcon(QStringLiteral("copy")), tr("&Copy")), &QAction::triggered, this,
            &LogPage::copy);
    connect(menu.addAction(symbolicIcon(QStringLiteral("ladder")), tr("Show the &negotiation")), &QAction::triggered,
            this, [this] { setLadderShown(true); });
    menu.addAction(m_explainAction);
    if (const models::LogRecord *record = m_view->currentRecord()) {
        menu.addSeparator();
        if (m_scope == Scope::Any && !m_connection) {
            const QString id = QString::fromStdString(record->event.connection.value());
            connect(menu.addAction(tr("Only “%1”").arg(m_model->nameOf(id))), &QAction::triggered, this,
                    [this, id] { chooseConnection(id); });
        }
        m_view->fillValueMenu(menu, *record);
    }
    menu.exec(position);
}

QString LogPage::layoutName() const
{
    return m_scope == Scope::Any ? QStringLiteral("log") : QStringLiteral("connection_log");
}

void LogPage::saveLayout() const
{
    m_services.settings.setWindowState(layoutName() + QStringLiteral("_columns"), kColumnsVersion,
                                       m_view->layoutState());
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << static_cast<qint32>(m_range->length().count()) << m_factsButton->isChecked() << m_ladderButton->isChecked()
        << m_splitter->sizes();
    m_services.settings.setWindowState(layoutName() + QStringLiteral("_page"), kPageVersion, state);
}

void LogPage::restoreLayout()
{
    m_view->restoreLayout(m_services.settings.windowState(layoutName() + QStringLiteral("_columns"), kColumnsVersion));
    const QByteArray state = m_services.settings.windowState(layoutName() + QStringLiteral("_page"), kPageVersion);
    QDataStream in(state);
    qint32 minutes = 0;
    bool facts = true;
    bool ladder = false;
    QList<int> splitter;
    in >> minutes >> facts >> ladder >> splitter;
    if (in.status() != QDataStream::Ok)
        return;
    m_range->setLength(std::chrono::minutes(minutes));
    m_factsButton->setChecked(facts);
    setLadderShown(ladder);
    m_splitter->setSizes(splitter);
}

void LogPage::updateNames()
{
    QHash<QString, QString> names;
    for (const models::Connection &connection : m_services.catalog.connections())
        names.insert(connection.draft.id, connection.draft.name);
    m_model->setNames(names);
    retranslateChooser();
}

void LogPage::retranslateChooser()
{
    if (!m_chooser)
        return;
    QList<std::pair<QString, QString>> entries;
    for (const models::Connection &connection : m_services.catalog.connections())
        entries.append({connection.draft.name, connection.draft.id});
    std::ranges::sort(entries, [](const auto &a, const auto &b) { return a.first.localeAwareCompare(b.first) < 0; });
    const QSignalBlocker quiet(m_chooser);
    m_chooser->clear();
    m_chooser->addItem(symbolicIcon(QStringLiteral("log")), tr("All connections"));
    m_chooser->addItem(symbolicIcon(QStringLiteral("settings")), tr("The engine itself"), QString());
    for (const auto &[name, id] : entries)
        m_chooser->addItem(symbolicIcon(QStringLiteral("connection")), name, id);
    // One that was deleted is shown on: its log is kept.
    int row = m_connection ? m_chooser->findData(*m_connection) : 0;
    if (row < 0) {
        m_chooser->addItem(symbolicIcon(QStringLiteral("connection")), *m_connection, *m_connection);
        row = m_chooser->count() - 1;
    }
    m_chooser->setCurrentIndex(row);
}

void LogPage::retranslate()
{
    const auto word = [](QToolButton *button, const char *icon, const QString &text, const QString &toolTip) {
        button->setIcon(symbolicIcon(QLatin1StringView(icon)));
        button->setText(text);
        button->setToolTip(toolTip);
        button->setAccessibleName(text);
    };
    word(m_ladderButton, "ladder", tr("Negotiation"), tr("Show the messages of the negotiation of the selected line"));
    word(m_factsButton, "info", tr("Details"), tr("Show what stands behind the selected line (Enter)"));
    word(m_findButton, "search", tr("Find"), tr("Find words in these lines (Ctrl+F)"));
    word(m_filterButton, "filter", tr("Filter"), tr("Filter by a value of the selected line"));
    word(m_copyButton, "copy", tr("Copy"), tr("Copy the selected lines, or all of them"));
    word(m_moreButton, "more", tr("More"), tr("Export, columns and the timeline as a table"));
    m_exportText->setText(tr("Export as &text..."));
    m_exportCsv->setText(tr("Export as &CSV..."));
    m_exportJson->setText(tr("Export as &JSON lines..."));
    m_bundleAction->setText(tr("Support &bundle..."));
    for (QAction *action : {m_exportText, m_exportCsv, m_exportJson, m_bundleAction})
        action->setIcon(symbolicIcon(QStringLiteral("download")));
    m_explainAction->setText(tr("&What was wrong then?"));
    m_explainAction->setIcon(symbolicIcon(QStringLiteral("diagnosis")));
    m_captureAction->setText(tr("Ca&pture the datagrams..."));
    m_captureAction->setIcon(symbolicIcon(QStringLiteral("capture")));
    m_tableAction->setText(tr("Timeline as a t&able..."));
    m_tableAction->setIcon(symbolicIcon(QStringLiteral("table")));
    m_columnsAction->setText(tr("C&olumns..."));
    m_clearFilter->setText(tr("Clear the filter"));
    m_clearFilter->setIcon(symbolicIcon(QStringLiteral("close")));
    m_toOldest->setText(tr("Go to the oldest minutes that are kept"));
    m_toOldest->setIcon(symbolicIcon(QStringLiteral("first")));
    if (m_chooser) {
        findChild<QLabel *>(QStringLiteral("title"))->setText(tr("Log"));
        m_chooser->setAccessibleName(tr("Whose log is shown"));
        retranslateChooser();
    }
    m_notice->retranslate();
    m_result->retranslate();
    m_model->retranslate();
    updateState();
}

} // namespace tw::ui
