#include "ui/transfer/compare_result.h"

#include "models/log/joined_text.h"
#include "models/log/printable_text.h"
#include "models/transfer/compare/comparison_text.h"
#include "models/transfer/compare/peer_lines.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/disclosure.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

using models::ComparisonRow;
using models::Fit;

enum Column { SettingColumn, OursColumn, TheirsColumn, FitColumn, kColumns };
constexpr int kIconSize = 16;
constexpr int kFitRole = Qt::UserRole;
constexpr int kFieldRole = Qt::UserRole + 1;
constexpr int kMostLinesShown = 7;

Badge badgeOf(Fit fit)
{
    switch (fit) {
    case Fit::Breaks: return {QStringLiteral("error"), Tone::Bad, true};
    case Fit::Risky: return {QStringLiteral("warning"), Tone::Warning, true};
    case Fit::Harmless: return {QStringLiteral("info"), Tone::Accent};
    case Fit::NotUnderstood: return {QStringLiteral("help"), Tone::Warning};
    case Fit::NotSaid: return {QStringLiteral("help"), Tone::Muted};
    case Fit::Fits: break;
    }
    return {QStringLiteral("state-up"), Tone::Good};
}

bool isFixed(models::Field field)
{
    using enum models::Field;
    return field == LocalSubnet || field == RemoteSubnet || field == LocalId || field == RemoteId || field == InternetIp
        || field == IpAddress;
}

Fit worst(const models::Comparison &comparison)
{
    for (const Fit fit : {Fit::Breaks, Fit::Risky, Fit::Harmless, Fit::NotUnderstood}) {
        if (comparison.count(fit) > 0)
            return fit;
    }
    return comparison.ignored.isEmpty() ? Fit::Fits : Fit::NotUnderstood;
}

} // namespace

CompareResult::CompareResult(QWidget *parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_readAs(new TextLabel(this, Tone::Muted)),
      m_whose(new TextLabel(this, Tone::Warning)),
      m_candidatesLabel(new QLabel(this)),
      m_candidates(new QComboBox(this)),
      m_table(new QTableWidget(0, kColumns, this)),
      m_effect(new TextLabel(this)),
      m_here(new QPushButton(symbolicIcon(QStringLiteral("edit")), {}, this)),
      m_all(new QPushButton(this)),
      m_thereText(new TextLabel(this)),
      m_there(new QPlainTextEdit(this)),
      m_copy(new QPushButton(symbolicIcon(QStringLiteral("copy")), {}, this)),
      m_ignoredFold(new Disclosure(this)),
      m_ignored(new QLabel(this))
{
    build();
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &CompareResult::showRow);
    connect(m_candidates, &QComboBox::activated, this, &CompareResult::candidateChosen);
    connect(m_here, &QPushButton::clicked, this, [this] {
        if (const ComparisonRow *row = currentRow(); row && row->mendHere())
            Q_EMIT mendRequested({*row->mendHere()});
    });
    connect(m_all, &QPushButton::clicked, this, [this] { Q_EMIT mendRequested(mends()); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_there->toPlainText()); });
    retranslate();
}

void CompareResult::build()
{
    QFont bold = font();
    bold.setBold(true);
    m_summary->setFont(bold);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_candidatesLabel->setBuddy(m_candidates);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    QHeaderView *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setSectionResizeMode(SettingColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(FitColumn, QHeaderView::ResizeToContents);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setIconSize(QSize(kIconSize, kIconSize));
    m_table->setItemDelegateForColumn(
        FitColumn,
        new BadgeDelegate(
            [](const QModelIndex &index) { return badgeOf(static_cast<Fit>(index.data(kFitRole).toInt())); }, m_table));
    for (QPushButton *button : {m_here, m_all, m_copy})
        button->setAutoDefault(false);
    m_there->setReadOnly(true);
    m_there->setFont(fixedFont(font()));
    m_there->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_there->setTabChangesFocus(true);
    m_ignored->setWordWrap(true);
    m_ignored->setTextFormat(Qt::PlainText);
    m_ignored->setFont(fixedFont(font()));
    m_ignoredFold->setContent(m_ignored);

    auto *head = new QHBoxLayout;
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_summary, 1);
    auto *choice = new QHBoxLayout;
    choice->addWidget(m_candidatesLabel);
    choice->addWidget(m_candidates);
    choice->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_here);
    buttons->addWidget(m_all);
    buttons->addStretch();
    auto *there = new QHBoxLayout;
    there->addWidget(m_there, 1);
    there->addWidget(m_copy, 0, Qt::AlignTop);
    m_details = new QWidget(this);
    auto *detailsLayout = new QVBoxLayout(m_details);
    detailsLayout->setContentsMargins(0, 4, 0, 0);
    detailsLayout->addWidget(m_effect);
    detailsLayout->addLayout(buttons);
    detailsLayout->addWidget(m_thereText);
    detailsLayout->addLayout(there);
    detailsLayout->addStretch(1);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_isSplitChosen = true; });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_readAs);
    layout->addWidget(m_whose);
    layout->addLayout(choice);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_ignoredFold);
}

