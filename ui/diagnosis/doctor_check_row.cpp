#include "ui/diagnosis/doctor_check_row.h"

#include "models/catalog/connection_draft.h"
#include "models/doctor/doctor_text.h"
#include "ui/diagnosis/badge_label.h"
#include "ui/diagnosis/diagnosis_look.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/theme/measure.h"
#include "ui/widgets/disclosure.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

using models::DoctorAdvice;
using models::DoctorSide;
using models::DoctorVerdict;

namespace {

constexpr int kVerdictLetters = 15;

// What a click can do about it here; nothing where it is for people.
std::optional<models::Fix> fixOf(const models::DoctorMend &mend)
{
    models::Fix fix{.kind = models::FixKind::CheckTraffic};
    if (mend.field) {
        fix.action = models::FixAction::OpenField;
        fix.field = mend.field;
        fix.value = mend.value;
        return fix;
    }
    if (mend.advice == DoctorAdvice::StartConnection)
        fix.action = models::FixAction::Start;
    else if (mend.advice == DoctorAdvice::Renegotiate)
        fix.action = models::FixAction::Renegotiate;
    else
        return std::nullopt;
    return fix;
}

} // namespace

DoctorCheckRow::DoctorCheckRow(QWidget *parent)
    : QWidget(parent),
      m_verdict(new BadgeLabel(this)),
      m_title(new TextLabel(this)),
      m_finding(new TextLabel(this)),
      m_side(new BadgeLabel(this)),
      m_mends(new QVBoxLayout),
      m_counters(new Disclosure(this)),
      m_counterTable(new WordTable)
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_mends->setSpacing(4);
    m_counters->setContent(m_counterTable);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_finding);
    words->addWidget(m_side, 0, Qt::AlignLeft);
    words->addLayout(m_mends);
    words->addWidget(m_counters);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 6, 0, 6);
    layout->setHorizontalSpacing(12);
    layout->setColumnMinimumWidth(0, letterWidth(fontMetrics()) * kVerdictLetters);
    layout->addWidget(m_verdict, 0, 0, Qt::AlignTop | Qt::AlignLeft);
    layout->addLayout(words, 0, 1);
    layout->setColumnStretch(1, 1);
}

void DoctorCheckRow::setCheck(const models::DoctorCheck &check)
{
    if (m_check == check)
        return;
    m_check = check;
    render();
}

QString DoctorCheckRow::verdictText() const { return m_verdict->text(); }

QString DoctorCheckRow::findingText() const { return m_finding->text(); }

void DoctorCheckRow::render()
{
    if (!m_check)
        return;
    const models::DoctorCheck &check = *m_check;
    m_verdict->setBadge(verdictBadge(check.verdict), models::doctorText(check.verdict));
    m_title->setText(models::doctorTitle(check.id));
    const bool isQuiet = check.verdict == DoctorVerdict::Pending || check.verdict == DoctorVerdict::Skipped;
    m_title->setTextTone(isQuiet ? Tone::Muted : Tone::Neutral);
    m_finding->setTextTone(isQuiet ? Tone::Muted : Tone::Neutral);
    const QString finding = models::doctorText(check);
    m_finding->setText(finding);
    m_finding->setVisible(!finding.isEmpty());
    const QString side = models::doctorText(check.side);
    m_side->setBadge(sideBadge(check.side), side.isEmpty() ? QString() : tr("Likely at: %1").arg(side));
    while (QLayoutItem *item = m_mends->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const models::DoctorMend &mend : check.mends)
        addMend(mend);

    QList<WordTable::Row> rows;
    const QLocale locale;
    for (const models::DoctorCounter &counter : check.counters)
        rows.append(
            {{models::doctorText(counter.id)}, {locale.toString(counter.before)}, {locale.toString(counter.after)}});
    m_counterTable->setRows({tr("Counter"), tr("Before"), tr("After")}, rows);
    m_counters->setTitle(tr("Counters"));
    m_counters->setVisible(!rows.isEmpty());
}

void DoctorCheckRow::addMend(const models::DoctorMend &mend)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    const QString side = models::doctorText(mend.side);
    const QString advice = models::doctorText(mend);
    auto *words = new TextLabel(row);
    words->setText(side.isEmpty() ? advice : tr("On %1: %2").arg(side, advice));
    layout->addWidget(words, 1, Qt::AlignVCenter);
    QPushButton *button = nullptr;
    if (const auto fix = fixOf(mend)) {
        button = new QPushButton(row);
        if (fix->action == models::FixAction::Start)
            button->setText(tr("Start"));
        else if (fix->action == models::FixAction::Renegotiate)
            button->setText(tr("Renegotiate"));
        else
            button->setText(mend.value.isEmpty() ? tr("Open “%1”").arg(models::fieldLabel(*mend.field))
                                                 : tr("Fill in %1").arg(models::choiceText(mend.value)));
        connect(button, &QPushButton::clicked, this, [this, fix = *fix] { Q_EMIT fixRequested(fix); });
    } else if (mend.advice == DoctorAdvice::TryOtherAddress) {
        button = new QPushButton(tr("Another address"), row);
        connect(button, &QPushButton::clicked, this, &DoctorCheckRow::otherAddressRequested);
    }
    if (button) {
        button->setAutoDefault(false);
        button->setAccessibleDescription(advice);
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    m_mends->addWidget(row);
}

void DoctorCheckRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        render();
    QWidget::changeEvent(event);
}

} // namespace tw::ui
