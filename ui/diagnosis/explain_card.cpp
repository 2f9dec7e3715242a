#include "ui/diagnosis/explain_card.h"

#include "models/diagnosis/diagnosis_text.h"
#include "ui/diagnosis/badge_label.h"
#include "ui/diagnosis/diagnosis_look.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/card.h"
#include "ui/widgets/relative_time.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::ComparedField;

constexpr int kIconSide = 28;

TextLabel *makeHeading(QWidget *parent)
{
    auto *heading = new TextLabel(parent);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    heading->setContentsMargins(0, 8, 0, 0);
    return heading;
}

void clear(QVBoxLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QDateTime toDateTime(UtcTime at) { return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC); }

// A subnet list or an identity is read letter by letter.
bool isFixed(models::Field field)
{
    using enum models::Field;
    switch (field) {
    case LocalSubnet:
    case RemoteSubnet:
    case LocalId:
    case RemoteId:
    case InternetIp:
    case IpAddress: return true;
    default: return false;
    }
}

// A list breaks behind its commas.
QString shown(const ComparedField &compared, const QString &value)
{
    QString text = models::comparedValueText(compared, value);
    if (isFixed(compared.field))
        text.replace(QLatin1String(","), QLatin1String(", ")).replace(QLatin1String(",  "), QLatin1String(", "));
    return text;
}

} // namespace

ExplainCard::ExplainCard(QWidget *parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_relation(new TextLabel(this, Tone::Muted)),
      m_sentence(new TextLabel(this)),
      m_code(new TextLabel(this, Tone::Muted)),
      m_side(new BadgeLabel(this)),
      m_certainty(new BadgeLabel(this)),
      m_fixesTitle(makeHeading(this)),
      m_fixes(new QVBoxLayout),
      m_comparisonTitle(makeHeading(this)),
      m_comparison(new WordTable(this)),
      m_seenTitle(makeHeading(this)),
      m_seen(new QVBoxLayout)
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.12);
    m_sentence->setFont(large);
    m_code->setFont(fixedFont(font()));
    m_code->setWordWrap(false);
    m_fixes->setSpacing(6);
    m_seen->setSpacing(3);

    auto *facts = new QHBoxLayout;
    facts->setSpacing(16);
    facts->addWidget(m_side);
    facts->addWidget(m_certainty);
    facts->addWidget(m_code);
    facts->addStretch();
    auto *words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(m_relation);
    words->addWidget(m_sentence);
    words->addLayout(facts);
    words->addWidget(m_fixesTitle);
    words->addLayout(m_fixes);
    words->addWidget(m_comparisonTitle);
    words->addWidget(m_comparison);
    words->addWidget(m_seenTitle);
    words->addLayout(m_seen);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Card::kMargin, 12, Card::kMargin, 12);
    layout->setSpacing(12);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
}

QString ExplainCard::sentence() const { return m_sentence->text(); }

QString ExplainCard::relationText() const { return m_relation->text(); }

QString ExplainCard::codeText() const { return m_code->text(); }

void ExplainCard::setDiagnosis(const models::Diagnosis &diagnosis)
{
    m_diagnosis = diagnosis;
    showHead();
    showFixes();
    showComparison();
    showSightings();
}