void CompareResult::showAnswer(const models::CompareAnswer &answer, const QString &source)
{
    m_answer = answer;
    m_source = source;
    fill();
}

void CompareResult::fill()
{
    if (!m_answer)
        return;
    const models::Comparison &comparison = m_answer->comparison;
    const Badge badge = badgeOf(worst(comparison));
    m_icon->setPixmap(symbolicIcon(badge.icon, badge.tone).pixmap(kIconSize, kIconSize));
    m_summary->setText(models::comparisonSummary(comparison));
    const QString title = QLatin1String(models::peerFormatInfo(m_answer->format).title);
    m_readAs->setText(m_source.isEmpty() ? tr("Read as: %1").arg(title)
                                         : tr("%1, read as: %2").arg(models::printableText(m_source), title));
    m_whose->setText(models::whoseText(comparison.whose));
    m_whose->setVisible(!m_whose->text().isEmpty());

    m_candidates->clear();
    for (qsizetype i = 0; i < comparison.candidates.size(); ++i) {
        const QString name = models::printableText(comparison.candidates[i]);
        m_candidates->addItem(name.isEmpty() ? tr("Connection %1").arg(i + 1) : name);
    }
    m_candidates->setCurrentIndex(static_cast<int>(comparison.chosen));
    m_candidates->setVisible(comparison.candidates.size() > 1);
    m_candidatesLabel->setVisible(comparison.candidates.size() > 1);

    m_table->setRowCount(static_cast<int>(comparison.rows.size()));
    for (int line = 0; line < m_table->rowCount(); ++line) {
        const ComparisonRow &row = comparison.rows[line];
        const auto put = [&](Column column, const QString &text) {
            auto *item = new QTableWidgetItem(text);
            item->setToolTip(text);
            item->setData(kFitRole, static_cast<int>(row.fit));
            item->setData(kFieldRole, static_cast<int>(row.field));
            if (isFixed(row.field) && (column == OursColumn || (column == TheirsColumn && !row.theirs.isEmpty())))
                item->setFont(fixedFont(font()));
            if (!row.differs() && row.fit != Fit::NotUnderstood)
                item->setForeground(toneColor(Tone::Muted, palette()));
            m_table->setItem(line, column, item);
        };
        put(SettingColumn, models::comparedLabel(row.field));
        put(OursColumn, models::oursText(row));
        put(TheirsColumn, models::theirsText(row));
        put(FitColumn, models::fitText(row));
    }
    m_table->selectRow(0);
    m_all->setVisible(mends().size() > 1);
    fillIgnored();
    showRow();
}

void CompareResult::fillIgnored()
{
    const models::Comparison &comparison = m_answer->comparison;
    QStringList lines;
    for (const models::IgnoredLine &line : comparison.ignored)
        lines << QStringLiteral("%1  %2").arg(line.line, 5).arg(models::printableText(line.words));
    if (comparison.ignoresMore)
        lines << QStringLiteral("...");
    m_ignored->setText(lines.mid(0, kMostLinesShown).join(u'\n'));
    m_ignored->setToolTip(lines.size() > kMostLinesShown ? lines.mid(0, 60).join(u'\n') : QString());
    m_ignoredFold->setTitle(tr("Lines that were not understood: %1").arg(comparison.ignored.size()));
    m_ignoredFold->setVisible(!lines.isEmpty());
}

