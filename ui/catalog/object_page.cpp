#include "ui/catalog/object_page.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/catalog.h"
#include "models/catalog/region_filter_model.h"
#include "models/store/settings.h"
#include "ui/catalog/filter_names.h"
#include "ui/live/bulk_panel.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

// The columns; 2: gateways have a status; 3: connections have rates and weaknesses, 4: and health checks.
constexpr int kLayoutVersion = 4;
constexpr int kFilterVersion = 1;
constexpr int kCountingMs = 100; // as often as the engine reports

void setTone(QLabel &label, Tone tone)
{
    QPalette own; // of one colour: the others go on following the application's
    own.setColor(QPalette::WindowText, toneColor(tone, QGuiApplication::palette()));
    label.setPalette(own);
}

} // namespace

ObjectPage::ObjectPage(const Services &services, const QString &name, const QString &iconName, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_name(name),
      m_table(new ObjectTable(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(iconName, this)),
      m_nothing(new EmptyState(QStringLiteral("filter"), this)),
      m_title(new QLabel(this)),
      m_filter(new FilterBox(this)),
      m_status(new QLabel(this)),
      m_bulk(new BulkPanel(this)),
      m_counting(new QTimer(this)),
      m_clear(new QAction(symbolicIcon(QStringLiteral("close")), {}, this)),
      m_new(new QAction(symbolicIcon(QStringLiteral("add")), {}, this)),
      m_edit(new QAction(symbolicIcon(QStringLiteral("edit")), {}, this)),
      m_delete(new QAction(symbolicIcon(QStringLiteral("delete")), {}, this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long sentence widens no window
    m_counting->setSingleShot(true);
    m_counting->setInterval(kCountingMs);
    m_filter->setNames([this] { return filterNames(m_services.catalog, m_region); });

    auto *head = new QHBoxLayout;
    head->setContentsMargins(14, 10, 14, 2);
    head->setSpacing(14);
    head->addWidget(m_title);
    head->addWidget(m_filter, 1);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(14, 0, 14, 6);
    below->addWidget(m_status, 1);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_nothing);
    m_empty->addAction(m_new);
    m_nothing->addAction(m_clear);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(below);
    layout->addWidget(m_bulk);
    layout->addWidget(m_stack, 1);

    connect(m_new, &QAction::triggered, this, [this] { createObject(); });
    connect(m_edit, &QAction::triggered, this, [this] { editObject(m_table->currentId()); });
    connect(m_delete, &QAction::triggered, this, [this] { deleteObjects(m_table->selectedIds()); });
    connect(m_clear, &QAction::triggered, this, [this] {
        m_filter->clear();
        m_table->setFocus();
    });
    connect(m_filter, &FilterBox::filterChanged, this,
            [this] { changeRows([this] { m_table->rows()->setFilter(m_filter->filter()); }); });
    connect(m_filter, &FilterBox::faultChanged, this, &ObjectPage::updateStatusLine);
    connect(m_filter, &FilterBox::left, m_table, [this] { m_table->setFocus(); });
    connect(m_bulk, &BulkPanel::chosen, this, [this](const QString &id) { m_table->selectId(id); });
    connect(m_counting, &QTimer::timeout, this, &ObjectPage::updateCounts);
    connect(m_table->rows(), &models::RegionFilterModel::staleChanged, this, &ObjectPage::updateStatusLine);
    connect(m_table, &ObjectTable::editRequested, this, [this](const QString &id) { editObject(id); });
    connect(m_table, &ObjectTable::typed, m_filter, &FilterBox::type);
    connect(m_table, &ObjectTable::escaped, m_filter, &FilterBox::clear);
    connect(m_table, &ObjectTable::menuRequested, this, &ObjectPage::showMenu);
    connect(m_table, &ObjectTable::selectionMoved, this, [this] {
        updateActions();
        Q_EMIT selectionMoved();
    });
}

void ObjectPage::setSource(QAbstractItemModel *model, int sortColumn, const QList<int> &widths,
                           const QList<int> &hidden)
{
    m_table->setSource(model, sortColumn);
    m_table->setDefaultColumns(widths, hidden);
    m_table->restoreLayout(m_services.settings.windowState(m_name + QStringLiteral("_columns"), kLayoutVersion));
    m_filter->setText(
        QString::fromUtf8(m_services.settings.windowState(m_name + QStringLiteral("_filter"), kFilterVersion)));
    const auto soon = [this] {
        if (!m_counting->isActive())
            m_counting->start();
    };
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(model, signal, this, soon);
        connect(m_table->rows(), signal, this, &ObjectPage::updateState);
    }
    connect(model, &QAbstractItemModel::dataChanged, this, soon);
    connect(m_table->rows(), &QAbstractItemModel::modelReset, this, &ObjectPage::updateState);
    updateCounts();
    updateActions();
}

void ObjectPage::setTexts(const QString &title, const QString &emptyTitle, const QString &emptyText,
                          const QString &newText)
{
    m_title->setText(title);
    m_table->setAccessibleName(title);
    m_empty->setTexts(emptyTitle, emptyText);
    m_new->setText(newText);
    m_edit->setText(tr("&Edit..."));
    m_edit->setIconText(tr("Edit"));
    m_edit->setToolTip(tr("Edit (F2)"));
    m_delete->setText(tr("&Delete..."));
    m_delete->setToolTip(tr("Delete (Del)"));
    m_clear->setText(tr("&Clear filter"));
    const models::FilterVocabulary words = vocabulary();
    QStringList keys;
    for (const models::FilterVocabulary::Key &key : words.keys)
        keys.append(key.word.word + QStringLiteral(":  ") + key.word.explanation);
    m_filter->line()->setPlaceholderText(tr("Filter"));
    m_filter->line()->setAccessibleName(tr("Filter the list"));
    m_filter->line()->setToolTip(
        keys.isEmpty() ? tr("Show only rows with this text (Ctrl+F)")
                       : tr("Show only rows with these words (Ctrl+F). A term with - before it must not match.\n%1")
                             .arg(keys.join(u'\n')));
    m_filter->setVocabulary(words);
    updateCounts();
}

void ObjectPage::offerWhenEmpty(QAction *action) { m_empty->addAction(action); }

QLineEdit *ObjectPage::filterEdit() const { return m_filter->line(); }

QString ObjectPage::statusLine() const { return m_status->text(); }

models::FilterVocabulary ObjectPage::vocabulary() const { return {}; }

void ObjectPage::setRegion(const QString &regionId)
{
    m_region = regionId;
    changeRows([this] { m_table->rows()->setRegion(m_region); });
    m_table->selectAny();
}

void ObjectPage::saveLayout() const
{
    m_services.settings.setWindowState(m_name + QStringLiteral("_columns"), kLayoutVersion, m_table->layoutState());
    m_services.settings.setWindowState(m_name + QStringLiteral("_filter"), kFilterVersion, m_filter->text().toUtf8());
}

QList<QAction *> ObjectPage::menuActions() const { return {m_new, m_edit, m_delete}; }

void ObjectPage::showMenu(const QPoint &position)
{
    QMenu menu;
    menu.addActions(menuActions());
    if (m_table->currentIndex().isValid()) {
        menu.addSeparator();
        menu.addActions(m_table->copyActions());
    }
    menu.exec(position);
}

void ObjectPage::showRefusal(const QString &title, const models::CatalogError &error)
{
    refuse(this, title, error.text);
}

void ObjectPage::tellTrouble(const QString &title, const models::CatalogResult<void> &change)
{
    const auto tell = [this, title](const models::CatalogResult<void> &result) {
        if (!result)
            showRefusal(title, result.error());
    };
    if (change)
        m_services.catalog.whenSaved(this, tell);
    else
        tell(change);
}

void ObjectPage::deleteSeveral(models::ObjectKind kind, const QStringList &ids,
                               const std::function<bool(const models::BulkRemoval &)> &ask)
{
    auto removal = std::make_unique<models::BulkRemoval>(kind, ids, m_services.catalog);
    if (removal->rowCount() == 0 || (!removal->isSettled() && !ask(*removal)))
        return;
    models::BulkRemoval &running = *removal;
    m_bulk->follow(std::move(removal));
    running.run();
}

void ObjectPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        updateStatusLine();
    QWidget::changeEvent(event);
}

