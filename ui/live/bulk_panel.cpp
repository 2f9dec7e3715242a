#include "ui/live/bulk_panel.h"

#include "models/catalog/bulk_list.h"
#include "models/catalog/table_roles.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::BulkList;

constexpr int kMostRows = 6; // without scrolling

Badge outcomeBadge(const QModelIndex &index)
{
    switch (static_cast<BulkList::Outcome>(index.data(BulkList::OutcomeRole).toInt())) {
    case BulkList::Outcome::Refused:
    case BulkList::Outcome::Failed: return {QStringLiteral("state-failed"), Tone::Bad};
    case BulkList::Outcome::Pending: return {QStringLiteral("state-negotiating"), Tone::Busy};
    case BulkList::Outcome::Undone: return {QStringLiteral("undo"), Tone::Muted};
    case BulkList::Outcome::Done: break;
    }
    return {QStringLiteral("state-up"), Tone::Good};
}

} // namespace

BulkPanel::BulkPanel(QWidget *parent)
    : QWidget(parent),
      m_sorted(new QSortFilterProxyModel(this)),
      m_bar(new MessageBar(this)),
      m_frame(new QFrame(this)),
      m_icon(new IconLabel(18, this)),
      m_title(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_list(new QTableView(this)),
      m_close(new QToolButton(this))
{
    m_bar->setClosable(true);
    m_sorted->setSortRole(BulkList::OutcomeRole);
    m_list->setModel(m_sorted);
    m_list->setItemDelegateForColumn(BulkList::OutcomeColumn, new BadgeDelegate(outcomeBadge, m_list));
    m_list->setSelectionBehavior(QTableView::SelectRows);
    m_list->setSelectionMode(QTableView::SingleSelection);
    m_list->setEditTriggers(QTableView::NoEditTriggers);
    m_list->setShowGrid(false);
    m_list->setWordWrap(false);
    m_list->setTabKeyNavigation(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->horizontalHeader()->hide();
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_list->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_close->setObjectName(QStringLiteral("closeList"));
    m_close->setAutoRaise(true);
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    m_frame->setFrameShape(QFrame::StyledPanel);

    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_icon);
    head->addWidget(m_title);
    head->addWidget(m_summary);
    head->addStretch();
    head->addWidget(m_close);
    auto *inner = new QVBoxLayout(m_frame);
    inner->setContentsMargins(12, 6, 12, 6);
    inner->addLayout(head);
    inner->addWidget(m_list);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_bar);
    outer->addWidget(m_frame);
    m_frame->hide();
    hide();

    connect(m_close, &QToolButton::clicked, this, &BulkPanel::dismiss);
    const auto choose = [this](const QModelIndex &index) { Q_EMIT chosen(index.data(models::IdRole).toString()); };
    connect(m_list, &QTableView::clicked, this, choose);
    connect(m_list, &QTableView::activated, this, choose);
    retranslate();
}

BulkPanel::~BulkPanel() = default;

void BulkPanel::follow(std::unique_ptr<BulkList> run)
{
    m_sorted->setSourceModel(run.get());
    m_sorted->sort(0);
    m_run = std::move(run);
    m_frame->hide();
    m_bar->hide();
    connect(m_run.get(), &BulkList::outcomeChanged, this, &BulkPanel::refresh);
    const int letter = letterWidth(fontMetrics());
    m_list->setColumnWidth(BulkList::NameColumn, 26 * letter);
    m_list->setColumnWidth(BulkList::OutcomeColumn, 18 * letter);
    const int rows = std::min(m_run->rowCount(), kMostRows);
    m_list->setFixedHeight(rows * m_list->verticalHeader()->defaultSectionSize() + 2 * m_list->frameWidth() + 2);
    refresh();
}

bool BulkPanel::isListing() const { return m_run && !m_frame->isHidden(); }

void BulkPanel::refresh()
{
    const int bad = m_run->count(BulkList::Outcome::Refused) + m_run->count(BulkList::Outcome::Failed);
    // Once there was trouble the list stays, whatever becomes of it: the user may be reading it.
    const bool isListing = bad > 0 || !m_frame->isHidden();
    setVisible(isListing || !m_run->doneSentence().isEmpty());
    m_frame->setVisible(isListing);
    if (!isListing && m_run->isAllDone()) {
        m_bar->showMessage(Tone::Good, m_run->doneSentence());
        m_run->disconnect(this); // what becomes of them later is another story
    } else if (!isListing) {
        m_bar->showMessage(Tone::Accent, m_run->title() + QStringLiteral(": ") + m_run->summary());
    } else {
        m_bar->hide();
    }
    m_title->setText(m_run->title());
    m_summary->setText(m_run->summary());
    const Badge sign = bad > 0 ? Badge{QStringLiteral("warning"), Tone::Warning}
        : m_run->isSettled()   ? Badge{QStringLiteral("state-up"), Tone::Good}
                               : Badge{QStringLiteral("state-negotiating"), Tone::Busy};
    m_icon->setSign(sign.icon, sign.tone);
    m_list->setAccessibleName(m_run->title());
    m_list->setAccessibleDescription(m_run->summary());
}

void BulkPanel::dismiss()
{
    hide();
    m_frame->hide();
    m_sorted->setSourceModel(nullptr);
    m_run.reset();
}

void BulkPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void BulkPanel::retranslate()
{
    m_close->setToolTip(tr("Close the list"));
    m_close->setAccessibleName(tr("Close"));
    if (!m_run)
        return;
    m_run->retranslate();
    refresh();
}

} // namespace tw::ui
