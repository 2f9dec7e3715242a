#pragma once

#include "models/filter/filter_parser.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/filter_line.h"

#include <QWidget>

class QHBoxLayout;

namespace tw::ui {

class FilterChip;

// The filter of a list: the line, and chips that put common terms in and take them out. What cannot be understood
// changes nothing: the filter before stays in force until the text is right again.
class FilterBox final : public QWidget
{
    Q_OBJECT

public:
    struct Chip
    {
        models::FilterChoice choice;
        QString title; // "Failed"
        QString toolTip;
        Badge badge;
    };

    explicit FilterBox(QWidget *parent = nullptr);

    FilterLine *line() const { return m_line; }

    // Also when the language changes: what stands in the line is read anew.
    void setVocabulary(const models::FilterVocabulary &vocabulary);
    // Asked when a value is being typed.
    void setNames(std::function<models::FilterNames()> names) { m_names = std::move(names); }
    void setChips(const QList<Chip> &chips);
    // In the order of the chips. One that would find nothing is hidden, unless it is in force.
    void setCounts(const QList<int> &counts);
    QList<models::ListFilter> chipFilters() const;

    QString text() const { return m_line->text(); }
    void setText(const QString &text) { m_line->setText(text); }
    // A key that was pressed in the list: the filter goes on with it.
    void type(const QString &text);
    void clear() { m_line->clear(); }

    const models::ListFilter &filter() const { return m_filter; } // the one in force
    bool isFiltering() const { return !m_filter.isEmpty(); }
    // What is wrong with the text, in a sentence or two; empty: nothing.
    const QString &faultSentence() const { return m_faultSentence; }
    Tone faultTone() const { return m_faultTone; }

Q_SIGNALS:
    void filterChanged(); // another one is in force
    void faultChanged();
    void left(); // to the list

private:
    void read();
    std::optional<models::ListFilter> withoutNewKey(const QString &before, const models::FilterFault &fault) const;
    void setFilter(const models::ListFilter &filter);
    void updateChips();

    FilterLine *m_line;
    QHBoxLayout *m_row;
    models::FilterVocabulary m_vocabulary;
    std::function<models::FilterNames()> m_names;
    QList<Chip> m_chips;
    QList<FilterChip *> m_buttons;
    QList<int> m_counts;
    models::ListFilter m_filter;
    QString m_read; // the text as it was read last
    QString m_faultSentence;
    Tone m_faultTone = Tone::Bad;
};

} // namespace tw::ui
