#include "ui/transfer/import_summary_page.h"

#include "models/catalog/catalog.h"
#include "models/catalog/issue_text.h"
#include "models/log/joined_text.h"
#include "models/transfer/import/import_session.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/theme/language.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/vertical_scroll_area.h"

#include <QEvent>
#include <QVBoxLayout>

namespace tw::ui {

using models::ImportAction;
using models::PlannedConnection;

namespace {

constexpr qsizetype kMostShown = 12; // problems; the rest is on the page before

QStringList problemsOf(const models::ImportPlan &plan)
{
    QStringList problems = plan.problems;
    for (const PlannedConnection &planned : plan.connections) {
        if (planned.isReady())
            continue;
        QStringList texts;
        for (const models::ImportGap gap : planned.gaps)
            texts.append(models::gapText(gap));
        for (const models::ValidationIssue &issue : planned.issues) {
            if (issue.severity == models::Severity::Error)
                texts.append(models::issueText(issue));
        }
        texts += planned.problems;
        problems.append(ImportSummaryPage::tr("%1: %2", "connection, what is wrong")
                            .arg(planned.draft.name, models::joinedSentences(texts)));
    }
    problems.removeDuplicates();
    return problems;
}

QString joined(const QStringList &problems)
{
    QString text = problems.mid(0, kMostShown).join(u'\n');
    return problems.size() > kMostShown ? text + QStringLiteral("\n…") : text;
}

} // namespace

ImportSummaryPage::ImportSummaryPage(models::ImportSession &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_intro(new TextLabel(this)),
      m_message(new MessageBar(this)),
      m_table(new WordTable(this))
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->addWidget(m_table);
    column->addStretch();
    auto *scroll = new VerticalScrollArea(this);
    scroll->setWidget(content);
    m_table->setStretches({2, 3, 5});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addWidget(m_intro);
    layout->addWidget(m_message);
    layout->addWidget(scroll, 1);
    connect(&m_session, &models::ImportSession::planned, this, &ImportSummaryPage::present);
    present();
}

void ImportSummaryPage::present()
{
    const models::ImportPlan &plan = m_session.plan();
    const models::Region *region = m_session.catalog().region(plan.regionId);
    m_intro->setText(
        plan.storesNothing()
            ? tr("Nothing will be stored: every connection is there already, or is left out.")
            : tr("In the region “%1”. All of it is stored at once, or nothing; it can be undone as one step.")
                  .arg(region ? region->title(currentLanguage()) : plan.regionId));
    const QStringList problems = problemsOf(plan);
    if (problems.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(Tone::Bad, joined(problems));

    const Badge created{QStringLiteral("add"), Tone::Good};
    QList<WordTable::Row> rows;
    for (const models::VpnGateway &gateway : plan.newVpnGateways)
        rows.append({{tr("create"), created}, {tr("VPN gateway “%1”").arg(gateway.name)}, {gateway.internetIp}});
    for (const models::CustomerGateway &gateway : plan.newCustomerGateways)
        rows.append({{tr("create"), created}, {tr("Customer gateway “%1”").arg(gateway.name)}, {gateway.ipAddress}});
    for (const PlannedConnection &planned : plan.connections) {
        const models::ConnectionDraft &draft = planned.draft;
        QStringList lines{draft.localSubnet + QStringLiteral(" ⟷ ") + draft.remoteSubnet};
        for (const models::ImportNote &note : planned.notes)
            lines.append(note.text());
        for (const models::ValidationIssue &issue : planned.issues) {
            if (issue.severity != models::Severity::Error)
                lines.append(models::issueText(issue));
        }
        WordTable::Cell what;
        switch (planned.action) {
        case ImportAction::Add: what = {tr("create"), created}; break;
        case ImportAction::Update: what = {tr("change"), {QStringLiteral("edit"), Tone::Accent}}; break;
        case ImportAction::Skip: what = {tr("leave out"), {QStringLiteral("exclude"), Tone::Muted}}; break;
        }
        if (!planned.isReady())
            what.badge = {QStringLiteral("error"), Tone::Bad};
        rows.append({what, {tr("IPsec connection “%1”").arg(draft.name)}, {lines.join(u'\n')}});
    }
    m_table->setRows({tr("What"), tr("Object"), tr("How")}, rows);
}

void ImportSummaryPage::showRefusal(const models::CatalogErrors &errors)
{
    QStringList texts;
    for (const models::CatalogError &error : errors)
        texts.append(error.text);
    m_message->showMessage(Tone::Bad, tr("Nothing was stored.") + u'\n' + joined(texts));
}

QString ImportSummaryPage::message() const { return m_message->isHidden() ? QString() : m_message->text(); }

void ImportSummaryPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        present();
    QWidget::changeEvent(event);
}

} // namespace tw::ui
