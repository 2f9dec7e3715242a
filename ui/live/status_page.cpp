#include "ui/live/status_page.h"

#include "models/catalog/catalog.h"
#include "models/doctor/health_text.h"
#include "models/live/sa_facts.h"
#include "models/live/sa_tree_model.h"
#include "models/live/status_text.h"
#include "ui/live/state_look.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/relative_time.h"
#include "ui/widgets/time_delegate.h"

#include <QEvent>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedLayout>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::SaTreeModel;

constexpr int kIconSide = 28;
constexpr int kGap = 12;
constexpr int kMargin = 14;

} // namespace

StatusPage::StatusPage(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_catalog(services.catalog),
      m_live(&services.live),
      m_health(services.health),
      m_model(new SaTreeModel(m_live, this)),
      m_icon(new QLabel(this)),
      m_state(new QLabel(this)),
      m_since(new QLabel(this)),
      m_explanation(new QLabel(this)),
      m_explain(new QLabel(this)),
      m_stale(new QLabel(this)),
      m_head(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_factsArea(new QWidget(this)),
      m_facts(new QFormLayout(m_factsArea)),
      m_tree(new QTreeView(this)),
      m_empty(new QLabel(this)),
      m_clock(new QTimer(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_state->setFont(large);
    m_explanation->setWordWrap(true);
    for (QLabel *label : {m_state, m_since, m_explanation})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_explain->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_explain, &QLabel::linkActivated, this, &StatusPage::explanationRequested);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(16);
    m_facts->setVerticalSpacing(3);
    m_empty->setWordWrap(true);

    m_tree->setModel(m_model);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->header()->setStretchLastSection(false);
    const int em = letterWidth(fontMetrics());
    const QList<int> widths{31, 46, 13, 13, 13, 13, 24, 24, 52, 70}; // in the order of the columns
    for (int column = 0; column < widths.size(); ++column)
        m_tree->setColumnWidth(column, widths.at(column) * em);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    for (const int column : {SaTreeModel::Spis, SaTreeModel::Selectors})
        m_tree->setItemDelegateForColumn(column, new FixedFontDelegate(m_tree));
    m_tree->setItemDelegateForColumn(SaTreeModel::NextRekey,
                                     new TimeDelegate(SaTreeModel::SortRole, m_tree, TimeDelegate::Shows::Span));
    connect(m_model, &QAbstractItemModel::rowsInserted, m_tree, &QTreeView::expandAll);
    connect(m_model, &QAbstractItemModel::modelReset, m_tree, &QTreeView::expandAll);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_state);
    words->addWidget(m_since);
    words->addStretch();
    m_head->setSpacing(kGap);
    m_head->addLayout(words, 1);
    m_head->addWidget(m_factsArea, 0, Qt::AlignTop);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addLayout(m_head, 1);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(kMargin, 10, kMargin, 8);
    top->setSpacing(8);
    top->addLayout(head);
    top->addWidget(m_explanation);
    top->addWidget(m_explain, 0, Qt::AlignLeft);
    top->addWidget(m_stale);
    top->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    QSizePolicy keepsPlace = m_tree->sizePolicy(); // without an SA, the words stay at the top
    keepsPlace.setRetainSizeWhenHidden(true);
    m_tree->setSizePolicy(keepsPlace);

    connect(m_live, &models::LiveState::connectionChanged, this, [this](const QString &id) {
        if (id == m_connection)
            refresh();
    });
    connect(m_live, &models::LiveState::engineChanged, this, &StatusPage::refresh);
    if (m_health)
        connect(m_health, &models::HealthMonitor::changed, this, [this](const QString &id) {
            if (id == m_connection)
                refresh();
        });
    m_clock->setInterval(1000);
    connect(m_clock, &QTimer::timeout, this, &StatusPage::refreshTimes);
    m_clock->start();
    retranslate();
}

void StatusPage::setConnection(const QString &id, const QString &name)
{
    m_name = name;
    if (id != m_connection) {
        m_connection = id;
        m_model->setConnection(id);
    }
    refresh();
}

QString StatusPage::stateLine() const { return m_state->text(); }

QString StatusPage::explanation() const { return m_explanation->text(); }

void StatusPage::refresh()
{
    api::ConnectionStatus none;
    const api::ConnectionStatus *found = m_connection.isEmpty() ? nullptr : m_live->find(m_connection);
    const api::ConnectionStatus &status = found ? *found : none;
    refreshState(status);
    refreshFacts(status);
    refreshTimes();
}

void StatusPage::refreshState(const api::ConnectionStatus &status)
{
    const bool any = !m_connection.isEmpty();
    m_icon->setVisible(any);
    m_state->setVisible(any);
    m_since->setVisible(any);
    const Badge badge = stateBadge(status.state);
    m_icon->setPixmap(symbolicIcon(badge.icon, badge.tone).pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
    m_state->setText(models::statusText(status));
    const QString sentence = models::failureSentence(status.lastFailure);
    m_explanation->setText(sentence);
    m_explanation->setVisible(any && !sentence.isEmpty());
    const QString link = tr("Explain, with what can be done about it");
    m_explain->setText(
        QStringLiteral("<a href=\"#\" style=\"color:%1\">%2</a>").arg(toneColor(Tone::Accent, palette()).name(), link));
    m_explain->setVisible(any && !sentence.isEmpty());
    setTone(m_explanation, Tone::Bad);

    const bool hasSa = any && (status.ikeSa || !status.childSas.empty());
    m_tree->setVisible(hasSa);
    m_empty->setVisible(!hasSa);
    if (!any)
        m_empty->setText(tr("Select one connection to see its security associations."));
    else if (status.state == api::ConnectionState::Stopped)
        m_empty->setText(tr("No security association. Start the connection to negotiate with the peer."));
    else if (status.state == api::ConnectionState::Waiting)
        m_empty->setText(
            tr("No security association yet. It is negotiated when traffic for the remote subnets arrives, or when "
               "the peer begins."));
    else
        m_empty->setText(tr("No security association."));
    m_stale->setVisible(any && m_live->engine() != models::LiveState::Engine::Running);
}

void StatusPage::refreshTimes()
{
    const api::ConnectionStatus *status = m_connection.isEmpty() ? nullptr : m_live->find(m_connection);
    if (!status) {
        m_since->clear();
        return;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime since = m_live->toUtc(status->since);
    QString text = tr("since %1 (%2)").arg(timeText(since), spanText(since.secsTo(now)));
    if (status->nextAttempt) {
        const qint64 left = now.secsTo(m_live->toUtc(*status->nextAttempt));
        text += QLatin1Char('\n') + tr("Next attempt in %1.").arg(spanText(left));
    }
    if (text != m_since->text())
        m_since->setText(text);
    m_since->setToolTip(utcText(since));
    arrangeHead();
    m_tree->viewport()->update(); // how long it is until the next rekey
}

void StatusPage::refreshFacts(const api::ConnectionStatus &status)
{
    QList<models::SaFact> facts = models::ikeSaFacts(status);
    const models::Connection *connection = m_catalog.connection(m_connection);
    const auto health = m_health && connection ? m_health->state(m_connection) : models::HealthMonitor::State();
    if (health.health != models::Health::Off)
        facts.append(
            {tr("Health check"), models::healthText(health), false, models::healthSentence(health, connection->draft)});
    if (const QStringList drops = models::dropLines(status); !drops.isEmpty())
        facts.append({tr("Dropped packets"), drops.join(QStringLiteral("; "))});
    QStringList shown;
    for (const models::SaFact &fact : facts)
        shown << fact.label << fact.value << fact.toolTip;
    if (shown == m_shownFacts)
        return; // counters move every second; labels that did not change must not lose a selection
    m_shownFacts = shown;
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const models::SaFact &fact : facts) {
        auto *label = new QLabel(fact.label, m_factsArea);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setAlignment((m_facts->labelAlignment() & Qt::AlignHorizontal_Mask) | Qt::AlignTop);
        const QFont shownFont = fact.isAddress ? fixedFont(font()) : font();
        auto *value = new QLabel(breakable(fact.value, QFontMetrics(shownFont)), m_factsArea);
        value->setToolTip(fact.toolTip);
        value->setTextFormat(Qt::PlainText); // identities come from the peer
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setFont(shownFont);
        m_facts->addRow(label, value);
    }
    arrangeHead();
}

// In a narrow page, as beside the list, the facts stand below the words, and wrap.
void StatusPage::arrangeHead()
{
    const auto widthOf = [](const QLabel *label) { return label->fontMetrics().size(0, label->text()).width(); };
    const auto factAt = [this](int row, QFormLayout::ItemRole role) {
        return static_cast<QLabel *>(m_facts->itemAt(row, role)->widget());
    };
    int titles = 0;
    int values = 0;
    for (int row = 0; row < m_facts->rowCount(); ++row) {
        titles = std::max(titles, widthOf(factAt(row, QFormLayout::LabelRole)));
        values = std::max(values, widthOf(factAt(row, QFormLayout::FieldRole)));
    }
    const int words = std::max(widthOf(m_state), widthOf(m_since));
    const int facts = titles + m_facts->horizontalSpacing() + values;
    const bool fits = 2 * kMargin + kIconSide + 2 * kGap + words + facts <= width();
    m_head->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_since->setWordWrap(!fits);
    for (int row = 0; row < m_facts->rowCount(); ++row)
        factAt(row, QFormLayout::FieldRole)->setWordWrap(!fits);
}

void StatusPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeHead();
}

void StatusPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        m_shownFacts.clear();
        refresh();
    }
    QWidget::changeEvent(event);
}

void StatusPage::retranslate()
{
    m_stale->setText(tr("The engine is not running: what is shown is not live."));
    m_tree->setAccessibleName(tr("Security associations"));
    m_shownFacts.clear();
    refresh();
}

} // namespace tw::ui
