#include "ui/transfer/import_reading_page.h"

#include "models/catalog/ike_rules.h"
#include "models/log/joined_text.h"
#include "models/log/printable_text.h"
#include "models/transfer/import/import_session.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/transfer/import_table.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QRadioButton>
#include <QTableWidget>

#include <algorithm>

namespace tw::ui {

using models::ImportSide;
using models::printableText;

namespace {

enum Column { NameColumn, OursColumn, TheirsColumn, SettingsColumn, KeyColumn, kColumns };
enum IgnoredColumn { LineColumn, WordsColumn, kIgnoredColumns };
constexpr int kIconSide = 28;
constexpr int kRows = 5; // of what was understood, without scrolling
constexpr int kIgnoredRows = 4;
constexpr int kFacts = 4;
constexpr int kBetweenLetters = 28;

QString subnets(const QString &list) { return list.split(u',', Qt::SkipEmptyParts).join(QStringLiteral(", ")); }

QString versionText(const models::ConnectionDraft &draft)
{
    const QString version = models::choiceText(draft.ikeVersion);
    return draft.ikeVersion == QLatin1String("ikev1")
        ? models::joinedItems({version, models::choiceText(draft.ikeMode)})
        : version;
}

} // namespace

ImportReadingPage::ImportReadingPage(models::ImportSession &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_question(new QLabel(this)),
      m_peers(new QRadioButton(this)),
      m_ours(new QRadioButton(this)),
      m_reason(new ElidedLabel(this)),
      m_table(new QTableWidget(0, kColumns, this)),
      m_ourEnd(makeEnd(QStringLiteral("vpn-gateway"))),
      m_theirEnd(makeEnd(QStringLiteral("customer-gateway"))),
      m_between(new TextLabel(this)),
      m_ignoredTitle(new QLabel(this)),
      m_ignored(new QTableWidget(0, kIgnoredColumns, this))
{
    layOut(*m_table);
    layOut(*m_ignored);
    m_ignored->horizontalHeader()->setSectionResizeMode(LineColumn, QHeaderView::ResizeToContents);
    m_table->setMinimumHeight(heightOf(*m_table, kRows));
    m_ignored->setMaximumHeight(heightOf(*m_ignored, kIgnoredRows));
    m_between->setAlignment(Qt::AlignCenter);
    m_between->setMinimumWidth(letterWidth(fontMetrics()) * kBetweenLetters);

    auto *side = new QHBoxLayout;
    side->addWidget(m_question);
    side->addWidget(m_peers);
    side->addWidget(m_ours);
    side->addStretch();
    auto *picture = new QHBoxLayout;
    picture->addWidget(m_ourEnd.card, 3);
    picture->addWidget(m_between, 2);
    picture->addWidget(m_theirEnd.card, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addLayout(side);
    layout->addWidget(m_reason);
    layout->addWidget(m_table, 1);
    layout->addLayout(picture);
    layout->addWidget(m_ignoredTitle);
    layout->addWidget(m_ignored);
    setFocusProxy(m_table);

    connect(m_peers, &QRadioButton::clicked, this, [this] { m_session.setSide(ImportSide::Peers); });
    connect(m_ours, &QRadioButton::clicked, this, [this] { m_session.setSide(ImportSide::Ours); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &ImportReadingPage::showSelected);
    connect(&m_session, &models::ImportSession::planned, this, &ImportReadingPage::present);
    retranslate();
}

ImportReadingPage::End ImportReadingPage::makeEnd(const QString &iconName)
{
    End end{new Card(this), new IconLabel(kIconSide, this), {}};
    end.icon->setSign(iconName, Tone::Accent);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(Card::kMargin, 0, Card::kMargin, 0);
    row->setSpacing(Card::kMargin);
    row->addWidget(end.icon, 0, Qt::AlignTop);
    auto *facts = new QVBoxLayout;
    for (int i = 0; i < kFacts; ++i) {
        end.facts.append(new ElidedLabel(this));
        facts->addWidget(end.facts.last());
    }
    facts->addStretch();
    row->addLayout(facts, 1);
    end.card->content()->addLayout(row);
    return end;
}

void ImportReadingPage::present()
{
    const models::ImportPlan &plan = m_session.plan();
    (plan.side.side == ImportSide::Peers ? m_peers : m_ours)->setChecked(true);
    m_reason->setText(plan.side.text());
    const int selected = std::max(m_table->currentRow(), 0);
    m_table->setRowCount(static_cast<int>(plan.connections.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        const models::PlannedConnection &planned = plan.connections[at];
        const models::PeerReading &reading = m_session.readings()[at];
        const models::ConnectionDraft &draft = planned.draft;
        const QString name = reading.view.name.isEmpty() ? tr("(without a name)") : printableText(reading.view.name);
        setCell(*m_table, row, NameColumn, name);
        setCell(*m_table, row, OursColumn, subnets(draft.localSubnet));
        setCell(*m_table, row, TheirsColumn, subnets(draft.remoteSubnet));
        setCell(*m_table, row, SettingsColumn,
                models::joinedItems({versionText(draft), models::choiceText(draft.ikeEncAlg)}));
        setCell(*m_table, row, KeyColumn, reading.key ? tr("in the text") : tr("not in it"),
                reading.key ? QStringLiteral("key") : QStringLiteral("warning"),
                reading.key ? Tone::Neutral : Tone::Warning);
    }
    if (m_table->rowCount() > 0)
        m_table->selectRow(std::min(selected, m_table->rowCount() - 1));
    showSelected();
    showIgnored();
}

void ImportReadingPage::showSelected()
{
    const auto at = static_cast<std::size_t>(std::max(m_table->currentRow(), 0));
    const models::ImportPlan &plan = m_session.plan();
    const bool isThere = at < plan.connections.size();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ourEnd.card, m_theirEnd.card, m_between})
        widget->setVisible(isThere);
    if (!isThere)
        return;
    const models::PlannedConnection &planned = plan.connections[at];
    const models::ConnectionDraft &draft = planned.draft;
    const auto facts = [&](const models::PlannedEnd &end, const QString &networks, const QString &identity) {
        QStringList lines;
        lines.append(end.address.isEmpty() ? tr("Address: the text does not say") : tr("Address: %1").arg(end.address));
        lines.append(networks.isEmpty() ? tr("Subnets: the text does not say")
                                        : tr("Subnets: %1").arg(subnets(networks)));
        lines.append(tr("Identity: %1").arg(identity.isEmpty() ? tr("its address") : printableText(identity)));
        lines.append(end.isNew ? QString() : tr("Known here as “%1”").arg(end.name));
        return lines;
    };
    const auto show = [](const End &end, const QStringList &lines) {
        for (int i = 0; i < kFacts; ++i)
            end.facts.at(i)->setText(lines.at(i));
    };
    show(m_ourEnd, facts(planned.ours, draft.localSubnet, draft.localId));
    show(m_theirEnd, facts(planned.theirs, draft.remoteSubnet, draft.remoteId));
    const auto suite = [](const QStringList &choices) {
        QStringList words;
        for (const QString &choice : choices)
            words.append(models::choiceText(choice));
        return models::joinedItems(words);
    };
    m_between->setText(
        QStringList{QStringLiteral("⟷  ") + versionText(draft) + QStringLiteral("  ⟷"),
                    tr("Phase 1: %1").arg(suite({draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs})),
                    tr("Phase 2: %1").arg(suite({draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs}))}
            .join(u'\n'));
}

void ImportReadingPage::showIgnored()
{
    QList<models::IgnoredLine> lines;
    bool areMore = false;
    for (const models::PeerReading &reading : m_session.readings()) {
        for (const models::IgnoredLine &line : reading.ignored) {
            if (!lines.contains(line))
                lines.append(line);
        }
        areMore = areMore || reading.ignoresMore;
    }
    std::ranges::stable_sort(lines, {}, &models::IgnoredLine::line);
    const int count = static_cast<int>(lines.size());
    m_ignoredTitle->setText(count == 0 ? tr("Everything in the text was understood.")
                                : areMore
                                ? tr("Not understood, and not taken over: the first %n places", nullptr, count)
                                : tr("Not understood, and not taken over: %n places", nullptr, count));
    m_ignored->setVisible(count > 0);
    m_ignored->setRowCount(count);
    for (int row = 0; row < count; ++row) {
        const models::IgnoredLine &line = lines.at(row);
        setCell(*m_ignored, row, LineColumn, line.line > 0 ? QString::number(line.line) : QStringLiteral("–"));
        setCell(*m_ignored, row, WordsColumn, printableText(line.words));
    }
}

QString ImportReadingPage::sideReason() const { return m_reason->text(); }

void ImportReadingPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ImportReadingPage::retranslate()
{
    m_question->setText(tr("Whose configuration is it?"));
    m_peers->setText(tr("That of the &peer"));
    m_ours->setText(tr("&Ours"));
    m_peers->setToolTip(tr("What the text calls local is at the other end."));
    m_ours->setToolTip(tr("What the text calls local is our side."));
    m_ourEnd.card->setTitle(tr("Our side"));
    m_theirEnd.card->setTitle(tr("The peer"));
    m_table->setHorizontalHeaderLabels(
        {tr("Name in the text"), tr("Subnets on our side"), tr("Subnets at the peer"), tr("Protocol"), tr("Key")});
    m_table->setAccessibleName(tr("Connections that were understood"));
    m_ignored->setHorizontalHeaderLabels({tr("Line"), tr("How it begins")});
    m_ignored->setAccessibleName(tr("What was not understood"));
    present();
}

} // namespace tw::ui