// All rows may go before others come: the table must not vanish for that moment.
void ObjectPage::changeRows(const std::function<void()> &change)
{
    m_isChanging = true;
    change();
    m_isChanging = false;
    updateCounts();
}

void ObjectPage::updateCounts()
{
    const QList<models::ListFilter> chips = m_filter->chipFilters();
    QList<int> counts = m_table->rows()->countInScope(QList<models::ListFilter>{{}} + chips);
    m_total = counts.takeFirst();
    m_filter->setCounts(counts);
    updateState();
}

void ObjectPage::updateState()
{
    if (m_isChanging)
        return;
    const int shown = m_table->rows()->rowCount();
    m_total = std::max(m_total, shown); // until all are counted again
    if (shown > 0)
        m_stack->setCurrentWidget(m_table);
    else
        m_stack->setCurrentWidget(m_total > 0 ? m_nothing : m_empty);
    m_nothing->setTexts(tr("Nothing matches the filter"), tr("None of %n row(s) matches it.", nullptr, m_total));
    updateStatusLine();
    Q_EMIT listed(m_total > 0);
}

void ObjectPage::updateStatusLine()
{
    const int shown = m_table->rows()->rowCount();
    const bool isFaulty = !m_filter->faultSentence().isEmpty();
    QStringList parts;
    if (isFaulty)
        parts.append(m_filter->faultSentence());
    if (m_filter->isFiltering())
        parts.append(m_filter->filter().namesRegion()
                         ? tr("%1 of %n shown, in all regions", nullptr, m_total).arg(QLocale().toString(shown))
                         : tr("%1 of %n shown", nullptr, m_total).arg(QLocale().toString(shown)));
    else if (m_total > 0)
        parts.append(tr("%n in this list", nullptr, m_total));
    if (m_table->rows()->isStale())
        parts.append(tr("The rows stay where they are while the pointer is over them; their order is not up to date."));
    m_status->setText(parts.join(QStringLiteral("  ·  ")));
    m_status->setToolTip(m_status->text());
    setTone(*m_status, isFaulty ? m_filter->faultTone() : Tone::Muted);
}

void ObjectPage::updateActions()
{
    const QStringList ids = m_table->selectedIds();
    m_edit->setEnabled(ids.size() == 1);
    m_delete->setEnabled(!ids.isEmpty());
}

} // namespace tw::ui
