#pragma once

#include <QList>
#include <QString>

#include <optional>

// Whether a few typed letters mean a text: each word that was typed has its letters in the text, in their order, together
// or from the beginnings of words ("nic" is "New IPsec connection"), and the better they hang together the better it is.
// Letter case is ignored.
namespace tw::models {

struct FuzzyMatch
{
    int score = 0; // greater is better; comparable between texts for the same pattern only
    QList<int> positions; // of the letters of the text that matched, ascending

    friend bool operator==(const FuzzyMatch &, const FuzzyMatch &) = default;
};

// An empty pattern matches everything with a score of 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace tw::models
