#pragma once

#include "models/filter/filter_vocabulary.h"

#include <QList>
#include <QString>

// What is done to a filter's text for the user: terms put in and taken out by a click, and words offered while he
// types. The rest of the text stays as he wrote it.
namespace tw::models {

// A term that a chip stands for: "state:failed".
struct FilterChoice
{
    FilterKey key = FilterKey::State; // State or Weak
    QString word; // stable: "failed", "yes"

    friend bool operator==(const FilterChoice &, const FilterChoice &) = default;
};

// Whether the text asks for it, alone or among alternatives.
bool hasChoice(const QString &text, const FilterChoice &choice, const FilterVocabulary &vocabulary);
// Takes it out, or puts it in: another state beside one that is asked for becomes its alternative, since no row is in two
// states. What forbids it goes.
QString withToggledChoice(const QString &text, const FilterChoice &choice, const FilterVocabulary &vocabulary);

// Without the whole term at this place.
QString withoutTermAt(const QString &text, qsizetype at, const FilterVocabulary &vocabulary);

// The names that values are completed to.
struct FilterNames
{
    struct Name
    {
        QString insert;
        QString explanation;
    };
    QList<Name> regions; // id, and what it is called
    QList<Name> gateways; // name, and its address
};

struct FilterSuggestions
{
    qsizetype at = 0; // of what is replaced
    qsizetype length = 0;
    QList<FilterNames::Name> items;
};

// For the word at `cursor`. Where nothing is typed yet, all that could stand there.
FilterSuggestions suggestionsAt(const QString &text, qsizetype cursor, const FilterVocabulary &vocabulary,
                                const FilterNames &names);

} // namespace tw::models