void ExplainCard::showHead()
{
    const auto &name = models::diagnosisName(m_diagnosis.code);
    const Badge badge = faultBadge(m_diagnosis);
    m_icon->setPixmap(symbolicIcon(badge.icon, badge.tone).pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
    m_relation->setText(models::relationText(m_diagnosis.relation));
    m_relation->setVisible(m_diagnosis.relation != models::Relation::First);
    const QString sentence = models::diagnosisSentence(m_diagnosis);
    if (sentence != m_sentence->text())
        m_sentence->setText(sentence);
    m_code->setText(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    m_code->setToolTip(models::diagnosisTitle(m_diagnosis.code));
    m_side->setBadge(sideBadge(m_diagnosis.side),
                     m_diagnosis.isFault() ? models::sideText(m_diagnosis.side) : QString());
    m_certainty->setBadge(certaintyBadge(m_diagnosis.certainty),
                          m_diagnosis.isFault() ? models::certaintyText(m_diagnosis.certainty) : QString());
    setAccessibleName(sentence);
}

void ExplainCard::showFixes()
{
    QStringList shown{tr("What can be done")};
    for (const models::Fix &fix : std::as_const(m_diagnosis.fixes))
        shown << models::fixSentence(fix) << models::fixButton(fix) << fix.value;
    if (shown == m_shownFixes)
        return;
    m_shownFixes = shown;
    m_fixesTitle->setText(shown.first());
    m_fixesTitle->setVisible(!m_diagnosis.fixes.isEmpty());
    clear(m_fixes);
    int number = 0;
    for (const models::Fix &fix : std::as_const(m_diagnosis.fixes)) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(10);
        const QString sentence = models::fixSentence(fix);
        auto *words = new TextLabel(row);
        words->setText(m_diagnosis.fixes.size() > 1 ? QStringLiteral("%1. %2").arg(++number).arg(sentence) : sentence);
        layout->addWidget(words, 1, Qt::AlignVCenter);
        const QString verb = models::fixButton(fix);
        if (fix.action != models::FixAction::None && !verb.isEmpty()) {
            auto *button = new QPushButton(verb, row);
            button->setAutoDefault(false);
            button->setAccessibleDescription(sentence);
            button->setObjectName(QStringLiteral("fix:%1").arg(QLatin1String(
                models::fixKindName(fix.kind).data(), static_cast<qsizetype>(models::fixKindName(fix.kind).size()))));
            connect(button, &QPushButton::clicked, this, [this, fix] { Q_EMIT fixRequested(fix); });
            layout->addWidget(button, 0, Qt::AlignTop);
        }
        m_fixes->addWidget(row);
    }
}

void ExplainCard::showComparison()
{
    QList<WordTable::Row> rows;
    for (const ComparedField &compared : std::as_const(m_diagnosis.comparison)) {
        const Badge badge = comparedBadge(compared.state);
        const bool isKnown = !compared.theirs.isEmpty();
        const bool isLoud = badge.filled;
        const bool fixed = isFixed(compared.field);
        const Tone quiet = isLoud ? Tone::Neutral : Tone::Muted;
        rows.append({{models::fieldLabel(compared.field), {{}, quiet}},
                     {shown(compared, compared.ours), {{}, quiet}, fixed},
                     {isKnown ? shown(compared, compared.theirs) : tr("unknown"),
                      {{}, isKnown && isLoud ? Tone::Neutral : Tone::Muted},
                      fixed && isKnown},
                     {models::comparedStateText(compared.state), badge}});
    }
    m_comparisonTitle->setText(tr("Settings of both sides"));
    m_comparisonTitle->setVisible(!rows.isEmpty());
    m_comparison->setVisible(!rows.isEmpty());
    m_comparison->setRows({tr("Setting"), tr("Ours"), tr("Theirs"), tr("Comparison")}, rows);
}

void ExplainCard::showSightings()
{
    QStringList shown{tr("What was seen")};
    for (const models::Sighting &sighting : std::as_const(m_diagnosis.sightings))
        shown << QString::number(sighting.sequence()) << models::sightingText(sighting);
    if (shown == m_shownSightings)
        return;
    m_shownSightings = shown;
    m_seenTitle->setText(shown.first());
    m_seenTitle->setVisible(!m_diagnosis.sightings.isEmpty());
    clear(m_seen);
    const QString link = toneColor(Tone::Accent, palette()).name();
    for (const models::Sighting &sighting : std::as_const(m_diagnosis.sightings)) {
        const QDateTime at = toDateTime(sighting.at);
        const QString text = models::sightingText(sighting).toHtmlEscaped();
        const QString time = at.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
        const qint64 sequence = sighting.sequence();
        auto *line = new QLabel(this);
        line->setWordWrap(true);
        line->setToolTip(timeText(at) + QStringLiteral("\n") + utcText(at));
        if (sequence != 0) {
            line->setText(QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>&nbsp; %4")
                              .arg(sequence)
                              .arg(link, time, text));
            line->setTextInteractionFlags(Qt::TextBrowserInteraction);
            line->setAccessibleDescription(tr("Opens this line of the log"));
            connect(line, &QLabel::linkActivated, this,
                    [this, sequence, at] { Q_EMIT logLineRequested(sequence, at); });
        } else {
            line->setText(text);
            line->setTextInteractionFlags(Qt::TextSelectableByMouse);
        }
        m_seen->addWidget(line);
    }
}

void ExplainCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCardFrame(painter, rect(), palette());
}

void ExplainCard::changeEvent(QEvent *event)
{
    const bool isPalette = event->type() == QEvent::PaletteChange;
    if (isPalette || event->type() == QEvent::LanguageChange) {
        m_shownFixes.clear();
        m_shownSightings.clear();
        setDiagnosis(m_diagnosis);
    }
    QWidget::changeEvent(event);
}

} // namespace tw::ui