QList<models::Mend> CompareResult::mends() const
{
    QList<models::Mend> mends;
    if (!m_answer)
        return mends;
    for (const ComparisonRow &row : m_answer->comparison.rows) {
        const auto mend = row.mendHere();
        // What merely differs need not be changed; a gateway's address stands in another form.
        if (mend && !mend->value.isEmpty() && row.fit != Fit::Harmless && row.field != models::Field::InternetIp
            && row.field != models::Field::IpAddress)
            mends << *mend;
    }
    return mends;
}

const ComparisonRow *CompareResult::currentRow() const
{
    const int line = m_table->currentRow();
    if (!m_answer || line < 0 || line >= m_answer->comparison.rows.size())
        return nullptr;
    return &m_answer->comparison.rows[line];
}

void CompareResult::showRow()
{
    const ComparisonRow *row = currentRow();
    if (!row)
        return;
    const QString effect = models::effectText(*row);
    m_effect->setText(effect);
    m_effect->setVisible(!effect.isEmpty());
    const QString here = models::mendHereText(*row);
    m_here->setText(here);
    m_here->setVisible(!here.isEmpty());
    QString sentence = models::mendThereText(*row);
    models::PeerLines lines;
    // Of our own end's text the other side is here.
    if (!sentence.isEmpty() && m_answer->comparison.whose != models::Whose::Ours)
        lines = models::peerLinesFor(m_answer->format, m_answer->view, *row);
    if (lines.refusal)
        sentence = models::joinedSentences({sentence, lines.refusal->translated()});
    else if (!lines.lines.isEmpty())
        sentence = models::joinedSentences({sentence, tr("In its words, with the names that our download uses:")});
    m_thereText->setText(sentence);
    m_thereText->setVisible(!sentence.isEmpty());
    m_there->setPlainText(lines.lines.join(u'\n'));
    m_there->setVisible(!lines.lines.isEmpty());
    m_copy->setVisible(!lines.lines.isEmpty());
    const auto shown = std::clamp<qsizetype>(lines.lines.size(), 2, kMostLinesShown);
    m_there->setFixedHeight(static_cast<int>(QFontMetrics(m_there->font()).lineSpacing() * (shown + 1))
                            + 4 * m_there->frameWidth());
    if (isVisible()) // the width is none before
        fitDetails();
}

// A splitter asks for no height at a width: what wraps would be cut off at the lower end.
void CompareResult::fitDetails()
{
    QLayout *layout = m_details->layout();
    layout->activate(); // of the boxes in it, too
    m_details->setMinimumHeight(layout->totalMinimumHeightForWidth(width()));
    if (!m_isSplitChosen)
        m_splitter->setSizes({1000, 1}); // the details take what they need
}

void CompareResult::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitDetails();
}

void CompareResult::selectField(models::Field field)
{
    for (int line = 0; line < m_table->rowCount(); ++line) {
        if (m_table->item(line, SettingColumn)->data(kFieldRole).toInt() == static_cast<int>(field))
            m_table->selectRow(line);
    }
}

QString CompareResult::summary() const { return m_summary->text(); }

QString CompareResult::linesThere() const { return m_there->toPlainText(); }

void CompareResult::fillAgain()
{
    const ComparisonRow *row = currentRow();
    const auto field = row ? std::optional(row->field) : std::nullopt;
    fill();
    if (field)
        selectField(*field);
}

void CompareResult::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        fillAgain(); // the muted ones have a colour of their own
    QWidget::changeEvent(event);
}

void CompareResult::retranslate()
{
    m_table->setHorizontalHeaderLabels({tr("Setting"), tr("This connection"), tr("The device"), tr("Comparison")});
    m_table->setAccessibleName(tr("Settings of both sides"));
    m_candidatesLabel->setText(tr("Connection in the &text"));
    m_all->setText(tr("Take &all over here..."));
    m_all->setToolTip(tr("Opens the form with everything filled in that must be the same on both sides"));
    m_copy->setText(tr("Copy &lines"));
    m_there->setAccessibleName(tr("Lines for the device"));
    fillAgain();
}

} // namespace tw::ui
