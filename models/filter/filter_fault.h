#pragma once

#include "models/filter/filter_vocabulary.h"

#include <QString>

namespace tw::models {

// What is wrong with a filter as it stands in the box, and where.
struct FilterFault
{
    enum class Kind {
        UnclosedQuote,
        NothingToNegate, // a "-" or "not" with nothing behind it
        UnknownKey,
        ValueMissing,
        UnknownState,
        NotYesOrNo,
        NotANetwork,
    };

    Kind kind = Kind::UnclosedQuote;
    FilterKey key = FilterKey::State; // with ValueMissing
    QString piece; // as typed, without quotation marks
    qsizetype at = 0; // in the text
    qsizetype length = 0;
    bool isUnfinished = false; // what is typed on may make it right

    friend bool operator==(const FilterFault &, const FilterFault &) = default;
};

// One or two sentences in the user's language: what is wrong, and what would be right.
QString faultText(const FilterFault &fault, const FilterVocabulary &vocabulary);

} // namespace tw::models
