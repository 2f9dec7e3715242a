#include "ui/rehearsal/rehearsal_dialog.h"

#include "models/catalog/catalog.h"
#include "models/rehearsal/rehearsal_diagnosis.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_text.h"
#include "ui/diagnosis/explain_card.h"
#include "ui/diagnosis/text_label.h"
#include "ui/log/ladder_view.h"
#include "ui/rehearsal/opponent_box.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/transfer/download_places.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/vertical_scroll_area.h"
#include "ui/widgets/window_size.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ui {

namespace {

using api::RehearsalVerdict;

enum Column { StepColumn, OutcomeColumn, kColumns };
constexpr QSize kUsual(1000, 720);
constexpr int kMostBasisLines = 4; // the rest is in the tooltip
constexpr int kIconSize = 16;

struct Look
{
    QString icon;
    Tone tone;
};

Look lookOf(RehearsalVerdict verdict)
{
    switch (verdict) {
    case RehearsalVerdict::Passed: return {QStringLiteral("state-up"), Tone::Good};
    case RehearsalVerdict::Failed: return {QStringLiteral("state-failed"), Tone::Bad};
    case RehearsalVerdict::Skipped: break;
    }
    return {QStringLiteral("state-stopped"), Tone::Muted};
}

} // namespace

RehearsalDialog::RehearsalDialog(const Services &services, const QString &connectionId, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_connection(connectionId),
      m_run(new models::RehearsalRun(services.rehearse, this)),
      m_icon(new IconLabel(kIconSize, this)),
      m_verdict(new QLabel(this)),
      m_basisText(new TextLabel(this, Tone::Muted)),
      m_explanation(new QLabel(this)),
      m_opponentLabel(new QLabel(this)),
      m_opponent(new OpponentBox(this)),
      m_faultLabel(new QLabel(this)),
      m_fault(new QComboBox(this)),
      m_mistakeLabel(new QLabel(this)),
      m_mistake(new QComboBox(this)),
      m_again(new QPushButton(this)),
      m_steps(new QTableWidget(0, kColumns, this)),
      m_storyTitle(new QLabel(this)),
      m_ladder(new LadderView(this)),
      m_card(new ExplainCard(this)),
      m_cardArea(new VerticalScrollArea(this)),
      m_close(new QPushButton(this))
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    m_name = connection ? connection->draft.name : m_connection;
    if (connection) {
        // As it was last chosen for this gateway's download.
        if (const auto device = rememberedDevice(m_services.settings, connection->draft.customerGatewayId))
            m_opponent->setFormat(*device);
    }
    build();
    fillChoices();
    retranslate();
    connect(m_run, &models::RehearsalRun::finished, this, [this] { present(m_run->result()); });
    connect(m_again, &QPushButton::clicked, this, &RehearsalDialog::rehearse);
    // To choose another case is to want to see it.
    for (const QComboBox *box : {m_fault, m_mistake})
        connect(box, &QComboBox::activated, this, &RehearsalDialog::rehearse);
    connect(m_opponent, &OpponentBox::chosen, this, &RehearsalDialog::rehearse);
    connect(m_steps, &QTableWidget::itemSelectionChanged, this, &RehearsalDialog::showStory);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    resizeWithin(*this, kUsual);
    rehearse();
}

