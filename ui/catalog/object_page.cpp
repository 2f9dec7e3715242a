#include "ui/catalog/object_page.h"

#include "models/catalog/catalog_error.h"
#include "models/catalog/region_filter_model.h"
#include "models/store/settings.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kLayoutVersion = 2; // the columns; 2: gateways have a status

} // namespace

ObjectPage::ObjectPage(const Services &services, const QString &name, const QString &iconName, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_name(name),
      m_table(new ObjectTable(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(iconName, this)),
      m_nothing(new QLabel(this)),
      m_title(new QLabel(this)),
      m_count(new QLabel(this)),
      m_filter(new QLineEdit(this)),
      m_new(new QAction(symbolicIcon(QStringLiteral("add")), {}, this)),
      m_edit(new QAction(symbolicIcon(QStringLiteral("edit")), {}, this)),
      m_delete(new QAction(symbolicIcon(QStringLiteral("delete")), {}, this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(letterWidth(fontMetrics()) * 34);
    m_filter->addAction(symbolicIcon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setBackgroundRole(QPalette::Base);
    m_nothing->setAutoFillBackground(true);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(14, 10, 14, 8);
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_count);
    head->addStretch();
    head->addWidget(m_filter);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_nothing);
    m_empty->addAction(m_new);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);

    connect(m_new, &QAction::triggered, this, [this] { createObject(); });
    connect(m_edit, &QAction::triggered, this, [this] { editObject(m_table->currentId()); });
    connect(m_delete, &QAction::triggered, this, [this] { deleteObjects(m_table->selectedIds()); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_table->rows()->setText(text);
        updateState();
    });
    connect(m_table, &ObjectTable::editRequested, this, [this](const QString &id) { editObject(id); });
    connect(m_table, &ObjectTable::typed, this, [this](const QString &text) {
        m_filter->setFocus();
        m_filter->setText(text);
    });
    connect(m_table, &ObjectTable::menuRequested, this, [this](const QPoint &position) {
        QMenu menu;
        menu.addActions(menuActions());
        menu.exec(position);
    });
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
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_table->rows(), signal, this, &ObjectPage::updateState);
    connect(m_table->rows(), &QAbstractItemModel::modelReset, this, &ObjectPage::updateState);
    updateState();
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
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the list"));
    m_filter->setToolTip(tr("Show only rows with this text (Ctrl+F)"));
    updateState();
}

void ObjectPage::setRegion(const QString &regionId)
{
    m_region = regionId;
    m_table->rows()->setRegion(regionId);
    m_table->selectAny();
    updateState();
}

void ObjectPage::saveLayout() const
{
    m_services.settings.setWindowState(m_name + QStringLiteral("_columns"), kLayoutVersion, m_table->layoutState());
}

QList<QAction *> ObjectPage::menuActions() const { return {m_new, m_edit, m_delete}; }

void ObjectPage::showRefusal(const QString &title, const models::CatalogError &error)
{
    refuse(this, title, error.text);
}

void ObjectPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

bool ObjectPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Escape) {
            m_table->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ObjectPage::updateState()
{
    const int shown = m_table->rows()->rowCount();
    const bool filtered = !m_filter->text().isEmpty();
    m_count->setText(shown == 0 ? QString() : QLocale().toString(shown));
    m_nothing->setText(tr("Nothing matches “%1”.").arg(m_filter->text()));
    if (shown > 0)
        m_stack->setCurrentWidget(m_table);
    else if (filtered)
        m_stack->setCurrentWidget(m_nothing);
    else
        m_stack->setCurrentWidget(m_empty);
    Q_EMIT listed(shown > 0 || filtered);
}

void ObjectPage::updateActions()
{
    const QStringList ids = m_table->selectedIds();
    m_edit->setEnabled(ids.size() == 1);
    m_delete->setEnabled(!ids.isEmpty());
}

} // namespace tw::ui
