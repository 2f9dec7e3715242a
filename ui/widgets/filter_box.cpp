#include "ui/widgets/filter_box.h"

#include "ui/theme/measure.h"
#include "ui/widgets/filter_chip.h"

#include <QHBoxLayout>
#include <QLocale>

namespace tw::ui {

namespace {

constexpr int kFewestLetters = 24;
constexpr int kMostLetters = 64;

} // namespace

FilterBox::FilterBox(QWidget *parent) : QWidget(parent), m_line(new FilterLine(this)), m_row(new QHBoxLayout(this))
{
    m_line->setMinimumWidth(letterWidth(fontMetrics()) * kFewestLetters);
    m_line->setMaximumWidth(letterWidth(fontMetrics()) * kMostLetters);
    setFocusProxy(m_line);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
    m_row->addWidget(m_line, 1);
    m_row->addStretch();
    m_line->setSuggest([this](const QString &text, qsizetype cursor) {
        return models::suggestionsAt(text, cursor, m_vocabulary, m_names ? m_names() : models::FilterNames());
    });
    connect(m_line, &QLineEdit::textChanged, this, &FilterBox::read);
    connect(m_line, &FilterLine::left, this, &FilterBox::left);
}

void FilterBox::setVocabulary(const models::FilterVocabulary &vocabulary)
{
    m_vocabulary = vocabulary;
    read();
}

void FilterBox::setChips(const QList<Chip> &chips)
{
    if (chips.size() != m_buttons.size()) {
        qDeleteAll(m_buttons);
        m_buttons.clear();
        m_counts = QList<int>(chips.size(), 0);
        for (const Chip &chip : chips) {
            auto *button = new FilterChip(chip.badge, this);
            connect(button, &QAbstractButton::clicked, this, [this, choice = chip.choice] {
                m_line->setText(models::withToggledChoice(m_line->text(), choice, m_vocabulary));
            });
            m_row->insertWidget(m_row->count() - 1, button);
            m_buttons.append(button);
        }
    }
    m_chips = chips;
    updateChips();
}

void FilterBox::setCounts(const QList<int> &counts)
{
    if (counts == m_counts || counts.size() != m_chips.size())
        return;
    m_counts = counts;
    updateChips();
}

QList<models::ListFilter> FilterBox::chipFilters() const
{
    QList<models::ListFilter> filters;
    for (const Chip &chip : m_chips) {
        const QString text = models::withToggledChoice({}, chip.choice, m_vocabulary);
        filters.append(models::parseFilter(text, m_vocabulary).value_or(models::ListFilter()));
    }
    return filters;
}

void FilterBox::type(const QString &text)
{
    QString before = m_line->text();
    if (!before.isEmpty() && !before.back().isSpace())
        before += u' ';
    m_line->setFocus();
    m_line->setText(before + text);
}

void FilterBox::read()
{
    const auto parsed = models::parseFilter(m_line->text(), m_vocabulary);
    const QString sentence = parsed ? QString() : models::faultText(parsed.error(), m_vocabulary);
    if (!parsed) {
        m_faultTone = parsed.error().isUnfinished ? Tone::Warning : Tone::Bad;
        m_line->setMark(FilterLine::Mark{parsed.error().at, parsed.error().length, m_faultTone});
    } else {
        m_line->setMark(std::nullopt);
    }
    if (sentence != m_faultSentence) {
        m_faultSentence = sentence;
        m_line->setAccessibleDescription(sentence);
        Q_EMIT faultChanged();
    }
    const QString before = std::exchange(m_read, m_line->text());
    if (parsed)
        setFilter(*parsed);
    else if (const auto rest = withoutNewKey(before, parsed.error()))
        setFilter(*rest);
    updateChips();
}

// The colon that was just typed makes a key of a word that was looked for as text until now: what the word found, most
// often nothing, was never meant.
std::optional<models::ListFilter> FilterBox::withoutNewKey(const QString &before,
                                                           const models::FilterFault &fault) const
{
    using enum models::FilterFault::Kind;
    QString rest = m_line->text();
    const qsizetype end = fault.at + fault.length;
    const bool isKey = fault.kind == ValueMissing || fault.kind == UnknownKey;
    if (!isKey || QString(rest).remove(fault.kind == ValueMissing ? end - 1 : end, 1) != before)
        return std::nullopt;
    const auto parsed = models::parseFilter(models::withoutTermAt(rest, fault.at, m_vocabulary), m_vocabulary);
    return parsed ? std::optional(*parsed) : std::nullopt;
}

void FilterBox::setFilter(const models::ListFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    Q_EMIT filterChanged();
}

void FilterBox::updateChips()
{
    for (qsizetype index = 0; index < m_buttons.size(); ++index) {
        const Chip &chip = m_chips.at(index);
        FilterChip *button = m_buttons.at(index);
        const bool chosen = models::hasChoice(m_line->text(), chip.choice, m_vocabulary);
        const QString count = QLocale().toString(m_counts.at(index));
        //: Beside a filter: %1 is a state such as "Failed", %2 how many are in it
        button->setText(tr("%1 %2").arg(chip.title, count));
        button->setToolTip(chip.toolTip);
        button->setAccessibleDescription(chip.toolTip);
        button->setChecked(chosen);
        button->setVisible(chosen || m_counts.at(index) > 0);
        button->updateGeometry();
        button->update();
    }
}

} // namespace tw::ui