void RehearsalDialog::build()
{
    QFont bold = font();
    bold.setBold(true);
    m_verdict->setFont(bold);
    m_verdict->setWordWrap(true);
    m_explanation->setWordWrap(true);
    m_opponentLabel->setBuddy(m_opponent);
    m_faultLabel->setBuddy(m_fault);
    m_mistakeLabel->setBuddy(m_mistake);
    m_ladder->setClosable(false);
    m_again->setDefault(true);
    m_again->setIcon(symbolicIcon(QStringLiteral("renegotiate")));

    m_steps->verticalHeader()->hide();
    m_steps->horizontalHeader()->setStretchLastSection(true);
    m_steps->horizontalHeader()->setSectionResizeMode(StepColumn, QHeaderView::ResizeToContents);
    m_steps->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_steps->horizontalHeader()->setHighlightSections(false);
    m_steps->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_steps->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_steps->setSelectionMode(QAbstractItemView::SingleSelection);
    m_steps->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_steps->setShowGrid(false);
    m_steps->setTabKeyNavigation(false);
    m_steps->setIconSize(QSize(kIconSize, kIconSize));

    auto *head = new QHBoxLayout;
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_verdict, 1);
    auto *choices = new QHBoxLayout;
    const std::array<std::pair<QLabel *, QComboBox *>, 3> boxes{
        {{m_opponentLabel, m_opponent}, {m_faultLabel, m_fault}, {m_mistakeLabel, m_mistake}}};
    for (const auto &[label, box] : boxes) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
        choices->addWidget(label);
        choices->addWidget(box, box == m_opponent ? 4 : 3); // names of devices are long
        choices->addSpacing(8);
    }
    choices->addWidget(m_again);

    auto *story = new QWidget(this);
    auto *storyLayout = new QVBoxLayout(story);
    storyLayout->setContentsMargins(0, 4, 0, 0);
    storyLayout->addWidget(m_storyTitle);
    storyLayout->addWidget(m_ladder, 1);
    m_cardArea->setWidget(m_card);
    m_cardArea->setWidgetResizable(true);
    auto *beside = new QSplitter(Qt::Horizontal, this);
    beside->addWidget(story);
    beside->addWidget(m_cardArea);
    beside->setChildrenCollapsible(false);
    beside->setStretchFactor(0, 1);
    beside->setStretchFactor(1, 1);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_steps);
    splitter->addWidget(beside);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2); // six lines
    splitter->setStretchFactor(1, 3);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_explanation);
    layout->addLayout(choices);
    layout->addLayout(head);
    layout->addWidget(m_basisText);
    layout->addWidget(splitter, 1);
    layout->addLayout(buttons);
}

void RehearsalDialog::fillChoices()
{
    m_fault->addItem(QString());
    for (int i = 0; i <= static_cast<int>(api::RehearsalFault::PeerSilent); ++i)
        m_fault->addItem(QString(), i);
    m_mistake->addItem(QString());
    if (const auto prepared = models::rehearsalOf(m_services.catalog, m_connection, models::MirroredPeer{})) {
        for (const models::RehearsalMistake mistake : models::possibleMistakes(*prepared->setup.ours.config))
            m_mistake->addItem(QString(), static_cast<int>(mistake));
    }
}

void RehearsalDialog::rehearse()
{
    auto prepared = models::rehearsalOf(m_services.catalog, m_connection, m_opponent->opponent());
    m_again->setEnabled(prepared.has_value());
    if (!prepared) {
        m_steps->setRowCount(0);
        m_basisText->hide();
        m_cardArea->hide();
        m_ladder->setFacts({});
        m_icon->setSign(QStringLiteral("warning"), Tone::Warning);
        m_verdict->setText(prepared.error());
        return;
    }
    api::RehearsalSetup &setup = prepared->setup;
    if (m_fault->currentIndex() > 0)
        setup.faults = {static_cast<api::RehearsalFault>(m_fault->currentData().toInt())};
    if (m_mistake->currentIndex() > 0)
        models::makeMistake(setup, static_cast<models::RehearsalMistake>(m_mistake->currentData().toInt()));
    m_basis = std::move(prepared->basis);
    setChoosable(false);
    m_icon->setSign({}, Tone::Neutral);
    m_verdict->setText(tr("Rehearsing..."));
    m_run->start(std::move(setup));
}

void RehearsalDialog::present(const api::Rehearsal &rehearsal)
{
    setChoosable(true);
    QStringList basis = models::rehearsalNotes(m_basis);
    basis.prepend(models::rehearsalBasisText(m_basis));
    m_basisText->setToolTip(basis.size() > kMostBasisLines ? basis.join(u'\n') : QString());
    if (basis.size() > kMostBasisLines) {
        const auto more = static_cast<int>(basis.size()) - kMostBasisLines + 1;
        basis = basis.first(kMostBasisLines - 1) << tr("... and %n more", nullptr, more);
    }
    m_basisText->setText(basis.join(u'\n'));
    m_basisText->show();
    const Look look = lookOf(rehearsal.hasPassed() ? RehearsalVerdict::Passed : RehearsalVerdict::Failed);
    m_icon->setSign(look.icon, look.tone);
    m_verdict->setText(models::rehearsalSummary(rehearsal));
    m_steps->setRowCount(static_cast<int>(rehearsal.steps.size()));
    int chosen = -1;
    for (int row = 0; row < m_steps->rowCount(); ++row) {
        const api::RehearsedStep &step = rehearsal.steps.at(static_cast<std::size_t>(row));
        const Look of = lookOf(step.verdict);
        auto *title = new QTableWidgetItem(symbolicIcon(of.icon, of.tone), models::rehearsalStepTitle(step.step));
        const QString verdict = models::rehearsalVerdictText(step.verdict);
        const QString text = models::rehearsalStepText(rehearsal, step);
        title->setToolTip(verdict);
        title->setData(Qt::AccessibleTextRole,
                       QStringLiteral("%1, %2").arg(models::rehearsalStepTitle(step.step), verdict));
        auto *outcome = new QTableWidgetItem(QStringLiteral("%1 – %2").arg(verdict, text));
        outcome->setToolTip(text);
        m_steps->setItem(row, StepColumn, title);
        m_steps->setItem(row, OutcomeColumn, outcome);
        if (step.verdict == RehearsalVerdict::Failed && chosen < 0)
            chosen = row;
    }
    m_steps->selectRow(std::max(chosen, 0));
    showStory();
}

