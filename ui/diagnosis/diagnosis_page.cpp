#include "ui/diagnosis/diagnosis_page.h"

#include "models/catalog/catalog.h"
#include "models/diagnosis/checks.h"
#include "models/diagnosis/trials.h"
#include "models/doctor/peer_measure.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"
#include "ui/diagnosis/checks_card.h"
#include "ui/diagnosis/explain_card.h"
#include "ui/diagnosis/peer_report_dialog.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/relative_time.h"
#include "ui/widgets/vertical_scroll_area.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr std::chrono::seconds kStory{30};

QPushButton *makeButton(QWidget *parent, const QString &icon)
{
    auto *button = new QPushButton(parent);
    button->setAutoDefault(false);
    button->setIcon(symbolicIcon(icon));
    return button;
}

Tone toneOf(const models::Trial &trial)
{
    switch (trial.state) {
    case models::TrialState::Succeeded: return Tone::Good;
    case models::TrialState::Refused:
    case models::TrialState::Silent: return Tone::Bad;
    case models::TrialState::Running:
    case models::TrialState::None: break;
    }
    return Tone::Neutral;
}

} // namespace

DiagnosisPage::DiagnosisPage(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_feed(new models::DiagnosisFeed(services.catalog, services.live, services.log, this)),
      m_measure(new models::PeerMeasure(services.catalog, services.live, services.prober, this)),
      m_stack(new QStackedWidget(this)),
      m_nothing(new TextLabel(this)),
      m_scroll(new VerticalScrollArea(this)),
      m_cardColumn(new QVBoxLayout),
      m_moment(new TextLabel(this)),
      m_present(makeButton(this, QStringLiteral("follow"))),
      m_outcome(new TextLabel(this)),
      m_trial(new TextLabel(this)),
      m_testRekey(makeButton(this, QStringLiteral("renegotiate"))),
      m_doctor(makeButton(this, QStringLiteral("doctor"))),
      m_report(makeButton(this, QStringLiteral("duplicate"))),
      m_checks(new ChecksCard(this))
{
    m_nothing->setContentsMargins(14, 10, 14, 8);
    m_nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *content = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(10);
    m_cardColumn->setSpacing(10);
    auto *moment = new QHBoxLayout;
    moment->addWidget(m_moment, 1);
    moment->addWidget(m_present, 0, Qt::AlignTop);
    column->addLayout(moment);
    m_moment->hide();
    m_present->hide();
    column->addLayout(m_cardColumn);
    buildActions(column);
    column->addWidget(m_checks);
    column->addStretch();
    m_scroll->setWidget(content);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_feed, &models::DiagnosisFeed::changed, this, &DiagnosisPage::refresh);
    connect(m_measure, &models::PeerMeasure::finished, this, &DiagnosisPage::refreshChecks);
    connect(m_present, &QPushButton::clicked, this, &DiagnosisPage::showPresent);
    connect(m_checks, &ChecksCard::runRequested, this, &DiagnosisPage::runChecks);
    connect(m_testRekey, &QPushButton::clicked, this, &DiagnosisPage::testRekeyRequested);
    connect(m_doctor, &QPushButton::clicked, this, &DiagnosisPage::doctorRequested);
    connect(m_report, &QPushButton::clicked, this, &DiagnosisPage::showReport);
    retranslate();
}

void DiagnosisPage::buildActions(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_testRekey);
    row->addWidget(m_doctor);
    row->addWidget(m_report);
    row->addStretch();
    column->addLayout(row);
    column->addWidget(m_outcome);
    column->addWidget(m_trial);
    m_outcome->hide();
    m_trial->hide();
}

void DiagnosisPage::setConnection(const QString &id)
{
    if (id != m_feed->connection()) {
        m_measure->cancel();
        m_outcome->hide();
        m_wantsReport = false;
    }
    m_feed->setConnection(id);
    refreshMoment();
    refresh();
}

void DiagnosisPage::showMoment(const QDateTime &time)
{
    // What the line was about goes on behind it: what was sent again, and what came of it.
    m_feed->setMoment(UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())) + kStory);
    m_outcome->hide();
    refresh();
}

void DiagnosisPage::showPresent()
{
    m_feed->setMoment(std::nullopt);
    refreshMoment();
}

QString DiagnosisPage::momentText() const { return m_moment->isVisibleTo(this) ? m_moment->text() : QString(); }

void DiagnosisPage::refreshMoment()
{
    const auto moment = m_feed->moment();
    m_moment->setVisible(moment.has_value());
    m_present->setVisible(moment.has_value());
    // What is measured, tried and asked is of now.
    m_checks->setVisible(!moment);
    m_testRekey->setVisible(!moment);
    m_doctor->setVisible(!moment);
    if (moment) {
        const auto at = QDateTime::fromMSecsSinceEpoch((*moment - kStory).time_since_epoch().count()).toLocalTime();
        m_moment->setText(tr("As the log has it of %1. The settings are those of today.").arg(timeText(at)));
        m_trial->hide();
    }
}

