#include "ui/diagnosis/checks_card.h"

#include "ui/diagnosis/diagnosis_look.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

ChecksCard::ChecksCard(QWidget *parent)
    : QWidget(parent),
      m_card(new Card(this)),
      m_table(new WordTable(m_card)),
      m_note(new TextLabel(m_card, Tone::Muted)),
      m_run(new QPushButton(m_card))
{
    m_table->setStretches({3, 2, 6});
    m_run->setAutoDefault(false);
    m_run->setIcon(symbolicIcon(QStringLiteral("doctor")));
    connect(m_run, &QPushButton::clicked, this, &ChecksCard::runRequested);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_run);
    foot->addWidget(m_note, 1);
    foot->setSpacing(12);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(Card::kMargin, 0, Card::kMargin, 6);
    inner->setSpacing(10);
    inner->addWidget(m_table);
    inner->addLayout(foot);
    m_card->content()->addLayout(inner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    retranslate();
}

void ChecksCard::setChecks(const QList<models::Check> &checks)
{
    m_checks = checks;
    QList<WordTable::Row> rows;
    for (const models::Check &check : checks) {
        rows.append({{models::checkTitle(check.kind)},
                     {models::checkStateText(check.state), checkBadge(check.state)},
                     {models::checkText(check)}});
    }
    m_table->setRows({tr("Check"), tr("Result"), tr("Finding")}, rows);
}

void ChecksCard::setRunning(bool isRunning, const QString &hint)
{
    m_isRunning = isRunning;
    m_hint = hint;
    m_run->setEnabled(!isRunning && hint.isEmpty());
    m_run->setText(isRunning ? tr("Measuring...") : tr("Run the &checks"));
    m_note->setText(isRunning            ? tr("Pings to the peer and through the tunnel are under way.")
                        : hint.isEmpty() ? tr("Pings the peer and, through the tunnel, a host of its network.")
                                         : hint);
}

void ChecksCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ChecksCard::retranslate()
{
    m_card->setTitle(tr("One-click diagnosis"));
    setChecks(m_checks);
    setRunning(m_isRunning, m_hint);
}

} // namespace tw::ui