// What we said and heard during the step.
void RehearsalDialog::showStory()
{
    const api::Rehearsal &rehearsal = m_run->result();
    const auto row = static_cast<std::size_t>(std::max(m_steps->currentRow(), 0));
    if (m_run->isRunning() || row >= rehearsal.steps.size())
        return;
    const api::RehearsedStep &step = rehearsal.steps.at(row);
    showDiagnosis(step);
    const bool isReversed = step.step == api::RehearsalStep::OtherBegins;
    QList<models::LogRecord> facts =
        models::logOf(isReversed ? rehearsal.reversed.ours : rehearsal.story.ours, rehearsal.clock);
    if (step.verdict == RehearsalVerdict::Skipped)
        facts.clear();
    const UtcTime begin = rehearsal.clock.toUtc(step.begun);
    const UtcTime end = rehearsal.clock.toUtc(step.begun + step.took);
    if (!isReversed)
        facts.removeIf([&](const models::LogRecord &fact) { return fact.at < begin || fact.at > end; });
    m_ladder->setFacts(facts);
    m_storyTitle->setText(tr("What passed during “%1”, seen from our side").arg(models::rehearsalStepTitle(step.step)));
}

// What the console would say of the real connection, if this happened to it.
void RehearsalDialog::showDiagnosis(const api::RehearsedStep &step)
{
    const bool hasFailed = step.verdict == RehearsalVerdict::Failed;
    m_cardArea->setVisible(hasFailed);
    if (!hasFailed)
        return;
    models::Diagnosis diagnosis =
        models::rehearsalDiagnosis(m_services.catalog, m_connection, m_run->result(), step.step);
    diagnosis.sightings.clear(); // the ladder has them
    for (models::Fix &fix : diagnosis.fixes)
        fix.action = models::FixAction::None; // the fault is not here
    m_card->setDiagnosis(diagnosis);
}

void RehearsalDialog::setChoosable(bool isChoosable)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_again, m_opponent, m_fault, m_mistake})
        widget->setEnabled(isChoosable);
}

QString RehearsalDialog::verdict() const { return m_verdict->text(); }

QString RehearsalDialog::basis() const { return m_basisText->text(); }

void RehearsalDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void RehearsalDialog::retranslate()
{
    setWindowTitle(tr("Rehearsal of “%1”").arg(m_name));
    m_explanation->setText(
        tr("Both sides are played through in memory, ours and the peer that is chosen here. Nothing is sent, and no "
           "privilege is needed."));
    m_opponentLabel->setText(tr("&Against"));
    m_opponent->retranslate();
    m_faultLabel->setText(tr("&Network"));
    m_mistakeLabel->setText(tr("At the &peer"));
    m_fault->setItemText(0, tr("Everything passes"));
    for (int i = 1; i < m_fault->count(); ++i)
        m_fault->setItemText(
            i, models::rehearsalFaultText(static_cast<api::RehearsalFault>(m_fault->itemData(i).toInt())));
    m_mistake->setItemText(0, tr("Everything fits"));
    for (int i = 1; i < m_mistake->count(); ++i)
        m_mistake->setItemText(
            i, models::mistakeText(static_cast<models::RehearsalMistake>(m_mistake->itemData(i).toInt())));
    m_again->setText(tr("&Rehearse"));
    m_close->setText(tr("Close"));
    m_steps->setHorizontalHeaderLabels({tr("Step"), tr("What came of it")});
    m_steps->setAccessibleName(tr("Steps of the rehearsal"));
    if (!m_run->isRunning() && !m_run->result().steps.empty())
        present(m_run->result());
}

} // namespace tw::ui