ExplainCard *DiagnosisPage::card(int index) const { return m_cards.value(index); }

QString DiagnosisPage::trialText() const { return m_trial->isVisibleTo(this) ? m_trial->text() : QString(); }

void DiagnosisPage::refresh()
{
    const bool any = !m_feed->connection().isEmpty();
    m_nothing->setText(any ? tr("Reading the log...") : tr("Select one connection to see its diagnosis."));
    if (!any || !m_feed->isReady()) {
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    const models::DiagnosisFacts &facts = m_feed->facts();
    const auto &diagnoses = m_feed->diagnoses();
    showDiagnoses(diagnoses,
                  diagnoses.isEmpty() ? QList<models::Check>()
                                      : models::checks(facts, diagnoses.first(), m_measure->measured()));
    refreshTrials();
    refreshMoment();
    if (m_wantsReport)
        QMetaObject::invokeMethod(this, &DiagnosisPage::showReport, Qt::QueuedConnection);
    m_wantsReport = false;
}

void DiagnosisPage::showDiagnoses(const QList<models::Diagnosis> &diagnoses, const QList<models::Check> &checks)
{
    while (m_cards.size() > diagnoses.size())
        delete m_cards.takeLast();
    while (m_cards.size() < diagnoses.size()) {
        auto *card = new ExplainCard(m_scroll->widget());
        connect(card, &ExplainCard::fixRequested, this, &DiagnosisPage::fixRequested);
        connect(card, &ExplainCard::logLineRequested, this, &DiagnosisPage::logLineRequested);
        m_cardColumn->addWidget(card);
        m_cards.append(card);
    }
    for (qsizetype index = 0; index < diagnoses.size(); ++index)
        m_cards.at(index)->setDiagnosis(diagnoses.at(index));
    m_checks->setChecks(checks);
    const bool isUp = models::stateGroup(m_services.live.state(m_feed->connection())) == models::StateGroup::Up;
    m_testRekey->setEnabled(isUp);
    m_stack->setCurrentWidget(m_scroll);
    refreshChecks();
}

void DiagnosisPage::refreshTrials()
{
    // The newer of the two.
    const models::Trial rekey = models::rekeyTrial(m_feed->facts());
    const models::Trial probe = models::probeTrial(m_feed->facts());
    const bool isRekey = rekey.sequence >= probe.sequence;
    const models::Trial &newest = isRekey ? rekey : probe;
    const QString text = isRekey ? models::rekeyTrialText(rekey) : models::probeTrialText(probe);
    m_trial->setTextTone(toneOf(newest));
    m_trial->setText(text);
    m_trial->setVisible(!text.isEmpty());
}

void DiagnosisPage::refreshChecks()
{
    if (m_feed->isReady() && !m_feed->diagnoses().isEmpty())
        m_checks->setChecks(models::checks(m_feed->facts(), m_feed->diagnoses().first(), m_measure->measured()));
    m_checks->setRunning(m_measure->isRunning(),
                         m_measure->isPossible() ? QString()
                                                 : tr("The engine is not running, so nothing can be measured."));
}

void DiagnosisPage::runChecks()
{
    if (!m_measure->isPossible() || m_measure->isRunning())
        return;
    m_measure->start(m_feed->connection());
    refreshChecks();
}

void DiagnosisPage::showReport()
{
    m_wantsReport = m_feed->diagnoses().isEmpty() && !m_feed->connection().isEmpty();
    if (m_feed->diagnoses().isEmpty())
        return;
    PeerReportDialog dialog(m_feed->facts(), m_feed->diagnoses().first(), this);
    dialog.exec();
}

void DiagnosisPage::showOutcome(Tone tone, const QString &sentence)
{
    m_outcome->setTextTone(tone);
    m_outcome->setText(sentence);
    m_outcome->setVisible(!sentence.isEmpty());
}

void DiagnosisPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed->setActive(true);
}

void DiagnosisPage::hideEvent(QHideEvent *event)
{
    m_feed->setActive(false);
    QWidget::hideEvent(event);
}

void DiagnosisPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DiagnosisPage::retranslate()
{
    m_present->setText(tr("As it is &now"));
    m_testRekey->setText(tr("Test &rekey"));
    m_testRekey->setToolTip(
        tr("Renew the phase 2 SAs now, without an interruption: the first SA of IKEv2 never proves that "
           "both sides have the same DH group for PFS"));
    m_doctor->setText(tr("&Doctor"));
    m_doctor->setToolTip(tr("Follow a packet through the tunnel, ask the path, find the largest packet"));
    m_report->setText(tr("Report for the &other side..."));
    m_report->setToolTip(tr("A text for the administrator of the other gateway, without secrets"));
    m_outcome->hide();
    refresh();
}

} // namespace tw::ui
